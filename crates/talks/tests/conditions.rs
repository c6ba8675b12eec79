//! What a deal must respect: most-favoured nation, bindings, liberalisation only, no harm to third countries.
#![allow(clippy::unwrap_used)]

mod common;

use common::worlds::traders;
use thalweg_talks::{
    Binding, Conditions, Contest, Deal, ErrorKind, Game, Kind, NoHarm, Player, Rule, Scheme, Search, Threat,
    Tool,
};
use thalweg_trade::{Base, Baseline, Model, Policy, Settings};

fn few() -> Search {
    Search { random_starts: 0, ..Search::default() }
}

fn world() -> (Baseline, Base) {
    let world = traders(&[1.0, 1.6, 3.0]);
    let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
    let settings = Settings { tolerance: 1e-12, ..Settings::default() };
    let base = Base::new(&world, &elasticities, &Model::default(), settings).unwrap();
    (world, base)
}

/// AAA and BBB set tariffs by sector and partner; CCC stands by.
fn game(conditions: Conditions) -> Game {
    let players = ["AAA", "BBB"].map(|code| Player::new(code).bounds(-0.2, 1.0)).to_vec();
    Game { players, conditions }
}

fn signed(world: &Baseline, base: &Base, conditions: Conditions, threat: Threat) -> Deal {
    let contest = Contest::new(world, base, &game(conditions)).unwrap();
    let threat = contest.threat(threat, &[], &few()).unwrap();
    let deal = contest.deal(&[], &threat, Rule::EqualGains, &few()).unwrap();
    assert!(deal.violation_pct < 1e-5 && deal.slope < 1e-6, "{} {}", deal.violation_pct, deal.slope);
    assert!(deal.parties.iter().all(|party| party.before.len() == party.rates.len()));
    deal
}

fn cells() -> impl Iterator<Item = (usize, usize, usize)> {
    let pairs = (0..2).flat_map(|n| (0..3).map(move |i| (n, i))).filter(|(n, i)| n != i);
    pairs.flat_map(|(n, i)| (0..2).map(move |j| (j, n, i)))
}

#[test]
fn all_partners_get_what_one_gets() {
    let (world, base) = world();
    let free = signed(&world, &base, Conditions::default(), Threat::War);
    let mfn = signed(&world, &base, Conditions { mfn: true, ..Conditions::default() }, Threat::War);
    let same = |policy: &Policy| {
        (0..2).all(|n| {
            let others: Vec<usize> = (0..3).filter(|i| *i != n).collect();
            (0..2).all(|j| policy.tariffs.get(j, n, others[0]) == policy.tariffs.get(j, n, others[1]))
        })
    };
    assert!(same(&mfn.policy) && !same(&free.policy));
    assert_eq!(mfn.parties[0].rates.len(), 2);
    // what is given to all is worth less
    assert!(mfn.reached_pct < free.reached_pct, "{} {}", mfn.reached_pct, free.reached_pct);
    // the price of each concession is known, though players alone set more rates than a deal does
    let contest =
        Contest::new(&world, &base, &game(Conditions { mfn: true, ..Conditions::default() })).unwrap();
    assert!(!contest.concessions(&[], &mfn).unwrap().is_empty());
    let mut scattered = base.policy().clone();
    *scattered.tariffs.get_mut(0, 0, 1) = 0.3;
    let conditions = Conditions { mfn: true, ..Conditions::default() };
    let contest = Contest::from(&world, &base, &game(conditions), scattered).unwrap();
    let quo = contest.threat(Threat::StatusQuo, &[], &few()).unwrap();
    let deal = contest.deal(&[], &quo, Rule::EqualGains, &few()).unwrap();
    assert!((deal.parties[0].before[0] - 0.2).abs() < 1e-12, "{:?}", deal.parties[0].before);
}

fn binding(at_most: f64) -> Binding {
    Binding { importer: "AAA".into(), exporter: "CCC".into(), sectors: "steel".into(), at_most }
}

#[test]
fn bindings_and_liberalisation_hold() {
    let (world, base) = world();
    let free = signed(&world, &base, Conditions::default(), Threat::StatusQuo);
    assert!(free.policy.tariffs.get(0, 0, 2) > 0.15, "third countries are taxed: {:?}", free.parties);
    let bound = Conditions { bindings: vec![binding(0.15)], ..Conditions::default() };
    let held = signed(&world, &base, bound.clone(), Threat::StatusQuo);
    assert_eq!(held.policy.tariffs.get(0, 0, 2), 0.15);
    assert!(held.reached_pct < free.reached_pct);
    let down = Conditions { liberalisation_only: true, ..Conditions::default() };
    let less = signed(&world, &base, down, Threat::StatusQuo);
    for (j, n, i) in cells() {
        let (before, after) = (base.policy().tariffs.get(j, n, i), less.policy.tariffs.get(j, n, i));
        assert!(after <= before, "{j} {n} {i}: {before} {after}");
    }
    assert!(less.reached_pct > 0.0 && less.reached_pct < free.reached_pct);
    // in a war only if the game says so
    let war = |in_war: bool| {
        let contest = Contest::new(&world, &base, &game(Conditions { in_war, ..bound.clone() })).unwrap();
        contest.war(base.policy(), &few()).unwrap().policy.tariffs.get(0, 0, 2)
    };
    assert!(war(false) > 0.15);
    assert_eq!(war(true), 0.15);
}

#[test]
fn third_countries_are_not_harmed() {
    let world = traders(&[1.0, 1.6, 3.0, 2.0]);
    let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
    let base = Base::new(&world, &elasticities, &Model::default(), Settings::default()).unwrap();
    let harmed = signed(&world, &base, Conditions::default(), Threat::StatusQuo);
    assert!(harmed.thirds.iter().all(|third| third.deal_pct < 0.0), "{:?}", harmed.thirds);
    let spared = |together: bool| {
        let no_harm = NoHarm { countries: ["CCC", "DDD"].into(), together };
        let conditions = Conditions { no_harm: Some(no_harm), ..Conditions::default() };
        signed(&world, &base, conditions, Threat::StatusQuo)
    };
    let each = spared(false);
    assert!(each.thirds.iter().all(|third| third.protected && third.deal_pct > -1e-7), "{:?}", each.thirds);
    let together = spared(true);
    let spent = |code: &str| base.equilibrium().income[world.country(code).unwrap()];
    let sum = |deal: &Deal| -> f64 {
        deal.thirds.iter().map(|third| spent(&third.country) * 100.0 * (third.deal_pct / 100.0).ln_1p()).sum()
    };
    let mean = sum(&together) / (spent("CCC") + spent("DDD"));
    assert!(mean > -1e-6, "{mean}: {:?}", together.thirds);
    assert!(each.reached_pct <= together.reached_pct + 1e-9 && together.reached_pct < harmed.reached_pct);
    // whatever the rule, also where the threat is worse for third countries than the status quo
    let no_harm = NoHarm { countries: ["CCC", "DDD"].into(), together: false };
    let conditions = Conditions { no_harm: Some(no_harm), ..Conditions::default() };
    let contest = Contest::new(&world, &base, &game(conditions)).unwrap();
    let war = contest.threat(Threat::War, &[], &few()).unwrap();
    let mut products = Vec::new();
    for rule in Rule::ALL {
        let deal = contest.deal(&[], &war, rule, &few()).unwrap();
        assert!(deal.thirds.iter().all(|third| third.deal_pct > -1e-6), "{rule:?}: {:?}", deal.thirds);
        assert!(
            deal.slope < 1e-6 && deal.violation_pct < 1e-5,
            "{rule:?}: {} {}",
            deal.slope,
            deal.violation_pct
        );
        products.push(deal.parties.iter().map(|party| party.gain_pct).product::<f64>());
    }
    assert!(products[1] >= products[0].max(products[2]) - 1e-9, "{products:?}");
    // protecting them all still leaves something to sign
    assert!(each.reached_pct > 1e-4, "{}", each.reached_pct);
}

/// Derivatives by export taxes and subsidies, against differences; and a war that is fought with them.
#[test]
fn export_taxes_and_subsidies_are_instruments() {
    let (world, base) = world();
    let player = |code: &str| Player {
        tools: vec![
            Tool { bounds: (-0.2, 0.5), ..Tool::export_taxes() },
            Tool { bounds: (-0.1, 0.3), ..Tool::subsidies() },
        ],
        ..Player::new(code)
    };
    let game = Game { players: vec![player("AAA"), player("BBB")], ..Game::default() };
    let contest = Contest::new(&world, &base, &game).unwrap();
    let instruments = contest.instruments(0);
    assert_eq!(instruments.all().iter().filter(|one| one.kind == Kind::ExportTax).count(), 4);
    let rates: Vec<f64> = (0..instruments.len()).map(|k| 0.02 * (k + 1) as f64).collect();
    let at = |rates: &[f64]| {
        let mut policy = base.policy().clone();
        instruments.set(rates, &mut policy);
        assert_eq!(instruments.rates(&policy), rates);
        contest.slopes(0, policy).unwrap()
    };
    let (_, slopes) = at(&rates);
    for k in 0..rates.len() {
        let moved = |by: f64| {
            let mut rates = rates.clone();
            rates[k] += by;
            at(&rates).0
        };
        let numeric = (8.0 * (moved(1e-3) - moved(-1e-3)) - (moved(2e-3) - moved(-2e-3))) / 12e-3;
        assert!((slopes[k] - numeric).abs() < 1e-7, "{k}: {} {numeric}", slopes[k]);
    }
    let war = contest.war(base.policy(), &few()).unwrap();
    // exporters with market power tax what they sell
    let taxes = |p: usize| war.players[p].rates[..4].iter().all(|rate| *rate > 0.0);
    assert!(taxes(0) && taxes(1), "{:?}", war.players);
    let threat = contest.threat(Threat::War, &[], &few()).unwrap();
    let deal = contest.deal(&[], &threat, Rule::EqualGains, &few()).unwrap();
    assert!(deal.reached_pct > 0.0 && deal.violation_pct < 1e-5);
}

#[test]
fn conditions_that_make_no_sense() {
    let (world, base) = world();
    let refused = |conditions: Conditions| {
        let error = Contest::new(&world, &base, &game(conditions)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Game);
        error.to_string()
    };
    let bind = |binding: Binding| Conditions { bindings: vec![binding], ..Conditions::default() };
    for (conditions, said) in [
        (
            bind(binding(-0.5)),
            "at most -0.5 for the tariff of AAA on steel from CCC, whose lowest rate is -0.2",
        ),
        (bind(binding(-1.0)), "a binding at -1 binds nothing"),
        (bind(binding(f64::NAN)), "a binding at NaN binds nothing"),
        (bind(Binding { exporter: "CCD".into(), ..binding(0.1) }), "unknown country `CCD`"),
        (bind(Binding { importer: "QQQ".into(), ..binding(0.1) }), "unknown country `QQQ`"),
        (bind(Binding { sectors: "stel".into(), ..binding(0.1) }), "unknown sector `stel`"),
        (
            Conditions {
                no_harm: Some(NoHarm { countries: "CDC".into(), together: true }),
                ..Conditions::default()
            },
            "unknown country `CDC`",
        ),
    ] {
        let message = refused(conditions);
        assert!(message.contains(said), "{message}");
    }
    // a status quo below the lowest rate cannot be lowered
    let high = Player::new("AAA").bounds(0.2, 1.0);
    let conditions = Conditions { liberalisation_only: true, ..Conditions::default() };
    let error = Contest::new(&world, &base, &Game { players: vec![high], conditions }).unwrap_err();
    assert!(error.to_string().contains("whose lowest rate is 0.2"), "{error}");
    // with most-favoured nation two tools for two partners are one rate twice
    let tool = |whom: &str| Tool { scheme: Scheme::BySector, partners: Some(whom.into()), ..Tool::tariffs() };
    let two = Player { tools: vec![tool("BBB"), tool("CCC")], ..Player::new("AAA") };
    let conditions = Conditions { mfn: true, ..Conditions::default() };
    let error = Contest::new(&world, &base, &Game { players: vec![two], conditions }).unwrap_err();
    assert!(error.to_string().contains("two tools of AAA set the same rate"), "{error}");
}
