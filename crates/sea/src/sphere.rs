//! Distances, bearings and ways on the sphere of the earth's mean radius. The sphere is off the ellipsoid by 0.5 percent at most: less
//! than any threshold here means.

use serde::Serialize;

/// Mean radius of the earth, metres (IUGG 1980).
pub const RADIUS: f64 = 6_371_008.8;

/// Metres in a nautical mile.
pub const NAUTICAL_MILE: f64 = 1852.0;

/// Metres per second in a knot.
pub const KNOT: f64 = NAUTICAL_MILE / 3600.0;

/// A place on the earth, degrees.
///
/// ```
/// use thalweg_sea::Point;
/// let (west, east) = (Point::new(0.0, 179.9), Point::new(0.0, -179.9));
/// assert!((west.distance(east) - 22_239.0).abs() < 1.0);
/// assert!((west.between(east, 0.5).lon.abs() - 180.0).abs() < 1e-9); // through 180, not round the earth
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// Degrees north, -90 to 90.
    pub lat: f64,
    /// Degrees east, -180 to 180.
    pub lon: f64,
}

impl Point {
    /// A place; a longitude beyond 180 is taken round.
    pub fn new(lat: f64, lon: f64) -> Self {
        Self { lat, lon: wrapped(lon) }
    }

    /// Metres to another place along the great circle (haversine).
    #[inline]
    pub fn distance(self, other: Self) -> f64 {
        let (from, to) = (self.lat.to_radians(), other.lat.to_radians());
        let north = ((to - from) / 2.0).sin();
        let east = ((other.lon - self.lon).to_radians() / 2.0).sin();
        let half = north * north + from.cos() * to.cos() * east * east;
        2.0 * RADIUS * half.min(1.0).sqrt().asin()
    }

    /// Direction in which the great circle to another place begins, degrees from true north, 0 to 360; 0 where both are one.
    pub fn bearing(self, other: Self) -> f64 {
        let (from, to) = (self.lat.to_radians(), other.lat.to_radians());
        let east = (other.lon - self.lon).to_radians();
        let (y, x) = (east.sin() * to.cos(), from.cos() * to.sin() - from.sin() * to.cos() * east.cos());
        y.atan2(x).to_degrees().rem_euclid(360.0)
    }

    /// The place at a share of the great circle to another one: 0 here, 1 there. Between opposite ends of the earth, where every way is
    /// shortest, the way goes along the meridian that [`Point::bearing`] names.
    pub fn between(self, other: Self, share: f64) -> Self {
        let distance = self.distance(other);
        if distance < 1e-3 {
            return if share < 0.5 { self } else { other };
        }
        self.destination(self.bearing(other), distance * share)
    }

    /// The place so many metres away, if one sets out in a direction, degrees from true north, and goes straight on.
    pub fn destination(self, bearing: f64, metres: f64) -> Self {
        let (lat, angle, bearing) = (self.lat.to_radians(), metres / RADIUS, bearing.to_radians());
        let north = (lat.sin() * angle.cos() + lat.cos() * angle.sin() * bearing.cos()).clamp(-1.0, 1.0);
        let y = bearing.sin() * angle.sin() * lat.cos();
        let x = angle.cos() - lat.sin() * north;
        Self::new(north.asin().to_degrees(), self.lon + y.atan2(x).to_degrees())
    }

    /// Metres from here to the great circle through two places; right of the way from the first to the second is positive.
    pub fn off_course(self, from: Self, to: Self) -> f64 {
        let angle = from.distance(self) / RADIUS;
        let turn = (from.bearing(self) - from.bearing(to)).to_radians();
        (angle.sin() * turn.sin()).asin() * RADIUS
    }
}

/// The longitude between -180 and 180 that is the same meridian.
fn wrapped(lon: f64) -> f64 {
    if (-180.0..=180.0).contains(&lon) { lon } else { (lon + 180.0).rem_euclid(360.0) - 180.0 }
}

/// Degrees between two directions, 0 to 180.
pub fn turn(from: f64, to: f64) -> f64 {
    let turn = (to - from).rem_euclid(360.0);
    turn.min(360.0 - turn)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOVER: Point = Point { lat: 51.1, lon: 1.35 };
    const YORK: Point = Point { lat: 40.5, lon: -74.0 };

    #[test]
    fn known_distances() {
        let degree = RADIUS.to_radians();
        let at = |lat, lon| Point::new(lat, lon);
        assert!((at(0.0, 0.0).distance(at(1.0, 0.0)) - degree).abs() < 1e-3);
        assert!((at(89.0, 0.0).distance(at(89.0, 180.0)) - 2.0 * degree).abs() < 1e-3);
        assert!((at(0.0, -90.0).distance(at(0.0, 90.0)) - 180.0 * degree).abs() < 1e-3);
        // along the ellipsoid (Karney 2013) it is 5,711,812.679 m
        assert!((DOVER.distance(YORK) / 5_711_812.679 - 1.0).abs() < 0.005);
    }

    #[test]
    fn ways_go_where_they_say() {
        for share in [0.0, 0.1, 0.5, 0.9, 1.0] {
            let point = DOVER.between(YORK, share);
            let whole = DOVER.distance(YORK);
            assert!((DOVER.distance(point) - whole * share).abs() < 1e-3);
            assert!((point.distance(YORK) - whole * (1.0 - share)).abs() < 1e-3);
            assert!(point.off_course(DOVER, YORK).abs() < 1e-3);
        }
        let there = DOVER.destination(123.0, 50_000.0);
        assert!((DOVER.bearing(there) - 123.0).abs() < 1e-9);
        let aside =
            DOVER.between(YORK, 0.5).destination(DOVER.between(YORK, 0.5).bearing(YORK) + 90.0, 5000.0);
        assert!((aside.off_course(DOVER, YORK) - 5000.0).abs() < 1.0);
    }

    #[test]
    fn the_antimeridian_is_a_line_like_any() {
        let (a, b) = (Point::new(10.0, 179.9), Point::new(11.0, -179.9));
        let (c, d) = (Point::new(10.0, 0.0), Point::new(11.0, 0.2));
        assert!((a.distance(b) - c.distance(d)).abs() < 1e-6);
        let (here, there) = (a.between(b, 0.25), c.between(d, 0.25));
        assert!((here.lat - there.lat).abs() < 1e-9);
        assert!((wrapped(here.lon - 179.9) - there.lon).abs() < 1e-9);
        assert!(a.between(b, 0.9).lon < 0.0 && a.between(b, 0.1).lon > 0.0);
    }

    #[test]
    fn turns_are_the_short_way() {
        assert_eq!((turn(350.0, 10.0), turn(10.0, 350.0), turn(0.0, 180.0)), (20.0, 20.0, 180.0));
    }
}
