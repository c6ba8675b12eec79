//! Intervals: the same question in worlds whose uncertain numbers are drawn.
//!
//! Drawn are the elasticity of substitution between grades (log-normal, standard deviation of the logarithm 0.5: the
//! published estimates lie far apart), of demand (0.3) and of supply (0.5), how much of a ship's work is done in this
//! trade (0.15), and how much of it ends with a designation (uniform, 0.5 to 1). The spreads are our judgement.

use crate::baseline::Baseline;
use crate::error::{Error, ErrorKind};
use crate::outcome::Answer;
use crate::scenario::Scenario;
use crate::ships::Ship;
use crate::world::World;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rayon::prelude::*;
use thalweg_core::Problem;

/// How many worlds are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Draws {
    /// How many; fewer than 5 give no interval.
    pub count: usize,
    /// Seed: the same seed gives the same numbers.
    pub seed: u64,
    /// How wide they are: 1 as documented, 0 not at all.
    pub spread: f64,
}

/// Draws at most.
const MOST: usize = 10_000;

impl Draws {
    /// None.
    pub const NONE: Self = Self { count: 0, seed: 0, spread: 1.0 };

    /// So many, as wide as documented.
    pub fn new(count: usize, seed: u64) -> Self {
        Self { count, seed, spread: 1.0 }
    }

    /// Whether the numbers make sense.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let wrong = if !(0.0..=1.0).contains(&self.spread) {
            format!("a spread of {} is not between 0 and 1", self.spread)
        } else if self.count > MOST {
            format!("{} draws are more than {MOST}", self.count)
        } else {
            return Ok(());
        };
        Err(Error::one(ErrorKind::Scenario, Problem::new(wrong)))
    }

    /// Whether enough of them were solved.
    pub(crate) fn enough(&self, solved: usize) -> Result<(), Error> {
        if self.count < LEAST || solved * 2 >= self.count {
            return Ok(());
        }
        let problem = Problem::new(format!("only {solved} of {} draws were solved", self.count));
        Err(Error::one(ErrorKind::Unsolved, problem.help("ask without draws")))
    }
}

/// Fewer draws than this make no interval.
const LEAST: usize = 5;

/// A drawn world under the scenario.
pub(crate) struct Drawn {
    pub(crate) world: World,
    pub(crate) answer: Answer,
    /// Part of a ship's work that a designation ends.
    pub(crate) effect: f64,
    /// How much of a ship's work is done in this trade, against what is assumed.
    pub(crate) used: f64,
}

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

fn draw(baseline: &Baseline, draws: &Draws, number: u64) -> Draw {
    let mut rng = ChaCha8Rng::seed_from_u64(draws.seed);
    rng.set_stream(number);
    let spread = draws.spread;
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

/// What is asked of every drawn world that has an answer; `ships`, where there are any, take the place of the shadow fleet.
pub(crate) fn each<T: Send>(
    world: &World,
    scenario: &Scenario,
    ships: &[Ship],
    draws: &Draws,
    ask: impl Fn(&Drawn) -> Option<T> + Sync,
) -> Vec<T> {
    if draws.count < LEAST {
        return Vec::new();
    }
    let one = |number: usize| ask(&drawn(world, scenario, ships, draws, number)?);
    (0..draws.count).into_par_iter().filter_map(one).collect()
}

fn drawn(world: &World, scenario: &Scenario, ships: &[Ship], draws: &Draws, number: usize) -> Option<Drawn> {
    let draw = draw(&world.baseline, draws, number as u64);
    let effect = draw.baseline.parameters.designation_effect;
    let mut policy = scenario.resolve(&draw.baseline).ok()?;
    if !ships.is_empty() {
        policy.use_ships(ships, effect);
        for fleet in policy.fleets.iter_mut().filter(|fleet| fleet.shadow) {
            fleet.used = (fleet.used * draw.used).min(1.0);
        }
    }
    let world = World::new(draw.baseline).ok()?;
    let answer = world.answer(&policy).ok()?;
    Some(Drawn { world, answer, effect, used: draw.used })
}

/// 5th and 95th percentile; none of fewer than five values.
pub(crate) fn interval(mut values: Vec<f64>) -> Option<[f64; 2]> {
    if values.len() < LEAST {
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
