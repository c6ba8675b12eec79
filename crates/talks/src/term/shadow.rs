//! What one unit more of a level is worth, to whom.

use super::newton::linear;
use super::row::Row;
use super::settle::{Settled, Terms};
use super::worth::real_incomes;
use crate::error::{Error, ErrorKind};
use rayon::prelude::*;
use serde::Serialize;
use thalweg_core::Problem;
use thalweg_trade::{Base, Policy};

/// The shadow values of one level, all other terms kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shadow {
    /// Position of the term.
    pub term: usize,
    /// By country, in the order of the baseline: real income (at the prices of the base) per unit that the level is
    /// higher. Zero for a level that does not bind.
    pub per_unit: Vec<f64>,
}

/// Half the distance of a central difference, in logs of a wedge.
const STEP: f64 = 1e-4;

/// Derivatives by the log of one wedge.
struct Slope {
    /// Of the gaps of the binding rows.
    gaps: Vec<f64>,
    /// Of real incomes.
    incomes: Vec<f64>,
}

impl Terms {
    /// The shadow value of every level of a package that was settled: terms without a level are left out.
    ///
    /// By the rule of implicit functions: the binding wedges answer a level by the inverse of the gaps' derivatives by
    /// them, and real incomes answer the wedges. Both by central differences of equilibria.
    ///
    /// # Errors
    /// If there is no equilibrium nearby, if the levels depend on each other, or if it was another package that settled.
    pub fn shadows(&self, base: &Base, settled: &Settled) -> Result<Vec<Shadow>, Error> {
        self.fits(base, &settled.equilibrium.policy, &settled.wedges)?;
        let levels: Vec<(usize, &Row)> =
            self.clauses.iter().enumerate().filter_map(|(k, c)| Some((k, c.row()?))).collect();
        let binding: Vec<(usize, &Row)> = levels
            .iter()
            .copied()
            .filter(|(k, _)| settled.implied.get(*k).is_some_and(|implied| implied.binding))
            .collect();
        let rows: Vec<&Row> = binding.iter().map(|(_, row)| *row).collect();
        let policy = &settled.equilibrium.policy;
        let slopes: Vec<Result<Slope, Error>> =
            rows.par_iter().map(|row| slope(base, policy, row, &rows)).collect();
        let slopes: Vec<Slope> = slopes.into_iter().collect::<Result<_, _>>()?;
        let shadow = |(term, _): &(usize, &Row)| {
            let at = binding.iter().position(|(k, _)| k == term);
            let per_unit = match at {
                Some(at) => per_unit(&rows, &slopes, at).ok_or_else(dependent)?,
                None => vec![0.0; self.codes.len()],
            };
            Ok(Shadow { term: *term, per_unit })
        };
        levels.iter().map(shadow).collect()
    }
}

/// What real incomes answer to one unit more of one level.
fn per_unit(rows: &[&Row], slopes: &[Slope], at: usize) -> Option<Vec<f64>> {
    let matrix = (0..rows.len()).map(|k| slopes.iter().map(|slope| slope.gaps[k]).collect()).collect();
    let push = if rows[at].at_least() { 1.0 } else { -1.0 };
    let wanted =
        (0..rows.len()).map(|k| if k == at { push / rows[at].level } else { 0.0 }).collect::<Vec<_>>();
    let wedges = linear(matrix, wanted)?;
    let countries = slopes.first().map_or(0, |slope| slope.incomes.len());
    let answer = |n: usize| slopes.iter().zip(&wedges).map(|(slope, dx)| slope.incomes[n] * dx).sum();
    Some((0..countries).map(answer).collect())
}

fn slope(base: &Base, policy: &Policy, moved: &Row, rows: &[&Row]) -> Result<Slope, Error> {
    let beside = |by: f64| -> Result<(Vec<f64>, Vec<f64>), Error> {
        let mut policy = policy.clone();
        moved.set(by, &mut policy);
        let at = base.solve(policy)?;
        let gaps = rows.iter().map(|row| row.gap(row.amount(base, &at))).collect();
        let before = &base.equilibrium().income;
        let incomes = real_incomes(base, &at).iter().zip(before).map(|(hat, income)| hat * income).collect();
        Ok((gaps, incomes))
    };
    let ((gaps, incomes), (less_gaps, less_incomes)) = (beside(STEP)?, beside(-STEP)?);
    let between =
        |more: Vec<f64>, less: Vec<f64>| more.iter().zip(less).map(|(m, l)| (m - l) / (2.0 * STEP)).collect();
    Ok(Slope { gaps: between(gaps, less_gaps), incomes: between(incomes, less_incomes) })
}

fn dependent() -> Error {
    let problem = Problem::new("the levels depend on each other: none has a shadow value of its own");
    Error::new(ErrorKind::Unsolved, vec![problem])
}
