use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A part of a whole, from nothing to all, in ten-millionths of a percent.
///
/// Whole numbers, so that 16.7 + 33.3 is 50 and not a little less: the law has a sharp edge there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Share(u32);

/// Parts of a percent.
const PER_PERCENT: u32 = 10_000_000;

impl Share {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// Exactly half.
    pub const HALF: Self = Self(50 * PER_PERCENT);
    /// All.
    pub const WHOLE: Self = Self(100 * PER_PERCENT);

    /// So many whole percent, at most 100.
    pub const fn percent(percent: u8) -> Self {
        let percent = if percent > 100 { 100 } else { percent };
        Self(percent as u32 * PER_PERCENT)
    }

    /// A share of so many ten-millionths of a percent, at most all.
    pub fn of_parts(parts: u64) -> Self {
        Self(u32::try_from(parts).unwrap_or(u32::MAX).min(Self::WHOLE.0))
    }

    /// In ten-millionths of a percent.
    pub fn parts(self) -> u64 {
        u64::from(self.0)
    }

    /// In percent.
    pub fn as_percent(self) -> f64 {
        f64::from(self.0) / f64::from(PER_PERCENT)
    }

    /// The least share above this one.
    fn above(self) -> Self {
        Self(self.0.saturating_add(1).min(Self::WHOLE.0))
    }

    /// The largest share below this one.
    fn below(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// The round share that this one lies just above, where it was made by `more than`.
    fn just_above(self) -> Option<Self> {
        (self.0 % (PER_PERCENT / 100) == 1).then(|| self.below())
    }

    /// As the least share of something: `at least 3`, `more than 3`.
    pub fn at_least(self) -> String {
        match self.just_above() {
            Some(round) => format!("more than {round}"),
            None => format!("at least {self}"),
        }
    }
}

impl fmt::Display for Share {
    /// In percent, without needless zeros and without the word.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / PER_PERCENT, self.0 % PER_PERCENT);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let digits = format!("{rest:07}");
        write!(f, "{whole}.{}", digits.trim_end_matches('0'))
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_percent())
    }
}

/// A share that may be known only to lie between two.
///
/// ```
/// use thalweg_screen::ownership::Stake;
/// let stake = |text: &str| text.parse::<Stake>().map(|stake| stake.to_string());
/// assert_eq!(stake("12.5"), Ok("12.5 percent".to_owned()));
/// assert_eq!(stake("25-50"), Ok("25 to 50 percent".to_owned()));
/// assert_eq!(stake(">75"), Ok("more than 75 percent".to_owned()));
/// assert_eq!(stake("75+"), Ok("at least 75 percent".to_owned()));
/// assert_eq!(stake(""), Ok("an unknown share".to_owned()));
/// assert!(stake("-5").is_err() && stake("101").is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Stake {
    /// The least that it can be.
    pub low: Share,
    /// The most that it can be.
    pub high: Share,
}

/// Why a text is no share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StakeError {
    /// No number and no band.
    #[error("no share: a number, a band such as 25-50, >75, 75+, or nothing where it is unknown")]
    Form,
    /// Below zero.
    #[error("a negative share")]
    Negative,
    /// Above all there is.
    #[error("a share above 100 percent")]
    AboveWhole,
    /// A band that ends below its beginning.
    #[error("a band that ends below its beginning")]
    Turned,
}

impl Stake {
    /// Nobody says how much.
    pub const UNKNOWN: Self = Self { low: Share::NONE, high: Share::WHOLE };
    /// Nothing.
    pub const NONE: Self = Self { low: Share::NONE, high: Share::NONE };

    /// Exactly so much.
    pub fn exact(share: Share) -> Self {
        Self { low: share, high: share }
    }

    /// Exactly so many whole percent.
    pub fn percent(percent: u8) -> Self {
        Self::exact(Share::percent(percent))
    }

    /// Whether it is known exactly.
    pub fn is_exact(self) -> bool {
        self.low == self.high
    }

    /// Between two numbers of percent, each of which can itself be left out.
    ///
    /// # Errors
    /// [`StakeError`]: a number below 0 or above 100, or the second below the first.
    pub fn between(low: &str, high: &str, open_low: bool, open_high: bool) -> Result<Self, StakeError> {
        let (low, high) = (decimal(low)?.low, decimal(high)?.high);
        let low = if open_low { low.above() } else { low };
        let high = if open_high { high.below() } else { high };
        if low <= high { Ok(Self { low, high }) } else { Err(StakeError::Turned) }
    }
}

/// A plain number of percent. One with more than seven decimals lies between its two neighbours.
fn decimal(text: &str) -> Result<Stake, StakeError> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix(['-', '\u{2212}']) {
        return Err(decimal(rest).err().unwrap_or(StakeError::Negative));
    }
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() && rest.is_empty() || !digits(whole) || !digits(rest) {
        return Err(StakeError::Form);
    }
    let whole = whole.trim_start_matches('0');
    let whole: u64 = match whole.len() {
        0 => 0,
        1..=3 => whole.parse().map_err(|_| StakeError::Form)?,
        _ => return Err(StakeError::AboveWhole),
    };
    let kept = rest.bytes().chain(std::iter::repeat(b'0')).take(7);
    let kept = kept.fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    let parts = whole * u64::from(PER_PERCENT) + kept;
    let more = rest.bytes().skip(7).any(|byte| byte != b'0');
    if parts + u64::from(more) > Share::WHOLE.parts() {
        return Err(StakeError::AboveWhole);
    }
    Ok(Stake { low: Share::of_parts(parts), high: Share::of_parts(parts + u64::from(more)) })
}

impl FromStr for Stake {
    type Err = StakeError;

    fn from_str(text: &str) -> Result<Self, StakeError> {
        let text = text.trim().trim_end_matches('%').trim_end();
        if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !text.is_empty() {
            return decimal(text);
        }
        let lower = text.to_ascii_lowercase();
        if matches!(lower.as_str(), "" | "unknown" | "?") {
            return Ok(Self::UNKNOWN);
        }
        let above = |rest: &str, open| Self::between(rest, "100", open, false);
        let below = |rest: &str, open| Self::between("0", rest, false, open);
        if let Some(rest) = text.strip_prefix(">=").or_else(|| text.strip_prefix('\u{2265}')) {
            return above(rest, false);
        }
        if let Some(rest) = text.strip_prefix('>').or_else(|| lower.strip_prefix("over ")) {
            return above(rest, true);
        }
        if let Some(rest) = text.strip_prefix("<=").or_else(|| text.strip_prefix('\u{2264}')) {
            return below(rest, false);
        }
        if let Some(rest) = text.strip_prefix('<').or_else(|| lower.strip_prefix("under ")) {
            return below(rest, true);
        }
        if let Some(rest) = text.strip_suffix('+') {
            return above(rest, false);
        }
        let band = lower.split_once(" to ").or_else(|| lower.split_once('\u{2013}'));
        let band = band.or_else(|| lower.split_once('-').filter(|(low, _)| !low.trim().is_empty()));
        match band {
            Some((low, high)) => Self::between(low.trim_end_matches('%'), high, false, false),
            None => decimal(text),
        }
    }
}

impl fmt::Display for Stake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { low, high } = *self;
        match low.just_above() {
            _ if *self == Self::UNKNOWN => f.write_str("an unknown share"),
            _ if low == high => write!(f, "{low} percent"),
            Some(round) if high == Share::WHOLE => write!(f, "more than {round} percent"),
            None if high == Share::WHOLE => write!(f, "at least {low} percent"),
            Some(round) => write!(f, "more than {round} and up to {high} percent"),
            None if high.above().0 % (PER_PERCENT / 100) == 0 => {
                write!(f, "{low} to less than {} percent", high.above())
            }
            None => write!(f, "{low} to {high} percent"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(u64, u64), StakeError> {
        text.parse::<Stake>().map(|stake| (stake.low.parts(), stake.high.parts()))
    }

    #[test]
    fn shares_add_up_without_rounding() {
        let sum: u64 = ["16.7", "33.3"].iter().filter_map(|text| read(text).ok()).map(|(low, _)| low).sum();
        assert_eq!(sum, Share::HALF.parts());
    }

    #[test]
    fn more_digits_than_are_kept_lie_between() {
        assert_eq!(read("33.3333333333"), Ok((333_333_333, 333_333_334)));
        assert_eq!(read("33.33333330"), Ok((333_333_333, 333_333_333)));
        assert_eq!(read("100.0000000001"), Err(StakeError::AboveWhole));
    }

    #[test]
    fn bands_are_open_where_they_say_so() {
        let half = Share::HALF.parts();
        assert_eq!(read(">50"), Ok((half + 1, Share::WHOLE.parts())));
        assert_eq!(read(">=50"), Ok((half, Share::WHOLE.parts())));
        assert_eq!(read("<50%"), Ok((0, half - 1)));
        assert_eq!(read("25 % - 50 %").map(|(_, high)| high).ok(), None);
        assert_eq!(read("25%-50%"), Ok((250_000_000, half)));
        assert_eq!(read("25 to 50"), Ok((250_000_000, half)));
    }

    #[test]
    fn what_is_no_share_is_refused() {
        use StakeError::{AboveWhole, Form, Negative, Turned};
        for (text, error) in [
            ("-5", Negative),
            ("\u{2212}5", Negative),
            ("100.1", AboveWhole),
            ("99999999999999999999", AboveWhole),
            ("50-25", Turned),
            ("half", Form),
            ("1e1", Form),
            ("NaN", Form),
            (".", Form),
            ("12,5", Form),
            ("25-", Form),
            (">", Form),
            ("é", Form),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }
}
