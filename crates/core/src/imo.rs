use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// The number that the International Maritime Organization gives a ship's hull, for life: six digits and a check digit.
///
/// The last digit is that of the sum of the first six, weighted 7, 6, 5, 4, 3, 2 (IMO resolution A.1117(30)). Zero passes that
/// test and means that no number was entered, so it is no number here.
///
/// ```
/// use thalweg_core::Imo;
/// assert_eq!(Imo::new(9_134_270).map(|imo| imo.to_string()), Some("9134270".to_owned()));
/// assert_eq!("IMO 8727965".parse::<Imo>().map(|imo| imo.number()), Ok(8_727_965));
/// assert!(Imo::new(9_134_271).is_none() && Imo::new(0).is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Imo(u32);

/// Why a text is no IMO number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImoError {
    /// Nothing was entered: empty, or zero.
    Absent,
    /// Not seven digits, with or without `IMO` before them.
    Form,
    /// Seven digits, of which the last should be another.
    CheckDigit {
        /// What the last digit is.
        found: u8,
        /// What it would have to be.
        right: u8,
    },
}

impl fmt::Display for ImoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("no IMO number was entered"),
            Self::Form => f.write_str("an IMO number has seven digits, such as 9134270"),
            Self::CheckDigit { found, right } => {
                write!(f, "the IMO number ends in {found}, and its first six digits want {right}")
            }
        }
    }
}

impl std::error::Error for ImoError {}

impl Imo {
    /// A number whose check digit is right.
    pub fn new(number: u32) -> Option<Self> {
        Self::check(number).ok()
    }

    /// A number, or what is wrong with it.
    ///
    /// # Errors
    /// [`ImoError`]: zero, not seven digits, or a wrong check digit.
    pub fn check(number: u32) -> Result<Self, ImoError> {
        match number {
            0 => Err(ImoError::Absent),
            1_000_000..=9_999_999 => Self::seven_digits(number),
            _ => Err(ImoError::Form),
        }
    }

    /// Seven digits, of which the first may be zero: no hull has such a number, even where its last digit is right.
    fn seven_digits(number: u32) -> Result<Self, ImoError> {
        let (found, right) = ((number % 10) as u8, Self::check_digit(number / 10));
        match found == right {
            false => Err(ImoError::CheckDigit { found, right }),
            true if number < 1_000_000 => Err(ImoError::Form),
            true => Ok(Self(number)),
        }
    }

    /// The last digit that goes with the first six.
    pub fn check_digit(first_six: u32) -> u8 {
        let sum: u32 = (0..6u32).map(|place| first_six / 10u32.pow(place) % 10 * (place + 2)).sum();
        (sum % 10) as u8
    }

    /// The seven digits as a number.
    pub fn number(self) -> u32 {
        self.0
    }
}

impl FromStr for Imo {
    type Err = ImoError;

    fn from_str(text: &str) -> Result<Self, ImoError> {
        let text = text.trim();
        let prefix = text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("imo"));
        let digits = if prefix { text[3..].trim_start() } else { text };
        if digits.bytes().all(|byte| byte == b'0') {
            return Err(ImoError::Absent);
        }
        let plain = digits.len() == 7 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = if plain { digits.parse().ok() } else { None };
        number.map_or(Err(ImoError::Form), Self::seven_digits)
    }
}

impl fmt::Display for Imo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:07}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_single_slip_of_a_digit_that_the_weights_can_see_is_seen() {
        for right in [9_134_270u32, 8_727_965, 9_383_663] {
            assert!(Imo::new(right).is_some());
            for place in 1..7 {
                let digit = right / 10u32.pow(place) % 10;
                let weight = place + 1;
                for other in (0..10).filter(|other| *other != digit) {
                    let wrong = right - digit * 10u32.pow(place) + other * 10u32.pow(place);
                    let blind = (other.abs_diff(digit) * weight).is_multiple_of(10);
                    let form = wrong < 1_000_000;
                    assert_eq!(Imo::new(wrong).is_some(), blind && !form, "{wrong}");
                }
            }
        }
    }

    #[test]
    fn texts_are_read_or_the_reason_is_said() {
        let parse = |text: &str| text.parse::<Imo>();
        assert_eq!(parse("IMO9134270"), Ok(Imo(9_134_270)));
        assert_eq!(parse("IMO0000000"), Err(ImoError::Absent));
        assert_eq!(parse(""), Err(ImoError::Absent));
        assert_eq!(parse("Unknown"), Err(ImoError::Form));
        assert_eq!(parse("IMO9134271"), Err(ImoError::CheckDigit { found: 1, right: 0 }));
        assert_eq!(parse("IMO0000526"), Err(ImoError::CheckDigit { found: 6, right: 9 }));
        assert_eq!(parse("IMO0537871"), Err(ImoError::Form));
        assert_eq!(parse("éé"), Err(ImoError::Form));
    }
}
