//! Where ships can go, and the ways between.

use super::harbour::Harbour;
use crate::sphere::Point;

/// The sea of a world.
#[derive(Debug, Clone)]
pub(super) struct Waters {
    roads: Vec<Point>,
}

impl Waters {
    pub(super) fn new(harbours: &[Harbour]) -> Self {
        Self { roads: harbours.iter().map(|harbour| harbour.roads).collect() }
    }

    /// Whether there is sea at a place, and some way around it.
    pub(super) fn is_open(&self, _at: Point) -> bool {
        true
    }

    /// The way from the roads of a harbour to a place; none where no water leads there.
    pub(super) fn way(&self, harbour: usize, to: Point) -> Option<Vec<Point>> {
        Some(vec![*self.roads.get(harbour)?, to])
    }

    /// The way between two places near each other; none where land is between them.
    pub(super) fn between(&self, from: Point, to: Point) -> Option<Vec<Point>> {
        Some(vec![from, to])
    }
}
