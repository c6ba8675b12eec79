//! One row of a table as a report.

use super::mapping::{FIELDS, Field, Mapping};
use crate::message::field::Letters;
use crate::report::{Class, Report};
use crate::time::{How, PLAUSIBLE, Time};
use thalweg_core::{Imo, ImoError};

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell<'a> {
    /// Words, or a number in letters.
    Text(&'a [u8]),
    /// A number.
    Number(f64),
    /// A time, milliseconds since 1970.
    Time(i64),
    /// Nothing.
    Absent,
}

/// What an IMO number is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ImoKind {
    Absent,
    Zero,
    Wrong,
    Form,
    Right,
}

/// The cells of a row by field.
pub(super) type Cells<'a> = [Cell<'a>; FIELDS];

/// Reads a row into a report, or says why not.
pub(super) fn read(
    cells: &Cells<'_>,
    mapping: &Mapping,
    line: u64,
    report: &mut Report,
) -> Result<ImoKind, &'static str> {
    let row = Row { cells, mapping };
    let mmsi = row.whole(Field::Mmsi, (1 << 30) - 1).ok_or("MMSI is no number that a station can send")?;
    *report = Report::new(mmsi as u32, class(row.words(Field::Class)), row.time()?, line);
    (report.lat, report.lon) = row.place()?;
    let speed = row.number(Field::Speed)?.map(|speed| speed * mapping.knots);
    report.speed = speed.filter(|speed| (0.0..102.3).contains(speed));
    report.course = row.number(Field::Course)?.filter(|course| (0.0..360.0).contains(course));
    report.heading = row.number(Field::Heading)?.filter(|heading| (0.0..360.0).contains(heading));
    report.draught = row.number(Field::Draught)?.filter(|draught| *draught > 0.0 && *draught < 30.0);
    report.status = row.code(Field::Status, status).filter(|status| *status < 15);
    report.ship_type = row.code(Field::ShipType, ship_type).filter(|kind| *kind > 0);
    report.name = row.letters(Field::Name);
    report.call_sign = row.letters(Field::CallSign);
    report.destination = row.letters(Field::Destination);
    report.dimensions = row.dimensions();
    let (number, imo) = row.imo();
    report.imo = number;
    Ok(imo)
}

struct Row<'a> {
    cells: &'a Cells<'a>,
    mapping: &'a Mapping,
}

impl Row<'_> {
    fn cell(&self, field: Field) -> Cell<'_> {
        match self.cells[field as usize] {
            Cell::Text(text) if is_nothing(text) => Cell::Absent,
            cell => cell,
        }
    }

    fn words(&self, field: Field) -> Option<&[u8]> {
        match self.cell(field) {
            Cell::Text(text) => Some(text.trim_ascii()),
            _ => None,
        }
    }

    /// A number; an error where there is something else.
    fn number(&self, field: Field) -> Result<Option<f64>, &'static str> {
        match self.cell(field) {
            Cell::Absent => Ok(None),
            // where a column must hold a number, writers say NaN for none
            Cell::Number(number) if number.is_nan() => Ok(None),
            Cell::Number(number) if number.is_infinite() => Err(unreadable(field)),
            Cell::Number(number) => Ok(Some(number)),
            Cell::Time(_) => Err(unreadable(field)),
            Cell::Text(text) => decimal(text, self.mapping.decimal).map(Some).ok_or(unreadable(field)),
        }
    }

    /// A whole number from 0 to `most`; none where there is something else.
    fn whole(&self, field: Field, most: u64) -> Option<u64> {
        // a number that is negative, broken or none is another one when it comes back
        let same = |number: f64| Some(number as u64).filter(|whole| *whole as f64 == number);
        let number = match self.cell(field) {
            Cell::Text(text) => {
                let text = text.trim_ascii();
                crate::line::number(text).or_else(|| same(decimal(text, self.mapping.decimal)?))?
            }
            Cell::Number(number) => same(number)?,
            _ => return None,
        };
        (number <= most).then_some(number)
    }

    /// A code, or the words for one.
    fn code(&self, field: Field, of_words: fn(&[u8]) -> Option<u8>) -> Option<u8> {
        let code = self.whole(field, 255).and_then(|code| u8::try_from(code).ok());
        code.or_else(|| self.words(field).and_then(of_words))
    }

    fn letters<const N: usize>(&self, field: Field) -> Option<Letters<N>> {
        let text = std::str::from_utf8(self.words(field)?).ok()?;
        // a quote in a quoted cell is written twice
        let letters = if text.contains("\"\"") {
            Letters::new(&text.replace("\"\"", "\""))
        } else {
            Letters::new(text)
        };
        Some(letters).filter(|letters| !letters.is_blank())
    }

    /// The time; none where there is none and the table may have such rows.
    fn time(&self) -> Result<Option<Time>, &'static str> {
        let at = match self.cell(Field::Time) {
            Cell::Time(at) => Some(at),
            Cell::Text(text) => self.mapping.pattern.read(text, self.mapping.zone),
            Cell::Number(number) => self.mapping.pattern.of_number(number, self.mapping.zone),
            Cell::Absent if self.mapping.untimed => return Ok(None),
            Cell::Absent => return Err("there is no time"),
        };
        let milliseconds = at.ok_or("time cannot be read")?;
        if !PLAUSIBLE.contains(&milliseconds) {
            return Err("time is decades off");
        }
        Ok(Some(Time { milliseconds, how: How::Column, error: 1000 }))
    }

    /// Latitude and longitude, both or none; 91 and 181 degrees mean that there is none.
    fn place(&self) -> Result<(Option<f64>, Option<f64>), &'static str> {
        let (lat, lon) = (self.number(Field::Lat)?, self.number(Field::Lon)?);
        match (lat, lon) {
            (Some(lat), Some(lon)) if lat == 91.0 || lon == 181.0 => {
                if lat.abs() > 91.0 || lon.abs() > 181.0 { Err(OUTSIDE) } else { Ok((None, None)) }
            }
            (Some(lat), _) if lat.abs() > 90.0 => Err(OUTSIDE),
            (_, Some(lon)) if lon.abs() > 180.0 => Err(OUTSIDE),
            (Some(_), Some(_)) => Ok((lat, lon)),
            _ => Ok((None, None)),
        }
    }

    fn dimensions(&self) -> Option<[u16; 4]> {
        let metres = |field| {
            self.number(field).ok().flatten().filter(|m| (0.0..=1022.0).contains(m)).map(|m| m.round() as u16)
        };
        let sides = [Field::ToBow, Field::ToStern, Field::ToPort, Field::ToStarboard].map(metres);
        let whole = match sides {
            [Some(bow), Some(stern), Some(port), Some(starboard)] => [bow, stern, port, starboard],
            _ => [metres(Field::Length).unwrap_or(0), 0, metres(Field::Width).unwrap_or(0), 0],
        };
        whole.iter().any(|metres| *metres > 0).then_some(whole)
    }

    fn imo(&self) -> (Option<u32>, ImoKind) {
        let checked = match self.cell(Field::Imo) {
            Cell::Text(text) => {
                let text = String::from_utf8_lossy(text);
                let digits = text.trim().trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim();
                (digits.parse::<u32>().ok(), text.parse::<Imo>())
            }
            Cell::Number(number) if (0.0..4e9).contains(&number) => {
                (Some(number as u32), Imo::check(number as u32))
            }
            _ => return (None, ImoKind::Absent),
        };
        match checked {
            (number, Ok(_)) => (number, ImoKind::Right),
            (_, Err(ImoError::Absent)) => (None, ImoKind::Zero),
            (number, Err(ImoError::CheckDigit { .. })) => (number, ImoKind::Wrong),
            (number, Err(ImoError::Form)) => (number, ImoKind::Form),
        }
    }
}

const OUTSIDE: &str = "coordinates out of range";

/// Empty, or a word for nothing.
fn is_nothing(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    match text.first() {
        None => true,
        Some(b'u' | b'U' | b'n' | b'N') => NOTHING.iter().any(|word| text.eq_ignore_ascii_case(word)),
        Some(_) => false,
    }
}

/// Words for nothing: all begin with a U or an N.
const NOTHING: [&[u8]; 7] = [b"unknown", b"undefined", b"unknown value", b"na", b"nan", b"null", b"none"];

/// A number whose decimals stand behind a sign.
fn decimal(text: &[u8], sign: u8) -> Option<f64> {
    let text = text.trim_ascii();
    simple(text, sign).or_else(|| any_form(text, sign))
}

/// A number of few digits, without an exponent: its digits and the power of ten below them are both exact, and so their quotient is the
/// nearest number that there is (Clinger 1990, "How to read floating point numbers accurately").
fn simple(text: &[u8], sign: u8) -> Option<f64> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.len() > 16 {
        return None;
    }
    let (mut whole, mut decimals, mut behind) = (0u64, 0, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                whole = whole * 10 + u64::from(byte - b'0');
                decimals += usize::from(behind);
            }
            byte if *byte == sign && !behind => behind = true,
            _ => return None,
        }
    }
    // no digits, or more than are exact
    if digits.len() == usize::from(behind) || whole >= 1 << 53 {
        return None;
    }
    let number = whole as f64 / POWERS.get(decimals)?;
    Some(if negative { -number } else { number })
}

/// Powers of ten that are exact, as far as a number of sixteen digits needs them.
const POWERS: [f64; 17] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16];

/// A number in any form.
fn any_form(text: &[u8], sign: u8) -> Option<f64> {
    // words such as inf are no numbers here
    if !text.iter().all(|byte| byte.is_ascii_digit() || b"+-eE".contains(byte) || *byte == sign) {
        return None;
    }
    let text = String::from_utf8_lossy(text).replace(char::from(sign), ".");
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn unreadable(field: Field) -> &'static str {
    match field {
        Field::Lat => "latitude is no number",
        Field::Lon => "longitude is no number",
        Field::Speed => "speed is no number",
        Field::Course => "course is no number",
        Field::Heading => "heading is no number",
        Field::Draught => "draught is no number",
        _ => "a cell is no number",
    }
}

fn class(words: Option<&[u8]>) -> Class {
    match words.map(<[u8]>::to_ascii_lowercase).as_deref() {
        Some(b"a" | b"class a") => Class::A,
        Some(b"b" | b"class b") => Class::B,
        Some(b"base station") => Class::Base,
        Some(b"aton" | b"aid") => Class::Aid,
        Some(b"sar airborne" | b"aircraft") => Class::Aircraft,
        Some(b"long-range") => Class::LongRange,
        _ => Class::Unknown,
    }
}

/// The Danish Maritime Authority's words for a status.
fn status(words: &[u8]) -> Option<u8> {
    const WORDS: [&str; 15] = [
        "under way using engine",
        "at anchor",
        "not under command",
        "restricted maneuverability",
        "constrained by her draught",
        "moored",
        "aground",
        "engaged in fishing",
        "under way sailing",
        "reserved for future amendment [hsc]",
        "reserved for future amendment [wig]",
        "power-driven vessel towing astern (regional use)",
        "power-driven vessel pushing ahead or towing alongside (regional use)",
        "reserved for future use [13]",
        "ais-sart",
    ];
    WORDS.iter().position(|word| words.eq_ignore_ascii_case(word.as_bytes())).map(|code| code as u8)
}

/// The same Authority's words for a type of ship: the first code of the type.
fn ship_type(words: &[u8]) -> Option<u8> {
    const WORDS: [(&str, u8); 20] = [
        ("wig", 20),
        ("fishing", 30),
        ("towing", 31),
        ("towing long/wide", 32),
        ("dredging", 33),
        ("diving", 34),
        ("military", 35),
        ("sailing", 36),
        ("pleasure", 37),
        ("hsc", 40),
        ("pilot", 50),
        ("sar", 51),
        ("tug", 52),
        ("port tender", 53),
        ("anti-pollution", 54),
        ("law enforcement", 55),
        ("medical", 58),
        ("passenger", 60),
        ("cargo", 70),
        ("tanker", 80),
    ];
    let known = WORDS.iter().find(|(word, _)| words.eq_ignore_ascii_case(word.as_bytes()));
    known.map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_simple_number_is_the_same_as_any(text in "-?[0-9]{0,17}[.]?[0-9]{0,6}") {
            let (bytes, comma) = (text.as_bytes(), text.replace('.', ","));
            if let Some(number) = simple(bytes, b'.') {
                prop_assert_eq!(Some(number.to_bits()), any_form(bytes, b'.').map(f64::to_bits));
                prop_assert_eq!(Some(number), simple(comma.as_bytes(), b','));
            }
            prop_assert_eq!(decimal(bytes, b'.'), text.parse().ok());
        }
    }

    #[test]
    fn what_is_a_number() {
        let read = |text: &str| decimal(text.as_bytes(), b'.');
        assert_eq!(
            [read("54.5"), read("-0.25"), read(" 7 "), read("1e2")],
            [Some(54.5), Some(-0.25), Some(7.0), Some(100.0)]
        );
        assert_eq!(
            [read(".5"), read("5."), read("+5"), read("1e999")],
            [Some(0.5), Some(5.0), Some(5.0), None]
        );
        for text in ["", ".", "-", "-.", "1.2.3", "1,5", "inf", "nan", "0x10", "--1", "1 2"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!([" ", "Unknown", "NULL", "nan"].iter().all(|word| is_nothing(word.as_bytes())));
        assert!(!["0", "NANCY", "U", "NO"].iter().any(|word| is_nothing(word.as_bytes())));
    }
}
