//! What a game comes to does not depend on the number of threads, to the last bit.
#![allow(clippy::unwrap_used)]

mod common;

use common::Ossa;
use thalweg_talks::{Contest, Game, Player, Scheme, Search, War};
use thalweg_trade::{Base, Baseline, Model, Settings};

fn with_threads<T: Send>(threads: usize, what: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(what)
}

#[test]
fn a_war_with_inputs() {
    let world = Baseline::embedded("world-2011").unwrap();
    let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
    let base = Base::new(&world, &elasticities, &Model::default(), Settings::default()).unwrap();
    let sectors: Vec<String> = world.sectors.iter().take(3).map(|sector| sector.code.clone()).collect();
    let side = |who: &str, whom: &str| {
        Player::new(who).scheme(Scheme::BySector).against([whom]).on(sectors.clone()).bounds(0.0, 2.0)
    };
    let game = Game { players: vec![side("USA", "CHN"), side("CHN", "USA")], ..Game::default() };
    let contest = Contest::new(&world, &base, &game).unwrap();
    let search = Search { random_starts: 2, ..Search::default() };
    let war = |threads| with_threads(threads, || contest.war(base.policy(), &search).unwrap());
    let alone: War = war(1);
    assert_eq!(alone, war(3));
    assert_eq!(alone, war(2));
}

#[test]
fn a_response_without_inputs() {
    let Some(ossa) = Ossa::open() else { return };
    let contest = Contest::new(&ossa.baseline, &ossa.base, &ossa.game()).unwrap();
    let search = Search { random_starts: 2, ..Search::default() };
    let response =
        |threads| with_threads(threads, || contest.respond(5, ossa.base.policy(), &search).unwrap());
    assert_eq!(response(1), response(3));
}
