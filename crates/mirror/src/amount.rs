//! An amount as it is written in a cell.

/// What a cell of an amount says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Amount {
    /// A number, zero or more.
    Number(f64),
    /// Nothing, or a sign that there is nothing: `:`, `c` (confidential), `n/a`.
    Absent,
    /// A number below zero, which no flow is.
    Negative,
    /// No number.
    Unreadable,
}

/// Amounts above this are no trade of this world, in whatever unit: a wrong column, or a scale twice applied.
const LARGEST: f64 = 1e18;

/// Reads an amount with `decimal` before its decimals. Flags of Eurostat behind a blank (`12.5 p`) are no part of it.
pub(crate) fn amount(cell: &[u8], decimal: u8) -> Amount {
    let cell = cell.trim_ascii();
    let digits = cell.split(|byte| *byte == b' ').next().unwrap_or_default();
    if digits.is_empty()
        || matches!(digits, b":" | b":c" | b"c" | b"-" | b".." | b"NA" | b"N/A" | b"n/a" | b"null")
    {
        return Amount::Absent;
    }
    // a blank inside a number is a thousands separator or damage: no guessing
    if cell.len() > digits.len() && cell[digits.len()..].iter().any(u8::is_ascii_digit) {
        return Amount::Unreadable;
    }
    if let Some(whole) = whole(digits) {
        return Amount::Number(whole);
    }
    parsed(digits, decimal)
}

fn whole(digits: &[u8]) -> Option<f64> {
    if digits.len() > 15 {
        return None;
    }
    let mut number = 0u64;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u64::from(digit - b'0');
    }
    Some(number as f64)
}

fn parsed(digits: &[u8], decimal: u8) -> Amount {
    let Ok(text) = std::str::from_utf8(digits) else { return Amount::Unreadable };
    let plain =
        |byte: u8| byte.is_ascii_digit() || byte == decimal || matches!(byte, b'e' | b'E' | b'+' | b'-');
    if !digits.iter().all(|byte| plain(*byte)) {
        return Amount::Unreadable;
    }
    let number = if decimal == b'.' {
        text.parse::<f64>()
    } else {
        text.replace(char::from(decimal), ".").parse::<f64>()
    };
    match number {
        Ok(number) if number < 0.0 => Amount::Negative,
        Ok(number) if number <= LARGEST => Amount::Number(number.abs()),
        _ => Amount::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read() {
        for (text, want) in [
            ("46939955132", Amount::Number(46939955132.0)),
            ("7699505869.81132", Amount::Number(7699505869.81132)),
            ("1.5e3", Amount::Number(1500.0)),
            ("12.5 p", Amount::Number(12.5)),
            ("12 p", Amount::Number(12.0)),
            (": c", Amount::Absent),
            ("", Amount::Absent),
            ("-3", Amount::Negative),
            ("1,234", Amount::Unreadable),
            ("1 234.5", Amount::Unreadable),
            ("1e400", Amount::Unreadable),
            ("nan", Amount::Unreadable),
            ("inf", Amount::Unreadable),
            ("1e19", Amount::Unreadable),
        ] {
            assert_eq!(amount(text.as_bytes(), b'.'), want, "{text}");
        }
        assert_eq!(amount(b"1,5", b','), Amount::Number(1.5));
    }
}
