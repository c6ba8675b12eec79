use super::{Anchor, Room, Scene, Subject, Text, text};
use crate::palette::Palette;

/// The frame of every chart that has a name at the left of each row and marks at the right.
///
/// Where names are long for the room they stand above their marks, and the marks have the full width.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows {
    pub(crate) size: f64,
    /// Left and right end of the marks.
    pub(crate) plot: (f64, f64),
    stacked: bool,
    top: f64,
    pitch: f64,
    names: f64,
    /// Whether what stands in the column at the right has a line of its own, because names leave no room for it.
    tall: bool,
    width: f64,
}

/// Between a name and its marks.
const GAP: f64 = 10.0;

impl Rows {
    /// A frame for these names; the marks need `labels` for their numbers, and at the right a column of width
    /// `aside` is left free.
    pub(crate) fn new<'a>(
        room: Room,
        subjects: impl Iterator<Item = &'a Subject>,
        top: f64,
        labels: f64,
        aside: f64,
    ) -> Self {
        let (size, width) = (room.size(), room.width());
        let widest = subjects.map(|s| text::width(&s.name, size * 1.08)).fold(0.0, f64::max);
        let most = if room == Room::Wide { 220.0 } else { 116.0 };
        let right = if aside > 0.0 { width - aside - GAP } else { width };
        let names = widest.min(most);
        let cramped = right - names - GAP - labels < 90.0;
        let stacked = room == Room::Narrow && (widest > most || cramped);
        let tall = stacked && aside > 0.0 && widest + GAP + aside > width;
        let (plot, pitch) = if stacked {
            ((0.0, width), size * if tall { 2.5 } else { 1.25 } + 21.0)
        } else {
            ((names + GAP, right), if room == Room::Wide { 25.0 } else { 22.0 })
        };
        let names = match (stacked, tall) {
            (false, _) => names,
            (true, true) => width,
            (true, false) => width - if aside > 0.0 { aside + GAP } else { 0.0 },
        };
        Self { size, plot, stacked, top, pitch, names, tall, width }
    }

    /// Vertical middle of the marks of a row.
    pub(crate) fn middle(&self, row: usize) -> f64 {
        let line = if self.stacked { self.pitch - 12.0 } else { self.pitch / 2.0 };
        self.top + row as f64 * self.pitch + line
    }

    /// Base line of a text beside the marks of a row.
    pub(crate) fn base(&self, row: usize) -> f64 {
        self.middle(row) + self.size * 0.35
    }

    /// Below the last row.
    pub(crate) fn bottom(&self, rows: usize) -> f64 {
        self.top + rows as f64 * self.pitch
    }

    /// Writes the name of a row.
    pub(crate) fn name(&self, scene: &mut Scene, row: usize, subject: &Subject, palette: &Palette) {
        let class = if palette.names(&subject.code) { "name strong" } else { "name" };
        let y = if self.stacked { self.top + row as f64 * self.pitch + self.size } else { self.base(row) };
        scene.text(Text::new(0.0, y, self.size, &*subject.name).class(class).within(self.names + 0.5));
    }

    /// An upright line beside all rows; where names stand above their marks it is broken there.
    pub(crate) fn upright(&self, scene: &mut Scene, class: &str, x: f64, rows: usize) {
        if self.stacked {
            for row in 0..rows {
                let middle = self.middle(row);
                scene.line(class, (x, middle - 10.0), (x, middle + 10.0));
            }
        } else {
            scene.line(class, (x, self.top + 1.0), (x, self.bottom(rows) - 1.0));
        }
    }

    /// Writes what stands in the column at the right.
    pub(crate) fn aside(&self, scene: &mut Scene, row: usize, words: String) {
        let first = self.top + row as f64 * self.pitch + self.size;
        let text = Text::new(self.width, if self.stacked { first } else { self.base(row) }, self.size, words);
        let text = text.at(Anchor::End).class("value");
        let below = Text { x: 0.0, y: first + self.size * 1.25, anchor: Anchor::Start, ..text.clone() };
        scene.text(if self.tall { below } else { text });
    }
}
