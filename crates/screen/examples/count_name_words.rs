//! Counts in how many records of a list each word stands: `count_name_words NAMES.csv > data/screen/name_words.csv`, where each
//! row is a record and gives its kind in the column `type` and its names in `name` and `alternate_names` (parted by `|` or `;`).
//! The embedded table was made of the names of OFAC's list of 20 August 2026 (public domain).
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example that prints")]

use std::collections::{BTreeMap, BTreeSet};
use thalweg_screen::{EntityKind, Lexicon};

/// Words of fewer records are all the same: rare.
const LEAST: u32 = 6;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which file?")?;
    let lexicon = Lexicon::with_counts([], 1);
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut records = 0;
    let mut reader = csv::Reader::from_path(path)?;
    for record in reader.records() {
        let record = record?;
        let (name, kind, others) = (&record[1], &record[2], &record[4]);
        let kind = match kind {
            "individual" => EntityKind::Person,
            "vessel" => EntityKind::Ship,
            "entity" => EntityKind::Company,
            _ => EntityKind::Other,
        };
        let mut words = BTreeSet::new();
        for name in std::iter::once(name).chain(others.split([';', '|'])) {
            words.extend(lexicon.prepare(name, kind).words().map(str::to_owned));
        }
        words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
        records += 1;
    }
    eprintln!("{records} records");
    println!("word,count");
    counts
        .iter()
        .filter(|(word, count)| **count >= LEAST && word.len() > 1)
        .for_each(|(word, count)| println!("{word},{count}"));
    Ok(())
}
