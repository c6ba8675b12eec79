use super::{Anchor, Area, Drawing, Room, Scene, Subject, Text, axis::round_step, scene::unit, text};
use crate::geography::{Outlines, Positions, Projection, filed_under};
use crate::number::Format;
use crate::palette::Palette;
use maud::{Markup, PreEscaped, html};
use std::collections::BTreeMap;
use thalweg_core::{Cell, Column, Measure, Table};

/// Countries in the shade of their number, and arrows to where something goes.
///
/// Losses are brown and hatched in print, gains are green: colours that no named country has. The outlines stand once
/// in the page (see [`WorldMap::world`]), and every map refers to them.
///
/// ```
/// use thalweg_brief::chart::{Drawing, Room, Subject, WorldMap};
/// use thalweg_brief::{Palette, number::Kind};
/// let values = vec![(Subject::new("VNM", "Vietnam"), 0.33), (Subject::new("USA", "United States"), -0.29)];
/// let map = WorldMap::new(values, Kind::Change.into(), "real income, %");
/// assert!(map.draw(Room::Wide, &Palette::naming(["USA"])).faults().is_empty());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct WorldMap {
    /// The numbers; a country that is not here is drawn as having no value. Without any, the map has no shades and
    /// no key: best where arrows say everything.
    pub values: Vec<(Subject, f64)>,
    /// How numbers are written.
    pub format: Format,
    /// What the shades measure, for the key.
    pub measure: String,
    /// Lower ends of the shades, on both sides of zero: three at most, ascending, above zero.
    pub steps: Vec<f64>,
    /// Arrows, largest first.
    pub arrows: Vec<Arrow>,
}

/// An arrow on a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrow {
    /// Where it begins; it has the colour of this country.
    pub from: Subject,
    /// Where it ends.
    pub to: Subject,
    /// What it carries; its thickness. Negative amounts are not drawn.
    pub amount: f64,
    /// How the amount is written at its end.
    pub format: Format,
}

/// Width of the outlines in their own units, which maps scale down.
const WORLD: Projection = Projection { width: 1400.0 };

impl WorldMap {
    /// A map without arrows, its shades chosen so that about a third of the countries has each.
    pub fn new(values: Vec<(Subject, f64)>, format: Format, measure: &str) -> Self {
        let steps = steps_for(values.iter().map(|(_, value)| *value));
        Self { values, format, measure: measure.to_owned(), steps, arrows: Vec::new() }
    }

    /// The same with arrows, the largest first.
    #[must_use]
    pub fn with_arrows(self, mut arrows: Vec<Arrow>) -> Self {
        arrows.retain(|arrow| arrow.amount.is_finite() && arrow.amount > 0.0);
        arrows.sort_by(|a, b| b.amount.total_cmp(&a.amount));
        Self { arrows, ..self }
    }

    /// The outlines of the world, which a page holds once, unseen.
    pub fn world() -> Markup {
        let outlines = Outlines::embedded();
        html! {
            @for code in outlines.codes() {
                path id={ "land-" (code) } d=(outlines.path(code, WORLD)) {}
            }
            path id="land-borders" d=(outlines.borders(WORLD)) {}
        }
    }

    /// The shade of a number: `g1` to `g3`, `l1` to `l3`, `g0` near zero.
    fn shade(&self, value: f64) -> &'static str {
        let level = self.steps.iter().filter(|step| value.abs() >= **step).count();
        match (value < 0.0, level) {
            _ if !value.is_finite() => "none",
            (_, 0) => "g0",
            (false, 1) => "g1",
            (false, 2) => "g2",
            (false, _) => "g3",
            (true, 1) => "l1",
            (true, 2) => "l2",
            (true, _) => "l3",
        }
    }

    fn countries(&self, scene: &mut Scene, outlines: &Outlines, scale: f64) {
        let shades: BTreeMap<&str, &'static str> = self
            .values
            .iter()
            .map(|(subject, value)| (filed_under(&subject.code), self.shade(*value)))
            .collect();
        scene.mark(&format!(r#"<g transform="scale({scale:.5})">"#));
        for code in outlines.codes() {
            let unknown = if self.values.is_empty() { "g0" } else { "none" };
            let shade = shades.get(code).copied().unwrap_or(unknown);
            scene.mark(&format!(r##"<use href="#land-{code}" class="land {shade}"/>"##));
        }
        scene.mark(r##"<use href="#land-borders" class="borders"/></g>"##);
        let (map, positions) = (Projection { width: scene.width }, Positions::embedded());
        let radius = if scene.width > 500.0 { 2.5 } else { 1.6 };
        for (subject, value) in self.values.iter().filter(|(subject, _)| !outlines.has(&subject.code)) {
            if let Some((longitude, latitude)) = positions.of(&subject.code) {
                let shade = self.shade(*value);
                scene.dot(&format!("islet {shade}"), map.place(longitude, latitude), radius);
            }
        }
    }

    /// A curve that bends to the north, with a head at its end.
    fn arrow(scene: &mut Scene, class: &str, from: (f64, f64), to: (f64, f64), thickness: f64) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy);
        if length < 4.0 {
            return;
        }
        let side = if dx < 0.0 { -1.0 } else { 1.0 };
        let bend = 0.22 * side;
        let control = ((from.0 + to.0) / 2.0 + dy * bend, ((from.1 + to.1) / 2.0 - dx * bend).max(4.0));
        let head = (thickness * 1.6 + 3.0).min(length * 0.5);
        let (ux, uy) = (to.0 - control.0, to.1 - control.1);
        let along = ux.hypot(uy).max(1e-6);
        let (ux, uy) = (ux / along, uy / along);
        let neck = (to.0 - ux * head, to.1 - uy * head);
        let p = |(x, y): (f64, f64)| format!("{} {}", unit(x), unit(y));
        scene.stroke(
            &format!("arrow {class}"),
            &format!("M{}Q{} {}", p(from), p(control), p(neck)),
            thickness,
        );
        let wing = head * 0.55;
        let (left, right) =
            ((neck.0 - uy * wing, neck.1 + ux * wing), (neck.0 + uy * wing, neck.1 - ux * wing));
        scene.path(&format!("fill {class}"), &format!("M{}L{}L{}Z", p(to), p(left), p(right)));
    }

    fn arrows(&self, scene: &mut Scene, palette: &Palette) {
        let (map, positions) = (Projection { width: scene.width }, Positions::embedded());
        let most = self.arrows.first().map_or(1.0, |arrow| arrow.amount);
        let thickest = if scene.width > 500.0 { 9.0 } else { 5.0 };
        for arrow in &self.arrows {
            if let (Some(from), Some(to)) = (positions.of(&arrow.from.code), positions.of(&arrow.to.code)) {
                let thickness = (arrow.amount / most * thickest).max(0.8);
                let (from, to) = (map.place(from.0, from.1), map.place(to.0, to.1));
                Self::arrow(scene, palette.class(&arrow.from.code), from, to, thickness);
            }
        }
    }

    /// Words on the map, the most important first: ends of arrows, then named countries.
    fn wanted_labels(&self, palette: &Palette) -> Vec<(&str, String, bool)> {
        let ends = self.arrows.iter().map(|arrow| {
            let amount = arrow.format.text(arrow.amount);
            (arrow.to.code.as_str(), format!("{} {amount}", arrow.to.name), palette.names(&arrow.to.code))
        });
        let named = self.values.iter().filter(|(subject, value)| {
            let has_arrow = self.arrows.iter().any(|arrow| arrow.to.code == subject.code);
            value.is_finite() && palette.names(&subject.code) && !has_arrow
        });
        let named = named.map(|(subject, value)| {
            (subject.code.as_str(), format!("{} {}", subject.name, self.format.text(*value)), true)
        });
        if self.arrows.is_empty() { named.collect() } else { ends.collect() }
    }

    /// Puts each label where it meets no other and stays in the map; what finds no place is in the table below.
    fn labels(&self, scene: &mut Scene, palette: &Palette, size: f64) {
        let (map, positions) = (Projection { width: scene.width }, Positions::embedded());
        // shades speak for themselves: only whom the page is about is named
        let most = if self.arrows.is_empty() {
            2
        } else if scene.width > 500.0 {
            16
        } else {
            5
        };
        for (code, words, strong) in self.wanted_labels(palette).into_iter().take(most) {
            let Some((longitude, latitude)) = positions.of(code) else { continue };
            let (x, y) = map.place(longitude, latitude);
            let class = if strong { "halo strong" } else { "halo" };
            let places = [
                (x + 8.0, y + size * 0.35, Anchor::Start),
                (x - 8.0, y + size * 0.35, Anchor::End),
                (x, y - 9.0, Anchor::Middle),
                (x, y + size + 7.0, Anchor::Middle),
                (x + 8.0, y + size * 1.5, Anchor::Start),
                (x - 8.0, y + size * 1.5, Anchor::End),
                (x + 8.0, y - size * 0.9, Anchor::Start),
                (x - 8.0, y - size * 0.9, Anchor::End),
            ];
            let texts = places.map(|(x, y, anchor)| Text::new(x, y, size, &*words).at(anchor).class(class));
            let inside = Area { x: 0.0, y: 0.0, w: scene.width, h: map.height() };
            let free = texts.into_iter().find(|text| {
                let area = text.area();
                within(&area, &inside) && !scene.texts().iter().any(|other| other.area().meets(&area))
            });
            if let Some(text) = free {
                scene.text(text);
            }
        }
    }

    /// The shades that the map uses, from the lowest to the highest, each with its lower end; then "no value".
    fn key(&self) -> Vec<(&'static str, String)> {
        let losses = self.values.iter().any(|(_, value)| *value <= -self.lowest_step());
        let mut key = Vec::new();
        let text = |value: f64| self.format.text(value);
        for level in (0..self.steps.len()).rev().filter(|_| losses) {
            let words = match self.steps.get(level + 1) {
                Some(next) => format!("{} to {}", text(-next), text(-self.steps[level])),
                None => format!("{} or lower", text(-self.steps[level])),
            };
            key.push((["l1", "l2", "l3"][level.min(2)], words));
        }
        let lowest = self.lowest_step();
        let small = if lowest.is_finite() && losses {
            format!("{} to {}", text(-lowest), text(lowest))
        } else if lowest.is_finite() {
            format!("below {}", text(lowest))
        } else {
            "no change".to_owned()
        };
        key.push(("g0", small));
        for level in 0..self.steps.len() {
            let words = match self.steps.get(level + 1) {
                Some(next) => format!("{} to {}", text(self.steps[level]), text(*next)),
                None => format!("{} or more", text(self.steps[level])),
            };
            key.push((["g1", "g2", "g3"][level.min(2)], words));
        }
        key.push(("none", "no value".to_owned()));
        key
    }

    fn lowest_step(&self) -> f64 {
        self.steps.first().copied().unwrap_or(f64::INFINITY)
    }

    /// Draws the key under the map; returns where it ends.
    fn draw_key(&self, scene: &mut Scene, top: f64, size: f64) -> f64 {
        if self.values.is_empty() {
            return top;
        }
        scene.text(Text::new(0.0, top + size, size, &*self.measure).class("muted").within(scene.width));
        let line = size * 1.6;
        let key = self.key();
        let cell = key.iter().map(|(_, words)| text::width(words, size) + 36.0).fold(1.0, f64::max);
        let columns = ((scene.width / cell) as usize).clamp(1, 4);
        let rows = key.len().div_ceil(columns);
        for (number, (shade, words)) in key.iter().enumerate() {
            let (column, row) = (number / rows, number % rows);
            let (x, y) = (column as f64 * (scene.width / columns as f64), top + line * (row as f64 + 1.0));
            scene.rect(&format!("swatch {shade}"), Area { x, y: y + 3.0, w: 18.0, h: 11.0 });
            scene.text(Text::new(x + 24.0, y + size, size, &**words).within(scene.width - x - 24.0));
        }
        top + line * (rows as f64 + 1.0) + 4.0
    }
}

fn within(inner: &Area, outer: &Area) -> bool {
    inner.x >= outer.x
        && inner.y >= outer.y
        && inner.x + inner.w <= outer.x + outer.w
        && inner.y + inner.h <= outer.y + outer.h
}

/// Three round numbers that part the sizes of the values into about equal groups.
fn steps_for(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sizes: Vec<f64> = values.filter(|v| v.is_finite() && *v != 0.0).map(f64::abs).collect();
    sizes.sort_by(f64::total_cmp);
    let mut steps: Vec<f64> = Vec::new();
    for part in [0.1, 0.4, 0.75] {
        if let Some(size) = sizes.get((part * sizes.len() as f64) as usize) {
            let step = round_step(*size);
            if steps.last().is_none_or(|last| step > last * 1.5) {
                steps.push(step);
            }
        }
    }
    steps
}

impl Drawing for WorldMap {
    fn draw(&self, room: Room, palette: &Palette) -> Scene {
        let mut scene = Scene::new(room.width());
        let map = Projection { width: scene.width };
        self.countries(&mut scene, &Outlines::embedded(), map.width / WORLD.width);
        self.arrows(&mut scene, palette);
        self.labels(&mut scene, palette, room.size());
        scene.height = self.draw_key(&mut scene, map.height() + 8.0, room.size());
        scene
    }

    fn table(&self) -> Table {
        let mut columns =
            vec![Column::new("code", "Code", Measure::Text), Column::new("name", "Country", Measure::Text)];
        if !self.values.is_empty() {
            columns.push(Column::new("value", &self.measure, self.format.measure()));
        }
        if let Some(arrow) = self.arrows.first() {
            columns.push(Column::new("arrow", &format!("From {}", arrow.from.name), arrow.format.measure()));
        }
        let arrow =
            |code: &str| self.arrows.iter().find(|arrow| arrow.to.code == code).map(|arrow| arrow.amount);
        let row = |subject: &Subject, value: Option<f64>| {
            let mut cells = vec![Cell::from(&*subject.code), Cell::from(&*subject.name)];
            if !self.values.is_empty() {
                cells.push(Cell::from(value));
            }
            if !self.arrows.is_empty() {
                cells.push(Cell::from(arrow(&subject.code)));
            }
            cells
        };
        let known = |code: &str| self.values.iter().any(|(subject, _)| subject.code == code);
        let shaded = self.values.iter().map(|(subject, value)| row(subject, Some(*value)));
        let others =
            self.arrows.iter().filter(|arrow| !known(&arrow.to.code)).map(|arrow| row(&arrow.to, None));
        Table { name: String::new(), title: String::new(), columns, rows: shaded.chain(others).collect() }
    }

    fn describe(&self) -> String {
        let mut known: Vec<&(Subject, f64)> = self.values.iter().filter(|(_, v)| v.is_finite()).collect();
        known.sort_by(|a, b| b.1.total_cmp(&a.1));
        let say =
            |(subject, value): &(Subject, f64)| format!("{} {}", subject.name, self.format.text(*value));
        let ends: Vec<String> = [known.first(), known.last()].into_iter().flatten().map(|v| say(v)).collect();
        let arrow = |arrow: &Arrow| {
            format!("{} to {} {}", arrow.from.name, arrow.to.name, arrow.format.text(arrow.amount))
        };
        let mut parts = vec!["Map of the world".to_owned()];
        if !ends.is_empty() {
            parts.push(format!(
                "{}, {} economies: from {}",
                self.measure,
                self.values.len(),
                ends.join(" to ")
            ));
        }
        parts.extend(self.arrows.iter().take(5).map(arrow));
        parts.join("; ") + "."
    }

    fn needs_world(&self) -> bool {
        true
    }
}

/// Patterns that hatch shades in print, and bands that are not made.
pub(crate) fn patterns() -> Markup {
    let hatch = |id: &str, step: u32, thickness: &str| {
        format!(
            r#"<pattern id="{id}" width="{step}" height="{step}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V{step}" stroke-width="{thickness}"/></pattern>"#
        )
    };
    let patterns = [
        hatch("hatch", 6, "3"),
        hatch("print-l1", 16, "2.5"),
        hatch("print-l2", 10, "4"),
        hatch("print-l3", 8, "5.5"),
    ];
    html! { (PreEscaped(patterns.concat())) }
}
