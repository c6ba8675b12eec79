//! The part of the world that a map of a ship shows: Mercator, about the ship's own way.

use thalweg_sea::Point;

/// A window on a Mercator map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct View {
    /// Degrees east of its western edge; may be beyond -180 or 180.
    west: f64,
    /// Mercator ordinate of its northern edge, in degrees.
    north: f64,
    /// Drawing units per degree.
    scale: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Degrees that a map shows at least: about 20 km.
const LEAST: f64 = 0.2;

impl View {
    /// A view of a given width that shows all points with some room about them.
    pub(super) fn of(points: &[Point], width: f64, highest: f64) -> Self {
        let longitudes = unbroken(points);
        let range = |values: &mut dyn Iterator<Item = f64>| {
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            })
        };
        let (west, east) = range(&mut longitudes.iter().copied());
        let (south, north) = range(&mut points.iter().map(|point| ordinate(point.lat)));
        let (wide, high) = ((east - west).max(LEAST) * 1.2, (north - south).max(LEAST) * 1.2);
        // as high as the way asks, but neither a ribbon nor a tower
        let height = (width * high / wide).clamp(width * 0.45, highest);
        let scale = (width / wide).min(height / high);
        Self {
            west: f64::midpoint(west, east) - width / scale / 2.0,
            north: f64::midpoint(south, north) + height / scale / 2.0,
            scale,
            width,
            height,
        }
    }

    /// Where a point is: x grows to the east, y to the south. A longitude is taken round so that it is nearest to the middle.
    pub(super) fn place(&self, point: Point) -> (f64, f64) {
        let middle = self.west + self.width / self.scale / 2.0;
        let turns = ((middle - point.lon) / 360.0).round();
        (
            (point.lon + 360.0 * turns - self.west) * self.scale,
            (self.north - ordinate(point.lat)) * self.scale,
        )
    }

    /// Which point of the world is at a place of the map.
    pub(super) fn point(&self, x: f64, y: f64) -> Point {
        Point::new(latitude(self.north - y / self.scale), self.west + x / self.scale)
    }

    #[cfg(test)]
    fn holds(&self, (x, y): (f64, f64)) -> bool {
        (0.0..=self.width).contains(&x) && (0.0..=self.height).contains(&y)
    }

    /// Drawing units of a kilometre in the middle of the map.
    pub(super) fn kilometre(&self) -> f64 {
        let middle = self.point(self.width / 2.0, self.height / 2.0);
        let there = self.point(self.width / 2.0 + 10.0, self.height / 2.0);
        10.0 / (middle.distance(there) / 1000.0)
    }

    /// Meridians and parallels at round degrees: whether it is a meridian, where it is, and its name.
    pub(super) fn graticule(&self, wanted: f64) -> Vec<(bool, f64, String)> {
        let step = round_degrees(self.width / self.scale / wanted);
        let mut lines = Vec::new();
        let first = (self.west / step).ceil() as i64;
        for number in first..first + 40 {
            let x = (number as f64 * step - self.west) * self.scale;
            if x > self.width {
                break;
            }
            let degrees = Point::new(0.0, number as f64 * step).lon;
            lines.push((true, x, degree_words(degrees, step, ["E", "W"])));
        }
        let bottom = latitude(self.north - self.height / self.scale);
        let first = (bottom / step).ceil() as i64;
        for number in first..first + 40 {
            let lat = number as f64 * step;
            let y = (self.north - ordinate(lat)) * self.scale;
            if y < 0.0 || lat > 85.0 {
                break;
            }
            lines.push((false, y, degree_words(lat, step, ["N", "S"])));
        }
        lines
    }
}

fn degree_words(degrees: f64, step: f64, sides: [&str; 2]) -> String {
    let digits = if step >= 1.0 {
        0
    } else if step >= 0.1 {
        1
    } else {
        2
    };
    let side = if degrees.abs() < 1e-9 {
        ""
    } else if degrees > 0.0 {
        sides[0]
    } else {
        sides[1]
    };
    format!("{:.digits$}°{side}", degrees.abs())
}

fn round_degrees(rough: f64) -> f64 {
    let steps = [0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0];
    steps.into_iter().find(|step| *step >= rough).unwrap_or(60.0)
}

/// Longitudes without the jump at the antimeridian.
fn unbroken(points: &[Point]) -> Vec<f64> {
    let mut last: Option<f64> = None;
    let follow = |point: &Point| {
        let turns = last.map_or(0.0, |last: f64| ((last - point.lon) / 360.0).round());
        last = Some(point.lon + 360.0 * turns);
        point.lon + 360.0 * turns
    };
    points.iter().map(follow).collect()
}

/// Mercator ordinate of a latitude, in degrees of longitude; latitudes beyond 85 are taken for 85.
fn ordinate(latitude: f64) -> f64 {
    latitude.clamp(-85.0, 85.0).to_radians().tan().asinh().to_degrees()
}

fn latitude(ordinate: f64) -> f64 {
    ordinate.to_radians().sinh().atan().to_degrees()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_over_the_antimeridian_is_shown_whole() {
        let points = [Point::new(10.0, 179.0), Point::new(11.0, -179.0)];
        let view = View::of(&points, 700.0, 500.0);
        for point in points {
            let (x, y) = view.place(point);
            assert!(view.holds((x, y)));
            let back = view.point(x, y);
            assert!((back.lat - point.lat).abs() < 1e-9 && (back.lon - point.lon).abs() < 1e-9);
        }
        assert!(view.place(points[1]).0 > view.place(points[0]).0);
        assert!(view.graticule(5.0).iter().any(|(_, _, words)| words.starts_with("180")));
    }

    #[test]
    fn a_ship_that_lay_still_has_a_map_too() {
        let view = View::of(&[Point::new(57.0, 10.0)], 320.0, 380.0);
        assert!(view.height >= 0.45 * 320.0 && view.holds(view.place(Point::new(57.0, 10.0))));
        assert!(view.kilometre() > 5.0);
    }
}
