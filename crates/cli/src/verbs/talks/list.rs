//! `thalweg talks list` and `thalweg talks show`.

use crate::diagnose::Failure;
use crate::output::{self, Answer, json_lines};
use thalweg_core::{Cell, Column, Measure, Problem, Table, nearest};
use thalweg_talks::{EmbeddedGame, embedded_game_text, embedded_games};

/// Prints an embedded game with its comments.
pub(super) fn show(name: &str) -> Result<(), Failure> {
    let Some(text) = embedded_game_text(name) else {
        let known = embedded_games();
        let names: Vec<&str> = known.iter().map(|game| game.name).collect();
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => format!("the nearest known word is `{near}`"),
            None => format!("embedded games: {}", names.join(", ")),
        };
        return Err(Problem::new(format!("no embedded game is called `{name}`")).help(help).into());
    };
    output::print(text.as_bytes())
}

/// The embedded games.
pub(super) struct List(Vec<EmbeddedGame>);

impl List {
    /// All of them.
    pub(super) fn new() -> Self {
        Self(embedded_games())
    }
}

impl Answer for List {
    const MAIN: &'static str = "games";

    fn json(&self) -> serde_json::Result<String> {
        json_lines(&self.0)
    }

    fn tables(&self) -> Vec<Table> {
        let columns = [("name", "Name"), ("question", "What it asks")];
        let rows = self.0.iter().map(|game| vec![Cell::from(game.name), Cell::from(game.question.as_str())]);
        vec![Table {
            name: Self::MAIN.to_owned(),
            title: "Embedded games".to_owned(),
            columns: columns.map(|(name, title)| Column::new(name, title, Measure::Text)).to_vec(),
            rows: rows.collect(),
        }]
    }
}
