//! What detectors ask of the geography, each in its own words.

use crate::encounter::Surroundings;
use crate::geography::{Geography, Place, PlaceKind};
use crate::sphere::Point;

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
