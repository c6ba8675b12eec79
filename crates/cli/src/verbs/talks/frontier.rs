//! `thalweg talks frontier`.

use super::play::{Asked, Bargaining, table, words};
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, json_lines};
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_talks::{Agenda, Negotiation};

const EXAMPLES: &str = "\
Examples:
  thalweg talks frontier usa-china
  thalweg talks frontier usa-china --points 9 -o frontier.csv";

/// Which game, and what is bargained over.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    bargaining: Bargaining,
    /// Packages along the frontier, at least 3
    #[arg(long, value_name = "N", default_value_t = Agenda::POINTS, value_parser = points)]
    points: usize,
    #[command(flatten)]
    output: Output,
}

fn points(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(points) if (3..=1000).contains(&points) => Ok(points),
        Ok(_) => Err("between 3 and 1000".to_owned()),
        Err(_) => Err("not a whole number".to_owned()),
    }
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let agenda = Agenda {
            war: false,
            every_rule: false,
            deal: true,
            frontier: Some(self.points),
            patience: false,
            draws: None,
        };
        let played = self.asked.play(&self.bargaining, agenda, console)?;
        target.write(&Played(played), console)
    }
}

/// What the game came to.
struct Played(Negotiation);

impl Answer for Played {
    const MAIN: &'static str = "frontier";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.0])
    }

    fn tables(&self) -> Vec<Table> {
        self.0.tables()
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let frontier = table(&self.0, "frontier");
        super::play::page(words::frontier(&self.0), frontier, &self.0, page)
    }
}
