//! Traffic with known truth, because nobody publishes one: ships that sail between ports, radios that keep the standard's intervals,
//! receivers that miss some of it, and planted deeds and lookalikes of which it is known what, who, when and where.
//!
//! Nothing here knows a rule or a threshold of a detector. What is made is the same for the same [`Scenario`], byte for byte, on any
//! number of threads; [`World::ship`] makes any ship alone.

mod captain;
mod harbour;
mod hull;
mod lie;
mod motion;
mod path;
mod plan;
mod plant;
mod radio;
mod random;
mod receivers;
mod scenario;
mod sentence;
mod story;
mod truth;
mod waters;
mod world;

pub use harbour::Harbour;
pub use plant::{FalseTrack, Partner, Replanted, plant_false_track, plant_gap, plant_partner};
pub use scenario::{Coverage, Region, Scenario, ScenarioError};
pub use sentence::sentences;
pub use truth::{Difficulty, Planted, PlantedKind, Who};
pub use world::{Log, World};

use crate::report::Report;
use rayon::prelude::*;

/// What [`simulate`] makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulated {
    /// All that was heard, in order of time; lines are numbered from 1.
    pub reports: Vec<Report>,
    /// Which ship truly sent the report of each line: `senders[line - 1]`.
    pub senders: Vec<u32>,
    /// What was planted, in order of time.
    pub truth: Truth,
}

/// What truly happened.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct Truth {
    /// In order of time and ships.
    pub planted: Vec<Planted>,
}

impl Truth {
    /// What was planted, in order.
    pub fn new(mut planted: Vec<Planted>) -> Self {
        planted.sort_by(|a, b| (a.start, &a.ships, a.kind, a.end).cmp(&(b.start, &b.ships, b.kind, b.end)));
        Self { planted }
    }
}

/// Makes all traffic of a scenario at once. What does not fit into memory is made by [`World::ship`].
///
/// # Errors
/// [`ScenarioError::Range`] names the first value that is out of its range.
///
/// ```
/// use thalweg_sea::simulate::{Scenario, simulate};
/// let made = simulate(&Scenario { ships: 10, days: 1.0, ..Scenario::default() })?;
/// assert!(made.reports.len() == made.senders.len() && !made.reports.is_empty());
/// # Ok::<(), thalweg_sea::simulate::ScenarioError>(())
/// ```
pub fn simulate(scenario: &Scenario) -> Result<Simulated, ScenarioError> {
    let world = World::new(scenario)?;
    let logs: Vec<Log> = (0..world.ships()).into_par_iter().map(|ship| world.ship(ship)).collect();
    let mut all: Vec<(u32, Report)> = Vec::with_capacity(logs.iter().map(|log| log.reports.len()).sum());
    let mut planted = Vec::new();
    for log in logs {
        all.extend(log.reports.into_iter().map(|report| (log.ship, report)));
        planted.extend(log.planted);
    }
    all.sort_by_key(|(ship, report)| (report.time.map_or(0, |time| time.milliseconds), *ship, report.line));
    (1..).zip(&mut all).for_each(|(line, (_, report))| report.line = line);
    let (senders, reports) = all.into_iter().unzip();
    Ok(Simulated { reports, senders, truth: Truth::new(planted) })
}
