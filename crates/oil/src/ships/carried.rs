//! Which ships carried oil from where: what `thalweg sea voyages` found, read back from its output.

mod read;

use super::{ShipList, Unclassed, text};
use crate::error::Error;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use thalweg_core::{Intake, Text};

/// Cargoes of ships, each with the places that it may come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Cargoes {
    /// The possible loadings of all cargoes.
    loadings: Vec<Loading>,
    /// What was read.
    pub intake: Intake,
}

/// A place that a cargo may come from.
#[derive(Debug, Clone, PartialEq)]
struct Loading {
    /// Which cargo of all.
    cargo: usize,
    /// The radios of the ships that it was aboard on its way from this place.
    radios: BTreeSet<String>,
    place: String,
    country: String,
    /// Probability, or share where cargoes were mixed, from 0 to 1.
    share: f64,
}

/// A radio whose ship carried oil from the places asked for.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct CarriedBy {
    /// The number of its radio, as `thalweg sea` writes it.
    pub radio: String,
    /// The most probable of these places.
    pub place: String,
    /// The largest part of any of its cargoes that came from these places, or the probability that it did, from 0 to 1.
    pub share: f64,
}

/// What became of the ships that carried.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Carried {
    /// What was read of the voyages.
    pub intake: Intake,
    /// From where.
    pub from: Vec<String>,
    /// Least part of a cargo that counts, from 0 to 1.
    pub least: f64,
    /// Radios that carried.
    pub radios: usize,
    /// Ships of the fleet that they belong to.
    pub ships: usize,
    /// Ships of the list that carried nothing of it, and are left out.
    pub others: usize,
    /// Ships that carried and are of no known class: they are no part of the fleet.
    pub of_no_class: Vec<Unclassed>,
    /// Radios that carried and that no file gives an IMO number.
    pub of_no_hull: Vec<String>,
    /// Radios that carried and that several ships had: nobody can tell which of them it was.
    pub of_several_hulls: Vec<String>,
}

impl Cargoes {
    /// Reads the JSON of `thalweg sea voyages`, or its table `cargoes` or `calls` in CSV.
    ///
    /// # Errors
    /// A file that cannot be read or is none of these.
    pub fn open(path: &str) -> Result<Self, Error> {
        Self::parse(&text(path)?)
    }

    /// As [`Cargoes::open`], from a text.
    ///
    /// # Errors
    /// As [`Cargoes::open`].
    pub fn parse(text: &Text) -> Result<Self, Error> {
        read::cargoes(text)
    }

    /// All places with their countries, as the voyages call them, each once.
    pub fn places(&self) -> BTreeSet<(&str, &str)> {
        self.loadings.iter().map(|one| (one.place.as_str(), one.country.as_str())).collect()
    }

    /// The radios of ships of which one cargo came from these places to at least this part, in order of their numbers.
    pub fn carriers(&self, from: &dyn Fn(&str, &str) -> bool, least: f64) -> Vec<CarriedBy> {
        // by radio and cargo, the share of each place
        let mut shares: BTreeMap<(&str, usize), BTreeMap<&str, f64>> = BTreeMap::new();
        for one in self.loadings.iter().filter(|one| from(&one.place, &one.country)) {
            for radio in &one.radios {
                let places = shares.entry((radio, one.cargo)).or_default();
                *places.entry(&one.place).or_default() += one.share;
            }
        }
        let mut best: BTreeMap<&str, CarriedBy> = BTreeMap::new();
        for ((radio, _), places) in shares {
            let share: f64 = places.values().sum();
            let most = places.iter().max_by(|a, b| a.1.total_cmp(b.1).then_with(|| b.0.cmp(a.0)));
            let Some((place, _)) = most.filter(|_| share >= least) else { continue };
            let carrier =
                CarriedBy { radio: radio.to_owned(), place: (*place).to_owned(), share: share.min(1.0) };
            match best.get_mut(radio) {
                Some(known) if known.share >= carrier.share => {}
                _ => drop(best.insert(radio, carrier)),
            }
        }
        best.into_values().collect()
    }
}

impl ShipList {
    /// Leaves only the ships that carried, and says what became of the others. `from` and `least` are what was asked for.
    #[must_use]
    pub fn keep(&mut self, carriers: &[CarriedBy], intake: Intake, from: Vec<String>, least: f64) -> Carried {
        let mut carried = Carried {
            intake,
            from,
            least,
            radios: carriers.len(),
            ships: 0,
            others: 0,
            of_no_class: Vec::new(),
            of_no_hull: Vec::new(),
            of_several_hulls: Vec::new(),
        };
        let mut hulls = BTreeSet::new();
        for carrier in carriers {
            match self.hulls(&carrier.radio).map(|hulls| hulls.iter().copied().collect::<Vec<u32>>()) {
                None => carried.of_no_hull.push(carrier.radio.clone()),
                Some(one) if one.len() == 1 => hulls.extend(one),
                Some(_) => carried.of_several_hulls.push(carrier.radio.clone()),
            }
        }
        let before = self.ships.len();
        self.ships.retain(|ship| hulls.contains(&ship.imo));
        self.classed_by_size.retain(|imo| hulls.contains(imo));
        carried.ships = self.ships.len();
        carried.others = before - self.ships.len();
        carried.of_no_class =
            self.of_no_class.iter().filter(|ship| hulls.contains(&ship.imo)).cloned().collect();
        carried
    }

    /// The hulls that a radio was aboard. A list without segments means all ships of a number.
    fn hulls(&self, radio: &str) -> Option<&BTreeSet<u32>> {
        let number = radio.split('/').next().unwrap_or(radio);
        self.radios.get(radio).or_else(|| self.radios.get(number))
    }
}
