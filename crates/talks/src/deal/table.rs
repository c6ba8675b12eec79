//! The negotiating table: the rates of all parties at once, and what everybody there counts.

use crate::contest::{Contest, Seat};
use crate::error::{Error, ErrorKind};
use crate::payoff::Payoff;
use crate::variables::Variables;
use thalweg_core::Problem;
use thalweg_trade::{Equilibrium, Objective, Policy};

/// The parties of a deal with everything that they can agree on.
#[derive(Debug)]
pub(crate) struct Table<'c> {
    pub(crate) contest: &'c Contest<'c>,
    /// Positions of the players that negotiate.
    pub(crate) parties: Vec<usize>,
    /// Whose payoff is looked at: the parties' in their order, then the real incomes of protected third countries, each or
    /// all together.
    counted: Vec<Counted>,
    pub(crate) variables: Variables,
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
        Ok(Self { contest, parties, counted, variables })
    }

    /// Number of parties.
    pub(crate) fn size(&self) -> usize {
        self.parties.len()
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
        let at = self.contest.base.solve(policy)?;
        let value = |counted: &Counted| counted.iter().map(|(part, payoff)| part * payoff.value(&at)).sum();
        let payoffs: Vec<f64> = self.counted.iter().map(value).collect();
        if payoffs.iter().all(|payoff| payoff.is_finite()) {
            return Ok(Weighed { payoffs, rates: self.rates(&at.policy), at });
        }
        Err(Error::new(ErrorKind::Unsolved, vec![Problem::new("a party has nothing left to count")]))
    }

    /// The gradient by rate of a weighted sum of payoffs.
    pub(crate) fn slopes(&self, at: &Equilibrium, weights: &[f64]) -> Result<Vec<f64>, Error> {
        let mut sum = Objective::nothing(at.prices.sectors(), at.prices.countries());
        for (counted, weight) in self.counted.iter().zip(weights).filter(|(_, weight)| **weight != 0.0) {
            for (part, payoff) in counted {
                sum.add_scaled(weight * part, &payoff.objective(at));
            }
        }
        let gradient = self.contest.base.gradient(at, &sum)?;
        Ok(self.seats().flat_map(|seat| seat.negotiable.gradient(&gradient)).collect())
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
