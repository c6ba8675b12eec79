//! What the shared words are for: a reader that loses no row, a problem that says where and what would be right, and a
//! table that any renderer can show.
//!
//! ```sh
//! cargo run -p thalweg-core --example report
//! ```
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use thalweg_core::{Cell, Column, Intake, Measure, Place, Problem, Table, Unit, UnitError, nearest};

const FLOWS: &str = "importer,exporter,value\nUSA,CHN,532.2\nUSA,CNH,1.0\nCHN,USA,-4.0\nCHN,USA,153.8\n";
const CODES: [&str; 2] = ["USA", "CHN"];

fn main() -> Result<(), UnitError> {
    let unit: Unit = "billion USD".parse()?;
    let mut intake = Intake::new("flows.csv");
    let mut problems = Vec::new();
    let mut rows = Vec::new();
    for (index, line) in FLOWS.lines().enumerate().skip(1) {
        let place = Place::new("flows.csv", index + 1, line);
        let cells: Vec<&str> = line.split(',').collect();
        if let Some(unknown) = cells[..2].iter().find(|code| !CODES.contains(code)) {
            let near = nearest(unknown, CODES).map(|code| format!("the nearest known code is `{code}`"));
            let problem = Problem::new(format!("unknown country `{unknown}`")).at(place.clone());
            problems.push(match near {
                Some(help) => problem.help(help),
                None => problem,
            });
            intake.refuse("unknown country", place);
            continue;
        }
        match cells[2].parse::<f64>() {
            Ok(value) if value >= 0.0 => {
                rows.push(vec![Cell::from(cells[0]), Cell::from(cells[1]), Cell::from(value)]);
                intake.accept();
            }
            _ => intake.refuse("no flow", place),
        }
    }
    let columns = vec![
        Column::new("importer", "Importer", Measure::Text),
        Column::new("exporter", "Exporter", Measure::Text),
        Column::new("value", "Value", Measure::Amount),
    ];
    let table = Table { name: "flows".into(), title: format!("Flows, {unit}"), columns, rows };

    println!("{} rows read, {} accepted, {} refused", intake.read(), intake.accepted, intake.refused());
    problems.iter().for_each(|problem| println!("{problem}"));
    println!("{}: {} rows", table.title, table.rows.len());
    Ok(())
}
