//! `thalweg sea decode`.

mod input;
mod summary;

use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::output::{Output, Rows, Target};
use crate::progress::Progress;
use input::{Input, Kind, Watched};
use std::cell::{Cell, RefCell};
use std::io;
use std::panic;
use std::path::PathBuf;
use std::sync::Arc;
use summary::Summary;
use thalweg_core::{Problem, Table};
use thalweg_sea::table::{Mapping, TableAccount, TableError, read_csv, read_parquet};
use thalweg_sea::{Day, Decoder, Options, Received, Report, read_lines};

const EXAMPLES: &str = "\
Examples:
  thalweg sea decode '!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A'
  echo '!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A,1334337317' > feed.nmea
  thalweg sea decode feed.nmea --format csv
  thalweg sea decode feed.nmea --table types
  gzip -c feed.nmea | thalweg sea decode - -o reports.parquet
  thalweg sea decode reports.parquet --format json";

/// Which files, how they are taken, and in which form the answer comes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Logs of NMEA sentences, or tables (.csv, .parquet); a sentence; - for standard input
    #[arg(required = true, value_name = "FILE")]
    inputs: Vec<String>,
    /// Keep sentences whose checksum is wrong, flagged
    #[arg(long)]
    lenient: bool,
    /// The day on which a log begins, such as 2022-01-03, where it does not say so
    #[arg(long, value_name = "DAY")]
    day: Option<Day>,
    /// What the columns of tables are, in TOML
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.target()?;
        let mapping = self.mapping.as_ref().map(input::mapping).transpose()?;
        let inputs: Vec<Input> = self.inputs.iter().map(|name| Input::new(name)).collect();
        let options = Options { lenient: self.lenient, day: self.day };
        let mut work = Work::new(&inputs, options, mapping, &target)?;
        for input in &inputs {
            work.read(input)?;
        }
        let (summary, problems) = work.finish()?;
        if !target.wants_rows() {
            target.write(&summary, console)?;
        }
        diagnose::notes(&summary.notes(), console);
        if summary.is_empty() && problems.is_empty() {
            let problem = Problem::new("there is no message and no position in the input");
            return Err(problem
                .help("a table is told by its name: a file that ends in .csv, .csv.gz or .parquet")
                .into());
        }
        if problems.is_empty() { Ok(()) } else { Err(Failure::Refused(problems)) }
    }
}

/// Reading on its way.
struct Work {
    decoder: Decoder,
    mapping: Option<Mapping>,
    /// Where rows go, if they are wanted; why they cannot go there, if so.
    out: RefCell<Out>,
    /// Nothing more should be read.
    stop: Cell<bool>,
    progress: Progress,
    tables: Vec<TableAccount>,
    problems: Vec<Problem>,
    begun: bool,
}

struct Out {
    rows: Option<Rows>,
    failure: Option<Failure>,
}

impl Work {
    fn new(
        inputs: &[Input],
        options: Options,
        mapping: Option<Mapping>,
        target: &Target,
    ) -> Result<Self, Failure> {
        let table = Table {
            name: "reports".into(),
            title: "Reports".into(),
            columns: Report::columns(),
            rows: Vec::new(),
        };
        let rows = if target.wants_rows() { Some(target.rows(table)?) } else { None };
        let first = inputs.first().map_or("", |input| input.name());
        Ok(Self {
            decoder: Decoder::new(first, options),
            mapping,
            out: RefCell::new(Out { rows, failure: None }),
            stop: Cell::new(false),
            progress: Progress::of_bytes(inputs.iter().map(Input::size).sum()),
            tables: Vec::new(),
            problems: Vec::new(),
            begun: false,
        })
    }

    fn read(&mut self, input: &Input) -> Result<(), Failure> {
        match input.kind() {
            Kind::Log => self.log(input)?,
            Kind::Lines | Kind::Columns => self.table(input)?,
        }
        match self.out.get_mut().failure.take() {
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
        let (out, stop) = (&self.out, &self.stop);
        let done =
            read_lines(bytes, &mut self.decoder, &mut |received| out.borrow_mut().received(received, stop));
        if let Err(error) = done {
            self.unread(input, &error);
        }
        Ok(())
    }

    fn table(&mut self, input: &Input) -> Result<(), Failure> {
        let (out, stop) = (&self.out, &self.stop);
        let mut sink = |report: &Report| out.borrow_mut().report(report, stop);
        let mapping = self.mapping.as_ref();
        let done = if input.kind() == Kind::Columns {
            let file = input.file()?;
            quietly(|| read_parquet(file, input.name(), mapping, &mut sink))
        } else {
            let bytes = Watched::new(input.open()?, &self.progress, &self.stop);
            read_csv(bytes, input.name(), mapping, &mut sink)
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

    fn finish(self) -> Result<(Summary, Vec<Problem>), Failure> {
        if let Some(rows) = self.out.into_inner().rows {
            rows.finish()?;
        }
        Ok((Summary { account: self.decoder.finish(), tables: self.tables }, self.problems))
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

impl Out {
    fn received(&mut self, received: &Received<'_>, stop: &Cell<bool>) {
        let Some(rows) = &mut self.rows else { return };
        let done = if rows.wants_objects() {
            rows.object(received)
        } else {
            Report::of(received).map_or(Ok(()), |report| rows.row(report.row()))
        };
        self.note(done, stop);
    }

    fn report(&mut self, report: &Report, stop: &Cell<bool>) {
        let Some(rows) = &mut self.rows else { return };
        let done = if rows.wants_objects() { rows.object(report) } else { rows.row(report.row()) };
        self.note(done, stop);
    }

    /// Where one row cannot be written, none can.
    fn note(&mut self, done: Result<(), Failure>, stop: &Cell<bool>) {
        if let Err(failure) = done {
            self.failure = Some(failure);
            self.rows = None;
            stop.set(true);
        }
    }
}
