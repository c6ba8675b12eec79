//! Who gave cargo to whom: what the chains of both ships say about one handover.

use super::chain::normal;
use crate::event::TrackId;
use serde::Serialize;

/// What may have happened at a handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// No cargo was handed over.
    Nothing,
    /// The ship took cargo from another one; none where nobody knows which.
    Took(Option<TrackId>),
    /// The ship gave cargo to another one.
    Gave(Option<TrackId>),
}

const LOAD: usize = 0;
const DISCHARGE: usize = 1;
const NOTHING: usize = 2;

/// The outcomes of a handover, how probable each is before draughts are looked at, and what each ship does in it.
///
/// Ships are numbered: 0 the ship that lay there, then its partners.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Exchange {
    pub(crate) ships: Vec<TrackId>,
    outcomes: Vec<(Outcome, f64)>,
}

impl Exchange {
    pub(crate) fn new(ship: TrackId, partners: &[(TrackId, f64)], confidence: f64) -> Self {
        let confidence = confidence.clamp(0.0, 1.0);
        // a ship cannot hand cargo to itself; of what is named twice the probabilities add up
        let mut named = std::collections::BTreeMap::new();
        for (partner, share) in partners.iter().filter(|(partner, _)| *partner != ship) {
            *named.entry(*partner).or_insert(0.0) += share.clamp(0.0, 1.0);
        }
        let all: f64 = named.values().sum::<f64>().max(1.0);
        let mut outcomes = vec![(Outcome::Nothing, 1.0 - confidence)];
        let mut both = |partner: Option<TrackId>, share: f64| {
            outcomes.push((Outcome::Took(partner), confidence * share / 2.0));
            outcomes.push((Outcome::Gave(partner), confidence * share / 2.0));
        };
        named.iter().for_each(|(partner, share)| both(Some(*partner), share / all));
        both(None, (1.0 - named.values().sum::<f64>()).max(0.0));
        Self { ships: std::iter::once(ship).chain(named.into_keys()).collect(), outcomes }
    }

    fn action(&self, outcome: Outcome, ship: usize) -> usize {
        let is = |partner: Option<TrackId>| partner == Some(self.ships[ship]);
        match outcome {
            Outcome::Took(_) if ship == 0 => LOAD,
            Outcome::Gave(_) if ship == 0 => DISCHARGE,
            Outcome::Took(partner) if is(partner) => DISCHARGE,
            Outcome::Gave(partner) if is(partner) => LOAD,
            _ => NOTHING,
        }
    }

    /// What a ship may expect of its own action, from what all others say of theirs.
    pub(crate) fn told(&self, ship: usize, messages: &[[f64; 3]]) -> [f64; 3] {
        let mut sums = [0.0; 3];
        for (outcome, prior) in &self.outcomes {
            let others = (0..self.ships.len()).filter(|other| *other != ship);
            let agree: f64 = others.map(|other| messages[other][self.action(*outcome, other)]).product();
            sums[self.action(*outcome, ship)] += prior * agree;
        }
        normal(sums)
    }

    /// The outcomes with what is thought of them before, and what each ship does in them.
    #[cfg(test)]
    pub(crate) fn worlds(&self) -> Vec<(Outcome, f64, Vec<usize>)> {
        let ships = 0..self.ships.len();
        let world = |(outcome, prior): &(Outcome, f64)| {
            (*outcome, *prior, ships.clone().map(|ship| self.action(*outcome, ship)).collect())
        };
        self.outcomes.iter().map(world).collect()
    }

    /// How probable each outcome is, all ships heard.
    pub(crate) fn judged(&self, messages: &[[f64; 3]]) -> Vec<(Outcome, f64)> {
        let weigh = |(outcome, prior): &(Outcome, f64)| {
            let ships = 0..self.ships.len();
            let agree: f64 = ships.map(|ship| messages[ship][self.action(*outcome, ship)]).product();
            (*outcome, prior * agree)
        };
        let weights: Vec<(Outcome, f64)> = self.outcomes.iter().map(weigh).collect();
        let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
        weights.into_iter().map(|(outcome, weight)| (outcome, weight / sum.max(f64::MIN_POSITIVE))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ship(mmsi: u32) -> TrackId {
        TrackId { mmsi, segment: 0 }
    }

    #[test]
    fn what_a_partner_says_decides() {
        let exchange = Exchange::new(ship(1), &[(ship(2), 1.0)], 0.8);
        let told = exchange.told(0, &[[1.0; 3], [0.0, 1.0, 0.0]]);
        assert_eq!(told, [1.0, 0.0, 0.0]);
        let told = exchange.told(0, &[[1.0; 3], [1.0, 1.0, 1.0]]);
        assert!((told[LOAD] - 0.4).abs() < 1e-12 && (told[NOTHING] - 0.2).abs() < 1e-12);
    }

    #[test]
    fn what_is_left_is_a_ship_that_nobody_knows() {
        let exchange = Exchange::new(ship(1), &[(ship(2), 0.5), (ship(3), 0.2), (ship(1), 0.9)], 1.0);
        let judged = exchange.judged(&[[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [1.0; 3]]);
        let share = |outcome| judged.iter().find(|(other, _)| *other == outcome).unwrap().1;
        assert!((share(Outcome::Took(None)) - 0.6).abs() < 1e-12);
        assert!((share(Outcome::Took(Some(ship(3)))) - 0.4).abs() < 1e-12);
        assert!((judged.iter().map(|(_, share)| share).sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
