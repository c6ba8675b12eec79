//! Cargo that goes from ship to ship: at anchor in a known area, adrift in the open sea, or under way; with both, one or none on the air.

use super::{Teller, Told};
use crate::simulate::captain::{Captain, HOUR, Stop};
use crate::simulate::hull::Trade;
use crate::simulate::motion::Motion;
use crate::simulate::path::Path;
use crate::simulate::truth::PlantedKind;
use crate::sphere::{KNOT, Point};
use std::sync::Arc;

/// How the ship that gives lies meanwhile.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Mode {
    AtAnchor,
    Adrift,
    UnderWay,
}

impl Mode {
    fn word(self) -> &'static str {
        match self {
            Self::AtAnchor => "at_anchor",
            Self::Adrift => "adrift",
            Self::UnderWay => "under_way",
        }
    }
}

impl Teller<'_, '_> {
    pub(super) fn transfer(&mut self, kind: PlantedKind) -> Option<Told> {
        // under way is rare, and hard to see for whoever looks for ships that lie still
        let under_way = self.by_difficulty(0.0, 0.0, 0.3);
        let mode = match () {
            () if self.random.chance(under_way) => Mode::UnderWay,
            () if self.random.chance(0.6) => Mode::AtAnchor,
            () => Mode::Adrift,
        };
        let place = if mode == Mode::AtAnchor { self.transfer_area() } else { self.somewhere() };
        let mut mother = self.trader(0, self.hull(0, Trade::Tanker, true));
        let place = place.or_else(|| self.somewhere())?;
        if mother.path_to(Stop::Sea(place))?.length() < 30_000.0 || !mother.sail(Stop::Sea(place)) {
            return None;
        }
        let hours = self.between((14.0, 36.0), (7.0, 14.0), (3.5, 7.0));
        let wait = self.random.between(1.0, 8.0);
        let from = mother.now + (wait * HOUR) as i64;
        let stay = wait + hours + self.random.between(0.7, 4.0);
        self.lie(&mut mother, mode, stay)?;
        let span = (from, from + (hours * HOUR) as i64);
        let daughter = self.daughter(&mother, span)?;
        self.part(mother, daughter, kind, mode, span)
    }

    /// The ship that gives lies at anchor, drifts or goes slowly on.
    fn lie(&mut self, mother: &mut Captain<'_>, mode: Mode, hours: f64) -> Option<()> {
        match mode {
            Mode::AtAnchor => mother.anchor(hours),
            Mode::Adrift => mother.drift(hours),
            Mode::UnderWay => {
                let knots = self.random.between(3.0, 6.0);
                let (_, path) = self.onward(mother)?;
                let metres = knots * KNOT * hours * 3600.0;
                let path = path.part(0.0, metres);
                let to = Stop::Sea(path.at(metres));
                mother.follow(Arc::new(path), knots, to);
            }
        }
        Some(())
    }

    /// The ship that takes comes, makes fast, and leaves again.
    fn daughter<'a>(&mut self, mother: &Captain<'a>, (from, to): (i64, i64)) -> Option<Captain<'a>> {
        let hull = self.hull(1, Trade::Tanker, false);
        let harbour = mother.world.some_harbour(self.random, true);
        let mut daughter = Captain::new(mother.world, self.ships[1], hull, harbour, super::BEFORE);
        daughter.plan.draughts = vec![(daughter.now, hull.ballast)];
        let host = Arc::new(mother.plan.phases.last()?.motion.clone());
        let apart = (mother.hull().width + hull.width) / 2.0 + self.random.between(2.0, 5.0);
        let side = if self.random.chance(0.5) { 1.0 } else { -1.0 };
        let offset = (self.random.between(-60.0, 60.0), side * apart);
        let motion = Motion::Beside { host, offset };
        // it stops a cable or two off, and comes alongside in the next minutes
        let near = motion.pose(from).point.destination(self.random.between(0.0, 360.0), 350.0);
        if daughter.path_to(Stop::Sea(near))?.length() < 30_000.0 || !daughter.arrive(Stop::Sea(near), from) {
            return None;
        }
        daughter.stay(motion, 5, (to - from) as f64 / HOUR);
        Some(daughter)
    }

    /// Draughts tell of the cargo, unless nobody enters them; then both sail on.
    fn part(
        &mut self,
        mut mother: Captain<'_>,
        mut daughter: Captain<'_>,
        kind: PlantedKind,
        mode: Mode,
        span: (i64, i64),
    ) -> Option<Told> {
        let entered = self.by_difficulty(1.0, 0.8, 0.4);
        let share = self.random.between(0.4, 1.0);
        let (large, small) = (mother.hull(), daughter.hull());
        mother.plan.draughts.retain(|(when, _)| *when <= span.0);
        mother.plan.draughts.push((span.0 - 24 * HOUR as i64, large.laden));
        mother.plan.draughts.sort_by_key(|(when, _)| *when);
        if self.random.chance(entered) {
            mother.state_draught(large.laden - (large.laden - large.ballast) * share * 0.6, 6.0);
        }
        if self.random.chance(entered) {
            daughter.state_draught(small.ballast + (small.laden - small.ballast) * share, 6.0);
        }
        mother.trade();
        daughter.trade();
        let mut planted = vec![self.planted(kind, mode.word(), &[&mother.plan, &daughter.plan], span)];
        if kind != PlantedKind::TwoSidedTransfer {
            planted.push(self.silence(&mut daughter, 1, span, mode));
        }
        if kind == PlantedKind::DarkTransfer {
            planted.push(self.silence(&mut mother, 0, span, mode));
        }
        Some(([mother.plan, daughter.plan], planted))
    }

    /// One of both switches off for some hours before and after.
    fn silence(
        &mut self,
        captain: &mut Captain<'_>,
        which: usize,
        (from, to): (i64, i64),
        mode: Mode,
    ) -> crate::simulate::Planted {
        let hours = |teller: &mut Self| (teller.between((2.0, 5.0), (5.0, 12.0), (10.0, 24.0)) * HOUR) as i64;
        let span = (from - hours(self), to + hours(self));
        captain.plan.silences.push(span);
        let (who, place) = (self.ships[which], captain.plan.truly(span.0).point);
        let ships = vec![crate::simulate::Who { ship: who, mmsi: captain.plan.name(span.0).mmsi }];
        let how = if mode == Mode::UnderWay { "for_transfer_under_way" } else { "for_transfer" };
        let (kind, difficulty) = (PlantedKind::DeliberateGap, self.difficulty);
        crate::simulate::Planted { kind, how, ships, start: span.0, end: span.1, place, difficulty }
    }

    /// A tanker that waits for orders, adrift.
    pub(super) fn waiting(&mut self) -> Option<Told> {
        let mut captain = self.trader(0, self.hull(0, Trade::Tanker, false));
        let (harbour, path) = self.onward(&captain)?;
        let off = self.between((60_000.0, 120_000.0), (40_000.0, 80_000.0), (30_000.0, 60_000.0));
        let path: Path = path.part(0.0, path.length() - off);
        let at: Point = path.at(path.length());
        captain.follow(Arc::new(path), captain.hull().knots, Stop::Sea(at));
        let start = captain.now;
        let hours = self.random.between(10.0, 60.0);
        captain.drift(hours);
        let span = (start, captain.now);
        captain.call(harbour);
        captain.trade();
        let planted = self.planted(PlantedKind::Waiting, "adrift", &[&captain.plan], span);
        Some(([captain.plan, self.bystander()], vec![planted]))
    }
}
