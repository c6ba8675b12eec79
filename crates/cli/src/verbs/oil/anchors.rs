//! `thalweg oil anchors`.

use super::text::paragraph;
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn, json_lines};
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_oil::{Anchor, Baseline, World};

const EXAMPLES: &str = "\
Examples:
  thalweg oil anchors
  thalweg oil anchors -o anchors.csv";

/// Where the answer goes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let world = World::new(Baseline::open(Baseline::DEFAULT)?)?;
        target.write(&Anchors(world.anchors()?), console)
    }
}

struct Anchors(Vec<Anchor>);

impl Answer for Anchors {
    const MAIN: &'static str = "anchors";

    fn json(&self) -> serde_json::Result<String> {
        json_lines(&self.0)
    }

    fn tables(&self) -> Vec<Table> {
        vec![Anchor::table(&self.0)]
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let shown = ["date", "what", "published", "model", "unit", "fitted"];
        let tables: Vec<Table> = self.tables().into_iter().map(|table| table.only(&shown)).collect();
        let foot = ["`Fitted`: numbers of the scenario were set so that these come out. The others are the model's own, and \
                     some are far off: docs/oil.md says why."
            .to_owned()];
        Ok(format!("{}\n{}", drawn(&tables, page)?, paragraph(&foot, page)))
    }
}
