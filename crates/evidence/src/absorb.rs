//! Effects of importers and exporters taken out of a matrix of flows, exactly.

/// The weighted two-way effects of one sector's flows, factorised once: `v - a_n - b_i` with the `a` and `b` that minimise
/// `sum w (v - a_n - b_i)^2`.
///
/// The normal equations `[[R, W], [W', C]]` are solved by elimination of the importers, so that one symmetric system of
/// the size of the exporters is left; in each connected part of the graph of flows one exporter's effect is zero. With
/// `G` the generalised inverse in hand, the part of a *sparse* regressor that effects cannot explain has a norm of few
/// terms (Frisch, Waugh and Lovell): thousands of placebo policies cost no more than one regression.
#[derive(Debug, Clone)]
pub(crate) struct Absorber {
    size: usize,
    /// `weights[n, i]`, zero where a flow is left out.
    weights: Vec<f64>,
    /// Inverse of the weight of each importer, zero without any.
    rows: Vec<f64>,
    /// `importers[n, m]`, `crossed[n, i]`, `exporters[i, k]`: the blocks of `G`.
    importers: Vec<f64>,
    crossed: Vec<f64>,
    exporters: Vec<f64>,
}

impl Absorber {
    /// Factorises; `weights[n, i]` are not below zero.
    pub(crate) fn new(size: usize, weights: Vec<f64>) -> Self {
        let rows: Vec<f64> = weights.chunks(size).map(|row| inverse_of(row.iter().sum())).collect();
        let exporters = inverse(&schur(size, &weights, &rows), &pinned(size, &weights), size);
        let mut absorber = Self {
            size,
            weights,
            rows,
            importers: vec![0.0; size * size],
            crossed: vec![0.0; size * size],
            exporters,
        };
        absorber.fill();
        absorber
    }

    /// The blocks of `G` that touch importers.
    fn fill(&mut self) {
        let size = self.size;
        for n in 0..size {
            for k in 0..size {
                let row = &self.weights[n * size..(n + 1) * size];
                let along: f64 = row.iter().enumerate().map(|(i, w)| w * self.exporters[i * size + k]).sum();
                self.crossed[n * size + k] = -self.rows[n] * along;
            }
        }
        for n in 0..size {
            for m in 0..size {
                let other = &self.weights[m * size..(m + 1) * size];
                let back: f64 = other.iter().enumerate().map(|(i, w)| w * self.crossed[n * size + i]).sum();
                let own = if n == m { self.rows[n] } else { 0.0 };
                self.importers[n * size + m] = own - back * self.rows[m];
            }
        }
    }

    pub(crate) fn weights(&self) -> &[f64] {
        &self.weights
    }

    pub(crate) fn weight(&self, n: usize, i: usize) -> f64 {
        self.weights[n * self.size + i]
    }

    /// What effects do not explain; zero where a flow is left out. One round of refinement brings the effects' own
    /// weighted sums to rounding.
    pub(crate) fn residual(&self, mut values: Vec<f64>) -> Vec<f64> {
        for (value, weight) in values.iter_mut().zip(&self.weights) {
            *value = if *weight > 0.0 { *value } else { 0.0 };
        }
        self.sweep(&mut values);
        self.sweep(&mut values);
        values
    }

    fn sweep(&self, values: &mut [f64]) {
        let size = self.size;
        let (mut by_importer, mut by_exporter) = (vec![0.0; size], vec![0.0; size]);
        for (at, (value, weight)) in values.iter().zip(&self.weights).enumerate() {
            by_importer[at / size] += weight * value;
            by_exporter[at % size] += weight * value;
        }
        let line = |matrix: &[f64], at: usize, by: &[f64]| -> f64 {
            matrix[at * size..(at + 1) * size].iter().zip(by).map(|(g, s)| g * s).sum()
        };
        let a: Vec<f64> = (0..size)
            .map(|n| line(&self.importers, n, &by_importer) + line(&self.crossed, n, &by_exporter))
            .collect();
        let b: Vec<f64> = (0..size)
            .map(|i| {
                let across: f64 = (0..size).map(|n| self.crossed[n * size + i] * by_importer[n]).sum();
                across + line(&self.exporters, i, &by_exporter)
            })
            .collect();
        for (at, value) in values.iter_mut().enumerate() {
            if self.weights[at] > 0.0 {
                *value -= a[at / size] + b[at % size];
            }
        }
    }

    /// How strongly two flows share effects: `d_c' G d_c'` for the cells `c = (n, i)` and `(m, k)`.
    pub(crate) fn shared(&self, (n, i): (usize, usize), (m, k): (usize, usize)) -> f64 {
        let size = self.size;
        self.importers[n * size + m]
            + self.crossed[n * size + k]
            + self.crossed[m * size + i]
            + self.exporters[i * size + k]
    }
}

fn inverse_of(sum: f64) -> f64 {
    if sum > 0.0 { 1.0 / sum } else { 0.0 }
}

/// What is left of the exporters' equations once importers are eliminated: `C - W' R^-1 W`.
fn schur(size: usize, weights: &[f64], rows: &[f64]) -> Vec<f64> {
    let mut left = vec![0.0; size * size];
    for (row, inverse) in weights.chunks(size).zip(rows) {
        for i in (0..size).filter(|i| row[*i] > 0.0) {
            let scaled = row[i] * inverse;
            let line = &mut left[i * size..(i + 1) * size];
            line.iter_mut().zip(row).for_each(|(cell, weight)| *cell -= scaled * weight);
            line[i] += row[i];
        }
    }
    left
}

/// Exporters whose effect is zero: those who sell nothing, and the first of each connected part.
fn pinned(size: usize, weights: &[f64]) -> Vec<bool> {
    let mut part: Vec<usize> = (0..2 * size).collect();
    fn root(part: &mut [usize], mut at: usize) -> usize {
        while part[at] != at {
            part[at] = part[part[at]];
            at = part[at];
        }
        at
    }
    for (at, weight) in weights.iter().enumerate() {
        if *weight > 0.0 {
            let (one, other) = (root(&mut part, at / size), root(&mut part, size + at % size));
            part[one.max(other)] = one.min(other);
        }
    }
    let mut met = vec![false; 2 * size];
    (0..size)
        .map(|i| {
            let root = root(&mut part, size + i);
            let alone = root == size + i;
            !std::mem::replace(&mut met[root], true) || alone
        })
        .collect()
}

/// The inverse of a symmetric positive matrix with the pinned rows and columns left out (zero in the answer), by Cholesky.
fn inverse(matrix: &[f64], pinned: &[bool], size: usize) -> Vec<f64> {
    let free: Vec<usize> = (0..size).filter(|i| !pinned[*i]).collect();
    let order = free.len();
    let mut lower = vec![0.0; order * order];
    for r in 0..order {
        for c in 0..=r {
            let dot: f64 = lower[r * order..r * order + c]
                .iter()
                .zip(&lower[c * order..c * order + c])
                .map(|(a, b)| a * b)
                .sum();
            let left = matrix[free[r] * size + free[c]] - dot;
            // a part that hangs together by a thread has a pivot near zero; it must not become a root of a negative number
            lower[r * order + c] =
                if r == c { left.max(f64::MIN_POSITIVE).sqrt() } else { left / lower[c * order + c] };
        }
    }
    let mut answer = vec![0.0; size * size];
    let mut column = vec![0.0; order];
    for at in 0..order {
        for r in 0..order {
            let dot: f64 = lower[r * order..r * order + r].iter().zip(&column).map(|(l, x)| l * x).sum();
            column[r] = (f64::from(u8::from(r == at)) - dot) / lower[r * order + r];
        }
        for r in (0..order).rev() {
            let dot: f64 = (r + 1..order).map(|k| lower[k * order + r] * column[k]).sum();
            column[r] = (column[r] - dot) / lower[r * order + r];
        }
        for r in 0..order {
            answer[free[r] * size + free[at]] = column[r];
        }
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn alternating(size: usize, weights: &[f64], mut values: Vec<f64>) -> Vec<f64> {
        for _ in 0..20_000 {
            for n in 0..size {
                let row = n * size..(n + 1) * size;
                let sum: f64 = weights[row.clone()].iter().sum();
                let mean: f64 = row.clone().map(|at| weights[at] * values[at]).sum::<f64>() / sum.max(1e-300);
                row.for_each(|at| values[at] -= mean);
            }
            for i in 0..size {
                let column = || (0..size).map(move |n| n * size + i);
                let sum: f64 = column().map(|at| weights[at]).sum();
                let mean: f64 = column().map(|at| weights[at] * values[at]).sum::<f64>() / sum.max(1e-300);
                column().for_each(|at| values[at] -= mean);
            }
        }
        values.iter().zip(weights).map(|(v, w)| if *w > 0.0 { *v } else { 0.0 }).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn it_is_what_alternating_means_come_to(
            cells in proptest::collection::vec((0_u8..4, -3.0..3.0_f64, 0.1..50.0_f64), 36)
        ) {
            let size = 6;
            let weights: Vec<f64> = cells.iter().map(|(kind, _, w)| if *kind == 0 { 0.0 } else { *w }).collect();
            let values: Vec<f64> = cells.iter().map(|(_, v, _)| *v).collect();
            let absorber = Absorber::new(size, weights.clone());
            let exact = absorber.residual(values.clone());
            let slow = alternating(size, &weights, values);
            for (one, other) in exact.iter().zip(&slow) {
                prop_assert!((one - other).abs() < 1e-9, "{one} {other}");
            }
            // the norm of a single cell's residual, in two ways
            for at in (0..size * size).filter(|at| weights[*at] > 0.0) {
                let mut unit = vec![0.0; size * size];
                unit[at] = 1.0;
                let left = absorber.residual(unit);
                let norm: f64 = left.iter().zip(&weights).map(|(v, w)| v * v * w).sum();
                let cell = (at / size, at % size);
                let quick = weights[at] - weights[at] * weights[at] * absorber.shared(cell, cell);
                prop_assert!((norm - quick).abs() < 1e-9 * weights[at], "{norm} {quick}");
            }
        }
    }

    #[test]
    fn parts_that_do_not_trade_with_each_other_have_effects_of_their_own() {
        // two importers and two exporters in two parts, each of one cell: nothing is left
        let absorber = Absorber::new(2, vec![1.0, 0.0, 0.0, 2.0]);
        assert_eq!(absorber.residual(vec![3.0, 9.0, 9.0, -1.0]), [0.0; 4]);
    }
}
