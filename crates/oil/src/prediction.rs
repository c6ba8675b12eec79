//! Who buys from whom after an embargo: the matrix of an earlier year, totals of the later one, and discounts.
//!
//! The refiners of a place choose between grades that substitute for each other with an elasticity σ. A discount δ in a
//! price p makes a grade (1 − δ/p)^(−σ) times as attractive to the buyer who gets it. So the prior of a cell is what the
//! pair traded before, times that; cells under embargo are what is known of them, or zero. The matrix nearest to the prior
//! with the known totals ([`crate::balance`]) sends displaced oil where it substitutes best: buyers who embargo draw on
//! all others in proportion to what they bought there. Discounts and σ come from published prices and trade estimates;
//! no flow of the later year but the totals and the embargo cells enters.

use crate::baseline::table_file::TableFile;
use crate::error::{Error, ErrorKind};
use crate::matrix::balance;
use crate::movements::Movements;
use serde::Serialize;
use thalweg_core::{Problem, Text, nearest};

/// Totals of a later year, million tonnes, and cells of it that are known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Totals {
    /// By origin.
    pub exports: Vec<(String, f64)>,
    /// By destination.
    pub imports: Vec<(String, f64)>,
    /// Origin, destination, amount.
    pub known: Vec<(String, String, f64)>,
}

/// A buyer's discount.
#[derive(Debug, Clone, PartialEq)]
pub struct Discount {
    /// Origin.
    pub origin: String,
    /// Destination.
    pub destination: String,
    /// Dollars a barrel below what others pay for the same.
    pub value: f64,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// Pairs that stop trading, origin and destination; cells of them that the totals know hold.
    pub embargo: Vec<(String, String)>,
    /// Discounts.
    pub discounts: Vec<Discount>,
    /// Price that the discounts are off, dollars a barrel.
    pub price: f64,
    /// Elasticity of substitution between origins.
    pub substitution: f64,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Prediction {
    /// By origin and destination, only what is not zero before or after.
    pub rows: Vec<PredictedRow>,
    /// Largest difference from a total, in parts of the sum.
    pub residual: f64,
    /// How much the totals by destination had to be scaled to sum to those by origin.
    pub imports_scaled_by: f64,
}

/// One cell, million tonnes.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct PredictedRow {
    /// Origin.
    pub origin: String,
    /// Destination.
    pub destination: String,
    /// In the earlier year.
    pub before: f64,
    /// In the later year.
    pub after: f64,
    /// Whether it was known.
    pub known: bool,
}

/// A buyer or a seller without any earlier partner has a total all the same: its prior is what all others sell or buy.
fn with_newcomers(mut prior: Vec<Vec<f64>>, exports: &[f64], imports: &[f64]) -> Vec<Vec<f64>> {
    for (d, _) in imports.iter().enumerate().filter(|(_, total)| **total > 0.0) {
        if prior.iter().all(|row| row[d] <= 0.0) {
            prior.iter_mut().zip(exports).for_each(|(row, export)| row[d] = *export);
        }
    }
    for (row, _) in prior.iter_mut().zip(exports).filter(|(_, total)| **total > 0.0) {
        if row.iter().all(|cell| *cell <= 0.0) {
            row.copy_from_slice(imports);
        }
    }
    prior
}

impl Totals {
    /// Reads totals: `what, from, to, million_tonnes`, where `what` is `exports of origin`, `imports of destination` or
    /// `embargo cell`.
    ///
    /// # Errors
    /// Columns that are missing, words that are not known, numbers that are none or negative.
    pub fn parse(text: &Text) -> Result<Self, Error> {
        let mut file = TableFile::read(text, &["what", "from", "to", "million_tonnes"], &["year"]);
        let mut problems = std::mem::take(&mut file.problems);
        let mut totals = Self { exports: Vec::new(), imports: Vec::new(), known: Vec::new() };
        let words = [("exports of origin", 0), ("imports of destination", 1), ("embargo cell", 2)];
        for row in file.rows() {
            let value = row.within("million_tonnes", 0.0, f64::INFINITY);
            match row.word("what", &words).and_then(|what| Ok((what, value?))) {
                Ok((0, value)) => totals.exports.push((row.text("from").to_owned(), value)),
                Ok((1, value)) => totals.imports.push((row.text("to").to_owned(), value)),
                Ok((_, value)) => {
                    totals.known.push((row.text("from").to_owned(), row.text("to").to_owned(), value))
                }
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(totals) } else { Err(Error::new(ErrorKind::File, problems)) }
    }

    /// The totals of a matrix itself: what a question without other totals means.
    pub fn of(movements: &Movements) -> Self {
        let imports =
            (0..movements.destinations.len()).map(|d| movements.cells.iter().map(|row| row[d]).sum::<f64>());
        Self {
            exports: movements
                .origins
                .iter()
                .cloned()
                .zip(movements.cells.iter().map(|row| row.iter().sum()))
                .collect(),
            imports: movements.destinations.iter().cloned().zip(imports).collect(),
            known: Vec::new(),
        }
    }
}

impl Movements {
    /// The matrix of the later year.
    ///
    /// # Errors
    /// Names that the matrix does not know, numbers without sense, totals that no matrix has.
    pub fn predict(&self, totals: &Totals, outlook: &Outlook) -> Result<Prediction, Error> {
        let mut asking = Asking { movements: self, problems: Vec::new() };
        let known = asking.known(totals, outlook);
        let prior = asking.prior(outlook);
        let (exports, imports) = asking.totals(totals);
        if !asking.problems.is_empty() {
            return Err(Error::new(ErrorKind::Scenario, asking.problems));
        }
        let mut open = with_newcomers(prior, &exports, &imports);
        let (mut rows, mut columns) = (exports, imports);
        for (o, d, value) in &known {
            open[*o][*d] = 0.0;
            rows[*o] -= value;
            columns[*d] -= value;
        }
        let least = rows.iter().chain(&columns).fold(0.0, |least: f64, one| least.min(*one));
        if least < -1e-6 {
            let problem =
                Problem::new(format!("known cells are {} million tonnes above their total", -least));
            return Err(Error::one(ErrorKind::Scenario, problem));
        }
        rows.iter_mut().chain(columns.iter_mut()).for_each(|total| *total = total.max(0.0));
        let scaled = rows.iter().sum::<f64>() / columns.iter().sum::<f64>();
        columns.iter_mut().for_each(|total| *total *= scaled);
        let balanced = balance(&open, &rows, &columns)?;
        let mut cells = balanced.cells;
        for (o, d, value) in &known {
            cells[*o][*d] = *value;
        }
        Ok(Prediction {
            rows: self.rows(&cells, &known),
            residual: balanced.residual,
            imports_scaled_by: scaled,
        })
    }

    fn rows(&self, cells: &[Vec<f64>], known: &[(usize, usize, f64)]) -> Vec<PredictedRow> {
        let mut rows = Vec::new();
        for (o, origin) in self.origins.iter().enumerate() {
            for (d, destination) in self.destinations.iter().enumerate() {
                let (before, after) = (self.cells[o][d], cells[o][d]);
                if before > 0.0 || after > 0.0 {
                    rows.push(PredictedRow {
                        origin: origin.clone(),
                        destination: destination.clone(),
                        before,
                        after,
                        known: known.iter().any(|(a, b, _)| (*a, *b) == (o, d)),
                    });
                }
            }
        }
        rows
    }
}

struct Asking<'a> {
    movements: &'a Movements,
    problems: Vec<Problem>,
}

impl Asking<'_> {
    fn find(&mut self, kind: &str, names: &[String], name: &str) -> Option<usize> {
        let found = names.iter().position(|known| known == name);
        if found.is_none() {
            let problem = Problem::new(format!("the matrix has no {kind} `{name}`"));
            self.problems.push(match nearest(name, names.iter().map(String::as_str)) {
                Some(near) => problem.help(format!("the nearest known word is `{near}`")),
                None => problem.help(format!("it has: {}", names.join(", "))),
            });
        }
        found
    }

    fn pair(&mut self, origin: &str, destination: &str) -> Option<(usize, usize)> {
        let movements = self.movements;
        let o = self.find("origin", &movements.origins, origin);
        let d = self.find("destination", &movements.destinations, destination);
        o.zip(d)
    }

    /// Cells that hold: those of the totals, and zero for the rest of an embargo.
    fn known(&mut self, totals: &Totals, outlook: &Outlook) -> Vec<(usize, usize, f64)> {
        let mut known = Vec::new();
        for (origin, destination, value) in &totals.known {
            known.extend(self.pair(origin, destination).map(|(o, d)| (o, d, *value)));
        }
        for (origin, destination) in &outlook.embargo {
            if let Some((o, d)) = self.pair(origin, destination)
                && !known.iter().any(|(a, b, _)| (*a, *b) == (o, d))
            {
                known.push((o, d, 0.0));
            }
        }
        known
    }

    /// What each pair traded, times what its discount makes of it.
    fn prior(&mut self, outlook: &Outlook) -> Vec<Vec<f64>> {
        let mut prior = self.movements.cells.clone();
        if !(outlook.price > 0.0 && outlook.price.is_finite()) {
            self.problems.push(Problem::new(format!("a price of {} is none", outlook.price)));
        }
        if !(outlook.substitution >= 0.0 && outlook.substitution <= 1e3) {
            let message = format!("an elasticity of {} is not between 0 and 1000", outlook.substitution);
            self.problems.push(Problem::new(message));
        }
        for discount in &outlook.discounts {
            let left = 1.0 - discount.value / outlook.price;
            if !(left > 0.0 && left.is_finite()) {
                let message = format!(
                    "a discount of {} leaves nothing of a price of {}",
                    discount.value, outlook.price
                );
                self.problems.push(Problem::new(message));
            } else if let Some((o, d)) = self.pair(&discount.origin, &discount.destination) {
                prior[o][d] *= left.powf(-outlook.substitution);
            }
        }
        prior
    }

    fn totals(&mut self, totals: &Totals) -> (Vec<f64>, Vec<f64>) {
        let movements = self.movements;
        let mut exports = vec![0.0; movements.origins.len()];
        let mut imports = vec![0.0; movements.destinations.len()];
        for (name, value) in &totals.exports {
            if let Some(o) = self.find("origin", &movements.origins, name) {
                exports[o] = *value;
            }
        }
        for (name, value) in &totals.imports {
            if let Some(d) = self.find("destination", &movements.destinations, name) {
                imports[d] = *value;
            }
        }
        (exports, imports)
    }
}
