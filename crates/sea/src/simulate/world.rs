use super::captain::{Stop, ordinary};
use super::harbour::Harbour;
use super::hull::{Hull, Trade};
use super::plan::Plan;
use super::radio::Radio;
use super::random::{Key, Random};
use super::receivers::Receivers;
use super::scenario::{Scenario, ScenarioError};
use super::story::Story;
use super::truth::Planted;
use super::waters::Waters;
use crate::report::Report;
use crate::sphere::Point;
use rayon::prelude::*;

/// Traffic that can be made ship by ship: any ship alone, in any order, on any thread, always the same.
///
/// ```
/// use thalweg_sea::simulate::{Scenario, World};
/// let scenario = Scenario { ships: 10, days: 1.0, ..Scenario::default() };
/// let world = World::new(&scenario)?;
/// let more = World::new(&Scenario { ships: 100, ..scenario })?;
/// assert_eq!(world.ship(7).reports, more.ship(7).reports);
/// # Ok::<(), thalweg_sea::simulate::ScenarioError>(())
/// ```
#[derive(Debug, Clone)]
pub struct World {
    pub(super) scenario: Scenario,
    pub(super) key: Key,
    /// Start and end, milliseconds since 1970, UTC.
    pub(super) span: (i64, i64),
    pub(super) harbours: Vec<Harbour>,
    pub(super) waters: Waters,
    /// By harbour: places to anchor.
    pub(super) spots: Vec<Vec<Point>>,
    receivers: Receivers,
}

/// What one ship is heard to say, and what happened to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Log {
    /// Its number, from 0.
    pub ship: u32,
    /// What was heard, in order of time; lines are numbered from 1.
    pub reports: Vec<Report>,
    /// What was planted; of what happened to two ships the one with the even number has it.
    pub planted: Vec<Planted>,
}

impl World {
    /// Makes harbours, waters and receivers ready.
    ///
    /// # Errors
    /// [`ScenarioError::Range`] names the first value that is out of its range.
    pub fn new(scenario: &Scenario) -> Result<Self, ScenarioError> {
        let span = scenario.span()?;
        let key = Key::new(scenario.seed);
        let harbours = Harbour::of(scenario.region);
        let receivers = Receivers::new(scenario, key, &harbours, span);
        let waters = Waters::new(scenario.region, &harbours);
        let spots = harbours.iter().map(|harbour| waters.spots(harbour.roads)).collect();
        Ok(Self { scenario: scenario.clone(), key, span, harbours, waters, spots, receivers })
    }

    /// How many ships there are.
    pub fn ships(&self) -> u32 {
        self.scenario.ships
    }

    /// The ports that its ships use.
    pub fn harbours(&self) -> &[Harbour] {
        &self.harbours
    }

    /// One ship: the same whatever other ships there are.
    pub fn ship(&self, ship: u32) -> Log {
        let (plan, planted) = self.plan(ship);
        let planted = if ship.is_multiple_of(2) { planted } else { Vec::new() };
        let every = (self.scenario.every_seconds * 1000.0) as i64;
        let key = self.key.with(0x53).with(u64::from(ship));
        let radio = Radio { plan: &plan, receivers: &self.receivers, key, span: self.span, every };
        Log { ship, reports: radio.reports(), planted }
    }

    /// Some of the ships, made on all threads.
    pub fn some(&self, ships: std::ops::Range<u32>) -> Vec<Log> {
        ships.into_par_iter().map(|ship| self.ship(ship)).collect()
    }

    /// Where a ship truly is at a time; of its true motion, and not of what it says.
    pub fn truly(&self, ship: u32, times: &[i64]) -> Vec<Point> {
        let (plan, _) = self.plan(ship);
        times.iter().map(|time| plan.truly(*time).point).collect()
    }

    /// What a ship does, and what is planted with it.
    pub(super) fn plan(&self, ship: u32) -> (Plan, Vec<Planted>) {
        let pair = ship / 2;
        let key = self.key.with(0x50).with(u64::from(pair));
        let mut random = key.stream();
        if random.chance(self.scenario.eventful) {
            let story = Story::any(&mut random);
            if let Some((plans, planted)) = story.tell(self, [2 * pair, 2 * pair + 1], &mut random) {
                let [first, second] = plans;
                return (if ship.is_multiple_of(2) { first } else { second }, planted);
            }
        }
        (ordinary(self, ship, self.any_hull(ship)), Vec::new())
    }

    /// The hull of a ship to which nothing happens.
    pub(super) fn any_hull(&self, ship: u32) -> Hull {
        let mut random = self.key.with(0x54).with(u64::from(ship)).stream();
        let trade = Trade::any(&mut random, self.scenario.tankers, self.scenario.class_b);
        Hull::new(self.key, ship, trade, false)
    }

    /// A harbour by chance.
    pub(super) fn some_harbour(&self, random: &mut Random, oil: bool) -> usize {
        random.weighted(self.harbours.iter().map(|harbour| f64::from(u8::from(!oil || harbour.oil))))
    }

    /// The way from one stop to another; none where no water leads there.
    pub(super) fn way(&self, from: Stop, to: Stop) -> Option<Vec<Point>> {
        let berth = |harbour: usize| self.harbours.get(harbour).map(|harbour| harbour.berth);
        match (from, to) {
            (Stop::Harbour(from), Stop::Harbour(to)) => {
                let mut way = vec![berth(from)?];
                way.extend(self.waters.between_roads(from, to)?);
                way.push(berth(to)?);
                Some(way)
            }
            (Stop::Harbour(from), Stop::Sea(to)) => {
                let mut way = vec![berth(from)?];
                way.extend(self.waters.way(from, to)?);
                Some(way)
            }
            (Stop::Sea(from), Stop::Harbour(to)) => {
                let mut way = self.waters.way(to, from)?;
                way.reverse();
                way.push(berth(to)?);
                Some(way)
            }
            (Stop::Sea(from), Stop::Sea(to)) => self.waters.between(from, to),
        }
    }
}
