//! A speed over ground that the way over ground does not have.

use super::{FalsePosition, FalsePositionRules, Pattern};
use crate::event::Finding;
use crate::fix::Fix;
use crate::sphere::KNOT;
use crate::track::Track;

/// Seconds between fixes over which a ship that keeps its course goes straight enough, and over which rounding does not matter.
const NEAR: std::ops::RangeInclusive<f64> = 20.0..=900.0;

/// Pairs of fixes that are needed.
const FEWEST: usize = 8;

pub(super) fn misstated(track: &Track, rules: &FalsePositionRules) -> Vec<FalsePosition> {
    let pairs: Vec<(usize, f64)> =
        track.fixes.windows(2).enumerate().filter_map(|(at, pair)| Some((at, difference(pair)?))).collect();
    let wrong = |pair: &(usize, f64)| pair.1.abs() >= rules.speed_difference_knots;
    let runs = pairs.chunk_by(|a, b| wrong(a) == wrong(b) && a.0 + 1 == b.0);
    runs.filter(|run| run.len() >= FEWEST && run.first().is_some_and(wrong))
        .filter_map(|run| stretch(track, run, rules))
        .collect()
}

/// Knots that two fixes, which agree, state above those of the way between them.
fn difference(pair: &[Fix]) -> Option<f64> {
    let [from, to] = pair else { return None };
    let (said, also) = (from.speed()?, to.speed()?);
    let seconds = from.seconds_to(to);
    let steady =
        (said - also).abs() <= 2.0 && NEAR.contains(&seconds) && from.clock_error() + to.clock_error() < 5000;
    steady.then(|| (said + also) / 2.0 - from.point().distance(to.point()) / seconds / KNOT)
}

fn stretch(track: &Track, run: &[(usize, f64)], rules: &FalsePositionRules) -> Option<FalsePosition> {
    let (start, end) = (run.first()?.0, run.last()?.0 + 1);
    let (first, last) = (*track.fixes.get(start)?, *track.fixes.get(end)?);
    // of one sign: a receiver that filters too much is late, and errs by turns
    let one_sign = run.iter().all(|pair| pair.1 > 0.0) || run.iter().all(|pair| pair.1 < 0.0);
    if !one_sign || last.time - first.time < rules.shortest() {
        return None;
    }
    let least = run.iter().map(|pair| pair.1.abs()).fold(f64::INFINITY, f64::min);
    Some(FalsePosition {
        ship: track.id,
        pattern: Pattern::Speed,
        also: Vec::new(),
        first,
        last,
        before: None,
        measures: vec![Finding::at_least(
            "speed stated and made differ by",
            least,
            rules.speed_difference_knots,
            "knots",
        )],
        confidence: 0.6,
        interference: false,
    })
}
