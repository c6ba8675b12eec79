//! Ships near each other that hand over no cargo: neighbours at anchor, tugs, pilots, fuel, and company on the way.

use super::{Teller, Told};
use crate::simulate::captain::{Captain, HOUR, Stop};
use crate::simulate::hull::Trade;
use crate::simulate::motion::Motion;
use crate::simulate::truth::PlantedKind;
use crate::sphere::NAUTICAL_MILE;
use std::sync::Arc;

impl Teller<'_, '_> {
    /// Two seagoing ships at anchor in the same roads. Easy: half a mile and more apart. Hard: 350 to 600 m.
    pub(super) fn neighbours(&mut self) -> Option<Told> {
        let trade = if self.random.chance(0.7) { Trade::Tanker } else { Trade::Cargo };
        let mut first = self.trader(0, self.hull(0, trade, false));
        let (harbour, _) = self.onward(&first)?;
        let place = first.anchorage(harbour)?;
        if !first.sail(Stop::Sea(place)) {
            return None;
        }
        let arrived = first.now;
        first.anchor(self.random.between(24.0, 60.0));
        let metres = self.between((900.0, 1600.0), (600.0, 900.0), (350.0, 600.0));
        let beside = place.destination(self.random.between(0.0, 360.0), metres);
        let hull = self.hull(1, trade, false);
        let mut second = self.captain(1, hull);
        let when = arrived + (self.random.between(1.0, 12.0) * HOUR) as i64;
        if second.path_to(Stop::Sea(beside))?.length() < 30_000.0 || !second.arrive(Stop::Sea(beside), when) {
            return None;
        }
        second.anchor(self.random.between(20.0, 48.0));
        let span = (when, first.now.min(second.now));
        first.call(harbour);
        first.trade();
        second.trade();
        let planted =
            self.planted(PlantedKind::AnchoredNeighbours, "same_roads", &[&first.plan, &second.plan], span);
        Some(([first.plan, second.plan], vec![planted]))
    }

    /// A tug, or a small tanker with fuel, beside a ship at anchor in the roads.
    pub(super) fn at_roads(&mut self, trade: Trade) -> Option<Told> {
        let kind =
            if self.random.chance(self.by_difficulty(0.0, 0.3, 1.0)) { Trade::Tanker } else { Trade::Cargo };
        let mut ship = self.trader(0, self.hull(0, kind, true));
        let (harbour, _) = self.onward(&ship)?;
        let place = ship.anchorage(harbour)?;
        if !ship.sail(Stop::Sea(place)) {
            return None;
        }
        let start = ship.now + (self.random.between(2.0, 5.0) * HOUR) as i64;
        let hours = match trade {
            Trade::Tug => self.between((0.5, 1.2), (1.0, 1.8), (2.2, 3.5)),
            _ => self.between((3.0, 5.0), (3.5, 7.0), (5.0, 10.0)),
        };
        ship.anchor(hours + 9.0);
        let span = (start, start + (hours * HOUR) as i64);
        let visitor = self.visitor(&ship, trade, harbour, span)?;
        ship.call(harbour);
        ship.trade();
        let kind = if trade == Trade::Tug { PlantedKind::Tug } else { PlantedKind::Bunkering };
        let planted = self.planted(kind, "in_roads", &[&ship.plan, &visitor], span);
        Some(([ship.plan, visitor], vec![planted]))
    }

    /// A small ship that comes out of a harbour, lies beside another, and goes back.
    fn visitor(
        &mut self,
        ship: &Captain<'_>,
        trade: Trade,
        harbour: usize,
        (from, to): (i64, i64),
    ) -> Option<crate::simulate::plan::Plan> {
        let hull = self.hull(1, trade, false);
        let mut visitor = Captain::new(ship.world, self.ships[1], hull, harbour, super::BEFORE);
        let host = Arc::new(ship.plan.phases.last()?.motion.clone());
        let apart = (ship.hull().width + hull.width) / 2.0 + self.random.between(1.0, 4.0);
        let motion = Motion::Beside { host, offset: (self.random.between(-40.0, 40.0), apart) };
        let near = motion.pose(from).point.destination(self.random.between(0.0, 360.0), 250.0);
        if !visitor.arrive(Stop::Sea(near), from) {
            return None;
        }
        visitor.stay(motion, 0, (to - from) as f64 / HOUR);
        if !visitor.sail(Stop::Harbour(harbour)) {
            return None;
        }
        visitor.potter(harbour);
        Some(visitor.plan)
    }

    /// A pilot boat beside a ship that comes in.
    pub(super) fn pilot(&mut self) -> Option<Told> {
        let mut ship = self.trader(0, self.hull(0, Trade::Cargo, false));
        let (harbour, path) = self.onward(&ship)?;
        ship.follow(Arc::new(path), ship.hull().knots, Stop::Harbour(harbour));
        let end = ship.now - (self.random.between(0.6, 1.2) * HOUR) as i64;
        let hours = self.between((0.1, 0.2), (0.2, 0.35), (0.35, 0.6));
        let span = (end - (hours * HOUR) as i64, end);
        let boat = self.visitor(&ship, Trade::Pilot, harbour, span)?;
        ship.moor(20.0);
        ship.here = Stop::Harbour(harbour);
        ship.trade();
        let planted = self.planted(PlantedKind::PilotBoat, "inbound", &[&ship.plan, &boat], span);
        Some(([ship.plan, boat], vec![planted]))
    }

    /// Two ships that leave one port for another together.
    pub(super) fn convoy(&mut self) -> Option<Told> {
        let hull = self.hull(0, Trade::Tanker, false);
        let mut first = self.trader(0, hull);
        let Stop::Harbour(from) = first.here else { return None };
        let (harbour, path) = self.onward(&first)?;
        let leave = first.now;
        first.follow(Arc::new(path), hull.knots, Stop::Harbour(harbour));
        let host = Arc::new(first.plan.phases.last()?.motion.clone());
        let miles = self.between((0.8, 1.5), (0.4, 0.8), (0.2, 0.26));
        let offset = (self.random.between(-300.0, 300.0), miles * NAUTICAL_MILE);
        let mut second =
            Captain::new(self.world, self.ships[1], self.hull(1, Trade::Tanker, false), from, super::BEFORE);
        second.now = leave;
        second.stay(Motion::Beside { host, offset }, 0, (first.now - leave) as f64 / HOUR);
        let span = (leave, first.now);
        for captain in [&mut first, &mut second] {
            captain.moor(24.0);
            captain.here = Stop::Harbour(harbour);
            captain.trade();
        }
        let planted = self.planted(PlantedKind::Convoy, "same_way", &[&first.plan, &second.plan], span);
        Some(([first.plan, second.plan], vec![planted]))
    }
}
