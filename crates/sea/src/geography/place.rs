//! What a place is.

use crate::sphere::Point;
use serde::{Deserialize, Serialize};

/// What ships do at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PlaceKind {
    /// A port, from the World Port Index; its position may be off by kilometres.
    Port,
    /// A terminal where tankers load or discharge: jetties, buoys, islands.
    Terminal,
    /// Roads where ships wait.
    Anchorage,
    /// Waters where tankers are known to hand over cargo to one another.
    TransferArea,
}

impl PlaceKind {
    /// As in a table.
    pub fn word(self) -> &'static str {
        match self {
            Self::Port => "port",
            Self::Terminal => "terminal",
            Self::Anchorage => "anchorage",
            Self::TransferArea => "transfer_area",
        }
    }

    /// The kind that a table calls so.
    pub fn named(word: &str) -> Option<Self> {
        let kinds = [Self::Port, Self::Terminal, Self::Anchorage, Self::TransferArea];
        kinds.into_iter().find(|kind| kind.word() == word)
    }
}

/// How large a port is, as the World Port Index judges it: by area, facilities and wharf space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HarbourSize {
    /// Very small.
    VerySmall,
    /// Small.
    Small,
    /// Medium.
    Medium,
    /// Large.
    Large,
}

/// A port, a terminal, an anchorage or a transfer area.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// What ships do there.
    pub kind: PlaceKind,
    /// Its name.
    pub name: String,
    /// Country in English; of a transfer area beyond territorial waters that of the nearest coast.
    pub country: String,
    /// UN/LOCODE without blank, where it has one.
    pub locode: Option<String>,
    /// Its middle.
    pub point: Point,
    /// How far it reaches from there, metres.
    pub radius: f64,
    /// Whether oil is loaded, discharged or handed over there: for a port of the index, whether it states a depth of an oil terminal or that it
    /// has one. That it does not say so is no proof that there is none.
    pub oil: bool,
    /// For ports of the index that say so.
    pub size: Option<HarbourSize>,
    /// Where position and facts are from.
    pub source: String,
}

impl Place {
    /// Whether a point is within its radius.
    pub fn holds(&self, point: Point) -> bool {
        self.point.distance(point) <= self.radius
    }
}
