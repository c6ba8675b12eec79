//! Where a ship truly is at any time: under way with acceleration and weather, at anchor, moored, adrift, or beside another ship.

use super::path::{Path, shifted};
use super::random::Key;
use crate::sphere::{KNOT, Point};
use std::sync::Arc;

/// How a ship moves over a stretch of time.
#[derive(Debug, Clone)]
pub(super) enum Motion {
    /// Along a path.
    Sail(Passage),
    /// Around an anchor.
    Anchored(Swing),
    /// At a berth.
    Moored {
        /// Where.
        at: Point,
        /// Heading, degrees.
        heading: f64,
    },
    /// With wind and tide.
    Adrift(Drift),
    /// Beside another ship.
    Beside {
        /// How that one moves.
        host: Arc<Motion>,
        /// Metres ahead of it, and metres to starboard.
        offset: (f64, f64),
    },
}

/// A way along a path.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    pub(super) path: Arc<Path>,
    /// When it begins, milliseconds.
    pub(super) start: i64,
    /// Speed between its ends, metres per second.
    pub(super) speed: f64,
    /// Seconds that it takes to reach that speed, and to lose it.
    pub(super) ramp: f64,
    /// From which weather comes.
    pub(super) key: Key,
}

/// Around an anchor: the chain keeps the ship on a circle, the wind says where on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Swing {
    pub(super) anchor: Point,
    /// Metres of chain and ship.
    pub(super) scope: f64,
    /// From which the wind comes: all ships of a roadstead have one.
    pub(super) wind: Key,
    /// From which the yaw of this ship comes.
    pub(super) key: Key,
}

/// With wind and tide.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drift {
    pub(super) from: Point,
    /// When it begins, milliseconds.
    pub(super) start: i64,
    /// Where the wind sets, degrees.
    pub(super) set: f64,
    /// How fast, knots.
    pub(super) knots: f64,
    pub(super) key: Key,
}

/// Where a ship is, and where its bow points, where that is not its course.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pose {
    pub(super) point: Point,
    pub(super) heading: Option<f64>,
}

impl Motion {
    /// Where the ship is at a time, milliseconds since 1970.
    #[inline]
    pub(super) fn pose(&self, time: i64) -> Pose {
        match self {
            Self::Sail(passage) => Pose { point: passage.point(time), heading: None },
            Self::Anchored(swing) => swing.pose(time),
            Self::Moored { at, heading } => Pose { point: *at, heading: Some(*heading) },
            Self::Adrift(drift) => drift.pose(time),
            Self::Beside { host, offset } => beside(host, *offset, time),
        }
    }
}

/// The pose of a ship made fast to another: it has its heading.
fn beside(host: &Motion, (ahead, aside): (f64, f64), time: i64) -> Pose {
    let pose = host.pose(time);
    let heading = pose.heading.unwrap_or_else(|| {
        let (before, after) = (host.pose(time - 10_000).point, host.pose(time + 10_000).point);
        before.bearing(after)
    });
    let (sin, cos) = heading.to_radians().sin_cos();
    let shift = (ahead * cos - aside * sin, ahead * sin + aside * cos);
    Pose { point: shifted(pose.point, shift), heading: Some(heading) }
}

impl Passage {
    /// Seconds from end to end: with even acceleration, one ramp more than at full speed all the way.
    pub(super) fn seconds(&self) -> f64 {
        self.path.length() / self.speed.max(0.1) + self.ramp()
    }

    /// When it ends, milliseconds.
    pub(super) fn end(&self) -> i64 {
        self.start + (self.seconds() * 1000.0) as i64
    }

    /// A short way is too short for full speed: both ramps meet in its middle.
    fn ramp(&self) -> f64 {
        self.ramp.min(self.path.length() / self.speed.max(0.1))
    }

    #[inline]
    fn point(&self, time: i64) -> Point {
        let seconds = (time - self.start) as f64 / 1000.0;
        let total = self.seconds();
        let seconds = seconds.clamp(0.0, total);
        let (along, aside) = self.weather(seconds, seconds.min(total - seconds));
        let metres = (self.still(seconds, total) + along).clamp(0.0, self.path.length());
        let point = self.path.at(metres);
        if aside == 0.0 {
            return point;
        }
        point.destination(self.path.bearing(metres) + 90.0, aside)
    }

    /// Metres made good in still water and no wind.
    fn still(&self, seconds: f64, total: f64) -> f64 {
        let ramp = self.ramp();
        if ramp <= 0.0 {
            return self.speed * seconds;
        }
        let gained = |seconds: f64| self.speed / ramp / 2.0 * seconds * seconds;
        if seconds < ramp {
            gained(seconds)
        } else if seconds > total - ramp {
            self.path.length() - gained(total - seconds)
        } else {
            self.speed * (seconds - ramp / 2.0)
        }
    }

    /// Metres that wind and current put a ship ahead of its reckoning and beside its line; nothing near the ends.
    #[inline]
    fn weather(&self, seconds: f64, from_end: f64) -> (f64, f64) {
        let fade = ((from_end - self.ramp) / 3600.0).clamp(0.0, 1.0);
        if fade == 0.0 {
            return (0.0, 0.0);
        }
        let fade = fade * fade * (3.0 - 2.0 * fade);
        let slow = self.key.with(1).curve(seconds / 9000.0) * 900.0;
        let quick = self.key.with(2).curve(seconds / 2400.0) * 120.0;
        let aside = self.key.with(3).curve(seconds / 3600.0) * 90.0;
        ((slow + quick) * fade, aside * fade)
    }
}

impl Swing {
    /// The bow points to the anchor, and yaws.
    #[inline]
    fn pose(&self, time: i64) -> Pose {
        let seconds = time as f64 / 1000.0;
        let wind = self.wind.unit() * 360.0 + self.wind.with(2).curve(seconds / 14_400.0) * 80.0;
        let yaw = self.key.with(3).curve(seconds / 420.0) * 9.0;
        let scope = self.scope * (0.92 + 0.08 * self.key.with(4).curve(seconds / 1800.0));
        let angle = (wind + yaw).to_radians();
        let point = shifted(self.anchor, (scope * angle.cos(), scope * angle.sin()));
        Pose { point, heading: Some((wind + 180.0 + 2.0 * yaw).rem_euclid(360.0)) }
    }
}

impl Drift {
    /// The wind drives it, the tide turns it round an ellipse twice a day, and gusts do the rest.
    #[inline]
    fn pose(&self, time: i64) -> Pose {
        const TIDE: f64 = 44_714.0;
        let seconds = (time - self.start) as f64 / 1000.0;
        let made = self.knots * KNOT * seconds;
        let (sin, cos) = self.set.to_radians().sin_cos();
        let angle = seconds / TIDE * std::f64::consts::TAU;
        let phase = self.key.with(1).unit() * std::f64::consts::TAU;
        let ellipse = |scale: f64, at: f64| scale * ((angle + at).sin() - at.sin());
        let gust = |part: u64| {
            let curve = self.key.with(part);
            (curve.curve(seconds / 5400.0) - curve.curve(0.0)) * 350.0
        };
        let north = made * cos + ellipse(1400.0, phase) + gust(2);
        let east = made * sin + ellipse(900.0, phase + 1.3) + gust(3);
        let heading = self.set + 90.0 + self.key.with(4).curve(seconds / 3000.0) * 25.0;
        Pose { point: shifted(self.from, (north, east)), heading: Some(heading.rem_euclid(360.0)) }
    }
}
