//! Finds the equilibrium of a [`Market`].
//!
//! The complementarity system has thousands of flows and about a hundred prices and duals. Two things make it small and
//! regular. A proximal term: flows stay near those of the last round, (ε/2)(x − x̂)², so that each flow is a closed form
//! of prices and duals. And elimination: only prices and duals are unknown, and a semismooth Newton method (Fischer and
//! Burmeister's function for the duals) finds them with a dense matrix of that size. Rounds with a falling ε end at the
//! system itself: the residual is recomputed without ε from the numbers alone, by [`crate::equilibrium`].

mod flows;
mod newton;
mod system;

use crate::equilibrium::Point;
use crate::error::{Error, ErrorKind};
use crate::market::Market;
use system::System;
use thalweg_core::Problem;

/// How the search is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Largest residual of an answer, relative.
    pub tolerance: f64,
    /// Rounds at most.
    pub rounds: usize,
    /// Newton steps of one round at most.
    pub steps: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { tolerance: 1e-8, rounds: 60, steps: 60 }
    }
}

/// First ε where nothing is known, in parts of the typical price.
const FIRST: f64 = 1e-1;
/// Least ε: small enough for slopes of the answer to be those of the system, large enough for a stable matrix.
const LEAST: f64 = 1e-6;
const LARGEST: f64 = 1e2;

/// Where the search stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct State {
    /// ln(p/p0), m, λ, μ, τ, each in its own scale.
    pub(crate) unknowns: Vec<f64>,
    /// Flows by way.
    pub(crate) flows: Vec<f64>,
}

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Effort {
    pub(crate) rounds: usize,
    pub(crate) steps: usize,
}

/// Solves from a start (that of the market itself where none is given).
pub(crate) fn solve(
    market: &Market,
    start: Option<&State>,
    settings: &Settings,
) -> Result<(State, Point, Effort), Error> {
    let cold = System::new(market).start();
    if let Some(start) = start.filter(|start| start.unknowns.len() == cold.unknowns.len()) {
        let warm = State { unknowns: start.unknowns.clone(), flows: start.flows.clone() };
        if warm.flows.len() == market.ways.len()
            && let Ok(found) = search(market, warm, 1e-3, settings)
        {
            return Ok(found);
        }
    }
    search(market, cold, FIRST, settings)
}

fn search(
    market: &Market,
    mut state: State,
    first: f64,
    settings: &Settings,
) -> Result<(State, Point, Effort), Error> {
    let mut system = System::new(market);
    let mut proximal = first;
    let mut effort = Effort { rounds: 0, steps: 0 };
    let mut best = f64::INFINITY;
    while effort.rounds < settings.rounds {
        effort.rounds += 1;
        system.proximal = proximal * market.price;
        let round = newton::solve(&mut system, &state, settings.steps);
        effort.steps += round.steps;
        if !round.solved {
            proximal = (proximal * 10.0).min(LARGEST);
            // where even the steepest round does not close, its best point is where the next begins
            if let Some(reached) = round.reached {
                state.unknowns = reached;
            }
            continue;
        }
        let Some(reached) = round.reached else { continue };
        state.flows = system.flows(&reached, &state.flows);
        state.unknowns = reached;
        let point = system.point(&state);
        let residual = point.certificate(market).worst();
        best = best.min(residual);
        if residual <= settings.tolerance {
            return Ok((state, point, effort));
        }
        proximal = (proximal * 0.1).max(LEAST);
    }
    let problem = Problem::new(format!(
        "no equilibrium was found in {} rounds: the best residual is {best:.1e}, and {:.0e} is asked for",
        effort.rounds, settings.tolerance
    ));
    Err(Error::one(ErrorKind::Unsolved, problem.help("a smaller step from the baseline, or other limits, may be solved")))
}

/// An equilibrium, and where a search for a similar one can begin.
#[derive(Debug, Clone, PartialEq)]
pub struct Solved {
    /// Its numbers.
    pub point: Point,
    /// Its certificate, recomputed from them.
    pub certificate: crate::equilibrium::Certificate,
    /// Rounds of the proximal term.
    pub rounds: usize,
    /// Newton steps in all.
    pub steps: usize,
    state: State,
}

impl Market {
    /// The equilibrium.
    ///
    /// # Errors
    /// None found to the tolerance. Nothing is returned that has not been checked.
    pub fn solve(&self, settings: &Settings) -> Result<Solved, Error> {
        self.solve_from(None, settings)
    }

    /// The equilibrium, sought from that of a similar market first.
    ///
    /// # Errors
    /// As [`Market::solve`].
    pub fn solve_from(&self, start: Option<&Solved>, settings: &Settings) -> Result<Solved, Error> {
        let (state, point, effort) = solve(self, start.map(|start| &start.state), settings)?;
        let certificate = point.certificate(self);
        Ok(Solved { point, certificate, rounds: effort.rounds, steps: effort.steps, state })
    }
}
