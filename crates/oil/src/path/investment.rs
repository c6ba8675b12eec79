//! How much capacity is bought in each quarter: Newton on the conditions of all quarters at once.
//!
//! F_t = g I_t − Σ_{s>t} β^{s−t} α_s(K_s), K_s = K_1 + Σ_{u<s} I_u. Rents fall with capacity, so that F is the slope of a
//! strictly convex function and a Newton step with a line search gets there from anywhere.

use super::quarter::Market;
use super::{DAYS, Game};
use crate::dense::Factors;

const STEPS: usize = 200;

/// Investments of all quarters but the last, million barrels a quarter.
pub(super) fn equilibrium(game: &Game, market: &Market<'_>) -> Vec<f64> {
    let n = game.quarters - 1;
    let mut bought = vec![0.0; n];
    let mut at = conditions(game, market, &bought);
    for _ in 0..STEPS {
        let worst = largest(&at.values);
        if worst <= 1e-12 * game.price {
            break;
        }
        let Some(factors) = Factors::new(jacobian(game, &at.slopes), n) else { break };
        let step = factors.solve(&at.values);
        let Some((next, reached)) = shortened(game, market, &bought, &step, worst) else { break };
        bought = next;
        at = reached;
    }
    bought.iter().map(|b| b.max(0.0)).collect()
}

struct Conditions {
    values: Vec<f64>,
    /// d rent / d capacity by quarter, capacity in million barrels a quarter.
    slopes: Vec<f64>,
}

fn conditions(game: &Game, market: &Market<'_>, bought: &[f64]) -> Conditions {
    let mut capacity = game.first_capacity * DAYS;
    let (mut rents, mut slopes) = (Vec::with_capacity(game.quarters), Vec::with_capacity(game.quarters));
    for quarter in 0..game.quarters {
        let sale = market.sale(capacity / DAYS);
        rents.push(sale.rent);
        slopes.push(sale.slope / DAYS);
        capacity += bought.get(quarter).copied().unwrap_or(0.0);
    }
    let (mut values, mut later) = (vec![0.0; bought.len()], 0.0);
    for t in (0..bought.len()).rev() {
        later = game.beta() * (later + rents[t + 1]);
        values[t] = game.building_cost * bought[t] - later;
    }
    Conditions { values, slopes }
}

/// dF_t/dI_u = g [t = u] − Σ_{s > max(t, u)} β^{s−t} α'_s.
fn jacobian(game: &Game, slopes: &[f64]) -> Vec<f64> {
    let (n, beta) = (slopes.len() - 1, game.beta());
    let mut discounted: f64 = 0.0;
    let mut tails = vec![0.0; n];
    for u in (0..n).rev() {
        discounted += beta.powi(u as i32 + 1) * slopes[u + 1];
        tails[u] = discounted;
    }
    let cell = |t: usize, u: usize| {
        let own = if t == u { game.building_cost } else { 0.0 };
        own - tails[t.max(u)] * beta.powi(-(t as i32))
    };
    (0..n * n).map(|at| cell(at / n, at % n)).collect()
}

fn shortened(
    game: &Game,
    market: &Market<'_>,
    from: &[f64],
    step: &[f64],
    worst: f64,
) -> Option<(Vec<f64>, Conditions)> {
    let mut length = 1.0;
    for _ in 0..50 {
        let next: Vec<f64> = from.iter().zip(step).map(|(b, s)| (b - length * s).max(0.0)).collect();
        let at = conditions(game, market, &next);
        if largest(&at.values) < worst * (1.0 - 1e-4 * length) {
            return Some((next, at));
        }
        length *= 0.5;
    }
    None
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |worst, value| value.abs().max(worst))
}
