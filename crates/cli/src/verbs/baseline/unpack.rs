//! `thalweg baseline unpack`.

use crate::diagnose::Failure;
use std::path::PathBuf;
use thalweg_trade::Baseline;

const EXAMPLES: &str = "\
Examples:
  thalweg baseline unpack world-2022 -o my-world
  thalweg baseline check my-world";

/// What, and where to.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// A packed file, or an embedded baseline
    baseline: String,
    /// The folder to write; made if there is none, refused if there is a baseline in it
    #[arg(short = 'o', long = "output", value_name = "FOLDER")]
    folder: PathBuf,
}

impl Arguments {
    pub(super) fn run(self) -> Result<(), Failure> {
        Ok(Baseline::open(&self.baseline)?.write_folder(&self.folder)?)
    }
}
