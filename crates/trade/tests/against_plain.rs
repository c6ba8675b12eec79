//! The engine against the plain solver, on random worlds with every instrument and under every rule.
#![allow(clippy::unwrap_used)]

mod plain;
mod worlds;

use plain::{Change, Deficits, Labour, Options, random_change, random_world, solve};
use proptest::prelude::*;
use worlds::{base, baseline, model, policy};

/// Largest relative difference of two lists of positive numbers.
fn gap(one: &[f64], other: &[f64]) -> f64 {
    assert_eq!(one.len(), other.len());
    let gap = |(a, b): (&f64, &f64)| if a == b { 0.0 } else { (a - b).abs() / a.abs().max(b.abs()) };
    one.iter().zip(other).map(gap).fold(0.0, f64::max)
}

fn agree(seed: u64, countries: usize, sectors: usize, kind: u64, deficits: Deficits, labour: Labour) {
    let mut world = random_world(seed, countries, sectors, Options::from_bits(kind));
    let mut change = Change { deficits, labour, ..random_change(seed, &world) };
    let engine = base(&baseline(&world), &model(&change)).unwrap();
    let result = engine.solve(policy(&change)).unwrap();
    if deficits == Deficits::Balanced {
        // the engine takes deficits away first, while labour can move, and then compares with that world
        let none = Change { deficits, ..Change::none(&world) };
        world = world.after(&none, &solve(&world, &none).unwrap());
        change.deficits = Deficits::Fixed;
    }
    let plain = solve(&world, &change).unwrap();
    assert!(result.certificate.converged);
    let wages: Vec<f64> = (0..sectors)
        .flat_map(|j| (0..countries).map(move |i| (j, i)))
        .map(|(j, i)| result.wage(j, i))
        .collect();
    let near = 1e-8;
    assert!(gap(&wages, &plain.wage.concat()) < near, "wages");
    assert!(gap(result.prices.values(), &plain.price.concat()) < near, "prices");
    assert!(gap(&result.income, &plain.income) < near, "income");
    assert!(gap(result.output.values(), &plain.output.concat()) < near, "output");
    assert!(gap(result.flows.values(), &plain.flows.concat().concat()) < 10.0 * near, "flows");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_agrees_with_the_plain_solver(
        seed in 0u64..1_000_000,
        countries in 2usize..=8,
        sectors in 1usize..=6,
        kind in 0u64..128,
        balanced: bool,
        fixed: bool,
    ) {
        let deficits = if balanced { Deficits::Balanced } else { Deficits::Fixed };
        // labour that does not move has no scale to gain
        let kind = if fixed { kind & !64 } else { kind };
        agree(seed, countries, sectors, kind, deficits, if fixed { Labour::Fixed } else { Labour::Mobile });
    }
}
