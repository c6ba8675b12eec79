//! `thalweg evidence`: one file per verb below it.

mod agreement;
mod asked;
mod backtest;
mod estimate;
mod record;
mod replicate;
mod sample;

use crate::console::Console;
use crate::diagnose::Failure;
use clap::Subcommand;
use thalweg_core::Table;

const EXAMPLES: &str = "\
Examples:
  thalweg evidence record
  thalweg evidence sample .
  thalweg evidence estimate panel --policy policy.csv --baseline baseline";

/// What to ask of the past: what trade made of tariffs, and how the model would have done.
#[derive(Subcommand)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs", after_help = EXAMPLES)]
pub(crate) enum Verb {
    /// Estimate elasticities by year and sector, with placebo policies
    Estimate(estimate::Arguments),
    /// Judge the model by what came after a policy
    Backtest(backtest::Arguments),
    /// Ask whether trade shows an agreement on tariffs, and could show it
    Agreement(agreement::Arguments),
    /// Show how it would have done in the trade war of 2018 and 2019
    Record(record::Arguments),
    /// Run published results again: printed beside computed, cell by cell
    Replicate(replicate::Arguments),
    /// Write a small made-up world with a known elasticity, to try it on
    Sample(sample::Arguments),
}

impl Verb {
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        match self {
            Self::Estimate(arguments) => arguments.run(console),
            Self::Backtest(arguments) => arguments.run(console),
            Self::Agreement(arguments) => arguments.run(console),
            Self::Record(arguments) => arguments.run(console),
            Self::Replicate(arguments) => arguments.run(console),
            Self::Sample(arguments) => arguments.run(),
        }
    }
}

/// A table with some of its columns, as fit a terminal.
fn with_columns(table: &Table, names: &[&str]) -> Table {
    let places: Vec<usize> = names
        .iter()
        .filter_map(|name| table.columns.iter().position(|column| column.name == *name))
        .collect();
    let columns = places.iter().map(|at| table.columns[*at].clone()).collect();
    let rows = table.rows.iter().map(|row| places.iter().map(|at| row[*at].clone()).collect()).collect();
    Table { columns, rows, ..table.clone() }
}
