//! `thalweg simulate`.

mod combine;
mod income;
mod reroute;
mod sentences;

use super::study::{Simulated, Study};
use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::output::{Answer, Output, drawn, json_lines};
use crate::wrap::wrap;
use thalweg_brief::output::{OutputError, Terminal};
use thalweg_core::{Problem, Table};

const EXAMPLES: &str = "\
Examples:
  thalweg simulate truce breakdown rollback
  thalweg simulate truce --draws 200 --seed 7 -o truce.json";

/// What, and how.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Embedded scenarios, or files
    #[arg(required = true, value_name = "SCENARIO")]
    scenarios: Vec<String>,
    #[command(flatten)]
    study: Study,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.target()?;
        let answer = Outcomes(self.study.run(&self.scenarios)?);
        diagnose::notes(&answer.notes(), console);
        target.write(&answer, console)
    }
}

/// The scenarios, in the order in which they were asked for.
struct Outcomes(Vec<Simulated>);

impl Outcomes {
    fn notes(&self) -> Vec<Problem> {
        let mut notes: Vec<Problem> = Vec::new();
        for note in self.0.iter().flat_map(|simulated| &simulated.outcome.notes) {
            if !notes.contains(note) {
                notes.push(note.clone());
            }
        }
        notes
    }
}

impl Answer for Outcomes {
    const MAIN: &'static str = "countries";

    fn json(&self) -> serde_json::Result<String> {
        json_lines(self.0.iter().flat_map(Simulated::outcomes))
    }

    fn tables(&self) -> Vec<Table> {
        combine::tables(&self.0)
    }

    /// The answer in sentences, the scenarios side by side, and how far to trust it.
    fn text(&self, page: &Terminal) -> Result<String, OutputError> {
        let unit = self.0.first().and_then(|simulated| simulated.outcome.unit.parse().ok());
        let page = Terminal { unit, ..page.clone() };
        let tables = [Some(income::table(&self.0)), reroute::table(&self.0)];
        let tables = drawn(tables.iter().flatten(), &page)?;
        let paragraphs = |sentences: Vec<String>| {
            sentences.iter().map(|sentence| wrap(sentence, page.width.into())).collect::<String>()
        };
        let (answer, foot) = (sentences::answer(&self.0), sentences::foot(&self.0));
        Ok(format!("{}\n{tables}\n{}", paragraphs(answer), paragraphs(foot)))
    }
}
