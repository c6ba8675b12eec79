//! `thalweg screen`: one file per verb below it.

mod diff;
mod lists;
mod owners;
mod reading;
mod sample;

use crate::console::Console;
use crate::diagnose::Failure;
use clap::Subcommand;

const EXAMPLES: &str = "\
Examples:
  thalweg screen sample
  thalweg screen lists list.csv";

/// What to ask of lists of sanctions.
#[derive(Subcommand)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs", after_help = EXAMPLES)]
pub(crate) enum Verb {
    /// Read lists as governments publish them, every row accounted for
    Lists(lists::Arguments),
    /// Tell what came, changed and went between two versions of a list
    Diff(diff::Arguments),
    /// Tell who is blocked because of who owns it, by the law of the US, EU and UK
    Owners(owners::Arguments),
    /// Write an invented list, names and owners, to try the others on
    Sample(sample::Arguments),
}

impl Verb {
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        match self {
            Self::Lists(arguments) => arguments.run(console),
            Self::Diff(arguments) => arguments.run(console),
            Self::Owners(arguments) => arguments.run(console),
            Self::Sample(arguments) => arguments.run(console),
        }
    }
}
