//! `countries.csv`: the economies of a baseline.

use super::Country;
use super::codes::Codes;
use super::refusals::{Refusals, Wrong};
use super::table_file::{Layout, Row, TableFile};

/// The columns of `countries.csv`.
pub(super) const LAYOUT: Layout =
    Layout { required: &["country", "name"], optional: &["group", "gdp", "population"], prefix: None };

/// Reads the countries.
pub(super) fn countries(table: &TableFile) -> (Vec<Country>, Codes, Refusals) {
    let mut codes = Codes::default();
    let mut countries = Vec::new();
    let mut offsets = Vec::new();
    let refusals = table.rows(|row| {
        let code = new_code(table, row, "country", &codes, &offsets)?;
        codes.add(&code); // even if the rest of the row is wrong: other files may name it
        offsets.push(row.offset);
        countries.push(country(table, row, &code)?);
        Ok(())
    });
    (countries, codes, refusals)
}

fn country(table: &TableFile, row: Row<'_>, code: &str) -> Result<Country, Wrong<'static>> {
    Ok(Country {
        code: code.to_owned(),
        name: word_or(row.text(table.column("name")), code),
        group: word(row.text(table.column("group"))),
        gdp: not_negative(table, row, "gdp")?,
        population: not_negative(table, row, "population")?,
    })
}

fn not_negative(table: &TableFile, row: Row<'_>, name: &'static str) -> Result<Option<f64>, Wrong<'static>> {
    let column = table.column(name);
    match row.number(column)? {
        Some(value) if value < 0.0 => {
            Err(Wrong::new("a negative number", format!("`{name}` is negative: {value}"))
                .cell(column.unwrap_or_default()))
        }
        value => Ok(value),
    }
}

/// The code of a row, if it is one and no row above has it.
pub(super) fn new_code(
    table: &TableFile,
    row: Row<'_>,
    kind: &'static str,
    codes: &Codes,
    offsets: &[usize],
) -> Result<String, Wrong<'static>> {
    let column = table.required(kind);
    let code = row.text(Some(column));
    if let Some(why) = unfit_code(code) {
        return Err(
            Wrong::new("a code that is none", format!("`{code}` cannot be a code: {why}")).cell(column)
        );
    }
    match codes.position(code).and_then(|position| offsets.get(position)) {
        None => Ok(code.to_owned()),
        Some(&first) => {
            let line = table.line(first);
            Err(Wrong::new("duplicate row", format!("{kind} `{code}` stands in line {line} already"))
                .cell(column))
        }
    }
}

/// Why a word cannot be the code of a country or sector.
pub(super) fn unfit_code(code: &str) -> Option<&'static str> {
    if code.is_empty() {
        Some("it is empty")
    } else if code == "*" {
        Some("`*` means all")
    } else if code.trim() != code || code.chars().any(char::is_control) {
        Some("it has blanks around it or characters that are no letters")
    } else {
        None
    }
}

/// A word, or nothing where there is none.
pub(super) fn word(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A word, or another where there is none.
pub(super) fn word_or(text: &str, other: &str) -> String {
    word(text).unwrap_or_else(|| other.to_owned())
}
