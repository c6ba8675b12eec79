//! Caliendo and Parro (2015): the North American agreement. Balanced trade at the tariffs of 1993 is the base; then the
//! tariffs of 2005 hold among Canada, Mexico and the United States, and nowhere else.

use super::{ComparedRow, Published, Source, country, rates, simulate};
use crate::error::Error;
use std::path::Path;
use thalweg_trade::{Baseline, Deficits, Model, Outcome, Scenario};

const MEMBERS: [&str; 3] = ["CAN", "MEX", "USA"];

/// What is printed of each member, in percent.
const COLUMNS: [&str; 6] = [
    "welfare",
    "terms of trade",
    "volume of trade",
    "real wages",
    "imports from members",
    "imports from others",
];
const PRINTED: [(&str, [&str; 6]); 3] = [
    ("MEX", ["1.31", "-0.41", "1.72", "1.72", "118.28", "-17.03"]),
    ("CAN", ["-0.06", "-0.11", "0.04", "0.32", "11.11", "-6.98"]),
    ("USA", ["0.08", "0.04", "0.04", "0.11", "40.52", "-0.74"]),
];

pub(super) fn compare(folder: &Path) -> Result<Vec<ComparedRow>, Error> {
    let (baseline, _) = Baseline::read_folder(folder)?;
    let tariffs = rates::measure(rates::tariffs(&folder.join("tariffs_2005.csv.gz"), "set")?, MEMBERS);
    let model = Model { deficits: Deficits::Balanced, ..Model::default() };
    let outcome = simulate(&baseline, &Scenario::new("nafta").with(tariffs).under(model))?;
    let mut rows = Vec::new();
    for (who, printed) in PRINTED {
        let row = country(&outcome, who)?;
        let computed = [
            row.first_order_welfare_pct.unwrap_or(f64::NAN),
            row.terms_of_trade_pct.unwrap_or(f64::NAN),
            row.volume_of_trade_pct.unwrap_or(f64::NAN),
            row.real_wage_pct,
            imports_pct(&outcome, who, true),
            imports_pct(&outcome, who, false),
        ];
        for ((what, printed), computed) in COLUMNS.into_iter().zip(printed).zip(computed) {
            let cell = Published { table: "NAFTA", who, what, printed };
            rows.push(cell.beside(Source::CaliendoParro, computed, ""));
        }
    }
    Ok(rows)
}

/// Change of what a country imports from the members, or from all others, percent.
fn imports_pct(outcome: &Outcome, importer: &str, inside: bool) -> f64 {
    let member = |code: &str| MEMBERS.contains(&code);
    let rows = outcome.flows.iter().filter(|row| row.importer == importer && member(&row.exporter) == inside);
    let (before, after) = rows.fold((0.0, 0.0), |(b, a), row| (b + row.before, a + row.after));
    100.0 * (after / before - 1.0)
}
