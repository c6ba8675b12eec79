//! The land of Natural Earth: is a point on it, and how far is its edge.

use crate::Outcome;
use rstar::RTree;
use serde_json::Value;

/// Mean radius of the earth, metres (IUGG).
const RADIUS: f64 = 6_371_008.8;
/// Coasts are cut into pieces of at most this length, metres.
const PIECE: f64 = 500.0;

/// An edge of the coast: longitude and latitude of its ends, degrees.
type Edge = [(f64, f64); 2];

pub(crate) struct Land {
    edges: Vec<Edge>,
    tree: RTree<[f64; 3]>,
}

impl Land {
    pub(crate) fn read(text: &str) -> Outcome<Self> {
        let topology: Value = serde_json::from_str(text)?;
        let edges = edges(&topology)?;
        let tree = RTree::bulk_load(edges.iter().flat_map(pieces).collect());
        Ok(Self { edges, tree })
    }

    /// Latitudes at which edges cross each of so many meridians, the first at -180, from north to south.
    pub(crate) fn crossings(&self, count: i64) -> Vec<Vec<f64>> {
        let step = 360.0 / count as f64;
        let mut crossings = vec![Vec::new(); count as usize];
        for &[(lon, lat), (to, other)] in &self.edges {
            let (from, span) = ((lon + 180.0) / step, east(lon, to) / step);
            let (first, last) = (from.min(from + span).floor(), from.max(from + span).ceil());
            for column in first as i64..=last as i64 {
                let meridian = column.rem_euclid(count) as f64 * step - 180.0;
                if let Some(share) = crossing(meridian, lon, to) {
                    crossings[column.rem_euclid(count) as usize].push(lat + share * (other - lat));
                }
            }
        }
        crossings.iter_mut().for_each(|lats| lats.sort_by(|a, b| b.total_cmp(a)));
        crossings
    }

    /// Distance to the nearest piece of the coast, metres; exact to half a piece's length.
    pub(crate) fn near(&self, lat: f64, lon: f64) -> f64 {
        let at = vector(lon, lat);
        self.tree.nearest_neighbor(&at).map_or(f64::MAX, |piece| arc(&at, piece))
    }

    /// Signed distance to the polygons, metres, looking at every edge that could be the nearest.
    pub(crate) fn exact(&self, lat: f64, lon: f64) -> f64 {
        let near = self.near(lat, lon);
        let at = vector(lon, lat);
        let distance = self
            .edges
            .iter()
            .filter(|edge| could_be_within(edge, lat, near))
            .map(|edge| to_edge(&at, edge))
            .fold(near, f64::min);
        if self.holds(lat, lon) { -distance } else { distance }
    }

    /// Counts the edges north of a point on its meridian: the north pole is at sea.
    fn holds(&self, lat: f64, lon: f64) -> bool {
        let crosses = |&[(from, a), (to, b)]: &Edge| {
            crossing(lon, from, to).is_some_and(|share| a + share * (b - a) > lat)
        };
        self.edges.iter().filter(|edge| crosses(edge)).count() % 2 == 1
    }
}

/// Degrees eastwards from one longitude to another, at most half around.
fn east(from: f64, to: f64) -> f64 {
    (to - from + 540.0).rem_euclid(360.0) - 180.0
}

/// At which share of an edge it crosses a meridian. Which side an end is on depends on that end alone, so that two edges that meet on the
/// meridian cross it once or not at all.
fn crossing(meridian: f64, from: f64, to: f64) -> Option<f64> {
    let (start, end) = (east(meridian, from), east(meridian, to));
    let crosses = (start < 0.0) != (end < 0.0) && (start - end).abs() < 180.0;
    crosses.then(|| start / (start - end))
}

/// No edge of the coast is longer than a degree of latitude (checked where they are read).
fn could_be_within(edge: &Edge, lat: f64, distance: f64) -> bool {
    (edge[0].1 - lat).abs() < distance / 111_000.0 + 2.0
}

fn vector(lon: f64, lat: f64) -> [f64; 3] {
    let (lon, lat) = (lon.to_radians(), lat.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// Distance on the sphere between two unit vectors, metres.
fn arc(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    let chord: f64 = a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum::<f64>().sqrt();
    2.0 * RADIUS * (chord / 2.0).min(1.0).asin()
}

/// Distance to the nearest point of an edge, metres: edges are short, so their chord serves.
fn to_edge(at: &[f64; 3], edge: &Edge) -> f64 {
    let (a, b) = (vector(edge[0].0, edge[0].1), vector(edge[1].0, edge[1].1));
    let along: [f64; 3] = std::array::from_fn(|i| b[i] - a[i]);
    let from: [f64; 3] = std::array::from_fn(|i| at[i] - a[i]);
    let share = (dot(&from, &along) / dot(&along, &along).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
    let foot: [f64; 3] = std::array::from_fn(|i| a[i] + share * along[i]);
    let length = dot(&foot, &foot).sqrt();
    arc(at, &foot.map(|part| part / length))
}

/// The points of an edge, its first end included.
fn pieces(edge: &Edge) -> Vec<[f64; 3]> {
    let [(lon, lat), (to, other)] = *edge;
    let count = (arc(&vector(lon, lat), &vector(to, other)) / PIECE).ceil().max(1.0);
    let at = |i: f64| vector(lon + east(lon, to) * i / count, lat + (other - lat) * i / count);
    (0..count as usize).map(|i| at(i as f64)).collect()
}

/// The edges of all rings; those along the antimeridian or at the pole, which only close a map, are left out.
fn edges(topology: &Value) -> Outcome<Vec<Edge>> {
    let arcs = arcs(topology)?;
    let mut edges = Vec::new();
    for shape in topology["objects"]["land"]["geometries"].as_array().ok_or("no geometries")? {
        for polygon in shape["arcs"].as_array().ok_or("a shape without arcs")? {
            for ring in polygon.as_array().ok_or("a polygon is no list")? {
                for arc in ring.as_array().ok_or("a ring is no list")?.iter().filter_map(Value::as_i64) {
                    let index = if arc < 0 { !arc } else { arc };
                    let points = arcs.get(index as usize).ok_or("a ring of unknown arcs")?;
                    edges.extend(points.windows(2).map(|pair| [pair[0], pair[1]]));
                }
            }
        }
    }
    let closes = |edge: &Edge| edge.iter().all(|end| end.0.abs() > 179.999 || end.1 < -89.9);
    edges.retain(|edge| !closes(edge));
    let long = edges.iter().filter(|edge| (edge[0].1 - edge[1].1).abs() > 1.0).count();
    if long > 0 { Err(format!("{long} edges are longer than a degree").into()) } else { Ok(edges) }
}

fn arcs(topology: &Value) -> Outcome<Vec<Vec<(f64, f64)>>> {
    let pair = |key: &str| -> Outcome<(f64, f64)> {
        let value = &topology["transform"][key];
        Ok((value[0].as_f64().ok_or("no transform")?, value[1].as_f64().ok_or("no transform")?))
    };
    let (scale, shift) = (pair("scale")?, pair("translate")?);
    let mut arcs = Vec::new();
    for arc in topology["arcs"].as_array().ok_or("no arcs")? {
        let (mut x, mut y, mut points) = (0, 0, Vec::new());
        for delta in arc.as_array().ok_or("an arc is no list")? {
            x += delta[0].as_i64().ok_or("a coordinate is no integer")?;
            y += delta[1].as_i64().ok_or("a coordinate is no integer")?;
            points.push((x as f64 * scale.0 + shift.0, y as f64 * scale.1 + shift.1));
        }
        arcs.push(points);
    }
    Ok(arcs)
}
