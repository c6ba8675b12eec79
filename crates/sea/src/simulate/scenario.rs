use crate::sphere::Point;
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// What traffic to make. The same scenario makes the same traffic, byte for byte.
///
/// ```
/// use thalweg_sea::simulate::Scenario;
/// let scenario = Scenario::parse("seed = 7\nships = 40\ndays = 2\nregion = \"mediterranean\"\nevery_seconds = 120\n")?;
/// assert_eq!((scenario.ships, scenario.every_seconds), (40, 120.0));
/// assert!(Scenario::parse("ships = 41").unwrap_err().to_string().contains("ships"));
/// # Ok::<(), thalweg_sea::simulate::ScenarioError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scenario {
    /// From which all chance comes.
    pub seed: u64,
    /// How many ships; an even number, since planted events take ships by twos.
    pub ships: u32,
    /// How many days.
    pub days: f64,
    /// The first day, `2025-03-01`.
    pub start: String,
    /// Where.
    pub region: Region,
    /// Part of the seagoing ships that are tankers, 0 to 1.
    pub tankers: f64,
    /// Part of the ships that are small craft with class B, 0 to 1.
    pub class_b: f64,
    /// Seconds between the positions that are kept of one ship: 0 keeps what the standard has them send.
    pub every_seconds: f64,
    /// Who hears.
    pub coverage: Coverage,
    /// Satellites that listen.
    pub satellites: u32,
    /// Part of the pairs of ships to which something happens, 0 to 1.
    pub eventful: f64,
}

/// Part of the sea.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Region {
    /// All of it.
    World,
    /// The Mediterranean and the Black Sea.
    Mediterranean,
    /// The Baltic, the North Sea and the Channel.
    NorthernEurope,
    /// The Gulf, the Red Sea and the Arabian Sea.
    ArabianSea,
    /// From the Strait of Malacca to Korea.
    EastAsia,
}

/// Who hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Coverage {
    /// Every message of every ship is heard: for measuring speed.
    Full,
    /// Stations on shore.
    Shore,
    /// Stations on shore, and satellites.
    ShoreAndSatellite,
}

/// Why a scenario is none.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ScenarioError {
    /// Not TOML, or a key that a scenario does not have.
    #[error("{0}")]
    Toml(String),
    /// A value out of its range.
    #[error("`{key}` cannot be {value}: it is {right}")]
    Range {
        /// The key.
        key: &'static str,
        /// Its value.
        value: String,
        /// What would be right.
        right: &'static str,
    },
}

impl Default for Scenario {
    /// Four hundred ships for ten days in the Mediterranean, a position every five minutes, something planted in half of the pairs.
    fn default() -> Self {
        Self {
            seed: 1,
            ships: 400,
            days: 10.0,
            start: "2025-03-01".to_owned(),
            region: Region::Mediterranean,
            tankers: 0.4,
            class_b: 0.05,
            every_seconds: 300.0,
            coverage: Coverage::ShoreAndSatellite,
            satellites: 8,
            eventful: 0.5,
        }
    }
}

impl Scenario {
    /// Reads a scenario in TOML; what is not stated has its default.
    ///
    /// # Errors
    /// [`ScenarioError`]: what is wrong, and what would be right.
    pub fn parse(text: &str) -> Result<Self, ScenarioError> {
        let scenario: Self = toml::from_str(text).map_err(|error| ScenarioError::Toml(error.to_string()))?;
        scenario.check()?;
        Ok(scenario)
    }

    /// Whether every value is in its range.
    ///
    /// # Errors
    /// [`ScenarioError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), ScenarioError> {
        let part = "a number from 0 to 1";
        let even = self.ships >= 2 && self.ships <= 1_000_000 && self.ships.is_multiple_of(2);
        demand("ships", self.ships, even, "an even number from 2 to 1,000,000")?;
        demand("days", self.days, (0.01..=400.0).contains(&self.days), "a number from 0.01 to 400")?;
        demand("start", &self.start, self.start.parse::<Day>().is_ok(), "a day such as 2025-03-01")?;
        demand("tankers", self.tankers, (0.0..=1.0).contains(&self.tankers), part)?;
        demand("class_b", self.class_b, (0.0..=1.0).contains(&self.class_b), part)?;
        demand("eventful", self.eventful, (0.0..=1.0).contains(&self.eventful), part)?;
        let every = (0.0..=86_400.0).contains(&self.every_seconds);
        demand("every_seconds", self.every_seconds, every, "a number from 0 to 86,400")?;
        demand("satellites", self.satellites, self.satellites <= 200, "at most 200")
    }

    /// When it begins and ends, milliseconds since 1970, UTC.
    ///
    /// # Errors
    /// [`ScenarioError::Range`] for a day that is none.
    pub fn span(&self) -> Result<(i64, i64), ScenarioError> {
        self.check()?;
        let start = self.start.parse::<Day>().map(Day::milliseconds).unwrap_or_default();
        Ok((start, start + (self.days * 86_400_000.0) as i64))
    }
}

fn demand(
    key: &'static str,
    value: impl ToString,
    holds: bool,
    right: &'static str,
) -> Result<(), ScenarioError> {
    if holds { Ok(()) } else { Err(ScenarioError::Range { key, value: value.to_string(), right }) }
}

impl Region {
    /// Degrees: south, west, north, east.
    pub fn bounds(self) -> [f64; 4] {
        match self {
            Self::World => [-60.0, -180.0, 72.0, 180.0],
            Self::Mediterranean => [30.0, -7.0, 47.5, 42.0],
            Self::NorthernEurope => [47.0, -8.0, 66.0, 31.0],
            Self::ArabianSea => [5.0, 32.0, 31.0, 80.0],
            Self::EastAsia => [-9.0, 95.0, 44.0, 145.0],
        }
    }

    /// Whether a place is in it.
    pub fn contains(self, point: Point) -> bool {
        let [south, west, north, east] = self.bounds();
        (south..=north).contains(&point.lat) && (west..=east).contains(&point.lon)
    }
}
