//! By how much a mark is elsewhere than the ship's own speed and course would have brought it.

use super::FalsePositionRules;
use crate::fix::Fix;
use crate::report::Class;
use crate::sphere::KNOT;

/// Between two fixes that follow one another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// Index of the first fix after it.
    pub(super) at: usize,
    /// From where the ship should be to where its mark is, metres.
    pub(super) north: f64,
    pub(super) east: f64,
    /// How far the ship itself may be off, metres.
    pub(super) error: f64,
}

/// Metres that speak for nothing: receivers, antennas, a clock some seconds off.
const NOISE: f64 = 500.0;

/// Error of a position of the long-range message, metres: see the rules of segments.
const COARSE: f64 = 400.0;

/// Part of its speed by which a ship under way strays from a straight course: weather, currents, small turns.
const STRAYS: f64 = 0.12;

/// Slower than this at one end a ship may have done anything in between, knots.
const UNDER_WAY: f64 = 3.0;

/// Seconds for which even a ship that was at rest, or says nothing of its speed, is taken to go on as it was.
const AT_ONCE: f64 = 900.0;

impl Step {
    /// The step between two fixes; `pace` is the fastest that the ship goes, knots.
    pub(super) fn between(from: &Fix, to: &Fix, at: usize, pace: f64) -> Self {
        let clocks = (from.clock_error() + to.clock_error()) as f64 / 1000.0;
        let seconds = from.seconds_to(to);
        let (north, east) = way(from, to);
        let coarse = if [from, to].iter().any(|fix| fix.class() == Class::LongRange) { COARSE } else { 0.0 };
        let mut error = NOISE + coarse + clocks * pace * KNOT;
        let (Some(first), Some(second)) = (velocity(from), velocity(to)) else {
            return Self { at, north, east, error: error + seconds * pace * KNOT };
        };
        let mean = ((first.0 + second.0) / 2.0, (first.1 + second.1) / 2.0);
        let turned = (first.0 - second.0).hypot(first.1 - second.1) / 2.0;
        error += seconds * (turned + STRAYS * mean.0.hypot(mean.1));
        let slowest = first.0.hypot(first.1).min(second.0.hypot(second.1));
        if slowest < UNDER_WAY * KNOT && seconds > AT_ONCE {
            error += (seconds - AT_ONCE) * pace * KNOT;
        }
        Self { at, north: north - mean.0 * seconds, east: east - mean.1 * seconds, error }
    }

    /// Metres.
    pub(super) fn length(&self) -> f64 {
        self.north.hypot(self.east)
    }

    /// Times the error.
    pub(super) fn weight(&self) -> f64 {
        self.length() / self.error
    }

    /// Metres that are left of two steps together: none of one aside and the same one back.
    pub(super) fn and(&self, other: &Self) -> f64 {
        (self.north + other.north).hypot(self.east + other.east)
    }
}

/// Metres north and east from one fix to another.
fn way(from: &Fix, to: &Fix) -> (f64, f64) {
    let (a, b) = (from.point(), to.point());
    let (metres, bearing) = (a.distance(b), a.bearing(b).to_radians());
    (metres * bearing.cos(), metres * bearing.sin())
}

/// Metres a second north and east that a ship says it makes.
fn velocity(fix: &Fix) -> Option<(f64, f64)> {
    let metres = fix.speed()? * KNOT;
    if metres < 0.5 * KNOT {
        return Some((0.0, 0.0));
    }
    let course = fix.course().or(fix.heading())?.to_radians();
    Some((metres * course.cos(), metres * course.sin()))
}

/// Fixes at sea speed that show how fast a ship goes.
const FEWEST_UNDER_WAY: usize = 50;

/// The fastest that a ship goes, knots: a third above what it says of itself nearly always, with a current; none where it does not say.
pub(super) fn pace<'a>(fixes: impl Iterator<Item = &'a Fix>, rules: &FalsePositionRules) -> Option<f64> {
    let mut speeds: Vec<f64> = fixes.filter_map(Fix::speed).filter(|knots| *knots >= 5.0).collect();
    if speeds.len() < FEWEST_UNDER_WAY {
        return None;
    }
    let most = speeds.len() * 95 / 100;
    let knots = *speeds.select_nth_unstable_by(most, f64::total_cmp).1;
    Some((1.3 * knots + 2.0).min(rules.fastest_knots))
}
