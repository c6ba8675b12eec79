//! Rows a second of tables, on one core: the NOAA file of the development data as CSV, and a generated Parquet file of positions.
//!
//! `cargo bench -p thalweg-sea --bench tables`. The floor of Parquet is its columns unpacked and nothing made of them.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark says what it measures")]

use arrow_array::{
    ArrayRef, Float32Array, Float64Array, Int16Array, RecordBatch, TimestampMillisecondArray, UInt32Array,
};
use bytes::Bytes;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use thalweg_sea::table::{read_csv, read_parquet};

fn main() {
    divan::main();
}

const ROWS: u64 = 4_000_000;
/// Rows that are written together.
const PIECE: u64 = 100_000;
const SHIPS: u64 = 60_000;

/// Four million positions: every ship moves a little from one to the next, and what it says has as many digits as a receiver's.
fn positions() -> &'static Bytes {
    static FILE: OnceLock<Bytes> = OnceLock::new();
    FILE.get_or_init(|| {
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let schema = piece(0).schema();
        let mut writer = ArrowWriter::try_new(Vec::new(), schema, Some(properties)).unwrap();
        (0..ROWS / PIECE).for_each(|at| writer.write(&piece(at * PIECE)).unwrap());
        let file = Bytes::from(writer.into_inner().unwrap());
        println!("{ROWS} positions in {} bytes", file.len());
        file
    })
}

fn piece(from: u64) -> RecordBatch {
    let rows = || from..from + PIECE;
    // digits without a pattern that a compressor could find
    let digits = |row: u64, most: u64| (row ^ from).wrapping_mul(0x9e37_79b9_7f4a_7c15) % most;
    let time = rows().map(|row| 1_641_168_000_000 + (row * 2160 / 1000) as i64);
    let lat = rows().map(|row| ((row % SHIPS) as f64 / 500.0 - 60.0) + digits(row, 10_000) as f64 * 1e-5);
    let lon = rows().map(|row| ((row % SHIPS) as f64 / 200.0 - 150.0) + digits(row, 10_000) as f64 * 1e-5);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("time", Arc::new(TimestampMillisecondArray::from_iter_values(time))),
        (
            "mmsi",
            Arc::new(UInt32Array::from_iter_values(rows().map(|row| 211_000_000 + (row % SHIPS) as u32))),
        ),
        ("lat", Arc::new(Float64Array::from_iter_values(lat))),
        ("lon", Arc::new(Float64Array::from_iter_values(lon))),
        (
            "speed_knots",
            Arc::new(Float32Array::from_iter_values(rows().map(|row| digits(row, 250) as f32 / 10.0))),
        ),
        (
            "course_degrees",
            Arc::new(Float32Array::from_iter_values(rows().map(|row| digits(row, 3600) as f32 / 10.0))),
        ),
        (
            "heading_degrees",
            Arc::new(Int16Array::from_iter_values(rows().map(|row| digits(row, 360) as i16))),
        ),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

#[divan::bench(sample_count = 10)]
fn parquet_reports(bencher: Bencher<'_, '_>) {
    let file = positions();
    bencher.counter(ItemsCount::new(ROWS)).bench(|| {
        let mut sum = 0.0;
        let account = read_parquet(file.clone(), "positions", None, &mut |report| {
            sum += black_box(report).lat.unwrap_or(0.0);
        });
        (sum, account.unwrap().positions)
    });
}

/// What nobody can be faster than with this reader: the columns unpacked.
#[divan::bench(sample_count = 10)]
fn parquet_floor(bencher: Bencher<'_, '_>) {
    let file = positions();
    bencher.counter(ItemsCount::new(ROWS)).bench(|| {
        let reader = ParquetRecordBatchReaderBuilder::try_new(file.clone()).unwrap();
        let batches = reader.with_batch_size(8192).build().unwrap();
        batches.map(|batch| black_box(batch.unwrap()).num_rows()).sum::<usize>()
    });
}

/// The rows of the NOAA file, ten times; none where the development data are absent.
fn noaa() -> Option<(Vec<u8>, usize)> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("THALWEG_SHARED").map_or_else(beside, PathBuf::from);
    let file = std::fs::File::open(folder.join("sea/positions/noaa_2022_01_03.csv.gz")).ok()?;
    let mut text = Vec::new();
    flate2::read::MultiGzDecoder::new(file).read_to_end(&mut text).ok()?;
    let head = text.iter().position(|byte| *byte == b'\n')? + 1;
    let rows = text[head..].repeat(10);
    text.truncate(head);
    text.extend(rows);
    let rows = text.iter().filter(|byte| **byte == b'\n').count() - 1;
    Some((text, rows))
}

#[divan::bench(sample_count = 10)]
fn csv_noaa(bencher: Bencher<'_, '_>) {
    let Some((text, rows)) = noaa() else { return };
    bencher.counter(ItemsCount::new(rows)).bench(|| {
        let mut sum = 0.0;
        let account =
            read_csv(&text[..], "noaa", None, &mut |report| sum += black_box(report).lat.unwrap_or(0.0));
        (sum, account.unwrap().positions)
    });
}
