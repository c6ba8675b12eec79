//! What detectors ask of the geography, each in its own words.

use crate::chart::{Chart, Reachable};
use crate::encounter::Surroundings;
use crate::geography::{Geography, LandBuffer, Place, PlaceKind};
use crate::sphere::{KNOT, Point};

/// Whether a ship that lies still at a place is at a berth: near the coast at a port or terminal, or right at the coast.
pub(super) fn berthed(geography: &Geography, point: Point) -> bool {
    /// Metres to the coast within which ships lie at quays: the error of the coast, see [`Geography::coast`].
    const QUAY: f64 = 1500.0;
    let coast = geography.coast(point);
    coast < 1000.0 || coast < QUAY && geography.within(point).iter().any(|place| is_berth(place))
}

fn is_berth(place: &Place) -> bool {
    matches!(place.kind, PlaceKind::Port | PlaceKind::Terminal)
}

/// What is near a place.
pub(super) fn surroundings(geography: &Geography, point: Point) -> Surroundings {
    let nearest = |kinds: &[PlaceKind]| {
        let (place, metres) = geography.nearest(point, |place| kinds.contains(&place.kind))?;
        Some((place.name.clone(), (metres - place.radius).max(0.0)))
    };
    let areas = geography.within(point);
    let area = areas.into_iter().find(|place| place.kind == PlaceKind::TransferArea);
    Surroundings {
        coast: Some(geography.coast(point)),
        port: nearest(&[PlaceKind::Port, PlaceKind::Terminal]),
        anchorage: nearest(&[PlaceKind::Anchorage]),
        transfer_area: area.map(|place| place.name.clone()),
    }
}

impl Chart for Geography {
    fn coast(&self, point: Point) -> Option<f64> {
        Some(Self::coast(self, point))
    }

    fn berth(&self, point: Point) -> bool {
        self.within(point).iter().any(|place| is_berth(place))
    }

    fn on_land(&self, point: Point) -> Option<f64> {
        Self::on_land(self, point, &LandBuffer::default())
    }

    fn too_deep_to_anchor(&self, point: Point) -> Option<bool> {
        Some(!self.depth(point).can_anchor())
    }

    fn reachable(&self, from: Point, to: Point, hours: f64, knots: f64) -> Vec<Reachable> {
        /// Places that are told at most: those where the ship can have stayed longest.
        const MOST: usize = 12;
        let reach = hours * 3600.0 * knots * KNOT;
        let middle = from.between(to, 0.5);
        let within = |place: &Place| {
            let way = (from.distance(place.point) - place.radius).max(0.0)
                + (to.distance(place.point) - place.radius).max(0.0);
            let left = (reach - way) / (knots * KNOT) / 3600.0;
            let oil = place.oil || place.kind != PlaceKind::Port;
            (left > 0.0 && oil).then(|| Reachable {
                name: place.name.clone(),
                kind: place.kind.word(),
                hours: left,
            })
        };
        let around = self.around(middle, reach / 2.0 + 1.0);
        let mut found: Vec<Reachable> = around.into_iter().filter_map(|(place, _)| within(place)).collect();
        found.sort_by(|a, b| b.hours.total_cmp(&a.hours).then_with(|| a.name.cmp(&b.name)));
        found.truncate(MOST);
        found
    }
}
