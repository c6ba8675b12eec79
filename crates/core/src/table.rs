use serde::Serialize;

/// A result as rows and columns: the one form that every renderer (terminal, CSV, Parquet, page) reads.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// Machine name, such as `countries`: the name of a file or of a key.
    pub name: String,
    /// What a reader sees above it.
    pub title: String,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The rows; each has one cell per column.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The table with some of its columns, by their machine names, in its own order.
    #[must_use]
    pub fn only(self, names: &[&str]) -> Self {
        let kept: Vec<bool> =
            self.columns.iter().map(|column| names.contains(&column.name.as_str())).collect();
        let pick = |row: Vec<Cell>| -> Vec<Cell> {
            row.into_iter().zip(&kept).filter_map(|(cell, kept)| kept.then_some(cell)).collect()
        };
        let columns =
            self.columns.into_iter().zip(&kept).filter_map(|(column, kept)| kept.then_some(column)).collect();
        Self { columns, rows: self.rows.into_iter().map(pick).collect(), ..self }
    }
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// Machine name, as in JSON, CSV and Parquet: `real_income_pct`.
    pub name: String,
    /// What a reader sees: `Real income`.
    pub title: String,
    /// What its cells measure; says how they are written.
    pub measure: Measure,
}

/// What the cells of a column measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Measure {
    /// Words or codes.
    Text,
    /// A whole number.
    Count,
    /// A change in percent: written with two digits and a sign.
    Percent,
    /// A level in percent (a rate, a share): written with one digit.
    Rate,
    /// An amount in the unit of the baseline.
    Amount,
    /// A plain number.
    Number,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// Words or a code.
    Text(String),
    /// A number.
    Number(f64),
    /// No value: not computed, or not defined (a change from zero).
    Absent,
}

impl Column {
    /// A column with a machine name, a title and a measure.
    pub fn new(name: &str, title: &str, measure: Measure) -> Self {
        Self { name: name.to_owned(), title: title.to_owned(), measure }
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        if value.is_finite() { Self::Number(value) } else { Self::Absent }
    }
}

impl From<Option<f64>> for Cell {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::Absent, Self::from)
    }
}

impl From<&str> for Cell {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Cell {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
