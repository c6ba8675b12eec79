//! `thalweg evidence agreement`.

use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn, json_lines};
use crate::wrap::wrap;
use std::path::PathBuf;
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_evidence::{Agreement, AgreementQuestion, Panel};
use thalweg_trade::Baseline;

const EXAMPLES: &str = "\
Examples:
  thalweg evidence sample .
  thalweg evidence agreement panel C01:C02 --before baseline --after after";

/// Which agreements, and in which form the answer comes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
#[command(override_usage = "thalweg evidence agreement PANEL PAIR... --before BASELINE --after BASELINE")]
pub(crate) struct Arguments {
    /// A folder with one file a year: flows_YYYY.csv or flows_YYYY.csv.gz
    #[arg(value_name = "PANEL")]
    panel: PathBuf,
    /// Two sides, EU:JPN: a group or a country, and a country
    #[arg(value_name = "PAIR", required = true)]
    pairs: Vec<String>,
    /// The world with the tariffs before: a folder or a name
    #[arg(long, value_name = "BASELINE")]
    before: String,
    /// The world with the tariffs after
    #[arg(long, value_name = "BASELINE")]
    after: String,
    /// The year that is looked at [default: the last of the panel]
    #[arg(long, value_name = "YEAR")]
    year: Option<i32>,
    /// Sectors to pool, or groups of the baseline [default: all]
    #[arg(long, value_name = "SECTOR", value_delimiter = ',')]
    sectors: Vec<String>,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let (before, after) = (Baseline::open(&self.before)?, Baseline::open(&self.after)?);
        let panel = Panel::read_folder(&self.panel)?;
        let last = panel.flows.keys().next_back().copied();
        let year = self.year.or(last).unwrap_or(after.about.year);
        let found = self.pairs.iter().map(|pair| {
            let (one, other) = sides(pair)?;
            let question = AgreementQuestion { one, other, year, sectors: self.sectors.clone() };
            Ok(Agreement::new(&panel, &before, &after, &question)?)
        });
        let found: Result<Vec<Agreement>, Failure> = found.collect();
        target.write(&Found(found?), console)
    }
}

fn sides(pair: &str) -> Result<(String, String), Failure> {
    pair.split_once(':').map(|(one, other)| (one.to_owned(), other.to_owned())).ok_or_else(|| {
        let problem = Problem::new(format!("`{pair}` names no two sides"));
        Failure::Arguments(problem.help("write EU:JPN"))
    })
}

struct Found(Vec<Agreement>);

impl Answer for Found {
    const MAIN: &'static str = "agreements";

    fn json(&self) -> serde_json::Result<String> {
        json_lines(&self.0)
    }

    fn tables(&self) -> Vec<Table> {
        vec![Agreement::table(&self.0)]
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let said = self.0.iter().map(|one| wrap(&one.sentence(), usize::from(page.width)));
        let columns =
            ["one", "other", "year", "cut_points", "response", "band_low", "band_high", "p", "has_power"];
        let shown = super::with_columns(&Agreement::table(&self.0), &columns);
        Ok(format!("{}\n{}", said.collect::<String>(), drawn([&shown], page)?))
    }
}
