//! A world on which positions are found: the base, the two sides, and a count of what was solved.

use super::Side;
use crate::error::Error;
use serde::Serialize;
use std::cell::Cell;
use thalweg_trade::{Base, BaseMovement, Baseline, Equilibrium, Policy};

/// How well everything that was solved for a position holds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Trust {
    /// Equilibria of the world economy that were solved, the base among them.
    pub equilibria: usize,
    /// The largest relative residual of any equation in any of them.
    pub max_residual: f64,
    /// How far the base moved from the data, with the subsidies that were assumed.
    pub base: BaseMovement,
}

/// The world of a position.
pub(super) struct World<'a> {
    pub(super) baseline: &'a Baseline,
    pub(super) base: &'a Base,
    pub(super) sides: &'a [Side; 2],
    equilibria: Cell<usize>,
    residual: Cell<f64>,
}

/// What some countries buy of tradable goods from others.
pub(super) struct Route {
    /// The tariffs on it: (sector, importer, exporter).
    pub(super) cells: Vec<(usize, usize, usize)>,
}

impl<'a> World<'a> {
    pub(super) fn new(baseline: &'a Baseline, base: &'a Base, sides: &'a [Side; 2]) -> Self {
        let residual = base.equilibrium().certificate.max_residual;
        Self { baseline, base, sides, equilibria: Cell::new(1), residual: Cell::new(residual) }
    }

    pub(super) fn trust(&self) -> Trust {
        let (equilibria, max_residual) = (self.equilibria.get(), self.residual.get());
        Trust { equilibria, max_residual, base: self.base.movement() }
    }

    /// The equilibrium under a policy, counted.
    pub(super) fn solve(&self, policy: Policy) -> Result<Equilibrium, Error> {
        let at = self.base.solve(policy)?;
        self.equilibria.set(self.equilibria.get() + 1);
        self.residual.set(self.residual.get().max(at.certificate.max_residual));
        Ok(at)
    }

    pub(super) fn countries(&self) -> usize {
        self.baseline.countries.len()
    }

    pub(super) fn sectors(&self) -> usize {
        self.baseline.sectors.len()
    }

    /// Everybody who is not on a side.
    pub(super) fn others(&self, side: &Side) -> Vec<usize> {
        (0..self.countries()).filter(|n| !side.members.contains(n)).collect()
    }

    pub(super) fn route(&self, importers: &[usize], exporters: &[usize]) -> Route {
        let sectors = (0..self.sectors()).filter(|j| self.baseline.sectors[*j].tradable);
        let pairs = |j: usize| {
            let from = move |n: usize| exporters.iter().map(move |i| (j, n, *i));
            importers.iter().flat_map(move |n| from(*n)).filter(|(_, n, i)| n != i)
        };
        let cells = sectors.flat_map(pairs).collect();
        Route { cells }
    }

    /// What moves on a route at the base, before tariff.
    pub(super) fn trade(&self, route: &Route) -> f64 {
        let flows = &self.base.equilibrium().flows;
        route.cells.iter().map(|(j, n, i)| flows.get(*j, *n, *i)).sum()
    }

    /// What moves on a route at an equilibrium, at the border prices of the base.
    pub(super) fn volume(&self, route: &Route, at: &Equilibrium) -> f64 {
        let volumes = self.base.volumes(at);
        route.cells.iter().map(|(j, n, i)| volumes.get(*j, *n, *i)).sum()
    }
}
