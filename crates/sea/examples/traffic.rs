//! Makes traffic and says what is in it: `cargo run --release -p thalweg-sea --example traffic -- [SCENARIO.toml]`.
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::collections::BTreeMap;
use thalweg_sea::simulate::{Scenario, simulate};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = std::env::args().nth(1).map(std::fs::read_to_string).transpose()?.unwrap_or_default();
    let scenario = Scenario::parse(&text)?;
    let made = simulate(&scenario)?;
    println!("{} reports of {} ships", made.reports.len(), scenario.ships);
    let mut kinds: BTreeMap<_, usize> = BTreeMap::new();
    for planted in &made.truth.planted {
        *kinds.entry((planted.kind.word(), planted.how, planted.difficulty.word())).or_default() += 1;
    }
    for ((kind, how, difficulty), count) in kinds {
        println!("{kind:20} {how:24} {difficulty:10} {count:5}");
    }
    Ok(())
}
