//! Finds places by where they are: points in space, so that neither poles nor the antimeridian are a border.

use super::place::Place;
use crate::sphere::{Point, RADIUS};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

type Space = [f64; 3];

/// Places by position, and by what their radius covers.
#[derive(Default)]
pub(super) struct Index {
    points: RTree<GeomWithData<Space, u32>>,
    boxes: RTree<GeomWithData<Rectangle<Space>, u32>>,
}

impl Index {
    pub(super) fn of(places: &[Place]) -> Self {
        let numbered = || places.iter().zip(0u32..);
        let point = |(place, i): (&Place, u32)| GeomWithData::new(vector(place.point), i);
        let cover = |(place, i): (&Place, u32)| GeomWithData::new(cube(place.point, place.radius), i);
        Self {
            points: RTree::bulk_load(numbered().map(point).collect()),
            boxes: RTree::bulk_load(numbered().map(cover).collect()),
        }
    }

    /// The places from the nearest on.
    pub(super) fn nearest(&self, point: Point) -> impl Iterator<Item = usize> + '_ {
        self.points.nearest_neighbor_iter(&vector(point)).map(|found| found.data as usize)
    }

    /// Those whose surroundings may hold the point.
    pub(super) fn may_hold(&self, point: Point) -> impl Iterator<Item = usize> + '_ {
        self.boxes.locate_all_at_point(&vector(point)).map(|found| found.data as usize)
    }

    /// Those of which some part may be within so many metres.
    pub(super) fn may_reach(&self, point: Point, metres: f64) -> impl Iterator<Item = usize> + '_ {
        let around = cube(point, metres);
        let around = AABB::from_corners(around.lower(), around.upper());
        self.boxes.locate_in_envelope_intersecting(&around).map(|found| found.data as usize)
    }
}

fn vector(point: Point) -> Space {
    let (lat, lon) = (point.lat.to_radians(), point.lon.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// The cube around all points within some metres of one; a chord is shorter than its arc.
fn cube(point: Point, metres: f64) -> Rectangle<Space> {
    let (middle, half) = (vector(point), metres / RADIUS + 1e-9);
    Rectangle::from_corners(middle.map(|part| part - half), middle.map(|part| part + half))
}
