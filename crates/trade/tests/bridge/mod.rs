//! Worlds and changes of the plain solver, as the engine takes them. A test file that uses it has `mod plain;` too.

#![allow(dead_code, reason = "every test file takes a part")]
#![allow(clippy::unwrap_used, reason = "a test has nobody to hand an error to")]

use crate::plain;
use plain::World;
use thalweg_trade::baseline::{About, Baseline, Country, Sector};
use thalweg_trade::scenario::{Change, Measure, Scenario};
use thalweg_trade::{
    Base, Cube, Deficits, Equilibrium, Error, Grid, InputShares, Labour, Model, Options, Outcome, Settings,
    Simulator,
};

/// The code of a country.
pub(crate) fn country(n: usize) -> String {
    format!("C{n}")
}

/// The code of a sector.
pub(crate) fn sector(j: usize) -> String {
    format!("s{j}")
}

fn grid(sectors: usize, countries: usize, cell: impl Fn(usize, usize) -> f64) -> Grid {
    let mut grid = Grid::filled(sectors, countries, 0.0);
    for j in 0..sectors {
        grid.row_mut(j).iter_mut().enumerate().for_each(|(n, value)| *value = cell(j, n));
    }
    grid
}

fn cube(values: &plain::Bilateral) -> Cube {
    let mut cube = Cube::filled(values.len(), values[0].len(), 0.0);
    for (value, given) in cube.values_mut().iter_mut().zip(values.iter().flatten().flatten()) {
        *value = *given;
    }
    cube
}

/// A world as a baseline.
pub(crate) fn baseline(world: &World) -> Baseline {
    let mut inputs = InputShares::none(world.j, world.n);
    for k in 0..world.j {
        for j in 0..world.j {
            for i in 0..world.n {
                let of_inputs: f64 = (0..world.j).map(|k| world.gamma[k][j][i]).sum();
                if of_inputs > 0.0 {
                    *inputs.get_mut(k, j, i) = world.gamma[k][j][i] / of_inputs;
                }
            }
        }
    }
    let taxed = world.export_tax.iter().flatten().flatten().any(|rate| *rate != 0.0);
    Baseline {
        about: About {
            name: "random".to_owned(),
            year: 2020,
            unit: "million USD".parse().unwrap(),
            source: "made up".to_owned(),
            licence: None,
            note: None,
        },
        countries: (0..world.n).map(|n| plain_country(country(n))).collect(),
        sectors: (0..world.j).map(|j| plain_sector(sector(j), world.theta[j], world.psi[j])).collect(),
        flows: cube(&world.flows),
        tariffs: cube(&world.tariff),
        export_taxes: taxed.then(|| cube(&world.export_tax)),
        value_added_shares: grid(world.j, world.n, |j, n| world.beta[j][n]),
        subsidies: grid(world.j, world.n, |j, n| world.subsidy[j][n]),
        inputs,
        final_shares: None,
    }
}

fn plain_country(code: String) -> Country {
    Country { name: code.clone(), code, group: None, gdp: None, population: None }
}

fn plain_sector(code: String, elasticity: f64, scale: f64) -> Sector {
    Sector {
        name: code.clone(),
        code,
        elasticity,
        substitution: None,
        scale,
        tradable: true,
        group: None,
        elasticity_sets: Vec::new(),
        elasticity_se: None,
    }
}

/// The rules of a change.
pub(crate) fn model(change: &plain::Change) -> Model {
    Model {
        deficits: match change.deficits {
            plain::Deficits::Fixed => Deficits::Fixed,
            plain::Deficits::Balanced => Deficits::Balanced,
        },
        labour: match change.labour {
            plain::Labour::Mobile => Labour::Mobile,
            plain::Labour::Fixed => Labour::Fixed,
        },
        elasticities: None,
    }
}

/// A change as a scenario: one measure for every rate that differs from the world's.
pub(crate) fn scenario(world: &World, change: &plain::Change) -> Scenario {
    let mut scenario = Scenario::new("random").under(model(change));
    for j in 0..world.j {
        for n in 0..world.n {
            let (at, good) = (country(n), sector(j));
            if change.subsidy[j][n] != world.subsidy[j][n] {
                let rate = Change::Set(change.subsidy[j][n]);
                scenario = scenario.with(Measure::subsidy(at.as_str(), good.as_str(), rate));
            }
            if change.productivity[j][n] != 1.0 {
                let rate = Change::Set(change.productivity[j][n] - 1.0);
                scenario = scenario.with(Measure::productivity(at.as_str(), good.as_str(), rate));
            }
            for i in 0..world.n {
                scenario.measures.extend(on_trade(world, change, j, n, i));
            }
        }
    }
    scenario
}

fn on_trade(world: &World, change: &plain::Change, j: usize, n: usize, i: usize) -> Vec<Measure> {
    let codes = (country(n), country(i), sector(j));
    let (importer, exporter, good) = (codes.0.as_str(), codes.1.as_str(), codes.2.as_str());
    let mut measures = Vec::new();
    if change.tariff[j][n][i] != world.tariff[j][n][i] {
        let rate = Change::Set(change.tariff[j][n][i]);
        measures.push(Measure::tariff(importer, exporter, good, rate));
    }
    if change.export_tax[j][n][i] != world.export_tax[j][n][i] {
        let rate = Change::Set(change.export_tax[j][n][i]);
        measures.push(Measure::export_tax(exporter, importer, good, rate));
    }
    match change.trade_cost[j][n][i] {
        1.0 => {}
        f64::INFINITY => measures.push(Measure::embargo(importer, exporter, good)),
        cost => measures.push(Measure::trade_cost(importer, exporter, good, Change::Set(cost - 1.0))),
    }
    measures
}

/// The engine's equilibrium of a change.
pub(crate) fn solve(world: &World, change: &plain::Change) -> Result<Equilibrium, Error> {
    let baseline = baseline(world);
    let resolved = scenario(world, change).resolve(&baseline)?;
    Base::new(&baseline, &resolved.elasticities, &resolved.model, Settings::default())?.solve(resolved.policy)
}

/// The engine's outcome of a change.
pub(crate) fn outcome(world: &World, change: &plain::Change) -> Result<Outcome, Error> {
    simulate(&baseline(world), &scenario(world, change))
}

/// The outcome of a scenario, nothing else asked for.
pub(crate) fn simulate(baseline: &Baseline, scenario: &Scenario) -> Result<Outcome, Error> {
    Simulator::new(baseline, Settings::default()).simulate("test", scenario, &Options::default())
}
