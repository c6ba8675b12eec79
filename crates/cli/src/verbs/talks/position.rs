//! `thalweg talks position`.

mod answer;
mod short;

use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::output::{Answer, Output, drawn, json_lines};
use crate::wrap::wrap;
use std::path::{Path, PathBuf};
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table, Unit};
use thalweg_talks::{Position, Question, read_subsidies};
use thalweg_trade::Baseline;
use thalweg_trade::scenario::{Change, Measure};

const EXAMPLES: &str = "\
Examples:
  thalweg talks position USA CHN
  thalweg talks position USA CHN --subsidy CHN:steel=0.05
  thalweg talks position USA EU --table reliance --format csv";

/// Who stands against whom, and what is assumed.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// One side: the code of a country, or a group such as EU
    #[arg(value_name = "SIDE")]
    first: String,
    /// The other side
    #[arg(value_name = "OTHER")]
    second: String,
    /// An embedded baseline, a folder, a packed file
    #[arg(long, value_name = "BASELINE", default_value = Baseline::DEFAULT)]
    baseline: String,
    /// Set of trade elasticities, in place of the baseline's own
    #[arg(long, value_name = "SET")]
    elasticities: Option<String>,
    /// Assume that the data contain this subsidy, a fraction of cost
    #[arg(long, value_name = "SIDE:SECTOR=RATE", value_parser = subsidy)]
    subsidy: Vec<Measure>,
    /// The same from a CSV file: country,sector,subsidy
    #[arg(long, value_name = "FILE")]
    subsidies: Option<PathBuf>,
    /// Cuts of tariffs, in percent, for which the reciprocal answer is sought
    #[arg(long, value_name = "PERCENT", value_delimiter = ',', default_value = "10,25,50,100", value_parser = cut)]
    cuts: Vec<f64>,
    #[command(flatten)]
    output: Output,
}

fn subsidy(text: &str) -> Result<Measure, String> {
    let form = "write country, sector and rate such as CHN:steel=0.05";
    let (place, rate) = text.split_once('=').ok_or(form)?;
    let (country, sector) =
        place.rsplit_once(':').filter(|(c, s)| !c.is_empty() && !s.is_empty()).ok_or(form)?;
    match rate.parse::<f64>() {
        Ok(rate) if rate < 1.0 && rate.is_finite() => {
            Ok(Measure::subsidy(country, sector, Change::Set(rate)))
        }
        Ok(_) => Err("a subsidy is a fraction of cost, below 1".to_owned()),
        Err(_) => Err(format!("`{rate}` is not a number; {form}")),
    }
}

fn cut(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(percent) if percent > 0.0 && percent <= 100.0 => Ok(percent / 100.0),
        Ok(_) => Err("a cut is above 0 and at most 100 percent".to_owned()),
        Err(_) => Err("not a number".to_owned()),
    }
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let baseline = Baseline::open(&self.baseline)?;
        let position = Position::of(&baseline, &self.question()?)?;
        diagnose::notes(&position.notes, console);
        target.write(&Answered { position, unit: baseline.about.unit }, console)
    }

    fn question(self) -> Result<Question, Failure> {
        let between = Question::between(self.first, self.second);
        let mut question = Question { cuts: self.cuts, ..between };
        question.model.elasticities = self.elasticities;
        question.subsidies = self.subsidy;
        if let Some(file) = &self.subsidies {
            question.subsidies.extend(read_subsidies(&file.display().to_string(), &text_of(file)?)?);
        }
        Ok(question)
    }
}

fn text_of(file: &Path) -> Result<String, Problem> {
    std::fs::read_to_string(file).map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            std::io::ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
            _ => error.to_string(),
        };
        Problem::new(format!("cannot read `{}`: {why}", file.display()))
    })
}

/// A position, and the unit in which its amounts are written.
struct Answered {
    position: Position,
    unit: Unit,
}

impl Answer for Answered {
    const MAIN: &'static str = "balances";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.position])
    }

    fn tables(&self) -> Vec<Table> {
        self.position.tables()
    }

    /// The answer in sentences, the tables that carry it, and how far to trust it.
    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let page = Terminal { unit: Some(self.unit.clone()), ..page.clone() };
        let paragraphs = |sentences: Vec<String>| {
            sentences.iter().map(|sentence| wrap(sentence, page.width.into())).collect::<String>()
        };
        let tables = drawn(&short::tables(&self.position), &page)?;
        let answer = paragraphs(answer::sentences(&self.position, &self.unit));
        Ok(format!("{answer}\n{tables}\n{}", paragraphs(answer::foot(&self.position))))
    }
}
