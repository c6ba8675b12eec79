//! The values of one column of a batch, in the one form that rows are read from: made once for thousands of rows.

use super::clock::Zone;
use super::row::Cell;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, BinaryArray, Float64Array, LargeBinaryArray, LargeStringArray, StringArray,
    StringViewArray, TimestampMillisecondArray,
};
use arrow_schema::{DataType, TimeUnit};

/// The values of a column.
pub(super) enum Values {
    /// Nothing: the table has no such column.
    Absent,
    Numbers(Float64Array),
    /// Milliseconds since 1970, UTC.
    Times(TimestampMillisecondArray),
    Words(StringArray),
    LongWords(LargeStringArray),
    WordViews(StringViewArray),
    /// Words that a writer did not call so.
    Bytes(BinaryArray),
    LongBytes(LargeBinaryArray),
    /// For each row which of the values it has.
    Coded(Vec<Option<usize>>, Box<Values>),
}

impl Values {
    /// The values of an array; none where it is of a type that cannot be read. Timestamps that bear no zone are of the one given.
    pub(super) fn new(array: &ArrayRef, zone: Zone) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Null => Self::Absent,
            DataType::Utf8 => Self::Words(array.as_string().clone()),
            DataType::LargeUtf8 => Self::LongWords(array.as_string().clone()),
            DataType::Utf8View => Self::WordViews(array.as_string_view().clone()),
            DataType::Binary => Self::Bytes(array.as_binary().clone()),
            DataType::LargeBinary => Self::LongBytes(array.as_binary().clone()),
            DataType::Timestamp(unit, of) => {
                Self::Times(times(array, *unit, if of.is_some() { Zone::UTC } else { zone }))
            }
            DataType::Dictionary(..) => {
                let coded = array.as_any_dictionary();
                let values = Self::new(coded.values(), zone)?;
                Self::Coded(codes(coded.keys(), coded.values().len())?, Box::new(values))
            }
            _ => Self::Numbers(numbers(array)?),
        })
    }

    /// Whether arrays of a type can be read.
    pub(super) fn takes(kind: &DataType) -> bool {
        Self::new(&arrow_array::new_empty_array(kind), Zone::UTC).is_some()
    }

    /// What stands in a row.
    #[inline]
    pub(super) fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            Self::Absent => Cell::Absent,
            Self::Numbers(array) => present(array, row, || Cell::Number(array.value(row))),
            Self::Times(array) => present(array, row, || Cell::Time(array.value(row))),
            Self::Words(array) => present(array, row, || Cell::Text(array.value(row).as_bytes())),
            Self::LongWords(array) => present(array, row, || Cell::Text(array.value(row).as_bytes())),
            Self::WordViews(array) => present(array, row, || Cell::Text(array.value(row).as_bytes())),
            Self::Bytes(array) => present(array, row, || Cell::Text(array.value(row))),
            Self::LongBytes(array) => present(array, row, || Cell::Text(array.value(row))),
            Self::Coded(codes, values) => match codes.get(row) {
                Some(Some(code)) => values.cell(*code),
                _ => Cell::Absent,
            },
        }
    }
}

#[inline]
fn present<'a>(array: &dyn Array, row: usize, value: impl FnOnce() -> Cell<'a>) -> Cell<'a> {
    if array.is_null(row) { Cell::Absent } else { value() }
}

/// Milliseconds since 1970 in UTC.
fn times(array: &ArrayRef, unit: TimeUnit, zone: Zone) -> TimestampMillisecondArray {
    let east = zone.milliseconds();
    let of = move |at: i64| at.saturating_sub(east);
    match unit {
        TimeUnit::Second => {
            array.as_primitive::<TimestampSecondType>().unary(|at| of(at.saturating_mul(1000)))
        }
        TimeUnit::Millisecond => array.as_primitive::<TimestampMillisecondType>().unary(of),
        TimeUnit::Microsecond => {
            array.as_primitive::<TimestampMicrosecondType>().unary(|at| of(at.div_euclid(1000)))
        }
        TimeUnit::Nanosecond => {
            array.as_primitive::<TimestampNanosecondType>().unary(|at| of(at.div_euclid(1_000_000)))
        }
    }
}

/// Numbers of any width; none for what are no numbers.
fn numbers(array: &ArrayRef) -> Option<Float64Array> {
    fn of<T: ArrowPrimitiveType>(array: &ArrayRef, number: impl Fn(T::Native) -> f64) -> Float64Array {
        array.as_primitive::<T>().unary(number)
    }
    Some(match array.data_type() {
        DataType::Float64 => array.as_primitive::<Float64Type>().clone(),
        DataType::Float32 => of::<Float32Type>(array, f64::from),
        DataType::Int64 => of::<Int64Type>(array, |number| number as f64),
        DataType::Int32 => of::<Int32Type>(array, f64::from),
        DataType::Int16 => of::<Int16Type>(array, f64::from),
        DataType::Int8 => of::<Int8Type>(array, f64::from),
        DataType::UInt64 => of::<UInt64Type>(array, |number| number as f64),
        DataType::UInt32 => of::<UInt32Type>(array, f64::from),
        DataType::UInt16 => of::<UInt16Type>(array, f64::from),
        DataType::UInt8 => of::<UInt8Type>(array, f64::from),
        DataType::Decimal128(_, scale) => {
            let parts = 10f64.powi(i32::from(*scale));
            of::<Decimal128Type>(array, move |number| number as f64 / parts)
        }
        _ => return None,
    })
}

/// The codes of a dictionary that has so many values.
fn codes(keys: &dyn Array, values: usize) -> Option<Vec<Option<usize>>> {
    fn of<T: ArrowPrimitiveType>(keys: &dyn Array, values: usize) -> Vec<Option<usize>>
    where
        T::Native: TryInto<usize>,
    {
        let known = |key: T::Native| key.try_into().ok().filter(|code| *code < values);
        keys.as_primitive::<T>().iter().map(|key| key.and_then(known)).collect()
    }
    Some(match keys.data_type() {
        DataType::Int8 => of::<Int8Type>(keys, values),
        DataType::Int16 => of::<Int16Type>(keys, values),
        DataType::Int32 => of::<Int32Type>(keys, values),
        DataType::Int64 => of::<Int64Type>(keys, values),
        DataType::UInt8 => of::<UInt8Type>(keys, values),
        DataType::UInt16 => of::<UInt16Type>(keys, values),
        DataType::UInt32 => of::<UInt32Type>(keys, values),
        DataType::UInt64 => of::<UInt64Type>(keys, values),
        _ => return None,
    })
}
