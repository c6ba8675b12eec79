//! Worlds at the edge: solved, or refused with a clear word; never a number that is none.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod plain;
mod worlds;

use plain::{Options as Kinds, random_world};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use thalweg_trade::scenario::{Change, Measure};
use thalweg_trade::{
    Baseline, ByCountry, Competition, Cube, Deficits, Error, Grid, InputShares, Labour, Model, Options,
    Outcome, Policy, Revenue, Scenario, Settings, Simulator,
};
use worlds::{assert_sound, base, baseline, country_code, sector_code};

fn simulate(data: &Baseline, text: &str) -> Result<Outcome, Error> {
    let scenario = Scenario::parse("test.toml", &format!("name = 'test'\n{text}"))?;
    Simulator::new(data, Settings::default()).simulate("test", &scenario, &Options::default())
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
    for elasticity in [0.01, 0.3, 30.0, 100.0, 1000.0] {
        let mut data = world(4, 3);
        data.sectors.iter_mut().for_each(|sector| sector.elasticity = elasticity);
        let outcome = simulate(&data, &tariff(0.25)).unwrap();
        assert_sound(&outcome);
    }
}

#[test]
fn scale_economies_near_and_above_one_say_that_there_may_be_others() {
    for product in [0.96, 0.99, 1.0, 1.2, 1.3, 2.0] {
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
    assert_sound(&simulate(&data, &format!("[model]\nlabour = 'fixed'\n{everything}")).unwrap());
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

/// A country that sells nothing abroad and nothing but the last sector at home.
fn homely(kind: u64) -> Baseline {
    let mut data = baseline(&random_world(17, 4, 3, Kinds::from_bits(kind)));
    for sector in 0..3 {
        for buyer in (0..4).filter(|buyer| sector < 2 || *buyer != 2) {
            *data.flows.get_mut(sector, buyer, 2) = 0.0;
        }
    }
    data
}

#[test]
fn a_country_that_makes_nothing_that_is_traded() {
    for kind in [0, 0b000_0010, 0b001_1110] {
        let data = homely(kind);
        assert_sound(&simulate(&data, &tariff(0.3)).unwrap());
        assert_sound(&simulate(&data, &format!("[model]\nlabour = 'fixed'\n{}", tariff(0.3))).unwrap());
        // it imports, and has nothing to pay with
        let balanced = format!("[model]\ndeficits = 'balanced'\n{}", tariff(0.3));
        assert_refused(simulate(&data, &balanced), "no balanced base was found");
    }
}

#[test]
fn a_country_that_makes_nothing_at_all() {
    let mut data = homely(0);
    *data.flows.get_mut(2, 2, 2) = 0.0;
    assert_refused(simulate(&data, &tariff(0.3)), "C has no value added");
    assert_refused(simulate(&data, ""), "C has no value added");
    // nor buys
    (0..3).for_each(|sector| without(&mut data, sector, 2));
    assert_refused(simulate(&data, &tariff(0.3)), "C has no value added");
}

#[test]
fn one_sector_that_is_its_own_input() {
    let data = baseline(&random_world(3, 4, 1, Kinds::from_bits(0b001_1110)));
    assert_sound(&simulate(&data, &tariff(0.3)).unwrap());
}

#[test]
fn one_country_leaves_the_world() {
    let leaves = "[[embargo]]\nimporter = 'A'\nexporter = '*'\nsectors = '*'\n\
                  [[embargo]]\nimporter = '*'\nexporter = 'A'\nsectors = '*'\n";
    let data = baseline(&random_world(17, 4, 3, Kinds::from_bits(0b001_1110)));
    let outcome = simulate(&data, &format!("[model]\ndeficits = 'balanced'\n{leaves}")).unwrap();
    assert_sound(&outcome);
    let row = outcome.country("A").unwrap();
    assert_eq!((row.exports_pct, row.imports_pct), (Some(-100.0), Some(-100.0)));
    assert!(row.real_income_pct < 0.0);
    assert_refused(simulate(&data, leaves), "no equilibrium");
}

#[test]
fn an_embargo_that_parts_the_world() {
    let parts = "[[embargo]]\nimporter = ['A', 'B']\nexporter = ['C', 'D']\nsectors = '*'\n\
                 [[embargo]]\nimporter = ['C', 'D']\nexporter = ['A', 'B']\nsectors = '*'\n";
    let data = baseline(&random_world(17, 4, 3, Kinds::from_bits(0b000_0010)));
    let outcome = simulate(&data, &format!("[model]\ndeficits = 'balanced'\n{parts}")).unwrap();
    assert_sound(&outcome);
    assert!(outcome.countries.iter().all(|row| row.real_income_pct < 0.0));
    // each half owes the other
    assert_refused(simulate(&data, parts), "no equilibrium");
}

#[test]
fn a_sector_that_loses_its_last_buyer() {
    let mut data = world(4, 3);
    *data.flows.get_mut(0, 0, 0) = 0.0;
    let text = "[[embargo]]\nimporter = '*'\nexporter = 'A'\nsectors = 's1'\n";
    let outcome = simulate(&data, text).unwrap();
    assert_sound(&outcome);
    let gone = outcome.sectors.iter().find(|row| row.country == "A" && row.sector == "s1").unwrap();
    assert_eq!((gone.output_after, gone.output_quantity_pct), (0.0, Some(-100.0)));
    // a wage of zero has no logarithm, nor has employment of zero
    assert_refused(simulate(&data, &format!("[model]\nlabour = 'fixed'\n{text}")), "no equilibrium");
    data.sectors.iter_mut().for_each(|sector| sector.scale = 0.05);
    assert_refused(simulate(&data, text), "no equilibrium");
}

#[test]
fn a_tax_that_gives_away_more_than_a_country_earns() {
    // a solution of the equations, but with negative final spending: not an economy
    let data = baseline(&random_world(17, 4, 3, Kinds::from_bits(0b001_1110)));
    let text = "[[export_tax]]\nexporter = 'A'\nimporter = '*'\nsectors = '*'\nset = -0.7\n";
    assert_refused(simulate(&data, text), "no equilibrium");
    let text = "[[subsidy]]\ncountry = 'A'\nsectors = '*'\nset = 0.9\n";
    assert_refused(simulate(&data, text), "no equilibrium");
}

#[test]
fn a_refusal_leaves_nothing_behind() {
    let data = baseline(&random_world(17, 4, 3, Kinds::from_bits(0b001_1110)));
    let scenario = |text: &str| Scenario::parse("test.toml", &format!("name = 'test'\n{text}")).unwrap();
    let simulator = Simulator::new(&data, Settings::default());
    let solve = |simulator: &Simulator<'_>, text: &str| {
        simulator.simulate("test", &scenario(text), &Options::default())
    };
    let alone = solve(&simulator, &tariff(0.3)).unwrap();
    let fatal = "[[export_tax]]\nexporter = 'A'\nimporter = '*'\nsectors = '*'\nset = -0.7\n";
    solve(&simulator, fatal).unwrap_err();
    solve(&simulator, "[[productivity]]\ncountry = 'A'\nsectors = '*'\nset = 0.2\n").unwrap();
    assert_eq!(solve(&simulator, &tariff(0.3)).unwrap(), alone);
}

#[test]
fn a_country_that_makes_nothing_is_refused() {
    let mut data = world(3, 2);
    without(&mut data, 0, 2);
    without(&mut data, 1, 2);
    assert_refused(simulate(&data, &tariff(0.3)), "C has no value added");
}

#[test]
fn subsidies_beyond_all_income_are_refused() {
    for rate in [0.3, 0.6, 0.9] {
        let data = baseline(&random_world(17, 3, 2, Kinds::from_bits(0b011)));
        let text = format!("[[subsidy]]\ncountry = 'A'\nsectors = '*'\nset = {rate}\n");
        match simulate(&data, &text) {
            Ok(outcome) => assert_sound(&outcome),
            Err(error) => {
                assert!(error.is_unsolved() && error.to_string().contains("no equilibrium"), "{error}")
            }
        }
    }
    let world = Baseline::embedded("world-2022").unwrap();
    let text = "[[subsidy]]\ncountry = 'CHN'\nsectors = '*'\nset = 0.4\n";
    assert_refused(simulate(&world, text), "CHN");
}

#[test]
fn settings_and_policies_out_of_range_are_refused() {
    let data = world(3, 2);
    let elasticities = [4.0, 4.0];
    for settings in [
        Settings { memory: 0, ..Settings::default() },
        Settings { tolerance: 1e3, ..Settings::default() },
        Settings { tolerance: f64::NAN, ..Settings::default() },
    ] {
        let refused = thalweg_trade::Base::new(&data, &elasticities, &Model::default(), settings);
        assert!(refused.unwrap_err().to_string().contains("must be in"));
    }
    let base = base(&data, &Model::default()).unwrap();
    let mut policy = Policy::of(&data);
    *policy.tariffs.get_mut(0, 0, 1) = -1.0;
    assert!(base.solve(policy).is_err());
    let other = Policy::of(&world(4, 2));
    assert!(base.solve(other).unwrap_err().to_string().contains("another size"));
    let negative = thalweg_trade::Base::new(&data, &[4.0, -4.0], &Model::default(), Settings::default());
    assert!(negative.is_err());
}

/// Rates that nobody means but somebody types.
const RATES: [f64; 10] = [-0.99, -0.7, -0.3, 0.0, 0.25, 1.0, 10.0, 1e3, 1e9, 1e100];

/// A measure of any kind, on anybody, by numbers.
fn measure(data: &Baseline, kind: usize, who: usize, whom: usize, sector: usize, rate: usize) -> Measure {
    let countries = data.countries.len();
    let some = |place: usize| if place >= countries { "*".to_owned() } else { country_code(place) };
    // nobody trades with himself
    let (who, whom) = (some(who), if who == whom { "*".to_owned() } else { some(whom) });
    let sector = if sector >= data.sectors.len() { "*".to_owned() } else { sector_code(sector) };
    let (who, whom, sector) = (who.as_str(), whom.as_str(), sector.as_str());
    let rate = RATES[rate];
    match kind {
        0 => Measure::tariff(who, whom, sector, Change::Set(rate)),
        1 => Measure::export_tax(who, whom, sector, Change::Set(rate)),
        2 => Measure::trade_cost(who, whom, sector, Change::Set(rate)),
        3 => Measure::embargo(who, whom, sector),
        4 => Measure::subsidy(who, sector, Change::Set(rate.min(0.99))),
        5 => Measure::productivity(who, sector, Change::Set(rate)),
        _ => Measure::elasticity(sector, Change::Set(rate.abs() + 0.01)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Any world under any two measures is solved or refused with words; no number is none.
    #[test]
    fn solved_or_refused(
        seed in any::<u64>(),
        countries in 1..=5_usize,
        sectors in 1..=4_usize,
        kind in 0..128_u64,
        rules in 0..64_usize,
        measures in proptest::collection::vec((0..7_usize, 0..7_usize, 0..7_usize, 0..6_usize, 0..10_usize), 1..=2),
    ) {
        let data = baseline(&random_world(seed, countries, sectors, Kinds::from_bits(kind)));
        let model = Model {
            deficits: if rules & 1 == 0 { Deficits::Fixed } else { Deficits::Balanced },
            labour: if rules & 2 == 0 { Labour::Mobile } else { Labour::Fixed },
            competition: if rules & 4 == 0 { Competition::Perfect } else { Competition::Monopolistic },
            labour_supply: if rules & 8 == 0 { 0.0 } else { 0.6 },
            overhead: ByCountry::everywhere(if rules & 16 == 0 { 0.0 } else { 0.25 }),
            pass_through: ByCountry::everywhere(if rules & 32 == 0 { 1.0 } else { 1.3 }),
            revenue: Revenue::IncomeTax,
            elasticities: None,
        };
        let mut scenario = Scenario::new("anything").under(model);
        for (kind, who, whom, sector, rate) in measures {
            scenario = scenario.with(measure(&data, kind, who, whom, sector, rate));
        }
        match worlds::simulate(&data, &scenario) {
            Ok(outcome) => assert_sound(&outcome),
            Err(error) => prop_assert!(error.to_string().len() > 20, "{error}"),
        }
    }
}
