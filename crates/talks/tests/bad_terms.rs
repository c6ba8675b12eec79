//! Terms that make no sense are refused by name, with everything that is wrong in one pass.
#![allow(clippy::unwrap_used)]

use thalweg_talks::{
    Embargo, ErrorKind, ExportControl, Level, Measured, OutputCap, Purchase, Rent, SubsidyCap, Term, Terms,
};
use thalweg_trade::scenario::Measure;
use thalweg_trade::{Base, Baseline, Model, Scenario, Settings};

fn world() -> (Baseline, Base) {
    let world = Baseline::embedded("world-2011").unwrap();
    let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
    let base = Base::new(&world, &elasticities, &Model::default(), Settings::default()).unwrap();
    (world, base)
}

fn buys(importer: &str, exporter: &str, sectors: &[&str], level: Level) -> Term {
    Term::Purchase(Purchase::new(importer, exporter, sectors.iter().copied(), level))
}

fn volume(term: Term) -> Term {
    match term {
        Term::Purchase(purchase) => Term::Purchase(purchase.measured(Measured::Volume)),
        other => other,
    }
}

fn embargo(importer: &str, exporter: &str, sectors: &[&str], beneficiary: Option<&str>) -> Term {
    Term::Embargo(Embargo {
        importer: importer.into(),
        exporter: exporter.into(),
        sectors: sectors.iter().map(|s| (*s).into()).collect(),
        beneficiary: beneficiary.map(Into::into),
    })
}

fn makes(country: &str, at_most: Level) -> Term {
    let sectors = vec!["c12".into()];
    Term::OutputCap(OutputCap { country: country.into(), sectors, at_most, beneficiary: None })
}

fn sells(level: Option<Level>) -> Term {
    Term::ExportControl(ExportControl {
        exporter: "USA".into(),
        importer: "CHN".into(),
        sectors: vec!["c1".into()],
        at_most: level,
        measured: Measured::Volume,
        rent: Rent::Exporter,
    })
}

fn subsidises(cap: f64) -> Term {
    Term::SubsidyCap(SubsidyCap {
        country: "CHN".into(),
        sectors: vec!["c12".into()],
        cap,
        beneficiary: None,
    })
}

#[test]
fn each_kind_of_nonsense() {
    let (world, base) = world();
    let refused = |terms: &[Term]| {
        let error = Terms::new(&world, &base, terms).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Terms);
        error.to_string()
    };
    let more = Level::Share(1.2);
    for (terms, said) in [
        (vec![buys("CHM", "USA", &["c1"], more)], "no country `CHM` (the nearest known word is `CHN`)"),
        (vec![buys("CHN", "USS", &["c1"], more)], "no country `USS` (the nearest known word is `USA`)"),
        (
            vec![buys("CHN", "USA", &["tradeable"], more)],
            "`tradeable` (the nearest known word is `tradable`)",
        ),
        (vec![buys("CHN", "USA", &["unobtainium"], more)], "no sector `unobtainium`"),
        (vec![buys("CHN", "USA", &[], more)], "names no sectors"),
        (vec![buys("USA", "USA", &["c1"], more)], "a purchase of USA with itself"),
        (vec![buys("CHN", "USA", &["c1"], Level::Amount(-1.0))], "asks for -1"),
        (vec![buys("CHN", "USA", &["c1"], Level::Extra(-1e9))], "from zero on"),
        (vec![buys("CHN", "USA", &["c1"], Level::Share(f64::NAN))], "asks for NaN"),
        (vec![buys("CHN", "USA", &["c1"], Level::Amount(f64::INFINITY))], "asks for inf"),
        (vec![sells(Some(Level::Share(-0.5)))], "asks for -"),
        (vec![makes("CHN", Level::Share(0.0))], "would end production"),
        (vec![makes("CHN", Level::Share(f64::NAN))], "asks for NaN"),
        (vec![subsidises(1.0)], "the cap on subsidies of CHN is 1"),
        (vec![subsidises(-0.1)], "the cap on subsidies of CHN is -0.1"),
        (vec![subsidises(f64::NAN)], "is NaN"),
        (vec![embargo("CHN", "CHN", &["c1"], None)], "an embargo of CHN with itself"),
        (vec![embargo("CHN", "RUS", &["c2"], Some("USB"))], "no country `USB`"),
        (vec![embargo("CHN", "RUS", &["c2"], Some("CHN"))], "to itself"),
        (
            vec![buys("CHN", "USA", &["c1"], more), buys("CHN", "USA", &["c1"], Level::Share(1.4))],
            "bind the same twice",
        ),
        (vec![buys("CHN", "USA", &["c1"], more), sells(None)], "asks for what another term forbids"),
        (vec![sells(Some(Level::Share(0.9))), volume(buys("CHN", "USA", &["c1"], more))], "lets through"),
    ] {
        let message = refused(&terms);
        assert!(message.contains(said), "{message}");
    }
    let both = refused(&[buys("CHM", "USA", &["c99"], more), makes("CHN", Level::Amount(-1.0))]);
    assert_eq!(both.lines().count(), 3, "{both}");
}

/// Where nothing is bought in the base no price calls it forth; the trade is named.
#[test]
fn a_flow_that_is_not_there() {
    let (mut world, _) = world();
    let (usa, chn, grain) =
        (world.country("USA").unwrap(), world.country("CHN").unwrap(), world.sector("c1").unwrap());
    *world.flows.get_mut(grain, chn, usa) = 0.0;
    let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
    let base = Base::new(&world, &elasticities, &Model::default(), Settings::default()).unwrap();
    for (term, said) in [
        (buys("CHN", "USA", &["c1"], Level::Amount(1.0)), "buys no c1 from USA in the baseline: no price"),
        (sells(None), "there is nothing to restrict"),
        (embargo("CHN", "USA", &["c1"], None), "there is nothing to stop"),
    ] {
        let message = Terms::new(&world, &base, &[term]).unwrap_err().to_string();
        assert!(message.contains("CHN") && message.contains(said), "{message}");
    }
}

/// A commitment under a policy that forbids the trade is beyond any price.
#[test]
fn a_commitment_under_an_embargo() {
    let (world, base) = world();
    let terms = Terms::new(&world, &base, &[buys("CHN", "USA", &["c1"], Level::Share(1.2))]).unwrap();
    let scenario = Scenario::new("embargo").with(Measure::embargo("CHN", "USA", "c1"));
    let policy = scenario.resolve(&world).unwrap().policy;
    let error = terms.solve(&base, policy).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutOfReach, "{error}");
}

/// Bans that together with a policy leave nobody to buy from.
#[test]
fn no_supplier_left() {
    let (world, base) = world();
    let others = ["*", "!CHN", "!USA"];
    let scenario = Scenario::new("most").with(Measure::embargo("CHN", others, "c1"));
    let mut policy = scenario.resolve(&world).unwrap().policy;
    let (chn, grain) = (world.country("CHN").unwrap(), world.sector("c1").unwrap());
    *policy.trade_costs.as_mut().unwrap().get_mut(grain, chn, chn) = f64::INFINITY;
    let terms = Terms::new(&world, &base, &[embargo("CHN", "USA", &["c1"], None)]).unwrap();
    let error = terms.solve(&base, policy).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Terms);
    assert!(error.to_string().contains("leaves CHN without any supplier of c1"), "{error}");
}

/// A policy or a world of another size is refused, not read past its end.
#[test]
fn another_world() {
    let (world, base) = world();
    let terms = Terms::new(&world, &base, &[buys("CHN", "USA", &["c1"], Level::Share(1.2))]).unwrap();
    let other = Baseline::embedded("world-2023").unwrap();
    let policy = thalweg_trade::Policy::of(&other);
    let error = terms.solve(&base, policy).unwrap_err();
    assert!(error.to_string().contains("another size"), "{error}");
    assert!(terms.solve_from(&base, base.policy().clone(), &[]).is_err());
    let settled = terms.solve(&base, base.policy().clone()).unwrap();
    assert!(terms.without(0).shadows(&base, &settled).is_err());
    assert!(terms.without(0).is_empty() && terms.without(9).len() == 1);
}
