//! `thalweg talks deal`.

use super::play::short;
use super::play::{Asked, Bargaining, table, with_columns, words};
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, json_lines};
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_talks::{Agenda, Negotiation};

const EXAMPLES: &str = "\
Examples:
  thalweg talks deal usa-china
  thalweg talks deal majors --threat status-quo --rule nash";

/// Which game, and what is bargained over.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    bargaining: Bargaining,
    /// The deals of all three rules side by side
    #[arg(long)]
    every_rule: bool,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let agenda =
            Agenda { war: false, every_rule: self.every_rule, deal: true, frontier: None, patience: false };
        let played = self.asked.play(&self.bargaining, agenda)?;
        target.write(&Played(played), console)
    }
}

/// What the game came to.
struct Played(Negotiation);

impl Answer for Played {
    const MAIN: &'static str = "deals";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.0])
    }

    fn tables(&self) -> Vec<Table> {
        self.0.tables()
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let names = ["rule", "party", "without_pct", "deal_pct", "gain_pct", "weight", "mean_rate_pct"];
        let deals = table(&self.0, "deals").map(|table| with_columns(table, &names));
        let tables = deals.into_iter().chain(short::concessions(&self.0)).chain(short::thirds(&self.0));
        let tables = tables.chain(table(&self.0, "terms"));
        super::play::page(words::deal(&self.0), tables, &self.0, page)
    }
}
