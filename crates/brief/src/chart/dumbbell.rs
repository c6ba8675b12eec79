use super::{Anchor, Drawing, Room, Scene, Subject, Text, axis::Axis, legend, rows::Rows, text};
use crate::number::{Format, Kind};
use crate::palette::Palette;
use thalweg_core::{Cell, Column, Measure, Table};

/// Before and after, one row per subject: a hollow dot, a line, a full dot.
///
/// ```
/// use thalweg_brief::chart::{Drawing, Dumbbell, Pair, Room, Subject};
/// use thalweg_brief::{Palette, number::Kind};
/// let imports = Dumbbell {
///     before: "2022".into(),
///     after: "with the truce".into(),
///     rows: vec![Pair::new(Subject::new("USA", "United States"), 532.2, 257.8).changed_by(-51.55)],
///     format: Kind::Amount.into(),
/// };
/// assert!(imports.draw(Room::Narrow, &Palette::default()).faults().is_empty());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Dumbbell {
    /// What the hollow dot is.
    pub before: String,
    /// What the full dot is.
    pub after: String,
    /// The rows, in the order in which they are drawn.
    pub rows: Vec<Pair>,
    /// How numbers are written.
    pub format: Format,
}

/// A row of before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Whose numbers these are.
    pub subject: Subject,
    /// The number before; not finite: no value.
    pub before: f64,
    /// The number after; not finite: no value.
    pub after: f64,
    /// The change in percent, written at the right where any row has it.
    pub change_pct: Option<f64>,
}

impl Pair {
    /// A row without a change in percent.
    pub fn new(subject: Subject, before: f64, after: f64) -> Self {
        Self { subject, before, after, change_pct: None }
    }

    /// The same with a change in percent.
    #[must_use]
    pub fn changed_by(self, percent: f64) -> Self {
        Self { change_pct: Some(percent), ..self }
    }

    fn complete(&self) -> bool {
        self.before.is_finite() && self.after.is_finite()
    }
}

const RADIUS: f64 = 5.0;

impl Dumbbell {
    /// What stands at the left and at the right of a row's dots.
    fn labels(&self, row: &Pair) -> (String, String) {
        let (before, after) = (self.format.text(row.before), self.format.text(row.after));
        match (row.complete(), row.before.is_finite() || row.after.is_finite()) {
            (true, _) if row.before <= row.after => (before, after),
            (true, _) => (after, before),
            (false, true) => (String::new(), format!("{before} → {after}")),
            (false, false) => (String::new(), before),
        }
    }

    fn label_room(&self, size: f64) -> (f64, f64) {
        let width =
            |label: &str| if label.is_empty() { 0.0 } else { text::width(label, size) + RADIUS + 6.0 };
        self.rows.iter().map(|row| self.labels(row)).fold((RADIUS, RADIUS), |room, (left, right)| {
            (room.0.max(width(&left)), room.1.max(width(&right)))
        })
    }

    fn change(row: &Pair) -> String {
        row.change_pct.map_or(String::new(), |change| Format::from(Kind::Change).text(change))
    }

    fn row(&self, scene: &mut Scene, axis: Axis, rows: &Rows, number: usize, palette: &Palette) {
        let row = &self.rows[number];
        let (middle, base) = (rows.middle(number), rows.base(number));
        let class = palette.class(&row.subject.code);
        let (before, after) = (axis.at(row.before), axis.at(row.after));
        if row.complete() {
            scene.line(&format!("link {class}"), (before, middle), (after, middle));
        }
        if row.before.is_finite() {
            scene.dot(&format!("hollow {class}"), (before, middle), RADIUS - 0.75);
        }
        if row.after.is_finite() {
            scene.dot(&format!("fill {class}"), (after, middle), RADIUS);
        }
        let seen =
            [(row.before, before), (row.after, after)].into_iter().filter(|(value, _)| value.is_finite());
        let ends = seen.fold(None, |ends: Option<(f64, f64)>, (_, x)| {
            Some(ends.map_or((x, x), |(low, high)| (low.min(x), high.max(x))))
        });
        let (low, high) = ends.unwrap_or((axis.at(0.0), axis.at(0.0)));
        let (left, right) = self.labels(row);
        if !left.is_empty() {
            scene.text(
                Text::new(low - RADIUS - 4.0, base, rows.size, left).at(Anchor::End).class("value halo"),
            );
        }
        let class = if row.complete() { "value halo" } else { "muted" };
        scene.text(Text::new(high + RADIUS + 4.0, base, rows.size, right).class(class));
    }

    /// The key above the rows; returns its height.
    fn key(&self, scene: &mut Scene, size: f64, heading: &str) -> f64 {
        let aside = if heading.is_empty() { 0.0 } else { text::width(heading, size) + 12.0 };
        let wide = [&self.before, &self.after].iter().map(|s| text::width(s, size) + 33.0).sum::<f64>();
        let next = legend::dot(scene, "hollow ink", (0.0, size), size, &self.before);
        let stacked = wide + aside > scene.width;
        let place = if stacked { (0.0, size * 2.4) } else { (next, size) };
        legend::dot(scene, "fill ink", place, size, &self.after);
        let height = if stacked { size * 3.2 } else { size * 1.8 };
        if heading.is_empty() {
            return height;
        }
        let fits = !stacked || text::width(&self.before, size) + 33.0 + aside < scene.width;
        let base = if fits { size } else { height + size * 0.6 };
        scene.text(Text::new(scene.width, base, size, heading).at(Anchor::End).class("muted"));
        if fits { height } else { height + size * 1.4 }
    }
}

impl Drawing for Dumbbell {
    fn draw(&self, room: Room, palette: &Palette) -> Scene {
        let size = room.size();
        let mut scene = Scene::new(room.width());
        let changes = self.rows.iter().any(|row| row.change_pct.is_some());
        let widest = self.rows.iter().map(|row| text::width(&Self::change(row), size)).fold(0.0, f64::max);
        let top = self.key(&mut scene, size, if changes { "change, %" } else { "" });
        let labels = self.label_room(size);
        let subjects = self.rows.iter().map(|row| &row.subject);
        let rows = Rows::new(room, subjects, top, labels.0 + labels.1, if changes { widest } else { 0.0 });
        let numbers = self.rows.iter().flat_map(|row| [row.before, row.after]);
        let axis = Axis::with_zero(numbers, rows.plot.0 + labels.0, rows.plot.1 - labels.1);
        scene.height = rows.bottom(self.rows.len()) + 4.0;
        rows.upright(&mut scene, "zero", axis.at(0.0), self.rows.len());
        for (number, row) in self.rows.iter().enumerate() {
            self.row(&mut scene, axis, &rows, number, palette);
            rows.name(&mut scene, number, &row.subject, palette);
            if changes {
                rows.aside(&mut scene, number, Self::change(row));
            }
        }
        scene
    }

    fn table(&self) -> Table {
        let measure = self.format.measure();
        let changes = self.rows.iter().any(|row| row.change_pct.is_some());
        let mut columns = vec![
            Column::new("name", "Name", Measure::Text),
            Column::new("before", &self.before, measure),
            Column::new("after", &self.after, measure),
        ];
        columns.extend(changes.then(|| Column::new("change_pct", "Change", Measure::Percent)));
        let cells = |row: &Pair| {
            let mut cells =
                vec![Cell::from(&*row.subject.name), Cell::from(row.before), Cell::from(row.after)];
            cells.extend(changes.then(|| Cell::from(row.change_pct)));
            cells
        };
        Table {
            name: String::new(),
            title: String::new(),
            columns,
            rows: self.rows.iter().map(cells).collect(),
        }
    }

    fn describe(&self) -> String {
        let say = |row: &Pair| {
            let (before, after) = (self.format.text(row.before), self.format.text(row.after));
            format!("{} {before} to {after}", row.subject.name)
        };
        let first: Vec<String> = self.rows.iter().take(3).map(say).collect();
        format!("{} and {}, {} rows: {}.", self.before, self.after, self.rows.len(), first.join("; "))
    }
}
