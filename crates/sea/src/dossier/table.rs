//! A dossier as tables.

use super::Dossier;
use crate::event::{Event, FactValue};
use crate::origin::{cargo_table, judgement_table};
use crate::voyage::{self, text, when};
use thalweg_core::{Cell, Column, Measure, Table};

pub(super) fn tables(dossier: &Dossier) -> Vec<Table> {
    let mut tables = vec![risk(dossier), identity(dossier)];
    tables.extend(voyage::tables(&dossier.fortunes));
    tables.push(cargo_table(&dossier.cargoes));
    tables.push(judgement_table(&dossier.judgements));
    tables.push(events(dossier));
    tables
}

/// File and line as people write them.
pub(super) fn place(files: &[String], file: u16, line: u32) -> String {
    let name = files.get(usize::from(file)).map_or("input", String::as_str);
    format!("{name}:{line}")
}

fn risk(dossier: &Dossier) -> Table {
    let columns = vec![
        Column::new("what", "Reason", Measure::Text),
        Column::new("points", "Points", Measure::Number),
        Column::new("weight", "At most", Measure::Number),
        Column::new("certainty_pct", "Certainty", Measure::Rate),
        Column::new("evidence", "Claims", Measure::Count),
        Column::new("sentence", "What the record shows", Measure::Text),
        Column::new("innocent", "What else it could be", Measure::Text),
    ];
    let row = |part: &super::Part| -> Vec<Cell> {
        vec![
            part.what.replace('_', " ").into(),
            part.points.into(),
            part.weight.into(),
            (100.0 * part.certainty).into(),
            (part.evidence as f64).into(),
            part.sentence.as_str().into(),
            text(&part.innocent.join("; ")),
        ]
    };
    let rows = dossier.risk.parts.iter().map(row).collect();
    Table { name: "risk".into(), title: "Reasons to look closer".into(), columns, rows }
}

fn identity(dossier: &Dossier) -> Table {
    let columns = vec![
        Column::new("what", "What", Measure::Text),
        Column::new("value", "Value", Measure::Text),
        Column::new("ship", "Number", Measure::Text),
        Column::new("first", "First", Measure::Text),
        Column::new("last", "Last", Measure::Text),
        Column::new("count", "Times heard", Measure::Count),
        Column::new("record", "First record", Measure::Text),
    ];
    let row = |called: &super::Called| -> Vec<Cell> {
        let record = called.record.map(|(file, line)| place(&dossier.files, file, line));
        vec![
            called.what.into(),
            called.value.as_str().into(),
            called.ship.to_string().into(),
            when(Some(called.first)),
            when(Some(called.last)),
            (called.count as f64).into(),
            record.map_or(Cell::Absent, Cell::from),
        ]
    };
    let rows = dossier.identity.iter().map(row).collect();
    Table { name: "identity".into(), title: "What the ship called itself".into(), columns, rows }
}

fn events(dossier: &Dossier) -> Table {
    let columns = vec![
        Column::new("start", "From", Measure::Text),
        Column::new("end", "Until", Measure::Text),
        Column::new("kind", "What", Measure::Text),
        Column::new("verdict", "Verdict", Measure::Text),
        Column::new("confidence_pct", "Confidence", Measure::Rate),
        Column::new("partner", "With", Measure::Text),
        Column::new("lat", "Latitude", Measure::Number),
        Column::new("lon", "Longitude", Measure::Number),
        Column::new("rule", "Rule", Measure::Text),
        Column::new("findings", "Found, and limit", Measure::Text),
        Column::new("facts", "Also known", Measure::Text),
        Column::new("innocent", "What else it could be", Measure::Text),
        Column::new("records", "Records", Measure::Text),
    ];
    let rows = dossier.events.iter().map(|event| row(dossier, event)).collect();
    Table { name: "events".into(), title: "What detectors claim".into(), columns, rows }
}

fn row(dossier: &Dossier, event: &Event) -> Vec<Cell> {
    let records: Vec<String> = event.records.iter().map(|record| dossier.place(record)).collect();
    vec![
        when(Some(event.start)),
        when(Some(event.end)),
        event.kind.word().replace('_', " ").into(),
        event.verdict.replace('_', " ").into(),
        (100.0 * event.confidence).into(),
        event.partner.map_or(Cell::Absent, |partner| partner.to_string().into()),
        event.from.lat.into(),
        event.from.lon.into(),
        event.rule.into(),
        text(&event.findings.iter().map(finding).collect::<Vec<_>>().join("; ")),
        text(&event.facts.iter().map(fact).collect::<Vec<_>>().join("; ")),
        text(&event.innocent.join("; ")),
        text(&records.join("; ")),
    ]
}

/// `silence 14 hours (at least 6)`.
fn finding(finding: &crate::event::Finding) -> String {
    let sense = match finding.sense {
        crate::event::Sense::AtLeast => "at least",
        crate::event::Sense::AtMost => "at most",
    };
    format!("{} {} {} ({sense} {})", finding.what, short(finding.found), finding.unit, short(finding.limit))
}

fn fact(fact: &crate::event::Fact) -> String {
    match &fact.value {
        FactValue::Number(number, unit) => format!("{} {} {unit}", fact.what, short(*number)),
        FactValue::Text(words) => format!("{} {words}", fact.what),
        FactValue::Flag(true) => format!("{}: yes", fact.what),
        FactValue::Flag(false) => format!("{}: no", fact.what),
    }
}

/// A number without digits that say nothing.
fn short(number: f64) -> String {
    let text = if number.abs() >= 100.0 { format!("{number:.0}") } else { format!("{number:.2}") };
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
