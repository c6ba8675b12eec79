//! Draught, speed, silences and claims of a ship along one line of time.

use super::{answer, marks};
use crate::chart::{Anchor, Area, Axis, Drawing, Room, Scene, Text, tick_label, unit};
use crate::palette::Palette;
use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_sea::Track;
use thalweg_sea::dossier::Dossier;
use thalweg_sea::event::Kind;

/// What a ship did, along one line of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    start: i64,
    end: i64,
    /// Stated draughts: from, until, metres.
    draughts: Vec<(i64, i64, f64)>,
    /// Highest speed in each of equal stretches of time, knots; none where it was not heard.
    speeds: Vec<Option<f64>>,
    /// Legs: from, until, probability of cargo.
    legs: Vec<(i64, i64, f64)>,
    /// Claims: kind, from, until, number.
    claims: Vec<(Kind, i64, i64, Option<usize>)>,
}

/// Stretches of time for which speeds are drawn.
const STRETCHES: usize = 180;

/// Rows of the picture: their heads and heights.
const HEIGHT: f64 = 78.0;

impl Timeline {
    /// From a dossier and the tracks of the ship.
    pub fn of(dossier: &Dossier, tracks: &[Track]) -> Self {
        let (start, end) = (dossier.start, dossier.end.max(dossier.start + 1));
        let numbered = marks::numbered(&dossier.events);
        let claims = dossier.events.iter().map(|event| {
            let number = numbered.iter().position(|other| *other == event).map(|place| place + 1);
            (event.kind, event.start.max(start), event.end.min(end), number)
        });
        let ships = dossier.fortunes.iter();
        let draughts = ships.clone().flat_map(|ship| &ship.ship.draughts);
        let legs = ships.filter(|ship| !ship.calls.is_empty()).flat_map(|ship| &ship.legs);
        Self {
            start,
            end,
            draughts: held(draughts.map(|stated| (stated.first, stated.last, stated.metres)).collect()),
            speeds: speeds(tracks, start, end),
            legs: legs.map(|leg| (leg.start.unwrap_or(start), leg.end.unwrap_or(end), leg.cargo())).collect(),
            claims: claims.collect(),
        }
    }

    /// The finding, in a sentence.
    pub(super) fn finding(&self) -> String {
        let metres = || self.draughts.iter().map(|stated| stated.2);
        let (least, most) = (metres().fold(f64::INFINITY, f64::min), metres().fold(0.0, f64::max));
        match self.draughts.len() {
            0 => "The ship stated no draught".into(),
            _ if most - least < 0.3 => {
                format!("The ship stated a draught of {most:.1} m and did not change it")
            }
            _ => format!("The ship stated draughts from {least:.1} to {most:.1} m"),
        }
    }

    fn x(&self, time: i64, (left, right): (f64, f64)) -> f64 {
        let share = (time - self.start) as f64 / (self.end - self.start) as f64;
        left + share.clamp(0.0, 1.0) * (right - left)
    }

    fn dates(&self, scene: &mut Scene, sides: (f64, f64), bottom: f64, size: f64) {
        let wanted = if scene.width > 500.0 { 6 } else { 3 };
        for (time, words) in answer::ticks(self.start, self.end, wanted) {
            let x = self.x(time, sides);
            scene.line("grid", (x, 0.0), (x, bottom));
            let text = Text::new(x, bottom + size + 2.0, size * 0.9, words).at(Anchor::Middle).class("muted");
            let area = text.area();
            let free = area.x >= 0.0 && area.x + area.w <= scene.width;
            if free && !scene.texts().iter().any(|other| other.area().meets(&area)) {
                scene.text(text);
            }
        }
    }

    fn draught(&self, scene: &mut Scene, top: f64, sides: (f64, f64), size: f64) {
        let most = self.draughts.iter().map(|stated| stated.2).fold(0.0, f64::max);
        let axis = Axis::with_zero([most], top + 8.0, top + HEIGHT - 8.0);
        head(scene, top, size, "Stated draught, m: deeper is lower");
        scale(scene, axis, sides, size);
        let mut d = String::new();
        for (from, until, metres) in &self.draughts {
            let (x0, x1, y) = (self.x(*from, sides), self.x(*until, sides), axis.at(*metres));
            let letter = if d.is_empty() { 'M' } else { 'L' };
            d += &format!("{letter}{} {}H{}", unit(x0), unit(y), unit(x1.max(x0 + 0.5)));
        }
        scene.stroke("way ink-way", &d, 2.0);
    }

    fn speed(&self, scene: &mut Scene, top: f64, sides: (f64, f64), size: f64) {
        let most = self.speeds.iter().flatten().copied().fold(1.0, f64::max);
        let bottom = top + HEIGHT - 8.0;
        // from the bottom up
        let axis = Axis::with_zero([-most], top + 8.0, bottom);
        head(scene, top, size, "Highest speed, knots");
        scale(scene, axis, sides, size);
        let wide = (sides.1 - sides.0) / self.speeds.len().max(1) as f64;
        for (place, speed) in self.speeds.iter().enumerate() {
            if let Some(knots) = speed {
                let (x, y) = (sides.0 + wide * place as f64, axis.at(-knots).min(bottom - 0.6));
                scene.rect("fill s1", Area { x, y, w: wide, h: bottom - y });
            }
        }
    }

    /// Cargo and claims: one row of bands, one row per kind of claim.
    fn bands(&self, scene: &mut Scene, top: f64, sides: (f64, f64), size: f64) -> f64 {
        let mut y = top;
        if !self.legs.is_empty() {
            head(scene, y, size, "Cargo aboard: probability");
            y += 8.0;
            for (from, until, cargo) in self.legs.iter().filter(|leg| leg.1 > leg.0) {
                let (x0, x1) = (self.x(*from, sides), self.x(*until, sides));
                let area = Area { x: x0, y, w: (x1 - x0).max(0.5), h: 16.0 };
                scene.rect("frame", area);
                scene.rect("fill s0", Area { y: y + 16.0 * (1.0 - cargo), h: 16.0 * cargo, ..area });
                let words = format!("{:.0} %", 100.0 * cargo).replace(' ', "\u{202f}");
                let text = Text::new(f64::midpoint(x0, x1), y + 12.0, size * 0.9, words)
                    .at(Anchor::Middle)
                    .class("halo");
                if text.area().w < x1 - x0 {
                    scene.text(text);
                }
            }
            y += 16.0 + size * 1.9;
        }
        let mut kinds: Vec<Kind> = self.claims.iter().map(|claim| claim.0).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            head(scene, y, size, capital(marks::words(kind)).as_str());
            let middle = y + 12.0;
            scene.line("grid", (sides.0, middle), (sides.1, middle));
            for (_, from, until, number) in self.claims.iter().filter(|claim| claim.0 == kind) {
                self.claim(scene, kind, (self.x(*from, sides), self.x(*until, sides)), middle, *number, size);
            }
            y += 14.0 + size * 1.9;
        }
        y - size * 1.2
    }

    fn claim(
        &self,
        scene: &mut Scene,
        kind: Kind,
        (x0, x1): (f64, f64),
        y: f64,
        number: Option<usize>,
        size: f64,
    ) {
        if x1 - x0 > 6.0 {
            let area = Area { x: x0, y: y - 4.0, w: x1 - x0, h: 8.0 };
            scene.rect(&format!("fill outlined {}", marks::class(kind)), area);
        } else {
            marks::draw(scene, kind, (f64::midpoint(x0, x1), y), 4.5);
        }
        if let Some(number) = number {
            let right = Text::new(x1 + 7.0, y + size * 0.35, size, number.to_string()).class("strong halo");
            let left = Text { x: x0 - 7.0, ..right.clone() }.at(Anchor::End);
            let free = |text: &Text| {
                let area = text.area();
                area.x >= 0.0
                    && area.x + area.w <= scene.width
                    && !scene.texts().iter().any(|other| other.area().meets(&area))
            };
            if let Some(text) = [right, left].into_iter().find(free) {
                scene.text(text);
            }
        }
    }
}

/// Lines at round numbers, which are never below zero.
fn scale(scene: &mut Scene, axis: Axis, sides: (f64, f64), size: f64) {
    for tick in axis.ticks(3) {
        let y = axis.at(tick);
        scene.line("grid", (sides.0, y), (sides.1, y));
        let words = tick_label(tick.abs());
        scene.text(
            Text::new(sides.0 - 6.0, y + size * 0.3, size * 0.85, words).at(Anchor::End).class("muted"),
        );
    }
}

/// A stated draught holds until another one is stated.
fn held(mut draughts: Vec<(i64, i64, f64)>) -> Vec<(i64, i64, f64)> {
    draughts.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    draughts.dedup_by(|next, kept| {
        let same = next.2 == kept.2;
        if same {
            kept.1 = kept.1.max(next.1);
        }
        same
    });
    for place in 1..draughts.len() {
        draughts[place - 1].1 = draughts[place].0;
    }
    draughts
}

/// The head of a row, above it.
fn head(scene: &mut Scene, top: f64, size: f64, words: &str) {
    scene.text(Text::new(0.0, top, size, words).class("strong").within(scene.width));
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn speeds(tracks: &[Track], start: i64, end: i64) -> Vec<Option<f64>> {
    let mut speeds: Vec<Option<f64>> = vec![None; STRETCHES];
    for fix in tracks.iter().flat_map(|track| &track.fixes) {
        let share = (fix.time - start) as f64 / (end - start) as f64;
        let place = ((share * STRETCHES as f64) as usize).min(STRETCHES - 1);
        if let Some(knots) = fix.speed() {
            speeds[place] = Some(speeds[place].map_or(knots, |highest| highest.max(knots)));
        }
    }
    speeds
}

impl Drawing for Timeline {
    fn draw(&self, room: Room, _: &Palette) -> Scene {
        let (mut scene, size) = (Scene::new(room.width()), room.size());
        let sides = (34.0, room.width() - 22.0);
        let mut y = size;
        if !self.draughts.is_empty() {
            self.draught(&mut scene, y, sides, size);
            y += HEIGHT + size;
        }
        if self.speeds.iter().any(Option::is_some) {
            self.speed(&mut scene, y, sides, size);
            y += HEIGHT + size;
        }
        y = self.bands(&mut scene, y, sides, size);
        self.dates(&mut scene, sides, y, size);
        scene.height = y + size * 1.6;
        scene
    }

    fn table(&self) -> Table {
        let columns = vec![
            Column::new("what", "What", Measure::Text),
            Column::new("start", "From", Measure::Text),
            Column::new("end", "Until", Measure::Text),
            Column::new("value", "Value", Measure::Number),
        ];
        let row = |what: &str, from: i64, until: i64, value: Option<f64>| -> Vec<Cell> {
            vec![what.into(), answer::moment(from).into(), answer::moment(until).into(), value.into()]
        };
        let draughts = self
            .draughts
            .iter()
            .map(|(from, until, metres)| row("stated draught, m", *from, *until, Some(*metres)));
        let legs = self
            .legs
            .iter()
            .map(|(from, until, cargo)| row("probability of cargo", *from, *until, Some(*cargo)));
        let claims = self.claims.iter().map(|(kind, from, until, number)| {
            row(marks::words(*kind), *from, *until, number.map(|number| number as f64))
        });
        Table {
            name: String::new(),
            title: String::new(),
            columns,
            rows: draughts.chain(legs).chain(claims).collect(),
        }
    }

    fn describe(&self) -> String {
        format!(
            "From {} to {}: {}; {} legs, {} claims.",
            answer::moment(self.start),
            answer::moment(self.end),
            self.finding(),
            self.legs.len(),
            self.claims.len()
        )
    }
}
