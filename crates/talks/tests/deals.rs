//! Deals: the published numbers of Ossa (2014), deals found in other ways, and what each rule promises.
#![allow(clippy::unwrap_used)]

mod common;

use common::worlds::{traders, twins};
use common::{Ossa, rows};
use thalweg_talks::{
    Contest, Deal, ErrorKind, Game, Player, Rule, Scheme, Search, Threat, ThreatPoint, Tool,
};
use thalweg_trade::{Base, Baseline, Model, Policy, Settings};

fn few() -> Search {
    Search { random_starts: 0, ..Search::default() }
}

fn base(world: &Baseline) -> Base {
    let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
    let settings = Settings { tolerance: 1e-12, ..Settings::default() };
    Base::new(world, &elasticities, &Model::default(), settings).unwrap()
}

/// Two players, each with one rate against the other.
fn uniform() -> Game {
    let against =
        |who: &str, whom: &str| Player::new(who).scheme(Scheme::Uniform).against([whom]).bounds(0.0, 1.0);
    Game { players: vec![against("AAA", "BBB"), against("BBB", "AAA")], ..Game::default() }
}

/// A number that is printed with some decimals.
fn as_printed(what: &str, computed: f64, printed: &str) {
    let decimals = printed.split_once('.').map_or(0, |(_, tail)| tail.len()) as i32;
    let unit = 10f64.powi(decimals);
    let rounded = (computed * unit).round() / unit;
    assert!((rounded - printed.parse::<f64>().unwrap()).abs() < 1e-9, "{what}: {computed}, not {printed}");
}

/// Against what happens without a deal, the columns of table 5b that begin with V, w and profit, for each country.
fn columns(ossa: &Ossa, contest: &Contest<'_>, threat: &Policy, deal: &Policy) -> Vec<[f64; 3]> {
    let solve = |policy: &Policy| contest.base().solve(policy.clone()).unwrap();
    let (before, after) = (solve(threat), solve(deal));
    let count = ossa.baseline.countries.len();
    let ones = vec![1.0; ossa.baseline.sectors.len()];
    let wage = |n: usize| after.wage(0, n) / before.wage(0, n);
    let mean = (0..count).map(wage).sum::<f64>() / count as f64;
    let column = |n: usize| {
        let income = thalweg_talks::Payoff::new(&ossa.base, n, &ones);
        let profit = after.profits[n] / before.profits[n] / wage(n) - 1.0;
        let income = (income.value(&after) - income.value(&before)).exp_m1();
        [100.0 * income, 100.0 * (wage(n) - mean), 100.0 * profit]
    };
    (0..count).map(column).collect()
}

/// Those columns to their printed decimals.
fn as_in_table_5b(ossa: &Ossa, contest: &Contest<'_>, threat: &Policy, deal: &Deal, which: &str) {
    let columns = columns(ossa, contest, threat, &deal.policy);
    for row in rows(&ossa.folder.join("published/published_table_5b.csv")) {
        let code = &row["country"];
        if code == "mean" {
            as_printed("mean G", deal.reached_pct, &row[&format!("G_{which}")]);
            continue;
        }
        let [income, wage, profit] = columns[ossa.baseline.country(code).unwrap()];
        let party = deal.parties.iter().find(|party| party.player == *code).unwrap();
        as_printed(code, party.gain_pct, &row[&format!("G_{which}")]);
        as_printed(code, income, &row[&format!("V_{which}")]);
        as_printed(code, wage, &row[&format!("w_{which}")]);
        as_printed(code, profit, &row[&format!("profit_{which}")]);
        assert!((party.real_income_pct - income).abs() < 1e-6);
    }
}

/// The tariffs of a published table.
fn tariffs(ossa: &Ossa, file: &str) -> Policy {
    let mut policy = ossa.base.policy().clone();
    for row in rows(&ossa.folder.join("published").join(file)) {
        let [n, i] = ["importer", "exporter"].map(|side| ossa.baseline.country(&row[side]).unwrap());
        let j = ossa.baseline.sector(&row["sector"]).unwrap();
        *policy.tariffs.get_mut(j, n, i) = row["tariff"].parse().unwrap();
    }
    policy
}

/// Real income at the published optimum, percent over the factual tariffs.
const INCOMES: [(&str, &str); 7] = [
    ("BRA", "0.495"),
    ("CHN", "-1.572"),
    ("EU", "0.278"),
    ("IND", "0.754"),
    ("JPN", "0.483"),
    ("ROW", "0.726"),
    ("USA", "0.595"),
];

#[test]
fn talks_from_factual_tariffs() {
    let Some(ossa) = Ossa::open() else { return };
    let contest = Contest::new(&ossa.baseline, &ossa.base, &ossa.game()).unwrap();
    let threat = contest.threat(Threat::StatusQuo, &[], &few()).unwrap();
    // a reference solution: the same gain for everybody
    let reference = tariffs(&ossa, "talks_POL_factual.csv");
    let at = contest.base().solve(reference.clone()).unwrap();
    for player in 0..contest.players() {
        as_printed(contest.code(player), contest.payoff(player).percent(&at), "0.477");
    }
    // from there, and from where the world stands, the search ends at the published optimum
    let published = contest.deal_near(&[], &threat, Rule::EqualGains, &reference, &few()).unwrap();
    as_printed("published", published.reached_pct, "0.477");
    for (code, income) in INCOMES {
        let party = published.parties.iter().find(|party| party.player == code).unwrap();
        as_printed(code, party.real_income_pct, income);
        assert!((party.gain_pct - published.reached_pct).abs() < 1e-6, "{party:?}");
    }
    as_in_table_5b(&ossa, &contest, &threat.policy, &published, "factual");
    // but there is a better one
    let best = contest.deal(&[], &threat, Rule::EqualGains, &few()).unwrap();
    as_printed("best", best.reached_pct, "0.5");
    assert!(best.reached_pct >= published.reached_pct - 1e-6);
    assert!(best.slope < 1e-6 && best.violation_pct < 1e-5);
    let near = contest.deal_near(&[], &threat, Rule::EqualGains, contest.status_quo(), &few()).unwrap();
    as_printed("from the status quo", near.reached_pct, "0.477");
}

#[test]
fn talks_from_free_trade_and_from_war() {
    let Some(ossa) = Ossa::open() else { return };
    let contest = Contest::new(&ossa.baseline, &ossa.base, &ossa.game()).unwrap();
    let free = contest.threat(Threat::FreeTrade, &[], &few()).unwrap();
    let deal = contest.deal_near(&[], &free, Rule::EqualGains, &free.policy, &few()).unwrap();
    as_printed("from free trade", deal.reached_pct, "0.214");
    as_in_table_5b(&ossa, &contest, &free.policy, &deal, "free");
    let war = ThreatPoint { threat: Threat::War, policy: tariffs(&ossa, "nash_POL.csv") };
    let deal = contest.deal_near(&[], &war, Rule::EqualGains, &free.policy, &few()).unwrap();
    as_printed("from war", deal.reached_pct, "3.6");
    assert!(deal.reached_pct >= 3.605 - 5e-4, "{}", deal.reached_pct);
}

/// The log payoffs of both players on a grid of rates.
fn grid(contest: &Contest<'_>, steps: usize, high: f64) -> Vec<([f64; 2], [f64; 2])> {
    let mut all = Vec::new();
    for a in 0..=steps {
        for b in 0..=steps {
            let rates = [a, b].map(|k| high * k as f64 / steps as f64);
            all.push((rates, payoffs(contest, rates)));
        }
    }
    all
}

fn payoffs(contest: &Contest<'_>, rates: [f64; 2]) -> [f64; 2] {
    let mut policy = contest.status_quo().clone();
    (0..2).for_each(|p| contest.instruments(p).set(&[rates[p]], &mut policy));
    let at = contest.base().solve(policy).unwrap();
    [0, 1].map(|p| contest.payoff(p).value(&at))
}

/// With two rates everything can be tried out.
#[test]
fn a_grid_finds_no_better_deal() {
    let world = traders(&[1.0, 2.5]);
    let base = base(&world);
    let contest = Contest::new(&world, &base, &uniform()).unwrap();
    let war = contest.threat(Threat::War, &[], &few()).unwrap();
    let at = base.solve(war.policy.clone()).unwrap();
    let without = [0, 1].map(|p| contest.payoff(p).value(&at));
    let tried: Vec<[f64; 2]> = grid(&contest, 160, 0.4)
        .into_iter()
        .map(|(_, payoffs)| [0, 1].map(|p| 100.0 * (payoffs[p] - without[p]).exp_m1()))
        .collect();
    let most = |of: &dyn Fn(&[f64; 2]) -> f64| tried.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let harmless = |g: &[f64; 2], other: usize| g[other] >= 0.0;
    let ideals = [0, 1].map(|p| most(&|g| if harmless(g, 1 - p) { g[p] } else { f64::NEG_INFINITY }));
    let best = [
        most(&|g| g[0].min(g[1])),
        most(&|g| if g[0] > 0.0 && g[1] > 0.0 { (g[0] * g[1]).sqrt() } else { f64::NEG_INFINITY }),
        100.0 * most(&|g| (g[0] / ideals[0]).min(g[1] / ideals[1])),
    ];
    for (rule, best) in Rule::ALL.into_iter().zip(best) {
        let deal = contest.deal(&[], &war, rule, &few()).unwrap();
        let gains = [0, 1].map(|p| deal.parties[p].gain_pct);
        // a grid misses the best by little, and never has more
        let near = if rule == Rule::KalaiSmorodinsky { 0.01 } else { 1e-3 };
        assert!(deal.reached_pct >= best * (1.0 - near), "{rule:?}: {}, grid {best}", deal.reached_pct);
        assert!(deal.reached_pct <= best * 1.01, "{rule:?}: {}, grid {best}", deal.reached_pct);
        assert!(gains.iter().all(|gain| *gain > 0.0));
        match rule {
            Rule::EqualGains => assert!((gains[0] - gains[1]).abs() < 1e-5 * gains[0], "{gains:?}"),
            Rule::Nash => assert!((deal.reached_pct - (gains[0] * gains[1]).sqrt()).abs() < 1e-9),
            Rule::KalaiSmorodinsky => {
                let shares = [0, 1].map(|p| gains[p] / ideals[p]);
                assert!((shares[0] - shares[1]).abs() < 0.01, "{shares:?}");
            }
        }
        first_order(&contest, &deal, &[0, 1]);
    }
}

/// Each party's payoff times its weight, summed: no rate within its bounds changes it, and at a bound it pushes outwards.
fn first_order(contest: &Contest<'_>, deal: &Deal, parties: &[usize]) {
    let mut longest = 0.0f64;
    let slopes: Vec<(f64, f64, (f64, f64))> = contest
        .concessions(parties, deal)
        .unwrap()
        .iter()
        .map(|concession| {
            let terms = concession.point_pct.iter().zip(&deal.parties).map(|(slope, p)| slope * p.weight);
            longest = terms.clone().fold(longest, |longest, term| longest.max(term.abs()));
            (terms.sum(), concession.rate, concession.instrument.bounds)
        })
        .collect();
    assert!(!slopes.is_empty() && longest > 0.0);
    for (slope, rate, (low, high)) in slopes {
        let outwards = rate <= low && slope <= 0.0 || rate >= high && slope >= 0.0;
        assert!(outwards || slope.abs() < 1e-4 * longest, "{slope} of {longest} at {rate}");
    }
    let weights: f64 = deal.parties.iter().map(|party| party.weight).sum();
    assert!((weights - 1.0).abs() < 1e-12);
}

/// By sector and with three parties: first-order conditions, and nobody below the threat.
#[test]
fn three_parties() {
    let world = traders(&[1.0, 1.6, 3.0]);
    let base = base(&world);
    let players = ["AAA", "BBB", "CCC"].map(|code| Player::new(code).bounds(-0.3, 1.0));
    let contest =
        Contest::new(&world, &base, &Game { players: players.to_vec(), ..Game::default() }).unwrap();
    for threat in [Threat::StatusQuo, Threat::War] {
        let threat = contest.threat(threat, &[], &few()).unwrap();
        for rule in Rule::ALL {
            let deal = contest.deal(&[], &threat, rule, &few()).unwrap();
            assert!(deal.parties.iter().all(|party| party.gain_pct > 0.0), "{deal:?}");
            assert!(deal.slope < 1e-6 && deal.violation_pct < 1e-5, "{} {}", deal.slope, deal.violation_pct);
            first_order(&contest, &deal, &[]);
            // the deal reports what its policy does
            let at = base.solve(deal.policy.clone()).unwrap();
            for (p, party) in deal.parties.iter().enumerate() {
                assert!((contest.payoff(p).percent(&at) - party.deal_pct).abs() < 1e-9);
            }
            let text = serde_json::to_string(&deal).unwrap();
            let back: Deal = serde_json::from_str(&text).unwrap();
            assert_eq!(back.parties.len(), 3);
        }
    }
}

#[test]
fn countries_that_are_alike_sign_what_is_alike() {
    let world = twins([0.2, 0.1]);
    let base = base(&world);
    let contest = Contest::new(&world, &base, &uniform()).unwrap();
    let war = contest.threat(Threat::War, &[], &few()).unwrap();
    for rule in Rule::ALL {
        let deal = contest.deal(&[], &war, rule, &few()).unwrap();
        let [a, b] = [0, 1].map(|p| &deal.parties[p]);
        assert!((a.gain_pct - b.gain_pct).abs() < 1e-5 * a.gain_pct, "{rule:?}: {a:?}, {b:?}");
        assert!((a.rates[0] - b.rates[0]).abs() < 1e-4, "{rule:?}: {:?} {:?}", a.rates, b.rates);
        assert!((a.weight - 0.5).abs() < 1e-3, "{rule:?}: {}", a.weight);
    }
}

fn refused(result: Result<impl std::fmt::Debug, thalweg_talks::Error>, kind: ErrorKind, said: &str) {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.to_string().contains(said), "{error}");
}

#[test]
fn what_is_no_deal() {
    let world = traders(&[1.0, 1.6, 3.0]);
    let base = base(&world);
    let contest = Contest::new(&world, &base, &uniform()).unwrap();
    let quo = contest.threat(Threat::StatusQuo, &[], &few()).unwrap();
    let deal = |parties: &[usize]| contest.deal(parties, &quo, Rule::Nash, &few());
    refused(deal(&[0]), ErrorKind::Game, "a deal needs two parties");
    refused(deal(&[0, 7]), ErrorKind::Game, "there is no player at position 7: the game has 2");
    refused(deal(&[1, 1]), ErrorKind::Game, "BBB signs twice");
    refused(
        contest.threat(Threat::WarOfParties, &[0, 9], &few()),
        ErrorKind::Game,
        "no player at position 9",
    );
    refused(contest.frontier(&[0, 2], &quo, 5, false, &few()), ErrorKind::Game, "no player at position 2");
    let third = Player::new("CCC");
    let three = Game { players: uniform().players.into_iter().chain([third]).collect(), ..Game::default() };
    let wider = Contest::new(&world, &base, &three).unwrap();
    let war = contest.threat(Threat::War, &[], &few()).unwrap();
    let both = contest.deal(&[], &war, Rule::EqualGains, &few()).unwrap();
    refused(wider.concessions(&[], &both), ErrorKind::Game, "this deal, between AAA, BBB, is not one");
    assert!(wider.concessions(&[0, 1], &both).is_ok());
    let mut wild = quo.clone();
    *wild.policy.tariffs.get_mut(0, 0, 1) = f64::NAN;
    assert!(contest.deal(&[], &wild, Rule::EqualGains, &few()).is_err());
    // both cut their tariffs already: what each can still do helps itself alone
    let low =
        |who: &str, whom: &str| Player::new(who).scheme(Scheme::Uniform).against([whom]).bounds(0.1, 1.0);
    let game = Game { players: vec![low("AAA", "BBB"), low("BBB", "AAA")], ..Game::default() };
    let contest = Contest::new(&world, &base, &game).unwrap();
    let quo = contest.threat(Threat::StatusQuo, &[], &few()).unwrap();
    let nothing = contest.deal(&[], &quo, Rule::EqualGains, &few());
    refused(
        nothing,
        ErrorKind::NothingToSign,
        "nothing to sign: no package that was found gives every party more",
    );
    let twice = Player::new("AAA").and(Tool { scheme: Scheme::Uniform, ..Tool::tariffs() });
    let game = Game { players: vec![twice], ..Game::default() };
    refused(Contest::new(&world, &base, &game), ErrorKind::Game, "two tools of AAA set the same rate");
}
