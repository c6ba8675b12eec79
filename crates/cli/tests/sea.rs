//! `thalweg sea decode`: forms, statuses, what is refused.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{call_in, done, thalweg};
use serde_json::Value;
use std::io::Write;
use std::path::Path;

const FEED: &str = "\
# a remark
!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A,1334337317
!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C
!AIVDM,2,2,1,A,88888888880,2*25
!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4B
";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("feed.nmea"), FEED).unwrap();
    folder
}

fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn messages_are_objects_and_what_is_refused_is_said() {
    let folder = folder();
    let done = call_in(folder.path(), "sea decode feed.nmea");
    let found = objects(&done.out);
    assert_eq!((done.status, found.len()), (0, 2));
    assert_eq!(found[0]["time"], "2012-04-13T17:15:17Z");
    assert_eq!((&found[0]["station"], &found[0]["country"]), (&"ship".into(), &"PAN".into()));
    assert_eq!((&found[1]["ship_name"], &found[1]["line"]), (&"EVER DIADEM".into(), &4.into()));
    assert!(
        done.err.contains("refused 1: wrong checksum") && done.err.contains("feed.nmea:5"),
        "{}",
        done.err
    );
    let done = call_in(folder.path(), "sea decode --lenient feed.nmea");
    assert_eq!((done.status, objects(&done.out)[2]["checksum_right"].clone()), (0, false.into()));
}

#[test]
fn every_form_has_the_same_reports() {
    let folder = folder();
    let csv = call_in(folder.path(), "sea decode feed.nmea --format csv");
    assert_eq!((csv.status, csv.out.lines().count()), (0, 3));
    assert!(csv.out.starts_with("time,time_from,mmsi,class,lat,lon,"), "{}", csv.out);
    assert_eq!(call_in(folder.path(), "sea decode feed.nmea -o out.parquet").status, 0);
    std::fs::write(folder.path().join("out.csv"), &csv.out).unwrap();
    let rows = objects(&call_in(folder.path(), "sea decode out.csv").out);
    let columns = objects(&call_in(folder.path(), "sea decode out.parquet").out);
    // the second report has no time: of our own tables such rows are kept
    assert_eq!((rows.len(), columns.len()), (2, 2));
    assert!(columns[1]["time"].is_null() && columns[1]["name"] == "EVER DIADEM", "{}", columns[1]);
    let done = call_in(folder.path(), "sea decode out.parquet --table files --format csv");
    assert_eq!(
        done.out,
        "file,rows,refused,positions,untimed,imo_zero,imo_wrong,imo_form\nout.parquet,2,0,1,1,0,0,0\n"
    );
    for name in ["time", "mmsi", "lat", "lon", "speed_knots", "heading_degrees"] {
        assert!(
            rows[0][name] == columns[0][name] && !rows[0][name].is_null(),
            "{name}: {} {}",
            rows[0],
            columns[0]
        );
    }
}

#[test]
fn a_summary_accounts_for_every_line() {
    let folder = folder();
    let done = call_in(folder.path(), "sea decode feed.nmea --format table");
    assert!(
        done.out.starts_with("2 messages in 5 lines; 1 refused; at 2012-04-13T17:15:17Z."),
        "{}",
        done.out
    );
    let done = call_in(folder.path(), "sea decode feed.nmea --table lines --format csv");
    let counts =
        done.out.lines().skip(1).map(|line| line.rsplit(',').next().unwrap().parse::<u64>().unwrap());
    assert_eq!(counts.sum::<u64>(), 5);
    let done = call_in(folder.path(), "sea decode feed.nmea --table type");
    assert_eq!(done.status, 2);
    assert!(done.err.contains("`types`"), "{}", done.err);
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let folder = folder();
    let failed = |line: &str, words: &str| {
        let done = call_in(folder.path(), line);
        assert_eq!(done.status, 1, "{line}: {}", done.err);
        assert!(done.err.contains(words), "{line}: {}", done.err);
    };
    failed("sea decode absent.nmea", "there is no such file");
    std::fs::write(folder.path().join("empty.nmea"), "").unwrap();
    failed("sea decode empty.nmea", "no message and no position");
    std::fs::write(folder.path().join("odd.csv"), "a,b\n1,2\n").unwrap();
    failed("sea decode odd.csv", "--mapping FILE");
    std::fs::write(folder.path().join("semi.csv"), "MMSI;BaseDateTime;LAT;LON\n1;2;3;4\n").unwrap();
    failed("sea decode semi.csv", "`delimiter = \";\"`");
    failed("sea decode .", "it is a folder");
    std::fs::write(folder.path().join("map.toml"), "[columns]\ntime = \"a\"\n").unwrap();
    failed("sea decode odd.csv --mapping map.toml", "`[columns]` needs `mmsi`");
    std::fs::write(folder.path().join("cut.parquet"), "PAR1").unwrap();
    failed("sea decode cut.parquet", "the Parquet file cannot be read");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(FEED.repeat(100).as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    std::fs::write(folder.path().join("cut.nmea.gz"), &packed[..packed.len() - 9]).unwrap();
    failed("sea decode cut.nmea.gz", "it is cut off");
    assert_eq!(call_in(folder.path(), "sea decode feed.nmea --day tomorrow").status, 2);
    assert_eq!(call_in(folder.path(), "sea decode").status, 2);
}

#[test]
fn a_mapping_reads_any_table() {
    let folder = folder();
    let mapping =
        "delimiter = ';'\ndecimal = ','\nzone = '+01:00'\n[columns]\ntime='t'\nmmsi='m'\nlat='a'\nlon='o'\n";
    std::fs::write(folder.path().join("map.toml"), mapping).unwrap();
    std::fs::write(folder.path().join("t.csv"), "t;m;a;o\n2022-01-03 01:00:00;211378120;54,5;10,2\n")
        .unwrap();
    let done = call_in(folder.path(), "sea decode t.csv --mapping map.toml");
    assert_eq!(done.status, 0, "{}", done.err);
    let found = &objects(&done.out)[0];
    assert_eq!((&found["time"], &found["lat"]), (&"2022-01-03T00:00:00Z".into(), &54.5.into()));
}

#[test]
fn sentences_and_standard_input_are_read_too() {
    let folder = folder();
    let line = FEED.lines().nth(1).unwrap();
    let by_argument = done(thalweg().args(["sea", "decode", line]));
    let by_pipe = done(thalweg().args(["sea", "decode", "-"]).current_dir(folder.path()).write_stdin(line));
    assert_eq!((by_argument.status, by_argument.out.as_str()), (0, by_pipe.out.as_str()));
    assert_eq!(objects(&by_pipe.out)[0]["mmsi"], 371_798_000);
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_failure_and_ends_the_work() {
    let folder = folder();
    std::fs::write(folder.path().join("long.nmea"), FEED.repeat(50_000)).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_thalweg"));
    for format in ["json", "csv"] {
        let line = format!(
            "{} sea decode long.nmea --format {format} | head -1; exit ${{PIPESTATUS[0]}}",
            program.display()
        );
        let output = std::process::Command::new("bash")
            .args(["-c", &line])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && err.is_empty(), "{err}");
        assert_eq!(output.stdout.iter().filter(|byte| **byte == b'\n').count(), 1);
    }
}
