//! `thalweg oil list` and `thalweg oil show`.

use super::text::table;
use crate::diagnose::Failure;
use crate::output::{self, Answer, json_lines};
use thalweg_core::{Cell, Measure, Table};
use thalweg_oil::{EmbeddedScenario, Scenario, embedded_scenario_text, embedded_scenarios};

/// Prints an embedded scenario with its comments.
pub(super) fn show(name: &str) -> Result<(), Failure> {
    match embedded_scenario_text(name) {
        Some(text) => output::print(text.as_bytes()),
        // the engine says which name is meant
        None => Scenario::open(name).map(|_| ()).map_err(Failure::from),
    }
}

/// The embedded scenarios.
pub(super) struct List(Vec<EmbeddedScenario>);

impl List {
    /// All of them.
    pub(super) fn new() -> Self {
        Self(embedded_scenarios())
    }
}

impl Answer for List {
    const MAIN: &'static str = "scenarios";

    fn json(&self) -> serde_json::Result<String> {
        json_lines(&self.0)
    }

    fn tables(&self) -> Vec<Table> {
        let rows = self.0.iter().map(|one| vec![Cell::from(one.name), Cell::from(one.question.as_str())]);
        let columns = [("name", "Name", Measure::Text), ("question", "What it asks", Measure::Text)];
        vec![table(Self::MAIN, "Embedded scenarios", &columns, rows.collect())]
    }
}
