//! What one ship does from the first day to the last: where it is, what it says of that, and when it says nothing.

use super::hull::{Hull, Named};
use super::lie::Lie;
use super::motion::{Motion, Pose};
use super::path::{shift, shifted};
use crate::message::field::Letters;
use crate::sphere::{KNOT, Point};

/// A ship's days.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) hull: Hull,
    /// What it does, one after another; the first begins before the first day.
    pub(super) phases: Vec<Phase>,
    /// When its transponder is off: start and end, milliseconds, in order.
    pub(super) silences: Vec<(i64, i64)>,
    /// When it says that it is elsewhere.
    pub(super) lies: Vec<Lie>,
    /// What it calls itself from when on.
    pub(super) names: Vec<(i64, Named)>,
    /// Draught in metres that it states from when on.
    pub(super) draughts: Vec<(i64, f64)>,
    /// Destination from when on.
    pub(super) destinations: Vec<(i64, Letters<20>)>,
}

/// One thing that a ship does.
#[derive(Debug, Clone)]
pub(super) struct Phase {
    pub(super) start: i64,
    pub(super) motion: Motion,
    /// Navigational status that its crew enters.
    pub(super) status: u8,
    /// Metres north and east by which the phase before ended elsewhere; made good in the first minutes.
    shift: (f64, f64),
}

/// How a ship is at a time.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    /// Where it truly is.
    pub(super) truly: Point,
    /// Where it says that it is.
    pub(super) point: Point,
    /// Knots over ground.
    pub(super) knots: f64,
    /// Course over ground, degrees.
    pub(super) course: f64,
    /// Degrees.
    pub(super) heading: f64,
    /// Degrees a minute.
    pub(super) turn: f64,
    pub(super) status: u8,
}

/// Milliseconds in which a ship makes good where the phase before left it.
const SETTLING: f64 = 900_000.0;

/// Half of the time over which speed and course are taken, milliseconds: a receiver of satellites smooths over some seconds.
const HALF: i64 = 2_000;

impl Plan {
    pub(super) fn new(hull: Hull) -> Self {
        Self {
            hull,
            phases: Vec::new(),
            silences: Vec::new(),
            lies: Vec::new(),
            names: vec![(i64::MIN, hull.name)],
            draughts: Vec::new(),
            destinations: Vec::new(),
        }
    }

    /// Begins something new.
    pub(super) fn push(&mut self, start: i64, motion: Motion, status: u8) {
        let to = motion.pose(start).point;
        let shift = if self.phases.is_empty() { (0.0, 0.0) } else { shift(to, self.truly(start).point) };
        self.phases.push(Phase { start, motion, status, shift });
    }

    fn phase(&self, time: i64) -> Option<&Phase> {
        let next = self.phases.partition_point(|phase| phase.start <= time);
        self.phases.get(next.max(1) - 1)
    }

    /// Where it truly is.
    #[inline]
    pub(super) fn truly(&self, time: i64) -> Pose {
        match self.phase(time) {
            Some(phase) => phase.pose(time),
            None => Pose { point: Point { lat: 0.0, lon: 0.0 }, heading: None },
        }
    }

    /// Where and how it is, and what it says of that.
    #[inline]
    pub(super) fn state(&self, time: i64) -> State {
        let now = self.truly(time);
        let honest = self.motion(time, |time| self.truly(time));
        match self.lies.iter().find(|lie| lie.start <= time && time < lie.end) {
            None => honest,
            Some(lie) if lie.keeps_motion() => State { point: lie.pose(time, now).point, ..honest },
            Some(lie) => {
                State { truly: now.point, ..self.motion(time, |time| lie.pose(time, self.truly(time))) }
            }
        }
    }

    fn motion(&self, time: i64, pose: impl Fn(i64) -> Pose) -> State {
        let (before, now, after) = (pose(time - HALF), pose(time), pose(time + HALF));
        let way = before.point.distance(after.point);
        let knots = way / (2.0 * HALF as f64 / 1000.0) / KNOT;
        let course = before.point.bearing(after.point);
        let heading = now.heading.unwrap_or(course);
        let turn = match (before.heading, after.heading) {
            (Some(from), Some(to)) => signed(to - from) / (2.0 * HALF as f64) * 60_000.0,
            _ => bend(before.point, now.point, after.point),
        };
        let status = self.phase(time).map_or(15, |phase| phase.status);
        State { truly: now.point, point: now.point, knots, course, heading, turn, status }
    }

    /// Whether the transponder is off, and until when.
    pub(super) fn silent(&self, time: i64) -> Option<i64> {
        let silence = self.silences.iter().find(|(start, end)| *start <= time && time < *end);
        silence.map(|(_, end)| *end)
    }

    /// What it calls itself.
    pub(super) fn name(&self, time: i64) -> Named {
        latest(&self.names, time).unwrap_or(self.hull.name)
    }

    /// The draught that it states.
    pub(super) fn draught(&self, time: i64) -> Option<f64> {
        latest(&self.draughts, time)
    }

    /// The destination that it states.
    pub(super) fn destination(&self, time: i64) -> Option<Letters<20>> {
        latest(&self.destinations, time)
    }
}

/// The last of some values up to a time, or the first.
fn latest<T: Copy>(values: &[(i64, T)], time: i64) -> Option<T> {
    let next = values.partition_point(|(from, _)| *from <= time);
    values.get(next.max(1) - 1).map(|(_, value)| *value)
}

/// Degrees a minute by which a way over three places bends.
fn bend(before: Point, now: Point, after: Point) -> f64 {
    let minutes = HALF as f64 / 60_000.0;
    if before.distance(after) < 2.0 {
        0.0
    } else {
        signed(now.bearing(after) - before.bearing(now)) / minutes
    }
}

/// An angle as one between -180 and 180.
fn signed(degrees: f64) -> f64 {
    (degrees + 180.0).rem_euclid(360.0) - 180.0
}

impl Phase {
    #[inline]
    fn pose(&self, time: i64) -> Pose {
        let pose = self.motion.pose(time);
        let share = ((time - self.start) as f64 / SETTLING).clamp(0.0, 1.0);
        if share >= 1.0 || self.shift == (0.0, 0.0) {
            return pose;
        }
        let left = 1.0 - share * share * (3.0 - 2.0 * share);
        Pose { point: shifted(pose.point, (self.shift.0 * left, self.shift.1 * left)), ..pose }
    }
}
