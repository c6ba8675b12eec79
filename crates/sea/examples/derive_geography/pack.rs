//! How numbers are written: variable-length integers, then deflate.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;

/// Seven bits a byte, lowest first.
pub(crate) fn put(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Signs in the lowest bit, so that small numbers of either sign are short.
pub(crate) fn put_signed(bytes: &mut Vec<u8>, value: i32) {
    put(bytes, ((value << 1) ^ (value >> 31)) as u32);
}

pub(crate) fn deflated(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
