//! Calls at ports and terminals, and stays at anchor.
//!
//! The rule is that of Global Fishing Watch (*Anchorages, ports and voyages data*, 2021): entry within 3 km of a place, exit beyond 4 km, a stop
//! from 0.2 knots until above 0.5, a gap of 4 hours or more within; a call needs a stop or a gap, and the more of entry, stop and exit were
//! seen, the surer it is. Ours is that a place may reach further than 3 km, that a stay at anchor is told apart from one at a berth, and
//! what the draughts before and after say.

mod berth;
mod draught;
mod found;

pub use berth::{BerthLearner, LearnedBerth};
pub use draught::{CargoChange, Stated};

use crate::event::{Event, Fact, Finding, Kind, TrackId};
use crate::fix::Record;
use crate::geography::{Geography, Place, PlaceKind};
use crate::rules::{RuleError, positive, within};
use crate::sphere::Point;
use crate::stop::{Mooring, Stop};
use crate::track::Track;
use serde::{Deserialize, Serialize};

/// When a ship is in a port, and what its draughts say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PortCallRules {
    /// A ship enters within this distance of a place, or within its radius if that is more, metres. Global Fishing Watch (2021): 3 km.
    pub enter_metres: f64,
    /// It leaves when it is so much further away, metres. The same: at 4 km, which is 1 km further.
    pub leave_further_metres: f64,
    /// A silence within a place counts as a stay there from this on, hours. The same: 4.
    pub gap_hours: f64,
    /// Draughts that differ by less than this say nothing of cargo, metres. Ours: bunkers, stores and a hand's rounding change as much.
    pub draught_metres: f64,
    /// How long after the call a draught stated anew still belongs to it, hours; never beyond the next call. Ours: crews type it in late.
    pub draught_hours: f64,
}

impl Default for PortCallRules {
    fn default() -> Self {
        Self {
            enter_metres: 3000.0,
            leave_further_metres: 1000.0,
            gap_hours: 4.0,
            draught_metres: 1.0,
            draught_hours: 48.0,
        }
    }
}

impl PortCallRules {
    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        positive("port_call.enter_metres", self.enter_metres)?;
        let further = "a number from 0 on";
        within("port_call.leave_further_metres", self.leave_further_metres, 0.0, f64::MAX, further)?;
        positive("port_call.gap_hours", self.gap_hours)?;
        positive("port_call.draught_metres", self.draught_metres)?;
        positive("port_call.draught_hours", self.draught_hours)
    }

    /// How near a ship has to come to a place, metres.
    fn reach(&self, place: &Place) -> f64 {
        self.enter_metres.max(place.radius)
    }
}

/// A step of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The first fix within reach.
    Entry,
    /// The first fix at rest.
    StopBegin,
    /// The last fix at rest.
    StopEnd,
    /// The last fix before a long silence.
    GapBegin,
    /// The first fix after it.
    GapEnd,
    /// The last fix within reach.
    Exit,
}

/// A ship was in a port, at a terminal or at anchor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PortCall {
    /// Which ship.
    pub ship: TrackId,
    /// Where; none for an anchor at sea, far from any place that is known.
    pub place: Option<Place>,
    /// Where it lay: the middle of its longest stop, or where it was last heard before a gap.
    pub point: Point,
    /// From when, milliseconds since 1970, UTC: entry, or the first step that was seen.
    pub start: i64,
    /// Until when.
    pub end: i64,
    /// What was seen of it, in order, each with its record.
    pub steps: Vec<(Step, Record)>,
    /// The stops in it.
    pub stops: Vec<Stop>,
    /// At a berth if any stop was; at anchor if all were.
    pub mooring: Mooring,
    /// The draught last stated before the first stop.
    pub before: Option<Stated>,
    /// The draught last stated within the hours after the last stop that the rule allows.
    pub after: Option<Stated>,
    /// What the two say.
    pub cargo: CargoChange,
    /// How far start and end may be off for the clocks of the receivers, milliseconds.
    pub clock_error_ms: i64,
}

/// The calls of a track and its stays at anchor, in order of time, from its stops ([`crate::stops`]).
///
/// ```
/// use thalweg_sea::geography::Geography;
/// use thalweg_sea::{Fix, Point, PortCallRules, StopRules, Track, event::TrackId, port_calls, stops};
/// // to Kozmino and away again, ten hours at the jetty
/// let jetty = Point::new(42.73, 133.02);
/// let fixes = (0..120).map(|i| {
///     let minutes = 10 * i;
///     let away = if minutes < 300 { 300 - minutes } else { (minutes - 900).max(0) };
///     Fix::new(minutes * 60_000, jetty.destination(180.0, away as f64 * 370.4))
///         .with_speed(if away == 0 { 0.0 } else { 12.0 })
/// });
/// let track = Track { id: TrackId { mmsi: 1, segment: 0 }, fixes: fixes.collect(), sayings: Vec::new() };
/// let stops = stops(&track, &StopRules::default());
/// let calls = port_calls(&track, &stops, Geography::embedded(), &PortCallRules::default());
/// assert_eq!(calls.len(), 1);
/// assert_eq!(calls[0].place.as_ref().unwrap().name, "Kozmino");
/// assert_eq!(calls[0].level(), 4);
/// ```
pub fn port_calls(
    track: &Track,
    stops: &[Stop],
    geography: &Geography,
    rules: &PortCallRules,
) -> Vec<PortCall> {
    let visits = found::visits(track, stops, geography, rules);
    let mut calls: Vec<PortCall> =
        visits.iter().map(|visit| visit.call(track, stops, geography, rules)).collect();
    draught::read(track, &mut calls, rules);
    calls
}

impl PortCall {
    /// How surely it was a visit, by the levels of Global Fishing Watch: 4 for entry, stop or gap, and exit; 3 where one of entry and exit is
    /// missing; 2 for a stop or gap alone.
    pub fn level(&self) -> u8 {
        let seen = |step: Step| u8::from(self.steps.iter().any(|(own, _)| *own == step));
        2 + seen(Step::Entry) + seen(Step::Exit)
    }

    /// Hours at rest.
    pub fn hours_at_rest(&self) -> f64 {
        self.stops.iter().map(Stop::hours).sum()
    }

    /// A call at a port or terminal, or a stay at anchor.
    pub fn kind(&self) -> Kind {
        let anchorage = self.place.as_ref().is_none_or(|place| place.kind == PlaceKind::Anchorage);
        if self.mooring == Mooring::Anchor || anchorage { Kind::Anchorage } else { Kind::PortCall }
    }

    /// The claim with its evidence.
    ///
    /// The confidence is that the ship was there and lay still: 0.9, 0.8 or 0.6 by [`PortCall::level`], and less by a third where only a gap
    /// says so; what it did with cargo is a fact beside it, not part of it.
    pub fn event(&self, rules: &PortCallRules) -> Event {
        let by_level = [0.6, 0.8, 0.9][usize::from(self.level().clamp(2, 4) - 2)];
        let confidence = if self.stops.is_empty() { by_level * 2.0 / 3.0 } else { by_level };
        Event {
            kind: self.kind(),
            ship: self.ship,
            partner: None,
            start: self.start,
            end: self.end,
            clock_error_ms: self.clock_error_ms,
            from: self.steps.first().map_or(self.point, |(_, record)| record.point),
            to: self.steps.last().map_or(self.point, |(_, record)| record.point),
            rule: "port_call",
            verdict: self.cargo.word(),
            confidence,
            findings: self.findings(rules),
            facts: self.facts(),
            innocent: self.innocent(),
            records: self.steps.iter().map(|(_, record)| *record).collect(),
        }
    }

    fn findings(&self, rules: &PortCallRules) -> Vec<Finding> {
        let mut findings = Vec::new();
        if let Some(place) = &self.place {
            let metres = place.point.distance(self.point);
            findings.push(Finding::at_most("distance from the place", metres, rules.reach(place), "m"));
        }
        if self.stops.is_empty() {
            let begin = self.steps.iter().find(|(step, _)| *step == Step::GapBegin);
            let end = self.steps.iter().rfind(|(step, _)| *step == Step::GapEnd);
            if let (Some((_, begin)), Some((_, end))) = (begin, end) {
                let hours = (end.time - begin.time) as f64 / 3_600_000.0;
                findings.push(Finding::at_least("silence within reach", hours, rules.gap_hours, "h"));
            }
        }
        if let (Some(before), Some(after)) = (self.before, self.after) {
            let change = (after.metres - before.metres).abs();
            findings.push(Finding::at_least("change of draught", change, rules.draught_metres, "m"));
        }
        findings
    }

    fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        if let Some(place) = &self.place {
            facts.push(Fact::text("place", place.name.clone()));
            facts.push(Fact::text("kind of place", place.kind.word()));
            facts.push(Fact::text("country", place.country.clone()));
            facts.push(Fact::text("source of the place", place.source.clone()));
        }
        let mooring = match self.mooring {
            Mooring::Berth => "berth",
            Mooring::Anchor => "anchor",
            Mooring::Unknown => "unknown",
        };
        facts.push(Fact::text("mooring", mooring));
        facts.push(Fact::number("time at rest", self.hours_at_rest(), "h"));
        facts.extend(self.before.map(|stated| Fact::number("draught before", stated.metres, "m")));
        facts.extend(self.after.map(|stated| Fact::number("draught after", stated.metres, "m")));
        facts
    }

    fn innocent(&self) -> Vec<&'static str> {
        let mut innocent =
            vec!["the position of the place may be off by kilometres, and another berth be meant"];
        if self.stops.is_empty() {
            innocent.push("it may have passed by and not been heard");
        }
        if matches!(self.cargo, CargoChange::Loaded | CargoChange::Discharged) {
            innocent.push("draughts are typed in by hand, late or wrongly, and ballast changes them too");
        }
        innocent
    }
}
