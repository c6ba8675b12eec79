//! `thalweg mirror evasion`.

use super::Freight;
use super::input::{Input, text};
use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::output::{Answer, Output, drawn};
use crate::wrap::wrap;
use std::path::PathBuf;
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_mirror::{Countries, Evasion, Gap, Measure, Mirror, Question, Taxes};

const EXAMPLES: &str = "\
Examples:
  thalweg mirror sample
  thalweg mirror evasion trade.csv --taxes taxes.csv
  thalweg mirror evasion trade.csv --taxes taxes.csv --exporter XCC -o found.csv";

/// Whose trade, and which taxes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// Taxes on imports: product (six digits), tax (fraction) or tax_pct
    #[arg(long, value_name = "FILE")]
    taxes: PathBuf,
    /// Who sold; needed where products of several are there
    #[arg(long, value_name = "CODE")]
    exporter: Option<String>,
    /// Who bought, and taxes
    #[arg(long, value_name = "CODE")]
    importer: Option<String>,
    #[command(flatten)]
    freight: Freight,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let countries = Countries::embedded();
        let margin = self.freight.margin()?;
        let (taxes, intake) = Taxes::read(&text(&self.taxes)?, &self.taxes.display().to_string())?;
        if intake.refused() > 0 {
            return Err(Failure::Refused(intake.problems().collect()));
        }
        let given = self.input.read(&countries)?;
        let mut gaps: Vec<Gap> = Vec::new();
        for measure in [Measure::Value, Measure::Quantity] {
            let question = Question {
                margin: margin.clone(),
                measure: Some(measure),
                exporters: self.exporter.clone().into_iter().collect(),
                importers: self.importer.clone().into_iter().collect(),
                ..Question::default()
            };
            let has = match measure {
                Measure::Value => given.ledger.currency(),
                Measure::Quantity => given.ledger.quantity_unit(),
            };
            if has.is_some() {
                gaps.extend(Mirror::of(&given.ledger, &countries, &question)?.gaps);
            }
        }
        target.write(&Estimated(Evasion::of(&gaps, &taxes)?), console)?;
        diagnose::notes(&given.notes(), console);
        Ok(())
    }
}

struct Estimated(Evasion);

impl Answer for Estimated {
    const MAIN: &'static str = "estimates";

    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string(&self.0).map(|line| line + "\n")
    }

    fn tables(&self) -> Vec<Table> {
        vec![self.0.table()]
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let width = usize::from(page.width);
        let mut text = wrap(&self.0.sentence(), width);
        text.push('\n');
        text.push_str(&drawn(&self.tables(), page)?);
        self.0.notes.iter().for_each(|note| text.push_str(&wrap(note, width)));
        Ok(text)
    }
}
