//! Round and round, each lap on the wake of the one before: circles, boxes, any figure that a machine draws.

use super::{FalsePosition, FalsePositionRules, Pattern};
use crate::event::Finding;
use crate::fix::Fix;
use crate::sphere::{KNOT, Point};
use crate::track::Track;

/// Hours of a stretch that is looked at for laps, and how far the next one begins after it.
const WINDOW_HOURS: f64 = 6.0;
const STEP_HOURS: f64 = 3.0;

/// Places of a stretch that are compared with those a lap later.
const COMPARED: u32 = 48;

/// A figure is no wider than this, metres.
const WIDEST: f64 = 60_000.0;

pub(super) fn laps(track: &Track, rules: &FalsePositionRules) -> Vec<FalsePosition> {
    let mut found: Vec<FalsePosition> = Vec::new();
    let hours = |hours: f64| (hours * 3_600_000.0) as i64;
    let mut start = track.start();
    while start < track.end() {
        let fixes = track.during(start, start + hours(WINDOW_HOURS));
        if let Some(next) = stretch(track, fixes, rules) {
            match found.last_mut().filter(|last| next.first.time <= last.last.time) {
                Some(last) => last.last = next.last,
                None => found.push(next),
            }
        }
        let after = track.fixes.partition_point(|fix| fix.time < start + hours(STEP_HOURS));
        let Some(next) = track.fixes.get(after) else { break };
        start = (start + hours(STEP_HOURS)).max(next.time);
    }
    found
}

fn stretch(track: &Track, fixes: &[Fix], rules: &FalsePositionRules) -> Option<FalsePosition> {
    let (first, last) = (*fixes.first()?, *fixes.last()?);
    let whole = last.time - first.time;
    if fixes.len() < 16
        || (whole as f64) < 3.0 * rules.shortest_lap_minutes * 60_000.0
        || !goes_round(fixes, rules)
    {
        return None;
    }
    let shortest = (rules.shortest_lap_minutes * 60_000.0) as i64;
    let longest = (whole as f64 / rules.fewest_laps) as i64;
    let finest = 30_000.max((longest - shortest) / 600);
    let mut lags = (0..).map(|step| shortest + step * finest).take_while(|lag| *lag <= longest);
    // a coarse look first: the way moves little between two lags
    let metres = rules.lap_metres;
    let lag = lags.find(|lag| apart(track, fixes, *lag) <= metres)?;
    let refined = (-4..=4).map(|step| lag + step * finest / 4 + finest / 2);
    let lag =
        refined.chain([lag]).min_by(|a, b| apart(track, fixes, *a).total_cmp(&apart(track, fixes, *b)))?;
    Some(FalsePosition {
        ship: track.id,
        pattern: Pattern::Laps,
        also: Vec::new(),
        first,
        last,
        before: None,
        measures: vec![
            Finding::at_most(
                "from the lap before, in the median",
                apart(track, fixes, lag),
                metres,
                "metres",
            ),
            Finding::at_least("laps", whole as f64 / lag as f64, rules.fewest_laps, "laps"),
            Finding::at_least("time of a lap", lag as f64 / 60_000.0, rules.shortest_lap_minutes, "minutes"),
        ],
        confidence: 0.85,
        interference: false,
    })
}

/// Whether a ship is under way all the time and yet stays in a figure that it could have gone round.
fn goes_round(fixes: &[Fix], rules: &FalsePositionRules) -> bool {
    let Some(first) = fixes.first().map(Fix::point) else { return false };
    let (mut way, mut widest, mut slow) = (0.0, 0.0f64, 0);
    for pair in fixes.windows(2) {
        let [from, to] = pair else { continue };
        let metres = from.point().distance(to.point());
        way += metres;
        widest = widest.max(first.distance(to.point()));
        slow += usize::from(metres < rules.lap_knots * KNOT * from.seconds_to(to));
    }
    widest <= WIDEST
        && widest > 5.0 * rules.lap_metres
        && way >= 2.0 * rules.fewest_laps * widest
        && 4 * slow < fixes.len()
}

/// Metres between the places of the way and those a lap later, in the median.
fn apart(track: &Track, fixes: &[Fix], lag: i64) -> f64 {
    let (Some(first), Some(last)) = (fixes.first(), fixes.last()) else { return f64::INFINITY };
    let room = last.time - lag - first.time;
    let at = |time: i64| -> Option<Point> { track.at(time).map(|between| between.point) };
    let distance = |step: u32| {
        let time = first.time + room * i64::from(step) / i64::from(COMPARED);
        Some(at(time)?.distance(at(time + lag)?))
    };
    let mut distances: Vec<f64> = (0..=COMPARED).filter_map(distance).collect();
    if distances.is_empty() {
        return f64::INFINITY;
    }
    let middle = distances.len() / 2;
    *distances.select_nth_unstable_by(middle, f64::total_cmp).1
}
