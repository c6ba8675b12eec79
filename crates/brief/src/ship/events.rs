//! What detectors claim, one by one, and reasons to look closer, part by part.

use super::{answer, marks};
use crate::page::{Block, Section};
use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_sea::dossier::{Dossier, Part};
use thalweg_sea::event::{Event, Finding, Sense};

pub(super) fn section(dossier: &Dossier) -> Section {
    let numbered = marks::numbered(&dossier.events);
    let count = dossier.events.len();
    let mut body: Vec<Block> =
        numbered.iter().enumerate().map(|(place, event)| one(dossier, place + 1, event)).collect();
    if let Some(all) =
        dossier.tables().into_iter().find(|table| table.name == "events" && !table.rows.is_empty())
    {
        let few = ["start", "kind", "verdict", "confidence", "hours", "partner_mmsi", "rule", "records"];
        body.push(Block::Folded(
            "All claims with their records".into(),
            vec![Block::Table(all.only(&few), None)],
        ));
    }
    let lead = match (count, numbered.len()) {
        (0, _) => "No detector found anything.".to_owned(),
        (_, 0) => "Detectors found calls at ports and anchorages, and nothing else.".to_owned(),
        (_, shown) => format!(
            "The {shown} surest are told here in order of time, with what else each could be; {} in the table.",
            if count == 1 { "it stands".to_owned() } else { format!("all {count} stand") }
        ),
    };
    Section { id: "claims".into(), heading: "What detectors claim".into(), lead: lead.into(), body }
}

/// One claim with all that it rests on.
fn one(dossier: &Dossier, number: usize, event: &Event) -> Block {
    let heading = format!(
        "{number}. {}: {}, {} UTC, confidence {}",
        capital(marks::words(event.kind)),
        event.verdict.replace('_', " "),
        answer::moment(event.start),
        answer::percent(event.confidence)
    );
    let until = format!("It lasted {:.1} hours, until {} UTC.", event.hours(), answer::moment(event.end));
    let with = event.partner.map_or_else(String::new, |partner| format!(" The other ship is **{partner}**."));
    let clock = if event.clock_error_ms >= 1000 {
        format!(" Times may be off by {:.0} seconds.", event.clock_error_ms as f64 / 1000.0)
    } else {
        String::new()
    };
    let innocent = if event.innocent.is_empty() {
        "no other explanation was found".to_owned()
    } else {
        event.innocent.join("; ")
    };
    let mut blocks = vec![Block::Paragraph(format!("{until}{with}{clock}").into())];
    if !event.findings.is_empty() {
        blocks.push(Block::Table(findings(event), None));
    }
    if !event.facts.is_empty() {
        let facts: Vec<String> = event.facts.iter().map(|fact| fact.words()).collect();
        blocks.push(Block::Paragraph(format!("Also known: {}.", facts.join("; ")).into()));
    }
    let records: Vec<String> = event.records.iter().map(|record| dossier.place(record)).collect();
    let records = if records.is_empty() { "none".to_owned() } else { records.join(", ") };
    blocks.push(Block::Paragraph(format!("Records (file and line): {records}.").into()));
    blocks.push(Block::Caveat("What else it could be:".into(), format!("{innocent}.").into()));
    Block::Folded(heading, blocks)
}

fn findings(event: &Event) -> Table {
    let columns = vec![
        Column::new("what", "Test", Measure::Text),
        Column::new("found", "Found", Measure::Number),
        Column::new("sense", "Rule", Measure::Text),
        Column::new("limit", "Limit", Measure::Number),
        Column::new("unit", "Unit", Measure::Text),
    ];
    let row = |finding: &Finding| -> Vec<Cell> {
        let sense = if finding.sense == Sense::AtLeast { "at least" } else { "at most" };
        vec![
            finding.what.into(),
            finding.found.into(),
            sense.into(),
            finding.limit.into(),
            finding.unit.into(),
        ]
    };
    let rows = event.findings.iter().map(row).collect();
    Table { name: "findings".into(), title: format!("Rule \u{201c}{}\u{201d}", event.rule), columns, rows }
}

pub(super) fn reasons(dossier: &Dossier) -> Section {
    let risk = &dossier.risk;
    let with = risk.parts.iter().filter(|part| part.evidence > 0);
    let without: Vec<&str> =
        risk.parts.iter().filter(|part| part.evidence == 0).map(|part| part.sentence.as_str()).collect();
    let mut body: Vec<Block> = vec![Block::Table(table(dossier), None)];
    body.extend(with.map(|part| {
        let innocent = if part.innocent.is_empty() {
            "nothing else was found.".to_owned()
        } else {
            part.innocent.join("; ") + "."
        };
        Block::Caveat(part.sentence.clone(), format!("What else it could be: {innocent}").into())
    }));
    if !without.is_empty() {
        body.push(Block::Folded(
            "Reasons without evidence".into(),
            without.into_iter().map(|words| Block::Paragraph(words.into())).collect(),
        ));
    }
    Section {
        id: "reasons".into(),
        heading: "Reasons to look closer".into(),
        lead: format!(
            "**{:.1}** of {:.0} points: the plain sum of the parts below. Weights are ours and stand in the rules; change them if you weigh otherwise.[^points]",
            risk.total, risk.most
        )
        .into(),
        body,
    }
}

fn table(dossier: &Dossier) -> Table {
    let columns = vec![
        Column::new("what", "Reason", Measure::Text),
        Column::new("evidence", "Claims", Measure::Count),
        Column::new("certainty_pct", "Certainty, %", Measure::Count),
        Column::new("weight", "Weight", Measure::Number),
        Column::new("points", "Points", Measure::Number),
    ];
    let row = |part: &Part| -> Vec<Cell> {
        vec![
            part.what.replace('_', " ").into(),
            (part.evidence as f64).into(),
            (100.0 * part.certainty).round().into(),
            part.weight.into(),
            tenth(part.points).into(),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = dossier.risk.parts.iter().map(row).collect();
    rows.push(vec![
        "sum".into(),
        "".into(),
        "".into(),
        dossier.risk.most.into(),
        tenth(dossier.risk.total).into(),
    ]);
    Table { name: "reasons".into(), title: "Part by part".into(), columns, rows }
}

/// Rounded to a tenth.
fn tenth(points: f64) -> f64 {
    (10.0 * points).round() / 10.0
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
