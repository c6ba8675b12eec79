//! One number for two ships, and ships that change what they are called.

use super::{Teller, Told};
use crate::simulate::captain::{Captain, HOUR, Stop, ordinary};
use crate::simulate::hull::{Hull, Trade};
use crate::simulate::plan::Plan;
use crate::simulate::truth::PlantedKind;

impl Teller<'_, '_> {
    /// Two ships with one number. Easy: wherever they trade. Moderate: they say the same name, too. Hard: they leave one port for the
    /// same way within hours.
    pub(super) fn shared_number(&mut self) -> Option<Told> {
        let trade = Trade::Tanker;
        let (mut first, mut second) = (self.hull(0, trade, false), self.hull(1, trade, false));
        second.name.mmsi = first.name.mmsi;
        let same_name = self.by_difficulty(false, true, false);
        if same_name {
            second.name = first.name;
        }
        (first.radio, second.radio) = (1.0, 1.0);
        let plans = if self.by_difficulty(false, false, true) {
            self.same_way(first, second)?
        } else {
            [ordinary(self.world, self.ships[0], first), ordinary(self.world, self.ships[1], second)]
        };
        let how = self.by_difficulty("other_name", "same_name", "same_way");
        let planted = self.planted(PlantedKind::SharedNumber, how, &[&plans[0], &plans[1]], self.world.span);
        Some((plans, vec![planted]))
    }

    /// Both leave one port for another some hours apart.
    fn same_way(&mut self, first: Hull, second: Hull) -> Option<[Plan; 2]> {
        let harbour = self.world.some_harbour(self.random, true);
        let mut leader = Captain::new(self.world, self.ships[0], first, harbour, 0.0);
        let mut follower = Captain::new(self.world, self.ships[1], second, harbour, 0.0);
        let (to, _) = self.onward(&leader)?;
        let wait = self.random.between(2.0, 20.0);
        leader.moor(wait);
        follower.moor(wait + self.random.between(1.0, 6.0));
        for captain in [&mut leader, &mut follower] {
            captain.here = Stop::Harbour(harbour);
            captain.call(to);
            captain.trade();
        }
        Some([leader.plan, follower.plan])
    }

    /// A tanker takes another name, flag or hull number; on the air, or in a silence of a day.
    pub(super) fn identity(&mut self) -> Option<Told> {
        let hull = self.hull(0, Trade::Tanker, false);
        let mut captain = self.captain(0, hull);
        captain.trade();
        let (start, end) = self.world.span;
        let when = start + ((end - start) as f64 * self.random.between(0.25, 0.75)) as i64;
        let (kind, named) = match self.random.below(3) {
            0 => (PlantedKind::NameChange, hull.name.renamed(self.random)),
            1 => (PlantedKind::FlagChange, hull.name.reflagged(self.world.key, self.ships[0], self.random)),
            _ => (PlantedKind::HullChange, hull.name.rehulled(self.world.key, self.ships[0])),
        };
        captain.plan.names.push((when, named));
        let planted = self.planted(kind, "on_the_air", &[&captain.plan], (when - HOUR as i64, when));
        Some(([captain.plan, self.bystander()], vec![planted]))
    }
}
