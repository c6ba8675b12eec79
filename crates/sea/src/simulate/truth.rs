use crate::sphere::Point;
use serde::Serialize;

/// What truly happened to one pair of ships, beside what ships do every day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Planted {
    /// What.
    pub kind: PlantedKind,
    /// How, in one word: `at_anchor`, `circle` ...
    pub how: &'static str,
    /// To which ships: of one number there may be two.
    pub ships: Vec<Who>,
    /// When it began, milliseconds since 1970, UTC.
    pub start: i64,
    /// When it ended.
    pub end: i64,
    /// Where it truly began.
    pub place: Point,
    /// How hard it is to see.
    pub difficulty: Difficulty,
}

/// A ship of the simulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Who {
    /// Its number in the scenario, from 0; in real tracks 0.
    pub ship: u32,
    /// Its MMSI when it began.
    pub mmsi: u32,
}

/// What can be planted: the first half are deeds, the second what only looks like one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PlantedKind {
    /// A transponder was switched off.
    DeliberateGap,
    /// Cargo went from ship to ship, both on the air.
    TwoSidedTransfer,
    /// Cargo went from ship to ship, one of them silent.
    OneSidedTransfer,
    /// Cargo went from ship to ship, both silent: nothing tells.
    DarkTransfer,
    /// A ship said that it was where it was not.
    FalsePosition,
    /// Two ships used one number.
    SharedNumber,
    /// A ship took another name.
    NameChange,
    /// A ship took another flag, and with it another number.
    FlagChange,
    /// A ship took another hull's number.
    HullChange,
    /// Two ships at anchor, near each other.
    AnchoredNeighbours,
    /// A tug beside a ship.
    Tug,
    /// A pilot boat beside a ship.
    PilotBoat,
    /// A small tanker with fuel for a ship.
    Bunkering,
    /// Two ships that go the same way side by side.
    Convoy,
    /// A ship adrift, waiting for orders.
    Waiting,
}

impl PlantedKind {
    /// In one word, as in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::DeliberateGap => "deliberate_gap",
            Self::TwoSidedTransfer => "two_sided_transfer",
            Self::OneSidedTransfer => "one_sided_transfer",
            Self::DarkTransfer => "dark_transfer",
            Self::FalsePosition => "false_position",
            Self::SharedNumber => "shared_number",
            Self::NameChange => "name_change",
            Self::FlagChange => "flag_change",
            Self::HullChange => "hull_change",
            Self::AnchoredNeighbours => "anchored_neighbours",
            Self::Tug => "tug",
            Self::PilotBoat => "pilot_boat",
            Self::Bunkering => "bunkering",
            Self::Convoy => "convoy",
            Self::Waiting => "waiting",
        }
    }

    /// Whether it is a deed; the others only look like one.
    pub fn is_deed(self) -> bool {
        self < Self::AnchoredNeighbours
    }
}

/// How hard a planted event is to see; what it means for each kind stands in `docs/detectors.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Difficulty {
    /// Anybody who looks sees it.
    Easy,
    /// Between.
    Moderate,
    /// Short, near what is innocent, or seldom heard.
    Hard,
}

impl Difficulty {
    /// From the easiest to the hardest.
    pub const ALL: [Self; 3] = [Self::Easy, Self::Moderate, Self::Hard];

    /// In one word, as in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Moderate => "moderate",
            Self::Hard => "hard",
        }
    }
}
