//! Units of quantities: barrels and tonnes are told apart by a column, and never mixed in one file.

use super::table_file::Row;
use thalweg_core::Problem;

/// What a quantity is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// Million barrels a day.
    MillionBarrels,
    /// Thousand barrels a day.
    ThousandBarrels,
    /// Million tonnes a year.
    MillionTonnes,
}

const WORDS: [(&str, Quantity); 3] = [
    ("mb/d", Quantity::MillionBarrels),
    ("kb/d", Quantity::ThousandBarrels),
    ("Mt/y", Quantity::MillionTonnes),
];

/// Days of a mean year.
const DAYS: f64 = 365.25;

impl Quantity {
    /// The unit in a row's `unit` column.
    pub(crate) fn of(row: &Row<'_>) -> Result<Self, Problem> {
        if row.text("unit").is_empty() {
            let problem = row.problem("no unit: barrels and tonnes cannot be told apart".to_owned());
            return Err(problem.help("write `mb/d`, `kb/d` or `Mt/y` into the column `unit`"));
        }
        row.word("unit", &WORDS)
    }

    /// A value in million barrels a day. Tonnes need a grade's barrels a tonne.
    pub(crate) fn barrels(self, value: f64, barrels_per_tonne: Option<f64>) -> Option<f64> {
        match self {
            Self::MillionBarrels => Some(value),
            Self::ThousandBarrels => Some(value / 1000.0),
            Self::MillionTonnes => barrels_per_tonne.map(|barrels| value * barrels / DAYS),
        }
    }
}

/// Keeps the unit of a file's first row, and refuses another.
#[derive(Debug, Default)]
pub(crate) struct OneUnit(Option<Quantity>);

impl OneUnit {
    /// The unit of a row, which must be that of the rows before.
    pub(crate) fn of(&mut self, row: &Row<'_>) -> Result<Quantity, Problem> {
        let unit = Quantity::of(row)?;
        match self.0 {
            Some(first) if first != unit => {
                let problem = row.problem("another unit than the rows above: units are mixed".to_owned());
                Err(problem.help("use one unit in a file; each grade's barrels a tonne convert them"))
            }
            _ => {
                self.0 = Some(unit);
                Ok(unit)
            }
        }
    }
}
