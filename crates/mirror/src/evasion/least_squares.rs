//! Least squares with a mean of its own for each year, and errors clustered by heading.

use crate::error::{Error, ErrorKind};
use std::collections::BTreeMap;

/// A product in a year, ready for the regression.
pub(super) struct Row {
    pub(super) year: u16,
    pub(super) cluster: String,
    pub(super) gap: f64,
    pub(super) taxes: Vec<f64>,
}

/// Coefficients of the taxes, and how sure they are.
pub(super) struct Fit {
    pub(super) coefficients: Vec<f64>,
    pub(super) standard_errors: Vec<f64>,
    pub(super) clusters: usize,
    pub(super) r_squared: f64,
    /// Standard errors that the 95 percent interval reaches to each side.
    pub(super) critical: f64,
}

/// A square matrix, row by row.
type Matrix = Vec<Vec<f64>>;

/// Of the variance of a regressor, what must be left beside the others: less is rounding.
const SINGULAR: f64 = 1e-10;

impl Fit {
    pub(super) fn of(rows: &[Row], terms: usize) -> Result<Self, Error> {
        let within = within_years(rows, terms);
        let years = within.years;
        let parameters = terms + years;
        let clusters: BTreeMap<&str, Vec<usize>> = by_cluster(rows);
        if rows.len() <= parameters || clusters.len() < 2 {
            let message = format!("{} products in {} headings are too few", rows.len(), clusters.len());
            return Err(Error::one(
                ErrorKind::Data,
                message,
                "give more products of six digits with both reports",
            ));
        }
        let crossed = crossed(&within.taxes, terms);
        let varies =
            |k: usize| crossed[k][k] > SINGULAR * rows.iter().map(|row| row.taxes[k].powi(2)).sum::<f64>();
        let bread = inverse(&crossed).filter(|_| (0..terms).all(varies)).ok_or_else(|| {
            let message = "the taxes do not vary, or similar products are taxed alike";
            Error::one(
                ErrorKind::Data,
                message,
                "nothing can be said of the effect of a tax that is the same everywhere",
            )
        })?;
        let moments: Vec<f64> =
            (0..terms).map(|k| within.taxes.iter().zip(&within.gaps).map(|(x, y)| x[k] * y).sum()).collect();
        let coefficients = times(&bread, &moments);
        let fitted = |x: &Vec<f64>| x.iter().zip(&coefficients).map(|(x, b)| x * b).sum::<f64>();
        let residuals: Vec<f64> = within.taxes.iter().zip(&within.gaps).map(|(x, y)| y - fitted(x)).collect();
        let meat = meat(&clusters, &within.taxes, &residuals, terms);
        let (count, groups) = (rows.len() as f64, clusters.len() as f64);
        let small = groups / (groups - 1.0) * (count - 1.0) / (count - parameters as f64);
        let sandwich = product(&product(&bread, &meat), &bread);
        let squares = |numbers: &[f64]| numbers.iter().map(|number| number * number).sum::<f64>();
        Ok(Self {
            standard_errors: (0..terms).map(|k| (small * sandwich[k][k]).sqrt()).collect(),
            coefficients,
            clusters: clusters.len(),
            r_squared: 1.0 - squares(&residuals) / squares(&within.gaps),
            critical: student(clusters.len() - 1),
        })
    }
}

struct Within {
    gaps: Vec<f64>,
    taxes: Vec<Vec<f64>>,
    years: usize,
}

/// Gaps and taxes less their means of the year, which is what a constant for each year does.
fn within_years(rows: &[Row], terms: usize) -> Within {
    let mut sums: BTreeMap<u16, (f64, Vec<f64>)> = BTreeMap::new();
    for row in rows {
        let (count, sum) = sums.entry(row.year).or_insert_with(|| (0.0, vec![0.0; terms + 1]));
        *count += 1.0;
        for (sum, number) in sum.iter_mut().zip(row.taxes.iter().chain([&row.gap])) {
            *sum += number;
        }
    }
    let mean = |year: u16, term: usize| sums.get(&year).map_or(0.0, |(count, sum)| sum[term] / count);
    let less = |row: &Row| row.taxes.iter().enumerate().map(|(k, tax)| tax - mean(row.year, k)).collect();
    Within {
        gaps: rows.iter().map(|row| row.gap - mean(row.year, terms)).collect(),
        taxes: rows.iter().map(less).collect(),
        years: sums.len(),
    }
}

fn by_cluster(rows: &[Row]) -> BTreeMap<&str, Vec<usize>> {
    let mut clusters: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        clusters.entry(row.cluster.as_str()).or_default().push(place);
    }
    clusters
}

/// X'X.
fn crossed(rows: &[Vec<f64>], terms: usize) -> Matrix {
    let sum = |a: usize, b: usize| rows.iter().map(|row| row[a] * row[b]).sum();
    (0..terms).map(|a| (0..terms).map(|b| sum(a, b)).collect()).collect()
}

/// The sum over clusters of X_g' u_g u_g' X_g.
fn meat(clusters: &BTreeMap<&str, Vec<usize>>, rows: &[Vec<f64>], residuals: &[f64], terms: usize) -> Matrix {
    let mut meat = vec![vec![0.0; terms]; terms];
    for places in clusters.values() {
        let score: Vec<f64> = (0..terms)
            .map(|k| places.iter().map(|place| rows[*place][k] * residuals[*place]).sum())
            .collect();
        for (row, a) in meat.iter_mut().zip(&score) {
            for (cell, b) in row.iter_mut().zip(&score) {
                *cell += a * b;
            }
        }
    }
    meat
}

/// The inverse of a matrix of one or two rows; none, where a regressor says nothing that the other does not.
fn inverse(matrix: &Matrix) -> Option<Matrix> {
    match matrix.as_slice() {
        [row] => (row[0] > 1e-300).then(|| vec![vec![1.0 / row[0]]]),
        [first, second] => {
            let determinant = first[0] * second[1] - first[1] * second[0];
            let whole = first[0] * second[1];
            (whole > 1e-300 && determinant > SINGULAR * whole).then(|| {
                vec![
                    vec![second[1] / determinant, -first[1] / determinant],
                    vec![-second[0] / determinant, first[0] / determinant],
                ]
            })
        }
        _ => None,
    }
}

fn times(matrix: &Matrix, vector: &[f64]) -> Vec<f64> {
    matrix.iter().map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum()).collect()
}

fn product(a: &Matrix, b: &Matrix) -> Matrix {
    let cell = |row: &[f64], k: usize| row.iter().zip(b).map(|(x, other)| x * other[k]).sum();
    a.iter().map(|row| (0..row.len()).map(|k| cell(row, k)).collect()).collect()
}

/// The 97.5 percent point of Student's t: exact for one and two degrees of freedom, from three on by the expansion of Cornish and Fisher (Abramowitz and
/// Stegun 26.7.5), wrong by less than one percent at three and less than a ten-thousandth from ten on.
fn student(freedom: usize) -> f64 {
    match freedom {
        0 => f64::INFINITY,
        1 => 12.706_204_736,
        2 => 4.302_652_730,
        _ => {
            let (z, n) = (1.959_963_984_540_054_f64, freedom as f64);
            let power = |k: i32| z.powi(k);
            let first = (power(3) + z) / 4.0;
            let second = (5.0 * power(5) + 16.0 * power(3) + 3.0 * z) / 96.0;
            let third = (3.0 * power(7) + 19.0 * power(5) + 17.0 * power(3) - 15.0 * z) / 384.0;
            z + first / n + second / n.powi(2) + third / n.powi(3)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn students_points() {
        for (freedom, want, within) in [
            (1, 12.7062, 1e-4),
            (3, 3.1824, 0.03),
            (10, 2.2281, 2e-4),
            (30, 2.0423, 1e-4),
            (1000, 1.9623, 1e-4),
        ] {
            assert!((student(freedom) - want).abs() < within, "{freedom}: {}", student(freedom));
        }
    }

    /// Six rows in three clusters, worked out by hand.
    #[test]
    fn a_small_case_by_hand() {
        let row = |cluster: &str, tax: f64, gap: f64| Row {
            year: 2000,
            cluster: cluster.to_owned(),
            gap,
            taxes: vec![tax],
        };
        let rows = [
            row("a", -1.0, -1.0),
            row("a", 1.0, 2.0),
            row("b", -2.0, -2.0),
            row("b", 0.0, 0.0),
            row("c", 0.0, -1.0),
            row("c", 2.0, 2.0),
        ];
        let fit = Fit::of(&rows, 1).unwrap();
        // X'X = 10, X'y = 1 + 2 + 4 + 4 = 11
        assert!((fit.coefficients[0] - 1.1).abs() < 1e-12);
        // residuals .1 .9 .2 0 -1 -.2: scores a .8, b -.4, c -.4; meat .96; c = 3/2 * 5/4
        let want = (1.5 * 1.25 * 0.96 / 100.0f64).sqrt();
        assert!((fit.standard_errors[0] - want).abs() < 1e-12, "{} {want}", fit.standard_errors[0]);
        assert_eq!(fit.clusters, 3);
    }

    #[test]
    fn a_tax_that_does_not_vary_is_an_error() {
        let rows: Vec<Row> = (0..6)
            .map(|i| Row { year: 2000, cluster: i.to_string(), gap: f64::from(i), taxes: vec![0.1] })
            .collect();
        assert_eq!(Fit::of(&rows, 1).err().unwrap().kind(), ErrorKind::Data);
    }
}
