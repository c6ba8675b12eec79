//! Positions that a ship cannot have had: each pattern is a reason of its own, with its evidence.
//!
//! What is false here is a position, and not yet a ship: jammed and spoofed satellite receivers send honest ships' marks to airports and
//! round circles. Where several ships are carried to one place at one time that is what is said.

mod event;
mod excursion;
mod frozen;
mod interference;
mod land;
mod offset;
mod repeat;
mod round;
mod run;
mod speed;
mod step;
mod straight;

pub use interference::mark_interference;

use crate::chart::Chart;
use crate::event::TrackId;
use crate::fix::Fix;
use crate::rules::{RuleError, positive, within};
use crate::track::Split;
use crate::vessel::Trait;
use serde::{Deserialize, Serialize};

/// When a position is held for false.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FalsePositionRules {
    /// A way between two fixes that takes more knots is none: as in the rules of segments.
    pub fastest_knots: f64,
    /// A jump shorter than this may be an error of the receiver, metres: ours.
    pub shortest_jump_metres: f64,
    /// Fixes of one place before the mark jumps back, in the mean, below which two ships send under one number by turns. Two ships that
    /// are heard at random make runs of two.
    pub fewest_in_turn: f64,
    /// Shorter stretches of any pattern are not told, minutes: ours.
    pub shortest_minutes: f64,
    /// Fixes further apart than this are no stretch, minutes.
    pub longest_break_minutes: f64,
    /// A frozen position stays within so many metres of its first fix: several times the error of a receiver.
    pub frozen_metres: f64,
    /// While a ship says that it makes so many knots.
    pub frozen_knots: f64,
    /// How far a way may be off that of the lap before to be the same way, metres: the error of two positions (10 m each by the
    /// accuracy bit) and of the way between fixes. No ship that is steered keeps so near to its own wake.
    pub lap_metres: f64,
    /// A lap takes at least so many minutes: less is a ship that turns on the spot.
    pub shortest_lap_minutes: f64,
    /// Laps needed to be no accident.
    pub fewest_laps: f64,
    /// Slower than this in the median a ship swings at anchor, knots.
    pub lap_knots: f64,
    /// How near to a point a return is exact, metres: a moored ship swings wider, a ship adrift never comes back so near.
    pub return_metres: f64,
    /// How far the mark has to be away in between, metres.
    pub away_metres: f64,
    /// Returns needed.
    pub fewest_returns: u32,
    /// Nearer to the coast than this there are berths, metres.
    pub offshore_metres: f64,
    /// Hours over which a mark that drifts keeps a straight line and a steady speed; tides alone turn and change in six.
    pub straight_hours: f64,
    /// How far from the line and from the timetable, metres.
    pub straight_metres: f64,
    /// Faster than this a ship is steered, and an autopilot keeps a line, knots.
    pub drift_knots: f64,
    /// Difference of the speed that a ship states from that of its way, knots, that is none of waves or rounding.
    pub speed_difference_knots: f64,
    /// Ships that are carried to one place at one time, to be interference.
    pub interfered_ships: usize,
    /// How wide that place is, metres.
    pub interfered_metres: f64,
}

impl Default for FalsePositionRules {
    fn default() -> Self {
        Self {
            fastest_knots: 60.0,
            shortest_jump_metres: 5000.0,
            fewest_in_turn: 2.5,
            shortest_minutes: 30.0,
            longest_break_minutes: 90.0,
            frozen_metres: 60.0,
            frozen_knots: 3.0,
            lap_metres: 60.0,
            shortest_lap_minutes: 10.0,
            fewest_laps: 2.5,
            lap_knots: 2.0,
            return_metres: 30.0,
            away_metres: 800.0,
            fewest_returns: 3,
            offshore_metres: 10_000.0,
            straight_hours: 8.0,
            straight_metres: 40.0,
            drift_knots: 2.5,
            speed_difference_knots: 4.0,
            interfered_ships: 3,
            interfered_metres: 20_000.0,
        }
    }
}

impl FalsePositionRules {
    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        positive("false_position.fastest_knots", self.fastest_knots)?;
        positive("false_position.shortest_minutes", self.shortest_minutes)?;
        positive("false_position.longest_break_minutes", self.longest_break_minutes)?;
        positive("false_position.shortest_lap_minutes", self.shortest_lap_minutes)?;
        positive("false_position.straight_hours", self.straight_hours)?;
        within("false_position.fewest_laps", self.fewest_laps, 1.5, 1000.0, "between 1.5 and 1000")
    }

    fn shortest(&self) -> i64 {
        (self.shortest_minutes * 60_000.0) as i64
    }

    fn longest_break(&self) -> i64 {
        (self.longest_break_minutes * 60_000.0) as i64
    }
}

/// Why a position is held for false.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Pattern {
    /// No ship gets there and back in the time.
    Jump,
    /// On land.
    Land,
    /// The same place while speed and course go on.
    Frozen,
    /// A step aside, the ship's own way in parallel, and the same step back.
    Offset,
    /// Round and round the same way, to within a few metres.
    Laps,
    /// Back to one point at sea again and again, exactly.
    Returns,
    /// A drift along a straight line at a steady speed.
    Straight,
    /// A speed that the way does not have.
    Speed,
}

impl Pattern {
    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Jump => "jump",
            Self::Land => "land",
            Self::Frozen => "frozen",
            Self::Offset => "offset",
            Self::Laps => "laps",
            Self::Returns => "returns",
            Self::Straight => "straight",
            Self::Speed => "speed",
        }
    }
}

/// A stretch of positions that are held for false.
#[derive(Debug, Clone, PartialEq)]
pub struct FalsePosition {
    /// Which track has them.
    pub ship: TrackId,
    /// The strongest reason.
    pub pattern: Pattern,
    /// Others that hold as well.
    pub also: Vec<Pattern>,
    /// The first false fix.
    pub first: Fix,
    /// The last one.
    pub last: Fix,
    /// The fix before, from which no ship comes there, where that is the reason.
    pub before: Option<Fix>,
    /// What the pattern was measured with, against its limit: see [`Pattern`] and the rules.
    pub measures: Vec<crate::event::Finding>,
    /// How sure, 0 to 1.
    pub confidence: f64,
    /// Whether other ships were carried to the same place at the same time.
    pub interference: bool,
}

/// The false positions of all ships of one number, in order of time.
///
/// ```
/// use thalweg_sea::chart::NoChart;
/// use thalweg_sea::false_position::{FalsePositionRules, Pattern, false_positions};
/// use thalweg_sea::{Fix, Point, Rules, Vessel};
/// // twelve knots for four hours, says the ship, and the position never changes
/// let fixes = (0..48).map(|k| Fix::new(k * 300_000, Point::new(36.0, 20.0)).with_speed(12.0).with_course(90.0)).collect();
/// let vessel = Vessel { mmsi: 273_000_000, fixes, sayings: Vec::new(), duplicates: 0 };
/// let split = vessel.split(&Rules::default().segment);
/// let found = false_positions(&split, &NoChart, &FalsePositionRules::default());
/// assert_eq!((found.len(), found[0].pattern), (1, Pattern::Frozen));
/// ```
pub fn false_positions(split: &Split, chart: &impl Chart, rules: &FalsePositionRules) -> Vec<FalsePosition> {
    let mut found = Vec::new();
    for track in &split.tracks {
        found.extend(frozen::frozen(track, rules));
        found.extend(round::laps(track, rules));
        found.extend(repeat::returns(track, chart, rules));
        found.extend(land::on_land(track, chart, rules));
        found.extend(straight::straight(track, rules));
        found.extend(speed::misstated(track, rules));
    }
    if !several_ships(split) && !by_turns(split, rules) {
        elsewhere(split, chart, rules, &mut found);
    }
    joined(found)
}

/// Adds the stretches that lie aside of the way of the one ship that uses the number.
fn elsewhere(split: &Split, chart: &impl Chart, rules: &FalsePositionRules, found: &mut Vec<FalsePosition>) {
    let fixes = in_order(split);
    let pace = step::pace(fixes.iter().map(|(fix, _)| fix), rules);
    if let Some(pace) = pace {
        found.extend(offset::offsets(&fixes, pace, rules));
    }
    let pace = run::Pace { knots: pace.unwrap_or(rules.fastest_knots / 2.0), known: pace.is_some() };
    let jumps = excursion::excursions(split, found, pace, chart, rules);
    found.extend(jumps);
}

/// All fixes of a number in order of time, with the track that each is in.
fn in_order(split: &Split) -> Vec<(Fix, TrackId)> {
    let of = |track: &'_ crate::track::Track| {
        let id = track.id;
        track.fixes.iter().map(move |fix| (*fix, id)).collect::<Vec<_>>()
    };
    let mut fixes: Vec<(Fix, TrackId)> = split.tracks.iter().flat_map(of).collect();
    fixes.sort_unstable();
    fixes
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

/// Whether two ships send under one number by turns.
fn by_turns(split: &Split, rules: &FalsePositionRules) -> bool {
    let fixes = in_order(split);
    let runs = fixes.chunk_by(|a, b| a.1 == b.1).count();
    runs > 3 && (fixes.len() as f64) < rules.fewest_in_turn * runs as f64
}

/// One stretch of those that overlap, with the surest reason first.
fn joined(mut found: Vec<FalsePosition>) -> Vec<FalsePosition> {
    found.sort_by_key(|stretch| (stretch.first.time, stretch.last.time, stretch.ship, stretch.pattern));
    let mut joined: Vec<FalsePosition> = Vec::with_capacity(found.len());
    for next in found {
        match joined.iter_mut().find(|kept| kept.last.time >= next.first.time) {
            Some(kept) => kept.join(next),
            None => joined.push(next),
        }
    }
    joined
}

impl FalsePosition {
    fn join(&mut self, next: Self) {
        let (mut surer, other) =
            if next.confidence > self.confidence { (next, self.clone()) } else { (self.clone(), next) };
        let more = std::iter::once(other.pattern).chain(other.also.iter().copied());
        surer.also.extend(more.filter(|pattern| *pattern != surer.pattern));
        surer.also.sort_unstable();
        surer.also.dedup();
        // two reasons of different kinds that both fail: unlikely
        if !surer.also.is_empty() {
            surer.confidence = (1.0 - (1.0 - surer.confidence) * (1.0 - other.confidence)).min(0.98);
        }
        surer.measures.extend(other.measures);
        surer.first = surer.first.min(other.first);
        surer.last = surer.last.max(other.last);
        surer.before = surer.before.or(other.before);
        *self = surer;
    }
}
