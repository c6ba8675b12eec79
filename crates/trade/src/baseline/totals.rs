//! The national accounts that a baseline implies.

use super::Baseline;
use super::sum::{ExactSum, exact_sum};
use crate::cube::Grid;

/// Sums over a baseline, each rounded once, in its unit.
#[derive(Debug, Clone)]
pub(super) struct Totals {
    /// `output[j, i]`: the cost value of output, sum over n of value / (1 + e), over 1 - s.
    pub(super) output: Grid,
    /// `spending[j, n]`: spending of country n on sector j, sum over i of value (1 + t).
    pub(super) spending: Grid,
    /// `intermediate[k, n]`: spending of the sectors of country n on input k.
    pub(super) intermediate: Grid,
    /// Imports by country, before tariff.
    pub(super) imports: Vec<f64>,
    /// Exports by country, before tariff, export tax included.
    pub(super) exports: Vec<f64>,
    /// Value added by country.
    pub(super) value_added: Vec<f64>,
    /// Tariff revenue by country.
    pub(super) tariff_revenue: Vec<f64>,
    /// Export-tax revenue by country.
    pub(super) export_tax_revenue: Vec<f64>,
    /// What subsidies cost, by country.
    pub(super) subsidy_bill: Vec<f64>,
}

impl Totals {
    /// The sums over a baseline.
    pub(super) fn of(baseline: &Baseline) -> Self {
        let sales = grid(baseline, |j, i| exact_sum(each(baseline).map(|n| net_value(baseline, j, n, i))));
        let output = grid(baseline, |j, i| sales.get(j, i) / (1.0 - baseline.subsidies.get(j, i)));
        let spending = grid(baseline, |j, n| exact_sum(each(baseline).map(|i| paid(baseline, j, n, i))));
        let intermediate = grid(baseline, |k, n| {
            exact_sum(
                (0..baseline.sectors.len())
                    .map(|j| intermediate_cost(baseline, &output, j, n) * baseline.inputs.get(k, j, n)),
            )
        });
        let by_country = |f: &dyn Fn(usize, usize) -> f64| -> Vec<f64> {
            each(baseline).map(|n| exact_sum((0..baseline.sectors.len()).map(|j| f(j, n)))).collect()
        };
        let value_added = by_country(&|j, n| baseline.value_added_shares.get(j, n) * output.get(j, n));
        let subsidy_bill = by_country(&|j, n| output.get(j, n) - sales.get(j, n));
        Self {
            imports: foreign(baseline, |j, n, i| (n, baseline.flows.get(j, n, i))),
            exports: foreign(baseline, |j, n, i| (i, baseline.flows.get(j, n, i))),
            tariff_revenue: pairs(baseline, |j, n, i| {
                (n, baseline.flows.get(j, n, i) * baseline.tariffs.get(j, n, i))
            }),
            export_tax_revenue: pairs(baseline, |j, n, i| {
                (i, baseline.flows.get(j, n, i) - net_value(baseline, j, n, i))
            }),
            output,
            spending,
            intermediate,
            value_added,
            subsidy_bill,
        }
    }

    /// What remains of spending for final use: `[j, n]`; below zero where inputs cost more than was bought.
    pub(super) fn final_spending(&self) -> Grid {
        let mut rest = self.spending.clone();
        rest.values_mut().iter_mut().zip(self.intermediate.values()).for_each(|(x, inputs)| *x -= inputs);
        rest
    }

    /// Imports less exports of a country.
    pub(super) fn deficit(&self, country: usize) -> f64 {
        self.imports[country] - self.exports[country]
    }

    /// What a country has to spend: value added, net revenue and its deficit.
    pub(super) fn income(&self, country: usize) -> f64 {
        exact_sum([
            self.value_added[country],
            self.tariff_revenue[country],
            self.export_tax_revenue[country],
            -self.subsidy_bill[country],
            self.imports[country],
            -self.exports[country],
        ])
    }
}

/// What the inputs of a sector cost.
pub(super) fn intermediate_cost(baseline: &Baseline, output: &Grid, sector: usize, country: usize) -> f64 {
    (1.0 - baseline.value_added_shares.get(sector, country)) * output.get(sector, country)
}

/// What the exporter gets of a flow after export tax.
pub(super) fn net_value(baseline: &Baseline, sector: usize, importer: usize, exporter: usize) -> f64 {
    let value = baseline.flows.get(sector, importer, exporter);
    match &baseline.export_taxes {
        Some(taxes) => value / (1.0 + taxes.get(sector, importer, exporter)),
        None => value,
    }
}

/// What the buyer pays for a flow, tariff included.
fn paid(baseline: &Baseline, sector: usize, importer: usize, exporter: usize) -> f64 {
    baseline.flows.get(sector, importer, exporter) * (1.0 + baseline.tariffs.get(sector, importer, exporter))
}

fn each(baseline: &Baseline) -> std::ops::Range<usize> {
    0..baseline.countries.len()
}

fn grid(baseline: &Baseline, value: impl Fn(usize, usize) -> f64) -> Grid {
    let mut grid = Grid::filled(baseline.sectors.len(), baseline.countries.len(), 0.0);
    for sector in 0..baseline.sectors.len() {
        for country in each(baseline) {
            *grid.get_mut(sector, country) = value(sector, country);
        }
    }
    grid
}

/// Sums over all sectors and pairs of countries, each into the country that `part` names.
fn pairs(baseline: &Baseline, part: impl Fn(usize, usize, usize) -> (usize, f64)) -> Vec<f64> {
    let mut sums = vec![ExactSum::default(); baseline.countries.len()];
    for sector in 0..baseline.sectors.len() {
        for importer in each(baseline) {
            for exporter in each(baseline) {
                let (country, value) = part(sector, importer, exporter);
                sums[country].add(value);
            }
        }
    }
    sums.iter().map(ExactSum::value).collect()
}

/// As [`pairs`], without domestic sales.
fn foreign(baseline: &Baseline, part: impl Fn(usize, usize, usize) -> (usize, f64)) -> Vec<f64> {
    pairs(baseline, |j, n, i| {
        let (country, value) = part(j, n, i);
        (country, if n == i { 0.0 } else { value })
    })
}
