//! From one policy to the next: solves and gradients that begin where the last ones ended.

use crate::base::Base;
use crate::equilibrium::Equilibrium;
use crate::error::Error;
use crate::gradient::{Gradient, Objective};
use crate::policy::Policy;
use crate::solver::{Adjoint, Bars, Workspace};

/// Solves policies one after another, each from the equilibrium of the last one, and gradients likewise: where policies
/// lie near each other, as on a search, that takes a part of the sweeps.
///
/// Each result has its certificate as any other. How its last digits round depends on what the same walk solved before,
/// and on nothing else: the same walk gives the same bits.
///
/// ```
/// use thalweg_trade::{Base, Baseline, Model, Settings};
///
/// let world = Baseline::embedded("world-2011")?;
/// let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
/// let base = Base::new(&world, &elasticities, &Model::default(), Settings::default())?;
/// let mut walk = base.walk();
/// let mut policy = base.policy().clone();
/// for _ in 0..3 {
///     *policy.tariffs.get_mut(0, 0, 1) += 0.01;
///     let at = walk.solve(policy.clone())?;
///     assert!(at.certificate.converged);
/// }
/// # Ok::<(), thalweg_trade::Error>(())
/// ```
#[derive(Debug)]
pub struct Walk<'a> {
    base: &'a Base,
    room: Option<Workspace>,
    adjoint: Option<Adjoint>,
    /// By objective, the last solution of the adjoint.
    bars: Vec<Bars>,
}

impl Base {
    /// A walk that begins at the base.
    pub fn walk(&self) -> Walk<'_> {
        let mut room = self.room(self.labour());
        room.start(self.fabric());
        Walk { base: self, room: Some(room), adjoint: None, bars: Vec::new() }
    }

    /// A walk that begins at an equilibrium of this base.
    pub fn walk_from(&self, at: &Equilibrium) -> Walk<'_> {
        let mut walk = self.walk();
        if let Some(room) = &mut walk.room {
            room.start_at(self.fabric(), self.economy(), at);
        }
        walk
    }

    /// The equilibrium under a policy, found from another equilibrium of this base: quicker than [`Base::solve`] where
    /// they lie near each other.
    ///
    /// # Errors
    /// As [`Base::solve`].
    pub fn solve_from(&self, at: &Equilibrium, policy: Policy) -> Result<Equilibrium, Error> {
        self.walk_from(at).solve(policy)
    }
}

impl Walk<'_> {
    /// The equilibrium under a policy.
    ///
    /// # Errors
    /// As [`Base::solve`].
    pub fn solve(&mut self, policy: Policy) -> Result<Equilibrium, Error> {
        let base = self.base;
        base.solve_in(self.room.get_or_insert_with(|| base.room(base.labour())), policy)
    }

    /// The gradient of an objective at an equilibrium of the base.
    ///
    /// # Errors
    /// As [`Base::gradient`].
    pub fn gradient(&mut self, at: &Equilibrium, objective: &Objective) -> Result<Gradient, Error> {
        self.gradient_of(at, objective, 0)
    }

    /// The gradients of several objectives at an equilibrium of the base. Each begins where that of the same position
    /// ended before.
    ///
    /// # Errors
    /// As [`Base::gradient`].
    pub fn gradients(&mut self, at: &Equilibrium, objectives: &[Objective]) -> Result<Vec<Gradient>, Error> {
        let (base, adjoint, bars) = self.read(at)?;
        let objectives = objectives.iter().enumerate();
        objectives.map(|(k, objective)| base.gradient_with(adjoint, bars, k, at, objective)).collect()
    }

    /// The gradient of one of several objectives that take turns on a walk, each known by its position.
    ///
    /// # Errors
    /// As [`Base::gradient`].
    pub fn gradient_of(
        &mut self,
        at: &Equilibrium,
        objective: &Objective,
        position: usize,
    ) -> Result<Gradient, Error> {
        let (base, adjoint, bars) = self.read(at)?;
        base.gradient_with(adjoint, bars, position, at, objective)
    }

    /// Moves the adjoint to an equilibrium.
    fn read(&mut self, at: &Equilibrium) -> Result<(&Base, &mut Adjoint, &mut Vec<Bars>), Error> {
        let base = self.base;
        base.refuse_gradients()?;
        let adjoint = self.adjoint.get_or_insert_with(|| base.adjoint());
        adjoint.read(base.fabric(), at);
        Ok((base, adjoint, &mut self.bars))
    }
}

impl Drop for Walk<'_> {
    /// Leaves the rooms to the next one.
    fn drop(&mut self) {
        if let Some(adjoint) = self.adjoint.take() {
            self.base.leave_adjoint(adjoint);
        }
        if let Some(room) = self.room.take() {
            self.base.leave(room);
        }
    }
}
