//! `thalweg oil solve`.

use super::Asked;
use super::text::{certified, paragraph, percent, plain, table};
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn, json_lines};
use thalweg_brief::output::Terminal;
use thalweg_core::{Cell, Measure, Problem, Table};
use thalweg_oil::{FlowRow, Outcome};

const EXAMPLES: &str = "\
Examples:
  thalweg oil solve price-cap
  thalweg oil solve embargo -o tables/";

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
        target.write(&Solved(world.solve(&scenario)?), console)
    }
}

struct Solved(Outcome);

/// Flows that a terminal shows.
const SHOWN: usize = 15;

impl Answer for Solved {
    const MAIN: &'static str = "flows";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.0])
    }

    fn tables(&self) -> Vec<Table> {
        vec![self.sellers(), self.buyers(), self.flows(), self.fleets()]
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let mut sellers = self.sellers();
        sellers.rows.truncate(8);
        sellers.title = "The sellers whose revenue changes most".to_owned();
        let tables = drawn(&[sellers, self.moved(), self.fleets()], page)?;
        let foot = [
            format!(
                "Baseline {}. Million barrels a day, dollars a barrel, million dollars a day.",
                self.0.baseline
            ),
            "Price = world price − discount − transport.".to_owned(),
            certified(self.0.certificate.complementarity_residual),
        ];
        Ok(format!("{}\n{tables}\n{}", paragraph(&self.sentences(), page), paragraph(&foot, page)))
    }
}

impl Solved {
    fn sentences(&self) -> Vec<String> {
        let outcome = &self.0;
        let price = outcome.world_price;
        let mut sentences = vec![format!(
            "{}: the world price goes from {} to {} dollars.",
            outcome.scenario,
            plain(price.before),
            plain(price.after)
        )];
        if let Some(most) = self.by_revenue().first().filter(|row| row.revenue_pct.abs() >= 0.005) {
            sentences.push(format!(
                "{} sells {} million barrels a day (before: {}) at {} dollars (before: {}): revenue {}.",
                most.seller,
                plain(most.exports.after),
                plain(most.exports.before),
                plain(most.price.after),
                plain(most.price.before),
                percent(most.revenue_pct)
            ));
        } else {
            sentences.push("Nobody's revenue changes.".to_owned());
        }
        sentences
    }

    fn by_revenue(&self) -> Vec<&thalweg_oil::SellerRow> {
        let mut rows: Vec<_> = self.0.sellers.iter().collect();
        let moved = |row: &thalweg_oil::SellerRow| (row.revenue.after - row.revenue.before).abs();
        rows.sort_by(|a, b| moved(b).total_cmp(&moved(a)).then_with(|| a.seller.cmp(&b.seller)));
        rows
    }

    fn sellers(&self) -> Table {
        let columns = [
            ("seller", "Seller", Measure::Text),
            ("revenue_pct", "Revenue", Measure::Percent),
            ("exports_before", "Sold before", Measure::Number),
            ("exports_after", "after", Measure::Number),
            ("price_before", "Price before", Measure::Number),
            ("price_after", "after", Measure::Number),
            ("revenue_before", "Revenue before", Measure::Number),
            ("revenue_after", "after", Measure::Number),
        ];
        let rows = self.by_revenue().into_iter().map(|row| {
            let numbers = [
                row.revenue_pct,
                row.exports.before,
                row.exports.after,
                row.price.before,
                row.price.after,
                row.revenue.before,
                row.revenue.after,
            ];
            std::iter::once(Cell::from(row.seller.as_str())).chain(numbers.map(Cell::from)).collect()
        });
        table("sellers", "Sellers", &columns, rows.collect())
    }

    fn buyers(&self) -> Table {
        let columns = [
            ("buyer", "Buyer", Measure::Text),
            ("imports_before", "Bought before", Measure::Number),
            ("imports_after", "after", Measure::Number),
            ("price_before", "Price before", Measure::Number),
            ("price_after", "after", Measure::Number),
            ("refinery_rent_after", "Refinery rent", Measure::Number),
        ];
        let rows = self.0.buyers.iter().map(|row| {
            let numbers = [
                row.imports.before,
                row.imports.after,
                row.price.before,
                row.price.after,
                row.refinery_rent.after,
            ];
            std::iter::once(Cell::from(row.buyer.as_str())).chain(numbers.map(Cell::from)).collect()
        });
        table("buyers", "Buyers", &columns, rows.collect())
    }

    fn flows(&self) -> Table {
        let columns = [
            ("origin", "Origin", Measure::Text),
            ("buyer", "Buyer", Measure::Text),
            ("flow_before", "Before", Measure::Number),
            ("flow_after", "After", Measure::Number),
            ("shadow", "of it shadow", Measure::Number),
            ("free_on_board", "Price", Measure::Number),
            ("discount", "Discount", Measure::Number),
            ("transport", "Transport", Measure::Number),
            ("delivered_discount", "Delivered discount", Measure::Number),
            ("discount_change", "Discount change", Measure::Number),
            ("transport_change", "Transport change", Measure::Number),
        ];
        let row = |row: &FlowRow| {
            let numbers = [
                Some(row.flow.before),
                Some(row.flow.after),
                Some(row.shadow),
                row.free_on_board,
                row.discount,
                row.transport,
                row.delivered_discount,
                row.discount_change,
                row.transport_change,
            ];
            let codes = [Cell::from(row.origin.as_str()), Cell::from(row.buyer.as_str())];
            codes.into_iter().chain(numbers.map(Cell::from)).collect()
        };
        table("flows", "Who sells to whom", &columns, self.0.flows.iter().map(row).collect())
    }

    /// The flows that move most, with the columns that fit a terminal.
    fn moved(&self) -> Table {
        let mut flows = self.flows();
        let size = |row: &[Cell]| match (&row[2], &row[3]) {
            (Cell::Number(before), Cell::Number(after)) => (after - before).abs(),
            _ => 0.0,
        };
        flows.rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
        flows.rows.retain(|row| size(row) >= 5e-4);
        flows.rows.truncate(SHOWN);
        flows.columns.truncate(8);
        flows.rows.iter_mut().for_each(|row| row.truncate(8));
        flows.title = "The flows that move most".to_owned();
        flows
    }

    fn fleets(&self) -> Table {
        let columns = [
            ("channel", "Channel", Measure::Text),
            ("class", "Class", Measure::Text),
            ("ships", "Ships", Measure::Count),
            ("used_pct", "Used", Measure::Rate),
            ("rent_per_day", "Rent, dollars a day", Measure::Count),
        ];
        let rows = self.0.fleets.iter().map(|row| {
            let channel = match row.channel {
                thalweg_oil::Carries::Shadow => "shadow",
                _ => "mainstream",
            };
            let numbers = [row.ships, 100.0 * row.used, row.rent_per_day];
            let words = [Cell::from(channel), Cell::from(row.class.as_str())];
            words.into_iter().chain(numbers.map(Cell::from)).collect()
        });
        table("fleets", "Tankers", &columns, rows.collect())
    }
}
