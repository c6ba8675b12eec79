//! Charts: a record of the data first, then one picture of it.
//!
//! Every chart is a plain record ([`Bars`], [`Calibration`], [`Course`], [`Curve`], [`Dumbbell`], [`Flow`], [`Frontier`], [`Intervals`], [`Network`], [`Spells`], [`Waterfall`], [`WorldMap`]) that
//! can be drawn ([`Drawing`]); a [`Figure`] puts a title, a foot and the table of its numbers around it.

mod axis;
mod bars;
mod calibration;
mod course;
mod curve;
mod dumbbell;
mod figure;
mod flow;
mod frontier;
mod intervals;
mod legend;
mod network;
mod place;
mod plane;
mod rows;
mod scene;
mod spells;
mod text;
mod waterfall;
mod world_map;

pub(crate) use axis::{Axis, tick_label};
pub use bars::{BarRow, Bars};
pub use calibration::{Calibration, Cloud, Judged};
pub use course::{Course, Moment};
pub use curve::{Curve, CurvePoint};
pub use dumbbell::{Dumbbell, Pair};
pub use figure::{Caption, Figure};
pub use flow::{Band, Fate, Flow};
pub use frontier::{Frontier, Mark, Reach, Style};
pub use intervals::{IntervalRow, Intervals};
pub use network::{Bond, Network, Node};
pub(crate) use scene::unit;
pub use scene::{Anchor, Area, Room, Scene, Text};
pub use spells::{Instant, Spell, SpellRow, Spells};
pub use waterfall::{Step, Waterfall};
pub(crate) use world_map::patterns;
pub use world_map::{Arrow, WorldMap};

use crate::{number::Format, palette::Palette};
use thalweg_core::Table;

/// A record that can be drawn.
pub trait Drawing: std::fmt::Debug {
    /// The picture, laid out for the room there is.
    fn draw(&self, room: Room, palette: &Palette) -> Scene;

    /// The numbers of the picture, all of them; its name is filled in by the figure.
    fn table(&self) -> Table;

    /// What the picture shows, in words, for those who do not see it.
    fn describe(&self) -> String;

    /// Whether the page must hold the outlines of the world.
    fn needs_world(&self) -> bool {
        false
    }
}

/// Of whom a number is: a code that gives it its colour, and a name that people read.
///
/// ```
/// use thalweg_brief::chart::Subject;
/// assert_eq!(Subject::new("VNM", "Vietnam").name, "Vietnam");
/// assert_eq!(Subject::plain("Petroleum").code, "");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Code of a country; empty for what has no colour of its own, such as a sector.
    pub code: String,
    /// Name.
    pub name: String,
}

impl Subject {
    /// A country.
    pub fn new(code: impl Into<String>, name: impl Into<String>) -> Self {
        Self { code: code.into(), name: name.into() }
    }

    /// Anything else: a sector, a scenario, a set of elasticities.
    pub fn plain(name: impl Into<String>) -> Self {
        Self::new("", name)
    }
}

/// A number and, where there is one, its interval. A number that is not finite is drawn as no value.
///
/// ```
/// use thalweg_brief::chart::Estimate;
/// let estimate = Estimate::within(-0.29, -0.41, -0.15);
/// assert_eq!(estimate.interval, Some((-0.41, -0.15)));
/// assert_eq!(Estimate::from(1.5).interval, None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// The lower and upper end of the interval.
    pub interval: Option<(f64, f64)>,
}

impl From<f64> for Estimate {
    fn from(value: f64) -> Self {
        Self { value, interval: None }
    }
}

impl Estimate {
    /// No value.
    pub const ABSENT: Self = Self { value: f64::NAN, interval: None };

    /// A number with an interval; an interval that is not finite is none.
    pub fn within(value: f64, low: f64, high: f64) -> Self {
        let finite = value.is_finite() && low.is_finite() && high.is_finite();
        Self { value, interval: finite.then_some((low.min(high), high.max(low))) }
    }

    /// The number with the digits that its interval supports.
    fn label(self, format: Format) -> String {
        self.interval.map_or(format, |(low, high)| format.supported_by((high - low) / 2.0)).text(self.value)
    }

    /// Every finite number in it.
    fn numbers(self) -> impl Iterator<Item = f64> {
        let (low, high) = self.interval.unwrap_or((self.value, self.value));
        [self.value, low, high].into_iter().filter(|number| number.is_finite())
    }
}
