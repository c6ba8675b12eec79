//! `thalweg baseline`: one file per verb below it.

mod aggregate;
mod check;
mod list;
mod pack;
mod show;
mod unpack;

use crate::console::Console;
use crate::diagnose::Failure;
use clap::Subcommand;

const EXAMPLES: &str = "\
Examples:
  thalweg baseline list
  thalweg baseline show world-2022";

/// What to do with baselines.
#[derive(Subcommand)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs", after_help = EXAMPLES)]
pub(crate) enum Verb {
    /// List the embedded baselines
    List(list::Arguments),
    /// Show source, licence, countries, sectors, balances, mean tariffs
    Show(show::Arguments),
    /// Report refused rows and why, accounting identities, what stands out
    Check(check::Arguments),
    /// Pack a folder of CSV files into one checksummed file
    Pack(pack::Arguments),
    /// Unpack a baseline into a folder of CSV files
    Unpack(unpack::Arguments),
    /// Merge countries and sectors as a map says
    Aggregate(aggregate::Arguments),
}

impl Verb {
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        match self {
            Self::List(arguments) => arguments.run(console),
            Self::Show(arguments) => arguments.run(console),
            Self::Check(arguments) => arguments.run(console),
            Self::Pack(arguments) => arguments.run(),
            Self::Unpack(arguments) => arguments.run(),
            Self::Aggregate(arguments) => arguments.run(),
        }
    }
}
