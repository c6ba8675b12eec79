//! Tables in columns: Parquet.

use super::mapping::{FIELDS, Field, Mapping};
use super::row::{Cell, Cells};
use super::values::Values;
use super::{Counter, TableAccount, TableError};
use crate::report::Report;
use arrow_array::RecordBatch;
use arrow_schema::Schema;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaDataReader;
use parquet::file::reader::ChunkReader;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Rows that are unpacked together.
const TOGETHER: usize = 8192;

/// Reads a Parquet table, some thousand rows at a time, and of its columns only those that are wanted. Without a mapping the columns must be
/// those of a known table, as for [`super::read_csv`]. The line of a report is the number of its row.
///
/// Columns may be numbers of any width, decimals, timestamps of any unit (one without a zone is of the mapping's), words, or words by
/// dictionary. Whole numbers in a column of times are seconds, thousandths, millionths or billionths since 1970, whichever is plausible.
///
/// # Errors
/// When the file is damaged, columns are missing, or of a type that says nothing of a ship.
pub fn read_parquet<R: ChunkReader + 'static>(
    bytes: R,
    file: &str,
    mapping: Option<&Mapping>,
    sink: &mut impl FnMut(&Report),
) -> Result<TableAccount, TableError> {
    let mut counter = Counter::new(file);
    let cut = |counter: Counter, error| TableError::Parquet { error, account: Box::new(counter.account) };
    let builder = match guarded(|| ParquetRecordBatchReaderBuilder::try_new(bytes)) {
        Ok(builder) => builder,
        Err(error) => return Err(cut(counter, error)),
    };
    let plan = Plan::new(builder.schema(), mapping)?;
    let wanted = ProjectionMask::roots(builder.parquet_schema(), plan.places.iter().flatten().copied());
    let read = guarded(|| builder.with_projection(wanted).with_batch_size(TOGETHER).build());
    match read.and_then(|batches| plan.read(batches, &mut counter, sink)) {
        Ok(()) => Ok(counter.account),
        Err(error) => Err(cut(counter, error)),
    }
}

/// How many rows a Parquet file says it has; none where it is damaged.
pub fn parquet_rows<R: ChunkReader>(bytes: &R) -> Option<u64> {
    let metadata = ParquetMetaDataReader::new().parse_and_finish(bytes).ok()?;
    u64::try_from(metadata.file_metadata().num_rows()).ok()
}

/// What is read of a table.
struct Plan {
    mapping: Mapping,
    /// The place of each field among the columns.
    places: [Option<usize>; FIELDS],
    /// The names of the columns.
    columns: Vec<String>,
}

impl Plan {
    fn new(schema: &Schema, mapping: Option<&Mapping>) -> Result<Self, TableError> {
        let columns: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
        let mapping = mapping.cloned().or_else(|| Mapping::of_columns(&columns));
        let Some(mapping) = mapping else { return Err(TableError::Unknown { columns }) };
        let places = match mapping.places(&columns) {
            Ok(places) => places,
            Err(missing) => return Err(TableError::Columns { missing, columns }),
        };
        for field in places.iter().flatten().map(|place| schema.field(*place)) {
            if !Values::takes(field.data_type()) {
                let (column, kind) = (field.name().clone(), field.data_type().to_string());
                return Err(TableError::Type { column, kind });
            }
        }
        Ok(Self { mapping, places, columns })
    }

    fn read(
        &self,
        mut batches: ParquetRecordBatchReader,
        counter: &mut Counter,
        sink: &mut impl FnMut(&Report),
    ) -> Result<(), ParquetError> {
        let mut before = 0;
        while let Some(batch) = guarded(|| batches.next().transpose().map_err(ParquetError::from))? {
            let values = self.values(&batch);
            let mut cells: Cells<'_> = [Cell::Absent; FIELDS];
            for at in 0..batch.num_rows() {
                for (field, values) in &values {
                    cells[*field] = values.cell(at);
                }
                let text = || describe(&cells).into_bytes();
                counter.row(&cells, &self.mapping, before + at as u64 + 1, text, sink);
            }
            before += batch.num_rows() as u64;
        }
        Ok(())
    }

    /// The columns of a batch, each with the field that it is of.
    fn values(&self, batch: &RecordBatch) -> Vec<(usize, Values)> {
        let column = |place: &Option<usize>| batch.column_by_name(self.columns.get((*place)?)?);
        let found = self.places.iter().map(column).enumerate();
        found.filter_map(|(field, array)| Some((field, Values::new(array?, self.mapping.zone)?))).collect()
    }
}

/// What the reader of columns makes of a file. Damage in a file can make it contradict itself in a way that the reader does not look for:
/// there it panics, as fuzzing found, and that is an error of the file and not of ours.
fn guarded<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    let contradiction =
        |_| Err(ParquetError::General("what it says of its pages contradicts them".to_owned()));
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(contradiction)
}

/// A refused row as text: what it has for the columns that every row needs.
fn describe(cells: &Cells<'_>) -> String {
    let text = |field: Field| match cells[field as usize] {
        Cell::Text(text) => String::from_utf8_lossy(text).into_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Time(at) => crate::civil::timestamp(at),
        Cell::Absent => String::new(),
    };
    [Field::Time, Field::Mmsi, Field::Lat, Field::Lon].map(text).join(",")
}
