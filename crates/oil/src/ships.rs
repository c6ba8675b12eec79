//! A list of ships: the user's own, from sanctions lists, a fleet study or `thalweg sea`.

use crate::baseline::table_file::{Row, TableFile};
use crate::class::Class;
use crate::error::{Error, ErrorKind};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;
use thalweg_core::{Imo, Intake, Problem, Text};

/// A tanker.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Ship {
    /// IMO number.
    pub imo: u32,
    /// Name.
    pub name: String,
    /// Class.
    pub class: Class,
    /// Deadweight, tonnes.
    pub deadweight: f64,
    /// Year in which it was built.
    pub built: Option<i32>,
    /// Part of the year that it carries crude in this trade.
    pub used: f64,
    /// Whether it is on a list already.
    pub designated: bool,
}

/// Ships with what was read and refused.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShipList {
    /// The ships.
    pub ships: Vec<Ship>,
    /// What was read.
    pub intake: Intake,
}

/// Part of a year at work, of all ships.
const AT_WORK: f64 = 0.7;

/// Part of its work that a ship of a class spends on crude where a list says nothing: small ones carry products. An
/// assumption.
fn crude(class: Class) -> f64 {
    match class {
        Class::Handysize | Class::Seawaymax | Class::Panamax => 0.1,
        Class::Aframax => 0.7,
        Class::Suezmax | Class::Vlcc => 0.95,
    }
}

/// Largest file that is read.
const LARGEST: u64 = 64 << 20;

impl ShipList {
    /// Reads a CSV file.
    ///
    /// # Errors
    /// A file that cannot be read, and columns that say neither ship nor class.
    pub fn open(path: &str) -> Result<Self, Error> {
        let unreadable = |error: std::io::Error| {
            Error::one(ErrorKind::File, Problem::new(format!("`{path}` cannot be read: {error}")))
        };
        if std::fs::metadata(Path::new(path)).map_err(unreadable)?.len() > LARGEST {
            return Err(Error::one(ErrorKind::File, Problem::new(format!("`{path}` is larger than 64 MiB"))));
        }
        let bytes = std::fs::read(path).map_err(unreadable)?;
        let text = Text::from_bytes(path, &bytes).map_err(|problem| Error::one(ErrorKind::File, problem))?;
        Self::parse(&text)
    }

    /// Reads a CSV text with the columns `imo, class` and any of `name, deadweight, built, used, designated`; the columns
    /// of the fleet study (`vessel_imo, vessel_name, tanker_size, buildyear`) are understood as well. A ship that is not
    /// understood is refused and counted; none understood is an error.
    ///
    /// # Errors
    /// As [`ShipList::open`].
    pub fn parse(text: &Text) -> Result<Self, Error> {
        let names = if text.content().lines().next().unwrap_or("").contains("vessel_imo") {
            Columns { imo: "vessel_imo", name: "vessel_name", class: "tanker_size", built: "buildyear" }
        } else {
            Columns { imo: "imo", name: "name", class: "class", built: "built" }
        };
        let allowed = [names.name, names.built, "deadweight", "used", "designated"];
        let file = TableFile::read(text, &[names.imo, names.class], &allowed);
        let header_wrong = file.problems.iter().any(|problem| problem.message.contains("column"));
        if header_wrong {
            return Err(Error::new(ErrorKind::File, file.problems));
        }
        let mut list = Self { ships: Vec::new(), intake: Intake::new(text.file()) };
        // rows of another length than the header were refused by the table itself
        list.intake.refusals = file.intake.refusals.clone();
        let mut seen = BTreeSet::new();
        for row in file.rows() {
            match ship(&row, &names) {
                Ok(ship) if !seen.insert(ship.imo) => {
                    list.intake.refuse("a ship that stands twice", row.place.clone());
                }
                Ok(ship) => {
                    list.intake.accept();
                    list.ships.push(ship);
                }
                Err(problem) => list.intake.refuse(problem.message, row.place.clone()),
            }
        }
        if list.ships.is_empty() {
            let problem = Problem::new(format!("`{}` has no ship that is understood", text.file()));
            let mut problems: Vec<Problem> = list.intake.problems().collect();
            problems.insert(0, problem);
            return Err(Error::new(ErrorKind::File, problems));
        }
        Ok(list)
    }
}

struct Columns {
    imo: &'static str,
    name: &'static str,
    class: &'static str,
    built: &'static str,
}

fn ship(row: &Row<'_>, names: &Columns) -> Result<Ship, Problem> {
    let imo: Option<Imo> = row.text(names.imo).parse().ok();
    let imo = imo.ok_or_else(|| row.problem("an IMO number that is none".to_owned()))?;
    let class = Class::of_word(row.text(names.class));
    let class = class.ok_or_else(|| row.problem("a class of ship that is not known".to_owned()))?;
    let built = row.number(names.built).map_err(|_| row.problem("a year that is none".to_owned()))?;
    let part = |column: &str, other: f64| {
        row.within_or(column, 0.0, 1.0, other)
            .map_err(|_| row.problem(format!("`{column}` is not between 0 and 1")))
    };
    Ok(Ship {
        imo: imo.number(),
        name: row.text(names.name).to_owned(),
        class,
        deadweight: row
            .within_or("deadweight", 1000.0, 600_000.0, class.deadweight())
            .map_err(|_| row.problem("a deadweight that no tanker has".to_owned()))?,
        built: built.map(|year| year as i32),
        used: part("used", AT_WORK * crude(class))?,
        designated: row
            .word(
                "designated",
                &[("", false), ("no", false), ("yes", true), ("false", false), ("true", true)],
            )
            .map_err(|_| row.problem("`designated` is neither yes nor no".to_owned()))?,
    })
}
