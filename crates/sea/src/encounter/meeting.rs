//! One meeting of two ships, from all that both saw of it.

use super::rules::EncounterRules;
use super::run::{Mode, Run, mean, median};
use crate::sphere::Point;

/// A meeting of two ships: their runs, joined where they overlap or are near in time.
///
/// Mean place, medians and numbers of fixes are made as in the published pipeline: places weighted by the length of the runs, medians
/// of the runs' medians, fixes summed over the runs of both, so that each fix counts as often as it lies in a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Meeting {
    /// Numbers of the two tracks, the lesser first.
    pub pair: [u32; 2],
    /// Whether they went somewhere.
    pub mode: Mode,
    /// When they were first together, milliseconds since 1970, UTC.
    pub start: i64,
    /// When they last were.
    pub end: i64,
    /// Hours that they were together, which is less than from start to end where several runs are one meeting.
    pub together: f64,
    /// Mean place of both.
    pub mean: Point,
    /// Where it began and ended: places of the ship whose run is first, and of that whose run is last.
    pub ends: [Point; 2],
    /// Median distance, metres.
    pub metres: f64,
    /// Median speed, knots.
    pub knots: f64,
    /// Median speed of each, knots; that of both where only one saw it.
    pub knots_of: [f64; 2],
    /// Fixes of the first and of the second ship behind the looks.
    pub fixes: [u32; 2],
    /// Looks at which both places were known.
    pub looks: u32,
    /// Looks at which they were together only if a clock was off.
    pub widened: u32,
    /// Runs that it is made of.
    pub runs: usize,
    /// The longest run's share of looks that have a place: what is left is silence of both or of the one.
    pub known: f64,
}

impl Meeting {
    /// Hours from start to end.
    pub fn hours(&self) -> f64 {
        (self.end - self.start) as f64 / 3_600_000.0
    }

    fn of(runs: &[Run], rules: &EncounterRules) -> Option<Self> {
        let first = runs.first()?;
        let until = runs.iter().map(|run| run.buckets[1]).max()?;
        let last = runs.iter().find(|run| run.buckets[1] == until)?;
        let minutes: f64 = runs.iter().map(|run| run.minutes(rules).max(f64::MIN_POSITIVE)).sum();
        let weighted = |run: &Run| (run.mean, run.minutes(rules).max(f64::MIN_POSITIVE) / minutes);
        let knots = median(runs.iter().map(|run| run.knots));
        let knots_of = |side: usize| {
            let by_side = || runs.iter().filter(|run| run.by == side).map(|run| run.knots);
            if by_side().next().is_some() { median(by_side()) } else { knots }
        };
        let fixes = |side: usize| runs.iter().map(|run| run.fixes[usize::from(run.by != side)]).sum();
        // both runs of a pair see the same looks
        let looks = |count: fn(&Run) -> u32| {
            let by = |side: usize| runs.iter().filter(move |run| run.by == side).map(count).sum::<u32>();
            by(0).max(by(1))
        };
        let together = together(runs, rules);
        let (seen, widened) = (looks(|run| run.looks), looks(|run| run.widened));
        Some(Self {
            pair: first.pair,
            mode: first.mode,
            start: rules.time(first.buckets[0]),
            end: rules.time(last.buckets[1]),
            together,
            mean: mean(runs.iter().map(weighted)),
            ends: [first.ends[0], last.ends[1]],
            metres: median(runs.iter().map(|run| run.metres)),
            knots,
            knots_of: [0, 1].map(knots_of),
            fixes: [0, 1].map(fixes),
            looks: seen,
            widened,
            runs: runs.len(),
            known: (f64::from(seen) * rules.step_minutes / 60.0 / together.max(f64::MIN_POSITIVE)).min(1.0),
        })
    }
}

/// Hours that any of the runs covers.
fn together(runs: &[Run], rules: &EncounterRules) -> f64 {
    let (mut looks, mut until) = (0, i32::MIN);
    for run in runs {
        looks += (run.buckets[1] - run.buckets[0].max(until)).max(0);
        until = until.max(run.buckets[1]);
    }
    f64::from(looks) * rules.step_minutes / 60.0
}

/// The meetings of every pair, in order of pair, and of time within a pair and a mode. The runs must be in their order.
pub fn meetings(runs: &[Run], rules: &EncounterRules) -> Vec<Meeting> {
    let mut meetings = Vec::new();
    for pair in runs.chunk_by(|a, b| a.pair == b.pair) {
        for mode in [Mode::Slow, Mode::UnderWay] {
            let of_mode: Vec<Run> = pair.iter().filter(|run| run.mode == mode).copied().collect();
            merge(&of_mode, rules, &mut meetings);
        }
    }
    meetings
}

fn merge(runs: &[Run], rules: &EncounterRules, meetings: &mut Vec<Meeting>) {
    let looks = rules.merge_hours * 60.0 / rules.step_minutes;
    let mut from = 0;
    let mut until = i32::MIN;
    for (index, run) in runs.iter().enumerate() {
        if index > 0 && f64::from(run.buckets[0]) - f64::from(until) >= looks {
            meetings.extend(Meeting::of(&runs[from..index], rules));
            from = index;
        }
        until = until.max(run.buckets[1]);
    }
    meetings.extend(Meeting::of(&runs[from..], rules));
}
