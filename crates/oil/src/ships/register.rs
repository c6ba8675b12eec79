//! What several files say of the same ships, put together.

use super::size::{class_of_deadweight, class_of_size};
use super::{Ship, ShipList, header};
use crate::baseline::table_file::{Row, TableFile};
use crate::class::Class;
use crate::error::{Error, ErrorKind};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use thalweg_core::{Imo, Intake, Problem, Text};

/// A ship of which no class is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Unclassed {
    /// IMO number.
    pub imo: u32,
    /// Name, where a file tells it.
    pub name: String,
}

/// What is known of a ship.
#[derive(Debug, Clone, Default)]
struct Known {
    imo: u32,
    name: String,
    class: Option<Class>,
    deadweight: Option<f64>,
    length: Option<f64>,
    beam: Option<f64>,
    built: Option<i32>,
    used: Option<f64>,
    designated: bool,
}

/// Ships in the order in which they first came.
#[derive(Debug, Default)]
pub(super) struct Register {
    ships: Vec<Known>,
    places: BTreeMap<u32, usize>,
    radios: BTreeMap<String, BTreeSet<u32>>,
    files: Vec<Intake>,
}

/// What a column may be called.
const IMO: [&str; 2] = ["imo", "vessel_imo"];
const NAME: [&str; 2] = ["name", "vessel_name"];
const CLASS: [&str; 2] = ["class", "tanker_size"];
const BUILT: [&str; 2] = ["built", "buildyear"];
const LENGTH: [&str; 2] = ["length_metres", "length"];
const BEAM: [&str; 3] = ["beam_metres", "width_metres", "beam"];
const OTHERS: [&str; 6] = ["deadweight", "used", "designated", "mmsi", "segment", "ship_type"];
/// Columns of a fleet study and of `thalweg sea` that say nothing of what is asked here.
const PASSED_OVER: [&str; 6] = ["flag", "start", "end", "positions", "start_date", "end_date"];

/// Which of its names each column has in a file.
struct Columns {
    imo: &'static str,
    name: &'static str,
    class: &'static str,
    built: &'static str,
    length: &'static str,
    beam: &'static str,
    /// Whether a ship may stand several times, once for each radio.
    by_radio: bool,
}

impl Columns {
    fn of(has: &dyn Fn(&str) -> bool) -> Self {
        let called = |names: &[&'static str]| {
            names.iter().find(|name| has(name)).or(names.first()).copied().unwrap_or_default()
        };
        Self {
            imo: called(&IMO),
            name: called(&NAME),
            class: called(&CLASS),
            built: called(&BUILT),
            length: called(&LENGTH),
            beam: called(&BEAM),
            by_radio: has("mmsi"),
        }
    }

    fn allowed(&self) -> Vec<&'static str> {
        let own = [self.name, self.class, self.built, self.length, self.beam];
        own.into_iter().chain(OTHERS).chain(PASSED_OVER).collect()
    }
}

impl Register {
    /// Takes in what a file says.
    pub(super) fn read(&mut self, text: &Text) -> Result<(), Error> {
        let header = header(text);
        let has = |column: &str| header.iter().any(|name| name == column);
        let columns = Columns::of(&has);
        let file = TableFile::read(text, &[columns.imo], &columns.allowed());
        let mut problems = file.problems.clone();
        problems.retain(|problem| problem.message.contains("column"));
        let telling = [columns.class, "deadweight", columns.length, "mmsi"];
        if problems.is_empty() && !telling.iter().any(|column| has(column)) {
            let problem = Problem::new(format!("`{}` says nothing of the class of ships", text.file()));
            problems.push(problem.help("columns are imo and one of class, deadweight, length_metres, mmsi"));
        }
        if !problems.is_empty() {
            return Err(Error::new(ErrorKind::File, problems));
        }
        let mut intake = Intake::new(text.file());
        // rows of another length than the header were refused by the table itself
        intake.refusals = file.intake.refusals.clone();
        let mut seen = BTreeSet::new();
        for row in file.rows() {
            match known(&row, &columns) {
                Ok(ship) if !seen.insert(ship.imo) && !columns.by_radio => {
                    intake.refuse("a ship that stands twice", row.place.clone());
                }
                Ok(ship) => {
                    intake.accept();
                    if let Some(radio) = radio(&row) {
                        self.radios.entry(radio).or_default().insert(ship.imo);
                    }
                    self.take(ship);
                }
                Err(problem) => intake.refuse(problem.message, row.place.clone()),
            }
        }
        self.files.push(intake);
        Ok(())
    }

    fn take(&mut self, new: Known) {
        let place = *self.places.entry(new.imo).or_insert_with(|| {
            self.ships.push(Known { imo: new.imo, ..Known::default() });
            self.ships.len() - 1
        });
        let Some(ship) = self.ships.get_mut(place) else { return };
        if ship.name.is_empty() {
            ship.name = new.name;
        }
        ship.class = ship.class.or(new.class);
        ship.deadweight = ship.deadweight.or(new.deadweight);
        // length and beam of one source belong together
        if ship.length.is_none() {
            (ship.length, ship.beam) = (new.length, new.beam);
        }
        ship.built = ship.built.or(new.built);
        ship.used = ship.used.or(new.used);
        ship.designated |= new.designated;
    }

    pub(super) fn finish(self) -> ShipList {
        let mut list = ShipList {
            ships: Vec::new(),
            files: self.files,
            classed_by_size: BTreeSet::new(),
            of_no_class: Vec::new(),
            radios: self.radios,
        };
        for known in self.ships {
            let told = known.class.or_else(|| class_of_deadweight(known.deadweight?));
            let by_size = || class_of_size(known.length?, known.beam);
            // a ship whose deadweight is too small for any class is not made larger by its length
            let class = told.or_else(|| by_size().filter(|_| known.deadweight.is_none()));
            match class {
                Some(class) => {
                    if told.is_none() {
                        list.classed_by_size.insert(known.imo);
                    }
                    list.ships.push(known.ship(class));
                }
                None => list.of_no_class.push(Unclassed { imo: known.imo, name: known.name }),
            }
        }
        list
    }
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

impl Known {
    fn ship(self, class: Class) -> Ship {
        Ship {
            imo: self.imo,
            name: if self.name.is_empty() { format!("IMO {}", self.imo) } else { self.name },
            class,
            deadweight: self.deadweight.unwrap_or_else(|| class.deadweight()),
            built: self.built,
            used: self.used.unwrap_or_else(|| AT_WORK * crude(class)),
            designated: self.designated,
        }
    }
}

/// The radio of a row as `thalweg sea` writes it: `636001234`, or `636001234/1` for the second ship of a number.
fn radio(row: &Row<'_>) -> Option<String> {
    let number: u32 = row.text("mmsi").parse().ok()?;
    match row.text("segment") {
        "" | "0" => Some(format!("{number:09}")),
        segment => Some(format!("{number:09}/{segment}")),
    }
}

fn known(row: &Row<'_>, columns: &Columns) -> Result<Known, Problem> {
    if row.text(columns.imo).is_empty() {
        return Err(row.problem("no IMO number".to_owned()));
    }
    let imo: Option<Imo> = row.text(columns.imo).parse().ok();
    let imo = imo.ok_or_else(|| row.problem("an IMO number that is none".to_owned()))?;
    // ITU-R M.1371-5, table 53: 80 to 89 are tankers
    let kind = row.text("ship_type");
    let is_tanker = kind.len() == 2 && kind.starts_with('8');
    if !kind.is_empty() && !is_tanker {
        return Err(row.problem("no tanker, by its own word".to_owned()));
    }
    let within = |column: &str, low: f64, high: f64, wrong: &str| match row.text(column) {
        "" => Ok(None),
        _ => row.within(column, low, high).map(Some).map_err(|_| row.problem(wrong.to_owned())),
    };
    let class = match row.text(columns.class) {
        "" => None,
        word => {
            let class = Class::of_word(word);
            Some(class.ok_or_else(|| row.problem("a class of ship that is not known".to_owned()))?)
        }
    };
    Ok(Known {
        imo: imo.number(),
        name: row.text(columns.name).to_owned(),
        class,
        deadweight: within("deadweight", 1000.0, 600_000.0, "a deadweight that no tanker has")?,
        length: within(columns.length, 20.0, 460.0, "a length that no tanker has")?,
        beam: within(columns.beam, 4.0, 80.0, "a beam that no tanker has")?,
        built: within(columns.built, 1900.0, 2100.0, "a year that is none")?.map(|year| year as i32),
        used: within("used", 0.0, 1.0, "`used` is not between 0 and 1")?,
        designated: row
            .word(
                "designated",
                &[("", false), ("no", false), ("yes", true), ("false", false), ("true", true)],
            )
            .map_err(|_| row.problem("`designated` is neither yes nor no".to_owned()))?,
    })
}
