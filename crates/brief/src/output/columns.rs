use super::{OutputError, check, plain};
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::sync::Arc;
use thalweg_core::{Cell, Column, Measure, Table};

/// A Parquet file: text as strings, counts as 64-bit integers, all else as 64-bit floats; absent values are null.
///
/// # Errors
/// When a row has not one cell per column, or words stand in a column of numbers.
pub fn parquet(table: &Table) -> Result<Vec<u8>, OutputError> {
    let schema = schema(table);
    let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(table.rows.len()));
    let batch = RecordBatch::try_new_with_options(schema.clone(), arrays(table)?, &options)?;
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, Some(properties()))?;
    writer.write(&batch)?;
    Ok(writer.into_inner()?)
}

/// How files are written.
pub(super) fn properties() -> WriterProperties {
    let builder = WriterProperties::builder().set_compression(Compression::SNAPPY);
    builder.set_created_by("thalweg".to_owned()).build()
}

/// The columns of a table.
pub(super) fn schema(table: &Table) -> Arc<Schema> {
    Arc::new(Schema::new(table.columns.iter().map(field).collect::<Vec<Field>>()))
}

/// The cells of a table, column by column.
pub(super) fn arrays(table: &Table) -> Result<Vec<ArrayRef>, OutputError> {
    check(table)?;
    (0..table.columns.len()).map(|column| array(table, column)).collect()
}

fn field(column: &Column) -> Field {
    let kind = match column.measure {
        Measure::Text => DataType::Utf8,
        Measure::Count => DataType::Int64,
        _ => DataType::Float64,
    };
    Field::new(&column.name, kind, true)
}

fn array(table: &Table, column: usize) -> Result<ArrayRef, OutputError> {
    let cells = table.rows.iter().map(|row| &row[column]);
    Ok(match table.columns[column].measure {
        Measure::Text => {
            let text = |cell: &Cell| (*cell != Cell::Absent).then(|| plain(cell));
            Arc::new(cells.map(text).collect::<StringArray>())
        }
        Measure::Count => {
            let numbers = cells.map(|cell| number(table, column, cell).map(|n| n.map(|n| n as i64)));
            Arc::new(numbers.collect::<Result<Vec<_>, _>>()?.into_iter().collect::<Int64Array>())
        }
        _ => {
            let numbers = cells.map(|cell| number(table, column, cell));
            Arc::new(numbers.collect::<Result<Vec<_>, _>>()?.into_iter().collect::<Float64Array>())
        }
    })
}

fn number(table: &Table, column: usize, cell: &Cell) -> Result<Option<f64>, OutputError> {
    match cell {
        Cell::Number(number) => Ok(number.is_finite().then_some(*number)),
        Cell::Absent => Ok(None),
        Cell::Text(text) => Err(OutputError::Words {
            table: table.name.clone(),
            column: table.columns[column].name.clone(),
            text: text.clone(),
        }),
    }
}
