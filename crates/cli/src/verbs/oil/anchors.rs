//! `thalweg oil anchors`.

use super::text::{paragraph, table};
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn, json_lines};
use thalweg_brief::output::Terminal;
use thalweg_core::{Cell, Measure, Problem, Table};
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
        let columns = [
            ("date", "When", Measure::Text),
            ("what", "What", Measure::Text),
            ("published", "Published", Measure::Number),
            ("model", "Model", Measure::Number),
            ("unit", "Unit", Measure::Text),
            ("fitted", "Fitted", Measure::Text),
            ("scenario", "Scenario", Measure::Text),
            ("source", "Source", Measure::Text),
        ];
        let rows = self.0.iter().map(|anchor| {
            vec![
                Cell::from(anchor.date.as_str()),
                Cell::from(anchor.what.as_str()),
                Cell::from(anchor.published),
                Cell::from(anchor.model),
                Cell::from(anchor.unit.as_str()),
                Cell::from(if anchor.fitted { "yes" } else { "no" }),
                Cell::from(anchor.scenario.as_str()),
                Cell::from(anchor.source.as_str()),
            ]
        });
        vec![table(Self::MAIN, "Published numbers and the model's own", &columns, rows.collect())]
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let mut tables = self.tables();
        for table in &mut tables {
            table.columns.truncate(6);
            table.rows.iter_mut().for_each(|row| row.truncate(6));
        }
        let foot = ["`Fitted`: two numbers of the scenario were set so that these come out. The others are the model's own, and \
                     some are far off: docs/oil.md says why."
            .to_owned()];
        Ok(format!("{}\n{}", drawn(&tables, page)?, paragraph(&foot, page)))
    }
}
