//! `thalweg talks patience`.

use super::play::{Asked, Bargaining, table, with_columns, words};
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, json_lines};
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_talks::{Agenda, Negotiation};

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
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let agenda = Agenda { war: true, every_rule: false, deal: true, frontier: None, patience: true };
        let played = self.asked.play(&self.bargaining, agenda)?;
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
        let sentences = words::deal(&self.0).into_iter().chain(words::patience(&self.0)).collect();
        super::play::page(sentences, patience, &self.0, page)
    }
}
