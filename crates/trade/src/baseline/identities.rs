//! Accounting identities: what must be equal in any baseline.

use super::Baseline;
use super::finding::{Finding, Severity};
use super::sum::exact_sum;
use super::totals::Totals;
use serde::Serialize;

/// How far an accounting identity may be from holding, relative to what it adds up.
const TOLERANCE: f64 = 1e-9;

/// An accounting identity and how well it holds.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Identity {
    /// What should be equal.
    pub name: String,
    /// The largest difference, relative to what is added up.
    pub residual: f64,
    /// The country or cell where it is largest, if it is not the world.
    pub at: Option<String>,
    /// Whether it holds to a relative 1e-9.
    pub holds: bool,
}

/// The accounting identities of a baseline.
pub(super) fn identities(baseline: &Baseline, totals: &Totals) -> Vec<Identity> {
    let n = baseline.countries.len();
    let trade = exact_sum(totals.imports.iter().copied());
    let deficits = exact_sum(totals.imports.iter().copied().chain(totals.exports.iter().map(|x| -x)));
    let world = relative(deficits, trade);
    let mut found = vec![Identity::new("deficits of the world sum to zero", world, None)];
    let code = |country: usize| baseline.countries[country].code.clone();
    let value_added =
        (0..n).map(|i| (relative(value_added_gap(baseline, totals, i), output(totals, i)), code(i)));
    found.push(Identity::largest("value added is output less inputs", value_added));
    let income = (0..n).map(|i| (relative(spending_gap(totals, i), totals.income(i)), code(i)));
    found.push(Identity::largest("final spending is value added, revenue and deficit", income));
    found.push(Identity::largest("input shares sum to one", input_sums(baseline)));
    if let Some(shares) = &baseline.final_shares {
        let sums =
            (0..n).map(|i| (exact_sum((0..shares.sectors()).map(|j| shares.get(j, i))) - 1.0, code(i)));
        found.push(Identity::largest("final shares sum to one", sums));
    }
    found
}

impl Identity {
    fn new(name: &str, residual: f64, at: Option<String>) -> Self {
        Self { name: name.to_owned(), residual: residual.abs(), at, holds: residual.abs() <= TOLERANCE }
    }

    /// The largest of several residuals.
    fn largest(name: &str, residuals: impl Iterator<Item = (f64, String)>) -> Self {
        let worst = residuals.max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
        worst.map_or_else(|| Self::new(name, 0.0, None), |(residual, at)| Self::new(name, residual, Some(at)))
    }
}

fn relative(difference: f64, of: f64) -> f64 {
    if of == 0.0 { difference } else { difference / of.abs() }
}

/// Output of all sectors of a country.
pub(super) fn output(totals: &Totals, country: usize) -> f64 {
    exact_sum((0..totals.output.sectors()).map(|j| totals.output.get(j, country)))
}

/// Output less what was spent on inputs less value added.
fn value_added_gap(baseline: &Baseline, totals: &Totals, country: usize) -> f64 {
    let sectors = 0..baseline.sectors.len();
    let inputs = sectors.map(|k| -totals.intermediate.get(k, country));
    exact_sum(inputs.chain([output(totals, country), -totals.value_added[country]]))
}

/// Spending less inputs less income.
fn spending_gap(totals: &Totals, country: usize) -> f64 {
    let rest = totals.final_spending();
    exact_sum((0..rest.sectors()).map(|j| rest.get(j, country)).chain([-totals.income(country)]))
}

/// By how much the input shares of every cell that has inputs miss one.
fn input_sums(baseline: &Baseline) -> impl Iterator<Item = (f64, String)> + '_ {
    let sectors = 0..baseline.sectors.len();
    let cells = sectors.clone().flat_map(|j| (0..baseline.countries.len()).map(move |i| (j, i)));
    cells.filter_map(move |(j, i)| {
        let sum = exact_sum(sectors.clone().map(|k| baseline.inputs.get(k, j, i)));
        let name = || format!("{} {}", baseline.countries[i].code, baseline.sectors[j].code);
        (sum != 0.0).then(|| (sum - 1.0, name()))
    })
}

/// The identities that do not hold, as findings.
pub(super) fn broken(identities: &[Identity]) -> Vec<Finding> {
    let broken = identities.iter().filter(|identity| !identity.holds);
    broken
        .map(|identity| {
            let at = identity.at.as_deref().unwrap_or("world");
            let message = format!("{}: missed by {:.1e} of it ({at})", identity.name, identity.residual);
            Finding::new(Severity::Error, "identity", message)
        })
        .collect()
}
