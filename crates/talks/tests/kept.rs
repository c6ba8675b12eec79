//! The best deal that is kept at a discount factor: between the war and the deal that needs no patience.
#![allow(clippy::unwrap_used)]

mod common;

use common::worlds::traders;
use common::{Ossa, rows};
use thalweg_talks::{
    Conditions, Contest, ErrorKind, Game, Hold, Kept, NoHarm, Player, Punishment, Rule, Scheme, Search,
    Threat, ThreatPoint,
};
use thalweg_trade::{Base, Baseline, Model, Settings};

fn few() -> Search {
    Search { random_starts: 0, ..Search::default() }
}

struct World {
    baseline: Baseline,
    base: Base,
}

impl World {
    fn new() -> Self {
        let baseline = traders(&[1.0, 1.6, 3.0]);
        let elasticities: Vec<f64> = baseline.sectors.iter().map(|s| s.elasticity).collect();
        let base = Base::new(&baseline, &elasticities, &Model::default(), Settings::default()).unwrap();
        Self { baseline, base }
    }

    fn contest(&self) -> Contest<'_> {
        let against =
            |who: &str, whom: &str| Player::new(who).scheme(Scheme::Uniform).against([whom]).bounds(0.0, 2.0);
        let game = Game { players: vec![against("AAA", "BBB"), against("BBB", "AAA")], ..Game::default() };
        Contest::new(&self.baseline, &self.base, &game).unwrap()
    }
}

/// What it says of each party holds for its policies, computed anew.
fn certified(contest: &Contest<'_>, kept: &Kept, war: &ThreatPoint) {
    assert!(kept.violation_pct <= 1e-5, "{}", kept.violation_pct);
    let terms = Punishment::default();
    let patience = contest.patience(&kept.policy, &war.policy, &terms, &Search::default()).unwrap();
    for (holding, keeping) in kept.parties.iter().zip(&patience.players) {
        assert_eq!(holding.player, keeping.player);
        assert!((holding.deal_pct - keeping.deal_pct).abs() < 1e-7, "{holding:?}");
        assert!((holding.breach_pct - keeping.breach_pct).abs() < 1e-6, "{holding:?}, {keeping:?}");
        let level = |pct: f64| 1.0 + pct / 100.0;
        let broken = (1.0 - kept.delta) * level(keeping.breach_pct) + kept.delta * level(keeping.war_pct);
        let margin = 100.0 * (level(keeping.deal_pct) / broken - 1.0);
        assert!((margin - holding.margin_pct).abs() < 1e-6, "{margin}: {holding:?}");
        assert!(margin > -1e-5, "{margin}: {holding:?}");
        if holding.price > 0.0 {
            assert!(margin < 1e-5, "what is not scarce has no price: {holding:?}");
        }
    }
}

#[test]
fn from_the_war_to_the_free_deal() {
    let world = World::new();
    let contest = world.contest();
    let war = contest.threat(Threat::War, &[], &few()).unwrap();
    let free = contest.deal(&[], &war, Rule::EqualGains, &few()).unwrap();
    let needed = contest.patience(&free.policy, &war.policy, &Punishment::default(), &few()).unwrap();
    let needed = needed.delta.unwrap();
    let at = |delta: f64| contest.deal_kept(&[], &war, Rule::EqualGains, delta, &war.policy, &few()).unwrap();

    let patient = at(0.99);
    assert_eq!(patient.hold, Hold::Free);
    assert_eq!(patient.deal.as_ref().unwrap().policy, free.policy);
    // at the factor that the deal needs it is just kept, and a hair below it is not
    assert_eq!(at(needed + 1e-6).hold, Hold::Free);
    let less = at(needed - 1e-3);
    assert_eq!(less.hold, Hold::Bound);
    assert!(less.free_pct - less.reached_pct < 0.01 * less.free_pct, "{less:?}");

    let mut before = patient.reached_pct;
    for part in [0.9, 0.6, 0.3, 0.1, 0.02] {
        let kept = at(part * needed);
        assert_eq!(kept.hold, Hold::Bound);
        assert!(kept.reached_pct > 0.0 && kept.reached_pct < before - 1e-6, "{part}: {}", kept.reached_pct);
        assert!(kept.parties.iter().any(|party| party.price > 0.0));
        certified(&contest, &kept, &war);
        before = kept.reached_pct;
    }
    // the little that is kept by the impatient is of the order of their patience
    assert!(before < 0.2 * free.reached_pct, "{before}");

    let now = at(0.0);
    assert_eq!((now.hold, now.reached_pct, now.deal.is_none()), (Hold::War, 0.0, true));
    assert_eq!(now.policy, war.policy);
    certified(&contest, &now, &war);
}

/// A deal between tariffs for all partners, that harms nobody, while a breach may single out partners.
#[test]
fn kept_under_conditions() {
    let baseline = traders(&[1.0, 1.6, 3.0, 2.0]);
    let elasticities: Vec<f64> = baseline.sectors.iter().map(|s| s.elasticity).collect();
    let base = Base::new(&baseline, &elasticities, &Model::default(), Settings::default()).unwrap();
    let no_harm = NoHarm { countries: ["CCC", "DDD"].into(), together: false };
    let conditions = Conditions { mfn: true, no_harm: Some(no_harm), ..Conditions::default() };
    let against = |who: &str, whom: &str| Player::new(who).against([whom]).bounds(-0.2, 2.0);
    let game = Game { players: vec![against("AAA", "BBB"), against("BBB", "AAA")], conditions };
    let contest = Contest::new(&baseline, &base, &game).unwrap();
    let war = contest.threat(Threat::War, &[], &few()).unwrap();
    let free = contest.deal(&[], &war, Rule::EqualGains, &few()).unwrap();
    let needed = contest.patience(&free.policy, &war.policy, &Punishment::default(), &few()).unwrap();
    let delta = 0.97 * needed.delta.unwrap();
    let kept = contest.deal_kept(&[], &war, Rule::EqualGains, delta, &war.policy, &few()).unwrap();
    assert_eq!(kept.hold, Hold::Bound);
    assert!(kept.reached_pct > 0.0 && kept.reached_pct < free.reached_pct);
    let deal = kept.deal.as_ref().unwrap();
    assert!(deal.slope < 1e-6, "{}", deal.slope);
    assert!(deal.thirds.iter().all(|third| third.deal_pct > -1e-6), "{:?}", deal.thirds);
    certified(&contest, &kept, &war);
    // read back, all but the policies is the same
    let text = serde_json::to_string(&kept).unwrap();
    assert_eq!(serde_json::from_str::<Kept>(&text).unwrap().parties, kept.parties);
}

#[test]
fn what_is_no_discount_factor() {
    let world = World::new();
    let contest = world.contest();
    let threat = contest.threat(Threat::StatusQuo, &[], &few()).unwrap();
    for delta in [1.0, -0.1, f64::NAN] {
        let error =
            contest.deal_kept(&[], &threat, Rule::EqualGains, delta, &threat.policy, &few()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Game);
        assert!(error.to_string().contains("not in [0, 1)"), "{error}");
    }
}

#[test]
fn other_rules_keep_their_meaning() {
    let world = World::new();
    let contest = world.contest();
    let war = contest.threat(Threat::War, &[], &few()).unwrap();
    let mut products = Vec::new();
    for rule in Rule::ALL {
        let kept = contest.deal_kept(&[], &war, rule, 0.1, &war.policy, &few()).unwrap();
        certified(&contest, &kept, &war);
        assert_eq!(kept.hold, Hold::Bound);
        let gains: Vec<f64> = kept.deal.unwrap().parties.iter().map(|party| party.gain_pct).collect();
        products.push(gains[0] * gains[1]);
    }
    // in the order of the rules: no other has a greater product than Nash
    assert!(products[1] >= products[0].max(products[2]) - 1e-9, "{products:?}");
}

/// Ossa's world: the patience of one of seven regions decides. At less the gains of all fall.
#[test]
fn seven_regions() {
    let Some(ossa) = Ossa::open() else { return };
    let contest = Contest::new(&ossa.baseline, &ossa.base, &ossa.game()).unwrap();
    let mut policy = ossa.base.policy().clone();
    for row in rows(&ossa.folder.join("published/nash_POL.csv")) {
        let [n, i] = ["importer", "exporter"].map(|side| ossa.baseline.country(&row[side]).unwrap());
        let j = ossa.baseline.sector(&row["sector"]).unwrap();
        *policy.tariffs.get_mut(j, n, i) = row["tariff"].parse().unwrap();
    }
    let war = contest.war(&policy, &few()).unwrap().policy;
    let threat = contest.threat(Threat::StatusQuo, &[], &few()).unwrap();
    let held = |delta: f64| contest.deal_kept(&[], &threat, Rule::EqualGains, delta, &war, &few()).unwrap();
    let binding = |kept: &Kept| -> Vec<String> {
        let binding = kept.parties.iter().filter(|party| party.price > 1e-6);
        binding.map(|party| party.player.clone()).collect()
    };
    let patient = held(0.9);
    assert_eq!((patient.hold, binding(&patient)), (Hold::Free, Vec::new()));
    let less = held(0.6);
    assert_eq!((less.hold, binding(&less)), (Hold::Bound, vec!["JPN".to_owned()]));
    assert!(less.reached_pct < patient.reached_pct - 1e-3, "{}", less.reached_pct);
    certified(&contest, &less, &ThreatPoint { threat: Threat::War, policy: war });
    // everybody gains the same, as the rule has it
    for party in &less.deal.as_ref().unwrap().parties {
        assert!((party.gain_pct - less.reached_pct).abs() < 1e-5, "{party:?}");
    }
}

/// A status quo that is better for somebody than anything the impatient keep.
#[test]
fn where_only_the_war_is_left() {
    let world = World::new();
    let contest = world.contest();
    let war = contest.threat(Threat::War, &[], &few()).unwrap();
    let quo = contest.threat(Threat::StatusQuo, &[], &few()).unwrap();
    let kept = contest.deal_kept(&[], &quo, Rule::EqualGains, 0.01, &war.policy, &few()).unwrap();
    assert_eq!((kept.hold, kept.deal.is_none(), kept.reached_pct), (Hold::War, true, 0.0));
    assert_eq!(kept.policy, war.policy);
    let patient = contest.deal_kept(&[], &quo, Rule::EqualGains, 0.95, &war.policy, &few()).unwrap();
    assert_eq!(patient.hold, Hold::Free);
    assert!(patient.reached_pct > 0.0 && patient.reached_pct == kept.free_pct);
}
