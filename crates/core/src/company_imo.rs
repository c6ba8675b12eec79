use crate::ImoError;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// The number that the International Maritime Organization gives to a company that owns or manages ships: six digits and a check
/// digit, which follows another rule than that of a ship.
///
/// The check digit is `(11 − sum mod 11) mod 10`, where the sum weighs the first six digits 8, 6, 4, 2, 9, 7 (IMO resolution
/// A.1117(30), which gives companies their numbers too). Numbers below a million have a zero in front, which spreadsheets lose:
/// [`CompanyImo::new`] takes them as what they are, [`CompanyImo::digits_lost`] says how many digits a text lacks.
///
/// ```
/// use thalweg_core::CompanyImo;
/// assert_eq!("5731768".parse::<CompanyImo>().map(|company| company.number()), Ok(5_731_768));
/// assert!(CompanyImo::new(5_731_769).is_none());
/// assert_eq!(CompanyImo::digits_lost("339979"), 1);
/// assert_eq!("339979".parse::<CompanyImo>().map(|company| company.to_string()), Ok("0339979".to_owned()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct CompanyImo(u32);

/// Weights of the first six digits.
const WEIGHTS: [u32; 6] = [8, 6, 4, 2, 9, 7];

/// Digits of a number.
const DIGITS: usize = 7;

/// Zeros that a spreadsheet can have taken away: the smallest numbers in use have four digits left.
const MOST_LOST: usize = 3;

impl CompanyImo {
    /// A number whose check digit is right.
    pub fn new(number: u32) -> Option<Self> {
        Self::check(number).ok()
    }

    /// A number, or what is wrong with it.
    ///
    /// # Errors
    /// [`ImoError`]: zero, more than seven digits, or a wrong check digit.
    pub fn check(number: u32) -> Result<Self, ImoError> {
        match number {
            0 => Err(ImoError::Absent),
            1..=9_999_999 => {
                let (found, right) = ((number % 10) as u8, Self::check_digit(number / 10));
                if found == right { Ok(Self(number)) } else { Err(ImoError::CheckDigit { found, right }) }
            }
            _ => Err(ImoError::Form),
        }
    }

    /// The last digit that goes with the first six.
    pub fn check_digit(first_six: u32) -> u8 {
        let digits = (0..6u32).map(|place| first_six / 10u32.pow(5 - place) % 10);
        let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
        ((11 - sum % 11) % 10) as u8
    }

    /// How many zeros are missing in front of the digits of a text.
    pub fn digits_lost(text: &str) -> usize {
        DIGITS.saturating_sub(bare(text).len())
    }

    /// The seven digits as a number.
    pub fn number(self) -> u32 {
        self.0
    }
}

/// A text without `IMO` in front.
fn bare(text: &str) -> &str {
    let text = text.trim();
    match text.get(..3) {
        Some(start) if start.eq_ignore_ascii_case("imo") => text[3..].trim_start(),
        _ => text,
    }
}

impl FromStr for CompanyImo {
    type Err = ImoError;

    /// Reads four to seven digits; zeros that are missing in front are restored.
    fn from_str(text: &str) -> Result<Self, ImoError> {
        let digits = bare(text);
        if digits.bytes().all(|byte| byte == b'0') {
            return Err(ImoError::Absent);
        }
        let form = (DIGITS - MOST_LOST..=DIGITS).contains(&digits.len());
        let plain = form && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = if plain { digits.parse().ok() } else { None };
        number.map_or(Err(ImoError::Form), Self::check)
    }
}

impl fmt::Display for CompanyImo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:07}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_one_digit_is_seen_in_every_place() {
        for right in [5_731_768u32, 6_021_144] {
            assert!(CompanyImo::new(right).is_some());
            for place in 0..7 {
                let digit = right / 10u32.pow(place) % 10;
                let unseen = (0..10)
                    .filter(|other| *other != digit)
                    .map(|other| right - digit * 10u32.pow(place) + other * 10u32.pow(place));
                // Remainders 0 and 10 share a check digit (11 mod 10 = 1 mod 10): at most one slip of each place can pass.
                assert!(unseen.filter(|wrong| CompanyImo::new(*wrong).is_some()).count() <= 1, "{place}");
            }
        }
    }

    #[test]
    fn texts_are_read_or_the_reason_is_said() {
        let parse = |text: &str| text.parse::<CompanyImo>();
        assert_eq!(parse("IMO 5731768"), Ok(CompanyImo(5_731_768)));
        assert_eq!(parse("0"), Err(ImoError::Absent));
        assert_eq!(parse("123"), Err(ImoError::Form));
        assert_eq!(parse("12345678"), Err(ImoError::Form));
        assert_eq!(parse("5731769"), Err(ImoError::CheckDigit { found: 9, right: 8 }));
        assert_eq!(parse("éé"), Err(ImoError::Form));
    }
}
