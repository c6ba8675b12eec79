//! Worlds at the edge: solved, or refused with a clear word; never a number that is none.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod plain;
mod worlds;

use plain::{Options as Kinds, random_world};
use thalweg_trade::{
    Baseline, Cube, Deficits, Error, Grid, InputShares, Model, Options, Outcome, Policy, Scenario, Settings,
    Simulator,
};
use worlds::{base, baseline};

fn simulate(data: &Baseline, text: &str) -> Result<Outcome, Error> {
    let scenario = Scenario::parse("test.toml", &format!("name = 'test'\n{text}"))?;
    Simulator::new(data, Settings::default()).simulate("test", &scenario, &Options::default())
}

/// Every number of an outcome is a number, and it satisfies the equations.
#[track_caller]
fn assert_sound(outcome: &Outcome) {
    assert!(outcome.certificate.converged);
    for table in outcome.tables() {
        for row in &table.rows {
            for cell in row {
                if let thalweg_core::Cell::Number(value) = cell {
                    assert!(value.is_finite(), "{}: {row:?}", table.name);
                }
            }
        }
    }
    for row in &outcome.countries {
        assert!(row.real_income_pct.is_finite() && row.real_income_pct > -100.0, "{row:?}");
    }
}

#[track_caller]
fn assert_refused(result: Result<Outcome, Error>, word: &str) {
    let message = result.expect_err("it should be refused").to_string();
    assert!(message.contains(word), "{message}");
}

/// A plain world: one good per sector made everywhere, no inputs, no taxes.
fn world(countries: usize, sectors: usize) -> Baseline {
    baseline(&random_world(17, countries, sectors, Kinds::from_bits(0b001)))
}

fn tariff(rate: f64) -> String {
    format!("[[tariff]]\nimporter = 'A'\nexporter = 'B'\nsectors = '*'\nset = {rate}\n")
}

/// Nobody sells or makes a sector in a country.
fn without(data: &mut Baseline, sector: usize, country: usize) {
    for other in 0..data.countries.len() {
        *data.flows.get_mut(sector, country, other) = 0.0;
        *data.flows.get_mut(sector, other, country) = 0.0;
    }
}

#[test]
fn a_sector_that_a_country_neither_buys_nor_makes() {
    let mut data = world(3, 2);
    without(&mut data, 1, 0);
    assert_sound(&simulate(&data, &tariff(0.3)).unwrap());
}

#[test]
fn a_country_without_exports() {
    let mut data = world(3, 2);
    for sector in 0..2 {
        for other in 1..3 {
            *data.flows.get_mut(sector, other, 0) = 0.0;
        }
    }
    assert_sound(&simulate(&data, &tariff(0.3)).unwrap());
}

#[test]
fn no_domestic_sales_at_all() {
    let mut data = world(3, 2);
    for sector in 0..2 {
        for country in 0..3 {
            *data.flows.get_mut(sector, country, country) = 0.0;
        }
    }
    assert_sound(&simulate(&data, &tariff(0.3)).unwrap());
}

#[test]
fn one_country_and_one_sector() {
    let mut data = world(2, 1);
    data.countries.truncate(1);
    data.flows = Cube::filled(1, 1, 100.0);
    data.tariffs = Cube::filled(1, 1, 0.0);
    data.export_taxes = None;
    data.value_added_shares = Grid::filled(1, 1, 1.0);
    data.subsidies = Grid::filled(1, 1, 0.0);
    data.inputs = InputShares::none(1, 1);
    let outcome = simulate(&data, "[[productivity]]\ncountry = 'A'\nsectors = '*'\nset = 0.1\n").unwrap();
    assert_sound(&outcome);
    assert!((outcome.countries[0].real_income_pct - 10.0).abs() < 1e-9);
}

#[test]
fn tariffs_and_costs_out_of_all_proportion() {
    let data = world(4, 3);
    assert_sound(&simulate(&data, &tariff(10.0)).unwrap());
    assert_sound(&simulate(&data, &tariff(1e6)).unwrap());
    let costs = "[[trade_cost]]\nimporter = '*'\nexporter = '*'\nsectors = '*'\nset = 1000\n";
    let outcome = simulate(&data, &format!("[model]\ndeficits = 'balanced'\n{costs}")).unwrap();
    assert_sound(&outcome);
    assert!(outcome.flows.iter().all(|row| row.after < 1e-2 * row.before));
}

#[test]
fn elasticities_far_from_the_usual() {
    for elasticity in [0.3, 30.0, 100.0] {
        let mut data = world(4, 3);
        data.sectors.iter_mut().for_each(|sector| sector.elasticity = elasticity);
        let outcome = simulate(&data, &tariff(0.25)).unwrap();
        assert_sound(&outcome);
    }
}

#[test]
fn scale_economies_near_and_above_one_say_that_there_may_be_others() {
    for product in [0.96, 1.0, 1.3] {
        let mut data = world(3, 2);
        data.sectors.iter_mut().for_each(|sector| sector.scale = product / sector.elasticity);
        match simulate(&data, &tariff(0.1)) {
            Ok(outcome) => {
                assert_sound(&outcome);
                let said = outcome.certificate.several_equilibria_possible.unwrap();
                assert!((said - product).abs() < 1e-12);
            }
            Err(error) => {
                assert!(error.is_unsolved());
                assert!(error.to_string().contains("scale"), "{error}");
            }
        }
    }
}

#[test]
fn an_embargo_that_leaves_nobody_to_buy_from() {
    let mut data = world(3, 2);
    *data.flows.get_mut(0, 0, 0) = 0.0;
    let text = "[[embargo]]\nimporter = 'A'\nexporter = ['B', 'C']\nsectors = 's1'\n";
    assert_refused(simulate(&data, text), "A");
}

#[test]
fn no_trade_at_all() {
    let data = world(3, 2);
    let everything = "[[embargo]]\nimporter = '*'\nexporter = '*'\nsectors = '*'\n";
    // trade was balanced to begin with: every country lives on its own
    let outcome = simulate(&data, everything).unwrap();
    assert_sound(&outcome);
    assert!(outcome.flows.iter().all(|row| row.after == 0.0));
    // with deficits there is nothing to pay them with
    let unbalanced = baseline(&random_world(17, 3, 2, Kinds::from_bits(0)));
    assert_refused(simulate(&unbalanced, everything), "no equilibrium");
    assert_sound(&simulate(&unbalanced, &format!("[model]\ndeficits = 'balanced'\n{everything}")).unwrap());
}

#[test]
fn two_parts_of_the_world_that_do_not_trade() {
    let mut data = world(4, 2);
    for sector in 0..2 {
        for (n, i) in [(0, 2), (0, 3), (1, 2), (1, 3)] {
            *data.flows.get_mut(sector, n, i) = 0.0;
            *data.flows.get_mut(sector, i, n) = 0.0;
        }
    }
    let outcome = simulate(&data, &format!("[model]\ndeficits = 'balanced'\n{}", tariff(0.3))).unwrap();
    assert_sound(&outcome);
    for row in &outcome.countries[2..] {
        assert!(row.real_income_pct.abs() < 1e-8, "{row:?}");
    }
}

#[test]
fn inputs_that_nobody_sells_are_refused() {
    // A uses s2 in s1 but buys none: data that contradict themselves
    let mut data = world(2, 2);
    without(&mut data, 1, 0);
    data.value_added_shares.row_mut(0).fill(0.5);
    *data.inputs.get_mut(1, 0, 0) = 1.0;
    *data.inputs.get_mut(0, 0, 1) = 1.0;
    let result = base(&data, &Model { deficits: Deficits::Fixed, ..Model::default() });
    let error = result.map(|base| base.solve(Policy::of(&data)).map(|e| e.certificate)).expect_err("refused");
    let message = error.to_string();
    assert!(message.contains('A') && message.contains("s2"), "{message}");
}
