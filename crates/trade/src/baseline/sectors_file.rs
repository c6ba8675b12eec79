//! `sectors.csv`: the sectors of a baseline and their elasticities.

use super::Sector;
use super::codes::Codes;
use super::countries_file::{new_code, word, word_or};
use super::refusals::{Refusals, Wrong};
use super::table_file::{Layout, Row, TableFile};
use thalweg_core::Problem;

/// How the columns of further elasticities begin: `elasticity_SET`.
pub(super) const SET_PREFIX: &str = "elasticity_";

/// The set name that is taken: `elasticity_se` is the standard error.
pub(super) const STANDARD_ERROR: &str = "elasticity_se";

/// The columns of `sectors.csv`.
pub(super) const LAYOUT: Layout = Layout {
    required: &["sector", "name"],
    optional: &["elasticity", "substitution", "scale", "tradable", "group", STANDARD_ERROR],
    prefix: Some(SET_PREFIX),
};

/// How far `elasticity` may be from `substitution - 1` where both are given, relative to it.
const AGREEMENT: f64 = 1e-9;

/// Reads the sectors.
pub(super) fn sectors(table: &TableFile) -> (Vec<Sector>, Codes, Refusals) {
    let mut codes = Codes::default();
    let mut sectors = Vec::new();
    let mut offsets = Vec::new();
    let sets = elasticity_columns(table);
    let refusals = table.rows(|row| {
        let code = new_code(table, row, "sector", &codes, &offsets)?;
        codes.add(&code); // even if the rest of the row is wrong: other files may name it
        offsets.push(row.offset);
        sectors.push(sector(table, row, &code, &sets)?);
        Ok(())
    });
    (sectors, codes, refusals)
}

/// What is wrong with the header beyond what every table checks: there must be an elasticity.
pub(super) fn head_problem(table: &TableFile) -> Option<Problem> {
    if table.column("elasticity").or(table.column("substitution")).is_some() {
        return None;
    }
    let message = format!("`{}` has neither a column `elasticity` nor a column `substitution`", table.file());
    Some(
        Problem::new(message).help("give the trade elasticity, or the elasticity of substitution, by sector"),
    )
}

/// The further elasticities: the name of each set and its column.
fn elasticity_columns(table: &TableFile) -> Vec<(String, usize)> {
    let columns = table.head().iter().enumerate().filter(|(_, name)| *name != STANDARD_ERROR);
    columns.filter_map(|(at, name)| Some((name.strip_prefix(SET_PREFIX)?.to_owned(), at))).collect()
}

fn sector(
    table: &TableFile,
    row: Row<'_>,
    code: &str,
    sets: &[(String, usize)],
) -> Result<Sector, Wrong<'static>> {
    let (elasticity, substitution) = elasticity(table, row)?;
    Ok(Sector {
        code: code.to_owned(),
        name: word_or(row.text(table.column("name")), code),
        elasticity,
        substitution,
        scale: bounded(row, table.column("scale"), "scale", 0.0)?.unwrap_or(0.0),
        tradable: yes_or_no(row, table.column("tradable"))?,
        group: word(row.text(table.column("group"))),
        elasticity_sets: elasticity_sets(table, row, sets)?,
        elasticity_se: bounded(row, table.column(STANDARD_ERROR), STANDARD_ERROR, 0.0)?,
    })
}

/// The trade elasticity, and the elasticity of substitution where the data gave that.
fn elasticity(table: &TableFile, row: Row<'_>) -> Result<(f64, Option<f64>), Wrong<'static>> {
    let (theta_at, sigma_at) = (table.column("elasticity"), table.column("substitution"));
    let theta = positive(row, theta_at, "elasticity", 0.0)?;
    let sigma = positive(row, sigma_at, "substitution", 1.0)?;
    let cell = theta_at.or(sigma_at).unwrap_or_default();
    match (theta, sigma) {
        (None, None) => {
            Err(Wrong::new("an elasticity is missing", "the sector has no elasticity").cell(cell))
        }
        (Some(theta), Some(sigma)) if !agree(theta, sigma) => {
            let message = format!("elasticity {theta} is not substitution {sigma} less one");
            Err(Wrong::new("two elasticities that contradict", message)
                .cell(cell)
                .help("give one of the two"))
        }
        (Some(theta), sigma) => Ok((theta, sigma)),
        (None, Some(sigma)) => Ok((sigma - 1.0, Some(sigma))),
    }
}

/// Whether a trade elasticity is the elasticity of substitution less one.
pub(super) fn agree(theta: f64, sigma: f64) -> bool {
    (theta - (sigma - 1.0)).abs() <= AGREEMENT * theta
}

fn elasticity_sets(
    table: &TableFile,
    row: Row<'_>,
    sets: &[(String, usize)],
) -> Result<Vec<(String, f64)>, Wrong<'static>> {
    let value = |(name, at): &(String, usize)| {
        let found = positive(row, Some(*at), &table.head()[*at], 0.0)?;
        let missing = || {
            Wrong::new("an elasticity is missing", format!("`{}` is empty", table.head()[*at]))
                .cell(*at)
                .help("a set gives an elasticity for every sector: repeat that of `elasticity` where it has none")
        };
        found.map(|value| (name.clone(), value)).ok_or_else(missing)
    };
    sets.iter().map(value).collect()
}

/// A number above `bound`, where the cell is not empty.
fn positive(
    row: Row<'_>,
    column: Option<usize>,
    name: &str,
    bound: f64,
) -> Result<Option<f64>, Wrong<'static>> {
    match row.number(column)? {
        Some(value) if value <= bound => {
            let message = format!("`{name}` is {value} and must be above {bound}");
            Err(Wrong::new("a number out of range", message).cell(column.unwrap_or_default()))
        }
        value => Ok(value),
    }
}

/// A number of at least `bound`, where the cell is not empty.
fn bounded(
    row: Row<'_>,
    column: Option<usize>,
    name: &str,
    bound: f64,
) -> Result<Option<f64>, Wrong<'static>> {
    match row.number(column)? {
        Some(value) if value < bound => {
            let message = format!("`{name}` is {value} and must be at least {bound}");
            Err(Wrong::new("a number out of range", message).cell(column.unwrap_or_default()))
        }
        value => Ok(value),
    }
}

fn yes_or_no(row: Row<'_>, column: Option<usize>) -> Result<bool, Wrong<'static>> {
    let text = row.text(column);
    match text.to_ascii_lowercase().as_str() {
        "" | "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        _ => Err(Wrong::new("neither true nor false", format!("`{text}` is neither true nor false"))
            .cell(column.unwrap_or_default())
            .help("write `true` or `false`")),
    }
}
