//! What ships call themselves, over time: names, flags, call signs, hulls; what changes, and what cannot be.

mod change;
mod clash;
mod registry;

pub use change::changes;
pub use clash::{clashes, shared};
pub use registry::{Registry, RegistryError};

use crate::event::{Event, Fact, Finding, Kind, TrackId};
use crate::rules::{RuleError, within};
use crate::track::Track;
use crate::vessel::Saying;
use serde::{Deserialize, Serialize};

/// When a change of identity is told, and when two ships cannot be one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IdentityRules {
    /// How often a value must be heard to count. Letters that the radio garbled pass the checksum now and then; they do not come twice.
    pub fewest_sayings: u32,
    /// Change of a name, flag or number within so many days of a silence is told together with it: ours.
    pub days_from_gap: f64,
    /// Metres by which a length may differ for the same hull, and 10 percent besides: lengths are entered by hand.
    pub length_tolerance_metres: f64,
    /// Flags within `hop_days` that are hopping: ours. A ship that is sold changes its flag once.
    pub hop_flags: usize,
    /// Days over which flags are counted.
    pub hop_days: f64,
    /// Kilometres between two transmitters with one number, or one hull's number, that cannot both be on one ship: ours, far above any error of a position or a clock.
    pub apart_kilometres: f64,
    /// Times at which two tracks of one number must take turns to be two ships, and not one that was elsewhere once: ours.
    pub turns: usize,
}

impl Default for IdentityRules {
    fn default() -> Self {
        Self {
            fewest_sayings: 2,
            days_from_gap: 7.0,
            length_tolerance_metres: 10.0,
            hop_flags: 3,
            hop_days: 730.0,
            apart_kilometres: 10.0,
            turns: 3,
        }
    }
}

impl IdentityRules {
    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        let amount = "0 or more";
        within("identity.days_from_gap", self.days_from_gap, 0.0, f64::MAX, amount)?;
        within("identity.length_tolerance_metres", self.length_tolerance_metres, 0.0, f64::MAX, amount)?;
        within("identity.hop_days", self.hop_days, 0.0, f64::MAX, amount)?;
        within("identity.apart_kilometres", self.apart_kilometres, 0.0, f64::MAX, amount)
    }
}

/// The rule's name in a file of rules.
const RULE: &str = "identity";

/// One value over one stretch of time.
#[derive(Debug, Clone, PartialEq)]
struct Spell<T> {
    value: T,
    first: i64,
    last: i64,
    count: u32,
}

/// The values of a trait as stretches in order of time; those that were heard too seldom are left out.
fn spells<T: PartialEq>(said: impl Iterator<Item = (T, Saying)>, fewest: u32) -> Vec<Spell<T>> {
    let mut found: Vec<Spell<T>> = Vec::new();
    for (value, saying) in said {
        match found.iter_mut().rev().take(2).find(|spell| spell.value == value) {
            Some(spell) => {
                spell.last = spell.last.max(saying.last);
                spell.count += saying.count;
            }
            None => found.push(Spell { value, first: saying.first, last: saying.last, count: saying.count }),
        }
    }
    found.retain(|spell| spell.count >= fewest);
    found.dedup_by(|next, kept| {
        let same = next.value == kept.value;
        if same {
            kept.last = kept.last.max(next.last);
            kept.count += next.count;
        }
        same
    });
    found
}

/// What is wrong with an identity, before it is told as an event.
struct Oddity {
    verdict: &'static str,
    confidence: f64,
    start: i64,
    end: i64,
    partner: Option<TrackId>,
    findings: Vec<Finding>,
    facts: Vec<Fact>,
    innocent: Vec<&'static str>,
}

impl Oddity {
    /// As an event of a ship: where it was then, and the fixes next to start and end.
    fn event(self, track: &Track) -> Event {
        let nearest = |time: i64| {
            let after =
                track.fixes.partition_point(|fix| fix.time < time).min(track.fixes.len().saturating_sub(1));
            track.fixes.get(after).map(crate::fix::Fix::record)
        };
        let records: Vec<_> = [nearest(self.start), nearest(self.end)].into_iter().flatten().collect();
        let place = |at: usize| records.get(at).map_or(NOWHERE, |record| record.point);
        Event {
            kind: Kind::Identity,
            ship: track.id,
            partner: self.partner,
            start: self.start,
            end: self.end,
            clock_error_ms: track.fixes.iter().map(crate::fix::Fix::clock_error).max().unwrap_or(0),
            from: place(0),
            to: place(1),
            rule: RULE,
            verdict: self.verdict,
            confidence: self.confidence,
            findings: self.findings,
            facts: self.facts,
            innocent: self.innocent,
            records,
        }
    }
}

/// Where a ship is that was never heard; tracks are never empty, so that no event says it.
const NOWHERE: crate::sphere::Point = crate::sphere::Point { lat: 0.0, lon: 0.0 };

/// How sure it is that a value was meant, from how often it was heard: a garbled one comes once.
fn sure(count: u32) -> f64 {
    1.0 - 0.5f64.powi(count.min(30) as i32)
}
