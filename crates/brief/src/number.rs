//! How numbers are written, in one place: a true minus, a plus on changes, no `−0.00`, no digit that is not known.

use thalweg_core::{Cell, Measure};

/// What a reader sees where there is no number.
pub const NO_VALUE: &str = "no value";
const MINUS: char = '\u{2212}';
/// Between a number and its percent sign.
const THIN: char = '\u{202f}';

/// What a number is, which says how it is written.
///
/// ```
/// use thalweg_brief::number::{Format, Kind};
/// assert_eq!(Format::from(Kind::Change).text(-0.286), "\u{2212}0.29");
/// assert_eq!(Format::from(Kind::Change).text(-0.0001), "0.00");
/// assert_eq!(Format::from(Kind::Amount).text(1_234_567.84), "1,234,567.8");
/// assert_eq!(Format::from(Kind::Change).supported_by(3.0).text(-12.345), "\u{2212}12.3");
/// assert_eq!(Format::from(Kind::Rate).text(f64::NAN), "no value");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    kind: Kind,
    most_digits: usize,
}

/// The kinds of number that a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A change in percent: two digits and a sign.
    Change,
    /// A level in percent, such as a tariff or a share: one digit.
    Rate,
    /// An amount of money, in billions on pages: one digit, more only where it would read 0.0.
    Amount,
    /// A change of an amount: as an amount, with a sign.
    Move,
    /// A whole number.
    Count,
    /// A plain number: three significant digits.
    Number,
}

impl From<Kind> for Format {
    fn from(kind: Kind) -> Self {
        Self { kind, most_digits: 9 }
    }
}

impl From<Measure> for Format {
    fn from(measure: Measure) -> Self {
        Self::from(match measure {
            Measure::Percent => Kind::Change,
            Measure::Rate => Kind::Rate,
            Measure::Amount => Kind::Amount,
            Measure::Count => Kind::Count,
            Measure::Text | Measure::Number => Kind::Number,
        })
    }
}

impl Format {
    /// The same kind of number, with no more digits than an interval of this half-width supports: its two first.
    pub fn supported_by(self, half_width: f64) -> Self {
        Self { most_digits: self.most_digits.min(digits_supported_by(half_width)), ..self }
    }

    /// The number without its unit: `−0.29`, `1,234.5`, `no value`.
    pub fn text(self, value: f64) -> String {
        if !value.is_finite() {
            return NO_VALUE.to_owned();
        }
        let digits = self.digits(value).min(self.most_digits);
        let body = grouped(value.abs(), digits);
        let zero = body.chars().all(|c| matches!(c, '0' | '.' | ','));
        match (zero, value < 0.0, self.signed()) {
            (false, true, _) => format!("{MINUS}{body}"),
            (false, false, true) => format!("+{body}"),
            _ => body,
        }
    }

    /// The number with its unit where that is part of the kind: `−0.29 %`.
    ///
    /// ```
    /// use thalweg_brief::number::{Format, Kind};
    /// assert_eq!(Format::from(Kind::Rate).sentence(25.0), "25.0\u{202f}%");
    /// ```
    pub fn sentence(self, value: f64) -> String {
        let text = self.text(value);
        match self.kind {
            Kind::Change | Kind::Rate if value.is_finite() => format!("{text}{THIN}%"),
            _ => text,
        }
    }

    /// A number and its interval, all three with the digits that the interval supports: `−0.29 (−0.41 to −0.15)`.
    ///
    /// ```
    /// use thalweg_brief::number::{Format, Kind};
    /// let text = Format::from(Kind::Change).interval(-0.286, -0.412, -0.148);
    /// assert_eq!(text, "\u{2212}0.29 (\u{2212}0.41 to \u{2212}0.15)");
    /// ```
    pub fn interval(self, value: f64, low: f64, high: f64) -> String {
        if !(low.is_finite() && high.is_finite()) {
            return self.text(value);
        }
        let format = self.supported_by((high - low) / 2.0);
        format!("{} ({} to {})", format.text(value), format.text(low), format.text(high))
    }

    /// The measure of a table's column that holds such numbers.
    pub fn measure(self) -> Measure {
        match self.kind {
            Kind::Change => Measure::Percent,
            Kind::Rate => Measure::Rate,
            Kind::Amount | Kind::Move => Measure::Amount,
            Kind::Count => Measure::Count,
            Kind::Number => Measure::Number,
        }
    }

    fn signed(self) -> bool {
        matches!(self.kind, Kind::Change | Kind::Move)
    }

    fn digits(self, value: f64) -> usize {
        let size = value.abs();
        match self.kind {
            Kind::Change => 2,
            Kind::Rate => 1,
            Kind::Count => 0,
            Kind::Amount | Kind::Move if (5e-7..0.05).contains(&size) => significant(size, 1).clamp(1, 6),
            Kind::Amount | Kind::Move => 1,
            Kind::Number => significant(size, 3).min(6),
        }
    }
}

/// How many digits after the point an interval of this half-width supports: as many as show its two first digits.
///
/// ```
/// use thalweg_brief::number::digits_supported_by;
/// assert_eq!(digits_supported_by(0.13), 2);
/// assert_eq!(digits_supported_by(4.0), 1);
/// assert_eq!(digits_supported_by(250.0), 0);
/// ```
pub fn digits_supported_by(half_width: f64) -> usize {
    if half_width.is_finite() && half_width > 0.0 { significant(half_width, 2).min(9) } else { 9 }
}

/// Digits after the point that show `wanted` significant digits of a size.
fn significant(size: f64, wanted: i32) -> usize {
    if size == 0.0 {
        return 0;
    }
    (wanted - 1 - size.log10().floor() as i32).max(0) as usize
}

/// A size with commas between thousands.
fn grouped(size: f64, digits: usize) -> String {
    let plain = format!("{size:.digits$}");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if fraction.is_empty() { text } else { format!("{text}.{fraction}") }
}

/// A cell of a table as a reader sees it.
///
/// ```
/// use thalweg_brief::number::cell;
/// use thalweg_core::{Cell, Measure};
/// assert_eq!(cell(&Cell::Number(0.3587), Measure::Percent), "+0.36");
/// assert_eq!(cell(&Cell::Absent, Measure::Amount), "no value");
/// ```
pub fn cell(cell: &Cell, measure: Measure) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(value) => Format::from(measure).text(*value),
        Cell::Absent => NO_VALUE.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_written_in_its_way() {
        let cases = [
            (Kind::Change, 0.0, "0.00"),
            (Kind::Change, -0.0, "0.00"),
            (Kind::Change, 0.004, "0.00"),
            (Kind::Change, -0.005001, "\u{2212}0.01"),
            (Kind::Change, 1e7, "+10,000,000.00"),
            (Kind::Rate, 12.34, "12.3"),
            (Kind::Rate, -1.0, "\u{2212}1.0"),
            (Kind::Amount, 0.001, "0.001"),
            (Kind::Amount, 0.0, "0.0"),
            (Kind::Amount, 999.96, "1,000.0"),
            (Kind::Amount, 1e-12, "0.0"),
            (Kind::Move, 12.0, "+12.0"),
            (Kind::Move, -12.0, "\u{2212}12.0"),
            (Kind::Count, 1234.0, "1,234"),
            (Kind::Number, 2.654_321, "2.65"),
            (Kind::Number, 1234.5, "1,234"),
            (Kind::Number, f64::INFINITY, "no value"),
        ];
        for (kind, value, text) in cases {
            assert_eq!(Format::from(kind).text(value), text, "{kind:?} {value}");
        }
    }

    #[test]
    fn an_interval_takes_digits_away_and_never_adds() {
        let change = Format::from(Kind::Change);
        assert_eq!(change.supported_by(0.000_01).text(1.0), "+1.00");
        assert_eq!(change.supported_by(0.0).text(1.0), "+1.00");
        assert_eq!(change.supported_by(40.0).text(-123.4), "\u{2212}123");
        assert_eq!(change.interval(1.0, f64::NAN, 2.0), "+1.00");
    }
}
