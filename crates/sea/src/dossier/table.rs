//! A dossier as tables.

use super::Dossier;
use crate::event::Told;
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
    let table = Told { ships: &[], files: &dossier.files }.table(&dossier.events);
    Table { title: "What detectors claim".into(), ..table }
}
