//! What other ships say of a stretch of time in a cell.

use super::{Cell, Count, Key, Own, Reception};
use std::ops::RangeInclusive;

/// What other ships say of a cell over some slots.
///
/// A slot in which none of them was heard says nothing of a ship that was silent too: the station may have failed, or no satellite
/// passed. Such slots are counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Witnesses {
    /// Different ships, as far as they can be told apart: those there at first, and those that came later.
    pub ships: f64,
    /// Slots in which at least one of them was heard.
    pub open: f64,
    /// Slots in which there were some, and none was heard.
    pub deaf: f64,
    /// Sum over the open slots of the ships that were there.
    pub present: f64,
    /// Sum over the open slots of the ships that were heard.
    pub heard: f64,
}

impl Witnesses {
    /// Part of the ships that were heard where at least one was; 0 where none was.
    pub fn rate(&self) -> f64 {
        if self.present > 0.0 { self.heard / self.present } else { 0.0 }
    }

    /// With those of another cell, counted as a part of what they are.
    #[must_use]
    pub fn with(self, other: Self, weight: f64) -> Self {
        Self {
            ships: self.ships + weight * other.ships,
            open: self.open.max(other.open),
            deaf: self.deaf.max(other.deaf),
            present: self.present + weight * other.present,
            heard: self.heard + weight * other.heard,
        }
    }
}

impl Reception {
    /// What ships other than one say of a cell over some slots.
    pub fn witnesses(&self, cell: Cell, slots: RangeInclusive<i32>, own: &Own) -> Witnesses {
        let mut all = Witnesses::default();
        let (first, last) = (Key { cell, slot: *slots.start() }, Key { cell, slot: *slots.end() });
        let from = self.counts.partition_point(|(key, _)| *key < first);
        let mut mine = own.counts.iter().skip(own.counts.partition_point(|(key, _)| *key < first)).peekable();
        let mut begun = false;
        for (key, count) in self.counts.iter().skip(from).take_while(|(key, _)| *key <= last) {
            let mut others = *count;
            while let Some((own_key, own_count)) = mine.next_if(|(own_key, _)| own_key <= key) {
                if own_key == key {
                    others = without(others, own_count);
                }
            }
            if others.present == 0 {
                continue;
            }
            all.ships += f64::from(if begun { others.arrived } else { others.present });
            begun = true;
            if others.heard > 0 {
                all.open += 1.0;
                all.present += f64::from(others.present);
                all.heard += f64::from(others.heard);
            } else {
                all.deaf += 1.0;
            }
        }
        all
    }

    /// Whether any ship but one was ever heard in a cell.
    pub fn ever_heard(&self, cell: Cell, own: &Own) -> bool {
        let first = Key { cell, slot: i32::MIN };
        let from = self.counts.partition_point(|(key, _)| *key < first);
        let mut here = self.counts.iter().skip(from).take_while(|(key, _)| key.cell == cell);
        here.any(|(key, count)| count.heard > own.heard(key))
    }

    /// How often a ship was heard in some slots, and how often it would have been if it were heard as often as the others that were in its
    /// cell then.
    pub fn standing(&self, own: &Own, slots: RangeInclusive<i32>) -> (f64, f64) {
        let (mut heard, mut expected) = (0.0, 0.0);
        for (key, count) in own.counts.iter().filter(|(key, _)| slots.contains(&key.slot)) {
            let others = self.witnesses(key.cell, key.slot..=key.slot, own);
            if others.open > 0.0 {
                heard += f64::from(count.heard);
                expected += others.rate();
            }
        }
        (heard, expected)
    }
}

impl Own {
    /// How often it was itself heard in a cell and slot.
    fn heard(&self, key: &Key) -> u16 {
        let at = self.counts.binary_search_by_key(key, |(own, _)| *own);
        at.ok().and_then(|index| self.counts.get(index)).map_or(0, |(_, count)| count.heard)
    }
}

fn without(all: Count, own: &Count) -> Count {
    Count {
        present: all.present.saturating_sub(own.present),
        heard: all.heard.saturating_sub(own.heard),
        arrived: all.arrived.saturating_sub(own.arrived),
    }
}
