//! `thalweg talks war`.

use super::play::{Asked, Bargaining, table, with_columns, words};
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, json_lines};
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_talks::{Agenda, Negotiation};

const EXAMPLES: &str = "\
Examples:
  thalweg talks war usa-china
  thalweg talks war majors --format csv";

/// Which game.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let agenda = Agenda {
            war: true,
            every_rule: false,
            deal: false,
            frontier: None,
            patience: false,
            draws: None,
        };
        let played = self.asked.play(&Bargaining::default(), agenda, console)?;
        target.write(&Played(played), console)
    }
}

/// What the game came to.
struct Played(Negotiation);

impl Answer for Played {
    const MAIN: &'static str = "players";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.0])
    }

    fn tables(&self) -> Vec<Table> {
        self.0.tables()
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let columns = ["player", "at", "welfare_pct", "real_income_pct", "mean_rate_pct", "median_rate_pct"];
        let players = table(&self.0, "players").map(|table| with_columns(table, &columns));
        let rates = table(&self.0, "rates").map(|table| {
            with_columns(table, &["player", "kind", "sector", "partner", "status_quo_pct", "war_pct"])
        });
        super::play::page(words::war(&self.0), players.into_iter().chain(rates), &self.0, page)
    }
}
