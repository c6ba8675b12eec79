//! Small dense linear systems.

/// A square matrix factored as P A = L U, by rows, with the largest pivot of each column.
#[derive(Debug, Clone)]
pub(crate) struct Factors {
    n: usize,
    cells: Vec<f64>,
    order: Vec<usize>,
}

impl Factors {
    /// Factors `cells` (n by n, by rows); nothing where a pivot vanishes or is no number.
    pub(crate) fn new(mut cells: Vec<f64>, n: usize) -> Option<Self> {
        let mut order: Vec<usize> = (0..n).collect();
        for k in 0..n {
            let pivot = largest(&cells, n, k);
            let size = cells[pivot * n + k].abs();
            if size.is_nan() || size <= 1e-300 {
                return None;
            }
            if pivot != k {
                order.swap(pivot, k);
                let (upper, lower) = cells.split_at_mut(pivot * n);
                upper[k * n..(k + 1) * n].swap_with_slice(&mut lower[..n]);
            }
            eliminate(&mut cells, n, k);
        }
        Some(Self { n, cells, order })
    }

    /// The x with A x = b.
    pub(crate) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let n = self.n;
        let mut x: Vec<f64> = self.order.iter().map(|row| b[*row]).collect();
        for i in 1..n {
            let (done, rest) = x.split_at_mut(i);
            rest[0] -= dot(&self.cells[i * n..i * n + i], done);
        }
        for i in (0..n).rev() {
            let (head, done) = x.split_at_mut(i + 1);
            head[i] = (head[i] - dot(&self.cells[i * n + i + 1..(i + 1) * n], done)) / self.cells[i * n + i];
        }
        x
    }
}

fn largest(cells: &[f64], n: usize, k: usize) -> usize {
    let mut best = k;
    for i in k + 1..n {
        if cells[i * n + k].abs() > cells[best * n + k].abs() {
            best = i;
        }
    }
    best
}

/// One step: takes row k from the rows below; rows with nothing in column k are left alone.
fn eliminate(cells: &mut [f64], n: usize, k: usize) {
    let (head, tail) = cells.split_at_mut((k + 1) * n);
    let pivot = &head[k * n..];
    for row in tail.chunks_exact_mut(n) {
        if row[k] == 0.0 {
            continue;
        }
        let factor = row[k] / pivot[k];
        row[k] = factor;
        for (cell, above) in row[k + 1..].iter_mut().zip(&pivot[k + 1..]) {
            *cell -= factor * above;
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_that_needs_pivots_is_solved() {
        let a = vec![0.0, 2.0, 1.0, 1.0, 1.0, 0.0, 3.0, 0.0, -1.0];
        let x = Factors::new(a, 3).unwrap().solve(&[7.0, 3.0, 0.0]);
        for (got, want) in x.iter().zip([1.0, 2.0, 3.0]) {
            assert!((got - want).abs() < 1e-14, "{x:?}");
        }
    }

    #[test]
    fn a_singular_matrix_has_no_factors() {
        assert!(Factors::new(vec![1.0, 2.0, 2.0, 4.0], 2).is_none());
        assert!(Factors::new(vec![f64::NAN], 1).is_none());
    }
}
