//! Bilateral flows of several years.

mod read;

use crate::error::{Error, ErrorKind};
use std::collections::BTreeMap;
use thalweg_core::{Intake, Problem, nearest};
use thalweg_trade::Cube;

/// Bilateral flows of several years, of the same economies and sectors.
///
/// A folder with one CSV file a year, `flows_YYYY.csv` or `flows_YYYY.csv.gz`, columns `importer, exporter, sector, value`:
/// before tariff, domestic sales included, absent is zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// The economies, in the order of every array.
    pub countries: Vec<String>,
    /// The sectors, in the order of every array.
    pub sectors: Vec<String>,
    /// `flows[year][j, n, i]`: what importer n bought of sector j from exporter i.
    pub flows: BTreeMap<i32, Cube>,
    /// What was read, file by file.
    pub intakes: Vec<Intake>,
}

impl Panel {
    /// The flows of a year.
    ///
    /// # Errors
    /// If the panel does not have it; it says which years it has.
    pub fn year(&self, year: i32) -> Result<&Cube, Error> {
        self.flows.get(&year).ok_or_else(|| {
            let years: Vec<String> = self.flows.keys().map(i32::to_string).collect();
            let problem = Problem::new(format!("the panel has no year {year}"));
            Error::one(ErrorKind::Panel, problem.help(format!("it has {}", years.join(", "))))
        })
    }

    /// Checks that there is a year to compare the base with.
    ///
    /// # Errors
    /// If the base year is absent, or is the only one.
    pub fn check_years(&self, base: i32) -> Result<(), Error> {
        self.year(base)?;
        if self.flows.len() > 1 {
            return Ok(());
        }
        let problem = Problem::new(format!("the panel has one year only, {base}"));
        Err(Error::one(ErrorKind::Panel, problem.help("a change needs two: add the flows of another year")))
    }

    /// The flows of a year as a file of a panel; zeros are left out.
    ///
    /// # Errors
    /// As [`Panel::year`].
    pub fn csv(&self, year: i32) -> Result<String, Error> {
        let flows = self.year(year)?;
        let mut text = "importer,exporter,sector,value\n".to_owned();
        for (j, sector) in self.sectors.iter().enumerate() {
            for (n, importer) in self.countries.iter().enumerate() {
                for (exporter, value) in self.countries.iter().zip(flows.row(j, n)).filter(|(_, v)| **v > 0.0)
                {
                    text.push_str(&format!("{importer},{exporter},{sector},{value}\n"));
                }
            }
        }
        Ok(text)
    }

    /// The position of a country.
    ///
    /// # Errors
    /// A problem that names the nearest code.
    pub fn country(&self, code: &str) -> Result<usize, Problem> {
        position(&self.countries, code, "country")
    }

    /// The position of a sector.
    ///
    /// # Errors
    /// A problem that names the nearest code.
    pub fn sector(&self, code: &str) -> Result<usize, Problem> {
        position(&self.sectors, code, "sector")
    }

    /// What importer n bought from exporter i in a year, over some sectors together.
    pub(crate) fn total(cube: &Cube, sectors: &[usize], n: usize, i: usize) -> f64 {
        sectors.iter().map(|j| cube.get(*j, n, i)).sum()
    }
}

fn position(codes: &[String], code: &str, what: &str) -> Result<usize, Problem> {
    codes.iter().position(|known| known == code).ok_or_else(|| {
        let help = match nearest(code, codes.iter().map(String::as_str)) {
            Some(near) => format!("the nearest code is `{near}`"),
            None => format!("it has {}", codes.join(", ")),
        };
        Problem::new(format!("the panel has no {what} `{code}`")).help(help)
    })
}
