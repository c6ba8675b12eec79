//! Units of values and quantities: those of one answer must be the same.

use thalweg_core::Unit;

/// The currency of a value, and how many of it one written unit is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Money {
    pub(crate) currency: String,
    pub(crate) scale: f64,
}

impl Money {
    pub(crate) fn new(currency: &str) -> Self {
        Self { currency: currency.to_owned(), scale: 1.0 }
    }

    /// Reads `USD`, `EUR`, `million EUR`, `US Dollars`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let words = text.trim();
        let lower = words.to_lowercase();
        let known = [("us dollar", "USD"), ("us$", "USD"), ("$", "USD"), ("euro", "EUR"), ("€", "EUR")];
        let plain = known.iter().find(|(name, _)| lower.trim_end_matches('s') == *name);
        if let Some((_, currency)) = plain {
            return Some(Self::new(currency));
        }
        let unit: Unit = words.parse().ok()?;
        let currency = unit.currency.to_uppercase();
        let is_code = currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase());
        is_code.then(|| Self { currency, scale: 10f64.powi(unit.power as i32) })
    }
}

/// What a quantity is counted in, and how many base units one written unit is: kilograms for any mass.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Quantity {
    pub(crate) base: String,
    pub(crate) scale: f64,
}

impl Quantity {
    pub(crate) fn kilograms(scale: f64) -> Self {
        Self { base: "kg".to_owned(), scale }
    }

    /// Reads `kg`, `tonnes`, `thousand tonnes`, `barrels` and the like. A unit that is no mass stays as it is, and is never compared with a mass.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let lower = text.trim().to_lowercase();
        let (scale, name) = match lower.split_once(' ') {
            Some(("thousand", rest)) => (1e3, rest.to_owned()),
            Some(("million", rest)) => (1e6, rest.to_owned()),
            Some(("billion", rest)) => (1e9, rest.to_owned()),
            _ => (1.0, lower),
        };
        let mass = match name.trim() {
            "" => return None,
            "kg" | "kilogram" | "kilograms" | "weight in kilograms" => 1.0,
            "g" => 1e-3,
            "100kg" | "100 kg" => 100.0,
            "t" | "tonne" | "tonnes" | "metric tons" | "metric ton" => 1000.0,
            "kt" => 1e6,
            "mt" => 1e9,
            other => return Some(Self { base: other.to_owned(), scale }),
        };
        Some(Self::kilograms(mass * scale))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_money() {
        let check = |text: &str, want: Option<(&str, f64)>| {
            let got = Money::parse(text);
            assert_eq!(got.as_ref().map(|money| (money.currency.as_str(), money.scale)), want, "{text}");
        };
        check("USD", Some(("USD", 1.0)));
        check("million EUR", Some(("EUR", 1e6)));
        check("US Dollars", Some(("USD", 1.0)));
        check("tonnes", None);
        check("", None);
    }

    #[test]
    fn units_of_quantity() {
        let check = |text: &str, base: &str, scale: f64| {
            let got = Quantity::parse(text).unwrap();
            assert_eq!((got.base.as_str(), got.scale), (base, scale), "{text}");
        };
        check("kg", "kg", 1.0);
        check("million tonnes", "kg", 1e9);
        check("100kg", "kg", 100.0);
        check("barrels", "barrels", 1.0);
        check("thousand barrels", "barrels", 1e3);
    }
}
