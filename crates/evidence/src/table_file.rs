//! CSV files with named columns, plain or gzip: their rows with their places, none lost in silence.

use csv::{ByteRecord, ReaderBuilder};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use thalweg_core::{Intake, Place, Problem, nearest};

/// Largest file that is read, unpacked.
const LARGEST: u64 = 512 << 20;

/// Beyond any amount of this world in any currency, and small enough that sums and products of such numbers stay finite.
const LARGEST_NUMBER: f64 = 1e30;

/// The columns of a file.
pub(crate) struct Layout {
    /// Columns that must be there.
    pub(crate) required: &'static [&'static str],
    /// Columns that may be there.
    pub(crate) optional: &'static [&'static str],
}

/// A file in memory.
pub(crate) struct TableFile {
    name: String,
    bytes: Vec<u8>,
}

/// Cells of a row, in the order of the layout: first the required columns, then the optional ones.
pub(crate) struct Row<'a> {
    record: &'a ByteRecord,
    columns: &'a [Option<usize>],
}

impl Row<'_> {
    /// The text of a column, empty where it is absent.
    pub(crate) fn text(&self, column: usize) -> &str {
        let cell = self.columns.get(column).copied().flatten().and_then(|at| self.record.get(at));
        cell.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default().trim()
    }

    /// A code, which must not be empty.
    pub(crate) fn code(&self, column: usize) -> Result<&str, String> {
        match self.text(column) {
            "" => Err("a code is missing".to_owned()),
            code => Ok(code),
        }
    }

    /// A finite number of a size that can occur.
    pub(crate) fn number(&self, column: usize) -> Result<f64, String> {
        let text = self.text(column);
        match text.parse::<f64>() {
            _ if text.is_empty() => Err("a number is missing".to_owned()),
            Ok(value) if value.is_finite() && value.abs() <= LARGEST_NUMBER => Ok(value + 0.0),
            Ok(_) => Err("a number that is not finite, or beyond 1e30".to_owned()),
            Err(_) => Err("not a number: write decimals with a point".to_owned()),
        }
    }
}

impl TableFile {
    /// Reads a file; gzip is told by its content.
    pub(crate) fn open(path: &Path) -> Result<Self, Problem> {
        let name = path.display().to_string();
        let failed = |error: std::io::Error| Problem::new(format!("`{name}` cannot be read: {error}"));
        let mut packed = Vec::new();
        let file = File::open(path).map_err(failed)?;
        file.take(LARGEST + 1).read_to_end(&mut packed).map_err(failed)?;
        let bytes = unpack(packed).map_err(|error| {
            Problem::new(format!("`{name}` is damaged or cut off: {error}")).help("copy or download it again")
        })?;
        if bytes.len() as u64 > LARGEST {
            return Err(Problem::new(format!("`{name}` is larger than {} MiB", LARGEST >> 20)));
        }
        Ok(Self { name, bytes })
    }

    /// A text in memory.
    pub(crate) fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    /// Gives every row to `take`, which says why it refuses one. A column that the layout does not know is an error, as
    /// is one that is missing.
    pub(crate) fn rows(
        &self,
        layout: &Layout,
        mut take: impl FnMut(&Row<'_>) -> Result<(), String>,
    ) -> Result<Intake, Vec<Problem>> {
        let bytes = self.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.bytes);
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let mut record = ByteRecord::new();
        if !reader.read_byte_record(&mut record).unwrap_or(false) {
            let help = format!("its first line must be {}", layout.required.join(","));
            return Err(vec![Problem::new(format!("`{}` is empty", self.name)).help(help)]);
        }
        let columns = self.columns(layout, &record)?;
        let width = record.len();
        let mut intake = Intake::new(&self.name);
        // bytes in memory: the reader has no cause to fail
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            let row = Row { record: &record, columns: &columns };
            let wide = record.len() == width;
            let wrong = if !wide { Err(format!("{width} cells were expected")) } else { take(&row) };
            match wrong {
                Ok(()) => intake.accept(),
                Err(reason) => intake.refuse(reason, self.place(&record)),
            }
        }
        Ok(intake)
    }

    /// The same, where a refused row is an error.
    pub(crate) fn all_rows(
        &self,
        layout: &Layout,
        take: impl FnMut(&Row<'_>) -> Result<(), String>,
    ) -> Result<Intake, Vec<Problem>> {
        let intake = self.rows(layout, take)?;
        if intake.refused() == 0 {
            return Ok(intake);
        }
        let mut problems: Vec<Problem> = intake.problems().collect();
        if intake.refused() > problems.len() {
            problems.push(Problem::new(format!(
                "`{}`: {} of {} rows are refused",
                self.name,
                intake.refused(),
                intake.read()
            )));
        }
        Err(problems)
    }

    fn columns(&self, layout: &Layout, head: &ByteRecord) -> Result<Vec<Option<usize>>, Vec<Problem>> {
        let names: Vec<String> =
            head.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
        let known = || layout.required.iter().chain(layout.optional).copied();
        let mut problems = Vec::new();
        for (at, name) in names.iter().enumerate() {
            if names[..at].contains(name) {
                problems.push(Problem::new(format!("column `{name}` stands twice")));
            } else if !known().any(|column| column == name) {
                let help = match nearest(name, known()) {
                    Some(near) => format!("the nearest known column is `{near}`"),
                    None => format!("known columns are: {}", known().collect::<Vec<_>>().join(", ")),
                };
                problems.push(Problem::new(format!("unknown column `{name}`")).help(help));
            }
        }
        let missing = layout.required.iter().filter(|column| !names.iter().any(|name| name == *column));
        problems.extend(missing.map(|column| {
            Problem::new(format!("column `{column}` is missing"))
                .help(format!("required are: {}", layout.required.join(", ")))
        }));
        if problems.is_empty() {
            return Ok(known().map(|column| names.iter().position(|name| name == column)).collect());
        }
        let place = self.place(head);
        Err(problems.into_iter().map(|problem| problem.at(place.clone())).collect())
    }

    fn place(&self, record: &ByteRecord) -> Place {
        let cells: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
        let line = record.position().map_or(1, |position| position.line());
        Place::new(&self.name, usize::try_from(line).unwrap_or(usize::MAX), &cells.join(","))
    }
}

fn unpack(bytes: Vec<u8>) -> std::io::Result<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    MultiGzDecoder::new(bytes.as_slice()).take(LARGEST + 1).read_to_end(&mut plain)?;
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LAYOUT: Layout = Layout { required: &["a", "b"], optional: &["c"] };

    #[test]
    fn columns_stand_in_any_order_and_strangers_are_named() {
        let file = TableFile::new("t.csv", "b,a\n1,x\n");
        let mut seen = Vec::new();
        file.rows(&LAYOUT, |row| {
            seen.push((row.text(0).to_owned(), row.number(1)?));
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, [("x".to_owned(), 1.0)]);
        let wrong = TableFile::new("t.csv", "a,bb\n").rows(&LAYOUT, |_| Ok(())).unwrap_err();
        assert_eq!(wrong[0].to_string(), "t.csv:1:1: unknown column `bb` (the nearest known column is `b`)");
        assert_eq!(wrong[1].to_string(), "t.csv:1:1: column `b` is missing (required are: a, b)");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_every_row_is_counted(text in "[ab1,;\"\r\n\u{feff}é .-]{0,60}") {
            let file = TableFile::new("t.csv", &format!("a,b\n{text}"));
            let mut calls = 0;
            let intake = file.rows(&LAYOUT, |row| { row.number(0)?; calls += 1; Ok(()) }).unwrap();
            prop_assert_eq!(intake.accepted, calls);
            let _ = TableFile::new("t.csv", &text).rows(&LAYOUT, |_| Ok(()));
        }
    }
}
