//! Spells of time in rows: which name, which flag, which owner from when to when, and what happened on a day.

use super::{Anchor, Area, Drawing, Room, Scene, Text};
use crate::palette::Palette;
use jiff::civil::Date;
use thalweg_core::{Cell, Column, Measure, Table};

/// One spell: what held from one day to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spell {
    /// Its first day; none where nobody knows.
    pub from: Option<Date>,
    /// The day on which it ended; none while it lasts, or where nobody knows.
    pub to: Option<Date>,
    /// What held: a name, a flag, an owner.
    pub label: String,
    /// Whether it is what the reader should see first: drawn in colour, all others in grey.
    pub telling: bool,
}

/// What happened on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instant {
    /// The day.
    pub day: Date,
    /// What happened.
    pub label: String,
}

/// One row of a picture: spells that follow each other, or days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SpellRow {
    /// What the row is about: `Flag`.
    pub head: String,
    /// Spells; those that overlap are drawn below each other.
    pub spells: Vec<Spell>,
    /// Days.
    pub instants: Vec<Instant>,
}

/// Spells and days along one line of time.
///
/// ```
/// use jiff::civil::date;
/// use thalweg_brief::chart::{Drawing, Room, Spell, SpellRow, Spells};
/// use thalweg_brief::Palette;
/// let spell = Spell { from: Some(date(2019, 3, 1)), to: None, label: "PANAMA".into(), telling: false };
/// let row = SpellRow { head: "Flag".into(), spells: vec![spell], instants: vec![] };
/// let spells = Spells::new(vec![row], date(2024, 1, 1));
/// assert!(spells.draw(Room::Narrow, &Palette::default()).faults().is_empty());
/// assert_eq!(spells.table().rows.len(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spells {
    rows: Vec<SpellRow>,
    from: Date,
    until: Date,
}

const BAND: f64 = 18.0;
const STEP: f64 = 22.0;

impl Spells {
    /// Rows up to a day; the picture begins with the first day that any row knows, and not before 1970.
    pub fn new(rows: Vec<SpellRow>, until: Date) -> Self {
        let known = |row: &SpellRow| {
            let spells = row.spells.iter().flat_map(|spell| [spell.from, spell.to]).flatten();
            spells.chain(row.instants.iter().map(|instant| instant.day)).collect::<Vec<_>>()
        };
        let days: Vec<Date> = rows.iter().flat_map(known).collect();
        let first = days.iter().min().copied().unwrap_or(until).max(Date::constant(1970, 1, 1));
        let last = days.iter().max().copied().unwrap_or(until).max(until);
        let from = first.min(last).first_of_year();
        Self { rows, from, until: last.max(from.last_of_year()) }
    }

    /// The part of it that a picture shows: the last years, for in them lies what the reader asks.
    fn shown(&self, room: Room) -> Self {
        let years = match room {
            Room::Narrow => 6,
            Room::Wide => 10,
        };
        let first = Date::new(self.until.year() - years, 1, 1).unwrap_or(self.from).max(self.from);
        let within = |row: &SpellRow| SpellRow {
            head: row.head.clone(),
            spells: row.spells.iter().filter(|one| one.to.is_none_or(|to| to > first)).cloned().collect(),
            instants: row.instants.iter().filter(|one| one.day >= first).cloned().collect(),
        };
        let rows = self.rows.iter().map(within);
        let rows = rows.filter(|row| !(row.spells.is_empty() && row.instants.is_empty())).collect();
        Self { rows, from: first, until: self.until }
    }

    fn x(&self, day: Date, (left, right): (f64, f64)) -> f64 {
        let days = |a: Date, b: Date| f64::from(a.duration_until(b).as_hours() as i32) / 24.0;
        let share = days(self.from, day) / days(self.from, self.until).max(1.0);
        left + share.clamp(0.0, 1.0) * (right - left)
    }

    /// In which line below the head of its row each spell is drawn, so that none covers another.
    fn lines(spells: &[Spell]) -> Vec<usize> {
        let mut ends: Vec<Option<Date>> = Vec::new();
        let free = |end: &Option<Date>, from: Option<Date>| {
            end.is_some_and(|end| from.is_some_and(|from| end <= from))
        };
        let mut place = |spell: &Spell| match ends.iter().position(|end| free(end, spell.from)) {
            Some(line) => {
                ends[line] = spell.to;
                line
            }
            None => {
                ends.push(spell.to);
                ends.len() - 1
            }
        };
        spells.iter().map(&mut place).collect()
    }

    fn band(&self, scene: &mut Scene, spell: &Spell, y: f64, sides: (f64, f64), size: f64) {
        let left = self.x(spell.from.unwrap_or(self.from), sides);
        let right = self.x(spell.to.unwrap_or(self.until), sides).max(left + 1.5);
        let class = if spell.telling { "fill s2 outlined" } else { "fill g0 outlined" };
        scene.rect(class, Area { x: left, y, w: right - left, h: BAND });
        let class = if spell.telling { "strong halo" } else { "halo" };
        let text = Text::new(left + 4.0, y + BAND * 0.5 + size * 0.32, size * 0.92, spell.label.clone())
            .class(class);
        let room = right - left - 6.0;
        let cut = text.clone().within(room);
        let told = cut.text.chars().count() > 3 || cut.whole.is_none();
        if told && cut.area().w <= room {
            scene.text(cut);
        }
    }

    fn days(&self, scene: &mut Scene, instants: &[Instant], y: f64, sides: (f64, f64), size: f64) -> f64 {
        let mut y = y;
        let mut taken: Vec<Area> = Vec::new();
        for instant in instants {
            let x = self.x(instant.day, sides);
            let words = format!("{} {}", instant.day, instant.label);
            let left = Text::new(x - 9.0, y + size, size * 0.92, words.clone()).at(Anchor::End).class("halo");
            let right = Text::new(x + 9.0, y + size, size * 0.92, words).class("halo");
            let room_right = scene.width - x - 9.0;
            let mut text = if left.area().w < x - 9.0 { left } else { right.within(room_right) };
            while taken.iter().any(|area| area.meets(&text.area())) {
                y += STEP * 0.85;
                text.y = y + size;
            }
            taken.push(text.area());
            scene.path("fill s2", &diamond(x, text.y - size * 0.3, 5.0));
            scene.text(text);
        }
        y + STEP
    }

    /// Draws the rows below each other, and tells where the last one ends.
    fn all_rows(&self, scene: &mut Scene, sides: (f64, f64), size: f64) -> f64 {
        let mut y = size;
        for row in &self.rows {
            scene.text(Text::new(0.0, y, size, row.head.clone()).class("strong halo").within(scene.width));
            y += size * 0.5;
            let lines = Self::lines(&row.spells);
            for (spell, line) in row.spells.iter().zip(&lines) {
                self.band(scene, spell, y + STEP * *line as f64, sides, size);
            }
            y += STEP * lines.iter().max().map_or(0, |most| most + 1) as f64;
            if !row.instants.is_empty() {
                y = self.days(scene, &row.instants, y, sides, size);
            }
            y += size * 1.5;
        }
        y - size * 1.2
    }

    /// Years under the rows, as many as fit.
    fn years(&self, scene: &mut Scene, bottom: f64, sides: (f64, f64), size: f64) {
        let (first, last) = (self.from.year(), self.until.year());
        let room = if scene.width > 500.0 { 10 } else { 5 };
        let step = [1, 2, 5, 10, 20].into_iter().find(|step| (last - first) / step <= room).unwrap_or(50);
        let ticks = (first..=last).filter(|year| year % step == 0);
        for day in ticks.filter_map(|year| Date::new(year, 1, 1).ok()) {
            let x = self.x(day, sides);
            scene.line("grid", (x, 0.0), (x, bottom));
            let text = Text::new(x, bottom + size + 2.0, size * 0.9, day.year().to_string());
            let text = text.at(Anchor::Middle).class("muted");
            let area = text.area();
            if area.x >= 0.0 && area.x + area.w <= scene.width {
                scene.text(text);
            }
        }
    }
}

fn diamond(x: f64, y: f64, r: f64) -> String {
    let u = super::unit;
    format!("M{} {}L{} {}L{} {}L{} {}Z", u(x - r), u(y), u(x), u(y - r), u(x + r), u(y), u(x), u(y + r))
}

impl Drawing for Spells {
    fn draw(&self, room: Room, _: &Palette) -> Scene {
        let (mut scene, size) = (Scene::new(room.width()), room.size());
        let (sides, shown) = ((4.0, room.width() - 4.0), self.shown(room));
        // the lines of the years lie under the bands, and their length is known only when all rows are drawn
        let bottom = shown.all_rows(&mut Scene::new(room.width()), sides, size);
        shown.years(&mut scene, bottom, sides, size);
        shown.all_rows(&mut scene, sides, size);
        scene.height = bottom + size * 1.6;
        scene
    }

    fn table(&self) -> Table {
        let date = |date: Option<Date>| date.map_or(Cell::Absent, |date| date.to_string().into());
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for row in &self.rows {
            let head = row.head.as_str();
            rows.extend(row.spells.iter().map(|spell| {
                vec![head.into(), spell.label.as_str().into(), date(spell.from), date(spell.to)]
            }));
            rows.extend(row.instants.iter().map(|one| {
                vec![head.into(), one.label.as_str().into(), date(Some(one.day)), date(Some(one.day))]
            }));
        }
        Table {
            name: "spells".to_owned(),
            title: String::new(),
            columns: vec![
                Column::new("row", "Row", Measure::Text),
                Column::new("what", "What", Measure::Text),
                Column::new("from", "From", Measure::Text),
                Column::new("until", "Until", Measure::Text),
            ],
            rows,
        }
    }

    fn describe(&self) -> String {
        let row = |row: &SpellRow| {
            let spells: Vec<&str> = row.spells.iter().map(|spell| spell.label.as_str()).collect();
            let days: Vec<&str> = row.instants.iter().map(|one| one.label.as_str()).collect();
            format!("{}: {}", row.head, [spells, days].concat().join(", "))
        };
        self.rows.iter().map(row).collect::<Vec<_>>().join(". ")
    }
}
