//! What theory says must hold, whatever the data.
#![allow(clippy::unwrap_used)]

mod plain;
mod worlds;

use plain::{Options as Kinds, World, random_change, random_world};
use thalweg_trade::{
    Baseline, Cube, Deficits, Draws, Equilibrium, Grid, InputShares, Model, Options, Policy, Scenario,
    Settings, Simulator,
};
use worlds::{base, baseline, changes, policy};

const NEAR: f64 = 1e-9;

#[track_caller]
fn assert_near(one: f64, other: f64, what: &str) {
    let scale = one.abs().max(other.abs()).max(1e-12);
    assert!((one - other).abs() / scale < NEAR, "{what}: {one} and {other}");
}

fn outcome(baseline: &Baseline, scenario: &Scenario) -> thalweg_trade::Outcome {
    Simulator::new(baseline, Settings::default()).simulate("test", scenario, &Options::default()).unwrap()
}

/// Hats of real income.
fn real_income(baseline: &Baseline, model: &Model, policy: Policy) -> Vec<f64> {
    let base = base(baseline, model).unwrap();
    let after = base.solve(policy).unwrap();
    real_income_of(baseline, base.equilibrium(), &after)
}

fn real_income_of(baseline: &Baseline, before: &Equilibrium, after: &Equilibrium) -> Vec<f64> {
    (0..baseline.countries.len())
        .map(|n| {
            // final spending by sector: all spending less inputs
            let finals: Vec<f64> = (0..baseline.sectors.len())
                .map(|k| {
                    let inputs: f64 = (0..baseline.sectors.len())
                        .map(|j| {
                            let share = baseline.inputs.get(k, j, n);
                            share * (1.0 - baseline.value_added_shares.get(j, n)) * before.output.get(j, n)
                        })
                        .sum();
                    before.spending.get(k, n) - inputs
                })
                .collect();
            let total: f64 = finals.iter().sum();
            let log: f64 =
                finals.iter().enumerate().map(|(k, f)| f / total * after.prices.get(k, n).ln()).sum();
            after.income[n] / before.income[n] / log.exp()
        })
        .collect()
}

#[test]
fn no_policy_is_exactly_no_change() {
    for name in Baseline::embedded_names() {
        let baseline = Baseline::embedded(name).unwrap();
        for (what, change) in changes(&outcome(&baseline, &Scenario::new("nothing"))) {
            assert_eq!(change, 0.0, "{name}: {what}");
        }
    }
    for kind in 0..128 {
        let world = random_world(kind, 2 + kind as usize % 5, 1 + kind as usize % 4, Kinds::from_bits(kind));
        for (what, change) in changes(&outcome(&baseline(&world), &Scenario::new("nothing"))) {
            assert_eq!(change, 0.0, "world {kind}: {what}");
        }
    }
}

#[test]
fn the_unit_of_the_data_does_not_matter() {
    let world = random_world(7, 4, 3, Kinds::from_bits(0b001_1110));
    let change = random_change(7, &world);
    let data = baseline(&world);
    let plain = real_income(&data, &Model::default(), policy(&change));
    for factor in [1e-6, 1024.0] {
        let mut scaled = data.clone();
        scaled.flows.values_mut().iter_mut().for_each(|value| *value *= factor);
        for (one, other) in plain.iter().zip(real_income(&scaled, &Model::default(), policy(&change))) {
            assert_near(*one, other, "real income");
        }
    }
}

/// A world with its countries and sectors in another order.
fn reordered(data: &Baseline, countries: &[usize], sectors: &[usize]) -> Baseline {
    let (n, j) = (countries.len(), sectors.len());
    let cube = |old: &Cube| reordered_cube(old, countries, sectors);
    let grid = |old: &Grid| reordered_grid(old, countries, sectors);
    let mut inputs = InputShares::none(j, n);
    for (k, old_k) in sectors.iter().enumerate() {
        for (s, old_s) in sectors.iter().enumerate() {
            for (i, old_i) in countries.iter().enumerate() {
                *inputs.get_mut(k, s, i) = data.inputs.get(*old_k, *old_s, *old_i);
            }
        }
    }
    Baseline {
        countries: countries.iter().map(|i| data.countries[*i].clone()).collect(),
        sectors: sectors.iter().map(|s| data.sectors[*s].clone()).collect(),
        flows: cube(&data.flows),
        tariffs: cube(&data.tariffs),
        export_taxes: data.export_taxes.as_ref().map(cube),
        value_added_shares: grid(&data.value_added_shares),
        subsidies: grid(&data.subsidies),
        inputs,
        ..data.clone()
    }
}

fn reordered_cube(old: &Cube, countries: &[usize], sectors: &[usize]) -> Cube {
    let mut new = Cube::filled(sectors.len(), countries.len(), 0.0);
    for (s, old_s) in sectors.iter().enumerate() {
        for (n, old_n) in countries.iter().enumerate() {
            for (i, old_i) in countries.iter().enumerate() {
                *new.get_mut(s, n, i) = old.get(*old_s, *old_n, *old_i);
            }
        }
    }
    new
}

fn reordered_grid(old: &Grid, countries: &[usize], sectors: &[usize]) -> Grid {
    let mut new = Grid::filled(sectors.len(), countries.len(), 0.0);
    for (s, old_s) in sectors.iter().enumerate() {
        for (i, old_i) in countries.iter().enumerate() {
            *new.get_mut(s, i) = old.get(*old_s, *old_i);
        }
    }
    new
}

#[test]
fn order_does_not_matter() {
    let world = random_world(11, 5, 3, Kinds::from_bits(0b001_1110));
    let change = random_change(11, &world);
    let data = baseline(&world);
    let (countries, sectors) = ([3, 0, 4, 1, 2], [2, 0, 1]);
    let old = policy(&change);
    let new = Policy {
        tariffs: reordered_cube(&old.tariffs, &countries, &sectors),
        export_taxes: old.export_taxes.as_ref().map(|c| reordered_cube(c, &countries, &sectors)),
        subsidies: reordered_grid(&old.subsidies, &countries, &sectors),
        trade_costs: old.trade_costs.as_ref().map(|c| reordered_cube(c, &countries, &sectors)),
        productivity: old.productivity.as_ref().map(|g| reordered_grid(g, &countries, &sectors)),
    };
    let one = real_income(&data, &Model::default(), old);
    let other = real_income(&reordered(&data, &countries, &sectors), &Model::default(), new);
    for (place, country) in countries.iter().enumerate() {
        assert_near(one[*country], other[place], "real income");
    }
}

#[test]
fn productivity_in_a_closed_economy_works_through_all_inputs() {
    // one country, three sectors that use each other's goods; final shares a, input shares G, value-added shares 1 - G'1
    let alpha = [0.5, 0.3, 0.2];
    let inputs = [[0.2, 0.1, 0.3], [0.1, 0.3, 0.1], [0.1, 0.2, 0.2]]; // [input][sector], shares of all cost
    let growth = 0.1f64;
    // (I - G') y = 1, by iteration: the log price fall of each sector per unit of log productivity
    let mut falls = [0.0; 3];
    for _ in 0..500 {
        let old = falls;
        for (j, fall) in falls.iter_mut().enumerate() {
            *fall = 1.0 + (0..3).map(|k| inputs[k][j] * old[k]).sum::<f64>();
        }
    }
    let expected: f64 = alpha.iter().zip(falls).map(|(a, fall)| a * fall * growth).sum();
    // output that final demand of 100 needs: r = f + G r
    let mut output = [0.0; 3];
    for _ in 0..2000 {
        let old = output;
        for (k, r) in output.iter_mut().enumerate() {
            *r = 100.0 * alpha[k] + (0..3).map(|j| inputs[k][j] * old[j]).sum::<f64>();
        }
    }
    let mut world = random_world(1, 2, 3, Kinds::from_bits(0));
    world.n = 1;
    world.flows = output.iter().map(|r| vec![vec![*r]]).collect();
    world.tariff = vec![vec![vec![0.0]]; 3];
    world.export_tax = world.tariff.clone();
    world.subsidy = vec![vec![0.0]; 3];
    world.beta = (0..3).map(|j| vec![1.0 - (0..3).map(|k| inputs[k][j]).sum::<f64>()]).collect();
    world.gamma = inputs.iter().map(|row| row.iter().map(|g| vec![*g]).collect()).collect();
    world.psi = vec![0.0; 3];
    let data = baseline(&world);
    let mut productivity = Grid::filled(3, 1, 1.0);
    productivity.values_mut().fill(growth.exp());
    let policy = Policy { productivity: Some(productivity), ..Policy::of(&data) };
    let hat = real_income(&data, &Model::default(), policy)[0];
    assert_near(hat.ln(), expected, "log real income");
}

/// A world without any taxes, and with balanced trade.
fn untaxed(seed: u64, countries: usize, sectors: usize) -> World {
    random_world(seed, countries, sectors, Kinds::from_bits(0b011))
}

#[test]
fn a_tax_on_all_imports_is_a_tax_on_all_exports() {
    // Lerner (1936): with balanced trade and no other taxes of that country
    for seed in 0..8 {
        let data = baseline(&untaxed(seed, 4, 3));
        let model = Model { deficits: Deficits::Balanced, ..Model::default() };
        let (mut imports, mut exports) = (Policy::of(&data), Policy::of(&data));
        let mut taxes = Cube::filled(3, 4, 0.0);
        for j in 0..3 {
            for other in 1..4 {
                *imports.tariffs.get_mut(j, 0, other) = 0.25;
                *taxes.get_mut(j, other, 0) = 0.25;
            }
        }
        exports.export_taxes = Some(taxes);
        let (one, other) = (real_income(&data, &model, imports), real_income(&data, &model, exports));
        for (a, b) in one.iter().zip(&other) {
            assert_near(*a, *b, "real income");
        }
        assert!((one[1] - 1.0).abs() > 1e-6, "the tax does something");
    }
}

#[test]
fn a_country_in_two_halves_is_the_same_country() {
    let world = untaxed(5, 3, 2);
    let whole = baseline(&world);
    // country 0 becomes 0 and 3, each with half of everything; they trade with each other as each does with itself
    let old = |country: usize| if country == 3 { 0 } else { country };
    let part = |country: usize| if old(country) == 0 { 0.5 } else { 1.0 };
    let halves = World {
        n: 4,
        flows: plain::table3(2, 4, 4, |j, n, i| world.flows[j][old(n)][old(i)] * part(n) * part(i)),
        tariff: plain::table3(2, 4, 4, |j, n, i| world.tariff[j][old(n)][old(i)]),
        export_tax: plain::table3(2, 4, 4, |_, _, _| 0.0),
        subsidy: plain::table(2, 4, |_, _| 0.0),
        beta: plain::table(2, 4, |j, i| world.beta[j][old(i)]),
        gamma: plain::table3(2, 2, 4, |k, j, i| world.gamma[k][j][old(i)]),
        ..world.clone()
    };
    let split = baseline(&halves);
    let policy = |data: &Baseline, levies: &[usize]| {
        let mut policy = Policy::of(data);
        for n in levies {
            *policy.tariffs.get_mut(0, *n, 1) = 0.4;
        }
        policy
    };
    let one = real_income(&whole, &Model::default(), policy(&whole, &[0]));
    let other = real_income(&split, &Model::default(), policy(&split, &[0, 3]));
    for country in 0..4 {
        assert_near(one[old(country)], other[country], "real income");
    }
}

#[test]
fn what_a_policy_does_its_opposite_undoes() {
    let world = random_world(21, 4, 3, Kinds::from_bits(0b101_1110));
    let change = random_change(21, &world);
    let data = baseline(&world);
    let there_base = base(&data, &Model::default()).unwrap();
    let there = there_base.solve(policy(&change)).unwrap();
    // the world after the policy, as data of its own
    let after = Baseline {
        flows: there.flows.clone(),
        tariffs: there.policy.tariffs.clone(),
        export_taxes: there.policy.export_taxes.clone(),
        subsidies: there.policy.subsidies.clone(),
        ..data.clone()
    };
    let mut back = Policy::of(&data);
    let inverse = |values: &[f64]| values.iter().map(|v| 1.0 / v).collect::<Vec<f64>>();
    let mut costs = Cube::filled(3, 4, 1.0);
    costs.values_mut().copy_from_slice(&inverse(there.policy.trade_costs.as_ref().unwrap().values()));
    let mut productivity = Grid::filled(3, 4, 1.0);
    productivity.values_mut().copy_from_slice(&inverse(there.policy.productivity.as_ref().unwrap().values()));
    back.trade_costs = Some(costs);
    back.productivity = Some(productivity);
    let returned = base(&after, &Model::default()).unwrap().solve(back).unwrap();
    for (one, other) in returned.flows.values().iter().zip(data.flows.values()) {
        assert_near(*one, *other, "flow");
    }
}

#[test]
fn sums_add_up() {
    let data = Baseline::embedded("world-2022").unwrap();
    let result = outcome(&data, &Scenario::embedded("diverted").unwrap());
    let world: f64 = result.countries.iter().map(|row| row.trade_balance_after).sum();
    let trade: f64 = result.flows.iter().map(|row| row.after).sum();
    assert!(world.abs() < 1e-9 * trade, "the world's balance with itself: {world}");
    for row in &result.countries {
        let gap = (row.trade_balance_after - row.trade_balance_before).abs();
        assert!(gap < 1e-8 * trade, "{}: the deficit is held", row.country);
        assert_near(row.first_order_welfare_pct, row.terms_of_trade_pct + row.volume_of_trade_pct, "welfare");
    }
    for diversion in &result.diversions {
        let parts = diversion.diverted + diversion.sold_at_home + diversion.not_produced;
        assert_near(parts, diversion.displaced, "displaced");
        let markets: f64 = diversion.markets.iter().map(|row| row.change).sum();
        assert_near(markets, diversion.diverted, "diverted");
        let sectors: f64 = diversion.sectors.iter().map(|row| row.displaced).sum();
        assert_near(sectors, diversion.displaced, "displaced by sector");
        for row in &diversion.markets {
            let all = row.change + row.domestic_change + row.others_change;
            assert!((all - row.purchases_change).abs() < 1e-6 * trade / 1e3, "{}", row.market);
        }
        let replaced: f64 = diversion.replacement.iter().map(|row| row.change).sum();
        assert!((diversion.displaced - replaced - diversion.not_bought).abs() < 1e-9 * trade);
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let data = Baseline::embedded("world-2022").unwrap();
    let scenario = Scenario::embedded("truce").unwrap();
    let options = Options { draws: Some(Draws { count: 12, seed: 3 }), ..Options::default() };
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let outcome = pool.install(|| {
            Simulator::new(&data, Settings::default()).simulate("truce", &scenario, &options).unwrap()
        });
        serde_json::to_string(&outcome).unwrap()
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(7));
}

#[test]
fn an_interval_holds_every_set_that_it_was_fitted_to() {
    let data = Baseline::embedded("world-2022").unwrap();
    let scenario = Scenario::embedded("truce").unwrap();
    let options = Options { draws: Some(Draws { count: 200, seed: 1 }), ..Options::default() };
    let simulator = Simulator::new(&data, Settings::default());
    let drawn = simulator.simulate("truce", &scenario, &options).unwrap();
    let place = data.country("USA").unwrap();
    let (low, _, high) = drawn.uncertainty.unwrap().of("countries", "real_income_pct", place).unwrap();
    for set in simulator.simulate_sets("truce", &scenario, &Options::default()).unwrap() {
        let value = set.country("USA").unwrap().real_income_pct;
        assert!(low <= value && value <= high, "{:?}: {value} is not in {low} to {high}", set.elasticities);
    }
}
