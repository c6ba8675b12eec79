use crate::{Authority, CountryLink, DateSpan, Entity, EntityKind, Listing, Measure};
use crate::{Country, NameKind, NameStrength, RelationKind, Trace};
use jiff::civil::Date;

use super::label::{Meaning, gender, meaning};

/// Labels that end before their value begins though there is no digit in it, longest first where one begins another.
const LABELS: [&str; 28] = [
    "Former Vessel Flag",
    "Other Vessel Flag",
    "Other Vessel Type",
    "Vessel Flag",
    "SWIFT/BIC",
    "Website",
    "Email Address",
    "Phone Number",
    "Telephone No.",
    "Telephone:",
    "Fax No.",
    "Fax:",
    "Passport",
    "Vessel Registration Identification",
    "Identification Number",
    "Business Registration Number",
    "Registration Number",
    "Company Number",
    "Tax ID No.",
    "V.A.T. Number",
    "National ID No.",
    "Trade License No.",
    "MMSI",
    "Organization Type:",
    "Target Type",
    "Aircraft Operator",
    "Aircraft Model",
    "Unified Social Credit Code (USCC)",
];

/// Reads a remark of the OFAC into an entity, piece by piece; nothing of it is lost, for what is not understood stays a remark.
pub(super) fn read(entity: &mut Entity, text: &str, trace: Trace) {
    let text = text.trim();
    let pieces: Vec<&str> = text.split(';').map(str::trim).filter(|piece| !piece.is_empty()).collect();
    for (at, piece) in pieces.iter().enumerate() {
        // the whole remark ends in a stop that belongs to no value; names of companies may end in one of their own
        let last = at + 1 == pieces.len();
        let piece = if last { piece.strip_suffix('.').unwrap_or(piece) } else { piece };
        let bare = piece.strip_prefix('(').and_then(|piece| piece.strip_suffix(')'));
        let bare = bare.filter(|bare| bare.starts_with("Linked To:")).unwrap_or(piece);
        read_piece(entity, bare.strip_prefix("alt. ").unwrap_or(bare), trace);
    }
}

fn read_piece(entity: &mut Entity, piece: &str, trace: Trace) {
    let (first, rest) = piece.split_once(' ').unwrap_or((piece, ""));
    match first {
        "DOB" => return entity.born(rest, trace),
        "POB" => return entity.born_at(rest),
        "nationality" | "citizen" => return entity.country(CountryLink::Nationality, rest),
        "Gender" if gender(rest).is_some() => {
            entity.gender = gender(rest);
            return;
        }
        "a.k.a." => return also(entity, rest, NameKind::Alias, trace),
        "f.k.a." => return also(entity, rest, NameKind::Former, trace),
        "n.k.a." => return also(entity, rest, NameKind::Now, trace),
        _ => {}
    }
    if let Some(name) = piece.strip_prefix("Linked To:") {
        return entity.relate_to_name(RelationKind::LinkedTo, name, trace);
    }
    if let Some(date) = piece.strip_prefix("Organization Established Date ") {
        return entity.born(date, trace);
    }
    if let Some(date) = piece.strip_prefix("Aircraft Manufacture Date ") {
        return entity.born(date, trace);
    }
    if piece.starts_with("Listing Date (") {
        entity.listings.extend(directive(piece, trace));
        return entity.remark(piece, trace);
    }
    match labelled(piece) {
        Some((label, value)) => identifier(entity, label, value, piece, trace),
        None => entity.remark(piece, trace),
    }
}

/// A name in a remark: in quotes it is a weak one.
fn also(entity: &mut Entity, text: &str, kind: NameKind, trace: Trace) {
    let quoted = ['\'', '"', '‘'].iter().any(|quote| text.starts_with(*quote));
    let strength = if quoted { NameStrength::Weak } else { NameStrength::Strong };
    let bare = if quoted {
        text.trim_start_matches(['\'', '"', '‘']).trim_end_matches('.').trim_end_matches(['\'', '"', '’'])
    } else {
        text
    };
    entity.alias(bare, kind, strength, trace);
}

/// The label and the value of a piece, where it has the form of an identifier.
fn labelled(piece: &str) -> Option<(&str, &str)> {
    let known = LABELS.iter().find(|label| piece.starts_with(**label));
    if let Some(label) = known {
        let value = piece[label.len()..].trim();
        return (!value.is_empty()).then_some((label.trim_end_matches(':'), value));
    }
    if let Some(rest) = piece.strip_prefix("Digital Currency Address - ") {
        // a remark that is cut off may end behind the name of the currency
        let (currency, value) = rest.split_once(' ')?;
        let end = piece.len() - rest.len() + currency.len();
        return Some((&piece[..end], value.trim()));
    }
    // the value begins at the first word with a digit
    let mut at = 0;
    for word in piece.split(' ') {
        let digits = word.contains(|c: char| c.is_ascii_digit());
        if digits && at > 0 {
            return Some((piece[..at].trim(), &piece[at..])).filter(|(label, _)| is_label(label));
        }
        at += word.len() + 1;
    }
    None
}

/// Whether words before a number can be its label: a sentence is none, nor what says when something was issued.
fn is_label(words: &str) -> bool {
    let short = words.len() <= 80 && words.split(' ').count() <= 10;
    let inner = words.trim_end_matches(':').contains(": ");
    let day = ["issued", "expires", "expired", "since", "until", "on", "in"];
    short && !inner && words.rsplit(' ').next().is_none_or(|last| !day.contains(&last))
}

/// Puts an identifier into its place: without the country behind it, nor the days of its issue and end.
fn identifier(entity: &mut Entity, label: &str, value: &str, piece: &str, trace: Trace) {
    match meaning(label) {
        Meaning::Identifier(_) => {}
        Meaning::Remark => return entity.remark(piece, trace),
        _ => return entity.labelled(label, value.trim_end_matches('.'), None, trace),
    }
    let dated = [" issued ", " expires ", " expiration "].iter().filter_map(|word| value.find(word)).min();
    let bare = dated.map_or(value, |end| &value[..end]);
    let (bare, country) = without_country(bare);
    if dated.is_some() {
        entity.remark(piece, trace);
    }
    entity.labelled(label, bare, country, trace);
}

/// A value without the words in brackets behind it, and the country that they name.
pub(super) fn without_country(value: &str) -> (&str, Option<&str>) {
    let (mut rest, mut country) = (value.trim().trim_end_matches('.').trim_end(), None);
    while let Some((before, inside)) = rest
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('))
        .filter(|(before, _)| !before.trim().is_empty())
    {
        country = country.or(Some(inside.trim()).filter(|inside| Country::read(inside).code.is_some()));
        rest = before.trim_end();
    }
    (rest, country)
}

/// `Listing Date (EO 14024 Directive 2): 24 Feb 2022`: a directive's own listing, with its day.
fn directive(piece: &str, trace: Trace) -> Option<Listing> {
    let (name, date) = piece.strip_prefix("Listing Date (")?.split_once("):")?;
    let from: Date = date.parse::<DateSpan>().ok()?.exact()?;
    let measure = directive_measure(name);
    Some(Listing {
        authority: Authority::Us,
        measures: vec![measure],
        programs: vec![name.to_owned()],
        from: Some(from),
        to: None,
        trace,
    })
}

/// Directive 2 under EO 14024 closes correspondent accounts; the others restrict debt, equity, dealings with the central bank, or oil.
pub(super) fn directive_measure(name: &str) -> Measure {
    let second = name.contains("14024") && name.trim_end().ends_with("Directive 2");
    if second { Measure::CorrespondentAccounts } else { Measure::Sectoral }
}

/// What the OFAC's word for a kind means: companies have none.
pub(super) fn kind(word: &str) -> EntityKind {
    match word.trim().to_lowercase().as_str() {
        "individual" => EntityKind::Person,
        "vessel" => EntityKind::Ship,
        "aircraft" => EntityKind::Aircraft,
        "" | "entity" => EntityKind::Company,
        _ => EntityKind::Other,
    }
}
