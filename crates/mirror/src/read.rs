//! Readers of trade statistics, told apart by content.

mod amounts;
mod head;
mod names;
mod objects;
mod row;
mod words;

use crate::country::Countries;
use crate::error::{Error, ErrorKind};
use crate::ledger::{Flow, Ledger};
use crate::mapping::Mapping;
use crate::{lines, table};
use head::Head;
use row::Rows;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};
use thalweg_core::Intake;

/// How a table is to be understood.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    /// What names of economies mean.
    pub countries: &'a Countries,
    /// What all rows are, where no column tells imports from exports.
    pub flow: Option<Flow>,
    /// Which column is what, where the head does not tell.
    pub mapping: Option<Mapping>,
    /// Only products whose codes begin with one of these; all, if there is none.
    pub products: Vec<String>,
}

impl<'a> Options<'a> {
    /// Everything, as the head of the table tells it.
    pub fn new(countries: &'a Countries) -> Self {
        Self { countries, flow: None, mapping: None, products: Vec::new() }
    }
}

/// What was read of one table. Every row has its place: `rows == intake.read() + set_aside`.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Source {
    /// Which kind of table it is.
    pub layout: &'static str,
    /// Statements that were accepted, and rows that were refused and why. A row of a wide table makes a statement for each period.
    pub intake: Intake,
    /// Rows that are right and that no answer may count, by reason: groups of countries beside their members, re-exports within exports.
    pub set_aside: BTreeMap<&'static str, usize>,
    /// The first hundred names of reporters and partners that are no country that we know.
    pub unknown: Vec<String>,
}

/// Reads a table of trade statistics into a ledger: plain or packed by gzip, CSV, TSV or JSON, which its content tells.
///
/// Rows stream: beyond the ledger memory is bounded, whatever comes.
///
/// # Errors
/// - [`ErrorKind::File`]: the bytes cannot be read to their end, or are no such table.
/// - [`ErrorKind::Units`]: the unit of an amount is not told, or is another than that of what was read before.
/// - [`ErrorKind::Settings`]: the mapping names a column that is not there.
///
/// ```
/// use thalweg_mirror::{Countries, Ledger, Options, read};
/// let table = "reporterISO,partnerISO,flowCode,period,cmdCode,motCode,primaryValue,netWgt\n\
///              CHN,MYS,M,2023,2709,0,28611452764,46939955132\n\
///              CHN,MYS,M,2023,2709,2100,28000000000,46000000000\n";
/// let countries = Countries::embedded();
/// let mut ledger = Ledger::new();
/// let source = read(table.as_bytes(), "china.csv", &Options::new(&countries), &mut ledger)?;
/// assert_eq!((source.layout, source.intake.accepted), ("UN Comtrade", 2));
/// # Ok::<(), thalweg_mirror::Error>(())
/// ```
pub fn read<R: Read>(
    bytes: R,
    file: &str,
    options: &Options<'_>,
    ledger: &mut Ledger,
) -> Result<Source, Error> {
    let broken = |error: io::Error| unreadable(file, &error);
    let mut bytes = lines::open(bytes).map_err(broken)?;
    let mut rows = Rows::new(file, options, ledger);
    match first_sign(bytes.as_mut()).map_err(broken)? {
        Some(b'{' | b'[') => read_json(bytes.as_mut(), file, options, &mut rows),
        Some(_) => read_lines(bytes.as_mut(), file, options, &mut rows),
        None => {
            let message = format!("`{file}` is empty");
            Err(Error::one(ErrorKind::File, message, "give a table of trade statistics").into())
        }
    }
    .map_err(|stop| stop.told(file))?;
    Ok(rows.finish())
}

/// Why reading ends before the end.
enum Stop {
    Bytes(io::Error),
    Wrong(Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Bytes(error)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Wrong(error)
    }
}

impl Stop {
    fn told(self, file: &str) -> Error {
        match self {
            Self::Bytes(error) => unreadable(file, &error),
            Self::Wrong(error) => error,
        }
    }
}

fn unreadable(file: &str, error: &io::Error) -> Error {
    Error::one(
        ErrorKind::File,
        format!("`{file}` cannot be read to its end: {error}"),
        "give the whole file, plain or packed by gzip",
    )
}

/// The first sign that is no blank, left in place.
fn first_sign(bytes: &mut dyn BufRead) -> io::Result<Option<u8>> {
    loop {
        let buffer = bytes.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        match buffer.iter().position(|byte| !byte.is_ascii_whitespace()) {
            Some(at) => {
                let sign = buffer[at];
                bytes.consume(at);
                return Ok(Some(sign));
            }
            None => {
                let length = buffer.len();
                bytes.consume(length);
            }
        }
    }
}

fn read_lines(
    bytes: &mut dyn BufRead,
    file: &str,
    options: &Options<'_>,
    rows: &mut Rows<'_>,
) -> Result<(), Stop> {
    let mut table: Option<Lines> = None;
    let mut number = 0;
    lines::each_line(bytes, &mut |line: &[u8], overlong| -> Result<(), Stop> {
        number += 1;
        match &mut table {
            // remarks may stand before the head
            None if line.starts_with(b"#") => {}
            None => table = Some(Lines::new(line, file, options)?),
            Some(_) if line.trim_ascii().is_empty() => {}
            Some(_) if overlong => rows.refuse("a line longer than a line may be", number, line),
            Some(table) => table.row(line, number, rows)?,
        }
        Ok(())
    })
}

/// A table line by line.
struct Lines {
    head: Head,
    delimiter: u8,
    /// How many names the first cell holds, where it holds several: tables of Eurostat.
    packed: usize,
    columns: usize,
    spans: Vec<(usize, usize)>,
    whole: Vec<(usize, usize)>,
}

impl Lines {
    fn new(line: &[u8], file: &str, options: &Options<'_>) -> Result<Self, Stop> {
        let told = options.mapping.as_ref().and_then(|mapping| mapping.delimiter);
        let delimiter = told.unwrap_or_else(|| table::delimiter(line));
        let mut columns: Vec<String> = table::cells(line, delimiter).collect();
        let mut packed = 0;
        if let Some((names, _)) = columns.first().and_then(|first| first.split_once('\\')) {
            let names: Vec<String> = names.split(',').map(str::to_owned).collect();
            packed = names.len();
            columns.splice(..1, names);
        }
        let head = Head::of(&columns, file, options.mapping.as_ref())?;
        Ok(Self { head, delimiter, packed, columns: columns.len(), spans: Vec::new(), whole: Vec::new() })
    }

    fn row(&mut self, line: &[u8], number: usize, rows: &mut Rows<'_>) -> Result<(), Stop> {
        table::split(line, self.delimiter, &mut self.spans);
        if self.packed > 0 {
            self.unpack(line);
        }
        if self.spans.len() > self.columns + 1 {
            rows.refuse("more cells than the head has", number, line);
            return Ok(());
        }
        let spans = &self.spans;
        let cell = |column: usize| {
            spans.get(column).map_or_else(Default::default, |span| table::unquoted(&line[span.0..span.1]))
        };
        Ok(rows.row(&self.head, &cell, number, line)?)
    }

    /// Takes the first cell apart.
    fn unpack(&mut self, line: &[u8]) {
        let Some(first) = self.spans.first().copied() else { return };
        self.whole.clear();
        let mut start = first.0;
        for piece in line[first.0..first.1].split(|byte| *byte == b',') {
            self.whole.push((start, start + piece.len()));
            start += piece.len() + 1;
        }
        self.whole.resize(self.packed, (0, 0));
        self.whole.extend_from_slice(&self.spans[1..]);
        std::mem::swap(&mut self.spans, &mut self.whole);
    }
}

fn read_json(
    bytes: &mut dyn BufRead,
    file: &str,
    options: &Options<'_>,
    rows: &mut Rows<'_>,
) -> Result<(), Stop> {
    let mut known: Option<(Vec<String>, Head)> = None;
    let mut number = 0;
    objects::each_object(bytes, &mut |found| -> Result<(), Stop> {
        number += 1;
        let objects::Found::Object(text) = found else {
            rows.refuse("an object that is too long, or cut off", number, b"");
            return Ok(());
        };
        let Ok(object) = serde_json::from_slice::<BTreeMap<String, serde_json::Value>>(text) else {
            rows.refuse("no JSON object", number, text);
            return Ok(());
        };
        if known.as_ref().is_none_or(|(names, _)| !names.iter().eq(object.keys())) {
            let names: Vec<String> = object.keys().cloned().collect();
            let head = Head::of(&names, file, options.mapping.as_ref())?;
            known = Some((names, head));
        }
        let Some((_, head)) = &known else { return Ok(()) };
        let cells: Vec<Vec<u8>> = object.values().map(plain_value).collect();
        let cell =
            |column: usize| cells.get(column).map_or_else(Default::default, |cell| cell.as_slice().into());
        Ok(rows.row(head, &cell, number, text)?)
    })?;
    if number == 0 {
        let message = format!("`{file}` holds no array of rows");
        return Err(Error::one(ErrorKind::File, message, "rows stand in `data` or `dataset`").into());
    }
    Ok(())
}

/// The value of a key as it would stand in a cell.
fn plain_value(value: &serde_json::Value) -> Vec<u8> {
    match value {
        serde_json::Value::String(text) => text.trim().as_bytes().to_vec(),
        serde_json::Value::Number(number) => number.to_string().into_bytes(),
        _ => Vec::new(),
    }
}
