//! What theory says of terms beyond tariffs must hold.
#![allow(clippy::unwrap_used)]

mod common;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use thalweg_talks::{
    Embargo, ErrorKind, ExportControl, Level, Means, Measured, OutputCap, PaidBy, Purchase, Rent, Settled,
    SubsidyCap, Term, Terms,
};
use thalweg_trade::scenario::{Change, Measure};
use thalweg_trade::{
    Base, Baseline, Competition, Deficits, Labour, Model, Options, Policy, Scenario, Settings, Simulator,
};

const NEAR: f64 = 1e-8;

struct World {
    baseline: Baseline,
    base: Base,
}

impl World {
    fn open(name: &str) -> Self {
        let baseline = Baseline::embedded(name).unwrap();
        let elasticities: Vec<f64> = baseline.sectors.iter().map(|s| s.elasticity).collect();
        let settings = Settings { tolerance: 1e-12, ..Settings::default() };
        let base = Base::new(&baseline, &elasticities, &Model::default(), settings).unwrap();
        Self { baseline, base }
    }

    fn terms(&self, terms: &[Term]) -> Terms {
        Terms::new(&self.baseline, &self.base, terms).unwrap()
    }

    fn settle(&self, terms: &[Term]) -> Settled {
        self.terms(terms).solve(&self.base, self.policy()).unwrap()
    }

    fn policy(&self) -> Policy {
        self.base.policy().clone()
    }

    fn country(&self, code: &str) -> usize {
        self.baseline.country(code).unwrap()
    }

    /// Log real income of a country over its base, from its definition.
    fn real_income(&self, at: &thalweg_trade::Equilibrium, code: &str) -> f64 {
        let n = self.country(code);
        let sectors = 0..self.baseline.sectors.len();
        let price: f64 = sectors.map(|j| self.base.final_share(j, n) * at.prices.get(j, n).ln()).sum();
        (at.income[n] / self.base.equilibrium().income[n]).ln() - price
    }
}

fn near(what: &str, computed: f64, wanted: f64, within: f64) {
    let gap = (computed - wanted).abs() / wanted.abs().max(1e-300);
    assert!(gap <= within, "{what}: {computed}, wanted {wanted}, off by {gap:e}");
}

fn grain(level: Level) -> Purchase {
    Purchase::new("CHN", "USA", ["c1"], level)
}

#[test]
fn without_terms_nothing_is_done() {
    let world = World::open("world-2011");
    let mut policy = world.policy();
    *policy.tariffs.get_mut(0, world.country("USA"), world.country("CHN")) += 0.3;
    let settled = world.terms(&[]).solve(&world.base, policy.clone()).unwrap();
    // no `assert_eq`: it would print a world
    assert!(settled.equilibrium == world.base.solve(policy).unwrap());
    assert!(settled.implied.is_empty() && settled.residual == 0.0);
}

#[test]
fn what_is_bought_anyway_costs_nothing() {
    let world = World::open("world-2011");
    for level in [Level::Amount(0.0), Level::Share(0.9), Level::Share(1.0), Level::Extra(0.0)] {
        for measured in [Measured::Value, Measured::Volume] {
            let settled = world.settle(&[Term::Purchase(grain(level).measured(measured))]);
            let implied = &settled.implied[0];
            assert!(!implied.binding && implied.rate == Some(0.0) && implied.cost == 0.0, "{implied:?}");
            assert!(settled.equilibrium == world.base.solve(world.policy()).unwrap(), "{level:?}");
        }
    }
    // nor do limits that nobody reaches
    let control = ExportControl {
        exporter: "USA".into(),
        importer: "CHN".into(),
        sectors: vec!["c1".into()],
        at_most: Some(Level::Share(1.0)),
        measured: Measured::Volume,
        rent: Rent::Exporter,
    };
    let cap = OutputCap {
        country: "CHN".into(),
        sectors: vec!["c12".into()],
        at_most: Level::Share(1.2),
        beneficiary: None,
    };
    let settled = world.settle(&[Term::ExportControl(control), Term::OutputCap(cap)]);
    assert!(settled.equilibrium == world.base.solve(world.policy()).unwrap());
}

/// The level is met with equality, and the policy holds the subsidy that it takes, in whose budget it belongs.
#[test]
fn a_commitment_binds_with_equality() {
    let world = World::open("world-2011");
    let (n, i) = (world.country("CHN"), world.country("USA"));
    for measured in [Measured::Value, Measured::Volume] {
        for payer in [PaidBy::Importer, PaidBy::Exporter] {
            let promise = grain(Level::Share(1.5)).measured(measured).paid_by(payer);
            let settled = world.settle(&[Term::Purchase(promise)]);
            let (implied, at) = (&settled.implied[0], &settled.equilibrium);
            near("amount", implied.amount, 1.5 * implied.before, NEAR);
            assert!(settled.residual <= NEAR && at.certificate.converged);
            let subsidy = implied.rate.unwrap();
            assert!(implied.binding && subsidy > 0.0 && subsidy < 0.5, "{subsidy}");
            let flow = at.flows.get(0, n, i);
            let old = world.base.policy().tariffs.get(0, n, i);
            let (wedge, payer, cost) = match payer {
                PaidBy::Importer => {
                    let new = at.policy.tariffs.get(0, n, i);
                    ((1.0 + new) / (1.0 + old), "CHN", (old - new) * flow)
                }
                PaidBy::Exporter => {
                    let tax = at.policy.export_taxes.as_ref().unwrap().get(0, n, i);
                    (1.0 + tax, "USA", -tax / (1.0 + tax) * flow)
                }
            };
            near("wedge", wedge, 1.0 - subsidy, NEAR);
            near("cost", implied.cost, cost, NEAR);
            assert_eq!(implied.payer, payer);
            if measured == Measured::Value {
                near("flow", flow, implied.amount, 1e-12);
            }
        }
    }
}

/// Whoever does not pay would rather not.
#[test]
fn who_pays_loses_by_it() {
    let world = World::open("world-2011");
    let income = |payer: PaidBy, code: &str| {
        let promise = grain(Level::Share(2.0)).measured(Measured::Volume).paid_by(payer);
        world.real_income(&world.settle(&[Term::Purchase(promise)]).equilibrium, code)
    };
    assert!(income(PaidBy::Importer, "CHN") < income(PaidBy::Exporter, "CHN"));
    assert!(income(PaidBy::Exporter, "USA") < income(PaidBy::Importer, "USA"));
    assert!(income(PaidBy::Importer, "USA") > 0.0);
}

/// Volumes are those of the trade engine's own account of diversion, of the same rates in a scenario.
#[test]
fn volumes_are_those_of_the_trade_engine() {
    let world = World::open("world-2011");
    let (n, i) = (world.country("CHN"), world.country("USA"));
    let settled = world.settle(&[Term::Purchase(grain(Level::Share(1.5)).measured(Measured::Volume))]);
    let rate = settled.equilibrium.policy.tariffs.get(0, n, i);
    let scenario = Scenario::new("the same").with(Measure::tariff("CHN", "USA", "c1", Change::Set(rate)));
    let simulator = Simulator::new(&world.baseline, Settings::default());
    let outcome = simulator.simulate("same", &scenario, &Options::default()).unwrap();
    let diversion = &outcome.diversions[0];
    assert_eq!((diversion.importer.as_str(), diversion.exporter.as_str()), ("CHN", "USA"));
    near("volume", -diversion.sectors[0].displaced, 0.5 * settled.implied[0].before, 1e-7);
}

#[test]
fn more_costs_more() {
    let world = World::open("world-2011");
    let mut last: Option<(f64, f64)> = None;
    for share in [1.0, 1.25, 1.5, 2.0, 3.0, 5.0] {
        let settled = world.settle(&[Term::Purchase(grain(Level::Share(share)))]);
        let (rate, cost) = (settled.implied[0].rate.unwrap(), settled.implied[0].cost);
        assert!(last.is_none_or(|(less, cheaper)| rate > less && cost > cheaper), "{share}: {rate}, {cost}");
        last = Some((rate, cost));
    }
}

/// The shadow value of a level is the derivative of real income by it, from settling anew at levels nearby; and the part
/// of it that the wedge does is the one that the adjoint of the trade engine finds.
#[test]
fn shadow_values_are_derivatives() {
    let world = World::open("world-2011");
    let package = |grain_level: f64, steel: f64| {
        let control = ExportControl {
            exporter: "CHN".into(),
            importer: "USA".into(),
            sectors: vec!["c12".into()],
            at_most: Some(Level::Amount(steel)),
            measured: Measured::Volume,
            rent: Rent::Exporter,
        };
        [Term::Purchase(grain(Level::Amount(grain_level))), Term::ExportControl(control)]
    };
    let flows = &world.base.equilibrium().flows;
    let (usa, chn) = (world.country("USA"), world.country("CHN"));
    let steel_sector = world.baseline.sector("c12").unwrap();
    let levels = (1.5 * flows.get(0, chn, usa), 0.7 * flows.get(steel_sector, usa, chn));
    let terms = world.terms(&package(levels.0, levels.1));
    let settled = terms.solve(&world.base, world.policy()).unwrap();
    assert!(settled.implied.iter().all(|implied| implied.binding));
    let shadows = terms.shadows(&world.base, &settled).unwrap();
    for code in ["USA", "CHN", "BRA", "AUS"] {
        let n = world.country(code);
        let income = |levels: (f64, f64)| {
            let at = world.settle(&package(levels.0, levels.1)).equilibrium;
            world.base.equilibrium().income[n] * world.real_income(&at, code).exp()
        };
        let (by, also) = (1e-3 * levels.0, 1e-3 * levels.1);
        let grain = (income((levels.0 + by, levels.1)) - income((levels.0 - by, levels.1))) / (2.0 * by);
        let steel =
            (income((levels.0, levels.1 + also)) - income((levels.0, levels.1 - also))) / (2.0 * also);
        near(&format!("{code}, grain"), shadows[0].per_unit[n], grain, 1e-4);
        near(&format!("{code}, steel"), shadows[1].per_unit[n], steel, 1e-4);
    }
    assert!(shadows[0].per_unit[chn] < 0.0 && shadows[0].per_unit[usa] > 0.0);
}

#[test]
fn the_shadow_value_of_one_level_by_the_adjoint() {
    let world = World::open("world-2011");
    let (usa, chn) = (world.country("USA"), world.country("CHN"));
    let terms = world.terms(&[Term::Purchase(grain(Level::Share(1.5)))]);
    let settled = terms.solve(&world.base, world.policy()).unwrap();
    let at = &settled.equilibrium;
    let shadow = terms.shadows(&world.base, &settled).unwrap()[0].per_unit[chn];
    // how the flow answers the tariff, and real income by the adjoint: the tariff drops out
    let step = 1e-4;
    let flow = |by: f64| {
        let mut policy = at.policy.clone();
        *policy.tariffs.get_mut(0, chn, usa) += by;
        world.base.solve(policy).unwrap().flows.get(0, chn, usa)
    };
    let slope = (flow(step) - flow(-step)) / (2.0 * step);
    let payoff = thalweg_talks::Payoff::new(&world.base, chn, &vec![1.0; world.baseline.sectors.len()]);
    let gradient = world.base.gradient(at, &payoff.objective(at)).unwrap();
    let level = world.base.equilibrium().income[chn] * payoff.value(at).exp();
    near("shadow", shadow, level * gradient.tariffs.get(0, chn, usa) / slope, 1e-5);
}

/// A quota holds; who has the licences gains by it; and the rent is the gap between price and cost.
#[test]
fn a_quota_and_its_rent() {
    let world = World::open("world-2011");
    let quota = |rent: Rent| ExportControl {
        exporter: "CHN".into(),
        importer: "USA".into(),
        sectors: vec!["c12".into()],
        at_most: Some(Level::Share(0.5)),
        measured: Measured::Volume,
        rent,
    };
    let abroad = world.settle(&[Term::ExportControl(quota(Rent::Exporter))]);
    let at_home = world.settle(&[Term::ExportControl(quota(Rent::Importer))]);
    for (settled, means, payer) in [(&abroad, Means::ExportTax, "CHN"), (&at_home, Means::ImportTax, "USA")] {
        let implied = &settled.implied[0];
        near("volume", implied.amount, 0.5 * implied.before, NEAR);
        assert!(implied.binding && implied.rate.unwrap() > 0.0 && implied.cost < 0.0, "{implied:?}");
        assert_eq!((implied.means, implied.payer.as_str()), (means, payer));
        assert_eq!((implied.owner.as_str(), implied.beneficiary.as_deref()), ("CHN", Some("USA")));
    }
    let income = |settled: &Settled, code: &str| world.real_income(&settled.equilibrium, code);
    assert!(income(&abroad, "CHN") > income(&at_home, "CHN"));
    assert!(income(&abroad, "USA") < income(&at_home, "USA"));
}

/// A ban is the scenario engine's embargo, and what is left of a quota that goes to nothing.
#[test]
fn a_ban_is_an_embargo() {
    let world = World::open("world-2011");
    let control = |at_most: Option<Level>| {
        Term::ExportControl(ExportControl {
            exporter: "USA".into(),
            importer: "CHN".into(),
            sectors: vec!["c14".into()],
            at_most,
            measured: Measured::Volume,
            rent: Rent::Exporter,
        })
    };
    let scenario = Scenario::new("ban").with(Measure::embargo("CHN", "USA", "c14"));
    let known = world.base.solve(scenario.resolve(&world.baseline).unwrap().policy).unwrap();
    let ban = world.settle(&[control(None)]);
    assert!(ban.equilibrium == known);
    assert!(world.settle(&[control(Some(Level::Amount(0.0)))]).equilibrium == known);
    let implied = &ban.implied[0];
    assert!(implied.means == Means::Ban && implied.rate.is_none() && implied.amount == 0.0);
    let sliver = world.settle(&[control(Some(Level::Share(1e-4)))]);
    let income = |settled: &Settled| world.real_income(&settled.equilibrium, "CHN");
    assert!((income(&ban) - income(&sliver)).abs() < 1e-3 * income(&ban).abs());
}

/// A cap on output is kept by a tax whose revenue stays at home, and everybody else makes more.
#[test]
fn a_capacity_cap() {
    let world = World::open("world-2011");
    let cap = OutputCap {
        country: "CHN".into(),
        sectors: vec!["c12".into()],
        at_most: Level::Share(0.9),
        beneficiary: Some("USA".into()),
    };
    let package = world.terms(&[Term::OutputCap(cap)]).worth(&world.base, &world.policy()).unwrap();
    let implied = &package.settled.implied[0];
    near("output", implied.amount, 0.9 * implied.before, NEAR);
    let (i, j) = (world.country("CHN"), world.baseline.sector("c12").unwrap());
    let at = &package.settled.equilibrium;
    let subsidy = at.policy.subsidies.get(j, i);
    near("tax", implied.rate.unwrap(), -subsidy, NEAR);
    near("revenue", implied.cost, subsidy * at.output.get(j, i), NEAR);
    let worth = &package.worths[0];
    assert_eq!(worth.beneficiary.as_ref().unwrap().country, "USA");
    let more = worth.sellers.iter().filter(|seller| seller.change > 0.0).count();
    assert!(more > worth.sellers.len() / 2, "{more}");
    let home = worth.markets.iter().find(|market| market.country == "CHN").unwrap();
    assert!(home.change < 0.0);
    // all sales together are the output
    let sold: f64 = worth.markets.iter().map(|market| market.change).sum();
    near("sales", sold, -0.1 * implied.before, 1e-6);
}

#[test]
fn a_subsidy_cap() {
    let world = World::open("world-2011");
    let (i, j) = (world.country("CHN"), world.baseline.sector("c12").unwrap());
    let cap = |cap: f64| {
        let (country, sectors) = ("CHN".into(), vec!["c12".into()]);
        Term::SubsidyCap(SubsidyCap { country, sectors, cap, beneficiary: None })
    };
    let subsidised = |rate: f64| {
        let mut policy = world.policy();
        *policy.subsidies.get_mut(j, i) = rate;
        policy
    };
    let capped = world.terms(&[cap(0.03)]).solve(&world.base, subsidised(0.1)).unwrap();
    assert!(capped.equilibrium == world.base.solve(subsidised(0.03)).unwrap());
    let implied = &capped.implied[0];
    assert!(implied.binding && (implied.rate.unwrap() - 0.07).abs() < 1e-15 && implied.cost < 0.0);
    let idle = world.terms(&[cap(0.2)]).solve(&world.base, subsidised(0.1)).unwrap();
    assert!(idle.equilibrium == world.base.solve(subsidised(0.1)).unwrap());
    assert!(!idle.implied[0].binding && idle.implied[0].cost == 0.0);
}

/// China no longer buys the oil of Russia: a third country loses, other sellers gain, and the oil finds other markets.
#[test]
fn an_embargo_on_the_oil_of_a_third_country() {
    let world = World::open("world-2022");
    let embargo = Embargo {
        importer: "CHN".into(),
        exporter: "RUS".into(),
        sectors: vec!["oil-gas".into()],
        beneficiary: Some("USA".into()),
    };
    let package = world.terms(&[Term::Embargo(embargo)]).worth(&world.base, &world.policy()).unwrap();
    let worth = &package.worths[0];
    assert!(worth.implied.before > 0.0 && worth.implied.amount == 0.0);
    assert!(worth.owner.real_income < 0.0, "{:?}", worth.owner);
    assert_eq!(worth.others[0].country, "RUS");
    assert!(worth.others[0].real_income < 0.0);
    let saudi = worth.sellers.iter().find(|seller| seller.country == "SAU").unwrap();
    assert!(saudi.change > 0.0 && saudi.real_income_pct > 0.0, "{saudi:?}");
    assert!(worth.markets.iter().filter(|market| market.change > 0.0).count() > worth.markets.len() / 2);
}

/// Terms of both sides at once, a part of one within another, and no row of them broken.
#[test]
fn a_package_keeps_every_term() {
    let world = World::open("world-2011");
    let manufactures = Purchase::new("CHN", "USA", ["c13", "c14", "c15"], Level::Share(1.4));
    let machinery = Purchase::new("CHN", "USA", ["c13"], Level::Share(1.8)).measured(Measured::Volume);
    let quota = ExportControl {
        exporter: "CHN".into(),
        importer: "USA".into(),
        sectors: vec!["c12".into()],
        at_most: Some(Level::Share(0.8)),
        measured: Measured::Value,
        rent: Rent::Exporter,
    };
    let slack = Purchase::new("USA", "CHN", ["c4"], Level::Share(0.5));
    let (mut policy, usa) = (world.policy(), world.country("USA"));
    (0..policy.tariffs.sectors()).for_each(|j| policy.tariffs.row_mut(j, usa)[world.country("CHN")] += 0.1);
    let list = [
        Term::Purchase(grain(Level::Share(2.0))),
        Term::Purchase(manufactures),
        Term::Purchase(machinery),
        Term::ExportControl(quota),
        Term::Purchase(slack),
    ];
    let terms = world.terms(&list);
    let package = terms.worth(&world.base, &policy).unwrap();
    assert!(package.settled.residual <= NEAR, "{:e}", package.settled.residual);
    for implied in &package.settled.implied {
        let gap = implied.amount / implied.level.unwrap() - 1.0;
        let kept = if implied.binding { gap.abs() < NEAR } else { implied.rate == Some(0.0) };
        assert!(kept, "{implied:?}");
    }
    assert!(!package.settled.implied[4].binding);
    // a slack term is worth nothing, and a warm start finds the same
    assert!(package.worths[4].owner.real_income.abs() < 1e-3);
    let again = terms.solve_from(&world.base, policy, &package.settled.wedges).unwrap();
    for (one, other) in again.wedges.iter().zip(&package.settled.wedges) {
        assert!((one - other).abs() < 1e-8);
    }
}

/// Packages at random, many of their terms on the same trade, settle.
#[test]
fn packages_at_random() {
    let world = World::open("world-2011");
    let mut stream = ChaCha8Rng::seed_from_u64(2020);
    let mut below = |count: usize| (stream.next_u64() % count as u64) as usize;
    for _ in 0..12 {
        let count = 2 + below(7);
        let terms: Vec<Term> = (0..count).map(|_| at_random(&world, &mut below)).collect();
        // a few contradict each other, and are refused as such
        let Ok(terms) = Terms::new(&world.baseline, &world.base, &terms) else { continue };
        let settled = terms.solve(&world.base, world.policy()).unwrap();
        assert!(settled.residual <= NEAR, "{:e}", settled.residual);
    }
}

fn at_random(world: &World, below: &mut impl FnMut(usize) -> usize) -> Term {
    let codes = ["USA", "CHN", "DEU", "JPN", "MEX"];
    let one = below(5);
    let (importer, exporter) = (codes[one].to_owned(), codes[(one + 1 + below(4)) % 5].to_owned());
    let mut sector = || world.baseline.sectors[below(16)].code.clone();
    let sectors = vec![sector(), sector()];
    let (measured, share) = (Measured::Volume, 0.01 * below(100) as f64);
    match below(3) {
        0 => {
            let at_least = Level::Share(0.9 + 4.0 * share);
            let paid_by = if below(2) == 0 { PaidBy::Importer } else { PaidBy::Exporter };
            Term::Purchase(Purchase { importer, exporter, sectors, at_least, measured, paid_by })
        }
        1 => {
            let at_most = Some(Level::Share(0.02 + share));
            let rent = if below(2) == 0 { Rent::Importer } else { Rent::Exporter };
            Term::ExportControl(ExportControl { exporter, importer, sectors, at_most, measured, rent })
        }
        _ => {
            let at_most = Level::Share(0.5 + 0.6 * share);
            Term::OutputCap(OutputCap { country: importer, sectors, at_most, beneficiary: None })
        }
    }
}

/// More than a seller could make is beyond any price, and the error says which term and how far it came.
#[test]
fn beyond_any_price() {
    let world = World::open("world-2011");
    let made: f64 = (0..world.baseline.sectors.len())
        .map(|j| world.base.equilibrium().output.get(j, world.country("USA")))
        .sum();
    let impossible = [
        Term::Purchase(Purchase::new("CHN", "USA", ["c13"], Level::Share(1.1))),
        Term::Purchase(grain(Level::Amount(5.0 * made))),
    ];
    let error = world.terms(&impossible).solve(&world.base, world.policy()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutOfReach, "{error}");
    assert_eq!(error.problems().len(), 1, "{error}");
    let message = error.to_string();
    assert!(message.contains("of c1 from USA` is beyond any price: at a subsidy of"), "{message}");
}

#[test]
fn terms_are_plain_data() {
    let text = r#"[
        {"kind": "purchase", "importer": "CHN", "exporter": "USA", "sectors": ["c1"], "at_least": {"extra": 12500}},
        {"kind": "export-control", "importer": "CHN", "exporter": "USA", "sectors": ["c14"]},
        {"kind": "export-control", "importer": "USA", "exporter": "CHN", "sectors": ["c12"], "at_most": {"share": 0.5},
         "rent": "importer"},
        {"kind": "output-cap", "country": "CHN", "sectors": ["c12"], "at_most": {"amount": 1}, "beneficiary": "USA"},
        {"kind": "subsidy-cap", "country": "CHN", "sectors": ["*"], "cap": 0.02},
        {"kind": "embargo", "importer": "CHN", "exporter": "RUS", "sectors": ["c2"]}
    ]"#;
    let terms: Vec<Term> = serde_json::from_str(text).unwrap();
    let back: Vec<Term> = serde_json::from_str(&serde_json::to_string(&terms).unwrap()).unwrap();
    assert_eq!(terms, back);
    assert_eq!(terms[0].to_string(), "CHN buys at least 12500 more than in the baseline of c1 from USA");
    let Term::ExportControl(quota) = &terms[2] else { panic!() };
    assert!(quota.measured == Measured::Volume && quota.rent == Rent::Importer);
    let wrong = r#"{"kind": "purchase", "importer": "CHN", "exporter": "USA", "sectors": [], "at_lest": {"extra": 1}}"#;
    assert!(serde_json::from_str::<Term>(wrong).unwrap_err().to_string().contains("at_lest"));
}

/// In every model that the trade engine has, levels are met and volumes add up: with inputs, scale economies, markups,
/// and labour that stays.
#[test]
fn in_every_model() {
    let Some(shared) = common::shared_data() else { return };
    let mobile = Model::default();
    for (folder, model, sector) in [
        ("majors-2017", mobile.clone(), 0),
        ("trade-wars-2014", Model { competition: Competition::Monopolistic, ..mobile.clone() }, 0),
        ("world-2011", Model { labour: Labour::Fixed, ..mobile.clone() }, 0),
        ("world-2011", Model { deficits: Deficits::Balanced, ..mobile }, 11),
    ] {
        let (baseline, _) = Baseline::read_folder(&shared.join("baselines").join(folder)).unwrap();
        let elasticities: Vec<f64> = baseline.sectors.iter().map(|s| s.elasticity).collect();
        let settings = Settings { tolerance: 1e-11, ..Settings::default() };
        let base = Base::new(&baseline, &elasticities, &model, settings).unwrap();
        let good = baseline.sectors[sector].code.clone();
        let buy = Purchase::new("CHN", "USA", [good.clone()], Level::Share(1.3)).measured(Measured::Volume);
        let (country, sectors) = ("CHN".to_owned(), vec![good]);
        let cap = OutputCap { country, sectors, at_most: Level::Share(0.95), beneficiary: None };
        let terms = [Term::Purchase(buy), Term::OutputCap(cap)];
        let terms = Terms::new(&baseline, &base, &terms).unwrap();
        let package = terms.worth(&base, base.policy()).unwrap();
        assert!(package.settled.residual <= NEAR, "{folder}: {:e}", package.settled.residual);
        let [buy, cap] = &package.settled.implied[..] else { panic!() };
        near(folder, buy.amount, 1.3 * buy.before, NEAR);
        near(folder, cap.amount, 0.95 * cap.before, NEAR);
        assert!(buy.binding && cap.binding, "{folder}");
        // what is no longer made is no longer sold, wherever
        let alone = terms.without(0).worth(&base, base.policy()).unwrap();
        let sold: f64 = alone.worths[0].markets.iter().map(|market| market.change).sum();
        near(folder, sold, -0.05 * cap.before, 1e-6);
    }
}
