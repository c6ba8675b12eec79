//! A report as a row of a table, and as an object.

use super::Report;
use crate::civil::timestamp;
use serde::ser::{Serialize, SerializeMap, Serializer};
use thalweg_core::{Cell, Column, Measure};

/// Names, titles and measures of the columns.
const COLUMNS: [(&str, &str, Measure); 22] = [
    ("time", "Time", Measure::Text),
    ("time_from", "Time from", Measure::Text),
    ("mmsi", "MMSI", Measure::Count),
    ("class", "Class", Measure::Text),
    ("lat", "Latitude", Measure::Number),
    ("lon", "Longitude", Measure::Number),
    ("speed_knots", "Speed", Measure::Number),
    ("course_degrees", "Course", Measure::Number),
    ("heading_degrees", "Heading", Measure::Number),
    ("status", "Status", Measure::Count),
    ("imo", "IMO", Measure::Count),
    ("name", "Name", Measure::Text),
    ("call_sign", "Call sign", Measure::Text),
    ("ship_type", "Type", Measure::Count),
    ("length_metres", "Length", Measure::Count),
    ("width_metres", "Width", Measure::Count),
    ("draught_metres", "Draught", Measure::Number),
    ("destination", "Destination", Measure::Text),
    ("arrival", "Arrival", Measure::Text),
    ("country", "Country", Measure::Text),
    ("station", "Station", Measure::Text),
    ("line", "Line", Measure::Count),
];

impl Report {
    /// The columns of a table of reports: degrees, knots, metres; times in UTC.
    pub fn columns() -> Vec<Column> {
        COLUMNS.iter().map(|(name, title, measure)| Column::new(name, title, *measure)).collect()
    }

    /// The report as a row of that table.
    pub fn row(&self) -> Vec<Cell> {
        let how = self.time.map(|time| time.how.word());
        let kind = self.sender().map(|sender| sender.kind().word());
        vec![
            text(self.time.map(|time| timestamp(time.milliseconds))),
            text(how),
            whole(Some(self.mmsi)),
            self.class.word().into(),
            self.lat.into(),
            self.lon.into(),
            self.speed.into(),
            self.course.into(),
            self.heading.into(),
            whole(self.status),
            whole(self.imo),
            text(self.name),
            text(self.call_sign),
            whole(self.ship_type),
            whole(self.length()),
            whole(self.width()),
            self.draught.into(),
            text(self.destination),
            text(self.arrival_text()),
            text(self.sender().and_then(|sender| sender.country())),
            text(kind),
            Cell::Number(self.line as f64),
        ]
    }
}

fn text<T: ToString>(value: Option<T>) -> Cell {
    value.map_or(Cell::Absent, |value| Cell::Text(value.to_string()))
}

fn whole<T: Into<u32>>(value: Option<T>) -> Cell {
    value.map_or(Cell::Absent, |value| Cell::Number(f64::from(value.into())))
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(COLUMNS.len()))?;
        for ((name, _, measure), cell) in COLUMNS.iter().zip(self.row()) {
            match (measure, cell) {
                (Measure::Count, Cell::Number(number)) => map.serialize_entry(name, &(number as u64))?,
                (_, Cell::Absent) => map.serialize_entry(name, &())?,
                (_, cell) => map.serialize_entry(name, &cell)?,
            }
        }
        map.end()
    }
}
