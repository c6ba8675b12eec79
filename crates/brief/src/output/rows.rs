//! Tables that are too long for memory, a piece at a time.

use super::columns::{arrays, schema};
use super::{OutputError, csv};
use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use std::io::Write;
use thalweg_core::Table;

/// Pieces of one table as one CSV: the header once.
///
/// ```
/// use thalweg_brief::output::CsvRows;
/// use thalweg_core::{Column, Measure, Table};
/// let columns = vec![Column::new("mmsi", "MMSI", Measure::Count)];
/// let piece = |mmsi: f64| Table { name: String::new(), title: String::new(), columns: columns.clone(), rows: vec![vec![mmsi.into()]] };
/// let mut rows = CsvRows::default();
/// assert_eq!(rows.piece(&piece(1.0))? + &rows.piece(&piece(2.0))?, "mmsi\n1\n2\n");
/// # Ok::<(), thalweg_brief::output::OutputError>(())
/// ```
#[derive(Debug, Default)]
pub struct CsvRows {
    begun: bool,
}

impl CsvRows {
    /// The next piece.
    ///
    /// # Errors
    /// When a row has not one cell per column.
    pub fn piece(&mut self, table: &Table) -> Result<String, OutputError> {
        let text = csv(table)?;
        let rows = if self.begun { text.split_once('\n').map(|(_, rows)| rows.to_owned()) } else { None };
        self.begun = true;
        Ok(rows.unwrap_or(text))
    }
}

/// Pieces of one table as one Parquet file: written as they come, a row group at a time.
pub struct ParquetRows<W: Write + Send> {
    writer: ArrowWriter<W>,
}

impl<W: Write + Send> ParquetRows<W> {
    /// A file of the columns of a table, to which its rows are not yet written.
    ///
    /// # Errors
    /// When it cannot be begun.
    pub fn new(out: W, table: &Table) -> Result<Self, OutputError> {
        let writer = ArrowWriter::try_new(out, schema(table), Some(super::columns::properties()))?;
        Ok(Self { writer })
    }

    /// The next piece.
    ///
    /// # Errors
    /// When a row has not one cell per column, words stand in a column of numbers, or it cannot be written.
    pub fn piece(&mut self, table: &Table) -> Result<(), OutputError> {
        let batch = RecordBatch::try_new(schema(table), arrays(table)?)?;
        Ok(self.writer.write(&batch)?)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<W, OutputError> {
        Ok(self.writer.into_inner()?)
    }
}
