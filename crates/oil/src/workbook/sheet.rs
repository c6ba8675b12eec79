//! A sheet as cells, and how it is read from its XML.

use super::xml::{Step, Xml};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use thalweg_core::Place;

/// Row and column, counted from zero.
pub(super) type At = (u32, u32);

/// Cells of one sheet at most; the matrix has some hundreds.
const CELLS: usize = 100_000;

/// Rows and columns that a sheet can have (ECMA-376, part 1, section 18.3.1.73 and Excel's limits).
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

/// Bytes that are kept of one text: enough for every name, title and mark, and a long footnote costs no more.
const LONGEST: usize = 1024;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Number(f64),
    /// Shared, since a file can name one long text in every cell.
    Text(Rc<str>),
    /// The text of this number among those that all sheets share.
    Shared(usize),
}

impl Cell {
    /// The text of a cell without blanks around it; none where it is a number.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.trim()),
            _ => None,
        }
    }

    /// As a reader sees it.
    fn shown(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => short(text.trim()),
            Self::Shared(_) => String::new(),
        }
    }
}

/// Letters of a text that are shown.
const SHOWN: usize = 60;

/// A text as it stands in a sentence: its beginning, where it is long.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The cells of one sheet that are not empty.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) file: String,
    pub(super) name: String,
    pub(super) cells: BTreeMap<At, Cell>,
}

impl Sheet {
    pub(super) fn get(&self, row: u32, column: u32) -> Option<&Cell> {
        self.cells.get(&(row, column))
    }

    /// The cells of a row from a column on, in order.
    pub(super) fn row(&self, row: u32, from: u32) -> impl Iterator<Item = (u32, &Cell)> {
        self.cells.range((row, from)..=(row, u32::MAX)).map(|((_, column), cell)| (*column, cell))
    }

    /// The text of a cell, blank where there is none.
    pub(super) fn text(&self, row: u32, column: u32) -> &str {
        self.get(row, column).and_then(Cell::text).unwrap_or("")
    }

    /// The last row with anything in it.
    pub(super) fn last_row(&self) -> u32 {
        self.cells.last_key_value().map_or(0, |((row, _), _)| *row)
    }

    /// A cell as a formula would name it: `Oil - Inter-area movements!C7`.
    pub(super) fn named(&self, row: u32, column: u32) -> String {
        format!("{}!{}{}", self.name.trim(), letters(column), row + 1)
    }

    /// Where a row stands, with its first cells.
    pub(super) fn place(&self, row: u32) -> Place {
        let shown: Vec<String> = self.row(row, 0).take(6).map(|(_, cell)| cell.shown()).collect();
        Place::new(self.file.as_str(), row as usize + 1, &shown.join(" | "))
    }
}

/// `A` for 0, `AA` for 26.
fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// `C7` as row 6 and column 2.
fn position(name: &str) -> Option<At> {
    let split = name.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, digits) = name.split_at(split);
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let letter = letter.to_ascii_uppercase();
        if !letter.is_ascii_uppercase() || column > COLUMNS {
            return None;
        }
        column = column * 26 + u32::from(letter - b'A') + 1;
    }
    let row: u32 = digits.parse().ok()?;
    ((1..=ROWS).contains(&row) && (1..=COLUMNS).contains(&column)).then_some((row - 1, column - 1))
}

/// Reads the cells of a sheet; texts that sheets share are still numbers.
pub(super) fn cells(xml: &mut Xml<'_>) -> Result<BTreeMap<At, Cell>, String> {
    let mut reading = Reading::default();
    loop {
        match xml.step()? {
            Step::Open(element) => match element.name.as_str() {
                "row" => reading.begin_row(element.attribute("r"))?,
                "c" => reading.begin_cell(element.attribute("r"), element.attribute("t"))?,
                "v" | "t" => reading.taking = true,
                _ => {}
            },
            Step::Text(text) if reading.taking => push(&mut reading.text, &text),
            Step::Text(_) => {}
            Step::Close(name) => match name.as_str() {
                "row" => reading.next = (reading.next.0 + 1, 0),
                "c" => reading.end_cell()?,
                "v" | "t" => reading.taking = false,
                "sheetData" => return Ok(reading.cells),
                _ => {}
            },
            Step::End => return Err("it breaks off before its cells end".to_owned()),
        }
    }
}

/// Lengthens a text, as far as it is kept.
fn push(text: &mut String, piece: &str) {
    let room = LONGEST.saturating_sub(text.len()).min(piece.len());
    let end = (0..=room).rev().find(|end| piece.is_char_boundary(*end)).unwrap_or(0);
    text.push_str(&piece[..end]);
}

#[derive(Default)]
struct Reading {
    cells: BTreeMap<At, Cell>,
    /// Where the next cell stands if it does not say so itself.
    next: At,
    at: At,
    kind: String,
    text: String,
    taking: bool,
}

impl Reading {
    fn begin_row(&mut self, number: Option<&str>) -> Result<(), String> {
        let Some(number) = number else { return Ok(()) };
        let row = number.parse().ok().filter(|row| (1..=ROWS).contains(row));
        let row: u32 = row.ok_or_else(|| format!("`{}` is no number of a row", short(number)))?;
        self.next = (row - 1, 0);
        Ok(())
    }

    fn begin_cell(&mut self, name: Option<&str>, kind: Option<&str>) -> Result<(), String> {
        self.at = match name {
            Some(name) => position(name).ok_or_else(|| format!("`{}` is no name of a cell", short(name)))?,
            None => self.next,
        };
        self.next = (self.at.0, self.at.1 + 1);
        self.kind = kind.unwrap_or("n").to_owned();
        self.text.clear();
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), String> {
        let text = std::mem::take(&mut self.text);
        if text.trim().is_empty() {
            return Ok(());
        }
        let name = || format!("{}{}", letters(self.at.1), self.at.0 + 1);
        let cell = match self.kind.as_str() {
            "s" => text
                .trim()
                .parse()
                .map(Cell::Shared)
                .map_err(|_| format!("{}: no text `{}`", name(), short(&text)))?,
            "n" => match text.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => Cell::Number(number),
                _ => Cell::Text(text.into()),
            },
            "b" => Cell::Text(if text.trim() == "1" { "TRUE" } else { "FALSE" }.into()),
            _ => Cell::Text(text.into()),
        };
        if self.cells.len() == CELLS {
            return Err(format!("it has more than {CELLS} cells: this is no matrix of areas"));
        }
        if self.cells.insert(self.at, cell).is_some() {
            return Err(format!("cell {} stands twice", name()));
        }
        Ok(())
    }
}

/// Puts the texts that all sheets share in the place of their numbers.
pub(super) fn resolve(cells: &mut BTreeMap<At, Cell>, xml: &mut Xml<'_>) -> Result<(), String> {
    let number = |cell: &Cell| if let Cell::Shared(number) = cell { Some(*number) } else { None };
    let needed: BTreeSet<usize> = cells.values().filter_map(number).collect();
    let texts = shared(&needed, xml)?;
    for ((row, column), cell) in cells.iter_mut() {
        if let Cell::Shared(number) = cell {
            let text = texts.get(number);
            let words = || format!("{}{} has text {number}, which is not there", letters(*column), row + 1);
            *cell = Cell::Text(Rc::clone(text.ok_or_else(words)?));
        }
    }
    cells.retain(|_, cell| cell.text() != Some(""));
    Ok(())
}

/// The texts of some numbers; how they are to be read aloud (`rPh`) is no part of them.
fn shared(needed: &BTreeSet<usize>, xml: &mut Xml<'_>) -> Result<BTreeMap<usize, Rc<str>>, String> {
    let (mut texts, mut text) = (BTreeMap::new(), String::new());
    let (mut number, mut aloud, mut taking) = (0, false, false);
    loop {
        match xml.step()? {
            Step::Open(element) => match element.name.as_str() {
                "si" => text.clear(),
                "rPh" => aloud = true,
                "t" => taking = !aloud && needed.contains(&number),
                _ => {}
            },
            Step::Text(piece) if taking => push(&mut text, &piece),
            Step::Text(_) => {}
            Step::Close(name) => match name.as_str() {
                "si" => {
                    if needed.contains(&number) {
                        texts.insert(number, text.as_str().into());
                    }
                    number += 1;
                }
                "rPh" => aloud = false,
                "t" => taking = false,
                "sst" => return Ok(texts),
                _ => {}
            },
            Step::End => return Err("it breaks off before its texts end".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_names() {
        for (at, name) in [((0, 0), "A1"), ((6, 2), "C7"), ((0, 25), "Z1"), ((9, 26), "AA10")] {
            assert_eq!(format!("{}{}", letters(at.1), at.0 + 1), name);
            assert_eq!(position(name), Some(at));
        }
        for wrong in ["", "7", "C", "C0", "AAAAAAAAAAAAAAAA1", "A1048577", "XFE1", "C-1", "É1"] {
            assert_eq!(position(wrong), None, "{wrong}");
        }
    }
}
