//! What happens to two ships: deeds, and what only looks like one.

mod beside;
mod false_track;
mod gap;
mod number;
mod transfer;

use super::captain::{Captain, HOUR, Stop, ordinary};
use super::hull::{Hull, Trade};
use super::path::Path;
use super::plan::Plan;
use super::random::Random;
use super::truth::{Difficulty, Planted, PlantedKind, Who};
use super::world::World;
use crate::sphere::Point;

/// Two plans, and what is planted in them.
pub(super) type Told = ([Plan; 2], Vec<Planted>);

/// What can happen to two ships.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Story {
    Gap,
    Transfer,
    OneSided,
    Dark,
    Neighbours,
    Tug,
    Pilot,
    Bunkering,
    Convoy,
    FalseTrack,
    Shared,
    Identity,
    Waiting,
}

/// How often each happens, of a hundred.
const OFTEN: [(Story, f64); 13] = [
    (Story::Gap, 20.0),
    (Story::Transfer, 14.0),
    (Story::OneSided, 10.0),
    (Story::Dark, 2.0),
    (Story::Neighbours, 7.0),
    (Story::Tug, 3.0),
    (Story::Pilot, 3.0),
    (Story::Bunkering, 5.0),
    (Story::Convoy, 3.0),
    (Story::FalseTrack, 16.0),
    (Story::Shared, 6.0),
    (Story::Identity, 6.0),
    (Story::Waiting, 5.0),
];

/// Places where cargo is known to go from ship to ship at anchor or adrift, to some miles: degrees north and east.
#[rustfmt::skip]
const TRANSFER_AREAS: [(f64, f64); 18] = [
    (36.50, 22.70), (35.95, 14.80), (35.95, -5.10), (37.10, 15.60), (44.05, 29.40), (44.80, 36.60),
    (34.50, 33.15), (31.65, 32.65), (57.75, 11.00), (52.35, 1.95), (50.55, -2.90), (25.35, 56.80),
    (24.75, 57.00), (2.00, 104.80), (34.50, 127.90), (28.60, -94.40), (6.00, 1.35), (42.60, 132.95),
];

impl Story {
    /// One by chance.
    pub(super) fn any(random: &mut Random) -> Self {
        let index = random.weighted(OFTEN.iter().map(|story| story.1));
        OFTEN.get(index).map_or(Self::Gap, |story| story.0)
    }

    /// Tells it of two ships; none where it does not fit into the days of a world.
    pub(super) fn tell(self, world: &World, ships: [u32; 2], random: &mut Random) -> Option<Told> {
        // what does not fit is tried again, with another time and place
        (0..4).find_map(|_| {
            let difficulty = random.pick(&Difficulty::ALL, Difficulty::Easy);
            let mut teller = Teller { world, ships, random, difficulty };
            let told = match self {
                Self::Gap => teller.gap(),
                Self::Transfer => teller.transfer(PlantedKind::TwoSidedTransfer),
                Self::OneSided => teller.transfer(PlantedKind::OneSidedTransfer),
                Self::Dark => teller.transfer(PlantedKind::DarkTransfer),
                Self::Neighbours => teller.neighbours(),
                Self::Tug => teller.at_roads(Trade::Tug),
                Self::Bunkering => teller.at_roads(Trade::Bunker),
                Self::Pilot => teller.pilot(),
                Self::Convoy => teller.convoy(),
                Self::FalseTrack => teller.false_track(),
                Self::Shared => teller.shared_number(),
                Self::Identity => teller.identity(),
                Self::Waiting => teller.waiting(),
            };
            told.filter(|(_, planted)| planted.iter().all(|planted| teller.fits(planted)))
        })
    }
}

/// Tells a story.
struct Teller<'a, 'r> {
    world: &'a World,
    ships: [u32; 2],
    random: &'r mut Random,
    difficulty: Difficulty,
}

/// Days before the first day at which the ships of a story begin to trade.
const BEFORE: f64 = 6.0;

impl<'a> Teller<'a, '_> {
    /// Whether it lies within the days, with an hour before it and after it.
    fn fits(&self, planted: &Planted) -> bool {
        let whole = matches!(planted.kind, PlantedKind::SharedNumber);
        let hour = HOUR as i64;
        whole || (planted.start >= self.world.span.0 + hour && planted.end <= self.world.span.1 - hour)
    }

    /// One of three numbers.
    fn by_difficulty<T>(&self, easy: T, moderate: T, hard: T) -> T {
        match self.difficulty {
            Difficulty::Easy => easy,
            Difficulty::Moderate => moderate,
            Difficulty::Hard => hard,
        }
    }

    /// A number from a range that depends on the difficulty.
    fn between(&mut self, easy: (f64, f64), moderate: (f64, f64), hard: (f64, f64)) -> f64 {
        let (least, most) = self.by_difficulty(easy, moderate, hard);
        self.random.between(least, most)
    }

    /// A hull of one of the two ships.
    fn hull(&self, which: usize, trade: Trade, large: bool) -> Hull {
        Hull::new(self.world.key, self.ships[which], trade, large)
    }

    /// A ship of the story, in a harbour since days before the first one.
    fn captain(&mut self, which: usize, hull: Hull) -> Captain<'a> {
        let harbour = self.world.some_harbour(self.random, hull.trade == Trade::Tanker);
        Captain::new(self.world, self.ships[which], hull, harbour, BEFORE)
    }

    /// A ship that has traded until some time in the first half of the days.
    fn trader(&mut self, which: usize, hull: Hull) -> Captain<'a> {
        let mut captain = self.captain(which, hull);
        let (start, end) = self.world.span;
        let day = 24.0 * HOUR;
        let until = start as f64 + self.random.between(-1.5 * day, (end - start) as f64 * 0.45);
        captain.trade_until(until as i64);
        captain
    }

    /// The other ship, to which nothing happens.
    fn bystander(&self) -> Plan {
        ordinary(self.world, self.ships[1], self.world.any_hull(self.ships[1]))
    }

    /// Another harbour that the captain can sail to, and the path there.
    fn onward(&mut self, captain: &Captain<'_>) -> Option<(usize, Path)> {
        let oil = captain.hull().trade == Trade::Tanker;
        (0..8).find_map(|_| {
            let harbour = self.world.some_harbour(self.random, oil);
            let path = captain.path_to(Stop::Harbour(harbour))?;
            (path.length() > 200_000.0).then_some((harbour, path))
        })
    }

    /// A place on some route, far from harbours.
    fn somewhere(&mut self) -> Option<Point> {
        let (from, to) =
            (self.world.some_harbour(self.random, false), self.world.some_harbour(self.random, false));
        let way = self.world.way(Stop::Harbour(from), Stop::Harbour(to))?;
        let path = Path::new(&way, 500.0);
        let place = path.at(path.length() * self.random.between(0.25, 0.75));
        (path.length() > 300_000.0).then_some(place)
    }

    /// A known transfer area of the region; none where it has none.
    fn transfer_area(&mut self) -> Option<Point> {
        let areas: Vec<Point> = TRANSFER_AREAS
            .iter()
            .map(|(lat, lon)| Point { lat: *lat, lon: *lon })
            .filter(|area| self.world.scenario.region.contains(*area))
            .collect();
        let area = *areas.get(self.random.below(areas.len()))?;
        let place = area.destination(self.random.between(0.0, 360.0), self.random.between(0.0, 7000.0));
        Some(if self.world.waters.is_open(place) { place } else { area })
    }

    fn planted(
        &self,
        kind: PlantedKind,
        how: &'static str,
        plans: &[&Plan],
        (start, end): (i64, i64),
    ) -> Planted {
        let ships = self.ships.iter().zip(plans);
        let ships = ships.map(|(ship, plan)| Who { ship: *ship, mmsi: plan.name(start).mmsi }).collect();
        let place = plans.first().map_or(Point { lat: 0.0, lon: 0.0 }, |plan| plan.truly(start).point);
        Planted { kind, how, ships, start, end, place, difficulty: self.difficulty }
    }
}
