//! One place, to the last digit, while speed and course say that the ship is under way.

use super::{FalsePosition, FalsePositionRules, Pattern};
use crate::event::Finding;
use crate::fix::Fix;
use crate::track::Track;

pub(super) fn frozen(track: &Track, rules: &FalsePositionRules) -> Vec<FalsePosition> {
    let moves = |fix: &Fix| fix.speed().is_some_and(|knots| knots >= rules.frozen_knots);
    let same = |a: &Fix, b: &Fix| {
        moves(a) == moves(b)
            && a.point().distance(b.point()) <= rules.frozen_metres
            && b.time - a.time <= 4 * rules.longest_break()
    };
    track.fixes.chunk_by(same).filter_map(|fixes| stretch(track, fixes, rules)).collect()
}

fn stretch(track: &Track, fixes: &[Fix], rules: &FalsePositionRules) -> Option<FalsePosition> {
    let (first, last) = (*fixes.first()?, *fixes.last()?);
    let moving =
        fixes.iter().filter(|fix| fix.speed().is_some_and(|knots| knots >= rules.frozen_knots)).count();
    let hours = first.seconds_to(&last) / 3600.0;
    if fixes.len() < 4 || last.time - first.time < rules.shortest() || moving < fixes.len() {
        return None;
    }
    // the speed must have carried the ship well away: a log that hangs at a berth shows a knot or so
    let mut speeds: Vec<f64> = fixes.iter().filter_map(Fix::speed).collect();
    let middle = speeds.len() / 2;
    let knots = *speeds.select_nth_unstable_by(middle, f64::total_cmp).1;
    Some(FalsePosition {
        ship: track.id,
        pattern: Pattern::Frozen,
        also: Vec::new(),
        first,
        last,
        before: None,
        measures: vec![
            Finding::at_least("speed that it states", knots, rules.frozen_knots, "knots"),
            Finding::at_least("time in one place", hours * 60.0, rules.shortest_minutes, "minutes"),
        ],
        confidence: if hours >= 2.0 { 0.95 } else { 0.85 },
        interference: false,
    })
}
