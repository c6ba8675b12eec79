//! The table of maritime identification digits against a copy of the ITU's.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails or is skipped says so")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use thalweg_core::Mmsi;

/// The folder of development data: `$THALWEG_SHARED`, or `../shared/data` beside the repository.
fn shared_data() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("THALWEG_SHARED").map_or_else(beside, PathBuf::from);
    if folder.join("sea").is_dir() {
        return Some(folder);
    }
    let absent = "the development data are absent: set THALWEG_SHARED to their folder";
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{absent}");
    println!("skipped: {absent}");
    None
}

#[test]
fn the_same_numbers_are_allocated() {
    let Some(folder) = shared_data() else { return };
    let text = std::fs::read_to_string(folder.join("sea/places/mid.csv")).unwrap();
    let theirs: BTreeSet<u32> = text.lines().skip(1).filter_map(|line| line.get(..3)?.parse().ok()).collect();
    let ours: BTreeSet<u32> =
        (200..800).filter(|mid| Mmsi::new(mid * 1_000_000).unwrap().country().is_some()).collect();
    assert_eq!(ours, theirs);
    assert!(ours.len() > 280, "{}", ours.len());
}

#[test]
fn names_agree_where_they_are_the_same_word() {
    let Some(folder) = shared_data() else { return };
    let text = std::fs::read_to_string(folder.join("sea/places/mid.csv")).unwrap();
    let mut same = 0;
    for line in text.lines().skip(1) {
        let mid: u32 = line[..3].parse().unwrap();
        let ours = Mmsi::new(mid * 1_000_000).unwrap().country_name().unwrap();
        let word = ours.split([' ', '-', ',']).next().unwrap();
        same += usize::from(line.contains(word));
    }
    // the others are short names (Russia, Laos, Turkey) or territories by their own name
    assert!(same >= 270, "{same} of {}", text.lines().count() - 1);
}
