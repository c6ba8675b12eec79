//! What a government counts: real income where all weights are one, and derivatives that are those of the payoff.
#![allow(clippy::unwrap_used)]

mod common;

use common::Ossa;
use thalweg_talks::{Contest, Game, Payoff, Player, Scheme};
use thalweg_trade::{Base, Baseline, Model, Policy, Settings};

fn world() -> (Baseline, Base) {
    let world = Baseline::embedded("world-2011").unwrap();
    let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
    let settings = Settings { tolerance: 1e-12, ..Settings::default() };
    let base = Base::new(&world, &elasticities, &Model::default(), settings).unwrap();
    (world, base)
}

/// Every tariff of a country moved a little.
fn moved(base: &Base, country: usize) -> Policy {
    let mut policy = base.policy().clone();
    for j in 0..policy.tariffs.sectors() {
        let row = policy.tariffs.row_mut(j, country);
        row.iter_mut().enumerate().filter(|(i, _)| *i != country).for_each(|(_, t)| *t += 0.2);
    }
    policy
}

/// Real income from its definition: income over the price index of final spending.
fn real_income(base: &Base, at: &thalweg_trade::Equilibrium, n: usize) -> f64 {
    let price: f64 =
        (0..at.prices.sectors()).map(|j| base.final_share(j, n) * at.prices.get(j, n).ln()).sum();
    at.income[n] / base.equilibrium().income[n] / price.exp()
}

#[test]
fn weights_of_one_give_real_income() {
    let (world, base) = world();
    let at = base.solve(moved(&base, world.country("USA").unwrap())).unwrap();
    for n in 0..world.countries.len() {
        let payoff = Payoff::new(&base, n, &vec![1.0; world.sectors.len()]);
        let gap = payoff.value(&at).exp() / real_income(&base, &at, n) - 1.0;
        assert!(gap.abs() < 1e-12, "{}: {gap}", world.countries[n].code);
        assert!(payoff.value(base.equilibrium()).abs() < 1e-12);
    }
}

/// The gradient of one player against central differences, for every scheme of instruments.
fn check(contest: &Contest<'_>, policy: &Policy) {
    let (_, slopes) = contest.slopes(0, policy.clone()).unwrap();
    let instruments = contest.instruments(0);
    let rates = instruments.rates(policy);
    let scale = slopes.iter().fold(0.0f64, |largest, slope| largest.max(slope.abs()));
    let step = 1e-3;
    let value = |k: usize, by: f64| {
        let mut rates = rates.clone();
        rates[k] += by * step;
        let mut policy = policy.clone();
        instruments.set(&rates, &mut policy);
        contest.slopes(0, policy).unwrap().0
    };
    for k in (0..instruments.len()).step_by(instruments.len().div_ceil(4)) {
        let near = value(k, 1.0) - value(k, -1.0);
        let far = value(k, 2.0) - value(k, -2.0);
        let numeric = (8.0 * near - far) / (12.0 * step);
        assert!((slopes[k] - numeric).abs() < 1e-6 * scale, "{k}: {} and {numeric}", slopes[k]);
    }
}

#[test]
fn gradients_are_those_of_the_payoff() {
    let (world, base) = world();
    let sectors = world.sectors.len();
    let mean = (sectors - 1) as f64 / 2.0;
    let weights: Vec<f64> = (0..sectors).map(|j| 1.0 + 0.5 * (j as f64 / mean - 1.0)).collect();
    for scheme in [Scheme::BySectorAndPartner, Scheme::BySector, Scheme::ByPartner, Scheme::Uniform] {
        let player = Player::new("USA").scheme(scheme).weights(weights.clone());
        let contest =
            Contest::new(&world, &base, &Game { players: vec![player], ..Game::default() }).unwrap();
        // at rates that the scheme can set
        let mut policy = moved(&base, world.country("CHN").unwrap());
        let instruments = contest.instruments(0);
        instruments.set(&instruments.rates(&policy), &mut policy);
        check(&contest, &policy);
    }
}

#[test]
fn gradients_with_markups_and_political_weights() {
    let Some(ossa) = Ossa::open() else { return };
    let game = Game { players: ossa.game().players.split_off(4), ..Game::default() };
    let contest = Contest::new(&ossa.baseline, &ossa.base, &game).unwrap();
    check(&contest, &moved(&ossa.base, 2));
}
