//! Bad input: no panic, bounded memory, every line counted.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{decode, sentence};
use proptest::prelude::*;
use std::io::{Read, Write};
use thalweg_sea::table::{Mapping, read_csv};
use thalweg_sea::{Account, Decoder, Options, read_lines};

fn read(bytes: impl Read) -> (std::io::Result<()>, Account) {
    let mut decoder = Decoder::new("test", Options::default());
    let done = read_lines(bytes, &mut decoder, &mut |_| {});
    let account = decoder.finish();
    assert_eq!(account.pieces(), account.accounted(), "{account:?}");
    (done, account)
}

/// So many bytes of one kind, made as they are read.
struct Endless(u64, u8);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = buffer.len().min(usize::try_from(self.0).unwrap_or(usize::MAX));
        buffer[..length].fill(self.1);
        self.0 -= length as u64;
        Ok(length)
    }
}

/// The most memory that this process has held, in bytes; none where the system does not say.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

#[test]
fn a_line_of_a_gibibyte_is_refused_in_bounded_memory() {
    let after = format!("\n{LINE}\n");
    let (done, account) = read(Endless(1 << 30, b'!').chain(after.as_bytes()));
    assert!(done.is_ok());
    assert_eq!((account.lines, account.messages, account.refused()), (2, 1, 1));
    assert_eq!(account.intake("").refusals[0].reason, "line longer than a line may be");
    assert!(peak().is_none_or(|bytes| bytes < 200 << 20), "{:?}", peak());
    let head = "time,mmsi,lat,lon\n";
    let table = read_csv(head.as_bytes().chain(Endless(1 << 28, b'"')), "t", None, &mut |_| {}).unwrap();
    assert_eq!((table.intake.accepted, table.intake.refused()), (0, 1));
}

const LINE: &str = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A";

#[test]
fn compressed_data_that_are_cut_off_give_what_was_whole() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for number in 0..5000 {
        writeln!(
            packed,
            "{}",
            sentence(&format!("AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g20{:03},0", number % 1000))
        )
        .unwrap();
    }
    let packed = packed.finish().unwrap();
    let (done, account) = read(&packed[..]);
    assert!(done.is_ok());
    assert_eq!((account.lines, account.messages), (5000, 5000));
    let (done, account) = read(&packed[..packed.len() / 2]);
    assert_eq!(done.unwrap_err().kind(), std::io::ErrorKind::UnexpectedEof);
    assert!(account.messages > 1000 && account.messages < 5000, "{}", account.messages);
    let (done, _) = read(&b"\x1f\x8bnot gzip at all"[..]);
    assert!(done.is_err());
    // a pipe may give the first byte alone
    let (done, account) = read((&packed[..1]).chain(&packed[1..]));
    assert_eq!((done.is_ok(), account.messages), (true, 5000));
    // two compressed files one behind the other are one
    let (done, account) = read(&[&packed[..], &packed[..]].concat()[..]);
    assert!(done.is_ok());
    assert_eq!(account.messages, 10_000);
}

#[test]
fn parts_that_never_end_are_counted() {
    let lines = (0..1_000_000u32).map(|number| {
        sentence(&format!("AIVDM,2,1,{number},A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn22222222,0")) + "\n"
    });
    let mut decoder = Decoder::new("test", Options::default());
    for line in lines {
        decoder.line(line.trim_end().as_bytes(), &mut |_| {});
    }
    let account = decoder.finish();
    assert_eq!((account.lines, account.messages, account.refused()), (1_000_000, 0, 1_000_000));
    assert_eq!(account.pieces(), account.accounted());
    assert_eq!(account.intake("").refusals.len(), 1);
}

#[test]
fn a_part_does_not_join_one_of_long_ago() {
    let first = sentence("AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0");
    let second = sentence("AIVDM,2,2,1,A,88888888880,2");
    let far = format!("{first}\n{}{second}", format!("{LINE}\n").repeat(3000));
    assert_eq!(decode(&far).1.types.get(&5), None);
    let near = format!("{first}\n{}{second}", format!("{LINE}\n").repeat(100));
    assert_eq!(decode(&near).1.types.get(&5), Some(&1));
    let tag = |clock: u64| {
        let body = format!("c:{clock}");
        format!("\\{body}*{:02X}\\", thalweg_sea::line::checksum(body.as_bytes()))
    };
    let late = format!("{}{first}\n{}{second}", tag(1_334_337_317), tag(1_334_337_400));
    assert_eq!(decode(&late).1.types.get(&5), None);
}

#[test]
fn clocks_that_run_backwards_are_counted() {
    let lines: Vec<String> =
        [10, 20, 15, 16, 5].iter().map(|s| format!("{LINE},{}", 1_334_337_300 + s)).collect();
    let (got, account) = decode(&lines.join("\n"));
    assert_eq!((got.len(), account.backwards), (5, 2));
    assert_eq!(account.span, Some((1_334_337_305_000, 1_334_337_320_000)));
}

#[test]
fn numbers_of_parts_beyond_reason_are_refused() {
    for head in ["0,1", "1,0", "2,3", "10,1", "99999999999999999999,1", "1,99"] {
        let (got, account) = decode(&sentence(&format!("AIVDM,{head},1,A,15RTgt0PAso;90TKcjM8h6g208CQ,0")));
        assert_eq!((got.len(), account.refused()), (0, 1), "{head}");
    }
    for body in [
        "AIVDM",
        "AIVDM,",
        "AIVDM,1",
        "AIVDM,1,1,,A",
        "AIVDM,1,1,,A,15RT",
        "AIVDM,1,1,,A,15RT,",
        "AIVDM,1,1,,A,15RT,7",
        "AIVDM,x,1,,A,15RT,0",
    ] {
        assert_eq!(decode(&sentence(body)).1.refused(), 1, "{body}");
    }
    let long = format!("AIVDM,1,1,,A,{},0", "0".repeat(214));
    assert_eq!(decode(&sentence(&long)).1.intake("").refusals[0].reason, "more bits than a message can have");
}

#[test]
fn many_names_and_reasons_are_told_apart_only_so_far() {
    let mut lines = Vec::new();
    for a in b'A'..=b'Z' {
        for b in b'A'..=b'Z' {
            let body = format!("{}{}XYZ,1", char::from(a), char::from(b));
            lines.push(format!("${body}*{:02X}", thalweg_sea::line::checksum(body.as_bytes())));
        }
    }
    for length in 1..200 {
        lines.push(sentence(&format!("AIVDM,1,1,,A,5{},0", "0".repeat(length % 69))));
        lines.push(sentence(&format!("AIVDM,1,1,,A,C{},0", "0".repeat(length % 50))));
    }
    let (_, account) = decode(&lines.join("\n"));
    assert!(account.others.len() <= 65 && account.others.values().sum::<u64>() == 676);
    assert!(account.intake("").refusals.len() <= 230);
}

/// Pieces of lines that come near to being right.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(LINE.as_bytes().to_vec()),
        Just(br"\s:rEV02,c:1334337317*58\".to_vec()),
        Just(b"!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C".to_vec()),
        Just(b"!AIVDM,2,2,1,A,88888888880,2*25".to_vec()),
        Just(b"$PGHP,1,2013,11,12,12,0,0,11,219,,2190067,1,62*26".to_vec()),
        Just(b"\n".to_vec()),
        prop::collection::vec(any::<u8>(), 0..12),
        "[!$\\\\*,0-9A-Za-w:\n-]{0,12}".prop_map(String::into_bytes),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_is_accounted_for(pieces in prop::collection::vec(piece(), 0..30), lenient in any::<bool>()) {
        let text = pieces.concat();
        let mut decoder = Decoder::new("test", Options { lenient, day: "2012-04-13".parse().ok() });
        let mut seen = 0;
        read_lines(&text[..], &mut decoder, &mut |received| {
            seen += 1;
            assert!(serde_json::to_string(received).is_ok());
        }).ok();
        let account = decoder.finish();
        prop_assert_eq!(account.pieces(), account.accounted());
        prop_assert_eq!(account.messages, seen);
        prop_assert_eq!(account.intake("").read() as u64, account.pieces());
    }

    #[test]
    fn whatever_stands_in_a_table_is_counted(
        rows in prop::collection::vec("[0-9a-zA-Z,.:\"T/ -]{0,60}", 0..30),
        head in prop_oneof![Just("time,mmsi,lat,lon,imo,name"), Just("# Timestamp,Type of mobile,MMSI,Latitude,Longitude"), Just("MMSI,BaseDateTime,LAT,LON")],
    ) {
        let text = format!("{head}\n{}", rows.join("\n"));
        let account = read_csv(text.as_bytes(), "t", None, &mut |report| {
            assert!(report.lat.is_none_or(|lat| lat.abs() <= 90.0) && report.lon.is_none_or(|lon| lon.abs() <= 180.0));
        }).unwrap();
        let written = rows.iter().filter(|row| !row.trim().is_empty()).count();
        prop_assert_eq!(account.intake.read(), written);
    }

    #[test]
    fn whatever_a_mapping_says_is_read_or_refused(text in "[a-z_=\"%YmdHMS.,;:\\[\\]\n +-]{0,200}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Mapping::parse(&text);
        let _ = read_csv(&bytes[..], "t", None, &mut |_| {});
        let _ = thalweg_sea::table::read_parquet(bytes::Bytes::from(bytes), "t", None, &mut |_| {});
    }
}
