//! Where a ship was at every look.

use super::rules::EncounterRules;
use crate::fix::Fix;
use crate::sphere::{KNOT, Point};
use crate::track::Track;

/// Where one ship was at one look: 28 bytes, because a day of the world has nine million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PairPoint {
    /// Which look: steps since 1970.
    pub bucket: i32,
    /// The number that the caller gave the track.
    pub track: u32,
    /// Degrees north, in ten millionths.
    pub lat: i32,
    /// Degrees east, in ten millionths.
    pub lon: i32,
    /// Thousandths of a knot that the way from the look before takes, or to the next fix where there is none before; 65.5 knots stand for more.
    pub speed: u16,
    /// Looks since the last one at which the ship's place is known; 0 at its first.
    pub since: u16,
    /// Metres that the place may be off for the error of a clock.
    pub slack: u16,
    /// Share of a fix that stands behind this look, in hundredths: 100 where fixes are as dense as looks, 50 where every second look is
    /// interpolated.
    pub weight: u8,
    /// The ship made less than half a knot since the look before.
    pub still: bool,
    /// The ship lies at a berth.
    pub berthed: bool,
}

/// Ten millionths of a degree in one.
const UNITS: f64 = 1e7;

/// Knots below which a ship lies still: the swing of a ship at anchor, 150 m in ten minutes.
const STILL: f64 = 0.5;

impl PairPoint {
    /// Where.
    pub fn point(&self) -> Point {
        Point { lat: f64::from(self.lat) / UNITS, lon: f64::from(self.lon) / UNITS }
    }

    /// Knots since the look before.
    pub fn knots(&self) -> f64 {
        f64::from(self.speed) / 1000.0
    }
}

/// The looks at one track, in order of time. `track` is a number of the caller's choice that tells tracks apart; `berthed` says whether a
/// ship that lies still at a place is at a berth, and is asked once per stay.
///
/// Between two fixes the ship goes along the great circle; where it was silent for too long (see
/// [`EncounterRules::interpolate_minutes`]) its place is known near each fix only, as it went on from there with the speed and the course that it
/// stated.
pub fn points(
    track: &Track,
    number: u32,
    rules: &EncounterRules,
    berthed: impl Fn(Point) -> bool,
) -> Vec<PairPoint> {
    let (Some(first), Some(last)) = (track.fixes.first(), track.fixes.last()) else { return Vec::new() };
    let step = rules.step();
    let speaks = (rules.extrapolate_minutes * 60_000.0) as i64;
    let range = -(first.time - speaks).div_euclid(-step)..=(last.time + speaks).div_euclid(step);
    let mut way = Way { rules, points: Vec::new(), stay: None, number };
    let mut next = 1;
    for bucket in range {
        let time = bucket * step;
        while next + 1 < track.fixes.len() && track.fixes[next].time < time {
            next += 1;
        }
        let Ok(bucket) = i32::try_from(bucket) else { continue };
        let from = &track.fixes[next - 1];
        let to = track.fixes.get(next).unwrap_or(from);
        let leg = Leg::between(from, to, rules).filter(|_| (from.time..=to.time).contains(&time));
        let alone = || [from, to].into_iter().filter(|fix| (fix.time - time).abs() <= speaks);
        let leg = leg.or_else(|| alone().min_by_key(|fix| (fix.time - time).abs()).map(Leg::alone));
        if let Some(leg) = leg {
            way.look(bucket, time, &leg, &berthed);
        }
    }
    way.points
}

/// The way between two fixes.
struct Leg<'a> {
    from: &'a Fix,
    to: &'a Fix,
    /// Milliseconds.
    apart: i64,
}

impl<'a> Leg<'a> {
    /// None where the ship was silent too long to know its way.
    fn between(from: &'a Fix, to: &'a Fix, rules: &EncounterRules) -> Option<Self> {
        let leg = Self { from, to, apart: to.time - from.time };
        let minutes = leg.apart as f64 / 60_000.0;
        let slow = || from.point().distance(to.point()) <= rules.knots * KNOT * minutes * 60.0;
        let known = minutes < rules.interpolate_minutes
            || leg.apart == 0
            || minutes < rules.interpolate_slow_minutes && slow();
        known.then_some(leg)
    }

    /// Knots that the way takes; those that the ship states where it takes no time.
    fn knots(&self) -> f64 {
        if self.apart == 0 {
            return self.from.speed().unwrap_or(0.0);
        }
        self.from.point().distance(self.to.point()) / (self.apart as f64 / 1000.0) / KNOT
    }

    /// One fix, between silences.
    fn alone(fix: &'a Fix) -> Self {
        Self { from: fix, to: fix, apart: 0 }
    }

    fn at(&self, time: i64) -> Point {
        if self.apart == 0 {
            let seconds = (time - self.from.time) as f64 / 1000.0;
            let course = self.from.course().unwrap_or(0.0);
            let metres = self.from.course().and(self.from.speed()).unwrap_or(0.0) * KNOT * seconds;
            return self.from.point().destination(course, metres);
        }
        let share = ((time - self.from.time) as f64 / self.apart as f64).clamp(0.0, 1.0);
        let (from, to) = (self.from.point(), self.to.point());
        let (north, east) = (to.lat - from.lat, to.lon - from.lon);
        // over two kilometres the great circle and the straight line on the chart are less than a metre apart up to 80 degrees
        if north.abs() < 0.02 && east.abs() < 0.02 && from.lat.abs() < 80.0 {
            return Point { lat: from.lat + north * share, lon: from.lon + east * share };
        }
        from.between(to, share)
    }
}

/// The looks at a track so far.
struct Way<'a> {
    rules: &'a EncounterRules,
    number: u32,
    points: Vec<PairPoint>,
    /// Where the ship has lain since when it was last asked whether that is a berth, and the answer.
    stay: Option<(Point, bool)>,
}

/// In ten millionths of a degree; 180 degrees east is 180 degrees west.
fn longitude(place: Point) -> i32 {
    const EAST: i32 = 1_800_000_000;
    let lon = (place.lon * UNITS).round() as i32;
    if lon == EAST { -EAST } else { lon }
}

/// Metres from the place of a stay within which it is the same stay.
const STAY: f64 = 200.0;

impl Way<'_> {
    fn look(&mut self, bucket: i32, time: i64, leg: &Leg<'_>, berthed: &impl Fn(Point) -> bool) {
        let place = leg.at(time);
        let before = self.points.last();
        let since = before.map_or(0, |before| bucket - before.bucket);
        let seconds = f64::from(since) * self.rules.step() as f64 / 1000.0;
        let knots =
            before.map_or_else(|| leg.knots(), |before| before.point().distance(place) / seconds / KNOT);
        let still = knots < STILL;
        let clock = leg.from.clock_error().max(leg.to.clock_error()) as f64 / 1000.0;
        let slack = (knots.min(60.0) * KNOT * clock).min(self.rules.clock_slack_metres);
        let weight = 100.0 * self.rules.step() as f64 / leg.apart.max(self.rules.step()) as f64;
        let berthed = still && self.at_berth(place, berthed);
        self.points.push(PairPoint {
            bucket,
            track: self.number,
            lat: (place.lat * UNITS).round() as i32,
            lon: longitude(place),
            speed: (knots * 1000.0).round().min(f64::from(u16::MAX)) as u16,
            since: u16::try_from(since).unwrap_or(u16::MAX),
            slack: slack.round() as u16,
            weight: weight.round() as u8,
            still,
            berthed,
        });
    }

    fn at_berth(&mut self, place: Point, berthed: &impl Fn(Point) -> bool) -> bool {
        match self.stay {
            Some((there, answer)) if there.distance(place) < STAY => answer,
            _ => {
                let answer = berthed(place);
                self.stay = Some((place, answer));
                answer
            }
        }
    }
}
