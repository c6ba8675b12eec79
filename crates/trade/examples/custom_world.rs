//! A world of one's own, made in code: three countries, two sectors, inputs. Then one of them protects its steel.
//!
//! ```sh
//! cargo run --release -p thalweg-trade --example custom_world
//! ```
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use thalweg_trade::baseline::{About, Baseline, Country, Sector};
use thalweg_trade::scenario::{Change, Deficits, Labour, Measure, Model, Scenario};
use thalweg_trade::{Cube, Error, Grid, InputShares, Options, Settings, Simulator};

const COUNTRIES: [&str; 3] = ["AAA", "BBB", "CCC"];
const STEEL: usize = 0;
const FOOD: usize = 1;

fn main() -> Result<(), Error> {
    let world = world();
    // whatever keeps this from being a baseline would be listed here
    world.problems().iter().for_each(|problem| println!("problem: {problem}"));

    let protection = Scenario::new("AAA protects its steel")
        .with(Measure::tariff("AAA", "*", "steel", Change::Set(0.25)))
        .under(Model { deficits: Deficits::Balanced, labour: Labour::Mobile, ..Model::default() });
    let simulator = Simulator::new(&world, Settings::default());
    let outcome = simulator.simulate("protection", &protection, &Options::default())?;

    println!("{} ({})", outcome.title, outcome.unit);
    for row in &outcome.countries {
        println!(
            "{}: real income {:+.3} %, real wage {:+.3} %",
            row.country, row.real_income_pct, row.real_wage_pct
        );
    }
    for row in outcome.sectors.iter().filter(|row| row.sector == "steel") {
        println!("{}: steel made {:+.1} %", row.country, row.output_quantity_pct.unwrap_or(0.0));
    }
    println!("largest relative residual {:.1e}", outcome.certificate.max_residual);
    Ok(())
}

fn world() -> Baseline {
    let (sectors, countries) = (2, COUNTRIES.len());
    let mut flows = Cube::filled(sectors, countries, 5.0);
    for n in 0..countries {
        *flows.get_mut(STEEL, n, n) = 60.0;
        *flows.get_mut(FOOD, n, n) = 100.0;
    }
    *flows.get_mut(STEEL, 0, 2) = 20.0; // AAA buys much of its steel from CCC
    *flows.get_mut(FOOD, 2, 0) = 20.0; // which it pays for with food

    let mut value_added_shares = Grid::filled(sectors, countries, 0.5);
    let mut inputs = InputShares::none(sectors, countries);
    for i in 0..countries {
        *value_added_shares.get_mut(FOOD, i) = 0.7;
        // of a sector's inputs: (input, sector, country); for each sector they sum to one
        *inputs.get_mut(STEEL, STEEL, i) = 0.8;
        *inputs.get_mut(FOOD, STEEL, i) = 0.2;
        *inputs.get_mut(STEEL, FOOD, i) = 0.4;
        *inputs.get_mut(FOOD, FOOD, i) = 0.6;
    }
    Baseline {
        about: About {
            name: "three-countries".into(),
            year: 2020,
            unit: thalweg_core::Unit { power: 9, currency: "USD".into() },
            source: "made up".into(),
            licence: None,
            note: None,
        },
        countries: COUNTRIES.map(country).to_vec(),
        sectors: vec![sector("steel", 5.0), sector("food", 3.0)],
        flows,
        tariffs: Cube::filled(sectors, countries, 0.0),
        export_taxes: None,
        value_added_shares,
        subsidies: Grid::filled(sectors, countries, 0.0),
        inputs,
        final_shares: None,
    }
}

fn country(code: &str) -> Country {
    Country { code: code.into(), name: code.into(), group: None, gdp: None, population: None }
}

fn sector(code: &str, elasticity: f64) -> Sector {
    Sector {
        code: code.into(),
        name: code.into(),
        elasticity,
        substitution: None,
        scale: 0.0,
        tradable: true,
        group: None,
        elasticity_sets: Vec::new(),
        elasticity_se: None,
    }
}
