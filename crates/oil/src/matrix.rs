//! Who buys from whom when totals are known: a matrix balanced to them.

use crate::error::{Error, ErrorKind};
use thalweg_core::Problem;

/// How a balanced matrix came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Balanced {
    /// Cells by row.
    pub cells: Vec<Vec<f64>>,
    /// Passes over rows and columns.
    pub passes: usize,
    /// Largest difference from a total, in parts of the sum.
    pub residual: f64,
}

/// Passes at most.
const PASSES: usize = 100_000;
/// Largest difference from a total, in parts of the sum.
const TOLERANCE: f64 = 1e-10;

/// The matrix nearest to `prior` (in relative entropy) with these row and column sums: each cell is its prior times a
/// factor of its row and one of its column, found in turns (Deming and Stephan 1940; RAS in Stone 1961). Cells that are
/// zero stay zero.
///
/// ```
/// let balanced = thalweg_oil::balance(&[vec![1.0, 2.0], vec![3.0, 4.0]], &[6.0, 4.0], &[5.0, 5.0])?;
/// assert!((balanced.cells[0][0] + balanced.cells[0][1] - 6.0).abs() < 1e-8);
/// # Ok::<(), thalweg_oil::Error>(())
/// ```
///
/// # Errors
/// Totals whose sums differ, a total without any cell that could hold it, and totals that no such matrix has.
pub fn balance(prior: &[Vec<f64>], rows: &[f64], columns: &[f64]) -> Result<Balanced, Error> {
    check(prior, rows, columns)?;
    let sum: f64 = rows.iter().sum();
    let mut cells = prior.to_vec();
    let mut residual = f64::INFINITY;
    for passes in 1..=PASSES {
        for (row, want) in cells.iter_mut().zip(rows) {
            scale(row.iter_mut(), *want);
        }
        for (b, want) in columns.iter().enumerate() {
            scale(cells.iter_mut().map(|row| &mut row[b]), *want);
        }
        let gaps = cells.iter().zip(rows).map(|(row, want)| (row.iter().sum::<f64>() - want).abs());
        residual = gaps.fold(0.0, f64::max) / sum.max(f64::MIN_POSITIVE);
        if residual <= TOLERANCE {
            return Ok(Balanced { cells, passes, residual });
        }
    }
    let problem = Problem::new(format!("the matrix does not come nearer to its totals than {residual:.1e}"));
    Err(Error::one(ErrorKind::Unsolved, problem.help("too many cells are zero for these totals")))
}

fn scale<'a>(cells: impl Iterator<Item = &'a mut f64>, want: f64) {
    let cells: Vec<&mut f64> = cells.collect();
    let sum: f64 = cells.iter().map(|cell| **cell).sum();
    if sum > 0.0 {
        cells.into_iter().for_each(|cell| *cell *= want / sum);
    }
}

fn check(prior: &[Vec<f64>], rows: &[f64], columns: &[f64]) -> Result<(), Error> {
    let mut problems = Vec::new();
    if prior.len() != rows.len() || prior.iter().any(|row| row.len() != columns.len()) {
        problems.push(Problem::new("the matrix has not as many rows and columns as there are totals"));
        return Err(Error::new(ErrorKind::Market, problems));
    }
    let sound = |value: &f64| value.is_finite() && *value >= 0.0;
    if !prior.iter().flatten().chain(rows).chain(columns).all(sound) {
        problems.push(Problem::new("a cell or a total is negative, or no number"));
    }
    let (from, to): (f64, f64) = (rows.iter().sum(), columns.iter().sum());
    if (from - to).abs() > 1e-6 * from.max(to) {
        problems.push(Problem::new(format!("rows sum to {from}, and columns to {to}")));
    }
    let empty_row = |o: usize| prior[o].iter().sum::<f64>() <= 0.0;
    for o in (0..rows.len()).filter(|o| rows[*o] > 1e-9 * from && empty_row(*o)) {
        problems.push(Problem::new(format!(
            "row {} must sum to {}, and all its cells are zero",
            o + 1,
            rows[o]
        )));
    }
    let empty_column = |b: usize| prior.iter().map(|row| row[b]).sum::<f64>() <= 0.0;
    for b in (0..columns.len()).filter(|b| columns[*b] > 1e-9 * from && empty_column(*b)) {
        let message = format!("column {} must sum to {}, and all its cells are zero", b + 1, columns[b]);
        problems.push(Problem::new(message));
    }
    if problems.is_empty() { Ok(()) } else { Err(Error::new(ErrorKind::Market, problems)) }
}
