//! A ship that lay beside nothing, while another that could have been there was silent.

use super::assignment::{Link, probabilities};
use super::found::Encounter;
use super::likelihood::{draught_odds, fit, nearness, waited, waters};
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
    /// Kilometres from the place to where the silent ship was last or next heard, at which that speaks neither for nor against: 400,
    /// as far as a tanker comes in the 12 hours or so for which one is silent before and after.
    pub near_kilometres: f64,
    /// Kilometres from a port, within which a stay says nothing: 5.
    pub port_kilometres: f64,
    /// Kilometres to the next port that the ship calls at, within which it may have waited for a berth: 100, as far as roads are from berths
    /// and ships adrift keep off.
    pub call_kilometres: f64,
    /// Kilometres from the coast, within which a stay says nothing: 2.
    pub coast_kilometres: f64,
    /// Odds that a tanker that lies still at sea for so long, alone, hands over cargo to one that is silent, before anything else is known:
    /// 1 to 50.
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
            near_kilometres: 400.0,
            port_kilometres: 5.0,
            call_kilometres: 100.0,
            coast_kilometres: 2.0,
            prior_odds: 0.02,
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
        positive("one_sided.near_kilometres", self.near_kilometres)?;
        positive("one_sided.prior_odds", self.prior_odds)?;
        within("one_sided.stay_hours", self.stay_hours, 0.0, f64::MAX, "0 or more")?;
        within("one_sided.hours", self.hours, 0.0, f64::MAX, "0 or more")?;
        within("one_sided.port_kilometres", self.port_kilometres, 0.0, f64::MAX, "0 or more")?;
        within("one_sided.call_kilometres", self.call_kilometres, 0.0, f64::MAX, "0 or more")?;
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
    /// What the ship usually makes under way, knots.
    pub knots: f64,
}

/// A call of a ship at a berth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NextCall {
    /// When it came, milliseconds since 1970, UTC.
    pub time: i64,
    /// Where it lay.
    pub point: Point,
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
/// `stays` are those of tankers that were [`alone`], with the numbers of their tracks; `silences` are those of tankers. `next_call` says where
/// a track next lay at a berth after a time, if it is known. A stay in port, at the coast, or of a ship that says it is moored is left out. Each
/// silent ship that can have come to the place, stayed for the hours of the rule and gone on gets odds: prior odds, times
/// - how near to the place it was last and next heard: 4 at the place itself, 1 at `near_kilometres`, and less beyond: the wider the region
///   that a ship can have been in, the less it says that it can have been here;
/// - how well the silence, less the way there and on at the ship's usual speed, fits into the stay: 2 at most;
/// - whether the silence was chosen: its odds, 9 at most;
/// - what draughts of both say, up to the next call at a berth;
/// - whether the ship that is heard waited for a berth: 0.2 where its next call is near, 5 where it is far away;
/// - whether the place is known for transfers: 2; in roads, where ships wait: 0.5.
///
/// How rare the coincidence is by chance is told by all others: a silent ship was at one stay at most, and a stay had one partner at most, or
/// none. The probability of each pair is that over all ways to pair them off, each weighed by its odds: many candidates leave each with
/// little, unless these belong elsewhere. The numbers are judgement, tried on simulated traffic: there is nothing public to measure them on.
pub fn one_sided(
    stays: &[(u32, Stay)],
    silences: &[Silence],
    tracks: &[Track],
    rules: &OneSidedRules,
    encounter: &EncounterRules,
    place: impl Fn(Point) -> Surroundings + Sync,
    next_call: impl Fn(u32, i64) -> Option<NextCall> + Sync,
) -> Vec<OneSided> {
    let look = Look { silences, tracks, rules, encounter, next_call };
    let long = |stay: &&(u32, Stay)| stay.1.hours() >= rules.stay_hours;
    let mut lone: Vec<Lone<'_>> =
        stays.par_iter().filter(long).filter_map(|(number, stay)| look.at(*number, stay, &place)).collect();
    let links: Vec<Link> = lone
        .iter()
        .enumerate()
        .flat_map(|(left, lone)| {
            lone.candidates.iter().map(move |one| Link { left, right: one.index, odds: one.weight })
        })
        .collect();
    let likely = probabilities(&links, lone.len(), silences.len());
    let candidates = lone.iter_mut().flat_map(|lone| &mut lone.candidates);
    candidates.zip(likely).for_each(|(candidate, likely)| candidate.weight = likely);
    lone.into_iter().filter_map(|lone| look.judge(lone)).collect()
}

struct Look<'a, C> {
    silences: &'a [Silence],
    tracks: &'a [Track],
    rules: &'a OneSidedRules,
    encounter: &'a EncounterRules,
    next_call: C,
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
    /// Its odds, and its probability once all are paired off.
    weight: f64,
    draughts: Draughts,
}

impl<'a, C: Fn(u32, i64) -> Option<NextCall>> Look<'a, C> {
    fn at(&self, number: u32, stay: &Stay, place: impl Fn(Point) -> Surroundings) -> Option<Lone<'a>> {
        let track = self.tracks.get(number as usize)?;
        let side = Side::of(track, stay.start, stay.end, self.encounter)?;
        let place = place(stay.middle);
        let coast = self.rules.coast_kilometres * 1000.0;
        let in_port = place.port_within(self.rules.port_kilometres * 1000.0)
            || place.coast.is_some_and(|metres| metres < coast)
            || side.is_moored();
        if in_port {
            return None;
        }
        let side = Side { draughts: self.draughts(number, track, stay.start, stay.end), ..side };
        let silences = self.silences.iter().enumerate().filter(|(_, silence)| silence.track != number);
        let mut candidates: Vec<Candidate<'a>> =
            silences.filter_map(|(index, silence)| self.candidate(index, silence, stay)).collect();
        let of_stay =
            waters(&place, self.encounter) * waited(stay, (self.next_call)(number, stay.end), self.rules);
        for candidate in &mut candidates {
            candidate.weight *=
                draught_odds(&side.draughts, &candidate.draughts, self.encounter.draught_metres) * of_stay;
        }
        Some(Lone { side, stay: *stay, place, candidates })
    }

    /// Draughts before and after; one that is stated only after the next call at a berth may be of that.
    fn draughts(&self, number: u32, track: &Track, start: i64, end: i64) -> Draughts {
        let call = (self.next_call)(number, end).map_or(i64::MAX, |call| call.time);
        Draughts::until(track, start, end, self.encounter.draught_reach(end).min(call))
    }

    fn judge(&self, lone: Lone<'a>) -> Option<OneSided> {
        let count = lone.candidates.len();
        let better =
            |best: Candidate<'a>, next: Candidate<'a>| if next.weight > best.weight { next } else { best };
        let best = lone.candidates.into_iter().reduce(better)?;
        (best.weight >= self.rules.least).then(|| OneSided {
            silent: self.tracks[best.silence.track as usize].id,
            draughts: best.draughts,
            stay: lone.stay,
            silence: *best.silence,
            together: best.together,
            needed_knots: best.needed_knots,
            candidates: count,
            side: lone.side,
            place: lone.place,
            probability: best.weight,
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
        let chosen = silence.deliberate.clamp(0.02, 0.9);
        let odds = self.rules.prior_odds
            * nearness(come, silence.to.map(|_| go), self.rules)
            * (2.0 * fit(silence, stay, come, go, self.rules))
            * (chosen / (1.0 - chosen));
        let spare = ((end.min(stay.end.saturating_add(takes(go)))) - silence.start - least) as f64 / 1000.0;
        Some(Candidate {
            index,
            silence,
            together: [from, to],
            needed_knots: (come + go) / spare.max(1.0) / KNOT,
            weight: odds,
            draughts: self.draughts(
                silence.track,
                track,
                silence.start,
                silence.end.unwrap_or(silence.start),
            ),
        })
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
