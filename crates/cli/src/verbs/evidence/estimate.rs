//! `thalweg evidence estimate`.

use super::asked::{Asked, Chance, Dated};
use super::with_columns;
use crate::console::Console;
use crate::diagnose::{Failure, notes};
use crate::file;
use crate::output::{Answer, Output, drawn, json_lines};
use crate::wrap::wrap;
use std::path::PathBuf;
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_evidence::{Estimate, Question};

const EXAMPLES: &str = "\
Examples:
  thalweg evidence sample .
  thalweg evidence estimate panel --policy policy.csv --baseline baseline
  thalweg evidence estimate panel --policy policy.csv --base-year 2017";

/// What is estimated, and in which form the answer comes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    dated: Dated,
    #[command(flatten)]
    chance: Chance,
    /// The first year with all of the policy in force: sets of elasticities are made
    #[arg(long, value_name = "YEAR")]
    full_force: Option<i32>,
    /// Write each set to FOLDER, as columns of sectors.csv
    #[arg(long, value_name = "FOLDER", requires = "full_force")]
    sets: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.target()?;
        let read = self.asked.read()?;
        let lists = self.dated.read()?;
        let question = self.asked.question(&read)?;
        let question = Question { full_force: self.full_force, placebo: self.chance.placebo(), ..question };
        let estimate = Estimate::new(&read.data(lists.as_ref()), &question)?;
        for set in self.sets.iter().flat_map(|folder| estimate.sets.iter().map(move |set| (folder, set))) {
            file::write(&set.0.join(format!("{}.csv", set.1.name)), set.1.csv().as_bytes())?;
        }
        let mut said: Vec<Problem> = estimate.notes.iter().map(Problem::new).collect();
        said.extend(estimate.intakes.iter().filter(|intake| intake.refused() > 0).map(|intake| {
            Problem::new(format!(
                "{} of {} rows of `{}` are refused",
                intake.refused(),
                intake.read(),
                intake.file
            ))
        }));
        target.write(&Answered(estimate), console)?;
        notes(&said, console);
        Ok(())
    }
}

struct Answered(Estimate);

impl Answer for Answered {
    const MAIN: &'static str = "years";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.0])
    }

    fn tables(&self) -> Vec<Table> {
        self.0.tables()
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let sentences = wrap(&self.0.sentences().join(" "), usize::from(page.width));
        let columns =
            ["year", "response", "low", "high", "theta", "detrended", "p_comparable", "p_studentised"];
        let tables = self.tables();
        let years = tables.iter().filter(|table| table.name == "years").map(|t| with_columns(t, &columns));
        let in_force = tables.iter().filter(|table| table.name == "in-force" && !table.rows.is_empty());
        let shown: Vec<Table> = years.chain(in_force.cloned()).collect();
        Ok(format!("{sentences}\n{}", drawn(&shown, page)?))
    }
}
