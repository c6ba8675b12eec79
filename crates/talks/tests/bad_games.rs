//! Games that make no sense are refused, with everything that is wrong in one pass.
#![allow(clippy::unwrap_used)]

use thalweg_talks::{Contest, ErrorKind, Game, Player};
use thalweg_trade::{Base, Baseline, Model, Settings};

/// What is said of a game.
fn refused(players: Vec<Player>) -> String {
    let world = Baseline::embedded("world-2011").unwrap();
    let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
    let base = Base::new(&world, &elasticities, &Model::default(), Settings::default()).unwrap();
    let error = Contest::new(&world, &base, &Game { players, ..Game::default() }).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Game);
    error.to_string()
}

#[test]
fn each_kind_of_nonsense() {
    let sectors = Baseline::embedded("world-2011").unwrap().sectors.len();
    let usa = || Player::new("USA");
    for (players, said) in [
        (vec![], "no players"),
        (vec![usa(), usa()], "USA plays twice"),
        (vec![Player::new("USB")], "unknown country `USB` (the nearest known word is `USA`)"),
        (vec![usa().against(["CHM"])], "unknown country `CHM`"),
        (vec![usa().against(["USA"])], "against itself"),
        (vec![usa().on(["unobtainium"])], "unknown sector `unobtainium`"),
        (vec![usa().bounds(0.5, 0.1)], "hold no rate"),
        (vec![usa().bounds(-1.0, 0.1)], "hold no rate"),
        (vec![usa().bounds(0.0, f64::INFINITY)], "hold no rate"),
        (vec![usa().weights(vec![1.0])], "1 political weights"),
        (vec![usa().weights(vec![2.0; sectors])], "2.000000 on average"),
        (vec![usa().weights(vec![f64::NAN; sectors])], "weight of NaN"),
    ] {
        let message = refused(players);
        assert!(message.contains(said), "{message}");
    }
    let both = refused(vec![usa().bounds(1.0, 0.0).weights(vec![1.0]), Player::new("USB")]);
    assert_eq!(both.lines().count(), 3, "{both}");
}
