//! `thalweg baseline pack`.

use crate::diagnose::Failure;
use crate::file;
use std::path::PathBuf;
use thalweg_trade::{Baseline, baseline};

const EXAMPLES: &str = "\
Examples:
  thalweg baseline unpack world-2023 -o my-world
  thalweg baseline pack my-world -o my-world.thalweg";

/// What, and where to.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// A folder of CSV files (or an embedded baseline)
    folder: String,
    /// The file to write
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    file: PathBuf,
}

impl Arguments {
    pub(super) fn run(self) -> Result<(), Failure> {
        file::check(&self.file)?;
        let baseline = Baseline::open(&self.folder)?;
        Ok(file::write(&self.file, &baseline::pack(&baseline))?)
    }
}
