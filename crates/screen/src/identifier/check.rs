//! Check digits and forms, kind by kind.

use super::IdentifierKind as Kind;
use crate::Country;
use thalweg_core::{CompanyImo, Imo, Mmsi, MmsiKind};

/// A value as checked, and what came out.
#[derive(Debug, Default)]
pub(super) struct Checked {
    pub(super) value: String,
    pub(super) fault: Option<String>,
    pub(super) repair: Option<String>,
    /// The country that the number itself names.
    pub(super) country: Option<String>,
}

impl Checked {
    fn sound(value: impl Into<String>) -> Self {
        Self { value: value.into(), ..Self::default() }
    }

    fn faulty(value: impl Into<String>, fault: impl Into<String>) -> Self {
        Self { value: value.into(), fault: Some(fault.into()), ..Self::default() }
    }

    fn of(self, country: &str) -> Self {
        Self { country: Some(country.to_owned()), ..self }
    }
}

/// The kind of a number that a list calls by a wider name, where its country and its check digits leave no doubt.
pub(super) fn narrowed(kind: Kind, plain: &str, country: Option<&str>) -> Kind {
    let general = matches!(kind, Kind::TaxNumber | Kind::RegisterNumber | Kind::Other);
    match country {
        _ if !general => kind,
        Some("RU") if [10, 12].contains(&plain.len()) && inn_fault(plain).is_none() => Kind::Inn,
        Some("RU") if [13, 15].contains(&plain.len()) && ogrn_fault(plain).is_none() => Kind::Ogrn,
        Some("CN") if plain.len() == 18 && uscc_fault(plain).is_none() => Kind::Uscc,
        _ => kind,
    }
}

/// Checks letters and digits by the rule of their kind.
pub(super) fn check(kind: Kind, plain: String) -> Checked {
    if plain.is_empty() {
        return Checked::faulty("", "there is no number in it");
    }
    match kind {
        Kind::ShipImo => ship(plain),
        Kind::CompanyImo => company(plain),
        Kind::Mmsi => mmsi(plain),
        Kind::Lei => simple(lei_fault(&plain), plain),
        Kind::Inn => restored(plain, &[10, 12], inn_fault).of("RU"),
        Kind::Ogrn => simple(ogrn_fault(&plain), plain).of("RU"),
        Kind::Uscc => simple(uscc_fault(&plain), plain).of("CN"),
        Kind::Bic => bic(plain),
        Kind::CallSign => simple(call_sign_fault(&plain), plain),
        _ => Checked::sound(plain),
    }
}

fn simple(fault: Option<String>, plain: String) -> Checked {
    Checked { value: plain, fault, ..Checked::default() }
}

fn ship(plain: String) -> Checked {
    match plain.parse::<Imo>() {
        Ok(imo) => Checked::sound(imo.to_string()),
        Err(error) => Checked::faulty(plain, error.to_string()),
    }
}

fn company(plain: String) -> Checked {
    match plain.parse::<CompanyImo>() {
        Ok(company) => Checked {
            repair: zeros_restored(CompanyImo::digits_lost(&plain)),
            ..Checked::sound(company.to_string())
        },
        Err(error) => Checked::faulty(plain, error.to_string()),
    }
}

fn zeros_restored(lost: usize) -> Option<String> {
    let zeros = if lost == 1 { "zero" } else { "zeros" };
    (lost > 0).then(|| format!("{lost} leading {zeros} restored"))
}

/// A radio of a ship, or of a craft of one; the digits in front say which country gave it.
fn mmsi(plain: String) -> Checked {
    let number = if plain.len() == 9 { plain.parse::<u32>().ok() } else { None };
    let Some(radio) = number.and_then(Mmsi::new) else {
        return Checked::faulty(plain, "an MMSI has nine digits, such as 273456000");
    };
    let country = radio.country().and_then(|code| Country::read(code).code);
    let fault = match radio.kind() {
        MmsiKind::Ship if country.is_none() => {
            Some(format!("the digits {} in front are allocated to no country", &plain[..3]))
        }
        MmsiKind::Ship | MmsiKind::CraftOfMotherShip => None,
        other => Some(format!("an MMSI of this form is no ship's: {}", other.word().replace('_', " "))),
    };
    Checked { value: plain, fault, country, repair: None }
}

/// The eight characters of a bank; the three of its branch (ISO 9362) are no part of its identity.
fn bic(plain: String) -> Checked {
    let bytes = plain.as_bytes();
    let form = matches!(bytes.len(), 8 | 11)
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes[4..6].iter().all(u8::is_ascii_alphabetic);
    if !form {
        return Checked::faulty(plain, "a BIC has eight or eleven characters, such as SABRRUMM");
    }
    let country = plain[4..6].to_owned();
    Checked { country: Some(country), ..Checked::sound(&plain[..8]) }
}

fn call_sign_fault(plain: &str) -> Option<String> {
    let form = (3..=8).contains(&plain.len()) && plain.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (!form).then(|| "a call sign has three to eight letters and digits".to_owned())
}

/// Digits of one of these lengths; one that lacks its zero in front gets it back where that makes it sound.
fn restored(plain: String, lengths: &[usize], fault: fn(&str) -> Option<String>) -> Checked {
    let wanted = fault(&plain);
    let padded = format!("0{plain}");
    if wanted.is_some() && lengths.contains(&padded.len()) && fault(&padded).is_none() {
        return Checked { repair: zeros_restored(1), ..Checked::sound(padded) };
    }
    simple(wanted, plain)
}

/// The value of each digit; none where there is anything else.
fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().map(|c| c.to_digit(10)).collect()
}

fn check_digit_fault(what: &str, found: u32, right: u32) -> Option<String> {
    (found != right).then(|| format!("{what} has a check digit {found}, and its other digits want {right}"))
}

/// INN: order of the Federal Tax Service of 29 June 2012, MMV-7-6/435@. Ten digits of a company, twelve of a person.
fn inn_fault(text: &str) -> Option<String> {
    const WEIGHTS: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
    let control = |digits: &[u32]| {
        let weights = &WEIGHTS[WEIGHTS.len() - digits.len()..];
        digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u32>() % 11 % 10
    };
    match digits(text) {
        Some(all) if all.iter().all(|digit| *digit == 0) => Some("an INN of zeros is none".to_owned()),
        Some(all) if all.len() == 10 => check_digit_fault("the INN", all[9], control(&all[..9])),
        Some(all) if all.len() == 12 => {
            let first = check_digit_fault("the INN", all[10], control(&all[..10]));
            first.or_else(|| check_digit_fault("the INN", all[11], control(&all[..11])))
        }
        _ => Some("an INN has ten digits (a company) or twelve (a person)".to_owned()),
    }
}

/// OGRN, and OGRNIP of a sole trader: order of the Ministry of Finance of 30 October 2017, 165n. The last digit is that of the
/// remainder of the number before it by 11 (13 digits) or 13 (15 digits).
fn ogrn_fault(text: &str) -> Option<String> {
    let divisor = match text.len() {
        13 => 11,
        15 => 13,
        _ => return Some("an OGRN has 13 digits, of a sole trader 15".to_owned()),
    };
    let Some(number) =
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten()
    else {
        return Some("an OGRN has digits only".to_owned());
    };
    if number == 0 {
        return Some("an OGRN of zeros is none".to_owned());
    }
    check_digit_fault("the OGRN", (number % 10) as u32, (number / 10 % divisor % 10) as u32)
}

/// Unified social credit code, GB 32100-2015: 17 characters of an alphabet of 31 (without I, O, S, V, Z), weighted by powers of 3
/// modulo 31, and one more that makes the sum divisible.
fn uscc_fault(text: &str) -> Option<String> {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let values: Option<Vec<usize>> = text.chars().map(|c| ALPHABET.find(c)).collect();
    let Some(values) = values.filter(|values| values.len() == 18) else {
        return Some(
            "a unified social credit code has 18 digits and letters without I, O, S, V, Z".to_owned(),
        );
    };
    let weights = std::iter::successors(Some(1), |weight| Some(weight * 3 % 31));
    let sum: usize = values[..17].iter().zip(weights).map(|(value, weight)| value * weight).sum();
    let right = (31 - sum % 31) % 31;
    (values[17] != right).then(|| {
        let right = &ALPHABET[right..=right];
        format!("the unified social credit code ends in {}, and the others want {right}", &text[17..])
    })
}

/// LEI, ISO 17442: 18 letters and digits and two check digits, by ISO 7064 MOD 97-10.
fn lei_fault(text: &str) -> Option<String> {
    let form = text.len() == 20
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().skip(18).all(|byte| byte.is_ascii_digit());
    if !form {
        return Some("an LEI has 18 letters and digits and two check digits".to_owned());
    }
    let values = text.chars().filter_map(|c| c.to_digit(36));
    let rest = values.fold(0u32, |rest, value| {
        let shift = if value < 10 { 10 } else { 100 };
        (rest * shift + value) % 97
    });
    (rest != 1).then(|| "the check digits of the LEI do not go with the rest of it".to_owned())
}
