//! Tables that a user brings: registries that no state runs, hulls that were broken up.

use super::{Oddity, RULE};
use crate::civil::Civil;
use crate::event::{Event, Fact};
use crate::track::Track;
use std::collections::BTreeMap;
use std::io::Read;
use thalweg_core::{Imo, Intake, Mmsi, Place};

/// What is known of flags and hulls from tables of the user's own.
///
/// The engine has none of its own: such lists change by the month, and whoever accuses must name the list. Three kinds of rows, in any mix,
/// in one CSV with the columns `kind`, `value`, `from`, `to`, `source`:
///
/// - `false_flag`: `value` is a country as alpha-3, or maritime identification digits; numbers of that country are false from `from` to `to`;
/// - `false_ship`: `value` is an IMO number whose registration is false;
/// - `scrapped`: `value` is the IMO number of a ship that was broken up on `from`.
///
/// `from` and `to` are days such as `2024-03-01`; empty: always.
///
/// ```
/// use thalweg_sea::identity::Registry;
/// let table = "kind,value,from,to,source\nscrapped,9134270,2019-05-01,,a yard's list\nscrapped,9134271,2019-05-01,,a yard's list\n";
/// let (registry, intake) = Registry::read(table.as_bytes(), "lists.csv")?;
/// assert_eq!((intake.accepted, intake.refused(), registry.len()), (1, 1, 1)); // the second has a wrong check digit
/// # Ok::<(), thalweg_sea::identity::RegistryError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Registry {
    flags: BTreeMap<String, Vec<Entry>>,
    ships: BTreeMap<Imo, Vec<Entry>>,
    scrapped: BTreeMap<Imo, Vec<Entry>>,
}

#[derive(Debug, Clone, PartialEq)]
struct Entry {
    from: i64,
    to: i64,
    source: String,
}

/// Why a table of flags and hulls cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegistryError {
    /// The bytes are no CSV, or cannot be read.
    #[error("the table cannot be read: {0}")]
    Csv(#[from] csv::Error),
    /// A column is missing.
    #[error("no column `{0}`: a table of flags and hulls has the columns kind, value, from, to, source")]
    Column(&'static str),
}

#[derive(serde::Deserialize)]
struct Row {
    kind: String,
    value: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    source: String,
}

impl Registry {
    /// Reads a table; what is wrong with a row is in the intake.
    ///
    /// # Errors
    /// [`RegistryError`]: no CSV, or a column is missing.
    pub fn read<R: Read>(bytes: R, file: &str) -> Result<(Self, Intake), RegistryError> {
        let mut registry = Self::default();
        let mut intake = Intake::new(file);
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(bytes);
        let head = reader.headers()?.clone();
        for column in ["kind", "value"] {
            if !head.iter().any(|name| name == column) {
                return Err(RegistryError::Column(column));
            }
        }
        for record in reader.records() {
            let record = record?;
            let line = record.position().map_or(0, |position| position.line() as usize);
            let taken = record
                .deserialize(Some(&head))
                .map_err(|_| "a row lacks cells")
                .and_then(|row| registry.add(row));
            match taken {
                Ok(()) => intake.accept(),
                Err(reason) => {
                    let text = record.iter().collect::<Vec<_>>().join(",");
                    intake.refuse(reason, Place::new(file, line, &text));
                }
            }
        }
        Ok((registry, intake))
    }

    /// How many rows it holds.
    pub fn len(&self) -> usize {
        let count = |map: &BTreeMap<Imo, Vec<Entry>>| map.values().map(Vec::len).sum::<usize>();
        self.flags.values().map(Vec::len).sum::<usize>() + count(&self.ships) + count(&self.scrapped)
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn add(&mut self, row: Row) -> Result<(), &'static str> {
        let entry =
            Entry { from: day(&row.from, i64::MIN)?, to: day(&row.to, i64::MAX)?, source: row.source };
        let hull =
            || row.value.parse::<Imo>().map_err(|_| "no IMO number: seven digits, the last of which checks");
        match row.kind.as_str() {
            "false_flag" if row.value.len() == 3 => {
                self.flags.entry(row.value.to_uppercase()).or_default().push(entry)
            }
            "false_flag" => return Err("no flag: a code of three letters, or three digits"),
            "false_ship" => self.ships.entry(hull()?).or_default().push(entry),
            "scrapped" => self.scrapped.entry(hull()?).or_default().push(entry),
            _ => return Err("unknown kind: false_flag, false_ship or scrapped"),
        }
        Ok(())
    }

    /// What the tables say against a track: a flag that is false at its time, a false registration, a ship that was broken up.
    pub fn check(&self, track: &Track) -> Vec<Event> {
        let mut found = Vec::new();
        let number = Mmsi::new(track.id.mmsi);
        let flag = number.and_then(Mmsi::country).map(str::to_owned);
        let digits = number.and_then(Mmsi::identification_digits).map(|digits| digits.to_string());
        for key in flag.into_iter().chain(digits) {
            found.extend(told(self.flags.get(&key), track, "false_flag", &key));
        }
        if let Some(hull) = track.hull() {
            let name = format!("IMO {hull}");
            found.extend(told(self.ships.get(&hull), track, "false_registration", &name));
            found.extend(told(self.scrapped.get(&hull), track, "scrapped_hull", &name));
        }
        let mut events: Vec<Event> = found.into_iter().map(|odd| odd.event(track)).collect();
        debug_assert!(events.iter().all(|event| event.rule == RULE));
        events.sort_by_key(Event::order);
        events
    }
}

/// The entries that hold while a track was heard.
fn told(entries: Option<&Vec<Entry>>, track: &Track, verdict: &'static str, value: &str) -> Vec<Oddity> {
    let holds = |entry: &&Entry| entry.from <= track.end() && track.start() <= entry.to;
    let oddity = |entry: &Entry| Oddity {
        verdict,
        confidence: 0.9,
        start: track.start().max(entry.from),
        end: track.end().min(entry.to),
        partner: None,
        findings: Vec::new(),
        facts: vec![Fact::text("listed", value), Fact::text("source", entry.source.clone())],
        innocent: vec![
            "the list may be wrong or out of date",
            "the number may be mistyped, or another ship's",
        ],
    };
    entries.into_iter().flatten().filter(holds).map(oddity).collect()
}

/// The beginning of a day, such as 2024-03-01.
fn day(text: &str, absent: i64) -> Result<i64, &'static str> {
    const WRONG: &str = "no day: write it as 2024-03-01";
    if text.is_empty() {
        return Ok(absent);
    }
    let mut parts = text.splitn(3, '-');
    let mut next = || parts.next().ok_or(WRONG);
    let year = next()?.parse().map_err(|_| WRONG)?;
    let month = next()?.parse().map_err(|_| WRONG)?;
    let day = next()?.parse().map_err(|_| WRONG)?;
    Civil { year, month, day, ..Civil::default() }.milliseconds().ok_or(WRONG)
}
