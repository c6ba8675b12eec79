//! What detectors ask of a chart, so that they can be asked without one.

use crate::geography::{Geography, LandBuffer, PlaceKind};
use crate::sphere::{KNOT, Point};

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

impl Chart for Geography {
    fn coast(&self, point: Point) -> Option<f64> {
        Some(Self::coast(self, point))
    }

    fn berth(&self, point: Point) -> bool {
        self.within(point).iter().any(|place| place.kind != PlaceKind::TransferArea)
    }

    fn on_land(&self, point: Point) -> Option<f64> {
        Self::on_land(self, point, &LandBuffer::default())
    }

    fn too_deep_to_anchor(&self, point: Point) -> Option<bool> {
        Some(!self.depth(point).can_anchor())
    }

    /// The nearest to the straight way, so many at most as a reader takes in.
    fn reachable(&self, from: Point, to: Point, hours: f64, knots: f64) -> Vec<Reachable> {
        const SHOWN: usize = 8;
        let range = hours * 3600.0 * knots * KNOT;
        let middle = from.between(to, 0.5);
        let way = |point: Point| from.distance(point) + point.distance(to);
        let around = self.around(middle, range / 2.0).into_iter();
        let mut places: Vec<_> = around
            .filter(|(place, _)| place.kind != PlaceKind::Anchorage)
            .map(|(place, _)| (way(place.point) - 2.0 * place.radius, place))
            .filter(|(way, _)| *way <= range)
            .collect();
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        let reachable = |(way, place): (f64, &crate::geography::Place)| Reachable {
            name: place.name.to_string(),
            kind: place.kind.word(),
            hours: (range - way.max(0.0)) / (knots * KNOT * 3600.0),
        };
        places.into_iter().take(SHOWN).map(reachable).collect()
    }
}

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
