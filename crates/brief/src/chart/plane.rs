use super::axis::{Axis, tick_label};
use super::{Anchor, Area, Room, Scene, Text, text};

/// Two scales across each other, with zero on both: where numbers are in a picture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plane {
    pub(crate) x: Axis,
    pub(crate) y: Axis,
    pub(crate) inside: Area,
}

impl Plane {
    /// A plane below `top` that shows all points, with a margin in which marks at the ends are whole.
    pub(crate) fn new(
        points: impl Iterator<Item = (f64, f64)> + Clone,
        room: Room,
        (top, height): (f64, f64),
        margin: f64,
    ) -> Self {
        let size = room.size();
        let (xs, ys) = (points.clone().map(|point| point.0), points.map(|point| point.1));
        let y = Axis::with_zero(ys, top + margin, top + height - margin);
        let ticks = y.ticks(5).into_iter().map(|tick| text::width(&tick_label(tick), size));
        let left = ticks.fold(0.0, f64::max) + 8.0;
        let inside = Area { x: left, y: top, w: (room.width() - left - 2.0).max(60.0), h: height };
        Self { x: Axis::with_zero(xs, inside.x + margin, inside.x + inside.w - margin), y, inside }
    }

    pub(crate) fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        // upwards is less on paper
        (self.x.at(x), 2.0 * self.inside.y + self.inside.h - self.y.at(y))
    }

    pub(crate) fn right(&self) -> f64 {
        self.inside.x + self.inside.w
    }

    pub(crate) fn bottom(&self) -> f64 {
        self.inside.y + self.inside.h
    }

    /// Base line of what stands below the plane.
    pub(crate) fn foot(&self, size: f64) -> f64 {
        self.bottom() + size * 2.7
    }

    /// Lines at round numbers with the numbers beside them, and below what runs across; a number that would touch the last one is
    /// left out.
    pub(crate) fn grid(&self, scene: &mut Scene, size: f64, across: &str) {
        for tick in self.y.ticks(5) {
            let (_, y) = self.at((0.0, tick));
            scene.line(class(tick), (self.inside.x, y), (self.right(), y));
            let label = Text::new(self.inside.x - 6.0, y + size * 0.35, size, tick_label(tick));
            scene.text(label.at(Anchor::End).class("muted"));
        }
        let mut free = f64::NEG_INFINITY;
        for tick in self.x.ticks(5) {
            let (x, label) = (self.x.at(tick), tick_label(tick));
            let half = text::width(&label, size) / 2.0;
            scene.line(class(tick), (x, self.inside.y), (x, self.bottom()));
            let middle = x.clamp(half, (scene.width - half).max(half));
            if middle - half > free {
                let base = self.bottom() + size * 1.2;
                scene.text(Text::new(middle, base, size, label).at(Anchor::Middle).class("muted"));
                free = middle + half + 4.0;
            }
        }
        let across = Text::new(0.0, self.foot(size), size, format!("{across} \u{2192}")).within(scene.width);
        scene.text(Text { x: scene.width, ..across }.at(Anchor::End).class("muted"));
    }
}

fn class(tick: f64) -> &'static str {
    if tick == 0.0 { "zero" } else { "grid" }
}
