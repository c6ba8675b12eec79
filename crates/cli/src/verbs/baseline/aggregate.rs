//! `thalweg baseline aggregate`.

use crate::diagnose::Failure;
use std::path::PathBuf;
use thalweg_trade::Baseline;
use thalweg_trade::baseline::{Map, aggregate};

const EXAMPLES: &str = "\
The map says what becomes one; what it leaves out stays as it is:
  [countries]
  NAM = [\"USA\", \"CAN\", \"MEX\"]       # codes or groups
  ROW = \"*\"                         # everything that no other line takes
  [sectors]
  goods = \"tradable\"

Examples:
  echo 'sectors.goods = \"tradable\"' > map.toml
  thalweg baseline aggregate world-2022 map.toml -o small
  thalweg baseline show small";

/// What, how, and where to.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// An embedded baseline, a folder, or a packed file
    baseline: String,
    /// The TOML file that says which countries and sectors become one
    map: PathBuf,
    /// The folder to write; made if there is none, refused if there is a baseline in it
    #[arg(short = 'o', long = "output", value_name = "FOLDER")]
    folder: PathBuf,
}

impl Arguments {
    pub(super) fn run(self) -> Result<(), Failure> {
        let map = Map::read(&self.map)?;
        Ok(aggregate(&Baseline::open(&self.baseline)?, &map)?.write_folder(&self.folder)?)
    }
}
