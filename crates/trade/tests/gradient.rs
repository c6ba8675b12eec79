//! The adjoint gradient against central differences, on random worlds.
#![allow(clippy::unwrap_used)]

mod plain;
mod worlds;

use plain::{Change, Options as Kinds, random_change, random_world};
use thalweg_trade::{Base, Competition, Cube, Equilibrium, Model, Objective, Policy, Settings};
use worlds::{baseline, policy};

/// A small generator of numbers in [-1, 1).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
}

/// An objective that is linear in everything that it may answer, with random weights; amounts are weighed by their size.
struct Linear {
    prices: Vec<f64>,
    output: Vec<f64>,
    revenue: Vec<f64>,
    income: Vec<f64>,
    wages: Vec<f64>,
}

impl Linear {
    fn new(seed: u64, sectors: usize, countries: usize, size: f64) -> Self {
        let mut numbers = Numbers(seed);
        let mut some =
            |count: usize, over: f64| (0..count).map(|_| numbers.next() / over).collect::<Vec<f64>>();
        Self {
            prices: some(sectors * countries, 1.0),
            output: some(sectors * countries, size),
            revenue: some(countries, size),
            income: some(countries, size),
            wages: some(countries, 1.0),
        }
    }

    fn value(&self, at: &Equilibrium) -> f64 {
        let sum = |weights: &[f64], values: &mut dyn Iterator<Item = f64>| -> f64 {
            weights.iter().zip(values).map(|(weight, value)| weight * value).sum()
        };
        let revenue = |n: usize| -> f64 {
            (0..at.flows.sectors())
                .map(|j| {
                    let cells = at.flows.row(j, n).iter().zip(at.policy.tariffs.row(j, n));
                    cells.map(|(flow, tariff)| flow * tariff).sum::<f64>()
                })
                .sum()
        };
        sum(&self.prices, &mut at.prices.values().iter().map(|p| p.ln()))
            + sum(&self.output, &mut at.output.values().iter().copied())
            + sum(&self.revenue, &mut (0..at.income.len()).map(revenue))
            + sum(&self.income, &mut at.income.iter().copied())
            + sum(&self.wages, &mut at.wages.row(0).iter().map(|w| w.ln()))
    }

    fn objective(&self, sectors: usize, countries: usize) -> Objective {
        let mut objective = Objective::nothing(sectors, countries);
        objective.prices.values_mut().copy_from_slice(&self.prices);
        objective.output.values_mut().copy_from_slice(&self.output);
        objective.revenue.clone_from(&self.revenue);
        objective.income.clone_from(&self.income);
        objective.wages.clone_from(&self.wages);
        objective
    }
}

fn check(seed: u64, countries: usize, sectors: usize, kind: u64, competition: Competition) {
    let mut world = random_world(seed, countries, sectors, Kinds::from_bits(kind));
    if competition == Competition::Monopolistic {
        // profits are 1/sigma of sales: value added must hold them
        world.beta.iter_mut().flatten().for_each(|beta| *beta = 1.0);
        world.gamma.iter_mut().flatten().flatten().for_each(|gamma| *gamma = 0.0);
    }
    let change = Change { ..random_change(seed, &world) };
    let data = baseline(&world);
    let model = Model { competition, ..Model::default() };
    let settings = Settings { tolerance: 2e-13, ..Settings::default() };
    let elasticities: Vec<f64> = data.sectors.iter().map(|s| s.elasticity).collect();
    let base = Base::new(&data, &elasticities, &model, settings).unwrap();
    let here = policy(&change);
    let at = base.solve(here.clone()).unwrap();
    let linear = Linear::new(seed, sectors, countries, at.income.iter().sum());
    let gradient = base.gradient(&at, &linear.objective(sectors, countries)).unwrap();
    let scale = gradient.tariffs.values().iter().fold(0.0f64, |largest, v| largest.max(v.abs()));
    let slope = |move_by: &dyn Fn(&mut Policy, f64)| {
        let step = 2e-4;
        let value = |by: f64| {
            let mut policy = here.clone();
            move_by(&mut policy, by);
            linear.value(&base.solve(policy).unwrap())
        };
        // fourth order: the error of the difference is below that of the solve
        (8.0 * (value(step) - value(-step)) - (value(2.0 * step) - value(-2.0 * step))) / (12.0 * step)
    };
    let near = |what: &str, analytic: f64, numeric: f64| {
        let gap = (analytic - numeric).abs();
        assert!(gap < 1e-6 * scale.max(analytic.abs()), "{what}, seed {seed}: {analytic} and {numeric}");
    };
    let mut numbers = Numbers(seed ^ 77);
    let mut below = |count: usize| ((numbers.next() + 1.0) / 2.0 * count as f64) as usize;
    for _ in 0..3 {
        let (j, n, i) = (below(sectors), below(countries), below(countries));
        if n == i {
            continue;
        }
        let tariff = slope(&|policy, by| *policy.tariffs.get_mut(j, n, i) += by);
        near("tariff", gradient.tariffs.get(j, n, i), tariff);
        let tax = slope(&|policy, by| {
            let taxes = policy.export_taxes.get_or_insert_with(|| Cube::filled(sectors, countries, 0.0));
            *taxes.get_mut(j, n, i) += by;
        });
        near("export tax", gradient.export_taxes.get(j, n, i), tax);
        let subsidy = slope(&|policy, by| *policy.subsidies.get_mut(j, i) += by);
        near("subsidy", gradient.subsidies.get(j, i), subsidy);
    }
}

#[test]
fn perfect_competition() {
    for kind in 0..128 {
        check(4000 + kind, 2 + kind as usize % 5, 1 + kind as usize % 4, kind, Competition::Perfect);
    }
}

#[test]
fn monopolistic_competition() {
    for kind in 0..32 {
        check(
            9000 + kind,
            2 + kind as usize % 5,
            1 + kind as usize % 4,
            kind & !64,
            Competition::Monopolistic,
        );
    }
}
