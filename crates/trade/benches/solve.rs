//! How fast the engine solves. Reading, and preparing a base, are measured on their own.
//!
//! `cargo bench -p thalweg-trade --bench solve`
#![allow(clippy::unwrap_used, missing_docs)]

use divan::Bencher;
use rayon::prelude::*;
use thalweg_trade::scenario::{Change, Measure};
use thalweg_trade::{Base, Baseline, Draws, Options, Policy, Scenario, Settings, Simulator};

fn main() {
    divan::main();
}

/// The rates announced in April 2025 for the economies that a baseline has.
fn april_2025(baseline: &Baseline) -> Scenario {
    let table = include_str!("../../../examples/tables/us-april-2025.csv");
    let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    let measures = rows.map(|row| row.split(',').collect::<Vec<_>>()).filter_map(|cells| {
        let exporter = cells[0];
        let known = exporter == "EU" || baseline.country(exporter).is_some();
        let rate = Change::Add(cells[2].parse().unwrap());
        known.then(|| Measure::tariff("USA", exporter, "*", rate))
    });
    measures.fold(Scenario::new("April 2025"), Scenario::with)
}

/// A baseline made ready, and the policy of a scenario on it.
fn ready(baseline: &str, scenario: &Scenario) -> (Base, Policy) {
    let baseline = Baseline::embedded(baseline).unwrap();
    let resolved = scenario.resolve(&baseline).unwrap();
    let base = Base::new(&baseline, &resolved.elasticities, &resolved.model, Settings::default()).unwrap();
    (base, resolved.policy)
}

/// One solve to a certificate of 1e-10, on one core: 41 x 35 and 81 x 28 with inputs, 194 x 1 without.
#[divan::bench(args = ["world-2011", "world-2022", "world-2023"], sample_count = 200)]
fn solve(bencher: Bencher<'_, '_>, baseline: &str) {
    let scenario = match baseline {
        "world-2011" => Scenario::embedded("sixty-points").unwrap(),
        "world-2022" => Scenario::embedded("truce").unwrap(),
        _ => april_2025(&Baseline::embedded(baseline).unwrap()),
    };
    let (base, policy) = ready(baseline, &scenario);
    bencher.with_inputs(|| policy.clone()).bench_values(|policy| base.solve(policy).unwrap());
}

/// What a baseline costs once: accounts, the home loop, the steps of the wages, and the base solved where it must be.
#[divan::bench(args = ["world-2011", "world-2022", "world-2023"], sample_count = 20)]
fn prepare(bencher: Bencher<'_, '_>, name: &str) {
    let baseline = Baseline::embedded(name).unwrap();
    let resolved = Scenario::new("nothing").resolve(&baseline).unwrap();
    bencher.bench(|| {
        Base::new(&baseline, &resolved.elasticities, &resolved.model, Settings::default()).unwrap()
    });
}

/// A thousand scenarios of 41 x 35 on all cores: every tariff of the United States on China from 0 to 100 points.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn thousand_scenarios(bencher: Bencher<'_, '_>) {
    let baseline = Baseline::embedded("world-2011").unwrap();
    let (base, policy) = ready("world-2011", &Scenario::embedded("sixty-points").unwrap());
    let (usa, chn) = (baseline.country("USA").unwrap(), baseline.country("CHN").unwrap());
    let scenario = |number: usize| {
        let mut policy = policy.clone();
        for sector in 0..baseline.sectors.len() {
            *policy.tariffs.get_mut(sector, usa, chn) += number as f64 / 1000.0 - 0.6;
        }
        policy
    };
    bencher.bench(|| {
        let worst = (0..1000usize).into_par_iter().map(|number| {
            let result = base.solve(scenario(number)).unwrap();
            result.certificate.max_residual
        });
        assert!(worst.reduce(|| 0.0, f64::max) <= 1e-10);
    });
}

/// `truce` with the intervals of 100 draws on all cores, every number of the outcome.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn hundred_draws(bencher: Bencher<'_, '_>) {
    let baseline = Baseline::embedded("world-2022").unwrap();
    let scenario = Scenario::embedded("truce").unwrap();
    let options = Options { draws: Some(Draws { count: 100, seed: 1 }), ..Options::default() };
    bencher.bench(|| {
        let simulator = Simulator::new(&baseline, Settings::default());
        simulator.simulate("truce", &scenario, &options).unwrap()
    });
}
