//! `thalweg baseline list`.

use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn, json_lines};
use serde::Serialize;
use thalweg_brief::output::Terminal;
use thalweg_core::{Cell, Column, Measure, Problem, Table};
use thalweg_trade::Baseline;

const EXAMPLES: &str = "\
Examples:
  thalweg baseline list
  thalweg baseline list --format csv";

/// In which form.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.target()?;
        let names = Baseline::embedded_names();
        let entries = names.iter().map(|name| Baseline::embedded(name).map(Entry::of));
        target.write(&List(entries.collect::<Result<_, _>>()?), console)
    }
}

struct List(Vec<Entry>);

/// A baseline in the list.
#[derive(Serialize)]
struct Entry {
    baseline: String,
    year: i32,
    countries: usize,
    sectors: usize,
    source: String,
}

impl Entry {
    fn of(baseline: Baseline) -> Self {
        Self {
            countries: baseline.countries.len(),
            sectors: baseline.sectors.len(),
            baseline: baseline.about.name,
            year: baseline.about.year,
            source: baseline.about.source,
        }
    }

    fn row(&self) -> Vec<Cell> {
        let count = |count: usize| Cell::Number(count as f64);
        vec![
            self.baseline.as_str().into(),
            // a year is a word: nobody writes it as 2,022
            self.year.to_string().into(),
            count(self.countries),
            count(self.sectors),
            self.source.as_str().into(),
        ]
    }
}

impl List {
    fn table(&self, title: &str) -> Table {
        let columns = vec![
            Column::new("baseline", "Name", Measure::Text),
            Column::new("year", "Year", Measure::Text),
            Column::new("countries", "Countries", Measure::Count),
            Column::new("sectors", "Sectors", Measure::Count),
            Column::new("source", "Source", Measure::Text),
        ];
        let rows = self.0.iter().map(Entry::row).collect();
        Table { name: Self::MAIN.to_owned(), title: title.to_owned(), columns, rows }
    }
}

impl Answer for List {
    const MAIN: &'static str = "baselines";

    fn json(&self) -> serde_json::Result<String> {
        json_lines(&self.0)
    }

    fn tables(&self) -> Vec<Table> {
        vec![self.table("Embedded baselines")]
    }

    /// Without the sources, which are long.
    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let mut table =
            self.table("Embedded baselines, the default first (sources: thalweg baseline show NAME)");
        table.columns.pop();
        table.rows.iter_mut().for_each(|row| drop(row.pop()));
        drawn([&table], page)
    }
}
