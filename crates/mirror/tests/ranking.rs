//! What speaks for a gap, and a hub told from one that hides, on small worlds whose answer is known.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says where")]

mod common;

use common::{mirror, text};
use std::fmt::Write;
use thalweg_mirror::{Mirror, PolicyDate, Question, Ranked, Verdict};

/// Thirty economies of the user's.
fn place(number: usize) -> String {
    let letter = |number: usize| char::from(b'A' + number as u8);
    format!("X{}{}", letter(number / 26), letter(number % 26))
}

/// Rows of one flow: what both say, in thousands of dollars, freight left out.
fn flow(table: &mut String, year: u16, exporter: &str, importer: &str, sold: f64, bought: f64) {
    writeln!(table, "{exporter},{importer},X,{year},{}", sold * 1e3).unwrap();
    writeln!(table, "{importer},{exporter},M,{year},{}", bought * 1e3).unwrap();
}

fn ranked<'a>(mirror: &'a Mirror, exporter: &str, importer: &str) -> &'a Ranked {
    let is = |one: &&Ranked| one.gap.exporter == exporter && one.gap.importer == importer;
    mirror.flows.iter().find(is).unwrap()
}

fn question() -> Question {
    Question {
        margin: thalweg_mirror::Margin::fixed(0.0),
        since: Some(PolicyDate::parse("2022-02").unwrap()),
        ..Question::default()
    }
}

/// All trade a little with all; reports differ by a few percent, in no pattern.
fn world(years: std::ops::Range<u16>) -> String {
    let mut table = "reporter,partner,flow,year,usd\n".to_owned();
    for year in years {
        for from in 0..30usize {
            for to in (0..30usize).filter(|to| *to != from) {
                if (from, to) == (1, 2) || (from, to) == (3, 4) || from == 5 {
                    continue;
                }
                let noise = ((from * 7 + to * 13 + usize::from(year) * 3) % 11) as f64 / 100.0;
                flow(&mut table, year, &place(from), &place(to), 1000.0, 950.0 + 1000.0 * noise);
            }
        }
    }
    table
}

#[test]
fn a_hub_is_short_with_most_and_evasion_with_one() {
    let mut table = world(2020..2023);
    for year in 2020..2023 {
        // who passes goods on: nobody books all of them as its own
        for to in (0..30).filter(|to| *to != 5) {
            flow(&mut table, year, &place(5), &place(to), 1000.0, 400.0);
        }
        flow(&mut table, year, &place(1), &place(2), 5000.0, 400.0);
        flow(&mut table, year, &place(3), &place(4), 400.0, 5000.0);
    }
    let (ledger, source) = text(&table);
    assert_eq!(source.intake.refused(), 0, "{:?}", source.intake.refusals);
    let mirror = mirror(&ledger, &question());
    let hubs: Vec<&str> = mirror.hubs.iter().map(|hub| hub.country.as_str()).collect();
    assert_eq!(hubs, [place(5)]);
    assert_eq!(ranked(&mirror, &place(5), &place(9)).verdict, Verdict::Hub);
    assert_eq!(ranked(&mirror, &place(1), &place(2)).verdict, Verdict::ExporterSaysMore);
    let more = ranked(&mirror, &place(3), &place(4));
    assert_eq!(more.verdict, Verdict::ImporterSaysMore);
    // the smaller leg through the hub
    assert_eq!((more.through.as_deref(), more.through_at_most), (Some(place(5).as_str()), Some(1_000_000.0)));
    assert_eq!(ranked(&mirror, &place(8), &place(9)).verdict, Verdict::Usual);
    let first: Vec<&str> = mirror.flows[..2].iter().map(|one| one.gap.exporter.as_str()).collect();
    assert_eq!(first, [place(1), place(3)]);
}

#[test]
fn what_changes_after_the_policy_and_stays_counts_more() {
    let mut table = world(2018..2024);
    for year in 2018..2024 {
        let hidden = if year < 2022 { 1000.0 } else { 100.0 };
        flow(&mut table, year, &place(1), &place(2), 1000.0, hidden);
        // the same gap, but once and before
        let once = if year == 2019 { 100.0 } else { 1000.0 };
        flow(&mut table, year, &place(3), &place(4), 1000.0, once);
        for to in (0..30).filter(|to| *to != 5) {
            flow(&mut table, year, &place(5), &place(to), 1000.0, 1000.0);
        }
    }
    let mirror = mirror(&text(&table).0, &question());
    let (after, once) = (ranked(&mirror, &place(1), &place(2)), ranked(&mirror, &place(3), &place(4)));
    assert_eq!(after.evidence.size, once.evidence.size);
    assert!((after.shift.unwrap() + 10f64.ln()).abs() < 1e-9, "{:?}", after.shift);
    assert!((after.evidence.sudden - 1.0).abs() < 1e-9);
    assert!(
        (after.evidence.persistence - 1.0 / 3.0).abs() < 1e-9
            && (once.evidence.persistence - 1.0 / 6.0).abs() < 1e-9
    );
    assert!(after.evidence.points > once.evidence.points);
    assert_eq!((after.rank, once.rank), (1, 2));
    let arrival = mirror.arrivals.iter().find(|one| one.exporter == place(1)).map(|one| one.base);
    assert_eq!(arrival, None, "no more was sold than in the base year");
}
