use super::plane::Plane;
use super::{Anchor, Drawing, Estimate, Room, Scene, Text, legend, scene::unit, text};
use crate::number::Format;
use crate::palette::Palette;
use std::fmt::Write as _;
use thalweg_core::{Cell, Column, Measure, Table};

/// One number against another as a line, with the band in which it lies.
///
/// ```
/// use thalweg_brief::chart::{Curve, CurvePoint, Drawing, Estimate, Room};
/// use thalweg_brief::{Palette, number::Kind};
/// let curve = Curve {
///     across: "tankers listed".into(),
///     up: "revenue, %".into(),
///     band: "90 % of draws".into(),
///     points: vec![CurvePoint::new(0.0, 0.0), CurvePoint::new(40.0, Estimate::within(-1.1, -2.4, -0.2))],
///     format: Kind::Change.into(),
/// };
/// assert!(curve.draw(Room::Wide, &Palette::default()).faults().is_empty());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// What runs to the right.
    pub across: String,
    /// What runs upwards, with its unit.
    pub up: String,
    /// What the band is; not named where no point has one.
    pub band: String,
    /// The points, from the left.
    pub points: Vec<CurvePoint>,
    /// How numbers are written.
    pub format: Format,
}

/// A point of a [`Curve`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// Where it is.
    pub at: f64,
    /// The number there; its interval is the band.
    pub estimate: Estimate,
}

impl CurvePoint {
    /// A point.
    pub fn new(at: f64, estimate: impl Into<Estimate>) -> Self {
        Self { at, estimate: estimate.into() }
    }
}

const RADIUS: f64 = 3.5;

impl Curve {
    /// Points that can be drawn.
    fn drawn(&self) -> impl DoubleEndedIterator<Item = &CurvePoint> + Clone {
        self.points.iter().filter(|point| point.at.is_finite() && point.estimate.value.is_finite())
    }

    fn heading(&self, scene: &mut Scene, size: f64) -> f64 {
        let mut base = size;
        if self.drawn().any(|point| point.estimate.interval.is_some()) {
            legend::area(scene, "swatch g0", (0.0, base), size, &self.band);
            base += size * 1.6;
        }
        let up = Text::new(0.0, base, size, format!("\u{2191} {}", self.up)).class("muted");
        scene.text(up.within(scene.width));
        base + size * 0.7
    }

    fn plane(&self, room: Room, top: f64) -> Plane {
        let height = if room == Room::Wide { 260.0 } else { 210.0 };
        let ends = |point: &CurvePoint| {
            let (low, high) = point.estimate.interval.unwrap_or((point.estimate.value, point.estimate.value));
            [(point.at, point.estimate.value), (point.at, low), (point.at, high)]
        };
        let points: Vec<(f64, f64)> = self.drawn().flat_map(ends).collect();
        // below the lowest point there is room for its number
        Plane::new(points.into_iter(), room, (top, height), RADIUS + 5.0 + room.size())
    }

    /// Lower ends there, upper ends back.
    fn band(&self, scene: &mut Scene, plane: &Plane) {
        let ends: Vec<(f64, (f64, f64))> = self
            .drawn()
            .map(|point| {
                (point.at, point.estimate.interval.unwrap_or((point.estimate.value, point.estimate.value)))
            })
            .collect();
        if ends.len() < 2 || self.drawn().all(|point| point.estimate.interval.is_none()) {
            return;
        }
        let there = ends.iter().map(|(at, (low, _))| plane.at((*at, *low)));
        let back = ends.iter().rev().map(|(at, (_, high))| plane.at((*at, *high)));
        scene.path("swatch g0", &format!("{}Z", way(there.chain(back))));
    }

    fn line(&self, scene: &mut Scene, plane: &Plane) {
        let places = self.drawn().map(|point| plane.at((point.at, point.estimate.value)));
        if self.drawn().count() > 1 {
            scene.path("reach", &way(places.clone()));
        }
        places.for_each(|place| scene.dot("fill mark", place, RADIUS));
    }

    /// The number at the end of the line, on the side that the line does not come from.
    fn last(&self, scene: &mut Scene, plane: &Plane, size: f64) {
        let Some(last) = self.drawn().next_back().filter(|_| self.drawn().count() > 1) else { return };
        let (x, y) = plane.at((last.at, last.estimate.value));
        let label = self.format.text(last.estimate.value);
        let before = self.drawn().rev().nth(1).map_or(0.0, |point| point.estimate.value);
        let above = last.estimate.value > before;
        let base = if above { y - RADIUS - 5.0 } else { y + size + RADIUS + 3.0 };
        let half = text::width(&label, size * 1.08) / 2.0;
        let middle = x.min(scene.width - half);
        if middle - half > plane.inside.x {
            scene.text(Text::new(middle, base, size, label).at(Anchor::Middle).class("value halo"));
        }
    }
}

/// A path through places.
fn way(places: impl Iterator<Item = (f64, f64)>) -> String {
    let mut d = String::new();
    for (x, y) in places {
        let pen = if d.is_empty() { 'M' } else { 'L' };
        let _ = write!(d, "{pen}{} {}", unit(x), unit(y));
    }
    d
}

impl Drawing for Curve {
    fn draw(&self, room: Room, _: &Palette) -> Scene {
        let size = room.size();
        let mut scene = Scene::new(room.width());
        let top = self.heading(&mut scene, size);
        let plane = self.plane(room, top);
        self.band(&mut scene, &plane);
        plane.grid(&mut scene, size, &self.across);
        self.line(&mut scene, &plane);
        self.last(&mut scene, &plane, size);
        scene.height = plane.foot(size) + size * 0.6;
        scene
    }

    fn table(&self) -> Table {
        let measure = self.format.measure();
        let columns = vec![
            Column::new("at", &self.across, Measure::Number),
            Column::new("value", &self.up, measure),
            Column::new("low", "from", measure),
            Column::new("high", "to", measure),
        ];
        let row = |point: &CurvePoint| {
            let interval = point.estimate.interval;
            vec![
                Cell::from(point.at),
                Cell::from(point.estimate.value),
                Cell::from(interval.map(|i| i.0)),
                Cell::from(interval.map(|i| i.1)),
            ]
        };
        let rows = self.points.iter().map(row).collect();
        Table { name: String::new(), title: String::new(), columns, rows }
    }

    fn describe(&self) -> String {
        let number = Format::from(Measure::Number);
        let say = |point: &CurvePoint| {
            format!("{} at {}", self.format.text(point.estimate.value), number.text(point.at))
        };
        let points: Vec<String> = self.points.iter().map(say).collect();
        format!("{} against {}: {}.", self.up, self.across, points.join("; "))
    }
}
