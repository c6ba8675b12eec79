//! Positions that are false: what a ship, or somebody who disturbs its satellite receiver, makes of its track.

use super::motion::Pose;
use super::path::shifted;
use super::random::Key;
use crate::sphere::{KNOT, Point};

/// A stretch of time over which a ship says that it is elsewhere.
#[derive(Debug, Clone)]
pub(super) struct Lie {
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) pattern: Pattern,
}

/// What false tracks look like.
#[derive(Debug, Clone)]
pub(super) enum Pattern {
    /// The true way, moved by metres north and east.
    Offset(f64, f64),
    /// Round a circle: radius in metres, knots.
    Circle { centre: Point, radius: f64, knots: f64 },
    /// Round a rectangle that stands on its corner: sides in metres, knots.
    Rectangle { corner: Point, sides: (f64, f64), knots: f64, turned: f64 },
    /// One place, while speed and course go on.
    Frozen(Point),
    /// A place on land, an airport mostly, to which a jammed receiver jumps for minutes at a time, and then back.
    Jump { to: Point, key: Key },
    /// Near a place at sea, and exactly on it again and again.
    Return { to: Point, key: Key },
}

impl Lie {
    /// Whether speed and course stay those of the ship.
    pub(super) fn keeps_motion(&self) -> bool {
        matches!(self.pattern, Pattern::Frozen(_))
    }

    /// Where the ship says that it is.
    pub(super) fn pose(&self, time: i64, truly: Pose) -> Pose {
        let seconds = (time - self.start) as f64 / 1000.0;
        match &self.pattern {
            Pattern::Offset(north, east) => Pose { point: shifted(truly.point, (*north, *east)), ..truly },
            Pattern::Circle { centre, radius, knots } => {
                let angle = (seconds * knots * KNOT / radius.max(1.0)).to_degrees();
                Pose {
                    point: centre.destination(angle, *radius),
                    heading: Some((angle + 90.0).rem_euclid(360.0)),
                }
            }
            Pattern::Rectangle { corner, sides, knots, turned } => {
                rectangle(*corner, *sides, *turned, seconds * knots * KNOT)
            }
            Pattern::Frozen(at) => Pose { point: *at, heading: truly.heading },
            Pattern::Jump { to, key } => jump(*to, *key, time, truly),
            Pattern::Return { to, key } => near(*to, *key, seconds),
        }
    }
}

/// The pose after so many metres round a rectangle.
fn rectangle(corner: Point, (long, short): (f64, f64), turned: f64, metres: f64) -> Pose {
    let along = metres.rem_euclid(2.0 * (long + short));
    let (side, north, east) = if along < long {
        (0.0, along, 0.0)
    } else if along < long + short {
        (90.0, long, along - long)
    } else if along < 2.0 * long + short {
        (180.0, 2.0 * long + short - along, short)
    } else {
        (270.0, 0.0, 2.0 * (long + short) - along)
    };
    let (sin, cos) = turned.to_radians().sin_cos();
    let point = shifted(corner, (north * cos - east * sin, north * sin + east * cos));
    Pose { point, heading: Some((side + turned).rem_euclid(360.0)) }
}

/// The airport in two of three stretches of twelve minutes, the true place in the others.
fn jump(to: Point, key: Key, time: i64, truly: Pose) -> Pose {
    let stretch = time.div_euclid(720_000);
    if key.with(stretch as u64).unit() < 0.33 {
        return truly;
    }
    let wander = |part: u64| key.with(part).curve(time as f64 / 60_000.0) * 60.0;
    Pose { point: shifted(to, (wander(1), wander(2))), heading: truly.heading }
}

/// Out to a mile or two and back to the same point, every few hours.
fn near(to: Point, key: Key, seconds: f64) -> Pose {
    const ROUND: f64 = 14_400.0;
    let round = (seconds / ROUND).floor();
    let share = seconds / ROUND - round;
    let key = key.with(round as u64);
    // half an hour on the point itself in each round
    let out = ((share - 0.125) / 0.875).clamp(0.0, 1.0);
    let metres = (out * std::f64::consts::PI).sin() * (1500.0 + 2500.0 * key.with(1).unit());
    let bearing = key.with(2).unit() * 360.0 + out * 60.0;
    Pose { point: to.destination(bearing, metres), heading: Some(bearing.rem_euclid(360.0)) }
}
