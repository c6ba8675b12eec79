//! How sure a deal is over draws of the elasticities.
#![allow(clippy::unwrap_used)]

mod common;

use common::worlds::traders;
use thalweg_talks::{Agreed, Contest, ErrorKind, Game, Player, Rule, Scheme, Search, Sureness, Threat};
use thalweg_trade::{Base, Baseline, Draws, Model, Settings};

fn few() -> Search {
    Search { random_starts: 0, ..Search::default() }
}

/// A world whose elasticities are known up to a part of themselves.
fn world(part: f64) -> Baseline {
    let mut world = traders(&[1.0, 1.6, 3.0]);
    world.sectors.iter_mut().for_each(|sector| sector.elasticity_se = Some(part * sector.elasticity));
    world
}

fn base(world: &Baseline) -> Base {
    let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
    Base::new(world, &elasticities, &Model::default(), Settings::default()).unwrap()
}

fn game() -> Game {
    let against =
        |who: &str, whom: &str| Player::new(who).scheme(Scheme::BySector).against([whom]).bounds(0.0, 1.0);
    Game { players: vec![against("AAA", "BBB"), against("BBB", "AAA")], ..Game::default() }
}

/// The deal of equal gains over the war.
fn ask(part: f64, delta: f64, draws: Draws) -> Sureness {
    let world = world(part);
    let base = base(&world);
    let contest = Contest::new(&world, &base, &game()).unwrap();
    let war = contest.threat(Threat::War, &[], &few()).unwrap();
    let deal = contest.deal(&[], &war, Rule::EqualGains, &few()).unwrap();
    let agreed = Agreed { deal: &deal.policy, threat: &war.policy, war: &war.policy };
    contest.sureness(&world, &[], agreed, delta, draws, &few(), &|_| {}).unwrap()
}

#[test]
fn any_number_of_threads_says_the_same() {
    let draws = Draws { count: 24, seed: 7 };
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| ask(0.4, 0.5, draws))
    };
    let one = with(1);
    assert_eq!(one, with(3));
    let other = ask(0.4, 0.5, Draws { seed: 8, ..draws });
    assert_ne!(one, other);
    for party in &one.parties {
        for band in [party.gain_pct, party.over_status_quo_pct, party.margin_pct] {
            assert!(band.low < band.median && band.median < band.high, "{band:?}");
        }
    }
    let text = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Sureness>(&text).unwrap(), one);
}

#[test]
fn what_is_certain_has_no_width() {
    let draws = Draws { count: 3, seed: 1 };
    let world = world(0.0);
    let base = base(&world);
    let contest = Contest::new(&world, &base, &game()).unwrap();
    let war = contest.threat(Threat::War, &[], &few()).unwrap();
    let deal = contest.deal(&[], &war, Rule::EqualGains, &few()).unwrap();
    let patience = contest.patience(&deal.policy, &war.policy, &thalweg_talks::Punishment::default(), &few());
    let needed = patience.unwrap().delta.unwrap();
    for (delta, kept) in [(0.5 * needed, 0.0), (0.5 * (1.0 + needed), 1.0)] {
        let agreed = Agreed { deal: &deal.policy, threat: &war.policy, war: &war.policy };
        let sure = contest.sureness(&world, &[], agreed, delta, draws, &few(), &|_| {}).unwrap();
        assert_eq!((sure.signable, sure.kept, sure.both, sure.failed), (1.0, kept, kept, 0));
        for (party, signed) in sure.parties.iter().zip(&deal.parties) {
            assert!(party.gain_pct.low == party.gain_pct.high, "{party:?}");
            assert!(party.margin_pct.low == party.margin_pct.high, "{party:?}");
            assert!((party.gain_pct.median - signed.gain_pct).abs() < 1e-9, "{party:?}");
        }
    }
    // nobody signs what is the threat itself, and everybody keeps the war
    let agreed = Agreed { deal: &war.policy, threat: &war.policy, war: &war.policy };
    let sure = contest.sureness(&world, &[], agreed, 0.0, draws, &few(), &|_| {}).unwrap();
    assert_eq!((sure.signable, sure.kept, sure.both), (0.0, 1.0, 0.0));
}

/// Each draw is what one gets by making the world anew with its elasticities.
#[test]
fn a_draw_is_a_world_with_other_elasticities() {
    let draws = Draws { count: 2, seed: 3 };
    let first = world(0.3);
    let first_base = base(&first);
    let contest = Contest::new(&first, &first_base, &game()).unwrap();
    let war = contest.threat(Threat::War, &[], &few()).unwrap();
    let agreed = Agreed { deal: contest.status_quo(), threat: &war.policy, war: &war.policy };
    let sure = contest.sureness(&first, &[], agreed, 0.6, draws, &few(), &|_| {}).unwrap();
    let medians: Vec<f64> = first.sectors.iter().map(|s| s.elasticity).collect();
    let touched = first_base.touched_trade(&war.policy);
    let spread = thalweg_trade::uncertainty::Spread::of(&first, &touched).unwrap();
    let mut gains = Vec::new();
    for draw in 0..2 {
        let drawn = spread.draw(&medians, 3, draw);
        let base = Base::new(&first, &drawn, &Model::default(), Settings::default()).unwrap();
        let contest = Contest::new(&first, &base, &game()).unwrap();
        let at_war = base.solve(war.policy.clone()).unwrap();
        gains.push(100.0 * (-contest.payoff(0).value(&at_war)).exp_m1());
        // the breach is the best in that world
        let patience = contest.patience(
            contest.status_quo(),
            &war.policy,
            &thalweg_talks::Punishment::default(),
            &few(),
        );
        let keeping = &patience.unwrap().players[0];
        let level = |pct: f64| 1.0 + pct / 100.0;
        let broken = 0.4 * level(keeping.breach_pct) + 0.6 * level(keeping.war_pct);
        let margin = 100.0 * (level(keeping.deal_pct) / broken - 1.0);
        let band = sure.parties[0].margin_pct;
        // with two draws the quantiles lie on the line between them
        let span = (band.high - band.low) / 0.9;
        let (least, most) = (band.low - 0.05 * span, band.high + 0.05 * span);
        assert!((margin - least).abs() < 1e-5 || (margin - most).abs() < 1e-5, "{margin}: {band:?}");
    }
    let mean = (gains[0] + gains[1]) / 2.0;
    assert!((sure.parties[0].gain_pct.median - mean).abs() < 1e-7);
}

#[test]
fn what_cannot_be_asked() {
    let plain = traders(&[1.0, 1.6, 3.0]);
    let certain = base(&plain);
    let contest = Contest::new(&plain, &certain, &game()).unwrap();
    let quo = contest.status_quo();
    let agreed = Agreed { deal: quo, threat: quo, war: quo };
    let ask = |world: &Baseline, parties: &[usize], delta: f64, count: usize| {
        let draws = Draws { count, seed: 1 };
        contest.sureness(world, parties, agreed, delta, draws, &few(), &|_| {}).unwrap_err()
    };
    let told = world(0.1);
    for (error, said) in [
        (ask(&plain, &[], 0.5, 4), "says nothing of how uncertain"),
        (ask(&told, &[], 1.5, 4), "not in [0, 1)"),
        (ask(&told, &[0], 0.5, 4), "two parties"),
        (ask(&told, &[], 0.5, 1), "at least 2 draws"),
    ] {
        assert!(error.to_string().contains(said), "{error}");
    }
    assert_eq!(ask(&told, &[0, 5], 0.5, 4).kind(), ErrorKind::Game);
}
