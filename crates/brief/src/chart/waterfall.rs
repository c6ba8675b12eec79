use super::{Anchor, Area, Drawing, Room, Scene, Subject, Text, axis::Axis, rows::Rows, text};
use crate::{number::Format, palette::Palette};
use thalweg_core::{Cell, Column, Measure, Table};

/// Parts that add up to a whole: each bar begins where the last one ended. Who pays a tariff, what makes a change.
///
/// ```
/// use thalweg_brief::chart::{Drawing, Room, Step, Waterfall};
/// use thalweg_brief::{Palette, number::Kind};
/// let paid = Waterfall {
///     steps: vec![
///         Step::part("American buyers", 70.4),
///         Step::part("Chinese sellers", 6.9),
///         Step::total("Tariff revenue", 77.3),
///     ],
///     format: Kind::Amount.into(),
/// };
/// assert!(paid.draw(Room::Narrow, &Palette::default()).faults().is_empty());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Waterfall {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// How numbers are written.
    pub format: Format,
}

/// A step of a waterfall.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it is.
    pub subject: Subject,
    /// How much it adds, or, for a total, how much there is.
    pub value: f64,
    /// Whether it is a total, drawn from zero.
    pub is_total: bool,
}

impl Step {
    /// A part, drawn from where the last step ended.
    pub fn part(name: &str, value: f64) -> Self {
        Self { subject: Subject::plain(name), value, is_total: false }
    }

    /// A total, drawn from zero.
    pub fn total(name: &str, value: f64) -> Self {
        Self { subject: Subject::plain(name), value, is_total: true }
    }

    /// The same, in the colour of a country.
    #[must_use]
    pub fn of(mut self, code: &str) -> Self {
        self.subject.code = code.to_owned();
        self
    }
}

const BAR: f64 = 13.0;

impl Waterfall {
    /// Where each step begins and ends; a step without a value leaves the level as it was.
    fn spans(&self) -> Vec<(f64, f64)> {
        let mut level = 0.0;
        let span = |step: &Step| {
            let from = if step.is_total { 0.0 } else { level };
            level = if step.value.is_finite() { from + step.value } else { level };
            (from, level)
        };
        self.steps.iter().map(span).collect()
    }

    fn step(&self, scene: &mut Scene, axis: Axis, rows: &Rows, number: usize, palette: &Palette) {
        let (step, span) = (&self.steps[number], self.spans()[number]);
        let (from, to) = (axis.at(span.0), axis.at(span.1));
        let label = self.format.text(step.value);
        let (base, middle) = (rows.base(number), rows.middle(number));
        let class = match (step.is_total, palette.class(&step.subject.code)) {
            (true, "s0") => "ink",
            (_, class) => class,
        };
        if step.value.is_finite() {
            scene.rect(
                &format!("fill {class}"),
                Area { x: from, y: middle - BAR / 2.0, w: to - from, h: BAR },
            );
            if number + 1 < self.steps.len() {
                scene.line("tie", (to, middle + BAR / 2.0), (to, rows.middle(number + 1) - BAR / 2.0));
            }
        }
        scene.text(if step.value < 0.0 {
            Text::new(from.min(to) - 5.0, base, rows.size, label).at(Anchor::End).class("value")
        } else {
            let class = if step.value.is_finite() { "value" } else { "muted" };
            Text::new(from.max(to) + 5.0, base, rows.size, label).class(class)
        });
    }
}

impl Drawing for Waterfall {
    fn draw(&self, room: Room, palette: &Palette) -> Scene {
        let mut scene = Scene::new(room.width());
        let widest = |negative: bool| {
            let chosen = self.steps.iter().filter(|step| (step.value < 0.0) == negative);
            chosen
                .map(|step| text::width(&self.format.text(step.value), room.size()) + 6.0)
                .fold(0.0, f64::max)
        };
        let (left, right) = (widest(true), widest(false));
        let rows = Rows::new(room, self.steps.iter().map(|step| &step.subject), 0.0, left + right, 0.0);
        let levels = self.spans().into_iter().flat_map(|(from, to)| [from, to]);
        let axis = Axis::with_zero(levels, rows.plot.0 + left, rows.plot.1 - right);
        scene.height = rows.bottom(self.steps.len()) + 4.0;
        rows.upright(&mut scene, "zero", axis.at(0.0), self.steps.len());
        for (number, step) in self.steps.iter().enumerate() {
            self.step(&mut scene, axis, &rows, number, palette);
            rows.name(&mut scene, number, &step.subject, palette);
        }
        scene
    }

    fn table(&self) -> Table {
        let columns = vec![
            Column::new("name", "Step", Measure::Text),
            Column::new("kind", "Kind", Measure::Text),
            Column::new("value", "Value", self.format.measure()),
        ];
        let cells = |step: &Step| {
            let kind = if step.is_total { "total" } else { "part" };
            vec![Cell::from(&*step.subject.name), Cell::from(kind), Cell::from(step.value)]
        };
        Table {
            name: String::new(),
            title: String::new(),
            columns,
            rows: self.steps.iter().map(cells).collect(),
        }
    }

    fn describe(&self) -> String {
        let say = |step: &Step| format!("{} {}", step.subject.name, self.format.text(step.value));
        format!("Steps: {}.", self.steps.iter().map(say).collect::<Vec<_>>().join(", "))
    }
}
