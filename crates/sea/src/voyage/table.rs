//! Legs and calls as tables.

use super::{Call, Fortunes, Leg};
use crate::civil::timestamp;
use thalweg_core::{Cell, Column, Measure, Table};

/// Legs and calls of some ships: the tables `legs` and `calls`.
pub fn tables(fortunes: &[Fortunes]) -> Vec<Table> {
    vec![legs(fortunes), calls(fortunes)]
}

fn legs(fortunes: &[Fortunes]) -> Table {
    let columns = vec![
        Column::new("ship", "Ship", Measure::Text),
        Column::new("start", "From", Measure::Text),
        Column::new("end", "Until", Measure::Text),
        Column::new("from", "Left", Measure::Text),
        Column::new("to", "For", Measure::Text),
        Column::new("load", "Load", Measure::Text),
        Column::new("ballast_pct", "In ballast", Measure::Rate),
        Column::new("part_pct", "Laden in part", Measure::Rate),
        Column::new("laden_pct", "Laden", Measure::Rate),
        Column::new("draught_m", "Stated draught", Measure::Number),
    ];
    let rows = fortunes.iter().flat_map(|ship| {
        ship.legs.iter().enumerate().map(move |(place, leg)| {
            let port = |call: Option<&Call>| call.map_or(Cell::Absent, |call| call.port.name.as_str().into());
            let mut row = vec![ship.ship.id.to_string().into(), when(leg.start), when(leg.end)];
            row.extend([
                port(place.checked_sub(1).and_then(|place| ship.calls.get(place))),
                port(ship.calls.get(place)),
            ]);
            row.extend(loads(leg));
            row
        })
    });
    Table {
        name: "legs".into(),
        title: "What ships carried between calls".into(),
        rows: rows.collect(),
        columns,
    }
}

fn loads(leg: &Leg) -> [Cell; 5] {
    [
        leg.word().into(),
        (100.0 * leg.ballast).into(),
        (100.0 * leg.part).into(),
        (100.0 * leg.laden).into(),
        leg.draught.into(),
    ]
}

fn calls(fortunes: &[Fortunes]) -> Table {
    let columns = vec![
        Column::new("ship", "Ship", Measure::Text),
        Column::new("start", "From", Measure::Text),
        Column::new("end", "Until", Measure::Text),
        Column::new("place", "Place", Measure::Text),
        Column::new("country", "Country", Measure::Text),
        Column::new("loaded_pct", "Loaded", Measure::Rate),
        Column::new("discharged_pct", "Discharged", Measure::Rate),
        Column::new("unrecorded_pct", "Loaded unrecorded", Measure::Rate),
        Column::new("taken_pct", "Of the cargo aboard, from here", Measure::Rate),
        Column::new("draught_before_m", "Draught before", Measure::Number),
        Column::new("draught_after_m", "Draught after", Measure::Number),
        Column::new("tonnes", "Change by draught, tonnes", Measure::Count),
    ];
    let rows = fortunes.iter().flat_map(|ship| ship.calls.iter().map(|call| row(ship, call)));
    Table { name: "calls".into(), title: "What ships did with cargo".into(), rows: rows.collect(), columns }
}

fn row(ship: &Fortunes, call: &Call) -> Vec<Cell> {
    vec![
        ship.ship.id.to_string().into(),
        when(Some(call.start)),
        when(Some(call.end)),
        call.port.name.as_str().into(),
        text(&call.port.country),
        (100.0 * call.loaded).into(),
        (100.0 * call.discharged).into(),
        (100.0 * call.unrecorded).into(),
        (100.0 * call.taken).into(),
        call.draught_before.into(),
        call.draught_after.into(),
        call.tonnes.map(f64::round).into(),
    ]
}

/// A time as a cell.
pub(crate) fn when(time: Option<i64>) -> Cell {
    time.map_or(Cell::Absent, |time| timestamp(time).into())
}

/// Words as a cell; none where there are none.
pub(crate) fn text(words: &str) -> Cell {
    if words.is_empty() { Cell::Absent } else { words.into() }
}
