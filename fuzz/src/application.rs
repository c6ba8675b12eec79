//! Binary data of messages 6, 8, 25 and 26: whatever the identifier and the length, fields and groups end.

use crate::message::comes_back;
use thalweg_sea::{Application, Bits, Message};

/// Something to begin with: which message, designated area and function, then data.
pub const SEEDS: &[&[u8]] = &[
    b"\x00\x00\x1f\x12\x34\x56\x78\x9a\xbc\xde\xf0\x12\x34\x56\x78\x9a\xbc\xde\xf0\x12\x34\x56\x78\x9a\xbc\xde\xf0",
    b"\x00\x00\x16\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18",
    b"\x01\x01\x0a\x41\x42\x43\x44\x45\x46\x47\x48\x49\x4a\x4b\x4c\x4d\x4e\x4f\x50\x51\x52\x53",
    b"\x02\x02\x0a\x41\x42\x43\x44\x45\x46\x47\x48\x49",
    b"\x03\x00\x11\x41\x42\x43\x44\x45\x46\x47\x48\x49\x4a\x4b\x4c\x4d\x4e\x4f\x50\x51\x52\x53",
];

/// The designated areas whose data are known: international, inland waterways, Great Britain and Ireland; and one that is not.
const AREAS: [u64; 6] = [1, 200, 235, 250, 366, 316];

/// Panics where something does not hold.
pub fn check(data: &[u8]) {
    let [kind, area, function, data @ ..] = data else { return };
    let mut bits = Bits::new();
    head(*kind, &mut bits);
    bits.push(AREAS[usize::from(*area) % AREAS.len()], 10);
    bits.push(u64::from(*function & 63), 6);
    data.iter().for_each(|byte| bits.push(u64::from(*byte), 8));
    comes_back(&bits);
    let Ok(message) = Message::decode(&bits) else { return };
    let Some(application) = Application::of(&message) else { return };
    assert!(!application.name().is_empty());
    // a value beyond the end of the data is neither number nor words
    assert!(application.fields().all(|value| value.raw.is_some() || value.physical.is_none()));
    // a group has at least a byte
    assert!(application.groups().len() <= data.len());
    assert!(serde_json::to_string(&application).is_ok());
}

/// What stands before the identifier.
fn head(kind: u8, bits: &mut Bits) {
    let kinds: [(u64, &[(u64, usize)]); 4] =
        [(6, &[(0, 2), (227_006_760, 30), (0, 2)]), (8, &[(0, 2)]), (25, &[(1, 2)]), (26, &[(1, 2)])];
    let (kind, fields) = kinds[usize::from(kind) % kinds.len()];
    bits.push(kind, 6);
    bits.push(0, 2);
    bits.push(211_378_120, 30);
    fields.iter().for_each(|(value, width)| bits.push(*value, *width));
}
