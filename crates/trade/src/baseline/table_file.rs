//! A CSV table of a baseline folder: its header checked, its rows with their positions.

use super::bytes;
use super::codes::Codes;
use super::position::place;
use super::refusals::{Refusals, Wrong};
use csv::{ReaderBuilder, StringRecord};
use std::path::Path;
use thalweg_core::{Place, Problem, nearest};

/// The largest number that a cell may hold: beyond any amount of this world in any currency, and small enough that
/// sums and products of such numbers stay finite.
pub(super) const LARGEST_NUMBER: f64 = 1e30;

/// The columns that a file may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// Columns that must be there.
    pub(super) required: &'static [&'static str],
    /// Columns that may be there.
    pub(super) optional: &'static [&'static str],
    /// Columns beginning so may be there too.
    pub(super) prefix: Option<&'static str>,
}

/// A table whose header is right.
#[derive(Debug)]
pub(super) struct TableFile {
    file: String,
    text: String,
    head: Vec<String>,
    quotes: bool,
}

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    cells: &'a StringRecord,
    /// Where it begins in the text, in bytes.
    pub(super) offset: usize,
}

impl TableFile {
    /// Reads a file and checks its header.
    pub(super) fn open(path: &Path, layout: &Layout) -> Result<Self, Vec<Problem>> {
        let file = path.display().to_string();
        let bytes = bytes::read(path, bytes::LARGEST_FILE).map_err(|p| vec![p])?;
        let text = bytes::text(&file, bytes).map_err(|p| vec![p])?;
        Self::parse(&file, text, layout)
    }

    /// Checks the header of a text.
    pub(super) fn parse(file: &str, text: String, layout: &Layout) -> Result<Self, Vec<Problem>> {
        let mut head = StringRecord::new();
        let found = reader(&text).read_record(&mut head);
        if !matches!(found, Ok(true)) {
            let want = layout.required.join(",");
            let empty = Problem::new(format!("`{file}` is empty"));
            return Err(vec![empty.help(format!("its first line must be a header such as `{want}`"))]);
        }
        let head: Vec<String> = head.iter().map(|name| name.trim().to_owned()).collect();
        let quotes = text.contains('"');
        let table = Self { file: file.to_owned(), text, head, quotes };
        let problems = table.check_head(layout);
        if problems.is_empty() { Ok(table) } else { Err(problems) }
    }

    fn check_head(&self, layout: &Layout) -> Vec<Problem> {
        if let Some(problem) = self.wrong_separator(layout) {
            return vec![problem];
        }
        let mut problems = Vec::new();
        for (index, name) in self.head.iter().enumerate() {
            if self.head[..index].contains(name) {
                problems
                    .push(Problem::new(format!("column `{name}` stands twice")).at(self.head_place(index)));
            } else if !layout.knows(name) {
                problems.push(self.unknown_column(index, layout));
            }
        }
        for name in layout.required.iter().filter(|name| self.column(name).is_none()) {
            let missing = Problem::new(format!("column `{name}` is missing")).at(self.head_line());
            problems.push(missing.help(format!("required are: {}", layout.required.join(", "))));
        }
        problems
    }

    fn wrong_separator(&self, layout: &Layout) -> Option<Problem> {
        let [only] = self.head.as_slice() else { return None };
        let (separator, name) = [(';', "semicolons"), ('\t', "tabs"), ('|', "bars")]
            .into_iter()
            .find(|(s, _)| only.contains(*s))?;
        let known = only.split(separator).any(|word| layout.knows(word.trim().trim_matches('"')));
        let problem = Problem::new(format!("{name} separate the cells")).at(self.head_line());
        known.then(|| problem.help("separate them with commas, and write decimals with a point"))
    }

    fn unknown_column(&self, index: usize, layout: &Layout) -> Problem {
        let name = &self.head[index];
        let known = layout.required.iter().chain(layout.optional).copied();
        let help = match nearest(name, known.clone()) {
            Some(near) => format!("the nearest known column is `{near}`"),
            None => format!("known columns are: {}", known.collect::<Vec<_>>().join(", ")),
        };
        let message = if name.is_empty() {
            "a column without a name".into()
        } else {
            format!("unknown column `{name}`")
        };
        Problem::new(message).at(self.head_place(index)).help(help)
    }

    fn head_line(&self) -> Place {
        self.row_place(self.skip_line_ends(0), None)
    }

    fn head_place(&self, index: usize) -> Place {
        self.row_place(self.skip_line_ends(0), Some(index))
    }

    /// The name of the file.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// The names of the columns, in order.
    pub(super) fn head(&self) -> &[String] {
        &self.head
    }

    /// The position of a column.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.head.iter().position(|known| known == name)
    }

    /// The position of a column that the layout requires.
    pub(super) fn required(&self, name: &str) -> usize {
        self.column(name).unwrap_or_default()
    }

    /// The line on which the row at this offset begins.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.row_place(offset, None).line
    }

    /// The place of a row, or of one of its cells.
    pub(super) fn row_place(&self, offset: usize, cell: Option<usize>) -> Place {
        let line = &self.text[offset.min(self.text.len())..];
        let line = &line[..line.find(['\n', '\r']).unwrap_or(line.len())];
        match cell.and_then(|index| cell_span(line, index)) {
            Some(span) => place(&self.file, &self.text, offset + span.start..offset + span.end),
            None => place(&self.file, &self.text, offset..offset),
        }
    }

    /// Gives every row to `take`, and counts and places what it refuses.
    pub(super) fn rows<'a>(&self, mut take: impl FnMut(Row<'_>) -> Result<(), Wrong<'a>>) -> Refusals {
        let mut refusals = Refusals::new(&self.file);
        let mut reader = reader(&self.text);
        let mut cells = StringRecord::new();
        let mut is_head = true;
        loop {
            let start = reader.position().byte() as usize;
            // the reader meets only text in memory that is UTF-8: it has no cause to fail
            if !reader.read_record(&mut cells).unwrap_or(false) {
                return refusals;
            }
            if std::mem::take(&mut is_head) {
                continue;
            }
            let offset = self.skip_line_ends(start);
            let end = reader.position().byte() as usize;
            let row = Row { cells: &cells, offset };
            match self.well_formed(row, end).and_then(|()| take(row)) {
                Ok(()) => refusals.accept(),
                Err(wrong) => {
                    let place = self.row_place(offset, wrong.cell);
                    refusals.refuse(wrong, place);
                }
            }
        }
    }

    fn skip_line_ends(&self, offset: usize) -> usize {
        let rest = &self.text[offset.min(self.text.len())..];
        offset + (rest.len() - rest.trim_start_matches(['\n', '\r']).len())
    }

    /// Refuses a row whose quotes do not close or that has more or fewer cells than the header.
    fn well_formed(&self, row: Row<'_>, end: usize) -> Result<(), Wrong<'static>> {
        let raw = &self.text[row.offset..end.min(self.text.len())];
        if self.quotes && raw.matches('"').count() % 2 == 1 {
            let wrong = Wrong::new("a quote that does not close", "a quote opens here and does not close");
            return Err(wrong.help("what follows it in the file was not read"));
        }
        let (found, want) = (row.cells.len(), self.head.len());
        if found == want {
            return Ok(());
        }
        let wrong =
            Wrong::new("wrong number of cells", format!("the header has {want} cells and this row {found}"));
        Err(if found == 1 && raw.contains(';') {
            wrong.help("separate cells with commas, not semicolons")
        } else if found > want {
            wrong.help("write decimals with a point, and put words that contain a comma in quotes")
        } else {
            wrong
        })
    }
}

impl Layout {
    fn knows(&self, name: &str) -> bool {
        let suffix = self.prefix.and_then(|prefix| name.strip_prefix(prefix));
        self.required.contains(&name)
            || self.optional.contains(&name)
            || suffix.is_some_and(|s| !s.is_empty())
    }
}

impl<'r> Row<'r> {
    /// The text of a cell without blanks around it; empty where the column is absent.
    pub(super) fn text(&self, column: Option<usize>) -> &'r str {
        column.and_then(|c| self.cells.get(c)).unwrap_or_default().trim()
    }

    /// The position of the code in a cell.
    pub(super) fn code<'a>(
        &self,
        column: usize,
        codes: &'a Codes,
        reason: &'static str,
    ) -> Result<usize, Wrong<'a>> {
        let word = self.text(Some(column));
        codes
            .position(word)
            .ok_or_else(|| Wrong::new(reason, format!("{reason} `{word}`")).cell(column).nearest(codes, word))
    }

    /// The number in a cell, or nothing where it is empty.
    pub(super) fn number(&self, column: Option<usize>) -> Result<Option<f64>, Wrong<'static>> {
        let text = self.text(column);
        let (Some(column), false) = (column, text.is_empty()) else { return Ok(None) };
        number(text).map(Some).map_err(|wrong| wrong.cell(column))
    }

    /// The number in a cell that must not be empty.
    pub(super) fn required_number(&self, column: usize, name: &str) -> Result<f64, Wrong<'static>> {
        self.number(Some(column))?.ok_or_else(|| {
            Wrong::new("a number is missing", format!("`{name}` is empty"))
                .cell(column)
                .help("write a number")
        })
    }
}

/// Reads a finite number of a size that can occur.
fn number(text: &str) -> Result<f64, Wrong<'static>> {
    let value: f64 = text.parse().map_err(|_| not_a_number(text))?;
    if value.is_nan() {
        return Err(
            Wrong::new("NaN", format!("`{text}` is no value")).help("leave the cell empty or the row out")
        );
    }
    if value.is_infinite() {
        return Err(Wrong::new("infinity", format!("`{text}` is infinite")).help("write a finite number"));
    }
    if value.abs() > LARGEST_NUMBER {
        return Err(Wrong::new("a number beyond 1e30", format!("`{text}` is too large for any amount")));
    }
    Ok(value + 0.0) // a negative zero becomes zero
}

fn not_a_number(text: &str) -> Wrong<'static> {
    let wrong = Wrong::new("not a number", format!("`{text}` is not a number"));
    let plain: String = text.chars().filter(|c| *c != ',').collect();
    if text.ends_with('%') {
        wrong.help("write rates as fractions: 0.25 for 25 %")
    } else if text.contains(',') && plain.parse::<f64>().is_ok() {
        wrong.help("write decimals with a point and nothing between thousands")
    } else if matches!(text, "." | "-" | "NA" | "N/A" | "n/a" | "#N/A" | "NULL" | "null") {
        wrong.help("leave out the row, or leave the cell empty where the column is optional")
    } else {
        wrong
    }
}

/// A comma-separated reader over a text, rows of any length.
fn reader(text: &str) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// The bytes of a line that cell `index` covers, quotes included.
fn cell_span(line: &str, index: usize) -> Option<std::ops::Range<usize>> {
    let (mut start, mut current, mut quoted) = (0, 0, false);
    for (at, character) in line.char_indices() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                if current == index {
                    return Some(start..at);
                }
                current += 1;
                start = at + 1;
            }
            _ => {}
        }
    }
    (current == index).then_some(start..line.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LAYOUT: Layout = Layout { required: &["a", "b"], optional: &["c"], prefix: None };

    fn table(text: &str) -> TableFile {
        TableFile::parse("t.csv", text.to_owned(), &LAYOUT).unwrap()
    }

    #[test]
    fn cells_are_found_where_they_stand() {
        assert_eq!(cell_span("x,\"y,z\",w", 1), Some(2..7));
        assert_eq!(cell_span("x,y", 1), Some(2..3));
        assert_eq!(cell_span("x,y", 2), None);
        let place = table("a,b\n\n\"é, è\",1\n").row_place(5, Some(1));
        assert_eq!((place.line, place.column, place.length), (3, 8, 1));
    }

    #[test]
    fn columns_may_stand_in_any_order() {
        let table = table("b,a\n1,x\n");
        let mut read = Vec::new();
        let refusals = table.rows(|row| {
            read.push((
                row.text(table.column("a")).to_owned(),
                row.required_number(table.required("b"), "b")?,
            ));
            Ok(())
        });
        assert_eq!(read, [("x".to_owned(), 1.0)]);
        assert_eq!(refusals.finish().0.accepted, 1);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_every_row_is_counted(text in "[ab1,;\"\r\n\u{feff}é .-]{0,60}") {
            if let Ok(table) = TableFile::parse("t.csv", format!("a,b\n{text}"), &LAYOUT) {
                let mut taken = 0;
                let refusals = table.rows(|row| {
                    row.number(Some(0))?;
                    taken += 1;
                    Ok(())
                });
                let (intake, problems) = refusals.finish();
                prop_assert_eq!(intake.accepted, taken);
                prop_assert_eq!(problems.is_empty(), intake.refused() == 0);
            }
            let _ = TableFile::parse("t.csv", text, &LAYOUT);
        }
    }
}
