//! What a detector claims: who, when, where, by which rule, on which records, how sure, and what else it could have been.

mod rows;

pub use rows::Told;

use crate::fix::Record;
use crate::sphere::Point;
use serde::Serialize;
use std::fmt;

/// One of the ships that use a number: tracks of a number that several ships use are told apart by `segment`, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TrackId {
    /// The number.
    pub mmsi: u32,
    /// Which of its ships.
    pub segment: u16,
}

impl fmt::Display for TrackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.segment {
            0 => write!(f, "{:09}", self.mmsi),
            segment => write!(f, "{:09}/{segment}", self.mmsi),
        }
    }
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// A ship was not heard though others near by were.
    Gap,
    /// Two ships lay side by side long enough to hand over cargo.
    Encounter,
    /// A ship lay beside nothing that could be heard, while another one was silent near by.
    OneSidedEncounter,
    /// A ship went nowhere at sea.
    Loitering,
    /// A ship was in a port or at a terminal.
    PortCall,
    /// A ship lay at anchor.
    Anchorage,
    /// A ship said that it was where it cannot have been.
    FalsePosition,
    /// A ship took another name, flag, call sign or number, or one that another ship has.
    Identity,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Gap,
        Self::Encounter,
        Self::OneSidedEncounter,
        Self::Loitering,
        Self::PortCall,
        Self::Anchorage,
        Self::FalsePosition,
        Self::Identity,
    ];

    /// In one word, as in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Encounter => "encounter",
            Self::OneSidedEncounter => "one_sided_encounter",
            Self::Loitering => "loitering",
            Self::PortCall => "port_call",
            Self::Anchorage => "anchorage",
            Self::FalsePosition => "false_position",
            Self::Identity => "identity",
        }
    }
}

/// A claim about a ship.
///
/// Detectors give results of their own types, which later steps work with; this is the form of them all for whoever reads: tables,
/// files, pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// What.
    pub kind: Kind,
    /// Which ship.
    pub ship: TrackId,
    /// With which other ship.
    pub partner: Option<TrackId>,
    /// When it began, milliseconds since 1970, UTC.
    #[serde(serialize_with = "as_timestamp")]
    pub start: i64,
    /// When it ended.
    #[serde(serialize_with = "as_timestamp")]
    pub end: i64,
    /// How far start and end may be off for the clocks of the receivers, milliseconds.
    pub clock_error_ms: i64,
    /// Where it began.
    pub from: Point,
    /// Where it ended.
    pub to: Point,
    /// The rule that made it, as its section in a rules file is called.
    pub rule: &'static str,
    /// What the detector makes of it, in one word of the rule: `deliberate`, `coverage`, `unclear` ...
    pub verdict: &'static str,
    /// How sure that is, 0 to 1; what it is made of stands with the detector.
    pub confidence: f64,
    /// Each test of the rule: what was found, and the limit.
    pub findings: Vec<Finding>,
    /// What else is known of it.
    pub facts: Vec<Fact>,
    /// What else it could have been, and could not be ruled out.
    pub innocent: Vec<&'static str>,
    /// The records that it rests on: the first and the last of each stretch, not all between.
    pub records: Vec<Record>,
}

impl Event {
    /// Hours from start to end.
    pub fn hours(&self) -> f64 {
        (self.end - self.start) as f64 / 3_600_000.0
    }

    /// Whether it says something against a ship, by its verdict: what coverage, waiting or a crew's typing explains as well does not.
    pub fn is_serious(&self) -> bool {
        match self.kind {
            Kind::Gap => self.verdict == "deliberate",
            Kind::Encounter => self.verdict.starts_with("transfer"),
            Kind::OneSidedEncounter => self.confidence >= 0.5,
            Kind::FalsePosition => matches!(self.verdict, "false" | "copied"),
            Kind::Identity => !matches!(
                self.verdict,
                "respelled" | "call_sign_changed" | "hull_number_wrong" | "flag_unallocated"
            ),
            Kind::Loitering | Kind::PortCall | Kind::Anchorage => false,
        }
    }

    /// The total order of events: time, ship, kind, partner, end, verdict.
    pub fn order(&self) -> impl Ord + use<> {
        (self.start, self.ship, self.kind, self.partner, self.end, self.verdict)
    }
}

/// One test of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Finding {
    /// Of what.
    pub what: &'static str,
    /// What was found.
    pub found: f64,
    /// At least or at most.
    pub sense: Sense,
    /// What the rule asks.
    pub limit: f64,
    /// Of both.
    pub unit: &'static str,
}

/// On which side of a limit a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// The rule asks for this or more.
    AtLeast,
    /// The rule asks for this or less.
    AtMost,
}

impl Finding {
    /// The rule asks for `limit` or more.
    pub fn at_least(what: &'static str, found: f64, limit: f64, unit: &'static str) -> Self {
        Self { what, found, sense: Sense::AtLeast, limit, unit }
    }

    /// The rule asks for `limit` or less.
    pub fn at_most(what: &'static str, found: f64, limit: f64, unit: &'static str) -> Self {
        Self { what, found, sense: Sense::AtMost, limit, unit }
    }

    /// Whether what was found is on the right side.
    pub fn holds(&self) -> bool {
        match self.sense {
            Sense::AtLeast => self.found >= self.limit,
            Sense::AtMost => self.found <= self.limit,
        }
    }
}

/// Something that is known of an event beside what its rule asks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fact {
    /// What.
    pub what: &'static str,
    /// Its value.
    pub value: FactValue,
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FactValue {
    /// A number with its unit.
    Number(f64, &'static str),
    /// Words.
    Text(String),
    /// Yes or no.
    Flag(bool),
}

impl Fact {
    /// A number with its unit.
    pub fn number(what: &'static str, number: f64, unit: &'static str) -> Self {
        Self { what, value: FactValue::Number(number, unit) }
    }

    /// Words.
    pub fn text(what: &'static str, words: impl Into<String>) -> Self {
        Self { what, value: FactValue::Text(words.into()) }
    }

    /// Yes or no.
    pub fn flag(what: &'static str, holds: bool) -> Self {
        Self { what, value: FactValue::Flag(holds) }
    }
}

pub(crate) fn as_timestamp<S: serde::Serializer>(
    milliseconds: &i64,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&crate::civil::timestamp(*milliseconds))
}
