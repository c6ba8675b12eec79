//! Makes plans: ships that trade between harbours, and single steps of which stories are made.

use super::hull::{Hull, Trade};
use super::motion::{Drift, Motion, Passage, Swing};
use super::path::{Path, shifted};
use super::plan::Plan;
use super::random::{Key, Random};
use super::world::World;
use crate::message::field::Letters;
use crate::sphere::{KNOT, Point};
use std::sync::Arc;

/// Milliseconds of an hour.
pub(super) const HOUR: f64 = 3_600_000.0;

/// Where a ship can stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Stop {
    /// At the berth of a harbour, by its number in the world.
    Harbour(usize),
    /// At sea.
    Sea(Point),
}

/// A ship whose days are being planned.
#[derive(Debug, Clone)]
pub(super) struct Captain<'a> {
    pub(super) world: &'a World,
    pub(super) plan: Plan,
    /// Until when it is planned.
    pub(super) now: i64,
    pub(super) here: Stop,
    pub(super) random: Random,
    key: Key,
    index: u32,
    laden: bool,
}

impl<'a> Captain<'a> {
    /// A ship that lies at a harbour from so many days before the first one.
    pub(super) fn new(world: &'a World, index: u32, hull: Hull, harbour: usize, days: f64) -> Self {
        let key = world.key.with(0x43).with(u64::from(index));
        let mut random = key.stream();
        let laden = random.chance(0.5);
        let now = world.span.0 - 60_000 - (days * 24.0 * HOUR) as i64;
        let mut plan = Plan::new(hull);
        plan.draughts.push((now, if laden { hull.laden } else { hull.ballast }));
        let here = Stop::Harbour(harbour);
        let mut captain = Self { world, plan, now, here, random, key, index, laden };
        let heading = captain.random.between(0.0, 360.0);
        let at = captain.berth(harbour);
        captain.plan.push(now, Motion::Moored { at, heading }, 5);
        captain
    }

    /// The hull.
    pub(super) fn hull(&self) -> Hull {
        self.plan.hull
    }

    /// A key for one more thing that chance decides.
    fn fresh(&mut self) -> Key {
        self.key.with(1000 + self.plan.phases.len() as u64)
    }

    /// A berth of its own: quays are 180 m apart, and no two ships of a few hundred have the same.
    fn berth(&self, harbour: usize) -> Point {
        let spot = self.spot(harbour, 400);
        let (row, column) = ((spot / 20) as f64 - 9.5, (spot % 20) as f64 - 9.5);
        let at =
            self.world.harbours.get(harbour).map_or(Point { lat: 0.0, lon: 0.0 }, |harbour| harbour.berth);
        shifted(at, (row * 180.0, column * 180.0))
    }

    /// Which of so many spots of a harbour is this ship's.
    fn spot(&self, harbour: usize, count: usize) -> usize {
        (self.index as usize * 7919 + harbour * 31) % count.max(1)
    }

    /// Where it truly is when its plan so far ends.
    pub(super) fn point(&self) -> Point {
        self.plan.truly(self.now).point
    }

    /// The path from here to a stop; none where no water leads there.
    pub(super) fn path_to(&self, stop: Stop) -> Option<Path> {
        let mut way = self.world.way(self.here, stop)?;
        // the very place, not the middle of the harbour
        if let Some(first) = way.first_mut() {
            *first = self.point();
        }
        if let (Stop::Harbour(harbour), Some(last)) = (stop, way.last_mut()) {
            *last = self.berth(harbour);
        }
        Some(Path::new(&way, self.radius()))
    }

    /// Radius of a turn: about four lengths, wider than a ship's tactical circle.
    fn radius(&self) -> f64 {
        (self.hull().length * 4.0).max(200.0)
    }

    /// Seconds in which it reaches its speed: half an hour for the largest.
    fn ramp(&self) -> f64 {
        (self.hull().length * 5.0).clamp(90.0, 1500.0)
    }

    /// Sails along a path, and is there at its end.
    pub(super) fn follow(&mut self, path: Arc<Path>, knots: f64, to: Stop) {
        let passage = self.passage(path, knots, self.now);
        let end = passage.end();
        self.plan.push(self.now, Motion::Sail(passage), 0);
        (self.now, self.here) = (end, to);
    }

    pub(super) fn passage(&mut self, path: Arc<Path>, knots: f64, start: i64) -> Passage {
        Passage { path, start, speed: knots * KNOT, ramp: self.ramp(), key: self.fresh() }
    }

    /// Sails to a stop at its speed; whether there is a way.
    pub(super) fn sail(&mut self, to: Stop) -> bool {
        self.sail_at(to, self.hull().knots)
    }

    /// Sails to a stop at so many knots; whether there is a way.
    pub(super) fn sail_at(&mut self, to: Stop, knots: f64) -> bool {
        let Some(path) = self.path_to(to) else { return false };
        self.state_destination(to);
        self.follow(Arc::new(path), knots, to);
        true
    }

    /// Lies where it is until it has to leave to be at a stop at a time, and sails there; whether there is a way. Too late, it leaves
    /// at once, or has left before the first day.
    pub(super) fn arrive(&mut self, to: Stop, time: i64) -> bool {
        let Some(path) = self.path_to(to) else { return false };
        let knots = self.hull().knots;
        let path = Arc::new(path);
        let needed = (self.passage(path.clone(), knots, 0).seconds() * 1000.0) as i64;
        let leave = time - needed;
        if leave <= self.now {
            self.plan.phases.clear();
        }
        self.now = leave;
        self.state_destination(to);
        self.follow(path, knots, to);
        true
    }

    fn state_destination(&mut self, to: Stop) {
        let name = match to {
            Stop::Harbour(harbour) => self.world.harbours.get(harbour).map_or("", |harbour| harbour.name),
            Stop::Sea(_) => "FOR ORDERS",
        };
        self.plan.destinations.push((self.now, Letters::new(name)));
    }

    /// Anchors where it is.
    pub(super) fn anchor(&mut self, hours: f64) {
        let (key, scope) = (self.fresh(), self.hull().length * 0.6 + self.random.between(40.0, 120.0));
        let anchor = self.point();
        // one wind for half a degree
        let cell = |degrees: f64| (degrees * 2.0).floor() as i64 as u64;
        let wind = self.world.key.with(0x57).with(cell(anchor.lat)).with(cell(anchor.lon));
        self.stay(Motion::Anchored(Swing { anchor, scope, wind, key }), 1, hours);
    }

    /// Lets itself drift, where the wind drives it to no shore; where it would, an engine holds it back.
    pub(super) fn drift(&mut self, hours: f64) {
        let here = self.point();
        let free = (0..12).find_map(|_| {
            let (knots, set) = (self.random.between(0.2, 0.9), self.random.between(0.0, 360.0));
            let reach = here.destination(set, knots * KNOT * hours * 3600.0 + 6000.0);
            self.world.waters.between(here, reach).map(|_| (knots, set))
        });
        let (knots, set) = free.unwrap_or((0.05, 0.0));
        let motion = Motion::Adrift(Drift { from: here, start: self.now, set, knots, key: self.fresh() });
        let status = if self.random.chance(0.25) { 2 } else { 0 };
        self.stay(motion, status, hours);
    }

    /// Lies at a berth where it is.
    pub(super) fn moor(&mut self, hours: f64) {
        let heading = self.random.between(0.0, 360.0);
        self.stay(Motion::Moored { at: self.point(), heading }, 5, hours);
    }

    /// Does one thing for some hours.
    pub(super) fn stay(&mut self, motion: Motion, status: u8, hours: f64) {
        self.plan.push(self.now, motion, status);
        self.now += (hours * HOUR) as i64;
        self.here = Stop::Sea(self.point());
    }

    /// States another draught, when its crew comes to enter it.
    pub(super) fn load(&mut self, laden: bool) {
        self.laden = laden;
        let hull = self.hull();
        let draught = if laden { hull.laden } else { hull.ballast };
        self.state_draught(draught, 2.0);
    }

    /// States a draught within some hours.
    pub(super) fn state_draught(&mut self, metres: f64, within: f64) {
        let when = self.now + (self.random.between(0.0, within) * HOUR) as i64;
        self.plan.draughts.push((when, (metres * 10.0).round() / 10.0));
    }

    /// A call at a harbour: sometimes some hours at anchor before it, then the berth, and cargo. Whether there is a way.
    pub(super) fn call(&mut self, harbour: usize) -> bool {
        let wait = self.random.chance(0.35);
        if wait && let Some(roads) = self.anchorage(harbour) {
            let hours = self.random.between(3.0, 40.0);
            if self.sail(Stop::Sea(roads)) {
                self.anchor(hours);
            }
        }
        if !self.sail(Stop::Harbour(harbour)) {
            return false;
        }
        let hours = self.random.between(9.0, 44.0);
        self.moor(hours);
        self.here = Stop::Harbour(harbour);
        let laden = !self.laden;
        self.load(laden);
        true
    }

    /// A place of its own in the roads of a harbour: ships anchor clear of the circles on which others swing.
    pub(super) fn anchorage(&self, harbour: usize) -> Option<Point> {
        let spots = self.world.spots.get(harbour)?;
        spots.get(self.spot(harbour, spots.len())).copied()
    }

    /// Trades between harbours to the last day.
    pub(super) fn trade(&mut self) {
        self.trade_until(self.world.span.1);
    }

    /// Trades between harbours until it leaves one after a time.
    pub(super) fn trade_until(&mut self, end: i64) {
        let mut refused = 0;
        while self.now < end && refused < 20 {
            let next = self.next_harbour();
            refused += u32::from(!next.is_some_and(|harbour| self.call(harbour)));
        }
        if self.now < end {
            let hours = (end - self.now) as f64 / HOUR;
            self.anchor(hours);
        }
    }

    /// A harbour to sail to from here, near ones more often than far ones.
    fn next_harbour(&mut self) -> Option<usize> {
        let here = self.point();
        let oil = self.hull().trade == Trade::Tanker;
        let weight = |harbour: &super::Harbour| {
            let metres = harbour.berth.distance(here);
            if (oil && !harbour.oil) || metres < 30_000.0 { 0.0 } else { 1.0 / (metres + 600_000.0) }
        };
        let next = self.random.weighted(self.world.harbours.iter().map(weight));
        (next < self.world.harbours.len()).then_some(next)
    }

    /// Goes out of its harbour and back again, by day, as small craft, tugs and pilots do.
    pub(super) fn potter(&mut self, harbour: usize) {
        while self.now < self.world.span.1 {
            let Some(out) = self.anchorage(harbour) else { return };
            let rest = self.random.between(1.0, 14.0);
            self.moor(rest);
            self.here = Stop::Harbour(harbour);
            if !self.sail(Stop::Sea(out)) || !self.sail(Stop::Harbour(harbour)) {
                let hours = (self.world.span.1 - self.now) as f64 / HOUR;
                return self.moor(hours.max(0.1));
            }
        }
    }
}

/// An ordinary ship: it is somewhere on its way when the first day begins.
pub(super) fn ordinary(world: &World, index: u32, hull: Hull) -> Plan {
    let mut random = world.key.with(0x4f).with(u64::from(index)).stream();
    let harbour = world.some_harbour(&mut random, hull.trade == Trade::Tanker);
    let mut captain = Captain::new(world, index, hull, harbour, 0.0);
    match hull.trade {
        Trade::Tug | Trade::Pilot | Trade::Pleasure => captain.potter(harbour),
        Trade::Tanker | Trade::Cargo | Trade::Bunker => {
            captain.leave_before(random.between(-1.0, 2.5));
            captain.trade();
        }
    }
    captain.plan
}

impl Captain<'_> {
    /// Leaves its first harbour so many days before the first day, or after it where that is negative.
    pub(super) fn leave_before(&mut self, days: f64) {
        let leave = self.now - (days * 24.0 * HOUR) as i64;
        if leave <= self.now {
            let at = self.point();
            self.plan.phases.clear();
            self.plan.push(leave, Motion::Moored { at, heading: 0.0 }, 5);
        }
        self.now = leave;
    }
}
