//! `thalweg oil buyers`.

use super::Asked;
use super::text::{certified, paragraph, plain, rate, table};
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn, json_lines};
use thalweg_brief::output::Terminal;
use thalweg_core::{Cell, Measure, Problem, Table};
use thalweg_oil::{PurchaseRow, Purchases};

const EXAMPLES: &str = "\
Examples:
  thalweg oil buyers price-cap
  thalweg oil buyers embargo -o buyers.csv";

/// Which scenario.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let (world, scenario) = self.asked.open()?;
        target.write(&Bought(world.purchases(&scenario)?), console)
    }
}

struct Bought(Purchases);

impl Answer for Bought {
    const MAIN: &'static str = "buyers";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.0])
    }

    fn tables(&self) -> Vec<Table> {
        let columns = [
            ("buyer", "Code", Measure::Text),
            ("name", "Buyer", Measure::Text),
            ("seller", "Seller", Measure::Text),
            ("before", "Before", Measure::Number),
            ("after", "After", Measure::Number),
            ("shadow", "Shadow", Measure::Number),
            ("delivered_discount", "Discount delivered", Measure::Number),
        ];
        vec![table(Self::MAIN, "Who buys sanctioned oil", &columns, self.0.rows.iter().map(cells).collect())]
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let bought = &self.0;
        let said = [format!(
            "{} sell {} million barrels a day (before: {}), {} of it in the shadow fleet.",
            bought.sellers.join(", "),
            plain(bought.exports.after),
            plain(bought.exports.before),
            rate(100.0 * bought.shadow / bought.exports.after.max(f64::MIN_POSITIVE))
        )];
        let foot = [
            format!(
                "Scenario {}, baseline {}. Million barrels a day, dollars a barrel. Sellers under an embargo, a cap or a ban, or \
                 served by the shadow fleet alone.",
                bought.scenario, bought.baseline
            ),
            certified(bought.certificate.complementarity_residual),
        ];
        let shown: Vec<Table> = self
            .tables()
            .into_iter()
            .map(|table| table.only(&["name", "seller", "before", "after", "shadow", "delivered_discount"]))
            .collect();
        let tables = drawn(&shown, page)?;
        Ok(format!("{}\n{tables}\n{}", paragraph(&said, page), paragraph(&foot, page)))
    }
}

fn cells(row: &PurchaseRow) -> Vec<Cell> {
    vec![
        Cell::from(row.buyer.as_str()),
        Cell::from(row.name.as_str()),
        Cell::from(row.seller.as_str()),
        Cell::from(row.flow.before),
        Cell::from(row.flow.after),
        Cell::from(row.shadow),
        Cell::from(row.delivered_discount),
    ]
}
