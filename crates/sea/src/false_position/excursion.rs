//! A mark that jumps to where no ship gets in the time, and back.
//!
//! All fixes of a number are put in runs of one track each. If one transmitter sent them all, it was on one chain of runs between which a
//! ship can have gone; the runs beside the chain are elsewhere. The longest chain is taken as the true one. What lies beside it and not
//! between two parts of it jumped once only: which side is false nobody can tell, or whether two stations use the number.

use super::run::{Pace, Run, at_breaks, at_hidden_ends, leads, pieces, reaches, runs};
use super::{FalsePosition, FalsePositionRules, Pattern};
use crate::chart::Chart;
use crate::event::Finding;
use crate::fix::Fix;
use crate::sphere::KNOT;
use crate::track::Split;

/// With more turns than this a number is used by several ships, whatever they call themselves.
const MOST_RUNS: usize = 2000;

/// How many of the runs before are looked at for the one that a ship can have come from.
const BACK: usize = 200;

/// Fixes of a stretch at least: fewer are garbled messages.
const FEWEST: usize = 4;

/// Seconds of a ship's way that have to speak for it before a fix at the end of a run is taken as garbled.
const GARBLED: f64 = 12.0 * 3600.0;

/// `found` are the stretches that are held for false for other reasons: they are no part of the true way.
pub(super) fn excursions(
    split: &Split,
    found: &[FalsePosition],
    pace: Pace,
    chart: &impl Chart,
    rules: &FalsePositionRules,
) -> Vec<FalsePosition> {
    let runs = at_breaks(runs(split, chart), pace);
    if runs.len() < 2 || runs.len() > MOST_RUNS {
        return Vec::new();
    }
    let runs = at_hidden_ends(&pieces(runs, split, found), pace);
    let on_chain = chain(&runs, pace);
    let (start, end) = (on_chain.iter().position(|on| *on), on_chain.iter().rposition(|on| *on));
    // with how many fixes
    let mut found: Vec<(FalsePosition, usize)> = Vec::new();
    for (index, run) in runs.iter().enumerate().filter(|(index, run)| !on_chain[*index] && !run.false_) {
        let between = start.is_some_and(|start| start < index) && end.is_some_and(|end| index < end);
        let before = index.checked_sub(1).and_then(|before| runs[before].fixes.last()).copied();
        let after = runs.get(index + 1).and_then(|after| after.fixes.first()).copied();
        let Some(mut next) = excursion(split, run, (before, after), pace, rules) else { continue };
        if !between && !run.ashore {
            next.confidence = ONCE;
        }
        match found.last_mut() {
            Some((last, fixes)) if last.ship == next.ship && next.first.time - last.last.time <= TOGETHER => {
                last.last = next.last;
                last.confidence = last.confidence.max(next.confidence);
                *fixes += run.fixes.len();
            }
            _ => found.push((next, run.fixes.len())),
        }
    }
    let long = |stretch: &FalsePosition| stretch.last.time - stretch.first.time >= rules.shortest();
    found
        .into_iter()
        .filter(|(stretch, fixes)| *fixes >= FEWEST && long(stretch))
        .map(|found| found.0)
        .collect()
}

/// How sure a jump is without a way back.
const ONCE: f64 = 0.6;

/// Jumps to one track that are no further apart are one stretch, milliseconds.
const TOGETHER: i64 = 6 * 3_600_000;

fn excursion(
    split: &Split,
    run: &Run<'_>,
    (before, after): (Option<Fix>, Option<Fix>),
    pace: Pace,
    rules: &FalsePositionRules,
) -> Option<FalsePosition> {
    let (first, last) = (*run.fixes.first()?, *run.fixes.last()?);
    let jump = |from: Fix, to: Fix| {
        let metres = from.point().distance(to.point());
        (metres, metres / (from.seconds_to(&to).max(1.0) * KNOT))
    };
    let there = before.map(|before| jump(before, first));
    let back = after.map(|after| jump(last, after));
    let sides = || [there, back].into_iter().flatten();
    if sides().next().is_some() && sides().all(|(metres, _)| metres < rules.shortest_jump_metres) {
        return None;
    }
    let knots = sides().map(|(_, knots)| knots).fold(0.0, f64::max);
    let pattern = if run.ashore { Pattern::Land } else { Pattern::Jump };
    Some(FalsePosition {
        ship: split.tracks[run.track].id,
        pattern,
        also: Vec::new(),
        first,
        last,
        before,
        measures: vec![Finding::at_least("speed of the jump", knots, pace.knots, "knots")],
        confidence: if run.ashore { 0.95 } else { 0.85 },
        interference: false,
    })
}

/// Which runs are on the chain that holds the most time of a ship at sea.
fn chain(runs: &[Run<'_>], pace: Pace) -> Vec<bool> {
    let worth = |run: &Run<'_>| match (run.ashore || run.false_, run.fixes) {
        (true, _) => 0.0,
        (false, [first, .., last]) => first.seconds_to(last) + 60.0 * run.fixes.len() as f64,
        (false, fixes) => 60.0 * fixes.len() as f64,
    };
    let mut best: Vec<(f64, Option<usize>)> = Vec::with_capacity(runs.len());
    for (index, run) in runs.iter().enumerate() {
        let earlier = (index.saturating_sub(BACK)..index)
            .filter_map(|before| Some((best[before].0 - cost(&runs[before], run, pace)?, before)));
        let from = earlier.filter(|(worth, _)| *worth > 0.0).max_by(|a, b| a.0.total_cmp(&b.0));
        best.push((worth(run) + from.map_or(0.0, |from| from.0), from.map(|from| from.1)));
    }
    let mut on_chain = vec![false; runs.len()];
    let mut at = (0..runs.len()).max_by(|a, b| best[*a].0.total_cmp(&best[*b].0));
    while let Some(index) = at {
        on_chain[index] = true;
        at = best[index].1;
    }
    on_chain
}

/// What it costs to go on from one run to another: nothing if a ship can, much if it can without one fix, which was garbled then.
fn cost(before: &Run<'_>, run: &Run<'_>, pace: Pace) -> Option<f64> {
    if leads(before, run, pace) {
        return Some(0.0);
    }
    let (last, first) = (before.fixes.last()?, run.fixes.first()?);
    if run.not_from == Some(last.time) {
        return None;
    }
    let without_last = matches!(before.fixes, [.., last, _] if reaches(last, first, pace));
    let without_first = matches!(run.fixes, [_, first, ..] if reaches(last, first, pace));
    (without_last || without_first).then_some(GARBLED)
}
