//! `thalweg baseline show`.

use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn, json_lines};
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_trade::{Baseline, baseline::Summary};

const EXAMPLES: &str = "\
Examples:
  thalweg baseline show world-2022
  thalweg baseline show world-2011 --table balances";

/// Which one, and in which form.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// An embedded baseline, a folder, or a packed file
    baseline: String,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.target()?;
        let summary = Summary::of(&Baseline::open(&self.baseline)?);
        target.write(&summary, console)
    }
}

impl Answer for Summary {
    const MAIN: &'static str = "countries";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([self])
    }

    fn tables(&self) -> Vec<Table> {
        self.tables()
    }

    /// With amounts in billions, as the heads then say instead of the titles.
    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let mut tables = self.tables();
        let unit = format!(", {}", self.unit);
        for table in &mut tables {
            table.title = table.title.strip_suffix(&unit).unwrap_or(&table.title).to_owned();
        }
        drawn(&tables, &Terminal { unit: Some(self.unit.clone()), ..page.clone() })
    }
}
