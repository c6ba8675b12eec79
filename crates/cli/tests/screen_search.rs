//! `thalweg screen search`, `file` and `replay` on the sample.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::call_in;
use tempfile::TempDir;

fn sample() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(call_in(folder.path(), "screen sample").status, 0);
    folder
}

#[test]
fn another_hull_of_the_same_name_is_set_aside_and_it_is_said() {
    let folder = sample();
    let done = call_in(
        folder.path(),
        "screen search BLUE-HERON --imo 9999931 --removed --explain --list list.csv --format table",
    );
    assert_eq!(done.status, 0, "{}", done.err);
    assert!(
        done.out.starts_with("BLUE-HERON: 0 hits at 0.5 or more. 1 more record was set aside."),
        "{}",
        done.out
    );
    assert!(done.out.contains("Another ship IMO number: 9999931 was asked for"), "{}", done.out);
    assert!(done.out.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn a_name_list_has_its_hits_in_order_and_a_count_of_all_rows() {
    let folder = sample();
    let done = call_in(folder.path(), "screen file names.csv --list list.csv");
    assert_eq!(done.status, 0, "{}", done.err);
    let lines: Vec<&str> = done.out.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(lines, ["2", "3", "5", "6", "7", "8"]);
    assert!(
        done.err.contains("9 rows: 6 with hits, 6 hits; 0 beyond --limit, 1 records set aside"),
        "{}",
        done.err
    );
}

#[test]
fn an_audit_is_replayed_and_a_changed_list_is_named() {
    let folder = sample();
    let call = |line: &str| call_in(folder.path(), line);
    assert_eq!(call("screen search Lanternov --born 1968 --list list.csv --audit a.json").status, 0);
    let same = call("screen replay a.json");
    assert!(same.status == 0 && same.out.starts_with("The same to the last bit"), "{}{}", same.out, same.err);
    let list = folder.path().join("list.csv");
    let text = std::fs::read_to_string(&list).unwrap();
    std::fs::write(&list, text.replace("1968-03-12", "1986-03-12")).unwrap();
    let other = call("screen replay a.json");
    assert_eq!(other.status, 1);
    assert!(
        other.err.contains("is another file now") && other.err.contains("has another answer"),
        "{}",
        other.err
    );
}
