//! Berths learned from where ships stopped, and what their draughts said there.

use super::{CargoChange, PortCall};
use crate::geography::{Place, PlaceKind};
use crate::sphere::Point;
use crate::stop::Mooring;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Height of a cell, ten millionths of a degree: about 111 m, less than a berth and more than the error of a position.
const CELL: i64 = 10_000;
/// Once around, in the same unit.
const ROUND: i64 = 3_600_000_000;

/// Gathers stops at berths; the same whatever their order, and the parts of several gatherers can be merged.
///
/// ```
/// use thalweg_sea::Point;
/// use thalweg_sea::port_call::{BerthLearner, CargoChange};
/// let (mut one, mut other) = (BerthLearner::default(), BerthLearner::default());
/// let jetty = Point::new(42.73, 133.02);
/// for ship in 0..6 {
///     let learner = if ship % 2 == 0 { &mut one } else { &mut other };
///     learner.add(jetty.destination(60.0 * f64::from(ship), 20.0), ship, CargoChange::Loaded);
/// }
/// one.merge(other);
/// let berths = one.berths(3);
/// assert_eq!((berths.len(), berths[0].calls, berths[0].ships, berths[0].loads), (1, 6, 6, 6));
/// assert!(berths[0].point.distance(jetty) < 5.0 && berths[0].radius < 200.0);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BerthLearner {
    cells: BTreeMap<(i64, i64), Cell>,
}

/// What is known of a cell; sums of whole numbers, so that no order matters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Cell {
    calls: u64,
    loads: u64,
    discharges: u64,
    /// Sums of positions, ten millionths of a degree.
    lat: i64,
    lon: i64,
    ships: BTreeSet<u32>,
}

/// A place where ships stop at a berth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LearnedBerth {
    /// The mean of the stops.
    pub point: Point,
    /// How far its cells reach from there, metres.
    pub radius: f64,
    /// Stops.
    pub calls: u64,
    /// Different ships among them, by their numbers.
    pub ships: u64,
    /// Calls after which the ship lay deeper.
    pub loads: u64,
    /// Calls after which it lay less deep.
    pub discharges: u64,
}

impl BerthLearner {
    /// Takes a stop of a ship.
    pub fn add(&mut self, point: Point, mmsi: u32, cargo: CargoChange) {
        let (lat, lon) = ((point.lat * 1e7).round() as i64, (point.lon * 1e7).round() as i64);
        let cell = self.cells.entry(cell_of(lat, lon)).or_default();
        cell.calls += 1;
        cell.loads += u64::from(cargo == CargoChange::Loaded);
        cell.discharges += u64::from(cargo == CargoChange::Discharged);
        cell.lat += lat;
        cell.lon += lon;
        cell.ships.insert(mmsi);
    }

    /// Takes the stops of a call that were not at anchor; what its draughts say counts at the longest one.
    pub fn add_call(&mut self, call: &PortCall) {
        for stop in call.stops.iter().filter(|stop| stop.mooring() != Mooring::Anchor) {
            let cargo = if stop.point == call.point { call.cargo } else { CargoChange::Unknown };
            self.add(stop.point, call.ship.mmsi, cargo);
        }
    }

    /// Takes all that another one has gathered.
    pub fn merge(&mut self, other: Self) {
        for (key, cell) in other.cells {
            self.cells.entry(key).or_default().join(&cell);
        }
    }

    /// The berths at which so many calls or more were made: cells that touch one another are one. In order of latitude and longitude.
    pub fn berths(&self, fewest: u64) -> Vec<LearnedBerth> {
        let mut left: BTreeSet<(i64, i64)> = self.cells.keys().copied().collect();
        let mut berths = Vec::new();
        while let Some(first) = left.pop_first() {
            let (mut open, mut members) = (vec![first], Vec::new());
            while let Some(key) = open.pop() {
                let near = neighbours(key).into_iter().filter(|near| left.remove(near));
                open.extend(near.collect::<Vec<_>>());
                members.push(key);
            }
            berths.extend(self.berth(&members).filter(|berth| berth.calls >= fewest));
        }
        berths.sort_by(|a, b| a.point.lat.total_cmp(&b.point.lat).then(a.point.lon.total_cmp(&b.point.lon)));
        berths
    }

    fn berth(&self, members: &[(i64, i64)]) -> Option<LearnedBerth> {
        let mut whole = Cell::default();
        members.iter().filter_map(|key| self.cells.get(key)).for_each(|cell| whole.join(cell));
        // cells on both sides of the antimeridian: their mean longitude would be on the other side of the earth
        let widest = members.iter().map(|key| middle(*key).lon);
        let (west, east) = widest.fold((f64::MAX, f64::MIN), |(w, e), lon| (w.min(lon), e.max(lon)));
        let calls = whole.calls.max(1) as f64;
        let mean = Point::new(whole.lat as f64 / calls / 1e7, whole.lon as f64 / calls / 1e7);
        let point = if east - west > 180.0 { middle(*members.first()?) } else { mean };
        let reach = members.iter().map(|key| middle(*key).distance(point)).fold(0.0, f64::max);
        Some(LearnedBerth {
            point,
            radius: reach + 80.0,
            calls: whole.calls,
            ships: whole.ships.len() as u64,
            loads: whole.loads,
            discharges: whole.discharges,
        })
    }
}

impl Cell {
    fn join(&mut self, other: &Self) {
        self.calls += other.calls;
        self.loads += other.loads;
        self.discharges += other.discharges;
        self.lat += other.lat;
        self.lon += other.lon;
        self.ships.extend(&other.ships);
    }
}

impl LearnedBerth {
    /// The part of calls with a change of draught after which the ship lay deeper, 0 to 1, with one call of each kind added to those that
    /// were seen (Laplace's rule of succession): 0.5 where nothing was seen.
    pub fn export(&self) -> f64 {
        (self.loads + 1) as f64 / (self.loads + self.discharges + 2) as f64
    }

    /// As a place, for [`crate::Geography`]'s tables.
    pub fn place(&self, name: &str, country: &str) -> Place {
        Place {
            kind: PlaceKind::Terminal,
            name: name.to_owned(),
            country: country.to_owned(),
            locode: None,
            point: self.point,
            radius: self.radius,
            oil: false,
            size: None,
            source: format!("learned from {} calls of {} ships", self.calls, self.ships),
        }
    }
}

/// Width of the cells of a row, ten millionths of a degree: so many to go once around that they are about as wide as high.
fn width(row: i64) -> i64 {
    let lat = (row as f64 + 0.5) * CELL as f64 / 1e7;
    let across = (ROUND as f64 / CELL as f64 * lat.to_radians().cos()).round().max(4.0);
    (ROUND as f64 / across) as i64
}

fn cell_of(lat: i64, lon: i64) -> (i64, i64) {
    let row = lat.div_euclid(CELL);
    (row, (lon + ROUND / 2).rem_euclid(ROUND) / width(row))
}

fn middle((row, column): (i64, i64)) -> Point {
    let lat = (row as f64 + 0.5) * CELL as f64 / 1e7;
    Point::new(lat, (column as f64 + 0.5) * width(row) as f64 / 1e7 - 180.0)
}

/// The cells that touch one, itself included.
fn neighbours((row, column): (i64, i64)) -> BTreeSet<(i64, i64)> {
    let lon = (column * width(row) + width(row) / 2) - ROUND / 2;
    let rows = [row - 1, row, row + 1];
    let shifts = [-1, 0, 1];
    rows.into_iter()
        .flat_map(|row| shifts.map(|shift| cell_of(row * CELL + CELL / 2, lon + shift * width(row))))
        .collect()
}
