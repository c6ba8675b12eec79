//! What a government would do if nobody else moved.

use crate::contest::{Contest, Seat};
use crate::descent::{self, Effort, Evaluated, Memory, Minimum};
use crate::error::{Error, ErrorKind};
use crate::instruments::Instrument;
use crate::variables::Variables;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use thalweg_core::Problem;
use thalweg_trade::{Base, Equilibrium, Policy, Walk};

/// How a best response is searched for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// Starts at random, beside the rates that hold, those of the base, none, and prohibitive ones; default 4.
    pub random_starts: usize,
    /// Seed of the random starts; default 1.
    pub seed: u64,
    /// Largest entry of the projected gradient at which the search of the best ends, see [`Response::slope`]; default 1e-8.
    /// The others end at 1e-6 where that is larger.
    pub tolerance: f64,
    /// Steps after which a search gives up; default 500.
    pub steps: usize,
}

impl Default for Search {
    fn default() -> Self {
        Self { random_starts: 4, seed: 1, tolerance: 1e-8, steps: 500 }
    }
}

/// The best that was found for one player, all others standing still.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// The player.
    pub player: String,
    /// The best rates, one per instrument, as fractions.
    pub rates: Vec<f64>,
    /// Government welfare there, percent over the base.
    pub welfare_pct: f64,
    /// What the player gains by it, percent over the policy that it answers; zero or above.
    pub gain_pct: f64,
    /// Government welfare at each distinct local optimum that was found, percent over the base, the best first. Two are
    /// distinct where welfare differs by more than [`Response::DISTINCT`].
    pub optima_pct: Vec<f64>,
    /// Instruments whose best rate is at a bound.
    pub at_bound: Vec<usize>,
    /// Largest entry of the projected gradient of log welfare at the best. Variables are `s ln(1 + rate)`, `s` the root
    /// of the part of income that an instrument taxes times its elasticity, so that curvatures are near one: the square
    /// of it is about twice the log welfare that is left to gain.
    pub slope: f64,
    /// Searches that ended, whatever start they had.
    pub starts: usize,
    /// Equilibria with gradients that were computed.
    pub evaluations: usize,
}

impl Response {
    /// Percentage points of welfare by which local optima must differ to count as two.
    pub const DISTINCT: f64 = 1e-3;
}

/// One player's problem, all others standing still.
pub(crate) struct Stand<'a> {
    base: &'a Base,
    seat: &'a Seat,
    policy: &'a Policy,
    variables: Variables,
}

/// Where a search has been: each equilibrium and each gradient begins at the last one.
#[derive(Debug)]
pub(crate) struct Path<'a> {
    pub(crate) walk: Walk<'a>,
    /// Which of those who take turns on the walk searches.
    pub(crate) position: usize,
}

impl Contest<'_> {
    /// The best response of a player to the policy of all others, from several starts: the payoff is not concave.
    ///
    /// # Errors
    /// If there is no equilibrium at the policy.
    pub fn respond(&self, player: usize, to: &Policy, search: &Search) -> Result<Response, Error> {
        let at = self.base.solve(to.clone())?;
        self.respond_at(player, &at, search)
    }

    pub(crate) fn respond_at(
        &self,
        player: usize,
        at: &Equilibrium,
        search: &Search,
    ) -> Result<Response, Error> {
        let seat = &self.seats[player];
        let stand = Stand::new(self.base, seat, &at.policy, seat.instruments.scales(self.base, at));
        let rough = Effort { tolerance: ROUGH.max(search.tolerance), steps: search.steps };
        let starts = stand.starts(&seat.instruments.rates(&at.policy), search, player as u64);
        let mut ends: Vec<Minimum> = starts
            .into_par_iter()
            .filter_map(|start| {
                let mut path = Path { walk: self.base.walk_from(at), position: 0 };
                stand.descend(&start, rough, &mut Memory::default(), &mut path)
            })
            .collect();
        let least = ends.iter().map(|end| end.value).fold(f64::INFINITY, f64::min);
        let Some(best) = ends.iter_mut().find(|end| end.value <= least + TIE) else {
            let message = format!("no equilibrium was found at any start of {}", seat.code);
            return Err(Error::new(ErrorKind::Unsolved, vec![Problem::new(message)]));
        };
        let path = Path { walk: self.base.walk_from(at), position: 0 };
        stand.finish(best, Effort { tolerance: search.tolerance, ..rough }, path);
        let (best, least) = (best.clone(), least.min(best.value));
        Ok(stand.response(&best, &ends, -seat.payoff.value(at) - least))
    }
}

impl<'a> Stand<'a> {
    pub(crate) fn new(base: &'a Base, seat: &'a Seat, policy: &'a Policy, scales: Vec<f64>) -> Self {
        Self { base, seat, policy, variables: Variables::new([&seat.instruments], scales) }
    }

    /// Goes up from given rates.
    pub(crate) fn descend(
        &self,
        rates: &[f64],
        effort: Effort,
        memory: &mut Memory,
        path: &mut Path<'_>,
    ) -> Option<Minimum> {
        let start = self.variables.point(rates);
        descent::descend(|point| self.evaluate(point, path), start, self.variables.ranges(), effort, memory)
    }

    /// Goes on from where a search ended.
    fn finish(&self, end: &mut Minimum, effort: Effort, mut path: Path<'_>) {
        if end.slope <= effort.tolerance {
            return;
        }
        let rates = self.rates(&end.point);
        if let Some(further) = self.descend(&rates, effort, &mut Memory::default(), &mut path) {
            *end = Minimum { evaluations: end.evaluations + further.evaluations, ..further };
        }
    }

    /// Rates at a point of the search.
    pub(crate) fn rates(&self, point: &[f64]) -> Vec<f64> {
        self.variables.rates(point)
    }

    /// Less log welfare, and its gradient by the variables of the search.
    fn evaluate(&self, point: &[f64], path: &mut Path<'_>) -> Evaluated {
        let rates = self.rates(point);
        let mut policy = self.policy.clone();
        self.seat.instruments.set(&rates, &mut policy);
        let at = path.walk.solve(policy).ok()?;
        let value = self.seat.payoff.value(&at);
        let objective = self.seat.payoff.objective(&at);
        let gradient = path.walk.gradient_of(&at, &objective, path.position).ok()?;
        let slopes = self.seat.instruments.gradient(&gradient);
        let gradient = self.variables.slopes(&slopes, &rates).into_iter().map(|slope| -slope).collect();
        value.is_finite().then_some((-value, gradient))
    }

    /// Where searches begin: the rates that hold, those of the base, none, such that shut markets, and random ones.
    fn starts(&self, now: &[f64], search: &Search, stream: u64) -> Vec<Vec<f64>> {
        let instruments = &self.seat.instruments;
        let none =
            (0..instruments.len()).map(|k| 0.0f64.clamp(instruments.bounds(k).0, instruments.bounds(k).1));
        let mut starts = vec![now.to_vec()];
        for start in [instruments.rates(self.base.policy()), none.collect()] {
            if !starts.contains(&start) {
                starts.push(start);
            }
        }
        let mut random = ChaCha8Rng::seed_from_u64(search.seed);
        random.set_stream(stream);
        for _ in 0..search.random_starts {
            starts.push(self.random_start(&mut random));
        }
        starts
    }

    /// Rates at random, alike within a sector: what tells optima apart is which sectors are shut.
    fn random_start(&self, random: &mut ChaCha8Rng) -> Vec<f64> {
        let mut unit = || (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
        let sectors: Vec<f64> = (0..self.base.equilibrium().prices.sectors()).map(|_| unit()).collect();
        let start = |instrument: &Instrument| {
            let (low, high) = (instrument.bounds.0, instrument.bounds.1.min(SHUT).max(instrument.bounds.0));
            let level = 0.8 * instrument.first_sector().map_or(0.5, |j| sectors[j]) + 0.2 * unit();
            (low.ln_1p() + level * (high.ln_1p() - low.ln_1p())).exp_m1().clamp(low, high)
        };
        self.seat.instruments.all().iter().map(start).collect()
    }

    fn response(&self, best: &Minimum, ends: &[Minimum], gain: f64) -> Response {
        let rates = self.rates(&best.point);
        let percent = |value: f64| 100.0 * (-value).exp_m1();
        let mut optima: Vec<f64> = ends.iter().map(|end| percent(end.value)).collect();
        optima.sort_by(|a, b| b.total_cmp(a));
        optima.dedup_by(|next, kept| *kept - *next <= Response::DISTINCT);
        Response {
            player: self.seat.code.clone(),
            welfare_pct: percent(best.value),
            gain_pct: 100.0 * gain.max(0.0).exp_m1(),
            optima_pct: optima,
            at_bound: self.seat.instruments.at_bound(&rates),
            slope: best.slope,
            starts: ends.len(),
            evaluations: ends.iter().map(|end| end.evaluations).sum(),
            rates,
        }
    }
}

/// Highest tariff among starts: what is shut may best stay shut.
const SHUT: f64 = 10.0;
/// Slope to which every search goes; only the best goes further. What is left to gain there is of the order of its square.
const ROUGH: f64 = 1e-6;
/// Log welfare within which two ends are equally good, and the earlier start has it: nobody moves for nothing.
const TIE: f64 = 1e-10;
