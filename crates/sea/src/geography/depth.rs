//! Classes of depth at five minutes; `examples/derive_geography/depth.rs` writes them.

use super::bytes::Bytes;
use serde::Serialize;

/// How deep the sea is.
///
/// From ETOPO5 (NOAA, 1988): a few kilometres wide of the mark at slopes, and good for telling a shelf from a deep sea, not for
/// navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DepthClass {
    /// Less than 50 metres, or land.
    Below50,
    /// 50 to 200 metres: a shelf, where ships can anchor near its shallow end.
    Below200,
    /// 200 to 1,000 metres.
    Below1000,
    /// 1,000 to 3,000 metres.
    Below3000,
    /// 3,000 metres and more.
    Deep,
}

impl DepthClass {
    /// The least and the greatest depth of the class, metres.
    pub fn metres(self) -> (f64, f64) {
        match self {
            Self::Below50 => (0.0, 50.0),
            Self::Below200 => (50.0, 200.0),
            Self::Below1000 => (200.0, 1000.0),
            Self::Below3000 => (1000.0, 3000.0),
            Self::Deep => (3000.0, f64::INFINITY),
        }
    }

    /// Whether a ship can anchor: no chain of a merchant ship holds it in more than about 100 metres, and 200 leave room for errors.
    pub fn can_anchor(self) -> bool {
        self <= Self::Below200
    }

    fn of(class: u8) -> Self {
        match class {
            0 => Self::Below50,
            1 => Self::Below200,
            2 => Self::Below1000,
            3 => Self::Below3000,
            _ => Self::Deep,
        }
    }
}

/// Points around a parallel, and from the south pole to the north pole.
const POINTS: (usize, usize) = (4320, 2161);

/// Classes, rows from the south pole, eastwards from Greenwich.
pub(super) struct Depth(Vec<u8>);

impl Depth {
    pub(super) fn decode(packed: &[u8]) -> Self {
        Self(Bytes::inflate(packed).runs(POINTS.0 * POINTS.1))
    }

    /// The class at the nearest point.
    pub(super) fn class(&self, lat: f64, lon: f64) -> DepthClass {
        let row = ((lat + 90.0) * (POINTS.1 - 1) as f64 / 180.0).round() as usize;
        let column = (lon.rem_euclid(360.0) * POINTS.0 as f64 / 360.0).round() as usize;
        DepthClass::of(self.0[row.min(POINTS.1 - 1) * POINTS.0 + column % POINTS.0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_classes_are_whole() {
        let mut bytes = Bytes::inflate(super::super::DEPTH);
        assert_eq!(bytes.runs(POINTS.0 * POINTS.1).iter().max(), Some(&4));
        assert!(bytes.is_spent());
    }
}
