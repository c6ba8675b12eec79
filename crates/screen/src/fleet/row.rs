//! One row of a table, and what is wrong with it.

use crate::Trace;
use csv::StringRecord;
use jiff::civil::{Date, DateTime};
use thalweg_core::Imo;

/// The cells of a row by the names of their columns.
pub(super) struct Row<'a> {
    pub(super) head: &'a StringRecord,
    pub(super) cells: &'a StringRecord,
    pub(super) trace: Trace,
}

/// Why a row is refused.
pub(super) type Fault = &'static str;

impl Row<'_> {
    /// A cell; empty where the row is short or the column is absent.
    pub(super) fn text(&self, column: &str) -> &str {
        let at = self.head.iter().position(|name| name.trim().eq_ignore_ascii_case(column));
        at.and_then(|at| self.cells.get(at)).map_or("", str::trim)
    }

    /// A cell, or nothing where it is empty.
    pub(super) fn some(&self, column: &str) -> Option<String> {
        Some(self.text(column).to_owned()).filter(|text| !text.is_empty())
    }

    /// A cell that must not be empty.
    pub(super) fn filled(&self, column: &str) -> Result<String, Fault> {
        self.some(column).ok_or("a cell that must be filled is empty")
    }

    /// The number of a ship.
    pub(super) fn ship(&self, column: &str) -> Result<Imo, Fault> {
        self.text(column).parse().map_err(|_| "no IMO number: seven digits, the last of which checks")
    }

    /// A day; none where the cell is empty. A time behind it is left out.
    pub(super) fn day(&self, column: &str) -> Result<Option<Date>, Fault> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        let day = text.get(..10).filter(|_| text.len() == 10 || text.as_bytes().get(10) == Some(&b' '));
        day.and_then(|day| day.parse().ok()).map(Some).ok_or("no day: such as 2024-03-01")
    }

    /// A day that must be there.
    pub(super) fn sure_day(&self, column: &str) -> Result<Date, Fault> {
        self.day(column)?.ok_or("a day is missing")
    }

    /// From when to when.
    pub(super) fn span(&self, from: &str, to: &str) -> Result<(Option<Date>, Option<Date>), Fault> {
        let (from, to) = (self.day(from)?, self.day(to)?);
        let turned = from.zip(to).is_some_and(|(from, to)| to < from);
        if turned { Err("it ends before it begins") } else { Ok((from, to)) }
    }

    /// A time of the day.
    pub(super) fn time(&self, column: &str) -> Result<DateTime, Fault> {
        self.text(column).parse().map_err(|_| "no time: such as 2024-03-01 14:00:00")
    }

    /// A number that is finite.
    pub(super) fn number(&self, column: &str) -> Result<f64, Fault> {
        let number: f64 = self.text(column).parse().map_err(|_| "no number")?;
        if number.is_finite() { Ok(number) } else { Err("no number") }
    }

    /// Hours, not negative.
    pub(super) fn hours(&self, column: &str) -> Result<f64, Fault> {
        self.number(column).and_then(|hours| if hours >= 0.0 { Ok(hours) } else { Err("negative hours") })
    }

    /// Latitude and longitude.
    pub(super) fn place(&self, lat: &str, lon: &str) -> Result<(f64, f64), Fault> {
        let (lat, lon) = (self.number(lat)?, self.number(lon)?);
        let sound = lat.abs() <= 90.0 && lon.abs() <= 180.0;
        if sound { Ok((lat, lon)) } else { Err("no place on the earth") }
    }
}
