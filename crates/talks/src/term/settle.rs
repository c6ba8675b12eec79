//! The equilibrium in which every term of a package is kept, and the rates that it takes.

use super::newton::{self, Effort, Failed, Point};
use super::row::{Instrument, Row};
use crate::error::{Error, ErrorKind};
use serde::Serialize;
use thalweg_core::Problem;
use thalweg_trade::{Base, Cube, Equilibrium, Policy};

/// Terms on a world, made by [`Terms::new`].
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    pub(super) clauses: Vec<Clause>,
    /// Codes of the countries and of the sectors, in the order of the baseline.
    pub(super) codes: Vec<String>,
    pub(super) sectors: Vec<String>,
}

/// One term on a world.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clause {
    pub(super) text: String,
    pub(super) owner: usize,
    pub(super) beneficiary: Option<usize>,
    /// Who buys and who sells; of a term on production the country twice.
    pub(super) importer: usize,
    pub(super) exporter: usize,
    pub(super) sectors: Vec<usize>,
    pub(super) keeping: Keeping,
}

/// How a term is kept.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Keeping {
    Row(Row),
    Ban,
    SubsidyCap(f64),
}

/// An equilibrium that keeps a package of terms. Its policy holds the rates that they imply, so that whatever reads it
/// reads them too.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// The world economy with all terms kept.
    pub equilibrium: Equilibrium,
    /// What each term implies, in the order of the terms.
    pub implied: Vec<Implied>,
    /// Largest `|min(wedge, gap)|` over all levels, both in logs, recomputed from the equilibrium.
    pub residual: f64,
    /// Logs of the wedges that keep the levels, one per term and zero where there is none: a start for
    /// [`Terms::solve_from`] near by.
    pub wedges: Vec<f64>,
}

/// What one term implies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Implied {
    /// The term in one line.
    pub term: String,
    /// Code of the country whose concession it is.
    pub owner: String,
    /// Code of the country that it is promised to, if that is said.
    pub beneficiary: Option<String>,
    /// What keeps it.
    pub instrument: Instrument,
    /// Its rate as a fraction: of a subsidy what is taken off the buyer's price, in [0, 1); of a tax what is put on it,
    /// from zero on; of a subsidy cap the largest cut. Absent for a ban, which no rate describes.
    pub rate: Option<f64>,
    /// Code of the country in whose budget it is.
    pub payer: String,
    /// What it costs that budget a year, in the unit of the baseline; below zero where it earns or saves.
    pub cost: f64,
    /// The level, in the unit of the baseline and as the term measures it; absent where there is none.
    pub level: Option<f64>,
    /// The same flow or output in the base.
    pub before: f64,
    /// The same flow or output with all terms kept.
    pub amount: f64,
    /// Whether anything would be otherwise without it, all other rates unchanged.
    pub binding: bool,
}

/// Residual that is aimed at, and that is accepted: the equilibria themselves are known to about 1e-10.
const WANTED: f64 = 1e-10;
const ENOUGH: f64 = 1e-8;
/// Highest log wedge of a subsidy (99.9 percent off the price) and of a tax (a million times the price).
const MOST_SUBSIDY: f64 = 6.907755278982137;
const MOST_TAX: f64 = 13.815510557964274;

impl Clause {
    pub(super) fn row(&self) -> Option<&Row> {
        match &self.keeping {
            Keeping::Row(row) => Some(row),
            _ => None,
        }
    }

    /// Whether both hold the same trade or production to the same side.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        let same_side = match (&self.keeping, &other.keeping) {
            (Keeping::Row(one), Keeping::Row(two)) => one.at_least() == two.at_least(),
            (Keeping::Ban, Keeping::Ban) | (Keeping::SubsidyCap(_), Keeping::SubsidyCap(_)) => true,
            _ => false,
        };
        let scope = |clause: &Self| (clause.importer, clause.exporter, clause.sectors.clone());
        same_side && scope(self) == scope(other)
    }

    /// Whether it forbids the trade of another in a sector.
    pub(super) fn forbids(&self, other: &Self, sector: usize) -> bool {
        let pair = (self.importer, self.exporter) == (other.importer, other.exporter);
        self.keeping == Keeping::Ban && pair && self.sectors.contains(&sector)
    }

    /// Adds to a policy what needs no search.
    fn set_plain(&self, policy: &mut Policy) {
        match self.keeping {
            Keeping::Row(_) => {}
            Keeping::Ban => {
                let (sectors, countries) = (policy.tariffs.sectors(), policy.tariffs.countries());
                let costs = policy.trade_costs.get_or_insert_with(|| Cube::filled(sectors, countries, 1.0));
                for j in &self.sectors {
                    *costs.get_mut(*j, self.importer, self.exporter) = f64::INFINITY;
                }
            }
            Keeping::SubsidyCap(cap) => {
                for j in &self.sectors {
                    let subsidy = policy.subsidies.get_mut(*j, self.exporter);
                    *subsidy = subsidy.min(cap);
                }
            }
        }
    }
}

impl Terms {
    /// Number of terms.
    pub fn len(&self) -> usize {
        self.clauses.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// The same without one of them.
    pub fn without(&self, term: usize) -> Self {
        let mut rest = self.clone();
        rest.clauses.remove(term);
        rest
    }

    /// Adds the terms to a policy: caps and bans as they are, and on each level the wedge whose log is given.
    pub fn apply(&self, wedges: &[f64], policy: &mut Policy) {
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
    fn fits(&self, base: &Base, policy: &Policy, start: &[f64]) -> Result<(), Error> {
        let size = |cube: &Cube| (cube.sectors(), cube.countries());
        let own = (self.sectors.len(), self.codes.len());
        let subsidies = (policy.subsidies.sectors(), policy.subsidies.countries());
        let costs = policy.trade_costs.as_ref().map_or(own, size);
        let taxes = policy.export_taxes.as_ref().map_or(own, size);
        let sizes = [size(&base.equilibrium().flows), size(&policy.tariffs), subsidies, costs, taxes];
        if sizes.iter().all(|other| *other == own) && start.len() == self.len() {
            return Ok(());
        }
        let message = "the terms belong to a world, or a start to terms, of another size";
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

    fn implied(&self, base: &Base, policy: &Policy, clause: &Clause, x: f64, at: &Equilibrium) -> Implied {
        let code = |country: usize| self.codes[country].clone();
        let mut implied = Implied {
            term: clause.text.clone(),
            owner: code(clause.owner),
            beneficiary: clause.beneficiary.map(code),
            instrument: Instrument::Ban,
            rate: None,
            payer: code(clause.owner),
            cost: 0.0,
            level: None,
            before: clause.sales(base.equilibrium()),
            amount: clause.sales(at),
            binding: true,
        };
        match &clause.keeping {
            Keeping::Ban => {}
            Keeping::SubsidyCap(cap) => clause.describe_cap(*cap, policy, at, &mut implied),
            Keeping::Row(row) => {
                implied.before = row.amount(base, base.equilibrium());
                implied.amount = row.amount(base, at);
                implied.instrument = row.instrument;
                implied.rate = Some(row.rate(x));
                implied.payer = code(row.payer());
                implied.cost = row.cost(x, at);
                implied.level = Some(row.level);
                implied.binding = x > 0.0;
            }
        }
        implied
    }

    /// A search that failed, in the words of the terms.
    fn failed(&self, base: &Base, policy: &Policy, failed: Failed<Error>) -> Error {
        let (at, beyond) = match failed {
            Failed::Undefined(error) => return error,
            Failed::Stuck { at, beyond } => (at, beyond),
        };
        let held: Vec<usize> = (0..self.len()).filter(|k| self.clauses[*k].row().is_some()).collect();
        let far = |k: &usize| at.x[*k] >= 0.5 * MOST_SUBSIDY || beyond.is_some() || at.gaps[*k].is_infinite();
        let unmet: Vec<usize> =
            (0..held.len()).filter(|k| self.clauses[held[*k]].wants(at.gaps[*k]) && far(k)).collect();
        let alone = held.len() == 1;
        let problems: Vec<Problem> = match alone {
            true => {
                unmet.iter().map(|k| self.clauses[held[*k]].out_of_reach(base, &at, *k, &beyond)).collect()
            }
            false => unmet.iter().flat_map(|k| self.hopeless(base, policy, held[*k])).collect(),
        };
        if !problems.is_empty() {
            return Error::new(ErrorKind::OutOfReach, problems);
        }
        let texts: Vec<String> = held.iter().map(|k| format!("`{}`", self.clauses[*k].text)).collect();
        let (kind, help) = match unmet.is_empty() {
            true => (ErrorKind::Unsolved, "leave out terms that bind the same trade"),
            false => (ErrorKind::OutOfReach, "each could be met alone: ask for less of some"),
        };
        let problem = Problem::new(format!(
            "the levels of {} cannot be met together: the complementarity residual stays at {:.1e}",
            texts.join(", "),
            at.residual()
        ));
        Error::new(kind, vec![problem.help(help)])
    }

    /// What is wrong with one level even if no other term has one.
    fn hopeless(&self, base: &Base, policy: &Policy, term: usize) -> Vec<Problem> {
        let mut alone = self.clone();
        let mut at = 0;
        alone.clauses.retain(|clause| {
            at += 1;
            at == term + 1 || clause.row().is_none()
        });
        match alone.solve(base, policy.clone()) {
            Err(error) if error.kind() == ErrorKind::OutOfReach => error.problems().to_vec(),
            _ => Vec::new(),
        }
    }
}

impl Clause {
    /// The trade that it is about, at the prices of the time; of a term on production what is made.
    pub(super) fn sales(&self, at: &Equilibrium) -> f64 {
        let of = |j: &usize| match self.importer == self.exporter {
            true => at.output.get(*j, self.exporter),
            false => at.flows.get(*j, self.importer, self.exporter),
        };
        self.sectors.iter().map(of).sum()
    }

    fn describe_cap(&self, cap: f64, policy: &Policy, at: &Equilibrium, implied: &mut Implied) {
        let cut = |j: &usize| (policy.subsidies.get(*j, self.exporter) - cap).max(0.0);
        let largest = self.sectors.iter().map(cut).fold(0.0, f64::max);
        implied.instrument = Instrument::SubsidyCut;
        implied.rate = Some(largest);
        implied.cost = -self.sectors.iter().map(|j| cut(j) * at.output.get(*j, self.exporter)).sum::<f64>();
        implied.binding = largest > 0.0;
    }

    /// Whether it asks for more than there is.
    fn wants(&self, gap: f64) -> bool {
        self.row().is_some_and(Row::at_least) && gap < -ENOUGH
    }

    fn out_of_reach(&self, base: &Base, at: &Point, k: usize, beyond: &Option<Error>) -> Problem {
        let world = base.equilibrium();
        let made: f64 = self.sectors.iter().map(|j| world.output.get(*j, self.exporter)).sum();
        let bought: f64 = self.sectors.iter().map(|j| world.spending.get(*j, self.importer)).sum();
        let level = self.row().map_or(0.0, |row| row.level);
        let end = match beyond {
            Some(_) => "beyond that no equilibrium of the world was found",
            None => "and more would not do",
        };
        let problem = Problem::new(format!(
            "`{}` is beyond any price: at a subsidy of {:.1} % it is {:.0} of {level:.0}, {end}",
            self.text,
            -100.0 * (-at.x[k]).exp_m1(),
            level * at.gaps[k].exp(),
        ));
        problem.help(format!(
            "in the base the seller makes {made:.0} of these goods for the whole world, and the buyer spends {bought:.0} \
             on them, whoever sells"
        ))
    }
}
