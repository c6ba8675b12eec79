use crate::gap::{Gap, Measure};
use crate::spread::median;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A place that goods pass: what it says it sells, its buyers book as coming from elsewhere.
///
/// Exporters report where goods go next, importers report where they were made. So the exports of a place that sells on what others made are missing in the
/// books of *most* of its partners. Goods that are relabelled or hidden are missing with one partner, or in one product.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Hub {
    /// Which economy.
    pub country: String,
    /// What its buyers book as coming from it, over what it says it sold to them; free on board, all years together.
    pub booked: f64,
    /// The log gap of the middle partner, over all years.
    pub middle_gap: f64,
    /// Partners whose reports were compared.
    pub partners: usize,
    /// Its reported exports over its reported imports, of the partners where both sides report.
    pub exports_over_imports: f64,
    /// Its reported exports in these years.
    pub exports: f64,
}

/// Partners that are needed to tell a habit from a case.
const PARTNERS: usize = 20;
/// The middle partner books at least so much less, as a log.
const MIDDLE: f64 = -0.15;
/// All partners together book at most this part.
const BOOKED: f64 = 0.9;
/// A place that goods pass sells about what it buys: from half to twice as much.
const THROUGH: std::ops::RangeInclusive<f64> = 0.5..=2.0;

#[derive(Default)]
struct Sums {
    /// The log gaps of each partner.
    gaps: Vec<Vec<f64>>,
    said: f64,
    booked: f64,
    bought: f64,
}

/// Finds the hubs among all exporters. The gaps must be sorted by exporter and importer.
pub(crate) fn hubs(gaps: &[Gap]) -> Vec<Hub> {
    let mut sums: BTreeMap<&str, Sums> = BTreeMap::new();
    for of_pair in gaps.chunk_by(|a, b| a.exporter == b.exporter && a.importer == b.importer) {
        let compared: Vec<[f64; 3]> = of_pair.iter().filter_map(compared).collect();
        let Some(Gap { exporter, importer, .. }) = of_pair.first().filter(|_| !compared.is_empty()) else {
            continue;
        };
        let seller = sums.entry(exporter).or_default();
        for [_, said, booked] in &compared {
            seller.said += said;
            seller.booked += booked;
        }
        seller.gaps.push(compared.iter().map(|[log, ..]| *log).collect());
        let buyer = sums.entry(importer).or_default();
        compared.iter().for_each(|[.., booked]| buyer.bought += booked);
    }
    let mut hubs: Vec<Hub> = sums.into_iter().filter_map(|(country, sums)| sums.hub(country)).collect();
    hubs.sort_by(|a, b| a.booked.total_cmp(&b.booked).then_with(|| a.country.cmp(&b.country)));
    hubs
}

/// The log gap of a value that both sides tell, what the exporter said, and what the importer booked free on board.
fn compared(gap: &Gap) -> Option<[f64; 3]> {
    let logs = gap.gap.filter(|_| gap.measure == Measure::Value);
    Some([logs?, gap.exporter_said?, gap.importer_fob()?])
}

impl Sums {
    fn hub(self, country: &str) -> Option<Hub> {
        let partners = self.gaps.len();
        let mut middles: Vec<f64> = self.gaps.into_iter().filter_map(|mut gaps| median(&mut gaps)).collect();
        let middle = median(&mut middles)?;
        let hub = Hub {
            country: country.to_owned(),
            booked: self.booked / self.said,
            middle_gap: middle,
            partners,
            exports_over_imports: self.said / self.bought,
            exports: self.said,
        };
        let is_hub = partners >= PARTNERS
            && hub.middle_gap <= MIDDLE
            && hub.booked <= BOOKED
            && THROUGH.contains(&hub.exports_over_imports);
        is_hub.then_some(hub)
    }
}

/// The names of hubs.
pub(crate) fn names(hubs: &[Hub]) -> BTreeSet<&str> {
    hubs.iter().map(|hub| hub.country.as_str()).collect()
}
