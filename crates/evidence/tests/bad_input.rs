//! What is wrong is said, and what would be right.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use std::path::Path;
use thalweg_evidence::{Backtest, Data, Error, Estimate, Panel, Policy, Question, SampleData, SampleWorld};

fn sample() -> SampleData {
    SampleWorld { years: 1, countries: 6, ..SampleWorld::default() }.make().unwrap()
}

#[track_caller]
fn check(result: Result<impl std::fmt::Debug, Error>, expected: &str) {
    assert_eq!(result.unwrap_err().to_string(), expected);
}

fn estimate(panel: &Panel, policy: &str, question: &Question) -> Result<Estimate, Error> {
    let policy = Policy::parse("p.csv", policy)?;
    Estimate::new(&Data { panel, policy: &policy, baseline: None, lists: None }, question)
}

#[test]
fn a_panel_with_one_year() {
    let mut panel = sample().panel;
    panel.flows.retain(|year, _| *year == 2017);
    check(
        estimate(&panel, "importer,exporter,sector,add\nC01,C02,goods-1,0.25\n", &Question::new(2017)),
        "the panel has one year only, 2017 (a change needs two: add the flows of another year)",
    );
    check(
        estimate(&panel, "importer,exporter,sector,add\nC01,C02,goods-1,0.25\n", &Question::new(2015)),
        "the panel has no year 2015 (it has 2017)",
    );
}

#[test]
fn a_policy_without_a_treated_pair() {
    check(
        estimate(&sample().panel, "importer,exporter,sector,add\nC01,C02,goods-1,0\n", &Question::new(2017)),
        "the policy adds nothing to any flow, so that nobody is treated (a row with an `add` above zero is needed)",
    );
    check(
        estimate(&sample().panel, "importer,exporter,sector,add\n", &Question::new(2017)),
        "the policy adds nothing to any flow, so that nobody is treated (a row with an `add` above zero is needed)",
    );
}

#[test]
fn sectors_that_do_not_match() {
    check(
        estimate(&sample().panel, "importer,exporter,sector,add\nC01,C2,good-1,0.25\n", &Question::new(2017)),
        "the panel has no country `C2` (the nearest code is `C02`)\n\
         the panel has no sector `good-1` (the nearest code is `goods-1`)",
    );
    let policy = "importer,exporter,sector,add\nC01,C02,goods-1,0.25\n";
    let other = Question { sectors: vec!["goods-2".to_owned()], ..Question::new(2017) };
    check(
        estimate(&sample().panel, policy, &other),
        "the policy touches none of the sectors that are pooled: goods-2 (pool sectors that the policy names)",
    );
    let unknown = Question { sectors: vec!["gods-2".to_owned()], ..Question::new(2017) };
    check(
        estimate(&sample().panel, policy, &unknown),
        "neither a sector of the panel nor a group of the baseline: `gods-2` (the nearest known word is `goods-2`)",
    );
    let none = Question { without: vec!["goods-1".to_owned()], ..Question::new(2017) };
    check(estimate(&sample().panel, policy, &none), "no sector is left to be pooled");
}

#[test]
fn a_treated_pair_without_trade() {
    let mut panel = sample().panel;
    panel.flows.values_mut().for_each(|flows| *flows.get_mut(0, 0, 1) = 0.0);
    check(
        estimate(&panel, "importer,exporter,sector,add\nC01,C02,goods-1,0.25\n", &Question::new(2017)),
        "the policy treats C01:C02, which have no trade above 1 in 2017 \
         (leave the pair out of the policy, or take a panel that has its flows)",
    );
    // trade that ends leaves Poisson without a bound
    let mut panel = sample().panel;
    *panel.flows.get_mut(&2018).unwrap().get_mut(0, 0, 1) = 0.0;
    check(
        estimate(&panel, "importer,exporter,sector,add\nC01,C02,goods-1,0.25\n", &Question::new(2017)),
        "no treated pair trades anything in 2018 \
         (the slope would be without bound: take another year, or pairs that still trade)",
    );
}

#[test]
fn rows_that_are_wrong_have_a_place() {
    let parse = |text: &str| Policy::parse("p.csv", text).map(|policy| policy.additions.len());
    check(
        parse("importer,exporter,sector,add\nC01,C01,goods-1,0.25\nC01,C02,goods-1,x\nC01,C02,goods-1,-1\n"),
        "p.csv:2:1: importer and exporter are the same\n\
         p.csv:3:1: not a number: write decimals with a point\n\
         p.csv:4:1: an addition at or below -1: write fractions, 0.25 for 25 points",
    );
    check(parse("importer,exporter,sector,add\nA,B,s,0.1\nA,B,s,0.1\n"), "p.csv:3:1: this cell stands twice");
    check(
        parse("importer,exporter,sector\nA,B,s\n"),
        "p.csv:1:1: column `add` is missing (required are: importer, exporter, sector, add)",
    );
}

#[test]
fn panels_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let read = |folder: &Path| Panel::read_folder(folder).map(|panel| panel.flows.len());
    let shown = folder.path().display().to_string();
    check(
        read(folder.path()),
        &format!(
            "there is no file of a year in `{shown}` (a panel is a folder with one file a year, such as flows_2017.csv.gz)"
        ),
    );
    let file = folder.path().join("flows_2017.csv");
    let path = file.display();
    std::fs::write(&file, "importer,exporter,sector,value\nA,B,s,-1\nA,B,s,NaN\nA,B,s\n").unwrap();
    check(
        read(folder.path()),
        &format!(
            "{path}:2:1: a flow below zero\n{path}:3:1: a number that is not finite, or beyond 1e30\n\
             {path}:4:1: 4 cells were expected"
        ),
    );
    std::fs::write(&file, "importer,exporter,sector,value\nA,B,s,1\nA,B,s,2\n").unwrap();
    check(read(folder.path()), &format!("`{path}`: A, B, s stands twice"));
    std::fs::write(&file, [0x1f, 0x8b, 8, 0, 0]).unwrap();
    assert!(read(folder.path()).unwrap_err().to_string().contains("is damaged or cut off"));
    std::fs::write(&file, "").unwrap();
    assert!(read(folder.path()).unwrap_err().to_string().contains("is empty"));
    std::fs::write(folder.path().join("flows_2017.csv.gz"), "").unwrap();
    assert!(read(folder.path()).unwrap_err().to_string().contains("are of the same year"));
}

#[test]
fn a_backtest_needs_a_world_and_a_later_year() {
    let sample = sample();
    let with = |baseline| Data { panel: &sample.panel, policy: &sample.policy, baseline, lists: None };
    check(
        Backtest::new(&with(None), &Question::new(2017), 2018),
        "a backtest needs the world before the policy (name it with --baseline FOLDER)",
    );
    check(
        Backtest::new(&with(Some(&sample.baseline)), &Question::new(2017), 2016),
        "2016 is not after the base year 2017",
    );
    let other = thalweg_trade::Baseline::embedded("world-2011").unwrap();
    let error = Backtest::new(&with(Some(&other)), &Question::new(2017), 2018).unwrap_err().to_string();
    assert!(error.starts_with("the baseline `world-2011` lacks countries of the panel: C01"), "{error}");
}

#[test]
fn a_panel_is_what_its_files_say() {
    let sample = sample();
    let folder = tempfile::tempdir().unwrap();
    for year in sample.panel.flows.keys() {
        let file = folder.path().join(format!("flows_{year}.csv"));
        std::fs::write(file, sample.panel.csv(*year).unwrap()).unwrap();
    }
    let read = Panel::read_folder(folder.path()).unwrap();
    assert_eq!((&read.countries, &read.sectors), (&sample.panel.countries, &sample.panel.sectors));
    assert_eq!(read.flows, sample.panel.flows);
    assert!(read.intakes.iter().all(|intake| intake.accepted == 180 && intake.refused() == 0));
}
