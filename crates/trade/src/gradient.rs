//! What an objective gains from each instrument, at an equilibrium: the adjoint of the model.

use crate::base::Base;
use crate::cube::{Cube, Grid};
use crate::equilibrium::Equilibrium;
use crate::error::{Error, ErrorKind};
use crate::scenario::Labour;
use crate::solver::{Adjoint, Bars};

/// How an objective answers the numbers of an equilibrium, each held apart from the others.
///
/// Levels are in the unit of the baseline. For log real income of country n, for example, `income[n] = 1 / Y_n` and
/// `prices[j, n] = -alpha_n^j`, and everything else is zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Objective {
    /// Derivative by the log of each price index, `[j, n]`.
    pub prices: Grid,
    /// Derivative by output, `[j, i]`.
    pub output: Grid,
    /// Derivative by tariff revenue, by country.
    pub revenue: Vec<f64>,
    /// Derivative by income, by country.
    pub income: Vec<f64>,
    /// Derivative by the log of each wage, by country.
    pub wages: Vec<f64>,
}

impl Objective {
    /// An objective that answers nothing, to be filled in.
    pub fn nothing(sectors: usize, countries: usize) -> Self {
        let grid = Grid::filled(sectors, countries, 0.0);
        let row = vec![0.0; countries];
        Self { prices: grid.clone(), output: grid, revenue: row.clone(), income: row.clone(), wages: row }
    }

    /// Adds a multiple of another objective of the same world: the gradient of a weighted sum is that sum of gradients, at
    /// the cost of one.
    pub fn add_scaled(&mut self, weight: f64, other: &Self) {
        let add = |to: &mut [f64], what: &[f64]| {
            to.iter_mut().zip(what).for_each(|(to, what)| *to += weight * what);
        };
        add(self.prices.values_mut(), other.prices.values());
        add(self.output.values_mut(), other.output.values());
        add(&mut self.revenue, &other.revenue);
        add(&mut self.income, &other.income);
        add(&mut self.wages, &other.wages);
    }
}

/// Derivatives of an objective by every instrument: by the rate itself, everything else settling anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradient {
    /// By tariffs, `[j, n, i]`.
    pub tariffs: Cube,
    /// By export taxes, `[j, n, i]`.
    pub export_taxes: Cube,
    /// By production subsidies, `[j, i]`.
    pub subsidies: Grid,
    /// Sweeps backwards that the adjoint needed.
    pub iterations: usize,
}

/// Residual of the adjoint, relative to its largest entry, at which it is taken as solved.
const TOLERANCE: f64 = 1e-12;
const MAX_ITERATIONS: usize = 2000;

impl Base {
    /// The gradient of an objective at an equilibrium of this base, by the adjoint `dG/dt = G_t - G_u F_u^-1 F_t`: one
    /// linear solve with the transposed operator, whatever the number of instruments.
    ///
    /// # Errors
    /// If labour is fixed by sector, if the model has elastic labour supply, overhead or a pass-through other than one (not
    /// built), or if the adjoint does not settle.
    pub fn gradient(&self, at: &Equilibrium, objective: &Objective) -> Result<Gradient, Error> {
        let mut gradients = self.gradients(at, std::slice::from_ref(objective))?;
        // one objective, one gradient
        gradients.pop().ok_or_else(|| Error::one(ErrorKind::Unsolved, "no gradient was computed"))
    }

    /// The gradients of several objectives at one equilibrium: what they need of it is set up once.
    ///
    /// # Errors
    /// As [`Base::gradient`].
    pub fn gradients(&self, at: &Equilibrium, objectives: &[Objective]) -> Result<Vec<Gradient>, Error> {
        self.refuse_gradients()?;
        let mut adjoint = self.adjoint();
        adjoint.read(self.fabric(), at);
        let alone = |objective| self.gradient_with(&mut adjoint, &mut Vec::new(), 0, at, objective);
        let gradients = objectives.iter().map(alone).collect();
        self.leave_adjoint(adjoint);
        gradients
    }

    pub(crate) fn refuse_gradients(&self) -> Result<(), Error> {
        if self.labour() == Labour::Fixed {
            return Err(Error::one(
                ErrorKind::Unsolved,
                "gradients are known for labour that moves between sectors only: set `labour = \"mobile\"`",
            ));
        }
        if let Some(key) = self.model().uncommon() {
            return Err(Error::one(
                ErrorKind::Unsolved,
                format!(
                    "gradients are not known for a model with `{key}`, which optimal tariffs, wars and deals need: leave it out"
                ),
            ));
        }
        Ok(())
    }

    /// The gradient of an objective at the equilibrium to which an adjoint was moved, beginning at the bars of its
    /// position, which are then those that were found.
    pub(crate) fn gradient_with(
        &self,
        adjoint: &mut Adjoint,
        bars: &mut Vec<Bars>,
        position: usize,
        at: &Equilibrium,
        objective: &Objective,
    ) -> Result<Gradient, Error> {
        if bars.len() <= position {
            bars.resize(position + 1, Bars::default());
        }
        adjoint.begin(&bars[position]);
        let settled = adjoint.solve(self.fabric(), objective, TOLERANCE, MAX_ITERATIONS);
        if settled.change > TOLERANCE || settled.change.is_nan() {
            bars[position] = Bars::default();
            return Err(Error::one(
                ErrorKind::Unsolved,
                format!(
                    "the adjoint did not settle: {:.1e} after {} sweeps",
                    settled.change, settled.iterations
                ),
            ));
        }
        adjoint.keep(&mut bars[position]);
        Ok(adjoint.gradient(self.fabric(), at, settled.iterations))
    }
}
