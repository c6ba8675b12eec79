//! Names beside points, so that none lies on another.

use super::{Anchor, Area, Scene, Text};

/// Labels that are being placed inside a rectangle.
#[derive(Debug)]
pub(crate) struct Labels {
    inside: Area,
    size: f64,
    /// What no label may touch.
    taken: Vec<Area>,
    /// What labels should rather not touch.
    better_free: Vec<Area>,
}

/// How far from its point a label may stand; beyond the first a thin line leads to it.
const DISTANCES: [f64; 4] = [10.0, 26.0, 44.0, 64.0];
/// To which sides, the best first: right, left, and around.
const SIDES: [(f64, f64); 8] =
    [(1.0, 0.0), (-1.0, 0.0), (0.8, -0.8), (-0.8, 0.8), (0.8, 0.8), (-0.8, -0.8), (0.0, -1.2), (0.0, 1.2)];

impl Labels {
    /// No label yet.
    pub(crate) fn new(inside: Area, size: f64) -> Self {
        Self { inside, size, taken: Vec::new(), better_free: Vec::new() }
    }

    /// Keeps labels off a dot.
    pub(crate) fn avoid_dot(&mut self, (x, y): (f64, f64), radius: f64) {
        self.taken.push(Area { x: x - radius, y: y - radius, w: 2.0 * radius, h: 2.0 * radius });
    }

    /// Keeps labels off a line where they have another choice.
    pub(crate) fn avoid_line(&mut self, points: &[(f64, f64)]) {
        for pair in points.windows(2) {
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            let pieces = ((x1 - x0).hypot(y1 - y0) / 6.0).ceil().clamp(1.0, 200.0);
            for piece in 0..=pieces as usize {
                let part = piece as f64 / pieces;
                let (x, y) = (x0 + part * (x1 - x0), y0 + part * (y1 - y0));
                self.better_free.push(Area { x: x - 2.0, y: y - 2.0, w: 4.0, h: 4.0 });
            }
        }
    }

    /// Writes a label beside a point; whether there was room.
    pub(crate) fn write(&mut self, scene: &mut Scene, point: (f64, f64), label: &str, class: &str) -> bool {
        let choices: Vec<(f64, Text)> = self.choices(point, label, class).collect();
        let free = |text: &Text| !self.better_free.iter().any(|area| area.meets(&text.area()));
        let best = choices.iter().find(|(_, text)| free(text)).or(choices.first());
        let Some((distance, text)) = best else { return false };
        if *distance > DISTANCES[0] {
            let end = (text.x, text.y - self.size * 0.35);
            scene.line("tie", point, end);
        }
        self.taken.push(text.area());
        scene.text(text.clone());
        true
    }

    /// Every place where the label is inside and touches nothing that is taken.
    fn choices<'l>(
        &'l self,
        (x, y): (f64, f64),
        label: &'l str,
        class: &'l str,
    ) -> impl Iterator<Item = (f64, Text)> + 'l {
        let all = DISTANCES.into_iter().flat_map(|far| SIDES.into_iter().map(move |side| (far, side)));
        let texts = all.map(move |(far, (dx, dy))| {
            let anchor = match dx {
                dx if dx > 0.0 => Anchor::Start,
                dx if dx < 0.0 => Anchor::End,
                _ => Anchor::Middle,
            };
            let base = y + dy * far + self.size * 0.35;
            (far, Text::new(x + dx * far, base, self.size, label).at(anchor).class(class))
        });
        texts.filter(|(_, text)| self.is_free(&text.area()))
    }

    fn is_free(&self, area: &Area) -> bool {
        let Area { x, y, w, h } = self.inside;
        let within = area.x >= x && area.y >= y && area.x + area.w <= x + w && area.y + area.h <= y + h;
        within && !self.taken.iter().any(|taken| taken.meets(area))
    }
}
