//! `thalweg screen lists`, `diff` and `sample`, as a user calls them.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{done, thalweg};
use std::fs;
use std::path::Path;

fn call(folder: &Path, words: &[&str]) -> common::Done {
    done(thalweg().current_dir(folder).arg("screen").args(words))
}

#[test]
fn the_sample_is_read_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        call(folder.path(), &["sample"]).out,
        "./list.csv\n./list-old.csv\n./names.csv\n./owners.csv\n"
    );
    let table = call(folder.path(), &["lists", "list.csv", "--format", "table"]);
    assert_eq!((table.status, table.err.as_str()), (0, ""));
    assert!(
        table.out.starts_with("list.csv: table. 12 rows taken, 0 refused: 2 persons, 3 companies, 2 ships")
    );
    let records = call(folder.path(), &["lists", "list.csv", "--entities", "--format", "csv"]);
    assert_eq!(records.out.lines().count(), 1 + 7);
    let json = call(folder.path(), &["lists", "list.csv", "--entities"]);
    assert_eq!(json.out.lines().count(), 7);
    assert!(json.out.starts_with("{\"record\":{\"source\":0,\"id\":\"S1\"}"));
    let file = call(folder.path(), &["lists", "list.csv", "-o", "lists.parquet"]);
    assert_eq!(
        (file.status, fs::read(folder.path().join("lists.parquet")).unwrap().starts_with(b"PAR1")),
        (0, true)
    );
}

#[test]
fn what_changed_is_told_for_all_and_for_some() {
    let folder = tempfile::tempdir().unwrap();
    call(folder.path(), &["sample"]);
    let all = call(folder.path(), &["diff", "list-old.csv", "list.csv", "--format", "table"]);
    assert!(all.out.starts_with("2 added, 2 changed, 1 removed, 3 the same.\n"), "{}", all.out);
    fs::write(folder.path().join("mine.csv"), "name\nblue heron\n").unwrap();
    let some =
        call(folder.path(), &["diff", "list-old.csv", "list.csv", "--names", "mine.csv", "--format", "csv"]);
    assert_eq!(some.out.lines().count(), 2, "{}", some.out);
    assert!(
        some.out
            .contains("added,table,S2,ship,BLUE HERON,,UK port ban (INVENTED REGULATIONS) since 2025-05-09")
    );
}

#[test]
fn damage_is_said_and_tells_in_the_status() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "cut.xml",
        "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL><INDIVIDUAL>",
    );
    let cut = call(folder.path(), &["lists", "cut.xml", "--format", "table"]);
    assert_eq!(cut.status, 1);
    assert!(cut.out.contains("1 row taken") && cut.err.contains("breaks off within a record"), "{}", cut.err);
    write("other.csv", "a,b\n1,2\n");
    let other = call(folder.path(), &["lists", "other.csv"]);
    assert_eq!((other.status, other.out.as_str()), (1, ""));
    assert!(
        other.err.contains("columns are those of no list") && other.err.contains("docs/lists.md"),
        "{}",
        other.err
    );
    write("map.toml", "[columns]\nname = \"a\"\n");
    let mapped = call(folder.path(), &["lists", "other.csv", "--mapping", "map.toml", "--format", "table"]);
    assert_eq!(mapped.status, 0, "{}", mapped.err);
    let none = call(folder.path(), &["lists", "nowhere.csv"]);
    assert!(none.status == 1 && none.err.contains("there is no such file"), "{}", none.err);
}
