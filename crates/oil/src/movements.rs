//! Who moved crude to whom in a year: a matrix of areas, from a table of rows or a workbook.

use crate::baseline::table_file::{Row, TableFile};
use crate::baseline::{Baseline, Source};
use crate::error::{Error, ErrorKind};
use crate::workbook;
use serde::Serialize;
use std::collections::BTreeSet;
use thalweg_core::{Intake, Problem, Text};

/// A matrix of movements, million tonnes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Movements {
    /// Who sells.
    pub origins: Vec<String>,
    /// Who buys.
    pub destinations: Vec<String>,
    /// `[origin][destination]`.
    pub cells: Vec<Vec<f64>>,
    /// The year, where the file says it or the user did.
    pub year: Option<i32>,
    /// Where it is from, as the file itself says.
    pub source: String,
    /// What was read.
    pub intake: Intake,
}

/// Which part of a file is meant; nothing where the file leaves no choice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The year.
    pub year: Option<i32>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
}

/// Largest file that is read, bytes.
const LARGEST: usize = 64 << 20;

/// Areas on one side at most: the matrix grows with their product.
pub(crate) const MOST: usize = 1000;

impl Movements {
    /// Reads a file of movements: a workbook of the Statistical Review (`.xlsx`; its content decides, not its name) or the long CSV
    /// form of [`Movements::parse`].
    ///
    /// ```
    /// use thalweg_oil::{Movements, Wanted};
    /// let rows = b"from,to,million_tonnes\nRussia,China,80\nRussia,India,3\n";
    /// let movements = Movements::read("mine.csv", rows, &Wanted { year: Some(2020), sheet: None })?;
    /// assert_eq!((movements.cells[0][1], movements.year), (3.0, Some(2020)));
    /// # Ok::<(), thalweg_oil::Error>(())
    /// ```
    ///
    /// # Errors
    /// Files larger than 64 MiB, files that are neither, and everything that is wrong in them.
    pub fn read(file: &str, bytes: &[u8], wanted: &Wanted) -> Result<Self, Error> {
        let refuse = |problem| Err(Error::one(ErrorKind::File, problem));
        if bytes.len() > LARGEST {
            return refuse(Problem::new(format!("`{file}` is larger than 64 MiB")));
        }
        if workbook::is_archive(bytes) {
            return workbook::read(file, bytes, wanted);
        }
        if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            let problem = Problem::new(format!("`{file}` is a workbook of the old form, or has a password"));
            return refuse(problem.help("save it as .xlsx, without a password"));
        }
        if wanted.sheet.is_some() {
            return refuse(Problem::new(format!("`{file}` is no workbook: it has no sheets")));
        }
        let text = Text::from_bytes(file, bytes).map_err(|problem| {
            Error::one(ErrorKind::File, problem.help("give an .xlsx workbook, or CSV in UTF-8"))
        })?;
        Self::of_rows(&text, wanted.year)
    }

    /// Reads inter-area movements in long CSV form: `from, to, million_tonnes`, and if there are any `year`, `kind` (only rows
    /// of the kind `crude`, and of one year) and `source`.
    ///
    /// # Errors
    /// Columns that are missing, numbers that are none or negative, pairs that stand twice, several years.
    pub fn parse(text: &Text) -> Result<Self, Error> {
        Self::of_rows(text, None)
    }

    fn of_rows(text: &Text, year: Option<i32>) -> Result<Self, Error> {
        let mut file = TableFile::read(text, &["from", "to", "million_tonnes"], &["year", "kind", "source"]);
        if !file.problems.is_empty() {
            return Err(Error::new(ErrorKind::File, std::mem::take(&mut file.problems)));
        }
        let mut rows = Rows {
            movements: Self::empty(text.file()),
            triples: Vec::new(),
            seen: BTreeSet::new(),
            wanted: year,
            problems: Vec::new(),
        };
        for row in file.rows() {
            rows.take(&row);
        }
        rows.finish()
    }

    /// A matrix without areas.
    pub(crate) fn empty(file: &str) -> Self {
        Self {
            origins: Vec::new(),
            destinations: Vec::new(),
            cells: Vec::new(),
            year: None,
            source: file.to_owned(),
            intake: Intake::new(file),
        }
    }

    /// The flows of a baseline, each grade by its barrels a tonne, in million tonnes a year.
    pub fn of(baseline: &Baseline) -> Self {
        let tonnes = |(row, origin): (&Vec<f64>, &Source)| {
            row.iter().map(|barrels| barrels * 365.25 / origin.barrels_per_tonne).collect()
        };
        Self {
            origins: baseline.origins.iter().map(|origin| origin.code.clone()).collect(),
            destinations: baseline.buyers.iter().map(|buyer| buyer.code.clone()).collect(),
            cells: baseline.flows.iter().zip(&baseline.origins).map(tonnes).collect(),
            year: Some(baseline.about.year),
            source: baseline.about.source.clone(),
            intake: Intake::new(baseline.about.name.as_str()),
        }
    }

    /// Everything that moved, million tonnes.
    pub fn sum(&self) -> f64 {
        self.cells.iter().flatten().sum()
    }
}

/// Rows on their way into a matrix.
struct Rows {
    movements: Movements,
    triples: Vec<(usize, usize, f64)>,
    seen: BTreeSet<(usize, usize)>,
    wanted: Option<i32>,
    problems: Vec<Problem>,
}

impl Rows {
    fn take(&mut self, row: &Row<'_>) {
        if !matches!(row.text("kind"), "" | "crude") {
            self.movements.intake.refuse("not crude", row.place.clone());
            return;
        }
        match self.year(row) {
            Ok(true) => {}
            Ok(false) => {
                self.movements.intake.refuse("of another year", row.place.clone());
                return;
            }
            Err(problem) => return self.problems.push(problem),
        }
        if let Err(problem) = self.cell(row) {
            self.problems.push(problem);
        }
    }

    /// Whether a row is of the year that is meant.
    fn year(&mut self, row: &Row<'_>) -> Result<bool, Problem> {
        let text = row.text("year");
        if text.is_empty() {
            return Ok(true);
        }
        let this: i32 = text.parse().map_err(|_| row.problem(format!("`{text}` is no year")))?;
        if let Some(wanted) = self.wanted {
            return Ok(this == wanted);
        }
        if *self.movements.year.get_or_insert(this) == this {
            return Ok(true);
        }
        Err(row.problem(format!("year {this}, where the rows above have another")).help("choose one year"))
    }

    fn cell(&mut self, row: &Row<'_>) -> Result<(), Problem> {
        let value = row.within("million_tonnes", 0.0, f64::INFINITY)?;
        for side in ["from", "to"] {
            if row.text(side).is_empty() {
                return Err(row.problem(format!("column `{side}` is empty")));
            }
        }
        let movements = &mut self.movements;
        let o = place(&mut movements.origins, row, "from")?;
        let d = place(&mut movements.destinations, row, "to")?;
        if !self.seen.insert((o, d)) {
            return Err(row.problem("this pair stands twice".to_owned()));
        }
        self.triples.push((o, d, value));
        if movements.intake.accepted == 0 && !row.text("source").is_empty() {
            movements.source = row.text("source").to_owned();
        }
        movements.intake.accept();
        Ok(())
    }

    fn finish(mut self) -> Result<Movements, Error> {
        let movements = &mut self.movements;
        if self.triples.is_empty() && self.problems.is_empty() {
            let when = self.wanted.map(|year| format!(" of the year {year}")).unwrap_or_default();
            let message = format!("`{}` has no movement of crude{when}", movements.intake.file);
            self.problems.push(Problem::new(message));
        }
        if !self.problems.is_empty() {
            return Err(Error::new(ErrorKind::File, self.problems));
        }
        movements.year = self.wanted.or(movements.year);
        movements.cells = vec![vec![0.0; movements.destinations.len()]; movements.origins.len()];
        for (o, d, value) in self.triples {
            movements.cells[o][d] = value;
        }
        Ok(self.movements)
    }
}

/// Where the name in a column stands among those seen so far; at the end if it is new.
fn place(names: &mut Vec<String>, row: &Row<'_>, column: &str) -> Result<usize, Problem> {
    let name = row.text(column);
    if let Some(known) = names.iter().position(|known| known == name) {
        return Ok(known);
    }
    if names.len() == MOST {
        return Err(row.problem(format!("more than {MOST} names in column `{column}`")));
    }
    names.push(name.to_owned());
    Ok(names.len() - 1)
}
