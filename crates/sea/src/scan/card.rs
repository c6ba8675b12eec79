//! A ship in one row.

use crate::event::TrackId;
use crate::track::Track;
use serde::Serialize;
use thalweg_core::{Cell, Column, Imo, Measure, Mmsi, Table};

/// What is known of the ship of a track, as it states most often.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Card {
    /// Which.
    #[serde(flatten)]
    pub id: TrackId,
    /// IMO number, if its check digit is right.
    pub imo: Option<Imo>,
    /// Name.
    pub name: Option<String>,
    /// Country that gave the number, alpha-3.
    pub flag: Option<&'static str>,
    /// Type of ship and cargo (ITU-R M.1371-5, table 53).
    pub ship_type: Option<u8>,
    /// Length, metres.
    pub length: Option<u16>,
    /// Beam, metres.
    pub beam: Option<u16>,
    /// When it was first heard, milliseconds since 1970, UTC.
    #[serde(serialize_with = "crate::event::as_timestamp")]
    pub start: i64,
    /// When it was last heard.
    #[serde(serialize_with = "crate::event::as_timestamp")]
    pub end: i64,
    /// Positions.
    pub positions: u64,
}

impl Card {
    /// The card of a track.
    pub fn of(track: &Track) -> Self {
        Self {
            id: track.id,
            imo: track.hull(),
            name: track.name(),
            flag: Mmsi::new(track.id.mmsi).and_then(Mmsi::country),
            ship_type: track.ship_type(),
            length: track.length(),
            beam: track.beam(),
            start: track.start(),
            end: track.end(),
            positions: track.fixes.len() as u64,
        }
    }

    /// Whether it calls itself a tanker.
    pub fn is_tanker(&self) -> bool {
        self.ship_type.is_some_and(|kind| (80..90).contains(&kind))
    }
}

/// Ships as a table.
pub fn ships_table(ships: &[Card]) -> Table {
    let columns = [
        ("mmsi", "MMSI", Measure::Count),
        ("segment", "Ship of number", Measure::Count),
        ("imo", "IMO", Measure::Text),
        ("name", "Name", Measure::Text),
        ("flag", "Flag", Measure::Text),
        ("ship_type", "Type", Measure::Count),
        ("length_metres", "Length", Measure::Count),
        ("beam_metres", "Beam", Measure::Count),
        ("start", "First heard", Measure::Text),
        ("end", "Last heard", Measure::Text),
        ("positions", "Positions", Measure::Count),
    ];
    Table {
        name: "ships".to_owned(),
        title: "Ships".to_owned(),
        columns: columns.iter().map(|(name, title, measure)| Column::new(name, title, *measure)).collect(),
        rows: ships.iter().map(Card::row).collect(),
    }
}

impl Card {
    fn row(&self) -> Vec<Cell> {
        let text = |words: Option<String>| words.map_or(Cell::Absent, Cell::Text);
        vec![
            f64::from(self.id.mmsi).into(),
            f64::from(self.id.segment).into(),
            text(self.imo.map(|imo| imo.to_string())),
            text(self.name.clone()),
            text(self.flag.map(str::to_owned)),
            self.ship_type.map(f64::from).into(),
            self.length.map(f64::from).into(),
            self.beam.map(f64::from).into(),
            crate::civil::timestamp(self.start).into(),
            crate::civil::timestamp(self.end).into(),
            (self.positions as f64).into(),
        ]
    }
}
