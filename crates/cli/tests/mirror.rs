//! `thalweg mirror` on its invented sample: every form of the answer, and what is wrong told with the right status.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{call, call_in};
use tempfile::TempDir;

fn sample() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let done = call_in(folder.path(), "mirror sample");
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    folder
}

#[test]
fn the_answer_begins_with_what_is_impossible() {
    let folder = sample();
    let done = call_in(folder.path(), "mirror trade.csv --production production.csv --format table");
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    let words = done.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("1. XBB from XAA, product 2709, 2023"), "{words}");
    assert!(
        words.contains("Physically impossible as told: the exporter made 28.200 million tonnes"),
        "{words}"
    );
    assert!(done.out.lines().all(|line| line.chars().count() <= 80), "{}", done.out);
}

#[test]
fn every_form_holds_the_same_gaps() {
    let folder = sample();
    let json = call_in(folder.path(), "mirror trade.csv --format json").out;
    let object: serde_json::Value = serde_json::from_str(&json).unwrap();
    let flows = object["flows"].as_array().unwrap().len();
    assert_eq!(object["sources"][0]["intake"]["refusals"].as_array().unwrap().len(), 0);
    let csv = call_in(folder.path(), "mirror trade.csv --format csv").out;
    assert_eq!(csv.lines().count(), flows + 1);
    assert!(csv.starts_with("rank,exporter,importer,product,year"), "{csv}");
    for name in ["years", "hubs", "arrivals", "passages", "habits", "incomplete"] {
        let line = format!("mirror trade.csv --since 2022 --table {name} --format csv");
        assert_eq!(call_in(folder.path(), &line).status, 0, "{name}");
    }
    assert_eq!(call_in(folder.path(), "mirror trade.csv -o gaps.parquet").status, 0);
    assert!(std::fs::read(folder.path().join("gaps.parquet")).unwrap().starts_with(b"PAR1"));
}

#[test]
fn imports_hide_from_taxes_in_the_sample() {
    let folder = sample();
    let json = call_in(folder.path(), "mirror evasion trade.csv --taxes taxes.csv --format json").out;
    let object: serde_json::Value = serde_json::from_str(&json).unwrap();
    let is = |one: &&serde_json::Value| one["regression"] == "tax and similar" && one["term"] == "tax";
    let tax = object["estimates"].as_array().unwrap().iter().find(is).unwrap();
    let (low, high) = (tax["low"].as_f64().unwrap(), tax["high"].as_f64().unwrap());
    assert!(low < 3.0 && 3.0 < high, "{tax}");
}

#[test]
fn what_is_wrong_is_told() {
    let folder = sample();
    std::fs::write(folder.path().join("no_flow.csv"), "year,reporter,partner,usd\n2022,DEU,KGZ,5\n").unwrap();
    std::fs::write(folder.path().join("euro.csv"), "year,reporter,partner,flow,eur\n2022,DEU,KGZ,X,5\n")
        .unwrap();
    for (line, status, words) in [
        ("mirror", 2, "no table of trade statistics is named"),
        ("mirror nowhere.csv", 1, "cannot read `nowhere.csv`"),
        ("mirror no_flow.csv", 1, "give it with --exports or with --imports"),
        ("mirror trade.csv euro.csv", 1, "values are in USD in `trade.csv` and in EUR in `euro.csv`"),
        ("mirror trade.csv --exporter XAB", 1, "did you mean `XAA`?"),
        ("mirror trade.csv --through XAA,XBB", 2, "CHN,VNM,USA"),
        ("mirror trade.csv --since soon", 1, "`soon` is no date"),
        ("mirror trade.csv --cif 60", 1, "a margin cannot be 60"),
    ] {
        let done = call_in(folder.path(), line);
        assert_eq!(done.status, status, "{line}: {}", done.err);
        assert!(done.err.contains(words), "{line}: {}", done.err);
    }
    assert_eq!(call("mirror --measure weight x.csv").status, 2);
}
