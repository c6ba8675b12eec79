//! A [`Table`] for a terminal, a spreadsheet, a program: four forms of the same rows.
//!
//! CSV, JSON and Parquet have machine names as heads and full precision; only the terminal's table is for reading.

mod columns;
mod rows;
mod terminal;

pub use columns::parquet;
pub use rows::{CsvRows, ParquetRows};
pub use terminal::{Terminal, terminal};
pub(crate) use terminal::{in_billions, unit};

use serde_json::Value;
use thalweg_core::{Cell, Column, Measure, Table};

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutputError {
    /// A row has more or fewer cells than the table has columns.
    #[error("table `{table}`: row {row} has {cells} cells, but there are {columns} columns")]
    Ragged {
        /// Name of the table.
        table: String,
        /// Number of the row, from 1.
        row: usize,
        /// How many cells it has.
        cells: usize,
        /// How many columns there are.
        columns: usize,
    },
    /// Words stand in a column of numbers.
    #[error("table `{table}`: `{text}` stands in `{column}`, a column of numbers")]
    Words {
        /// Name of the table.
        table: String,
        /// Name of the column.
        column: String,
        /// The words.
        text: String,
    },
    /// The CSV writer failed.
    #[error("CSV could not be written: {0}")]
    Csv(#[from] csv::Error),
    /// The Parquet writer failed.
    #[error("Parquet could not be written: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// Columns could not be put together.
    #[error("columns could not be built: {0}")]
    Arrow(#[from] arrow_schema::ArrowError),
}

/// Comma-separated values: a header of machine names, numbers with every digit that they have, empty where absent.
///
/// # Errors
/// When a row has not one cell per column.
///
/// ```
/// use thalweg_core::{Cell, Column, Measure, Table};
/// let table = Table {
///     name: "countries".into(),
///     title: String::new(),
///     columns: vec![Column::new("country", "Country", Measure::Text), Column::new("pct", "Change", Measure::Percent)],
///     rows: vec![vec!["USA".into(), (-0.286).into()], vec!["ROW".into(), Cell::Absent]],
/// };
/// assert_eq!(thalweg_brief::output::csv(&table)?, "country,pct\nUSA,-0.286\nROW,\n");
/// # Ok::<(), thalweg_brief::output::OutputError>(())
/// ```
pub fn csv(table: &Table) -> Result<String, OutputError> {
    check(table)?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|column| &column.name))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(plain))?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A list of objects, one per row, whose keys are machine names; absent values are `null`.
///
/// # Errors
/// When a row has not one cell per column.
pub fn json(table: &Table) -> Result<String, OutputError> {
    check(table)?;
    let rows: Vec<String> = table.rows.iter().map(|row| object(table, row)).collect();
    Ok(format!("[{}]", rows.join(",\n")))
}

/// A row as an object, its keys in the order of the columns.
fn object(table: &Table, row: &[Cell]) -> String {
    let entry = |(column, cell): (&Column, &Cell)| {
        let whole = column.measure == Measure::Count;
        format!("{}:{}", Value::from(column.name.as_str()), value(cell, whole))
    };
    let entries: Vec<String> = table.columns.iter().zip(row).map(entry).collect();
    format!("{{{}}}", entries.join(","))
}

/// Whether every row has one cell per column.
fn check(table: &Table) -> Result<(), OutputError> {
    let columns = table.columns.len();
    match table.rows.iter().position(|row| row.len() != columns) {
        None => Ok(()),
        Some(row) => Err(OutputError::Ragged {
            table: table.name.clone(),
            row: row + 1,
            cells: table.rows[row].len(),
            columns,
        }),
    }
}

/// A cell as CSV has it.
fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) if number.is_finite() => format!("{}", number + 0.0),
        Cell::Number(_) | Cell::Absent => String::new(),
    }
}

fn value(cell: &Cell, whole: bool) -> Value {
    match cell {
        Cell::Text(text) => Value::from(text.as_str()),
        Cell::Number(number) if whole && number.fract() == 0.0 => Value::from(*number as i64),
        Cell::Number(number) if number.is_finite() => Value::from(number + 0.0),
        Cell::Number(_) | Cell::Absent => Value::Null,
    }
}
