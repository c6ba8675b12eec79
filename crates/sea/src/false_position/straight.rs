//! A drift that the sea does not make: a straight line at a steady, slow speed, through the turns of wind and tide.

use super::{FalsePosition, FalsePositionRules, Pattern};
use crate::event::Finding;
use crate::fix::Fix;
use crate::sphere::KNOT;
use crate::track::Track;

pub(super) fn straight(track: &Track, rules: &FalsePositionRules) -> Vec<FalsePosition> {
    let length = (rules.straight_hours * 3_600_000.0) as i64;
    let mut found: Vec<FalsePosition> = Vec::new();
    let mut start = track.start();
    while start + length <= track.end() {
        let fixes = track.during(start, start + length);
        if let Some(next) = stretch(track, fixes, rules) {
            match found.last_mut().filter(|last| next.first.time <= last.last.time) {
                Some(last) => last.last = next.last,
                None => found.push(next),
            }
        }
        start += length / 2;
    }
    found
}

fn stretch(track: &Track, fixes: &[Fix], rules: &FalsePositionRules) -> Option<FalsePosition> {
    let (first, last) = (*fixes.first()?, *fixes.last()?);
    let seconds = first.seconds_to(&last);
    if fixes.len() < 24 || seconds < 0.75 * rules.straight_hours * 3600.0 {
        return None;
    }
    let (from, to) = (first.point(), last.point());
    let knots = from.distance(to) / seconds / KNOT;
    if !(0.2..=rules.drift_knots).contains(&knots) {
        return None;
    }
    let off = |fix: &Fix| from.between(to, first.seconds_to(fix) / seconds).distance(fix.point());
    let furthest = fixes.iter().map(off).fold(0.0, f64::max);
    (furthest <= rules.straight_metres).then(|| FalsePosition {
        ship: track.id,
        pattern: Pattern::Straight,
        also: Vec::new(),
        first,
        last,
        before: None,
        measures: vec![
            Finding::at_most("from line and timetable", furthest, rules.straight_metres, "metres"),
            Finding::at_most("speed", knots, rules.drift_knots, "knots"),
        ],
        confidence: 0.7,
        interference: false,
    })
}
