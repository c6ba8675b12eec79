//! Distances at sea: an embedded network of waypoints and ports, great circles between them, and passages that can be
//! closed. Not haversine from port to port: that would cross land.

mod network;

use crate::class::Class;
use network::{LEGS, NODES};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A canal or a strait that can be closed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Passage {
    /// The Suez Canal.
    Suez,
    /// The Panama Canal.
    Panama,
    /// The Strait of Malacca.
    Malacca,
    /// The Strait of Hormuz.
    Hormuz,
    /// The Turkish Straits.
    Bosporus,
    /// The Danish Straits.
    DanishStraits,
    /// Between the Red Sea and the Gulf of Aden.
    BabElMandeb,
    /// The Strait of Gibraltar.
    Gibraltar,
    /// Round the Cape of Good Hope.
    Cape,
}

impl Passage {
    /// All.
    pub const ALL: [Self; 9] = [
        Self::Suez,
        Self::Panama,
        Self::Malacca,
        Self::Hormuz,
        Self::Bosporus,
        Self::DanishStraits,
        Self::BabElMandeb,
        Self::Gibraltar,
        Self::Cape,
    ];

    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Suez => "suez",
            Self::Panama => "panama",
            Self::Malacca => "malacca",
            Self::Hormuz => "hormuz",
            Self::Bosporus => "bosporus",
            Self::DanishStraits => "danish-straits",
            Self::BabElMandeb => "bab-el-mandeb",
            Self::Gibraltar => "gibraltar",
            Self::Cape => "cape",
        }
    }

    /// The passage that a word means.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|passage| passage.word() == word)
    }

    /// The largest class that passes with a full load. Suez: draught of 20.1 m for a Suezmax (Suez Canal Authority, rules
    /// of navigation); Panama: tankers of the old locks; the Turkish and the Danish Straits: Suezmax, by length and
    /// draught.
    pub fn largest(self) -> Class {
        match self {
            Self::Suez | Self::Bosporus | Self::DanishStraits => Class::Suezmax,
            Self::Panama => Class::Panamax,
            _ => Class::Vlcc,
        }
    }

    /// What a passage costs, dollars a tonne of deadweight, both ways: an assumption near published tolls.
    fn toll(self) -> f64 {
        match self {
            Self::Suez => 4.0,
            Self::Panama => 6.0,
            Self::Bosporus => 0.5,
            _ => 0.0,
        }
    }
}

/// A way at sea.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeaWay {
    /// Nautical miles.
    pub miles: f64,
    /// Tolls, dollars a tonne of deadweight, there and back.
    pub tolls: f64,
}

/// The network with some passages closed, for one class of ships.
#[derive(Debug, Clone)]
pub struct SeaWays {
    near: Vec<Vec<(usize, f64, f64)>>,
}

/// Mean radius of the earth in nautical miles: 6371.0088 km (IUGG) over 1.852.
const EARTH: f64 = 6371.0088 / 1.852;

/// Tolls count as a detour: a mile of a laden ship and its way back costs about this much for a tonne of deadweight,
/// dollars.
const MILE: f64 = 0.0028;

/// Great-circle distance, nautical miles.
fn great_circle(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lon, lat) = ((b.0 - a.0).to_radians() / 2.0, (b.1 - a.1).to_radians() / 2.0);
    let inner = lat.sin().powi(2) + a.1.to_radians().cos() * b.1.to_radians().cos() * lon.sin().powi(2);
    2.0 * EARTH * inner.sqrt().min(1.0).asin()
}

/// Names of all ports and waypoints.
pub fn places() -> impl Iterator<Item = &'static str> + Clone {
    NODES.iter().map(|node| node.0)
}

fn index(name: &str) -> Option<usize> {
    NODES.iter().position(|node| node.0 == name)
}

impl SeaWays {
    /// The ways of a class of ships when passages are closed.
    pub fn new(class: Class, closed: &BTreeSet<Passage>) -> Self {
        let mut near = vec![Vec::new(); NODES.len()];
        for (from, to, passage) in LEGS {
            let shut = |passage: &Passage| closed.contains(passage) || class > passage.largest();
            if passage.as_ref().is_some_and(shut) {
                continue;
            }
            if let (Some(a), Some(b)) = (index(from), index(to)) {
                let miles = great_circle((NODES[a].1, NODES[a].2), (NODES[b].1, NODES[b].2));
                let toll = passage.map_or(0.0, Passage::toll);
                near[a].push((b, miles, toll));
                near[b].push((a, miles, toll));
            }
        }
        Self { near }
    }

    /// The cheapest ways from a place to all (Dijkstra); nothing where none leads, or the place is not known.
    pub fn from(&self, place: &str) -> Vec<Option<SeaWay>> {
        let mut best: Vec<Option<SeaWay>> = vec![None; NODES.len()];
        let Some(start) = index(place) else { return best };
        let mut done = vec![false; NODES.len()];
        best[start] = Some(SeaWay { miles: 0.0, tolls: 0.0 });
        while let Some(at) = nearest_open(&best, &done) {
            done[at] = true;
            let Some(here) = best[at] else { continue };
            for (to, miles, toll) in &self.near[at] {
                let there = SeaWay { miles: here.miles + miles, tolls: here.tolls + toll };
                if best[*to].is_none_or(|known| cost(&there) < cost(&known)) {
                    best[*to] = Some(there);
                }
            }
        }
        best
    }

    /// The cheapest way between two places.
    pub fn between(&self, from: &str, to: &str) -> Option<SeaWay> {
        self.from(from)[index(to)?]
    }
}

/// Where a place stands in what [`SeaWays::from`] returns.
pub(crate) fn place(name: &str) -> Option<usize> {
    index(name)
}

fn cost(way: &SeaWay) -> f64 {
    way.miles + way.tolls / MILE
}

fn nearest_open(best: &[Option<SeaWay>], done: &[bool]) -> Option<usize> {
    let open = best.iter().enumerate().filter(|(at, way)| way.is_some() && !done[*at]);
    let key = |at: usize| best[at].as_ref().map_or(f64::INFINITY, cost);
    open.map(|(at, _)| at).min_by(|a, b| key(*a).total_cmp(&key(*b)).then(a.cmp(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn miles(class: Class, closed: &[Passage], from: &str, to: &str) -> Option<f64> {
        SeaWays::new(class, &closed.iter().copied().collect()).between(from, to).map(|way| way.miles)
    }

    #[test]
    fn every_leg_joins_places_that_exist_and_every_place_is_reached() {
        for (from, to, _) in LEGS {
            assert!(index(from).is_some(), "{from}");
            assert!(index(to).is_some(), "{to}");
        }
        let ways = SeaWays::new(Class::Aframax, &BTreeSet::new()).from("ras-tanura");
        for (node, way) in NODES.iter().zip(ways) {
            assert!(way.is_some(), "{} is out of reach", node.0);
        }
    }

    /// Distances as tables for navigators commonly have them, written down from general knowledge and rounded: the network
    /// must come within six percent.
    #[test]
    fn distances_are_those_of_tables() {
        let table = [
            (Class::Vlcc, "ras-tanura", "ningbo", 5_850.0),
            (Class::Vlcc, "ras-tanura", "chiba", 6_600.0),
            (Class::Suezmax, "ras-tanura", "rotterdam", 6_450.0),
            (Class::Vlcc, "ras-tanura", "rotterdam", 11_200.0),
            (Class::Aframax, "houston", "rotterdam", 5_000.0),
            (Class::Aframax, "bonny", "rotterdam", 4_300.0),
            (Class::Aframax, "primorsk", "sikka", 7_700.0),
            (Class::Aframax, "novorossiysk", "augusta", 1_230.0),
            (Class::Aframax, "primorsk", "rotterdam", 1_300.0),
            (Class::Aframax, "kozmino", "qingdao", 1_000.0),
            (Class::Vlcc, "luanda", "ningbo", 9_700.0),
            (Class::Panamax, "houston", "los-angeles", 4_500.0),
        ];
        for (class, from, to, want) in table {
            let got = miles(class, &[], from, to).unwrap();
            assert!((got / want - 1.0).abs() < 0.06, "{from} to {to}: {got:.0}, tables {want:.0}");
        }
    }

    #[test]
    fn a_closed_canal_makes_the_way_longer_and_a_closed_strait_ends_it() {
        let open = miles(Class::Suezmax, &[], "primorsk", "sikka").unwrap();
        let shut = miles(Class::Suezmax, &[Passage::Suez], "primorsk", "sikka").unwrap();
        assert!(shut > open + 3_000.0, "{open:.0} and {shut:.0}");
        assert_eq!(miles(Class::Vlcc, &[Passage::Hormuz], "ras-tanura", "ningbo"), None);
        assert!(miles(Class::Vlcc, &[Passage::Malacca], "ras-tanura", "ningbo").is_some(), "Lombok is open");
        assert_eq!(miles(Class::Vlcc, &[], "novorossiysk", "augusta"), None, "too large for the Bosporus");
    }
}
