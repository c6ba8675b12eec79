//! Tables of rates that a scenario refers to: `importer, exporter (, sector)` and one of `add`, `set`, `scale`.

use super::measure::{Change, RateRow};
use super::selector::Word;
use std::collections::HashMap;
use std::io::Read;
use thalweg_core::{Place, Problem, Text, nearest};

/// Largest table that is read, unpacked: far above any table of rates, far below the memory of a machine.
const LARGEST: u64 = 64 << 20;

const PLACES: [&str; 3] = ["importer", "exporter", "sector"];
const RATES: [&str; 3] = ["add", "set", "scale"];

/// The bytes of a table, unpacked if they are gzip.
pub(super) fn unpack(file: &str, bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let packed = bytes.starts_with(&[0x1f, 0x8b]);
    if !packed && file.ends_with(".gz") {
        return Err(Problem::new(format!("`{file}` is not gzip, though its name says so")));
    }
    if !packed {
        return Ok(bytes.to_vec());
    }
    let mut plain = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(bytes).take(LARGEST + 1).read_to_end(&mut plain);
    match read {
        Err(error) => Err(Problem::new(format!("`{file}` is damaged or cut off: {error}"))),
        Ok(_) if plain.len() as u64 > LARGEST => {
            Err(Problem::new(format!("`{file}` unpacks to more than {} MiB", LARGEST >> 20)))
        }
        Ok(_) => Ok(plain),
    }
}

/// The rows of a table, or everything that is wrong with it.
pub(super) fn read_table(text: &Text) -> Result<Vec<RateRow>, Vec<Problem>> {
    let mut lines = text.lines().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let Some((number, line)) = lines.next() else {
        let message = format!("`{}` is empty", text.file());
        return Err(vec![Problem::new(message).at(Place::new(text.file(), 1, "")).help(LAYOUT)]);
    };
    let header = Header::read(text.file(), number, line)?;
    let mut reader = Reader { file: text.file(), header, seen: HashMap::new(), problems: Vec::new() };
    let rows: Vec<RateRow> = lines.filter_map(|(number, line)| reader.row(number, line)).collect();
    if rows.is_empty() && reader.problems.is_empty() {
        let place = Place::new(text.file(), number, line);
        reader.problems.push(Problem::new(format!("`{}` has no rows", text.file())).at(place));
    }
    if reader.problems.is_empty() { Ok(rows) } else { Err(reader.problems) }
}

const LAYOUT: &str = "the first line names the columns: importer,exporter,sector,add (sector may be left out; \
                      instead of add: set or scale)";

/// Which column holds what.
struct Header {
    width: usize,
    importer: usize,
    exporter: usize,
    sector: Option<usize>,
    rate: (usize, &'static str),
}

impl Header {
    fn read(file: &str, number: usize, line: &str) -> Result<Self, Vec<Problem>> {
        let cells = split(line);
        if cells.len() == 1 && line.contains([';', '\t']) {
            let place = Place::new(file, number, line);
            let found = if line.contains(';') { "semicolons" } else { "tabs" };
            let problem = Problem::new(format!("columns are separated by {found}")).at(place);
            return Err(vec![problem.help("separate them by commas, and write decimals with a point")]);
        }
        let mut problems = Self::strangers(file, number, line, &cells);
        let find = |name: &str| cells.iter().position(|cell| cell.text == name);
        let rates: Vec<(usize, &'static str)> = RATES.iter().filter_map(|r| Some((find(r)?, *r))).collect();
        let whole = |message: String| Problem::new(message).at(Place::new(file, number, line)).help(LAYOUT);
        for missing in ["importer", "exporter"].iter().filter(|name| find(name).is_none()) {
            problems.push(whole(format!("column `{missing}` is missing")));
        }
        match (find("importer"), find("exporter"), rates.as_slice()) {
            (Some(importer), Some(exporter), [rate]) if problems.is_empty() => {
                return Ok(Self {
                    width: cells.len(),
                    importer,
                    exporter,
                    sector: find("sector"),
                    rate: *rate,
                });
            }
            (_, _, []) => problems.push(whole("a column with rates is missing".to_owned())),
            (_, _, [_, _, ..]) => problems.push(whole("there is more than one column with rates".to_owned())),
            _ => {}
        }
        Err(problems)
    }

    /// Columns that no table has, and columns that occur twice.
    fn strangers(file: &str, number: usize, line: &str, cells: &[Cell]) -> Vec<Problem> {
        let known = || PLACES.into_iter().chain(RATES);
        let mut problems = Vec::new();
        for (index, cell) in cells.iter().enumerate() {
            let problem = if cells[..index].iter().any(|c| c.text == cell.text) {
                Problem::new(format!("column `{}` occurs twice", cell.text))
            } else if known().any(|name| name == cell.text) {
                continue;
            } else {
                let advice =
                    nearest(&cell.text, known()).map(|word| format!("the nearest known word is `{word}`"));
                let problem = Problem::new(format!("unknown column `{}`", cell.text));
                problem.help(advice.unwrap_or_else(|| LAYOUT.to_owned()))
            };
            problems.push(problem.at(cell.place(file, number, line)));
        }
        problems
    }
}

struct Reader<'a> {
    file: &'a str,
    header: Header,
    /// Line in which each importer, exporter and sector first occurred.
    seen: HashMap<(String, String, String), usize>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn row(&mut self, number: usize, line: &str) -> Option<RateRow> {
        let cells = split(line);
        if cells.len() != self.header.width {
            let message = format!("{} columns, but the header has {}", cells.len(), self.header.width);
            self.problems.push(Problem::new(message).at(Place::new(self.file, number, line)));
            return None;
        }
        let word = |index: usize| {
            let cell: &Cell = &cells[index];
            Word { text: cell.text.clone(), place: Some(cell.place(self.file, number, line)) }
        };
        let (importer, exporter) = (word(self.header.importer), word(self.header.exporter));
        let sector = self.header.sector.map(word);
        let rate = &cells[self.header.rate.0];
        let place = rate.place(self.file, number, line);
        let key = (
            importer.text.clone(),
            exporter.text.clone(),
            sector.clone().map_or_else(String::new, |s| s.text),
        );
        if let Some(first) = self.seen.insert(key, number) {
            let problem = Problem::new(format!("this row repeats line {first}"));
            self.problems.push(problem.at(Place::new(self.file, number, line)));
            return None;
        }
        let change = self.change(&rate.text, &place)?;
        Some(RateRow { importer, exporter, sector, change, place: Some(place) })
    }

    fn change(&mut self, text: &str, place: &Place) -> Option<Change> {
        let number = text.parse::<f64>().ok().filter(|n| n.is_finite());
        let problem = match number.and_then(|value| Change::from_key(self.header.rate.1, value)) {
            Some(Change::Scale(factor)) if factor < 0.0 => {
                Problem::new(format!("`scale` is {factor}; a rate cannot be multiplied by less than 0"))
            }
            Some(change) => return Some(change),
            None if text.is_empty() => Problem::new("a rate is missing").help("a fraction, such as 0.25"),
            None => Problem::new(format!("`{text}` is not a finite number"))
                .help("write a fraction, such as 0.25"),
        };
        self.problems.push(problem.at(place.clone()));
        None
    }
}

/// A cell of a line.
struct Cell {
    text: String,
    /// First character, counted from one.
    column: usize,
    length: usize,
}

impl Cell {
    fn place(&self, file: &str, number: usize, line: &str) -> Place {
        Place::new(file, number, line).at(self.column, self.length.max(1))
    }
}

/// Splits a line at its commas; a cell may stand in double quotes, which may hold commas and doubled quotes.
fn split(line: &str) -> Vec<Cell> {
    let mut cells = Vec::new();
    let (mut raw, mut column, mut quoted) = (String::new(), 1, false);
    for (at, letter) in line.chars().enumerate() {
        quoted ^= letter == '"';
        if letter == ',' && !quoted {
            cells.push(cell(&raw, column));
            raw.clear();
            column = at + 2;
        } else {
            raw.push(letter);
        }
    }
    cells.push(cell(&raw, column));
    cells
}

fn cell(raw: &str, column: usize) -> Cell {
    let bare = raw.trim();
    let inner = bare.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let text = inner.map_or_else(|| bare.to_owned(), |inner| inner.replace("\"\"", "\""));
    let blanks = raw.chars().take_while(|c| c.is_whitespace()).count().min(raw.chars().count());
    let blanks = if bare.is_empty() { 0 } else { blanks };
    Cell { text, column: column + blanks, length: bare.chars().count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content: &str, expected: &[&str]) {
        let found = match read_table(&Text::new("t.csv", content)) {
            Ok(rows) => {
                rows.iter().map(|r| format!("{} {} {}", r.importer.text, r.exporter.text, r.change)).collect()
            }
            Err(problems) => problems.iter().map(Problem::to_string).collect::<Vec<_>>(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn rows_are_read_with_mark_quotes_comments_and_carriage_returns() {
        check(
            "\u{feff}# from the gazette\r\nexporter,importer,add\r\n\"CHN\", USA ,0.25\r\n\r\nEU,USA,1e-1\r\n",
            &["USA CHN add = 0.25", "USA EU add = 0.1"],
        );
    }

    #[test]
    fn the_place_is_that_of_the_rate() {
        let rows =
            read_table(&Text::new("t.csv", "importer,exporter,sector,set\nUSA,CHN, steel,0.5\n")).unwrap();
        let place = rows[0].place.clone().unwrap();
        assert_eq!((place.line, place.column, place.length), (2, 16, 3));
        let sector = rows[0].sector.clone().unwrap();
        assert_eq!((sector.text.as_str(), sector.place.unwrap().column), ("steel", 10));
    }

    #[test]
    fn a_header_that_is_wrong() {
        check("", &[&format!("t.csv:1:1: `t.csv` is empty ({LAYOUT})")]);
        check(
            "importer,exporter,sectr,add\n",
            &["t.csv:1:19: unknown column `sectr` (the nearest known word is `sector`)"],
        );
        check("importer,add\nUSA,1\n", &[&format!("t.csv:1:1: column `exporter` is missing ({LAYOUT})")]);
        check("importer,exporter\n", &[&format!("t.csv:1:1: a column with rates is missing ({LAYOUT})")]);
        check(
            "importer,exporter,add,set\n",
            &[&format!("t.csv:1:1: there is more than one column with rates ({LAYOUT})")],
        );
        check("importer,exporter,add,add\n", &["t.csv:1:23: column `add` occurs twice"]);
        check(
            "importer;exporter;add\nUSA;CHN;0,1\n",
            &[
                "t.csv:1:1: columns are separated by semicolons (separate them by commas, and write decimals with a point)",
            ],
        );
        check("importer,exporter,add\n", &["t.csv:1:1: `t.csv` has no rows"]);
    }

    #[test]
    fn every_row_that_is_wrong_is_reported() {
        check(
            "importer,exporter,add\nUSA,CHN,x\nUSA,CAN,NaN\nUSA,MEX,inf\nUSA,DEU\nUSA,JPN,0.1\nUSA,JPN,0.1\nUSA,FRA,\n",
            &[
                "t.csv:2:9: `x` is not a finite number (write a fraction, such as 0.25)",
                "t.csv:3:9: `NaN` is not a finite number (write a fraction, such as 0.25)",
                "t.csv:4:9: `inf` is not a finite number (write a fraction, such as 0.25)",
                "t.csv:5:1: 2 columns, but the header has 3",
                "t.csv:7:1: this row repeats line 6",
                "t.csv:8:9: a rate is missing (a fraction, such as 0.25)",
            ],
        );
        check(
            "importer,exporter,scale\nUSA,CHN,-1\n",
            &["t.csv:2:9: `scale` is -1; a rate cannot be multiplied by less than 0"],
        );
    }

    #[test]
    fn gzip_is_unpacked_and_damage_is_named() {
        use std::io::Write;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(b"importer,exporter,add\nUSA,CHN,0.1\n").unwrap();
        let packed = encoder.finish().unwrap();
        assert_eq!(unpack("t.csv.gz", &packed).unwrap(), b"importer,exporter,add\nUSA,CHN,0.1\n");
        let cut = unpack("t.csv.gz", &packed[..packed.len() - 6]).unwrap_err();
        assert!(cut.message.starts_with("`t.csv.gz` is damaged or cut off"), "{cut}");
        let plain = unpack("t.csv.gz", b"importer").unwrap_err();
        assert_eq!(plain.message, "`t.csv.gz` is not gzip, though its name says so");
    }

    #[test]
    fn a_small_file_that_unpacks_to_a_huge_one_is_refused() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::copy(&mut std::io::repeat(b'\n').take(LARGEST + 10), &mut encoder).unwrap();
        let packed = encoder.finish().unwrap();
        assert_eq!(
            unpack("t.csv.gz", &packed).unwrap_err().message,
            "`t.csv.gz` unpacks to more than 64 MiB"
        );
    }
}
