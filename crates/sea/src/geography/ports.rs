//! The ports of the World Port Index (NGA, Pub. 150); `examples/derive_geography/ports.rs` writes them.

use super::place::{HarbourSize, Place, PlaceKind};
use crate::sphere::Point;
use std::io::Read;

/// The ports, in the order of their numbers.
pub(super) fn decode(packed: &[u8]) -> Vec<Place> {
    let mut text = String::new();
    // a damaged stream ends early; a test counts the ports
    let _ = flate2::read::ZlibDecoder::new(packed).read_to_string(&mut text);
    text.lines().filter_map(port).collect()
}

/// A port of nine fields that tabs part.
fn port(line: &str) -> Option<Place> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [number, name, country, locode, lat, lon, size, oil_depth, oil] = fields[..] else { return None };
    let locode: String = locode.chars().filter(|letter| !letter.is_whitespace()).collect();
    let size = self::size(size);
    Some(Place {
        kind: PlaceKind::Port,
        name: name.to_owned(),
        country: country.to_owned(),
        locode: (locode.len() == 5).then_some(locode),
        point: Point::new(lat.parse().ok()?, lon.parse().ok()?),
        radius: radius(size),
        oil: oil == "Yes" || oil_depth.parse().is_ok_and(|metres: f64| metres > 0.0),
        size,
        source: format!("World Port Index {number}"),
    })
}

fn size(word: &str) -> Option<HarbourSize> {
    match word {
        "Very Small" => Some(HarbourSize::VerySmall),
        "Small" => Some(HarbourSize::Small),
        "Medium" => Some(HarbourSize::Medium),
        "Large" => Some(HarbourSize::Large),
        _ => None,
    }
}

/// The index gives positions to a minute of arc or so, and none of how far a port reaches: these are our own, so that the quays of a port of
/// that size are within.
fn radius(size: Option<HarbourSize>) -> f64 {
    match size {
        Some(HarbourSize::Large) => 15_000.0,
        Some(HarbourSize::Medium) => 10_000.0,
        Some(HarbourSize::Small) => 7_000.0,
        Some(HarbourSize::VerySmall) | None => 5_000.0,
    }
}
