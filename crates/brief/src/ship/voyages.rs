//! Where the ship called, what it carried, and where its cargoes came from.

use super::answer;
use crate::page::{Block, Section};
use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_sea::dossier::Dossier;
use thalweg_sea::origin::{Cargo, Loading};

/// None where the ship made no call.
pub(super) fn section(dossier: &Dossier) -> Option<Section> {
    if dossier.fortunes.iter().all(|ship| ship.calls.is_empty()) {
        return None;
    }
    let mut body: Vec<Block> = dossier.cargoes.iter().map(|cargo| block(dossier, cargo)).collect();
    for table in dossier.tables() {
        let (heading, few): (&str, &[&str]) = match table.name.as_str() {
            "legs" => (
                "What it carried between calls",
                &["start", "from", "to", "load", "ballast_pct", "laden_pct", "draught_m"],
            ),
            "calls" => (
                "What it did at each call",
                &[
                    "start",
                    "place",
                    "loaded_pct",
                    "discharged_pct",
                    "taken_pct",
                    "draught_before_m",
                    "draught_after_m",
                ],
            ),
            "declared" => (
                "Declared origins against the record",
                &["discharged", "declared", "verdict", "declared_pct", "unknown_pct", "inferred", "line"],
            ),
            _ => continue,
        };
        let table = table.only(few);
        if !table.rows.is_empty() {
            body.push(Block::Folded(heading.into(), vec![Block::Table(table, None)]));
        }
    }
    let (calls, cargoes) =
        (dossier.fortunes.iter().map(|ship| ship.calls.len()).sum::<usize>(), dossier.cargoes.len());
    let lead = format!(
        "The record shows {}, and {} that it more probably discharged than not.[^cargo]",
        count(calls, "call", "calls"),
        count(cargoes, "cargo", "cargoes")
    );
    Some(Section {
        id: "cargo".into(),
        heading: "What it carried, and from where".into(),
        lead: lead.into(),
        body,
    })
}

/// Whole thousands, with a comma; less than that in hundreds.
fn thousands(tonnes: f64) -> String {
    if tonnes >= 10_000.0 {
        format!("{:.0},000", tonnes / 1000.0)
    } else {
        format!("{:.0}", (tonnes / 100.0).round() * 100.0)
    }
}

fn count(number: usize, one: &str, more: &str) -> String {
    match number {
        0 => format!("no {one}"),
        1 => format!("one {one}"),
        _ => format!("**{number}** {more}"),
    }
}

fn block(dossier: &Dossier, cargo: &Cargo) -> Block {
    let place = if cargo.port.name.starts_with("at ") {
        cargo.port.name.clone()
    } else {
        format!("at {}", cargo.port.name)
    };
    let heading = format!(
        "Cargo handed over {place} on {} (probability {})",
        answer::day(cargo.end),
        answer::percent(cargo.discharged)
    );
    let mut blocks = vec![Block::Table(origins(cargo), None)];
    let tonnes = cargo.tonnes.map(|tonnes| {
        format!("The change of stated draught weighs about **{}** tonnes, the least that was discharged: ballast water goes the other way.",
            thousands(tonnes)
        )
    });
    blocks.extend(tonnes.map(|words| Block::Paragraph(words.into())));
    let ways: Vec<String> =
        cargo.origin.loadings.iter().take(5).map(|loading| way(dossier, loading)).collect();
    blocks.extend(ways.into_iter().map(|words| Block::Paragraph(words.into())));
    Block::Folded(heading, blocks)
}

/// The steps of the most probable way of a loading, with its records.
fn way(dossier: &Dossier, loading: &Loading) -> String {
    let step = |step: &thalweg_sea::origin::Step| {
        let what = match step.from {
            None => format!("loaded by {} at {}", step.ship, step.place),
            Some(from) => format!("from {from} to {}", step.ship),
        };
        let records: Vec<String> = step.records.iter().map(|record| dossier.place(record)).collect();
        let records = if records.is_empty() { String::new() } else { format!(" [{}]", records.join(", ")) };
        format!("{what} by {} (share {}){records}", answer::day(step.time), answer::percent(step.share))
    };
    let steps: Vec<String> = loading.way.iter().map(step).collect();
    format!("**{}**, {}: {}.", loading.place, answer::percent(loading.probability), steps.join("; then "))
}

fn origins(cargo: &Cargo) -> Table {
    let columns = vec![
        Column::new("place", "Loaded at", Measure::Text),
        Column::new("loaded", "On", Measure::Text),
        Column::new("origin_pct", "Probability or share, %", Measure::Count),
    ];
    let row = |loading: &Loading| -> Vec<Cell> {
        let country =
            if loading.country.is_empty() { String::new() } else { format!(", {}", loading.country) };
        vec![
            format!("{}{country}", loading.place).into(),
            answer::day(loading.time).into(),
            (100.0 * loading.probability).round().into(),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = cargo.origin.loadings.iter().map(row).collect();
    rows.push(vec!["unknown".into(), Cell::Absent, (100.0 * cargo.origin.unknown).round().into()]);
    Table { name: "origin".into(), title: "Where it came from".into(), columns, rows }
}
