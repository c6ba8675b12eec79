//! The scenarios that thalweg brings along: the files of `examples/`.

use super::Scenario;
use super::near_or_all;
use serde::Serialize;
use thalweg_core::Text;

/// An embedded file: what it is called, and its text.
type File = (&'static str, &'static str);

macro_rules! scenario {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../../examples/", $name, ".toml")))
    };
}

macro_rules! table {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../../examples/", $name)))
    };
}

/// In the order in which a reader should meet them.
const SCENARIOS: [File; 12] = [
    scenario!("truce"),
    scenario!("breakdown"),
    scenario!("rollback"),
    scenario!("sixty-points"),
    scenario!("diverted"),
    scenario!("april-2025"),
    scenario!("blanket"),
    scenario!("fragmentation"),
    scenario!("materials"),
    scenario!("oil"),
    scenario!("oil-embargo"),
    scenario!("oil-india-stops"),
];

const TABLES: [File; 2] = [table!("tables/us-april-2025.csv"), table!("tables/undo-us-china-2018-2019.csv")];

/// An embedded scenario in a list of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Embedded {
    /// By which it is opened: `truce`.
    pub name: &'static str,
    /// What a reader sees above its results.
    pub title: String,
    /// One line on what it asks.
    pub question: String,
}

/// The scenarios that thalweg brings along, in the order in which a reader should meet them.
///
/// ```
/// let names: Vec<&str> = thalweg_trade::scenario::embedded_scenarios().iter().map(|s| s.name).collect();
/// assert_eq!(names[..3], ["truce", "breakdown", "rollback"]);
/// ```
pub fn embedded_scenarios() -> Vec<Embedded> {
    let listed = SCENARIOS.iter().filter_map(|(name, _)| {
        let scenario = Scenario::embedded(name)?;
        Some(Embedded { name, title: scenario.name, question: scenario.question.unwrap_or_default() })
    });
    listed.collect()
}

/// The commented text of an embedded scenario, for a user who wants to write a scenario of their own.
pub fn embedded_text(name: &str) -> Option<&'static str> {
    SCENARIOS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

pub(super) fn text(name: &str) -> Option<Text> {
    Some(Text::new(format!("examples/{name}.toml"), embedded_text(name)?))
}

pub(super) fn table(name: &str) -> Option<Text> {
    let (_, text) = TABLES.iter().find(|(known, _)| *known == name)?;
    Some(Text::new(format!("examples/{name}"), text))
}

/// Help for a name that no embedded scenario has.
pub(super) fn advice(name: &str) -> String {
    let names: Vec<&str> = SCENARIOS.iter().map(|(name, _)| *name).collect();
    near_or_all(name, &names, "embedded scenarios")
}
