//! `thalweg screen`: one file per verb below it.

mod found;
mod names;
mod open;
mod replay;
mod search;

use crate::console::Console;
use crate::diagnose::Failure;
use clap::Subcommand;

const EXAMPLES: &str = "\
Examples:
  thalweg screen sample -o samples/
  thalweg screen search 'Blue Heron' --list samples/list.csv";

/// What to ask of lists of sanctions.
#[derive(Subcommand)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs", after_help = EXAMPLES)]
pub(crate) enum Verb {
    /// Look for names and numbers in lists, and say why each hit is one
    Search(search::Arguments),
    /// Look for all names of a file, however many
    File(names::Arguments),
    /// Ask again what an audit record asked, and compare to the last bit
    Replay(replay::Arguments),
}

impl Verb {
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        match self {
            Self::Search(arguments) => arguments.run(console),
            Self::File(arguments) => arguments.run(console),
            Self::Replay(arguments) => arguments.run(console),
        }
    }
}
