//! Events as rows of a table, and as objects.

use super::{Event, Fact, FactValue, Finding, Sense};
use crate::civil::timestamp;
use crate::event::TrackId;
use crate::fix::Record;
use crate::scan::Card;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use thalweg_core::{Cell, Column, Measure, Table};

/// Names, titles and measures of the columns.
const COLUMNS: [(&str, &str, Measure); 23] = [
    ("kind", "Event", Measure::Text),
    ("verdict", "Verdict", Measure::Text),
    ("confidence", "Sure", Measure::Number),
    ("mmsi", "MMSI", Measure::Count),
    ("segment", "Ship of number", Measure::Count),
    ("imo", "IMO", Measure::Text),
    ("name", "Name", Measure::Text),
    ("flag", "Flag", Measure::Text),
    ("partner_mmsi", "With MMSI", Measure::Count),
    ("partner_name", "With", Measure::Text),
    ("start", "From", Measure::Text),
    ("end", "Until", Measure::Text),
    ("hours", "Hours", Measure::Number),
    ("clock_error_seconds", "Clock error", Measure::Number),
    ("lat", "Latitude", Measure::Number),
    ("lon", "Longitude", Measure::Number),
    ("lat_end", "Latitude at end", Measure::Number),
    ("lon_end", "Longitude at end", Measure::Number),
    ("rule", "Rule", Measure::Text),
    ("findings", "Findings", Measure::Text),
    ("facts", "Facts", Measure::Text),
    ("innocent", "What else it could be", Measure::Text),
    ("records", "Records", Measure::Text),
];

/// Events with what is needed to tell them: who the ships are, and which files the records are in.
///
/// The ships must be in order of their numbers, as [`crate::scan::Scan::ships`] is.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The ships.
    pub ships: &'a [Card],
    /// Names of the files by their numbers in records.
    pub files: &'a [String],
}

impl Told<'_> {
    /// The card of a ship.
    pub fn card(&self, id: TrackId) -> Option<&Card> {
        let at = self.ships.binary_search_by_key(&id, |card| card.id).ok()?;
        self.ships.get(at)
    }

    /// Events as a table, one row each; words of several are separated by semicolons.
    pub fn table(&self, events: &[Event]) -> Table {
        Table {
            name: "events".to_owned(),
            title: "Events".to_owned(),
            columns: COLUMNS
                .iter()
                .map(|(name, title, measure)| Column::new(name, title, *measure))
                .collect(),
            rows: events.iter().map(|event| self.row(event)).collect(),
        }
    }

    fn row(&self, event: &Event) -> Vec<Cell> {
        let (card, partner) = (self.card(event.ship), event.partner.and_then(|id| self.card(id)));
        let text = |words: Option<String>| words.map_or(Cell::Absent, Cell::Text);
        vec![
            event.kind.word().into(),
            event.verdict.into(),
            event.confidence.into(),
            f64::from(event.ship.mmsi).into(),
            f64::from(event.ship.segment).into(),
            text(card.and_then(|card| card.imo).map(|imo| imo.to_string())),
            text(card.and_then(|card| card.name.clone())),
            text(card.and_then(|card| card.flag).map(str::to_owned)),
            event.partner.map(|id| f64::from(id.mmsi)).into(),
            text(partner.and_then(|card| card.name.clone())),
            timestamp(event.start).into(),
            timestamp(event.end).into(),
            event.hours().into(),
            (event.clock_error_ms as f64 / 1000.0).into(),
            event.from.lat.into(),
            event.from.lon.into(),
            event.to.lat.into(),
            event.to.lon.into(),
            event.rule.into(),
            joined(event.findings.iter().map(Finding::words)).into(),
            joined(event.facts.iter().map(Fact::words)).into(),
            joined(event.innocent.iter().map(|words| (*words).to_owned())).into(),
            joined(event.records.iter().map(|record| self.source(record))).into(),
        ]
    }

    /// File and line of a record.
    pub fn source(&self, record: &Record) -> String {
        let file = self.files.get(usize::from(record.file)).map_or("", String::as_str);
        format!("{file}:{}", record.line)
    }

    /// An event as an object, with who the ships are and with the names of files.
    pub fn object<'e>(&'e self, event: &'e Event) -> impl Serialize + 'e {
        Object { told: self, event }
    }
}

struct Object<'a> {
    told: &'a Told<'a>,
    event: &'a Event,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { told, event } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", &event.kind)?;
        map.serialize_entry("verdict", event.verdict)?;
        map.serialize_entry("confidence", &event.confidence)?;
        map.serialize_entry("ship", &told.card(event.ship))?;
        if let Some(partner) = event.partner {
            map.serialize_entry("partner", &told.card(partner))?;
        }
        map.serialize_entry("start", &timestamp(event.start))?;
        map.serialize_entry("end", &timestamp(event.end))?;
        map.serialize_entry("hours", &event.hours())?;
        map.serialize_entry("clock_error_ms", &event.clock_error_ms)?;
        map.serialize_entry("from", &event.from)?;
        map.serialize_entry("to", &event.to)?;
        map.serialize_entry("rule", event.rule)?;
        map.serialize_entry("findings", &event.findings)?;
        map.serialize_entry("facts", &event.facts)?;
        map.serialize_entry("innocent", &event.innocent)?;
        let records: Vec<Source<'_>> =
            event.records.iter().map(|record| Source::of(record, told.files)).collect();
        map.serialize_entry("records", &records)?;
        map.end()
    }
}

/// A record with the name of its file.
#[derive(Serialize)]
struct Source<'a> {
    time: String,
    lat: f64,
    lon: f64,
    file: Option<&'a String>,
    line: u32,
}

impl<'a> Source<'a> {
    fn of(record: &Record, files: &'a [String]) -> Self {
        Self {
            time: timestamp(record.time),
            lat: record.point.lat,
            lon: record.point.lon,
            file: files.get(usize::from(record.file)),
            line: record.line,
        }
    }
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join("; ")
}

impl Finding {
    /// As words: `silence 7.2 hours, at least 6`.
    pub fn words(&self) -> String {
        let sense = if self.sense == Sense::AtLeast { "at least" } else { "at most" };
        format!("{} {} {}, {sense} {}", self.what, figure(self.found), self.unit, figure(self.limit))
    }
}

impl Fact {
    /// As words: `implied speed 4.1 knots`.
    pub fn words(&self) -> String {
        match &self.value {
            FactValue::Number(number, unit) => format!("{} {} {unit}", self.what, figure(*number)),
            FactValue::Text(words) => format!("{}: {words}", self.what),
            FactValue::Flag(true) => format!("{}: yes", self.what),
            FactValue::Flag(false) => format!("{}: no", self.what),
        }
    }
}

/// A number with no more digits than are of use: three of them, or the whole number.
fn figure(number: f64) -> String {
    let digits = match number.abs() {
        size if size >= 100.0 || size == 0.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 0.1 => 2,
        _ => 4,
    };
    let text = format!("{number:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
