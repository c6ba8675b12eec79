//! Who hears a ship: stations on shore, with fades and failures, and satellites that pass.

use super::harbour::Harbour;
use super::random::Key;
use super::scenario::{Coverage, Scenario};
use crate::sphere::{NAUTICAL_MILE, Point};

/// All receivers of a world.
#[derive(Debug, Clone)]
pub(super) struct Receivers {
    coverage: Coverage,
    key: Key,
    stations: Vec<Station>,
    /// Stations within reach, by degree of latitude and longitude.
    cells: Vec<Vec<u16>>,
    /// How crowded the radio is for satellites, by ten degrees of latitude and longitude.
    crowds: Vec<f64>,
    orbits: Orbits,
}

#[derive(Debug, Clone, Copy)]
struct Station {
    at: Point,
    /// Metres.
    range: f64,
    /// Milliseconds by which its clock is wrong.
    clock: i64,
}

/// How a message was heard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Heard {
    /// Milliseconds by which the receiver's clock is wrong.
    pub(super) clock: i64,
    /// Milliseconds to which it writes time.
    pub(super) step: i64,
}

/// A message, or several of which one is enough, for receivers to hear.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sent {
    /// From where, truly.
    pub(super) at: Point,
    pub(super) time: i64,
    /// How well the radio carries, 0 to 1.
    pub(super) radio: f64,
    /// How many messages.
    pub(super) count: f64,
    pub(super) class_b: bool,
    /// Whether it is message 27.
    pub(super) long_range: bool,
    /// By which chance decides.
    pub(super) chance: Key,
}

/// Hours in which a failure of a station falls, and least and most of its hours.
const FAILURE: (i64, f64, f64) = (24, 1.5, 14.0);

/// Part of the stations that fail on a day.
const FAILURES: f64 = 0.05;

/// Part of the stretches of six hours in which satellites hear nothing of ten degrees square: slots full, or no ground station.
const HOLES: f64 = 0.04;

/// Angle at the middle of the earth at which a satellite of 600 km height stands 7 degrees above the horizon.
const FOOTPRINT: f64 = 18.0;

impl Receivers {
    pub(super) fn new(scenario: &Scenario, key: Key, harbours: &[Harbour], span: (i64, i64)) -> Self {
        let key = key.with(0x52);
        let stations: Vec<Station> = (0u64..)
            .zip(harbours)
            .map(|(index, harbour)| Station::new(harbour.berth, key.with(1).with(index)))
            .collect();
        let orbits = Orbits::new(scenario.satellites, key.with(2), span);
        let (cells, crowds) = (within_reach(&stations), crowds(&stations));
        Self { coverage: scenario.coverage, key, stations, cells, crowds, orbits }
    }

    /// Who hears it, if anybody does.
    #[inline]
    pub(super) fn hear(&self, sent: &Sent) -> Option<Heard> {
        if self.coverage == Coverage::Full {
            return (!sent.long_range).then_some(Heard { clock: 0, step: 1 });
        }
        let (chance, best) = self.ashore(sent);
        let unit = sent.chance.unit();
        if unit < several(chance, sent.count) && !sent.long_range {
            return Some(Heard { clock: best, step: 1 });
        }
        let listens = self.coverage == Coverage::ShoreAndSatellite;
        let above = if listens { several(self.above(sent), sent.count) } else { 0.0 };
        let heard = sent.chance.with(1).unit() < above;
        heard.then_some(Heard { clock: 0, step: 1000 })
    }

    /// Whether a station on shore may hear a ship there: it sends no message 27 then.
    pub(super) fn covers(&self, at: Point) -> bool {
        self.near(at).any(|(_, station)| station.at.distance(at) < station.range)
    }

    /// The chance that some station hears one message, and the clock error of the one with the best chance.
    fn ashore(&self, sent: &Sent) -> (f64, i64) {
        let (mut missed, mut best) = (1.0, (0.0, 0));
        for (index, station) in self.near(sent.at) {
            let chance = self.of_station(index, station, sent) * sent.radio;
            missed *= 1.0 - chance;
            if chance > best.0 {
                best = (chance, station.clock);
            }
        }
        (1.0 - missed, best.1)
    }

    fn near(&self, at: Point) -> impl Iterator<Item = (u16, &Station)> {
        let cell = self.cells.get(degree_cell(at)).map_or(&[][..], Vec::as_slice);
        cell.iter().filter_map(|index| Some((*index, self.stations.get(usize::from(*index))?)))
    }

    /// Good to most of the range, then less and less; the range breathes with the weather.
    fn of_station(&self, index: u16, station: &Station, sent: &Sent) -> f64 {
        let key = self.key.with(3).with(u64::from(index));
        let hours = sent.time as f64 / 3.6e6;
        let range =
            station.range * (1.0 + 0.25 * key.curve(hours / 3.0)) * if sent.class_b { 0.6 } else { 1.0 };
        let chance = 0.93 * ((1.15 - station.at.distance(sent.at) / range) / 0.35).clamp(0.0, 1.0);
        if chance > 0.0 && fails(key, hours) { 0.0 } else { chance }
    }

    /// The chance that a satellite hears one message.
    fn above(&self, sent: &Sent) -> f64 {
        if !self.orbits.overhead(sent.at, sent.time) {
            return 0.0;
        }
        let cell = ten_degree_cell(sent.at);
        let stretch = sent.time.div_euclid(6 * 3_600_000) as u64;
        if self.key.with(4).with(cell as u64).with(stretch).unit() < HOLES {
            return 0.0;
        }
        let crowd = self.crowds.get(cell).copied().unwrap_or(0.0);
        let of_kind = if sent.class_b { 0.2 } else { 1.0 };
        if sent.long_range { 0.7 } else { 0.4 / (1.0 + crowd) * sent.radio * of_kind }
    }
}

/// Whether a station fails at an hour.
fn fails(key: Key, hours: f64) -> bool {
    let (day, least, most) = FAILURE;
    let number = (hours / day as f64).floor();
    let key = key.with(5).with(number as i64 as u64);
    if key.unit() >= FAILURES {
        return false;
    }
    let (from, length) = (key.with(1).unit() * day as f64, least + (most - least) * key.with(2).unit());
    let at = hours - number * day as f64;
    from <= at && at < from + length
}

/// The chance that at least one of several messages is heard.
fn several(chance: f64, count: f64) -> f64 {
    if chance <= 0.0 { 0.0 } else { 1.0 - (1.0 - chance).powf(count) }
}

impl Station {
    /// About 40 miles of range; a clock that is right to half a second, of one in thirty to twenty seconds.
    fn new(at: Point, key: Key) -> Self {
        let wrong = if key.with(2).unit() < 1.0 / 30.0 { 20_000.0 } else { 500.0 };
        let range = (28.0 + 26.0 * key.with(1).unit()) * NAUTICAL_MILE;
        Self { at, range, clock: ((key.with(3).unit() * 2.0 - 1.0) * wrong) as i64 }
    }
}

fn degree_cell(at: Point) -> usize {
    let row = (at.lat + 90.0).clamp(0.0, 179.0) as usize;
    row * 360 + (at.lon + 180.0).rem_euclid(360.0) as usize
}

fn ten_degree_cell(at: Point) -> usize {
    let row = ((at.lat + 90.0) / 10.0).clamp(0.0, 17.0) as usize;
    row * 36 + ((at.lon + 180.0).rem_euclid(360.0) / 10.0) as usize
}

fn within_reach(stations: &[Station]) -> Vec<Vec<u16>> {
    let mut cells = vec![Vec::new(); 180 * 360];
    for (index, station) in (0u16..).zip(stations) {
        // range at its widest, and half a diagonal of a cell
        let reach = station.range * 1.25 * 1.15 + 80_000.0;
        for (cell, list) in cells.iter_mut().enumerate() {
            let middle = Point::new((cell / 360) as f64 - 89.5, (cell % 360) as f64 - 179.5);
            if (middle.lat - station.at.lat).abs() < 3.0 && middle.distance(station.at) < reach {
                list.push(index);
            }
        }
    }
    cells
}

/// Stations stand where ships are: three of them within 1,000 km halve what a satellite hears.
fn crowds(stations: &[Station]) -> Vec<f64> {
    let crowd = |cell: usize| {
        let middle = Point::new((cell / 36) as f64 * 10.0 - 85.0, (cell % 36) as f64 * 10.0 - 175.0);
        stations.iter().filter(|station| station.at.distance(middle) < 1_000_000.0).count() as f64 / 3.0
    };
    (0..18 * 36).map(crowd).collect()
}

/// Where satellites are at each minute, as directions from the middle of the earth.
#[derive(Debug, Clone)]
struct Orbits {
    satellites: usize,
    start: i64,
    places: Vec<[f32; 3]>,
}

impl Orbits {
    /// Circles of 97 minutes over the poles, nearly, spread by chance.
    fn new(satellites: u32, key: Key, (start, end): (i64, i64)) -> Self {
        let minutes = (end - start) / 60_000 + 2;
        let satellites = satellites as usize;
        let mut places = Vec::with_capacity(satellites * minutes as usize);
        for minute in 0..minutes {
            for satellite in 0..satellites {
                places.push(place(key.with(satellite as u64), minute as f64));
            }
        }
        Self { satellites, start, places }
    }

    fn overhead(&self, at: Point, time: i64) -> bool {
        let minute = ((time - self.start) / 60_000).max(0) as usize;
        let from = minute * self.satellites;
        let (lat, lon) = (at.lat.to_radians(), at.lon.to_radians());
        let here = [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()].map(|part| part as f32);
        let near = FOOTPRINT.to_radians().cos() as f32;
        let seen = |place: &[f32; 3]| place[0] * here[0] + place[1] * here[1] + place[2] * here[2] > near;
        self.places.get(from..from + self.satellites).is_some_and(|places| places.iter().any(seen))
    }
}

/// The direction of a satellite at a minute, on the turning earth.
fn place(key: Key, minute: f64) -> [f32; 3] {
    const ROUND: f64 = 97.0;
    const DAY: f64 = 1436.07;
    let tilt = 97.6f64.to_radians();
    let along = (minute / ROUND + key.with(1).unit()) * std::f64::consts::TAU;
    let node = (key.with(2).unit() - minute / DAY) * std::f64::consts::TAU;
    let (x, y) = (along.cos(), along.sin() * tilt.cos());
    let (sin, cos) = node.sin_cos();
    [x * cos - y * sin, x * sin + y * cos, along.sin() * tilt.sin()].map(|part| part as f32)
}
