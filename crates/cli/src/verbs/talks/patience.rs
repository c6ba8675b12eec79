//! `thalweg talks patience`.

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
  thalweg talks patience usa-china
  thalweg talks patience majors --threat status-quo";

/// Which game, and what is bargained over.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    bargaining: Bargaining,
    /// Discount factor at which it is asked who keeps the deal, and what would be kept
    #[arg(long, value_name = "DELTA", value_parser = delta)]
    delta: Option<f64>,
    /// Draw the elasticities N times: how sure is it that the deal is signed and kept?
    #[arg(long, value_name = "N", value_parser = draws)]
    draws: Option<usize>,
    #[command(flatten)]
    output: Output,
}

fn delta(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(delta) if (0.0..1.0).contains(&delta) => Ok(delta),
        Ok(_) => Err("a discount factor is at least 0 and below 1".to_owned()),
        Err(_) => Err("not a number".to_owned()),
    }
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let agenda = Agenda {
            war: true,
            every_rule: false,
            deal: true,
            frontier: None,
            patience: true,
            draws: self.draws.map(|count| Draws { count, seed: self.asked.seed() }),
        };
        let played = self.asked.with_delta(self.delta).play(&self.bargaining, agenda, console)?;
        target.write(&Played(played), console)
    }
}

/// What the game came to.
struct Played(Negotiation);

impl Answer for Played {
    const MAIN: &'static str = "patience";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.0])
    }

    fn tables(&self) -> Vec<Table> {
        self.0.tables()
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let columns = [
            "player",
            "verdict",
            "deal_pct",
            "breach_pct",
            "war_pct",
            "delta",
            "delta_equivalent",
            "answer_within_years",
        ];
        let patience = table(&self.0, "patience").map(|table| with_columns(table, &columns));
        let sentences = words::deal(&self.0).into_iter().chain(words::patience(&self.0));
        let sentences = sentences.chain(words::sureness(&self.0)).collect();
        let tables = patience.into_iter().chain(table(&self.0, "kept")).chain(table(&self.0, "sureness"));
        super::play::page(sentences, tables, &self.0, page)
    }
}
