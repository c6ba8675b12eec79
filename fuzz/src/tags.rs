//! A line taken apart: whatever it is, taking pieces off it ends, and what tag blocks say stands in the line.

use thalweg_sea::line::{Piece, checksum, split};

/// Something to begin with.
pub const SEEDS: &[&[u8]] = &[
    br"\s:rEV02,c:1334337317*58\!AIVDM,1,1,,B,19NWuLhuRb5QHfCpPcwj`26B0<02,0*5F",
    br"\g:1-2-1278,n:7*00\\s:one*00\!BSVDM,1,1,,A,15RT,0*00\s:x*00\$PGHP,1*00!AIVDO,1,1,,,0,0*00",
    b"2012-04-13 17:15:17 !AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A,d-109,S2105,t050056.00,1325394060",
];

/// Panics where something does not hold.
pub fn check(data: &[u8]) {
    take_apart(data);
    // what a fuzzer hardly finds: blocks and sentences whose checksums are right
    take_apart(&sealed(data));
}

fn take_apart(line: &[u8]) {
    let mut left = Some(line);
    while let Some(text) = left {
        let piece = split(text);
        if let Some(source) = piece.tags.source {
            assert!(source.len() < text.len());
        }
        if let Some(group) = piece.tags.group {
            assert!(group.number > 0 && group.number <= group.total);
        }
        if let Ok(Piece::Message(sentence)) = piece.piece {
            assert!(sentence.number > 0 && sentence.number <= sentence.total && sentence.fill < 6);
        }
        assert!(piece.rest.is_none_or(|rest| rest.len() < text.len()));
        left = piece.rest;
    }
}

/// The same bytes, each `*` followed by the checksum of what is before it up to a mark.
fn sealed(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut from = 0;
    for byte in data {
        out.push(*byte);
        match byte {
            b'\\' | b'!' | b'$' => from = out.len(),
            b'*' => out.extend(format!("{:02X}", checksum(&out[from..out.len() - 1])).bytes()),
            _ => {}
        }
    }
    out
}
