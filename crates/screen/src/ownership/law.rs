use super::{Class, Share};
use crate::Authority;
use jiff::civil::{Date, date};
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// Whose law answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Law {
    /// The United States: the 50 percent rule of the OFAC.
    Us,
    /// The European Union: the Council's best practices, as the Court reads the regulations.
    Eu,
    /// The United Kingdom: regulation 7 of the Russia regulations, alike in its other regimes.
    Uk,
}

/// A text that names no law.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no rule on ownership: us, eu or uk")]
pub struct ParseLawError(pub String);

impl Law {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Us, Self::Eu, Self::Uk];

    /// The authority whose listings count.
    pub fn authority(self) -> Authority {
        match self {
            Self::Us => Authority::Us,
            Self::Eu => Authority::Eu,
            Self::Uk => Authority::Uk,
        }
    }

    /// In two letters, as in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Eu => "eu",
            Self::Uk => "uk",
        }
    }
}

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.authority().fmt(f)
    }
}

impl FromStr for Law {
    type Err = ParseLawError;

    fn from_str(text: &str) -> Result<Self, ParseLawError> {
        let lower = text.trim().to_lowercase();
        Self::ALL.into_iter().find(|law| law.word() == lower).ok_or_else(|| ParseLawError(text.to_owned()))
    }
}

/// How shares along a chain count in the EU: no text settles it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Chains {
    /// What an owned company holds counts in full, as in the US. The cautious way.
    #[default]
    Full,
    /// Shares are multiplied along the chain: 51 percent of 51 percent is 26.01 percent.
    Multiply,
}

impl FromStr for Chains {
    type Err = ParseChainsError;

    fn from_str(text: &str) -> Result<Self, ParseChainsError> {
        match text.trim().to_lowercase().as_str() {
            "full" => Ok(Self::Full),
            "multiply" => Ok(Self::Multiply),
            _ => Err(ParseChainsError(text.to_owned())),
        }
    }
}

/// A text that is no way to count chains.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no way to count chains: full or multiply")]
pub struct ParseChainsError(pub String);

/// What can be set where the law leaves a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rules {
    /// How shares along a chain count in the EU.
    pub chains: Chains,
    /// A sale at most so many days before a listing is flagged. Ours: no text has a number.
    pub days_before_listing: u16,
}

impl Default for Rules {
    fn default() -> Self {
        Self { chains: Chains::Full, days_before_listing: 90 }
    }
}

/// On what ground somebody who is not listed is blocked, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Blocked persons own it.
    Owned,
    /// It is presumed to be theirs; whoever has proof can rebut it.
    Presumed,
    /// They control it.
    Controlled,
}

impl Grade {
    /// All of them, each of which takes in what those before it do.
    pub const ALL: [Self; 3] = [Self::Owned, Self::Presumed, Self::Controlled];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Owned => "owned",
            Self::Presumed => "presumed (rebuttable)",
            Self::Controlled => "controlled",
        }
    }
}

/// What exactly half of the shares means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    /// It is enough.
    Counts,
    /// It is enough where several hold it together.
    OfSeveral,
    /// It is enough where one holds it.
    OfOne,
    /// More is needed.
    IsNotEnough,
}

/// Whose control counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Control {
    Nobodys,
    /// That of blocked governments, and of what they own or control.
    Governments,
    Everybodys,
}

/// What blocks somebody, by one law for one grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Test {
    pub(super) half: Half,
    /// Whether `owned or controlled by` on a list counts.
    pub(super) presumes: bool,
    pub(super) control: Control,
}

/// The day from which 50 percent is enough in the EU: document 11623/24 of the Council.
pub(super) const EU_HALF_IS_ENOUGH: Date = date(2024, 7, 3);

impl Test {
    pub(super) fn of(law: Law, grade: Grade, day: Date) -> Self {
        let half = match (law, grade) {
            (Law::Us, _) => Half::Counts,
            (Law::Uk, _) => Half::IsNotEnough,
            (Law::Eu, Grade::Owned) if day >= EU_HALF_IS_ENOUGH => Half::OfSeveral,
            (Law::Eu, Grade::Owned) => Half::IsNotEnough,
            (Law::Eu, _) if day >= EU_HALF_IS_ENOUGH => Half::Counts,
            // the Court says what the regulations always meant
            (Law::Eu, _) => Half::OfOne,
        };
        let control = match (law, grade) {
            (_, Grade::Owned | Grade::Presumed) => Control::Nobodys,
            (Law::Us, Grade::Controlled) => Control::Governments,
            (Law::Eu | Law::Uk, Grade::Controlled) => Control::Everybodys,
        };
        Self { half, presumes: grade >= Grade::Presumed, control }
    }

    /// Whether shares are enough: their sum, and how many hold some of them.
    pub(super) fn owned(&self, sum: u64, holders: u8) -> bool {
        let half = Share::HALF.parts();
        sum > half
            || sum == half
                && match self.half {
                    Half::Counts => true,
                    Half::OfSeveral => holders > 1,
                    Half::OfOne => holders == 1,
                    Half::IsNotEnough => false,
                }
    }

    /// Whether a tie is enough, of one who is (or is not) a blocked government.
    pub(super) fn tied(&self, class: Class, government: bool) -> bool {
        match class {
            Class::OwnedOrControlled => self.presumes,
            Class::Board | Class::Control => self.controls(government),
            _ => false,
        }
    }

    pub(super) fn controls(&self, government: bool) -> bool {
        match self.control {
            Control::Nobodys => false,
            Control::Governments => government,
            Control::Everybodys => true,
        }
    }
}
