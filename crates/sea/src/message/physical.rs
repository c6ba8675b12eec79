//! What the raw numbers mean. A value that says "not available", or that no ship and no place can have, is absent.

use super::field::Letters;

/// Degrees of longitude from 1/10,000 of a minute; 181 degrees stands for none.
pub(crate) fn longitude(raw: i32) -> Option<f64> {
    degrees(raw, 600_000, 180)
}

/// Degrees of latitude from 1/10,000 of a minute; 91 degrees stands for none.
pub(crate) fn latitude(raw: i32) -> Option<f64> {
    degrees(raw, 600_000, 90)
}

/// Degrees of longitude from 1/10 of a minute.
pub(crate) fn coarse_longitude(raw: i32) -> Option<f64> {
    degrees(raw, 600, 180)
}

/// Degrees of latitude from 1/10 of a minute.
pub(crate) fn coarse_latitude(raw: i32) -> Option<f64> {
    degrees(raw, 600, 90)
}

fn degrees(raw: i32, parts: i32, limit: i32) -> Option<f64> {
    (raw.unsigned_abs() <= (limit * parts).unsigned_abs()).then(|| f64::from(raw) / f64::from(parts))
}

/// Knots from tenths; 1023 is none, 1022 means that or more.
pub(crate) fn speed(raw: u16) -> Option<f64> {
    (raw < 1023).then(|| f64::from(raw) / 10.0)
}

/// Whole knots of an aircraft; 1023 is none.
pub(crate) fn aircraft_speed(raw: u16) -> Option<f64> {
    (raw < 1023).then(|| f64::from(raw))
}

/// Whole knots of a long-range report; 63 is none.
pub(crate) fn coarse_speed(raw: u8) -> Option<f64> {
    (raw < 63).then(|| f64::from(raw))
}

/// Degrees from tenths; 3600 is none, more cannot be.
pub(crate) fn course(raw: u16) -> Option<f64> {
    (raw < 3600).then(|| f64::from(raw) / 10.0)
}

/// Whole degrees; 511 is none, 360 and more cannot be.
pub(crate) fn heading(raw: u16) -> Option<f64> {
    (raw < 360).then(|| f64::from(raw))
}

/// Degrees a minute to starboard: the square of the raw value over 4.733. -128 is none; 127 either way says only "more than 5
/// degrees in 30 seconds", which is no number either.
pub(crate) fn turn(raw: i8) -> Option<f64> {
    let rate = (f64::from(raw) / 4.733).powi(2);
    (raw.unsigned_abs() < 127).then(|| if raw < 0 { -rate } else { rate })
}

/// The second of the minute; 60 and more say why there is none.
pub(crate) fn second(raw: u8) -> Option<u8> {
    (raw < 60).then_some(raw)
}

/// Metres; 4095 is none.
pub(crate) fn altitude(raw: u16) -> Option<f64> {
    (raw < 4095).then(|| f64::from(raw))
}

/// Metres from tenths; 0 is none.
pub(crate) fn draught(raw: u8) -> Option<f64> {
    (raw > 0).then(|| f64::from(raw) / 10.0)
}

/// An IMO number whose check digit is right.
pub(crate) fn imo(raw: u32) -> Option<u32> {
    thalweg_core::Imo::new(raw).map(thalweg_core::Imo::number)
}

/// Words, if any were entered.
pub(crate) fn words<const N: usize>(raw: Letters<N>) -> Option<String> {
    (!raw.is_blank()).then(|| raw.to_string())
}

/// What the ship says that it is doing; 15 is none.
pub(crate) fn status(raw: u8) -> Option<&'static str> {
    const NAMES: [&str; 15] = [
        "under way using engine",
        "at anchor",
        "not under command",
        "restricted manoeuvrability",
        "constrained by her draught",
        "moored",
        "aground",
        "engaged in fishing",
        "under way sailing",
        "reserved for dangerous goods, high speed",
        "reserved for dangerous goods, wing in ground",
        "towing astern",
        "pushing ahead or towing alongside",
        "reserved",
        "search transmitter active",
    ];
    NAMES.get(usize::from(raw)).copied()
}

/// What kind of ship it says it is (ITU-R M.1371-5, table 53), by its tens, and the special craft; 0 is none.
pub(crate) fn ship_type(raw: u8) -> Option<&'static str> {
    Some(match raw {
        20..=29 => "wing in ground",
        30 => "fishing",
        31 | 32 => "towing",
        33 => "dredging or underwater operations",
        34 => "diving",
        35 => "military",
        36 => "sailing",
        37 => "pleasure craft",
        40..=49 => "high-speed craft",
        50 => "pilot",
        51 => "search and rescue",
        52 => "tug",
        53 => "port tender",
        54 => "anti-pollution",
        55 => "law enforcement",
        58 => "medical transport",
        59 => "not party to an armed conflict",
        60..=69 => "passenger",
        70..=79 => "cargo",
        80..=89 => "tanker",
        90..=99 => "other",
        _ => return None,
    })
}
