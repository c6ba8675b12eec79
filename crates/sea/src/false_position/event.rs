//! What is said of a false position, and what else it could be.

use super::{FalsePosition, Pattern};
use crate::event::{Event, Fact, Kind};
use crate::sphere::KNOT;

/// Explanations that accuse nobody, as they are told.
const JAMMED: &str =
    "satellite navigation was jammed or spoofed near by, and the ship's receiver was carried along";
const RECEIVER: &str = "the ship's receiver, or the cable between it and the transponder, is out of order";
const DECODED: &str = "messages were garbled on the air or decoded wrongly";
const CLONED: &str = "another station uses this number";
const INLAND: &str = "a river, canal or harbour that the map does not have";
const PLANNED: &str = "a dredger, survey, cable or supply vessel that keeps to planned lines and stations";
const TESTED: &str = "a transmitter under test, or an aid to navigation under a ship's number";
const FILTERED: &str = "the position comes late from the receiver, or from another source than the speed";
const TOWED: &str = "the ship was towed or held by tugs";

impl FalsePosition {
    /// In one word: `false`, `interference` or, where the reason is weak, `unclear`.
    pub fn verdict(&self) -> &'static str {
        if self.interference {
            "interference"
        } else if self.confidence >= 0.7 {
            "false"
        } else {
            "unclear"
        }
    }

    /// What else it could be.
    pub fn innocent(&self) -> Vec<&'static str> {
        let own: &[&str] = match self.pattern {
            Pattern::Jump | Pattern::Offset => &[JAMMED, CLONED, DECODED],
            Pattern::Land => &[JAMMED, INLAND],
            Pattern::Frozen => &[RECEIVER, JAMMED],
            Pattern::Laps | Pattern::Returns => &[JAMMED, PLANNED, TESTED],
            Pattern::Straight => &[TOWED, PLANNED],
            Pattern::Speed => &[FILTERED, RECEIVER, JAMMED],
        };
        own.to_vec()
    }

    /// In the form of all claims.
    pub fn event(&self) -> Event {
        let mut records: Vec<_> = self.before.iter().map(crate::fix::Fix::record).collect();
        records.extend([self.first.record(), self.last.record()]);
        let mut facts = vec![Fact::text("pattern", self.pattern.word())];
        facts.extend(self.also.iter().map(|pattern| Fact::text("also", pattern.word())));
        if let Some(before) = self.before {
            let metres = before.point().distance(self.first.point());
            facts.push(Fact::number("distance of the jump", metres / 1000.0, "km"));
            let knots = metres / before.seconds_to(&self.first).max(1.0) / KNOT;
            facts.push(Fact::number("speed of the jump", knots, "knots"));
        }
        Event {
            kind: Kind::FalsePosition,
            ship: self.ship,
            partner: None,
            start: self.first.time,
            end: self.last.time,
            clock_error_ms: self.first.clock_error().max(self.last.clock_error()),
            from: self.first.point(),
            to: self.last.point(),
            rule: "false_position",
            verdict: self.verdict(),
            confidence: self.confidence,
            findings: self.measures.clone(),
            facts,
            innocent: self.innocent(),
            records,
        }
    }
}
