//! Silences: was a ship off the air, or could it not be heard?
//!
//! The question is put as a comparison of two explanations. Had the ship kept sending, how likely is it that nobody heard it, on any way
//! that it can have gone, given how often others were heard there at that time ([`crate::reception`])? A silence that is likely then is
//! one of coverage; one that is not is a reason to think that the ship was off the air. Where nobody else was near, nothing is known, and
//! nothing is claimed.

mod event;
mod silence;
mod way;

pub use silence::Silence;

use crate::chart::{Chart, Reachable};
use crate::event::TrackId;
use crate::fix::Fix;
use crate::reception::{Band, Cell, Own, Reception};
use crate::rules::{RuleError, positive, within};
use crate::sphere::{KNOT, NAUTICAL_MILE};
use crate::track::{Split, Track};
use serde::{Deserialize, Serialize};

/// When a silence is told, and what is made of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GapRules {
    /// Shorter silences are never looked at, hours. Two are about what a transfer of cargo under way takes at least (the encounter rule of
    /// Global Fishing Watch has the same two hours).
    pub shortest_hours: f64,
    /// Silences that are not found deliberate are told from this length on, hours: the shortest that Global Fishing Watch keeps.
    pub told_hours: f64,
    /// How many of the silences of twelve hours are deliberate, before anything else is known of one. Of those of fishing vessels of 12 hours
    /// and more, more than 50 nautical miles offshore, where reception is good, Welch et al. (2022) hold 23 percent for deliberate (55,368
    /// of 240,264).
    pub share_deliberate: f64,
    /// With which power of its length the odds that a silence is deliberate grow, up to 48 hours: natural silences are the rarer the longer,
    /// and nobody switches off for an hour. Ours: in simulated traffic natural silences of 12 hours and more are 18 to 30 times as rare as those
    /// of 6 hours and more, which is more than the fourth power; others may be less rare.
    pub growth: f64,
    /// From which probability on a silence is called deliberate.
    pub deliberate: f64,
    /// From which probability of the silence on the air on it is called one of coverage: so many of the ships on this way are as silent.
    pub coverage: f64,
    /// No silence is surer than this to be deliberate: a transmitter can fail, and silence alone does not tell.
    pub surest: f64,
    /// Where less than this part of what is heard comes from ships that lie still, such ships are missing from the data, and a ship that
    /// stopped is silent: some tables are thinned by speed. Of all positions about half are of ships that lie still.
    pub still_share: f64,
    /// Fewer other ships than this near the way are too few for any verdict but `unclear`.
    pub fewest_witnesses: f64,
    /// How far back and ahead a ship's own reception is looked at, hours.
    pub history_hours: f64,
    /// Slower than this at both ends, and no further apart than `rest_metres`, a ship lay still, knots: many switch off in port and when
    /// laid up.
    pub rest_knots: f64,
    /// See `rest_knots`. No further apart than this, with no way between, a silence is not called deliberate wherever it is; metres.
    pub rest_metres: f64,
    /// Where this part of the ships that pass are heard for the first or the last time, the data have an edge, and a ship that was silent there
    /// may have been beyond it; a part above 3 asks nothing. Ours.
    pub edge_share: f64,
    /// Nearer than this to the coast, a ship that lay still may have been in port, metres.
    pub port_metres: f64,
    /// The thresholds of the literature, which are told beside our own verdict.
    pub reference: ReferenceRules,
}

/// Fixed thresholds for silences that are taken as switched off. Source: H. Welch et al., "Hot spots of unseen fishing vessels", Science
/// Advances 8 (2022), eabq2109: at least 12 hours, more than 50 nautical miles offshore at the start, reception above 10 positions a day
/// at the start, at least 14 positions in the 12 hours before. Global Fishing Watch's tables of gaps begin at 6 hours.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReferenceRules {
    /// Hours of a gap.
    pub gap_hours: f64,
    /// Hours of a gap that may be one of disabling: satellites in orbits synchronous with the sun pass every place in 12 hours.
    pub disabling_hours: f64,
    /// Nautical miles from the coast.
    pub offshore_miles: f64,
    /// Positions a day that a ship there is heard with.
    pub positions_per_day: f64,
    /// Positions in the twelve hours before.
    pub positions_before: u32,
}

impl Default for GapRules {
    fn default() -> Self {
        Self {
            shortest_hours: 2.0,
            told_hours: 6.0,
            share_deliberate: 0.23,
            growth: 3.5,
            deliberate: 0.9,
            coverage: 0.1,
            surest: 0.97,
            still_share: 0.01,
            fewest_witnesses: 2.0,
            history_hours: 24.0,
            rest_knots: 1.0,
            rest_metres: 3000.0,
            edge_share: 0.02,
            port_metres: 10_000.0,
            reference: ReferenceRules::default(),
        }
    }
}

impl Default for ReferenceRules {
    fn default() -> Self {
        Self {
            gap_hours: 6.0,
            disabling_hours: 12.0,
            offshore_miles: 50.0,
            positions_per_day: 10.0,
            positions_before: 14,
        }
    }
}

impl GapRules {
    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        let part = "a number from 0 to 1";
        positive("gap.shortest_hours", self.shortest_hours)?;
        positive("gap.told_hours", self.told_hours)?;
        within("gap.share_deliberate", self.share_deliberate, 0.0, 1.0, part)?;
        within("gap.growth", self.growth, 0.0, 10.0, "a number from 0 to 10")?;
        within("gap.deliberate", self.deliberate, 0.0, 1.0, part)?;
        within("gap.coverage", self.coverage, 0.0, 1.0, part)?;
        within("gap.surest", self.surest, 0.0, 1.0, part)?;
        positive("gap.edge_share", self.edge_share)?;
        within("gap.still_share", self.still_share, 0.0, 1.0, part)?;
        positive("gap.history_hours", self.history_hours)
    }

    /// The probability that a silence of so many hours is deliberate, if it would have this probability on the air.
    fn probability(&self, on_air: f64, hours: f64) -> f64 {
        let odds = self.share_deliberate / (1.0 - self.share_deliberate).max(1e-9);
        let off = odds * (hours.min(48.0) / 12.0).powf(self.growth);
        off / (off + on_air)
    }
}

/// What is made of a silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GapVerdict {
    /// Others near by were heard all the while, and this ship would have been.
    Deliberate,
    /// Others near by were not heard either, or seldom enough.
    Coverage,
    /// Too little is known, or something else explains it as well.
    Unclear,
    /// The ship was not heard again before the data end.
    Open,
}

impl GapVerdict {
    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Deliberate => "deliberate",
            Self::Coverage => "coverage",
            Self::Unclear => "unclear",
            Self::Open => "open",
        }
    }
}

/// A silence of a ship.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// Which ship.
    pub ship: TrackId,
    /// The last fix before.
    pub last: Fix,
    /// The first one after; none where the ship was not heard again.
    pub next: Option<Fix>,
    /// How long it lasted, or to the end of the data.
    pub hours: f64,
    /// Metres between both fixes; 0 where there is none after.
    pub metres: f64,
    /// What the ship usually makes under way, knots: the median of its speeds within `history_hours`.
    pub usual_knots: f64,
    /// Hours that the straight way at its usual speed leaves over.
    pub spare_hours: f64,
    /// What others say of the silence.
    pub silence: Silence,
    /// What is made of it.
    pub verdict: GapVerdict,
    /// How likely the silence is deliberate.
    pub probability: f64,
    /// Positions in the twelve hours before.
    pub positions_before: u32,
    /// Metres to the coast at its start, where a chart is at hand.
    pub coast: Option<f64>,
    /// Whether it lay still at both ends, in the same place.
    pub rested: bool,
    /// Whether it lay still near the coast or in a port at either end.
    pub in_port: bool,
    /// Whether it had time to lie still, in data from which ships that do so are missing.
    pub unseen_at_rest: bool,
    /// Whether ships under way often come into sight, or go out of it, where it was last or next heard: the edge of the data.
    pub at_edge: bool,
    /// Whether the number was heard elsewhere meanwhile: then it was not silent, and other rules ask what it said.
    pub heard_elsewhere: bool,
    /// Ports, terminals and transfer areas that it can have been to meanwhile, nearest to the straight way first.
    pub reachable: Vec<Reachable>,
    /// What else it could be.
    pub innocent: Vec<&'static str>,
    /// Whether the fixed thresholds of the literature hold: see [`ReferenceRules`]. None where the distance to the coast is not known.
    pub by_reference: Option<bool>,
}

impl Gap {
    /// Speed that the straight way takes, knots.
    pub fn implied_knots(&self) -> f64 {
        if self.hours > 0.0 { self.metres / (self.hours * 3600.0) / KNOT } else { 0.0 }
    }

    /// How sure the verdict is, 0 to 1: for `deliberate` the probability that it is, else that it is not.
    pub fn confidence(&self) -> f64 {
        if self.verdict == GapVerdict::Deliberate { self.probability } else { 1.0 - self.probability }
    }
}

/// The silences of a track, in order. `reception` is that of all ships, this one among them; `until` is when the data end, milliseconds since
/// 1970.
///
/// ```
/// use thalweg_sea::chart::NoChart;
/// use thalweg_sea::gap::{GapRules, GapVerdict, gaps};
/// use thalweg_sea::reception::{Reception, ReceptionRules};
/// use thalweg_sea::{Fix, Point, Track, TrackId};
/// // eight ships along one lane for a day; one of them is silent for six hours in the middle
/// let ship = |mmsi: u32, silent: bool| {
///     let heard = (0..288).filter(|k| !silent || *k < 108 || *k >= 180);
///     let at = |k: i64| Point::new(54.0 + 0.002 * f64::from(mmsi), 3.0 + 0.02 * k as f64);
///     let fixes = heard.map(|k| Fix::new(k * 300_000, at(k)).with_speed(8.5)).collect();
///     Track { id: TrackId { mmsi, segment: 0 }, fixes, sayings: Vec::new() }
/// };
/// let tracks: Vec<Track> = (0..8).map(|k| ship(k, k == 0)).collect();
/// let reception = Reception::of(&tracks, ReceptionRules::default());
/// let found = gaps(&tracks[0], &reception, 288 * 300_000, &NoChart, &GapRules::default());
/// assert_eq!((found.len(), found[0].verdict), (1, GapVerdict::Deliberate));
/// assert!((found[0].hours - 6.0).abs() < 0.1 && found[0].confidence() > 0.9);
/// ```
pub fn gaps(
    track: &Track,
    reception: &Reception,
    until: i64,
    chart: &impl Chart,
    rules: &GapRules,
) -> Vec<Gap> {
    let shortest = (rules.shortest_hours * 3_600_000.0) as i64;
    let silent = |pair: &[Fix]| matches!(pair, [last, next] if next.time - last.time >= shortest);
    let ends_open = track.fixes.last().is_some_and(|last| until - last.time >= shortest);
    if !ends_open && !track.fixes.windows(2).any(silent) {
        return Vec::new();
    }
    let study = Study { track, reception, own: Own::of(track, reception.rules()), chart, rules };
    let pairs = track.fixes.windows(2).enumerate().filter(|(_, pair)| silent(pair));
    let mut found: Vec<Gap> =
        pairs.map(|(index, pair)| study.gap(index, pair.get(1).copied(), until)).collect();
    if ends_open {
        found.push(study.gap(track.fixes.len() - 1, None, until));
    }
    found.retain(|gap| gap.verdict == GapVerdict::Deliberate || gap.hours >= rules.told_hours);
    found
}

/// The silences of all tracks of one number, by track: as [`gaps`] finds them, but a number that was heard elsewhere meanwhile was not
/// silent. Another ship has the same number, or the positions are false; in neither case is it known that this ship was off the air.
pub fn gaps_of_number(
    split: &Split,
    reception: &Reception,
    until: i64,
    chart: &impl Chart,
    rules: &GapRules,
) -> Vec<Vec<Gap>> {
    let mut found: Vec<Vec<Gap>> =
        split.tracks.iter().map(|track| gaps(track, reception, until, chart, rules)).collect();
    for (index, gaps) in found.iter_mut().enumerate() {
        let others = || split.tracks.iter().enumerate().filter(|(other, _)| *other != index);
        for gap in gaps.iter_mut().filter(|gap| gap.next.is_some()) {
            let (start, end) = (gap.last.time, gap.next.map_or(i64::MAX, |next| next.time));
            gap.heard_elsewhere = others().any(|(_, other)| !other.during(start, end).is_empty());
            if gap.heard_elsewhere {
                gap.verdict = GapVerdict::Unclear;
                gap.innocent.insert(0, event::ELSEWHERE);
            }
        }
        gaps.retain(|gap| gap.verdict == GapVerdict::Deliberate || gap.hours >= rules.told_hours);
    }
    found
}

/// All that a silence of one track is judged by.
struct Study<'a, C> {
    track: &'a Track,
    reception: &'a Reception,
    own: Own,
    chart: &'a C,
    rules: &'a GapRules,
}

impl<C: Chart> Study<'_, C> {
    /// The silence after a fix.
    fn gap(&self, index: usize, next: Option<Fix>, until: i64) -> Gap {
        let last = self.track.fixes[index];
        let end = next.map_or(until, |next| next.time);
        let hours = (end - last.time) as f64 / 3_600_000.0;
        let metres = next.map_or(0.0, |next| last.point().distance(next.point()));
        let usual_knots = self.usual_speed(index);
        let spare_hours = (hours - metres / (usual_knots * KNOT) / 3600.0).max(0.0);
        let way = way::Possible { last, next, end, usual_knots, spare_hours };
        let silence = self.silence(&way);
        let mut gap = Gap {
            ship: self.track.id,
            last,
            next,
            hours,
            metres,
            usual_knots,
            spare_hours,
            silence,
            verdict: GapVerdict::Unclear,
            probability: self.rules.probability(silence.on_air, hours).min(self.rules.surest),
            positions_before: self.positions_before(index),
            coast: self.chart.coast(last.point()),
            rested: false,
            in_port: false,
            unseen_at_rest: false,
            at_edge: false,
            heard_elsewhere: false,
            reachable: Vec::new(),
            innocent: Vec::new(),
            by_reference: None,
        };
        self.judge(&mut gap);
        gap
    }

    fn judge(&self, gap: &mut Gap) {
        let still = |fix: &Fix| fix.speed().is_none_or(|knots| knots < self.rules.rest_knots);
        let near = |fix: &Fix| {
            let coast = self.chart.coast(fix.point());
            self.chart.berth(fix.point()) || coast.is_some_and(|metres| metres < self.rules.port_metres)
        };
        gap.rested = gap
            .next
            .is_some_and(|next| still(&gap.last) && still(&next) && gap.metres <= self.rules.rest_metres);
        let ends = || std::iter::once(gap.last).chain(gap.next);
        gap.in_port =
            ends().any(|fix| fix.speed().is_some_and(|knots| knots < self.rules.rest_knots) && near(&fix));
        let thinned =
            (self.reception.still() as f64) < self.rules.still_share * self.reception.heard() as f64;
        gap.unseen_at_rest = thinned && gap.spare_hours > 0.5 * gap.hours;
        gap.at_edge = std::iter::once(&gap.last).chain(&gap.next).any(|fix| self.at_edge(fix));
        gap.verdict = self.verdict(gap);
        gap.by_reference = self.by_reference(gap);
        gap.innocent = self.innocent(gap);
        if let Some(next) = gap.next
            && gap.verdict != GapVerdict::Coverage
        {
            gap.reachable = self.chart.reachable(gap.last.point(), next.point(), gap.hours, gap.usual_knots);
        }
    }

    fn verdict(&self, gap: &Gap) -> GapVerdict {
        // a ship that did not move may be laid up; one that lay in port at one end may have switched on late or off early, but hardly sailed for hours
        let lay_still = gap.metres <= self.rules.rest_metres && gap.spare_hours > 0.9 * gap.hours;
        let hardly_sailed = gap.hours - gap.spare_hours < self.rules.told_hours;
        let at_rest = lay_still || (gap.in_port && hardly_sailed);
        if gap.next.is_none() {
            GapVerdict::Open
        } else if gap.probability >= self.rules.deliberate
            && gap.silence.witnesses >= self.rules.fewest_witnesses
            && !at_rest
            && !gap.unseen_at_rest
            && !(gap.at_edge && gap.spare_hours > 1.0)
        {
            GapVerdict::Deliberate
        } else if gap.silence.on_air >= self.rules.coverage
            && gap.silence.compared >= self.rules.fewest_witnesses
        {
            GapVerdict::Coverage
        } else {
            GapVerdict::Unclear
        }
    }

    /// Whether others come into sight, or go out of it, around a place.
    fn at_edge(&self, fix: &Fix) -> bool {
        /// Fewer may have begun and ended for other reasons: a new number, a repair.
        const FEWEST: f64 = 3.0;
        /// Small cells, three by three, that a ship passes on its way.
        const PASSED: f64 = 3.0;
        let (band, degrees) = (Band::of(fix.class()), self.reception.rules().cell_degrees);
        let mut cells = Cell::around(fix.point(), band, degrees);
        cells.push(Cell::of(fix.point(), band, degrees));
        let (ends, came) = self.reception.vanished(&cells, self.rules.told_hours, &self.own);
        ends >= FEWEST && ends * PASSED >= self.rules.edge_share * came
    }

    /// The thresholds of the literature. Positions a day are counted at most once in a slot here.
    fn by_reference(&self, gap: &Gap) -> Option<bool> {
        let reference = &self.rules.reference;
        let offshore = gap.coast? > reference.offshore_miles * NAUTICAL_MILE;
        Some(
            offshore
                && gap.hours >= reference.disabling_hours
                && gap.silence.per_day > reference.positions_per_day
                && gap.positions_before >= reference.positions_before,
        )
    }

    fn positions_before(&self, index: usize) -> u32 {
        let end = self.track.fixes[index].time;
        self.track.during(end - 12 * 3_600_000, end).len() as u32
    }

    /// Median of the speeds under way before and after; that of ships in general where there are none.
    fn usual_speed(&self, index: usize) -> f64 {
        const UNDER_WAY: f64 = 3.0;
        const IN_GENERAL: f64 = 12.0;
        let reach = (self.rules.history_hours * 3_600_000.0) as i64;
        let last = self.track.fixes[index].time;
        let next = self.track.fixes.get(index + 1).map_or(last, |fix| fix.time);
        let (before, after) = (self.track.during(last - reach, last), self.track.during(next, next + reach));
        let speeds = before.iter().chain(after).filter_map(Fix::speed);
        let mut speeds: Vec<f64> = speeds.filter(|knots| *knots >= UNDER_WAY).collect();
        let middle = speeds.len() / 2;
        if speeds.is_empty() { IN_GENERAL } else { *speeds.select_nth_unstable_by(middle, f64::total_cmp).1 }
    }
}
