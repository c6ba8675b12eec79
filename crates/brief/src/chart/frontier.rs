use super::{Drawing, Room, Scene, Subject, Text, legend, place::Labels, plane::Plane};
use crate::number::{Format, Kind};
use crate::palette::Palette;
use std::fmt::Write as _;
use thalweg_core::{Cell, Column, Measure, Table};

/// What one side has against what the other has: lines of what can be reached, and points with names.
///
/// ```
/// use thalweg_brief::chart::{Drawing, Frontier, Mark, Reach, Room, Style, Subject};
/// use thalweg_brief::Palette;
/// let frontier = Frontier {
///     sides: [Subject::new("USA", "United States"), Subject::new("CHN", "China")],
///     measure: "real income, %".into(),
///     reach: vec![Reach::new("What both can have", [(0.19, 0.25), (0.15, 0.41), (0.09, 0.53)])],
///     floor: Some((0.09, 0.25)),
///     marks: vec![Mark::new("Today", (0.0, 0.0), Style::Hollow), Mark::new("War", (0.09, 0.25), Style::Full)],
/// };
/// assert!(frontier.draw(Room::Narrow, &Palette::default()).faults().is_empty());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Frontier {
    /// Whose numbers run to the right, and whose upwards.
    pub sides: [Subject; 2],
    /// What the numbers are, with their unit.
    pub measure: String,
    /// The lines; the first is drawn through, the others are broken.
    pub reach: Vec<Reach>,
    /// What both have without an agreement: neither signs what is left of it or below it.
    pub floor: Option<(f64, f64)>,
    /// The points, the most important first.
    pub marks: Vec<Mark>,
}

/// A line of what can be reached.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// What it is.
    pub name: String,
    /// What both have along it.
    pub points: Vec<(f64, f64)>,
}

impl Reach {
    /// A line; points that are not finite are left out.
    pub fn new(name: impl Into<String>, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        Self { name: name.into(), points: points.into_iter().filter(|p| finite(*p)).collect() }
    }
}

/// A point with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Its name.
    pub name: String,
    /// What both have there; not finite: it is not drawn.
    pub at: (f64, f64),
    /// How it is drawn.
    pub style: Style,
}

/// How a point is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A ring.
    Hollow,
    /// A dot.
    Full,
    /// A large dot with its name in bold: what the picture is about.
    Chosen,
}

impl Mark {
    /// A point.
    pub fn new(name: impl Into<String>, at: (f64, f64), style: Style) -> Self {
        Self { name: name.into(), at, style }
    }
}

fn finite((x, y): (f64, f64)) -> bool {
    x.is_finite() && y.is_finite()
}

/// Within how many drawing units two points have one label.
const SAME: f64 = 5.0;
const RADIUS: f64 = 5.0;

impl Frontier {
    fn numbers(&self) -> impl Iterator<Item = (f64, f64)> + Clone + '_ {
        let marks = self.marks.iter().map(|mark| mark.at);
        self.reach.iter().flat_map(|reach| reach.points.iter().copied()).chain(marks).chain(self.floor)
    }

    fn plane(&self, room: Room, top: f64) -> Plane {
        let height = if room == Room::Wide { 360.0 } else { 270.0 };
        Plane::new(self.numbers(), room, (top, height), RADIUS + 3.0)
    }

    /// What the lines are, and whose numbers run upwards; returns the height.
    fn heading(&self, scene: &mut Scene, size: f64) -> f64 {
        let mut base = size;
        for (place, reach) in self.reach.iter().enumerate() {
            legend::line(scene, Self::class(place), (0.0, base), size, &reach.name);
            base += size * 1.5;
        }
        let up = format!("\u{2191} {}, {}", self.sides[1].name, self.measure);
        scene.text(Text::new(0.0, base, size, up).class("muted").within(scene.width));
        base + size * 0.7
    }

    fn class(place: usize) -> &'static str {
        if place == 0 { "reach" } else { "reach guarded" }
    }

    /// What neither side signs below, and left of: two lines from what both have without an agreement.
    fn floors(&self, plane: &Plane) -> Vec<[(f64, f64); 2]> {
        let floor = self.floor.filter(|floor| finite(*floor)).map(|floor| plane.at(floor));
        let lines = floor.map(|(x, y)| [[(x, plane.inside.y), (x, y)], [(x, y), (plane.right(), y)]]);
        lines.into_iter().flatten().collect()
    }

    /// The floors and the zero lines.
    fn thin_lines(&self, plane: &Plane) -> Vec<[(f64, f64); 2]> {
        let (x, y) = plane.at((0.0, 0.0));
        let zeros = [[(plane.inside.x, y), (plane.right(), y)], [(x, plane.inside.y), (x, plane.bottom())]];
        self.floors(plane).into_iter().chain(zeros).collect()
    }

    fn lines(&self, scene: &mut Scene, plane: &Plane) {
        for [from, to] in self.floors(plane) {
            scene.line("floor", from, to);
        }
        for (place, reach) in self.reach.iter().enumerate() {
            let mut d = String::new();
            for point in &reach.points {
                let (x, y) = plane.at(*point);
                let pen = if d.is_empty() { 'M' } else { 'L' };
                let _ = write!(d, "{pen}{} {}", super::scene::unit(x), super::scene::unit(y));
            }
            if !d.is_empty() {
                scene.path(Self::class(place), &d);
            }
        }
    }

    /// The marks, those that lie on each other together.
    fn groups(&self, plane: &Plane) -> Vec<((f64, f64), Vec<&Mark>)> {
        let mut groups: Vec<((f64, f64), Vec<&Mark>)> = Vec::new();
        for mark in self.marks.iter().filter(|mark| finite(mark.at)) {
            let (x, y) = plane.at(mark.at);
            match groups.iter_mut().find(|((gx, gy), _)| (gx - x).hypot(gy - y) < SAME) {
                Some((_, group)) => group.push(mark),
                None => groups.push(((x, y), vec![mark])),
            }
        }
        groups
    }

    /// Draws and names the marks; returns what found no room beside its mark.
    fn marks(&self, scene: &mut Scene, plane: &Plane, size: f64) -> Vec<String> {
        let groups = self.groups(plane);
        let mut labels = Labels::new(plane.inside, size);
        for reach in &self.reach {
            let places: Vec<(f64, f64)> = reach.points.iter().map(|point| plane.at(*point)).collect();
            labels.avoid_line(&places);
        }
        for line in self.thin_lines(plane) {
            labels.avoid_line(&line);
        }
        for (place, _) in &groups {
            labels.avoid_dot(*place, RADIUS + 1.5);
        }
        let mut left = Vec::new();
        for (place, group) in &groups {
            let names: Vec<&str> = group.iter().map(|mark| mark.name.as_str()).collect();
            let chosen = group.iter().any(|mark| mark.style == Style::Chosen);
            let label = names.join(", ");
            if !labels.write(scene, *place, &label, if chosen { "strong halo" } else { "halo" }) {
                let format = Format::from(Kind::Change);
                let (x, y) = group[0].at;
                left.push(format!("{label}: {} and {}", format.text(x), format.text(y)));
            }
            let style = if chosen { Style::Chosen } else { group[0].style };
            draw_mark(scene, *place, style);
        }
        left
    }
}

fn draw_mark(scene: &mut Scene, place: (f64, f64), style: Style) {
    match style {
        Style::Hollow => scene.dot("hollow mark", place, RADIUS - 0.75),
        Style::Full => scene.dot("fill mark", place, RADIUS - 0.5),
        Style::Chosen => scene.dot("fill mark", place, RADIUS + 1.5),
    }
}

impl Drawing for Frontier {
    fn draw(&self, room: Room, _: &Palette) -> Scene {
        let size = room.size();
        let mut scene = Scene::new(room.width());
        let top = self.heading(&mut scene, size);
        let plane = self.plane(room, top);
        plane.grid(&mut scene, size, &format!("{}, {}", self.sides[0].name, self.measure));
        self.lines(&mut scene, &plane);
        let left = self.marks(&mut scene, &plane, size);
        let mut base = plane.foot(size);
        for words in left {
            base += size * 1.4;
            scene.text(Text::new(0.0, base, size, words).class("muted").within(scene.width));
        }
        scene.height = base + size * 0.6;
        scene
    }

    fn table(&self) -> Table {
        let columns = vec![
            Column::new("what", "What", Measure::Text),
            Column::new("first", &self.sides[0].name, Measure::Percent),
            Column::new("second", &self.sides[1].name, Measure::Percent),
        ];
        let marks = self.marks.iter().map(|mark| (mark.name.as_str(), mark.at));
        let points = self.reach.iter().flat_map(|r| r.points.iter().map(|point| (r.name.as_str(), *point)));
        let row = |(name, (x, y)): (&str, (f64, f64))| vec![Cell::from(name), x.into(), y.into()];
        let rows = marks.chain(points).map(row).collect();
        Table { name: String::new(), title: String::new(), columns, rows }
    }

    fn describe(&self) -> String {
        let format = Format::from(Kind::Change);
        let say = |mark: &Mark| {
            let (x, y) = mark.at;
            format!("{} {} and {}", mark.name, format.text(x), format.text(y))
        };
        let marks: Vec<String> = self.marks.iter().map(say).collect();
        let [first, second] = &self.sides;
        let what = format!("{} against {}, {}", second.name, first.name, self.measure);
        format!("{what}; first {}, then {}: {}.", first.name, second.name, marks.join("; "))
    }
}
