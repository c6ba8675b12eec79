use serde::{Deserialize, Serialize};

/// A class of tankers by what it can carry.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Up to about 40,000 tonnes deadweight.
    Handysize,
    /// About 50,000; also called medium range.
    Seawaymax,
    /// About 72,000, through the old locks of Panama.
    Panamax,
    /// About 110,000.
    Aframax,
    /// About 157,000, through Suez with a full load.
    Suezmax,
    /// About 300,000: very large crude carriers.
    Vlcc,
}

impl Class {
    /// All, the smallest first.
    pub const ALL: [Self; 6] =
        [Self::Handysize, Self::Seawaymax, Self::Panamax, Self::Aframax, Self::Suezmax, Self::Vlcc];

    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Handysize => "handysize",
            Self::Seawaymax => "seawaymax",
            Self::Panamax => "panamax",
            Self::Aframax => "aframax",
            Self::Suezmax => "suezmax",
            Self::Vlcc => "vlcc",
        }
    }

    /// The class that a word means, whatever its case.
    pub fn of_word(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase();
        Self::ALL.into_iter().find(|class| class.word() == word)
    }

    /// Deadweight of a typical ship, tonnes. Sizes of the classes as the trade uses them (Stopford 2009, *Maritime
    /// Economics*, 3rd edition, chapter 14), rounded.
    pub fn deadweight(self) -> f64 {
        match self {
            Self::Handysize => 35_000.0,
            Self::Seawaymax => 50_000.0,
            Self::Panamax => 72_000.0,
            Self::Aframax => 110_000.0,
            Self::Suezmax => 157_000.0,
            Self::Vlcc => 300_000.0,
        }
    }

    /// What a day at sea costs, dollars: crew, upkeep, fuel, capital. Our assumption for a ship of middle age and fuel at
    /// about 600 dollars a tonne; the rent of a scarce ship comes on top, from the equilibrium.
    pub fn day_cost(self) -> f64 {
        match self {
            Self::Handysize => 24_000.0,
            Self::Seawaymax => 28_000.0,
            Self::Panamax => 32_000.0,
            Self::Aframax => 38_000.0,
            Self::Suezmax => 45_000.0,
            Self::Vlcc => 60_000.0,
        }
    }
}
