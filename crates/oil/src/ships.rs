//! Lists of ships: the user's own, from a fleet study or `thalweg sea`, narrowed to those that carried, marked where they are on sanctions lists.

mod carried;
mod listed;
mod register;
mod size;

pub use carried::{Cargoes, Carried, CarriedBy};
pub use listed::{Designated, Listed, OnList};
pub use register::Unclassed;

use crate::class::Class;
use crate::error::{Error, ErrorKind};
use register::Register;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use thalweg_core::{Intake, Problem, Text};

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
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ShipList {
    /// The ships.
    #[serde(skip)]
    pub ships: Vec<Ship>,
    /// What was read of each file.
    pub files: Vec<Intake>,
    /// IMO numbers of ships whose class comes from their length and beam, as tankers are usually built: an assumption.
    pub classed_by_size: BTreeSet<u32>,
    /// Ships of which no file tells class, deadweight or length, or that are smaller than any class: they are no part of the fleet.
    pub of_no_class: Vec<Unclassed>,
    /// The radio numbers under which ships were heard: numbers of hulls by number of a radio, as `thalweg sea` writes it.
    #[serde(skip)]
    radios: BTreeMap<String, BTreeSet<u32>>,
}

/// A fleet, and how it came about.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Muster {
    /// What was read.
    #[serde(flatten)]
    pub list: ShipList,
    /// What became of the ships that carried, where that was asked.
    pub carried: Option<Carried>,
    /// What each list has of the fleet.
    pub lists: Vec<OnList>,
    /// The ships of the fleet that are on lists.
    pub designated: Vec<Designated>,
}

/// Largest file that is read.
const LARGEST: u64 = 64 << 20;

/// A file as a text.
fn text(path: &str) -> Result<Text, Error> {
    let unreadable = |error: std::io::Error| {
        Error::one(ErrorKind::File, Problem::new(format!("`{path}` cannot be read: {error}")))
    };
    if std::fs::metadata(Path::new(path)).map_err(unreadable)?.len() > LARGEST {
        return Err(Error::one(ErrorKind::File, Problem::new(format!("`{path}` is larger than 64 MiB"))));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    Text::from_bytes(path, &bytes).map_err(|problem| Error::one(ErrorKind::File, problem))
}

/// The names of the columns of a CSV text.
fn header(text: &Text) -> Vec<String> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.content().as_bytes());
    reader.headers().map_or_else(|_| Vec::new(), |header| header.iter().map(str::to_owned).collect())
}

impl ShipList {
    /// Reads CSV files. Of a ship that stands in several the first that tells something counts.
    ///
    /// # Errors
    /// As [`ShipList::parse`]; a file that cannot be read.
    pub fn open(paths: &[String]) -> Result<Self, Error> {
        let texts = paths.iter().map(|path| text(path)).collect::<Result<Vec<_>, _>>()?;
        Self::parse(&texts)
    }

    /// Reads CSV texts with the column `imo` and any of `name, class, deadweight, length_metres, beam_metres, mmsi, segment,
    /// built, used, designated`. The columns of a fleet study (`vessel_imo, vessel_name, tanker_size, buildyear`) and those of the table `ships` of
    /// `thalweg sea events` are understood as well.
    ///
    /// A class that is not told comes from the deadweight; where that is not told either, from length and beam. A row that is not
    /// understood is refused and counted.
    ///
    /// # Errors
    /// Columns that do not say which ship, or nothing of its class and radio; no ship that is understood.
    ///
    /// ```
    /// use thalweg_core::Text;
    /// use thalweg_oil::{Class, ShipList};
    /// let fleet = Text::new("fleet.csv", "imo,name,class\n9074729,INVENTED,aframax\n");
    /// let heard = Text::new("ships.csv", "imo,mmsi,length_metres\n9074729,636001234,243\n9176187,636001235,274\n");
    /// let list = ShipList::parse(&[fleet, heard])?;
    /// assert_eq!((list.ships.len(), list.classed_by_size.len()), (2, 1));
    /// assert_eq!((list.ships[0].class, list.ships[1].class), (Class::Aframax, Class::Suezmax));
    /// # Ok::<(), thalweg_oil::Error>(())
    /// ```
    pub fn parse(texts: &[Text]) -> Result<Self, Error> {
        let mut register = Register::default();
        for text in texts {
            register.read(text)?;
        }
        let list = register.finish();
        if list.ships.is_empty() && list.of_no_class.is_empty() {
            let names: Vec<String> = list.files.iter().map(|file| format!("`{}`", file.file)).collect();
            let mut problems: Vec<Problem> = list.files.iter().flat_map(Intake::problems).collect();
            problems
                .insert(0, Problem::new(format!("{} has no ship that is understood", names.join(" and "))));
            return Err(Error::new(ErrorKind::File, problems));
        }
        Ok(list)
    }

    /// Rows that were accepted, of all files.
    pub fn accepted(&self) -> usize {
        self.files.iter().map(|file| file.accepted).sum()
    }
}
