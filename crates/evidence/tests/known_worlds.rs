//! Worlds whose elasticity is known, because the trade engine made them.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{TradeWar, shared_data};
use std::collections::BTreeMap;
use thalweg_evidence::{Backtest, Data, Estimate, Panel, Placebo, Question, SampleData, SampleWorld};
use thalweg_trade::{Base, Model, Policy as Rates, Settings};

fn data(sample: &SampleData) -> Data<'_> {
    Data { panel: &sample.panel, policy: &sample.policy, baseline: Some(&sample.baseline), lists: None }
}

/// All pairs of a sample world are comparable.
fn question() -> Question {
    Question { placebo: Placebo { comparable: 0.0, ..Placebo::default() }, ..Question::new(2017) }
}

/// Every estimator, exactly: the response is one more than the elasticity.
#[test]
fn an_elasticity_without_noise_is_found_by_every_estimator() {
    for (elasticity, seed) in [(4.0, 1), (0.8, 2), (9.0, 3)] {
        let sample = SampleWorld { elasticity, seed, noise: 0.0, ..SampleWorld::default() }.make().unwrap();
        let estimate = Estimate::new(&data(&sample), &question()).unwrap();
        let after: Vec<_> = estimate.estimators.iter().filter(|row| row.year > 2017).collect();
        assert_eq!(after.len(), 9, "three estimators in three years");
        for row in after {
            assert!((row.response - 1.0 - elasticity).abs() < 1e-6, "{row:?}");
        }
        let sides = estimate.by_sector.iter().filter(|row| row.year == 2020);
        assert!(sides.clone().count() == 5);
        assert!(sides.clone().all(|row| (row.response - 1.0 - elasticity).abs() < 1e-6));
    }
}

/// The world of 2017 with an elasticity of 4 under the tariffs that came, as the issue asks.
#[test]
fn the_world_of_2017_with_four_gives_four() {
    let Some(shared) = shared_data() else { return };
    let TradeWar { baseline, policy, .. } = TradeWar::read(&shared);
    let elasticities = vec![4.0; baseline.sectors.len()];
    let base = Base::new(&baseline, &elasticities, &Model::default(), Settings::default()).unwrap();
    let mut rates = Rates::of(&baseline);
    for ((importer, exporter, sector), add) in &policy.additions {
        let (n, i) = (baseline.country(importer).unwrap(), baseline.country(exporter).unwrap());
        *rates.tariffs.get_mut(baseline.sector(sector).unwrap(), n, i) += add;
    }
    let after = base.solve(rates).unwrap().flows;
    let simulated = Panel {
        countries: baseline.countries.iter().map(|c| c.code.clone()).collect(),
        sectors: baseline.sectors.iter().map(|s| s.code.clone()).collect(),
        flows: BTreeMap::from([(2017, base.equilibrium().flows.clone()), (2022, after)]),
        intakes: Vec::new(),
    };
    let data = Data { panel: &simulated, policy: &policy, baseline: Some(&baseline), lists: None };
    let question = Question { sectors: vec!["manufacturing".to_owned()], ..Question::new(2017) };
    let estimate = Estimate::new(&data, &question).unwrap();
    for row in &estimate.estimators {
        assert!((row.theta.unwrap() - 4.0).abs() < 1e-6, "{row:?}");
    }
    // and a backtest on a world that the model made is without fault
    let backtest = Backtest::new(&data, &question, 2022).unwrap();
    let perfect = backtest.scores.iter().filter(|row| row.forecast == "uniform-4");
    for row in perfect {
        assert!(row.mean_error < 1e-3 && (row.slope.unwrap() - 1.0).abs() < 1e-3, "{row:?}");
        assert!(row.rank_correlation.unwrap() > 0.999, "{row:?}");
    }
}

/// Over many worlds with noise the mean is right within two percent, and nine of ten 90 % intervals hold the truth.
#[test]
fn noise_does_not_bias_and_intervals_cover() {
    let worlds = 300;
    let (mut sum, mut covered) = (0.0, 0);
    for seed in 0..worlds {
        let sample = SampleWorld { noise: 0.15, years: 1, seed, ..SampleWorld::default() }.make().unwrap();
        let estimate = Estimate::new(&data(&sample), &question()).unwrap();
        let last = estimate.years.last().unwrap();
        sum += last.response - 1.0;
        covered += usize::from((last.low.unwrap()..last.high.unwrap()).contains(&5.0));
    }
    let (mean, coverage) = (sum / worlds as f64, covered as f64 / worlds as f64);
    assert!((mean / 4.0 - 1.0).abs() < 0.02, "mean {mean}");
    assert!((0.85..=0.95).contains(&coverage), "coverage {coverage}");
}

#[test]
fn the_same_bits_whatever_the_number_of_threads() {
    let sample = SampleWorld::default().make().unwrap();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| Estimate::new(&data(&sample), &question()).unwrap())
    };
    assert_eq!(with(1), with(3));
}

/// Zeros are kept by Poisson, and flows of importers that buy nothing any more do not stop it.
#[test]
fn poisson_lives_with_zeros() {
    let mut sample = SampleWorld { noise: 0.0, ..SampleWorld::default() }.make().unwrap();
    let flows = sample.panel.flows.get_mut(&2020).unwrap();
    for i in 0..14 {
        if i != 5 {
            *flows.get_mut(0, 5, i) = 0.0;
        }
    }
    let estimate = Estimate::new(&data(&sample), &question()).unwrap();
    let row = estimate.estimators.iter().find(|row| row.year == 2020 && row.estimator == "poisson").unwrap();
    assert!((row.response - 5.0).abs() < 1e-6, "{row:?}");
}
