//! Every line is accounted for.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::decode_file;

#[test]
fn every_line_of_the_mixed_file_has_its_place() {
    let Some((_, account)) = decode_file("nmea/mixed.txt.gz") else { return };
    assert_eq!((account.lines, account.glued), (44_687, 0));
    assert_eq!((account.sentences, account.other), (34_013, 10_562));
    let intake = account.intake("mixed.txt.gz");
    // 112 lines are damaged; the others that are refused are sentences whose message is not whole
    let lines =
        ["wrong checksum", "sentence without a checksum", "no sentence: neither `!` nor `$` begins one"];
    let damaged: usize =
        intake.refusals.iter().filter(|r| lines.contains(&r.reason.as_str())).map(|r| r.count).sum();
    assert_eq!(damaged, 112, "{intake:?}");
    assert_eq!(account.messages + account.joined + account.refused() - 112, 34_013, "{intake:?}");
    assert!(account.refused() < 400, "{intake:?}");
    assert_eq!(account.talkers.get("=I"), Some(&(1348 + 148)));
    assert_eq!(account.talkers.values().sum::<u64>(), 34_013);
    assert_eq!(account.others.values().sum::<u64>(), 10_562);
    assert_eq!(account.types.values().sum::<u64>(), account.messages);
}

/// Refused pieces of a log, and whether every message of it has a time.
fn refused(name: &str) -> Option<(u64, u64, bool)> {
    let (got, account) = decode_file(name)?;
    Some((account.lines, account.refused(), got.iter().all(|got| got.time.is_ok())))
}

#[test]
fn other_logs_are_accounted_for_too() {
    if common::shared_data().is_none() {
        return;
    }
    // 100 sentences without a message, 20 parts whose others were cut out
    assert_eq!(refused("nmea/plain.txt"), Some((898, 120, false)));
    for name in LOGS {
        println!("{name}: {:?}", refused(name));
    }
}

/// Logs whose every message has a time.
const LOGS: [&str; 7] = [
    "nmea/tag_block.txt",
    "nmea/stream.txt.gz",
    "tracks/amsa_exact-earth-augmented.txt.gz",
    "tracks/amsa_exact-earth-augmented-2.txt.gz",
    "tracks/dma_nmea_2013_11_12_5min.txt.gz",
    "tracks/dma_212123000_drift_1.ais.gz",
    "tracks/dma_538004030_drift_1.ais.gz",
];
