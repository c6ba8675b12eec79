//! `thalweg screen`: one file per verb below it.

mod given;
pub(crate) mod ship;

use crate::console::Console;
use crate::diagnose::Failure;
use clap::Subcommand;

/// What to ask of lists of sanctions, names and owners.
#[derive(Subcommand)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs", after_help = EXAMPLES)]
pub(crate) enum Verb {
    /// Tell all that lists and tables have of one ship, and who is behind it
    Ship(ship::Arguments),
}

const EXAMPLES: &str = "\
Examples:
  thalweg screen sample
  thalweg screen ship 9134270 --list list.csv";

impl Verb {
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        match self {
            Self::Ship(arguments) => arguments.run(console),
        }
    }
}
