//! `thalweg evidence backtest`.

use super::asked::Asked;
use super::with_columns;
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn, json_lines};
use crate::wrap::wrap;
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_evidence::Backtest;

const EXAMPLES: &str = "\
Examples:
  thalweg evidence sample .
  thalweg evidence backtest panel --policy policy.csv --baseline baseline";

/// What is judged, and in which form the answer comes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    asked: Asked,
    /// The year that is judged [default: the last of the panel]
    #[arg(long, value_name = "YEAR")]
    year: Option<i32>,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.target()?;
        let read = self.asked.read()?;
        let question = self.asked.question(&read)?;
        let last = read.panel.flows.keys().next_back().copied();
        let year = self.year.or(last).unwrap_or(question.base_year);
        target.write(&Judged(Backtest::new(&read.data(None), &question, year)?), console)
    }
}

struct Judged(Backtest);

impl Answer for Judged {
    const MAIN: &'static str = "scores";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.0])
    }

    fn tables(&self) -> Vec<Table> {
        self.0.tables()
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        text(&self.0.sentences(), &self.tables(), page)
    }
}

/// Columns of the scores that fit a terminal.
const COLUMNS: [&str; 8] = [
    "question",
    "importer",
    "forecast",
    "slope",
    "r_squared",
    "mean_error",
    "mean_error_of_nothing",
    "rank_correlation",
];

/// The two sentences, and the scores.
pub(super) fn text(sentences: &[String; 2], tables: &[Table], page: &Terminal) -> Result<String, Problem> {
    let scores = tables.iter().filter(|table| table.name == "scores");
    let shown: Vec<Table> = scores.map(|table| with_columns(table, &COLUMNS)).collect();
    Ok(format!("{}\n{}", wrap(&sentences.join(" "), usize::from(page.width)), drawn(&shown, page)?))
}
