//! Cargoes that were discharged, and where they came from.

use super::{Judgement, Ledger, Origin, OriginRules, Verdict};
use crate::event::{TrackId, as_timestamp};
use crate::fix::Record;
use crate::voyage::{Fortunes, Port, when};
use serde::Serialize;
use thalweg_core::{Cell, Column, Measure, Table};

/// A cargo that a ship probably discharged or gave to another ship.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cargo {
    /// The ship.
    pub ship: TrackId,
    /// Where.
    pub port: Port,
    /// When it arrived there, milliseconds since 1970, UTC.
    #[serde(serialize_with = "as_timestamp")]
    pub start: i64,
    /// When it left.
    #[serde(serialize_with = "as_timestamp")]
    pub end: i64,
    /// Probability that it discharged there.
    pub discharged: f64,
    /// What the change of stated draught weighs, tonnes; the least that was discharged.
    pub tonnes: Option<f64>,
    /// Where the cargo came from.
    pub origin: Origin,
    /// The records that say the ship was there.
    pub records: Vec<Record>,
}

/// The cargoes that some ships more probably discharged than not, in order of ship and time.
pub fn cargoes(fortunes: &[Fortunes], ledger: &Ledger, rules: &OriginRules) -> Vec<Cargo> {
    let calls = fortunes.iter().flat_map(|ship| ship.calls.iter().map(move |call| (ship.ship.id, call)));
    let calls: Vec<_> = calls.filter(|(_, call)| call.discharged > 0.5).collect();
    // what came aboard up to the last moment before it left again counts: entries of the call itself are of that moment
    let wanted: Vec<(TrackId, i64)> = calls.iter().map(|(ship, call)| (*ship, call.end - 1)).collect();
    let origins = ledger.origins(&wanted, rules.least_share);
    let cargo = |((ship, call), origin): ((TrackId, &crate::voyage::Call), Origin)| Cargo {
        ship,
        port: call.port.clone(),
        start: call.start,
        end: call.end,
        discharged: call.discharged,
        tonnes: call.tonnes.map(|tonnes| -tonnes).filter(|tonnes| *tonnes > 0.0),
        origin,
        records: call.records.clone(),
    };
    calls.into_iter().zip(origins).map(cargo).collect()
}

/// Cargoes with their origins: one row per possible loading, and one for what is unknown.
pub fn cargo_table(cargoes: &[Cargo]) -> Table {
    let columns = vec![
        Column::new("ship", "Ship", Measure::Text),
        Column::new("discharged", "Discharged", Measure::Text),
        Column::new("place", "At", Measure::Text),
        Column::new("discharged_pct", "Probably", Measure::Rate),
        Column::new("origin", "Loaded at", Measure::Text),
        Column::new("country", "Country", Measure::Text),
        Column::new("loaded", "Loaded", Measure::Text),
        Column::new("by", "By ship", Measure::Text),
        Column::new("origin_pct", "Share or probability", Measure::Rate),
        Column::new("way", "Way", Measure::Text),
    ];
    let rows = cargoes.iter().flat_map(rows).collect();
    Table { name: "cargoes".into(), title: "Where cargoes came from".into(), columns, rows }
}

fn rows(cargo: &Cargo) -> Vec<Vec<Cell>> {
    let head = || {
        let discharged: Cell = (100.0 * cargo.discharged).into();
        vec![
            cargo.ship.to_string().into(),
            when(Some(cargo.end)),
            cargo.port.name.as_str().into(),
            discharged,
        ]
    };
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for loading in &cargo.origin.loadings {
        let mut row = head();
        row.extend([loading.place.as_str().into(), crate::voyage::text(&loading.country)]);
        row.extend([when(Some(loading.time)), loading.ship.to_string().into()]);
        row.extend([(100.0 * loading.probability).into(), loading.way_in_words().into()]);
        rows.push(row);
    }
    let mut row = head();
    row.extend(["unknown".into(), Cell::Absent, Cell::Absent, Cell::Absent]);
    row.extend([(100.0 * cargo.origin.unknown).into(), Cell::Absent]);
    rows.push(row);
    rows
}

impl super::Loading {
    /// The ships on the way: `273350000 > 636015943 > 538008813`.
    pub fn way_in_words(&self) -> String {
        let ships: Vec<String> = self.way.iter().map(|step| step.ship.to_string()).collect();
        ships.join(" > ")
    }
}

impl Verdict {
    /// In a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Consistent => "consistent",
            Self::Inconsistent => "inconsistent",
            Self::CannotTell => "cannot tell",
        }
    }
}

/// Declared origins beside inferred ones.
pub fn judgement_table(judgements: &[Judgement]) -> Table {
    let columns = vec![
        Column::new("ship", "Ship", Measure::Text),
        Column::new("discharged", "Discharged", Measure::Text),
        Column::new("declared", "Declared origin", Measure::Text),
        Column::new("verdict", "The record is", Measure::Text),
        Column::new("declared_pct", "Declared origin is right", Measure::Rate),
        Column::new("unknown_pct", "Unknown", Measure::Rate),
        Column::new("inferred", "Most probable origin", Measure::Text),
        Column::new("inferred_pct", "Its probability", Measure::Rate),
        Column::new("line", "Line", Measure::Count),
    ];
    let row = |judged: &Judgement| -> Vec<Cell> {
        let declared = &judged.declared;
        let ship = declared.imo.map_or_else(
            || declared.mmsi.map_or_else(String::new, |mmsi| format!("{mmsi:09}")),
            |imo| format!("IMO {imo}"),
        );
        let best = judged.origin.as_ref().and_then(|origin| origin.places().first().copied());
        vec![
            ship.into(),
            when(Some(declared.time)),
            declared.origin.as_str().into(),
            judged.verdict.words().into(),
            (100.0 * judged.probability).into(),
            (100.0 * judged.unknown).into(),
            best.map_or(Cell::Absent, |(place, _)| place.into()),
            best.map(|(_, probability)| 100.0 * probability).into(),
            (declared.line as f64).into(),
        ]
    };
    let rows = judgements.iter().map(row).collect();
    Table { name: "declared".into(), title: "Declared origin against inferred origin".into(), columns, rows }
}
