use super::{OutputError, check};
use crate::number;
use comfy_table::{
    Cell as Drawn, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table as Grid, Width,
    presets,
};
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

/// A table for reading: title, heads with their units, numbers at the right of their columns and never broken.
///
/// Columns that do not fit beside the others follow in further blocks, each with the first column again.
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
    let texts: Vec<Vec<String>> = table.rows.iter().map(|row| row_texts(row, table, terminal)).collect();
    let needs: Vec<usize> = (0..table.columns.len()).map(|c| need(&table.columns[c], c, &texts)).collect();
    let blocks = blocks(&needs, keys(table, &needs, terminal.width.into()), terminal.width.into());
    let draw = |(number, columns): (usize, &Vec<usize>)| {
        let title = if number == 0 { table.title.as_str() } else { "" };
        framed(&grid(table, &texts, columns, &needs, terminal), title, terminal)
    };
    Ok(blocks.iter().enumerate().map(draw).collect::<Vec<_>>().join("\n"))
}

fn row_texts(row: &[Cell], table: &Table, terminal: &Terminal) -> Vec<String> {
    let cells = row.iter().zip(&table.columns);
    let text = |(cell, column): (&Cell, &Column)| {
        number::cell(&in_billions(cell, column.measure, terminal.unit.as_ref()), column.measure)
    };
    cells.map(text).collect()
}

/// The least width at which a column reads well: numbers and the words of heads unbroken, text a dozen letters.
fn need(column: &Column, place: usize, texts: &[Vec<String>]) -> usize {
    let letters = |text: &str| text.chars().count();
    let head = column.title.split_whitespace().map(letters).max().unwrap_or(0);
    let widest = texts.iter().map(|row| letters(&row[place])).max().unwrap_or(0);
    head.max(if column.measure == Measure::Text { widest.min(12) } else { widest })
}

/// How many leading columns say whose a row is: codes, without the name that goes with one, in half the width at most.
fn keys(table: &Table, needs: &[usize], width: usize) -> usize {
    let is_key = |column: &&Column| column.measure == Measure::Text && column.name != "name";
    let keys = table.columns.iter().take_while(is_key).count().max(1);
    let fits =
        |keys: &usize| needs[..*keys].iter().map(|need| need + usize::from(GAP)).sum::<usize>() <= width / 2;
    (1..=keys.min(needs.len())).rev().find(fits).unwrap_or(needs.len().min(1))
}

/// Columns side by side as long as they fit; the rest in further blocks, each with the first `keys` columns again.
fn blocks(needs: &[usize], keys: usize, width: usize) -> Vec<Vec<usize>> {
    let gap = usize::from(GAP);
    let key_width: usize = needs[..keys].iter().map(|need| need + gap).sum();
    let mut blocks = vec![Vec::new()];
    let mut used = 0;
    for (column, need) in needs.iter().enumerate() {
        let Some(block) = blocks.last_mut() else { continue };
        if block.len() > keys.max(1) && used + need > width {
            used = key_width;
            blocks.push((0..keys).chain([column]).collect());
        } else {
            block.push(column);
        }
        used += need + gap;
    }
    blocks
}

fn grid(
    table: &Table,
    texts: &[Vec<String>],
    columns: &[usize],
    needs: &[usize],
    terminal: &Terminal,
) -> Grid {
    let mut grid = Grid::new();
    grid.load_style(presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─')));
    grid.set_width(terminal.width.saturating_add(GAP)).set_content_arrangement(ContentArrangement::Dynamic);
    grid.set_header(columns.iter().map(|&place| head(&table.columns[place], terminal)));
    let cell = |row: &[String], place: usize| {
        Drawn::new(&row[place]).set_alignment(alignment(table.columns[place].measure))
    };
    for row in texts {
        grid.add_row(columns.iter().map(|&place| cell(row, place)));
    }
    for (&place, column) in columns.iter().zip(grid.column_iter_mut()) {
        column.set_padding((0, GAP));
        let least = u16::try_from(needs[place]).unwrap_or(u16::MAX).min(terminal.width);
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least.saturating_add(GAP))));
    }
    grid
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
