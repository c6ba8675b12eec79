//! Solves and gradients that begin where others ended, against those that begin at the base.
#![allow(clippy::unwrap_used)]

mod plain;
mod worlds;

use plain::{Options as Kinds, random_change, random_world};
use thalweg_trade::{Base, Competition, Equilibrium, Gradient, Model, Objective, Policy, Settings};
use worlds::{baseline, policy};

/// A random world of some kind, and two policies on it that lie near each other.
fn world(seed: u64, kind: u64, competition: Competition) -> (Base, Policy, Policy) {
    let mut world = random_world(seed, 2 + kind as usize % 6, 1 + kind as usize % 4, Kinds::from_bits(kind));
    if competition == Competition::Monopolistic {
        // profits are 1/sigma of sales: value added must hold them
        world.beta.iter_mut().flatten().for_each(|beta| *beta = 1.0);
        world.gamma.iter_mut().flatten().flatten().for_each(|gamma| *gamma = 0.0);
    }
    let data = baseline(&world);
    let elasticities: Vec<f64> = data.sectors.iter().map(|s| s.elasticity).collect();
    let model = Model { competition, ..Model::default() };
    let settings = Settings { tolerance: 1e-12, ..Settings::default() };
    let base = Base::new(&data, &elasticities, &model, settings).unwrap();
    let first = policy(&random_change(seed, &world));
    let mut second = first.clone();
    second.tariffs.row_mut(0, 0).iter_mut().skip(1).for_each(|tariff| *tariff += 0.05);
    (base, first, second)
}

fn worlds() -> impl Iterator<Item = (Base, Policy, Policy)> {
    let perfect = (0..128).map(|kind| world(500 + kind, kind, Competition::Perfect));
    perfect.chain((0..16).map(|kind| world(700 + kind, kind & !64, Competition::Monopolistic)))
}

/// Log real income of a country, whose derivatives these are.
fn real_income(base: &Base, at: &Equilibrium, n: usize) -> Objective {
    let mut objective = Objective::nothing(at.prices.sectors(), at.prices.countries());
    objective.income[n] = 1.0 / at.income[n];
    for j in 0..at.prices.sectors() {
        *objective.prices.get_mut(j, n) = -base.final_share(j, n);
    }
    objective
}

fn assert_near(what: &str, a: &[f64], b: &[f64], within: f64) {
    let scale = b.iter().fold(f64::MIN_POSITIVE, |largest, v| largest.max(v.abs()));
    for (a, b) in a.iter().zip(b) {
        assert!((a - b).abs() <= within * scale, "{what}: {a} and {b}");
    }
}

fn assert_same_gradient(a: &Gradient, b: &Gradient) {
    assert_near("tariffs", a.tariffs.values(), b.tariffs.values(), 1e-8);
    assert_near("export taxes", a.export_taxes.values(), b.export_taxes.values(), 1e-8);
    assert_near("subsidies", a.subsidies.values(), b.subsidies.values(), 1e-8);
}

#[test]
fn a_walk_comes_to_the_same_equilibria() {
    for (base, first, second) in worlds() {
        let direct = base.solve(second.clone()).unwrap();
        let start = base.solve(first.clone()).unwrap();
        let mut walk = base.walk();
        walk.solve(first).unwrap();
        let same_walk = walk.solve(second.clone()).unwrap();
        for found in [same_walk, base.solve_from(&start, second).unwrap()] {
            assert!(found.certificate.converged && found.policy == direct.policy);
            assert_near("wages", found.wages.values(), direct.wages.values(), 1e-9);
            assert_near("flows", found.flows.values(), direct.flows.values(), 1e-9);
            assert_near("income", &found.income, &direct.income, 1e-9);
        }
    }
}

#[test]
fn the_same_walk_gives_the_same_bits() {
    for (base, first, second) in worlds().step_by(9) {
        let walked = || {
            let mut walk = base.walk();
            let start = walk.solve(first.clone()).unwrap();
            let objective = real_income(&base, &start, 0);
            walk.gradient(&start, &objective).unwrap();
            let at = walk.solve(second.clone()).unwrap();
            let gradient = walk.gradient(&at, &objective).unwrap();
            (at, gradient)
        };
        let once = walked();
        // whatever else was solved on the base in between, in the same rooms
        let other = base.solve(second.clone()).unwrap();
        base.gradient(&other, &real_income(&base, &other, 1)).unwrap();
        assert_eq!(once, walked());
        assert_eq!(base.solve(first.clone()).unwrap(), base.solve(first.clone()).unwrap());
    }
}

#[test]
fn gradients_of_several_objectives_are_those_of_each() {
    for (base, first, second) in worlds() {
        let start = base.solve(first).unwrap();
        let mut walk = base.walk_from(&start);
        let objectives = |at: &Equilibrium| [real_income(&base, at, 0), real_income(&base, at, 1)];
        walk.gradients(&start, &objectives(&start)).unwrap();
        let at = walk.solve(second).unwrap();
        let both = objectives(&at);
        let alone: Vec<Gradient> = both.iter().map(|o| base.gradient(&at, o).unwrap()).collect();
        assert_eq!(base.gradients(&at, &both).unwrap(), alone);
        for (found, alone) in walk.gradients(&at, &both).unwrap().iter().zip(&alone) {
            assert_same_gradient(found, alone);
        }
        let [mut sum, other] = both;
        sum.add_scaled(-0.7, &other);
        let mut expected = alone[0].clone();
        let add = |to: &mut [f64], what: &[f64]| to.iter_mut().zip(what).for_each(|(to, w)| *to -= 0.7 * w);
        add(expected.tariffs.values_mut(), alone[1].tariffs.values());
        add(expected.export_taxes.values_mut(), alone[1].export_taxes.values());
        add(expected.subsidies.values_mut(), alone[1].subsidies.values());
        assert_same_gradient(&base.gradient(&at, &sum).unwrap(), &expected);
    }
}

/// An equilibrium that a walk cannot reach is an error, and the walk goes on from the base.
#[test]
fn a_walk_survives_an_error() {
    let (base, first, second) = world(501, 1, Competition::Perfect);
    let mut walk = base.walk();
    walk.solve(first).unwrap();
    let mut wrong = second.clone();
    *wrong.tariffs.get_mut(0, 0, 1) = -2.0;
    assert!(walk.solve(wrong).is_err());
    assert!(walk.solve(second).unwrap().certificate.converged);
}
