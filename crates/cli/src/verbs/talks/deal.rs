//! `thalweg talks deal`.

use super::play::short;
use super::play::{Asked, Bargaining, draws, table, with_columns, words};
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, json_lines};
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_talks::{Agenda, Negotiation};
use thalweg_trade::Draws;

const EXAMPLES: &str = "\
Examples:
  thalweg talks deal usa-china
  thalweg talks deal russian-oil
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
    /// All that can be asked: every rule, the frontier, whether it lasts
    #[arg(long)]
    everything: bool,
    /// Draw the elasticities N times: how sure is it that the deal is signed and kept?
    #[arg(long, value_name = "N", value_parser = draws)]
    draws: Option<usize>,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let draws = self.draws.map(|count| Draws { count, seed: self.asked.seed() });
        let all = Agenda { draws, ..Agenda::all(Agenda::POINTS) };
        let agenda = if self.everything {
            all
        } else {
            Agenda { war: false, every_rule: self.every_rule, frontier: None, patience: false, ..all }
        };
        let played = self.asked.play(&self.bargaining, agenda, console)?;
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
        let tables = tables.chain(table(&self.0, "sureness")).chain(table(&self.0, "terms"));
        let tables = tables.chain(short::worth(&self.0));
        let sentences = words::deal(&self.0).into_iter().chain(words::sureness(&self.0)).collect();
        super::play::page(sentences, tables, &self.0, page)
    }
}
