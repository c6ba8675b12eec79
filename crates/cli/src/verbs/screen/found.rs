//! Hits as rows, objects and sentences.

use serde::Serialize;
use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_screen::{Asked, Comparison, Entity, Evidence, Hit, Lists, Name, Removal};

/// A hit with all that a reader wants to know of its record.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    pub(super) score: f64,
    name_score: Option<f64>,
    /// The name that matched.
    pub(super) matched: Option<&'a Name>,
    /// The name of the record.
    name: &'a str,
    kind: &'a str,
    list: &'a str,
    record: &'a str,
    programs: Vec<&'a str>,
    evidence: &'a [Evidence],
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<&'a Comparison>,
    /// What set it aside, if anything did.
    #[serde(skip_serializing_if = "Option::is_none")]
    removed_by: Option<Removal>,
}

/// A name that was asked for, and what was found.
#[derive(Serialize)]
pub(super) struct Object<'a> {
    pub(super) asked: &'a Asked,
    pub(super) hits: Vec<Told<'a>>,
    pub(super) more: usize,
    pub(super) removed_count: usize,
    pub(super) removed: Vec<Told<'a>>,
}

impl<'a> Told<'a> {
    pub(super) fn new(hit: &'a Hit, removed_by: Option<Removal>, lists: &'a Lists) -> Option<Self> {
        let entity: &Entity = lists.entities.get(hit.entity)?;
        let mut programs: Vec<&str> =
            entity.listings.iter().flat_map(|listing| &listing.programs).map(String::as_str).collect();
        programs.sort_unstable();
        programs.dedup();
        Some(Self {
            score: hit.score,
            name_score: hit.name_score,
            matched: hit.name(entity),
            name: entity.name(),
            kind: entity.kind.word(),
            list: lists.source(entity.record.source).map_or("", |source| source.list.as_str()),
            record: &entity.record.id,
            programs,
            evidence: &hit.evidence,
            comparison: hit.matched.as_ref().and_then(|matched| matched.comparison.as_ref()),
            removed_by,
        })
    }

    /// The reasons, in sentences.
    pub(super) fn sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        if let Some(name) = self.matched {
            sentences.push(format!(
                "{:.3}: {}, {}, record {}.",
                self.score,
                name.text,
                borne(name),
                self.record
            ));
        } else {
            sentences.push(format!("{:.3}: {}, record {}.", self.score, self.name, self.record));
        }
        sentences.extend(self.comparison.iter().flat_map(|comparison| comparison.words()));
        sentences.extend(self.evidence.iter().map(|evidence| {
            let weight = match evidence.log_odds {
                0.0 => String::new(),
                odds => format!(" ({odds:+.1} to the log-odds)"),
            };
            format!("{}{weight}.", capital(&evidence.said))
        }));
        sentences
    }

    fn said(&self) -> String {
        self.evidence.iter().map(|evidence| evidence.said.as_str()).collect::<Vec<_>>().join("; ")
    }

    /// A row of the full table.
    pub(super) fn row(&self, asked: &str, rank: usize) -> Vec<Cell> {
        let matched = self.matched;
        vec![
            asked.into(),
            (rank as f64).into(),
            self.score.into(),
            self.name_score.into(),
            matched.map_or(Cell::Absent, |name| name.text.as_str().into()),
            matched.map_or(Cell::Absent, |name| word(name.kind).into()),
            matched.map_or(Cell::Absent, |name| word(name.strength).into()),
            self.name.into(),
            self.kind.into(),
            self.list.into(),
            self.record.into(),
            self.programs.join("; ").into(),
            self.said().into(),
            self.removed_by.map_or(Cell::Absent, |by| word(by).into()),
        ]
    }

    /// A row that fits a terminal.
    pub(super) fn short_row(&self) -> Vec<Cell> {
        let matched = self.matched.map_or(self.name, |name| name.text.as_str());
        let borne = self.matched.map_or_else(String::new, borne);
        vec![
            self.score.into(),
            matched.into(),
            borne.into(),
            self.kind.into(),
            self.list.into(),
            self.record.into(),
        ]
    }
}

/// The columns of [`Told::row`].
pub(super) fn columns() -> Vec<Column> {
    [
        ("asked", "Asked", Measure::Text),
        ("rank", "Rank", Measure::Count),
        ("score", "Score", Measure::Number),
        ("name_score", "Name", Measure::Number),
        ("matched", "Matched", Measure::Text),
        ("name_kind", "As", Measure::Text),
        ("name_strength", "Strength", Measure::Text),
        ("name", "Record's name", Measure::Text),
        ("kind", "Kind", Measure::Text),
        ("list", "List", Measure::Text),
        ("record", "Record", Measure::Text),
        ("programs", "Programmes", Measure::Text),
        ("evidence", "Evidence", Measure::Text),
        ("removed_by", "Removed by", Measure::Text),
    ]
    .map(|(name, title, measure)| Column::new(name, title, measure))
    .into()
}

/// The columns of [`Told::short_row`], for a few hits.
pub(super) fn short_table(title: String) -> Table {
    let columns = [
        ("score", "Score", Measure::Number),
        ("matched", "Name", Measure::Text),
        ("borne", "Borne as", Measure::Text),
        ("kind", "Kind", Measure::Text),
        ("list", "List", Measure::Text),
        ("record", "Record", Measure::Text),
    ];
    Table {
        name: "hits".to_owned(),
        title,
        columns: columns.map(|(name, title, measure)| Column::new(name, title, measure)).into(),
        rows: Vec::new(),
    }
}

/// What a name is to its bearer, with dates where the list knows them.
fn borne(name: &Name) -> String {
    let mut words = word(name.kind);
    if name.strength == thalweg_screen::NameStrength::Weak {
        words = format!("weak {words}");
    }
    match (&name.from, &name.to) {
        (None, None) => words,
        (Some(from), None) => format!("{words}, from {from}"),
        (None, Some(to)) => format!("{words}, until {to}"),
        (Some(from), Some(to)) => format!("{words}, {from} to {to}"),
    }
}

/// The word of a value, as in JSON.
fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word.replace('_', " "),
        _ => String::new(),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
