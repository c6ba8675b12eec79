//! The lists that are searched, and how.

use super::reading::{self, Tables};
use crate::diagnose::Failure;
use std::path::PathBuf;
use thalweg_core::Problem;
use thalweg_screen::{Lists, Scoring, Settings};

/// Which lists.
#[derive(clap::Args)]
pub(super) struct ListArguments {
    /// Lists as governments publish them, or tables; plain or .gz
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    list: Vec<PathBuf>,
    #[command(flatten)]
    tables: Tables,
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
    /// How names are scored: probability, or ofac as its own search does
    #[arg(long, value_name = "SCALE", default_value = "probability", hide_possible_values = true)]
    score: Scale,
}

/// How names are scored.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Scale {
    Probability,
    Ofac,
}

impl SettingArguments {
    pub(super) fn settings(&self, explain: bool) -> Result<Settings, Failure> {
        let scoring = match self.score {
            Scale::Probability => Scoring::Probability,
            Scale::Ofac => Scoring::Ofac,
        };
        let settings = Settings { threshold: self.threshold, limit: self.limit, scoring, explain };
        settings.check().map_err(|error| Failure::Arguments(Problem::new(error.to_string())))?;
        Ok(settings)
    }
}

impl ListArguments {
    /// Reads them all. A list that breaks off is no list to search: what it lacks would be missed in silence.
    pub(super) fn read(&self) -> Result<Lists, Failure> {
        let lists = self.tables.read(&self.list)?;
        reading::close(&lists)?;
        Ok(lists)
    }
}
