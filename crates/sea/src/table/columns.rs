//! Tables in columns: Parquet.

use super::mapping::{FIELDS, Field, Mapping};
use super::row::{self, Cell, Cells};
use super::{Counter, TableAccount, TableError};
use crate::report::Report;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::reader::ChunkReader;

/// Reads a Parquet table, some thousand rows at a time, and of its columns only those that are wanted. Without a mapping the columns must be
/// those of a known table, as for [`super::read_csv`]. The line of a report is the number of its row.
///
/// # Errors
/// When the file is damaged, or columns are missing.
pub fn read_parquet<R: ChunkReader + 'static>(
    bytes: R,
    file: &str,
    mapping: Option<&Mapping>,
    sink: &mut impl FnMut(&Report),
) -> Result<TableAccount, TableError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes)?;
    let columns: Vec<String> = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
    let mapping = mapping.cloned().or_else(|| Mapping::of_columns(&columns));
    let Some(mapping) = mapping else { return Err(TableError::Unknown { columns }) };
    let places = match mapping.places(&columns) {
        Ok(places) => places,
        Err(missing) => return Err(TableError::Columns { missing, columns }),
    };
    let wanted = ProjectionMask::roots(builder.parquet_schema(), places.iter().flatten().copied());
    let reader = builder.with_projection(wanted).with_batch_size(8192).build()?;
    let mut counter = Counter::new(file);
    let mut row = 0;
    for batch in reader {
        let batch = batch?;
        let arrays = arrays(&batch, &places, &columns);
        for at in 0..batch.num_rows() {
            row += 1;
            one(&arrays, at, row, &mapping, &mut counter, sink);
        }
    }
    Ok(counter.account)
}

fn one(
    arrays: &[Option<ArrayRef>; FIELDS],
    at: usize,
    row: u64,
    mapping: &Mapping,
    counter: &mut Counter,
    sink: &mut impl FnMut(&Report),
) {
    let mut cells: Cells<'_> = [Cell::Absent; FIELDS];
    for (cell, array) in cells.iter_mut().zip(arrays) {
        *cell = array.as_ref().map_or(Cell::Absent, |array| value(array, at));
    }
    match row::read(&cells, mapping, row) {
        Ok(read) => {
            counter.accept(&read);
            sink(&read.report);
        }
        Err(reason) => counter.refuse(reason, row, describe(&cells).as_bytes()),
    }
}

/// The columns of a batch by field.
fn arrays(
    batch: &RecordBatch,
    places: &[Option<usize>; FIELDS],
    columns: &[String],
) -> [Option<ArrayRef>; FIELDS] {
    places.map(|place| {
        let name = columns.get(place?)?;
        batch.column_by_name(name).cloned()
    })
}

/// What stands in a row of a column.
fn value(array: &ArrayRef, at: usize) -> Cell<'_> {
    if array.is_null(at) {
        return Cell::Absent;
    }
    match array.data_type() {
        DataType::Utf8 => Cell::Text(array.as_string::<i32>().value(at).as_bytes()),
        DataType::LargeUtf8 => Cell::Text(array.as_string::<i64>().value(at).as_bytes()),
        DataType::Utf8View => Cell::Text(array.as_string_view().value(at).as_bytes()),
        DataType::Timestamp(unit, _) => Cell::Time(time(array, *unit, at)),
        _ => number(array, at).map_or(Cell::Absent, Cell::Number),
    }
}

/// Milliseconds since 1970.
fn time(array: &ArrayRef, unit: TimeUnit, at: usize) -> i64 {
    match unit {
        TimeUnit::Second => array.as_primitive::<TimestampSecondType>().value(at).saturating_mul(1000),
        TimeUnit::Millisecond => array.as_primitive::<TimestampMillisecondType>().value(at),
        TimeUnit::Microsecond => array.as_primitive::<TimestampMicrosecondType>().value(at).div_euclid(1000),
        TimeUnit::Nanosecond => {
            array.as_primitive::<TimestampNanosecondType>().value(at).div_euclid(1_000_000)
        }
    }
}

fn number(array: &ArrayRef, at: usize) -> Option<f64> {
    Some(match array.data_type() {
        DataType::Float64 => array.as_primitive::<Float64Type>().value(at),
        DataType::Float32 => f64::from(array.as_primitive::<Float32Type>().value(at)),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(at) as f64,
        DataType::Int32 => f64::from(array.as_primitive::<Int32Type>().value(at)),
        DataType::Int16 => f64::from(array.as_primitive::<Int16Type>().value(at)),
        DataType::Int8 => f64::from(array.as_primitive::<Int8Type>().value(at)),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().value(at) as f64,
        DataType::UInt32 => f64::from(array.as_primitive::<UInt32Type>().value(at)),
        DataType::UInt16 => f64::from(array.as_primitive::<UInt16Type>().value(at)),
        DataType::UInt8 => f64::from(array.as_primitive::<UInt8Type>().value(at)),
        _ => return None,
    })
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
