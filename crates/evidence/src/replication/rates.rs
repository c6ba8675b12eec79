//! Tables of tariffs beside a baseline, as measures of a scenario.

use crate::error::{Error, ErrorKind};
use crate::table_file::{Layout, TableFile};
use std::path::Path;
use thalweg_trade::scenario::{Action, Change, Measure, OnTrade, Pairs, Rate, RateRow, RateTable};

/// Which rate a table has.
const COLUMNS: [(&str, Layout); 3] = [
    ("set", Layout { required: &["importer", "exporter", "set"], optional: &["sector"] }),
    ("add", Layout { required: &["importer", "exporter", "add"], optional: &["sector"] }),
    ("tariff", Layout { required: &["importer", "exporter", "tariff"], optional: &["sector"] }),
];

/// The tariffs of a table; `column` is the one with the rates: `set`, `add`, or `tariff`, which sets.
pub(super) fn tariffs(path: &Path, column: &str) -> Result<Vec<RateRow>, Error> {
    let wrong = |problems| Error::new(ErrorKind::Policy, problems);
    let file = TableFile::open(path).map_err(|problem| wrong(vec![problem]))?;
    let layout = COLUMNS.iter().find(|(name, _)| *name == column).map_or(&COLUMNS[0].1, |(_, layout)| layout);
    let mut rows = Vec::new();
    file.all_rows(layout, |row| {
        let (importer, exporter, rate) = (row.code(0)?, row.code(1)?, row.number(2)?);
        let sector = Some(row.text(3)).filter(|sector| !sector.is_empty());
        rows.push(RateRow {
            importer: importer.into(),
            exporter: exporter.into(),
            sector: sector.map(Into::into),
            change: if column == "add" { Change::Add(rate) } else { Change::Set(rate) },
            place: None,
        });
        Ok(())
    })
    .map_err(wrong)?;
    Ok(rows)
}

/// Such tariffs as a measure on the trade of importers with exporters.
pub(super) fn measure<const N: usize>(rows: Vec<RateRow>, members: [&str; N]) -> Measure {
    let rate = Rate::Table(RateTable { file: "tariffs".to_owned(), rows });
    Measure::new(Action::Tariff(OnTrade { pairs: Pairs::new(members, members, "*"), rate }))
}
