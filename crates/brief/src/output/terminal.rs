use super::{OutputError, check};
use crate::number;
use comfy_table::{Cell as Drawn, CellAlignment, ContentArrangement, LineStyle, Table as Grid, presets};
use thalweg_core::{Cell, Column, Measure, Table, Unit};

/// What the terminal can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terminal {
    /// Its width in letters; a table is never wider.
    pub width: u16,
    /// Whether heads are bold.
    pub colour: bool,
    /// The unit of amounts, which are then written in billions; without it they are written as they are.
    pub unit: Option<Unit>,
}

impl Default for Terminal {
    fn default() -> Self {
        Self { width: 80, colour: false, unit: None }
    }
}

/// Between two columns.
const GAP: u16 = 2;

/// A table for reading: title, heads with their units, numbers at the right of their columns.
///
/// # Errors
/// When a row has not one cell per column.
///
/// ```
/// use thalweg_brief::output::{Terminal, terminal};
/// use thalweg_core::{Column, Measure, Table};
/// let table = Table {
///     name: "countries".into(),
///     title: "Real income".into(),
///     columns: vec![Column::new("country", "Country", Measure::Text), Column::new("pct", "Change", Measure::Percent)],
///     rows: vec![vec!["United States".into(), (-0.286).into()]],
/// };
/// let text = terminal(&table, &Terminal::default())?;
/// assert!(text.contains("United States") && text.contains("\u{2212}0.29"));
/// # Ok::<(), thalweg_brief::output::OutputError>(())
/// ```
pub fn terminal(table: &Table, terminal: &Terminal) -> Result<String, OutputError> {
    check(table)?;
    let mut grid = Grid::new();
    grid.load_style(presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─')));
    grid.set_width(terminal.width.saturating_add(GAP)).set_content_arrangement(ContentArrangement::Dynamic);
    grid.set_header(table.columns.iter().map(|column| head(column, terminal)));
    for row in &table.rows {
        let cells = row.iter().zip(&table.columns);
        grid.add_row(cells.map(|(cell, column)| drawn(cell, column, terminal)));
    }
    grid.column_iter_mut().for_each(|column| {
        column.set_padding((0, GAP));
    });
    Ok(framed(&grid, &table.title, terminal))
}

/// Title and heads, bold where the terminal can; a rule as wide as the widest line; the rows.
fn framed(grid: &Grid, title: &str, terminal: &Terminal) -> String {
    let lines: Vec<String> = grid.lines().map(|line| line.trim_end().to_owned()).collect();
    let is_rule = |line: &String| line.starts_with('─');
    let rule = lines.iter().position(is_rule).unwrap_or(0);
    let others = lines.iter().enumerate().filter(|(place, _)| *place != rule);
    let width = others.map(|(_, line)| line.chars().count()).max().unwrap_or(0);
    let heads = lines[..rule].iter().map(|line| bold(line, terminal.colour));
    let title = (!title.is_empty()).then(|| bold(title, terminal.colour));
    let mut text: Vec<String> = title.into_iter().chain(heads).collect();
    text.push("─".repeat(width));
    text.extend(lines.into_iter().skip(rule + 1));
    text.join("\n") + "\n"
}

fn bold(line: &str, colour: bool) -> String {
    if colour { format!("\u{1b}[1m{line}\u{1b}[0m") } else { line.to_owned() }
}

fn head(column: &Column, terminal: &Terminal) -> Drawn {
    let unit = unit(column.measure, terminal.unit.as_ref());
    let words = if unit.is_empty() { column.title.clone() } else { format!("{}\n{unit}", column.title) };
    Drawn::new(words).set_alignment(alignment(column.measure))
}

fn drawn(cell: &Cell, column: &Column, terminal: &Terminal) -> Drawn {
    let text = in_billions(cell, column.measure, terminal.unit.as_ref());
    Drawn::new(number::cell(&text, column.measure)).set_alignment(alignment(column.measure))
}

fn alignment(measure: Measure) -> CellAlignment {
    if measure == Measure::Text { CellAlignment::Left } else { CellAlignment::Right }
}

/// An amount in billions, where its unit is known; any other cell as it is.
pub(crate) fn in_billions(cell: &Cell, measure: Measure, unit: Option<&Unit>) -> Cell {
    match (cell, measure, unit) {
        (Cell::Number(value), Measure::Amount, Some(unit)) => Cell::Number(value * unit.in_billions()),
        _ => cell.clone(),
    }
}

/// What stands under the title of a column.
pub(crate) fn unit(measure: Measure, unit: Option<&Unit>) -> String {
    match (measure, unit) {
        (Measure::Percent | Measure::Rate, _) => "%".to_owned(),
        (Measure::Amount, Some(unit)) => format!("billion {}", unit.currency),
        _ => String::new(),
    }
}
