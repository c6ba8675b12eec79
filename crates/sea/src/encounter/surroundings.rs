//! What is known of the place of a meeting.

use serde::Serialize;

/// What is near a place; absent where nobody knows or nothing is near.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Surroundings {
    /// Metres to the coast, negative inland.
    pub coast: Option<f64>,
    /// The nearest port or terminal and the metres to its edge, 0 within.
    pub port: Option<(String, f64)>,
    /// The nearest anchorage and the metres to its edge, 0 within.
    pub anchorage: Option<(String, f64)>,
    /// The known waters for transfers that it lies in.
    pub transfer_area: Option<String>,
}

impl Surroundings {
    /// Whether it is within so many metres of a port.
    pub(crate) fn port_within(&self, metres: f64) -> bool {
        self.port.as_ref().is_some_and(|(_, away)| *away <= metres)
    }

    /// Whether it is within so many metres of an anchorage.
    pub(crate) fn anchorage_within(&self, metres: f64) -> bool {
        self.anchorage.as_ref().is_some_and(|(_, away)| *away <= metres)
    }
}
