//! A track that steps aside by miles, goes on in parallel, and steps back by the same way.
//!
//! One step of the two has to be more than the ship can do; of the other, which a silence may hide, it is enough that speed and course
//! contradict it. That both are the same way, there and back, no turn of a ship explains.

use super::step::Step;
use super::{FalsePosition, FalsePositionRules, Pattern};
use crate::event::{Finding, TrackId};
use crate::fix::Fix;

/// Times its error that a step is if nothing but a false position explains it, that each of two is that could be chance by themselves, and
/// that the other one of a plain step is.
const PLAIN: f64 = 8.0;
const EACH: f64 = 4.0;
const HIDDEN: f64 = 2.0;

/// Times both errors, and part of the shorter step, by which the two may differ.
const ERRORS: f64 = 1.5;
const PART: f64 = 0.3;

/// Fixes in between at least: a garbled message is one.
const FEWEST: usize = 4;

/// A silence longer than this says nothing of the way in it, hours.
const SILENCE: f64 = 12.0;

/// An offset is no longer than this, hours: the ship's own way in between is not known for ever.
const LONGEST: f64 = 120.0;

/// And no longer than this where no step is plain: the longer, the more chances have two to be alike.
const LONGEST_UNSEEN: f64 = 24.0;

/// More steps than this are no offset, but two ships.
const MOST: usize = 400;

/// `fixes` are all of a number, in order of time, with the track that each is in.
pub(super) fn offsets(fixes: &[(Fix, TrackId)], pace: f64, rules: &FalsePositionRules) -> Vec<FalsePosition> {
    let steps = steps(fixes, pace, rules);
    if steps.len() > MOST {
        return Vec::new();
    }
    let mut pairs: Vec<(f64, Step, Step)> = Vec::new();
    for (index, out) in steps.iter().enumerate() {
        let later = steps.iter().skip(index + 1);
        pairs.extend(later.filter_map(|back| Some((pair(fixes, out, back, rules)?, *out, *back))));
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1.at, a.2.at).cmp(&(b.1.at, b.2.at))));
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let mut found = Vec::new();
    for (_, out, back) in pairs {
        if taken.iter().all(|(from, to)| back.at <= *from || *to <= out.at) {
            taken.push((out.at, back.at));
            found.extend(stretch(fixes, &out, &back, rules));
        }
    }
    found
}

fn steps(fixes: &[(Fix, TrackId)], pace: f64, rules: &FalsePositionRules) -> Vec<Step> {
    let near = fixes.windows(2).enumerate();
    let step = near.filter_map(|(at, pair)| match pair {
        [(from, _), (to, _)] if from.seconds_to(to) <= SILENCE * 3600.0 => {
            Some(Step::between(from, to, at + 1, pace))
        }
        _ => None,
    });
    step.filter(|step| step.length() >= rules.shortest_jump_metres && step.weight() >= HIDDEN).collect()
}

/// How much two steps differ, in their errors, if one may be the other one back.
fn pair(fixes: &[(Fix, TrackId)], out: &Step, back: &Step, rules: &FalsePositionRules) -> Option<f64> {
    let (more, less) = (out.weight().max(back.weight()), out.weight().min(back.weight()));
    let (first, last) = (fixes.get(out.at)?.0, fixes.get(back.at.checked_sub(1)?)?.0);
    let span = last.time - first.time;
    let left = out.and(back);
    let same = left <= ERRORS * (out.error + back.error) && left <= PART * out.length().min(back.length());
    let plain = more >= PLAIN && less >= HIDDEN;
    let sure = plain || (less >= EACH && span as f64 <= LONGEST_UNSEEN * 3.6e6);
    let long = span >= rules.shortest() && span as f64 <= LONGEST * 3.6e6 && back.at - out.at >= FEWEST;
    (same && sure && long).then(|| left / (out.error + back.error))
}

fn stretch(
    fixes: &[(Fix, TrackId)],
    out: &Step,
    back: &Step,
    rules: &FalsePositionRules,
) -> Option<FalsePosition> {
    let (first, ship) = *fixes.get(out.at)?;
    let last = fixes.get(back.at.checked_sub(1)?)?.0;
    let before = fixes.get(out.at.checked_sub(1)?)?.0;
    let both = out.weight().min(back.weight()) >= EACH;
    Some(FalsePosition {
        ship,
        pattern: Pattern::Offset,
        also: Vec::new(),
        first,
        last,
        before: Some(before),
        measures: vec![
            Finding::at_least("step aside", out.length(), rules.shortest_jump_metres, "metres"),
            Finding::at_least("step back", back.length(), rules.shortest_jump_metres, "metres"),
            Finding::at_most("step aside and back differ by", out.and(back), PART * out.length(), "metres"),
        ],
        confidence: if both { 0.9 } else { 0.8 },
        interference: false,
    })
}
