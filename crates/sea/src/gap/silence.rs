//! How likely a silence is for a ship that is on the air.

use super::chart::Chart;
use super::{Study, way};
use crate::reception::{Band, Cell, When};
use crate::sphere::Point;
use serde::Serialize;

/// What others say of a silence.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Silence {
    /// How likely the silence is for a ship that is on the air, over all ways that it can have gone.
    pub on_air: f64,
    /// On the straight way: slots of time in which the ship would have been heard, if it were heard as often as others.
    pub expected: f64,
    /// On the straight way: other ships near by at the same time.
    pub witnesses: f64,
    /// On the straight way: slots in which others were near and at least one was heard.
    pub open: f64,
    /// On the straight way: slots in which others were near and none was heard.
    pub deaf: f64,
    /// On the straight way: slots in which nobody else was near.
    pub unknown: f64,
    /// How often the ship is heard, before and after, against others in its cells: 1 as often as they.
    pub standing: f64,
    /// Positions a day of a ship in the cells of the way, at most one of each slot counted.
    pub per_day: f64,
}

/// What is believed of reception where nobody knows: that it is rather poor. Shape of a beta distribution, in ships.
const HEARD: f64 = 0.25;
const NOT_HEARD: f64 = 0.75;

/// What all ships of a wide cell say of a small one in it that nobody crossed, in ships.
const FROM_AROUND: f64 = 1.0;

/// However many ships there were, reception differs within a cell, and from ship to ship: where half is heard, it may be this half of the
/// cell. So many ships are believed at most.
const BELIEVED: f64 = 4.0;

/// How likely it is that reception failed for the whole of a silence while nobody was near who could tell. Ours.
const OUTAGE: f64 = 0.05;

/// Some slots of a way in one wide cell.
struct Block {
    /// Slots in which the ship can have been heard.
    open: f64,
    deaf: f64,
    unknown: f64,
    ships: f64,
    /// Shape of the distribution of how often a ship is heard there.
    heard: f64,
    not_heard: f64,
    /// Mean rate of all others in its cells.
    rate: f64,
}

impl<C: Chart> Study<'_, C> {
    pub(super) fn silence(&self, possible: &way::Possible) -> Silence {
        let rules = self.reception.rules();
        let band = Band::of(possible.last.class());
        let standing = self.standing(possible);
        let (share, straight) = possible.straight(rules);
        let (mut silence, likely) = self.along(&straight, band, standing);
        silence.standing = standing;
        silence.on_air = share * likely;
        // unless the straight way alone is innocent enough
        if self.rules.probability(silence.on_air) < self.rules.deliberate {
            silence.on_air = likely;
            return silence;
        }
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
        let wide = |point: Point| Cell::of(point, band, rules.wide_degrees);
        let (mut silence, mut likely) = (Silence::default(), 1.0);
        let mut rates = 0.0;
        for slots in way.chunk_by(|a, b| a.0 + 1 == b.0 && wide(a.1) == wide(b.1)) {
            let block = self.block(slots, band, standing);
            silence.witnesses += block.ships;
            silence.expected += block.rate * standing * block.open;
            silence.open += block.open;
            silence.deaf += block.deaf;
            silence.unknown += block.unknown;
            rates += block.rate * slots.len() as f64;
            likely *= unheard(block.heard, block.not_heard, block.open + block.unknown);
        }
        let slots = (way.len() as f64).max(1.0);
        silence.per_day = rates / slots * 1440.0 / rules.slot_minutes;
        (silence, likely.max(OUTAGE * silence.unknown / slots))
    }

    fn block(&self, slots: &[(i32, Point)], band: Band, standing: f64) -> Block {
        let rules = self.reception.rules();
        let (first, last) = (slots.first().map_or(0, |slot| slot.0), slots.last().map_or(0, |slot| slot.0));
        let middle = slots.get(slots.len() / 2).map_or(Point::new(0.0, 0.0), |slot| slot.1);
        let mut wide = Cell::around(middle, band, rules.wide_degrees);
        wide.push(Cell::of(middle, band, rules.wide_degrees));
        let (when, ships) = self.reception.when(&wide, first..=last, &self.own);
        let count = |which: When| when.iter().filter(|when| **when == which).count() as f64;
        let mut block = Block {
            open: count(When::Open),
            deaf: count(When::Deaf),
            unknown: count(When::Unknown),
            ships,
            heard: HEARD,
            not_heard: NOT_HEARD,
            rate: 0.0,
        };
        if block.open + block.unknown > 0.0 {
            self.believe(&mut block, slots, band, standing, &wide);
        }
        block
    }

    /// How often a ship is heard along some slots: the mean of what is known of each small cell.
    fn believe(&self, block: &mut Block, slots: &[(i32, Point)], band: Band, standing: f64, wide: &[Cell]) {
        let degrees = self.reception.rules().cell_degrees;
        let places: Vec<_> = slots
            .iter()
            .map(|(_, point)| self.reception.place(Cell::of(*point, band, degrees), &self.own))
            .collect();
        let all: f64 = places.iter().map(|place| place.ships).sum();
        let around = places.iter().map(|place| place.ships * place.rate).sum::<f64>() / all.max(1.0);
        let open_share = self.reception.open_share(wide, &self.own).max(0.01);
        let (mut heard, mut not_heard) = (0.0, 0.0);
        for place in &places {
            // of the time in which anybody is heard
            let rate = |rate: f64| (rate / open_share).min(1.0) * standing;
            let from_around = FROM_AROUND * (all / 4.0).min(1.0);
            heard += place.ships * rate(place.rate) + from_around * rate(around);
            not_heard += place.ships * (1.0 - rate(place.rate)) + from_around * (1.0 - rate(around));
            block.rate += place.rate / places.len() as f64;
        }
        let (heard, not_heard) = (heard / places.len() as f64, not_heard / places.len() as f64);
        let scale = (BELIEVED / (heard + not_heard).max(1e-9)).min(1.0);
        block.heard += heard * scale;
        block.not_heard = NOT_HEARD / (1.0 + heard + not_heard) + not_heard * scale;
    }
}

/// How likely a ship is not heard in any of some slots, where how often a ship is heard has a beta distribution: no success in so many
/// trials of the beta-binomial, the product of (b + i) / (a + b + i).
fn unheard(a: f64, b: f64, slots: f64) -> f64 {
    (0..slots.round() as u32).map(f64::from).map(|i| (b + i) / (a + b + i)).product()
}

#[cfg(test)]
mod tests {
    use super::{HEARD, NOT_HEARD, unheard};

    #[test]
    fn silence_among_heard_ships_is_unlikely_and_alone_it_is_not() {
        assert_eq!(unheard(HEARD, NOT_HEARD, 0.0), 1.0);
        // nobody there: whatever the length, no accusation
        assert!(unheard(HEARD, NOT_HEARD, 36.0) > 0.3);
        // always heard
        assert!(unheard(4.0, 0.2, 12.0) < 1e-3);
        // half of the time, or half of the cell
        assert!(unheard(2.0, 2.0, 6.0) > 0.05);
    }
}
