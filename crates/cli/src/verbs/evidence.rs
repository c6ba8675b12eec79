//! `thalweg evidence`: one file per verb below it.

mod replicate;

use crate::console::Console;
use crate::diagnose::Failure;
use clap::Subcommand;

const EXAMPLES: &str = "\
Examples:
  thalweg evidence replicate
  thalweg evidence replicate worlds --format csv";

/// What to ask about the record of the engines.
#[derive(Subcommand)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs", after_help = EXAMPLES)]
pub(crate) enum Verb {
    /// Run published results again: printed beside computed, cell by cell
    Replicate(replicate::Arguments),
}

impl Verb {
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        match self {
            Self::Replicate(arguments) => arguments.run(console),
        }
    }
}
