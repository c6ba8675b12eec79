//! Ships that go where wind and current take them.

use super::LoiteringRules;
use crate::fix::{Fix, Record};
use crate::sphere::turn;
use crate::track::Track;

/// A ship that goes sideways, faster than a ship at rest does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drift {
    /// Its first and its last record.
    pub records: [Record; 2],
    /// Metres from its beginning to its end.
    pub metres: f64,
    /// Mean degrees between course and heading.
    pub degrees: f64,
}

/// The times at which a ship drifts as the Danish Maritime Authority's analysis has it: position by position at the speed of a drift, with a course
/// far from the heading, without a break and for long enough. A ship that says it is at anchor or moored swings, and does not drift.
///
/// A ship adrift at less than the slowest speed is not found: wind alone moves a laden tanker at half a knot. See [`sideways`].
pub fn drifts(track: &Track, rules: &LoiteringRules) -> Vec<Drift> {
    let told: Vec<&Fix> =
        track.fixes.iter().filter(|fix| angle(fix).is_some() && fix.speed().is_some()).collect();
    let alike = |a: &&Fix, b: &&Fix| drifting(a, rules) == drifting(b, rules);
    let stretches = told.chunk_by(alike).filter(|stretch| drifting(stretch[0], rules));
    stretches.filter_map(|stretch| Drift::of(stretch, rules)).collect()
}

/// Share of the positions with course and heading in which the ship moves and the course lies across the heading, at whatever speed up to
/// that of a drift; none where no position says both. A ship at anchor that swings has such positions too: ask for its status first.
pub fn sideways(fixes: &[Fix], rules: &LoiteringRules) -> Option<f64> {
    let told: Vec<(f64, f64)> = fixes.iter().filter_map(|fix| fix.speed().zip(angle(fix))).collect();
    let across = |(knots, degrees): &&(f64, f64)| {
        *degrees > rules.drift_degrees && (MOVING..=rules.drift_fastest_knots).contains(knots)
    };
    (!told.is_empty()).then(|| told.iter().filter(across).count() as f64 / told.len() as f64)
}

/// Knots below which a course over ground is noise.
const MOVING: f64 = 0.2;

/// Degrees between course and heading.
fn angle(fix: &Fix) -> Option<f64> {
    fix.course().zip(fix.heading()).map(|(course, heading)| turn(course, heading))
}

fn drifting(fix: &Fix, rules: &LoiteringRules) -> bool {
    let speed = rules.drift_slowest_knots..=rules.drift_fastest_knots;
    fix.speed().is_some_and(|knots| speed.contains(&knots))
        && angle(fix).is_some_and(|degrees| degrees > rules.drift_degrees)
        && !matches!(fix.status(), Some(1 | 5 | 6))
}

impl Drift {
    fn of(stretch: &[&Fix], rules: &LoiteringRules) -> Option<Self> {
        let (first, last) = (stretch.first()?, stretch.last()?);
        let metres = first.point().distance(last.point());
        let long = first.seconds_to(last) >= rules.drift_minutes * 60.0 && metres > rules.drift_metres;
        let angles: f64 = stretch.iter().filter_map(|fix| angle(fix)).sum();
        long.then(|| Self {
            records: [first.record(), last.record()],
            metres,
            degrees: angles / stretch.len() as f64,
        })
    }
}
