//! A measure taken by every set of its candidates: what theory says of it, and the plain scenario that one of them is.
#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicUsize, Ordering};
use thalweg_talks::{Act, Coalitions, ErrorKind, Sanction};
use thalweg_trade::baseline::{About, Country, Sector};
use thalweg_trade::scenario::Selector;
use thalweg_trade::{Base, Baseline, Cube, Grid, InputShares, Model, Options, Scenario, Settings, Simulator};

fn base(baseline: &Baseline) -> Base {
    let elasticities: Vec<f64> = baseline.sectors.iter().map(|s| s.elasticity).collect();
    Base::new(baseline, &elasticities, &Model::default(), Settings::default()).unwrap()
}

fn solve(baseline: &Baseline, sanction: &Sanction) -> Coalitions {
    sanction.coalitions(baseline, &base(baseline), &|_, _| {}).unwrap()
}

/// Two equal countries, one that is larger, one that trades with everybody but the target, and the target.
fn small_world() -> Baseline {
    let codes = ["ONE", "TWO", "BIG", "FAR", "TGT"];
    let country = |code: &&str| Country {
        code: (*code).into(),
        name: (*code).into(),
        group: None,
        gdp: None,
        population: None,
    };
    let sector = |code: &str| Sector {
        code: code.into(),
        name: code.into(),
        elasticity: 4.0,
        substitution: None,
        scale: 0.0,
        tradable: true,
        group: None,
        elasticity_sets: Vec::new(),
        elasticity_se: None,
    };
    let size = [1.0, 1.0, 3.0, 2.0, 2.0];
    let mut flows = Cube::filled(2, 5, 0.0);
    for j in 0..2 {
        for n in 0..5 {
            for i in 0..5 {
                let apart = (n == 3 && i == 4) || (n == 4 && i == 3);
                let home = if n == i { 40.0 } else { 1.0 };
                *flows.get_mut(j, n, i) = if apart { 0.0 } else { home * size[n] * size[i] };
            }
        }
    }
    Baseline {
        about: About {
            name: "small".into(),
            year: 2022,
            unit: "million USD".parse().unwrap(),
            source: "made for a test".into(),
            licence: None,
            note: None,
        },
        countries: codes.iter().map(country).collect(),
        sectors: ["grain", "steel"].map(sector).into(),
        flows,
        tariffs: Cube::filled(2, 5, 0.0),
        export_taxes: None,
        value_added_shares: Grid::filled(2, 5, 1.0),
        subsidies: Grid::filled(2, 5, 0.0),
        inputs: InputShares::none(2, 5),
        final_shares: None,
    }
}

fn tariff() -> Sanction {
    let act = Act::Tariff { sectors: "tradable".into(), add: 0.25 };
    Sanction::new("TGT", ["ONE", "TWO", "BIG", "FAR"]).act(act)
}

#[test]
fn shapley_values_are_efficient_symmetric_and_none_for_who_adds_nothing() {
    let result = solve(&small_world(), &tariff());
    let value = |k: usize| result.candidates[k].shapley_loss;
    let grand = result.grand().unwrap();
    let sum: f64 = (0..4).map(value).sum();
    assert!(grand.loss() > 0.0 && (sum - grand.loss()).abs() < 1e-12 * sum, "{sum}, {}", grand.loss());
    let costs: f64 = result.candidates.iter().map(|candidate| candidate.shapley_cost).sum();
    assert!((costs + grand.members_amount).abs() < 1e-12 * sum);
    assert!((value(0) - value(1)).abs() < 1e-8 * sum, "{} and {}", value(0), value(1));
    assert!(value(2) > value(0), "the larger does more");
    assert!(value(3).abs() < 1e-8 * sum, "{}", value(3));
    let percent: f64 = result.candidates.iter().map(|candidate| candidate.shapley_loss_pct).sum();
    assert!((percent + grand.target.real_income_pct).abs() < 1e-12);
}

#[test]
fn what_happens_in_each_coalition_adds_up() {
    let baseline = small_world();
    let base = base(&baseline);
    let (calls, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let progress = |done: usize, total: usize| {
        assert_eq!(total, 15);
        calls.fetch_add(1, Ordering::Relaxed);
        most.fetch_max(done, Ordering::Relaxed);
    };
    let result = tariff().coalitions(&baseline, &base, &progress).unwrap();
    assert_eq!((calls.into_inner(), most.into_inner()), (15, 15));
    assert_eq!(result.coalitions.len(), 16);
    assert_eq!(result.unit, "million USD");
    let nobody = &result.coalitions[0];
    assert!(nobody.members.is_empty() && nobody.loss() == 0.0 && nobody.outsiders_amount == 0.0);
    assert_eq!(result.coalitions[0b101].members, ["ONE", "BIG"]);
    for (number, coalition) in result.coalitions.iter().enumerate() {
        let members = (0..4).filter(|k| number & (1 << k) != 0);
        let amount: f64 = members.map(|k| coalition.candidates[k].amount).sum();
        assert!((amount - coalition.members_amount).abs() < 1e-12 * 400.0);
        stability_is_what_it_says(&result, number);
    }
    // a tariff pays at first: nobody stays away from an empty coalition
    assert!(!nobody.externally_stable && nobody.internally_stable);
    assert!(!result.stable().is_empty());
}

fn stability_is_what_it_says(result: &Coalitions, number: usize) {
    let coalition = &result.coalitions[number];
    let rounding = 1e-8 * 400.0;
    let joins = (0..4).filter_map(|k| result.joining(k, number)).any(|change| change.amount > rounding);
    let leaves = (0..4)
        .filter(|k| number & (1 << k) != 0)
        .filter_map(|k| result.joining(k, number ^ (1 << k)))
        .any(|change| change.amount < -rounding);
    assert_eq!(coalition.externally_stable, !joins, "{number}");
    assert_eq!(coalition.internally_stable, !leaves, "{number}");
}

#[test]
fn threads_do_not_matter() {
    let baseline = small_world();
    let base = base(&baseline);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| tariff().coalitions(&baseline, &base, &|_, _| {}).unwrap())
    };
    assert_eq!(with(1), with(3));
}

/// Real incomes in percent that the plain scenario of some members gives.
fn simulated(baseline: &Baseline, sanction: &Sanction, members: &[usize], code: &str) -> (f64, f64) {
    let mut scenario = Scenario::new("some of them");
    for k in members {
        scenario.measures.extend(sanction.measures(&sanction.candidates[*k]));
    }
    let simulator = Simulator::new(baseline, Settings::default());
    let outcome = simulator.simulate("some", &scenario, &Options::default()).unwrap();
    let row = outcome.country(code).unwrap();
    (row.real_income_pct, row.real_income_amount)
}

#[test]
fn a_coalition_is_the_plain_scenario_of_its_members() {
    let world = Baseline::embedded("world-2022").unwrap();
    let sectors = || Selector::from("oil-gas");
    let sanction = Sanction::new("RUS", ["EU", "USA", "IND", "GBR"])
        .act(Act::ImportEmbargo { sectors: sectors() })
        .act(Act::ExportEmbargo { sectors: "electronics".into() })
        .act(Act::ExportTax { sectors: "machinery".into(), add: 0.5 })
        .act(Act::Tariff { sectors: "manufacturing".into(), add: 0.35 });
    let result = solve(&world, &sanction);
    for (number, members) in [(1usize, vec![0]), (0b1010, vec![1, 3]), (0b1111, vec![0, 1, 2, 3])] {
        let coalition = &result.coalitions[number];
        for (code, change) in [("RUS", coalition.target), ("IND", coalition.candidates[2])] {
            let (percent, amount) = simulated(&world, &sanction, &members, code);
            assert!((change.real_income_pct - percent).abs() < 1e-7, "{number} {code}: {change:?} {percent}");
            assert!((change.amount - amount).abs() < 1e-7 * amount.abs().max(1e3), "{number} {code}");
        }
    }
    assert!(result.candidates[0].countries.len() > 20);
}

#[test]
fn an_embargo_on_oil() {
    let world = Baseline::embedded("world-2022").unwrap();
    let oil = Act::ImportEmbargo { sectors: "oil-gas".into() };
    let sanction = Sanction::new("RUS", ["EU", "CHN", "IND", "JPN", "KOR"]).act(oil);
    let result = solve(&world, &sanction);
    let grand = result.grand().unwrap();
    // the more take part, the more it hurts
    for number in 0..32usize {
        for k in (0..5).filter(|k| number & (1 << k) == 0) {
            assert!(result.coalitions[number | 1 << k].loss() > result.coalitions[number].loss());
        }
    }
    let values: Vec<f64> = result.candidates.iter().map(|candidate| candidate.shapley_loss).collect();
    assert!(values.is_sorted_by(|one, next| one > next), "the buyers are named by size: {values:?}");
    assert!(result.notes.is_empty());
    assert!(grand.cost_per_loss.unwrap() > 1.0, "{:?}", grand.cost_per_loss);
    assert!(
        (result.from_outside + grand.members_amount).abs() < 1e-9 && result.to_accept >= result.from_outside
    );
    // who joins gives up its supplier: it must be paid
    assert!(
        result.candidates.iter().all(|candidate| candidate.joining_most < 0.0 && candidate.to_stay > 0.0)
    );
    assert_eq!(result.stable(), [0]);
}

#[test]
fn measures_that_make_no_sense() {
    let world = Baseline::embedded("world-2011").unwrap();
    let base = base(&world);
    let act = || Act::Tariff { sectors: "tradable".into(), add: 0.1 };
    let many: Vec<&str> =
        world.countries.iter().map(|c| c.code.as_str()).filter(|c| *c != "RUS").take(13).collect();
    let on = |sectors: &str| Act::ImportEmbargo { sectors: sectors.into() };
    for (sanction, said) in [
        (Sanction::new("RUS", Vec::<&str>::new()).act(act()), "no candidates"),
        (Sanction::new("RUS", many).act(act()), "there are 13 candidates, and at most 12 are possible"),
        (Sanction::new("RUS", ["USA", "RUS"]).act(act()), "RUS is the target and among the candidates"),
        (Sanction::new("DEU", ["EU"]).act(act()), "DEU is the target and among the candidates"),
        (Sanction::new("RUS", ["DEU", "EU"]).act(act()), "DEU is in two candidates, `DEU` and `EU`"),
        (Sanction::new("RSU", ["USA"]).act(act()), "`RUS`"),
        (Sanction::new("RUS", ["USB"]).act(act()), "`USA`"),
        (Sanction::new("RUS", ["USA"]).act(on("tradabel")), "`tradable`"),
        (Sanction::new("RUS", ["USA"]), "no act"),
        (Sanction::new("RUS", ["USA"]).act(Act::Tariff { sectors: "*".into(), add: -2.0 }), "-100"),
        (Sanction::new("RUS", ["USA"]).act(Act::Tariff { sectors: "*".into(), add: f64::NAN }), "NaN"),
    ] {
        let error = sanction.coalitions(&world, &base, &|_, _| {}).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Game);
        assert!(error.to_string().contains(said), "{error}");
    }
    let both = Sanction::new("RSU", Vec::<&str>::new());
    assert_eq!(both.coalitions(&world, &base, &|_, _| {}).unwrap_err().problems().len(), 3);
}
