//! Inland waters that seagoing or inland ships use, as lines with a width: Natural Earth's land has neither rivers nor lakes.

use crate::sphere::Point;

/// A river, a canal or a lake.
pub(super) struct Water {
    line: Vec<Point>,
    /// How far from the line ships may be, metres.
    width: f64,
    /// Least and greatest latitude that it can reach.
    south: f64,
    north: f64,
}

/// Metres in a degree of latitude.
const DEGREE: f64 = 111_195.0;

/// Reads `name,half_width_km,line`; lines of positions, `latitude longitude`, parted by semicolons. A test holds that all rows are whole.
pub(super) fn read(text: &str) -> Vec<Water> {
    text.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(water).collect()
}

fn water(row: &str) -> Option<Water> {
    let mut fields = row.splitn(3, ',').skip(1);
    let width = fields.next()?.parse::<f64>().ok()? * 1000.0;
    let line: Vec<Point> = fields.next()?.split(';').map(point).collect::<Option<_>>()?;
    let lats = || line.iter().map(|point| point.lat);
    let (south, north) = (lats().fold(90.0, f64::min), lats().fold(-90.0, f64::max));
    Some(Water { width, south: south - width / DEGREE, north: north + width / DEGREE, line })
}

fn point(text: &str) -> Option<Point> {
    let (lat, lon) = text.trim().split_once(' ')?;
    Some(Point::new(lat.parse().ok()?, lon.trim().parse().ok()?))
}

impl Water {
    /// Whether a point is within its width. No water here crosses the antimeridian.
    pub(super) fn holds(&self, point: Point) -> bool {
        (self.south..=self.north).contains(&point.lat)
            && self.line.windows(2).any(|piece| distance(point, piece[0], piece[1]) <= self.width)
    }
}

/// Metres to a piece of a line, on the plane that touches the earth at the point: pieces are some hundred kilometres long.
fn distance(point: Point, from: Point, to: Point) -> f64 {
    let narrow = point.lat.to_radians().cos();
    let flat = |other: Point| ((other.lon - point.lon) * narrow * DEGREE, (other.lat - point.lat) * DEGREE);
    let ((ax, ay), (bx, by)) = (flat(from), flat(to));
    let (dx, dy) = (bx - ax, by - ay);
    let share = (-(ax * dx + ay * dy) / (dx * dx + dy * dy).max(1e-9)).clamp(0.0, 1.0);
    (ax + share * dx).hypot(ay + share * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_whole() {
        let rows = super::super::WATERS.lines().filter(|line| !line.starts_with('#')).count() - 1;
        assert_eq!(read(super::super::WATERS).len(), rows);
    }
}
