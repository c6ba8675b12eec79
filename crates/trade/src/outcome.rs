//! What a policy does, as results that serialise and have a table form.

mod burden;
mod countries;
mod diversion;
mod row;
mod tables;
mod trade;

pub use burden::BurdenRow;
pub use countries::CountryRow;
pub use diversion::{
    Diversion, DivertedSectorRow, MarketRow, MarketSectorRow, ReplacementRow, SupplierRow,
};
pub use row::Row;
pub use trade::{BalanceRow, FlowRow, SectorRow};

use crate::base::Base;
use crate::baseline::Baseline;
use crate::certificate::Certificate;
use crate::cube::Grid;
use crate::equilibrium::Equilibrium;
use crate::scenario::{Deficits, Labour};
use crate::uncertainty::Uncertainty;
use serde::Serialize;
use thalweg_core::Problem;

/// What a scenario does to a baseline: the answer of `thalweg simulate`.
///
/// Values are in the unit of the baseline, before tariff, with world value added held at its base. Changes are against
/// the balanced base, in percent.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Outcome {
    /// The scenario as the user called it.
    pub scenario: String,
    /// The scenario's own name, for readers.
    pub title: String,
    /// What it asks.
    pub question: Option<String>,
    /// The baseline.
    pub baseline: String,
    /// The year of the baseline.
    pub year: i32,
    /// The unit of all values.
    pub unit: String,
    /// The elasticity set; absent for the baseline's own column.
    pub elasticities: Option<String>,
    /// What becomes of deficits.
    pub deficits: Deficits,
    /// Whether labour moves.
    pub labour: Labour,
    /// How well the result satisfies the equations.
    pub certificate: Certificate,
    /// Every country.
    pub countries: Vec<CountryRow>,
    /// Every pair of countries, all sectors together.
    pub flows: Vec<FlowRow>,
    /// Every sector of every country.
    pub sectors: Vec<SectorRow>,
    /// Bilateral balances of the countries that the policy names.
    pub balances: Vec<BalanceRow>,
    /// Who pays: the pairs whose tariffs changed.
    pub burdens: Vec<BurdenRow>,
    /// Where displaced goods go: the pairs asked for, or those that the policy hits hardest.
    pub diversions: Vec<Diversion>,
    /// What is allowed but may not be meant.
    pub notes: Vec<Problem>,
    /// Medians and intervals over draws of the elasticities, when asked for.
    pub uncertainty: Option<Uncertainty>,
}

/// Two equilibria of one base side by side, with what every account of them needs.
pub(crate) struct Comparison<'a> {
    baseline: &'a Baseline,
    base: &'a Base,
    before: &'a Equilibrium,
    after: &'a Equilibrium,
    /// Hat of the unit cost, `[j, i]`.
    unit_costs: Grid,
    /// Hat of the exporter's price at the border: unit cost, subsidy and (mean) export tax, `[j, i]`.
    border_prices: Grid,
    /// Flows of all sectors together, `[n * countries + i]`.
    bilateral_before: Vec<f64>,
    bilateral_after: Vec<f64>,
}

impl<'a> Comparison<'a> {
    pub(crate) fn new(baseline: &'a Baseline, base: &'a Base, after: &'a Equilibrium) -> Self {
        let before = base.equilibrium();
        let unit_costs = base.economy().unit_costs(after);
        Self {
            baseline,
            base,
            before,
            after,
            border_prices: border_prices(base, after, &unit_costs),
            unit_costs,
            bilateral_before: trade::bilateral(before),
            bilateral_after: trade::bilateral(after),
        }
    }

    fn countries(&self) -> usize {
        self.baseline.countries.len()
    }

    fn sectors(&self) -> usize {
        self.baseline.sectors.len()
    }

    fn code(&self, country: usize) -> String {
        self.baseline.countries[country].code.clone()
    }

    /// What n buys from i before and after.
    fn bilateral(&self, n: usize, i: usize) -> (f64, f64) {
        let index = n * self.countries() + i;
        (self.bilateral_before[index], self.bilateral_after[index])
    }

    fn change(&self, n: usize, i: usize) -> f64 {
        let (before, after) = self.bilateral(n, i);
        after - before
    }

    /// Pairs (importer, exporter) whose trade a tariff, an export tax, a trade cost or an embargo changed.
    fn changed_pairs(&self) -> Vec<(usize, usize)> {
        let countries = self.countries();
        let mut changed = vec![false; countries * countries];
        for j in 0..self.sectors() {
            for n in 0..countries {
                let (old, new) = (&self.before.policy, &self.after.policy);
                for i in (0..countries).filter(|i| *i != n) {
                    let tax = |p: &crate::Policy| p.export_taxes.as_ref().map_or(0.0, |e| e.get(j, n, i));
                    let cost = new.trade_costs.as_ref().map_or(1.0, |d| d.get(j, n, i));
                    let same = old.tariffs.get(j, n, i) == new.tariffs.get(j, n, i)
                        && tax(old) == tax(new)
                        && cost == 1.0;
                    changed[n * countries + i] |= !same && self.before.flows.get(j, n, i) > 0.0;
                }
            }
        }
        (0..countries * countries).filter(|p| changed[*p]).map(|p| (p / countries, p % countries)).collect()
    }

    /// Countries that the policy names: those whose own rates changed, or in whose trade with them rates changed, as long
    /// as these are few; then the countries that levy them.
    fn parties(&self, pairs: &[(usize, usize)]) -> Vec<usize> {
        let mut importers: Vec<usize> = pairs.iter().map(|(n, _)| *n).collect();
        let mut exporters: Vec<usize> = pairs.iter().map(|(_, i)| *i).collect();
        for side in [&mut importers, &mut exporters] {
            side.sort_unstable();
            side.dedup();
        }
        let few = |side: &[usize]| side.len() <= MANY;
        let mut parties = Vec::new();
        for side in [&importers, &exporters] {
            if few(side) {
                parties.extend(side.iter().copied());
            }
        }
        let levied = self.before.policy.subsidies != self.after.policy.subsidies;
        if levied {
            parties.extend((0..self.countries()).filter(|i| {
                (0..self.sectors())
                    .any(|j| self.before.policy.subsidies.get(j, *i) != self.after.policy.subsidies.get(j, *i))
            }));
        }
        parties.sort_unstable();
        parties.dedup();
        parties
    }
}

/// Sides with more members than this are "everybody", not parties.
const MANY: usize = 8;

/// Diversions that are shown when none is asked for.
const DIVERSIONS: usize = 4;

/// Border prices as hats: unit cost times what subsidies do to it; export taxes differ by market and are averaged with
/// the base exports as weights.
fn border_prices(base: &Base, after: &Equilibrium, unit_costs: &Grid) -> Grid {
    let (old, new) = (&base.equilibrium().policy, &after.policy);
    let mut prices = unit_costs.clone();
    for j in 0..prices.sectors() {
        for i in 0..prices.countries() {
            let ratio = (1.0 - new.subsidies.get(j, i)) / (1.0 - old.subsidies.get(j, i));
            *prices.get_mut(j, i) *= ratio;
        }
    }
    if old.export_taxes.is_none() && new.export_taxes.is_none() {
        return prices;
    }
    let tax = |policy: &crate::Policy, j, n, i| policy.export_taxes.as_ref().map_or(0.0, |e| e.get(j, n, i));
    for j in 0..prices.sectors() {
        for i in 0..prices.countries() {
            let (mut exports, mut taxed) = (0.0, 0.0);
            for n in (0..prices.countries()).filter(|n| *n != i) {
                let value = base.equilibrium().flows.get(j, n, i);
                exports += value;
                taxed += value * (1.0 + tax(new, j, n, i)) / (1.0 + tax(old, j, n, i));
            }
            if exports > 0.0 {
                *prices.get_mut(j, i) *= taxed / exports;
            }
        }
    }
    prices
}

/// A pair whose diversion is accounted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    importer: usize,
    exporter: usize,
    /// Markets whose suppliers are listed one by one; absent: those that take most.
    detailed: Option<Vec<usize>>,
}

impl Pair {
    pub(crate) fn new(importer: usize, exporter: usize) -> Self {
        Self { importer, exporter, detailed: None }
    }
}

/// What a result is called, and what to say beside it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Labels {
    pub(crate) scenario: String,
    pub(crate) title: String,
    pub(crate) question: Option<String>,
    pub(crate) elasticities: Option<String>,
    pub(crate) notes: Vec<Problem>,
}

impl Outcome {
    /// The accounts of an equilibrium against its base. `pairs` are the diversions asked for, (importer, exporter); none:
    /// the pairs that the policy hits hardest.
    pub(crate) fn of(
        baseline: &Baseline,
        base: &Base,
        after: &Equilibrium,
        labels: Labels,
        pairs: &[Pair],
    ) -> Self {
        let at = Comparison::new(baseline, base, after);
        let changed = at.changed_pairs();
        let mut hardest = changed.clone();
        hardest.sort_by(|a, b| at.change(b.0, b.1).abs().total_cmp(&at.change(a.0, a.1).abs()));
        hardest.truncate(DIVERSIONS);
        let hardest: Vec<Pair> = hardest.into_iter().map(|(n, i)| Pair::new(n, i)).collect();
        let pairs = if pairs.is_empty() { &hardest } else { pairs };
        Self {
            scenario: labels.scenario,
            title: labels.title,
            question: labels.question,
            baseline: baseline.about.name.clone(),
            year: baseline.about.year,
            unit: baseline.about.unit.to_string(),
            elasticities: labels.elasticities,
            deficits: base.deficits(),
            labour: base.labour(),
            certificate: after.certificate,
            countries: countries::countries(&at),
            flows: trade::flows(&at),
            sectors: trade::sectors(&at),
            balances: trade::balances(&at, &at.parties(&changed)),
            burdens: burden::burdens(&at),
            diversions: pairs.iter().map(|pair| diversion::diversion(&at, pair)).collect(),
            notes: labels.notes,
            uncertainty: None,
        }
    }

    /// The pairs whose diversion it shows, with the same markets in detail, so that another outcome can be laid beside it.
    pub(crate) fn pairs(&self, baseline: &Baseline) -> Vec<Pair> {
        let detailed = |diversion: &Diversion| {
            let mut markets: Vec<usize> =
                diversion.suppliers.iter().filter_map(|row| baseline.country(&row.market)).collect();
            markets.dedup();
            markets
        };
        let pair = |diversion: &Diversion| {
            Some(Pair {
                importer: baseline.country(&diversion.importer)?,
                exporter: baseline.country(&diversion.exporter)?,
                detailed: Some(detailed(diversion)),
            })
        };
        self.diversions.iter().filter_map(pair).collect()
    }

    /// The row of a country.
    pub fn country(&self, code: &str) -> Option<&CountryRow> {
        self.countries.iter().find(|row| row.country == code)
    }

    /// The row of a flow.
    pub fn flow(&self, importer: &str, exporter: &str) -> Option<&FlowRow> {
        self.flows.iter().find(|row| row.importer == importer && row.exporter == exporter)
    }
}
