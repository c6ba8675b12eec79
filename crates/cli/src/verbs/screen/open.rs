//! The lists that are searched, and how.

use crate::diagnose::Failure;
use std::fs::File;
use thalweg_core::{Place, Problem};
use thalweg_screen::{ListReader, Lists, Mapping, Scoring, Settings};

/// Which lists.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ListArguments {
    /// Lists as governments publish them, or tables; plain or .gz
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    list: Vec<String>,
    /// What the columns of tables are, in TOML
    #[arg(long, value_name = "FILE")]
    mapping: Option<String>,
}

/// How hits are made.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct SettingArguments {
    /// Least score of a hit, above 0 and at most 1
    #[arg(long, value_name = "SCORE", default_value_t = Settings::default().threshold)]
    threshold: f64,
    /// Most hits for each name
    #[arg(long, value_name = "COUNT", default_value_t = Settings::default().limit)]
    limit: usize,
}

impl SettingArguments {
    pub(super) fn settings(&self, explain: bool) -> Result<Settings, Failure> {
        let scoring = Scoring::Probability;
        let settings = Settings { threshold: self.threshold, limit: self.limit, scoring, explain };
        settings.check().map_err(|error| Failure::Arguments(Problem::new(error.to_string())))?;
        Ok(settings)
    }
}

impl ListArguments {
    /// Reads them all.
    pub(super) fn read(&self) -> Result<Lists, Failure> {
        read(&self.list, self.mapping.as_deref())
    }
}

/// Reads lists by the names of their files.
pub(super) fn read(files: &[String], mapping: Option<&str>) -> Result<Lists, Failure> {
    let mut reader = ListReader::new();
    if let Some(path) = mapping {
        let text = std::fs::read_to_string(path).map_err(|error| unreadable(path, &error.to_string()))?;
        let mapping: Mapping = Mapping::parse(&text).map_err(|error| Problem::new(format!("{path}: {error}")))?;
        reader.mapping(mapping);
    }
    for path in files {
        let file = File::open(path).map_err(|error| unreadable(path, &error.to_string()))?;
        reader.file(path.clone(), file).map_err(|error| Problem::new(error.to_string()))?;
    }
    Ok(reader.finish())
}

fn unreadable(path: &str, words: &str) -> Problem {
    Problem::new(format!("cannot read `{path}`: {words}"))
}

/// What should be known of the lists: rows that were refused, files that break off.
pub(super) fn notes(lists: &Lists) -> Vec<Problem> {
    let mut notes = Vec::new();
    for file in &lists.files {
        for refusal in &file.intake.refusals {
            let note = Problem::new(format!("refused {}: {}", refusal.count, refusal.reason));
            notes.push(refusal.samples.first().map_or(note.clone(), |place| note.at(place.clone())));
        }
        if let Some((line, words)) = &file.broken {
            let place = Place::new(&file.source.file, *line as usize, "");
            notes.push(Problem::new(words.clone()).at(place));
        }
    }
    notes
}
