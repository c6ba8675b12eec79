//! A transponder that is switched off.

use super::{Teller, Told};
use crate::simulate::captain::{HOUR, Stop};
use crate::simulate::hull::Trade;
use crate::simulate::truth::PlantedKind;
use std::sync::Arc;

impl Teller<'_, '_> {
    /// A tanker goes silent: on its way, or around a call at a port.
    pub(super) fn gap(&mut self) -> Option<Told> {
        if self.random.chance(0.35) { self.hidden_call() } else { self.silent_way() }
    }

    /// Easy: a day or more from within sight of the coast. Hard: six to twelve hours, anywhere.
    fn silent_way(&mut self) -> Option<Told> {
        let mut captain = self.trader(0, self.hull(0, Trade::Tanker, false));
        let (harbour, path) = self.onward(&captain)?;
        let leave = captain.now;
        captain.follow(Arc::new(path), captain.hull().knots, Stop::Harbour(harbour));
        let hours = (captain.now - leave) as f64 / HOUR;
        let silent = self.between((22.0, 48.0), (12.0, 22.0), (6.0, 12.0));
        let room = hours - silent - 3.0;
        if room < 2.0 {
            return None;
        }
        let lead = self.by_difficulty(4.0, room, room);
        let start = leave + (self.random.between(1.5, lead.min(room)) * HOUR) as i64;
        let span = (start, start + (silent * HOUR) as i64);
        captain.moor(20.0);
        captain.here = Stop::Harbour(harbour);
        captain.trade();
        captain.plan.silences.push(span);
        let planted = self.planted(PlantedKind::DeliberateGap, "on_the_way", &[&captain.plan], span);
        Some(([captain.plan, self.bystander()], vec![planted]))
    }

    /// A port is called at while nobody should see it.
    fn hidden_call(&mut self) -> Option<Told> {
        let mut captain = self.trader(0, self.hull(0, Trade::Tanker, false));
        let (harbour, path) = self.onward(&captain)?;
        let leave = captain.now;
        captain.follow(Arc::new(path), captain.hull().knots, Stop::Harbour(harbour));
        let sailed = (captain.now - leave) as f64 / HOUR;
        let before = self.between((8.0, 16.0), (4.0, 8.0), (1.0, 3.0)).min(0.7 * sailed);
        let start = captain.now - (before * HOUR) as i64;
        let berth = self.between((18.0, 30.0), (12.0, 20.0), (8.0, 12.0));
        captain.moor(berth);
        captain.here = Stop::Harbour(harbour);
        let end = captain.now + (self.between((8.0, 16.0), (4.0, 8.0), (1.0, 3.0)) * HOUR) as i64;
        captain.load(true);
        captain.trade();
        captain.plan.silences.push((start, end));
        let planted = self.planted(PlantedKind::DeliberateGap, "hidden_call", &[&captain.plan], (start, end));
        Some(([captain.plan, self.bystander()], vec![planted]))
    }
}
