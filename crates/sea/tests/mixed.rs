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

/// Of a log: messages, sentences joined to them, what was refused, messages without a time.
const LOGS: [(&str, [u64; 4]); 8] = [
    // a hundred sentences without a message, and twenty parts whose others were cut out
    ("nmea/plain.txt", [778, 0, 120, 778]),
    ("nmea/tag_block.txt", [200, 21, 0, 0]),
    ("nmea/stream.txt.gz", [4051, 449, 0, 0]),
    // messages that the satellite heard only in part
    ("tracks/amsa_exact-earth-augmented.txt.gz", [3955, 0, 17, 0]),
    ("tracks/amsa_exact-earth-augmented-2.txt.gz", [1123, 0, 12, 0]),
    ("tracks/dma_nmea_2013_11_12_5min.txt.gz", [26_077, 69, 0, 0]),
    ("tracks/dma_212123000_drift_1.ais.gz", [3130, 562, 0, 0]),
    ("tracks/dma_538004030_drift_1.ais.gz", [5252, 223, 0, 0]),
];

#[test]
fn other_logs_are_accounted_for_too() {
    for (log, expected) in LOGS {
        let Some((got, account)) = decode_file(log) else { return };
        let untimed = got.iter().filter(|got| got.time.is_err()).count() as u64;
        assert_eq!([account.messages, account.joined, account.refused(), untimed], expected, "{log}");
    }
}
