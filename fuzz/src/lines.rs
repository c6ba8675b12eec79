//! Bytes as lines of a log: every piece is accounted for, and in whatever portions they come they mean the same.

use std::io::Read;
use thalweg_sea::{Account, Decoder, Options, Report, read_lines};

/// Something to begin with: the first byte chooses the options and the size of the portions.
pub const SEEDS: &[&[u8]] = &[
    b"\x00!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A,1334337317\n",
    b"\x03\\s:rEV02,c:1334337317*58\\!AIVDM,1,1,,B,19NWuLhuRb5QHfCpPcwj`26B0<02,0*5F\r\n# a remark\n",
    b"\x06!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C\n!AIVDM,2,2,1,A,88888888880,2*25\n",
    b"\x09$PGHP,1,2013,11,12,12,0,0,11,219,,2190067,1,4A*21\n!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n",
    b"\x02\\g:1-2-7,c:1334337317*00\\!AIVDM,1,1,,A,403OviQuMGCqWrRO9>E6fE700@GO,0*4D\n",
    // found on 2026-11-25: where the first byte came alone, compressed data were not known as such
    b"\x02\x1f\x8b\x08\x00",
    // found on the same day: damaged compressed data give more or less before the damage
    b"\xef\x1f\x8b\x08\x08\x09\x08\xff\x79\x08\x08\xed\x08\x08\x08\x08\x08\x08\xff\xff\x23\xff\xff\xff",
];

/// Panics where something does not hold.
pub fn check(data: &[u8]) {
    let Some((choice, bytes)) = data.split_first() else { return };
    let day = if choice & 2 == 0 { None } else { "2012-04-13".parse().ok() };
    let options = Options { lenient: choice & 1 == 1, day };
    let (at_once, whole) = read(bytes, options);
    let portions = Portions { bytes, size: usize::from(choice >> 2) + 1 };
    let (bit_by_bit, also_whole) = read(portions, options);
    assert_eq!(whole, also_whole);
    // of damaged compressed data, what is unpacked together with the damage is lost: how much depends on the portions
    if whole {
        assert_eq!(at_once, bit_by_bit);
    }
}

fn read(bytes: impl Read, options: Options) -> (Account, bool) {
    let mut decoder = Decoder::new("fuzz", options);
    let mut messages = 0;
    let done = read_lines(bytes, &mut decoder, &mut |received| {
        messages += 1;
        assert!(serde_json::to_string(received).is_ok());
        if let Some(report) = Report::of(received) {
            assert!(
                report.lat.is_none_or(|lat| lat.abs() <= 90.0)
                    && report.lon.is_none_or(|lon| lon.abs() <= 180.0)
            );
            assert_eq!(report.lat.is_some(), report.lon.is_some());
            assert!(serde_json::to_string(&report).is_ok());
        }
    });
    let account = decoder.finish();
    assert_eq!(account.pieces(), account.accounted());
    assert_eq!((account.messages, account.waiting), (messages, 0));
    assert_eq!(account.intake("fuzz").read() as u64, account.pieces());
    assert!(!account.tables().is_empty());
    (account, done.is_ok())
}

/// Bytes that come a few at a time.
struct Portions<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl Read for Portions<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.size.min(buffer.len()).min(self.bytes.len());
        let (now, later) = self.bytes.split_at(length);
        buffer[..length].copy_from_slice(now);
        self.bytes = later;
        Ok(length)
    }
}
