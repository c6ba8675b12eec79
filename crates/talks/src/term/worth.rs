//! What each term of a package costs its owner and gives the other side, and who stands beside it.

use super::clause::Clause;
use super::implied::Implied;
use super::settle::{Settled, Terms};
use super::volume;
use crate::error::Error;
use crate::payoff::Payoff;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use thalweg_trade::{Base, Equilibrium, Policy};

/// A package of terms and its accounts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Package {
    /// The equilibrium that keeps all terms, and what they imply.
    pub settled: Settled,
    /// What all terms together do to every country, against the policy without them; in the order of the baseline.
    pub countries: Vec<Gain>,
    /// Each term against the package without it, in the order of the terms.
    pub worths: Vec<Worth>,
}

/// What one term is worth: the package with it against the package without it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Worth {
    /// What it implies within the package.
    pub implied: Implied,
    /// What [`Implied::amount`] would be without it, all other terms kept.
    pub amount_without: f64,
    /// What it does to the country whose concession it is.
    pub owner: Gain,
    /// What it does to the country that it is promised to, if that is said.
    pub beneficiary: Option<Gain>,
    /// Code of the third country that is no longer bought from, if it is a third one.
    #[serde(default)]
    pub target: Option<String>,
    /// What it does to all other countries, the one that loses most first.
    pub others: Vec<Gain>,
    /// Sum of all real incomes, at the prices of the base, in the unit of the baseline.
    pub world: f64,
    /// Who else sells these goods, the one that loses most sales first: for a term on trade in the importer's market
    /// (the importer itself stands for its own producers), for one on production everywhere.
    pub sellers: Vec<Seller>,
    /// Where else the exporter sells these goods, its own market included, the largest change first.
    pub markets: Vec<Market>,
}

/// Real income of a country with something against without it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gain {
    /// Code of the country.
    pub country: String,
    /// Change in percent.
    pub real_income_pct: f64,
    /// The same at the prices of the base, in the unit of the baseline.
    pub real_income: f64,
}

/// Another seller of the goods of a term.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seller {
    /// Its code.
    pub country: String,
    /// Its sales without the term, at the prices of the time, in the unit of the baseline.
    pub without: f64,
    /// Its sales with the term.
    pub with: f64,
    /// The change at the prices of the base: a volume.
    pub change: f64,
    /// What it exports more in all sectors to all countries, at the prices of the time.
    pub exports_change: f64,
    /// Change of its real income in percent.
    pub real_income_pct: f64,
}

/// Another market of the exporter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Market {
    /// Its code.
    pub country: String,
    /// What it buys without the term, at the prices of the time, in the unit of the baseline.
    pub without: f64,
    /// What it buys with the term.
    pub with: f64,
    /// The change at the border prices of the base: a volume.
    pub change: f64,
}

/// Real income of every country over its base: payoffs with weights of one.
pub(super) fn real_incomes(base: &Base, at: &Equilibrium) -> Vec<f64> {
    let weights = vec![1.0; at.prices.sectors()];
    (0..at.income.len()).map(|n| Payoff::new(base, n, &weights).value(at).exp()).collect()
}

impl Terms {
    /// Settles a package on top of a policy and accounts for each of its terms.
    ///
    /// # Errors
    /// As [`Terms::solve`], for the package and for each of its parts.
    pub fn worth(&self, base: &Base, policy: &Policy) -> Result<Package, Error> {
        let settled = self.solve(base, policy.clone())?;
        let nothing = base.solve(policy.clone())?;
        let countries = self.gains(base, &nothing, &settled.equilibrium);
        let parts: Vec<Result<Worth, Error>> =
            (0..self.len()).into_par_iter().map(|term| self.part(base, policy, &settled, term)).collect();
        let worths = parts.into_iter().collect::<Result<_, _>>()?;
        Ok(Package { settled, countries, worths })
    }

    fn part(&self, base: &Base, policy: &Policy, all: &Settled, term: usize) -> Result<Worth, Error> {
        let mut start = all.wedges.clone();
        start.remove(term);
        let rest = self.without(term).solve_from(base, policy.clone(), &start)?;
        let (without, with) = (&rest.equilibrium, &all.equilibrium);
        let gains = self.gains(base, without, with);
        let clause = &self.clauses[term];
        let third = |n: &usize| *n != clause.owner && Some(*n) != clause.beneficiary;
        let mut others: Vec<Gain> = (0..gains.len()).filter(third).map(|n| gains[n].clone()).collect();
        others.sort_by(|a, b| a.real_income.total_cmp(&b.real_income));
        let sides = Sides { base, clause, without, with };
        Ok(Worth {
            implied: all.implied[term].clone(),
            amount_without: clause.amount(base, without),
            owner: gains[clause.owner].clone(),
            beneficiary: clause.beneficiary.map(|n| gains[n].clone()),
            target: clause.target().map(|n| self.codes[n].clone()),
            others,
            world: gains.iter().map(|gain| gain.real_income).sum(),
            sellers: sides.sellers(&gains),
            markets: sides.markets(&self.codes),
        })
    }

    fn gains(&self, base: &Base, without: &Equilibrium, with: &Equilibrium) -> Vec<Gain> {
        let (before, after) = (real_incomes(base, without), real_incomes(base, with));
        let gain = |n: usize| Gain {
            country: self.codes[n].clone(),
            real_income_pct: 100.0 * (after[n] / before[n] - 1.0),
            real_income: base.equilibrium().income[n] * (after[n] - before[n]),
        };
        (0..self.codes.len()).map(gain).collect()
    }
}

/// A package without and with one of its terms.
struct Sides<'a> {
    base: &'a Base,
    clause: &'a Clause,
    without: &'a Equilibrium,
    with: &'a Equilibrium,
}

impl Sides<'_> {
    fn on_production(&self) -> bool {
        self.clause.importer == self.clause.exporter
    }

    /// Values without and with, and the change of the volume, summed over sectors.
    fn sums(&self, value: impl Fn(&Equilibrium, usize) -> (f64, f64)) -> (f64, f64, f64) {
        let sum = |at: &Equilibrium| {
            let sectors = self.clause.sectors.iter().map(|j| value(at, *j));
            sectors.fold((0.0, 0.0), |(v, q), (value, volume)| (v + value, q + volume))
        };
        let ((without, less), (with, more)) = (sum(self.without), sum(self.with));
        (without, with, more - less)
    }

    fn flow(&self, n: usize, i: usize) -> (f64, f64, f64) {
        self.sums(|at, j| (at.flows.get(j, n, i), volume::flow(self.base, at, j, n, i)))
    }

    fn sellers(&self, gains: &[Gain]) -> Vec<Seller> {
        let seller = |i: usize| {
            let (without, with, change) = match self.on_production() {
                true => self.sums(|at, j| (at.output.get(j, i), volume::output(self.base, at, j, i))),
                false => self.flow(self.clause.importer, i),
            };
            Seller {
                country: gains[i].country.clone(),
                without,
                with,
                change,
                exports_change: exports(self.with, i) - exports(self.without, i),
                real_income_pct: gains[i].real_income_pct,
            }
        };
        let others = (0..gains.len()).filter(|i| *i != self.clause.exporter);
        let mut sellers: Vec<Seller> = others.map(seller).collect();
        sellers.sort_by(|a, b| a.change.total_cmp(&b.change));
        sellers
    }

    fn markets(&self, codes: &[String]) -> Vec<Market> {
        let market = |n: usize| {
            let (without, with, change) = self.flow(n, self.clause.exporter);
            Market { country: codes[n].clone(), without, with, change }
        };
        let elsewhere = (0..codes.len()).filter(|n| self.on_production() || *n != self.clause.importer);
        let mut markets: Vec<Market> = elsewhere.map(market).collect();
        markets.sort_by(|a, b| b.change.abs().total_cmp(&a.change.abs()));
        markets
    }
}

/// Exports of a country in all sectors.
fn exports(at: &Equilibrium, i: usize) -> f64 {
    let countries = at.flows.countries();
    let of = |j: usize| (0..countries).filter(|n| *n != i).map(|n| at.flows.get(j, n, i)).sum::<f64>();
    (0..at.flows.sectors()).map(of).sum()
}
