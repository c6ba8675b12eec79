//! Deals: the package that a rule picks among all that every party prefers to the threat.

use super::Rule;
use super::lagrangian::{Aim, Package, Wanted};
use super::table::Table;
use super::threat::{Threat, ThreatPoint};
use crate::contest::Contest;
use crate::descent::Effort;
use crate::error::{Error, ErrorKind};
use crate::instruments::Instrument;
use crate::response::Search;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use thalweg_core::Problem;
use thalweg_trade::Policy;

/// What the parties would sign under a rule, given what happens without a deal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deal {
    /// How it is picked.
    pub rule: Rule,
    /// What the parties fall back on without it.
    pub threat: Threat,
    /// What the rule makes the greatest: the common gain or the geometric mean of gains, percent of welfare; under
    /// Kalai and Smorodinsky the common part of the most that each could gain, percent.
    pub reached_pct: f64,
    /// Those who sign.
    pub parties: Vec<Party>,
    /// Everybody else.
    pub thirds: Vec<Third>,
    /// Largest entry of the projected gradient of the Lagrangian, in the variables of [`crate::Response::slope`].
    pub slope: f64,
    /// By how much the worst condition is missed, percent of welfare.
    pub violation_pct: f64,
    /// Starts from which a package was found.
    pub starts: usize,
    /// What the rule reaches at each distinct local optimum that was found, percent, the best first.
    pub optima_pct: Vec<f64>,
    /// Equilibria with gradients that were computed.
    pub evaluations: usize,
    /// The rates of all countries.
    #[serde(skip)]
    pub policy: Policy,
}

/// A party of a deal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// Its code.
    pub player: String,
    /// Government welfare without a deal, percent over the base.
    pub threat_pct: f64,
    /// Government welfare at the status quo, percent over the base.
    pub status_quo_pct: f64,
    /// Government welfare under the deal, percent over the base.
    pub deal_pct: f64,
    /// What the deal is worth to it, percent of welfare over the threat.
    pub gain_pct: f64,
    /// Real income under the deal, percent over the threat.
    pub real_income_pct: f64,
    /// Weight of its log welfare in the sum that the deal makes the greatest; over the parties they sum to one. A deal
    /// that gives one party a percent more costs another the ratio of their weights.
    pub weight: f64,
    /// What it can set.
    pub instruments: Vec<Instrument>,
    /// The rates at the status quo, one per instrument, as fractions.
    pub before: Vec<f64>,
    /// The rates of the deal, one per instrument, as fractions.
    pub rates: Vec<f64>,
    /// Instruments whose rate is at a bound.
    pub at_bound: Vec<usize>,
}

/// A country that does not sign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Third {
    /// Its code.
    pub country: String,
    /// Real income without a deal, percent over the status quo.
    pub threat_pct: f64,
    /// Real income under the deal, percent over the status quo.
    pub deal_pct: f64,
    /// Whether no deal may harm it.
    pub protected: bool,
}

/// Gain, as a fraction, up to which there is nothing to sign.
pub(crate) const NOTHING: f64 = 1e-8;
/// Part by which what is reached must differ for two optima to be distinct.
const DISTINCT: f64 = 1e-4;

/// A bargain under way: what is known of the threat and of the status quo.
pub(crate) struct Bargain<'t, 'c> {
    pub(crate) table: &'t Table<'c>,
    threat: &'t ThreatPoint,
    /// Log payoffs of everybody who is counted, without a deal and at the status quo.
    pub(crate) without: Vec<f64>,
    pub(crate) before: Vec<f64>,
    pub(crate) effort: Effort,
}

impl Contest<'_> {
    /// The deal that a rule picks for some parties (positions of players; none means all).
    ///
    /// # Errors
    /// Fewer than two parties, a threat that is better than every deal for somebody (nothing to sign), or no
    /// equilibrium on the way.
    pub fn deal(
        &self,
        parties: &[usize],
        threat: &ThreatPoint,
        rule: Rule,
        search: &Search,
    ) -> Result<Deal, Error> {
        let table = Table::new(self, self.seated(parties)?)?;
        let bargain = Bargain::new(&table, threat, search)?;
        let (package, all) = bargain.pick(rule, search)?;
        bargain.deal(rule, &package, &all)
    }

    /// The same, found from one start only: the local optimum that is nearest to a policy, as the search goes.
    ///
    /// # Errors
    /// As [`Contest::deal`].
    pub fn deal_near(
        &self,
        parties: &[usize],
        threat: &ThreatPoint,
        rule: Rule,
        from: &Policy,
        search: &Search,
    ) -> Result<Deal, Error> {
        let table = Table::new(self, self.seated(parties)?)?;
        let bargain = Bargain::new(&table, threat, search)?;
        let (package, all) = bargain.pick_from(rule, vec![table.rates(from)])?;
        bargain.deal(rule, &package, &all)
    }

    /// Positions of the parties; all players if none is named.
    pub(crate) fn seated(&self, parties: &[usize]) -> Result<Vec<usize>, Error> {
        let parties = if parties.is_empty() { (0..self.seats.len()).collect() } else { parties.to_vec() };
        let mut problems = Vec::new();
        if parties.len() < 2 {
            problems.push(Problem::new("a deal needs two parties").help("add a second [[player]]"));
        }
        for (at, party) in parties.iter().enumerate() {
            let count = self.seats.len();
            if *party >= count {
                let message = format!("there is no player at position {party}: the game has {count}");
                problems.push(Problem::new(message).help("positions count from zero"));
            } else if parties[..at].contains(party) {
                problems.push(Problem::new(format!("{} signs twice", self.seats[*party].code)));
            }
        }
        if problems.is_empty() { Ok(parties) } else { Err(Error::new(ErrorKind::Game, problems)) }
    }
}

impl<'t, 'c> Bargain<'t, 'c> {
    pub(crate) fn new(table: &'t Table<'c>, threat: &'t ThreatPoint, search: &Search) -> Result<Self, Error> {
        let without = table.payoffs(threat.policy.clone())?;
        let before = table.payoffs(table.contest.status_quo.clone())?;
        let effort = Effort { tolerance: search.tolerance, steps: search.steps };
        Ok(Self { table, threat, without, before, effort })
    }

    /// Log payoffs below which nobody may fall: none for the parties, the status quo for protected third countries.
    fn floors(&self) -> Vec<f64> {
        let parties = self.table.size();
        let third = |c: usize| if c < parties { f64::NEG_INFINITY } else { self.before[c] };
        (0..self.before.len()).map(third).collect()
    }

    pub(crate) fn wanted(&self, aim: Aim) -> Wanted {
        Wanted { aim, threat: self.without.clone(), floors: self.floors() }
    }

    /// The most for one party, all others not below the threat.
    pub(crate) fn most(&self, party: usize) -> Wanted {
        let mut wanted = self.wanted(Aim::Most(party));
        wanted.floors[..self.table.size()].copy_from_slice(&self.without[..self.table.size()]);
        wanted.floors[party] = f64::NEG_INFINITY;
        wanted
    }

    /// The package that the rule picks, and all that were found on the way to it.
    pub(crate) fn pick(&self, rule: Rule, search: &Search) -> Result<(Package, Vec<Package>), Error> {
        self.pick_from(rule, self.starts(search))
    }

    /// The same, with the search for equal gains from given starts; every other rule goes on from there.
    fn pick_from(&self, rule: Rule, starts: Vec<Vec<f64>>) -> Result<(Package, Vec<Package>), Error> {
        let (package, all) = self.fair_from(starts)?;
        let wanted = match rule {
            Rule::EqualGains => return Ok((package, all)),
            Rule::Nash => self.wanted(Aim::Product),
            Rule::KalaiSmorodinsky => self.wanted(Aim::Least(self.ideals(&package)?)),
        };
        let (package, all) = self.best(&wanted, vec![package.rates])?;
        if package.is_kept() {
            Ok((package, all))
        } else {
            Err(unsolved("no package was found that keeps the conditions of the rule"))
        }
    }

    /// The package whose least gain is the greatest, and all that were found.
    pub(crate) fn fair(&self, search: &Search) -> Result<(Package, Vec<Package>), Error> {
        self.fair_from(self.starts(search))
    }

    fn fair_from(&self, starts: Vec<Vec<f64>>) -> Result<(Package, Vec<Package>), Error> {
        let wanted = self.wanted(Aim::Least(vec![1.0; self.table.size()]));
        let (package, all) = self.best(&wanted, starts)?;
        if package.reached <= NOTHING || !package.is_kept() {
            Err(self.nothing(&package))
        } else {
            Ok((package, all))
        }
    }

    /// The best of what is found from each start.
    pub(crate) fn best(
        &self,
        wanted: &Wanted,
        starts: Vec<Vec<f64>>,
    ) -> Result<(Package, Vec<Package>), Error> {
        let found: Vec<Package> =
            starts.into_par_iter().filter_map(|start| wanted.seek(self.table, &start, self.effort)).collect();
        let best = found.iter().reduce(|best, next| if next.is_better_than(best) { next } else { best });
        match best.cloned() {
            Some(best) => Ok((best, found)),
            None => Err(unsolved("no package of rates was found that has an equilibrium")),
        }
    }

    /// Where searches begin: the status quo, the threat, no tariffs, and at random.
    fn starts(&self, search: &Search) -> Vec<Vec<f64>> {
        let now = self.table.rates(&self.table.contest.status_quo);
        let threat = self.table.rates(&self.threat.policy);
        let none = self.table.variables.none();
        let mut starts = vec![now, threat, none];
        starts.extend(self.table.variables.random(search));
        let mut distinct: Vec<Vec<f64>> = Vec::new();
        for start in starts {
            if !distinct.contains(&start) {
                distinct.push(start);
            }
        }
        distinct
    }

    /// The most that each party could gain without harm to the others, as fractions.
    fn ideals(&self, from: &Package) -> Result<Vec<f64>, Error> {
        let ideal = |party: usize| {
            let effort = Effort { tolerance: self.effort.tolerance.max(ROUGH), ..self.effort };
            let found = self.most(party).seek(self.table, &from.rates, effort);
            let found = found
                .ok_or_else(|| unsolved("no equilibrium was found on the way to what each could gain"))?;
            // equal gains are there to be had, whatever the search found
            Ok(found.reached.max(from.reached))
        };
        (0..self.table.size()).into_par_iter().map(ideal).collect()
    }

    pub(crate) fn nothing(&self, package: &Package) -> Error {
        let gains = package.payoffs.iter().zip(&self.without).zip(self.table.seats());
        let told: Vec<String> = gains
            .map(|((payoff, without), seat)| {
                format!("{} {:+.4} %", seat.code, 100.0 * (payoff - without).exp_m1())
            })
            .collect();
        let message = format!(
            "there is nothing to sign: no package that was found gives every party more than {}; the nearest gives {}",
            self.threat.threat.told(),
            told.join(", ")
        );
        let help = "widen the bounds, add instruments, or look at another threat";
        Error::new(ErrorKind::NothingToSign, vec![Problem::new(message).help(help)])
    }

    pub(crate) fn deal(&self, rule: Rule, package: &Package, all: &[Package]) -> Result<Deal, Error> {
        let kept = all.iter().filter(|found| found.is_kept());
        let mut optima: Vec<f64> = kept.map(|found| 100.0 * found.reached).collect();
        optima.sort_by(|a, b| b.total_cmp(a));
        optima.dedup_by(|next, kept| (*kept - *next).abs() <= DISTINCT * kept.abs());
        let policy = self.table.policy(&package.rates);
        Ok(Deal {
            rule,
            threat: self.threat.threat,
            reached_pct: 100.0 * package.reached,
            parties: self.parties(package, &policy)?,
            thirds: self.thirds(&policy)?,
            slope: package.slope,
            violation_pct: 100.0 * package.violation,
            starts: all.len(),
            optima_pct: optima,
            evaluations: all.iter().map(|found| found.evaluations).sum(),
            policy,
        })
    }

    fn parties(&self, package: &Package, policy: &Policy) -> Result<Vec<Party>, Error> {
        let contest = self.table.contest;
        let (at, threat) =
            (contest.base.solve(policy.clone())?, contest.base.solve(self.threat.policy.clone())?);
        let percent = |log: f64| 100.0 * log.exp_m1();
        let sum: f64 = package.weights[..self.table.size()].iter().sum();
        let party = |(p, seat): (usize, &crate::contest::Seat)| {
            let income = &contest.countries[seat.negotiable.country()].1;
            let rates = seat.negotiable.rates(policy);
            Party {
                player: seat.code.clone(),
                threat_pct: percent(self.without[p]),
                status_quo_pct: percent(self.before[p]),
                deal_pct: percent(package.payoffs[p]),
                gain_pct: percent(package.payoffs[p] - self.without[p]),
                real_income_pct: percent(income.value(&at) - income.value(&threat)),
                weight: package.weights[p] / sum,
                instruments: seat.negotiable.all().to_vec(),
                before: seat.negotiable.means(&contest.status_quo),
                at_bound: seat.negotiable.at_bound(&rates),
                rates,
            }
        };
        Ok(self.table.seats().enumerate().map(party).collect())
    }

    pub(crate) fn thirds(&self, policy: &Policy) -> Result<Vec<Third>, Error> {
        let contest = self.table.contest;
        let before = contest.base.solve(contest.status_quo.clone())?;
        let threat = contest.base.solve(self.threat.policy.clone())?;
        let deal = contest.base.solve(policy.clone())?;
        let signs = |n: usize| self.table.seats().any(|seat| seat.negotiable.country() == n);
        let third = |(n, (code, income)): (usize, &(String, crate::payoff::Payoff))| Third {
            country: code.clone(),
            threat_pct: 100.0 * (income.value(&threat) - income.value(&before)).exp_m1(),
            deal_pct: 100.0 * (income.value(&deal) - income.value(&before)).exp_m1(),
            protected: contest.protected.countries.contains(&n),
        };
        Ok(contest.countries.iter().enumerate().filter(|(n, _)| !signs(*n)).map(third).collect())
    }
}

/// No package was found.
pub(crate) fn unsolved(message: &str) -> Error {
    Error::new(ErrorKind::Unsolved, vec![Problem::new(message).help("narrow the bounds")])
}

/// Slope to which the search goes for what each party could gain at most: only units of the others' gains.
const ROUGH: f64 = 1e-6;

impl Package {
    /// Whether it keeps the conditions and reaches more; of two that do not keep them, which misses them by less.
    pub(crate) fn is_better_than(&self, other: &Self) -> bool {
        match (self.is_kept(), other.is_kept()) {
            (true, true) => self.reached > other.reached + TIE,
            (true, false) => true,
            (false, true) => false,
            (false, false) => self.violation < other.violation,
        }
    }

    pub(crate) fn is_kept(&self) -> bool {
        self.violation <= KEPT
    }
}

/// What is reached, as a fraction, within which the earlier start has it.
const TIE: f64 = 1e-9;
/// Violation up to which conditions count as kept.
const KEPT: f64 = 1e-7;
