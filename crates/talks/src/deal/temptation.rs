//! What a party would have if it broke a deal in one given way and were punished for it.

use super::table::Table;
use crate::error::Error;
use thalweg_trade::{Equilibrium, Policy};

/// A breach: the rates that a party might set while the others keep the deal, and what the answer to it leaves.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Temptation {
    /// Position among the parties.
    pub(crate) party: usize,
    /// The rates of all its instruments.
    pub(crate) rates: Vec<f64>,
    /// Log payoff of the party when it is punished.
    pub(crate) punished: f64,
    /// What one unit of the next period is worth today.
    pub(crate) delta: f64,
}

/// What a breach brings at one deal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tempting {
    /// Log of `(1 - delta) D + delta N`.
    pub(crate) without: f64,
    /// The part of it that is today's: `(1 - delta) D` over the whole.
    pub(crate) today: f64,
}

impl Tempting {
    /// From log payoffs of the breach and of the punishment.
    pub(crate) fn of(breach: f64, punished: f64, delta: f64) -> Self {
        let (today, later) = ((1.0 - delta) * breach.exp(), delta * punished.exp());
        Self { without: (today + later).ln(), today: today / (today + later) }
    }
}

impl Temptation {
    /// The equilibrium if the party breaks this deal, and what that brings it.
    pub(crate) fn at(&self, table: &Table<'_>, deal: &Policy) -> Result<(Equilibrium, Tempting), Error> {
        let seat = table.seat(self.party);
        let mut policy = deal.clone();
        seat.instruments.set(&self.rates, &mut policy);
        let at = table.contest.base.solve(policy)?;
        let tempting = Tempting::of(seat.payoff.value(&at), self.punished, self.delta);
        Ok((at, tempting))
    }

    /// The gradient by all rates of the deal of the log payoff of the breach, times a factor. Of the party's own rates only
    /// those count that are in force there, because a deal may set more than a party alone does.
    pub(crate) fn slopes(&self, table: &Table<'_>, at: &Equilibrium, factor: f64) -> Result<Vec<f64>, Error> {
        let gradient = table.contest.base.gradient(at, &table.seat(self.party).payoff.objective(at))?;
        let own = |(party, seat): (usize, &crate::contest::Seat)| {
            let slopes = if party == self.party {
                seat.negotiable.gradient_beyond(&gradient, &seat.instruments)
            } else {
                seat.negotiable.gradient(&gradient)
            };
            slopes.into_iter().map(|slope| factor * slope)
        };
        Ok(table.seats().enumerate().flat_map(|seat| own(seat).collect::<Vec<f64>>()).collect())
    }
}
