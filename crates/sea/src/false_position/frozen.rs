//! One place, to within a receiver's error, while speed and course say that the ship is under way.

use super::{FalsePosition, FalsePositionRules, Pattern};
use crate::event::Finding;
use crate::fix::Fix;
use crate::track::Track;

pub(super) fn frozen(track: &Track, rules: &FalsePositionRules) -> Vec<FalsePosition> {
    let moves = |fix: &Fix| fix.speed().is_some_and(|knots| knots >= rules.frozen_knots);
    let mut found = Vec::new();
    let mut rest = &track.fixes[..];
    while let Some(first) = rest.first() {
        // all measured from the first: a ship that creeps leaves it
        let stays = |fix: &&Fix| moves(fix) && first.point().distance(fix.point()) <= rules.frozen_metres;
        let near = rest.iter().take_while(stays).count();
        let breaks = |pair: &[Fix]| matches!(pair, [a, b] if b.time - a.time > 4 * rules.longest_break());
        let length = rest[..near].windows(2).position(breaks).map_or(near, |at| at + 1);
        found.extend(stretch(track, &rest[..length], rules));
        rest = &rest[length.max(1)..];
    }
    found
}

fn stretch(track: &Track, fixes: &[Fix], rules: &FalsePositionRules) -> Option<FalsePosition> {
    let (first, last) = (*fixes.first()?, *fixes.last()?);
    let hours = first.seconds_to(&last) / 3600.0;
    if fixes.len() < 4 || last.time - first.time < rules.shortest() {
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
