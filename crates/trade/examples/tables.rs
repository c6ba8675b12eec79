//! The answer in tables: who gains, where the goods go, and how sure each number is.
//!
//! ```sh
//! cargo run --release -p thalweg-trade --example tables
//! ```
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use thalweg_core::{Cell, Table};
use thalweg_trade::{Baseline, Draws, Error, Options, Scenario, Settings, Simulator};

fn main() -> Result<(), Error> {
    let baseline = Baseline::embedded("world-2022")?;
    let scenario = Scenario::parse(
        "sixty.toml",
        "name = 'Sixty points on China'\n\
         [[tariff]]\n\
         importer = 'USA'\n\
         exporter = 'CHN'\n\
         sectors = 'tradable'\n\
         add = 0.60\n",
    )?;
    let options = Options { draws: Some(Draws { count: 20, seed: 1 }), ..Options::default() };
    let outcome = Simulator::new(&baseline, Settings::default()).simulate("sixty", &scenario, &options)?;

    println!("{}, {} in {}\n", outcome.title, outcome.baseline, outcome.unit);
    // every result is a table; with draws, each number has three more columns: 5 %, median, 95 %
    for table in outcome.tables() {
        println!("{}: {} rows of {} columns", table.name, table.rows.len(), table.columns.len());
    }

    let tables = outcome.tables();
    if let Some(countries) = tables.iter().find(|table| table.name == "countries") {
        println!();
        show(countries, &["country", "real_income_pct", "real_income_pct_p05", "real_income_pct_p95"], 5);
    }
    if let Some(markets) = tables.iter().find(|table| table.name == "diversion_usa_chn_markets") {
        println!();
        show(markets, &["market", "before", "after", "change", "share_pct"], 5);
    }
    Ok(())
}

/// Some columns of the first rows of a table.
fn show(table: &Table, names: &[&str], rows: usize) {
    let places: Vec<usize> =
        names.iter().filter_map(|name| table.columns.iter().position(|c| c.name == *name)).collect();
    println!("{}", places.iter().map(|p| format!("{:>22}", table.columns[*p].name)).collect::<String>());
    for row in table.rows.iter().take(rows) {
        let cells = places.iter().map(|p| match &row[*p] {
            Cell::Text(word) => format!("{word:>22}"),
            Cell::Number(value) => format!("{value:>22.3}"),
            Cell::Absent => format!("{:>22}", "-"),
        });
        println!("{}", cells.collect::<String>());
    }
}
