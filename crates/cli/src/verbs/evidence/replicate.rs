//! `thalweg evidence replicate`.

mod ossa;

use super::with_columns;
use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::output::{Answer, Output, drawn, json_lines};
use crate::progress::Steps;
use crate::wrap::wrap;
use std::path::{Path, PathBuf};
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table, nearest};
use thalweg_evidence::replication::{ComparedRow, Replication, Source};

const EXAMPLES: &str = "\
Without --data only what the embedded worlds allow is run; the rest is listed as
not run, with the folder that it needs.

Examples:
  thalweg evidence replicate
  thalweg evidence replicate worlds -o trust.csv";

/// Which results, and where their data are.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// worlds, majors-2017, caliendo-parro-2015, ossa-2014, liberation-day-2025 [default: all]
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
    /// The folder of the papers' data: `baselines` and `papers` stand in it
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.target()?;
        let sources = self.sources.iter().map(|word| source(word)).collect::<Result<Vec<Source>, _>>()?;
        let data = self.data.as_deref();
        if let Some(folder) = data.filter(|folder| !folder.is_dir()) {
            let problem = Problem::new(format!("there is no folder `{}`", folder.display()));
            return Err(problem.help("name the folder that has `baselines` and `papers` in it").into());
        }
        let mut all = Replication::default();
        let progress = Steps::new();
        for source in Source::ALL.into_iter().filter(|one| sources.is_empty() || sources.contains(one)) {
            progress.show(source.reference());
            all.add(compared(source, data)?);
        }
        drop(progress);
        target.write(&Trust(all.clone()), console)?;
        diagnose::notes(&not_run(&all), console);
        Ok(())
    }
}

fn source(word: &str) -> Result<Source, Failure> {
    let words = Source::ALL.map(Source::word);
    Source::ALL.into_iter().find(|source| source.word() == word).ok_or_else(|| {
        let help = match nearest(word, words) {
            Some(near) => format!("the nearest known word is `{near}`"),
            None => format!("sources: {}", words.join(", ")),
        };
        Failure::Arguments(Problem::new(format!("no published results are called `{word}`")).help(help))
    })
}

/// The numbers of a source; what governments choose is found by the engine for talks.
fn compared(source: Source, data: Option<&Path>) -> Result<Vec<ComparedRow>, Failure> {
    match (source, source.found(data)) {
        (Source::Ossa, Some(folder)) => ossa::compare(&folder),
        _ => Ok(source.compare(data)?),
    }
}

/// What was not run, in words: one note for each reason.
fn not_run(all: &Replication) -> Vec<Problem> {
    let mut notes: Vec<Problem> = Vec::new();
    for row in all.rows.iter().filter(|row| row.verdict == "not run") {
        let note = Problem::new(format!("not run: `{}`", row.source)).help(row.why.clone());
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}

/// The table of trust.
struct Trust(Replication);

impl Trust {
    /// The answer in a sentence.
    fn sentence(&self) -> String {
        let sources = self.0.sources();
        let sum = |count: fn(&thalweg_evidence::replication::SourceRow) -> f64| {
            sources.iter().map(count).sum::<f64>()
        };
        let run = sum(|row| row.cells - row.not_run);
        let met = sum(|row| row.met);
        let (part, missed) = (sum(|row| row.met_in_part), sum(|row| row.not_met));
        match (part, missed) {
            (0.0, 0.0) => format!("All {run} numbers that were run are met to every printed digit.\n"),
            _ => format!(
                "{met} of {run} numbers are met to every printed digit, {part} to fewer, {missed} are not.\n"
            ),
        }
    }
}

impl Answer for Trust {
    const MAIN: &'static str = "cells";

    fn json(&self) -> serde_json::Result<String> {
        json_lines(&self.0.rows)
    }

    fn tables(&self) -> Vec<Table> {
        self.0.tables()
    }

    /// Sources, the numbers that are not met, and why; all numbers are in the other forms.
    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let missed = Replication { rows: self.0.rows.iter().filter(|row| is_missed(row)).cloned().collect() };
        let counts = ["source", "cells", "met", "met_in_part", "not_met", "not_run"];
        let sources = with_columns(&self.0.sources_table(), &counts);
        let numbers = ["table", "who", "what", "published", "computed", "verdict"];
        let mut cells = with_columns(&missed.cells_table(), &numbers);
        "Numbers that are not met to every digit".clone_into(&mut cells.title);
        let shown = [&sources, &cells].into_iter().filter(|table| !table.rows.is_empty());
        let mut text = format!("{}\n{}", self.sentence(), drawn(shown, page)?);
        for reason in reasons(&missed) {
            text.push_str(&format!("\n{reason}"));
        }
        Ok(text)
    }
}

/// Whether a number was run and is not met to every digit.
fn is_missed(row: &ComparedRow) -> bool {
    row.verdict != "met" && row.verdict != "not run"
}

/// Why numbers are not met, once for each table.
fn reasons(missed: &Replication) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for row in &missed.rows {
        let reason = wrap(&format!("{}, {}: {}.", row.source, row.table, row.why), PAGE);
        if !row.why.is_empty() && !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

/// Width of a sentence.
const PAGE: usize = 80;
