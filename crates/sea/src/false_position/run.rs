//! All fixes of one number in runs, each of one track and of one way that the ship can have gone.

use super::FalsePosition;
use super::step::Step;
use crate::chart::Chart;
use crate::fix::Fix;
use crate::sphere::KNOT;
use crate::track::Split;
use std::collections::BTreeSet;

/// Fixes of one track that follow one another, of all fixes of the number.
#[derive(Clone, Copy)]
pub(super) struct Run<'a> {
    pub(super) track: usize,
    pub(super) fixes: &'a [Fix],
    /// Whether it is on land, for more than half of it.
    pub(super) ashore: bool,
    /// Whether it is held for false for another reason.
    pub(super) false_: bool,
    /// The end of a run from which this one does not go on, though a ship can get there: speed and course contradict it.
    pub(super) not_from: Option<i64>,
}

/// How fast the ship goes.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    /// Knots.
    pub(super) knots: f64,
    /// Whether it says so itself; if not, what its track takes as one way is one.
    pub(super) known: bool,
}

/// Metres between fixes that are never a jump: noise, antennas, clocks.
const NOISE: f64 = 1000.0;

pub(super) fn runs<'a>(split: &'a Split, chart: &impl Chart) -> Vec<Run<'a>> {
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
        runs.push(Run {
            track,
            fixes: &fixes[..length],
            ashore: ashore(&fixes[..length], chart),
            false_: false,
            not_from: None,
        });
    }
    runs
}

/// The same runs, cut where a mark is faster than the ship goes.
pub(super) fn at_breaks<'a>(runs: Vec<Run<'a>>, pace: Pace) -> Vec<Run<'a>> {
    if !pace.known {
        return runs;
    }
    let cut = |run: Run<'a>| {
        run.fixes
            .chunk_by(|a, b| reaches(a, b, pace))
            .map(move |fixes| Run { fixes, ..run })
            .collect::<Vec<_>>()
    };
    runs.into_iter().flat_map(cut).collect()
}

/// Whether the ship can have gone from one place to another.
pub(super) fn reaches(from: &Fix, to: &Fix, pace: Pace) -> bool {
    let clocks = (from.clock_error() + to.clock_error()) as f64 / 1000.0;
    let metres = from.point().distance(to.point());
    metres <= pace.knots * KNOT * (from.seconds_to(to) + clocks) + NOISE
}

/// The same runs, cut where stretches begin and end that are held for false.
pub(super) fn pieces<'a>(runs: Vec<Run<'a>>, split: &Split, found: &[FalsePosition]) -> Vec<Run<'a>> {
    let cut = |run: Run<'a>| {
        let id = split.tracks[run.track].id;
        let spans = found.iter().filter(move |stretch| stretch.ship == id && stretch.confidence >= 0.7);
        let spans: Vec<(i64, i64)> = spans.map(|stretch| (stretch.first.time, stretch.last.time)).collect();
        let inside = move |fix: &Fix| spans.iter().any(|(first, last)| (*first..=*last).contains(&fix.time));
        let pieces = run.fixes.chunk_by(|a, b| inside(a) == inside(b));
        let piece = |fixes: &'a [Fix]| Run { fixes, false_: fixes.first().is_some_and(&inside), ..run };
        pieces.map(piece).collect::<Vec<_>>()
    };
    runs.into_iter().flat_map(cut).collect()
}

fn ashore(fixes: &[Fix], chart: &impl Chart) -> bool {
    let sample = || fixes.iter().step_by(fixes.len().div_ceil(9).max(1));
    let inland = sample().filter(|fix| chart.on_land(fix.point()).is_some()).count();
    2 * inland > sample().count()
}

/// A step that speed and course contradict is so many times its error at least.
const CONTRADICTED: f64 = 3.0;

/// How far before or after a jump the other end of a stretch is looked for, milliseconds: five days.
const FAR: i64 = 120 * 3_600_000;

/// The same runs, cut at the silence that hides the other end of a jump.
///
/// Where a mark jumps and none of the runs around goes on from the other side, one end of a false stretch was not heard. It is the silence
/// over which the way contradicts speed and course most, and without what lies between it and the jump a ship can have gone.
pub(super) fn at_hidden_ends<'a>(runs: &[Run<'a>], pace: Pace) -> Vec<Run<'a>> {
    let jumps = (0..runs.len()).filter(|index| unexplained(runs, *index, pace));
    // which run, and the index of its first fix after the silence
    let ends: BTreeSet<(usize, usize)> = jumps
        .filter_map(|index| {
            let (before, at) = hidden(runs.get(index)?, runs.get(index + 1)?, pace)?;
            Some((if before { index } else { index + 1 }, at))
        })
        .collect();
    let cut = |(index, run): (usize, &Run<'a>)| {
        let inner = ends.range((index, 0)..(index + 1, 0)).map(|(_, at)| *at);
        let bounds: Vec<usize> = [0].into_iter().chain(inner).chain([run.fixes.len()]).collect();
        let piece = |bound: &[usize]| {
            let fixes = &run.fixes[bound[0]..bound[1]];
            let before = bound[0].checked_sub(1).and_then(|last| run.fixes.get(last));
            Run { fixes, not_from: before.map(|last| last.time), ..*run }
        };
        bounds.windows(2).map(piece).collect::<Vec<_>>()
    };
    runs.iter().enumerate().flat_map(cut).collect()
}

/// Whether the mark jumps from one run to the next, and both sides of neither run fit together.
fn unexplained(runs: &[Run<'_>], index: usize, pace: Pace) -> bool {
    let leads = |from: Option<usize>, to: usize| {
        let (Some(from), Some(to)) = (from.and_then(|from| runs.get(from)), runs.get(to)) else {
            return false;
        };
        leads(from, to, pace)
    };
    let before = index.checked_sub(1);
    !leads(Some(index), index + 1) && !leads(before, index + 1) && !leads(Some(index), index + 2)
}

/// Whether a ship can have gone from the end of one run to the beginning of another.
pub(super) fn leads(before: &Run<'_>, run: &Run<'_>, pace: Pace) -> bool {
    let (Some(last), Some(first)) = (before.fixes.last(), run.fixes.first()) else { return false };
    if run.not_from == Some(last.time) {
        return false;
    }
    (before.track == run.track && !pace.known) || reaches(last, first, pace)
}

/// The index of the fix after a hidden end, and whether it is in the run before the jump.
fn hidden(before: &Run<'_>, after: &Run<'_>, pace: Pace) -> Option<(bool, usize)> {
    let (jump_from, jump_to) = (before.fixes.last()?, after.fixes.first()?);
    let weight = |(at, pair): (usize, &[Fix])| match pair {
        [from, to] => (Step::between(from, to, at + 1, pace.knots).weight(), at + 1),
        _ => (0.0, at + 1),
    };
    let steps = |run: &Run<'_>| run.fixes.windows(2).enumerate().map(weight).collect::<Vec<_>>();
    let mut ends: Vec<(f64, bool, usize)> = Vec::new();
    for (weight, at) in steps(before).into_iter().filter(|(weight, _)| *weight >= CONTRADICTED) {
        let last = &before.fixes[at - 1];
        if jump_to.time - last.time <= FAR && reaches(last, jump_to, pace) {
            ends.push((weight, true, at));
        }
    }
    for (weight, at) in steps(after).into_iter().filter(|(weight, _)| *weight >= CONTRADICTED) {
        let first = &after.fixes[at];
        if first.time - jump_from.time <= FAR && reaches(jump_from, first, pace) {
            ends.push((weight, false, at));
        }
    }
    ends.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, before, at)| (before, at))
}
