//! The tariffs of 2018 and 2019 on the panel of 2011 to 2022: numbers that other programs found
//! (`tests/independent/reference.py`).
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{TradeWar, shared_data};
use thalweg_evidence::{
    Agreement, AgreementQuestion, Backtest, Crosswalk, Data, Dose, Estimate, Placebo, Policy, Question,
    Record, Schedule, ScoreRow,
};
use thalweg_trade::Baseline;

/// All years but the base.
const YEARS: [i32; 11] = [2011, 2012, 2013, 2014, 2015, 2016, 2018, 2019, 2020, 2021, 2022];

fn question() -> Question {
    Question {
        sectors: vec!["manufacturing".to_owned()],
        without: vec!["pharma".to_owned()],
        full_force: Some(2019),
        ..Question::new(2017)
    }
}

fn data(war: &TradeWar) -> Data<'_> {
    Data { panel: &war.panel, policy: &war.policy, baseline: Some(&war.baseline), lists: None }
}

/// The definition that the first figures were found with: pharmaceuticals in, with the 25 points that the tracker has and
/// the lists have not, and the addition as if there had been no tariff.
fn first_policy(war: &TradeWar) -> Policy {
    let mut policy = war.policy.clone();
    let cell = ["USA", "CHN", "pharma"].map(str::to_owned);
    policy.additions.insert(cell.into(), 0.25);
    policy
}

fn first_question() -> Question {
    let few = Placebo { draws: 1, ..Placebo::default() };
    Question { without: Vec::new(), dose: Dose::Addition, placebo: few, ..question() }
}

#[track_caller]
fn check(found: &[f64], pinned: &[f64], within: f64) {
    assert_eq!(found.len(), pinned.len());
    for (found, pinned) in found.iter().zip(pinned) {
        assert!((found - pinned).abs() <= within, "{found} {pinned}");
    }
}

fn responses(estimate: &Estimate) -> Vec<f64> {
    let years: Vec<i32> = estimate.years.iter().map(|row| row.year).collect();
    assert_eq!(years, YEARS);
    estimate.years.iter().map(|row| row.response).collect()
}

fn side(estimate: &Estimate, importer: &str) -> Vec<f64> {
    estimate.by_side.iter().filter(|row| row.importer == importer).map(|row| row.response).collect()
}

fn estimator(estimate: &Estimate, name: &str) -> Vec<f64> {
    estimate.estimators.iter().filter(|row| row.estimator == name).map(|row| row.response).collect()
}

#[test]
fn the_first_figures() {
    let Some(shared) = shared_data() else { return };
    let war = TradeWar::read(&shared);
    let policy = first_policy(&war);
    let data = Data { policy: &policy, ..data(&war) };
    let estimate = Estimate::new(&data, &first_question()).unwrap();
    let pinned = [-0.33, -0.26, -0.33, -0.20, -0.05, 0.07, 0.31, 1.84, 2.12, 2.40, 2.55];
    check(&responses(&estimate), &pinned, 0.005);
    let last = |importer: &str| *side(&estimate, importer).last().unwrap();
    check(&[last("USA"), last("CHN")], &[3.16, 0.56], 0.005);
    let net = Estimate::new(&data, &Question { dose: Dose::Price, ..first_question() }).unwrap();
    check(&responses(&net)[10..], &[2.69], 0.005);
    assert!(estimate.drift.is_some_and(|drift| (drift - 0.06).abs() < 0.005));
}

#[test]
fn the_first_figures_by_days_in_force() {
    let Some(shared) = shared_data() else { return };
    let war = TradeWar::read(&shared);
    let lists = [("USA", "CHN", "us_on_china"), ("CHN", "USA", "china_on_us")].map(|(n, i, file)| {
        Schedule::read(n, i, &shared.join(format!("tariffs/{file}_hs6_2018_2020.csv.gz"))).unwrap()
    });
    // rows without a rate are counted, and their products left out
    assert_eq!(lists.each_ref().map(|list| list.intake.read()), [35_798, 64_644]);
    assert_eq!(lists.each_ref().map(|list| list.intake.refused()), [38, 16]);
    let crosswalk = Crosswalk::read(&shared.join("tariffs/hs6_gtap_crosswalk.csv")).unwrap();
    let data = Data { lists: Some((&lists, &crosswalk)), ..data(&war) };
    let estimate = Estimate::new(&data, &first_question()).unwrap();
    let found: Vec<f64> = estimate.in_force.iter().take(3).map(|row| row.response).collect();
    check(&found, &[1.30, 2.24, 2.11], 0.005);
}

#[test]
fn figures_of_an_independent_package() {
    let Some(shared) = shared_data() else { return };
    let war = TradeWar::read(&shared);
    let few = Placebo { draws: 1, ..Placebo::default() };
    let estimate = Estimate::new(&data(&war), &Question { placebo: few, ..question() }).unwrap();
    let pooled = [
        -0.318742, -0.250682, -0.308189, -0.201371, -0.039848, 0.072235, 0.309476, 1.944298, 2.271197,
        2.549908, 2.877608,
    ];
    check(&responses(&estimate), &pooled, 1e-6);
    check(&side(&estimate, "USA")[6..], &[0.201854, 1.825832, 2.361824, 2.898256, 3.493666], 1e-6);
    check(&side(&estimate, "CHN")[6..], &[0.682923, 2.329633, 1.915750, 1.283502, 0.665268], 1e-6);
    let poisson = estimator(&estimate, "poisson");
    check(&poisson[6..], &[0.093569, 1.649905, 2.082747, 2.439334, 2.944494], 2e-6);
}

#[test]
fn placebo_policies() {
    let Some(shared) = shared_data() else { return };
    let war = TradeWar::read(&shared);
    // the figures of the issue: 272 ordered pairs, p about 0.015, raw 0.17 over all
    let policy = first_policy(&war);
    let first = Question { placebo: Placebo { draws: 10_000, ..Placebo::default() }, ..first_question() };
    let estimate = Estimate::new(&Data { policy: &policy, ..data(&war) }, &first).unwrap();
    let last = estimate.years.last().unwrap();
    assert_eq!(last.comparable, 272);
    check(&[last.p_comparable.unwrap(), last.p_all.unwrap()], &[4.0 / 272.0, 0.170362], 1e-4);
    assert!(last.p_studentised.unwrap() < 0.01);
    // the better definition: the years before do not stand out, those after do
    let estimate = Estimate::new(&data(&war), &question()).unwrap();
    for row in &estimate.years {
        let p = row.p_comparable.unwrap();
        assert!(if row.year < 2019 { p > 0.1 } else { p < 0.02 }, "{row:?}");
        assert!(row.band_low.unwrap() < 0.0 && row.band_high.unwrap() > 0.0);
        assert_eq!(row.comparable, 264);
    }
    // one sector does not carry it
    let left_out = estimate.left_out.iter().filter(|row| row.year == 2022);
    assert!(left_out.clone().count() == 18 && left_out.clone().all(|row| (2.7..3.1).contains(&row.response)));
}

#[test]
fn sets_are_those_that_are_embedded() {
    let Some(shared) = shared_data() else { return };
    let war = TradeWar::read(&shared);
    let estimate = Estimate::new(&data(&war), &question()).unwrap();
    let names: Vec<&str> = estimate.sets.iter().map(|set| set.name.as_str()).collect();
    assert_eq!(names, ["observed-1y", "observed-3y"]);
    for set in &estimate.sets {
        let file = format!("{}/../../data/evidence/{}.csv", env!("CARGO_MANIFEST_DIR"), set.name);
        assert_eq!(set.csv(), std::fs::read_to_string(file).unwrap(), "{}", set.name);
        assert!(set.sectors.iter().all(|row| row.elasticity > 0.0));
    }
}

/// The record that comes along is what the commands of PROVENANCE.md give today.
#[test]
fn the_record_is_what_a_backtest_gives() {
    let Some(shared) = shared_data() else { return };
    let war = TradeWar::read(&shared);
    let backtest = Backtest::new(&data(&war), &question(), 2022).unwrap();
    let record = Record::embedded().unwrap();
    assert_eq!(record.sentences(), backtest.sentences());
    assert_eq!((record.scores.len(), record.cases.len()), (backtest.scores.len(), backtest.cases.len()));
    for (kept, now) in record.scores.iter().zip(&backtest.scores) {
        let labels =
            |row: &ScoreRow| [&row.question, &row.importer, &row.forecast, &row.verdict].map(Clone::clone);
        assert_eq!(labels(kept), labels(now));
        check(
            &[kept.mean_error, kept.mean_error_of_nothing],
            &[now.mean_error, now.mean_error_of_nothing],
            1e-6,
        );
    }
    for (kept, now) in record.cases.iter().zip(&backtest.cases) {
        assert_eq!((&kept.case, &kept.verdict), (&now.case, &now.verdict));
        check(&[kept.actual, kept.own], &[now.actual, now.own], 1e-6);
    }
    let estimate = Estimate::new(&data(&war), &question()).unwrap();
    let kept: Vec<f64> = record.years.iter().map(|row| row.response).collect();
    check(&kept, &responses(&estimate), 1e-9);
    for (kept, now) in record.years.iter().zip(&estimate.years) {
        assert_eq!((kept.p_comparable, kept.p_studentised), (now.p_comparable, now.p_studentised));
    }
}

/// What the record shows, good and bad, so that nobody reads more into it.
#[test]
fn what_the_backtest_shows() {
    let record = Record::embedded().unwrap();
    let score = |question: &str, importer: &str, forecast: &str| {
        let is = |row: &&ScoreRow| {
            row.question == question && row.importer == importer && row.forecast == forecast
        };
        record.scores.iter().find(is).unwrap()
    };
    // American imports from China: observed elasticities are right in size, long-run ones twice too strong
    assert!((score("direct", "USA", "observed").slope.unwrap() - 0.89).abs() < 0.01);
    assert!(score("direct", "USA", "observed").mean_error < score("direct", "USA", "own").mean_error / 2.0);
    // Chinese imports from America fell less than any set says
    let china = record.scores.iter().filter(|row| row.question == "direct" && row.importer == "CHN");
    assert!(china.clone().all(|row| row.forecast == "nothing" || row.mean_error > row.mean_error_of_nothing));
    // net of effects, general equilibrium adds nothing to the treated flows themselves
    let (full, alone) = (score("direct", "USA", "observed"), score("direct", "USA", "observed-alone"));
    assert!((full.mean_error - alone.mean_error).abs() < 1e-6);
    // Vietnam rose more than the model says
    let vietnam = record
        .cases
        .iter()
        .find(|row| row.question == "replaced" && row.importer == "USA" && row.case == "VNM");
    let vietnam = vietnam.unwrap();
    assert_eq!(vietnam.verdict, "more than said");
    assert!(vietnam.actual > 40.0 && vietnam.own < 10.0);
}

#[test]
fn agreements_and_their_power() {
    let Some(shared) = shared_data() else { return };
    let war = TradeWar::read(&shared);
    let after = Baseline::read_folder(&shared.join("baselines/world-2022")).unwrap().0;
    let ask = |one: &str, other: &str| {
        let question = AgreementQuestion {
            one: one.to_owned(),
            other: other.to_owned(),
            year: 2022,
            sectors: vec!["manufacturing".to_owned()],
        };
        Agreement::new(&war.panel, &war.baseline, &after, &question)
    };
    let [japan, canada] = ["JPN", "CAN"].map(|other| ask("EU", other).unwrap());
    assert_eq!((japan.partners, canada.partners), (54, 54));
    assert!(japan.has_power && !canada.has_power);
    assert!(japan.p.unwrap() > 0.2 && canada.p.unwrap() > 0.2);
    assert!(canada.sentence().contains("too little to tell"));
    assert!(ask("DEU", "FRA").unwrap_err().to_string().contains("no tariff between DEU and FRA changed"));
}
