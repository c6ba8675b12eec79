//! `thalweg evidence replicate`: published beside computed.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails or is skipped says so")]

mod common;

use common::{call, done, thalweg};
use std::path::{Path, PathBuf};

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

#[test]
fn without_data_the_embedded_worlds_are_run_and_the_rest_is_named() {
    let done = call("evidence replicate --format table");
    assert_eq!(done.status, 0);
    assert!(
        done.out.starts_with("All 36 numbers that were run are met to every printed digit."),
        "{}",
        done.out
    );
    for source in ["majors-2017", "caliendo-parro-2015", "ossa-2014", "liberation-day-2025"] {
        assert!(done.err.contains(&format!("not run: `{source}`")), "{}", done.err);
    }
    assert!(done.err.contains("papers/liberation-day"), "{}", done.err);
}

#[test]
fn rows_have_every_number() {
    let done = call("evidence replicate worlds --format csv");
    assert_eq!(done.status, 0);
    let mut lines = done.out.lines();
    assert_eq!(lines.next().unwrap(), "source,table,who,what,published,computed,verdict,why");
    assert_eq!(lines.clone().filter(|line| line.contains(",met,")).count(), 36);
    assert_eq!(lines.filter(|line| line.contains(",not run,")).count(), 16);
    let json = call("evidence replicate worlds --format json");
    assert_eq!(json.out.lines().count(), 52);
}

#[test]
fn what_cannot_be_meant_is_said() {
    let unknown = call("evidence replicate osa-2014");
    assert_eq!(unknown.status, 2);
    assert!(unknown.err.contains("`ossa-2014`"), "{}", unknown.err);
    let nowhere = call("evidence replicate --data nowhere");
    assert_eq!(nowhere.status, 1);
    assert!(nowhere.err.contains("no folder `nowhere`"), "{}", nowhere.err);
}

/// With the data, what governments choose is found too: table 5b is met from all three threats but for one wage.
#[test]
fn trade_wars_and_talks() {
    let Some(data) = shared_data() else { return };
    let mut command = thalweg();
    command.args(["evidence", "replicate", "ossa-2014", "--format", "csv", "--data"]).arg(data);
    let done = done(&mut command);
    assert_eq!(done.status, 0, "{}", done.err);
    let rows: Vec<&str> = done.out.lines().skip(1).collect();
    assert_eq!(rows.len(), 248);
    let met = |table: &str| {
        let of_table = || rows.iter().filter(|row| row.starts_with(&format!("ossa-2014,{table},")));
        (of_table().filter(|row| row.contains(",met,")).count(), of_table().count())
    };
    assert_eq!(met("5b"), (95, 96), "{rows:?}");
    assert_eq!(met("3b"), (70, 72));
}
