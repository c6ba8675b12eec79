//! The engine against the plain solver, which shares nothing with it, on random worlds under random policies.
#![allow(clippy::unwrap_used)]
#![allow(clippy::needless_range_loop)] // indices, as in the equations

mod plain;
mod worlds;

use plain::{Change, Deficits, Labour, Options, Plain, World, random_change, random_world};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use thalweg_trade::{Equilibrium, Error, Outcome};
use worlds::{base, baseline, country_code, model, policy, scenario, simulate};

/// How far two solvers may be apart, relatively: both stop with residuals of 1e-10 or less.
const NEAR: f64 = 1e-8;

/// A flow below this part of the largest is compared as if it were that large: it carries rounding of the others.
const SMALL: f64 = 1e-9;

#[track_caller]
fn assert_near(what: &str, engine: f64, plain: f64, least: f64) {
    let scale = engine.abs().max(plain.abs()).max(least);
    assert!(
        (engine - plain).abs() <= NEAR * scale,
        "{what}: the engine has {engine}, the plain solver {plain}"
    );
}

/// The base that a change is held against (with balanced deficits, the balanced world), and the equilibrium of it.
fn solve_plainly(world: &World, change: &Change) -> Result<(World, Plain), String> {
    let base = match change.deficits {
        Deficits::Fixed => world.clone(),
        Deficits::Balanced => {
            let balance = Change { deficits: Deficits::Balanced, ..Change::none(world) };
            world.after(&balance, &plain::solve(world, &balance)?)
        }
    };
    let plain = plain::solve(&base, change)?;
    Ok((base, plain))
}

fn engine_solve(world: &World, change: &Change) -> Result<Equilibrium, Error> {
    base(&baseline(world), &model(change))?.solve(policy(change))
}

fn compare_hats(base: &World, change: &Change, plain: &Plain, engine: &Equilibrium) {
    let (output, spending) = (base.output(), base.spending());
    for j in 0..base.j {
        for n in 0..base.n {
            let at = |what: &str| format!("{what} of sector {j} in country {n}");
            // the wage of nobody, and the price of what nobody buys, are whatever a solver writes there
            if change.labour == Labour::Mobile || output[j][n] > 0.0 {
                assert_near(&at("wage"), engine.wage(j, n), plain.wage[j][n], 0.0);
            }
            if spending[j][n] > 0.0 {
                assert_near(&at("price"), engine.prices.get(j, n), plain.price[j][n], 0.0);
            }
            // without scale economies the engine does not ask where labour works
            if output[j][n] > 0.0 && base.psi.iter().any(|psi| *psi != 0.0) {
                assert_near(&at("labour"), engine.labour.get(j, n), plain.labour[j][n], 0.0);
            }
        }
    }
}

fn compare_values(world: &World, plain: &Plain, engine: &Equilibrium) {
    let least = SMALL * plain.income.iter().copied().fold(0.0, f64::max);
    for n in 0..world.n {
        assert_near(&format!("income of country {n}"), engine.income[n], plain.income[n], 0.0);
        for j in 0..world.j {
            let at = |what: &str| format!("{what} of sector {j} in country {n}");
            assert_near(&at("spending"), engine.spending.get(j, n), plain.spending[j][n], least);
            assert_near(&at("output"), engine.output.get(j, n), plain.output[j][n], least);
            for i in 0..world.n {
                let what = format!("flow of sector {j} from {i} to {n}");
                assert_near(&what, engine.flows.get(j, n, i), plain.flows[j][n][i], least);
            }
        }
    }
}

fn compare_outcome(base: &World, plain: &Plain, outcome: &Outcome) {
    for n in 0..base.n {
        let row = &outcome.countries[n];
        let real_income = 1.0 + row.real_income_pct / 100.0;
        assert_near(&format!("real income of country {n}"), real_income, plain.real_income[n], 0.0);
    }
    let imports =
        |flows: &plain::Bilateral, n: usize, i: usize| -> f64 { flows.iter().map(|f| f[n][i]).sum() };
    let least = SMALL * plain.income.iter().copied().fold(0.0, f64::max);
    for row in &outcome.flows {
        let place = |code: &str| (0..base.n).find(|n| country_code(*n) == code).unwrap();
        let (n, i) = (place(&row.importer), place(&row.exporter));
        assert_near("flow before", row.before, imports(&base.flows, n, i), least);
        assert_near("flow after", row.after, imports(&plain.flows, n, i), least);
    }
}

/// Both solvers on one change.
fn compare(world: &World, change: &Change) {
    let (base, plain) = solve_plainly(world, change).unwrap();
    compare_with(world, change, &base, &plain);
}

fn compare_with(world: &World, change: &Change, base: &World, plain: &Plain) {
    let engine = engine_solve(world, change).unwrap();
    assert!(engine.certificate.converged && engine.certificate.max_residual <= 1e-10);
    assert_eq!(engine.certificate.several_equilibria_possible, None);
    compare_hats(base, change, plain, &engine);
    compare_values(base, plain, &engine);
    compare_outcome(base, plain, &simulate(&baseline(world), &scenario(world, change)).unwrap());
}

/// Stops a part of foreign trade, chosen by a seed, but leaves every buyer a supplier, every producer a buyer, and every
/// country an export and an import.
fn with_embargoes(world: &World, change: Change, seed: u64) -> Change {
    let mut change = change;
    let mut state = seed | 1;
    for j in 0..world.j {
        for n in 0..world.n {
            for i in 0..world.n {
                // xorshift (Marsaglia 2003)
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                if n == i || state % 10 > 2 {
                    continue;
                }
                let open = |buyer: usize, seller: usize| {
                    world.flows[j][buyer][seller] > 0.0 && change.trade_cost[j][buyer][seller].is_finite()
                };
                let supplied = (0..world.n).any(|seller| seller != i && open(n, seller));
                let sold = (0..world.n).any(|buyer| buyer != n && open(buyer, i));
                let abroad = |a: usize, b: usize| {
                    a != b && (a, b) != (n, i) && change.trade_cost.iter().all(|cost| cost[a][b].is_finite())
                };
                let buys = (0..world.n).any(|seller| abroad(n, seller));
                let sells = (0..world.n).any(|buyer| abroad(buyer, i));
                if open(n, i) && supplied && sold && buys && sells {
                    change.trade_cost[j][n][i] = f64::INFINITY;
                }
            }
        }
    }
    change
}

/// That many cases, the same ones in every run: a change that breaks nothing must not fail by chance. `PROPTEST_RNG_SEED`
/// and `PROPTEST_CASES` do not reach them; for a hunt, change the numbers here.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(2),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(48))]

    /// Worlds of every kind, under all instruments at once.
    #[test]
    fn any_policy(seed in any::<u64>(), n in 2..=8_usize, j in 1..=6_usize, kind in 0..128_u64) {
        let world = random_world(seed, n, j, Options::from_bits(kind));
        compare(&world, &random_change(seed, &world));
    }

    /// The same with a part of trade forbidden, and balanced, since a country with fewer exports may be unable to keep its
    /// deficit. Where the plain solver finds nothing, the engine must say so or show that what it found holds.
    #[test]
    fn embargoes(seed in any::<u64>(), n in 2..=6_usize, j in 1..=4_usize, kind in 0..128_u64) {
        let world = random_world(seed, n, j, Options::from_bits(kind));
        let policy = Change { deficits: Deficits::Balanced, ..random_change(seed, &world) };
        let change = with_embargoes(&world, policy, seed);
        match solve_plainly(&world, &change) {
            Ok((base, plain)) => compare_with(&world, &change, &base, &plain),
            Err(_) => match engine_solve(&world, &change) {
                Err(error) => prop_assert!(error.is_unsolved(), "{error}"),
                Ok(engine) => prop_assert!(engine.certificate.converged),
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(16))]

    /// Every pair of rules on one world, and each of the world's features by itself.
    #[test]
    fn every_pair_of_rules(seed in any::<u64>(), n in 2..=5_usize, j in 1..=4_usize, feature in 0..7_u64) {
        let world = random_world(seed, n, j, Options::from_bits(1 << feature));
        for deficits in [Deficits::Fixed, Deficits::Balanced] {
            for labour in [Labour::Mobile, Labour::Fixed] {
                compare(&world, &Change { deficits, labour, ..random_change(seed, &world) });
            }
        }
    }
}
