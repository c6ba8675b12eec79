//! Tables of trade statistics, as the arguments name them.

use crate::diagnose::Failure;
use std::fs::File;
use std::path::{Path, PathBuf};
use thalweg_core::Problem;
use thalweg_mirror::{Countries, Flow, Ledger, Mapping, Options, Source, embedded_table, read};

/// Which tables, and how to understand them.
#[derive(clap::Args)]
pub(super) struct Input {
    /// Tables of trade statistics, or the embedded eu-neighbours
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Tables that hold exports only and do not say so
    #[arg(long, value_name = "FILE")]
    exports: Vec<PathBuf>,
    /// Tables that hold imports only and do not say so
    #[arg(long, value_name = "FILE")]
    imports: Vec<PathBuf>,
    /// Which column is what, in TOML, for tables that we do not know
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Only products whose codes begin so
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    product: Vec<String>,
}

/// What was read.
pub(crate) struct Given {
    pub(crate) ledger: Ledger,
    pub(crate) sources: Vec<Source>,
}

/// Reads tables that tell themselves which flow each row is.
pub(crate) fn read_tables(files: &[PathBuf], countries: &Countries) -> Result<Given, Failure> {
    let input = Input {
        files: files.to_vec(),
        exports: Vec::new(),
        imports: Vec::new(),
        mapping: None,
        product: Vec::new(),
    };
    input.read(countries)
}

impl Input {
    pub(super) fn read(&self, countries: &Countries) -> Result<Given, Failure> {
        let mapping = self.mapping.as_deref().map(mapping).transpose()?;
        let mut given = Given { ledger: Ledger::new(), sources: Vec::new() };
        let all =
            [(&self.files, None), (&self.exports, Some(Flow::Export)), (&self.imports, Some(Flow::Import))];
        for (files, flow) in all {
            for path in files {
                let options =
                    Options { countries, flow, mapping: mapping.clone(), products: self.product.clone() };
                let name = path.display().to_string();
                let source = match embedded_table(&name).filter(|_| !path.exists()) {
                    Some(text) => read(text.as_bytes(), &name, &options, &mut given.ledger)?,
                    None => {
                        let file = File::open(path).map_err(|error| unreadable(&name, &error))?;
                        read(file, &name, &options, &mut given.ledger)?
                    }
                };
                given.sources.push(source);
            }
        }
        if given.sources.is_empty() {
            let problem = Problem::new("no table of trade statistics is named");
            return Err(Failure::Arguments(problem.help("`thalweg mirror sample` writes one to try")));
        }
        Ok(given)
    }
}

fn mapping(path: &Path) -> Result<Mapping, Failure> {
    Ok(Mapping::parse(&text(path)?)?)
}

pub(super) fn text(path: &Path) -> Result<String, Failure> {
    let name = path.display().to_string();
    Ok(std::fs::read_to_string(path).map_err(|error| unreadable(&name, &error))?)
}

fn unreadable(name: &str, error: &std::io::Error) -> Problem {
    Problem::new(format!("cannot read `{name}`: {error}"))
}

impl Given {
    /// What was refused, reason by reason, with the first row of each.
    pub(crate) fn notes(&self) -> Vec<Problem> {
        let mut notes = Vec::new();
        for source in &self.sources {
            for refusal in &source.intake.refusals {
                let rows = if refusal.count == 1 { "row" } else { "rows" };
                let message =
                    format!("{} {rows} of `{}`: {}", refusal.count, source.intake.file, refusal.reason);
                let mut note = Problem::new(message);
                note.place = refusal.samples.first().cloned();
                let names = source.unknown.iter().take(8).cloned().collect::<Vec<_>>().join(", ");
                if refusal.reason.contains("no country") && !names.is_empty() {
                    note = note.help(format!("unknown are: {names}"));
                }
                notes.push(note);
            }
        }
        notes
    }
}
