use serde::Serialize;

use super::mapping::Mapping;

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ListFormat {
    /// `SDN.CSV`, `CONS_PRIM.CSV` of the OFAC: entries.
    OfacEntries,
    /// `ALT.CSV`: aliases.
    OfacAliases,
    /// `ADD.CSV`: addresses.
    OfacAddresses,
    /// `SDN_COMMENTS.CSV`: the ends of long remarks.
    OfacComments,
    /// `SDN_ADVANCED.XML`.
    OfacAdvancedXml,
    /// Vessels of the OFAC as JSON, by a public converter.
    OfacVesselsJson,
    /// Consolidated Screening List of the United States.
    UsScreeningCsv,
    /// Consolidated list of the United Nations.
    UnXml,
    /// Consolidated financial sanctions list of the European Union, version 1.1.
    EuXml,
    /// UK Sanctions List.
    UkXml,
    /// FollowTheMoney entities, one a line.
    FtmLines,
    /// Changes to FollowTheMoney entities, one a line.
    FtmDelta,
    /// `targets.simple.csv` of OpenSanctions.
    TargetsCsv,
    /// A table whose columns a mapping names, or that has ours.
    Table,
}

impl ListFormat {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::OfacEntries => "OFAC entries (CSV)",
            Self::OfacAliases => "OFAC aliases (CSV)",
            Self::OfacAddresses => "OFAC addresses (CSV)",
            Self::OfacComments => "OFAC comments (CSV)",
            Self::OfacAdvancedXml => "OFAC Advanced XML",
            Self::OfacVesselsJson => "OFAC vessels (JSON)",
            Self::UsScreeningCsv => "US Consolidated Screening List (CSV)",
            Self::UnXml => "UN XML",
            Self::EuXml => "EU XML 1.1",
            Self::UkXml => "UK XML",
            Self::FtmLines => "FollowTheMoney lines",
            Self::FtmDelta => "FollowTheMoney delta",
            Self::TargetsCsv => "OpenSanctions targets (CSV)",
            Self::Table => "table (CSV)",
        }
    }
}

/// What a file was found to be.
pub(super) enum Found {
    Format(ListFormat),
    /// A table, and the mapping by which it is read.
    Table(Box<Mapping>),
    /// None that is known; with what it seems to be, and what to do.
    Unknown(&'static str),
}

/// Lines of the head that are looked at.
const LINES: usize = 60;

/// What a file is, by its first letters.
pub(super) fn tell(head: &str, whole: bool, mappings: &[Mapping]) -> Found {
    let text = head.trim_start_matches('\u{feff}').trim_start();
    match text.chars().next() {
        None | Some('\u{1a}') => Found::Unknown("there is nothing in it"),
        Some('<') => tell_xml(text),
        Some('{' | '[') => tell_json(text),
        Some(_) => tell_csv(text, whole, mappings),
    }
}

/// By the first element.
fn tell_xml(text: &str) -> Found {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        if rest.starts_with(['?', '!']) {
            // what stands within a comment is no element
            if let Some(comment) = rest.strip_prefix("!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
            }
            continue;
        }
        let name: &str =
            rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or("");
        let local = name.rsplit(':').next().unwrap_or(name);
        return match local {
            "Sanctions" => Found::Format(ListFormat::OfacAdvancedXml),
            "CONSOLIDATED_LIST" => Found::Format(ListFormat::UnXml),
            "export" => Found::Format(ListFormat::EuXml),
            "Designations" => Found::Format(ListFormat::UkXml),
            "sdnList" => Found::Unknown(
                "it is the plain XML of the OFAC: take its Advanced XML, or SDN.CSV with ALT.CSV and ADD.CSV",
            ),
            _ => Found::Unknown(
                "its first element begins no list that is known: lists begin with Sanctions, CONSOLIDATED_LIST, export or Designations",
            ),
        };
    }
    Found::Unknown("it begins like XML, and has no element")
}

/// By the keys of the first object.
fn tell_json(text: &str) -> Found {
    let has = |key: &str| text.contains(key);
    let first = text.lines().next().unwrap_or_default();
    let in_first = |key: &str| first.contains(key);
    if in_first("\"op\"") && in_first("\"entity\"") {
        Found::Format(ListFormat::FtmDelta)
    } else if in_first("\"schema\"") && in_first("\"properties\"") {
        Found::Format(ListFormat::FtmLines)
    } else if has("\"versions\"") && has(".delta.json") {
        Found::Unknown(
            "it is an index of deltas: give the deltas themselves, after the list that they change",
        )
    } else if has("\"vessels\"") && has("\"imo\"") {
        Found::Format(ListFormat::OfacVesselsJson)
    } else {
        Found::Unknown("it is JSON of no known form: FollowTheMoney entities are read, one a line")
    }
}

/// By the head row, or, where there is none, by the number of columns of most rows.
fn tell_csv(text: &str, whole: bool, mappings: &[Mapping]) -> Found {
    let rows = first_rows(text, whole, b',');
    let head = rows.first().map(Vec::as_slice).unwrap_or_default();
    let starts = |names: &[&str]| {
        names.iter().zip(head).filter(|(name, cell)| **name == cell.trim()).count() == names.len()
    };
    let has = |name: &str| head.iter().any(|cell| cell.trim() == name);
    if has("source") && has("entity_number") && has("name") && has("programs") {
        return Found::Format(ListFormat::UsScreeningCsv);
    }
    if starts(&["id", "schema", "name", "aliases"]) {
        return Found::Format(ListFormat::TargetsCsv);
    }
    if let Some(mapping) = mappings.iter().find(|mapping| {
        let row = first_rows(text, whole, mapping.delimiter);
        row.first().is_some_and(|head| mapping.fits(head))
    }) {
        return Found::Table(Box::new(mapping.clone()));
    }
    if let Some(format) = ofac(&rows) {
        return Found::Format(format);
    }
    match Mapping::of_head(head) {
        Some(mapping) => Found::Table(Box::new(mapping)),
        None => Found::Unknown(
            "its columns are those of no list that is known: a mapping (TOML) says what they are, or name them id, kind, name, imo, authority, measure, from, ...",
        ),
    }
}

fn first_rows(text: &str, whole: bool, delimiter: u8) -> Vec<Vec<String>> {
    // the last row may be cut off
    let end = if whole { text.len() } else { text.rfind('\n').map_or(text.len(), |end| end + 1) };
    let mut reader = csv::ReaderBuilder::new();
    let mut reader =
        reader.has_headers(false).flexible(true).delimiter(delimiter).from_reader(&text.as_bytes()[..end]);
    // the mark of the end of a file in old systems is no row
    let blank =
        |row: &csv::StringRecord| row.iter().all(|cell| cell.trim_matches(['\u{1a}', ' ']).is_empty());
    let rows = reader.records().flatten().filter(|row| !blank(row)).take(LINES);
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

/// The files of the OFAC have no head row: each row begins with a number, and their columns are 12, 6, 5 or 2.
fn ofac(rows: &[Vec<String>]) -> Option<ListFormat> {
    let number = |cell: &str| !cell.is_empty() && cell.len() <= 9 && cell.bytes().all(|b| b.is_ascii_digit());
    let numbered = |row: &&Vec<String>| row.first().is_some_and(|cell| number(cell.trim()));
    let shape = |row: &Vec<String>| {
        let second = row.get(1).is_some_and(|cell| number(cell.trim()));
        let alias = row.get(2).is_some_and(|cell| is_alias_type(cell));
        match row.len() {
            12 => Some(ListFormat::OfacEntries),
            6 if second => Some(ListFormat::OfacAddresses),
            5 if second && alias => Some(ListFormat::OfacAliases),
            2 if !second => Some(ListFormat::OfacComments),
            _ => None,
        }
    };
    let shapes: Vec<ListFormat> = rows.iter().filter(numbered).filter_map(shape).collect();
    let all = [
        (ListFormat::OfacEntries, 12),
        (ListFormat::OfacAliases, 5),
        (ListFormat::OfacAddresses, 6),
        (ListFormat::OfacComments, 2),
    ];
    let count = |format: ListFormat| shapes.iter().filter(|shape| **shape == format).count();
    let (most, columns) =
        all.into_iter().max_by_key(|(format, _)| (count(*format), std::cmp::Reverse(*format)))?;
    // other tables of as many columns have a head, and these have none
    let has_head = rows.first().is_some_and(|row| !numbered(&row) && row.len() == columns);
    (!has_head && (count(most) * 2 > rows.len() || count(most) > 2)).then_some(most)
}

pub(super) fn is_alias_type(cell: &str) -> bool {
    matches!(
        cell.trim().to_ascii_lowercase().as_str(),
        "aka" | "fka" | "nka" | "a.k.a." | "f.k.a." | "n.k.a."
    )
}
