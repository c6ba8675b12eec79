//! The matrix of crude on a sheet: where it stands, its numbers, and its totals.

use super::sheet::{Cell, Sheet, short};
use crate::movements::{MOST, Movements};
use std::collections::BTreeSet;
use thalweg_core::Problem;

/// Rows from the top in which the matrix must begin.
const TOP: u32 = 60;

/// What a sum may differ from its total: million tonnes, or a part of it. Cells are rounded, and those below 0.05 are marks.
const ROUNDING: (f64, f64) = (0.5, 0.005);

/// Problems that are told one by one.
const TOLD: usize = 20;

/// Signs for nothing, or for less than 0.05.
const NOTHING: [&str; 12] = ["", "-", "–", "—", "−", "^", "*", "◆", "♦", "n/a", "na", "n.a."];

/// Where the matrix stands.
struct Layout {
    /// Row of destinations.
    header: u32,
    /// First row that can be an origin's.
    first: u32,
    /// Column of names.
    names: u32,
    /// Column of totals.
    total: u32,
    /// Destinations with their columns.
    destinations: Vec<(u32, String)>,
}

/// Reads the matrix, or tells everything that is wrong.
pub(super) fn read(sheet: &Sheet, year: Option<i32>) -> Result<Movements, Vec<Problem>> {
    let one = |problem| vec![problem];
    let start = start(sheet).map_err(one)?;
    unit(sheet, start).map_err(one)?;
    let layout = layout(sheet, start).map_err(one)?;
    let title = short(title(sheet, start.0));
    let mut reading = Reading {
        sheet,
        movements: Movements::empty(&sheet.file),
        sums: vec![0.0; layout.destinations.len()],
        problems: Vec::new(),
        untold: 0,
        layout,
    };
    reading.movements.source = format!("{}, sheet `{}`: {title}", sheet.file, sheet.name.trim());
    match (year_of(&title), year) {
        (Some(said), Some(asked)) if said != asked => {
            let message = format!("the title says `{title}`, and {asked} is asked for");
            reading.problems.push(Problem::new(message).at(sheet.place(0)));
        }
        (said, asked) => reading.movements.year = asked.or(said),
    }
    reading.rows();
    reading.finish()
}

/// The cell that begins the block of crude.
fn start(sheet: &Sheet) -> Result<(u32, u32), Problem> {
    let begins = |cell: &Cell| cell.text().is_some_and(|text| text.to_lowercase().starts_with("crude"));
    let found = sheet.cells.iter().take_while(|((row, _), _)| *row < TOP).find(|(_, cell)| begins(cell));
    found.map(|(at, _)| *at).ok_or_else(|| {
        let message = format!("no cell of sheet `{}` begins with `Crude`", sheet.name.trim());
        Problem::new(message).help("the matrix is headed by `Crude (million tonnes)`")
    })
}

/// The unit in that cell or in cells near it, all of them, must be million tonnes.
fn unit(sheet: &Sheet, (row, column): (u32, u32)) -> Result<(), Problem> {
    let own = [((row, column), sheet.text(row, column))];
    let near = sheet.cells.range((row.saturating_sub(3), 0)..(row + 2, 0));
    let near: Vec<_> = near.filter_map(|(at, cell)| Some((*at, cell.text()?))).collect();
    let said = if is_unit(own[0].1) { &own[..] } else { &near[..] };
    let mut said = said.iter().filter(|(_, text)| is_unit(text)).peekable();
    if said.peek().is_none() {
        let problem = Problem::new(format!("`{}` says no unit", sheet.named(row, column)));
        return Err(problem.at(sheet.place(row)).help("the matrix is headed by `Crude (million tonnes)`"));
    }
    match said.find(|(_, text)| !is_million_tonnes(text)) {
        None => Ok(()),
        Some(((row, column), words)) => {
            let problem = Problem::new(format!("`{}` says `{}`", sheet.named(*row, *column), short(words)));
            Err(problem.at(sheet.place(*row)).help("only million tonnes are read"))
        }
    }
}

fn is_unit(text: &str) -> bool {
    let text = text.to_lowercase();
    ["tonne", "barrel", "b/d"].iter().any(|word| text.contains(word))
}

fn is_million_tonnes(text: &str) -> bool {
    let plain = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    plain.contains("million tonnes")
        && !["barrel", "b/d", "equivalent"].iter().any(|word| plain.contains(word))
}

/// The row of destinations: that of the unit, or one beside it.
fn layout(sheet: &Sheet, (row, names): (u32, u32)) -> Result<Layout, Problem> {
    let header = [Some(row), Some(row + 1), row.checked_sub(1)].into_iter().flatten().find_map(|header| {
        let texts: Vec<(u32, &str)> =
            sheet.row(header, names + 1).filter_map(|(c, cell)| Some((c, cell.text()?))).collect();
        let total = texts.iter().find(|(_, text)| is_total(text)).map(|(column, _)| *column)?;
        let before: Vec<(u32, &str)> = texts.into_iter().filter(|(c, _)| *c < total).collect();
        (before.len() >= 2).then_some((header, total, before))
    });
    let Some((header, total, texts)) = header else {
        let problem = Problem::new(format!("`{}` heads no matrix", sheet.named(row, names)));
        let help = "destinations and a last column `Total` stand in its row, or in the row above or below";
        return Err(problem.at(sheet.place(row)).help(help));
    };
    let destinations: Vec<(u32, String)> = texts.iter().map(|(c, text)| (*c, area(text))).collect();
    if destinations.len() > MOST {
        let problem = Problem::new(format!("more than {MOST} destinations: this is no matrix of areas"));
        return Err(problem.at(sheet.place(header)));
    }
    let mut seen = BTreeSet::new();
    if let Some((column, name)) = destinations.iter().find(|(_, name)| !seen.insert(name.as_str())) {
        let message =
            format!("`{}`: destination `{}` stands twice", sheet.named(header, *column), short(name));
        return Err(Problem::new(message).at(sheet.place(header)));
    }
    Ok(Layout { header, first: header.max(row) + 1, names, total, destinations })
}

fn is_total(text: &str) -> bool {
    text.to_lowercase().starts_with("total")
}

/// A name without marks of footnotes.
fn area(text: &str) -> String {
    text.trim_end_matches(['*', '†', '‡', '¹', '²', '³', ' ']).to_owned()
}

/// The text above the matrix that says what it is; blank where there is none.
fn title(sheet: &Sheet, before: u32) -> &str {
    let above = || sheet.cells.range(..(before, 0)).filter_map(|(_, cell)| cell.text());
    above().find(|text| text.to_lowercase().contains("movements")).or_else(|| above().next()).unwrap_or("")
}

/// The year in a title, where it names one and only one.
fn year_of(title: &str) -> Option<i32> {
    let numbers = title.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| digits.len() == 4);
    let years: BTreeSet<i32> =
        numbers.filter_map(|digits| digits.parse().ok()).filter(|year| (1960..2100).contains(year)).collect();
    years.first().copied().filter(|_| years.len() == 1)
}

struct Reading<'a> {
    sheet: &'a Sheet,
    layout: Layout,
    movements: Movements,
    /// By destination.
    sums: Vec<f64>,
    problems: Vec<Problem>,
    /// Problems that are only counted.
    untold: usize,
}

impl Reading<'_> {
    /// Takes rows until one begins with `Total`.
    fn rows(&mut self) {
        let (sheet, names) = (self.sheet, self.layout.names);
        for row in self.layout.first..=sheet.last_row() {
            let name = sheet.text(row, names);
            if is_total(name) {
                return self.totals(row);
            }
            if name.to_lowercase().starts_with("product") {
                break;
            }
            if self.movements.origins.len() == MOST {
                return self.problem(format!("more than {MOST} origins: this is no matrix of areas"), row);
            }
            self.row(row, &area(name));
        }
        let message = format!("the matrix of sheet `{}` has no row `Total imports`", sheet.name.trim());
        self.problems.push(Problem::new(message).at(sheet.place(self.layout.header)));
    }

    fn row(&mut self, row: u32, name: &str) {
        let (first, total) = (self.layout.names + 1, self.layout.total);
        if !self.sheet.row(row, first).any(|(column, _)| column <= total) {
            if !name.is_empty() {
                self.movements.intake.refuse("a row without numbers", self.sheet.place(row));
            }
            return;
        }
        if name.is_empty() {
            let message = format!("`{}` names no origin", self.sheet.named(row, self.layout.names));
            return self.problem(message, row);
        }
        if self.movements.origins.iter().any(|known| known == name) {
            let message = format!(
                "`{}`: origin `{}` stands twice",
                self.sheet.named(row, self.layout.names),
                short(name)
            );
            return self.problem(message, row);
        }
        let cells = self.numbers(row);
        self.movements.intake.accepted += cells.len();
        self.sums.iter_mut().zip(&cells).for_each(|(sum, cell)| *sum += cell);
        let total = self.number(row, total);
        self.meet(
            cells.iter().sum(),
            total,
            row,
            self.layout.total,
            &format!("the row of `{}`", short(name)),
        );
        self.movements.origins.push(name.to_owned());
        self.movements.cells.push(cells);
    }

    /// The numbers of a row by destination; nothing may stand below a column without a name.
    fn numbers(&mut self, row: u32) -> Vec<f64> {
        let (sheet, layout) = (self.sheet, &self.layout);
        let nameless = |column: &u32| !layout.destinations.iter().any(|(known, _)| known == column);
        let between = sheet.row(row, layout.names + 1).map(|(column, _)| column);
        let stray = between.take_while(|column| *column < layout.total).find(nameless);
        let columns: Vec<u32> = layout.destinations.iter().map(|(column, _)| *column).collect();
        if let Some(column) = stray {
            self.problem(format!("`{}` stands under no destination", sheet.named(row, column)), row);
        }
        columns.into_iter().map(|column| self.number(row, column)).collect()
    }

    /// A number that is at least zero; zero beside a problem where there is none.
    fn number(&mut self, row: u32, column: u32) -> f64 {
        let value = match self.sheet.get(row, column) {
            None => Some(0.0),
            Some(Cell::Number(number)) => Some(*number),
            Some(cell) => amount(cell.text().unwrap_or("")),
        };
        let name = self.sheet.named(row, column);
        match value {
            Some(value) if value >= 0.0 => value,
            Some(value) => {
                self.problem(format!("`{name}` is {value}: no amount is below zero"), row);
                0.0
            }
            None => {
                let words = short(self.sheet.text(row, column));
                self.problem(format!("`{name}` is `{words}`, which is no number"), row);
                0.0
            }
        }
    }

    fn totals(&mut self, row: u32) {
        let columns: Vec<(u32, String)> = self.layout.destinations.clone();
        let sums = std::mem::take(&mut self.sums);
        for ((column, name), sum) in columns.iter().zip(&sums) {
            let total = self.number(row, *column);
            self.meet(*sum, total, row, *column, &format!("the column of `{}`", short(name)));
        }
        let total = self.number(row, self.layout.total);
        self.meet(sums.iter().sum(), total, row, self.layout.total, "the matrix");
    }

    /// A sum must be its total but for rounding.
    fn meet(&mut self, sum: f64, total: f64, row: u32, column: u32, what: &str) {
        if (sum - total).abs() > ROUNDING.0.max(ROUNDING.1 * total) {
            let name = self.sheet.named(row, column);
            let message = format!("`{name}` says {total:.1}, and {what} sums to {sum:.1} million tonnes");
            self.problem(message, row);
        }
    }

    fn problem(&mut self, message: String, row: u32) {
        if self.problems.len() == TOLD {
            self.untold += 1;
            return;
        }
        self.problems.push(Problem::new(message).at(self.sheet.place(row)));
    }

    fn finish(mut self) -> Result<Movements, Vec<Problem>> {
        if self.problems.is_empty() && self.movements.sum() <= 0.0 {
            let message = format!("the matrix of sheet `{}` is empty", self.sheet.name.trim());
            self.problems.push(Problem::new(message).at(self.sheet.place(self.layout.header)));
        }
        if self.untold > 0 {
            self.problems.push(Problem::new(format!("and {} more of the kind", self.untold)));
        }
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        self.movements.destinations = self.layout.destinations.into_iter().map(|(_, name)| name).collect();
        Ok(self.movements)
    }
}

/// An amount written as text: a mark for nothing, or digits.
fn amount(text: &str) -> Option<f64> {
    if NOTHING.contains(&text.to_lowercase().as_str()) {
        return Some(0.0);
    }
    let digits = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    text.parse().ok().filter(|_| digits)
}
