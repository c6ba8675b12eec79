//! How far a result depends on the trade elasticities: draws, medians and intervals.

mod spread;

pub use spread::{Capped, SectorSpread, Spread};

use crate::error::{Error, ErrorKind};
use crate::outcome::Outcome;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use thalweg_core::{Cell, Column, Measure, Table};

/// How many draws, and from which seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Draws {
    /// Number of draws.
    pub count: usize,
    /// Seed; the same seed gives the same draws on any machine and any number of threads.
    pub seed: u64,
}

/// Medians and 90 percent intervals of every number of an outcome over draws of the elasticities.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Uncertainty {
    /// How many draws, and from which seed.
    pub draws: Draws,
    /// Draws for which no equilibrium was found; they are left out.
    pub failed: usize,
    /// The distribution that the elasticities are drawn from.
    pub spread: Spread,
    /// For each table of the outcome, for each of its columns of numbers, one entry per row in the same order.
    pub intervals: BTreeMap<String, BTreeMap<String, Interval>>,
}

/// Quantiles of one column, row by row; absent where the number is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Interval {
    /// Five percent of the draws lie below.
    pub p05: Vec<Option<f64>>,
    /// Half of them do.
    pub p50: Vec<Option<f64>>,
    /// Ninety-five percent do.
    pub p95: Vec<Option<f64>>,
}

/// Bytes that the numbers of all draws may take together.
const MOST_BYTES: usize = 4 << 30;

/// The share of draws that may fail before the intervals are worth nothing.
const MAY_FAIL: f64 = 0.1;

impl Uncertainty {
    /// Runs the draws on all threads. `solve` gives the outcome for one vector of elasticities; `centre` is the outcome
    /// at their medians, whose tables the intervals follow.
    pub(crate) fn run(
        spread: Spread,
        centre: &Outcome,
        medians: &[f64],
        draws: Draws,
        solve: impl Fn(&[f64]) -> Result<Outcome, Error> + Sync,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Self, Error> {
        if draws.count < 2 {
            return Err(Error::one(
                ErrorKind::Scenario,
                "intervals need at least 2 draws; 200 are a good number",
            ));
        }
        let tables = centre.plain_tables();
        let shape = Shape::of(&tables);
        shape.check_room(draws.count)?;
        let done = AtomicUsize::new(0);
        let drawn: Vec<Result<Vec<f64>, Error>> = (0..draws.count)
            .into_par_iter()
            .map(|draw| {
                let elasticities = spread.draw(medians, draws.seed, draw as u64);
                let numbers = solve(&elasticities).map(|outcome| shape.numbers(&outcome.plain_tables()));
                progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                numbers
            })
            .collect();
        let (found, lost): (Vec<_>, Vec<_>) = drawn.into_iter().partition(Result::is_ok);
        if lost.len() as f64 > MAY_FAIL * draws.count as f64 {
            let failed = lost.len();
            let first =
                lost.into_iter().find_map(Result::err).map_or_else(String::new, |error| error.to_string());
            return Err(Error::one(
                ErrorKind::Unsolved,
                format!(
                    "no equilibrium for {failed} of {} draws, so that no interval is given; the first: {first}",
                    draws.count
                ),
            ));
        }
        let found: Vec<Vec<f64>> = found.into_iter().filter_map(Result::ok).collect();
        Ok(Self { draws, failed: lost.len(), spread, intervals: shape.intervals(&found) })
    }

    /// Adds the intervals to the tables that they belong to, three columns after each column of numbers.
    pub(crate) fn join(&self, tables: &mut [Table]) {
        for table in tables {
            let Some(columns) = self.intervals.get(&table.name) else { continue };
            let mut position = 0;
            while position < table.columns.len() {
                let head = table.columns[position].clone();
                position += 1;
                let Some(interval) = columns.get(&head.name) else { continue };
                for (suffix, title, values) in [
                    ("p05", "5 %", &interval.p05),
                    ("p50", "median", &interval.p50),
                    ("p95", "95 %", &interval.p95),
                ] {
                    let (name, title) =
                        (format!("{}_{suffix}", head.name), format!("{}, {title}", head.title));
                    table.columns.insert(position, Column::new(&name, &title, head.measure));
                    for (row, value) in table.rows.iter_mut().zip(values) {
                        row.insert(position, Cell::from(*value));
                    }
                    position += 1;
                }
            }
        }
    }

    /// The interval of one number: table, column and row as in the outcome.
    pub fn of(&self, table: &str, column: &str, row: usize) -> Option<(f64, f64, f64)> {
        let interval = self.intervals.get(table)?.get(column)?;
        let at = |values: &[Option<f64>]| values.get(row).copied().flatten();
        Some((at(&interval.p05)?, at(&interval.p50)?, at(&interval.p95)?))
    }
}

/// The tables of an outcome as one vector of numbers, so that draws can be laid side by side.
struct Shape {
    tables: Vec<TableShape>,
}

struct TableShape {
    name: String,
    /// Columns of numbers: position and name.
    columns: Vec<(usize, String)>,
    /// What identifies each row: its words.
    keys: Vec<String>,
}

impl Shape {
    fn of(tables: &[Table]) -> Self {
        let shape = |table: &Table| TableShape {
            name: table.name.clone(),
            columns: table
                .columns
                .iter()
                .enumerate()
                .filter(|(_, column)| column.measure != Measure::Text)
                .map(|(position, column)| (position, column.name.clone()))
                .collect(),
            keys: table.rows.iter().map(|row| key(row)).collect(),
        };
        Self { tables: tables.iter().map(shape).collect() }
    }

    /// Refuses more draws than fit in memory.
    fn check_room(&self, draws: usize) -> Result<(), Error> {
        let numbers: usize = self.tables.iter().map(|table| table.keys.len() * table.columns.len()).sum();
        let most = MOST_BYTES / (numbers.max(1) * size_of::<f64>());
        if draws <= most {
            return Ok(());
        }
        Err(Error::one(
            ErrorKind::Scenario,
            format!(
                "{draws} draws of the {numbers} numbers of this result do not fit in 4 GiB: ask for at most {most}"
            ),
        ))
    }

    /// The numbers of tables of this shape, whatever the order of their rows; not a number where there is none.
    fn numbers(&self, tables: &[Table]) -> Vec<f64> {
        let mut numbers = Vec::new();
        for (shape, table) in self.tables.iter().zip(tables) {
            let in_order = shape.keys.len() == table.rows.len()
                && shape.keys.iter().zip(&table.rows).all(|(expected, row)| *expected == key(row));
            let by_key: HashMap<String, usize> = if in_order {
                HashMap::new()
            } else {
                table.rows.iter().enumerate().map(|(index, row)| (key(row), index)).collect()
            };
            for (position, expected) in shape.keys.iter().enumerate() {
                let index = if in_order { Some(position) } else { by_key.get(expected).copied() };
                numbers.extend(shape.columns.iter().map(|(column, _)| {
                    match index.and_then(|index| table.rows[index].get(*column)) {
                        Some(Cell::Number(value)) => *value,
                        _ => f64::NAN,
                    }
                }));
            }
        }
        numbers
    }

    fn intervals(&self, draws: &[Vec<f64>]) -> BTreeMap<String, BTreeMap<String, Interval>> {
        let mut intervals: BTreeMap<String, BTreeMap<String, Interval>> = BTreeMap::new();
        let mut place = 0;
        for shape in &self.tables {
            let columns = intervals.entry(shape.name.clone()).or_default();
            for _ in &shape.keys {
                for (_, name) in &shape.columns {
                    let mut values: Vec<f64> =
                        draws.iter().map(|d| d[place]).filter(|v| v.is_finite()).collect();
                    values.sort_by(f64::total_cmp);
                    let interval = columns.entry(name.clone()).or_default();
                    interval.p05.push(quantile(&values, 0.05));
                    interval.p50.push(quantile(&values, 0.50));
                    interval.p95.push(quantile(&values, 0.95));
                    place += 1;
                }
            }
        }
        intervals
    }
}

fn key(row: &[Cell]) -> String {
    let words =
        row.iter().filter_map(|cell| if let Cell::Text(word) = cell { Some(word.as_str()) } else { None });
    words.collect::<Vec<_>>().join("\u{1f}")
}

/// The quantile of sorted values, linear between order statistics (type 7 of Hyndman and Fan 1996).
pub fn quantile(sorted: &[f64], part: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = part * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + (place - below as f64) * (sorted[above] - sorted[below]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate() {
        let values = [1.0, 2.0, 3.0, 5.0];
        assert_eq!(quantile(&values, 0.5), Some(2.5));
        assert_eq!(quantile(&values, 0.0), Some(1.0));
        assert_eq!(quantile(&values, 1.0), Some(5.0));
        assert_eq!(quantile(&[], 0.5), None);
    }
}
