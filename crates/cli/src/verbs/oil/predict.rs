//! `thalweg oil predict`.

use super::import::Part;
use super::text::{paragraph, plain, table};
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn, json_lines};
use std::path::Path;
use thalweg_brief::output::Terminal;
use thalweg_core::{Cell, Measure, Problem, Table, Text};
use thalweg_oil::{Baseline, Discount, Movements, Outlook, Prediction, Totals};

const EXAMPLES: &str = "\
With matrices of your own: MATRIX is the workbook of the Statistical Review
(.xlsx), or a CSV file with from, to, million_tonnes; --totals has what, from,
to, million_tonnes (exports of origin, imports of destination, embargo cell).

Examples:
  thalweg oil predict oil-2022 --embargo RUS-BAL=ITA,NLD,FRA,ESP
  thalweg oil predict oil-2022 --embargo RUS-BAL=ITA --discount RUS-BAL:IND=17";

/// The matrix of an earlier year, and what is known of the later one.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// An embedded baseline, or a file of movements: a workbook or CSV
    #[arg(value_name = "MATRIX")]
    matrix: String,
    #[command(flatten)]
    part: Part,
    /// Totals of the later year; absent: those of the matrix
    #[arg(long, value_name = "FILE")]
    totals: Option<String>,
    /// Who stops buying from whom: SELLER=BUYER,BUYER
    #[arg(long, value_name = "SELLER=BUYERS", value_parser = embargo)]
    embargo: Vec<(String, Vec<String>)>,
    /// What a buyer gets off, dollars a barrel: SELLER:BUYER=DOLLARS
    #[arg(long, value_name = "SELLER:BUYER=DOLLARS", value_parser = discount)]
    discount: Vec<Discount>,
    /// Price that discounts are off: Brent in January 2022
    #[arg(long, value_name = "DOLLARS", default_value_t = 86.5)]
    price: f64,
    /// Elasticity of substitution between origins
    #[arg(long, value_name = "SIGMA", default_value_t = 15.3)]
    substitution: f64,
    #[command(flatten)]
    output: Output,
}

fn embargo(text: &str) -> Result<(String, Vec<String>), String> {
    let (seller, buyers) = text.split_once('=').ok_or("write SELLER=BUYER,BUYER")?;
    Ok((seller.to_owned(), buyers.split(',').map(|buyer| buyer.trim().to_owned()).collect()))
}

fn discount(text: &str) -> Result<Discount, String> {
    let form = "write SELLER:BUYER=DOLLARS";
    let (pair, value) = text.split_once('=').ok_or(form)?;
    let (origin, destination) = pair.split_once(':').ok_or(form)?;
    let value: f64 = value.parse().map_err(|_| format!("`{value}` is no number; {form}"))?;
    Ok(Discount { origin: origin.to_owned(), destination: destination.to_owned(), value })
}

/// Reads a file as text.
fn text(path: &str) -> Result<Text, Problem> {
    let bytes = std::fs::read(Path::new(path));
    let bytes = bytes.map_err(|error| Problem::new(format!("`{path}` cannot be read: {error}")))?;
    Text::from_bytes(path, &bytes)
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let movements = if Path::new(&self.matrix).is_file() {
            self.part.movements(&self.matrix, console)?
        } else if self.part.is_named() {
            let problem = Problem::new("`--year` and `--sheet` choose a part of a file");
            return Err(Failure::Arguments(problem.help(format!("`{}` is no file", self.matrix))));
        } else {
            Movements::of(&Baseline::open(&self.matrix)?)
        };
        let totals = match &self.totals {
            Some(file) => Totals::parse(&text(file)?)?,
            None => Totals::of(&movements),
        };
        let pairs = self
            .embargo
            .iter()
            .flat_map(|(seller, buyers)| buyers.iter().map(move |buyer| (seller.clone(), buyer.clone())));
        let outlook = Outlook {
            embargo: pairs.collect(),
            discounts: self.discount.clone(),
            price: self.price,
            substitution: self.substitution,
        };
        target.write(&Predicted(movements.predict(&totals, &outlook)?), console)
    }
}

struct Predicted(Prediction);

/// Rows that a terminal shows.
const SHOWN: usize = 20;

impl Answer for Predicted {
    const MAIN: &'static str = "matrix";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.0])
    }

    fn tables(&self) -> Vec<Table> {
        let columns = [
            ("origin", "Origin", Measure::Text),
            ("destination", "Destination", Measure::Text),
            ("before", "Before", Measure::Number),
            ("after", "After", Measure::Number),
            ("known", "Known", Measure::Text),
        ];
        let rows = self.0.rows.iter().map(|row| {
            vec![
                Cell::from(row.origin.as_str()),
                Cell::from(row.destination.as_str()),
                Cell::from(row.before),
                Cell::from(row.after),
                Cell::from(if row.known { "yes" } else { "no" }),
            ]
        });
        vec![table(Self::MAIN, "Who buys from whom, million tonnes a year", &columns, rows.collect())]
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let mut tables = self.tables();
        let size = |row: &[Cell]| match (&row[2], &row[3]) {
            (Cell::Number(before), Cell::Number(after)) => (after - before).abs(),
            _ => 0.0,
        };
        for table in &mut tables {
            table.title = "The cells that move most, million tonnes a year".to_owned();
            table.rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
            table.rows.truncate(SHOWN);
        }
        let mut foot = vec![format!(
            "Totals are met to {:.0e} of their sum. {} cells in all; the others with -o FILE.",
            self.0.residual,
            self.0.rows.len()
        )];
        if (self.0.imports_scaled_by - 1.0).abs() > 1e-6 {
            foot.push(format!(
                "Totals of destinations were scaled by {} to sum to those of origins.",
                plain(self.0.imports_scaled_by)
            ));
        }
        Ok(format!("{}\n{}", drawn(&tables, page)?, paragraph(&foot, page)))
    }
}
