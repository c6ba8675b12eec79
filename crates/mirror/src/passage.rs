use crate::country::Countries;
use crate::gap::{Gap, Measure};
use serde::Serialize;
use std::collections::BTreeMap;

/// Goods that could have passed from one country through a second to a third: at most the smaller of both legs, product by product.
///
/// **An upper bound, and a loose one.** It counts every good of a product that the middle country buys and sells as if it were the same good. With data by
/// firm, Iyoha, Malesky, Wen, Wu and Feng (2024, *Exports in Disguise*, Harvard Business School working paper 24-072) find that of Vietnam's exports to
/// the United States in 2021 16.1 percent could have been rerouted from China by product, and 1.8 percent by firm.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Passage {
    /// Where the goods may come from.
    pub origin: String,
    /// Where they may pass.
    pub via: String,
    /// Where they may go.
    pub destination: String,
    /// The year.
    pub year: u16,
    /// Products that both legs hold.
    pub products: usize,
    /// Whether products were told apart; all goods as one product bound nothing.
    pub by_product: bool,
    /// What is compared.
    pub measure: Measure,
    /// The first leg: the larger of both reports, all products together.
    pub first_leg: f64,
    /// The second leg likewise.
    pub second_leg: f64,
    /// The sum over products of the smaller leg: no more can have passed.
    pub at_most: f64,
    /// That as a fraction of the second leg.
    pub at_most_of_second_leg: f64,
}

impl Passage {
    /// The bound in words, as an upper bound.
    pub fn sentence(&self, currency: Option<&str>, countries: &Countries) -> String {
        let unit = if self.measure == Measure::Value { currency.unwrap_or_default() } else { "kg" };
        let amount = |number: f64| crate::words::amount(number, self.measure, unit);
        format!(
            "From {} through {} to {}, {}: AT MOST {} ({} percent of the second leg) can have passed{}; an upper bound, not an estimate.",
            countries.name(&self.origin),
            countries.name(&self.via),
            countries.name(&self.destination),
            self.year,
            amount(self.at_most),
            crate::words::digits(100.0 * self.at_most_of_second_leg, 1),
            if self.by_product {
                format!(", product by product ({})", self.products)
            } else {
                ", all goods taken as one product, which bounds nothing: give statistics by product"
                    .to_owned()
            }
        )
    }
}

/// What must be printed beside every bound.
pub const HOW_LOOSE: &str = "An upper bound, and a loose one: of Vietnam's exports to the United States in 2021, 16.1 percent could have been rerouted \
     from China by product, and 1.8 percent by firm (Iyoha, Malesky, Wen, Wu and Feng 2024).";

/// The larger of both reports, in one measure.
fn leg(gap: &Gap) -> f64 {
    gap.importer_fob().unwrap_or(0.0).max(gap.exporter_said.unwrap_or(0.0))
}

/// All gaps, sorted by exporter, importer, product and year, so that any leg is found fast.
pub(crate) struct Legs<'a> {
    gaps: &'a [Gap],
}

impl<'a> Legs<'a> {
    /// The gaps must be sorted by exporter, importer, product and year.
    pub(crate) fn of(gaps: &'a [Gap]) -> Self {
        Self { gaps }
    }

    /// All of one exporter to one importer.
    fn route(&self, from: &str, to: &str) -> &'a [Gap] {
        let route = (from, to);
        let of = |gap: &Gap| (gap.exporter.as_str(), gap.importer.as_str()).cmp(&route);
        let start = self.gaps.partition_point(|gap| of(gap).is_lt());
        let end = self.gaps.partition_point(|gap| of(gap).is_le());
        &self.gaps[start..end]
    }

    fn find(&self, from: &str, to: &str, like: &Gap) -> Option<f64> {
        let route = self.route(from, to);
        let wanted = (like.product.as_str(), like.year);
        let place = route.binary_search_by(|gap| (gap.product.as_str(), gap.year).cmp(&wanted)).ok()?;
        Some(&route[place]).filter(|gap| gap.measure == like.measure).map(leg)
    }

    /// What can have passed in each year.
    pub(crate) fn passages(&self, origin: &str, via: &str, destination: &str) -> Vec<Passage> {
        let mut years: BTreeMap<(u16, Measure), Passage> = BTreeMap::new();
        let second = self.route(via, destination);
        for gap in self.route(origin, via) {
            let passage = years.entry((gap.year, gap.measure)).or_insert_with(|| Passage {
                origin: origin.to_owned(),
                via: via.to_owned(),
                destination: destination.to_owned(),
                year: gap.year,
                products: 0,
                by_product: false,
                measure: gap.measure,
                first_leg: 0.0,
                second_leg: of_year(second, gap.year, gap.measure),
                at_most: 0.0,
                at_most_of_second_leg: 0.0,
            });
            passage.first_leg += leg(gap);
            if let Some(further) = self.find(via, destination, gap) {
                passage.products += 1;
                passage.by_product |= gap.product != "TOTAL";
                passage.at_most += leg(gap).min(further);
            }
        }
        let mut passages: Vec<Passage> = years.into_values().filter(|one| one.products > 0).collect();
        for one in passages.iter_mut().filter(|one| one.second_leg > 0.0) {
            one.at_most_of_second_leg = one.at_most / one.second_leg;
        }
        passages
    }

    /// The hub that can have passed most of one product, and at most how much.
    pub(crate) fn through<'h>(
        &self,
        gap: &Gap,
        hubs: impl IntoIterator<Item = &'h str>,
    ) -> Option<(String, f64)> {
        let through = |hub: &'h str| {
            let first = self.find(&gap.exporter, hub, gap)?;
            Some((hub.to_owned(), first.min(self.find(hub, &gap.importer, gap)?)))
        };
        hubs.into_iter()
            .filter_map(through)
            .filter(|(_, most)| *most > 0.0)
            .max_by(|a, b| a.1.total_cmp(&b.1))
    }
}

fn of_year(legs: &[Gap], year: u16, measure: Measure) -> f64 {
    legs.iter().filter(|gap| gap.year == year && gap.measure == measure).map(leg).sum()
}
