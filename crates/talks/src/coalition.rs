//! What a measure against one country does, and to whom, for every set of countries that might take it.

use crate::error::{Error, ErrorKind};
use crate::payoff::Payoff;
use crate::sanction::{Plan, Sanction};
use crate::shapley::{shapley, weights};
use rayon::prelude::*;
use serde::Serialize;
use std::sync::atomic::{AtomicUsize, Ordering};
use thalweg_core::Problem;
use thalweg_trade::{Base, Baseline, Equilibrium};

/// A measure, taken by every coalition of its candidates.
///
/// Amounts are equivalent variations in the unit of the baseline: what a country's income before would have had to change
/// by at unchanged prices. A loss is below zero in a [`Change`]; the words *loss* and *cost* mean the same with the sign
/// turned.
///
/// ```
/// use thalweg_talks::{Act, Sanction};
/// use thalweg_trade::{Base, Baseline, Model, Settings};
///
/// let world = Baseline::embedded("world-2011")?;
/// let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
/// let base = Base::new(&world, &elasticities, &Model::default(), Settings::default())?;
/// let sanction = Sanction::new("RUS", ["EU", "USA"]).act(Act::Tariff { sectors: "tradable".into(), add: 0.25 });
/// let result = sanction.coalitions(&world, &base, &|_, _| {})?;
///
/// assert_eq!(result.coalitions.len(), 4);
/// // the Union buys more of it, and can do more harm
/// assert!(result.candidates[0].shapley_loss > result.candidates[1].shapley_loss);
/// let together = result.grand().map(|grand| grand.loss()).unwrap_or_default();
/// let apart: f64 = result.candidates.iter().map(|candidate| candidate.shapley_loss).sum();
/// assert!((together - apart).abs() < 1e-9 * together);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coalitions {
    /// Whom the measure is meant to hurt, as the measure has it.
    pub target: String,
    /// Who may take it, in the order of the measure.
    pub candidates: Vec<Candidate>,
    /// Every coalition: number s has candidate k if bit k of s is set. The first is nobody, the last is all.
    pub coalitions: Vec<Coalition>,
    /// What has to be paid so that no member is worse off in the grand coalition than without any measure: the sum of
    /// [`Candidate::to_accept`].
    pub to_accept: f64,
    /// The part of that which must come from outside even if the members that gain pay first.
    pub from_outside: f64,
    /// What has to be paid so that no member is worse off in the grand coalition than if it left and the others went on:
    /// the sum of [`Candidate::to_stay`].
    pub to_stay: f64,
    /// The unit of all amounts.
    pub unit: String,
    /// What is allowed and may not be meant, such as an act that touches no trade.
    pub notes: Vec<Problem>,
}

/// What a measure does to one party.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Change {
    /// Change of real income, percent.
    pub real_income_pct: f64,
    /// The same as an amount.
    pub amount: f64,
}

/// One coalition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coalition {
    /// Its members.
    pub members: Vec<String>,
    /// What becomes of the target.
    pub target: Change,
    /// What becomes of each candidate, in the order of the measure, member or not.
    pub candidates: Vec<Change>,
    /// The sum of what becomes of the members.
    pub members_amount: f64,
    /// The sum of what becomes of all others but the target, candidates that stay away included.
    pub outsiders_amount: f64,
    /// What the members lose for each unit that the target loses; absent where it loses nothing.
    pub cost_per_loss: Option<f64>,
    /// No member gains by leaving while the others go on (d'Aspremont, Jacquemin, Gabszewicz and Weymark 1983, Canadian
    /// Journal of Economics 16(1)).
    pub internally_stable: bool,
    /// No candidate outside gains by joining.
    pub externally_stable: bool,
}

/// One candidate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// As the measure has it.
    pub name: String,
    /// Codes of its countries.
    pub countries: Vec<String>,
    /// Its Shapley value of the loss that the coalition inflicts on the target: over candidates they sum to the loss that
    /// the grand coalition inflicts.
    pub shapley_loss: f64,
    /// The same in percent of the target's income.
    pub shapley_loss_pct: f64,
    /// Its Shapley value of what the measure costs all members together: what it adds to the joint bill, on average.
    pub shapley_cost: f64,
    /// What becomes of itself when it joins: the least over all coalitions of others (below zero: it loses).
    pub joining_least: f64,
    /// The same on average, over all orders in which candidates could come.
    pub joining_mean: f64,
    /// The same at most.
    pub joining_most: f64,
    /// What it must be paid to be no worse off in the grand coalition than without any measure; zero or above.
    pub to_accept: f64,
    /// What it must be paid to be no worse off in the grand coalition than if it left and the others went on; zero or above.
    pub to_stay: f64,
}

/// Part of a party's income by which it must gain to move: below that it is rounding.
const GAIN: f64 = 1e-8;

/// One party on a world: countries whose real incomes are counted together.
struct Party<'a> {
    members: Vec<(usize, &'a Payoff)>,
    income: f64,
}

/// Everything that is needed to tell what a coalition does.
struct Count<'a> {
    base: &'a Base,
    plan: &'a Plan,
    names: Vec<String>,
    payoffs: &'a [Payoff],
    target: Party<'a>,
    candidates: Vec<Party<'a>>,
}

impl Sanction {
    /// The measure taken by every coalition of its candidates: one equilibrium each, on all threads. `progress` is told
    /// how many are done, of how many; it may be called from several threads. `base` must be made of `baseline`.
    ///
    /// # Errors
    /// If the measure makes no sense (no candidates, more than [`Sanction::CANDIDATES`], the target among them, a country
    /// twice, no act, unknown words, an embargo that leaves a country without any supplier), or if there is no
    /// equilibrium for a coalition.
    pub fn coalitions(
        &self,
        baseline: &Baseline,
        base: &Base,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Coalitions, Error> {
        let plan = self.plan(baseline)?;
        let ones = vec![1.0; baseline.sectors.len()];
        let payoffs: Vec<Payoff> =
            (0..baseline.countries.len()).map(|n| Payoff::new(base, n, &ones)).collect();
        let names: Vec<String> = self.candidates.iter().map(ToString::to_string).collect();
        let count = Count::new(base, &plan, names, &payoffs);
        let mut coalitions = count.all(progress)?;
        count.set_stability(&mut coalitions);
        let candidates = count.candidates(baseline, &coalitions);
        let sum = |of: &dyn Fn(&Candidate) -> f64| candidates.iter().map(of).sum::<f64>();
        Ok(Coalitions {
            target: self.target.to_string(),
            to_accept: sum(&|candidate| candidate.to_accept),
            from_outside: coalitions.last().map_or(0.0, |grand| (-grand.members_amount).max(0.0)),
            to_stay: sum(&|candidate| candidate.to_stay),
            candidates,
            coalitions,
            unit: baseline.about.unit.to_string(),
            notes: plan.notes,
        })
    }
}

impl Coalitions {
    /// The coalition of all candidates.
    pub fn grand(&self) -> Option<&Coalition> {
        self.coalitions.last()
    }

    /// What becomes of a candidate (by its position) when it joins the others of a coalition (by its number); none where it
    /// is a member already, or where there is no such candidate or coalition.
    pub fn joining(&self, candidate: usize, coalition: usize) -> Option<Change> {
        let bit = 1usize.checked_shl(candidate.try_into().ok()?)?;
        let before = *self.coalitions.get(coalition)?.candidates.get(candidate)?;
        let after = *self.coalitions.get(coalition | bit)?.candidates.get(candidate)?;
        let change = Change {
            real_income_pct: after.real_income_pct - before.real_income_pct,
            amount: after.amount - before.amount,
        };
        (coalition & bit == 0).then_some(change)
    }

    /// The coalitions that nobody wants to leave or join, as numbers; nobody at all (number 0) may be one of them.
    pub fn stable(&self) -> Vec<usize> {
        (0..self.coalitions.len()).filter(|s| self.coalitions[*s].is_stable()).collect()
    }
}

impl Coalition {
    /// What the target loses.
    pub fn loss(&self) -> f64 {
        -self.target.amount
    }

    /// Whether nobody wants to leave or join.
    pub fn is_stable(&self) -> bool {
        self.internally_stable && self.externally_stable
    }
}

impl<'a> Party<'a> {
    fn new(base: &Base, payoffs: &'a [Payoff], countries: &[usize]) -> Self {
        let income = countries.iter().map(|n| base.equilibrium().income[*n]).sum();
        Self { members: countries.iter().map(|n| (*n, &payoffs[*n])).collect(), income }
    }

    fn change(&self, base: &Base, at: &Equilibrium) -> Change {
        let amount = self.members.iter().map(|(n, payoff)| amount(base, *n, payoff, at)).sum();
        Change { real_income_pct: 100.0 * amount / self.income, amount }
    }
}

/// Equivalent variation of one country.
fn amount(base: &Base, country: usize, payoff: &Payoff, at: &Equilibrium) -> f64 {
    base.equilibrium().income[country] * payoff.percent(at) / 100.0
}

impl<'a> Count<'a> {
    fn new(base: &'a Base, plan: &'a Plan, names: Vec<String>, payoffs: &'a [Payoff]) -> Self {
        let party = |countries: &Vec<usize>| Party::new(base, payoffs, countries);
        let (target, candidates) =
            (party(&plan.parties.target), plan.parties.candidates.iter().map(party).collect());
        Self { base, plan, names, payoffs, target, candidates }
    }

    fn all(&self, progress: &(dyn Fn(usize, usize) + Sync)) -> Result<Vec<Coalition>, Error> {
        let total = (1usize << self.candidates.len()) - 1;
        let done = AtomicUsize::new(0);
        let solve = |number: usize| {
            let coalition = self.solve(number);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            coalition
        };
        // all are gathered before the first error is looked for: which one it is does not depend on threads
        let solved: Vec<Result<Coalition, Error>> = (1..=total).into_par_iter().map(solve).collect();
        let nobody = self.coalition(0, self.base.equilibrium());
        std::iter::once(Ok(nobody)).chain(solved).collect()
    }

    fn solve(&self, number: usize) -> Result<Coalition, Error> {
        match self.base.solve(self.plan.policy(number)) {
            Ok(at) => Ok(self.coalition(number, &at)),
            Err(error) => {
                let who = self.members(number).join(", ");
                let told = |problem: &Problem| Problem {
                    message: format!("the coalition of {who}: {}", problem.message),
                    ..problem.clone()
                };
                Err(Error::new(ErrorKind::Unsolved, error.problems().iter().map(told).collect()))
            }
        }
    }

    fn is_member(&self, candidate: usize, number: usize) -> bool {
        number & (1 << candidate) != 0
    }

    fn members(&self, number: usize) -> Vec<String> {
        let names = self.names.iter().enumerate().filter(|(k, _)| self.is_member(*k, number));
        names.map(|(_, name)| name.clone()).collect()
    }

    fn coalition(&self, number: usize, at: &Equilibrium) -> Coalition {
        let target = self.target.change(self.base, at);
        let candidates: Vec<Change> = self.candidates.iter().map(|c| c.change(self.base, at)).collect();
        let inside = candidates.iter().enumerate().filter(|(k, _)| self.is_member(*k, number));
        let members_amount = inside.map(|(_, change)| change.amount).sum::<f64>();
        let all = self.payoffs.iter().enumerate();
        let world = all.map(|(n, payoff)| amount(self.base, n, payoff, at)).sum::<f64>();
        let hurt = target.amount < -GAIN * self.target.income;
        Coalition {
            members: self.members(number),
            target,
            candidates,
            members_amount,
            outsiders_amount: world - members_amount - target.amount,
            cost_per_loss: hurt.then(|| members_amount / target.amount),
            internally_stable: true,
            externally_stable: true,
        }
    }

    /// Whether a candidate is better off in the second coalition than in the first.
    fn prefers(&self, coalitions: &[Coalition], k: usize, here: usize, there: usize) -> bool {
        let gain = coalitions[there].candidates[k].amount - coalitions[here].candidates[k].amount;
        gain > GAIN * self.candidates[k].income
    }

    fn set_stability(&self, coalitions: &mut [Coalition]) {
        let moves = |coalitions: &[Coalition], number: usize, members: bool| {
            let side = (0..self.candidates.len()).filter(|k| self.is_member(*k, number) == members);
            side.filter(|k| self.prefers(coalitions, *k, number, number ^ (1 << k))).count()
        };
        for number in 0..coalitions.len() {
            coalitions[number].internally_stable = moves(coalitions, number, true) == 0;
            coalitions[number].externally_stable = moves(coalitions, number, false) == 0;
        }
    }

    fn candidates(&self, baseline: &Baseline, coalitions: &[Coalition]) -> Vec<Candidate> {
        let values = |of: &dyn Fn(&Coalition) -> f64| shapley(&coalitions.iter().map(of).collect::<Vec<_>>());
        let losses = values(&Coalition::loss);
        let costs = values(&|coalition| -coalition.members_amount);
        let grand = coalitions.len() - 1;
        let candidate = |k: usize| {
            let own = |number: usize| coalitions[number].candidates[k].amount;
            let joining = self.joining(k, coalitions);
            let codes = self.plan.parties.candidates[k].iter().map(|n| baseline.countries[*n].code.clone());
            Candidate {
                name: self.names[k].clone(),
                countries: codes.collect(),
                shapley_loss: losses[k],
                shapley_loss_pct: 100.0 * losses[k] / self.target.income,
                shapley_cost: costs[k],
                joining_least: joining.iter().map(|(_, gain)| *gain).fold(f64::INFINITY, f64::min),
                joining_mean: joining.iter().map(|(weight, gain)| weight * gain).sum(),
                joining_most: joining.iter().map(|(_, gain)| *gain).fold(f64::NEG_INFINITY, f64::max),
                to_accept: (-own(grand)).max(0.0),
                to_stay: (own(grand ^ (1 << k)) - own(grand)).max(0.0),
            }
        };
        (0..self.candidates.len()).map(candidate).collect()
    }

    /// By coalition of others, its part among all orders of coming, and what becomes of a candidate that joins it.
    fn joining(&self, k: usize, coalitions: &[Coalition]) -> Vec<(f64, f64)> {
        let weights = weights(self.candidates.len());
        let without = (0..coalitions.len()).filter(|number| !self.is_member(k, *number));
        let own = |number: usize| coalitions[number].candidates[k].amount;
        without.map(|s| (weights[s.count_ones() as usize], own(s | (1 << k)) - own(s))).collect()
    }
}
