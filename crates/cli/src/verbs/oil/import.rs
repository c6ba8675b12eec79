//! `thalweg oil import`.

use super::text::{paragraph, plain};
use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::file;
use crate::output::print;
use std::io::Read;
use std::path::{Path, PathBuf};
use thalweg_core::{Problem, Text};
use thalweg_oil::{Areas, Imported, Movements, Wanted, embedded_baselines, sample_movements};

const EXAMPLES: &str = "\
FILE is your copy of the Statistical Review's workbook (.xlsx), or a CSV file
with from, to, million_tonnes. --sample writes an invented one.

Examples:
  thalweg oil import --sample sample.csv
  thalweg oil import sample.csv -o mine
  thalweg oil solve embargo --baseline mine";

/// A matrix, and where the baseline goes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// A file of movements: a workbook or CSV
    #[arg(value_name = "FILE", required_unless_present = "sample")]
    file: Option<String>,
    /// The folder to write; refused if there is a baseline in it
    #[arg(short = 'o', long = "output", value_name = "FOLDER", required_unless_present = "sample")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    part: Part,
    /// A table of areas in place of the embedded one
    #[arg(long, value_name = "FILE")]
    areas: Option<String>,
    /// Write an invented matrix to FILE, to try things out with
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "folder", "year", "sheet", "areas"])]
    sample: Option<PathBuf>,
}

/// Which part of a file of movements is meant.
#[derive(clap::Args)]
pub(super) struct Part {
    /// The year, where the file has several or none
    #[arg(long, value_name = "YEAR")]
    year: Option<i32>,
    /// The sheet of the workbook, where its name does not tell it
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
}

/// One byte more than the engine reads: a larger file is refused, and not held.
const MOST: u64 = (64 << 20) + 1;

fn bytes(path: &str) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(MOST).read_to_end(&mut bytes));
    read.map_err(|error| Problem::new(format!("`{path}` cannot be read: {error}")))?;
    Ok(bytes)
}

impl Part {
    /// Whether any part is named.
    pub(super) fn is_named(&self) -> bool {
        self.year.is_some() || self.sheet.is_some()
    }

    /// Reads a file of movements, and says which rows were refused.
    pub(super) fn movements(&self, path: &str, console: &Console) -> Result<Movements, Failure> {
        let wanted = Wanted { year: self.year, sheet: self.sheet.clone() };
        let movements = Movements::read(path, &bytes(path)?, &wanted)?;
        diagnose::notes(&movements.intake.notes().collect::<Vec<_>>(), console);
        Ok(movements)
    }
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        if let Some(sample) = &self.sample {
            return Ok(file::write(sample, sample_movements().as_bytes())?);
        }
        let (path, folder) = (self.file.unwrap_or_default(), self.folder.unwrap_or_default());
        check(&folder)?;
        let areas = match &self.areas {
            Some(table) => Areas::parse(&Text::from_bytes(table, &bytes(table)?)?)?,
            None => Areas::embedded()?,
        };
        let movements = self.part.movements(&path, console)?;
        let name = folder.file_name().map_or_else(|| "mine".into(), |name| name.to_string_lossy());
        let imported = Imported::new(&name, &movements, &areas)?;
        // the head comes last: without it no baseline is there
        for (file, text) in imported.files.iter().rev() {
            file::write(&folder.join(file), text.as_bytes())?;
        }
        diagnose::notes(&imported.notes.iter().map(Problem::new).collect::<Vec<_>>(), console);
        print(paragraph(&sentences(&imported, &folder), &console.page()).as_bytes())
    }
}

/// A folder that holds a baseline is somebody's work, and one with an embedded name would never be opened.
fn check(folder: &Path) -> Result<(), Problem> {
    if embedded_baselines().iter().any(|name| Path::new(name) == folder) {
        let problem = Problem::new(format!("`{}` is the name of an embedded baseline", folder.display()));
        return Err(problem.help("choose another name"));
    }
    if folder.join("oil.toml").exists() {
        let problem = Problem::new(format!("`{}` holds a baseline already", folder.display()));
        return Err(problem.help("name a folder without one"));
    }
    Ok(())
}

fn sentences(imported: &Imported, folder: &Path) -> Vec<String> {
    let baseline = &imported.baseline;
    let mut sentences = vec![format!(
        "{}: {} and {}, {} million tonnes of {}.",
        baseline.about.name,
        counted(baseline.origins.len(), "origin"),
        counted(baseline.buyers.len(), "buyer"),
        plain(imported.carried),
        baseline.about.year
    )];
    let small: f64 = imported.left_out.iter().map(|one| one.amount).sum();
    if !imported.left_out.is_empty() {
        let count = imported.left_out.len();
        let form = if count == 1 { "movement" } else { "movements" };
        sentences
            .push(format!("{count} {form} below 0.05 million tonnes left out, {} together.", plain(small)));
    }
    sentences.push("Areas are coarse, and most of what is beside the flows is an assumption:".to_owned());
    sentences
        .push(format!("`note` in {} and the columns `source` say which.", folder.join("oil.toml").display()));
    sentences
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
