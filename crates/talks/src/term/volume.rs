//! Quantities, measured in the money of the base.

use thalweg_trade::{Base, Equilibrium};

/// What importer n buys of sector j from exporter i, at the exporter's border price of the base: a flow over the hats of
/// unit cost, subsidy and export tax.
pub(super) fn flow(base: &Base, at: &Equilibrium, j: usize, n: usize, i: usize) -> f64 {
    let value = at.flows.get(j, n, i);
    if value == 0.0 {
        return 0.0;
    }
    value / (unit_cost(base, at, j, i) * border(base, at, j, n, i))
}

/// Output of sector j in country i at the producer prices of the base.
pub(super) fn output(base: &Base, at: &Equilibrium, j: usize, i: usize) -> f64 {
    at.output.get(j, i) / unit_cost(base, at, j, i)
}

/// What lies between unit cost and border price, as a hat: `(1 - s)(1 + e)`.
fn border(base: &Base, at: &Equilibrium, j: usize, n: usize, i: usize) -> f64 {
    let (old, new) = (base.policy(), &at.policy);
    let tax = |cube: &Option<thalweg_trade::Cube>| cube.as_ref().map_or(0.0, |e| e.get(j, n, i));
    (1.0 - new.subsidies.get(j, i)) / (1.0 - old.subsidies.get(j, i)) * (1.0 + tax(&new.export_taxes))
        / (1.0 + tax(&old.export_taxes))
}

/// Hat of the unit cost, read off the trade share of its best customer:
/// `share'/share = (c kappa / P)^-theta`, so `c = P (share'/share)^(-1/theta) / kappa`. One where nothing is sold.
fn unit_cost(base: &Base, at: &Equilibrium, j: usize, i: usize) -> f64 {
    let before = base.equilibrium();
    let sold = |n: usize| before.flows.get(j, n, i) > 0.0 && at.flows.get(j, n, i) > 0.0;
    let buyers = (0..before.flows.countries()).filter(|n| sold(*n));
    let best = buyers.max_by(|a, b| before.flows.get(j, *a, i).total_cmp(&before.flows.get(j, *b, i)));
    let Some(n) = best else { return 1.0 };
    let tariff = (1.0 + at.policy.tariffs.get(j, n, i)) / (1.0 + before.policy.tariffs.get(j, n, i));
    let iceberg = at.policy.trade_costs.as_ref().map_or(1.0, |d| d.get(j, n, i));
    let spending = at.spending.get(j, n) / before.spending.get(j, n);
    let share = at.flows.get(j, n, i) / before.flows.get(j, n, i) * tariff / spending;
    let price = at.prices.get(j, n) * share.powf(-1.0 / base.elasticity(j));
    price / (tariff * iceberg * border(base, at, j, n, i))
}
