//! The frontier of what can be signed: the best for one side, whatever the other gets.
#![allow(clippy::unwrap_used)]

mod common;

use common::Ossa;
use common::worlds::{traders, twins};
use thalweg_talks::{Contest, ErrorKind, Frontier, Game, Player, Rule, Scheme, Search, Threat};
use thalweg_trade::{Base, Baseline, Model, Settings};

fn few() -> Search {
    Search { random_starts: 0, ..Search::default() }
}

fn base(world: &Baseline) -> Base {
    let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
    let settings = Settings { tolerance: 1e-12, ..Settings::default() };
    Base::new(world, &elasticities, &Model::default(), settings).unwrap()
}

fn players(codes: &[&str], scheme: Scheme) -> Game {
    let player = |code: &&str| Player::new(*code).scheme(scheme).bounds(-0.3, 1.0);
    Game { players: codes.iter().map(player).collect(), ..Game::default() }
}

/// It falls, is bent outwards, keeps its conditions, and its price is its slope.
fn is_a_frontier(frontier: &Frontier, points: usize) {
    assert_eq!(frontier.points.len(), points);
    let level = |k: usize, p: usize| 1.0 + frontier.points[k].welfare_pct[p] / 100.0;
    let mut chords = Vec::new();
    for k in 1..points {
        let (first, second) = (level(k, 0) - level(k - 1, 0), level(k, 1) - level(k - 1, 1));
        assert!(first < 0.0 && second > 0.0, "{k}: {first} {second}");
        chords.push(-(first / second));
    }
    for k in 1..chords.len() {
        assert!(chords[k] > chords[k - 1], "{chords:?}");
    }
    for (k, point) in frontier.points.iter().enumerate() {
        assert!(point.violation_pct < 1e-5 && point.slope < 1e-5, "{point:?}");
        for p in 0..2 {
            assert!(point.welfare_pct[p] >= frontier.threat_pct[p] - 1e-5, "{point:?}");
        }
        if k == 0 || k + 1 == points {
            continue;
        }
        // a percent of welfare against a percent: the ratio of levels apart
        let price = point.price.unwrap() * level(k, 0) / level(k, 1);
        assert!(chords[k - 1] < price && price < chords[k], "{k}: {price} {chords:?}");
        // a parabola through three points has the mean chord for its slope in the middle
        let slope = (chords[k - 1] + chords[k]) / 2.0;
        assert!((price / slope - 1.0).abs() < 0.02, "{k}: {price} {slope}");
    }
}

/// What the frontier gives the first party where the second has so much, both in percent.
fn between(frontier: &Frontier, second: f64) -> f64 {
    let pairs = frontier.points.windows(2);
    let mut around =
        pairs.filter(|pair| pair[0].welfare_pct[1] <= second && second <= pair[1].welfare_pct[1]);
    let pair = around.next().unwrap();
    let part = (second - pair[0].welfare_pct[1]) / (pair[1].welfare_pct[1] - pair[0].welfare_pct[1]);
    pair[0].welfare_pct[0] + part * (pair[1].welfare_pct[0] - pair[0].welfare_pct[0])
}

#[test]
fn prices_are_slopes_and_deals_lie_on_it() {
    let world = traders(&[1.0, 1.6, 3.0]);
    let base = base(&world);
    let contest = Contest::new(&world, &base, &players(&["AAA", "BBB"], Scheme::BySectorAndPartner)).unwrap();
    for threat in [Threat::StatusQuo, Threat::War] {
        let threat = contest.threat(threat, &[], &few()).unwrap();
        let frontier = contest.frontier(&[], &threat, 21, false, &few()).unwrap();
        is_a_frontier(&frontier, 21);
        let width = frontier.points[0].welfare_pct[0] - frontier.points[20].welfare_pct[0];
        for rule in Rule::ALL {
            let deal = contest.deal(&[], &threat, rule, &few()).unwrap();
            let [first, second] = [0, 1].map(|p| deal.parties[p].deal_pct);
            let gap = first - between(&frontier, second);
            // chords lie below what is bent outwards
            assert!(gap > -1e-6 && gap < 0.005 * width, "{rule:?}: {gap} of {width}");
        }
    }
}

/// With two rates, all packages on a grid lie below it.
#[test]
fn no_package_lies_beyond_it() {
    let world = traders(&[1.0, 2.5]);
    let base = base(&world);
    let contest = Contest::new(&world, &base, &players(&["AAA", "BBB"], Scheme::Uniform)).unwrap();
    let war = contest.threat(Threat::War, &[], &few()).unwrap();
    let frontier = contest.frontier(&[], &war, 41, false, &few()).unwrap();
    is_a_frontier(&frontier, 41);
    let (low, high) = (frontier.points[0].welfare_pct[1], frontier.points[40].welfare_pct[1]);
    let mut nearest = f64::INFINITY;
    for a in 0..=100 {
        for b in 0..=100 {
            let mut policy = base.policy().clone();
            contest.instruments(0).set(&[-0.3 + 0.005 * f64::from(a)], &mut policy);
            contest.instruments(1).set(&[-0.3 + 0.005 * f64::from(b)], &mut policy);
            let at = base.solve(policy).unwrap();
            let [first, second] = [0, 1].map(|p| contest.payoff(p).percent(&at));
            if (low..=high).contains(&second) {
                nearest = nearest.min(between(&frontier, second) - first);
            }
        }
    }
    // chords lie below the frontier by the square of their length
    assert!(nearest > -2e-3 && nearest < 2e-3, "{nearest}");
}

#[test]
fn countries_that_are_alike_have_a_frontier_that_is_its_own_mirror() {
    let world = twins([0.2, 0.1]);
    let base = base(&world);
    let contest = Contest::new(&world, &base, &players(&["AAA", "BBB"], Scheme::BySector)).unwrap();
    let war = contest.threat(Threat::War, &[], &few()).unwrap();
    let frontier = contest.frontier(&[], &war, 9, false, &few()).unwrap();
    is_a_frontier(&frontier, 9);
    for point in &frontier.points[1..8] {
        let [first, second] = point.welfare_pct;
        let mirrored = between(&frontier, first);
        assert!((second - mirrored).abs() < 0.02 * (second - frontier.threat_pct[1]), "{point:?} {mirrored}");
    }
}

#[test]
fn third_countries_stand_beside_it() {
    let world = traders(&[1.0, 1.6, 3.0, 2.0]);
    let base = base(&world);
    let contest = Contest::new(&world, &base, &players(&["AAA", "BBB"], Scheme::BySectorAndPartner)).unwrap();
    let quo = contest.threat(Threat::StatusQuo, &[], &few()).unwrap();
    let free = contest.frontier(&[], &quo, 7, false, &few()).unwrap();
    let kind = contest.frontier(&[], &quo, 7, true, &few()).unwrap();
    is_a_frontier(&free, 7);
    assert!(free.points.iter().all(|point| point.thirds_pct < 0.0 && point.losers > 0));
    assert!(kind.points.iter().all(|point| point.thirds_pct > -1e-5), "{:?}", kind.points);
    // what spares others leaves less
    for point in &kind.points[1..6] {
        let [first, second] = point.welfare_pct;
        if second >= free.points[0].welfare_pct[1] {
            assert!(first < between(&free, second), "{point:?}");
        }
    }
}

/// Ossa's USA and CHN: deals lie between the chords of the frontier and its tangents.
#[test]
fn two_of_seven_regions() {
    let Some(ossa) = Ossa::open() else { return };
    let contest = Contest::new(&ossa.baseline, &ossa.base, &ossa.game()).unwrap();
    let player = |code: &str| (0..contest.players()).find(|p| contest.code(*p) == code).unwrap();
    let parties = [player("USA"), player("CHN")];
    let quo = contest.threat(Threat::StatusQuo, &[], &few()).unwrap();
    let frontier = contest.frontier(&parties, &quo, 9, false, &few()).unwrap();
    assert_eq!(frontier.parties, ["USA", "CHN"]);
    for pair in frontier.points.windows(2) {
        assert!(pair[1].welfare_pct[0] < pair[0].welfare_pct[0], "{pair:?}");
        assert!(pair[1].price > pair[0].price, "{pair:?}");
    }
    for rule in [Rule::EqualGains, Rule::Nash] {
        let deal = contest.deal(&parties, &quo, rule, &few()).unwrap();
        let [first, second] = [0, 1].map(|p| deal.parties[p].deal_pct);
        assert!(first > between(&frontier, second) - 1e-5, "{rule:?}");
        for point in &frontier.points {
            let ratio = (100.0 + point.welfare_pct[0]) / (100.0 + point.welfare_pct[1]);
            let tangent =
                point.welfare_pct[0] - point.price.unwrap() * ratio * (second - point.welfare_pct[1]);
            assert!(first < tangent + 1e-4, "{rule:?}: {first} {tangent}");
        }
    }
}

#[test]
fn what_is_no_frontier() {
    let world = traders(&[1.0, 1.6, 3.0]);
    let base = base(&world);
    let contest = Contest::new(&world, &base, &players(&["AAA", "BBB", "CCC"], Scheme::Uniform)).unwrap();
    let quo = contest.threat(Threat::StatusQuo, &[], &few()).unwrap();
    for (parties, points) in [(vec![0, 1], 2), (vec![0, 1, 2], 5), (vec![], 5)] {
        let error = contest.frontier(&parties, &quo, points, false, &few()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Game);
        assert!(error.to_string().contains("two parties and at least 3 points"), "{error}");
    }
    // where nothing is to be signed there are no points
    let stuck =
        |code: &str, whom: &str| Player::new(code).scheme(Scheme::Uniform).against([whom]).bounds(0.1, 1.0);
    let game = Game { players: vec![stuck("AAA", "BBB"), stuck("BBB", "AAA")], ..Game::default() };
    let contest = Contest::new(&world, &base, &game).unwrap();
    let quo = contest.threat(Threat::StatusQuo, &[], &few()).unwrap();
    assert!(contest.frontier(&[], &quo, 5, false, &few()).unwrap().points.is_empty());
}
