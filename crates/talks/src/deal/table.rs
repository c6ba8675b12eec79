//! The negotiating table: the rates of all parties at once, and what everybody there counts.

use super::temptation::{Temptation, Tempting};
use crate::contest::{Contest, Seat};
use crate::error::{Error, ErrorKind};
use crate::payoff::Payoff;
use crate::variables::Variables;
use rayon::prelude::*;
use thalweg_core::Problem;
use thalweg_trade::{Equilibrium, Gradient, Objective, Policy};

/// The parties of a deal with everything that they can agree on.
#[derive(Debug, Clone)]
pub(crate) struct Table<'c> {
    pub(crate) contest: &'c Contest<'c>,
    /// Positions of the players that negotiate.
    pub(crate) parties: Vec<usize>,
    /// Whose payoff is looked at: the parties' in their order, then the real incomes of protected third countries, each or
    /// all together.
    counted: Vec<Counted>,
    pub(crate) variables: Variables,
    /// Breaches that must not pay. Each is counted after everybody else, as the log of what the party has over what it
    /// would have by the breach and its punishment together: not below zero.
    pub(crate) temptations: Vec<Temptation>,
}

/// A payoff, or a mean of several by their weights.
type Counted = Vec<(f64, Payoff)>;

/// What a package of rates brings.
#[derive(Debug, Clone)]
pub(crate) struct Weighed {
    /// Log payoff of everybody who is counted.
    pub(crate) payoffs: Vec<f64>,
    /// The rates of all parties there.
    pub(crate) rates: Vec<f64>,
    pub(crate) at: Equilibrium,
    /// The equilibrium of each breach, and the part that its payoff today has in all that the party would have.
    breaches: Vec<(Equilibrium, f64)>,
}

impl<'c> Table<'c> {
    /// A table for some players, by position.
    pub(crate) fn new(contest: &'c Contest<'c>, parties: Vec<usize>) -> Result<Self, Error> {
        let at = contest.base.solve(contest.status_quo.clone())?;
        let seats = || parties.iter().map(|p| &contest.seats[*p]);
        let scales = seats().flat_map(|seat| seat.negotiable.scales(contest.base, &at)).collect();
        let variables = Variables::new(seats().map(|seat| &seat.negotiable), scales);
        let counted =
            seats().map(|seat| vec![(1.0, seat.payoff.clone())]).chain(protected(contest)).collect();
        Ok(Self { contest, parties, counted, variables, temptations: Vec::new() })
    }

    /// The same table where some breaches must not pay.
    pub(crate) fn tempted(&self, temptations: &[Temptation]) -> Self {
        Self { temptations: temptations.to_vec(), ..self.clone() }
    }

    /// Number of parties.
    pub(crate) fn size(&self) -> usize {
        self.parties.len()
    }

    /// A party, by its position among them.
    pub(crate) fn seat(&self, party: usize) -> &'c Seat {
        &self.contest.seats[self.parties[party]]
    }

    pub(crate) fn seats(&self) -> impl Iterator<Item = &'c Seat> {
        let contest = self.contest;
        self.parties.iter().map(move |p| &contest.seats[*p])
    }

    /// The rates of all parties at a policy, one after the other, within what may be agreed.
    pub(crate) fn rates(&self, policy: &Policy) -> Vec<f64> {
        self.seats().flat_map(|seat| seat.negotiable.rates(policy)).collect()
    }

    /// The policy in which the parties set these rates and everybody else stays at the status quo.
    pub(crate) fn policy(&self, rates: &[f64]) -> Policy {
        let mut policy = self.contest.status_quo.clone();
        let mut rest = rates;
        for seat in self.seats() {
            let (own, others) = rest.split_at(seat.negotiable.len());
            seat.negotiable.set(own, &mut policy);
            rest = others;
        }
        policy
    }

    /// The payoffs of everybody who is counted, at a policy.
    pub(crate) fn payoffs(&self, policy: Policy) -> Result<Vec<f64>, Error> {
        Ok(self.weighed(policy)?.payoffs)
    }

    pub(crate) fn weighed(&self, policy: Policy) -> Result<Weighed, Error> {
        self.weighed_at(self.contest.base.solve(policy)?)
    }

    /// What an equilibrium is worth to everybody who is counted.
    pub(crate) fn weighed_at(&self, at: Equilibrium) -> Result<Weighed, Error> {
        let value = |counted: &Counted| counted.iter().map(|(part, payoff)| part * payoff.value(&at)).sum();
        let mut payoffs: Vec<f64> = self.counted.iter().map(value).collect();
        let tempt = |temptation: &Temptation| temptation.at(self, &at.policy);
        let tempting: Vec<(Equilibrium, Tempting)> =
            self.temptations.par_iter().map(tempt).collect::<Result<_, Error>>()?;
        let mut breaches = Vec::new();
        for (temptation, (breach, tempting)) in self.temptations.iter().zip(tempting) {
            payoffs.push(payoffs[temptation.party] - tempting.without);
            breaches.push((breach, tempting.today));
        }
        if payoffs.iter().all(|payoff| payoff.is_finite()) {
            return Ok(Weighed { payoffs, rates: self.rates(&at.policy), at, breaches });
        }
        Err(Error::new(ErrorKind::Unsolved, vec![Problem::new("a party has nothing left to count")]))
    }

    /// The gradient by rate of a weighted sum of what is counted.
    pub(crate) fn slopes(&self, weighed: &Weighed, weights: &[f64]) -> Result<Vec<f64>, Error> {
        let gradient = |at: &Equilibrium, sum: &Objective| self.contest.base.gradient(at, sum);
        self.slopes_by(gradient, weighed, weights)
    }

    /// The same, with the gradient of an objective from elsewhere: from a walk.
    pub(crate) fn slopes_by(
        &self,
        gradient: impl FnOnce(&Equilibrium, &Objective) -> Result<Gradient, thalweg_trade::Error>,
        weighed: &Weighed,
        weights: &[f64],
    ) -> Result<Vec<f64>, Error> {
        let (weights, prices) = weights.split_at(self.counted.len());
        let mut weights = weights.to_vec();
        for (temptation, price) in self.temptations.iter().zip(prices) {
            weights[temptation.party] += price;
        }
        let at = &weighed.at;
        let mut sum = Objective::nothing(at.prices.sectors(), at.prices.countries());
        for (counted, weight) in self.counted.iter().zip(&weights).filter(|(_, weight)| **weight != 0.0) {
            for (part, payoff) in counted {
                sum.add_scaled(weight * part, &payoff.objective(at));
            }
        }
        let gradient = gradient(at, &sum)?;
        let mut slopes: Vec<f64> =
            self.seats().flat_map(|seat| seat.negotiable.gradient(&gradient)).collect();
        let breaches = self.temptations.par_iter().zip(&weighed.breaches).zip(prices);
        let tempting: Vec<Vec<f64>> = breaches
            .filter(|(_, price)| **price != 0.0)
            .map(|((temptation, (breach, today)), price)| temptation.slopes(self, breach, -price * today))
            .collect::<Result<_, Error>>()?;
        for more in tempting {
            slopes.iter_mut().zip(more).for_each(|(slope, more)| *slope += more);
        }
        Ok(slopes)
    }
}

/// The real incomes of protected third countries: each, or one mean weighted by what they spend.
fn protected(contest: &Contest<'_>) -> Vec<Counted> {
    let countries = &contest.protected.countries;
    let payoff = |n: &usize| contest.countries[*n].1.clone();
    if !contest.protected.together {
        return countries.iter().map(|n| vec![(1.0, payoff(n))]).collect();
    }
    let spent = |n: &usize| contest.base.equilibrium().income[*n];
    let all: f64 = countries.iter().map(spent).sum();
    let together: Counted = countries.iter().map(|n| (spent(n) / all, payoff(n))).collect();
    if together.is_empty() { Vec::new() } else { vec![together] }
}
