//! What became of the input.

use crate::output::{Answer, drawn, json_lines};
use thalweg_brief::output::Terminal;
use thalweg_core::{Cell, Column, Measure, Problem, Table};
use thalweg_sea::table::TableAccount;
use thalweg_sea::{Account, Time};

/// What became of every line and every row.
#[derive(serde::Serialize)]
pub(super) struct Summary {
    pub(super) account: Account,
    pub(super) tables: Vec<TableAccount>,
}

impl Summary {
    /// Whether nothing was read that is of use.
    pub(super) fn is_empty(&self) -> bool {
        self.account.messages == 0 && self.tables.iter().all(|table| table.intake.accepted == 0)
    }

    /// What was refused, as notes: one for each reason.
    pub(super) fn notes(&self) -> Vec<Problem> {
        let lines = self.account.intake("");
        let all = std::iter::once(&lines).chain(self.tables.iter().map(|table| &table.intake));
        let refusals = all.flat_map(|intake| &intake.refusals);
        let note = |refusal: &thalweg_core::Refusal| {
            let note = Problem::new(format!("refused {}: {}", refusal.count, refusal.reason));
            match refusal.samples.first() {
                Some(place) => note.at(place.clone()),
                None => note,
            }
        };
        refusals.map(note).collect()
    }

    /// The answer in a sentence.
    fn sentence(&self) -> String {
        let account = &self.account;
        let rows: usize = self.tables.iter().map(|table| table.intake.accepted).sum();
        let refused: usize = self.tables.iter().map(|table| table.intake.refused()).sum();
        let mut words = Vec::new();
        if account.lines > 0 {
            let (messages, lines) = (many(account.messages, "message"), many(account.lines, "line"));
            words.push(format!("{messages} in {lines}"));
            words.push(format!("{} refused", account.refused()));
        }
        if !self.tables.is_empty() {
            words.push(format!("{} read, {refused} refused", many(rows as u64, "row")));
        }
        if let Some((from, to)) = self.span() {
            words.push(if from == to { format!("at {from}") } else { format!("from {from} to {to}") });
        }
        words.join("; ") + ".\n"
    }

    /// The first and the last time.
    fn span(&self) -> Option<(String, String)> {
        let spans = std::iter::once(self.account.span).chain(self.tables.iter().map(|table| table.span));
        let widest = |a: (i64, i64), b: (i64, i64)| (a.0.min(b.0), a.1.max(b.1));
        let (from, to) = spans.flatten().reduce(widest)?;
        Some((Time::text_of(from), Time::text_of(to)))
    }

    fn files(&self) -> Table {
        let count = |number: u64| Cell::Number(number as f64);
        let row = |table: &TableAccount| {
            vec![
                table.intake.file.clone().into(),
                count(table.intake.accepted as u64),
                count(table.intake.refused() as u64),
                count(table.positions),
                count(table.untimed),
                count(table.imo_zero),
                count(table.imo_wrong),
                count(table.imo_form),
            ]
        };
        let columns = [
            ("file", "File", Measure::Text),
            ("rows", "Rows", Measure::Count),
            ("refused", "Refused", Measure::Count),
            ("positions", "Positions", Measure::Count),
            ("untimed", "Untimed", Measure::Count),
            ("imo_zero", "IMO zero", Measure::Count),
            ("imo_wrong", "IMO wrong", Measure::Count),
            ("imo_form", "No IMO", Measure::Count),
        ];
        Table {
            name: "files".to_owned(),
            title: "Tables".to_owned(),
            columns: columns
                .iter()
                .map(|(name, title, measure)| Column::new(name, title, *measure))
                .collect(),
            rows: self.tables.iter().map(row).collect(),
        }
    }
}

/// So many of something.
fn many(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

impl Answer for Summary {
    const MAIN: &'static str = "lines";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([self])
    }

    fn tables(&self) -> Vec<Table> {
        let mut tables = self.account.tables();
        tables.push(self.files());
        tables
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let tables = self.tables();
        let shown = |table: &&Table| table.name != "talkers" && !table.rows.is_empty();
        Ok(format!("{}\n{}", self.sentence(), drawn(tables.iter().filter(shown), page)?))
    }
}
