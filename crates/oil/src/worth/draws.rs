//! Intervals: the same question in worlds whose uncertain numbers are drawn.
//!
//! Drawn are the elasticity of substitution between grades (log-normal, standard deviation of the logarithm 0.5: the
//! published estimates lie far apart), of demand (0.3) and of supply (0.5), how much of a ship's work is done in this
//! trade (0.15), and how much of it ends with a designation (uniform, 0.5 to 1). The spreads are our judgement.

use super::{Candidate, Question};
use crate::baseline::Baseline;
use crate::scenario::Scenario;
use crate::world::World;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rayon::prelude::*;

/// What was drawn.
struct Draw {
    baseline: Baseline,
    used: f64,
}

/// A number in [0, 1).
fn uniform(rng: &mut ChaCha8Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}

/// A standard normal number (Box and Muller).
fn normal(rng: &mut ChaCha8Rng) -> f64 {
    let (a, b) = (1.0 - uniform(rng), uniform(rng));
    (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

fn draw(baseline: &Baseline, question: &Question, number: u64) -> Draw {
    let mut rng = ChaCha8Rng::seed_from_u64(question.seed);
    rng.set_stream(number);
    let spread = question.spread;
    let mut factor = |deviation: f64| (spread * deviation * normal(&mut rng)).exp();
    let mut drawn = baseline.clone();
    drawn.parameters.substitution *= factor(0.5);
    let (demand, supply, used) = (factor(0.3), factor(0.5), factor(0.15));
    let effect = 0.5 + 0.5 * uniform(&mut rng);
    drawn.parameters.designation_effect += spread * (effect - drawn.parameters.designation_effect);
    for buyer in &mut drawn.buyers {
        buyer.demand_short *= demand;
        buyer.demand_long *= demand;
    }
    for origin in &mut drawn.origins {
        origin.supply_short *= supply;
        origin.supply_long *= supply;
    }
    for fleet in drawn.fleets.iter_mut().filter(|fleet| fleet.shadow) {
        fleet.used = (fleet.used * used).min(1.0);
    }
    Draw { baseline: drawn, used }
}

/// Change of revenue by candidate, thousand dollars a day, for every draw that was solved.
pub(super) fn revenues(
    world: &World,
    scenario: &Scenario,
    question: &Question,
    candidates: &[Candidate],
) -> Vec<Vec<f64>> {
    if question.draws < 5 {
        return Vec::new();
    }
    let one = |number: usize| -> Option<Vec<f64>> {
        let draw = draw(&world.baseline, question, number as u64);
        let effect = draw.baseline.parameters.designation_effect;
        let mut policy = scenario.resolve(&draw.baseline).ok()?;
        if !question.ships.is_empty() {
            policy.use_ships(&question.ships, effect);
            for fleet in policy.fleets.iter_mut().filter(|fleet| fleet.shadow) {
                fleet.used = (fleet.used * draw.used).min(1.0);
            }
        }
        let drawn = World::new(draw.baseline).ok()?;
        let answer = drawn.answer(&policy).ok()?;
        let effects = drawn.slopes(&answer, candidates, &question.seller, effect * draw.used).ok()?;
        Some(effects.into_iter().map(|effect| effect.revenue).collect())
    };
    (0..question.draws).into_par_iter().filter_map(one).collect()
}

/// 5th and 95th percentile; none of fewer than five values.
pub(super) fn interval(mut values: Vec<f64>) -> Option<[f64; 2]> {
    if values.len() < 5 {
        return None;
    }
    values.sort_by(f64::total_cmp);
    let at = |part: f64| {
        let place = part * (values.len() - 1) as f64;
        let (low, rest) = (place.floor() as usize, place.fract());
        values[low] + rest * (values[(low + 1).min(values.len() - 1)] - values[low])
    };
    Some([at(0.05), at(0.95)])
}
