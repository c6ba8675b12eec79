//! How long it takes to unpack an embedded baseline: `cargo bench -p thalweg-trade --bench baseline`.
#![allow(clippy::unwrap_used, reason = "a benchmark has nobody to hand an error to")]

use thalweg_trade::Baseline;
use thalweg_trade::baseline::{Map, Summary, aggregate, check, pack};

fn main() {
    divan::main();
}

#[divan::bench(args = Baseline::embedded_names())]
fn unpack(name: &str) -> Baseline {
    Baseline::embedded(name).unwrap()
}

#[divan::bench(args = Baseline::embedded_names())]
fn checked(bencher: divan::Bencher<'_, '_>, name: &str) {
    let world = Baseline::embedded(name).unwrap();
    bencher.bench(|| check(&world));
}

#[divan::bench(args = Baseline::embedded_names())]
fn summed_up(bencher: divan::Bencher<'_, '_>, name: &str) {
    let world = Baseline::embedded(name).unwrap();
    bencher.bench(|| Summary::of(&world));
}

#[divan::bench(args = Baseline::embedded_names())]
fn merged_into_one(bencher: divan::Bencher<'_, '_>, name: &str) {
    let world = Baseline::embedded(name).unwrap();
    let map = Map::parse("map.toml", "[countries]\nWLD = '*'\n[sectors]\nall = '*'\n").unwrap();
    bencher.bench(|| aggregate(&world, &map));
}

#[divan::bench(args = Baseline::embedded_names(), sample_count = 10)]
fn packed(bencher: divan::Bencher<'_, '_>, name: &str) {
    let world = Baseline::embedded(name).unwrap();
    bencher.bench(|| pack(&world));
}
