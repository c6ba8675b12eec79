//! `thalweg screen file`.

use super::found::{Told, columns};
use super::open::{ListArguments, SettingArguments};
use super::reading;
use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::output::{Output, Rows};
use crate::progress::Progress;
use serde::Serialize;
use std::fs::File;
use std::io::{self, BufReader, Read};
use thalweg_core::{Cell, Column, Measure, Problem, Table};
use thalweg_screen::{Answer, Index, Lexicon, Lists, QueryRow, QueryRows, Settings};

const EXAMPLES: &str = "\
Examples:
  thalweg screen sample
  thalweg screen file names.csv --list list.csv
  thalweg screen file names.csv --list list.csv -o hits.parquet";

/// Rows that are looked for together.
const TOGETHER: usize = 4_096;

/// Which names, and where to look for them.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Names in CSV, - for standard input; columns name, kind, country, birth, imo, id
    #[arg(value_name = "INPUT")]
    input: String,
    #[command(flatten)]
    lists: ListArguments,
    /// Which column is what, such as name=Customer
    #[arg(long, value_name = "WHAT=COLUMN")]
    column: Vec<String>,
    #[command(flatten)]
    settings: SettingArguments,
    /// Say word by word why (in json)
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let settings = self.settings.settings(self.explain)?;
        let target = self.output.rows_target()?;
        let lists = self.lists.read()?;
        let lexicon = Lexicon::new();
        let index = Index::new(&lists.entities, &lexicon);
        let (bytes, size) = open(&self.input)?;
        let progress = Progress::of_bytes(size);
        let bytes = Watched { bytes, progress: &progress };
        let name = if self.input == "-" { "standard input" } else { &self.input };
        let mut rows = QueryRows::new(name, bytes, &self.column)
            .map_err(|error| Problem::new(format!("{name}: {error}")))?;
        let mut out = target.rows(table())?;
        let mut sum = Sum::default();
        loop {
            let batch: Vec<QueryRow> = rows.by_ref().take(TOGETHER).collect();
            if batch.is_empty() {
                break;
            }
            let queries: Vec<_> = batch.iter().map(|row| row.query.clone()).collect();
            for (row, answer) in batch.iter().zip(index.search_all(&queries, &settings)) {
                let answer = answer.map_err(|error| Problem::new(error.to_string()))?;
                sum.add(&answer);
                write(&mut out, row, &answer, &lists, &settings)?;
            }
        }
        out.finish()?;
        diagnose::notes(&notes(&rows, &sum, &lists), console);
        Ok(())
    }
}

/// What came out in all.
#[derive(Default)]
struct Sum {
    rows: usize,
    found: usize,
    hits: usize,
    more: usize,
    removed: usize,
}

impl Sum {
    fn add(&mut self, answer: &Answer) {
        self.rows += 1;
        self.found += usize::from(!answer.hits.is_empty());
        self.hits += answer.hits.len();
        self.more += answer.more;
        self.removed += answer.removed_count;
    }

    fn sentence(&self) -> String {
        let Self { rows, found, hits, more, removed } = self;
        format!(
            "{rows} rows: {found} with hits, {hits} hits; {more} beyond --limit, {removed} records set aside"
        )
    }
}

fn open(input: &str) -> Result<(Box<dyn Read>, u64), Failure> {
    if input == "-" {
        return Ok((Box::new(io::stdin().lock()), 0));
    }
    let file = File::open(input).map_err(|error| reading::unreadable(input, &error))?;
    let size = file.metadata().map_or(0, |data| data.len());
    Ok((Box::new(BufReader::with_capacity(1 << 18, file)), size))
}

/// Bytes on their way, told to whoever waits.
struct Watched<'a> {
    bytes: Box<dyn Read>,
    progress: &'a Progress,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        self.progress.advance(read as u64);
        Ok(read)
    }
}

/// A row of the input with its hits, as an object.
#[derive(Serialize)]
struct Object<'a> {
    line: u64,
    asked: &'a str,
    hits: Vec<Told<'a>>,
    more: usize,
    removed_count: usize,
}

fn table() -> Table {
    let mut all = vec![Column::new("line", "Line", Measure::Count)];
    all.extend(columns());
    Table { name: "hits".to_owned(), title: "Hits".to_owned(), columns: all, rows: Vec::new() }
}

fn write(
    out: &mut Rows,
    row: &QueryRow,
    answer: &Answer,
    lists: &Lists,
    _: &Settings,
) -> Result<(), Failure> {
    let number = || row.query.identifiers.first().map_or("", |identifier| identifier.written.as_str());
    let asked = row.query.names.first().map_or_else(number, String::as_str);
    let hits: Vec<Told<'_>> = answer.hits.iter().filter_map(|hit| Told::new(hit, None, lists)).collect();
    if out.wants_objects() {
        let Answer { more, removed_count, .. } = *answer;
        if hits.is_empty() && removed_count == 0 {
            return Ok(());
        }
        return out.object(&Object { line: row.line, asked, hits, more, removed_count });
    }
    for (at, hit) in hits.iter().enumerate() {
        let mut cells: Vec<Cell> = vec![(row.line as f64).into()];
        cells.extend(hit.row(asked, at + 1));
        out.row(cells)?;
    }
    Ok(())
}

/// What was refused and left out, of the names and of the lists, and the sum.
fn notes<R: Read>(rows: &QueryRows<R>, sum: &Sum, lists: &Lists) -> Vec<Problem> {
    let mut notes = reading::notes(lists);
    for refusal in &rows.intake().refusals {
        let note = Problem::new(format!("refused {}: {}", refusal.count, refusal.reason));
        notes.push(refusal.samples.first().map_or(note.clone(), |place| note.at(place.clone())));
    }
    for left in rows.left_out() {
        notes.push(Problem::new(format!("left out {}: {}", left.count, left.reason)).at(left.first.clone()));
    }
    notes.push(Problem::new(sum.sentence()));
    notes
}
