//! The way of a ship on a map, with what detectors claim of it.

use super::marks;
use super::view::View;
use crate::chart::{Anchor, Area, Drawing, Room, Scene, Text, unit};
use crate::palette::Palette;
use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_sea::dossier::Dossier;
use thalweg_sea::event::{Event, Kind};
use thalweg_sea::{Fix, Point, Track};

/// The way of a ship and what is claimed of it.
#[derive(Debug, Clone, PartialEq)]
pub struct TrackMap {
    /// Stretches in which the ship was heard, in order of time.
    heard: Vec<Vec<Point>>,
    /// Claims, those with a number first.
    claims: Vec<Claim>,
    /// Places where it called.
    calls: Vec<(String, Point)>,
    name: String,
    positions: usize,
}

#[derive(Debug, Clone, PartialEq)]
struct Claim {
    number: Option<usize>,
    kind: Kind,
    at: Point,
    words: String,
    from: String,
}

/// A silence of so many hours is dashed.
const SILENCE_HOURS: f64 = 2.0;

impl TrackMap {
    /// From a dossier and the tracks of the ship.
    pub fn of(dossier: &Dossier, tracks: &[Track]) -> Self {
        let numbered = marks::numbered(&dossier.events);
        let number = |event: &Event| numbered.iter().position(|other| *other == event).map(|place| place + 1);
        let claim = |event: &Event| Claim {
            number: number(event),
            kind: event.kind,
            at: event.from,
            words: format!("{}: {}", marks::words(event.kind), event.verdict.replace('_', " ")),
            from: super::answer::moment(event.start),
        };
        let mut claims: Vec<Claim> = dossier.events.iter().map(claim).collect();
        claims.sort_by_key(|claim| claim.number.unwrap_or(usize::MAX));
        let mut calls: Vec<(String, Point)> = Vec::new();
        for call in dossier.fortunes.iter().flat_map(|ship| &ship.calls) {
            if call.is_stay() && !calls.iter().any(|(name, _)| *name == call.port.name) {
                calls.push((call.port.name.clone(), call.point));
            }
        }
        Self {
            heard: tracks.iter().flat_map(|track| stretches(&track.fixes)).collect(),
            claims,
            calls,
            name: super::answer::name(dossier),
            positions: dossier.positions,
        }
    }

    fn points(&self) -> Vec<Point> {
        let way = self.heard.iter().flatten().copied();
        way.chain(self.claims.iter().map(|claim| claim.at))
            .chain(self.calls.iter().map(|call| call.1))
            .collect()
    }

    fn sea(scene: &mut Scene, view: &View, size: f64) {
        scene.rect("sea", Area { x: 0.0, y: 0.0, w: view.width, h: view.height });
        let land = super::coast::land(view);
        if !land.is_empty() {
            scene.mark(&format!(r#"<path class="shore" fill-rule="evenodd" d="{land}"/>"#));
        }
        let wanted = if view.width > 500.0 { 6.0 } else { 3.0 };
        for (meridian, at, words) in view.graticule(wanted) {
            if meridian {
                scene.line("grid", (at, 0.0), (at, view.height));
                put(
                    scene,
                    view,
                    Text::new(at, view.height - 5.0, size * 0.85, words)
                        .at(Anchor::Middle)
                        .class("muted halo"),
                );
            } else {
                scene.line("grid", (0.0, at), (view.width, at));
                put(scene, view, Text::new(4.0, at - 4.0, size * 0.85, words).class("muted halo"));
            }
        }
    }

    fn way(&self, scene: &mut Scene, view: &View) {
        for pair in self.heard.windows(2) {
            if let (Some(last), Some(first)) = (pair[0].last(), pair[1].first()) {
                scene.stroke("way silent", &path(view, &[*last, *first], 0.0), 1.5);
            }
        }
        for stretch in &self.heard {
            let lone = stretch.len() == 1;
            if lone {
                scene.dot("fill s1", view.place(stretch[0]), 1.6);
            } else {
                scene.stroke("way", &path(view, stretch, 0.4), 1.8);
            }
        }
        let ends =
            [self.heard.first().and_then(|way| way.first()), self.heard.last().and_then(|way| way.last())];
        for (end, class) in ends.into_iter().zip(["hollow s1", "fill s1 outlined"]) {
            end.iter().for_each(|point| scene.dot(class, view.place(**point), 4.5));
        }
    }

    fn marks(&self, scene: &mut Scene, view: &View, size: f64) {
        let radius = if view.width > 500.0 { 5.5 } else { 4.5 };
        for claim in self.claims.iter().rev() {
            marks::draw(scene, claim.kind, view.place(claim.at), radius);
        }
        for claim in &self.claims {
            if let Some(number) = claim.number {
                beside(scene, view, view.place(claim.at), size, &number.to_string(), "strong halo");
            }
        }
        for (name, point) in &self.calls {
            beside(scene, view, view.place(*point), size, name, "halo");
        }
    }

    /// The scale, and what the marks stand for; returns where it ends.
    fn key(&self, scene: &mut Scene, view: &View, size: f64) -> f64 {
        scale(scene, view, size);
        let (mut x, mut y) = (0.0, view.height + size * 3.1);
        let mut entry = |scene: &mut Scene, words: &str, draw: &dyn Fn(&mut Scene, (f64, f64))| {
            let wide = Text::new(0.0, 0.0, size, words).area().w + 34.0;
            if x > 0.0 && x + wide > scene.width {
                (x, y) = (0.0, y + size * 1.6);
            }
            draw(scene, (x + 8.0, y - size * 0.35));
            scene.text(Text::new(x + 20.0, y, size, words).class("muted").within(scene.width - x - 20.0));
            x += wide;
        };
        entry(scene, "first heard", &|scene, at| scene.dot("hollow s1", at, 4.5));
        entry(scene, "last heard", &|scene, at| scene.dot("fill s1 outlined", at, 4.5));
        if self.heard.len() > 1 {
            entry(scene, "not heard", &|scene, (x, y)| {
                scene.stroke(
                    "way silent",
                    &format!("M{} {y}H{}", unit(x - 8.0), unit(x + 9.0), y = unit(y)),
                    1.5,
                );
            });
        }
        let mut kinds: Vec<Kind> = self.claims.iter().map(|claim| claim.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            entry(scene, marks::words(kind), &|scene, at| marks::draw(scene, kind, at, 5.0));
        }
        y + size * 0.6
    }
}

/// How long a round number of kilometres is in the middle of the map, under its right end.
fn scale(scene: &mut Scene, view: &View, size: f64) {
    let kilometres = round(view.width * 0.25 / view.kilometre());
    let (right, y) = (view.width - 1.0, view.height + 6.0);
    let left = right - kilometres * view.kilometre();
    let d = format!("M{} {b}V{t}H{}V{b}", unit(left), unit(right), t = unit(y + 5.0), b = unit(y));
    scene.stroke("scale", &d, 1.2);
    let words = format!("{kilometres} km in the middle of the map");
    scene.text(Text::new(left - 8.0, y + size * 0.7, size * 0.9, words).at(Anchor::End).class("muted"));
}

/// A label where it meets no other and stays in the map; what finds no place is in the table below.
fn beside(scene: &mut Scene, view: &View, (x, y): (f64, f64), size: f64, words: &str, class: &str) {
    let places = [
        (x + 8.0, y + size * 0.35, Anchor::Start),
        (x - 8.0, y + size * 0.35, Anchor::End),
        (x, y - 9.0, Anchor::Middle),
        (x, y + size + 7.0, Anchor::Middle),
        (x + 8.0, y - size * 0.7, Anchor::Start),
        (x - 8.0, y - size * 0.7, Anchor::End),
        (x + 8.0, y + size * 1.4, Anchor::Start),
        (x - 8.0, y + size * 1.4, Anchor::End),
    ];
    for (x, y, anchor) in places {
        if put(scene, view, Text::new(x, y, size, words).at(anchor).class(class)) {
            return;
        }
    }
}

/// Puts a text on the map if there is room; whether there was.
fn put(scene: &mut Scene, view: &View, text: Text) -> bool {
    let area = text.area();
    let inside =
        area.x >= 0.0 && area.y >= 0.0 && area.x + area.w <= view.width && area.y + area.h <= view.height;
    let free = inside && !scene.texts().iter().any(|other| other.area().meets(&area));
    if free {
        scene.text(text);
    }
    free
}

/// 1, 2 or 5 times a power of ten, at most so much.
fn round(most: f64) -> f64 {
    let power = 10f64.powi(most.log10().floor() as i32);
    [5.0, 2.0, 1.0].into_iter().map(|lead| lead * power).find(|value| *value <= most).unwrap_or(power)
}

/// Stretches of fixes without long silences.
fn stretches(fixes: &[Fix]) -> Vec<Vec<Point>> {
    let near = |a: &Fix, b: &Fix| a.seconds_to(b) <= SILENCE_HOURS * 3600.0;
    fixes.chunk_by(near).map(|stretch| stretch.iter().map(Fix::point).collect()).collect()
}

/// A way in drawing units, without points that change it by less than a tolerance (Ramer 1972, Douglas and Peucker 1973).
fn path(view: &View, points: &[Point], tolerance: f64) -> String {
    let placed: Vec<(f64, f64)> = points.iter().map(|point| view.place(*point)).collect();
    let mut kept = vec![false; placed.len()];
    let mut open = vec![(0, placed.len().saturating_sub(1))];
    while let Some((from, to)) = open.pop() {
        (kept[from], kept[to]) = (true, true);
        let farthest = (from + 1..to)
            .map(|place| (place, aside(placed[place], placed[from], placed[to])))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((place, _)) = farthest.filter(|(_, distance)| *distance > tolerance) {
            open.extend([(from, place), (place, to)]);
        }
    }
    let points = placed.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(point, _)| point);
    let steps = points
        .enumerate()
        .map(|(place, (x, y))| format!("{}{} {}", if place == 0 { 'M' } else { 'L' }, unit(*x), unit(*y)));
    steps.collect()
}

/// Distance of a point from the line between two others.
fn aside((x, y): (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx * dx + dy * dy;
    let share =
        if length > 0.0 { (((x - from.0) * dx + (y - from.1) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (x - from.0 - share * dx).hypot(y - from.1 - share * dy)
}

impl Drawing for TrackMap {
    fn draw(&self, room: Room, _: &Palette) -> Scene {
        let mut scene = Scene::new(room.width());
        let highest = match room {
            Room::Narrow => 380.0,
            Room::Wide => 560.0,
        };
        let view = View::of(&self.points(), room.width(), highest);
        Self::sea(&mut scene, &view, room.size());
        self.way(&mut scene, &view);
        self.marks(&mut scene, &view, room.size());
        scene.height = self.key(&mut scene, &view, room.size());
        scene
    }

    fn table(&self) -> Table {
        let columns = vec![
            Column::new("number", "Number", Measure::Count),
            Column::new("what", "What", Measure::Text),
            Column::new("start", "From", Measure::Text),
            Column::new("lat", "Latitude", Measure::Number),
            Column::new("lon", "Longitude", Measure::Number),
        ];
        let row = |claim: &Claim| -> Vec<Cell> {
            let number = claim.number.map(|number| number as f64);
            vec![
                number.into(),
                claim.words.as_str().into(),
                claim.from.as_str().into(),
                claim.at.lat.into(),
                claim.at.lon.into(),
            ]
        };
        let rows = self.claims.iter().map(row).collect();
        Table { name: String::new(), title: String::new(), columns, rows }
    }

    fn describe(&self) -> String {
        let ends =
            [self.heard.first().and_then(|way| way.first()), self.heard.last().and_then(|way| way.last())];
        let place = |point: &Point| format!("{:.2}, {:.2}", point.lat, point.lon);
        let ends: Vec<String> = ends.into_iter().flatten().map(place).collect();
        let claims = self.claims.len();
        format!(
            "Way of {} from {}: {} positions, {claims} claims.",
            self.name,
            ends.join(" to "),
            self.positions
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_way_needs_two_points() {
        let points: Vec<Point> = (0..100).map(|step| Point::new(0.0, f64::from(step) * 0.01)).collect();
        let view = View::of(&points, 700.0, 500.0);
        assert_eq!(path(&view, &points, 0.4).matches('L').count(), 1);
        assert_eq!([round(7.0), round(49.0), round(230.0)], [5.0, 20.0, 200.0]);
    }
}
