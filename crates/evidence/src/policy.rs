//! The tariffs that came: additions by importer, exporter and sector.

use crate::error::{Error, ErrorKind};
use crate::panel::Panel;
use crate::table_file::{Layout, TableFile};
use std::collections::BTreeMap;
use std::path::Path;
use thalweg_core::{Intake, Problem};

const LAYOUT: Layout = Layout { required: &["importer", "exporter", "sector", "add"], optional: &[] };

/// Additional tariffs as fractions: 0.25 is 25 points on top of the tariff of the base.
///
/// A file has the columns `importer, exporter, sector, add`; several files are laid together, and must not name one cell twice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    /// `(importer, exporter, sector)` to addition, by code.
    pub additions: BTreeMap<(String, String, String), f64>,
    /// What was read, file by file.
    pub intakes: Vec<Intake>,
}

impl Policy {
    /// Reads files.
    ///
    /// # Errors
    /// For every file and row that cannot be understood.
    pub fn read<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> Result<Self, Error> {
        let (mut policy, mut problems) = (Self::default(), Vec::new());
        for path in paths {
            let read = TableFile::open(path.as_ref()).map_err(|problem| vec![problem]);
            if let Err(wrong) = read.and_then(|file| policy.take(&file)) {
                problems.extend(wrong);
            }
        }
        if problems.is_empty() { Ok(policy) } else { Err(Error::new(ErrorKind::Policy, problems)) }
    }

    /// Reads a text; `name` is its name in errors.
    ///
    /// # Errors
    /// As [`Policy::read`].
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let mut policy = Self::default();
        let taken = policy.take(&TableFile::new(name, text));
        taken.map(|()| policy).map_err(|problems| Error::new(ErrorKind::Policy, problems))
    }

    fn take(&mut self, file: &TableFile) -> Result<(), Vec<Problem>> {
        let intake = file.all_rows(&LAYOUT, |row| {
            let (importer, exporter, sector) = (row.code(0)?, row.code(1)?, row.code(2)?);
            let add = row.number(3)?;
            if importer == exporter {
                return Err("importer and exporter are the same".to_owned());
            }
            if add <= -1.0 {
                return Err("an addition at or below -1: write fractions, 0.25 for 25 points".to_owned());
            }
            let key = (importer.to_owned(), exporter.to_owned(), sector.to_owned());
            match self.additions.insert(key, add) {
                Some(_) => Err("this cell stands twice".to_owned()),
                None => Ok(()),
            }
        })?;
        self.intakes.push(intake);
        Ok(())
    }

    /// As a file.
    pub fn csv(&self) -> String {
        let mut text = "importer,exporter,sector,add\n".to_owned();
        for ((importer, exporter, sector), add) in &self.additions {
            text.push_str(&format!("{importer},{exporter},{sector},{add}\n"));
        }
        text
    }

    /// The importers that add anything, in the order of their codes: the sides.
    pub fn sides(&self) -> Vec<String> {
        let mut sides: Vec<String> = Vec::new();
        for ((importer, _, _), add) in &self.additions {
            if *add != 0.0 && sides.last() != Some(importer) {
                sides.push(importer.clone());
            }
        }
        sides
    }

    /// Every cell by position in a panel: sector, importer, exporter, addition.
    ///
    /// # Errors
    /// For every code that the panel does not have.
    pub(crate) fn cells(&self, panel: &Panel) -> Result<Vec<(usize, usize, usize, f64)>, Error> {
        let (mut cells, mut problems) = (Vec::new(), Vec::new());
        let mut note = |problem: Problem| {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
            None
        };
        for ((importer, exporter, sector), add) in &self.additions {
            let n = panel.country(importer).map_or_else(&mut note, Some);
            let i = panel.country(exporter).map_or_else(&mut note, Some);
            let j = panel.sector(sector).map_or_else(&mut note, Some);
            if let (Some(j), Some(n), Some(i)) = (j, n, i) {
                cells.push((j, n, i, *add));
            }
        }
        if problems.is_empty() { Ok(cells) } else { Err(Error::new(ErrorKind::Policy, problems)) }
    }
}
