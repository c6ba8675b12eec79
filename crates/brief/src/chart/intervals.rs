use super::{
    Anchor, Drawing, Estimate, Room, Scene, Subject, Text,
    axis::{Axis, tick_label},
    bars::whisker,
    rows::Rows,
    text,
};
use crate::{number::Format, palette::Palette};
use thalweg_core::{Cell, Column, Measure, Table};

/// How sure a number is: one row per way of computing it, a dot, and a line where there is an interval.
///
/// ```
/// use thalweg_brief::chart::{Drawing, Estimate, IntervalRow, Intervals, Room, Subject};
/// use thalweg_brief::{Palette, number::Kind};
/// let sure = Intervals {
///     rows: vec![
///         IntervalRow::new(Subject::plain("200 draws, 90 % interval"), Estimate::within(-0.29, -0.41, -0.15)),
///         IntervalRow::new(Subject::plain("Elasticities cp2015"), (-0.22).into()),
///     ],
///     format: Kind::Change.into(),
/// };
/// assert!(sure.draw(Room::Narrow, &Palette::default()).faults().is_empty());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Intervals {
    /// The rows, in the order in which they are drawn.
    pub rows: Vec<IntervalRow>,
    /// How numbers are written.
    pub format: Format,
}

/// A row of [`Intervals`].
#[derive(Debug, Clone, PartialEq)]
pub struct IntervalRow {
    /// How the number was computed, or of whom it is.
    pub subject: Subject,
    /// The number and its interval.
    pub estimate: Estimate,
}

impl IntervalRow {
    /// A row.
    pub fn new(subject: Subject, estimate: Estimate) -> Self {
        Self { subject, estimate }
    }
}

impl Intervals {
    fn label(&self, row: &IntervalRow) -> String {
        let (low, high) = row.estimate.interval.unwrap_or((f64::NAN, f64::NAN));
        self.format.interval(row.estimate.value, low, high)
    }

    fn row(&self, scene: &mut Scene, axis: Axis, rows: &Rows, number: usize, palette: &Palette) {
        let row = &self.rows[number];
        let (x, middle) = (axis.at(row.estimate.value), rows.middle(number));
        let class = match palette.class(&row.subject.code) {
            "s0" => "ink",
            class => class,
        };
        if let Some((low, high)) = row.estimate.interval {
            whisker(scene, (axis.at(low), axis.at(high)), middle);
            scene.dot(&format!("fill {class}"), (x, middle), 5.0);
        } else if row.estimate.value.is_finite() {
            scene.dot(&format!("hollow {class}"), (x, middle), 4.25);
        }
    }

    /// Grid lines with their numbers under the rows; a number that would touch the last one is left out.
    fn grid(&self, scene: &mut Scene, axis: Axis, rows: &Rows) {
        let (size, bottom) = (rows.size, rows.bottom(self.rows.len()));
        let mut free = f64::NEG_INFINITY;
        for tick in axis.ticks(5) {
            let (x, label) = (axis.at(tick), tick_label(tick));
            let half = text::width(&label, size) / 2.0;
            rows.upright(scene, if tick == 0.0 { "zero" } else { "grid" }, x, self.rows.len());
            let x = x.clamp(half, (scene.width - half).max(half));
            if x - half > free {
                scene.text(Text::new(x, bottom + size * 1.2, size, label).at(Anchor::Middle).class("muted"));
                free = x + half + 4.0;
            }
        }
    }
}

impl Drawing for Intervals {
    fn draw(&self, room: Room, palette: &Palette) -> Scene {
        let size = room.size();
        let mut scene = Scene::new(room.width());
        let aside = self.rows.iter().map(|row| text::width(&self.label(row), size)).fold(0.0, f64::max);
        let rows = Rows::new(room, self.rows.iter().map(|row| &row.subject), 0.0, 150.0, aside);
        let numbers = self.rows.iter().flat_map(|row| row.estimate.numbers());
        let axis = Axis::with_zero(numbers, rows.plot.0 + 6.0, rows.plot.1 - 6.0);
        let bottom = rows.bottom(self.rows.len());
        self.grid(&mut scene, axis, &rows);
        for (number, row) in self.rows.iter().enumerate() {
            self.row(&mut scene, axis, &rows, number, palette);
            rows.name(&mut scene, number, &row.subject, palette);
            rows.aside(&mut scene, number, self.label(row));
        }
        scene.height = bottom + size * 1.7;
        scene
    }

    fn table(&self) -> Table {
        let measure = self.format.measure();
        let columns = vec![
            Column::new("name", "Computed with", Measure::Text),
            Column::new("value", "Value", measure),
            Column::new("low", "from", measure),
            Column::new("high", "to", measure),
        ];
        let cells = |row: &IntervalRow| {
            let interval = row.estimate.interval;
            vec![
                Cell::from(&*row.subject.name),
                Cell::from(row.estimate.value),
                Cell::from(interval.map(|i| i.0)),
                Cell::from(interval.map(|i| i.1)),
            ]
        };
        Table {
            name: String::new(),
            title: String::new(),
            columns,
            rows: self.rows.iter().map(cells).collect(),
        }
    }

    fn describe(&self) -> String {
        let say = |row: &IntervalRow| format!("{} {}", row.subject.name, self.label(row));
        format!("{}.", self.rows.iter().map(say).collect::<Vec<_>>().join("; "))
    }
}
