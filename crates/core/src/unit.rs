use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// The unit of an amount of money: a scale and a currency, such as `million USD`.
///
/// ```
/// use thalweg_core::Unit;
/// let unit: Unit = "million USD".parse()?;
/// assert_eq!(unit.amount(412_844.0), "412.8 billion USD");
/// assert_eq!(unit.amount(-1.26), "\u{2212}1.3 million USD");
/// # Ok::<(), thalweg_core::UnitError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Unit {
    /// Power of ten that one unit stands for: 6 for millions.
    pub power: u32,
    /// Currency code or name.
    pub currency: String,
}

/// A unit that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitError(String);

impl fmt::Display for UnitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unit `{}` is not understood: write a scale and a currency, such as `million USD`", self.0)
    }
}

impl std::error::Error for UnitError {}

const SCALES: [(&str, u32); 5] = [("", 0), ("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12)];

impl FromStr for Unit {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (scale, currency) = match words.as_slice() {
            [currency] => ("", *currency),
            [scale, currency] => (*scale, *currency),
            _ => return Err(UnitError(text.to_owned())),
        };
        let scale = scale.to_lowercase();
        let known = SCALES.iter().find(|(name, _)| *name == scale.trim_end_matches('s'));
        let (_, power) = known.ok_or_else(|| UnitError(text.to_owned()))?;
        if SCALES.iter().any(|(name, _)| name.eq_ignore_ascii_case(currency)) {
            return Err(UnitError(text.to_owned()));
        }
        Ok(Self { power: *power, currency: currency.to_owned() })
    }
}

impl Unit {
    /// An amount in words, scaled so that it has one to three digits before the point, with one digit after it.
    pub fn amount(&self, value: f64) -> String {
        if !value.is_finite() {
            return format!("{value} {self}");
        }
        let whole = value.abs() * 10f64.powi(self.power as i32);
        let fits = |power: u32| whole >= 10f64.powi(power as i32) * 0.99995;
        let (name, power) = SCALES.iter().rev().find(|(_, p)| *p > 0 && fits(*p)).copied().unwrap_or(("", 0));
        let sign = if value < 0.0 { "\u{2212}" } else { "" };
        let scaled = whole / 10f64.powi(power as i32);
        match name {
            "" => format!("{sign}{scaled:.1} {}", self.currency),
            name => format!("{sign}{scaled:.1} {name} {}", self.currency),
        }
    }

    /// How many billions of the currency one unit is.
    pub fn in_billions(&self) -> f64 {
        10f64.powi(self.power as i32 - 9)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match SCALES.iter().find(|(_, power)| *power == self.power) {
            Some((name, _)) if !name.is_empty() => write!(f, "{name} {}", self.currency),
            _ => f.write_str(&self.currency),
        }
    }
}
