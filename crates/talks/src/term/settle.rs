//! The equilibrium in which every term of a package is kept, and the rates that it takes.

use super::clause::{Clause, Keeping};
use super::implied::Implied;
use super::newton::{self, Effort, Point};
use super::row::Row;
use crate::error::{Error, ErrorKind};
use serde::Serialize;
use thalweg_core::Problem;
use thalweg_trade::{Base, Cube, Equilibrium, Policy};

/// Terms on a world: purchase commitments, export controls, caps on output and subsidies, embargoes.
///
/// Each is a wedge of the equilibrium, or a row that complements it: a commitment to buy at least `q` is met by a subsidy
/// on that flow, and no subsidy is paid on what is bought anyway, `0 <= subsidy _|_ flow - q >= 0`; a quota by a tax on
/// the flow, a cap on output by one on production. Everything else that the terms leave alone stays as the policy has it.
///
/// That a purchase commitment works as an import subsidy, and that paying one is the cheapest way to keep it: Feenstra
/// and Hong (2020, NBER 27383). A quota as a tax whose rent somebody earns: Bhagwati (1965, "On the equivalence of tariffs
/// and quotas"). Equilibria with such rows as complementarity problems: Mathiesen (1985, Math. Programming Study 23),
/// Rutherford (1995, J. Economic Dynamics and Control 19).
///
/// What this leaves out: who within a country buys or sells, stocks that are filled and not used up, deliveries that only
/// take another way. Amounts are a year's, with world value added at its level in the baseline.
///
/// ```
/// use thalweg_talks::{Level, Purchase, Term, Terms};
/// use thalweg_trade::{Base, Baseline, Model, Settings};
///
/// let world = Baseline::embedded("world-2011")?;
/// let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
/// let base = Base::new(&world, &elasticities, &Model::default(), Settings::default())?;
/// // China buys a fifth more from American farms than it did
/// let promise = Purchase::new("CHN", "USA", ["c1"], Level::Share(1.2));
/// let terms = Terms::new(&world, &base, &[Term::Purchase(promise)])?;
/// let settled = terms.solve(&base, base.policy().clone())?;
/// let implied = &settled.implied[0];
/// assert!(implied.binding && (implied.amount / implied.before - 1.2).abs() < 1e-8);
/// assert!(implied.rate.is_some_and(|subsidy| subsidy > 0.0 && subsidy < 0.1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    pub(super) clauses: Vec<Clause>,
    /// Codes of the countries and of the sectors, in the order of the baseline.
    pub(super) codes: Vec<String>,
    pub(super) sectors: Vec<String>,
}

/// An equilibrium that keeps a package of terms. Its policy holds the rates that they imply, so that whatever reads it
/// reads them too.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Settled {
    /// The world economy with all terms kept; too large to be written out.
    #[serde(skip)]
    pub equilibrium: Equilibrium,
    /// What each term implies, in the order of the terms.
    pub implied: Vec<Implied>,
    /// Largest `|min(wedge, gap)|` over all levels, both in logs, recomputed from the equilibrium.
    pub residual: f64,
    /// Logs of the wedges that keep the levels, one per term and zero where there is none: a start for
    /// [`Terms::solve_from`] near by.
    pub wedges: Vec<f64>,
}

/// Residual that is aimed at, and that is accepted: the equilibria themselves are known to about 1e-10.
const WANTED: f64 = 1e-10;
pub(super) const ENOUGH: f64 = 1e-8;
/// Highest log wedge of a subsidy (99.9 percent off the price) and of a tax (a million times the price).
pub(super) const MOST_SUBSIDY: f64 = 6.907755278982137;
const MOST_TAX: f64 = 13.815510557964274;

impl Terms {
    /// Number of terms.
    pub fn len(&self) -> usize {
        self.clauses.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// The same without one of them, counted from zero; with all of them where there is none of that number.
    pub fn without(&self, term: usize) -> Self {
        let mut rest = self.clone();
        let mut at = 0;
        rest.clauses.retain(|_| {
            at += 1;
            at != term + 1
        });
        rest
    }

    /// Adds the terms to a policy: caps and bans as they are, and on each level the wedge whose log is given.
    fn apply(&self, wedges: &[f64], policy: &mut Policy) {
        self.clauses.iter().for_each(|clause| clause.set_plain(policy));
        for (clause, wedge) in self.clauses.iter().zip(wedges) {
            if let Some(row) = clause.row() {
                row.set(*wedge, policy);
            }
        }
    }

    /// The equilibrium in which every term is kept, on top of a policy. Without terms it is that of the policy itself.
    ///
    /// # Errors
    /// If there is no equilibrium under the policy, if a level is beyond any price (it says which, and how far it came;
    /// the kind is [`ErrorKind::OutOfReach`]), or if the levels together do not settle.
    pub fn solve(&self, base: &Base, policy: Policy) -> Result<Settled, Error> {
        self.solve_from(base, policy, &vec![0.0; self.len()])
    }

    /// The same, starting from the wedges of another one near by ([`Settled::wedges`]).
    ///
    /// # Errors
    /// As [`Terms::solve`].
    pub fn solve_from(&self, base: &Base, policy: Policy, start: &[f64]) -> Result<Settled, Error> {
        self.fits(base, &policy, start)?;
        let starved = self.starved(base, &policy);
        if !starved.is_empty() {
            return Err(Error::new(ErrorKind::Terms, starved));
        }
        let rows: Vec<usize> = (0..self.len()).filter(|k| self.clauses[*k].row().is_some()).collect();
        let spread = |x: &[f64]| {
            let mut wedges = vec![0.0; self.len()];
            rows.iter().zip(x).for_each(|(k, x)| wedges[*k] = *x);
            wedges
        };
        let gaps = |x: &[f64]| -> Result<Vec<f64>, Error> {
            let at = base.solve(self.with(&policy, &spread(x)))?;
            Ok(self.rows().map(|row| row.gap(row.amount(base, &at))).collect())
        };
        let ceilings = self.rows().map(|row| if row.at_least() { MOST_SUBSIDY } else { MOST_TAX }).collect();
        let effort = Effort { wanted: WANTED, enough: ENOUGH, ceilings };
        let start: Vec<f64> = rows.iter().map(|k| start[*k]).collect();
        let x = match rows.is_empty() {
            true => Vec::new(),
            false => {
                newton::solve(gaps, &start, &effort).map_err(|failed| self.failed(base, &policy, failed))?.x
            }
        };
        self.settled(base, &policy, spread(&x))
    }

    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.clauses.iter().filter_map(Clause::row)
    }

    pub(super) fn with(&self, policy: &Policy, wedges: &[f64]) -> Policy {
        let mut policy = policy.clone();
        self.apply(wedges, &mut policy);
        policy
    }

    /// Whether terms, base, policy and start are of one size.
    pub(super) fn fits(&self, base: &Base, policy: &Policy, start: &[f64]) -> Result<(), Error> {
        let size = |cube: &Cube| (cube.sectors(), cube.countries());
        let own = (self.sectors.len(), self.codes.len());
        let subsidies = (policy.subsidies.sectors(), policy.subsidies.countries());
        let costs = policy.trade_costs.as_ref().map_or(own, size);
        let taxes = policy.export_taxes.as_ref().map_or(own, size);
        let sizes = [size(&base.equilibrium().flows), size(&policy.tariffs), subsidies, costs, taxes];
        if sizes.iter().all(|other| *other == own) && start.len() == self.len() {
            return Ok(());
        }
        let message = "the terms belong to a world, or the wedges to terms, of another size";
        Err(Error::new(ErrorKind::Terms, vec![Problem::new(message)]))
    }

    /// Countries that bans leave without any supplier of a good that they buy.
    pub(super) fn starved(&self, base: &Base, policy: &Policy) -> Vec<Problem> {
        let bans = self.clauses.iter().filter(|clause| clause.keeping == Keeping::Ban);
        let mut cells: Vec<(usize, usize)> =
            bans.flat_map(|ban| ban.sectors.iter().map(|j| (*j, ban.importer))).collect();
        cells.sort_unstable();
        cells.dedup();
        let closed = self.with(policy, &vec![0.0; self.len()]);
        let costs = closed.trade_costs.as_ref();
        let flows = &base.equilibrium().flows;
        let open = |j: usize, n: usize, i: usize| {
            flows.get(j, n, i) > 0.0 && costs.is_none_or(|d| d.get(j, n, i).is_finite())
        };
        let starved = |(j, n): &(usize, usize)| !(0..self.codes.len()).any(|i| open(*j, *n, i));
        let problem = |(j, n): (usize, usize)| {
            Problem::new(format!("this leaves {} without any supplier of {}", self.codes[n], self.sectors[j]))
                .help("leave a supplier open")
        };
        cells.into_iter().filter(starved).map(problem).collect()
    }

    fn settled(&self, base: &Base, policy: &Policy, wedges: Vec<f64>) -> Result<Settled, Error> {
        let equilibrium = base.solve(self.with(policy, &wedges))?;
        let clauses = self.clauses.iter().zip(&wedges);
        let implied = clauses.map(|(clause, x)| self.implied(base, policy, clause, *x, &equilibrium));
        let implied: Vec<Implied> = implied.collect();
        let held = self.clauses.iter().zip(&wedges).zip(&implied);
        let levels = held.filter_map(|((clause, x), implied)| Some((*x, clause.row()?.gap(implied.amount))));
        let (x, gaps) = levels.unzip();
        let residual = Point { x, gaps }.residual();
        Ok(Settled { equilibrium, implied, residual, wedges })
    }
}
