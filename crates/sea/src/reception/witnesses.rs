//! What other ships say of a place, and of a time.

use super::{Cell, Count, Key, Own, Reception};
use std::ops::RangeInclusive;

/// What ships other than one say of a small cell, over all time.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Place {
    /// How often one came there.
    pub ships: f64,
    /// Part of their slots in which they were heard; 0 where nobody was there.
    pub rate: f64,
    /// How often one was there in a silence that is as long.
    pub silent: f64,
}

/// What ships other than one say of a slot, in a wide cell and those around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// At least one of them was heard.
    Open,
    /// Some were there, and none was heard: a station failed, or no satellite passed.
    Deaf,
    /// Nobody else was there.
    Unknown,
}

impl Reception {
    /// What others say of a small cell, and of silences there of so many minutes, or almost: to the next lower of [`super::LENGTHS`].
    pub fn place(&self, cell: Cell, minutes: f64, own: &Own) -> Place {
        let found = |cells: &[(Cell, super::Total)]| {
            let at = cells.binary_search_by_key(&cell, |(key, _)| *key).ok();
            at.and_then(|index| cells.get(index)).map(|(_, total)| *total).unwrap_or_default()
        };
        let (all, own) = (found(&self.cells), found(&own.cells));
        let present = all.present.saturating_sub(own.present);
        if present == 0 {
            return Place::default();
        }
        let heard = f64::from(all.heard.saturating_sub(own.heard));
        let ships = f64::from(all.arrived.saturating_sub(own.arrived)).max(1.0);
        let length = super::LENGTHS.partition_point(|length| *length <= minutes).saturating_sub(1);
        let long = all.silent.iter().zip(own.silent).skip(length).map(|(all, own)| all.saturating_sub(own));
        Place { ships, rate: heard / f64::from(present), silent: long.map(f64::from).sum() }
    }

    /// What others say of each of some slots, in any of some wide cells, and how many they were: those there at first, and those that came.
    pub fn when(&self, wide: &[Cell], slots: RangeInclusive<i32>, own: &Own) -> (Vec<When>, f64) {
        let length = (slots.end() - slots.start() + 1).max(0) as usize;
        let mut when = vec![When::Unknown; length];
        let mut ships = 0.0;
        for cell in wide {
            let mut begun = false;
            self.others(*cell, slots.clone(), own, |slot, others| {
                ships += f64::from(if begun { others.arrived } else { others.present });
                begun = true;
                if let Some(known) = when.get_mut((slot - slots.start()) as usize)
                    && *known != When::Open
                {
                    *known = if others.heard > 0 { When::Open } else { When::Deaf };
                }
            });
        }
        (when, ships)
    }

    /// How many other ships under way were first or last heard in some small cells, not near the beginning or the end of the data; and how
    /// often others came into these cells. Where many were, the data have an edge: ships come into sight there, and go out of it.
    pub fn vanished(&self, cells: &[Cell], hours: f64, own: &Own) -> (f64, f64) {
        let margin = (hours * 3_600_000.0) as i64;
        let within =
            |time: i64| self.span.is_some_and(|(from, to)| time - from > margin && to - time > margin);
        let (mut ends, mut came) = (0.0, 0.0);
        for cell in cells {
            let first = self.ends.partition_point(|end| end.0 < *cell);
            let here = self.ends[first..].iter().take_while(|end| end.0 == *cell);
            ends += here.filter(|end| within(end.1) && !own.ends.contains(end)).count() as f64;
            came += self.place(*cell, f64::MAX, own).ships;
        }
        (ends, came)
    }

    /// How often a ship was heard in some slots, and how often it would have been if it were heard as often as others are in its cells.
    pub fn standing(&self, own: &Own, slots: RangeInclusive<i32>) -> (f64, f64) {
        let from = own.way.partition_point(|(slot, _, _)| slot < slots.start());
        let within = own.way.iter().skip(from).take_while(|(slot, _, _)| slots.contains(slot));
        within.fold((0.0, 0.0), |(heard, expected), (_, cell, was_heard)| {
            let place = self.place(*cell, f64::MAX, own);
            if place.ships > 0.0 {
                (heard + f64::from(*was_heard), expected + place.rate)
            } else {
                (heard, expected)
            }
        })
    }

    /// The counts of a wide cell in some slots without those of one ship, where anybody is left.
    fn others(&self, cell: Cell, slots: RangeInclusive<i32>, own: &Own, mut give: impl FnMut(i32, Count)) {
        let (first, last) = (Key { cell, slot: *slots.start() }, Key { cell, slot: *slots.end() });
        let from = self.slots.partition_point(|(key, _)| *key < first);
        let mut mine = own.slots.iter().skip(own.slots.partition_point(|(key, _)| *key < first)).peekable();
        for (key, count) in self.slots.iter().skip(from).take_while(|(key, _)| *key <= last) {
            while mine.next_if(|(own_key, _)| own_key < key).is_some() {}
            let others = mine
                .peek()
                .filter(|(own_key, _)| own_key == key)
                .map_or(*count, |own| without(count, &own.1));
            if others.present > 0 {
                give(key.slot, others);
            }
        }
    }
}

fn without(all: &Count, own: &Count) -> Count {
    Count {
        present: all.present.saturating_sub(own.present),
        heard: all.heard.saturating_sub(own.heard),
        arrived: all.arrived.saturating_sub(own.arrived),
    }
}
