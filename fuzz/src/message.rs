//! Bits as a message: decode of encode is the identity, and so it is with letters.

use thalweg_sea::{Bits, Message};

/// Something to begin with: two bytes for the number of bits, then the bits.
pub const SEEDS: &[&[u8]] = &[
    b"\x00\xa8\x04\x16\x28\x9b\xe3\x01\x0f\xe6\x13",
    b"\x01\xa8\x14\x11\x22\x33\x44\x55\x66\x77\x88",
    b"\x00\x60\x6c\x38\x49\xde\xac\xe9\x6f",
    b"\x01\x10\x54\x38\x49\xde\xac\xe9\x6f\xff",
    b"\x03\xe8\x68\x38\x49\xde\xac\xe9\x6f\xff",
];

/// Panics where something does not hold.
pub fn check(data: &[u8]) {
    let [high, low, bytes @ ..] = data else { return };
    let mut bits = Bits::new();
    bytes.iter().for_each(|byte| bits.push(u64::from(*byte), 8));
    bits.truncate(usize::from(u16::from_be_bytes([*high, *low])));
    let (letters, fill) = bits.armor();
    if !letters.is_empty() && letters.len() * 6 <= thalweg_sea::bits::LONGEST {
        assert_eq!(Bits::from_armor(&letters, fill), Some(bits));
    }
    comes_back(&bits);
}

/// A message that is written and read again is the same.
pub(crate) fn comes_back(bits: &Bits) {
    let Ok(message) = Message::decode(bits) else { return };
    let written = message.encode();
    assert_eq!(Message::decode(&written), Ok(message));
    assert!(written.len() <= thalweg_sea::bits::LONGEST);
    assert!(serde_json::to_string(&message).is_ok());
}
