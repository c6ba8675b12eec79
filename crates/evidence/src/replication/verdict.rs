//! Whether a computed number is the printed one.

use std::fmt;

/// What a comparison of a printed and a computed number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It rounds to what is printed.
    Met,
    /// It does when both are rounded to so many digits after the point, and there is something left of them then.
    MetTo(usize),
    /// It does not.
    NotMet,
    /// Nothing was computed.
    NotRun,
}

impl Verdict {
    /// Judges a number against how it was printed: `-0.58` has two digits.
    ///
    /// ```
    /// use thalweg_evidence::replication::Verdict;
    /// assert_eq!(Verdict::of("-0.58", -0.5759), Verdict::Met);
    /// assert_eq!(Verdict::of("-0.58", -0.6102), Verdict::MetTo(1));
    /// assert_eq!(Verdict::of("0.04", 0.13), Verdict::NotMet);
    /// ```
    pub fn of(printed: &str, computed: f64) -> Self {
        let Ok(value) = printed.parse::<f64>() else { return Self::NotRun };
        if !computed.is_finite() {
            return Self::NotMet;
        }
        let digits = printed.split_once('.').map_or(0, |(_, tail)| tail.len());
        if same(value, computed, digits) {
            return Self::Met;
        }
        let telling = |digits: &usize| same(value, computed, *digits) && rounded(value, *digits) != 0.0;
        (0..digits).rev().find(telling).map_or(Self::NotMet, Self::MetTo)
    }
}

fn rounded(value: f64, digits: usize) -> f64 {
    let unit = 10f64.powi(digits as i32);
    (value * unit).round()
}

fn same(one: f64, other: f64, digits: usize) -> bool {
    (rounded(one, digits) - rounded(other, digits)).abs() < 0.1
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Met => f.write_str("met"),
            Self::MetTo(0) => f.write_str("met to the point"),
            Self::MetTo(1) => f.write_str("met to 1 digit"),
            Self::MetTo(digits) => write!(f, "met to {digits} digits"),
            Self::NotMet => f.write_str("not met"),
            Self::NotRun => f.write_str("not run"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict;

    #[test]
    fn the_digits_that_were_printed_decide() {
        for (printed, computed, verdict) in [
            ("1.13", 1.1307, "met"),
            ("1.13", 1.1351, "met to 1 digit"),
            ("-0.01", -0.0058, "met"),
            ("-18.1", -18.0501, "met"),
            ("-18.1", -17.72, "met to the point"),
            ("-0.5", 0.5, "not met"),
            ("0.0", 0.04, "met"),
            ("0.0", 0.4, "not met"),
            ("413", 412.6, "met"),
            ("413", f64::NAN, "not met"),
            ("", 1.0, "not run"),
        ] {
            assert_eq!(Verdict::of(printed, computed).to_string(), verdict, "{printed} {computed}");
        }
    }
}
