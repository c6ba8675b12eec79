//! The coast in a view: where the signed distance to it is zero.

use super::view::View;
use std::collections::BTreeMap;
use thalweg_sea::Geography;

/// Drawing units between the points at which the coast is looked up.
const GRID: f64 = 4.0;

/// The land in a view as one SVG path: every contour is closed, the frame cuts it off.
///
/// Marching squares (Lorensen and Cline 1987, in the plane) over a grid of the view, with sea all round it.
pub(super) fn land(view: &View) -> String {
    let (columns, rows) = ((view.width / GRID).ceil() as usize + 1, (view.height / GRID).ceil() as usize + 1);
    let geography = Geography::embedded();
    let mut heights = vec![1.0; (columns + 2) * (rows + 2)];
    for row in 0..rows {
        for column in 0..columns {
            let point =
                view.point((column as f64 * GRID).min(view.width), (row as f64 * GRID).min(view.height));
            // never exactly on the line, so that every crossing is between two points
            let metres = geography.coast(point);
            heights[(row + 1) * (columns + 2) + column + 1] = if metres == 0.0 { 1.0 } else { metres };
        }
    }
    Grid { heights, wide: columns + 2, high: rows + 2, view: *view }.path()
}

struct Grid {
    /// Metres to the coast, negative on land.
    heights: Vec<f64>,
    wide: usize,
    high: usize,
    view: View,
}

/// An edge between two neighbouring points: the first one, and whether the second is below it.
type Edge = (usize, bool);

impl Grid {
    fn path(&self) -> String {
        let mut next: BTreeMap<Edge, Edge> = BTreeMap::new();
        for row in 0..self.high - 1 {
            for column in 0..self.wide - 1 {
                next.extend(self.crossings(row * self.wide + column));
            }
        }
        let mut path = String::new();
        while let Some((&start, _)) = next.iter().next() {
            let mut points = Vec::new();
            let mut edge = start;
            while let Some(following) = next.remove(&edge) {
                points.push(self.point(edge));
                edge = following;
            }
            push_ring(&mut path, &points);
        }
        path
    }

    fn land(&self, at: usize) -> bool {
        self.heights[at] < 0.0
    }

    /// Lines through a cell, from edge to edge, land on their left. Of the two ways through a saddle the one that parts land is taken.
    fn crossings(&self, at: usize) -> Vec<(Edge, Edge)> {
        let corners = [at, at + 1, at + self.wide + 1, at + self.wide];
        let edges: [Edge; 4] = [(at, false), (at + 1, true), (at + self.wide, false), (at, true)];
        let mut lines = Vec::new();
        // round the cell: the way enters land at one edge and leaves it at the next
        for side in 0..4 {
            let (here, there) = (self.land(corners[side]), self.land(corners[(side + 1) % 4]));
            if !here && there {
                let leaves = (1..4)
                    .map(|ahead| (side + ahead) % 4)
                    .find(|side| self.land(corners[*side]) && !self.land(corners[(side + 1) % 4]));
                lines.extend(leaves.map(|leaves| (edges[leaves], edges[side])));
            }
        }
        lines
    }

    /// Where the coast crosses an edge, in drawing units.
    fn point(&self, (first, below): Edge) -> (f64, f64) {
        let second = if below { first + self.wide } else { first + 1 };
        let (a, b) = (self.heights[first], self.heights[second]);
        let share = (a / (a - b)).clamp(0.0, 1.0);
        let at = |number: usize| {
            let (x, y) = ((number % self.wide) as f64 - 1.0, (number / self.wide) as f64 - 1.0);
            ((x * GRID).clamp(0.0, self.view.width), (y * GRID).clamp(0.0, self.view.height))
        };
        let (from, to) = (at(first), at(second));
        (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1))
    }
}

/// A closed ring in steps of a tenth of a unit, without points that lie on a line with their neighbours.
fn push_ring(path: &mut String, points: &[(f64, f64)]) {
    use std::fmt::Write as _;
    let tenths = |value: f64| (value * 10.0).round() as i64;
    let mut kept: Vec<(i64, i64)> = Vec::new();
    for point in points.iter().map(|(x, y)| (tenths(*x), tenths(*y))) {
        if let [.., a, b] = kept[..]
            && (b.0 - a.0) * (point.1 - b.1) == (b.1 - a.1) * (point.0 - b.0)
        {
            kept.pop();
        }
        if kept.last() != Some(&point) {
            kept.push(point);
        }
    }
    if kept.len() < 3 {
        return;
    }
    for (place, (x, y)) in kept.iter().enumerate() {
        let letter = if place == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{letter}{} {}", *x as f64 / 10.0, *y as f64 / 10.0);
    }
    path.push('Z');
}

#[cfg(test)]
mod tests {
    use super::*;
    use thalweg_sea::Point;

    #[test]
    fn an_island_is_a_ring_and_the_open_sea_is_nothing() {
        let island = View::of(&[Point::new(54.9, 14.6), Point::new(55.4, 15.3)], 320.0, 300.0);
        assert!(land(&island).matches('Z').count() >= 1); // Bornholm
        let sea = View::of(&[Point::new(45.0, -40.0), Point::new(46.0, -38.0)], 320.0, 300.0);
        assert_eq!(land(&sea), "");
    }

    #[test]
    fn all_land_fills_the_view() {
        let inland = View::of(&[Point::new(47.0, 60.0), Point::new(47.5, 61.0)], 320.0, 300.0);
        let path = land(&inland);
        assert!(path.matches('Z').count() == 1 && path.matches('L').count() < 12, "{path}");
    }
}
