//! Tables in lines of text.

use super::mapping::{FIELDS, Field, Mapping};
use super::row::{Cell, Cells};
use super::{Counter, TableAccount, TableError};
use crate::reader::each_line;
use crate::report::Report;
use std::io::Read;
use std::ops::{ControlFlow, Range};

/// Reads a table of comma-separated values, plain or compressed by gzip. Without a mapping the columns must be those of a known table: NOAA
/// MarineCadastre, Danish Maritime Authority, or what this program writes. A row is a line: no cell holds a line end.
///
/// # Errors
/// When the bytes cannot be read to their end, or columns are missing. What is wrong with a row is no error: it is in the account.
pub fn read_csv<R: Read>(
    bytes: R,
    file: &str,
    mapping: Option<&Mapping>,
    sink: &mut impl FnMut(&Report),
) -> Result<TableAccount, TableError> {
    let mut reader =
        Reader { mapping: mapping.cloned(), places: None, counter: Counter::new(file), cells: Vec::new() };
    let mut problem = None;
    let mut line = 0;
    let done = each_line(bytes, &mut |text, overlong| {
        line += 1;
        problem = reader.line(text, overlong, line, sink).err();
        if problem.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    let account = reader.counter.account;
    match (problem, done) {
        (Some(problem), _) => Err(problem),
        (None, Err(error)) => Err(TableError::Bytes { error, account: Box::new(account) }),
        (None, Ok(())) if reader.places.is_none() => Err(TableError::Unknown { columns: Vec::new() }),
        (None, Ok(())) => Ok(account),
    }
}

struct Reader {
    mapping: Option<Mapping>,
    /// Where each field stands, once the head was read.
    places: Option<[Option<usize>; FIELDS]>,
    counter: Counter,
    /// Room for the cells of a line.
    cells: Vec<Range<usize>>,
}

impl Reader {
    fn line(
        &mut self,
        text: &[u8],
        overlong: bool,
        line: u64,
        sink: &mut impl FnMut(&Report),
    ) -> Result<(), TableError> {
        let Some(places) = self.places else { return self.head(text) };
        let Some(mapping) = &self.mapping else { return Ok(()) };
        if text.trim_ascii().is_empty() {
            return Ok(());
        }
        if overlong {
            self.counter.refuse("line longer than a line may be", line, text);
            return Ok(());
        }
        cells(text, mapping.delimiter, &mut self.cells);
        match row(text, &self.cells, &places) {
            Some(row) => self.counter.row(&row, mapping, line, || text.to_vec(), sink),
            None => self.counter.refuse("row has too few columns", line, text),
        }
        Ok(())
    }

    fn head(&mut self, text: &[u8]) -> Result<(), TableError> {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let delimiter = self.mapping.as_ref().map_or(b',', |mapping| mapping.delimiter);
        cells(text, delimiter, &mut self.cells);
        let name = |cell: &Range<usize>| String::from_utf8_lossy(&text[cell.clone()]).trim().to_owned();
        let columns: Vec<String> = self.cells.iter().map(name).collect();
        let mapping = self.mapping.take().or_else(|| Mapping::of_columns(&columns));
        let Some(mapping) = mapping else { return Err(TableError::Unknown { columns }) };
        let places = mapping.places(&columns);
        self.mapping = Some(mapping);
        self.places = Some(places.map_err(|missing| TableError::Columns { missing, columns })?);
        Ok(())
    }
}

/// The cells of a line by field; none where a needed one is missing.
fn row<'a>(text: &'a [u8], cells: &[Range<usize>], places: &[Option<usize>; FIELDS]) -> Option<Cells<'a>> {
    let needed = [Field::Time, Field::Mmsi, Field::Lat, Field::Lon].map(|field| places[field as usize]);
    if needed.iter().flatten().any(|place| *place >= cells.len()) {
        return None;
    }
    let cell = |place: &Option<usize>| match place.and_then(|place| cells.get(place)) {
        Some(cell) => Cell::Text(&text[cell.clone()]),
        None => Cell::Absent,
    };
    let mut row = [Cell::Absent; FIELDS];
    row.iter_mut().zip(places).for_each(|(to, place)| *to = cell(place));
    Some(row)
}

/// Where the cells of a line stand, without their quotes.
fn cells(text: &[u8], delimiter: u8, cells: &mut Vec<Range<usize>>) {
    cells.clear();
    let mut at = 0;
    loop {
        let quoted = text.get(at) == Some(&b'"');
        let start = at + usize::from(quoted);
        let end = if quoted { closing(text, start) } else { start };
        let next = memchr::memchr(delimiter, &text[end.min(text.len())..]).map(|length| end + length);
        let stop = next.unwrap_or(text.len());
        cells.push(start.min(stop)..if quoted { end.min(stop) } else { stop });
        match next {
            Some(next) => at = next + 1,
            None => return,
        }
    }
}

/// Where the quote stands that ends a cell; two in a row are one in it.
fn closing(text: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(length) = memchr::memchr(b'"', &text[at..]) {
        at += length;
        if text.get(at + 1) != Some(&b'"') {
            return at;
        }
        at += 2;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        cells(text.as_bytes(), b',', &mut found);
        found.into_iter().map(|cell| text[cell].to_owned()).collect()
    }

    #[test]
    fn cells_with_and_without_quotes() {
        assert_eq!(split("a,\"b, c\",,d"), ["a", "b, c", "", "d"]);
        assert_eq!(split(""), [""]);
        assert_eq!(split("\"a\"\"b\",c"), ["a\"\"b", "c"]);
        assert_eq!(split("\"open, to the end"), ["open, to the end"]);
        assert_eq!(split(","), ["", ""]);
    }
}
