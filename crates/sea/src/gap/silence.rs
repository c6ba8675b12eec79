//! How likely a silence is for a ship that is on the air.

use super::chart::Chart;
use super::{Study, way};
use crate::reception::{Band, Cell, Witnesses};
use crate::sphere::Point;
use serde::Serialize;

/// What others say of a silence.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Silence {
    /// How likely the silence is for a ship that is on the air, over all ways that it can have gone.
    pub on_air: f64,
    /// On the straight way: slots of time in which the ship would have been heard, if it were heard as often as others.
    pub expected: f64,
    /// On the straight way: other ships in the same cells at the same time.
    pub witnesses: f64,
    /// On the straight way: slots in which others were there and at least one was heard.
    pub open: f64,
    /// On the straight way: slots in which others were there and none was heard.
    pub deaf: f64,
    /// How often the ship is heard, before and after, against others in its cells: 1 as often as they.
    pub standing: f64,
    /// Positions a day of a ship in the cells of the way, at most one of each slot counted.
    pub per_day: f64,
}

/// What is believed of reception where nobody knows: that it is rather poor. Shape of a beta distribution, in ships.
const HEARD: f64 = 0.25;
const NOT_HEARD: f64 = 0.75;

impl<C: Chart> Study<'_, C> {
    pub(super) fn silence(&self, possible: &way::Possible) -> Silence {
        let rules = self.reception.rules();
        let band = Band::of(possible.last.class());
        let standing = self.standing(possible);
        let (share, straight) = possible.straight(rules);
        let (mut silence, likely) = self.along(&straight, band, standing);
        silence.standing = standing;
        // the shares of ways that a ship has no time for go to those for which it has
        let others = possible.others(rules);
        let all: f64 = share + others.iter().map(|(share, _)| share).sum::<f64>();
        silence.on_air = share / all * likely;
        for (share, way) in &others {
            silence.on_air += share / all * self.along(way, band, standing).1;
        }
        silence
    }

    /// How often the ship is heard against others, near the silence.
    fn standing(&self, possible: &way::Possible) -> f64 {
        let rules = self.reception.rules();
        let reach = (self.rules.history_hours * 60.0 / rules.slot_minutes) as i32;
        let (first, last) = (rules.slot(possible.last.time), rules.slot(possible.end));
        let before = self.reception.standing(&self.own, first - reach..=first);
        let after = self.reception.standing(&self.own, last..=last + reach);
        let (heard, expected) = (before.0 + after.0, before.1 + after.1);
        ((heard + 0.5) / (expected + 1.0)).min(1.0)
    }

    /// What others say along a way, and how likely the silence is on it.
    fn along(&self, way: &[(i32, Point)], band: Band, standing: f64) -> (Silence, f64) {
        let rules = self.reception.rules();
        let cell = |point: Point| Cell::of(point, band, rules.cell_degrees);
        let (mut silence, mut likely) = (Silence::default(), 1.0);
        let (mut present, mut heard) = (0.0, 0.0);
        for block in way.chunk_by(|a, b| a.0 + 1 == b.0 && cell(a.1) == cell(b.1)) {
            let (Some(first), Some(last)) = (block.first(), block.last()) else { continue };
            let own_cell = self.reception.witnesses(cell(first.1), first.0..=last.0, &self.own);
            let witnesses = self.with_neighbours(own_cell, block, band);
            let rate = witnesses.rate() * standing;
            silence.witnesses += own_cell.ships;
            silence.expected += rate * witnesses.open;
            silence.open += own_cell.open;
            silence.deaf += own_cell.deaf;
            (present, heard) = (present + own_cell.present + own_cell.deaf, heard + own_cell.heard);
            likely *= unheard(witnesses.ships, rate, witnesses.open);
        }
        silence.per_day = if present > 0.0 { heard / present * 1440.0 / rules.slot_minutes } else { 0.0 };
        (silence, likely)
    }

    /// With those of the cells around, unless nobody was ever heard in this one.
    fn with_neighbours(&self, own_cell: Witnesses, block: &[(i32, Point)], band: Band) -> Witnesses {
        let (Some(first), Some(last)) = (block.first(), block.last()) else { return own_cell };
        let middle = block.get(block.len() / 2).map_or(first.1, |(_, point)| *point);
        let degrees = self.reception.rules().cell_degrees;
        if !self.reception.ever_heard(Cell::of(first.1, band, degrees), &self.own) {
            return own_cell;
        }
        let around = Cell::around(middle, band, degrees);
        around.into_iter().fold(own_cell, |sum, cell| {
            let witnesses = self.reception.witnesses(cell, first.0..=last.0, &self.own);
            sum.with(witnesses, self.rules.neighbour_weight)
        })
    }
}

/// How likely a ship is not heard in any of some slots, where so many others are heard at such a rate.
///
/// What the others tell is worth as much as there are ships, not slots: one that is always heard may have the better antenna. So the
/// rate of one more ship has a beta distribution, and the probability of no success in `slots` trials is that of the beta-binomial,
/// the product of (b + i) / (a + b + i).
fn unheard(ships: f64, rate: f64, slots: f64) -> f64 {
    let (a, b) = (HEARD + ships * rate, NOT_HEARD + ships * (1.0 - rate));
    (0..slots.round() as u32).map(f64::from).map(|i| (b + i) / (a + b + i)).product()
}

#[cfg(test)]
mod tests {
    use super::unheard;

    #[test]
    fn silence_among_heard_ships_is_unlikely_and_alone_it_is_not() {
        assert_eq!(unheard(0.0, 0.0, 0.0), 1.0);
        // nobody there: whatever the length, no accusation
        assert!(unheard(0.0, 0.0, 36.0) > 0.3);
        // one witness, always heard, for six hours
        assert!(unheard(1.0, 1.0, 36.0) > 0.005);
        // five witnesses, always heard, for two hours
        assert!(unheard(5.0, 1.0, 12.0) < 1e-4);
        // ten witnesses that are seldom heard say little
        assert!(unheard(10.0, 0.05, 12.0) > 0.3);
        // more slots, more ships, a better rate: less likely
        assert!(unheard(3.0, 0.5, 12.0) < unheard(3.0, 0.5, 6.0));
        assert!(unheard(4.0, 0.5, 12.0) < unheard(2.0, 0.5, 12.0));
        assert!(unheard(3.0, 0.9, 12.0) < unheard(3.0, 0.5, 12.0));
    }
}
