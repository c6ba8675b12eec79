//! The tables of a backtest.

use super::{Backtest, CaseRow, ScoreRow};
use crate::estimate::{count, table};
use thalweg_core::{Measure, Table};

impl Backtest {
    /// Everything as tables; the first is the answer.
    pub fn tables(&self) -> Vec<Table> {
        vec![scores_table(&self.scores), cases_table(&self.cases)]
    }
}

pub(crate) fn scores_table(scores: &[ScoreRow]) -> Table {
    let columns = [
        ("question", "Question", Measure::Text),
        ("importer", "Side", Measure::Text),
        ("exporter", "On", Measure::Text),
        ("forecast", "Forecast", Measure::Text),
        ("cases", "Cases", Measure::Count),
        ("slope", "Slope", Measure::Number),
        ("r_squared", "R\u{b2}", Measure::Number),
        ("mean_error", "Error", Measure::Number),
        ("mean_error_of_nothing", "Nothing", Measure::Number),
        ("rank_correlation", "Ranks", Measure::Number),
        ("usual", "Usual", Measure::Number),
        ("verdict", "Verdict", Measure::Text),
    ];
    let rows = scores.iter().map(|row| {
        vec![
            row.question.as_str().into(),
            row.importer.as_str().into(),
            row.exporter.as_str().into(),
            row.forecast.as_str().into(),
            count(row.cases),
            row.slope.into(),
            row.r_squared.into(),
            row.mean_error.into(),
            row.mean_error_of_nothing.into(),
            row.rank_correlation.into(),
            row.usual.into(),
            row.verdict.as_str().into(),
        ]
    });
    table("scores", "What was said against what came (log points times 100)", &columns, rows)
}

pub(crate) fn cases_table(cases: &[CaseRow]) -> Table {
    let columns = [
        ("question", "Question", Measure::Text),
        ("importer", "Side", Measure::Text),
        ("exporter", "On", Measure::Text),
        ("case", "Case", Measure::Text),
        ("flow", "Flow before", Measure::Amount),
        ("actual", "Came", Measure::Number),
        ("observed", "Said, observed", Measure::Number),
        ("own", "Said, own", Measure::Number),
        ("usual", "Usual", Measure::Number),
        ("verdict", "Verdict", Measure::Text),
    ];
    let rows = cases.iter().map(|row| {
        vec![
            row.question.as_str().into(),
            row.importer.as_str().into(),
            row.exporter.as_str().into(),
            row.case.as_str().into(),
            row.flow.into(),
            row.actual.into(),
            row.observed.into(),
            row.own.into(),
            row.usual.into(),
            row.verdict.as_str().into(),
        ]
    });
    table("cases", "Case by case (net change, log points times 100)", &columns, rows)
}
