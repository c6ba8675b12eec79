//! `thalweg sea simulate`.

use super::input::unreadable;
use crate::console::Console;
use crate::diagnose::Failure;
use crate::file;
use crate::output::{Output, Rows};
use crate::progress::Progress;
use std::path::PathBuf;
use thalweg_core::{Problem, Table};
use thalweg_sea::Report;
use thalweg_sea::simulate::{Scenario, Truth, World};

const EXAMPLES: &str = "\
Examples:
  thalweg sea simulate -o traffic.csv --truth truth.json
  printf 'ships = 40\\ndays = 2\\nregion = \"east_asia\"\\n' > busy.toml
  thalweg sea simulate busy.toml --seed 7 -o busy.parquet";

/// Which traffic, and where it goes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Ships, days, region, coverage and what is planted, in TOML
    #[arg(value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// From which all chance comes
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Write what truly happened to FILE, as JSON, one event a line
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

/// Ships that are made together.
const TOGETHER: u32 = 64;

impl Arguments {
    pub(super) fn run(self, _: &Console) -> Result<(), Failure> {
        let target = self.output.rows_target()?;
        let scenario = scenario(self.scenario, self.seed)?;
        let world = World::new(&scenario).map_err(|error| Problem::new(error.to_string()))?;
        let columns = Report::columns();
        let table = Table { name: "reports".into(), title: "Reports".into(), columns, rows: Vec::new() };
        let mut rows = target.rows(table)?;
        let progress = Progress::of_ships(world.ships().into());
        let mut planted = Vec::new();
        for first in (0..world.ships()).step_by(TOGETHER as usize) {
            let ships = first..(first + TOGETHER).min(world.ships());
            for log in world.some(ships) {
                write(&log.reports, &mut rows)?;
                planted.extend(log.planted);
                progress.advance(1);
            }
        }
        rows.finish()?;
        match &self.truth {
            Some(path) => Ok(write_truth(path, &Truth::new(planted))?),
            None => Ok(()),
        }
    }
}

fn write(reports: &[Report], rows: &mut Rows) -> Result<(), Failure> {
    reports.iter().try_for_each(|report| {
        if rows.wants_objects() { rows.object(report) } else { rows.row(report.row()) }
    })
}

fn write_truth(path: &std::path::Path, truth: &Truth) -> Result<(), Problem> {
    let lines = crate::output::json_lines(&truth.planted).map_err(|error| Problem::new(error.to_string()))?;
    file::write(path, lines.as_bytes())
}

fn scenario(path: Option<PathBuf>, seed: Option<u64>) -> Result<Scenario, Problem> {
    let mut scenario = match path {
        None => Scenario::default(),
        Some(path) => {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&name, &error))?;
            Scenario::parse(&text).map_err(|error| Problem::new(format!("`{name}`: {error}")))?
        }
    };
    scenario.seed = seed.unwrap_or(scenario.seed);
    Ok(scenario)
}
