//! Positions in tables: which column is what, row by row into reports, every row counted.

mod clock;
mod columns;
mod mapping;
mod row;
mod text;
mod values;

pub use columns::{parquet_rows, read_parquet};
pub use mapping::{Field, Mapping, MappingError};
pub use text::read_csv;

use crate::report::{Class, Report};
use std::io;
use thalweg_core::{Intake, Place};

/// What became of the rows of a table.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct TableAccount {
    /// Rows accepted, and those refused by reason.
    pub intake: Intake,
    /// Accepted rows with a position.
    pub positions: u64,
    /// Accepted rows without a time: only tables that this program wrote may have them.
    pub untimed: u64,
    /// Accepted rows whose IMO number is zero, which means that none was entered.
    pub imo_zero: u64,
    /// Accepted rows whose IMO number has seven digits and the wrong last one; it is kept as entered.
    pub imo_wrong: u64,
    /// Accepted rows whose IMO number has not the form of one; it is kept as entered where it is a number.
    pub imo_form: u64,
    /// Earliest and latest time, milliseconds since 1970.
    pub span: Option<(i64, i64)>,
}

/// Why a table could not be read to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The bytes could not be read, as where compressed data are cut off.
    #[error("the table cannot be read to its end: {error}")]
    Bytes {
        /// Why.
        error: io::Error,
        /// What became of the rows before that.
        account: Box<TableAccount>,
    },
    /// Columns that are needed are not there.
    #[error("no column `{missing}`; the columns are {}", columns.join(", "))]
    Columns {
        /// The first that is missing.
        missing: String,
        /// Those that are there.
        columns: Vec<String>,
    },
    /// No known form has such columns, and no mapping was given.
    #[error("the columns {} are not those of a known table: give a mapping that says what they are", columns.join(", "))]
    Unknown {
        /// Those that are there.
        columns: Vec<String>,
    },
    /// A column of a Parquet file holds neither numbers nor words nor times.
    #[error("the column `{column}` has the type {kind}, which is neither number nor word nor time")]
    Type {
        /// Which.
        column: String,
        /// Its type, as Arrow calls it.
        kind: String,
    },
    /// The Parquet file is damaged.
    #[error("the Parquet file cannot be read: {error}")]
    Parquet {
        /// Why.
        error: parquet::errors::ParquetError,
        /// What became of the rows before that.
        account: Box<TableAccount>,
    },
}

impl TableError {
    /// What became of the rows that were read before the table broke off.
    pub fn account(&self) -> Option<&TableAccount> {
        match self {
            Self::Bytes { account, .. } | Self::Parquet { account, .. } => Some(account),
            _ => None,
        }
    }
}

/// Milliseconds since 1970 of a time such as `2022-01-03T00:00:09Z`, or of the beginning of a day; UTC where no zone is given.
pub(crate) fn iso_time(text: &str) -> Option<i64> {
    clock::Pattern::Iso.read(text.as_bytes(), clock::Zone::UTC)
}

/// Counts rows while they are read.
struct Counter {
    account: TableAccount,
    /// Room for the report of a row.
    report: Report,
}

impl Counter {
    fn new(file: &str) -> Self {
        let account = TableAccount {
            intake: Intake::new(file),
            positions: 0,
            untimed: 0,
            imo_zero: 0,
            imo_wrong: 0,
            imo_form: 0,
            span: None,
        };
        Self { account, report: Report::new(0, Class::Unknown, None, 0) }
    }

    /// Reads a row, and gives its report or counts it as refused.
    #[inline]
    fn row(
        &mut self,
        cells: &row::Cells<'_>,
        mapping: &Mapping,
        line: u64,
        text: impl FnOnce() -> Vec<u8>,
        sink: &mut impl FnMut(&Report),
    ) {
        match row::read(cells, mapping, line, &mut self.report) {
            Ok(imo) => {
                self.accept(imo);
                sink(&self.report);
            }
            Err(reason) => self.refuse(reason, line, &text()),
        }
    }

    fn accept(&mut self, imo: row::ImoKind) {
        let (account, report) = (&mut self.account, &self.report);
        account.intake.accept();
        account.positions += u64::from(report.lat.is_some());
        account.untimed += u64::from(report.time.is_none());
        account.imo_zero += u64::from(imo == row::ImoKind::Zero);
        account.imo_wrong += u64::from(imo == row::ImoKind::Wrong);
        account.imo_form += u64::from(imo == row::ImoKind::Form);
        account.span = widened(account.span, report);
    }

    fn refuse(&mut self, reason: &str, line: u64, text: &[u8]) {
        let shown = String::from_utf8_lossy(&text[..text.len().min(4 * Place::LONGEST_LINE)]);
        let place = Place::new(self.account.intake.file.clone(), line as usize, &shown);
        self.account.intake.refuse(reason, place);
    }
}

/// A span that holds the time of a report too.
fn widened(span: Option<(i64, i64)>, report: &Report) -> Option<(i64, i64)> {
    let Some(at) = report.time.map(|time| time.milliseconds) else { return span };
    Some(span.map_or((at, at), |(first, last)| (first.min(at), last.max(at))))
}
