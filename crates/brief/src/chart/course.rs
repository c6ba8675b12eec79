use super::axis::{Axis, tick_label};
use super::{Anchor, Area, Drawing, Estimate, Room, Scene, Text, legend, scene::unit, text};
use crate::number::Format;
use crate::palette::Palette;
use std::fmt::Write as _;
use thalweg_core::{Cell, Column, Measure, Table};

/// A number year by year, with the band in which it lies where nothing happened.
///
/// ```
/// use thalweg_brief::chart::{Course, Drawing, Estimate, Moment, Room};
/// use thalweg_brief::{Palette, number::Kind};
/// let moment = |year, value: f64| Moment { year, estimate: value.into(), band: Some((-0.8, 0.5)) };
/// let course = Course {
///     what: "response".into(),
///     band: "placebo".into(),
///     moments: vec![moment(2016, 0.07), moment(2019, 1.94)],
///     format: Kind::Number.into(),
/// };
/// assert!(course.draw(Room::Wide, &Palette::default()).faults().is_empty());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// What the dots are.
    pub what: String,
    /// What the band is.
    pub band: String,
    /// The years, in order.
    pub moments: Vec<Moment>,
    /// How numbers are written.
    pub format: Format,
}

/// A year of a [`Course`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// The year.
    pub year: i32,
    /// The number and its interval.
    pub estimate: Estimate,
    /// Lower and upper end of the band.
    pub band: Option<(f64, f64)>,
}

impl Moment {
    fn numbers(&self) -> impl Iterator<Item = f64> {
        self.estimate.numbers().chain(self.band.into_iter().flat_map(|(low, high)| [low, high]))
    }
}

const RADIUS: f64 = 4.5;

/// Where years and numbers are in the picture.
struct Frame {
    first: f64,
    step: f64,
    y: Axis,
    inside: Area,
}

impl Frame {
    fn x(&self, place: usize) -> f64 {
        self.first + self.step * place as f64
    }

    fn y(&self, number: f64) -> f64 {
        // upwards is less on paper
        2.0 * self.inside.y + self.inside.h - self.y.at(number)
    }

    fn bottom(&self) -> f64 {
        self.inside.y + self.inside.h
    }
}

impl Course {
    fn frame(&self, room: Room, top: f64) -> Frame {
        let size = room.size();
        let height = if room == Room::Wide { 280.0 } else { 230.0 };
        let numbers = || self.moments.iter().flat_map(Moment::numbers);
        let ticks = Axis::with_zero(numbers(), 0.0, 1.0).ticks(5);
        let left =
            ticks.into_iter().map(|tick| text::width(&tick_label(tick), size)).fold(0.0, f64::max) + 8.0;
        let inside = Area { x: left, y: top, w: (room.width() - left - 2.0).max(60.0), h: height };
        // a margin for whole dots, and above them for their numbers
        let y = Axis::with_zero(numbers(), top + RADIUS + 3.0, top + height - RADIUS - size * 1.6);
        let step = inside.w / self.moments.len().max(1) as f64;
        Frame { first: inside.x + step / 2.0, step, y, inside }
    }

    fn heading(&self, scene: &mut Scene, size: f64) -> f64 {
        legend::dot(scene, "fill mark", (0.0, size), size, &self.what);
        let base = size * 2.5;
        legend::area(scene, "swatch g0", (0.0, base), size, &self.band);
        base + size * 0.9
    }

    /// The bands of years that follow each other as one shape.
    fn bands(&self, scene: &mut Scene, frame: &Frame) {
        let mut run: Vec<(f64, f64, f64)> = Vec::new();
        let ends = |m: &Moment| m.band.filter(|(low, high)| low.is_finite() && high.is_finite());
        for (place, moment) in self.moments.iter().enumerate() {
            match ends(moment) {
                Some((low, high)) => run.push((frame.x(place), frame.y(low), frame.y(high))),
                None => draw_band(scene, &std::mem::take(&mut run)),
            }
        }
        draw_band(scene, &run);
    }

    fn grid(&self, scene: &mut Scene, frame: &Frame, size: f64) {
        for tick in frame.y.ticks(5) {
            let y = frame.y(tick);
            let class = if tick == 0.0 { "zero" } else { "grid" };
            scene.line(class, (frame.inside.x, y), (frame.inside.x + frame.inside.w, y));
            let label = Text::new(frame.inside.x - 6.0, y + size * 0.35, size, tick_label(tick));
            scene.text(label.at(Anchor::End).class("muted"));
        }
        let base = frame.bottom() + size * 1.2;
        self.spaced(scene, frame, size, |moment| Some((base, moment.year.to_string())), "muted");
    }

    /// Writes what fits beside what is written already and right of the scale, the last year first.
    fn spaced(
        &self,
        scene: &mut Scene,
        frame: &Frame,
        size: f64,
        label: impl Fn(&Moment) -> Option<(f64, String)>,
        class: &str,
    ) {
        let mut free = scene.width;
        for (place, moment) in self.moments.iter().enumerate().rev() {
            let Some((base, label)) = label(moment) else { continue };
            let half = text::width(&label, size) / 2.0;
            let x = frame.x(place).min(scene.width - half);
            if x + half <= free && x - half >= frame.inside.x {
                scene.text(Text::new(x, base, size, label).at(Anchor::Middle).class(class));
                free = x - half - 4.0;
            }
        }
    }

    fn dots(&self, scene: &mut Scene, frame: &Frame) {
        for (place, moment) in self.moments.iter().enumerate() {
            let x = frame.x(place);
            if let Some((low, high)) = moment.estimate.interval {
                scene.line("whisker", (x, frame.y(low)), (x, frame.y(high)));
            }
            if moment.estimate.value.is_finite() {
                scene.dot("fill mark", (x, frame.y(moment.estimate.value)), RADIUS);
            }
        }
    }

    /// The number of a year that lies outside its band, above its line.
    fn value(&self, frame: &Frame, moment: &Moment) -> Option<(f64, String)> {
        let value = moment.estimate.value;
        let (low, high) = moment.band?;
        let outside = value.is_finite() && !(low..=high).contains(&value);
        let top = moment.estimate.interval.map_or(value, |(_, high)| high.max(value));
        outside.then(|| (frame.y(top) - RADIUS - 4.0, self.format.text(value)))
    }
}

fn draw_band(scene: &mut Scene, run: &[(f64, f64, f64)]) {
    if run.len() < 2 {
        return;
    }
    let mut d = String::new();
    let there = run.iter().map(|(x, low, _)| (x, low));
    for (x, y) in there.chain(run.iter().rev().map(|(x, _, high)| (x, high))) {
        let pen = if d.is_empty() { 'M' } else { 'L' };
        let _ = write!(d, "{pen}{} {}", unit(*x), unit(*y));
    }
    scene.path("swatch g0", &format!("{d}Z"));
}

impl Drawing for Course {
    fn draw(&self, room: Room, _: &Palette) -> Scene {
        let size = room.size();
        let mut scene = Scene::new(room.width());
        let top = self.heading(&mut scene, size);
        let frame = self.frame(room, top);
        self.bands(&mut scene, &frame);
        self.grid(&mut scene, &frame, size);
        self.dots(&mut scene, &frame);
        self.spaced(&mut scene, &frame, size, |moment| self.value(&frame, moment), "value");
        scene.height = frame.bottom() + size * 1.8;
        scene
    }

    fn table(&self) -> Table {
        let measure = self.format.measure();
        let columns = vec![
            Column::new("year", "Year", Measure::Text),
            Column::new("value", &self.what, measure),
            Column::new("low", "from", measure),
            Column::new("high", "to", measure),
            Column::new("band_low", "Band from", measure),
            Column::new("band_high", "Band to", measure),
        ];
        let row = |moment: &Moment| {
            let (interval, band) = (moment.estimate.interval, moment.band);
            let ends = [interval.map(|i| i.0), interval.map(|i| i.1), band.map(|b| b.0), band.map(|b| b.1)];
            let mut cells: Vec<Cell> = vec![moment.year.to_string().into(), moment.estimate.value.into()];
            cells.extend(ends.map(Cell::from));
            cells
        };
        let rows = self.moments.iter().map(row).collect();
        Table { name: String::new(), title: String::new(), columns, rows }
    }

    fn describe(&self) -> String {
        let say = |moment: &Moment| format!("{} {}", moment.year, self.format.text(moment.estimate.value));
        format!("{}: {}.", self.what, self.moments.iter().map(say).collect::<Vec<_>>().join("; "))
    }
}
