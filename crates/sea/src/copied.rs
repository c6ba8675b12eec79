//! Two ships that go the same way at the same time, miles apart: one of the tracks is a copy of the other.
//!
//! Whoever sends the positions of another ship, moved by a fixed distance, copies every turn and every change of speed with them. Two ships
//! that happen to sail alike do not, to within some metres, hour after hour. The search is three pure functions, each of a part of the data:
//! [`paces`] of one track, [`twins`] of the paces of one time, [`copies`] of the twins of a pair.

use crate::encounter::PairPoint;
use crate::event::{Event, Fact, Finding, Kind, TrackId};
use crate::rules::{RuleError, positive};
use crate::sphere::Point;
use crate::track::Track;
use serde::{Deserialize, Serialize};

/// When a track is taken for a copy of another one. All limits are ours: no published rule is known to us.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CopiedRules {
    /// Hours for which both go the same way.
    pub fewest_hours: f64,
    /// Metres by which their ways of ten minutes may differ: the rounding of positions, and of the times between which they are looked at.
    pub tolerance_metres: f64,
    /// Metres between them at least: nearer, one may tow the other.
    pub apart_metres: f64,
    /// Metres by which the ways of ten minutes must differ among themselves. Two ships on one straight course at one speed are no wonder.
    pub variation_metres: f64,
    /// Slower than this nobody goes anywhere, knots.
    pub knots: f64,
}

impl Default for CopiedRules {
    fn default() -> Self {
        Self {
            fewest_hours: 3.0,
            tolerance_metres: 15.0,
            apart_metres: 2000.0,
            variation_metres: 300.0,
            knots: 3.0,
        }
    }
}

impl CopiedRules {
    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        positive("copied.fewest_hours", self.fewest_hours)?;
        positive("copied.tolerance_metres", self.tolerance_metres)?;
        positive("copied.apart_metres", self.apart_metres)?;
        positive("copied.variation_metres", self.variation_metres)?;
        positive("copied.knots", self.knots)
    }
}

/// Looks in a window.
const LOOKS: usize = 6;

/// Metres in a ten millionth of a degree of latitude.
const METRES: f64 = 0.011_119_5;

/// The way of one ship through one window of six looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Which window: six looks each, counted since 1970.
    pub window: i32,
    /// The number that the caller gave the track.
    pub track: u32,
    /// Where it began.
    pub start: Point,
    /// Metres to the north from look to look.
    pub north: [f64; LOOKS],
    /// Ten millionths of a degree to the east from look to look.
    pub east: [f64; LOOKS],
}

impl Pace {
    fn of(looks: &[PairPoint], rules: &CopiedRules) -> Option<Self> {
        let first = looks.first()?;
        let (mut north, mut east) = ([0.0; LOOKS], [0.0; LOOKS]);
        for (at, pair) in looks.windows(2).enumerate() {
            if pair[1].since != 1 || pair[1].knots() < rules.knots {
                return None;
            }
            north[at] = f64::from(pair[1].lat - pair[0].lat) * METRES;
            east[at] = (i64::from(pair[1].lon) - i64::from(pair[0].lon)) as f64;
        }
        let window = first.bucket.div_euclid(LOOKS as i32);
        Some(Self { window, track: first.track, start: first.point(), north, east })
    }

    /// Metres to the east from look to look.
    fn east_metres(&self) -> [f64; LOOKS] {
        let narrow = METRES * self.start.lat.to_radians().cos();
        self.east.map(|units| units * narrow)
    }

    fn whole_north(&self) -> f64 {
        self.north.iter().sum()
    }
}

/// The windows of one track in which it went somewhere without a break. `looks` are in order, as [`crate::encounter::points`] gives them.
pub fn paces(looks: &[PairPoint], rules: &CopiedRules) -> Vec<Pace> {
    let begins = |at: &usize| looks[*at].bucket.rem_euclid(LOOKS as i32) == 0;
    let starts = (0..looks.len()).filter(begins);
    starts.filter_map(|at| Pace::of(looks.get(at..=at + LOOKS)?, rules)).collect()
}

/// Two ships that went the same way through one window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Twin {
    /// Numbers of the two tracks, the lesser first.
    pub pair: [u32; 2],
    /// Which window.
    pub window: i32,
    /// Metres between them.
    pub apart: f64,
    /// Least and most metres to the north and to the east in ten minutes, of the first ship.
    pub spread: [[f64; 2]; 2],
}

/// All twins in the paces of one window, in order of their pairs.
pub fn twins(mut paces: Vec<Pace>, rules: &CopiedRules) -> Vec<Twin> {
    paces.sort_by(|a, b| a.whole_north().total_cmp(&b.whole_north()).then(a.track.cmp(&b.track)));
    let mut found = Vec::new();
    for (at, one) in paces.iter().enumerate() {
        let limit = one.whole_north() + rules.tolerance_metres;
        let near = paces[at + 1..].iter().take_while(|other| other.whole_north() <= limit);
        found.extend(near.filter_map(|other| twin(one, other, rules)));
    }
    found.sort_by_key(|twin| twin.pair);
    found
}

fn twin(one: &Pace, other: &Pace, rules: &CopiedRules) -> Option<Twin> {
    let (first, second) = if one.track < other.track { (one, other) } else { (other, one) };
    let alike = |a: &[f64; LOOKS], b: &[f64; LOOKS], unit: f64| {
        a.iter().zip(b).all(|(a, b)| (a - b).abs() * unit <= rules.tolerance_metres)
    };
    // moved by degrees, or moved by metres
    let narrow = METRES * first.start.lat.to_radians().cos();
    let same = alike(&first.north, &second.north, 1.0)
        && (alike(&first.east, &second.east, narrow)
            || alike(&first.east_metres(), &second.east_metres(), 1.0));
    let apart = first.start.distance(second.start);
    (same && apart >= rules.apart_metres && first.track != second.track).then(|| Twin {
        pair: [first.track, second.track],
        window: first.window,
        apart,
        spread: [range(&first.north), range(&first.east_metres())],
    })
}

fn range(values: &[f64]) -> [f64; 2] {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    [least, values.iter().copied().fold(f64::NEG_INFINITY, f64::max)]
}

/// A track that repeats another one, miles apart; which of the two is the copy nobody can tell from them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Copied {
    /// Numbers of the two tracks, the lesser first.
    pub pair: [u32; 2],
    /// From when, milliseconds since 1970, UTC.
    pub start: i64,
    /// Until when.
    pub end: i64,
    /// Hours in which both went the same way.
    pub hours: f64,
    /// Metres between them, on average.
    pub apart: f64,
    /// Metres by which their ways of ten minutes differed among themselves.
    pub variation: f64,
}

/// The copies in the twins of all windows. `step` is the time between two looks, milliseconds.
pub fn copies(mut twins: Vec<Twin>, step: i64, rules: &CopiedRules) -> Vec<Copied> {
    twins.sort_by_key(|twin| (twin.pair, twin.window));
    let together = |a: &Twin, b: &Twin| a.pair == b.pair && b.window - a.window <= 3;
    twins.chunk_by(together).filter_map(|run| copied(run, step, rules)).collect()
}

fn copied(run: &[Twin], step: i64, rules: &CopiedRules) -> Option<Copied> {
    let (first, last) = (run.first()?, run.last()?);
    let window = step * LOOKS as i64;
    let hours = run.len() as f64 * window as f64 / 3_600_000.0;
    let widest = |side: usize| {
        let [least, most] =
            [0, 1].map(|end| range(&run.iter().map(|twin| twin.spread[side][end]).collect::<Vec<_>>())[end]);
        most - least
    };
    let variation = widest(0).max(widest(1));
    let apart = run.iter().map(|twin| twin.apart).sum::<f64>() / run.len() as f64;
    // one offset all the while, to within a part that the narrowing of degrees explains
    let steady = run.iter().all(|twin| (twin.apart - apart).abs() <= 0.05 * apart);
    (hours >= rules.fewest_hours && variation >= rules.variation_metres && steady).then(|| Copied {
        pair: first.pair,
        start: i64::from(first.window) * window,
        end: i64::from(last.window + 1) * window,
        hours,
        apart,
        variation,
    })
}

impl Copied {
    /// In the form of all claims; the tracks are those of the pair.
    pub fn event(&self, tracks: [&Track; 2], rules: &CopiedRules) -> Option<Event> {
        let fixes = tracks.map(|track| track.during(self.start, self.end));
        let (first, last) = (fixes[0].first()?, fixes[0].last()?);
        let ends = fixes.iter().flat_map(|fixes| [fixes.first(), fixes.last()]);
        let ids: [TrackId; 2] = tracks.map(|track| track.id);
        Some(Event {
            kind: Kind::FalsePosition,
            ship: ids[0],
            partner: Some(ids[1]),
            start: self.start,
            end: self.end,
            clock_error_ms: first.clock_error().max(last.clock_error()),
            from: first.point(),
            to: last.point(),
            rule: "copied",
            verdict: "copied",
            confidence: 0.9,
            findings: vec![
                Finding::at_least("same way", self.hours, rules.fewest_hours, "hours"),
                Finding::at_least("apart", self.apart, rules.apart_metres, "m"),
                Finding::at_least("change of the way", self.variation, rules.variation_metres, "m"),
            ],
            facts: vec![Fact::text("which is the copy", "either of the two; the tracks alone do not tell")],
            innocent: vec![
                "one ship is heard under two numbers, by a receiver whose place is entered wrongly",
                "a test or a relay of a receiver",
            ],
            records: ends.flatten().map(crate::fix::Fix::record).collect(),
        })
    }
}
