//! `thalweg talks`: one file per verb below it.

mod coalition;
mod deal;
mod frontier;
mod list;
mod menu;
mod patience;
mod play;
mod position;
mod war;

use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::Output;
use clap::Subcommand;

const EXAMPLES: &str = "\
Examples:
  thalweg talks position USA CHN
  thalweg talks deal usa-china
  thalweg talks frontier usa-china -o frontier.csv";

const LIST_EXAMPLES: &str = "\
Examples:
  thalweg talks list
  thalweg talks list -o games.csv";

const SHOW_EXAMPLES: &str = "\
Examples:
  thalweg talks show usa-china
  thalweg talks show majors > mine.toml";

/// What to ask about sides that talk: what each brings, would do alone, would sign, and would keep.
#[derive(Subcommand)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs", after_help = EXAMPLES)]
pub(crate) enum Verb {
    /// Show what each side brings: balances, dependence, tariffs, surplus
    Position(position::Arguments),
    /// Find what each would set alone, against all others
    War(war::Arguments),
    /// Find what all would sign, and what each concession is worth
    Deal(deal::Arguments),
    /// Find all deals that two sides could sign
    Frontier(frontier::Arguments),
    /// Find out whether the deal would be kept
    Patience(patience::Arguments),
    /// Find what every coalition inflicts on a target, and what it costs
    Coalition(coalition::Arguments),
    /// Find what each combination of policies is worth; a file for Gambit
    Menu(menu::Arguments),
    /// List the embedded games and what each asks
    #[command(after_help = LIST_EXAMPLES)]
    List {
        #[command(flatten)]
        output: Output,
    },
    /// Print an embedded game with its comments, to start from
    #[command(after_help = SHOW_EXAMPLES)]
    Show {
        /// The name of an embedded game
        name: String,
    },
}

impl Verb {
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        match self {
            Self::Position(arguments) => arguments.run(console),
            Self::War(arguments) => arguments.run(console),
            Self::Deal(arguments) => arguments.run(console),
            Self::Frontier(arguments) => arguments.run(console),
            Self::Patience(arguments) => arguments.run(console),
            Self::Coalition(arguments) => arguments.run(console),
            Self::Menu(arguments) => arguments.run(console),
            Self::List { output } => output.target()?.write(&list::List::new(), console),
            Self::Show { name } => list::show(&name),
        }
    }
}
