//! The plain solver held to what theory says, so that the engine can be held to the plain solver.

#![cfg(test)]
#![allow(clippy::needless_range_loop)] // indices, as in the equations

#[path = "mod.rs"]
mod plain;

use plain::{Change, Deficits, Labour, Options, Plain, World, random_change, random_world, solve, table3};

const NEAR: f64 = 1e-10;
const KINDS: std::ops::Range<u64> = 0..128;

/// A world of every kind, in many shapes.
fn world_of(kind: u64) -> World {
    let (n, j) = (2 + kind as usize * 5 % 4, 1 + kind as usize * 7 % 4);
    random_world(1000 + kind, n, j, Options::from_bits(kind))
}

/// The worlds that are solved: every third kind, for the sake of time.
fn worlds() -> impl Iterator<Item = World> {
    KINDS.step_by(3).map(world_of)
}

fn solved(world: &World, change: &Change) -> Plain {
    solve(world, change).unwrap()
}

#[track_caller]
fn assert_near(one: &[f64], other: &[f64]) {
    assert_eq!(one.len(), other.len());
    for (k, (a, b)) in one.iter().zip(other).enumerate() {
        assert!((a / b - 1.0).abs() < NEAR, "number {k}: {a} and {b}, in {one:?} and {other:?}");
    }
}

fn flat(values: &[Vec<f64>]) -> Vec<f64> {
    values.concat()
}

#[test]
fn a_random_world_is_consistent() {
    for bits in KINDS {
        let world = world_of(bits);
        let options = Options::from_bits(bits);
        assert!(world.final_demand().iter().flatten().all(|&demand| demand >= 0.0));
        assert!(world.beta.iter().flatten().all(|&beta| beta > 0.0 && beta <= 1.0));
        let (value_added, income, deficit) = (world.value_added(), world.income(), world.deficit());
        let demand = world.final_demand();
        for n in 0..world.n {
            let spent: f64 = (0..world.j).map(|j| demand[j][n]).sum();
            assert!((spent / income[n] - 1.0).abs() < 1e-12, "income {} and spending {spent}", income[n]);
            if options.balanced {
                assert!(deficit[n].abs() < 1e-12 * value_added[n]);
            }
        }
    }
}

#[test]
fn some_worlds_have_idle_sectors_and_empty_markets() {
    let count = |cells: fn(&World) -> Vec<Vec<f64>>| {
        KINDS
            .map(world_of)
            .map(|world| cells(&world).iter().flatten().filter(|&&cell| cell == 0.0).count())
            .sum::<usize>()
    };
    assert!(count(World::output) > 10);
    assert!(count(World::spending) > 10);
}

#[test]
fn no_policy_changes_nothing() {
    for world in worlds() {
        for labour in [Labour::Mobile, Labour::Fixed] {
            let plain = solved(&world, &Change { labour, ..Change::none(&world) });
            for hats in [&plain.wage, &plain.price, &plain.labour] {
                assert!(hats.iter().flatten().all(|hat| (hat - 1.0).abs() < 1e-11), "{hats:?}");
            }
            assert_near(&plain.real_income, &vec![1.0; world.n]);
        }
    }
}

#[test]
fn every_equation_holds() {
    for (seed, world) in worlds().enumerate() {
        let change = random_change(seed as u64, &world);
        let plain = solved(&world, &change);
        let after = world.after(&change, &plain);
        for (found, held) in [(after.spending(), &plain.spending), (after.output(), &plain.output)] {
            for (found, held) in found.iter().flatten().zip(held.iter().flatten()) {
                assert!((found - held).abs() <= 1e-12 * held.abs());
            }
        }
        let (value_added, base_value_added) = (after.value_added(), world.value_added());
        for n in 0..world.n {
            let earned: f64 = match change.labour {
                Labour::Mobile => plain.wage[0][n] * base_value_added[n],
                Labour::Fixed => {
                    (0..world.j).map(|j| plain.wage[j][n] * world.beta[j][n] * world.output()[j][n]).sum()
                }
            };
            assert_near(&[earned], &[value_added[n]]);
            let deficit = match change.deficits {
                Deficits::Fixed => world.deficit()[n],
                Deficits::Balanced => 0.0,
            };
            assert!((after.deficit()[n] - deficit).abs() < NEAR * plain.income[n], "country {n}");
            for j in 0..world.j {
                let spent: f64 = plain.shares[j][n].iter().sum();
                assert!(world.spending()[j][n] == 0.0 || (spent - 1.0).abs() < NEAR);
            }
        }
        assert_near(&plain.income, &after.income());
        let world_then: f64 = base_value_added.iter().sum();
        assert_near(&[value_added.iter().sum()], &[world_then]);
    }
}

#[test]
fn a_policy_undone_leaves_nothing() {
    for (seed, world) in worlds().enumerate() {
        let mut change = random_change(seed as u64, &world);
        change.deficits = Deficits::Fixed;
        let plain = solved(&world, &change);
        let after = world.after(&change, &plain);
        let mut undo = Change::none(&world);
        undo.labour = change.labour;
        undo.trade_cost = table3(world.j, world.n, world.n, |j, n, i| 1.0 / change.trade_cost[j][n][i]);
        for (back, there) in undo.productivity.iter_mut().flatten().zip(change.productivity.iter().flatten())
        {
            *back = 1.0 / there;
        }
        let back = solved(&after, &undo);
        let product: Vec<f64> = plain.real_income.iter().zip(&back.real_income).map(|(a, b)| a * b).collect();
        assert_near(&product, &vec![1.0; world.n]);
    }
}

#[test]
fn the_unit_of_account_does_not_matter() {
    for (seed, world) in worlds().enumerate() {
        let change = random_change(seed as u64, &world);
        let mut larger = world.clone();
        larger.flows.iter_mut().flatten().flatten().for_each(|flow| *flow *= 1234.5);
        let (one, other) = (solved(&world, &change), solved(&larger, &change));
        assert_near(&one.real_income, &other.real_income);
        assert_near(&flat(&one.wage), &flat(&other.wage));
    }
}

/// A uniform tariff on all imports of one country and a uniform tax on all its exports.
fn lerner_pair(world: &World, size: f64) -> (Change, Change) {
    let with = |rates: &Vec<Vec<Vec<f64>>>, importer: bool| {
        table3(world.j, world.n, world.n, |j, n, i| {
            let hit = n != i && if importer { n == 0 } else { i == 0 };
            if hit { (1.0 + rates[j][n][i]) * (1.0 + size) - 1.0 } else { rates[j][n][i] }
        })
    };
    let none = Change { deficits: Deficits::Balanced, ..Change::none(world) };
    (
        Change { tariff: with(&world.tariff, true), ..none.clone() },
        Change { export_tax: with(&world.export_tax, false), ..none },
    )
}

#[test]
fn a_tariff_on_all_imports_is_a_tax_on_all_exports() {
    for bits in KINDS.step_by(3) {
        let mut options = Options::from_bits(bits);
        options.balanced = true;
        let world = random_world(77 + bits, 3, 3, options);
        let (tariff, export_tax) = lerner_pair(&world, 0.25);
        let (one, other) = (solved(&world, &tariff), solved(&world, &export_tax));
        assert_near(&one.real_income, &other.real_income);
        assert!((one.real_income[0] - 1.0).abs() > 1e-6, "the tariff does something");
    }
}

#[test]
fn one_sector_has_one_wage_under_both_labour_rules() {
    for bits in 0..64 {
        let world = random_world(9 + bits, 4, 1, Options::from_bits(bits));
        let mobile = Change { labour: Labour::Mobile, ..random_change(bits, &world) };
        let fixed = Change { labour: Labour::Fixed, ..mobile.clone() };
        let (one, other) = (solved(&world, &mobile), solved(&world, &fixed));
        assert_near(&one.real_income, &other.real_income);
    }
}

/// Arkolakis, Costinot and Rodriguez-Clare (2012): without inputs and tariffs, what autarky costs is pi_nn^(1/theta).
#[test]
fn autarky_costs_what_the_domestic_share_says() {
    let options = Options { balanced: true, ..Options::default() };
    for seed in 0..20 {
        let world = random_world(seed, 4, 1, options);
        let mut change = Change::none(&world);
        change.trade_cost = table3(1, world.n, world.n, |_, n, i| if n == i { 1.0 } else { f64::INFINITY });
        let spending = world.spending();
        let expected: Vec<f64> = (0..world.n)
            .map(|n| (world.flows[0][n][n] / spending[0][n]).powf(1.0 / world.theta[0]))
            .collect();
        assert_near(&solved(&world, &change).real_income, &expected);
    }
}

/// Productivity x in every sector of a closed economy: alpha' (I - Gamma')^-1 x, by summing rounds of input use.
#[test]
fn a_closed_economy_multiplies_productivity_through_its_inputs() {
    for seed in 0..20 {
        let world = random_world(seed, 1, 4, Options { inputs: true, ..Options::default() });
        let mut change = Change::none(&world);
        change.productivity.iter_mut().flatten().for_each(|hat| *hat = 0.1_f64.exp());
        let alpha = world.alpha();
        let (mut round, mut expected) = ([0.1; 4], 0.0);
        for _ in 0..500 {
            expected += (0..4).map(|j| alpha[j][0] * round[j]).sum::<f64>();
            round = std::array::from_fn(|j| (0..4).map(|k| world.gamma[k][j][0] * round[k]).sum());
        }
        assert_near(&solved(&world, &change).real_income, &[expected.exp()]);
    }
}

/// The last country cut into two halves, free of tariffs between them.
fn split_last(world: &World) -> World {
    let last = world.n - 1;
    let of = |k: usize| k.min(last);
    let part = |k: usize| if k >= last { 0.5 } else { 1.0 };
    let pairs = |rates: &Vec<Vec<Vec<f64>>>| {
        table3(world.j, world.n + 1, world.n + 1, |j, n, i| rates[j][of(n)][of(i)])
    };
    let wide = |values: &Vec<Vec<f64>>| plain::table(world.j, world.n + 1, |j, n| values[j][of(n)]);
    World {
        n: world.n + 1,
        flows: table3(world.j, world.n + 1, world.n + 1, |j, n, i| {
            world.flows[j][of(n)][of(i)] * part(n) * part(i)
        }),
        tariff: pairs(&world.tariff),
        export_tax: pairs(&world.export_tax),
        subsidy: wide(&world.subsidy),
        beta: wide(&world.beta),
        gamma: table3(world.j, world.j, world.n + 1, |k, j, n| world.gamma[k][j][of(n)]),
        ..world.clone()
    }
}

#[test]
fn halves_of_a_country_are_the_country() {
    for bits in KINDS.step_by(3) {
        let world = random_world(500 + bits, 3, 2, Options::from_bits(bits));
        let halves = split_last(&world);
        let mut change = Change::none(&world);
        change.tariff[0][0][2] += 0.3;
        change.tariff[1][2][1] += 0.2;
        let mut for_halves = Change::none(&halves);
        for_halves.tariff[0][0][2..4].iter_mut().for_each(|rate| *rate += 0.3);
        for_halves.tariff[1][2..4].iter_mut().for_each(|row| row[1] += 0.2);
        let (one, two) = (solved(&world, &change), solved(&halves, &for_halves));
        assert_near(&one.real_income, &two.real_income[..3]);
        assert_near(&two.real_income[2..3], &two.real_income[3..]);
    }
}

#[test]
fn a_market_cut_off_from_every_supplier_is_refused() {
    let world = random_world(3, 3, 2, Options { inputs: true, ..Options::default() });
    let mut change = Change::none(&world);
    change.trade_cost[1][0].fill(f64::INFINITY);
    let refusal = solve(&world, &change).unwrap_err();
    assert_eq!(refusal, "no price for sector 1 in country 0: inf");
}
