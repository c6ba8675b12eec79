//! `thalweg simulate`.

mod combine;
mod foot;
mod income;
mod reroute;

use super::study::{Simulated, Study};
use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::output::{Answer, Output, drawn, json_lines};
use crate::wrap::wrap;
use thalweg_brief::Brief;
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};

const EXAMPLES: &str = "\
Examples:
  thalweg simulate truce breakdown rollback
  thalweg simulate oil-embargo oil-india-stops
  thalweg simulate truce --draws 50 --seed 7 -o truce.json";

/// Sentences of the answer that stand above the tables: a terminal has few lines.
const SENTENCES: usize = 2;

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
        diagnose::notes(&super::notes(&answer.0), console);
        target.write(&answer, console)
    }
}

/// The scenarios, in the order in which they were asked for.
struct Outcomes(Vec<Simulated>);

impl Answer for Outcomes {
    const MAIN: &'static str = "countries";

    fn json(&self) -> serde_json::Result<String> {
        json_lines(self.0.iter().flat_map(Simulated::outcomes))
    }

    fn tables(&self) -> Vec<Table> {
        combine::tables(&self.0)
    }

    /// The answer in sentences, the scenarios side by side, and how far to trust it; for each baseline on its own.
    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let parts = self.0.chunk_by(|a, b| a.about == b.about).map(|part| text(part, page));
        Ok(parts.collect::<Result<Vec<_>, _>>()?.join("\n"))
    }
}

/// Scenarios on one baseline.
fn text(part: &[Simulated], page: &Terminal) -> Result<String, Problem> {
    let page = Terminal { unit: part.first().map(|one| one.about.unit.clone()), ..page.clone() };
    let tables = [Some(income::table(part)), reroute::table(part)];
    let tables = drawn(tables.iter().flatten(), &page)?;
    let paragraphs = |sentences: Vec<String>| {
        sentences.iter().map(|sentence| wrap(sentence, page.width.into())).collect::<String>()
    };
    let (answer, foot) = (answer(part)?, foot::lines(part));
    Ok(format!("{}\n{tables}\n{}", paragraphs(answer), paragraphs(foot)))
}

/// The answer in words, for each baseline: what it does to real income, and where the goods go.
fn answer(simulated: &[Simulated]) -> Result<Vec<String>, Problem> {
    let mut sentences = Vec::new();
    for same_baseline in simulated.chunk_by(|a, b| a.about == b.about) {
        let brief = Brief {
            about: same_baseline[0].about.clone(),
            outcomes: same_baseline.iter().map(|one| one.outcome.clone()).collect(),
            sets: Vec::new(),
            three_years: Vec::new(),
            record: None,
            negotiation: None,
            oil: None,
            statistics: None,
            command: String::new(),
        };
        let answer = brief.answer().map_err(|error| Problem::new(error.to_string()))?;
        sentences.extend(answer.into_iter().take(SENTENCES));
    }
    Ok(sentences)
}
