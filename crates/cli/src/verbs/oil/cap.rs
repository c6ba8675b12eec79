//! `thalweg oil cap`.

use super::Asked;
use super::text::{certified, paragraph, plain, rate, table};
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn, json_lines};
use thalweg_brief::output::Terminal;
use thalweg_core::{Cell, Measure, Problem, Table};
use thalweg_oil::{CapCurve, CapRow};

const EXAMPLES: &str = "\
Examples:
  thalweg oil cap price-cap --seller RUS
  thalweg oil cap price-cap --seller RUS --levels 60,45,30 --no-response";

/// Which scenario, whose oil, which levels.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    asked: Asked,
    /// Whose oil is capped
    #[arg(long, value_name = "CODE")]
    seller: String,
    /// Levels of the cap, dollars a barrel
    #[arg(long, value_name = "DOLLARS", value_delimiter = ',')]
    #[arg(default_values_t = [80.0, 75.0, 70.0, 65.0, 60.0, 55.0, 50.0, 45.0, 40.0, 35.0, 30.0, 25.0, 20.0])]
    #[arg(hide_default_value = true)]
    levels: Vec<f64>,
    /// Only the arithmetic of trackers: volumes and world price stay as they are
    #[arg(long)]
    no_response: bool,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let (world, scenario) = self.asked.open()?;
        let curve = world.cap_curve(&scenario, &self.seller, &self.levels)?;
        target.write(&Curve { curve, no_response: self.no_response }, console)
    }
}

struct Curve {
    curve: CapCurve,
    no_response: bool,
}

const FIXED: [(&str, &str, Measure); 2] = [
    ("revenue_no_response", "Static revenue", Measure::Number),
    ("no_response_pct", "Static change", Measure::Percent),
];

impl Answer for Curve {
    const MAIN: &'static str = "caps";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.curve])
    }

    fn tables(&self) -> Vec<Table> {
        let mut columns = vec![("cap", "Cap", Measure::Number)];
        if !self.no_response {
            columns.extend([
                ("revenue", "Revenue", Measure::Number),
                ("revenue_pct", "Change", Measure::Percent),
                ("price", "Price", Measure::Number),
                ("exports", "Sold", Measure::Number),
                ("mainstream_pct", "Mainstream at sea", Measure::Rate),
                ("world_price", "World price", Measure::Number),
            ]);
        }
        columns.extend(FIXED);
        let rows = self.curve.rows.iter().map(|row| self.cells(row)).collect();
        vec![table(Self::MAIN, &format!("Price caps on {}", self.curve.seller), &columns, rows)]
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let curve = &self.curve;
        let mut sentences = Vec::new();
        let lowest =
            curve.rows.iter().min_by(|a, b| a.revenue.total_cmp(&b.revenue).then(b.cap.total_cmp(&a.cap)));
        if let Some(least) = lowest.filter(|_| !self.no_response) {
            let (enough, lost) = (self.enough(least.revenue), rate(-least.revenue_pct));
            let lowest = curve.rows.iter().map(|row| row.cap).fold(f64::INFINITY, f64::min);
            sentences.push(if enough > lowest {
                format!(
                    "No cap here costs {} more than {lost} of its revenue; a cap of {} does it already.",
                    curve.seller,
                    plain(enough)
                )
            } else {
                format!(
                    "The lowest cap here, {}, costs {} {lost} of its revenue.",
                    plain(lowest),
                    curve.seller
                )
            });
        }
        sentences
            .push("Static is the arithmetic of trackers: Σ volume × min(price, cap), with volumes and the world price as they were.".to_owned());
        let foot = [
            format!(
                "Scenario {}, baseline {}. Dollars a barrel, million barrels a day, million dollars a day (before: {}).",
                curve.scenario,
                curve.baseline,
                plain(curve.revenue_before)
            ),
            certified(curve.complementarity_residual),
        ];
        let tables = drawn(&self.tables(), page)?;
        Ok(format!("{}\n{tables}\n{}", paragraph(&sentences, page), paragraph(&foot, page)))
    }
}

impl Curve {
    /// The highest cap that brings revenue within a thousandth of the least.
    fn enough(&self, least: f64) -> f64 {
        let near = self.curve.rows.iter().filter(|row| row.revenue <= least * 1.001);
        near.map(|row| row.cap).fold(f64::NEG_INFINITY, f64::max)
    }

    fn cells(&self, row: &CapRow) -> Vec<Cell> {
        let mut numbers = vec![row.cap];
        if !self.no_response {
            numbers.extend([
                row.revenue,
                row.revenue_pct,
                row.price,
                row.exports,
                row.mainstream_pct,
                row.world_price,
            ]);
        }
        numbers.extend([row.revenue_no_response, row.no_response_pct]);
        numbers.into_iter().map(Cell::from).collect()
    }
}
