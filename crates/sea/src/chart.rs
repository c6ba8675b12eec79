//! What detectors ask of a chart, so that they can be asked without one.

use crate::sphere::Point;

/// What detectors ask of a chart. The default answers are those of somebody who has none.
pub trait Chart: Sync {
    /// Metres to the nearest coast, negative inland; none where that is not known.
    fn coast(&self, _point: Point) -> Option<f64> {
        None
    }

    /// Whether a place is in a port or at a terminal.
    fn berth(&self, _point: Point) -> bool {
        false
    }

    /// How far inland a place is, metres, if it is where no ship can be; none elsewhere.
    fn on_land(&self, _point: Point) -> Option<f64> {
        None
    }

    /// Whether the sea is too deep to anchor; none where that is not known.
    fn too_deep_to_anchor(&self, _point: Point) -> Option<bool> {
        None
    }

    /// Places at which a ship can have been between two others, within so many hours at such a speed, in a fixed order.
    fn reachable(&self, _from: Point, _to: Point, _hours: f64, _knots: f64) -> Vec<Reachable> {
        Vec::new()
    }
}

/// No chart at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NoChart;

impl Chart for NoChart {}

/// A place at which a ship can have been.
#[derive(Debug, Clone, PartialEq)]
pub struct Reachable {
    /// Its name.
    pub name: String,
    /// What it is, in one or two words: `port`, `terminal`, `transfer area`.
    pub kind: &'static str,
    /// Hours that it can have stayed there.
    pub hours: f64,
}
