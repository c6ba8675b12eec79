use std::collections::VecDeque;
use std::io::{self, BufRead};

/// Longest row, in bytes.
const LONGEST: usize = 1 << 20;

/// Most lines of one row whose quotes go on over line ends.
const MOST_LINES: usize = 200;

/// A row of a table in lines.
pub(super) struct Row {
    /// The line on which it begins.
    pub(super) line: u32,
    /// As written, or its beginning.
    pub(super) text: String,
    /// Its cells, or why it has none.
    pub(super) cells: Result<Vec<String>, &'static str>,
}

/// Rows of comma-separated values in which a row that is damaged takes no other with it: a quote that does not end spoils its own line only.
pub(super) struct Rows<B> {
    bytes: B,
    delimiter: u8,
    line: u32,
    /// Lines that were read ahead, each with whether it was too long.
    ahead: VecDeque<(String, bool)>,
    /// The most bytes that were held at once.
    pub(super) held: usize,
}

impl<B: BufRead> Rows<B> {
    pub(super) fn new(bytes: B, delimiter: u8) -> Self {
        Self { bytes, delimiter, line: 0, ahead: VecDeque::new(), held: 0 }
    }

    /// The next row that is not blank.
    pub(super) fn next(&mut self) -> io::Result<Option<Row>> {
        loop {
            let Some((text, overlong)) = self.take_line()? else { return Ok(None) };
            self.line = self.line.saturating_add(1);
            // the end of a file in old systems
            let blank =
                text.trim_matches(|c: char| c.is_whitespace() || c == '\u{1a}' || c == '\u{feff}').is_empty();
            if blank && !overlong {
                continue;
            }
            let line = self.line;
            if overlong {
                return Ok(Some(Row { line, text, cells: Err("a row longer than 1 MiB") }));
            }
            let text = if line == 1 { text.trim_start_matches('\u{feff}').to_owned() } else { text };
            let cells = match split(&text, self.delimiter) {
                Split::Cells(cells) => Ok(cells),
                Split::Open => self.over_lines(&text)?.ok_or("a quote that does not end"),
            };
            return Ok(Some(Row { line, text, cells }));
        }
    }

    /// The cells of a row that goes on over the next lines, if it does.
    fn over_lines(&mut self, first: &str) -> io::Result<Option<Vec<String>>> {
        let mut text = first.to_owned();
        for count in 1..=MOST_LINES {
            while self.ahead.len() < count {
                match self.read_line()? {
                    Some(line) => self.ahead.push_back(line),
                    None => return Ok(None),
                }
            }
            let Some((next, false)) = self.ahead.get(count - 1) else { return Ok(None) };
            text.push('\n');
            text.push_str(next);
            self.held =
                self.held.max(text.len() + self.ahead.iter().map(|(line, _)| line.len()).sum::<usize>());
            if text.len() > LONGEST {
                return Ok(None);
            }
            if let Some(cells) = split_strictly(&text, self.delimiter) {
                self.ahead.drain(..count);
                self.line = self.line.saturating_add(count as u32);
                return Ok(Some(cells));
            }
        }
        Ok(None)
    }

    fn take_line(&mut self) -> io::Result<Option<(String, bool)>> {
        match self.ahead.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.read_line(),
        }
    }

    fn read_line(&mut self) -> io::Result<Option<(String, bool)>> {
        let line = bounded_line(&mut self.bytes, LONGEST)?;
        self.held = self.held.max(line.as_ref().map_or(0, |(line, _)| line.len()));
        Ok(line)
    }
}

/// The next line without its end, or its beginning and that it is too long.
pub(super) fn bounded_line(bytes: &mut impl BufRead, longest: usize) -> io::Result<Option<(String, bool)>> {
    let mut line = Vec::new();
    let (mut overlong, mut any) = (false, false);
    loop {
        let buffer = match bytes.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if buffer.is_empty() {
            break;
        }
        any = true;
        let end = memchr::memchr(b'\n', buffer);
        let piece = &buffer[..end.unwrap_or(buffer.len())];
        let room = longest.saturating_sub(line.len());
        overlong |= piece.len() > room;
        line.extend_from_slice(&piece[..piece.len().min(room)]);
        let used = end.map_or(buffer.len(), |end| end + 1);
        bytes.consume(used);
        if end.is_some() {
            break;
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(any.then(|| {
        (
            String::from_utf8(line).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()),
            overlong,
        )
    }))
}

enum Split {
    Cells(Vec<String>),
    /// A quote is open at the end.
    Open,
}

/// The cells of a row; letters behind a closing quote belong to the cell, as most readers have it.
fn split(text: &str, delimiter: u8) -> Split {
    let mut cells = Vec::new();
    let mut rest = text;
    loop {
        let (cell, after) = match rest.strip_prefix('"') {
            Some(quoted) => match quoted_cell(quoted) {
                Some((cell, after)) => {
                    let end = after.bytes().position(|b| b == delimiter).unwrap_or(after.len());
                    (cell + after[..end].trim_end(), &after[end..])
                }
                None => return Split::Open,
            },
            None => {
                let end = memchr::memchr(delimiter, rest.as_bytes()).unwrap_or(rest.len());
                (rest[..end].to_owned(), &rest[end..])
            }
        };
        cells.push(cell);
        match after.get(1..) {
            Some(after) => rest = after,
            None => return Split::Cells(cells),
        }
    }
}

/// The same, only where every closing quote ends its cell.
fn split_strictly(text: &str, delimiter: u8) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut rest = text;
    loop {
        let (cell, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted_cell(quoted)?,
            None => {
                let end = memchr::memchr(delimiter, rest.as_bytes()).unwrap_or(rest.len());
                (rest[..end].to_owned(), &rest[end..])
            }
        };
        cells.push(cell);
        match after.as_bytes().first() {
            None => return Some(cells),
            Some(byte) if *byte == delimiter => rest = &after[1..],
            Some(_) => return None,
        }
    }
}

/// What stands in quotes, and what is behind them; two quotes are one.
fn quoted_cell(text: &str) -> Option<(String, &str)> {
    let mut cell = String::new();
    let mut rest = text;
    loop {
        let end = memchr::memchr(b'"', rest.as_bytes())?;
        cell.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(after) => {
                cell.push('"');
                rest = after;
            }
            None => return Some((cell, rest)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]
    use super::*;

    type Read = Vec<(u32, Result<Vec<String>, &'static str>)>;

    fn read(text: &str) -> Read {
        let mut rows = Rows::new(text.as_bytes(), b',');
        let mut all = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            all.push((row.line, row.cells));
        }
        all
    }

    fn good(line: u32, cells: &[&str]) -> (u32, Result<Vec<String>, &'static str>) {
        (line, Ok(cells.iter().map(|cell| (*cell).to_owned()).collect()))
    }

    #[test]
    fn rows_are_split_and_damage_stays_in_its_line() {
        let text =
            "\u{feff}1,\"A, \"\"B\"\"\",-0- \r\n\n2,\"two\nlines\",x\n3,\"open,y\n4,\"fine\",z\n\u{1a}";
        let right = vec![
            good(1, &["1", "A, \"B\"", "-0- "]),
            good(3, &["2", "two\nlines", "x"]),
            (5, Err("a quote that does not end")),
            good(6, &["4", "fine", "z"]),
        ];
        assert_eq!(read(text), right);
        assert_eq!(read("a,"), vec![good(1, &["a", ""])]);
        let long = format!("{}\n5,b\n", "x".repeat(LONGEST + 1));
        assert_eq!(read(&long)[1], good(2, &["5", "b"]));
    }
}
