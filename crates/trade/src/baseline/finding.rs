//! Something about a baseline that its user should know.

use serde::Serialize;

/// One thing that a check found: how grave it is, in words, and the cells that it concerns.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// What it is about, as a word that a program can compare: `negative_final_demand`.
    pub subject: String,
    /// The finding in one sentence.
    pub message: String,
    /// How many cells it concerns.
    pub count: usize,
    /// The cells, the largest first; at most [`Finding::LONGEST`].
    pub cells: Vec<FindingCell>,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The baseline cannot be used.
    Error,
    /// It can be used, and results depend on how this is handled.
    Warning,
    /// Good to know.
    Note,
}

/// A cell that a finding concerns.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct FindingCell {
    /// The country; the importer where there are two.
    pub country: Option<String>,
    /// The exporter.
    pub exporter: Option<String>,
    /// The sector.
    pub sector: Option<String>,
    /// The size of what was found there, in the unit that the message names.
    pub value: f64,
}

impl Finding {
    /// Cells that a finding lists; the others are only counted.
    pub const LONGEST: usize = 1000;

    /// A finding without cells.
    pub(super) fn new(severity: Severity, subject: &str, message: impl Into<String>) -> Self {
        Self { severity, subject: subject.to_owned(), message: message.into(), count: 0, cells: Vec::new() }
    }

    /// The cells that it concerns, sorted by size.
    pub(super) fn cells(mut self, mut cells: Vec<FindingCell>) -> Self {
        cells.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
        self.count = cells.len();
        cells.truncate(Self::LONGEST);
        self.cells = cells;
        self
    }
}

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl FindingCell {
    /// A country.
    pub(super) fn country(code: &str, value: f64) -> Self {
        Self { country: Some(code.to_owned()), exporter: None, sector: None, value }
    }

    /// A sector.
    pub(super) fn sector(code: &str, value: f64) -> Self {
        Self { country: None, exporter: None, sector: Some(code.to_owned()), value }
    }

    /// A sector of a country.
    pub(super) fn cell(country: &str, sector: &str, value: f64) -> Self {
        Self { sector: Some(sector.to_owned()), ..Self::country(country, value) }
    }

    /// What an importer buys of a sector from an exporter.
    pub(super) fn flow(importer: &str, exporter: &str, sector: &str, value: f64) -> Self {
        Self { exporter: Some(exporter.to_owned()), ..Self::cell(importer, sector, value) }
    }
}
