//! Where a ship lay still, though its speed flickers, is missing or is wrong.

use crate::event::TrackId;
use crate::fix::{Fix, Record};
use crate::report::Class;
use crate::rules::{RuleError, positive, within};
use crate::sphere::{KNOT, Point};
use crate::track::Track;
use serde::{Deserialize, Serialize};

/// When a ship lies still.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StopRules {
    /// A stop begins at this speed or less, knots. Global Fishing Watch, *Anchorages, ports and voyages data* (2021): 0.2.
    pub enter_knots: f64,
    /// It may end above this speed, knots. The same: 0.5.
    pub leave_knots: f64,
    /// It ends when the ship is further than this from the middle of the stop, metres; short of that a speed alone ends it only if it lasts.
    /// Ours: a tanker of 330 m on 250 m of chain swings through a circle of such a radius.
    pub swing_metres: f64,
    /// A speed above the limit ends a stop if it lasts so long without the ship getting anywhere, minutes. Ours.
    pub confirm_minutes: f64,
    /// A shorter halt is no stop, minutes. Ours: locks and pilots take less.
    pub shortest_minutes: f64,
    /// A longer silence ends a stop although the ship is at the same place afterwards, hours. Ours: it may have been away meanwhile.
    pub silence_hours: f64,
}

impl Default for StopRules {
    fn default() -> Self {
        Self {
            enter_knots: 0.2,
            leave_knots: 0.5,
            swing_metres: 600.0,
            confirm_minutes: 15.0,
            shortest_minutes: 30.0,
            silence_hours: 24.0,
        }
    }
}

impl StopRules {
    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        positive("stop.leave_knots", self.leave_knots)?;
        within(
            "stop.enter_knots",
            self.enter_knots,
            0.0,
            self.leave_knots,
            "a number from 0 to leave_knots",
        )?;
        positive("stop.swing_metres", self.swing_metres)?;
        within("stop.confirm_minutes", self.confirm_minutes, 0.0, f64::MAX, "a number from 0 on")?;
        within("stop.shortest_minutes", self.shortest_minutes, 0.0, f64::MAX, "a number from 0 on")?;
        positive("stop.silence_hours", self.silence_hours)
    }
}

/// How a ship was held where it lay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mooring {
    /// Moored: at a quay, a jetty or buoys.
    Berth,
    /// At anchor.
    Anchor,
    /// Neither its status nor its motion tells.
    Unknown,
}

/// A ship lay still.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stop {
    /// Which ship.
    pub ship: TrackId,
    /// From when, milliseconds since 1970, UTC: the first fix at rest.
    pub start: i64,
    /// Until when: the last fix at rest.
    pub end: i64,
    /// The mean of its positions.
    pub point: Point,
    /// Root of the mean square of the distances from there, metres.
    pub spread: f64,
    /// How far its heading turned, degrees: the circular standard deviation; none where no heading was stated.
    pub turning: Option<f64>,
    /// Part of the fixes that state a status which say "at anchor", 0 to 1; none where none states one.
    pub anchored: Option<f64>,
    /// The same for "moored".
    pub moored: Option<f64>,
    /// Fixes in it.
    pub fixes: u32,
    /// The longest silence in it, hours.
    pub silence_hours: f64,
    /// Whether the track begins with it, and whether it ends with it: then it may have been longer.
    pub cut: (bool, bool),
    /// The first record and the last one.
    pub records: [Record; 2],
    /// How far the clock may be off, milliseconds.
    pub clock_error_ms: i64,
    /// Where its fixes begin and end in the track.
    #[serde(skip)]
    pub range: (usize, usize),
}

impl Stop {
    /// Hours from start to end.
    pub fn hours(&self) -> f64 {
        (self.end - self.start) as f64 / 3_600_000.0
    }

    /// How the ship was held: by its status where most fixes state one of the two, else by its motion. A ship at anchor swings: its
    /// position wanders by more than 40 m and its heading by more than 20 degrees in six hours or so; a moored one moves by the error of its
    /// receiver. Both limits are ours.
    pub fn mooring(&self) -> Mooring {
        match (self.anchored, self.moored) {
            (Some(anchored), Some(moored)) if anchored.max(moored) > 0.5 => {
                if anchored > moored {
                    Mooring::Anchor
                } else {
                    Mooring::Berth
                }
            }
            _ => self.by_motion(),
        }
    }

    fn by_motion(&self) -> Mooring {
        let swings = self.spread > 40.0 && self.turning.is_none_or(|degrees| degrees > 20.0);
        let steady = self.spread < 25.0 && self.turning.is_some_and(|degrees| degrees < 5.0);
        match (swings, steady) {
            (true, _) => Mooring::Anchor,
            (_, true) if self.hours() >= 3.0 => Mooring::Berth,
            _ => Mooring::Unknown,
        }
    }
}

/// The stops of a track, in order of time.
///
/// A fix is at rest if its speed over ground says so; where none is stated, if the way from the fix before says so, less the error of two
/// positions. A ship that says 0 knots while its positions move away is not at rest.
///
/// ```
/// use thalweg_sea::{Fix, Point, StopRules, Track, event::TrackId, stops};
/// // two hours at twelve knots, six hours still, one hour away
/// let quay = Point::new(51.9, 4.0);
/// let fixes = (0..54).map(|i| {
///     let minutes = 10 * i;
///     let away = if minutes < 120 { 120 - minutes } else { (minutes - 480).max(0) };
///     let fix = Fix::new(minutes * 60_000, quay.destination(270.0, away as f64 * 370.4));
///     fix.with_speed(if away == 0 { 0.0 } else { 12.0 })
/// });
/// let track = Track { id: TrackId { mmsi: 1, segment: 0 }, fixes: fixes.collect(), sayings: Vec::new() };
/// let stops = stops(&track, &StopRules::default());
/// assert_eq!(stops.len(), 1);
/// assert_eq!((stops[0].start, stops[0].hours()), (120 * 60_000, 6.0));
/// ```
pub fn stops(track: &Track, rules: &StopRules) -> Vec<Stop> {
    let fixes = &track.fixes[..];
    let mut found = Vec::new();
    let mut i = 0;
    while i < fixes.len() {
        if !is_at_rest(fixes, i, rules) {
            i += 1;
            continue;
        }
        let after = rest(fixes, i, rules);
        let stop = Stop::of(track.id, fixes, (i, after));
        if stop.hours() * 60.0 >= rules.shortest_minutes {
            found.push(stop);
        }
        i = after.max(i + 1);
    }
    found
}

fn is_at_rest(fixes: &[Fix], i: usize, rules: &StopRules) -> bool {
    knots(fixes, i).is_some_and(|knots| knots <= rules.enter_knots)
}

/// Speed over ground at a fix, knots: as stated, else by the positions around it.
fn knots(fixes: &[Fix], i: usize) -> Option<f64> {
    if let Some(stated) = fixes[i].speed() {
        return Some(stated);
    }
    let before = i.checked_sub(1).map(|before| (before, i));
    let after = (i + 1 < fixes.len()).then_some((i, i + 1));
    before.or(after).and_then(|(from, to)| way_knots(&fixes[from], &fixes[to]))
}

/// Knots that the way between two fixes takes at least, if both positions err; none where they are too near in time to tell.
fn way_knots(from: &Fix, to: &Fix) -> Option<f64> {
    let seconds = from.seconds_to(to);
    let metres = (from.point().distance(to.point()) - error(from) - error(to)).max(0.0);
    (seconds >= 60.0).then(|| metres / seconds / KNOT)
}

/// Error of a position, metres: as in [`crate::SegmentRules`].
fn error(fix: &Fix) -> f64 {
    if fix.class() == Class::LongRange { 400.0 } else { 30.0 }
}

/// The index after the last fix of the stop that begins at a fix.
fn rest(fixes: &[Fix], first: usize, rules: &StopRules) -> usize {
    let mut middle = Middle::at(fixes[first].point());
    // the last fix at rest, and since when the speed has said otherwise
    let (mut last, mut moving): (usize, Option<i64>) = (first, None);
    for i in first + 1..fixes.len() {
        let (fix, point) = (&fixes[i], fixes[i].point());
        let silence = fixes[i - 1].seconds_to(fix) / 3600.0;
        if silence > rules.silence_hours || middle.mean().distance(point) > rules.swing_metres + error(fix) {
            return last + 1;
        }
        if knots(fixes, i).is_none_or(|knots| knots <= rules.leave_knots) {
            (last, moving) = (i, None);
            middle.add(point);
            continue;
        }
        let since = *moving.get_or_insert(fix.time);
        if (fix.time - since) as f64 / 60_000.0 >= rules.confirm_minutes {
            return last + 1;
        }
    }
    last + 1
}

/// The mean of points near one another.
struct Middle {
    first: Point,
    north: f64,
    east: f64,
    count: f64,
}

impl Middle {
    fn at(first: Point) -> Self {
        Self { first, north: 0.0, east: 0.0, count: 1.0 }
    }

    fn add(&mut self, point: Point) {
        self.north += point.lat - self.first.lat;
        self.east += (point.lon - self.first.lon + 540.0).rem_euclid(360.0) - 180.0;
        self.count += 1.0;
    }

    fn mean(&self) -> Point {
        Point::new(self.first.lat + self.north / self.count, self.first.lon + self.east / self.count)
    }
}

impl Stop {
    fn of(ship: TrackId, fixes: &[Fix], range: (usize, usize)) -> Self {
        let own = &fixes[range.0..range.1];
        let (first, last) = (&own[0], &own[own.len() - 1]);
        let mut middle = Middle::at(first.point());
        own[1..].iter().for_each(|fix| middle.add(fix.point()));
        let point = middle.mean();
        let square: f64 = own.iter().map(|fix| point.distance(fix.point()).powi(2)).sum();
        let silences = own.windows(2).map(|pair| pair[0].seconds_to(&pair[1]) / 3600.0);
        Self {
            ship,
            start: first.time,
            end: last.time,
            point,
            spread: (square / own.len() as f64).sqrt(),
            turning: turning(own),
            anchored: share(own, 1),
            moored: share(own, 5),
            fixes: own.len() as u32,
            silence_hours: silences.fold(0.0, f64::max),
            cut: (range.0 == 0, range.1 == fixes.len()),
            records: [first.record(), last.record()],
            clock_error_ms: first.clock_error().max(last.clock_error()),
            range,
        }
    }
}

/// Part of the fixes with a status that have this one (ITU-R M.1371-5, table 45: 1 at anchor, 5 moored, 15 undefined).
fn share(fixes: &[Fix], status: u8) -> Option<f64> {
    let stated = fixes.iter().filter_map(Fix::status).filter(|status| *status < 15);
    let (all, own) = stated.fold((0, 0), |(all, own), stated| (all + 1, own + u32::from(stated == status)));
    (all > 0).then(|| f64::from(own) / f64::from(all))
}

/// Circular standard deviation of the headings (Mardia and Jupp 2000, *Directional Statistics*), degrees.
fn turning(fixes: &[Fix]) -> Option<f64> {
    let headings = fixes.iter().filter_map(Fix::heading).map(f64::to_radians);
    let (east, north, count) =
        headings.fold((0.0, 0.0, 0.0), |(e, n, c), heading| (e + heading.sin(), n + heading.cos(), c + 1.0));
    let length = (f64::hypot(east, north) / count).clamp(1e-9, 1.0);
    (count > 0.0).then(|| (-2.0 * length.ln()).sqrt().to_degrees())
}
