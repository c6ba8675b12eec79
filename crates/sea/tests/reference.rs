//! The reference of what is read (`docs/ais.md`) is true of the code.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use thalweg_sea::table::{Mapping, read_csv};
use thalweg_sea::{How, Reason};

const PAGE: &str = include_str!("../../../docs/ais.md");

/// The blocks of TOML.
fn mappings() -> Vec<&'static str> {
    PAGE.split("```toml").skip(1).filter_map(|part| part.split("```").next()).collect()
}

#[test]
fn its_mappings_read_a_table() {
    let mappings = mappings();
    assert_eq!(mappings.len(), 2);
    let tables = [
        "Zeit;MMSI;Breite;Länge;Fahrt;Tiefgang\n03.01.2022 02:00:09;211378120;54,5;10,25;12,3;7,1\n",
        "timestamp,MMSI,Latitude,Longitude,SOG\n2022-01-03 00:00:09,211378120,54.5,10.25,12.3\n",
    ];
    for (mapping, table) in mappings.iter().zip(tables) {
        let mapping = Mapping::parse(mapping).unwrap();
        let mut reports = Vec::new();
        read_csv(table.as_bytes(), "t", Some(&mapping), &mut |report| reports.push(*report)).unwrap();
        assert_eq!(reports[0].time.unwrap().timestamp(), "2022-01-03T00:00:09Z");
        assert_eq!((reports[0].lat, reports[0].lon, reports[0].speed), (Some(54.5), Some(10.25), Some(12.3)));
    }
}

#[test]
fn every_reason_stands_in_it() {
    let reasons = [
        Reason::NoSentence,
        Reason::LineTooLong,
        Reason::NoChecksum,
        Reason::Checksum,
        Reason::TagBlock,
        Reason::Fields,
        Reason::PartNumber,
        Reason::Empty,
        Reason::Letters,
        Reason::Long,
    ];
    for reason in reasons {
        assert!(PAGE.contains(&format!("\n| {reason} |")), "{reason}");
    }
    // those with numbers stand there with letters for them
    for (reason, written) in [
        (Reason::Type(63), "type N is none: messages have types 1 to 27"),
        (
            Reason::Short { kind: 5, bits: 400, least: 422 },
            "message of type N is cut short: X bits where it needs Y",
        ),
        (Reason::StaticPart(3), "message of type 24 with part number N: there are 0 (A) and 1 (B)"),
    ] {
        let words =
            |text: &str| text.split(' ').filter(|word| word.len() > 3).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&reason.to_string()), words(written));
        assert!(PAGE.contains(&format!("\n| {written} |")), "{written}");
    }
}

#[test]
fn every_way_to_know_a_time_stands_in_it() {
    let ways = [
        How::TagBlock,
        How::ReceiverEpoch,
        How::ReceiverSentence,
        How::BaseStation,
        How::ReceiverHour,
        How::UtcSecond,
        How::Column,
    ];
    let rows: Vec<&str> =
        PAGE.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let words: Vec<&str> = ways.iter().map(|how| how.word()).collect();
    assert!(rows.windows(words.len()).any(|found| found == words), "{rows:?}");
}
