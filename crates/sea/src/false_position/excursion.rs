//! A mark that jumps to where no ship gets in the time, and back.
//!
//! All fixes of a number are put in runs of one track each. If one transmitter sent them all, it was on one chain of runs between which a
//! ship can have gone; the runs beside the chain are elsewhere. The longest chain is taken as the true one.

use super::{FalsePosition, FalsePositionRules, Pattern};
use crate::chart::Chart;
use crate::event::Finding;
use crate::fix::Fix;
use crate::sphere::KNOT;
use crate::track::Split;
use crate::vessel::Trait;

/// Fixes of one track that follow one another, of all fixes of the number.
struct Run<'a> {
    track: usize,
    fixes: &'a [Fix],
    /// Whether it is on land, for more than half of it.
    ashore: bool,
}

/// With more turns than this a number is used by several ships, whatever they call themselves.
const MOST_RUNS: usize = 2000;

/// How many of the runs before are looked at for the one that a ship can have come from.
const BACK: usize = 200;

pub(super) fn excursions(
    split: &Split,
    chart: &impl Chart,
    rules: &FalsePositionRules,
) -> Vec<FalsePosition> {
    if split.tracks.len() < 2 || several_ships(split) {
        return Vec::new();
    }
    let runs = runs(split, chart);
    let fixes: usize = runs.iter().map(|run| run.fixes.len()).sum();
    let by_turns = runs.len() > 3 && (fixes as f64) < rules.fewest_in_turn * runs.len() as f64;
    if runs.len() > MOST_RUNS || by_turns {
        return Vec::new();
    }
    let on_chain = chain(&runs, rules);
    let mut found: Vec<FalsePosition> = Vec::new();
    for (index, run) in runs.iter().enumerate().filter(|(index, _)| !on_chain[*index]) {
        let before = index.checked_sub(1).and_then(|before| runs[before].fixes.last()).copied();
        let Some(next) = excursion(split, run, before, rules) else { continue };
        match found.last_mut() {
            Some(last) if last.ship == next.ship && next.first.time - last.last.time <= 6 * 3_600_000 => {
                last.last = next.last;
                last.confidence = last.confidence.max(next.confidence);
            }
            _ => found.push(next),
        }
    }
    found.retain(|stretch| stretch.last.time - stretch.first.time >= rules.shortest());
    found
}

fn excursion(
    split: &Split,
    run: &Run<'_>,
    before: Option<Fix>,
    rules: &FalsePositionRules,
) -> Option<FalsePosition> {
    let (first, last) = (*run.fixes.first()?, *run.fixes.last()?);
    let jump = before.map_or(0.0, |before| before.point().distance(first.point()));
    if before.is_some() && jump < rules.shortest_jump_metres {
        return None;
    }
    let knots = before.map_or(0.0, |before| jump / (before.seconds_to(&first).max(1.0) * KNOT));
    let pattern = if run.ashore { Pattern::Land } else { Pattern::Jump };
    Some(FalsePosition {
        ship: split.tracks[run.track].id,
        pattern,
        also: Vec::new(),
        first,
        last,
        before,
        measures: vec![Finding::at_least("speed of the jump", knots, rules.fastest_knots, "knots")],
        confidence: if run.ashore { 0.95 } else { 0.85 },
        interference: false,
    })
}

/// Whether the number's ships call themselves by different names or hulls.
fn several_ships(split: &Split) -> bool {
    let said = || split.tracks.iter().flat_map(|track| &track.sayings).chain(&split.unclear);
    let differ = |which: fn(&Trait) -> bool| {
        let mut values: Vec<(Trait, u32)> = Vec::new();
        for saying in said().filter(|saying| which(&saying.trait_)) {
            match values.iter_mut().find(|(value, _)| *value == saying.trait_) {
                Some((_, count)) => *count += saying.count,
                None => values.push((saying.trait_, saying.count)),
            }
        }
        // letters that the radio garbled do not come twice
        values.iter().filter(|(_, count)| *count >= 2).count() > 1
    };
    differ(|said| matches!(said, Trait::Imo(_))) || differ(|said| matches!(said, Trait::Dimensions(_)))
}

fn runs<'a>(split: &'a Split, chart: &impl Chart) -> Vec<Run<'a>> {
    let mut next = vec![0; split.tracks.len()];
    let mut runs: Vec<Run<'a>> = Vec::new();
    let head = |next: &[usize], track: usize| split.tracks[track].fixes.get(next[track]);
    while let Some(track) =
        (0..next.len()).filter(|track| head(&next, *track).is_some()).min_by_key(|track| head(&next, *track))
    {
        // as far as this track goes before any other one speaks
        let others =
            (0..next.len()).filter(|other| *other != track).filter_map(|other| head(&next, other)).min();
        let fixes = &split.tracks[track].fixes[next[track]..];
        let length = others.map_or(fixes.len(), |other| fixes.partition_point(|fix| fix < other)).max(1);
        next[track] += length;
        runs.push(Run { track, fixes: &fixes[..length], ashore: ashore(&fixes[..length], chart) });
    }
    runs
}

fn ashore(fixes: &[Fix], chart: &impl Chart) -> bool {
    let sample = || fixes.iter().step_by(fixes.len().div_ceil(9).max(1));
    let inland = sample().filter(|fix| chart.on_land(fix.point()).is_some()).count();
    2 * inland > sample().count()
}

/// Which runs are on the chain that holds the most time of a ship at sea.
fn chain(runs: &[Run<'_>], rules: &FalsePositionRules) -> Vec<bool> {
    let worth = |run: &Run<'_>| match (run.ashore, run.fixes) {
        (true, _) => 0.0,
        (false, [first, .., last]) => first.seconds_to(last) + 60.0 * run.fixes.len() as f64,
        (false, fixes) => 60.0 * fixes.len() as f64,
    };
    let mut best: Vec<(f64, Option<usize>)> = Vec::with_capacity(runs.len());
    for (index, run) in runs.iter().enumerate() {
        let earlier =
            (index.saturating_sub(BACK)..index).filter(|before| follows(&runs[*before], run, rules));
        let from = earlier.max_by(|a, b| best[*a].0.total_cmp(&best[*b].0));
        best.push((worth(run) + from.map_or(0.0, |from| best[from].0), from));
    }
    let mut on_chain = vec![false; runs.len()];
    let mut at = (0..runs.len()).max_by(|a, b| best[*a].0.total_cmp(&best[*b].0));
    while let Some(index) = at {
        on_chain[index] = true;
        at = best[index].1;
    }
    on_chain
}

/// Whether a ship can have gone from the end of one run to the beginning of another.
fn follows(before: &Run<'_>, run: &Run<'_>, rules: &FalsePositionRules) -> bool {
    let (Some(last), Some(first)) = (before.fixes.last(), run.fixes.first()) else { return false };
    if before.track == run.track {
        return true;
    }
    let clocks = (last.clock_error() + first.clock_error()) as f64 / 1000.0;
    let seconds = last.seconds_to(first) + clocks;
    last.point().distance(first.point()) <= rules.fastest_knots / 2.0 * KNOT * seconds + 1000.0
}
