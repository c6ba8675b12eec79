//! From a plan to reports: when a station sends (ITU-R M.1371-5, annex 1, table 1), with the noise of satellite receivers, rounded as
//! messages are, and only what somebody hears.

use super::path::shifted;
use super::plan::{Plan, State};
use super::random::Key;
use super::receivers::{Heard, Receivers, Sent};
use crate::report::{Class, Report};
use crate::sphere::Point;
use crate::time::{How, Time};

/// Sends what a ship says.
pub(super) struct Radio<'a> {
    pub(super) plan: &'a Plan,
    pub(super) receivers: &'a Receivers,
    pub(super) key: Key,
    /// Start and end of the days, milliseconds.
    pub(super) span: (i64, i64),
    /// Milliseconds between the positions that are kept; 0 keeps all.
    pub(super) every: i64,
}

/// Milliseconds between static reports, and between messages 27.
const STATIC: i64 = 360_000;
const LONG_RANGE: i64 = 180_000;

/// Seconds between the positions of a class A station, by speed and turn (ITU-R M.1371-5, annex 1, table 1).
pub(crate) fn interval_a(knots: f64, turning: bool, at_rest: bool) -> f64 {
    match (at_rest, knots, turning) {
        (true, ..=3.0, _) => 180.0,
        (_, ..=14.0, false) => 10.0,
        (_, ..=14.0, true) => 10.0 / 3.0,
        (_, ..=23.0, false) => 6.0,
        _ => 2.0,
    }
}

/// Seconds between the positions of a class B station with carrier sense (the same, table 2).
pub(crate) fn interval_b(knots: f64) -> f64 {
    if knots <= 2.0 { 180.0 } else { 30.0 }
}

impl Radio<'_> {
    /// All that is heard of the ship, in order of time.
    pub(super) fn reports(&self) -> Vec<Report> {
        let mut reports = Vec::new();
        self.positions(&mut reports);
        self.statics(&mut reports);
        if self.plan.hull.long_range {
            self.long_range(&mut reports);
        }
        reports.sort_by_key(|report| (report.time.map_or(0, |time| time.milliseconds), report.lat.is_none()));
        (1..).zip(&mut reports).for_each(|(line, report)| report.line = line);
        reports
    }

    fn positions(&self, reports: &mut Vec<Report>) {
        let key = self.key.with(1);
        let mut time = self.span.0 + (key.unit() * self.every.max(10_000) as f64) as i64;
        let mut number = 0;
        while time < self.span.1 {
            if let Some(end) = self.plan.silent(time) {
                time = end + (key.with(number).unit() * 10_000.0) as i64;
                number += 1;
                continue;
            }
            let state = self.plan.state(time);
            let interval = (self.interval(&state) * 1000.0) as i64;
            let step = interval.max(self.every);
            let count = (step as f64 / interval as f64).max(1.0);
            let sent = self.sent(&state, time, count, key.with(number));
            if let Some(heard) = self.receivers.hear(&sent) {
                reports.push(self.position(&state, time, heard, key.with(number)));
            }
            // a station chooses its slot within a fifth of the interval (annex 2, 3.3.4.4), or what is kept is one of several
            let play = interval.max(self.every / 4) / 5;
            time += step + ((key.with(number).with(9).unit() - 0.5) * play as f64) as i64;
            number += 1;
        }
    }

    fn sent(&self, state: &State, time: i64, count: f64, chance: Key) -> Sent {
        let (radio, class_b) = (self.plan.hull.radio, self.plan.hull.class_b());
        Sent { at: state.truly, time, radio, count, class_b, long_range: false, chance: chance.with(7) }
    }

    fn interval(&self, state: &State) -> f64 {
        if self.plan.hull.class_b() {
            return interval_b(state.knots);
        }
        // 5 degrees from the mean of 30 seconds (annex 2, 4.2.1.2)
        interval_a(state.knots, state.turn.abs() > 20.0, matches!(state.status, 1 | 5 | 6))
    }

    fn position(&self, state: &State, time: i64, heard: Heard, key: Key) -> Report {
        let class = if self.plan.hull.class_b() { Class::B } else { Class::A };
        let mut report = Report::new(self.plan.name(time).mmsi, class, Some(stamp(time, heard)), 0);
        let point = garbled(self.observed(state.point, time, key), key.with(5));
        (report.lat, report.lon) = (Some(rounded(point.lat, 6e5)), Some(rounded(point.lon, 6e5)));
        let mut random = key.with(3).stream();
        let knots = (state.knots + 0.08 * random.normal()).abs();
        // a course is the direction of a velocity that is known to some tenths of a knot
        let spread = (0.1 / state.knots.max(0.02)).atan().to_degrees() + 0.4;
        let course = (state.course + spread * random.normal()).rem_euclid(360.0);
        report.speed = Some(rounded(knots.min(102.2), 10.0));
        report.course = Some(rounded(course, 10.0)).filter(|course| *course < 360.0);
        let heading = (state.heading + 0.7 * random.normal()).rem_euclid(360.0).round() % 360.0;
        report.heading = (class == Class::A).then_some(heading);
        report.status = (class == Class::A && state.status < 15).then_some(state.status);
        report
    }

    /// Where a satellite receiver takes the ship to be: 5 to 15 m off, by an error that wanders over minutes.
    fn observed(&self, point: Point, time: i64, key: Key) -> Point {
        let minutes = time as f64 / 120_000.0;
        let wander = |part: u64| self.key.with(part).curve(minutes) * 13.0;
        let mut random = key.with(4).stream();
        let (north, east) = (random.normal() * 1.5, random.normal() * 1.5);
        shifted(point, (wander(11) + north, wander(12) + east))
    }

    fn statics(&self, reports: &mut Vec<Report>) {
        let step = if self.every == 0 { STATIC } else { STATIC.max(6 * self.every) };
        let count = (step / STATIC) as f64;
        self.regular(0x20, step, |time, chance| {
            let state = self.plan.truly(time);
            let (radio, class_b) = (self.plan.hull.radio, self.plan.hull.class_b());
            let sent = Sent { at: state.point, time, radio, count, class_b, long_range: false, chance };
            let Some(heard) = self.receivers.hear(&sent) else { return };
            if class_b {
                reports.extend(self.static_b(time, heard));
            } else {
                reports.push(self.static_a(time, heard));
            }
        });
    }

    /// Calls at regular times while the transponder is on.
    fn regular(&self, part: u64, step: i64, mut send: impl FnMut(i64, Key)) {
        let key = self.key.with(part);
        let mut time = self.span.0 + (key.unit() * step as f64) as i64;
        let mut number = 0;
        while time < self.span.1 {
            if self.plan.silent(time).is_none() {
                send(time, key.with(number));
            }
            number += 1;
            time += step;
        }
    }

    fn static_a(&self, time: i64, heard: Heard) -> Report {
        let (hull, name) = (&self.plan.hull, self.plan.name(time));
        let mut report = Report::new(name.mmsi, Class::A, Some(stamp(time, heard)), 0);
        report.imo = (name.imo > 0).then_some(name.imo);
        (report.name, report.call_sign) = (Some(name.name), Some(name.call_sign));
        (report.ship_type, report.dimensions) = (Some(hull.ship_type), Some(hull.dimensions));
        report.draught = self.plan.draught(time);
        report.destination = self.plan.destination(time).filter(|letters| !letters.is_blank());
        report.arrival = Some([0, 0, 24, 60]);
        report
    }

    /// Both parts of message 24.
    fn static_b(&self, time: i64, heard: Heard) -> [Report; 2] {
        let (hull, name) = (&self.plan.hull, self.plan.name(time));
        let blank = Report::new(name.mmsi, Class::B, Some(stamp(time, heard)), 0);
        let part_a = Report { name: Some(name.name), ..blank };
        let (ship_type, dimensions) = (Some(hull.ship_type), Some(hull.dimensions));
        [part_a, Report { call_sign: Some(name.call_sign), ship_type, dimensions, ..blank }]
    }

    fn long_range(&self, reports: &mut Vec<Report>) {
        let step = LONG_RANGE.max(self.every);
        self.regular(0x27, step, |time, chance| {
            let state = self.plan.state(time);
            if self.receivers.covers(state.truly) {
                return;
            }
            let sent = Sent { long_range: true, ..self.sent(&state, time, 1.0, chance) };
            if let Some(heard) = self.receivers.hear(&sent) {
                reports.push(self.coarse(&state, time, heard));
            }
        });
    }

    /// Message 27: tenths of minutes, whole knots and degrees.
    fn coarse(&self, state: &State, time: i64, heard: Heard) -> Report {
        let mut report =
            Report::new(self.plan.name(time).mmsi, Class::LongRange, Some(stamp(time, heard)), 0);
        (report.lat, report.lon) =
            (Some(rounded(state.point.lat, 600.0)), Some(rounded(state.point.lon, 600.0)));
        report.speed = Some(state.knots.round().min(62.0));
        report.course = Some(state.course.round() % 360.0);
        report.status = (state.status < 15).then_some(state.status);
        report
    }
}

/// Of so many positions one is wrong by a bit: a receiver of satellites that loses its count, or a message that was damaged and whose sum fits.
const GARBLED: f64 = 50_000.0;

/// A position of which one bit may have turned over: an innocent error of 0.03 to 28 degrees, in one message alone.
fn garbled(point: Point, key: Key) -> Point {
    if key.unit() >= 1.0 / GARBLED {
        return point;
    }
    let mut random = key.stream();
    let bit = f64::from(1 << (14 + random.below(11))) / 6e5;
    let sign = if random.chance(0.5) { bit } else { -bit };
    let (north, east) = if random.chance(0.5) { (sign, 0.0) } else { (0.0, sign) };
    Point::new((point.lat + north).clamp(-89.0, 89.0), point.lon + east)
}

/// The time as the receiver writes it.
fn stamp(time: i64, heard: Heard) -> Time {
    let milliseconds = (time + heard.clock).div_euclid(heard.step) * heard.step;
    // a whole second in thousandths cannot be told from any other time in thousandths
    Time { milliseconds, how: How::TagBlock, error: heard.step as u32 }
}

/// A number as a whole number of parts.
fn rounded(value: f64, parts: f64) -> f64 {
    let rounded = (value * parts).round() / parts;
    if rounded == 0.0 { 0.0 } else { rounded }
}
