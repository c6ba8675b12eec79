//! What each concession costs its owner, and what it gives the others.

use super::solution::{Deal, Party};
use super::table::Table;
use crate::contest::{Contest, Seat};
use crate::error::{Error, ErrorKind};
use crate::instruments::Instrument;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use thalweg_core::Problem;

/// One rate that a deal changes, and what it is worth to each party.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Concession {
    /// Who makes it.
    pub owner: String,
    /// Which rate.
    pub instrument: Instrument,
    /// The rate at the status quo, as a fraction.
    pub before: f64,
    /// The rate under the deal, as a fraction.
    pub rate: f64,
    /// What one percentage point more of this rate does to the welfare of each party, in the order of the deal, percent,
    /// at the deal.
    pub point_pct: Vec<f64>,
    /// What each party would lose, in the order of the deal, percent of welfare, if only this rate went back to the status
    /// quo and everything else stayed agreed; a gain is below zero. For the owner it is below zero: the cost.
    pub worth_pct: Vec<f64>,
}

impl Contest<'_> {
    /// Every rate that a deal changes with its price, the one that costs its owner most first.
    ///
    /// # Errors
    /// If the deal is between others than the parties that are named, or if an equilibrium or a gradient is not found.
    pub fn concessions(&self, parties: &[usize], deal: &Deal) -> Result<Vec<Concession>, Error> {
        let table = Table::new(self, self.seated(parties)?)?;
        refuse_others(&table, deal)?;
        let weighed = table.weighed(deal.policy.clone())?;
        let slopes: Vec<Vec<f64>> = (0..table.size())
            .map(|party| {
                let mut weights = vec![0.0; weighed.payoffs.len()];
                weights[party] = 1.0;
                table.slopes(&weighed, &weights)
            })
            .collect::<Result<_, _>>()?;
        let changes: Vec<(usize, usize, usize)> = changes(deal);
        let mut concessions: Vec<Concession> = changes
            .into_par_iter()
            .map(|(k, party, own)| {
                let owner = &deal.parties[party];
                let mut rates: Vec<f64> = deal.parties.iter().flat_map(|party| party.rates.clone()).collect();
                rates[k] = owner.before[own];
                let without = table.payoffs(table.policy(&rates))?;
                let lost = |p: usize| 100.0 * (weighed.payoffs[p] - without[p]).exp_m1();
                Ok(Concession {
                    owner: owner.player.clone(),
                    instrument: owner.instruments[own].clone(),
                    before: owner.before[own],
                    rate: owner.rates[own],
                    point_pct: slopes.iter().map(|slopes| slopes[k]).collect(),
                    worth_pct: (0..table.size()).map(lost).collect(),
                })
            })
            .collect::<Result<_, Error>>()?;
        let cost = |concession: &Concession| {
            let own = deal.parties.iter().position(|party| party.player == concession.owner);
            own.map_or(0.0, |own| concession.worth_pct[own])
        };
        concessions.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
        Ok(concessions)
    }
}

/// Refuses a deal whose parties or rates are not those of the table.
fn refuse_others(table: &Table<'_>, deal: &Deal) -> Result<(), Error> {
    let fits = |(seat, party): (&Seat, &Party)| {
        let count = seat.negotiable.len();
        seat.code == party.player
            && [party.rates.len(), party.before.len(), party.instruments.len()] == [count; 3]
    };
    if deal.parties.len() == table.size() && table.seats().zip(&deal.parties).all(fits) {
        return Ok(());
    }
    let signed: Vec<&str> = deal.parties.iter().map(|party| party.player.as_str()).collect();
    let message =
        format!("this deal, between {}, is not one of the parties that are named", signed.join(", "));
    Err(Error::new(ErrorKind::Game, vec![Problem::new(message)]))
}

/// The rates that change: position among all, party, position among its own.
fn changes(deal: &Deal) -> Vec<(usize, usize, usize)> {
    let own =
        deal.parties.iter().enumerate().flat_map(|(p, party)| (0..party.rates.len()).map(move |k| (p, k)));
    let all = own.enumerate().map(|(k, (p, own))| (k, p, own));
    all.filter(|(_, p, own)| deal.parties[*p].rates[*own] != deal.parties[*p].before[*own]).collect()
}
