//! Times as tables write them.

use crate::civil::Civil;
use crate::time::PLAUSIBLE;

/// How times are written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Pattern {
    /// `2022-01-03T00:00:09`, with a space or a T, decimals and a zone where they stand.
    Iso,
    /// Seconds since 1970, with decimals where they stand.
    Unix,
    /// Thousandths of a second since 1970.
    UnixMilliseconds,
    /// Like `strptime`: `%Y %m %d %H %M %S %f %z`.
    Written(Vec<u8>),
}

/// Minutes east of Greenwich.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Zone(i32);

impl Zone {
    pub(super) const UTC: Self = Self(0);

    /// How far its clocks are ahead of UTC.
    pub(super) fn milliseconds(self) -> i64 {
        i64::from(self.0) * 60_000
    }

    /// `UTC`, `Z`, `+02:00`, `-0330`, `+02`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if matches!(text, "UTC" | "utc" | "Z" | "z") {
            return Some(Self::UTC);
        }
        let mut text = Text(text.as_bytes());
        let zone = text.zone()?;
        text.0.is_empty().then_some(zone)
    }
}

impl Pattern {
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "iso" => return Some(Self::Iso),
            "unix" => return Some(Self::Unix),
            "unix_ms" => return Some(Self::UnixMilliseconds),
            _ => {}
        }
        let bytes = text.as_bytes();
        let known = |letter: Option<&u8>| letter.is_some_and(|letter| b"YmdHMSfz".contains(letter));
        let sound = bytes.iter().enumerate().all(|(at, byte)| *byte != b'%' || known(bytes.get(at + 1)));
        let whole = ["%Y", "%m", "%d"].iter().all(|part| text.contains(part));
        (sound && whole).then(|| Self::written(text))
    }

    pub(super) fn written(text: &str) -> Self {
        Self::Written(text.as_bytes().to_vec())
    }

    /// Milliseconds since 1970.
    pub(super) fn read(&self, text: &[u8], zone: Zone) -> Option<i64> {
        let mut text = Text(text.trim_ascii());
        let at = match self {
            Self::Iso => text.iso(zone)?,
            Self::Unix => (text.decimal()? * 1000.0).round() as i64,
            Self::UnixMilliseconds => text.decimal()?.round() as i64,
            Self::Written(pattern) => text.written(pattern, zone)?,
        };
        text.0.is_empty().then_some(at)
    }

    /// Milliseconds since 1970 of a number in a column of numbers.
    pub(super) fn of_number(&self, number: f64, zone: Zone) -> Option<i64> {
        match self {
            _ if !number.is_finite() || number.abs() >= 4e18 => None,
            Self::Iso => plausible(number),
            Self::Unix => Some((number * 1000.0).round() as i64),
            Self::UnixMilliseconds => Some(number.round() as i64),
            // digits in a row, such as 20220103000009
            Self::Written(_) => self.read(format!("{number}").as_bytes(), zone),
        }
    }
}

/// Whole units since 1970 as milliseconds: of seconds, thousandths, millionths and billionths at most one gives a time that AIS can be of.
fn plausible(number: f64) -> Option<i64> {
    let units = [1e3, 1.0, 1e-3, 1e-6].into_iter();
    units.map(|unit| (number * unit).floor() as i64).find(|at| PLAUSIBLE.contains(at))
}

/// What is left of a text.
struct Text<'a>(&'a [u8]);

impl Text<'_> {
    /// At least `least` and at most `most` digits.
    fn digits(&mut self, least: usize, most: usize) -> Option<u32> {
        let count = self.0.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
        if count < least {
            return None;
        }
        let value = self.0[..count].iter().fold(0, |sum, byte| sum * 10 + u32::from(byte - b'0'));
        self.0 = &self.0[count..];
        Some(value)
    }

    fn two(&mut self) -> Option<u8> {
        self.digits(1, 2).and_then(|value| u8::try_from(value).ok())
    }

    /// One of some signs.
    fn sign(&mut self, signs: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        signs.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }

    /// Decimals of a second, as thousandths.
    fn thousandths(&mut self) -> u16 {
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let digit = |place: usize| self.0[..count].get(place).map_or(0, |byte| u16::from(byte - b'0'));
        let value = digit(0) * 100 + digit(1) * 10 + digit(2);
        self.0 = &self.0[count..];
        value
    }

    fn zone(&mut self) -> Option<Zone> {
        if self.sign(b"Zz").is_some() {
            return Some(Zone::UTC);
        }
        let sign = if self.sign(b"+-")? == b'-' { -1 } else { 1 };
        let hours = self.digits(2, 2)? as i32;
        let _ = self.sign(b":");
        let minutes = self.digits(2, 2).unwrap_or(0) as i32;
        (hours <= 14 && minutes < 60).then_some(Zone(sign * (hours * 60 + minutes)))
    }

    fn iso(&mut self, zone: Zone) -> Option<i64> {
        let mut civil = Civil { year: self.digits(4, 4)? as i32, ..Civil::default() };
        self.sign(b"-/")?;
        civil.month = self.two()?;
        self.sign(b"-/")?;
        civil.day = self.two()?;
        if self.sign(b"T ").is_some() {
            civil.hour = self.two()?;
            self.sign(b":")?;
            civil.minute = self.two()?;
            if self.sign(b":").is_some() {
                civil.second = self.two()?;
            }
            if self.sign(b".,").is_some() {
                civil.millisecond = self.thousandths();
            }
        }
        if self.0.starts_with(b" UTC") {
            self.0 = &self.0[4..];
            return in_utc(&civil, Zone::UTC);
        }
        let zone = if self.0.is_empty() { zone } else { self.zone()? };
        in_utc(&civil, zone)
    }

    fn written(&mut self, pattern: &[u8], zone: Zone) -> Option<i64> {
        let (mut civil, mut zone) = (Civil::default(), zone);
        let mut letters = pattern.iter();
        while let Some(letter) = letters.next() {
            if *letter != b'%' {
                self.sign(&[*letter])?;
                continue;
            }
            match letters.next()? {
                b'Y' => civil.year = self.digits(4, 4)? as i32,
                b'm' => civil.month = self.two()?,
                b'd' => civil.day = self.two()?,
                b'H' => civil.hour = self.two()?,
                b'M' => civil.minute = self.two()?,
                b'S' => civil.second = self.two()?,
                b'f' => civil.millisecond = self.thousandths(),
                b'z' => zone = self.zone()?,
                _ => return None,
            }
        }
        in_utc(&civil, zone)
    }

    /// A number with a point; all of what is left.
    fn decimal(&mut self) -> Option<f64> {
        let value = std::str::from_utf8(self.0).ok()?.parse::<f64>().ok()?;
        self.0 = &[];
        (value.abs() < 1e15).then_some(value)
    }
}

fn in_utc(civil: &Civil, zone: Zone) -> Option<i64> {
    Some(civil.milliseconds()? - zone.milliseconds())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::civil::timestamp;

    fn read(pattern: &str, text: &str, zone: &str) -> Option<String> {
        let pattern = Pattern::parse(pattern).unwrap();
        pattern.read(text.as_bytes(), Zone::parse(zone).unwrap()).map(timestamp)
    }

    #[test]
    fn zones_move_a_time_into_utc() {
        let midnight = Some("2022-01-03T00:00:00Z".to_owned());
        assert_eq!(read("iso", "2022-01-03T00:00:00", "UTC"), midnight);
        assert_eq!(read("iso", "2022-01-03 02:00:00", "+02:00"), midnight);
        assert_eq!(read("iso", "2022-01-02T20:30:00-03:30", "+02:00"), midnight);
        assert_eq!(read("iso", "2022-01-03 00:00:00 UTC", "+02:00"), midnight);
        assert_eq!(read("%d/%m/%Y %H:%M:%S", "03/01/2022 00:00:00", "Z"), midnight);
        assert_eq!(read("%d.%m.%Y %H:%M:%S%z", "03.01.2022 01:00:00+0100", "Z"), midnight);
        assert_eq!(read("unix", "1641168000", "Z"), midnight);
        assert_eq!(read("unix_ms", "1641168000000", "Z"), midnight);
        assert_eq!(
            read("iso", "2022-01-03T00:00:00.0126Z", "Z"),
            Some("2022-01-03T00:00:00.012Z".to_owned())
        );
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "2022-13-01T00:00:00",
            "2022-01-03T25:00:00",
            "yesterday",
            "2022-01-03T00:00:00+99:00",
            "2022-01-03x",
        ] {
            assert_eq!(read("iso", text, "Z"), None, "{text}");
        }
        assert!(Pattern::parse("%Q").is_none() && Pattern::parse("%H:%M").is_none());
        assert!(Zone::parse("Berlin").is_none() && Zone::parse("+02:0x").is_none());
    }
}
