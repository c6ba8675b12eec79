//! What the tests of the mirror share.
#![allow(dead_code, reason = "every test file takes a part")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that fails or is skipped says so"
)]

use std::fs::File;
use std::path::{Path, PathBuf};
use thalweg_mirror::{Countries, Flow, Gap, Ledger, Mirror, Options, Question, Source, read};

/// The folder of development data below `$THALWEG_SHARED`, or `../shared/data` beside the repository.
///
/// Where it is absent the test that asks for it should return, and a line says that it was skipped; where `CI` is `true` it must be there.
pub(crate) fn shared_data() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("THALWEG_SHARED").map_or_else(beside, PathBuf::from);
    if folder.join("mirror").is_dir() {
        return Some(folder);
    }
    let absent = "the development data are absent: set THALWEG_SHARED to their folder";
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{absent}");
    println!("skipped: {absent}");
    None
}

/// Reads files of the development data; each may be said to hold one flow only.
pub(crate) fn ledger(files: &[(&str, Option<Flow>)]) -> Option<(Ledger, Vec<Source>)> {
    let folder = shared_data()?;
    let countries = Countries::embedded();
    let mut ledger = Ledger::new();
    let source = |(name, flow): &(&str, Option<Flow>)| {
        let file = File::open(folder.join("mirror").join(name)).unwrap();
        let options = Options { flow: *flow, ..Options::new(&countries) };
        read(file, name, &options, &mut ledger).unwrap()
    };
    let sources = files.iter().map(source).collect();
    Some((ledger, sources))
}

/// Reads a table that a test holds.
pub(crate) fn text(table: &str) -> (Ledger, Source) {
    let countries = Countries::embedded();
    let mut ledger = Ledger::new();
    let source = read(table.as_bytes(), "test.csv", &Options::new(&countries), &mut ledger).unwrap();
    (ledger, source)
}

pub(crate) fn mirror(ledger: &Ledger, question: &Question) -> Mirror {
    Mirror::of(ledger, &Countries::embedded(), question).unwrap()
}

pub(crate) fn gap<'a>(mirror: &'a Mirror, exporter: &str, importer: &str, year: u16) -> &'a Gap {
    let is = |gap: &&Gap| gap.exporter == exporter && gap.importer == importer && gap.year == year;
    mirror.gaps.iter().find(is).unwrap_or_else(|| panic!("no gap {exporter} {importer} {year}"))
}

pub(crate) fn rounded(number: f64, decimals: usize) -> String {
    format!("{number:.decimals$}")
}
