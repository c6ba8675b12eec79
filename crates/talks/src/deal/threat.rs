//! What happens if there is no deal.

use crate::contest::Contest;
use crate::error::Error;
use crate::response::Search;
use serde::{Deserialize, Serialize};
use thalweg_trade::Policy;

/// What the parties fall back on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Threat {
    /// Everything stays as it is.
    StatusQuo,
    /// A war of all players.
    War,
    /// A war of the parties of the deal only, all other players at the status quo.
    WarOfParties,
    /// All players' instruments at zero, or as near as their bounds let them.
    FreeTrade,
}

/// A threat found out: the policy that it leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct ThreatPoint {
    /// Which threat it is.
    pub threat: Threat,
    /// The policy of all countries.
    pub policy: Policy,
}

impl Threat {
    /// Every threat.
    pub const ALL: [Self; 4] = [Self::StatusQuo, Self::War, Self::WarOfParties, Self::FreeTrade];

    /// Its name in files and results.
    pub fn name(self) -> &'static str {
        match self {
            Self::StatusQuo => "status-quo",
            Self::War => "war",
            Self::WarOfParties => "war-of-parties",
            Self::FreeTrade => "free-trade",
        }
    }

    pub(crate) fn told(self) -> &'static str {
        match self {
            Self::StatusQuo => "the status quo",
            Self::War => "the war of all",
            Self::WarOfParties => "a war between them",
            Self::FreeTrade => "free trade",
        }
    }
}

impl Contest<'_> {
    /// The policy that a threat leads to; `parties` are positions of players (none means all), for a war between them only.
    ///
    /// # Errors
    /// If a war of fewer than two parties is asked for, or if the war has no equilibrium that is found.
    pub fn threat(&self, threat: Threat, parties: &[usize], search: &Search) -> Result<ThreatPoint, Error> {
        let policy = match threat {
            Threat::StatusQuo => self.status_quo.clone(),
            Threat::War => self.war(&self.status_quo, search)?.policy,
            Threat::WarOfParties => self.only(&self.seated(parties)?).war(&self.status_quo, search)?.policy,
            Threat::FreeTrade => self.free_trade(),
        };
        Ok(ThreatPoint { threat, policy })
    }

    fn free_trade(&self) -> Policy {
        let mut policy = self.status_quo.clone();
        for seat in &self.seats {
            let bounds = seat.instruments.all().iter().map(|instrument| instrument.bounds);
            let rates: Vec<f64> = bounds.map(|(low, high)| 0.0f64.clamp(low, high)).collect();
            seat.instruments.set(&rates, &mut policy);
        }
        policy
    }
}
