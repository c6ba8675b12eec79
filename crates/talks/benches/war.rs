//! What a game costs: an equilibrium, a gradient, a best response, a war. Set `RAYON_NUM_THREADS=1` for one core.
//!
//! `cargo bench -p thalweg-talks --bench war`
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../tests/common/mod.rs"]
mod common;

use common::Ossa;
use divan::Bencher;
use thalweg_talks::{Contest, Game, Player, Scheme, Search};
use thalweg_trade::{Base, Baseline, Model, Policy, Settings};

fn main() {
    divan::main();
}

/// Every tariff between two of the seven regions somewhere between 30 and 70 percent.
fn half_a_war(base: &Base) -> Policy {
    let mut policy = base.policy().clone();
    let countries = policy.tariffs.countries();
    for j in 0..policy.tariffs.sectors() {
        for n in 0..countries {
            let row = policy.tariffs.row_mut(j, n).iter_mut().enumerate();
            row.filter(|(i, _)| *i != n)
                .for_each(|(i, t)| *t = 0.3 + 0.01 * ((7 * j + 3 * n + i) % 40) as f64);
        }
    }
    policy
}

/// Seven regions and 33 industries with markups: one equilibrium far from the base.
#[divan::bench(sample_count = 500)]
fn solve(bencher: Bencher<'_, '_>) {
    let Some(ossa) = Ossa::open() else { return };
    let policy = half_a_war(&ossa.base);
    bencher.with_inputs(|| policy.clone()).bench_values(|policy| ossa.base.solve(policy).unwrap());
}

/// What one government gains from every instrument of the world there.
#[divan::bench(sample_count = 500)]
fn gradient(bencher: Bencher<'_, '_>) {
    let Some(ossa) = Ossa::open() else { return };
    let contest = Contest::new(&ossa.baseline, &ossa.base, &ossa.game()).unwrap();
    let at = ossa.base.solve(half_a_war(&ossa.base)).unwrap();
    let objective = contest.payoff(0).objective(&at);
    bencher.bench(|| ossa.base.gradient(&at, &objective).unwrap());
}

/// Both on a walk, as a search does them: from the equilibrium at tariffs that are a point lower or higher.
#[divan::bench(sample_count = 500)]
fn evaluation(bencher: Bencher<'_, '_>) {
    let Some(ossa) = Ossa::open() else { return };
    let contest = Contest::new(&ossa.baseline, &ossa.base, &ossa.game()).unwrap();
    let low = half_a_war(&ossa.base);
    let mut high = low.clone();
    let instruments = contest.instruments(0);
    let rates: Vec<f64> = instruments.rates(&low).iter().map(|rate| rate + 0.01).collect();
    instruments.set(&rates, &mut high);
    let mut walk = ossa.base.walk();
    let mut up = false;
    bencher.bench_local(|| {
        up = !up;
        let at = walk.solve(if up { high.clone() } else { low.clone() }).unwrap();
        walk.gradient(&at, &contest.payoff(0).objective(&at)).unwrap()
    });
}

/// The best tariffs of Japan if nobody answers, from seven starts.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn response(bencher: Bencher<'_, '_>) {
    let Some(ossa) = Ossa::open() else { return };
    let contest = Contest::new(&ossa.baseline, &ossa.base, &ossa.game()).unwrap();
    let japan = (0..contest.players()).find(|player| contest.code(*player) == "JPN").unwrap();
    bencher.bench(|| contest.respond(japan, ossa.base.policy(), &Search::default()).unwrap());
}

/// The war of all seven, with its certificate.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn war(bencher: Bencher<'_, '_>) {
    let Some(ossa) = Ossa::open() else { return };
    let contest = Contest::new(&ossa.baseline, &ossa.base, &ossa.game()).unwrap();
    bencher.bench(|| contest.war(ossa.base.policy(), &Search::default()).unwrap());
}

/// The United States against China on 81 economies and 28 sectors with inputs, both by sector, real income.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn usa_china(bencher: Bencher<'_, '_>) {
    let world = Baseline::embedded("world-2022").unwrap();
    let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
    let base = Base::new(&world, &elasticities, &Model::default(), Settings::default()).unwrap();
    let side = |who: &str, whom: &str| Player::new(who).scheme(Scheme::BySector).against([whom]);
    let game = Game { players: vec![side("USA", "CHN"), side("CHN", "USA")], ..Game::default() };
    let contest = Contest::new(&world, &base, &game).unwrap();
    bencher.bench(|| contest.war(base.policy(), &Search::default()).unwrap());
}
