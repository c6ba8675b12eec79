//! `thalweg talks`: one file per verb below it.

mod position;

use crate::console::Console;
use crate::diagnose::Failure;
use clap::Subcommand;

const EXAMPLES: &str = "\
Examples:
  thalweg talks position USA CHN
  thalweg talks position USA EU --format json";

/// What to ask about two sides and what lies between them.
#[derive(Subcommand)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs", after_help = EXAMPLES)]
pub(crate) enum Verb {
    /// Show what each side brings: balances, dependence, tariffs, surplus
    Position(position::Arguments),
}

impl Verb {
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        match self {
            Self::Position(arguments) => arguments.run(console),
        }
    }
}
