//! How fast statistics are read: `cargo bench -p thalweg-mirror`. The rows of the large one are made while they are read, and never all in memory.
//!
//! `THALWEG_ROWS=100000000 cargo bench -p thalweg-mirror -- rows` reads as many.
#![allow(clippy::unwrap_used, reason = "a bench that fails says where")]

use divan::counter::ItemsCount;
use std::io::{self, Read, Write};
use thalweg_mirror::{Countries, Ledger, Mirror, Options, Question, read};

fn main() {
    divan::main();
}

/// A table of as many rows as wanted: 200 reporters, 200 partners, 12 months of 20 years, by mode of transport, products as many as it takes.
struct Rows {
    left: u64,
    next: u64,
    buffer: Vec<u8>,
    read: usize,
    codes: Vec<String>,
}

const HEAD: &str = "reporterISO,partnerISO,flowCode,period,cmdCode,motCode,primaryValue,netWgt\n";

impl Rows {
    fn new(rows: u64) -> Self {
        let countries = Countries::embedded();
        let letters = || 'A'..='Z';
        let codes =
            letters().flat_map(|a| letters().flat_map(move |b| letters().map(move |c| format!("{a}{b}{c}"))));
        let codes = codes.filter(|code| countries.english(code).is_some()).take(200).collect();
        Self { left: rows, next: 0, buffer: HEAD.into(), read: 0, codes }
    }

    fn fill(&mut self) {
        self.buffer.clear();
        self.read = 0;
        for _ in 0..self.left.min(1000) {
            let n = self.next;
            let (reporter, partner) = (n % 200, n / 200 % 199);
            let partner = (reporter + 1 + partner) % 200;
            // rows repeat after four million statements: what is said does not grow, rows do
            let step = n / (200 * 199) % 100;
            let (product, mode) = (2701 + step % 25, 1000 * (step / 25));
            let _ = writeln!(
                self.buffer,
                "{},{},M,2023,{product},{mode},{}.25,{}",
                self.codes[reporter as usize],
                self.codes[partner as usize],
                1000 + step,
                100 + step
            );
            self.next += 1;
        }
        self.left -= self.left.min(1000);
    }
}

impl Read for Rows {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.read == self.buffer.len() {
            self.fill();
        }
        let ready = &self.buffer[self.read..];
        let length = ready.len().min(room.len());
        room[..length].copy_from_slice(&ready[..length]);
        self.read += length;
        Ok(length)
    }
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn rows(bencher: divan::Bencher<'_, '_>) {
    let rows = std::env::var("THALWEG_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(4_000_000u64);
    let countries = Countries::embedded();
    bencher.counter(ItemsCount::new(rows)).bench_local(|| {
        let mut ledger = Ledger::new();
        let source = read(Rows::new(rows), "made", &Options::new(&countries), &mut ledger).unwrap();
        assert_eq!(source.intake.read() as u64, rows);
        ledger.statements()
    });
}

/// The reports of all pairs of four years, from the compressed file to the ranked gaps.
#[divan::bench]
fn dots(bencher: divan::Bencher<'_, '_>) {
    let shared = std::env::var_os("THALWEG_SHARED")
        .map_or_else(|| "../../../shared/data".into(), std::path::PathBuf::from);
    let Ok(bytes) = std::fs::read(shared.join("mirror/dots_mirror_2015_2018.csv.gz")) else { return };
    bencher.counter(ItemsCount::new(92_100u32)).bench_local(|| {
        let countries = Countries::embedded();
        let mut ledger = Ledger::new();
        read(&bytes[..], "dots", &Options::new(&countries), &mut ledger).unwrap();
        Mirror::of(&ledger, &countries, &Question::default()).unwrap().flows.len()
    });
}
