//! `thalweg mirror sample`.

use crate::diagnose::Failure;
use crate::file;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  thalweg mirror sample
  thalweg mirror sample invented";

/// Where to.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The folder for trade.csv, taxes.csv and production.csv
    #[arg(default_value = ".", hide_default_value = true)]
    folder: PathBuf,
}

impl Arguments {
    pub(super) fn run(self) -> Result<(), Failure> {
        std::fs::create_dir_all(&self.folder)
            .map_err(|error| file::unwritable(&self.folder.display().to_string(), &error))?;
        for (name, text) in thalweg_mirror::sample() {
            file::write(&self.folder.join(name), text.as_bytes())?;
        }
        Ok(())
    }
}
