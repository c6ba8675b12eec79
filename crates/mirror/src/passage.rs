use crate::country::Countries;
use crate::gap::{Gap, Measure};
use serde::Serialize;
use std::collections::BTreeMap;

/// Goods that could have passed from one country through a second to a third: at most the smaller of both legs, product by product.
///
/// **An upper bound, and a loose one.** It counts every good of a product that the middle country buys and sells as if it were the same good. With data by
/// firm, Iyoha, Malesky, Wen, Wu and Feng (2024, *Exports in Disguise*, Harvard Business School working paper 24-072) find that of Vietnam's exports to
/// the United States in 2021 16.1 percent could have been rerouted from China by product, and 1.8 percent by firm.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
            "From {} through {} to {}, {}: AT MOST {} ({} percent of the second leg) can have passed, over {} products; an upper bound, not an estimate.",
            countries.name(&self.origin),
            countries.name(&self.via),
            countries.name(&self.destination),
            self.year,
            amount(self.at_most),
            crate::words::digits(100.0 * self.at_most_of_second_leg, 1),
            self.products
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

/// The larger report of every leg, by exporter, importer, year, measure and product.
pub(crate) struct Legs<'a> {
    legs: BTreeMap<(&'a str, &'a str, u16, Measure), BTreeMap<&'a str, f64>>,
}

impl<'a> Legs<'a> {
    pub(crate) fn of(gaps: &'a [Gap]) -> Self {
        let mut legs: BTreeMap<_, BTreeMap<&str, f64>> = BTreeMap::new();
        for gap in gaps {
            let key = (gap.exporter.as_str(), gap.importer.as_str(), gap.year, gap.measure);
            legs.entry(key).or_default().insert(gap.product.as_str(), leg(gap));
        }
        Self { legs }
    }

    /// What can have passed in each year.
    pub(crate) fn passages(&self, origin: &str, via: &str, destination: &str) -> Vec<Passage> {
        let of_route = self.legs.iter().filter(|((from, to, ..), _)| (*from, *to) == (origin, via));
        let passage = |(key, first): (&(&str, &str, u16, Measure), &BTreeMap<&str, f64>)| {
            let (_, _, year, measure) = *key;
            let second = self.legs.get(&(via, destination, year, measure))?;
            let smaller: Vec<f64> =
                first.iter().filter_map(|(product, leg)| Some(leg.min(*second.get(product)?))).collect();
            let second_leg: f64 = second.values().sum();
            let at_most: f64 = smaller.iter().sum();
            (!smaller.is_empty()).then(|| Passage {
                origin: origin.to_owned(),
                via: via.to_owned(),
                destination: destination.to_owned(),
                year,
                products: smaller.len(),
                measure,
                first_leg: first.values().sum(),
                second_leg,
                at_most,
                at_most_of_second_leg: if second_leg > 0.0 { at_most / second_leg } else { 0.0 },
            })
        };
        of_route.filter_map(passage).collect()
    }

    /// The hub that can have passed most of one product, and at most how much.
    pub(crate) fn through<'h>(
        &self,
        gap: &Gap,
        hubs: impl IntoIterator<Item = &'h str>,
    ) -> Option<(String, f64)> {
        let leg = |from: &str, to: &str| {
            self.legs.get(&(from, to, gap.year, gap.measure))?.get(gap.product.as_str()).copied()
        };
        let through =
            |hub: &'h str| Some((hub.to_owned(), leg(&gap.exporter, hub)?.min(leg(hub, &gap.importer)?)));
        hubs.into_iter()
            .filter_map(through)
            .filter(|(_, most)| *most > 0.0)
            .max_by(|a, b| a.1.total_cmp(&b.1))
    }
}
