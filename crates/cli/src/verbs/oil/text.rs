//! What the answers on oil share: numbers in sentences, paragraphs, columns.

use crate::wrap::wrap;
use thalweg_brief::number::{Format, Kind};
use thalweg_brief::output::Terminal;
use thalweg_core::{Cell, Column, Measure, Table};

/// A plain number with three digits.
pub(super) fn plain(value: f64) -> String {
    Format::from(Kind::Number).text(value)
}

/// A change in percent.
pub(super) fn percent(value: f64) -> String {
    Format::from(Kind::Change).sentence(value)
}

/// A level in percent.
pub(super) fn rate(value: f64) -> String {
    Format::from(Kind::Rate).sentence(value)
}

/// Sentences as one paragraph.
pub(super) fn paragraph(sentences: &[String], page: &Terminal) -> String {
    wrap(&sentences.join(" "), page.width.into())
}

/// A table of columns by machine name, title and measure.
pub(super) fn table(
    name: &str,
    title: &str,
    columns: &[(&str, &str, Measure)],
    rows: Vec<Vec<Cell>>,
) -> Table {
    Table {
        name: name.to_owned(),
        title: title.to_owned(),
        columns: columns.iter().map(|(name, title, measure)| Column::new(name, title, *measure)).collect(),
        rows,
    }
}

/// How well an answer closes, in one sentence.
pub(super) fn certified(residual: f64) -> String {
    format!("Complementarity residual {residual:.0e}, recomputed from the numbers.")
}
