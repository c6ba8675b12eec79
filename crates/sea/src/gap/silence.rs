//! How likely a silence is for a ship that is on the air.

use super::{Study, way};
use crate::chart::Chart;
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
    /// On the straight way: passages of others, over all time, through its small cells.
    pub compared: f64,
    /// Those of them that were in a silence as long.
    pub as_silent: f64,
    /// On the straight way: slots in which nobody else was near.
    pub unknown: f64,
    /// How often the ship is heard, before and after, against others in its cells: 1 as often as they.
    pub standing: f64,
    /// Positions a day of a ship in the cells of the way, at most one of each slot counted.
    pub per_day: f64,
}

/// What is believed of silences where nobody ever was: that half of all ships have one. In ships.
const SILENT: f64 = 0.5;
const SHIPS: f64 = 1.0;

/// A silence counts as one of the same length from this part of it on.
const AS_LONG: f64 = 0.8;

/// What others say of a way.
#[derive(Default)]
struct Along {
    /// Slots with others near of whom at least one was heard, with none heard, and without others.
    open: f64,
    deaf: f64,
    unknown: f64,
    /// Most slots in a row in which nobody near by was heard.
    longest_deaf: f64,
    /// Ships near by at the time.
    witnesses: f64,
    /// Sum over the slots of the rate at which others are heard there.
    rates: f64,
    /// The same over the open slots.
    expected: f64,
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
    ///
    /// Only the time in which others near by were heard tells anything: the longest stretch without is taken off the silence. What is left
    /// is compared with the silences of all ships that ever passed the small cells of the way.
    fn along(&self, way: &[(i32, Point)], band: Band, standing: f64) -> (Silence, f64) {
        let rules = self.reception.rules();
        let along = self.witnesses(way, band);
        let slots = way.len() as f64;
        let minutes = (slots + 1.0 - along.longest_deaf) * rules.slot_minutes * standing;
        let (mut ships, mut silent) = (SHIPS, SILENT);
        let cell = |point: Point| Cell::of(point, band, rules.cell_degrees);
        for stretch in way.chunk_by(|a, b| cell(a.1) == cell(b.1)) {
            let Some((_, point)) = stretch.first() else { continue };
            let place = self.reception.place(cell(*point), AS_LONG * minutes, &self.own);
            ships += place.ships;
            silent += place.silent.min(place.ships);
        }
        let told = minutes >= rules.slot_minutes * 3.0;
        let silence = Silence {
            expected: along.expected * standing,
            witnesses: along.witnesses,
            open: along.open,
            deaf: along.deaf,
            unknown: along.unknown,
            compared: ships - SHIPS,
            as_silent: silent - SILENT,
            per_day: along.rates / slots.max(1.0) * 1440.0 / rules.slot_minutes,
            ..Silence::default()
        };
        (silence, if told { silent / ships } else { 1.0 })
    }

    /// Who was near and heard, slot by slot.
    fn witnesses(&self, way: &[(i32, Point)], band: Band) -> Along {
        let rules = self.reception.rules();
        let (mut along, mut deaf) = (Along::default(), 0.0);
        let wide = |point: Point| Cell::of(point, band, rules.wide_degrees);
        for slots in way.chunk_by(|a, b| a.0 + 1 == b.0 && wide(a.1) == wide(b.1)) {
            let (Some(first), Some(last)) = (slots.first(), slots.last()) else { continue };
            let middle = slots.get(slots.len() / 2).map_or(first.1, |slot| slot.1);
            let mut cells = Cell::around(middle, band, rules.wide_degrees);
            cells.push(wide(middle));
            let (when, ships) = self.reception.when(&cells, first.0..=last.0, &self.own);
            along.witnesses += ships;
            for (when, (_, point)) in when.iter().zip(slots) {
                let rate = self
                    .reception
                    .place(Cell::of(*point, band, rules.cell_degrees), f64::MAX, &self.own)
                    .rate;
                along.rates += rate;
                match when {
                    When::Open => (along.open, along.expected) = (along.open + 1.0, along.expected + rate),
                    When::Deaf => along.deaf += 1.0,
                    When::Unknown => along.unknown += 1.0,
                }
                deaf = if *when == When::Open { 0.0 } else { deaf + 1.0 };
                along.longest_deaf = along.longest_deaf.max(deaf);
            }
        }
        along
    }
}
