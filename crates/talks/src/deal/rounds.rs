//! Rounds of the augmented Lagrangian: the best package for given multipliers, then better multipliers.

use super::lagrangian::{Multipliers, Package, Reach, Read, Wanted};
use super::table::{Table, Weighed};
use crate::descent::{self, Effort, Evaluated, Memory, Minimum};
use thalweg_trade::{Equilibrium, Objective, Walk};

/// Factor by which the quadratic terms grow where conditions do not come nearer.
const GROWTH: f64 = 4.0;
/// Where their weight has grown to this and conditions do not come nearer they cannot be met.
const STIFFEST: f64 = 1e4;
/// Rounds after which the search ends where it is.
const ROUNDS: usize = 40;
/// Violation of conditions that is left at the end, as a fraction of welfare.
const VIOLATION: f64 = 1e-9;

/// A search for a package under way.
pub(super) struct Rounds<'r, 'c> {
    wanted: &'r Wanted,
    table: &'r Table<'c>,
    effort: Effort,
    /// What the aim is multiplied with.
    unit: f64,
    reach: Reach,
    multipliers: Multipliers,
    memory: Memory,
    point: Vec<f64>,
    /// Slope to which this round goes.
    tolerance: f64,
    /// Violation after the round before.
    before: f64,
    evaluations: usize,
}

impl<'r, 'c> Rounds<'r, 'c> {
    /// Before the first round, which goes to a slope that is `rough` against gradients of length one; none where there is
    /// no equilibrium.
    pub(super) fn begin(
        wanted: &'r Wanted,
        table: &'r Table<'c>,
        start: &[f64],
        multipliers: Multipliers,
        rough: f64,
        effort: Effort,
    ) -> Option<Self> {
        let begun = table.weighed(table.policy(start)).ok()?;
        let reach = wanted.reach(table, &begun)?;
        Some(Self {
            wanted,
            table,
            effort,
            unit: wanted.unit(&begun.payoffs[..table.size()]),
            tolerance: (rough * reach.shortest()).max(effort.tolerance),
            reach,
            multipliers,
            memory: Memory::default(),
            point: table.variables.point(start),
            before: f64::INFINITY,
            evaluations: 0,
        })
    }

    /// All rounds, until conditions are kept, or come no nearer.
    pub(super) fn run(mut self) -> Option<Package> {
        for round in 1.. {
            let end = self.descend()?;
            let rates = self.table.variables.rates(&end.point);
            let weighed = self.table.weighed(self.table.policy(&rates)).ok()?;
            let read = self.wanted.read(&weighed.payoffs, &self.multipliers, self.unit, &self.reach)?;
            let slow = self.is_slow(&read);
            let stalled = slow && self.multipliers.penalty >= STIFFEST;
            if self.is_settled(&read) || stalled || round == ROUNDS {
                return Some(self.package(rates, weighed, read, end.slope)).filter(Package::is_a_number);
            }
            self.point = end.point;
            self.learn(&weighed, read, slow)?;
        }
        None
    }

    /// The best package for these multipliers.
    fn descend(&mut self) -> Option<Minimum> {
        let mut memory = std::mem::take(&mut self.memory);
        let now = Effort { tolerance: self.tolerance, ..self.effort };
        let ranges = self.table.variables.ranges();
        let mut walk = self.table.contest.base.walk();
        let end = descent::descend(
            |point| self.evaluate(point, &mut walk),
            self.point.clone(),
            ranges,
            now,
            &mut memory,
        )?;
        self.memory = memory;
        self.evaluations += end.evaluations;
        Some(end)
    }

    /// The Lagrangian and its gradient by the variables of the search.
    fn evaluate(&self, point: &[f64], walk: &mut Walk<'_>) -> Evaluated {
        let rates = self.table.variables.rates(point);
        let at = walk.solve(self.table.policy(&rates)).ok()?;
        let weighed = self.table.weighed_at(at).ok()?;
        let read = self.wanted.read(&weighed.payoffs, &self.multipliers, self.unit, &self.reach)?;
        let gradient = |at: &Equilibrium, sum: &Objective| walk.gradient(at, sum);
        let slopes = self.table.slopes_by(gradient, &weighed, &read.weights).ok()?;
        Some((read.value, self.table.variables.slopes(&slopes, &rates)))
    }

    fn is_settled(&self, read: &Read) -> bool {
        let tolerance = self.effort.tolerance;
        read.violation <= VIOLATION.max(0.1 * tolerance) && self.tolerance <= tolerance
    }

    /// Whether conditions do not come nearer; while the search is rough nothing can be said of them.
    fn is_slow(&self, read: &Read) -> bool {
        let known = self.tolerance <= read.violation.max(self.effort.tolerance);
        known && read.violation > 0.25 * self.before && read.violation > VIOLATION
    }

    /// What the next round begins with.
    fn learn(&mut self, weighed: &Weighed, read: Read, slow: bool) -> Option<()> {
        self.before = read.violation;
        self.reach = self.wanted.reach(self.table, weighed)?;
        self.multipliers = read.next;
        if slow {
            self.multipliers.penalty *= GROWTH;
            self.memory = Memory::default();
        }
        self.tolerance = (0.1 * self.tolerance).max(self.effort.tolerance);
        Some(())
    }

    fn package(&self, rates: Vec<f64>, weighed: Weighed, read: Read, slope: f64) -> Package {
        Package {
            rates,
            payoffs: weighed.payoffs,
            reached: read.reached,
            weights: read.weights.iter().map(|weight| -weight / self.unit).collect(),
            slope,
            violation: read.violation,
            evaluations: self.evaluations,
            multipliers: read.next,
        }
    }
}
