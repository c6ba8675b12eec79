//! Rules as data: every limit that a detector uses, with a default whose source stands with it.

use crate::encounter::{EncounterRules, OneSidedRules, UnderWayRules};
use crate::false_position::FalsePositionRules;
use crate::gap::GapRules;
use crate::identity::IdentityRules;
use crate::loitering::LoiteringRules;
use crate::port_call::PortCallRules;
use crate::reception::ReceptionRules;
use crate::stays::StaysRules;
use crate::stop::StopRules;
use crate::track::SegmentRules;
use serde::{Deserialize, Serialize};

/// All rules. What a file does not name has its default; what it names and no rule has is an error.
///
/// ```
/// use thalweg_sea::Rules;
/// let rules = Rules::parse("[segment]\nfastest_knots = 60\n")?;
/// assert_eq!(rules.segment.fastest_knots, 60.0);
/// let wrong = Rules::parse("[segment]\nfastest = 60\n").unwrap_err();
/// assert!(wrong.to_string().contains("unknown field `fastest`"));
/// # Ok::<(), thalweg_sea::RuleError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// When one number is taken as several ships.
    pub segment: SegmentRules,
    /// When a change of identity is told, and when two ships cannot be one.
    pub identity: IdentityRules,
    /// How reception is counted.
    pub reception: ReceptionRules,
    /// When a silence is told, and what is made of it.
    pub gap: GapRules,
    /// When a position is held for false.
    pub false_position: FalsePositionRules,
    /// When a stay at sea is suspected, from summaries.
    pub stays: StaysRules,
    /// When two ships meet.
    pub encounter: EncounterRules,
    /// When two ships that go together may hand over cargo.
    pub encounter_under_way: UnderWayRules,
    /// When a tanker that lies alone may lie beside one that is silent.
    pub one_sided: OneSidedRules,
    /// When a track is taken for a copy of another one.
    pub copied: crate::copied::CopiedRules,
    /// When a ship that goes nowhere loiters.
    pub loitering: LoiteringRules,
    /// When a ship lies still.
    pub stop: StopRules,
    /// When a ship is in a port, and what its draughts say.
    pub port_call: PortCallRules,
    /// How draughts and places are read.
    pub voyage: crate::voyage::VoyageRules,
    /// How origins of cargoes are traced.
    pub origin: crate::origin::OriginRules,
    /// How much each reason to look closer counts.
    pub risk: crate::dossier::RiskRules,
}

/// Why rules are none.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// Not TOML, or a key that no rule has.
    #[error("{0}")]
    Toml(String),
    /// A number out of its range.
    #[error("`{key}` cannot be {value}: it is {right}")]
    Range {
        /// The key with its section.
        key: &'static str,
        /// Its value.
        value: f64,
        /// What would be right.
        right: &'static str,
    },
}

impl Rules {
    /// Reads rules in TOML.
    ///
    /// # Errors
    /// [`RuleError`]: what is wrong, and what would be right.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        let rules: Self = toml::from_str(text).map_err(|error| RuleError::Toml(error.to_string()))?;
        rules.check()?;
        Ok(rules)
    }

    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        self.segment.check()?;
        self.identity.check()?;
        self.reception.check()?;
        self.gap.check()?;
        self.false_position.check()?;
        self.stays.check()?;
        self.encounter.check()?;
        self.encounter_under_way.check()?;
        self.one_sided.check()?;
        self.copied.check()?;
        self.loitering.check()?;
        self.voyage.check()?;
        self.origin.check()?;
        self.risk.check()?;
        self.stop.check()?;
        self.port_call.check()?;
        Ok(())
    }
}

/// An error unless a number is more than zero, and finite.
pub(crate) fn positive(key: &'static str, value: f64) -> Result<(), RuleError> {
    within(key, value, f64::MIN_POSITIVE, f64::MAX, "a number above 0")
}

/// An error unless a number is between two others, ends included.
pub(crate) fn within(
    key: &'static str,
    value: f64,
    least: f64,
    most: f64,
    right: &'static str,
) -> Result<(), RuleError> {
    if (least..=most).contains(&value) { Ok(()) } else { Err(RuleError::Range { key, value, right }) }
}
