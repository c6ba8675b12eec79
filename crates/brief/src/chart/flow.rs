use super::{Anchor, Area, Drawing, Room, Scene, Subject, Text, scene::unit, text};
use crate::number::{Format, Kind};
use crate::palette::Palette;
use thalweg_core::{Cell, Column, Measure, Table};

/// Where displaced exports go: one source, a dozen bands at most, as wide as they are large.
///
/// ```
/// use thalweg_brief::chart::{Band, Drawing, Fate, Flow, Room, Subject};
/// use thalweg_brief::{Palette, number::Kind};
/// let displaced = Flow {
///     source: Subject::new("CHN", "Displaced exports of China"),
///     total: 274.3,
///     bands: vec![
///         Band::new(Subject::new("MEX", "Mexico"), 9.0, Fate::Market),
///         Band::new(Subject::plain("Sold at home"), 141.0, Fate::Home),
///         Band::new(Subject::plain("Not produced"), 124.3, Fate::NotMade),
///     ],
///     format: Kind::Amount.into(),
///     unit: "billion USD".into(),
/// };
/// assert!(displaced.draw(Room::Narrow, &Palette::naming(["USA", "CHN"])).faults().is_empty());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// What flows, in the colour of whose it is.
    pub source: Subject,
    /// How much of it there is.
    pub total: f64,
    /// Where it goes, in the order in which it is drawn.
    pub bands: Vec<Band>,
    /// How amounts are written.
    pub format: Format,
    /// Unit of the amounts, such as `billion USD`.
    pub unit: String,
}

/// A part of a flow.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Where it goes.
    pub subject: Subject,
    /// How much; a negative amount (a market that takes less) is written, not drawn.
    pub amount: f64,
    /// Its part of the total in percent, where it is known.
    pub share_pct: Option<f64>,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a part of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is sold to a third market.
    Market,
    /// It is sold at home.
    Home,
    /// It is not made any more: drawn hatched.
    NotMade,
}

impl Band {
    /// A band without a share.
    pub fn new(subject: Subject, amount: f64, fate: Fate) -> Self {
        Self { subject, amount, share_pct: None, fate }
    }

    /// The same with its part of the total in percent.
    #[must_use]
    pub fn sharing(self, percent: f64) -> Self {
        Self { share_pct: Some(percent), ..self }
    }

    fn drawn(&self) -> f64 {
        if self.amount.is_finite() { self.amount.max(0.0) } else { 0.0 }
    }

    fn class(&self, palette: &Palette) -> &'static str {
        match self.fate {
            Fate::Market => palette.class(&self.subject.code),
            Fate::Home => "home",
            Fate::NotMade => "unmade",
        }
    }
}

/// Where things are in the picture.
struct Plan {
    size: f64,
    /// Left edges of the source's bar and of the bands' bars.
    source: f64,
    target: f64,
    /// Heights of all bands together, and of the least room a band's words need.
    stream: f64,
    least: f64,
    top: f64,
}

const BAR: f64 = 10.0;
const BETWEEN: f64 = 4.0;

impl Plan {
    fn new(room: Room, heading: usize) -> Self {
        let size = room.size();
        match room {
            Room::Wide => {
                Self { size, source: 168.0, target: 400.0, stream: 300.0, least: size * 1.6, top: size * 2.0 }
            }
            Room::Narrow => {
                let top = heading as f64 * size * 1.3 + 10.0;
                Self { size, source: 0.0, target: 140.0, stream: 250.0, least: size * 2.7, top }
            }
        }
    }
}

impl Flow {
    fn heights(&self, plan: &Plan) -> Vec<(f64, f64)> {
        let all: f64 = self.bands.iter().map(Band::drawn).sum();
        let height = |band: &Band| if all > 0.0 { band.drawn() / all * plan.stream } else { 0.0 };
        self.bands.iter().map(height).map(|h| (h, (h + BETWEEN).max(plan.least))).collect()
    }

    /// A curved ribbon from the source's bar to a band's bar.
    fn ribbon(plan: &Plan, from: f64, to: f64, height: f64) -> String {
        let (x0, x1) = (plan.source + BAR, plan.target);
        let middle = unit((x0 + x1) / 2.0);
        let (x0, x1, a, b) = (unit(x0), unit(x1), unit(from), unit(to));
        let (a2, b2) = (unit(from + height), unit(to + height));
        format!("M{x0} {a}C{middle} {a} {middle} {b} {x1} {b}V{b2}C{middle} {b2} {middle} {a2} {x0} {a2}Z")
    }

    fn source_lines(&self, size: f64, room: f64) -> Vec<String> {
        let mut lines = text::wrapped(&self.source.name, size * 1.08, room);
        let mut amount = self.format.text(self.total);
        if self.total.is_finite() {
            amount = format!("{amount} {}", self.unit);
        }
        lines.extend(text::wrapped(&amount, size * 1.08, room));
        lines
    }

    fn source(&self, scene: &mut Scene, plan: &Plan, lines: &[String], top: f64, palette: &Palette) {
        let class = format!("fill {}", palette.class(&self.source.code));
        let height = self.heights(plan).iter().map(|(h, _)| h).sum();
        scene.rect(&class, Area { x: plan.source, y: top, w: BAR, h: height });
        let line = plan.size * 1.3;
        for (number, words) in lines.iter().enumerate() {
            let text = if plan.source > 0.0 {
                let y = top + height / 2.0 + (number as f64 - (lines.len() as f64 - 1.0) / 2.0) * line;
                Text::new(plan.source - 10.0, y.max(plan.top + number as f64 * line), plan.size, &**words)
                    .at(Anchor::End)
            } else {
                Text::new(0.0, plan.size + number as f64 * line, plan.size, &**words)
            };
            scene.text(text.class("strong"));
        }
    }

    fn words(&self, scene: &mut Scene, plan: &Plan, band: &Band, middle: f64, palette: &Palette) {
        let (size, width) = (plan.size, scene.width);
        let class = if palette.names(&band.subject.code) { "name strong" } else { "name" };
        let share = band.share_pct.map(|share| Format::from(Kind::Rate).sentence(share));
        let amount = self.format.text(band.amount);
        let x = plan.target + BAR + 8.0;
        if plan.source > 0.0 {
            let base = middle + size * 0.35;
            let share_room = if self.has_shares() { 66.0 } else { 0.0 };
            let amount_room = text::width(&amount, size) + 12.0;
            scene.text(Text::new(width - share_room, base, size, amount).at(Anchor::End).class("value"));
            if let Some(share) = share {
                scene.text(Text::new(width, base, size, share).at(Anchor::End).class("muted"));
            }
            let name = Text::new(x, base, size, &*band.subject.name).class(class);
            scene.text(name.within(width - share_room - amount_room - x));
        } else {
            let name = Text::new(x, middle - size * 0.2, size, &*band.subject.name).class(class);
            scene.text(name.within(width - x));
            let numbers = share.map_or(amount.clone(), |share| format!("{amount} · {share}"));
            let numbers = Text::new(x, middle + size * 0.95, size, numbers).class("value");
            scene.text(numbers.within(width - x));
        }
    }

    fn has_shares(&self) -> bool {
        self.bands.iter().any(|band| band.share_pct.is_some())
    }

    fn heading(&self, scene: &mut Scene, plan: &Plan) {
        if plan.source > 0.0 {
            let share_room = if self.has_shares() { 66.0 } else { 0.0 };
            let head = |x: f64, words: &str| Text::new(x, plan.size, plan.size, words).at(Anchor::End);
            scene.text(head(scene.width - share_room, &self.unit).class("muted").within(180.0));
            if self.has_shares() {
                scene.text(head(scene.width, "share").class("muted"));
            }
        }
    }
}

impl Drawing for Flow {
    fn draw(&self, room: Room, palette: &Palette) -> Scene {
        let mut scene = Scene::new(room.width());
        let lines = self.source_lines(room.size(), if room == Room::Wide { 156.0 } else { 320.0 });
        let plan = Plan::new(room, lines.len());
        let heights = self.heights(&plan);
        let slots: f64 = heights.iter().map(|(_, slot)| slot).sum();
        let stream: f64 = heights.iter().map(|(height, _)| height).sum();
        let source_top = plan.top + ((slots - stream) / 2.0).max(0.0);
        let (mut from, mut slot_top) = (source_top, plan.top);
        for (band, &(height, slot)) in self.bands.iter().zip(&heights) {
            let middle = slot_top + slot / 2.0;
            let class = band.class(palette);
            if height > 0.0 {
                let to = middle - height / 2.0;
                scene.path(&format!("ribbon {class}"), &Self::ribbon(&plan, from, to, height));
                scene.rect(
                    &format!("fill {class}"),
                    Area { x: plan.target, y: to, w: BAR, h: height.max(1.0) },
                );
            } else {
                scene.line("tie", (plan.target, middle), (plan.target + BAR, middle));
            }
            self.words(&mut scene, &plan, band, middle, palette);
            from += height;
            slot_top += slot;
        }
        self.source(&mut scene, &plan, &lines, source_top, palette);
        self.heading(&mut scene, &plan);
        let words = lines.len() as f64 * plan.size * 1.3;
        scene.height = slot_top.max(plan.top + words) + 4.0;
        scene
    }

    fn table(&self) -> Table {
        let columns = vec![
            Column::new("name", "Destination", Measure::Text),
            Column::new("fate", "Fate", Measure::Text),
            Column::new("amount", &format!("Amount, {}", self.unit), self.format.measure()),
            Column::new("share_pct", "Share", Measure::Rate),
        ];
        let cells = |band: &Band| {
            let fate = match band.fate {
                Fate::Market => "third market",
                Fate::Home => "sold at home",
                Fate::NotMade => "not produced",
            };
            let name = Cell::from(&*band.subject.name);
            vec![name, Cell::from(fate), Cell::from(band.amount), Cell::from(band.share_pct)]
        };
        Table {
            name: String::new(),
            title: String::new(),
            columns,
            rows: self.bands.iter().map(cells).collect(),
        }
    }

    fn describe(&self) -> String {
        let say = |band: &Band| format!("{} {}", band.subject.name, self.format.text(band.amount));
        let parts: Vec<String> = self.bands.iter().map(say).collect();
        let total = self.format.text(self.total);
        format!("{}, {total} {}: {}.", self.source.name, self.unit, parts.join(", "))
    }
}
