//! The least of a smooth function between bounds: projected limited-memory BFGS.
//!
//! The two-metric projection of Bertsekas (1982, SIAM J. Control Optim. 20(2)) with the matrix of Nocedal (1980, Math.
//! Comp. 35): variables at a bound whose slope pushes outwards stay there, the others take a quasi-Newton step along
//! the projected arc. A step is taken by Armijo's rule, or, where function values differ only by rounding, by the slope
//! (approximate Wolfe conditions, Hager and Zhang 2005, SIAM J. Optim. 16(1)).

use std::collections::VecDeque;

/// How hard the search tries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Effort {
    /// Largest entry of the projected gradient at which it stops.
    pub(crate) tolerance: f64,
    /// Steps after which it gives up.
    pub(crate) steps: usize,
}

/// Where a search ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Minimum {
    pub(crate) point: Vec<f64>,
    pub(crate) value: f64,
    /// Largest entry of the projected gradient.
    pub(crate) slope: f64,
    /// Times that the function was computed.
    pub(crate) evaluations: usize,
}

/// Each variable's lower and upper bound, and the longest step that it may take at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Range {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) reach: f64,
}

/// A value and its gradient; none where the function is not defined.
pub(crate) type Evaluated = Option<(f64, Vec<f64>)>;

/// Pairs of past steps that the matrix remembers.
const MEMORY: usize = 30;
/// Part of the promised decrease that a step must keep.
const ARMIJO: f64 = 1e-4;
/// Slope that may be left at the end of a step, relative to its beginning.
const CURVATURE: f64 = 0.9;
/// Differences of values below this are rounding.
const ROUNDING: f64 = 1e-11;
/// Halvings of a step before it is given up.
const HALVINGS: usize = 15;

struct Here {
    point: Vec<f64>,
    value: f64,
    gradient: Vec<f64>,
}

/// Goes down from `start`, with what `memory` holds of the function from searches nearby; none where the function is
/// not defined there.
pub(crate) fn descend(
    mut function: impl FnMut(&[f64]) -> Evaluated,
    start: Vec<f64>,
    ranges: &[Range],
    effort: Effort,
    memory: &mut Memory,
) -> Option<Minimum> {
    let (value, gradient) = function(&start)?;
    let mut here = Here { point: start, value, gradient };
    let mut evaluations = 1;
    for _ in 0..effort.steps {
        if here.slope(ranges) <= effort.tolerance {
            break;
        }
        let step = memory.step(&here, ranges);
        match search(&mut function, &here, &step, ranges, &mut evaluations) {
            Some(next) => {
                memory.remember(&here, &next);
                here = next;
            }
            None if memory.pairs.is_empty() => break,
            None => memory.pairs.clear(),
        }
    }
    Some(Minimum { slope: here.slope(ranges), point: here.point, value: here.value, evaluations })
}

impl Here {
    /// Largest entry of the projected gradient.
    fn slope(&self, ranges: &[Range]) -> f64 {
        let cells = self.point.iter().zip(&self.gradient).zip(ranges);
        cells.fold(0.0, |largest, ((x, g), range)| {
            let moved = ((x - g).clamp(range.low, range.high) - x).abs();
            if moved > largest || moved.is_nan() { moved } else { largest }
        })
    }

    /// Which variables may move: not those at a bound whose slope pushes outwards.
    fn free(&self, ranges: &[Range]) -> Vec<bool> {
        let cells = self.point.iter().zip(&self.gradient).zip(ranges);
        cells.map(|((x, g), range)| !(*x <= range.low && *g > 0.0 || *x >= range.high && *g < 0.0)).collect()
    }
}

/// Tries shorter and shorter steps along the projected arc.
fn search(
    function: &mut impl FnMut(&[f64]) -> Evaluated,
    here: &Here,
    step: &[f64],
    ranges: &[Range],
    evaluations: &mut usize,
) -> Option<Here> {
    let mut length = 1.0;
    for _ in 0..HALVINGS {
        let moved = here.point.iter().zip(step).zip(ranges);
        let point: Vec<f64> =
            moved.map(|((x, d), range)| (x + length * d).clamp(range.low, range.high)).collect();
        *evaluations += 1;
        if let Some((value, gradient)) = function(&point) {
            let next = Here { point, value, gradient };
            if is_accepted(here, &next) {
                return Some(next);
            }
        }
        length *= 0.4;
    }
    None
}

fn is_accepted(here: &Here, next: &Here) -> bool {
    let along = |gradient: &[f64]| -> f64 {
        gradient.iter().zip(next.point.iter().zip(&here.point)).map(|(g, (to, from))| g * (to - from)).sum()
    };
    let (before, after) = (along(&here.gradient), along(&next.gradient));
    let fallen = next.value - here.value;
    before < 0.0
        && (fallen <= ARMIJO * before || fallen <= ROUNDING && after.abs() <= CURVATURE * before.abs())
}

/// Past steps and what they did to the gradient, newest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memory {
    pairs: VecDeque<(Vec<f64>, Vec<f64>)>,
}

impl Memory {
    fn remember(&mut self, from: &Here, to: &Here) {
        let difference = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>();
        let pair = (difference(&to.point, &from.point), difference(&to.gradient, &from.gradient));
        self.pairs.push_front(pair);
        self.pairs.truncate(MEMORY);
    }

    /// The quasi-Newton step of the variables that are free, none longer than its reach; against the gradient where that
    /// does not go down.
    fn step(&self, here: &Here, ranges: &[Range]) -> Vec<f64> {
        let free = here.free(ranges);
        let down: Vec<f64> =
            here.gradient.iter().zip(&free).map(|(g, free)| if *free { -g } else { 0.0 }).collect();
        let cut = |step: Vec<f64>| -> Vec<f64> {
            step.iter().zip(ranges).map(|(d, range)| d.clamp(-range.reach, range.reach)).collect()
        };
        let step = cut(self.times(down.clone(), &free));
        if dot(&step, &down, &free) > 0.0 { step } else { cut(down) }
    }

    /// The inverse Hessian of the free variables times a vector, by the two loops of Nocedal.
    fn times(&self, mut vector: Vec<f64>, free: &[bool]) -> Vec<f64> {
        let mut used = Vec::new();
        for (s, y) in &self.pairs {
            let (curvature, length) = (dot(s, y, free), dot(y, y, free));
            if curvature > 1e-10 * length && length > 0.0 {
                let share = dot(s, &vector, free) / curvature;
                add(&mut vector, -share, y, free);
                used.push((s, y, curvature, length, share));
            }
        }
        if let Some((_, _, curvature, length, _)) = used.first() {
            vector.iter_mut().for_each(|v| *v *= curvature / length);
        }
        for (s, y, curvature, _, share) in used.iter().rev() {
            let back = dot(y, &vector, free) / curvature;
            add(&mut vector, share - back, s, free);
        }
        vector
    }
}

fn dot(a: &[f64], b: &[f64], free: &[bool]) -> f64 {
    a.iter().zip(b).zip(free).map(|((a, b), free)| if *free { a * b } else { 0.0 }).sum()
}

fn add(to: &mut [f64], factor: f64, what: &[f64], free: &[bool]) {
    for ((to, what), free) in to.iter_mut().zip(what).zip(free) {
        *to += if *free { factor * what } else { 0.0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EFFORT: Effort = Effort { tolerance: 1e-9, steps: 500 };

    #[test]
    fn the_valley_of_rosenbrock_between_bounds() {
        let valley = |x: &[f64]| {
            let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
            Some((a * a + 100.0 * b * b, vec![-2.0 * a - 400.0 * x[0] * b, 200.0 * b]))
        };
        let range = |low: f64, high: f64| Range { low, high, reach: 1.0 };
        let free = descend(
            valley,
            vec![-1.2, 1.0],
            &[range(-5.0, 5.0), range(-5.0, 5.0)],
            EFFORT,
            &mut Memory::default(),
        )
        .unwrap();
        assert!(free.slope <= 1e-9 && free.point.iter().all(|x| (x - 1.0).abs() < 1e-6), "{free:?}");
        let bound = descend(
            valley,
            vec![-1.2, 1.0],
            &[range(-5.0, 0.5), range(-5.0, 5.0)],
            EFFORT,
            &mut Memory::default(),
        )
        .unwrap();
        assert!(bound.point[0] == 0.5 && (bound.point[1] - 0.25).abs() < 1e-7, "{bound:?}");
    }

    #[test]
    fn where_the_function_is_not_defined_steps_are_shorter() {
        let log = |x: &[f64]| (x[0] > 0.0).then(|| (x[0] - x[0].ln(), vec![1.0 - 1.0 / x[0]]));
        let range = [Range { low: -10.0, high: 10.0, reach: 20.0 }];
        let least = descend(log, vec![6.0], &range, EFFORT, &mut Memory::default()).unwrap();
        assert!((least.point[0] - 1.0).abs() < 1e-8, "{least:?}");
        assert_eq!(descend(log, vec![-1.0], &range, EFFORT, &mut Memory::default()), None);
    }
}
