//! Declared origin against inferred origin.

use super::{Origin, OriginRules};
use crate::event::as_timestamp;
use crate::table::iso_time;
use serde::Serialize;
use std::io::Read;
use thalweg_core::{Imo, Intake, Place};

/// What papers say of a cargo.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Declaration {
    /// IMO number of the ship that discharged it, where given.
    pub imo: Option<Imo>,
    /// Radio number of that ship, where given.
    pub mmsi: Option<u32>,
    /// Time of the discharge, milliseconds since 1970, UTC; of a day its end.
    #[serde(serialize_with = "as_timestamp")]
    pub time: i64,
    /// Where it was discharged, as the papers say.
    pub place: String,
    /// Declared origin: a country or a place.
    pub origin: String,
    /// Line in the file.
    pub line: usize,
}

/// Why declarations cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeclarationError {
    /// The bytes are no CSV, or cannot be read.
    #[error("the declarations cannot be read: {0}")]
    Csv(#[from] csv::Error),
    /// A column is missing.
    #[error("no column `{0}`: declarations have the columns imo or mmsi, discharged, place, origin")]
    Column(&'static str),
}

#[derive(serde::Deserialize)]
struct Row {
    #[serde(default)]
    imo: String,
    #[serde(default)]
    mmsi: String,
    discharged: String,
    #[serde(default)]
    place: String,
    origin: String,
}

/// Reads declarations: CSV with the columns `imo` or `mmsi` (or both), `discharged` (a day or a time), `place` (may be empty), `origin`. What is
/// wrong with a row is in the intake.
///
/// ```
/// use thalweg_sea::origin::read_declarations;
/// let table = "imo,discharged,place,origin\n9776755,2022-04-02,Dongjiakou,Malaysia\n9776754,2022-04-02,,Malaysia\n";
/// let (declared, intake) = read_declarations(table.as_bytes(), "papers.csv")?;
/// assert_eq!((declared.len(), intake.refused()), (1, 1)); // the second number has a wrong check digit
/// # Ok::<(), thalweg_sea::origin::DeclarationError>(())
/// ```
///
/// # Errors
/// [`DeclarationError`]: no CSV, or a column is missing.
pub fn read_declarations<R: Read>(
    bytes: R,
    file: &str,
) -> Result<(Vec<Declaration>, Intake), DeclarationError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(bytes);
    let head = reader.headers()?.clone();
    let has = |column: &str| head.iter().any(|name| name == column);
    if !has("imo") && !has("mmsi") {
        return Err(DeclarationError::Column("imo"));
    }
    if let Some(missing) = ["discharged", "origin"].into_iter().find(|column| !has(column)) {
        return Err(DeclarationError::Column(missing));
    }
    let (mut declared, mut intake) = (Vec::new(), Intake::new(file));
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, |position| position.line() as usize);
        let row = record.deserialize(Some(&head)).map_err(|_| "a row lacks cells");
        match row.and_then(|row| declaration(row, line)) {
            Ok(row) => {
                intake.accept();
                declared.push(row);
            }
            Err(reason) => {
                let text = record.iter().collect::<Vec<_>>().join(",");
                intake.refuse(reason, Place::new(file, line, &text));
            }
        }
    }
    Ok((declared, intake))
}

fn declaration(row: Row, line: usize) -> Result<Declaration, &'static str> {
    let imo: Option<Imo> = match row.imo.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| "no IMO number: seven digits, the last of which checks")?),
    };
    let mmsi = match row.mmsi.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| "no MMSI: nine digits")?),
    };
    if imo.is_none() && mmsi.is_none() {
        return Err("neither an IMO number nor an MMSI");
    }
    if row.origin.is_empty() {
        return Err("no declared origin");
    }
    let time = iso_time(&row.discharged).ok_or("no time: write it as 2022-04-02 or 2022-04-02T06:00:00Z")?;
    let whole_day = row.discharged.len() <= 10;
    let time = if whole_day { time + crate::civil::DAY - 1 } else { time };
    Ok(Declaration { imo, mmsi, time, place: row.place, origin: row.origin, line })
}

/// What the record makes of a declared origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The record leads there.
    Consistent,
    /// The record leads elsewhere, and little of it is unknown.
    Inconsistent,
    /// Too much is unknown, or it leads to several places.
    CannotTell,
}

/// A declared origin beside the inferred one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judgement {
    /// What was declared.
    pub declared: Declaration,
    /// What the record says; none where the ship is not in it at that time.
    pub origin: Option<Origin>,
    /// Probability that the cargo was loaded where it was declared.
    pub probability: f64,
    /// Probability that nobody can tell where.
    pub unknown: f64,
    /// In one word.
    pub verdict: Verdict,
}

/// Holds a declaration against what the record says of the cargo. A declared origin names a place or a country, in any letters.
///
/// A cargo whose papers name the country where it was handed over or blended is not for that mis-declared: rules of origin differ, and the record
/// says only where it was loaded from the shore.
pub fn compare(declared: &Declaration, origin: Option<&Origin>, rules: &OriginRules) -> Judgement {
    let same = |name: &str| !name.is_empty() && name.to_lowercase() == declared.origin.trim().to_lowercase();
    let probability = origin.map_or(0.0, |origin| {
        let there = origin.loadings.iter().filter(|loading| same(&loading.place) || same(&loading.country));
        there.map(|loading| loading.probability).sum()
    });
    let unknown = origin.map_or(1.0, |origin| origin.unknown);
    let verdict = if probability >= rules.consistent {
        Verdict::Consistent
    } else if probability + unknown <= rules.inconsistent {
        Verdict::Inconsistent
    } else {
        Verdict::CannotTell
    };
    Judgement { declared: declared.clone(), origin: origin.cloned(), probability, unknown, verdict }
}
