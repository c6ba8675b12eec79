//! Which deal would the parties sign, what does each concession cost, and who else is touched?

mod concession;
pub(crate) mod lagrangian;
mod rounds;
pub(crate) mod solution;
pub(crate) mod table;
pub(crate) mod temptation;
mod threat;

pub use concession::Concession;
pub use solution::{Deal, Party, Third};
pub use threat::{Threat, ThreatPoint};

use serde::{Deserialize, Serialize};

/// Which of the deals that all parties prefer to the threat is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// All gain the same percentage of welfare, as much as can be (Ossa 2014).
    EqualGains,
    /// The product of gains is the greatest (Nash 1950).
    Nash,
    /// All gain the same part of the most that each could gain without harm to the others (Kalai and Smorodinsky 1975).
    KalaiSmorodinsky,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 3] = [Self::EqualGains, Self::Nash, Self::KalaiSmorodinsky];

    /// Its name in files and results.
    pub fn name(self) -> &'static str {
        match self {
            Self::EqualGains => "equal-gains",
            Self::Nash => "nash",
            Self::KalaiSmorodinsky => "kalai-smorodinsky",
        }
    }
}
