//! `thalweg evidence sample`.

use crate::diagnose::Failure;
use crate::file;
use std::path::PathBuf;
use thalweg_evidence::SampleWorld;

const EXAMPLES: &str = "\
Examples:
  thalweg evidence sample world
  thalweg evidence sample noisy --elasticity 2 --noise 0.4 --seed 7";

/// What the world is like, and where it goes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The folder to write: panel/, baseline/, after/ and policy.csv
    folder: PathBuf,
    /// The trade elasticity of every sector
    #[arg(long, value_name = "NUMBER", default_value_t = 4.0)]
    elasticity: f64,
    /// What moves each flow for no reason: standard deviation in logs
    #[arg(long, value_name = "NUMBER", default_value_t = 0.1)]
    noise: f64,
    /// From which all chance comes
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

impl Arguments {
    pub(super) fn run(self) -> Result<(), Failure> {
        let Self { elasticity, noise, seed, folder } = self;
        let sample = SampleWorld { elasticity, noise, seed, ..SampleWorld::default() }.make()?;
        sample.baseline.write_folder(&folder.join("baseline"))?;
        sample.after.write_folder(&folder.join("after"))?;
        for year in sample.panel.flows.keys() {
            let path = folder.join(format!("panel/flows_{year}.csv"));
            file::write(&path, sample.panel.csv(*year)?.as_bytes())?;
        }
        file::write(&folder.join("policy.csv"), sample.policy.csv().as_bytes())?;
        Ok(())
    }
}
