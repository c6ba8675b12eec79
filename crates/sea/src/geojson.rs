//! Tracks and events as GeoJSON (RFC 7946).

use crate::civil::timestamp;
use crate::event::{Event, TrackId};
use crate::sphere::Point;
use crate::track::Track;
use serde::Serialize;

/// A feature collection: give it to a JSON writer.
///
/// A track is one feature: a `LineString`, or a `MultiLineString` where it crosses the antimeridian, because no line may (RFC 7946, section 3.1.9). An
/// event is a `Point` where it began.
///
/// ```
/// use thalweg_sea::{Fix, Point, Track, TrackId, geojson};
/// let fixes = vec![Fix::new(0, Point::new(10.0, 179.0)), Fix::new(3_600_000, Point::new(10.0, -179.0))];
/// let track = Track { id: TrackId { mmsi: 538_000_001, segment: 0 }, fixes, sayings: Vec::new() };
/// let written = serde_json::to_value(geojson::collection(&[track], &[])).unwrap();
/// assert_eq!(written["features"][0]["geometry"]["type"], "MultiLineString");
/// assert_eq!(written["features"][0]["geometry"]["coordinates"][1][1], serde_json::json!([-179.0, 10.0]));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Collection<'a> {
    r#type: &'static str,
    features: Vec<Feature<'a>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    geometry: Geometry,
    properties: Properties<'a>,
}

/// Degrees east, then north.
type Position = [f64; 2];

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Point(Position),
    LineString(Vec<Position>),
    MultiLineString(Vec<Vec<Position>>),
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
enum Properties<'a> {
    Track(About),
    Event {
        what: &'static str,
        hours: f64,
        #[serde(flatten)]
        event: &'a Event,
    },
}

/// What is known of a track.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct About {
    what: &'static str,
    ship: TrackId,
    imo: Option<String>,
    name: Option<String>,
    start: String,
    end: String,
    positions: usize,
}

/// Tracks, then events, in the order in which they are given.
pub fn collection<'a>(tracks: &[Track], events: &'a [Event]) -> Collection<'a> {
    let tracks = tracks.iter().filter(|track| !track.fixes.is_empty()).map(of_track);
    Collection { r#type: "FeatureCollection", features: tracks.chain(events.iter().map(of_event)).collect() }
}

fn of_track<'a>(track: &Track) -> Feature<'a> {
    let points: Vec<Point> = track.fixes.iter().map(crate::fix::Fix::point).collect();
    let about = About {
        what: "track",
        ship: track.id,
        imo: track.hull().map(|hull| hull.to_string()),
        name: track.name(),
        start: timestamp(track.start()),
        end: timestamp(track.end()),
        positions: points.len(),
    };
    Feature { r#type: "Feature", geometry: line(&points), properties: Properties::Track(about) }
}

fn of_event(event: &Event) -> Feature<'_> {
    let properties = Properties::Event { what: event.kind.word(), hours: event.hours(), event };
    Feature { r#type: "Feature", geometry: Geometry::Point(position(event.from)), properties }
}

fn position(point: Point) -> Position {
    [point.lon, point.lat]
}

fn line(points: &[Point]) -> Geometry {
    if let [only] = points {
        return Geometry::Point(position(*only));
    }
    let mut parts = split(points);
    if parts.len() == 1 { Geometry::LineString(parts.remove(0)) } else { Geometry::MultiLineString(parts) }
}

/// A way as lines that do not cross the antimeridian: cut where it does, with a point on either side.
fn split(points: &[Point]) -> Vec<Vec<Position>> {
    let mut parts: Vec<Vec<Position>> = vec![Vec::new()];
    for (place, point) in points.iter().enumerate() {
        let before = place.checked_sub(1).map(|place| points[place]);
        if let Some(before) = before.filter(|before| (before.lon - point.lon).abs() > 180.0) {
            let (side, lat) = (180f64.copysign(before.lon), crossing(before, *point));
            push(&mut parts, [side, lat]);
            parts.push(vec![[-side, lat]]);
        }
        push(&mut parts, position(*point));
    }
    parts.retain(|part| part.len() > 1);
    parts
}

/// A point that repeats the last one adds nothing.
fn push(parts: &mut [Vec<Position>], at: Position) {
    if let Some(part) = parts.last_mut()
        && part.last() != Some(&at)
    {
        part.push(at);
    } else if let Some(part) = parts.last_mut()
        && part.len() == 1
    {
        // a line has two positions at least, even if the ship lay still
        part.push(at);
    }
}

/// Latitude at which the great circle between two places crosses the antimeridian.
fn crossing(from: Point, to: Point) -> f64 {
    let radians = |degrees: f64| degrees.to_radians();
    let (a, b) = (radians(from.lon), radians(to.lon));
    let (west, east, whole) =
        ((b - std::f64::consts::PI).sin(), (std::f64::consts::PI - a).sin(), (b - a).sin());
    // both on one meridian pair: the way goes over a pole
    if whole.abs() < 1e-12 {
        return f64::midpoint(from.lat, to.lat);
    }
    ((radians(from.lat).tan() * west + radians(to.lat).tan() * east) / whole).atan().to_degrees()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_through_the_antimeridian_is_cut_on_it() {
        let (from, to) = (Point::new(50.0, 178.0), Point::new(52.0, -177.0));
        let parts = split(&[from, to]);
        assert_eq!(parts.len(), 2);
        assert_eq!((parts[0][1][0], parts[1][0][0]), (180.0, -180.0));
        assert_eq!(parts[0][1][1], parts[1][0][1]);
        // that point is on the great circle
        let at = Point { lat: parts[0][1][1], lon: 180.0 };
        assert!((from.distance(at) + at.distance(to) - from.distance(to)).abs() < 0.01);
        assert_eq!(split(&[to, from])[0][1][0], -180.0);
    }

    #[test]
    fn a_ship_that_lies_still_has_a_line_all_the_same() {
        let here = Point::new(1.0, 2.0);
        assert_eq!(line(&[here, here, here]), Geometry::LineString(vec![[2.0, 1.0]; 2]));
        assert_eq!(line(&[here]), Geometry::Point([2.0, 1.0]));
    }
}
