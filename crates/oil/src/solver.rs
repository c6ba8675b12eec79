//! Finds the equilibrium of a [`Market`].
//!
//! The complementarity system has thousands of flows and about a hundred prices and rents. Flows are eliminated, so that
//! every step of either method solves a dense system of the second size. The first method is an interior point one
//! (`interior.rs`). Where it does not close, a proximal term keeps flows near those of the last round,
//! (ε/2)(x − x̂)², which makes each a closed form of prices and rents (`flows.rs`); a semismooth Newton method with
//! Fischer and Burmeister's function (`newton.rs`) closes rounds of falling ε, which end at the system itself. Whatever
//! found an answer, its residual is recomputed from the numbers alone by [`crate::Point::certificate`].

mod flows;
mod interior;
mod newton;
mod system;

use crate::equilibrium::{Certificate, Point};
use crate::error::{Error, ErrorKind};
use crate::market::Market;
use interior::Inner;
pub use system::Limit;
use system::System;
use thalweg_core::Problem;

/// How the search is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Largest residual of an answer, relative.
    pub tolerance: f64,
    /// Which methods are tried.
    pub method: Method,
    /// Steps of the interior-point method at most.
    pub interior_steps: usize,
    /// Rounds of the proximal method at most.
    pub rounds: usize,
    /// Newton steps of one round at most.
    pub steps: usize,
}

/// Which method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// The interior-point method, and the other where it does not close.
    Both,
    /// Only the interior-point method.
    Interior,
    /// Only the proximal semismooth Newton method.
    Proximal,
}

impl Default for Settings {
    fn default() -> Self {
        Self { tolerance: 1e-8, method: Method::Both, interior_steps: 100, rounds: 60, steps: 60 }
    }
}

/// First ε where nothing is known, in parts of the typical price.
const FIRST: f64 = 1e-1;
/// Least ε: smaller ones drown in rounding.
const LEAST: f64 = 1e-6;
const LARGEST: f64 = 1e2;
/// ε of rounds that take the last digits where the interior-point method came near, and how many of them.
const POLISH: f64 = 1e-4;
const POLISHES: usize = 12;
/// A residual from which that is tried.
const NEAR: f64 = 1e-5;
/// How far inside everything stands where nothing is known, in barrels and typical prices.
const COLD: f64 = 1e-2;
/// The same where a similar equilibrium is known.
const WARM: f64 = 1e-3;

/// Where the search stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct State {
    /// ln(p/p0), m, λ, μ, τ, each in its own scale.
    pub(crate) unknowns: Vec<f64>,
    /// Flows by way.
    pub(crate) flows: Vec<f64>,
}

/// An equilibrium, and where a search for a similar one can begin.
#[derive(Debug, Clone, PartialEq)]
pub struct Solved {
    /// Its numbers.
    pub point: Point,
    /// Its certificate, recomputed from them.
    pub certificate: Certificate,
    /// Newton steps in all.
    pub steps: usize,
    state: State,
    inner: Inner,
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
        self.check()?;
        let system = System::new(self);
        let cold = system.start();
        let same = |start: &&Solved| {
            start.state.unknowns.len() == cold.unknowns.len() && start.state.flows.len() == cold.flows.len()
        };
        let warm = start.filter(same).map(|start| &start.state);
        let mut found = Found { residual: f64::INFINITY, solved: None, steps: 0 };
        if settings.method != Method::Proximal {
            for (state, distance) in warm.map(|warm| (warm, WARM)).into_iter().chain([(&cold, COLD)]) {
                let closed = interior::solve(&system, state, distance, settings.interior_steps);
                let (near, state) = (closed.residual <= NEAR, closed.state.clone());
                found.take(&system, closed, settings);
                if found.solved.is_none() && near {
                    found.take_rounds(self, state, POLISH, POLISHES, settings);
                }
                if let Some(solved) = found.solved {
                    return Ok(solved);
                }
            }
        }
        if settings.method != Method::Interior {
            let start = warm.unwrap_or(&cold).clone();
            found.take_rounds(self, start, FIRST, settings.rounds, settings);
        }
        found.solved.ok_or_else(|| unsolved(found.residual, settings))
    }
}

fn unsolved(residual: f64, settings: &Settings) -> Error {
    let problem = Problem::new(format!(
        "no equilibrium was found: the best residual is {residual:.1e}, and {:.0e} is asked for",
        settings.tolerance
    ));
    Error::one(
        ErrorKind::Unsolved,
        problem.help("a smaller step from the baseline, or other limits, may be solved"),
    )
}

/// The best residual so far, and the answer once there is one.
struct Found {
    residual: f64,
    solved: Option<Solved>,
    steps: usize,
}

impl Found {
    fn take(&mut self, system: &System<'_>, closed: interior::Closed, settings: &Settings) {
        self.steps += closed.steps;
        self.residual = self.residual.min(closed.residual);
        if closed.residual <= settings.tolerance {
            let point = system.point(&closed.state);
            let certificate = point.certificate(system.market);
            let (state, inner, steps) = (closed.state, closed.inner, self.steps);
            self.solved = Some(Solved { point, certificate, steps, state, inner });
        }
    }

    /// Rounds of falling ε.
    fn take_rounds(
        &mut self,
        market: &Market,
        mut state: State,
        first: f64,
        rounds: usize,
        settings: &Settings,
    ) {
        let mut system = System::new(market);
        let mut proximal = first;
        for _ in 0..rounds {
            system.proximal = proximal * market.price;
            let round = newton::solve(&mut system, &state, settings.steps);
            self.steps += round.steps;
            let Some(reached) = round.reached else { return };
            if !round.solved {
                // the best point of a round that does not close is where an easier one begins
                state.unknowns = reached;
                proximal = (proximal * 10.0).min(LARGEST);
                continue;
            }
            state.flows = system.flows(&reached, &state.flows);
            state.unknowns = reached;
            let point = system.point(&state);
            let certificate = point.certificate(market);
            self.residual = self.residual.min(certificate.worst());
            if certificate.worst() <= settings.tolerance {
                let inner = system.inside(&state, 1e-9);
                self.solved = Some(Solved { point, certificate, steps: self.steps, state, inner });
                return;
            }
            proximal = (proximal * 0.1).max(LEAST);
        }
    }
}

impl Solved {
    /// What one more unit of each limit does to prices and rents (flows are left out), by the slopes of the equilibrium.
    /// The unit is that of the limit: million tonne-miles a day for ships, million barrels a day for the others. Nothing
    /// for a limit that the market has not.
    ///
    /// # Errors
    /// An equilibrium at which slopes are not defined.
    pub fn slopes(&self, market: &Market, limits: &[Limit]) -> Result<Vec<Option<Point>>, Error> {
        let system = System::new(market);
        let rows: Vec<Option<(usize, f64)>> = limits.iter().map(|limit| system.row_of(*limit)).collect();
        let known: Vec<usize> = rows.iter().flatten().map(|(row, _)| *row).collect();
        let singular = || Problem::new("the equilibrium has no slopes: its matrix is singular");
        let slopes = system.slopes_by_limit(&self.inner, &known);
        let slopes = slopes.ok_or_else(|| Error::one(ErrorKind::Unsolved, singular()))?;
        let mut slopes = slopes.into_iter();
        let one = |row: Option<(usize, f64)>| {
            let (_, scale) = row?;
            let by: Vec<f64> = slopes.next()?.iter().map(|slope| slope * scale).collect();
            Some(system.change(&self.inner.unknowns, &by))
        };
        Ok(rows.into_iter().map(one).collect())
    }
}
