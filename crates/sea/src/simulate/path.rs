//! The line that a ship follows: legs of great circles, with the corners as wide as a ship can turn.

use crate::sphere::{Point, RADIUS};

/// A line over the sea.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Path {
    points: Vec<Point>,
    /// Metres from the beginning to each point.
    reach: Vec<f64>,
    /// Direction of the leg that begins at each point, degrees.
    bearings: Vec<f64>,
}

/// Degrees that the line may bend at a point.
const BEND: f64 = 4.0;

impl Path {
    /// The line through some points, its corners cut by curves that begin `radius` metres times the tangent of half the turn before them.
    pub(super) fn new(way: &[Point], radius: f64) -> Self {
        let points = rounded(&without_repeats(way), radius);
        let mut reach = Vec::with_capacity(points.len());
        let mut sum = 0.0;
        for (index, point) in points.iter().enumerate() {
            if let Some(before) = index.checked_sub(1).and_then(|before| points.get(before)) {
                sum += before.distance(*point);
            }
            reach.push(sum);
        }
        let bearings = points.windows(2).map(|leg| leg[0].bearing(leg[1])).collect();
        Self { points, reach, bearings }
    }

    /// Metres from end to end.
    pub(super) fn length(&self) -> f64 {
        self.reach.last().copied().unwrap_or(0.0)
    }

    /// The part of it from so many metres to so many.
    pub(super) fn part(&self, from: f64, to: f64) -> Self {
        let between = self.reach.iter().zip(&self.points).filter(|(reach, _)| from < **reach && **reach < to);
        let mut way = vec![self.at(from)];
        way.extend(between.map(|(_, point)| *point));
        way.push(self.at(to));
        // its corners are round already
        Self::new(&way, 0.0)
    }

    /// The place so many metres from the beginning, or the nearer end.
    #[inline]
    pub(super) fn at(&self, metres: f64) -> Point {
        let leg = self.reach.partition_point(|reach| *reach <= metres).max(1) - 1;
        match (self.points.get(leg), self.bearings.get(leg), self.reach.get(leg)) {
            (Some(from), Some(bearing), Some(reach)) => from.destination(*bearing, (metres - reach).max(0.0)),
            _ => self.points.last().copied().unwrap_or(Point { lat: 0.0, lon: 0.0 }),
        }
    }

    /// Direction of the line there, degrees.
    pub(super) fn bearing(&self, metres: f64) -> f64 {
        let half = 25.0;
        self.at(metres - half).bearing(self.at(metres + half))
    }
}

fn without_repeats(way: &[Point]) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::with_capacity(way.len());
    for point in way {
        if points.last().is_none_or(|last| last.distance(*point) > 1.0) {
            points.push(*point);
        }
    }
    points
}

fn rounded(way: &[Point], radius: f64) -> Vec<Point> {
    let mut points = way.first().map_or_else(Vec::new, |first| vec![*first]);
    for corner in way.windows(3) {
        round(corner[0], corner[1], corner[2], radius, &mut points);
    }
    if way.len() > 1 {
        points.extend(way.last());
    }
    points
}

/// Puts a curve in the place of a corner.
fn round(before: Point, corner: Point, after: Point, radius: f64, points: &mut Vec<Point>) {
    let (back, on) = (corner.bearing(before), corner.bearing(after));
    let turn = crate::sphere::turn(back + 180.0, on);
    let steps = (turn / BEND).ceil();
    let room = 0.4 * corner.distance(before).min(corner.distance(after));
    let cut = (radius * (turn.to_radians() / 2.0).tan()).min(room);
    if steps < 2.0 || cut < 1.0 {
        return points.push(corner);
    }
    let (from, to) = (corner.destination(back, cut), corner.destination(on, cut));
    for step in 0..=steps as usize {
        let share = step as f64 / steps;
        points.push(from.between(corner, share).between(corner.between(to, share), share));
    }
}

/// A place some metres north and east of another one, near by.
#[inline]
pub(super) fn shifted(point: Point, (north, east): (f64, f64)) -> Point {
    let degree = RADIUS.to_radians();
    let across = degree * point.lat.to_radians().cos().max(1e-6);
    Point::new((point.lat + north / degree).clamp(-90.0, 90.0), point.lon + east / across)
}

/// Metres north and east from one place to another one near by.
#[inline]
pub(super) fn shift(from: Point, to: Point) -> (f64, f64) {
    let degree = RADIUS.to_radians();
    let across = degree * ((from.lat + to.lat) / 2.0).to_radians().cos();
    let east = (to.lon - from.lon + 180.0).rem_euclid(360.0) - 180.0;
    ((to.lat - from.lat) * degree, east * across)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_its_ends_and_no_sharp_corner() {
        let way =
            [Point::new(40.0, 5.0), Point::new(41.0, 5.0), Point::new(41.0, 7.0), Point::new(40.0, 7.5)];
        let path = Path::new(&way, 1500.0);
        assert!(path.at(0.0).distance(way[0]) < 0.1 && path.at(path.length()).distance(way[3]) < 0.1);
        let straight: f64 = way.windows(2).map(|leg| leg[0].distance(leg[1])).sum();
        assert!(path.length() < straight && path.length() > 0.99 * straight);
        let mut at = 0.0;
        while at + 200.0 < path.length() {
            let step = path.at(at).distance(path.at(at + 100.0));
            assert!(step > 95.0 && step < 100.01, "{step}");
            assert!(crate::sphere::turn(path.bearing(at + 50.0), path.bearing(at + 150.0)) < 12.0);
            at += 100.0;
        }
    }

    #[test]
    fn shifts_are_undone() {
        let from = Point::new(60.0, 179.999);
        let to = shifted(from, (300.0, 400.0));
        assert!((from.distance(to) - 500.0).abs() < 0.5 && to.lon < 0.0);
        let (north, east) = shift(from, to);
        assert!((north - 300.0).abs() < 0.1 && (east - 400.0).abs() < 0.1);
    }
}
