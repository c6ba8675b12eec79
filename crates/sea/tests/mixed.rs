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

#[test]
fn other_logs_are_accounted_for_too() {
    for name in [
        "nmea/plain.txt",
        "nmea/tag_block.txt",
        "nmea/stream.txt.gz",
        "tracks/amsa_exact-earth-augmented.txt.gz",
        "tracks/amsa_exact-earth-augmented-2.txt.gz",
        "tracks/dma_nmea_2013_11_12_5min.txt.gz",
        "tracks/dma_212123000_drift_1.ais.gz",
        "tracks/dma_538004030_drift_1.ais.gz",
    ] {
        let Some((got, account)) = decode_file(name) else { return };
        println!(
            "{name}: {} lines, {} messages, {} refused, {:?}",
            account.lines,
            got.len(),
            account.refused(),
            account.clocks
        );
        println!(
            "{:?}",
            account.intake("").refusals.iter().map(|r| (&r.reason, r.count)).collect::<Vec<_>>()
        );
        assert!(account.refused() * 10 < account.lines, "{name}: {:?}", account.intake(name));
    }
}
