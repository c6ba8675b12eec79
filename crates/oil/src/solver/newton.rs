//! One round: the reduced system for a given ε, by Newton with a line search and a damped fallback.

use super::State;
use super::system::{Evaluated, System};
use crate::dense::Factors;

/// A round is solved when no equation is off by more than this, in million barrels a day.
const CLOSED: f64 = 1e-11;

pub(super) struct Round {
    pub(super) solved: bool,
    /// The best point found, where any was better than the start.
    pub(super) reached: Option<Vec<f64>>,
    pub(super) steps: usize,
}

/// Solves from the last state.
pub(super) fn solve(system: &mut System<'_>, from: &State, most: usize) -> Round {
    let mut u = from.unknowns.clone();
    let mut steps = 0;
    let mut damping = 0.0;
    let mut at = system.evaluate(&u, &from.flows, true);
    while steps < most {
        let merit = norm(&at.values);
        if largest(&at.values) <= CLOSED {
            return Round { solved: true, reached: Some(u), steps };
        }
        if !merit.is_finite() {
            break;
        }
        steps += 1;
        let Some(next) = step(system, &u, &at, &from.flows, merit, &mut damping) else { break };
        u = next;
        at = system.evaluate(&u, &from.flows, true);
    }
    // rounding is the floor: equations of a round with a tiny ε close no further
    let solved = largest(&at.values) <= 1e-8;
    Round { solved, reached: merit_is_number(&at).then_some(u), steps }
}

fn merit_is_number(at: &Evaluated) -> bool {
    at.values.iter().all(|value| value.is_finite())
}

/// A step that lowers the merit; damped more and more until one does.
fn step(
    system: &mut System<'_>,
    u: &[f64],
    at: &Evaluated,
    last: &[f64],
    merit: f64,
    damping: &mut f64,
) -> Option<Vec<f64>> {
    for _ in 0..12 {
        if let Some(direction) = direction(system.size(), at, *damping)
            && let Some(next) = search(system, u, &direction, last, merit)
        {
            *damping = if *damping > 1e-10 { *damping * 0.1 } else { 0.0 };
            return Some(next);
        }
        *damping = if *damping == 0.0 { 1e-8 } else { *damping * 30.0 };
    }
    None
}

/// Newton's direction, or Levenberg and Marquardt's where it is damped.
fn direction(n: usize, at: &Evaluated, damping: f64) -> Option<Vec<f64>> {
    if damping == 0.0 {
        return Some(Factors::new(at.matrix.clone(), n)?.solve(&at.values));
    }
    let (mut normal, mut right) = (vec![0.0; n * n], vec![0.0; n]);
    for (row, value) in at.matrix.chunks_exact(n).zip(&at.values) {
        for i in (0..n).filter(|i| row[*i] != 0.0) {
            right[i] += row[i] * value;
            for (cell, other) in normal[i * n..(i + 1) * n].iter_mut().zip(row) {
                *cell += row[i] * other;
            }
        }
    }
    for i in 0..n {
        normal[i * n + i] += damping * (1.0 + normal[i * n + i]);
    }
    Some(Factors::new(normal, n)?.solve(&right))
}

/// Largest change of an unknown in one step: a price by a factor of e, a cost by a typical price.
const REACH: f64 = 1.0;

fn search(
    system: &mut System<'_>,
    u: &[f64],
    direction: &[f64],
    last: &[f64],
    merit: f64,
) -> Option<Vec<f64>> {
    let longest = largest(direction);
    if !longest.is_finite() {
        return None;
    }
    let mut length = (REACH / longest.max(REACH)).min(1.0);
    for _ in 0..20 {
        let next: Vec<f64> = u.iter().zip(direction).map(|(u, d)| u - length * d).collect();
        let reached = norm(&system.evaluate(&next, last, false).values);
        if reached < merit * (1.0 - 1e-4 * length) {
            return Some(next);
        }
        length *= 0.5;
    }
    None
}

fn largest(values: &[f64]) -> f64 {
    values
        .iter()
        .fold(0.0, |worst: f64, value| if value.is_nan() { f64::INFINITY } else { worst.max(value.abs()) })
}

fn norm(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum::<f64>().sqrt()
}
