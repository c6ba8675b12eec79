//! Tables: those of authorities, those of anybody, in lines and in columns.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says where")]

mod common;

use arrow_array::types::{Int8Type, Int32Type};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Decimal128Array, DictionaryArray, Float32Array, Float64Array,
    Int32Array, Int64Array, LargeStringArray, RecordBatch, StringArray, StringViewArray,
    TimestampMicrosecondArray, TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray,
    UInt32Array,
};
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::sync::Arc;
use thalweg_sea::table::{Mapping, MappingError, TableAccount, TableError, read_csv, read_parquet};
use thalweg_sea::{Class, How, Report};

fn read(bytes: &[u8], mapping: Option<&Mapping>) -> (Vec<Report>, TableAccount) {
    let mut reports = Vec::new();
    let account = read_csv(bytes, "t.csv", mapping, &mut |report| reports.push(*report)).unwrap();
    assert_eq!(account.intake.accepted, reports.len());
    (reports, account)
}

fn file(name: &str) -> Option<Vec<u8>> {
    // compressed as it is: the reader sees that itself
    Some(std::fs::read(common::shared_data()?.join(name)).unwrap())
}

#[test]
fn a_day_of_noaa() {
    let Some(bytes) = file("positions/noaa_2022_01_03.csv.gz") else { return };
    let (reports, account) = read(&bytes, None);
    assert_eq!((account.intake.read(), account.intake.refused()), (99_999, 0), "{:?}", account.intake);
    assert_eq!((account.imo_zero, account.imo_wrong, account.imo_form), (14_554, 1_472, 756));
    assert_eq!(account.positions, 99_999);
    // one ship sends ten digits, as 30 bits can
    assert_eq!(reports.iter().filter(|report| report.sender().is_none()).count(), 5);
    let first = &reports[0];
    assert_eq!((first.mmsi, first.lat, first.lon), (338_148_873, Some(33.60716), Some(-117.91483)));
    assert_eq!((first.class, first.heading, first.course, first.line), (Class::B, None, Some(280.0), 2));
    assert_eq!(first.time.unwrap().timestamp(), "2022-01-03T00:00:00Z");
    assert_eq!((first.time.unwrap().how, first.imo), (How::Column, None));
    let second = &reports[1];
    assert_eq!((second.imo, second.hull().map(|imo| imo.number())), (Some(8_207_721), Some(8_207_721)));
    assert_eq!((second.length(), second.width(), second.draught), (Some(28), Some(11), Some(3.3)));
    assert_eq!(second.name.map(|name| name.to_string()).as_deref(), Some("EAGLE"));
    let (from, to) = account.span.unwrap();
    assert!(from >= 1_641_168_000_000 && to < 1_641_168_000_000 + 86_400_000);
    assert!(reports.iter().all(|report| report.speed.is_none_or(|speed| (0.0..102.3).contains(&speed))));
}

#[test]
fn the_columns_of_the_danish_authority() {
    let Some(bytes) = file("tracks/dma_raw_2026_04_26_97s.csv.gz") else { return };
    let rows = common::bytes("tracks/dma_raw_2026_04_26_97s.csv.gz").unwrap();
    let rows = rows.split(|byte| *byte == b'\n').filter(|row| !row.is_empty()).count() - 1;
    let (reports, account) = read(&bytes, None);
    assert_eq!(account.intake.read(), rows);
    assert_eq!(account.intake.refused(), 0, "{:?}", account.intake.refusals);
    let first = &reports[0];
    assert_eq!((first.class, first.mmsi, first.status), (Class::A, 211_429_600, Some(0)));
    assert_eq!((first.speed, first.course, first.heading), (Some(0.0), None, Some(62.0)));
    assert_eq!(first.time.unwrap().timestamp(), "2026-04-26T00:00:00Z");
    assert_eq!((reports[2].class, reports[4].class), (Class::Base, Class::B));
    assert!(reports.iter().any(|report| report.ship_type == Some(80) && report.hull().is_some()));
}

#[test]
fn a_table_of_anybody_with_a_mapping() {
    let Some(bytes) = file("tracks/kattegat_2025_11_01_03_1min.csv.gz") else { return };
    let mapping = Mapping::parse(
        "[columns]\ntime = \"Timestamp\"\nmmsi = \"MMSI\"\nlat = \"Latitude\"\nlon = \"Longitude\"\nspeed = \"SOG\"",
    );
    let (reports, account) = read(&bytes, Some(&mapping.unwrap()));
    assert_eq!(account.intake.refused(), 0);
    let mut ships: Vec<u32> = reports.iter().map(|report| report.mmsi).collect();
    ships.sort_unstable();
    ships.dedup();
    assert_eq!(ships.len(), 356);
    let unknown = read_csv(&bytes[..], "t.csv", None, &mut |_| {}).unwrap_err();
    assert!(matches!(&unknown, TableError::Unknown { columns } if columns.len() == 10), "{unknown}");
}

const GERMAN: &str = "\
delimiter = \";\"
decimal = \",\"
time_format = \"%d.%m.%Y %H:%M\"
zone = \"+01:00\"
[columns]
time = \"Zeit\"
mmsi = \"MMSI\"
lat = \"Breite\"
lon = \"Länge\"
draught = \"Tiefgang\"
";

#[test]
fn decimal_commas_and_zones() {
    let mapping = Mapping::parse(GERMAN).unwrap();
    let table = "\u{feff}Zeit;MMSI;Breite;Länge;Tiefgang\r\n03.01.2022 01:30;211378120;54,5;-10,25;7,1\r\n";
    let (reports, _) = read(table.as_bytes(), Some(&mapping));
    assert_eq!(reports[0].time.unwrap().timestamp(), "2022-01-03T00:30:00Z");
    assert_eq!((reports[0].lat, reports[0].lon, reports[0].draught), (Some(54.5), Some(-10.25), Some(7.1)));
}

#[test]
fn every_row_that_is_refused_says_why() {
    let table = "time,mmsi,lat,lon,speed_knots,imo,class\n\
        2022-01-03T00:00:00Z,211378120,54.5,10.2,102.3,IMO9134270,A\n\
        2022-01-03T00:00:00Z,x,54.5,10.2,,,\n\
        2022-01-03T00:00:00Z,2113781200,54.5,10.2,,,\n\
        yesterday,211378120,54.5,10.2,,,\n\
        1970-01-01T00:00:00Z,211378120,54.5,10.2,,,\n\
        2022-01-03T00:00:00Z,211378120,90.5,10.2,,,\n\
        2022-01-03T00:00:00Z,211378120,54.5,-180.1,,,\n\
        2022-01-03T00:00:00Z,211378120,91,181,,0,\n\
        2022-01-03T00:00:00Z,211378120,54.5,inf,,,\n\
        2022-01-03T00:00:00Z,211378120,54.5,10.2,fast,,\n\
        2022-01-03T00:00:00Z,211378120,54.5\n\
        \n";
    let (reports, account) = read(table.as_bytes(), None);
    assert_eq!((reports.len(), account.positions, account.imo_zero), (2, 1, 1));
    assert_eq!((reports[0].speed, reports[0].class, reports[1].lat), (None, Class::A, None));
    let reasons: Vec<(&str, usize)> =
        account.intake.refusals.iter().map(|refusal| (refusal.reason.as_str(), refusal.count)).collect();
    assert_eq!(
        reasons,
        [
            ("MMSI is no number that a station can send", 2),
            ("time cannot be read", 1),
            ("time is decades off", 1),
            ("coordinates out of range", 2),
            ("longitude is no number", 1),
            ("speed is no number", 1),
            ("row has too few columns", 1),
        ]
    );
    assert_eq!(account.intake.refusals[0].samples[0].line, 3);
}

#[test]
fn a_table_without_a_needed_column_is_an_error_that_names_it() {
    let error = read_csv("MMSI,BaseDateTime,LAT\n".as_bytes(), "t", None, &mut |_| {}).unwrap_err();
    assert_eq!(error.to_string(), "no column `LON`; the columns are MMSI, BaseDateTime, LAT");
    assert!(read_csv(&b""[..], "t", None, &mut |_| {}).is_err());
}

#[test]
fn a_mapping_that_makes_no_sense_is_refused() {
    let wrong = |text: &str| Mapping::parse(text).unwrap_err();
    assert!(matches!(wrong("delimiter = "), MappingError::Toml(_)));
    assert!(matches!(wrong("[columns]\nlatitude = \"x\""), MappingError::Toml(_)));
    assert_eq!(wrong("[columns]\ntime = \"t\""), MappingError::Missing("mmsi"));
    let with = |line: &str| wrong(&format!("{line}\n[columns]\ntime='t'\nmmsi='m'\nlat='a'\nlon='o'"));
    for line in ["delimiter = 'ab'", "decimal = ','", "time_format = '%Q'", "zone = 'Berlin'"] {
        assert!(matches!(with(line), MappingError::Value { .. }), "{line}");
    }
}

/// A Parquet file of some columns.
fn parquet(columns: Vec<(&str, ArrayRef)>) -> bytes::Bytes {
    packed(columns, Compression::UNCOMPRESSED)
}

/// The same, compressed.
fn packed(columns: Vec<(&str, ArrayRef)>, compression: Compression) -> bytes::Bytes {
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    );
    let batch = batch.unwrap();
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut writer =
        parquet::arrow::ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    bytes::Bytes::from(writer.into_inner().unwrap())
}

/// What a Parquet file says.
fn reports(bytes: bytes::Bytes, mapping: Option<&Mapping>) -> (Vec<Report>, TableAccount) {
    let mut reports = Vec::new();
    let account = read_parquet(bytes, "t.parquet", mapping, &mut |report| reports.push(*report)).unwrap();
    assert_eq!(account.intake.accepted, reports.len());
    (reports, account)
}

fn array(array: impl Array + 'static) -> ArrayRef {
    Arc::new(array)
}

/// The first two rows are of the first second of 2022-01-03 and of the one after, the third has no time.
fn times() -> Vec<(&'static str, ArrayRef)> {
    let at = |unit: i64| vec![Some(1_641_168_000 * unit), Some(1_641_168_001 * unit), None];
    let numbers = |unit: f64| vec![Some(1_641_168_000.0 * unit), Some(1_641_168_001.0 * unit), None];
    vec![
        ("seconds", array(TimestampSecondArray::from(at(1)))),
        ("thousandths", array(TimestampMillisecondArray::from(at(1_000)))),
        ("millionths", array(TimestampMicrosecondArray::from(at(1_000_000)))),
        ("billionths", array(TimestampNanosecondArray::from(at(1_000_000_000)))),
        ("in UTC", array(TimestampMicrosecondArray::from(at(1_000_000)).with_timezone("UTC"))),
        // a zone says how a clock there shows the time, not another time
        (
            "in Copenhagen",
            array(TimestampMillisecondArray::from(at(1_000)).with_timezone("Europe/Copenhagen")),
        ),
        ("whole seconds", array(Int64Array::from(at(1)))),
        ("whole thousandths", array(Int64Array::from(at(1_000)))),
        ("whole millionths", array(Int64Array::from(at(1_000_000)))),
        ("whole billionths", array(Int64Array::from(at(1_000_000_000)))),
        ("broken seconds", array(Float64Array::from(numbers(1.0)))),
        ("32 bits", array(Int32Array::from(vec![Some(1_641_168_000), Some(1_641_168_001), None]))),
        ("words", array(StringArray::from(WORDS.to_vec()))),
        ("long words", array(LargeStringArray::from(WORDS.to_vec()))),
        ("views", array(WORDS.iter().copied().collect::<StringViewArray>())),
        ("bytes", array(WORDS.iter().map(|word| word.map(str::as_bytes)).collect::<BinaryArray>())),
        ("coded", array(WORDS.iter().copied().collect::<DictionaryArray<Int32Type>>())),
    ]
}

const WORDS: [Option<&str>; 3] = [Some("2022-01-03 00:00:00"), Some("2022-01-03T00:00:01Z"), None];

#[test]
fn times_of_every_type_of_column() {
    for (kind, time) in times() {
        let number = || array(Int64Array::from(vec![211_378_120; 3]));
        let place = || array(Float64Array::from(vec![54.5; 3]));
        let columns = vec![("t", time), ("mmsi", number()), ("lat", place()), ("lon", place())];
        let mapping = Mapping::parse("[columns]\ntime='t'\nmmsi='mmsi'\nlat='lat'\nlon='lon'").unwrap();
        let (reports, account) = reports(parquet(columns), Some(&mapping));
        let at: Vec<i64> = reports.iter().map(|report| report.time.unwrap().milliseconds).collect();
        assert_eq!(at, [1_641_168_000_000, 1_641_168_001_000], "{kind}");
        assert_eq!(account.intake.refusals[0].reason, "there is no time", "{kind}");
    }
}

#[test]
fn a_timestamp_without_a_zone_is_in_that_of_the_mapping() {
    let at = vec![1_641_168_000_000];
    let local = array(TimestampMillisecondArray::from(at.clone()));
    let zoned = array(TimestampMillisecondArray::from(at).with_timezone("+05:00"));
    let mapping = "zone='+02:00'\n[columns]\ntime='t'\nmmsi='m'\nlat='p'\nlon='p'";
    let mapping = Mapping::parse(mapping).unwrap();
    for (time, expected) in [(local, "2022-01-02T22:00:00Z"), (zoned, "2022-01-03T00:00:00Z")] {
        let columns = vec![
            ("t", time),
            ("m", array(UInt32Array::from(vec![211_378_120]))),
            ("p", array(Float64Array::from(vec![54.5]))),
        ];
        let (reports, _) = reports(parquet(columns), Some(&mapping));
        assert_eq!(reports[0].time.unwrap().timestamp(), expected);
    }
}

/// Three rows of one ship: all cells, then none but the needed ones, then neither place nor name.
fn foreign() -> Vec<(&'static str, ArrayRef)> {
    let name: DictionaryArray<Int8Type> = [Some("EAGLE"), None, Some("")].into_iter().collect();
    let draught = Decimal128Array::from(vec![Some(71), None, None]).with_precision_and_scale(5, 1).unwrap();
    vec![
        ("time", array(TimestampNanosecondArray::from(vec![1_641_168_000_000_000_000; 3]))),
        ("mmsi", array(StringArray::from(vec!["211378120", " 211378120 ", "211378120.0"]))),
        ("lat", array(Float32Array::from(vec![Some(54.5), Some(-54.25), None]))),
        ("lon", array(Float32Array::from(vec![Some(10.25), Some(-180.0), Some(f32::NAN)]))),
        ("speed_knots", array(Int32Array::from(vec![Some(12), None, None]))),
        ("heading_degrees", array(arrow_array::Int16Array::from(vec![Some(511), Some(359), None]))),
        ("course_degrees", array(StringArray::from(vec![Some("359.9"), Some(""), None]))),
        ("imo", array(Float64Array::from(vec![Some(9_134_270.0), Some(f64::NAN), Some(0.0)]))),
        ("name", array(name)),
        ("draught_metres", array(draught)),
        ("status", array(arrow_array::UInt8Array::from(vec![Some(5), Some(15), None]))),
        ("ship_type", array(arrow_array::NullArray::new(3))),
    ]
}

#[test]
fn columns_of_every_type_and_compression() {
    let ways = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::LZ4_RAW,
        Compression::GZIP(Default::default()),
        Compression::ZSTD(Default::default()),
    ];
    for way in ways {
        let (reports, account) = reports(packed(foreign(), way), None);
        assert_eq!((reports.len(), account.positions, account.imo_zero), (3, 2, 1), "{way}");
        let [first, second, third] = &reports[..] else { panic!("three") };
        assert_eq!((first.mmsi, second.mmsi, third.mmsi), (211_378_120, 211_378_120, 211_378_120));
        assert_eq!((first.lat, first.lon), (Some(54.5), Some(10.25)));
        assert_eq!((second.lat, second.lon, third.lat, third.lon), (Some(-54.25), Some(-180.0), None, None));
        assert_eq!((first.speed, first.course, first.heading), (Some(12.0), Some(359.9), None));
        assert_eq!((second.course, second.heading), (None, Some(359.0)));
        assert_eq!((first.imo, second.imo, third.imo), (Some(9_134_270), None, None));
        assert_eq!(first.name.map(|name| name.to_string()).as_deref(), Some("EAGLE"));
        assert_eq!((second.name, third.name, first.draught), (None, None, Some(7.1)));
        assert_eq!((first.status, second.status, third.ship_type), (Some(5), None, None));
    }
}

#[test]
fn infinite_numbers_and_types_that_say_nothing_are_refused() {
    let mut columns = foreign();
    columns[2].1 = array(Float64Array::from(vec![f64::INFINITY, f64::NEG_INFINITY, f64::NAN]));
    let (reports, account) = reports(parquet(columns.clone()), None);
    assert_eq!((reports.len(), account.intake.refusals[0].count), (1, 2));
    assert_eq!(account.intake.refusals[0].reason, "latitude is no number");
    columns[2].1 = array(BooleanArray::from(vec![true; 3]));
    let error = read_parquet(parquet(columns), "t", None, &mut |_| {}).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the column `lat` has the type Boolean, which is neither number nor word nor time"
    );
}

#[test]
fn cells_in_quotes() {
    let table = "time,mmsi,lat,lon,name,destination,\"call_sign\"\n\
        2022-01-03T00:00:00Z,\"211378120\",54.5,10.2,\"STAR \"\"ONE\"\"\",\"KIEL, GERMANY\",D4\n\
        2022-01-03T00:00:00Z,211378120,54.5,10.2,\"an open quote,x,y\n";
    let (reports, account) = read(table.as_bytes(), None);
    let words = |letters: Option<thalweg_sea::Letters<20>>| letters.map(|letters| letters.to_string());
    assert_eq!(words(reports[0].name).as_deref(), Some("STAR \"ONE\""));
    assert_eq!(words(reports[0].destination).as_deref(), Some("KIEL, GERMANY"));
    assert_eq!(reports[0].call_sign.map(|sign| sign.to_string()).as_deref(), Some("D4"));
    // a quote that nobody closes ends with its line
    assert_eq!((words(reports[1].name).as_deref(), account.intake.accepted), (Some("AN OPEN QUOTE,X,Y"), 2));
}

#[test]
fn only_our_own_table_may_have_rows_without_a_time() {
    let own = "time,mmsi,lat,lon\n,211378120,54.5,10.2\n2022-01-03T00:00:00Z,211378120,54.5,10.2\nsoon,1,,\n";
    let (reports, account) = read(own.as_bytes(), None);
    assert_eq!((reports[0].time, account.untimed, account.intake.accepted), (None, 1, 2));
    assert_eq!(account.intake.refusals[0].reason, "time cannot be read");
    let noaa = "BaseDateTime,MMSI,LAT,LON\n,211378120,54.5,10.2\n";
    let (_, account) = read(noaa.as_bytes(), None);
    assert_eq!((account.untimed, account.intake.refusals[0].reason.as_str()), (0, "there is no time"));
}

#[test]
fn a_table_that_breaks_off_says_what_was_read_before() {
    let mut rows = "time,mmsi,lat,lon\n".to_owned();
    (0..20_000).for_each(|row| rows += &format!("2022-01-03T00:00:00Z,{},54.5,10.2\n", 211_000_000 + row));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, rows.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let mut seen = 0;
    let error = read_csv(&packed[..packed.len() / 2], "t", None, &mut |_| seen += 1).unwrap_err();
    let account = error.account().unwrap();
    assert!(seen > 1000 && seen < 20_000 && account.intake.accepted == seen, "{seen}");
    assert!(error.to_string().starts_with("the table cannot be read to its end: "), "{error}");
}

#[test]
fn parquet_gives_what_csv_gives() {
    let (count, lat) = (20_000, |row: i64| (row % 180 - 90) as f64);
    let rows = 0..count;
    let time = TimestampMicrosecondArray::from_iter_values(
        rows.clone().map(|row| 1_641_168_000_000_000 + row * 1_000_000),
    );
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("base_date_time", Arc::new(time)),
        ("mmsi", Arc::new(Int64Array::from_iter_values(rows.clone().map(|row| 211_000_000 + row)))),
        ("latitude", Arc::new(Float64Array::from_iter_values(rows.clone().map(lat)))),
        (
            "longitude",
            Arc::new(Float64Array::from_iter(rows.clone().map(|row| (row % 7 > 0).then_some(10.5)))),
        ),
        (
            "vessel_name",
            Arc::new(StringArray::from_iter_values(rows.clone().map(|row| format!("SHIP {row}")))),
        ),
        ("not wanted", Arc::new(StringArray::from_iter_values(rows.clone().map(|_| "x")))),
    ];
    let mut reports = Vec::new();
    let account =
        read_parquet(parquet(columns), "t.parquet", None, &mut |report| reports.push(*report)).unwrap();
    assert_eq!((account.intake.accepted as i64, account.intake.refused()), (count, 0));
    let mut table = "MMSI,base_date_time,latitude,longitude,vessel_name\n".to_owned();
    for report in &reports {
        let place = report.lat.zip(report.lon);
        let (lat, lon) = place.map_or_else(Default::default, |(lat, lon)| (lat.to_string(), lon.to_string()));
        let (time, name) = (report.time.unwrap().timestamp(), report.name.unwrap());
        table += &format!("{},{time},{lat},{lon},{name}\n", report.mmsi);
    }
    let (again, _) = read(table.as_bytes(), None);
    // a table in lines has a head, so its lines are one further
    let same = |(ours, theirs): (&Report, &Report)| *ours == Report { line: theirs.line - 1, ..*theirs };
    assert!(reports.iter().zip(&again).all(same));
    assert_eq!(reports[8].name.unwrap().to_string(), "SHIP 8");
    assert!(reports[7].lat.is_none() && reports[8].lat == Some(-82.0));
}

#[test]
fn a_damaged_parquet_file_is_an_error() {
    let whole = parquet(vec![("x", Arc::new(Int64Array::from(vec![1, 2])))]);
    let error = read_parquet(whole.clone(), "t", None, &mut |_| {}).unwrap_err();
    assert!(matches!(error, TableError::Unknown { .. }), "{error}");
    let error = read_parquet(whole.slice(..whole.len() - 10), "t", None, &mut |_| {}).unwrap_err();
    assert!(matches!(error, TableError::Parquet { .. }), "{error}");
}
