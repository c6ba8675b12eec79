//! `thalweg oil discount`.

use super::Asked;
use super::text::{certified, paragraph, plain, table};
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn, json_lines};
use thalweg_brief::output::Terminal;
use thalweg_core::{Cell, Measure, Problem, Table};
use thalweg_oil::PriceParts;

const EXAMPLES: &str = "\
Examples:
  thalweg oil discount march-2023 --seller RUS
  thalweg oil discount price-cap --seller RUS -o parts.csv";

/// Which scenario, and whose oil.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    asked: Asked,
    /// Whose oil
    #[arg(long, value_name = "CODE")]
    seller: String,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let (world, scenario) = self.asked.open()?;
        target.write(&Parts(world.price_parts(&scenario, &self.seller)?), console)
    }
}

struct Parts(PriceParts);

impl Answer for Parts {
    const MAIN: &'static str = "parts";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.0])
    }

    fn tables(&self) -> Vec<Table> {
        let columns = [
            ("part", "Dollars a barrel", Measure::Text),
            ("before", "Before", Measure::Number),
            ("after", "After", Measure::Number),
            ("change", "Change", Measure::Number),
        ];
        let row = |name: &str, before: f64, after: f64| {
            vec![Cell::from(name), Cell::from(before), Cell::from(after), Cell::from(after - before)]
        };
        let parts = &self.0;
        let mut rows = vec![row("World price", parts.world_price.before, parts.world_price.after)];
        rows.extend(
            parts.parts.iter().map(|one| row(one.part.name(), -one.dollars.before, -one.dollars.after)),
        );
        rows.push(row("Price free on board", parts.free_on_board.before, parts.free_on_board.after));
        vec![table(Self::MAIN, &format!("What the price of {} is made of", parts.seller), &columns, rows)]
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let parts = &self.0;
        let off = |price: f64, world: f64| world - price;
        let said = [format!(
            "{} sells {} dollars a barrel below the world price, before: {}.",
            parts.seller,
            plain(off(parts.free_on_board.after, parts.world_price.after)),
            plain(off(parts.free_on_board.before, parts.world_price.before))
        )];
        let foot = [
            format!(
                "Scenario {}, baseline {}. World price and parts add up to the price at the port of loading, averaged over what \
                 is sold.",
                parts.scenario, parts.baseline
            ),
            certified(parts.certificate.complementarity_residual),
        ];
        let tables = drawn(&self.tables(), page)?;
        Ok(format!("{}\n{tables}\n{}", paragraph(&said, page), paragraph(&foot, page)))
    }
}
