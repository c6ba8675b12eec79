//! `thalweg screen lists`.

use super::reading::{self, Tables};
use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::output::{Answer, Output, drawn, json_lines};
use crate::wrap::wrap;
use std::path::PathBuf;
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_screen::Lists;

const EXAMPLES: &str = "\
Examples:
  thalweg screen sample
  thalweg screen lists list.csv
  thalweg screen lists list.csv --entities --format csv
  thalweg screen lists list.csv list-old.csv -o lists.parquet";

/// Which files, and in which form the answer comes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Lists, plain or packed by gzip; the files of one list in any order; - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    tables: Tables,
    /// Print the records themselves
    #[arg(long)]
    entities: bool,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.target()?;
        let lists = self.tables.read(&self.files)?;
        if self.entities {
            target.write(&Records(&lists), console)?;
        } else {
            target.write(&Files(&lists), console)?;
        }
        diagnose::notes(&reading::notes(&lists), console);
        reading::close(&lists)
    }
}

/// What was read.
struct Files<'a>(&'a Lists);

impl Answer for Files<'_> {
    const MAIN: &'static str = "files";

    fn json(&self) -> serde_json::Result<String> {
        json_lines(self.0.summaries())
    }

    fn tables(&self) -> Vec<Table> {
        self.0.tables()
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let width = usize::from(page.width);
        let mut text: String = self.0.summaries().iter().map(|file| wrap(&file.sentence(), width)).collect();
        let tables = self.0.tables();
        let shown =
            |table: &&Table| ["refused", "notes"].contains(&table.name.as_str()) && !table.rows.is_empty();
        let counts = self.0.counts_table();
        text.push('\n');
        text.push_str(&drawn(std::iter::once(&counts).chain(tables.iter().filter(shown)), page)?);
        Ok(text)
    }
}

/// The records.
struct Records<'a>(&'a Lists);

impl Answer for Records<'_> {
    const MAIN: &'static str = "entities";

    fn json(&self) -> serde_json::Result<String> {
        json_lines(&self.0.entities)
    }

    fn tables(&self) -> Vec<Table> {
        self.0.tables()
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let tables = self.0.tables();
        drawn(tables.iter().filter(|table| table.name == "entities"), page)
    }
}
