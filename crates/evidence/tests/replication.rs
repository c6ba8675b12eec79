//! Published numbers, met to their printed digits; see `docs/replication.md`.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails or is skipped says so")]

use std::path::{Path, PathBuf};
use thalweg_evidence::replication::{ComparedRow, Replication, Source};

/// The folder of development data: `$THALWEG_SHARED`, or `../shared/data` beside the repository. Where it is absent the
/// test says that it is skipped; where `CI` is `true` it must be there.
fn shared_data() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("THALWEG_SHARED").map_or_else(beside, PathBuf::from);
    if folder.join("baselines").is_dir() {
        return Some(folder);
    }
    let absent = "the development data are absent: set THALWEG_SHARED to their folder";
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{absent}");
    println!("skipped: {absent}");
    None
}

/// Asserts that every number of a source is met to every printed digit.
#[track_caller]
fn all_met(rows: &[ComparedRow], cells: usize) {
    let misses: Vec<String> = rows
        .iter()
        .filter(|row| row.verdict != "met")
        .map(|row| {
            format!(
                "{}, {}, {}: {:?}, printed {} ({})",
                row.table, row.who, row.what, row.computed, row.published, row.verdict
            )
        })
        .collect();
    assert!(misses.is_empty(), "{}", misses.join("\n"));
    assert_eq!(rows.len(), cells);
}

#[test]
fn liberation_day_is_met_to_every_printed_digit() {
    let Some(data) = shared_data() else { return };
    let rows = Source::LiberationDay.compare(Some(&data)).unwrap();
    all_met(&rows, 20 + 32);
}

#[test]
fn caliendo_and_parro_are_met_to_every_printed_digit() {
    let Some(data) = shared_data() else { return };
    all_met(&Source::CaliendoParro.compare(Some(&data)).unwrap(), 18);
}

#[test]
fn the_trade_war_of_ossa_is_met_to_every_printed_digit() {
    let Some(data) = shared_data() else { return };
    all_met(&Source::Ossa.compare(Some(&data)).unwrap(), 40);
}

#[test]
fn independent_solutions_are_met_to_every_digit() {
    let Some(data) = shared_data() else { return };
    all_met(&Source::Worlds.compare(Some(&data)).unwrap(), 52);
    all_met(&Source::Majors.compare(Some(&data)).unwrap(), 8);
}

#[test]
fn without_data_what_is_embedded_is_run_and_the_rest_is_listed() {
    let mut all = Replication::default();
    for source in Source::ALL {
        all.add(source.compare(None).unwrap());
    }
    let sources = all.sources();
    assert_eq!(sources.len(), Source::ALL.len());
    assert_eq!((sources[0].met, sources[0].not_run), (36.0, 16.0));
    for source in &sources[1..] {
        assert_eq!((source.cells, source.not_run), (1.0, 1.0), "{}", source.source);
    }
    let not_run = all.rows.iter().filter(|row| row.verdict == "not run");
    assert!(not_run.clone().all(|row| row.computed.is_none() && row.why.contains("--data FOLDER")));
}

#[test]
fn damaged_data_are_an_error_that_says_where() {
    let Some(data) = shared_data() else { return };
    let folder = tempfile::tempdir().unwrap();
    let paper = folder.path().join("papers/liberation-day");
    std::fs::create_dir_all(&paper).unwrap();
    for name in ["trade_cepii.csv", "gdp.csv", "tariffs.csv", "country_labels.csv"] {
        let text = std::fs::read_to_string(data.join("papers/liberation-day").join(name)).unwrap();
        std::fs::write(paper.join(name), text).unwrap();
    }
    let break_it = |name: &str, text: &str| {
        let whole = std::fs::read_to_string(paper.join(name)).unwrap();
        std::fs::write(paper.join(name), text).unwrap();
        let error = Source::LiberationDay.compare(Some(folder.path())).unwrap_err().to_string();
        std::fs::write(paper.join(name), whole).unwrap();
        error
    };
    assert!(
        break_it("gdp.csv", "gdp\n1\n2\n").contains("has 2 rows or columns, but there are 194 countries")
    );
    assert!(break_it("gdp.csv", "gdp\nmuch\n").contains("gdp.csv:2"));
    assert!(break_it("trade_cepii.csv", "a,b\n1,2\n").contains("194 countries"));
    let trade = std::fs::read_to_string(paper.join("trade_cepii.csv")).unwrap();
    assert!(
        break_it("trade_cepii.csv", &trade.replacen(",405.02", ",-405.02", 1)).contains("trade_cepii.csv:2")
    );
    assert!(
        break_it("country_labels.csv", "iso3,iso_code,CountryName\nABW,1,Aruba\n").contains("1 countries")
    );
}
