//! `thalweg evidence record`.

use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, json_lines};
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_evidence::Record;

const EXAMPLES: &str = "\
Examples:
  thalweg evidence record
  thalweg evidence record --table cases --format csv";

/// In which form the answer comes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.target()?;
        target.write(&Shown(Record::embedded()?), console)
    }
}

struct Shown(Record);

impl Answer for Shown {
    const MAIN: &'static str = "scores";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.0])
    }

    fn tables(&self) -> Vec<Table> {
        self.0.tables()
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        super::backtest::text(&self.0.sentences(), &self.tables(), page)
    }
}
