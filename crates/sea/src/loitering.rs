//! Ships that go nowhere at sea: lying, waiting, adrift.
//!
//! [`stays`] finds the times at which a ship made less than two knots over an hour; [`loitering`] keeps those that are long and far from the
//! coast; [`drifts`] finds where a ship goes sideways.

mod drift;

pub use drift::{Drift, drifts, sideways};

use crate::encounter::{EncounterRules, PairPoint};
use crate::event::{Event, Fact, Finding, Kind, TrackId};
use crate::fix::{Fix, Record};
use crate::rules::{RuleError, positive, within};
use crate::sphere::{NAUTICAL_MILE, Point};
use crate::track::Track;
use serde::{Deserialize, Serialize};

/// When a ship that goes nowhere loiters, and when it drifts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LoiteringRules {
    /// Mean speed over an hour, knots, below which a ship goes nowhere: 2 (Miller et al. 2018, Frontiers in Marine Science 5:240).
    pub knots: f64,
    /// Hours, at least: 4 (Miller et al. 2018).
    pub hours: f64,
    /// Nautical miles from the coast, more than that: 20 (Miller et al. 2018).
    pub offshore_miles: f64,
    /// Hours of silence that a stay goes on for, if the ship came no farther meanwhile than its knots would take it: 24. Ours.
    pub silence_hours: f64,
    /// Speed over ground of a drift, knots, at least: 1. This and the next four are the defaults of the drift analysis of the Danish Maritime
    /// Authority (AisAbnormal, 2014). A ship that wind and current move more slowly is adrift too, and is told by [`sideways`].
    pub drift_slowest_knots: f64,
    /// Speed over ground of a drift, knots, at most: 5.
    pub drift_fastest_knots: f64,
    /// Degrees between course and heading, more than that: 45.
    pub drift_degrees: f64,
    /// Minutes without a break, at least: 10.
    pub drift_minutes: f64,
    /// Metres from its beginning to its end, more than that: 500.
    pub drift_metres: f64,
}

impl Default for LoiteringRules {
    fn default() -> Self {
        Self {
            knots: 2.0,
            hours: 4.0,
            offshore_miles: 20.0,
            silence_hours: 24.0,
            drift_slowest_knots: 1.0,
            drift_fastest_knots: 5.0,
            drift_degrees: 45.0,
            drift_minutes: 10.0,
            drift_metres: 500.0,
        }
    }
}

impl LoiteringRules {
    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        positive("loitering.knots", self.knots)?;
        for (key, value) in [
            ("loitering.hours", self.hours),
            ("loitering.offshore_miles", self.offshore_miles),
            ("loitering.silence_hours", self.silence_hours),
            ("loitering.drift_slowest_knots", self.drift_slowest_knots),
            ("loitering.drift_fastest_knots", self.drift_fastest_knots),
            ("loitering.drift_minutes", self.drift_minutes),
            ("loitering.drift_metres", self.drift_metres),
        ] {
            within(key, value, 0.0, f64::MAX, "0 or more")?;
        }
        within("loitering.drift_degrees", self.drift_degrees, 0.0, 180.0, "a number of degrees from 0 to 180")
    }
}

/// A time at which a ship went nowhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stay {
    /// From when, milliseconds since 1970, UTC.
    pub start: i64,
    /// To when.
    pub end: i64,
    /// Where it began and ended.
    pub ends: [Point; 2],
    /// The place in the middle of the time.
    pub middle: Point,
    /// Mean speed along the looks, knots.
    pub knots: f64,
    /// Share of the time in which the place is known.
    pub known: f64,
}

impl Stay {
    /// Hours from start to end.
    pub fn hours(&self) -> f64 {
        (self.end - self.start) as f64 / 3_600_000.0
    }

    fn of(looks: &[PairPoint], rules: &EncounterRules) -> Option<Self> {
        let (first, last) = (looks.first()?, looks.last()?);
        let middle = looks.get(looks.len() / 2)?;
        let steps = f64::from(last.bucket - first.bucket);
        let way: f64 = looks[1..].iter().map(|look| look.knots() * f64::from(look.since)).sum();
        Some(Self {
            start: rules.time(first.bucket),
            end: rules.time(last.bucket),
            ends: [first.point(), last.point()],
            middle: middle.point(),
            knots: if steps > 0.0 { way / steps } else { 0.0 },
            known: if steps > 0.0 { (looks.len() as f64 - 1.0) / steps } else { 1.0 },
        })
    }
}

/// The times of at least an hour at which a ship made less than some knots on average over the hour around each look. `looks` are those of
/// one track, in order, as [`crate::encounter::points`] gives them.
pub fn stays(looks: &[PairPoint], rules: &LoiteringRules, search: &EncounterRules) -> Vec<Stay> {
    let slow = slow(looks, rules, search);
    let flagged: Vec<(bool, &PairPoint)> = slow.into_iter().zip(looks).collect();
    let together = |before: &(bool, &PairPoint), next: &(bool, &PairPoint)| {
        before.0 == next.0 && continues(next.1, rules, search)
    };
    let mut stays = Vec::new();
    let mut from = 0;
    for stretch in flagged.chunk_by(together) {
        let to = from + stretch.len();
        let stay = stretch[0].0.then(|| Stay::of(&looks[from..to], search)).flatten();
        stays.extend(stay.filter(|stay| stay.hours() >= 1.0));
        from = to;
    }
    stays
}

/// Whether a ship can have stayed where it was since the look before.
fn continues(look: &PairPoint, rules: &LoiteringRules, search: &EncounterRules) -> bool {
    let hours = f64::from(look.since) * search.step_minutes / 60.0;
    look.since == 1 || hours <= rules.silence_hours && look.knots() < rules.knots
}

/// For each look whether the ship made less than the rule's knots over the hour around it, silences aside.
fn slow(looks: &[PairPoint], rules: &LoiteringRules, search: &EncounterRules) -> Vec<bool> {
    let half = ((30.0 / search.step_minutes).round() as i32).max(1);
    let (mut from, mut to) = (0, 0);
    let (mut way, mut steps) = (0.0, 0.0);
    let leg = |look: &PairPoint| (look.knots() * f64::from(look.since), f64::from(look.since));
    looks
        .iter()
        .map(|look| {
            while to < looks.len() && looks[to].bucket <= look.bucket + half {
                let (metres, time) = leg(&looks[to]);
                (way, steps) = (way + metres, steps + time);
                to += 1;
            }
            while looks[from].bucket <= look.bucket - half {
                let (metres, time) = leg(&looks[from]);
                (way, steps) = (way - metres, steps - time);
                from += 1;
            }
            if steps > 0.5 { way / steps < rules.knots } else { look.knots() < rules.knots }
        })
        .collect()
}

/// A ship that went nowhere at sea.
#[derive(Debug, Clone, PartialEq)]
pub struct Loitering {
    /// Which.
    pub ship: TrackId,
    /// When and where.
    pub stay: Stay,
    /// Metres to the coast, the least of its ends and its middle.
    pub coast: f64,
    /// Share of its positions with a course across its heading: adrift. None where it states no heading.
    pub sideways: Option<f64>,
    /// Share of its positions in which it calls itself at anchor or moored.
    pub anchored: Option<f64>,
    /// It said that it is not under command, or restricted.
    pub hampered: bool,
    /// Milliseconds that clocks may be off.
    pub clock_error: i64,
    /// First and last record.
    pub records: [Record; 2],
    /// The tests of the rule.
    pub findings: Vec<Finding>,
}

/// The stays of a ship that are long and far off the coast. `coast` gives metres to the coast.
///
/// ```
/// use thalweg_sea::encounter::{EncounterRules, points};
/// use thalweg_sea::loitering::{LoiteringRules, loitering, stays};
/// use thalweg_sea::{Fix, Point, Track, TrackId};
/// let fixes = (0..60).map(|step| Fix::new(step * 600_000, Point::new(40.0, 0.001 * step as f64))).collect();
/// let track = Track { id: TrackId { mmsi: 1, segment: 0 }, fixes, sayings: Vec::new() };
/// let (rules, search) = (LoiteringRules::default(), EncounterRules::default());
/// let stays = stays(&points(&track, 0, &search, |_| false), &rules, &search);
/// let found = loitering(&track, &stays, &rules, |_| 100_000.0);
/// assert_eq!((found.len(), found[0].verdict()), (1, "adrift_or_waiting"));
/// assert!(loitering(&track, &stays, &rules, |_| 20_000.0).is_empty());
/// ```
pub fn loitering(
    track: &Track,
    stays: &[Stay],
    rules: &LoiteringRules,
    coast: impl Fn(Point) -> f64,
) -> Vec<Loitering> {
    stays.iter().filter_map(|stay| Loitering::of(track, *stay, rules, &coast)).collect()
}

impl Loitering {
    fn of(track: &Track, stay: Stay, rules: &LoiteringRules, coast: impl Fn(Point) -> f64) -> Option<Self> {
        if stay.hours() < rules.hours {
            return None;
        }
        let places = [stay.ends[0], stay.middle, stay.ends[1]];
        let coast = places.into_iter().map(coast).fold(f64::INFINITY, f64::min);
        let findings = vec![
            Finding::at_most("mean speed", stay.knots, rules.knots, "kn"),
            Finding::at_least("duration", stay.hours(), rules.hours, "h"),
            Finding::at_least("distance to the coast", coast / NAUTICAL_MILE, rules.offshore_miles, "nmi"),
        ];
        if !findings.iter().all(Finding::holds) {
            return None;
        }
        let fixes = track.during(stay.start, stay.end);
        let (first, last) = (fixes.first()?, fixes.last()?);
        let told: Vec<u8> = fixes.iter().filter_map(Fix::status).filter(|status| *status != 15).collect();
        let lying = told.iter().filter(|status| matches!(status, 1 | 5)).count();
        Some(Self {
            ship: track.id,
            stay,
            coast,
            sideways: sideways(fixes, rules),
            anchored: (!told.is_empty()).then(|| lying as f64 / told.len() as f64),
            hampered: told.iter().any(|status| matches!(status, 2 | 3 | 6)),
            clock_error: fixes.iter().map(Fix::clock_error).max().unwrap_or(0),
            records: [first.record(), last.record()],
            findings,
        })
    }

    /// How it lay: `at_anchor` as it says itself, `adrift` where its course lies across its heading, `adrift_or_waiting` where neither is known.
    pub fn verdict(&self) -> &'static str {
        match (self.anchored, self.sideways) {
            (Some(share), _) if share >= 0.5 => "at_anchor",
            (_, Some(share)) if share >= 0.5 => "adrift",
            _ => "adrift_or_waiting",
        }
    }

    /// What else it can mean: none of it is an offence.
    pub fn innocent(&self) -> Vec<&'static str> {
        let list = [
            (true, "waiting for orders or for a berth"),
            (true, "cleaning of tanks, or repairs"),
            (self.hampered, "not under command, as it says itself"),
            (self.anchored.is_some_and(|share| share > 0.0), "at anchor on a bank"),
        ];
        list.into_iter().filter(|(open, _)| *open).map(|(_, what)| what).collect()
    }

    /// In the form of all events. The confidence is the share of the time in which the place is known: that it went nowhere is measured, not
    /// judged.
    pub fn event(&self) -> Event {
        let facts = [
            ("share of positions sideways", self.sideways),
            ("share of positions at anchor", self.anchored),
            ("share of the time with the place known", Some(self.stay.known)),
        ];
        Event {
            kind: Kind::Loitering,
            ship: self.ship,
            partner: None,
            start: self.stay.start,
            end: self.stay.end,
            clock_error_ms: self.clock_error,
            from: self.stay.ends[0],
            to: self.stay.ends[1],
            rule: "loitering",
            verdict: self.verdict(),
            confidence: self.stay.known,
            findings: self.findings.clone(),
            facts: facts
                .into_iter()
                .filter_map(|(what, share)| Some(Fact::number(what, share?, "")))
                .collect(),
            innocent: self.innocent(),
            records: self.records.to_vec(),
        }
    }
}
