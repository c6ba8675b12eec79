/// When a flow was: a year, or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Period {
    /// The year of the common era, 1900 to 2155.
    pub(crate) year: u16,
    /// 0 the whole year, 1 to 12 a month, 13 to 16 a quarter.
    pub(crate) part: u8,
}

impl Period {
    /// Reads `2023`, `202301`, `2023-01`, `2023-01-15`, `2023M01`, `2023-M01`, `2023Q1`, and `202352`, by which Eurostat means the whole year.
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        let year = number(text.get(..4)?)?;
        if !(1900..=2155).contains(&year) {
            return None;
        }
        let rest = text[4..].strip_prefix(b"-").unwrap_or(&text[4..]);
        Some(Self { year, part: part(rest)? })
    }
}

fn part(rest: &[u8]) -> Option<u8> {
    match rest {
        [] | b"A" | b"A1" => Some(0),
        [b'Q' | b'q', digits @ ..] => {
            number(digits).filter(|quarter| (1..=4).contains(quarter)).map(|quarter| 12 + quarter as u8)
        }
        [b'M' | b'm', digits @ ..] => month(digits),
        b"52" => Some(0),
        [_, _] => month(rest),
        // a day, or a time of one
        [_, _, b'-', more @ ..] if more.len() >= 2 && number(&more[..2]).is_some() => month(&rest[..2]),
        [_, _, a, b] if a.is_ascii_digit() && b.is_ascii_digit() => month(&rest[..2]),
        _ => None,
    }
}

fn month(digits: &[u8]) -> Option<u8> {
    number(digits).filter(|month| (1..=12).contains(month)).map(|month| month as u8)
}

fn number(digits: &[u8]) -> Option<u16> {
    if digits.is_empty() || digits.len() > 4 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(digits.iter().fold(0, |number, digit| number * 10 + u16::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read() {
        for (text, want) in [
            ("2023", Some((2023, 0))),
            ("202301", Some((2023, 1))),
            ("2023-12", Some((2023, 12))),
            ("2019-01-01", Some((2019, 1))),
            ("20190131", Some((2019, 1))),
            ("2023M07", Some((2023, 7))),
            ("2023-Q4", Some((2023, 16))),
            ("202352", Some((2023, 0))),
            ("202313", None),
            ("23", None),
            ("1776", None),
            ("2023x", None),
            ("2023-", Some((2023, 0))),
            ("", None),
        ] {
            let got = Period::parse(text.as_bytes()).map(|period| (period.year, period.part));
            assert_eq!(got, want, "{text}");
        }
    }
}
