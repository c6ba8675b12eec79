//! Scenarios that come along.

use serde::Serialize;
use thalweg_core::nearest;

macro_rules! scenarios {
    ($($name:literal),* $(,)?) => {
        const SCENARIOS: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../../examples/oil/", $name, ".toml")))),*];
    };
}

scenarios![
    "as-it-is",
    "embargo",
    "price-cap",
    "lower-cap",
    "service-ban",
    "march-2023",
    "mid-2025",
    "november-2025",
    "listings",
    "suez-closed",
];

/// An embedded scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EmbeddedScenario {
    /// Name.
    pub name: &'static str,
    /// What it asks.
    pub question: String,
}

/// All, with what each asks.
pub fn embedded_scenarios() -> Vec<EmbeddedScenario> {
    let question =
        |name: &str| super::Scenario::open(name).map(|scenario| scenario.question).unwrap_or_default();
    SCENARIOS.iter().map(|(name, _)| EmbeddedScenario { name, question: question(name) }).collect()
}

/// The text of one.
pub fn embedded_scenario_text(name: &str) -> Option<&'static str> {
    SCENARIOS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// What to say about a name that no scenario has.
pub(super) fn advice(name: &str) -> String {
    match nearest(name, SCENARIOS.iter().map(|(known, _)| *known)) {
        Some(near) => format!("the nearest known word is `{near}`"),
        None => {
            let names: Vec<&str> = SCENARIOS.iter().map(|(known, _)| *known).collect();
            format!("embedded: {}; or give a file", names.join(", "))
        }
    }
}
