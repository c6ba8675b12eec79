//! Worlds and changes of the plain solver as baselines and policies of the engine.
#![allow(dead_code, reason = "every test file takes a part")]

use crate::plain::{Bilateral, BySector, Change, Deficits, Labour, World};
use thalweg_trade::baseline::{About, Country, Sector};
use thalweg_trade::scenario::{Change as Rate, Measure, Scenario};
use thalweg_trade::{
    Base, Baseline, Cube, Error, Grid, InputShares, Model, Options, Outcome, Policy, Settings, Simulator,
};

/// The code of a country by its place: `A`, `B` and so on.
pub(crate) fn country_code(place: usize) -> String {
    char::from(b'A' + place as u8).to_string()
}

/// The code of a sector by its place: `s1`, `s2` and so on.
pub(crate) fn sector_code(place: usize) -> String {
    format!("s{}", place + 1)
}

pub(crate) fn cube(values: &Bilateral) -> Cube {
    let (j, n) = (values.len(), values[0].len());
    let mut cube = Cube::filled(j, n, 0.0);
    cube.values_mut().copy_from_slice(&values.concat().concat());
    cube
}

pub(crate) fn grid(values: &BySector) -> Grid {
    let mut grid = Grid::filled(values.len(), values[0].len(), 0.0);
    grid.values_mut().copy_from_slice(&values.concat());
    grid
}

/// A world of the plain solver as a baseline.
pub(crate) fn baseline(world: &World) -> Baseline {
    let mut inputs = InputShares::none(world.j, world.n);
    for j in 0..world.j {
        for i in 0..world.n {
            let total: f64 = (0..world.j).map(|k| world.gamma[k][j][i]).sum();
            for k in 0..world.j {
                *inputs.get_mut(k, j, i) = if total > 0.0 { world.gamma[k][j][i] / total } else { 0.0 };
            }
        }
    }
    Baseline {
        about: About {
            name: "random".to_owned(),
            year: 2000,
            unit: "million USD".parse().unwrap(),
            source: "made up".to_owned(),
            licence: None,
            note: None,
        },
        countries: (0..world.n).map(|i| country(&country_code(i))).collect(),
        sectors: (0..world.j).map(|j| sector(j, world.theta[j], world.psi[j])).collect(),
        flows: cube(&world.flows),
        tariffs: cube(&world.tariff),
        export_taxes: Some(cube(&world.export_tax)),
        value_added_shares: grid(&world.beta),
        subsidies: grid(&world.subsidy),
        inputs,
        final_shares: None,
    }
}

pub(crate) fn country(code: &str) -> Country {
    Country { code: code.to_owned(), name: code.to_owned(), group: None, gdp: None, population: None }
}

pub(crate) fn sector(j: usize, elasticity: f64, scale: f64) -> Sector {
    Sector {
        code: sector_code(j),
        name: format!("Sector {}", j + 1),
        elasticity,
        substitution: None,
        scale,
        tradable: true,
        group: None,
        elasticity_sets: Vec::new(),
        elasticity_se: None,
    }
}

pub(crate) fn policy(change: &Change) -> Policy {
    Policy {
        tariffs: cube(&change.tariff),
        export_taxes: Some(cube(&change.export_tax)),
        subsidies: grid(&change.subsidy),
        trade_costs: Some(cube(&change.trade_cost)),
        productivity: Some(grid(&change.productivity)),
    }
}

pub(crate) fn model(change: &Change) -> Model {
    Model {
        deficits: match change.deficits {
            Deficits::Fixed => thalweg_trade::Deficits::Fixed,
            Deficits::Balanced => thalweg_trade::Deficits::Balanced,
        },
        labour: match change.labour {
            Labour::Mobile => thalweg_trade::Labour::Mobile,
            Labour::Fixed => thalweg_trade::Labour::Fixed,
        },
        competition: thalweg_trade::Competition::Perfect,
        elasticities: None,
        ..Model::default()
    }
}

/// A change as a scenario: one measure for every rate that differs from the world's.
pub(crate) fn scenario(world: &World, change: &Change) -> Scenario {
    let mut scenario = Scenario::new("random").under(model(change));
    for j in 0..world.j {
        for n in 0..world.n {
            let (at, good) = (country_code(n), sector_code(j));
            if change.subsidy[j][n] != world.subsidy[j][n] {
                let rate = Rate::Set(change.subsidy[j][n]);
                scenario = scenario.with(Measure::subsidy(at.as_str(), good.as_str(), rate));
            }
            if change.productivity[j][n] != 1.0 {
                let rate = Rate::Set(change.productivity[j][n] - 1.0);
                scenario = scenario.with(Measure::productivity(at.as_str(), good.as_str(), rate));
            }
            for i in 0..world.n {
                scenario.measures.extend(on_trade(world, change, j, n, i));
            }
        }
    }
    scenario
}

fn on_trade(world: &World, change: &Change, j: usize, n: usize, i: usize) -> Vec<Measure> {
    let codes = (country_code(n), country_code(i), sector_code(j));
    let (importer, exporter, good) = (codes.0.as_str(), codes.1.as_str(), codes.2.as_str());
    let mut measures = Vec::new();
    if change.tariff[j][n][i] != world.tariff[j][n][i] {
        let rate = Rate::Set(change.tariff[j][n][i]);
        measures.push(Measure::tariff(importer, exporter, good, rate));
    }
    if change.export_tax[j][n][i] != world.export_tax[j][n][i] {
        let rate = Rate::Set(change.export_tax[j][n][i]);
        measures.push(Measure::export_tax(exporter, importer, good, rate));
    }
    match change.trade_cost[j][n][i] {
        1.0 => {}
        f64::INFINITY => measures.push(Measure::embargo(importer, exporter, good)),
        cost => measures.push(Measure::trade_cost(importer, exporter, good, Rate::Set(cost - 1.0))),
    }
    measures
}

/// The outcome of a scenario, nothing else asked for.
pub(crate) fn simulate(baseline: &Baseline, scenario: &Scenario) -> Result<Outcome, Error> {
    Simulator::new(baseline, Settings::default()).simulate("test", scenario, &Options::default())
}

/// The base of a baseline under its own elasticities.
pub(crate) fn base(baseline: &Baseline, model: &Model) -> Result<Base, Error> {
    let elasticities: Vec<f64> = baseline.sectors.iter().map(|s| s.elasticity).collect();
    Base::new(baseline, &elasticities, model, Settings::default())
}

/// Every number of an outcome that is a change in percent or a difference, with its name.
pub(crate) fn changes(outcome: &Outcome) -> Vec<(String, f64)> {
    let mut changes = Vec::new();
    for table in outcome.tables() {
        for (place, column) in table.columns.iter().enumerate() {
            let name = format!("{}.{}", table.name, column.name);
            let is_change =
                column.measure == thalweg_core::Measure::Percent || column.name.contains("change");
            if is_change || column.name == "real_income_amount" {
                for row in &table.rows {
                    if let thalweg_core::Cell::Number(value) = row[place] {
                        changes.push((name.clone(), value));
                    }
                }
            }
        }
    }
    changes
}

/// Asserts that an outcome satisfies the equations and that each of its numbers, shown or not, is one.
#[track_caller]
pub(crate) fn assert_sound(outcome: &Outcome) {
    let certificate = &outcome.certificate;
    assert!(certificate.converged && certificate.max_residual <= Settings::default().tolerance);
    // JSON and tables write a number that is none as nothing; only the debug form tells
    let text = format!("{outcome:?}");
    for none in ["NaN", ": inf", "(inf", "-inf"] {
        let context = |at: usize| &text[at.saturating_sub(200)..(at + 40).min(text.len())];
        assert!(!text.contains(none), "{none}: {}", text.find(none).map_or("", context));
    }
    for row in &outcome.countries {
        assert!(row.real_income_pct >= -100.0, "{row:?}");
    }
}
