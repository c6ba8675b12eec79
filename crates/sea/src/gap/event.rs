//! What is said of a silence, and what else it could be.

use super::{Gap, GapRules, GapVerdict, Study};
use crate::chart::Chart;
use crate::event::{Event, Fact, Finding, Kind};
use crate::report::Class;

/// Explanations that accuse nobody, as they are told.
const POOR: &str = "reception is poor on the way: others were often not heard either";
const ALONE: &str = "hardly anybody else was near: nothing is known of the reception there";
const ALONE_AT_TIMES: &str =
    "for part of the time nobody else was near who could tell whether anything was heard";
const OUTAGE: &str =
    "a receiving station failed, or no satellite passed: for part of the time nobody near by was heard";
const CROWDED: &str = "so many ships send there that messages are lost";
const PORT: &str = "the ship was in port, at anchor or laid up, where many switch off";
const MISSING: &str = "ships that lie still are missing from these data, and this one had time to";
const WEAK: &str = "a class B station of two watts is heard less far, and waits where the channel is busy";
const STANDING: &str = "this ship is heard less often than others also when it is on the air";
pub(super) const ELSEWHERE: &str =
    "the number was heard elsewhere meanwhile: another ship uses it, or its positions are false";
const FAILURE: &str = "the transmitter or its power failed";
const CLOCK: &str = "the receivers' clocks are off";
const EDGE: &str = "the data end near by: other ships under way were first or last heard there too";
const ASIDE: &str = "the ship went on the air where it could not be heard, and came back";

impl<C: Chart> Study<'_, C> {
    pub(super) fn innocent(&self, gap: &Gap) -> Vec<&'static str> {
        /// Ships in the cells of a way from which on messages are lost: a satellite sees thousands, and two thirds of 2,250 slots a minute
        /// and channel are taken by a few hundred ships.
        const CROWD: f64 = 200.0;
        let silence = &gap.silence;
        let rate = if silence.open > 0.0 { silence.expected / silence.open } else { 0.0 };
        let clock = gap.last.clock_error() + gap.next.map_or(0, |next| next.clock_error());
        let explanations = [
            (rate < 0.5 && silence.witnesses > 0.0, POOR),
            (silence.witnesses < self.rules.fewest_witnesses, ALONE),
            (silence.deaf > 0.25 * (silence.deaf + silence.open), OUTAGE),
            (silence.unknown > 0.25 * (silence.unknown + silence.open), ALONE_AT_TIMES),
            (silence.witnesses > CROWD && rate < 0.9, CROWDED),
            (gap.in_port || gap.rested, PORT),
            (gap.unseen_at_rest, MISSING),
            (gap.at_edge, EDGE),
            (gap.last.class() == Class::B, WEAK),
            (silence.standing < 0.5, STANDING),
            (gap.spare_hours > 0.5 * gap.hours && silence.on_air > 0.001, ASIDE),
            (clock as f64 > 0.1 * gap.hours * 3_600_000.0, CLOCK),
            (true, FAILURE),
        ];
        explanations.into_iter().filter_map(|(holds, words)| holds.then_some(words)).collect()
    }
}

impl Gap {
    /// In the form of all claims.
    pub fn event(&self, rules: &GapRules) -> Event {
        let next = self.next.unwrap_or(self.last);
        let end = self.next.map_or(self.last.time + (self.hours * 3_600_000.0) as i64, |next| next.time);
        let mut records = vec![self.last.record()];
        records.extend(self.next.map(|next| next.record()));
        Event {
            kind: Kind::Gap,
            ship: self.ship,
            partner: None,
            start: self.last.time,
            end,
            clock_error_ms: self.last.clock_error().max(next.clock_error()),
            from: self.last.point(),
            to: next.point(),
            rule: "gap",
            verdict: self.verdict.word(),
            confidence: self.confidence(),
            findings: self.findings(rules),
            facts: self.facts(),
            innocent: self.innocent.clone(),
            records,
        }
    }

    fn findings(&self, rules: &GapRules) -> Vec<Finding> {
        vec![
            Finding::at_least("silence", self.hours, rules.shortest_hours, "hours"),
            Finding::at_least("probability of deliberate", self.probability, rules.deliberate, "of 1"),
            Finding::at_least("other ships near by", self.silence.witnesses, rules.fewest_witnesses, "ships"),
        ]
    }

    fn facts(&self) -> Vec<Fact> {
        let silence = &self.silence;
        let mut facts = vec![
            Fact::number("distance", self.metres / 1000.0, "km"),
            Fact::number("implied speed", self.implied_knots(), "knots"),
            Fact::number("usual speed", self.usual_knots, "knots"),
            Fact::number("time not explained by the straight way", self.spare_hours, "hours"),
            Fact::number("likelihood of the silence on the air", silence.on_air, "of 1"),
            Fact::number("passages of others on its way, ever", silence.compared, "passages"),
            Fact::number("of them in a silence as long", silence.as_silent, "passages"),
            Fact::number("slots in which it would have been heard", silence.expected, "slots"),
            Fact::number("slots in which others were heard", silence.open, "slots"),
            Fact::number("slots in which others were not heard either", silence.deaf, "slots"),
            Fact::number("slots in which nobody else was near", silence.unknown, "slots"),
            Fact::number("heard against others, before and after", silence.standing, "of 1"),
            Fact::number("positions in the 12 hours before", f64::from(self.positions_before), "positions"),
            Fact::flag("number heard elsewhere meanwhile", self.heard_elsewhere),
            Fact::flag("not heard again", self.verdict == GapVerdict::Open),
        ];
        facts.extend(self.coast.map(|metres| Fact::number("distance to the coast", metres / 1000.0, "km")));
        facts.extend(self.by_reference.map(|holds| Fact::flag("disabling by Welch et al. 2022", holds)));
        for place in &self.reachable {
            let words = format!("{} {}, up to {:.0} hours", place.kind, place.name, place.hours);
            facts.push(Fact::text("was within reach", words));
        }
        facts
    }
}
