//! `thalweg oil`: one file per verb below it.

mod anchors;
mod buyers;
mod cap;
mod discount;
mod fleet;
mod import;
mod list;
mod listings;
mod path;
mod predict;
mod solve;
mod text;
mod worth;

use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::Output;
use clap::Subcommand;
use thalweg_oil::{Baseline, Draws, Scenario, World};

const EXAMPLES: &str = "\
Examples:
  thalweg oil solve price-cap
  thalweg oil worth price-cap --seller RUS
  thalweg oil cap price-cap --seller RUS
  thalweg oil path price-cap";

const LIST_EXAMPLES: &str = "\
Examples:
  thalweg oil list
  thalweg oil list -o scenarios.csv";

const SHOW_EXAMPLES: &str = "\
Examples:
  thalweg oil show price-cap
  thalweg oil show embargo > mine.toml";

/// What enforcement does to the oil market: volumes, discounts, freight, revenue.
#[derive(Subcommand)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs", after_help = EXAMPLES)]
pub(crate) enum Verb {
    /// Solve a scenario: who sells to whom, at which price and discount
    Solve(solve::Arguments),
    /// Rank what one more listed ship, refinery or terminal is worth
    Worth(worth::Arguments),
    /// Draw revenue against the number of tankers listed
    Listings(listings::Arguments),
    /// Tell who buys the oil that sanctions are about
    Buyers(buyers::Arguments),
    /// Take the discount of a seller apart
    Discount(discount::Arguments),
    /// Draw the curve of price caps against revenue and the world price
    Cap(cap::Arguments),
    /// Follow the building of a shadow fleet over quarters
    Path(path::Arguments),
    /// Predict a matrix of crude movements from an earlier one
    Predict(predict::Arguments),
    /// Make a baseline of your own from a matrix of crude movements
    Import(import::Arguments),
    /// Show published discounts beside the model's own numbers
    Anchors(anchors::Arguments),
    /// List the embedded scenarios and what each asks
    #[command(after_help = LIST_EXAMPLES)]
    List {
        #[command(flatten)]
        output: Output,
    },
    /// Print an embedded scenario with its comments, to start from
    #[command(after_help = SHOW_EXAMPLES)]
    Show {
        /// The name of an embedded scenario
        name: String,
    },
}

impl Verb {
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        match self {
            Self::Solve(arguments) => arguments.run(console),
            Self::Worth(arguments) => arguments.run(console),
            Self::Listings(arguments) => arguments.run(console),
            Self::Buyers(arguments) => arguments.run(console),
            Self::Discount(arguments) => arguments.run(console),
            Self::Cap(arguments) => arguments.run(console),
            Self::Path(arguments) => arguments.run(console),
            Self::Predict(arguments) => arguments.run(console),
            Self::Import(arguments) => arguments.run(console),
            Self::Anchors(arguments) => arguments.run(console),
            Self::List { output } => output.target()?.write(&list::List::new(), console),
            Self::Show { name } => list::show(&name),
        }
    }
}

/// A scenario, and the baseline that it is put on.
#[derive(clap::Args)]
struct Asked {
    /// An embedded scenario, or a file
    #[arg(value_name = "SCENARIO")]
    scenario: String,
    /// A baseline in place of the scenario's: an embedded one, or a folder
    #[arg(long, value_name = "BASELINE")]
    baseline: Option<String>,
}

impl Asked {
    fn open(&self) -> Result<(World, Scenario), Failure> {
        let scenario = Scenario::open(&self.scenario)?;
        let named = self.baseline.as_deref().or(scenario.baseline.as_deref()).unwrap_or(Baseline::DEFAULT);
        Ok((World::new(Baseline::open(named)?)?, scenario))
    }
}

/// How many worlds are drawn for an interval.
#[derive(clap::Args)]
struct Drawn {
    /// Draws of the uncertain numbers for the interval; 0 for none
    #[arg(long, value_name = "N", default_value_t = 100)]
    draws: usize,
    /// Seed of the draws
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

impl Drawn {
    fn draws(&self) -> Draws {
        Draws::new(self.draws, self.seed)
    }
}
