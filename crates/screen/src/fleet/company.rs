use crate::Trace;
use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// The number that the International Maritime Organization gives a company that owns or manages ships.
///
/// Seven digits. The last is (11 − s mod 11) mod 10, where s is the sum of the first six, weighted 8, 6, 4, 2, 9, 7 (IMO resolution
/// A.1117(30) has the scheme; S&P Global issues the numbers). Tables that were opened as numbers have lost the zeros at the front:
/// they are restored, and [`CompanyNumber::repaired`] says whether.
///
/// ```
/// use thalweg_screen::fleet::CompanyNumber;
/// let number: CompanyNumber = "5731768".parse()?;
/// assert_eq!(number.to_string(), "5731768");
/// assert!("5731769".parse::<CompanyNumber>().is_err());
/// assert_eq!(CompanyNumber::repaired("46320"), true);
/// # Ok::<(), thalweg_screen::fleet::CompanyNumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompanyNumber(u32);

/// Why a text is no number of a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CompanyNumberError {
    /// Not up to seven digits.
    #[error("a company IMO number has seven digits, such as 5731768")]
    Form,
    /// The last digit should be another.
    #[error("the company IMO number ends in {found}, and its first six digits want {right}")]
    CheckDigit {
        /// What the last digit is.
        found: u8,
        /// What it would have to be.
        right: u8,
    },
}

const WEIGHTS: [u32; 6] = [8, 6, 4, 2, 9, 7];

impl CompanyNumber {
    /// The last digit that goes with the first six.
    pub fn check_digit(first_six: u32) -> u8 {
        let sum: u32 =
            (0u32..6).zip(WEIGHTS).map(|(at, weight)| first_six / 10u32.pow(5 - at) % 10 * weight).sum();
        ((11 - sum % 11) % 10) as u8
    }

    /// Whether a text lacks zeros at the front that a number would have.
    pub fn repaired(text: &str) -> bool {
        text.trim().len() < 7
    }

    /// The digits as a number.
    pub fn number(self) -> u32 {
        self.0
    }
}

impl FromStr for CompanyNumber {
    type Err = CompanyNumberError;

    fn from_str(text: &str) -> Result<Self, CompanyNumberError> {
        let digits = text.trim();
        let sound = (1..=7).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number: u32 =
            digits.parse().ok().filter(|number| sound && *number > 0).ok_or(CompanyNumberError::Form)?;
        let (found, right) = ((number % 10) as u8, Self::check_digit(number / 10));
        if found == right { Ok(Self(number)) } else { Err(CompanyNumberError::CheckDigit { found, right }) }
    }
}

impl fmt::Display for CompanyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:07}", self.0)
    }
}

impl Serialize for CompanyNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What a company is to a ship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It owns the ship in the register.
    RegisteredOwner,
    /// It answers for the ship's safety under the International Safety Management Code.
    SafetyManager,
    /// It runs the ship, technically or commercially.
    Manager,
}

impl Role {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::RegisteredOwner => "registered owner",
            Self::SafetyManager => "safety (ISM) manager",
            Self::Manager => "ship or commercial manager",
        }
    }

    /// What a table means; none where it is a role that we do not know.
    pub fn of(text: &str) -> Option<Self> {
        match text.trim().to_lowercase().as_str() {
            "registered owner" | "owner" => Some(Self::RegisteredOwner),
            "ism manager" | "safety manager" => Some(Self::SafetyManager),
            "ship manager / commercial manager" | "ship manager" | "commercial manager" | "manager" => {
                Some(Self::Manager)
            }
            _ => None,
        }
    }
}

/// A company behind ships.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Company {
    /// Its number.
    pub number: CompanyNumber,
    /// How the table writes the number, where zeros at the front were restored; none where it was whole.
    pub written: Option<String>,
    /// Its name; none where no table of companies has it.
    pub name: Option<String>,
    /// Its address, as written.
    pub address: Option<String>,
    /// Where it is registered, as written.
    pub jurisdiction: Option<String>,
    /// Where that is said; none where only the table of roles knows it.
    pub trace: Option<Trace>,
}

impl Company {
    /// A company of which nothing is known but its number.
    pub fn new(number: CompanyNumber) -> Self {
        Self { number, written: None, name: None, address: None, jurisdiction: None, trace: None }
    }

    /// The repair of its number in words; none where there was none.
    pub fn repair(&self) -> Option<String> {
        let written = self.written.as_ref()?;
        Some(format!("the table writes {written}: zeros at the front restored to {}", self.number))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]
    use super::*;

    #[test]
    fn numbers_are_checked_and_their_zeros_restored() {
        let parse = |text: &str| text.parse::<CompanyNumber>();
        assert_eq!(parse("5731768").unwrap().to_string(), "5731768");
        let short = format!("{}", 46_320 * 10 + u32::from(CompanyNumber::check_digit(46_320)));
        assert_eq!(parse(&short).unwrap().to_string(), format!("0{short}"));
        for text in ["", "0", "57317680", "573176a", "éé", "-5731768"] {
            assert_eq!(parse(text), Err(CompanyNumberError::Form), "{text}");
        }
        assert_eq!(parse("5731767"), Err(CompanyNumberError::CheckDigit { found: 7, right: 8 }));
    }
}
