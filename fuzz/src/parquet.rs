//! Tables in columns: damaged files are errors, and of whole ones, whatever the types of their columns, every row is counted.

use arrow_array::types::{Int32Type, UInt8Type};
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, DictionaryArray, Float32Array, Float64Array, Int32Array, Int64Array,
    LargeStringArray, RecordBatch, StringArray, StringViewArray, TimestampMicrosecondArray,
    TimestampNanosecondArray, TimestampSecondArray,
};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::sync::Arc;
use thalweg_sea::table::{TableError, read_parquet};

/// Something to begin with: how it is packed, where and how it is damaged, the types of the columns, then their values.
pub const SEEDS: &[&[u8]] = &[
    b"\x00\x00\x00\x00\x00\x01\x02\x03\x04\x05\x06\x07abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    b"\x01\x00\x00\x00\x08\x09\x0a\x0b\x0c\x00\x01\x02abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    b"\x02\x01\x20\xff\x02\x03\x04\x05\x06\x07\x08\x09abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    b"\x03\x00\x80\x01\x02\x03\x04\x05\x06\x07\x08\x09abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    // found on 2026-11-25: a page says that it has more values than it has bits for, and the reader of columns panics
    b"\x02\x01 \xff\x02\x03\x04\x05\x06\x07\x08\x09abcdefghikjlmnopabcdefghijkl\xf7nopqrstuvwxyzabcdefghijklm\xb9opqrstuvwxyzqrstuvwxyz",
];

const NAMES: [&str; 8] = ["time", "mmsi", "lat", "lon", "speed_knots", "imo", "name", "class"];

/// Panics where something does not hold.
pub fn check(data: &[u8]) {
    // a fuzzer ends at every panic, caught or not; this one should end only at those that nobody catches
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let _ = std::panic::take_hook();
    });
    let _ = read_parquet(bytes::Bytes::copy_from_slice(data), "fuzz", None, &mut |_| {});
    let [pack, high, low, with, rest @ ..] = data else { return };
    let (Some(kinds), Some(values)) = (rest.get(..8), rest.get(8..)) else { return };
    let columns = NAMES.iter().zip(kinds).map(|(name, kind)| (*name, column(*kind, values), true));
    let Ok(batch) = RecordBatch::try_from_iter_with_nullable(columns) else { return };
    let Some(mut file) = packed(&batch, *pack) else { return };
    read(file.clone(), batch.num_rows());
    let at = usize::from(u16::from_be_bytes([*high, *low])) % file.len();
    file[at] ^= with;
    let _ = read_parquet(bytes::Bytes::from(file), "fuzz", None, &mut |_| {});
}

fn read(file: Vec<u8>, rows: usize) {
    let mut seen = 0;
    let done = read_parquet(bytes::Bytes::from(file), "fuzz", None, &mut |report| {
        seen += 1;
        assert!(
            report.lat.is_none_or(|lat| lat.abs() <= 90.0) && report.lon.is_none_or(|lon| lon.abs() <= 180.0)
        );
        assert!(serde_json::to_string(report).is_ok());
    });
    match done {
        Ok(account) => assert_eq!((account.intake.read(), account.intake.accepted), (rows, seen)),
        Err(TableError::Type { kind, .. }) => assert_eq!(kind, "Boolean"),
        Err(error) => panic!("{error}"),
    }
}

fn packed(batch: &RecordBatch, pack: u8) -> Option<Vec<u8>> {
    let compressions = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::LZ4_RAW,
        Compression::ZSTD(Default::default()),
    ];
    let properties =
        WriterProperties::builder().set_compression(compressions[usize::from(pack) % compressions.len()]);
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties.build())).ok()?;
    writer.write(batch).ok()?;
    writer.into_inner().ok()
}

/// A column of some type: eight bytes a row, of which a first one of zero means null.
fn column(kind: u8, values: &[u8]) -> ArrayRef {
    let (words, _) = values.as_chunks::<8>();
    let numbers: Vec<Option<i64>> =
        words.iter().map(|word| (word[0] > 0).then_some(i64::from_le_bytes(*word))).collect();
    let words: Vec<Option<String>> =
        words.iter().map(|word| (word[0] > 0).then(|| String::from_utf8_lossy(word).into_owned())).collect();
    let scaled = |parts: f64| {
        numbers.iter().map(move |number| number.map(|number| (number % 0x4000_0000) as f64 / parts))
    };
    match kind % 14 {
        0 => Arc::new(TimestampMicrosecondArray::from(numbers)),
        1 => Arc::new(scaled(1.0).map(|number| number.map(|number| number as i64)).collect::<Int64Array>()),
        2 => Arc::new(scaled(5e6).collect::<Float64Array>()),
        3 => {
            Arc::new(scaled(2.5e6).map(|number| number.map(|number| number as f32)).collect::<Float32Array>())
        }
        4 => Arc::new(TimestampSecondArray::from(numbers).with_timezone("+02:00")),
        5 => Arc::new(TimestampNanosecondArray::from(numbers)),
        6 => Arc::new(StringArray::from(words)),
        7 => Arc::new(LargeStringArray::from(words)),
        8 => Arc::new(words.iter().map(Option::as_deref).collect::<StringViewArray>()),
        9 => Arc::new(words.iter().map(|word| word.as_deref().map(str::as_bytes)).collect::<BinaryArray>()),
        10 => Arc::new(words.iter().map(Option::as_deref).collect::<DictionaryArray<Int32Type>>()),
        11 => {
            Arc::new(numbers.iter().map(|number| number.map(|number| number > 0)).collect::<BooleanArray>())
        }
        12 => coded(&numbers),
        _ => {
            Arc::new(numbers.iter().map(|number| number.map(|number| number as i32)).collect::<Int32Array>())
        }
    }
}

/// Numbers by dictionary.
fn coded(numbers: &[Option<i64>]) -> ArrayRef {
    let keys: arrow_array::UInt8Array =
        numbers.iter().map(|number| number.map(|number| (number % 3).unsigned_abs() as u8)).collect();
    let values: ArrayRef = Arc::new(Int64Array::from(vec![Some(211_378_120), None, Some(1_641_168_000)]));
    Arc::new(DictionaryArray::<UInt8Type>::new(keys, values))
}
