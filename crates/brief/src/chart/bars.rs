use super::{Anchor, Area, Drawing, Estimate, Room, Scene, Subject, Text, axis::Axis, rows::Rows, text};
use crate::{number::Format, palette::Palette};
use thalweg_core::{Cell, Column, Measure, Table};

/// Changes as bars from a zero line, one row per subject: one series, or several side by side on one scale.
///
/// ```
/// use thalweg_brief::chart::{Bars, BarRow, Drawing, Estimate, Room, Subject};
/// use thalweg_brief::{Palette, number::Kind};
/// let bars = Bars {
///     series: vec!["truce".into()],
///     rows: vec![BarRow::new(Subject::new("USA", "United States"), [Estimate::within(-0.29, -0.41, -0.15)])],
///     format: Kind::Change.into(),
/// };
/// let scene = bars.draw(Room::Wide, &Palette::naming(["USA"]));
/// assert!(scene.texts().iter().any(|text| text.text == "\u{2212}0.29"));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// Names of the series, in order; one name for a plain chart.
    pub series: Vec<String>,
    /// The rows, in the order in which they are drawn; see [`Bars::sorted`].
    pub rows: Vec<BarRow>,
    /// How numbers are written.
    pub format: Format,
}

/// A row of a bar chart.
#[derive(Debug, Clone, PartialEq)]
pub struct BarRow {
    /// Whose numbers these are.
    pub subject: Subject,
    /// One number for each series.
    pub values: Vec<Estimate>,
}

impl BarRow {
    /// A row.
    pub fn new(subject: Subject, values: impl IntoIterator<Item = Estimate>) -> Self {
        Self { subject, values: values.into_iter().collect() }
    }

    fn value(&self, series: usize) -> Estimate {
        self.values.get(series).copied().unwrap_or(Estimate::ABSENT)
    }
}

const BETWEEN: f64 = 22.0;
const BAR: f64 = 13.0;

impl Bars {
    /// The same rows from the largest to the smallest number of the first series; no value comes last.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        let key = |row: &BarRow| Some(row.value(0).value).filter(|v| v.is_finite());
        self.rows.sort_by(|a, b| match (key(a), key(b)) {
            (Some(a), Some(b)) => b.total_cmp(&a),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        self
    }

    fn numbers(&self) -> impl Iterator<Item = f64> {
        self.rows.iter().flat_map(|row| row.values.iter().flat_map(|value| value.numbers()))
    }

    /// Room that labels need at the left of the lowest and at the right of the highest bar.
    fn label_room(&self, size: f64) -> (f64, f64) {
        let mut room = (0.0f64, 0.0f64);
        for value in self.rows.iter().flat_map(|row| (0..self.series.len()).map(|s| row.value(s))) {
            let width = text::width(&value.label(self.format), size) + 6.0;
            let side = if value.value < 0.0 { &mut room.0 } else { &mut room.1 };
            *side = side.max(width);
        }
        room
    }

    fn scale(&self, size: f64, (from, to): (f64, f64)) -> Axis {
        let (left, right) = self.label_room(size);
        Axis::with_zero(self.numbers(), from + left, to - right)
    }

    /// One panel per series, side by side, names once at the left.
    fn panels(&self, room: Room, palette: &Palette) -> Option<Scene> {
        let top = if self.series.len() > 1 { room.size() * 1.9 } else { 0.0 };
        let labels = self.label_room(room.size());
        let rows = Rows::new(room, self.rows.iter().map(|row| &row.subject), top, labels.0 + labels.1, 0.0);
        let count = self.series.len() as f64;
        let width = (rows.plot.1 - rows.plot.0 - BETWEEN * (count - 1.0)) / count;
        if count > 1.0 && (room == Room::Narrow || width - labels.0 - labels.1 < 60.0) {
            return None;
        }
        let mut scene = Scene::new(room.width());
        scene.height = rows.bottom(self.rows.len()) + 4.0;
        for series in 0..self.series.len() {
            let from = rows.plot.0 + series as f64 * (width + BETWEEN);
            self.panel(&mut scene, &rows, series, (from, from + width), palette);
        }
        for (place, row) in self.rows.iter().enumerate() {
            rows.name(&mut scene, place, &row.subject, palette);
        }
        Some(scene)
    }

    fn panel(&self, scene: &mut Scene, rows: &Rows, series: usize, place: (f64, f64), palette: &Palette) {
        let axis = self.scale(rows.size, place);
        if self.series.len() > 1 {
            let name = Text::new(place.0, rows.size, rows.size, &*self.series[series]).class("strong");
            scene.text(name.within(place.1 - place.0));
            scene.line("rule", (place.0, rows.size * 1.55), (place.1, rows.size * 1.55));
        }
        for (number, row) in self.rows.iter().enumerate() {
            let class = palette.class(&row.subject.code);
            self.bar(scene, axis, rows.middle(number), rows.size, row.value(series), class);
        }
        rows.upright(scene, "zero", axis.at(0.0), self.rows.len());
    }

    /// A bar, its interval and its label, around a middle line.
    fn bar(&self, scene: &mut Scene, axis: Axis, middle: f64, size: f64, value: Estimate, class: &str) {
        let zero = axis.at(0.0);
        let base = middle + size * 0.35;
        let label = value.label(self.format);
        if !value.value.is_finite() {
            scene.text(Text::new(zero + 6.0, base, size, label).class("muted"));
            return;
        }
        let end = axis.at(value.value);
        let area = Area { x: zero, y: middle - BAR / 2.0, w: end - zero, h: BAR };
        scene.rect(&format!("fill {class}"), area);
        let (mut low, mut high) = (end.min(zero), end.max(zero));
        if let Some((from, to)) = value.interval {
            let (from, to) = (axis.at(from), axis.at(to));
            whisker(scene, (from, to), middle);
            (low, high) = (low.min(from), high.max(to));
        }
        scene.text(if value.value < 0.0 {
            Text::new(low - 5.0, base, size, label).at(Anchor::End).class("value")
        } else {
            Text::new(high + 5.0, base, size, label).class("value")
        });
    }

    /// Names above, and under each the series one by one.
    fn groups(&self, room: Room, palette: &Palette) -> Scene {
        let (size, width) = (room.size(), room.width());
        let line = size * 1.45;
        let widest = self.series.iter().map(|name| text::width(name, size)).fold(0.0, f64::max);
        let names = widest.min(width * 0.34);
        let axis = self.scale(size, (names + 12.0, width));
        let mut scene = Scene::new(width);
        let mut y = 0.0;
        for row in &self.rows {
            let class = if palette.names(&row.subject.code) { "name strong" } else { "name" };
            scene.text(Text::new(0.0, y + size, size, &*row.subject.name).class(class).within(width));
            for (series, name) in self.series.iter().enumerate() {
                let middle = y + line * (series as f64 + 1.5);
                let name = Text::new(0.0, middle + size * 0.35, size, &**name).class("muted");
                scene.text(name.within(names + 1.0));
                self.bar(&mut scene, axis, middle, size, row.value(series), palette.class(&row.subject.code));
            }
            let end = y + line * (self.series.len() as f64 + 1.0);
            scene.line("zero", (axis.at(0.0), y + line), (axis.at(0.0), end));
            y = end + 10.0;
        }
        scene.height = y;
        scene
    }
}

/// The interval of an estimate: a line with a stop at each end.
pub(crate) fn whisker(scene: &mut Scene, (from, to): (f64, f64), middle: f64) {
    scene.line("whisker", (from, middle), (to, middle));
    for end in [from, to] {
        scene.line("whisker", (end, middle - 3.5), (end, middle + 3.5));
    }
}

impl Drawing for Bars {
    fn draw(&self, room: Room, palette: &Palette) -> Scene {
        self.panels(room, palette).unwrap_or_else(|| self.groups(room, palette))
    }

    fn table(&self) -> Table {
        let mut columns = vec![Column::new("name", "Name", Measure::Text)];
        let measure = self.format.measure();
        let intervals = self.rows.iter().any(|row| row.values.iter().any(|value| value.interval.is_some()));
        for (number, name) in self.series.iter().enumerate() {
            columns.push(Column::new(&format!("value_{}", number + 1), name, measure));
            if intervals {
                columns.push(Column::new(&format!("low_{}", number + 1), &format!("{name}, from"), measure));
                columns.push(Column::new(&format!("high_{}", number + 1), &format!("{name}, to"), measure));
            }
        }
        let cells = |row: &BarRow| {
            let mut cells = vec![Cell::from(&*row.subject.name)];
            for series in 0..self.series.len() {
                let value = row.value(series);
                cells.push(Cell::from(value.value));
                if intervals {
                    cells.push(Cell::from(value.interval.map(|i| i.0)));
                    cells.push(Cell::from(value.interval.map(|i| i.1)));
                }
            }
            cells
        };
        let rows = self.rows.iter().map(cells).collect();
        Table { name: String::new(), title: String::new(), columns, rows }
    }

    fn describe(&self) -> String {
        let ends = [self.rows.first(), self.rows.last()];
        let say = |row: &BarRow| format!("{} {}", row.subject.name, row.value(0).label(self.format));
        let ends: Vec<String> = ends.into_iter().flatten().map(say).collect();
        format!(
            "Bars for {} rows and {}: from {}.",
            self.rows.len(),
            self.series.join(", "),
            ends.join(" to ")
        )
    }
}
