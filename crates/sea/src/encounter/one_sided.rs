//! A ship that lay beside nothing, while another that could have been there was silent.

use super::found::Encounter;
use super::rules::EncounterRules;
use super::side::{Draughts, Side};
use super::surroundings::Surroundings;
use super::verdict::Verdict;
use crate::event::{Event, Fact, Finding, Kind, TrackId};
use crate::loitering::Stay;
use crate::rules::{RuleError, positive, within};
use crate::sphere::{KNOT, Point};
use crate::track::Track;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// When a tanker that lies alone may lie beside one that is silent.
///
/// No source in print has such a rule with numbers: all limits are ours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OneSidedRules {
    /// Hours that the tanker lies, at least: 4, as for loitering; transfers of crude oil take 12 to 36.
    pub stay_hours: f64,
    /// Hours that the silent ship can have been there, at least: 3.
    pub hours: f64,
    /// Knots that a silent tanker makes at most: 16, the service speed of fast product tankers.
    pub fastest_knots: f64,
    /// Knots that a tanker makes usually: 12 (Fourth IMO Greenhouse Gas Study, 2020: 11 to 13 for tankers of all sizes but the smallest).
    pub usual_knots: f64,
    /// Kilometres from the place to where the silent ship was last or next heard, at which that speaks neither for nor against: 150,
    /// as far as a tanker comes in half a day.
    pub near_kilometres: f64,
    /// Kilometres from a port, within which a stay says nothing: 5.
    pub port_kilometres: f64,
    /// Kilometres from the coast, within which a stay says nothing: 2.
    pub coast_kilometres: f64,
    /// Odds that a tanker that lies still at sea for so long, alone, hands over cargo to one that is silent, before anything else is known:
    /// 1 to 20.
    pub prior_odds: f64,
    /// The least probability that is worth an event: 0.5.
    pub least: f64,
}

impl Default for OneSidedRules {
    fn default() -> Self {
        Self {
            stay_hours: 4.0,
            hours: 3.0,
            fastest_knots: 16.0,
            usual_knots: 12.0,
            near_kilometres: 150.0,
            port_kilometres: 5.0,
            coast_kilometres: 2.0,
            prior_odds: 0.05,
            least: 0.5,
        }
    }
}

impl OneSidedRules {
    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        positive("one_sided.fastest_knots", self.fastest_knots)?;
        positive("one_sided.usual_knots", self.usual_knots)?;
        positive("one_sided.near_kilometres", self.near_kilometres)?;
        positive("one_sided.prior_odds", self.prior_odds)?;
        within("one_sided.stay_hours", self.stay_hours, 0.0, f64::MAX, "0 or more")?;
        within("one_sided.hours", self.hours, 0.0, f64::MAX, "0 or more")?;
        within("one_sided.port_kilometres", self.port_kilometres, 0.0, f64::MAX, "0 or more")?;
        within("one_sided.coast_kilometres", self.coast_kilometres, 0.0, f64::MAX, "0 or more")?;
        within("one_sided.least", self.least, 0.0, 1.0, "a probability from 0 to 1")
    }
}

/// A time for which a ship was not heard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Silence {
    /// Number of its track among those that are looked at.
    pub track: u32,
    /// When it was last heard, milliseconds since 1970, UTC.
    pub start: i64,
    /// When it was next heard; none if never again.
    pub end: Option<i64>,
    /// Where it was last heard.
    pub from: Point,
    /// Where it was next heard.
    pub to: Option<Point>,
    /// How likely it is that the silence was chosen and is no hole in reception, 0 to 1; 0.5 where nobody knows.
    pub deliberate: f64,
}

/// A tanker that lay alone, and a silent one that may have lain beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct OneSided {
    /// The ship that was heard.
    pub side: Side,
    /// The ship that was silent.
    pub silent: TrackId,
    /// Draughts of the silent one before and after.
    pub draughts: Draughts,
    /// When and where the first lay.
    pub stay: Stay,
    /// The silence.
    pub silence: Silence,
    /// From when to when both can have been there.
    pub together: [i64; 2],
    /// Knots that the silent ship must have made, at least, to be there for the hours of the rule.
    pub needed_knots: f64,
    /// What is near.
    pub place: Surroundings,
    /// Silent ships that can have been there, this one among them.
    pub candidates: usize,
    /// How likely it is that this one was beside the first: see [`one_sided`].
    pub probability: f64,
}

/// Hours of a silence that need no explanation: manoeuvres, a detour, a bad guess at the speed.
const SLACK_HOURS: f64 = 4.0;

/// A stay is not expected to be a transfer for longer: a day, milliseconds.
const LONG: i64 = 24 * 3_600_000;

/// The stays that no encounter explains: those during which the ship met nobody. Beside a tug, a pilot or the like a ship still counts as alone.
/// Stays and encounters must number their tracks alike.
pub fn alone(stays: &[(u32, Stay)], encounters: &[Encounter]) -> Vec<(u32, Stay)> {
    let mut met: BTreeMap<u32, Vec<(i64, i64)>> = BTreeMap::new();
    for encounter in encounters.iter().filter(|encounter| encounter.verdict != Verdict::Service) {
        for number in encounter.meeting.pair {
            met.entry(number).or_default().push((encounter.meeting.start, encounter.meeting.end));
        }
    }
    let explained = |(number, stay): &(u32, Stay)| {
        met.get(number).into_iter().flatten().any(|(start, end)| *start <= stay.end && stay.start <= *end)
    };
    stays.iter().filter(|stay| !explained(stay)).copied().collect()
}

/// Stays of tankers that lie alone, with the silent tanker that most likely lay beside each, if any is likely enough; in order of stay.
///
/// `stays` are those of tankers that were [`alone`], with the numbers of their tracks; `silences` are those of tankers. A stay in port, at the
/// coast, or of a ship that says it is moored is left out. Each silent ship that can have come to the place, stayed for the hours of the rule
/// and gone on gets odds: prior odds, times
/// - how near to the place it was last and next heard: 4 at the place itself, 1 at `near_kilometres`, and less beyond: the wider the region
///   that a ship can have been in, the less it says that it can have been here;
/// - how much of the stay, or of a day of it, both can have been there for: up to 2;
/// - how well the way there and on at the usual speed, and the stay, use up the time of the silence: 1 at most;
/// - whether the silence was chosen: its odds, 9 at most;
/// - what draughts of both say: 4 where one ship changed, 12 where both did against each other, 0.4 where neither did;
/// - whether the place is known for transfers: 2; in roads, where ships wait: 0.5.
///
/// How rare the coincidence is by chance is then told by all others: the odds of a pair are set against those of every other silent ship that
/// can have been at this stay, of every other stay that this silent ship can have been at, and of nothing having happened:
/// p = odds / (1 + their sum). Many candidates leave each with little. The numbers are judgement: there is nothing public to measure them on.
pub fn one_sided(
    stays: &[(u32, Stay)],
    silences: &[Silence],
    tracks: &[Track],
    rules: &OneSidedRules,
    encounter: &EncounterRules,
    place: impl Fn(Point) -> Surroundings + Sync,
) -> Vec<OneSided> {
    let look = Look { silences, tracks, rules, encounter };
    let long = |stay: &&(u32, Stay)| stay.1.hours() >= rules.stay_hours;
    let lone: Vec<Lone<'_>> =
        stays.par_iter().filter(long).filter_map(|(number, stay)| look.at(*number, stay, &place)).collect();
    // what every silence can be besides: summed in the order of stays, so that the sums are the same on any number of threads
    let mut elsewhere = vec![0.0; silences.len()];
    for candidate in lone.iter().flat_map(|lone| &lone.candidates) {
        elsewhere[candidate.index] += candidate.odds;
    }
    lone.into_iter().filter_map(|lone| look.judge(lone, &elsewhere)).collect()
}

struct Look<'a> {
    silences: &'a [Silence],
    tracks: &'a [Track],
    rules: &'a OneSidedRules,
    encounter: &'a EncounterRules,
}

/// A stay with all who can have been there.
struct Lone<'a> {
    side: Side,
    stay: Stay,
    place: Surroundings,
    candidates: Vec<Candidate<'a>>,
}

/// A silent ship that can have been there.
struct Candidate<'a> {
    index: usize,
    silence: &'a Silence,
    together: [i64; 2],
    needed_knots: f64,
    odds: f64,
    draughts: Draughts,
}

impl<'a> Look<'a> {
    fn at(&self, number: u32, stay: &Stay, place: impl Fn(Point) -> Surroundings) -> Option<Lone<'a>> {
        let side = Side::of(self.tracks.get(number as usize)?, stay.start, stay.end, self.encounter)?;
        let place = place(stay.middle);
        let coast = self.rules.coast_kilometres * 1000.0;
        let in_port = place.port_within(self.rules.port_kilometres * 1000.0)
            || place.coast.is_some_and(|metres| metres < coast)
            || side.is_moored();
        if in_port {
            return None;
        }
        let silences = self.silences.iter().enumerate().filter(|(_, silence)| silence.track != number);
        let mut candidates: Vec<Candidate<'a>> =
            silences.filter_map(|(index, silence)| self.candidate(index, silence, stay)).collect();
        for candidate in &mut candidates {
            candidate.odds *=
                draught_odds(&side.draughts, &candidate.draughts, self.encounter.draught_metres)
                    * waters(&place, self.encounter);
        }
        Some(Lone { side, stay: *stay, place, candidates })
    }

    fn judge(&self, lone: Lone<'a>, elsewhere: &[f64]) -> Option<OneSided> {
        let all: f64 = lone.candidates.iter().map(|candidate| candidate.odds).sum();
        let probability = |candidate: &Candidate<'_>| {
            let others = all + elsewhere[candidate.index] - candidate.odds;
            candidate.odds / (1.0 + others)
        };
        let better = |best: (f64, usize), next: (f64, usize)| if next.0 > best.0 { next } else { best };
        let likely = lone.candidates.iter().map(probability).zip(0..);
        let (probability, best) = likely.reduce(better)?;
        let best = &lone.candidates[best];
        (probability >= self.rules.least).then(|| OneSided {
            silent: self.tracks[best.silence.track as usize].id,
            draughts: best.draughts,
            stay: lone.stay,
            silence: *best.silence,
            together: best.together,
            needed_knots: best.needed_knots,
            candidates: lone.candidates.len(),
            side: lone.side,
            place: lone.place,
            probability,
        })
    }

    /// A silent ship, if it can have come, stayed and gone on.
    fn candidate(&self, index: usize, silence: &'a Silence, stay: &Stay) -> Option<Candidate<'a>> {
        let end = silence.end.unwrap_or(i64::MAX);
        let least = (self.rules.hours * 3_600_000.0) as i64;
        // most silences are of another time
        if silence.start.max(stay.start) + least > end.min(stay.end) {
            return None;
        }
        let come = silence.from.distance(stay.ends[0]);
        let go = silence.to.map_or(0.0, |to| to.distance(stay.ends[1]));
        let takes = |metres: f64| (metres / (self.rules.fastest_knots * KNOT) * 1000.0) as i64;
        let from = stay.start.max(silence.start.saturating_add(takes(come)));
        let to = stay.end.min(end.saturating_sub(takes(go)));
        if from + least > to {
            return None;
        }
        let track = self.tracks.get(silence.track as usize)?;
        let covered = (to - from) as f64 / (stay.end - stay.start).clamp(1, LONG) as f64;
        let chosen = silence.deliberate.clamp(0.02, 0.9);
        let odds = self.rules.prior_odds
            * self.nearness(come, silence.to.map(|_| go))
            * (2.0 * covered.min(1.0))
            * self.fit(silence, stay, come + go)
            * (chosen / (1.0 - chosen));
        let spare = ((end.min(stay.end.saturating_add(takes(go)))) - silence.start - least) as f64 / 1000.0;
        Some(Candidate {
            index,
            silence,
            together: [from, to],
            needed_knots: (come + go) / spare.max(1.0) / KNOT,
            odds,
            draughts: Draughts::around(
                track,
                silence.start,
                silence.end.unwrap_or(silence.start),
                self.encounter,
            ),
        })
    }

    /// How well the time of a silence is used up, by the way there and on at the usual speed, and by the stay: 1 where it is; less where hours
    /// are left over, or where only haste leaves time to lie alongside.
    fn fit(&self, silence: &Silence, stay: &Stay, metres: f64) -> f64 {
        let Some(end) = silence.end else { return 1.0 };
        let hours = |milliseconds: i64| milliseconds as f64 / 3_600_000.0;
        let spare = hours(end - silence.start) - metres / (self.rules.usual_knots * KNOT) / 3600.0;
        let taken = stay.hours() + SLACK_HOURS;
        if spare < self.rules.hours { 0.2 } else { (taken / spare).min(1.0).powi(2) }
    }

    /// How much it says that a silent ship was last and next heard so many metres away: 4 at the place, 1 at the rule's distance, and less
    /// with the square beyond, as the region grows in which the ship can have been. A ship that was never heard again says a tenth.
    fn nearness(&self, come: f64, go: Option<f64>) -> f64 {
        let near = self.rules.near_kilometres * 1000.0;
        let one = |metres: f64| 2.0 / (1.0 + (metres / near).powi(2));
        one(come) * go.map_or(0.1, one)
    }
}

/// What draughts of both ships say of a transfer, as odds: 4 where one changed, 12 where both did against each other, 0.4 where neither did.
pub(crate) fn draught_odds(heard: &Draughts, silent: &Draughts, least: f64) -> f64 {
    let [one, other] = [heard.change(), silent.change()];
    let changed = |change: Option<f64>| change.is_some_and(|metres| metres.abs() >= least);
    match (one, other) {
        (Some(a), Some(b)) if changed(one) && changed(other) && a.signum() == b.signum() => 0.5,
        (Some(_), Some(_)) if changed(one) && changed(other) => 12.0,
        _ if changed(one) || changed(other) => 4.0,
        (Some(_), Some(_)) => 0.4,
        _ => 1.0,
    }
}

fn waters(place: &Surroundings, rules: &EncounterRules) -> f64 {
    match place {
        place if place.transfer_area.is_some() => 2.0,
        place if place.anchorage_within(rules.anchorage_kilometres * 1000.0) => 0.5,
        _ => 1.0,
    }
}

impl OneSided {
    /// Probability from which on it is called likely.
    const LIKELY: f64 = 0.8;

    /// In one word.
    pub fn verdict(&self) -> &'static str {
        if self.probability >= Self::LIKELY { "transfer_likely" } else { "transfer_possible" }
    }

    /// In the form of all events.
    pub fn event(&self, rules: &OneSidedRules) -> Event {
        let hours = |from: i64, to: i64| (to - from) as f64 / 3_600_000.0;
        Event {
            kind: Kind::OneSidedEncounter,
            ship: self.side.id,
            partner: Some(self.silent),
            start: self.together[0],
            end: self.together[1],
            clock_error_ms: self.side.clock_error,
            from: self.stay.ends[0],
            to: self.stay.ends[1],
            rule: "one_sided",
            verdict: self.verdict(),
            confidence: self.probability,
            findings: vec![
                Finding::at_least("hours at rest", self.stay.hours(), rules.stay_hours, "h"),
                Finding::at_least(
                    "hours possible",
                    hours(self.together[0], self.together[1]),
                    rules.hours,
                    "h",
                ),
                Finding::at_most(
                    "speed that the silent ship needs",
                    self.needed_knots,
                    rules.fastest_knots,
                    "kn",
                ),
                Finding::at_least("probability", self.probability, rules.least, ""),
            ],
            facts: self.facts(),
            innocent: vec![
                "adrift or waiting alone",
                "the silent ship was elsewhere",
                "a hole in reception, not a silence",
            ],
            records: self.side.records.to_vec(),
        }
    }

    fn facts(&self) -> Vec<Fact> {
        let away = self.silence.from.distance(self.stay.ends[0]) / 1000.0;
        let mut facts = vec![
            Fact::number("silent ships that can have been there", self.candidates as f64, ""),
            Fact::number("where the silent ship was last heard, from here", away, "km"),
            Fact::number("odds that the silence was chosen, as a probability", self.silence.deliberate, ""),
            Fact::flag("in known waters for transfers", self.place.transfer_area.is_some()),
            Fact::flag("the silent ship was heard again", self.silence.end.is_some()),
        ];
        if let Some(to) = self.silence.to {
            let away = to.distance(self.stay.ends[1]) / 1000.0;
            facts.push(Fact::number("where the silent ship was next heard, from here", away, "km"));
        }
        let draughts = [
            ("draught of the ship before", self.side.draughts.before),
            ("draught of the ship after", self.side.draughts.after),
            ("draught of the silent ship before", self.draughts.before),
            ("draught of the silent ship after", self.draughts.after),
        ];
        facts
            .extend(draughts.into_iter().filter_map(|(what, metres)| Some(Fact::number(what, metres?, "m"))));
        facts
    }
}
