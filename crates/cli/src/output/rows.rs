//! Answers of any length, written while they come.

use super::{Format, unrendered};
use crate::diagnose::Failure;
use crate::file::{self, Pending};
use serde::Serialize;
use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use thalweg_brief::output::{CsvRows, ParquetRows};
use thalweg_core::{Cell, Problem, Table};

/// Rows that are written together.
const TOGETHER: usize = 8192;

/// Rows on their way to a file or to standard output.
pub(crate) struct Rows {
    form: Form,
    /// Rows that are not written yet.
    table: Table,
    /// Where they go, as a reader would call it.
    name: String,
}

enum Form {
    Json(BufWriter<Sink>),
    Csv(CsvRows, BufWriter<Sink>),
    Parquet(Box<ParquetRows<Sink>>),
}

/// Where bytes go.
enum Sink {
    Stdout(io::Stdout),
    File(Pending),
    /// A device or a named pipe, which cannot be replaced.
    Device(std::fs::File),
}

impl Sink {
    fn new(path: Option<&Path>) -> io::Result<Self> {
        match path {
            None => Ok(Self::Stdout(io::stdout())),
            Some(path) if std::fs::metadata(path).is_ok_and(|there| !there.is_file()) => {
                OpenOptions::new().write(true).open(path).map(Self::Device)
            }
            Some(path) => Pending::new(path).map(Self::File),
        }
    }

    fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        match self {
            Self::File(file) => file.finish(),
            Self::Stdout(_) | Self::Device(_) => Ok(()),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(stdout) => stdout.write(bytes),
            Self::File(file) => file.write(bytes),
            Self::Device(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(stdout) => stdout.flush(),
            Self::File(file) => file.flush(),
            Self::Device(file) => file.flush(),
        }
    }
}

impl Rows {
    pub(super) fn new(format: Format, path: Option<&Path>, table: Table) -> Result<Self, Failure> {
        let name = path.map_or_else(|| "standard output".to_owned(), |path| path.display().to_string());
        let sink = Sink::new(path).map_err(|error| file::unwritable(&name, &error))?;
        let wide = |sink| BufWriter::with_capacity(1 << 18, sink);
        let form = match format {
            Format::Csv => Form::Csv(CsvRows::default(), wide(sink)),
            Format::Parquet => Form::Parquet(Box::new(ParquetRows::new(sink, &table).map_err(unrendered)?)),
            Format::Json | Format::Table => Form::Json(wide(sink)),
        };
        Ok(Self { form, table, name })
    }

    /// Whether objects are wanted, and not rows.
    pub(crate) fn wants_objects(&self) -> bool {
        matches!(self.form, Form::Json(_))
    }

    /// Writes an object as a line.
    pub(crate) fn object(&mut self, object: &impl Serialize) -> Result<(), Failure> {
        let Form::Json(out) = &mut self.form else { return Ok(()) };
        let written = serde_json::to_writer(&mut *out, object).map_err(io::Error::from);
        written.and_then(|()| out.write_all(b"\n")).map_err(|error| failed(&self.name, &error))
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, row: Vec<Cell>) -> Result<(), Failure> {
        self.table.rows.push(row);
        if self.table.rows.len() < TOGETHER { Ok(()) } else { self.piece() }
    }

    /// Writes the rows that have gathered.
    fn piece(&mut self) -> Result<(), Failure> {
        match &mut self.form {
            Form::Json(_) => {}
            Form::Csv(rows, out) => {
                let text = rows.piece(&self.table).map_err(unrendered)?;
                out.write_all(text.as_bytes()).map_err(|error| failed(&self.name, &error))?;
            }
            Form::Parquet(rows) => rows.piece(&self.table).map_err(unrendered)?,
        }
        self.table.rows.clear();
        Ok(())
    }

    /// Writes what is left, and gives a file its name.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        self.piece()?;
        let name = self.name;
        let sink = match self.form {
            Form::Json(out) | Form::Csv(_, out) => {
                out.into_inner().map_err(|error| failed(&name, error.error()))?
            }
            Form::Parquet(rows) => rows.finish().map_err(unrendered)?,
        };
        sink.finish().map_err(|error| failed(&name, &error))
    }
}

/// A reader that has read enough is no failure.
fn failed(name: &str, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Failure::Closed;
    }
    let problem: Problem = file::unwritable(name, error);
    problem.into()
}
