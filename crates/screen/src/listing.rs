use jiff::civil::Date;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use crate::Trace;

/// Who lists: the jurisdiction whose law attaches to a listing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// The United States.
    Us,
    /// The European Union.
    Eu,
    /// The United Kingdom.
    Uk,
    /// The Security Council of the United Nations.
    Un,
    /// Another, by its code or name in lower case: `ch`, `ua`, `a bank`.
    Other(String),
}

/// A text that names no authority.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an authority is missing: write us, eu, uk, un or another code")]
pub struct ParseAuthorityError;

impl FromStr for Authority {
    type Err = ParseAuthorityError;

    fn from_str(text: &str) -> Result<Self, ParseAuthorityError> {
        match text.trim().to_lowercase().as_str() {
            "" => Err(ParseAuthorityError),
            "us" | "usa" | "ofac" | "united states" => Ok(Self::Us),
            "eu" | "european union" => Ok(Self::Eu),
            "uk" | "gb" | "gbr" | "ofsi" | "united kingdom" => Ok(Self::Uk),
            "un" | "unsc" | "united nations" => Ok(Self::Un),
            other => Ok(Self::Other(other.to_owned())),
        }
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Us => f.write_str("US"),
            Self::Eu => f.write_str("EU"),
            Self::Uk => f.write_str("UK"),
            Self::Un => f.write_str("UN"),
            // codes of countries in capitals, as the others
            Self::Other(code) if code.len() <= 3 => f.write_str(&code.to_uppercase()),
            Self::Other(code) => f.write_str(code),
        }
    }
}

/// What a listing does to whom it lists. Only an asset freeze makes a person *blocked*, and with it what that person owns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// All property is blocked: SDN list; `Asset freeze` of the UN, the EU, the UK.
    AssetFreeze,
    /// A ship may not enter ports, nor be served: annex XLII of Regulation (EU) 833/2014, `Prohibition of port entry`, `Specified ship`.
    PortBan,
    /// Debt, equity or energy projects only: directives of the SSI list, annexes of Regulation (EU) 833/2014.
    Sectoral,
    /// Securities may not be bought: NS-CMIC list.
    InvestmentBan,
    /// Exports need a licence: entity lists.
    ExportControl,
    /// Entry and transit of persons.
    TravelBan,
    /// Correspondent accounts: CAPTA list.
    CorrespondentAccounts,
    /// Another, or one that the list does not say.
    Other,
}

impl Measure {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::AssetFreeze => "asset freeze",
            Self::PortBan => "port ban",
            Self::Sectoral => "sectoral",
            Self::InvestmentBan => "investment ban",
            Self::ExportControl => "export control",
            Self::TravelBan => "travel ban",
            Self::CorrespondentAccounts => "correspondent accounts",
            Self::Other => "other measure",
        }
    }
}

/// One authority's listing of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// Who lists.
    pub authority: Authority,
    /// What that does; at least one.
    pub measures: Vec<Measure>,
    /// Programmes or regulations, as the list writes them.
    pub programs: Vec<String>,
    /// Since when; absent where the list does not say.
    pub from: Option<Date>,
    /// The day on which it ended; absent while it lasts.
    pub to: Option<Date>,
    /// Where that is said.
    pub trace: Trace,
}

impl Listing {
    /// Whether it freezes assets.
    pub fn freezes(&self) -> bool {
        self.measures.contains(&Measure::AssetFreeze)
    }

    /// In words: `US asset freeze (SDGT; IFSR) since 2024-05-03`.
    pub fn words(&self) -> String {
        let measures: Vec<&str> = self.measures.iter().map(|measure| measure.words()).collect();
        let mut words = format!("{} {}", self.authority, measures.join(" and "));
        if !self.programs.is_empty() {
            words.push_str(&format!(" ({})", self.programs.join("; ")));
        }
        if let Some(from) = self.from {
            words.push_str(&format!(" since {from}"));
        }
        if let Some(to) = self.to {
            words.push_str(&format!(" until {to}"));
        }
        words
    }

    /// Whether it was in force on a day: from its first day on, before the day of its end. A listing without a first day is taken to have
    /// been in force since ever; whoever asks about the past has to say so.
    pub fn in_force(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }
}
