//! `thalweg screen diff`.

use super::reading::{self, Tables};
use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::output::{Answer, Output, drawn, json_lines};
use std::path::{Path, PathBuf};
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_screen::{Diff, ListReader, NameSet};

const EXAMPLES: &str = "\
Examples:
  thalweg screen sample
  thalweg screen diff list-old.csv list.csv
  thalweg screen diff list-old.csv list.csv --names names.csv --format csv";

/// Which two versions, and in which form the answer comes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The older version: a file, or a folder with the files of it
    old: PathBuf,
    /// The newer version
    new: PathBuf,
    /// Only what concerns these names: CSV with a column `name`
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    #[command(flatten)]
    tables: Tables,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.target()?;
        let names = self.names.as_deref().map(names).transpose()?;
        let (old, new) = (self.tables.read(&[self.old])?, self.tables.read(&[self.new])?);
        let diff = match &names {
            Some(names) => Diff::about(&old, &new, |entity| names.has(entity)),
            None => Diff::of(&old, &new),
        };
        target.write(&Told(diff), console)?;
        let mut notes = reading::notes(&old);
        notes.extend(reading::notes(&new));
        diagnose::notes(&notes, console);
        reading::close(&old)?;
        reading::close(&new)
    }
}

/// The names in a table.
fn names(path: &Path) -> Result<NameSet, Failure> {
    let name = path.display().to_string();
    let file = std::fs::File::open(path).map_err(|error| reading::unreadable(&name, &error))?;
    let mut reader = ListReader::new();
    reader.file(name, file).map_err(|error| Problem::new(error.to_string()))?;
    let lists = reader.finish();
    let all = lists.entities.iter().flat_map(|entity| &entity.names).map(|name| &name.text);
    Ok(NameSet::of(all))
}

/// What changed.
struct Told(Diff);

impl Answer for Told {
    const MAIN: &'static str = "changes";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.0])
    }

    fn tables(&self) -> Vec<Table> {
        self.0.tables()
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let diff = &self.0;
        let counts = (diff.added.len(), diff.changed.len(), diff.removed.len(), diff.same);
        let sentence = format!(
            "{} added, {} changed, {} removed, {} the same.\n",
            counts.0, counts.1, counts.2, counts.3
        );
        let tables = [diff.short_table()];
        Ok(sentence + "\n" + &drawn(tables.iter().filter(|table| !table.rows.is_empty()), page)?)
    }
}
