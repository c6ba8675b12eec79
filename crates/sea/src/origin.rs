//! Where a cargo comes from: possible loadings with probabilities, through chains of ships.
//!
//! A tonne is drawn at random from the cargo aboard a ship, and followed backwards in time: at each call it either came aboard there, with the
//! probability that the voyages give ([`crate::voyage::Call::taken`]), or was aboard before. What came aboard at a terminal has its origin
//! there; what came from another ship is followed on in that ship before the handover; what came from nobody knows where, or was aboard before
//! the record begins, is *unknown*. Cargo in one ship is taken as mixed, so that loadings share by volume. The probabilities of all origins, the
//! unknown one included, add up to one.
//!
//! Followed forwards the same is one pass over all calls in order of time ([`Ledger::origins`]): each ship holds a mixture, a call mixes something in.

mod cargo;
mod declared;
mod ledger;

pub use cargo::{Cargo, cargo_table, cargoes, judgement_table};
pub use declared::{Declaration, DeclarationError, Judgement, Verdict, compare, read_declarations};
pub use ledger::{Entry, Ledger, Source};

use crate::event::{TrackId, as_timestamp};
use crate::fix::Record;
use serde::{Deserialize, Serialize};

/// How origins are traced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OriginRules {
    /// Origins less probable than this are counted as unknown, so that chains of many ships do not end in thousands of grains. Ours.
    pub least_share: f64,
    /// A declared origin is called consistent where its probability is at least this. Ours.
    pub consistent: f64,
    /// It is called inconsistent where its probability and the unknown share together are at most this. Ours, on the careful side.
    pub inconsistent: f64,
}

impl Default for OriginRules {
    fn default() -> Self {
        Self { least_share: 1e-4, consistent: 0.5, inconsistent: 0.1 }
    }
}

impl OriginRules {
    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`crate::RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), crate::RuleError> {
        use crate::rules::within;
        within("origin.least_share", self.least_share, 0.0, 0.1, "a share from 0 to 0.1")?;
        within("origin.consistent", self.consistent, 0.0, 1.0, "a probability from 0 to 1")?;
        within("origin.inconsistent", self.inconsistent, 0.0, 1.0, "a probability from 0 to 1")
    }
}

/// Where the cargo aboard a ship came from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Origin {
    /// The ship that has it aboard.
    pub ship: TrackId,
    /// When, milliseconds since 1970, UTC.
    #[serde(serialize_with = "as_timestamp")]
    pub time: i64,
    /// Possible loadings, the most probable first.
    pub loadings: Vec<Loading>,
    /// Probability that it came from elsewhere, or nobody can tell.
    pub unknown: f64,
}

/// A loading that cargo may come from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Loading {
    /// Where.
    pub place: String,
    /// In which country; empty where that is not known.
    pub country: String,
    /// Which ship loaded.
    pub ship: TrackId,
    /// When it left, milliseconds since 1970, UTC.
    #[serde(serialize_with = "as_timestamp")]
    pub time: i64,
    /// Probability that a tonne of the cargo was loaded there and then; where cargoes were mixed, the share that it has.
    pub probability: f64,
    /// The most probable way from there to the ship.
    pub way: Vec<Step>,
}

/// A step on the way of a cargo.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Onto which ship.
    pub ship: TrackId,
    /// From which ship; none for loading at a terminal.
    pub from: Option<TrackId>,
    /// Where, in words.
    pub place: String,
    /// When it was done, milliseconds since 1970, UTC.
    #[serde(serialize_with = "as_timestamp")]
    pub time: i64,
    /// Of the cargo aboard afterwards, the share that is expected to have come this way.
    pub share: f64,
    /// The records that it rests on.
    pub records: Vec<Record>,
}

impl Origin {
    /// Probability that the cargo was loaded at a place, in whichever ship and at whichever time.
    pub fn from_place(&self, place: &str) -> f64 {
        self.loadings.iter().filter(|loading| loading.place == place).map(|loading| loading.probability).sum()
    }

    /// Probability of each place, the most probable first.
    pub fn places(&self) -> Vec<(&str, f64)> {
        let mut places: Vec<(&str, f64)> = Vec::new();
        for loading in &self.loadings {
            match places.iter_mut().find(|(place, _)| *place == loading.place) {
                Some((_, sum)) => *sum += loading.probability,
                None => places.push((&loading.place, loading.probability)),
            }
        }
        places.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        places
    }
}
