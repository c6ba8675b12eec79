//! `thalweg screen`: one file per verb below it.

mod diff;
mod found;
pub(crate) mod given;
mod lists;
mod names;
mod open;
mod owners;
pub(crate) mod reading;
mod replay;
mod sample;
mod search;
pub(crate) mod ship;

use crate::console::Console;
use crate::diagnose::Failure;
use clap::Subcommand;

const EXAMPLES: &str = "\
Examples:
  thalweg screen sample
  thalweg screen lists list.csv";

/// What to ask of lists of sanctions, names and owners.
#[derive(Subcommand)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs", after_help = EXAMPLES)]
pub(crate) enum Verb {
    /// Look for names and numbers in lists, and say why each hit is one
    Search(search::Arguments),
    /// Look for all names of a file, however many
    File(names::Arguments),
    /// Ask again what an audit record asked, and compare to the last bit
    Replay(replay::Arguments),
    /// Tell who is blocked because of who owns it, by the law of the US, EU and UK
    Owners(owners::Arguments),
    /// Tell all that lists and tables have of one ship, and who is behind it
    Ship(ship::Arguments),
    /// Read lists as governments publish them, every row accounted for
    Lists(lists::Arguments),
    /// Tell what came, changed and went between two versions of a list
    Diff(diff::Arguments),
    /// Write an invented list, names and owners, to try the others on
    Sample(sample::Arguments),
}

impl Verb {
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        match self {
            Self::Search(arguments) => arguments.run(console),
            Self::File(arguments) => arguments.run(console),
            Self::Replay(arguments) => arguments.run(console),
            Self::Owners(arguments) => arguments.run(console),
            Self::Ship(arguments) => arguments.run(console),
            Self::Lists(arguments) => arguments.run(console),
            Self::Diff(arguments) => arguments.run(console),
            Self::Sample(arguments) => arguments.run(console),
        }
    }
}
