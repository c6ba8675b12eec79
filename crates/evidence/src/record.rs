//! The record that comes along: what a backtest on the trade war of 2018 and 2019 came to, and the response by year.

use crate::backtest::{CaseRow, ScoreRow, cases_table, scores_table, sentences};
use crate::error::{Error, ErrorKind};
use crate::estimate::{YearRow, years_table};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thalweg_core::{Problem, Table};

/// Written by `thalweg evidence backtest` and `estimate` (see `data/PROVENANCE.md`).
const SCORES: &str = include_str!("../../../data/evidence/scores.csv");
const CASES: &str = include_str!("../../../data/evidence/cases.csv");
const YEARS: &str = include_str!("../../../data/evidence/years.csv");

/// How the model would have done in the trade war of 2018 and 2019: plain data, ready for a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    /// How well each forecast does on each question.
    pub scores: Vec<ScoreRow>,
    /// A scatter of what was said and what came.
    pub cases: Vec<CaseRow>,
    /// The response of each year, with its placebo band.
    pub years: Vec<YearRow>,
}

impl Record {
    /// The year before, and the year that is judged.
    pub const YEARS: (i32, i32) = (2017, 2022);

    /// The embedded record.
    ///
    /// # Errors
    /// If an embedded table is damaged, which a test excludes.
    ///
    /// ```
    /// let record = thalweg_evidence::Record::embedded()?;
    /// assert!(record.scores.iter().any(|row| row.question == "direct" && row.forecast == "observed"));
    /// assert_eq!(record.years.last().map(|row| row.year), Some(2022));
    /// # Ok::<(), thalweg_evidence::Error>(())
    /// ```
    pub fn embedded() -> Result<Self, Error> {
        Ok(Self { scores: rows(SCORES)?, cases: rows(CASES)?, years: rows(YEARS)? })
    }

    /// Everything as tables; the first is the answer.
    pub fn tables(&self) -> Vec<Table> {
        vec![scores_table(&self.scores), cases_table(&self.cases), years_table(&self.years, Self::YEARS.0)]
    }

    /// What it comes to, in two plain sentences.
    pub fn sentences(&self) -> [String; 2] {
        sentences(&self.scores, Self::YEARS.0, Self::YEARS.1)
    }
}

fn rows<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, Error> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Result<Vec<T>, csv::Error> = reader.deserialize().collect();
    rows.map_err(|error| {
        Error::one(ErrorKind::File, Problem::new(format!("an embedded table is damaged: {error}")))
    })
}
