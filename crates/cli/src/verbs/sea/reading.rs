//! Reads any mix of logs and tables, file after file, and gives what is in them to whoever asked.

use super::input::{self, Input, Kind, Watched};
use super::summary::Summary;
use crate::diagnose::Failure;
use crate::progress::Progress;
use std::cell::{Cell, RefCell};
use std::io;
use std::panic;
use std::path::PathBuf;
use std::sync::Arc;
use thalweg_core::Problem;
use thalweg_sea::table::{Mapping, TableAccount, TableError, parquet_rows, read_csv, read_parquet};
use thalweg_sea::{Day, Decoder, Options, Received, Report, read_lines};

/// Which files, and how they are taken.
#[derive(clap::Args)]
pub(crate) struct Inputs {
    /// Logs of NMEA sentences, or tables (.csv, .parquet); a sentence; - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Keep sentences whose checksum is wrong, flagged
    #[arg(long, help_heading = "Reading")]
    lenient: bool,
    /// The day on which a log begins, such as 2022-01-03, where it does not say so
    #[arg(long, value_name = "DAY", help_heading = "Reading")]
    day: Option<Day>,
    /// What the columns of tables are, in TOML
    #[arg(long, value_name = "FILE", help_heading = "Reading")]
    mapping: Option<PathBuf>,
}

/// Takes what is read.
pub(super) trait Sink {
    /// A file begins.
    fn file(&mut self, name: &str);

    /// A message of a log.
    fn received(&mut self, received: &Received<'_>) -> Result<(), Failure>;

    /// A row of a table.
    fn report(&mut self, report: &Report) -> Result<(), Failure>;
}

impl Inputs {
    /// Files that are read with nothing special, by a mapping where they are tables of anybody.
    pub(crate) fn of(files: Vec<String>, mapping: Option<PathBuf>) -> Self {
        Self { files, lenient: false, day: None, mapping }
    }

    /// Reads all, and says what became of every line and row, and what could not be read to its end.
    pub(super) fn read<S: Sink>(&self, sink: &mut S) -> Result<(Summary, Vec<Problem>), Failure> {
        let mapping = self.mapping.as_ref().map(input::mapping).transpose()?;
        let inputs: Vec<Input> = self.files.iter().map(|name| Input::new(name)).collect();
        let first = inputs.first().map_or("", |input| input.name());
        let options = Options { lenient: self.lenient, day: self.day };
        let mut reading = Reading {
            decoder: Decoder::new(first, options),
            mapping,
            sink: RefCell::new(Taking { sink, failure: None }),
            stop: Cell::new(false),
            progress: Progress::of_bytes(inputs.iter().map(Input::size).sum()),
            tables: Vec::new(),
            problems: Vec::new(),
            begun: false,
        };
        for input in &inputs {
            reading.read(input)?;
        }
        let account = reading.decoder.finish();
        Ok((Summary { account, tables: reading.tables }, reading.problems))
    }
}

/// Reading on its way.
struct Reading<'a, S> {
    decoder: Decoder,
    mapping: Option<Mapping>,
    sink: RefCell<Taking<'a, S>>,
    /// Nothing more should be read.
    stop: Cell<bool>,
    progress: Progress,
    tables: Vec<TableAccount>,
    problems: Vec<Problem>,
    begun: bool,
}

/// Where what is read goes, until that fails.
struct Taking<'a, S> {
    sink: &'a mut S,
    failure: Option<Failure>,
}

impl<S: Sink> Reading<'_, S> {
    fn read(&mut self, input: &Input) -> Result<(), Failure> {
        self.sink.get_mut().sink.file(input.name());
        match input.kind() {
            Kind::Log => self.log(input)?,
            Kind::Lines | Kind::Columns => self.table(input)?,
        }
        match self.sink.get_mut().failure.take() {
            Some(failure) => Err(failure),
            None => Ok(()),
        }
    }

    fn log(&mut self, input: &Input) -> Result<(), Failure> {
        if self.begun {
            self.decoder.next_file(input.name());
        }
        self.begun = true;
        let bytes = Watched::new(input.open()?, &self.progress, &self.stop);
        let (sink, stop) = (&self.sink, &self.stop);
        let mut take = |received: &Received<'_>| sink.borrow_mut().take(stop, |sink| sink.received(received));
        if let Err(error) = read_lines(bytes, &mut self.decoder, &mut take) {
            self.unread(input, &error);
        }
        Ok(())
    }

    fn table(&mut self, input: &Input) -> Result<(), Failure> {
        let (sink, stop) = (&self.sink, &self.stop);
        let mut take = |report: &Report| sink.borrow_mut().take(stop, |sink| sink.report(report));
        let mapping = self.mapping.as_ref();
        let done = if input.kind() == Kind::Columns {
            let file = input.file()?;
            let mut rows = Rows::new(input.size(), parquet_rows(&file), &self.progress);
            let mut take = |report: &Report| {
                rows.next();
                take(report);
            };
            quietly(|| read_parquet(file, input.name(), mapping, &mut take))
        } else {
            let bytes = Watched::new(input.open()?, &self.progress, &self.stop);
            read_csv(bytes, input.name(), mapping, &mut take)
        };
        match done {
            Ok(account) => self.tables.push(account),
            Err(error) => {
                self.tables.extend(error.account().cloned());
                match &error {
                    TableError::Bytes { error, .. } => self.unread(input, error),
                    _ => self.problems.push(input::table_problem(input, &error)),
                }
            }
        }
        Ok(())
    }

    /// What could not be read to its end; nothing where we stopped ourselves.
    fn unread(&mut self, input: &Input, error: &io::Error) {
        if !self.stop.get() {
            self.problems.push(input::unreadable(input.name(), error));
        }
    }
}

/// Reads a file of columns. Where damage makes their reader panic, the engine makes an error of it; what a panic says itself is for
/// programmers, and is left out if it is from that reader.
fn quietly<T>(read: impl FnOnce() -> T) -> T {
    let before = Arc::new(panic::take_hook());
    let usual = Arc::clone(&before);
    panic::set_hook(Box::new(move |told| {
        let reader = |file: &str| file.contains("/parquet-") || file.contains("/arrow-");
        if !told.location().is_some_and(|place| reader(place.file())) {
            usual(told);
        }
    }));
    let done = read();
    panic::set_hook(Box::new(move |told| before(told)));
    done
}

/// Rows of a file in columns as bytes of it, for progress.
struct Rows<'a> {
    bytes: u64,
    rows: u64,
    done: u64,
    progress: &'a Progress,
}

impl<'a> Rows<'a> {
    /// Rows that are told together.
    const TOGETHER: u64 = 1 << 16;

    fn new(bytes: u64, rows: Option<u64>, progress: &'a Progress) -> Self {
        Self { bytes, rows: rows.unwrap_or(0), done: 0, progress }
    }

    fn next(&mut self) {
        self.done += 1;
        if self.done.is_multiple_of(Self::TOGETHER)
            && let Some(share) = (self.bytes * Self::TOGETHER).checked_div(self.rows)
        {
            self.progress.advance(share);
        }
    }
}

impl<S> Taking<'_, S> {
    /// Where one cannot be taken, none can.
    fn take(&mut self, stop: &Cell<bool>, taking: impl FnOnce(&mut S) -> Result<(), Failure>) {
        if self.failure.is_none()
            && let Err(failure) = taking(self.sink)
        {
            self.failure = Some(failure);
            stop.set(true);
        }
    }
}
