//! A square complementarity system `0 <= x _|_ g(x) >= 0`, solved by semismooth Newton.
//!
//! The zero of `min(x, g(x))`, row by row: where `g < x` the step makes `g` zero, elsewhere it makes `x` zero (Qi and Sun
//! 1993, Math. Programming 58; Facchinei and Pang 2003, chapter 9). Derivatives are forward differences, each an
//! equilibrium, and are carried on by Broyden's rule while steps go well. Steps are cut until the residual falls.

use rayon::prelude::*;

/// What stops a search.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Effort {
    /// Largest `min(x, g)` at which it is content.
    pub(super) wanted: f64,
    /// Largest that is taken where no step makes it smaller: the noise of the equilibria.
    pub(super) enough: f64,
    /// Highest `x`, by row.
    pub(super) ceilings: Vec<f64>,
}

/// A point and how far inside each row is there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Point {
    pub(super) x: Vec<f64>,
    pub(super) gaps: Vec<f64>,
}

/// Why there is no solution.
#[derive(Debug)]
pub(super) enum Failed<E> {
    /// The function is not defined at the start.
    Undefined(E),
    /// It went as far as it could; `beyond` says why the function is not defined farther on, if it is not.
    Stuck { at: Point, beyond: Option<E> },
}

/// Step of a difference.
const STEP: f64 = 1e-5;
/// Longest step in one row: a factor of `e` on a price.
const REACH: f64 = 1.0;
const STEPS: usize = 60;
const CUTS: usize = 10;
/// The residual must fall to this part of what it was if derivatives are to be carried on.
const GOOD: f64 = 0.2;

impl Point {
    /// Where the row is not at its level, the other member of the pair must be zero: `min(x, g)`.
    fn errors(&self) -> Vec<f64> {
        self.x.iter().zip(&self.gaps).map(|(x, gap)| x.min(*gap)).collect()
    }

    /// The largest error.
    pub(super) fn residual(&self) -> f64 {
        // a gap that is no number is no solution
        self.errors().iter().fold(0.0, |most, e| if e.is_nan() { f64::INFINITY } else { e.abs().max(most) })
    }

    fn merit(&self) -> f64 {
        self.errors().iter().map(|e| e * e).sum()
    }

    /// Rows that the level holds.
    pub(super) fn holds(&self) -> Vec<bool> {
        self.x.iter().zip(&self.gaps).map(|(x, gap)| gap < x).collect()
    }
}

/// Solves the system from a start; `function` gives the gaps at a point.
pub(super) fn solve<E: Send>(
    function: impl Fn(&[f64]) -> Result<Vec<f64>, E> + Sync,
    start: &[f64],
    effort: &Effort,
) -> Result<Point, Failed<E>> {
    let mut here = point(&function, start.to_vec()).map_err(Failed::Undefined)?;
    let mut slopes: Option<Slopes> = None;
    for _ in 0..STEPS {
        if here.residual() <= effort.wanted {
            break;
        }
        let fresh = slopes.is_none();
        let known = match slopes.take() {
            Some(known) => known,
            None => match Slopes::at(&function, &here) {
                Ok(slopes) => slopes,
                Err(said) => return Err(Failed::Stuck { at: here, beyond: Some(said) }),
            },
        };
        let (next, beyond) = match known.step(&here) {
            Some(step) => search(&function, &here, &step, effort),
            None => (None, None),
        };
        match next {
            Some(next) => {
                slopes = known.carried(&here, &next);
                here = next;
            }
            None if !fresh => {}
            None if here.residual() <= effort.enough => break,
            None => return Err(Failed::Stuck { at: here, beyond }),
        }
    }
    if here.residual() <= effort.enough { Ok(here) } else { Err(Failed::Stuck { at: here, beyond: None }) }
}

fn point<E>(function: impl Fn(&[f64]) -> Result<Vec<f64>, E>, x: Vec<f64>) -> Result<Point, E> {
    let gaps = function(&x)?;
    Ok(Point { x, gaps })
}

/// The first point along a step, cut in halves, at which the residual is smaller; beside it what was said where the
/// function was not defined.
fn search<E>(
    function: impl Fn(&[f64]) -> Result<Vec<f64>, E>,
    here: &Point,
    step: &[f64],
    effort: &Effort,
) -> (Option<Point>, Option<E>) {
    let longest = step.iter().fold(0.0f64, |most, d| most.max(d.abs()));
    let mut part = (REACH / longest).min(1.0);
    let mut beyond = None;
    for _ in 0..CUTS {
        let moved = here.x.iter().zip(step).zip(&effort.ceilings);
        let x: Vec<f64> = moved.map(|((x, d), ceiling)| (x + part * d).clamp(0.0, *ceiling)).collect();
        if x == here.x {
            break;
        }
        match point(&function, x) {
            Ok(next) if next.merit() < here.merit() * (1.0 - 1e-4 * part) => return (Some(next), None),
            Ok(_) => {}
            Err(said) => beyond = Some(said),
        }
        part *= 0.5;
    }
    (None, beyond)
}

/// Derivatives of the gaps by `x`, for the rows that the level held when they were taken.
struct Slopes {
    holds: Vec<bool>,
    /// `[row][column]`.
    matrix: Vec<Vec<f64>>,
}

impl Slopes {
    /// Forward differences, columns in parallel and gathered in order.
    fn at<E: Send>(function: impl Fn(&[f64]) -> Result<Vec<f64>, E> + Sync, here: &Point) -> Result<Self, E> {
        let holds = here.holds();
        let wanted: Vec<usize> = (0..here.x.len()).filter(|k| holds[*k] || here.x[*k] != 0.0).collect();
        let beside = |k: &usize| {
            let mut x = here.x.clone();
            x[*k] += STEP;
            function(&x)
        };
        let columns: Vec<Result<Vec<f64>, E>> = wanted.par_iter().map(beside).collect();
        let mut matrix = vec![vec![0.0; here.x.len()]; here.x.len()];
        for (k, gaps) in wanted.into_iter().zip(columns) {
            for (row, (after, before)) in matrix.iter_mut().zip(gaps?.iter().zip(&here.gaps)) {
                row[k] = finite((after - before) / STEP);
            }
        }
        Ok(Self { holds, matrix })
    }

    /// Newton's step: rows that the level holds go to it, the others let go.
    fn step(&self, here: &Point) -> Option<Vec<f64>> {
        let rows = here.x.len();
        let system: Vec<Vec<f64>> = (0..rows)
            .map(|k| match self.holds[k] {
                true => self.matrix[k].clone(),
                false => (0..rows).map(|l| f64::from(k == l)).collect(),
            })
            .collect();
        let wanted = (0..rows).map(|k| if self.holds[k] { -here.gaps[k] } else { -here.x[k] }).collect();
        linear(system, wanted)
    }

    /// The derivatives after a step by Broyden's rule; none where they had better be taken anew.
    fn carried(mut self, here: &Point, next: &Point) -> Option<Self> {
        if next.holds() != self.holds || next.residual() > GOOD * here.residual() {
            return None;
        }
        let step: Vec<f64> = next.x.iter().zip(&here.x).map(|(a, b)| a - b).collect();
        let length: f64 = step.iter().map(|d| d * d).sum();
        for (k, row) in self.matrix.iter_mut().enumerate() {
            let foretold: f64 = row.iter().zip(&step).map(|(slope, d)| slope * d).sum();
            let missed = finite(next.gaps[k] - here.gaps[k] - foretold);
            row.iter_mut().zip(&step).for_each(|(slope, d)| *slope += missed * d / length);
        }
        Some(self)
    }
}

fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

/// The solution of a small linear system by elimination with row exchanges; none where it is singular.
pub(super) fn linear(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let size = right.len();
    let largest = matrix.iter().flatten().fold(0.0f64, |most, v| most.max(v.abs()));
    for k in 0..size {
        let best = (k..size).max_by(|a, b| matrix[*a][k].abs().total_cmp(&matrix[*b][k].abs()))?;
        if matrix[best][k].abs() <= 1e-9 * largest {
            return None;
        }
        matrix.swap(k, best);
        right.swap(k, best);
        for below in k + 1..size {
            let factor = matrix[below][k] / matrix[k][k];
            let (above, rest) = matrix.split_at_mut(below);
            rest[0].iter_mut().zip(&above[k]).for_each(|(v, p)| *v -= factor * p);
            right[below] -= factor * right[k];
        }
    }
    for k in (0..size).rev() {
        let known: f64 = (k + 1..size).map(|l| matrix[k][l] * right[l]).sum();
        right[k] = (right[k] - known) / matrix[k][k];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effort(rows: usize) -> Effort {
        Effort { wanted: 1e-10, enough: 1e-9, ceilings: vec![7.0; rows] }
    }

    /// Kojima and Shindo's (1986) problem, with its degenerate solution `(sqrt(6)/2, 0, 0, 1/2)`.
    #[test]
    fn a_known_problem() {
        let function = |x: &[f64]| -> Result<Vec<f64>, ()> {
            let (a, b, c, d) = (x[0], x[1], x[2], x[3]);
            Ok(vec![
                3.0 * a * a + 2.0 * a * b + 2.0 * b * b + c + 3.0 * d - 6.0,
                2.0 * a * a + a + b * b + 10.0 * c + 2.0 * d - 2.0,
                3.0 * a * a + a * b + 2.0 * b * b + 2.0 * c + 9.0 * d - 9.0,
                a * a + 3.0 * b * b + 2.0 * c + 3.0 * d - 3.0,
            ])
        };
        let found = solve(function, &[1.0, 0.1, 0.1, 0.4], &effort(4)).unwrap();
        assert!(found.residual() <= 1e-9);
        for (x, known) in found.x.iter().zip([6f64.sqrt() / 2.0, 0.0, 0.0, 0.5]) {
            assert!((x - known).abs() < 1e-6, "{:?}", found.x);
        }
    }

    #[test]
    fn what_is_slack_is_left_alone() {
        let found = solve(|x: &[f64]| Ok::<_, ()>(vec![0.3 + x[0], f64::INFINITY]), &[0.0; 2], &effort(2));
        assert_eq!(found.unwrap().x, [0.0, 0.0]);
        // and a start that is too high lets go
        let found = solve(|x: &[f64]| Ok::<_, ()>(vec![0.3 + x[0]]), &[0.8], &effort(1)).unwrap();
        assert_eq!(found.x, [0.0]);
    }

    #[test]
    fn what_cannot_be_met_says_how_far_it_came() {
        // it levels off below what is asked
        let bounded = |x: &[f64]| Ok::<_, ()>(vec![(1.0 - (-x[0]).exp()) - 2.0]);
        let Err(Failed::Stuck { at, beyond: None }) = solve(bounded, &[0.0], &effort(1)) else {
            panic!("this has no solution")
        };
        assert!(at.x[0] > 5.0 && at.gaps[0] < -0.9, "{at:?}");
        // and here it ends before
        let cut = |x: &[f64]| if x[0] > 0.5 { Err("no farther") } else { Ok(vec![x[0] - 1.0]) };
        let Err(Failed::Stuck { at, beyond: Some(said) }) = solve(cut, &[0.0], &effort(1)) else {
            panic!("this has no solution")
        };
        assert!(said == "no farther" && at.x[0] <= 0.5, "{at:?}");
        // one thing promised twice is no square system
        let twice = |x: &[f64]| Ok::<_, ()>(vec![x[0] + x[1] - 1.0; 2]);
        assert!(solve(twice, &[0.0; 2], &effort(2)).is_err());
    }
}
