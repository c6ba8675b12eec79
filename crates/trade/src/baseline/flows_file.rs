//! `flows.csv`: who buys what from whom at which tariff.

use super::codes::Codes;
use super::refusals::{Refusals, Wrong};
use super::table_file::{Layout, Row, TableFile};
use crate::cube::Cube;

/// The columns of `flows.csv`.
pub(super) const LAYOUT: Layout = Layout {
    required: &["importer", "exporter", "sector", "value"],
    optional: &["tariff", "export_tax"],
    prefix: None,
};

/// What `flows.csv` holds.
#[derive(Debug)]
pub(super) struct Flows {
    /// Values.
    pub(super) values: Cube,
    /// Tariffs.
    pub(super) tariffs: Cube,
    /// Export taxes, where any cell of that column holds a number.
    pub(super) export_taxes: Option<Cube>,
}

/// Reads the flows. The caller has seen to it that the cubes are not too large.
pub(super) fn flows(table: &TableFile, countries: &Codes, sectors: &Codes) -> (Flows, Refusals) {
    let cube = || Cube::filled(sectors.len(), countries.len(), 0.0);
    let (mut values, mut tariffs, mut export_taxes) = (cube(), cube(), None);
    let mut seen = vec![0u32; values.values().len()];
    let columns = Columns::of(table);
    let refusals = table.rows(|row| {
        let importer = row.code(columns.importer, countries, "unknown importer")?;
        let exporter = row.code(columns.exporter, countries, "unknown exporter")?;
        let sector = row.code(columns.sector, sectors, "unknown sector")?;
        let index = (sector * countries.len() + importer) * countries.len() + exporter;
        first_time(table, row, &mut seen[index])?;
        let value = flow(row, columns.value)?;
        let tariff = rate(row, columns.tariff, "tariff")?;
        let export_tax = rate(row, columns.export_tax, "export tax")?;
        values.values_mut()[index] = value;
        tariffs.values_mut()[index] = tariff.unwrap_or(0.0);
        if let Some(tax) = export_tax {
            export_taxes.get_or_insert_with(cube).values_mut()[index] = tax;
        }
        Ok(())
    });
    (Flows { values, tariffs, export_taxes }, refusals)
}

struct Columns {
    importer: usize,
    exporter: usize,
    sector: usize,
    value: usize,
    tariff: Option<usize>,
    export_tax: Option<usize>,
}

impl Columns {
    fn of(table: &TableFile) -> Self {
        Self {
            importer: table.required("importer"),
            exporter: table.required("exporter"),
            sector: table.required("sector"),
            value: table.required("value"),
            tariff: table.column("tariff"),
            export_tax: table.column("export_tax"),
        }
    }
}

/// Marks a cell as seen in this row, or says in which line it stood before.
///
/// `seen` holds the byte offset of the row, which is never zero since the header stands there.
pub(super) fn first_time(table: &TableFile, row: Row<'_>, seen: &mut u32) -> Result<(), Wrong<'static>> {
    if *seen != 0 {
        let line = table.line(*seen as usize);
        return Err(Wrong::new("duplicate row", format!("the same cell stands in line {line} already"))
            .help("add the two up, or take one out"));
    }
    *seen = row.offset as u32; // files are far smaller than 4 GiB: bytes::LARGEST_FILE
    Ok(())
}

fn flow(row: Row<'_>, column: usize) -> Result<f64, Wrong<'static>> {
    let value = row.required_number(column, "value")?;
    if value < 0.0 {
        let message = format!("the flow is negative: {value}");
        return Err(Wrong::new("negative flow", message).cell(column).help("a flow is zero or more"));
    }
    Ok(value)
}

/// A rate above -1, as a fraction; nothing where the cell is empty.
fn rate(row: Row<'_>, column: Option<usize>, name: &str) -> Result<Option<f64>, Wrong<'static>> {
    match row.number(column)? {
        Some(value) if value <= -1.0 => {
            let message = format!("the {name} is {value}: it must be above -1");
            Err(Wrong::new("a rate at or below -100 %", message).cell(column.unwrap_or_default()))
        }
        value => Ok(value),
    }
}
