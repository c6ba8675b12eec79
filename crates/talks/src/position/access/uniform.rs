//! A schedule of tariffs as one number.

use super::super::crossing::{Point, crossing};
use super::super::world::{Route, World};
use crate::error::Error;
use thalweg_trade::row;

row! {
    /// The tariffs of some importers on goods from some exporters, as one number.
    ///
    /// The uniform tariff is the one that, put on every good in place of the schedule, lets the same volume in, everything
    /// else in the world settling anew: the overall trade restrictiveness index of Kee, Nicita and Olarreaga (2009), here in
    /// general equilibrium; where the importers are all others, their index of market access. Volume is the value of imports at
    /// the border prices of the base. All tradable sectors count, those without a tariff too.
    TariffRow {
        /// Code of the importing side, or `*` for all countries but the exporter.
        importer: String, Text, "Importer";
        /// Code of the exporting side, or `*` for all countries but the importer.
        exporter: String, Text, "Exporter";
        /// Imports of goods before tariff, in the unit of the baseline.
        imports: f64, Amount, "Imports";
        /// Mean tariff, weighted by imports before tariff, percent; absent without imports.
        mean_tariff_pct: Option<f64>, Rate, "Mean tariff";
        /// The uniform tariff, percent; absent without imports, or where none between -90 and 10,000 percent does it.
        uniform_tariff_pct: Option<f64>, Rate, "Uniform tariff";
    }
}

pub(super) fn tariffs(world: &World<'_>) -> Result<Vec<TariffRow>, Error> {
    let [first, second] = world.sides;
    let mut rows = Vec::new();
    for (side, partner) in [(first, second), (second, first)] {
        let route = world.route(&side.members, &partner.members);
        rows.push(line(world, &route, &side.code, &partner.code)?);
    }
    for side in [first, second] {
        rows.push(line(world, &world.route(&side.members, &world.others(side)), &side.code, "*")?);
    }
    for side in [first, second] {
        rows.push(line(world, &world.route(&world.others(side), &side.members), "*", &side.code)?);
    }
    Ok(rows)
}

fn line(world: &World<'_>, route: &Route, importer: &str, exporter: &str) -> Result<TariffRow, Error> {
    let imports = world.trade(route);
    let mean = mean(world, route, imports);
    let uniform = match mean {
        Some(mean) => uniform(world, route, imports, mean)?,
        None => None,
    };
    Ok(TariffRow {
        importer: importer.to_owned(),
        exporter: exporter.to_owned(),
        imports,
        mean_tariff_pct: mean.map(|rate| 100.0 * rate),
        uniform_tariff_pct: uniform.map(|rate| 100.0 * rate),
    })
}

/// The mean tariff by imports; exactly the rate where all that is traded bears the same.
fn mean(world: &World<'_>, route: &Route, imports: f64) -> Option<f64> {
    if imports <= 0.0 {
        return None;
    }
    let flows = &world.base.equilibrium().flows;
    let (mut sum, mut low, mut high) = (0.0, f64::INFINITY, f64::NEG_INFINITY);
    for (j, n, i) in &route.cells {
        let (flow, rate) = (flows.get(*j, *n, *i), world.base.policy().tariffs.get(*j, *n, *i));
        if flow > 0.0 {
            sum += rate * flow;
            (low, high) = (low.min(rate), high.max(rate));
        }
    }
    Some((sum / imports).clamp(low, high))
}

/// The lowest and the highest tariff that are tried.
const BOUNDS: (f64, f64) = (-0.9, 100.0);
/// First guess of how much log volume falls where the log of one plus the tariff rises by one.
const SLOPE: f64 = 4.0;
/// Log volume to which the uniform tariff is exact: what equilibria themselves are exact to.
const TOLERANCE: f64 = 1e-10;

/// The uniform tariff that lets the same volume in, sought around the mean in logs, where volume is nearly linear.
fn uniform(world: &World<'_>, route: &Route, imports: f64, mean: f64) -> Result<Option<f64>, Error> {
    let gap = |rate: f64| -> Result<f64, Error> {
        let mut policy = world.base.policy().clone();
        route.cells.iter().for_each(|(j, n, i)| *policy.tariffs.get_mut(*j, *n, *i) = rate);
        Ok((world.volume(route, &world.solve(policy)?) / imports).ln())
    };
    let value = gap(mean)?;
    if value.abs() <= TOLERANCE {
        return Ok(Some(mean));
    }
    let mut near = Point { at: mean.ln_1p(), value };
    let mut step = value / SLOPE;
    loop {
        let at = (near.at + 1.5 * step).clamp(BOUNDS.0.ln_1p(), BOUNDS.1.ln_1p());
        if at == near.at {
            return Ok(None);
        }
        let far = Point { at, value: gap(at.exp_m1())? };
        if (far.value > 0.0) != (near.value > 0.0) {
            let at = crossing(|at| gap(at.exp_m1()), (near, far), TOLERANCE)?;
            return Ok(Some(at.exp_m1()));
        }
        near = far;
        step *= 2.0;
    }
}
