//! The inter-area matrix of crude in a workbook of the Statistical Review of World Energy (Energy Institute, before 2023 BP).
//!
//! The sheet `Oil - Inter-area movements` holds a title with the year, a row that begins with `Crude (million tonnes)` and goes on with
//! the destinations and `Total`, a row for each origin, and `Total imports`. A second block, for products, is not read. The
//! totals are what a misread number would break, so every row and every column must meet its own.

mod matrix;
mod package;
mod sheet;
mod xml;

use crate::error::{Error, ErrorKind};
use crate::movements::{Movements, Wanted};
use package::Package;
use thalweg_core::{Problem, nearest};

/// Whether bytes begin as an archive does.
pub(crate) fn is_archive(bytes: &[u8]) -> bool {
    matches!(bytes, [b'P', b'K', third, ..] if *third < b' ')
}

/// Reads the matrix of crude.
pub(crate) fn read(file: &str, bytes: &[u8], wanted: &Wanted) -> Result<Movements, Error> {
    let refuse = |problem| Error::one(ErrorKind::File, problem);
    let mut package = Package::open(file, bytes).map_err(refuse)?;
    let names: Vec<&str> = package.sheets().collect();
    let name = match &wanted.sheet {
        Some(asked) => asked_sheet(file, &names, asked),
        None => likely_sheet(file, &names),
    };
    let name = name.map_err(refuse)?.to_owned();
    let sheet = package.sheet(&name).map_err(refuse)?;
    matrix::read(&sheet, wanted.year).map_err(|problems| Error::new(ErrorKind::File, problems))
}

/// The sheet that a user named; blanks around it and its case do not matter.
fn asked_sheet<'a>(file: &str, names: &[&'a str], asked: &str) -> Result<&'a str, Problem> {
    let same = |name: &&&str| name.trim().eq_ignore_ascii_case(asked.trim());
    names.iter().find(same).copied().ok_or_else(|| {
        let problem = Problem::new(format!("`{file}` has no sheet `{}`", asked.trim()));
        match nearest(asked, names.iter().copied()) {
            Some(near) => problem.help(format!("the nearest known word is `{near}`")),
            None => problem.help(listed(names)),
        }
    })
}

/// The sheet whose name speaks of movements of oil between areas.
fn likely_sheet<'a>(file: &str, names: &[&'a str]) -> Result<&'a str, Problem> {
    let likely: Vec<&str> = names.iter().copied().filter(|name| is_likely(name)).collect();
    match likely[..] {
        [one] => Ok(one),
        [] => {
            let message = format!("`{file}` has no sheet `Oil - Inter-area movements`");
            Err(Problem::new(message).help(listed(names)))
        }
        _ => {
            let message = format!("`{file}` has several sheets of movements: {}", quoted(&likely));
            Err(Problem::new(message).help("name one of them"))
        }
    }
}

fn is_likely(name: &str) -> bool {
    let name = name.to_lowercase();
    let others = ["coal", "gas", "lng", "product"];
    (name.contains("inter-area") || name.contains("inter area")) && !others.iter().any(|o| name.contains(o))
}

/// Sheets that are named in a sentence.
const NAMED: usize = 8;

fn listed(names: &[&str]) -> String {
    let more = if names.len() > NAMED { ", and more" } else { "" };
    let shown = &names[..names.len().min(NAMED)];
    format!("name the sheet that has it; this workbook has: {}{more}", quoted(shown))
}

fn quoted(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
