//! Inner loops of the sweep. They are inlined into a function that is compiled for wide vectors, and sum in an order
//! that does not depend on the width.

use super::layout::{LANES, Lane};

/// A lane from its four numbers. (`std::array::from_fn` is a call that is not always inlined here.)
#[inline(always)]
pub(super) fn lane(number: impl Fn(usize) -> f64) -> Lane {
    [number(0), number(1), number(2), number(3)]
}

/// Rows that are treated together, so that what they share is loaded once.
const BLOCK: usize = LANES;

/// Consecutive rows of a row-major matrix.
#[inline(always)]
fn block(matrix: &[Lane], first: usize, width: usize) -> [&[Lane]; BLOCK] {
    let row = |r: usize| &matrix[(first + r) * width..(first + r + 1) * width];
    [row(0), row(1), row(2), row(3)]
}

/// `matrix * vector` for lanes that stand for separate problems: one matrix and one vector per country.
#[inline(always)]
pub(super) fn times(matrix: &[Lane], vector: &[Lane], mut to: impl FnMut(usize, Lane)) {
    let width = vector.len();
    let rows = matrix.len() / width;
    let whole = rows / BLOCK * BLOCK;
    for first in (0..whole).step_by(BLOCK) {
        let block = block(matrix, first, width);
        let mut sums = [[0.0; LANES]; BLOCK];
        for (k, v) in vector.iter().enumerate() {
            for r in 0..BLOCK {
                for l in 0..LANES {
                    sums[r][l] += block[r][k][l] * v[l];
                }
            }
        }
        for (r, sum) in sums.into_iter().enumerate() {
            to(first + r, sum);
        }
    }
    for row in whole..rows {
        let mut sum = [0.0; LANES];
        for (m, v) in matrix[row * width..(row + 1) * width].iter().zip(vector) {
            for l in 0..LANES {
                sum[l] += m[l] * v[l];
            }
        }
        to(row, sum);
    }
}

/// Adds `transposed(matrix) * vector` for lanes that stand for separate problems.
#[inline(always)]
pub(super) fn add_transposed_times(matrix: &[Lane], vector: &[Lane], to: &mut [Lane]) {
    let width = to.len();
    let whole = vector.len() / BLOCK * BLOCK;
    for first in (0..whole).step_by(BLOCK) {
        add_rows(
            to,
            block(matrix, first, width),
            [vector[first], vector[first + 1], vector[first + 2], vector[first + 3]],
        );
    }
    for row in whole..vector.len() {
        for (t, m) in to.iter_mut().zip(&matrix[row * width..(row + 1) * width]) {
            for l in 0..LANES {
                t[l] += m[l] * vector[row][l];
            }
        }
    }
}

/// Adds each row times its own lane of factors.
#[inline(always)]
fn add_rows(to: &mut [Lane], rows: [&[Lane]; BLOCK], factors: [Lane; BLOCK]) {
    for (k, t) in to.iter_mut().enumerate() {
        for l in 0..LANES {
            let first = rows[0][k][l] * factors[0][l] + rows[1][k][l] * factors[1][l];
            let second = rows[2][k][l] * factors[2][l] + rows[3][k][l] * factors[3][l];
            t[l] += first + second;
        }
    }
}

/// Adds each row times a number of its own.
#[inline(always)]
pub(super) fn add_scaled_rows(to: &mut [Lane], matrix: &[Lane], factors: Lane) {
    let rows = block(matrix, 0, to.len());
    add_rows(to, rows, factors.map(|factor| [factor; LANES]));
}

/// How the inner products of a sweep are computed. Both ways give the same bits.
pub(super) trait Dots: Copy {
    /// The inner products of [`LANES`] consecutive rows with one vector over all lanes.
    fn rows(self, matrix: &[Lane], vector: &[Lane]) -> Lane;

    /// The sums of [`LANES`] consecutive rows of a width.
    #[inline(always)]
    fn row_sums(self, matrix: &[Lane], width: usize) -> Lane {
        let sum = |row: &[Lane]| {
            let mut sum = [0.0; LANES];
            row.iter().for_each(|cells| sum = lane(|l| sum[l] + cells[l]));
            (sum[0] + sum[1]) + (sum[2] + sum[3])
        };
        block(matrix, 0, width).map(sum)
    }
}

/// Without any special instruction.
#[derive(Clone, Copy)]
pub(super) struct Portable;

impl Dots for Portable {
    #[inline(always)]
    fn rows(self, matrix: &[Lane], vector: &[Lane]) -> Lane {
        let rows: [&[Lane]; LANES] = block(matrix, 0, vector.len());
        rows.map(|row| {
            let mut sum = [0.0; LANES];
            for (m, v) in row.iter().zip(vector) {
                for l in 0..LANES {
                    sum[l] += m[l] * v[l];
                }
            }
            (sum[0] + sum[1]) + (sum[2] + sum[3])
        })
    }
}

/// With 256-bit vectors: the compiler, left alone, transposes the rows instead.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
pub(super) struct Avx2(());

#[cfg(target_arch = "x86_64")]
impl Avx2 {
    /// The proof that the processor has the instructions, if it has.
    pub(super) fn detect() -> Option<Self> {
        std::arch::is_x86_feature_detected!("avx2").then_some(Self(()))
    }
}

#[cfg(target_arch = "x86_64")]
impl Dots for Avx2 {
    #[inline(always)]
    fn rows(self, matrix: &[Lane], vector: &[Lane]) -> Lane {
        // SAFETY: a value of this type exists only where the processor has the instructions.
        #[allow(unsafe_code)]
        unsafe {
            rows_avx2(block(matrix, 0, vector.len()), vector)
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx2")]
fn rows_avx2(rows: [&[Lane]; LANES], vector: &[Lane]) -> Lane {
    use std::arch::x86_64::*;
    // SAFETY: a lane is four doubles, which is what the instruction reads and writes.
    #[allow(unsafe_code)]
    let load = |lane: &Lane| unsafe { _mm256_loadu_pd(lane.as_ptr()) };
    let [a, b, c, d] = rows;
    let mut sums = [_mm256_setzero_pd(); LANES];
    for ((((a, b), c), d), v) in a.iter().zip(b).zip(c).zip(d).zip(vector) {
        let v = load(v);
        sums[0] = _mm256_add_pd(sums[0], _mm256_mul_pd(load(a), v));
        sums[1] = _mm256_add_pd(sums[1], _mm256_mul_pd(load(b), v));
        sums[2] = _mm256_add_pd(sums[2], _mm256_mul_pd(load(c), v));
        sums[3] = _mm256_add_pd(sums[3], _mm256_mul_pd(load(d), v));
    }
    let first = _mm256_hadd_pd(sums[0], sums[1]);
    let second = _mm256_hadd_pd(sums[2], sums[3]);
    let low = _mm256_permute2f128_pd::<0x20>(first, second);
    let high = _mm256_permute2f128_pd::<0x31>(first, second);
    let mut result = [0.0; LANES];
    // SAFETY: as above.
    #[allow(unsafe_code)]
    unsafe {
        _mm256_storeu_pd(result.as_mut_ptr(), _mm256_add_pd(low, high));
    }
    result
}

/// A computation that is compiled twice: for wide vectors, and for any processor. Both ways give the same bits.
pub(super) trait Routine {
    /// What it gives.
    type Output;
    /// Does it. To be marked `#[inline(always)]`, so that it is compiled for the vectors of its caller.
    fn run(self, dots: impl Dots) -> Self::Output;
}

/// Does a computation with the widest vectors that the processor has.
pub(super) fn widest<R: Routine>(routine: R) -> R::Output {
    #[cfg(target_arch = "x86_64")]
    if let Some(wide) = Avx2::detect() {
        // SAFETY: the processor has the instructions that the function is compiled for.
        #[allow(unsafe_code)]
        unsafe {
            return run_avx2(wide, routine);
        }
    }
    routine.run(Portable)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn run_avx2<R: Routine>(wide: Avx2, routine: R) -> R::Output {
    routine.run(wide)
}

/// Subtracts a multiple.
#[inline(always)]
pub(super) fn subtract(from: &mut [Lane], what: &[Lane], factor: f64) {
    for (f, w) in from.iter_mut().zip(what) {
        for l in 0..LANES {
            f[l] -= factor * w[l];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_arch = "x86_64")]
    fn wide_inner_products_have_the_same_bits() {
        let value = |seed: usize| ((seed * 7919 + 13) % 1009) as f64 / 997.0 - 0.3;
        let matrix: Vec<Lane> = (0..4 * 11).map(|k| std::array::from_fn(|l| value(k * 4 + l))).collect();
        let vector: Vec<Lane> = (0..11).map(|k| std::array::from_fn(|l| value(k * 31 + l))).collect();
        if let Some(wide) = Avx2::detect() {
            assert_eq!(wide.rows(&matrix, &vector), Portable.rows(&matrix, &vector));
        }
    }
}
