//! A meeting with all that is known of both ships.

use super::beside::Beside;
use super::meeting::Meeting;
use super::rules::{EncounterRules, UnderWayRules};
use super::run::Mode;
use super::side::{Role, Side};
use super::surroundings::Surroundings;
use super::verdict::{Case, Verdict, Weight};
use crate::event::{Event, Fact, Finding, Kind};
use crate::track::Track;

/// Two ships that met for long enough, and what it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Encounter {
    /// When, where, how long.
    pub meeting: Meeting,
    /// Who, in order of the numbers of their tracks.
    pub sides: [Side; 2],
    /// How they lay to each other.
    pub beside: Beside,
    /// What is near.
    pub place: Surroundings,
    /// What it was.
    pub verdict: Verdict,
    /// How sure the verdict is, 0 to 1: of a transfer, the odds that `weights` add up to; of what the kinds of ships tell, 0.7 or 0.9,
    /// because a ship states its own kind; of ships side by side, the odds against a transfer.
    pub confidence: f64,
    /// What spoke for and against a transfer.
    pub weights: Vec<Weight>,
    /// What else it can have been.
    pub innocent: Vec<&'static str>,
    /// The tests of the rule.
    pub findings: Vec<Finding>,
}

impl Encounter {
    /// Looks at a meeting by the rule for its mode; none where the rule does not hold. The tracks are those of the meeting's pair.
    pub fn of(
        meeting: &Meeting,
        tracks: [&Track; 2],
        place: Surroundings,
        rules: &EncounterRules,
        under_way: &UnderWayRules,
    ) -> Option<Self> {
        let (start, end) = (meeting.start, meeting.end);
        // cheap tests first: most meetings are short
        let findings = match meeting.mode {
            Mode::Slow => slow(meeting, rules),
            Mode::UnderWay => under_way.tests(meeting),
        };
        if !findings.iter().all(Finding::holds) {
            return None;
        }
        let sides = [Side::of(tracks[0], start, end, rules)?, Side::of(tracks[1], start, end, rules)?];
        let beside = Beside::of(tracks, [&sides[0], &sides[1]], start, end);
        let turned = beside.course_difference.is_some_and(|degrees| degrees > under_way.course_degrees);
        if meeting.mode == Mode::UnderWay && turned {
            return None;
        }
        let case = Case { meeting, sides: [&sides[0], &sides[1]], beside: &beside, place: &place, rules };
        let weights = case.weights();
        let (verdict, confidence) = case.verdict(&weights);
        let innocent = case.innocent();
        Some(Self {
            meeting: meeting.clone(),
            sides,
            beside,
            place,
            verdict,
            confidence,
            weights,
            innocent,
            findings,
        })
    }

    /// The ship that lies deeper afterwards, where draughts say that cargo changed ships: 0 or 1.
    pub fn loaded(&self, rules: &EncounterRules) -> Option<usize> {
        let [one, other] = [self.sides[0].draughts.change()?, self.sides[1].draughts.change()?];
        let enough = one.abs() >= rules.draught_metres && other.abs() >= rules.draught_metres;
        (enough && one.signum() != other.signum()).then_some(usize::from(other > one))
    }

    /// Milliseconds that start and end may be off for clocks.
    pub fn clock_error(&self) -> i64 {
        self.sides[0].clock_error.max(self.sides[1].clock_error)
    }

    /// In the form of all events, as the first ship's; the partner is the second.
    pub fn event(&self, rules: &EncounterRules) -> Event {
        let [one, other] = &self.sides;
        let mut records = Vec::from(one.records);
        records.extend(other.records);
        Event {
            kind: Kind::Encounter,
            ship: one.id,
            partner: Some(other.id),
            start: self.meeting.start,
            end: self.meeting.end,
            clock_error_ms: self.clock_error(),
            from: self.meeting.ends[0],
            to: self.meeting.ends[1],
            rule: match self.meeting.mode {
                Mode::Slow => "encounter",
                Mode::UnderWay => "encounter_under_way",
            },
            verdict: self.verdict.word(),
            confidence: self.confidence,
            findings: self.findings.clone(),
            facts: self.facts(rules),
            innocent: self.innocent.clone(),
            records,
        }
    }

    fn facts(&self, rules: &EncounterRules) -> Vec<Fact> {
        let meeting = &self.meeting;
        let tankers = self.sides.iter().all(|side| side.role == Role::Tanker);
        let mut facts = vec![
            Fact::flag("tankers", tankers),
            Fact::flag("in known waters for transfers", self.place.transfer_area.is_some()),
            Fact::number("time together", meeting.together, "h"),
            Fact::number("looks with both places known", f64::from(meeting.looks), ""),
            Fact::number("looks that need a clock to be off", f64::from(meeting.widened), ""),
            Fact::number("share of the time with both places known", meeting.known, ""),
            Fact::number("spread of the distance", self.beside.spread, "m"),
        ];
        for (side, words) in self.sides.iter().zip([&FIRST, &SECOND]) {
            facts.extend(of_side(side, words));
        }
        let fixes = meeting.fixes.map(f64::from);
        facts.push(Fact::number("positions of the first ship", fixes[0], ""));
        facts.push(Fact::number("positions of the second ship", fixes[1], ""));
        facts.push(Fact::number("speed of one against the other", relative(meeting), "kn"));
        let measured = [
            ("difference of headings", self.beside.heading_difference, "°"),
            ("difference of courses", self.beside.course_difference, "°"),
            ("water between the hulls", self.beside.hull_gap, "m"),
            ("share of moments with hulls alongside", self.beside.alongside, ""),
            ("distance to the coast", self.place.coast, "m"),
        ];
        facts.extend(
            measured.into_iter().filter_map(|(what, value, unit)| Some(Fact::number(what, value?, unit))),
        );
        facts.extend(self.named_places());
        if let Some(loaded) = self.loaded(rules) {
            facts.push(Fact::text("loaded", self.sides[loaded].id.to_string()));
        }
        facts.extend(
            self.weights.iter().map(|part| Fact::number(part.what, part.weight, "log odds of a transfer")),
        );
        facts
    }

    fn named_places(&self) -> Vec<Fact> {
        let near = |place: &Option<(String, f64)>| {
            place.as_ref().map(|(name, away)| format!("{name}, {:.1} km", away / 1000.0))
        };
        let places = [
            ("waters for transfers", self.place.transfer_area.clone()),
            ("nearest port", near(&self.place.port)),
            ("nearest anchorage", near(&self.place.anchorage)),
        ];
        places.into_iter().filter_map(|(what, name)| Some(Fact::text(what, name?))).collect()
    }
}

/// The tests of the rule for ships that go nowhere.
fn slow(meeting: &Meeting, rules: &EncounterRules) -> Vec<Finding> {
    vec![
        Finding::at_least("time together", meeting.together, rules.hours, "h"),
        Finding::at_most(
            "median distance",
            meeting.metres,
            rules.distance_metres + rules.clock_slack_metres,
            "m",
        ),
        Finding::at_most("median speed", meeting.knots, rules.knots, "kn"),
    ]
}

/// Knots by which the median speeds of both differ.
fn relative(meeting: &Meeting) -> f64 {
    (meeting.knots_of[0] - meeting.knots_of[1]).abs()
}

const FIRST: [&str; 4] = [
    "kind of the first ship",
    "length of the first ship",
    "draught of the first ship before",
    "draught of the first ship after",
];
const SECOND: [&str; 4] = [
    "kind of the second ship",
    "length of the second ship",
    "draught of the second ship before",
    "draught of the second ship after",
];

fn of_side(side: &Side, words: &[&'static str; 4]) -> Vec<Fact> {
    let mut facts = vec![Fact::text(words[0], side.role.word())];
    let numbers = [side.length(), side.draughts.before, side.draughts.after];
    facts.extend(
        numbers
            .into_iter()
            .zip(&words[1..])
            .filter_map(|(value, what)| Some(Fact::number(what, value?, "m"))),
    );
    facts
}
