use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A date that may be known to the day, the month or the year only, or lie between two: from its first possible day to its last.
///
/// Lists write dates of birth in all these ways. Two dates can be the same where their spans overlap, and contradict each other
/// where they do not.
///
/// ```
/// use thalweg_screen::DateSpan;
/// let year: DateSpan = "1945".parse()?;
/// let day: DateSpan = "12 Mar 1945".parse()?;
/// assert!(year.overlaps(&day) && !day.overlaps(&"1946-03-12".parse()?));
/// assert_eq!(year.to_string(), "1945");
/// assert_eq!("dd/mm/1945".parse::<DateSpan>()?, year);
/// assert_eq!("circa 1945".parse::<DateSpan>()?.to_string(), "1943 to 1947");
/// # Ok::<(), thalweg_screen::DateSpanError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateSpan {
    /// The first day that it can be.
    pub from: Date,
    /// The last day that it can be, not before the first.
    pub to: Date,
}

/// A text that is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no date: write 1945, 1945-03, 1945-03-12, 12/03/1945, 12 Mar 1945, circa 1945 or 1943 to 1947"
)]
pub struct DateSpanError(pub String);

/// By how many years a date that is given as `circa` can be off, either way. Ours.
const CIRCA: i16 = 2;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl DateSpan {
    /// One day.
    pub fn day(date: Date) -> Self {
        Self { from: date, to: date }
    }

    /// From one day to another; none where the second is before the first.
    pub fn new(from: Date, to: Date) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// All days of a year; none outside the years from 1 to 9999.
    pub fn year(year: i16) -> Option<Self> {
        (year >= 1).then(|| Self::new(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)).flatten()
    }

    /// All days of a month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok().filter(|_| year >= 1)?;
        Some(Self { from: first, to: first.last_of_month() })
    }

    /// Whether both can be the same date.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// Whether a day is one of those that it can be.
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// The day, where it is known to the day.
    pub fn exact(&self) -> Option<Date> {
        (self.from == self.to).then_some(self.from)
    }
}

/// A number of the digits of a text and of nothing else.
fn number(text: &str) -> Option<i16> {
    (!text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

fn full_year(text: &str) -> Option<i16> {
    number(text).filter(|_| text.len() == 4)
}

fn month_name(text: &str) -> Option<i8> {
    let start = text.get(..3)?.to_ascii_lowercase();
    (text.bytes().all(|byte| byte.is_ascii_alphabetic())).then_some(())?;
    MONTHS.iter().position(|month| *month == start).map(|at| at as i8 + 1)
}

/// Day, month and year as written, of which the first two may be unknown (`dd`, `mm`, `00`).
fn parts(day: &str, month: &str, year: &str) -> Option<DateSpan> {
    let unknown = |text: &str, letter: char| {
        text.chars().all(|c| c == '0' || c.eq_ignore_ascii_case(&letter)) && !text.is_empty()
    };
    let year = full_year(year)?;
    if unknown(month, 'm') {
        return DateSpan::year(year);
    }
    let month = month_name(month).or_else(|| number(month)?.try_into().ok())?;
    if unknown(day, 'd') {
        return DateSpan::month(year, month);
    }
    let day = number(day)?.try_into().ok()?;
    Date::new(year, month, day).ok().filter(|_| year >= 1).map(DateSpan::day)
}

fn plain(text: &str) -> Option<DateSpan> {
    let text = text.trim();
    if let Some(year) = full_year(text) {
        return DateSpan::year(year);
    }
    // A time of the day, or a zone, behind the date.
    let date = without_time(text);
    let pieces: Vec<&str> = date.split([' ', '/', '-', '.', ',']).filter(|piece| !piece.is_empty()).collect();
    match pieces[..] {
        [year, month, day] if year.len() == 4 && full_year(year).is_some() => parts(day, month, year),
        [month, day, year] if month_name(month).is_some() => parts(day, month, year),
        [day, month, year] => parts(day, month, year),
        [year, month] if full_year(year).is_some() => parts("dd", month, year),
        [month, year] => parts("dd", month, year),
        _ => None,
    }
}

/// A date without what is behind it: `2015-03-27-04:00`, `2015-03-27T00:00:00Z`.
fn without_time(text: &str) -> &str {
    let behind = text.as_bytes().get(10);
    let begins = text.get(..10).filter(|date| date.bytes().filter(|byte| *byte == b'-').count() == 2);
    match (begins, behind) {
        (Some(date), Some(b'T' | b'+' | b'-' | b'Z' | b' ')) => date,
        _ => text,
    }
}

fn circa(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let word = ["circa ", "approximately ", "approx. ", "about ", "c. ", "ca. "].into_iter();
    word.filter(|word| lower.starts_with(word)).find_map(|word| text.get(word.len()..))
}

impl FromStr for DateSpan {
    type Err = DateSpanError;

    /// Reads a date as the lists write it. `12/03/1945` is the twelfth of March, as in Europe: a list that means December says so by
    /// its own reader.
    fn from_str(text: &str) -> Result<Self, DateSpanError> {
        let wrong = || DateSpanError(text.chars().take(60).collect());
        let trimmed = text.trim();
        if let Some(rest) = circa(trimmed) {
            let span = rest.parse::<Self>().map_err(|_| wrong())?;
            let wider = |year: i16| Self::year(year).ok_or_else(wrong);
            return Ok(Self {
                from: wider(span.from.year() - CIRCA)?.from,
                to: wider(span.to.year() + CIRCA)?.to,
            });
        }
        let years = |from: &str, to: &str| Self::new(plain(from)?.from, plain(to)?.to);
        let lower = trimmed.to_ascii_lowercase();
        let lower = lower.strip_prefix("between ").unwrap_or(&lower);
        let two = lower.split_once(" to ").or_else(|| lower.split_once(" and ")).or_else(|| {
            lower
                .split_once('-')
                .filter(|(from, to)| full_year(from.trim()).is_some() && full_year(to.trim()).is_some())
        });
        match two {
            Some((from, to)) => years(from, to).ok_or_else(wrong),
            None => plain(trimmed).ok_or_else(wrong),
        }
    }
}

impl fmt::Display for DateSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from, self.to);
        let whole_years = from.day_of_year() == 1 && (to.month(), to.day()) == (12, 31);
        if from == to {
            write!(f, "{from}")
        } else if whole_years && from.year() == to.year() {
            write!(f, "{:04}", from.year())
        } else if whole_years {
            write!(f, "{:04} to {:04}", from.year(), to.year())
        } else if from == from.first_of_month() && to == from.last_of_month() {
            write!(f, "{:04}-{:02}", from.year(), from.month())
        } else {
            write!(f, "{from} to {to}")
        }
    }
}

impl Serialize for DateSpan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]
    use super::*;

    #[test]
    fn dates_are_read_as_lists_write_them() {
        let cases = [
            ("1945", "1945"),
            ("1945-03", "1945-03"),
            ("1945-03-12", "1945-03-12"),
            ("1945-03-12T00:00:00", "1945-03-12"),
            ("1945-03-12-04:00", "1945-03-12"),
            ("12/03/1945", "1945-03-12"),
            ("dd/03/1945", "1945-03"),
            ("dd/mm/1945", "1945"),
            ("00/00/1945", "1945"),
            ("28 Jul 1963", "1963-07-28"),
            ("Jul 1963", "1963-07"),
            ("July 28, 1963", "1963-07-28"),
            ("circa 1963", "1961 to 1965"),
            ("approximately 1963", "1961 to 1965"),
            ("1958 to 1963", "1958 to 1963"),
            ("1958-1963", "1958 to 1963"),
            ("Between 1958 and 1963", "1958 to 1963"),
            ("01 Feb 1958 to 03 Mar 1958", "1958-02-01 to 1958-03-03"),
        ];
        for (text, right) in cases {
            assert_eq!(text.parse::<DateSpan>().map(|span| span.to_string()), Ok(right.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "-",
            "31/02/1945",
            "1945-13-01",
            "tomorrow",
            "1963 to 1958",
            "0000",
            "19455",
            "é",
            "12 é 1945",
        ] {
            assert!(text.parse::<DateSpan>().is_err(), "{text}");
        }
    }
}
