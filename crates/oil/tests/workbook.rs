//! Workbooks of the Statistical Review: what they hold comes out, and what is wrong with them is told with its cell.
#![allow(clippy::unwrap_used, reason = "a test that fails says so")]

mod common;

use common::{Draws, shared};
use rust_xlsxwriter::Workbook;
use thalweg_oil::{Movements, Wanted};

const SHEET: &str = "Oil - Inter-area movements";

/// What one cell of a test holds.
#[derive(Clone, Debug)]
enum Cell {
    Words(String),
    Number(f64),
}

fn words(text: &str) -> Cell {
    Cell::Words(text.to_owned())
}

/// Rows of cells as the review has them: title, blank, destinations, blank, origins, totals.
fn rows(title: &str, destinations: &[&str], matrix: &[(&str, Vec<f64>)]) -> Vec<Vec<Cell>> {
    let mut header = vec![words("Crude (million tonnes)")];
    header.extend(destinations.iter().map(|name| words(name)));
    header.push(words("Total"));
    let mut rows = vec![vec![words(title)], vec![], header, vec![]];
    for (origin, cells) in matrix {
        let mut row = vec![words(origin)];
        // what is nothing stands as a mark
        row.extend(cells.iter().map(|cell| if *cell == 0.0 { words("-") } else { Cell::Number(*cell) }));
        row.push(Cell::Number(cells.iter().sum()));
        rows.push(row);
    }
    let mut totals = vec![words("Total imports")];
    let sums = (0..destinations.len()).map(|d| matrix.iter().map(|(_, cells)| cells[d]).sum::<f64>());
    let sums: Vec<f64> = sums.collect();
    totals.extend(sums.iter().map(|sum| Cell::Number(*sum)));
    totals.push(Cell::Number(sums.iter().sum()));
    rows.push(totals);
    rows
}

/// The small matrix of these tests, invented.
fn small() -> Vec<Vec<Cell>> {
    let matrix = [
        ("Canada", vec![0.0, 180.0, 4.5]),
        ("Russia", vec![138.2, 3.7, 2.6]),
        ("S. & Cent. America", vec![12.3, 30.3, 0.04]),
    ];
    let mut rows = rows("Inter-area movements 2024", &["Europe", "US", "India "], &matrix);
    // the block of products, which is not read
    rows.push(vec![]);
    rows.push(vec![words("Product (million tonnes)"), words("Europe"), words("US"), words("Total")]);
    rows.push(vec![words("Canada"), Cell::Number(1.0), words("x"), Cell::Number(77.0)]);
    rows
}

fn book(sheets: &[(&str, &[Vec<Cell>])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (r, row) in rows.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                match cell {
                    Cell::Words(text) => sheet.write_string(r as u32, c as u16, text).unwrap(),
                    Cell::Number(number) => sheet.write_number(r as u32, c as u16, *number).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn read(bytes: &[u8]) -> Result<Movements, String> {
    Movements::read("book.xlsx", bytes, &Wanted::default()).map_err(|error| error.to_string())
}

/// The small matrix with one cell changed.
fn changed(row: usize, column: usize, cell: Cell) -> Result<Movements, String> {
    let mut rows = small();
    let there = &mut rows[row];
    while there.len() <= column {
        there.push(words(""));
    }
    there[column] = cell;
    read(&book(&[(SHEET, &rows)]))
}

#[test]
fn what_a_workbook_holds_comes_out() {
    let other = [vec![words("Contents")]];
    // the name of the sheet ends in a blank in some editions
    let name = format!("{SHEET} ");
    let bytes = book(&[("Contents", &other), (&name, &small()), ("Product - Inter-area movements", &other)]);
    let movements = read(&bytes).unwrap();
    assert_eq!(movements.origins, ["Canada", "Russia", "S. & Cent. America"]);
    assert_eq!(movements.destinations, ["Europe", "US", "India"]);
    assert_eq!(movements.cells[1], [138.2, 3.7, 2.6]);
    assert_eq!(movements.cells[0], [0.0, 180.0, 4.5]);
    assert_eq!((movements.year, movements.intake.accepted, movements.intake.refused()), (Some(2024), 9, 0));
    assert_eq!(movements.source, "book.xlsx, sheet `Oil - Inter-area movements`: Inter-area movements 2024");
}

#[test]
fn the_matrix_of_2020_by_workbook_is_that_by_rows() {
    let Some(folder) = shared("oil") else { return };
    let bytes = std::fs::read(folder.join("inter_area_oil_movements_2020.csv")).unwrap();
    let by_rows = Movements::read("m.csv", &bytes, &Wanted::default()).unwrap();
    let destinations: Vec<&str> = by_rows.destinations.iter().map(String::as_str).collect();
    let matrix: Vec<(&str, Vec<f64>)> =
        by_rows.origins.iter().map(String::as_str).zip(by_rows.cells.clone()).collect();
    let bytes = book(&[(SHEET, &rows("Inter-area movements 2020", &destinations, &matrix))]);
    let by_book = read(&bytes).unwrap();
    assert_eq!(by_book.origins, by_rows.origins);
    assert_eq!(by_book.destinations, by_rows.destinations);
    assert_eq!(by_book.cells, by_rows.cells);
    assert_eq!(by_book.year, by_rows.year);
}

#[test]
fn layouts_differ() {
    // destinations above the unit
    let mut above = small();
    above[1] = above[2].clone();
    above[1][0] = words("To");
    above[2] = vec![words("Crude (Million  tonnes)")];
    // destinations below it, and the unit in a cell of its own
    let mut below = small();
    below[3] = below[2].clone();
    below[3][0] = words("From / to");
    below[2] = vec![words("Crude")];
    below[1] = vec![words("Million tonnes")];
    // no row between, footnotes, a heading without numbers
    let mut dense = small();
    dense[3] = vec![words("Exporters")];
    dense[4][0] = words("Canada*");
    dense.push(vec![words(&"* Includes changes in the quantity of oil in transit. ".repeat(100))]);
    let expected = read(&book(&[(SHEET, &small())])).unwrap();
    for rows in [above, below, dense] {
        let movements = read(&book(&[("Movements - inter-area", &rows)])).unwrap();
        assert_eq!((&movements.cells, &movements.origins), (&expected.cells, &expected.origins));
        assert_eq!(movements.year, Some(2024));
    }
}

#[test]
fn marks_are_nothing() {
    for mark in ["-", "^", "◆", "n/a", "–", ""] {
        let movements = changed(6, 3, words(mark)).unwrap();
        assert_eq!(movements.cells[2][2], 0.0, "{mark}");
    }
    assert_eq!(changed(6, 3, words("0.04")).unwrap().cells[2][2], 0.04);
}

#[test]
fn what_is_wrong_is_told_with_its_cell() {
    let cases = [
        (changed(6, 1, words("12,3")), "`Oil - Inter-area movements!B7` is `12,3`, which is no number"),
        (changed(6, 1, words("inf")), "B7` is `inf`, which is no number"),
        (changed(6, 1, Cell::Number(-12.3)), "B7` is -12.3: no amount is below zero"),
        (changed(5, 1, Cell::Number(238.2)), "E6` says 144.5, and the row of `Russia` sums to 244.5"),
        (changed(5, 1, Cell::Number(238.2)), "B8` says 150.5, and the column of `Europe` sums to 250.5"),
        (changed(5, 4, words("")), "E6` says 0.0, and the row of `Russia` sums to 144.5"),
        (changed(7, 4, Cell::Number(300.0)), "E8` says 300.0, and the matrix sums to 371.6"),
        (changed(7, 0, words("All")), "has no row `Total imports`"),
        (changed(5, 0, words("Canada")), "A6`: origin `Canada` stands twice"),
        (changed(5, 0, words("")), "A6` names no origin"),
        (changed(2, 2, words("Europe")), "C3`: destination `Europe` stands twice"),
        (changed(2, 2, words("")), "C5` stands under no destination"),
        (changed(2, 4, words("Sum")), "A3` heads no matrix"),
        (changed(2, 0, words("Crude (thousand barrels daily)")), "A3` says `Crude (thousand barrels daily)`"),
        (changed(2, 0, words("Crude")), "A3` says no unit"),
        (two_units(), "B2` says `Thousand barrels daily`"),
        (changed(2, 0, words("Products (million tonnes)")), "begins with `Crude`"),
    ];
    for (read, want) in cases {
        let error = read.unwrap_err();
        assert!(error.contains(want), "{want} in {error}");
    }
    let place = changed(6, 1, words("x")).unwrap_err();
    assert!(place.starts_with("book.xlsx:7:1: "), "{place}");
}

/// Both units above the matrix: whose its numbers are nobody can tell.
fn two_units() -> Result<Movements, String> {
    let mut rows = small();
    rows[2][0] = words("Crude");
    rows[1] = vec![words("Million tonnes"), words("Thousand barrels daily")];
    read(&book(&[(SHEET, &rows)]))
}

#[test]
fn rounding_is_no_error() {
    // a total as printed, of cells that are printed as marks
    assert!(changed(6, 4, Cell::Number(42.9)).is_ok());
    assert!(changed(6, 4, Cell::Number(42.0)).is_err());
}

#[test]
fn the_year_is_the_titles_or_the_users() {
    let asked = |title: &str, year| {
        let mut rows = small();
        rows[0][0] = words(title);
        let wanted = Wanted { year, sheet: None };
        Movements::read("b.xlsx", &book(&[(SHEET, &rows)]), &wanted)
            .map(|m| m.year)
            .map_err(|e| e.to_string())
    };
    assert_eq!(asked("Oil: Inter-area movements 2019", None), Ok(Some(2019)));
    assert_eq!(asked("Inter-area movements", None), Ok(None));
    assert_eq!(asked("Inter-area movements 2018 and 2019", None), Ok(None));
    assert_eq!(asked("Inter-area movements", Some(2012)), Ok(Some(2012)));
    assert!(asked("Inter-area movements 2019", Some(2020)).unwrap_err().contains("2020 is asked for"));
}

#[test]
fn the_sheet_is_found_or_named() {
    let none = book(&[("Contents", &[]), ("Movements", &small())]);
    let error = read(&none).unwrap_err();
    assert!(error.contains("no sheet `Oil - Inter-area movements`"), "{error}");
    assert!(error.contains("this workbook has: `Contents`, `Movements`"), "{error}");
    let named = |sheet: &str| {
        let wanted = Wanted { year: None, sheet: Some(sheet.to_owned()) };
        Movements::read("b.xlsx", &none, &wanted).map_err(|error| error.to_string())
    };
    assert_eq!(named("movements ").unwrap().cells[1][0], 138.2);
    assert!(named("Movemnts").unwrap_err().contains("the nearest known word is `Movements`"));
    let two = book(&[("Inter-area 1", &small()), ("Inter-area 2", &small())]);
    assert!(read(&two).unwrap_err().contains("several sheets of movements: `Inter-area 1`, `Inter-area 2`"));
}

#[test]
fn what_is_no_workbook_is_refused() {
    let whole = book(&[(SHEET, &small())]);
    let cases: [(&[u8], &str); 5] = [
        (b"PK\x03\x04 and nothing that an archive has", "is no whole workbook"),
        (&whole[..whole.len() / 2], "is no whole workbook"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old", "workbook of the old form"),
        (b"\xFF\xFE\x00\x01", "not UTF-8"),
        (b"", "there is no column `from`"),
    ];
    for (bytes, want) in cases {
        let error = read(bytes).unwrap_err();
        assert!(error.contains(want), "{want} in {error}");
    }
    let wanted = Wanted { year: None, sheet: Some("x".to_owned()) };
    let error = Movements::read("m.csv", b"from,to,million_tonnes\n", &wanted).unwrap_err().to_string();
    assert!(error.contains("is no workbook: it has no sheets"), "{error}");
}

/// An archive with these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const ROOT: &[u8] = br#"<R><Relationship Id="1" Type="x/officeDocument" Target="xl/workbook.xml"/></R>"#;
const BOOK: &[u8] =
    br#"<workbook><sheets><sheet name="Oil inter-area" r:id="r1" xmlns:r="x"/></sheets></workbook>"#;
const LINKS: &[u8] = br#"<R><Relationship Id="r1" Type="x/worksheet" Target="/xl/s.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="t.xml"/></R>"#;

fn with_sheet(sheet: &[u8], texts: &[u8]) -> Result<Movements, String> {
    let parts = [("_rels/.rels", ROOT), ("xl/workbook.xml", BOOK), ("xl/_rels/workbook.xml.rels", LINKS)];
    read(&archive(&[&parts[..], &[("xl/s.xml", sheet), ("xl/t.xml", texts)]].concat()))
}

#[test]
fn hostile_parts_are_refused() {
    let texts: &[u8] = br#"<sst uniqueCount="18446744073709551615"><si><t>a</t></si></sst>"#;
    let mut bomb = b"<worksheet><sheetData>".to_vec();
    bomb.resize(70 << 20, b' ');
    let mut many = b"<worksheet><sheetData>".to_vec();
    for row in 1..=100_001 {
        many.extend(format!("<row r=\"{row}\"><c><v>1</v></c></row>").bytes());
    }
    let crowd = format!("<worksheet><sheetData {}/></worksheet>", "a=\"\" ".repeat(101));
    let cases: [(&[u8], &str); 9] = [
        (crowd.as_bytes(), "an element has more than 100 attributes"),
        (&bomb, "it unpacks to more than 64 MiB"),
        (&many, "more than 100000 cells"),
        (b"<worksheet><sheetData><row><c r=\"A1\"><v>1", "part `xl/s.xml`"),
        (b"<worksheet><sheetData><row r=\"0\"></row>", "`0` is no number of a row"),
        (b"<worksheet><sheetData><c r=\"ZZZZZZ1\"/>", "`ZZZZZZ1` is no name of a cell"),
        (
            b"<worksheet><sheetData><c r=\"A1\" t=\"s\"><v>7</v></c></sheetData></worksheet>",
            "A1 has text 7, which is not there",
        ),
        (
            b"<worksheet><sheetData><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></sheetData>",
            "cell A1 stands twice",
        ),
        (
            b"<worksheet><sheetData><c r=\"A1\" t=\"str\"><v>&own;</v></c></sheetData>",
            "`&own;` stands for nothing",
        ),
    ];
    for (sheet, want) in cases {
        let error = with_sheet(sheet, texts).unwrap_err();
        assert!(error.contains(want), "{want} in {error}");
    }
    assert!(read(&archive(&[("a", b"b")])).unwrap_err().contains("its part `_rels/.rels` cannot be read"));
    let no_book: &[u8] = b"<R/>";
    assert!(
        read(&archive(&[("_rels/.rels", no_book)])).unwrap_err().contains("is an archive, and no workbook")
    );
}

/// Texts of several pieces, inline, of a formula, and one that says how to read it aloud.
const TEXTS: &[u8] =
    br#"<sst><si><r><t>Crude </t></r><r><t>(million tonnes)</t></r><rPh><t>kurudo</t></rPh></si></sst>"#;
const INLINE: &[u8] = br#"<worksheet><sheetData>
        <row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>A &amp; B</t></is></c><c t="str"><f>1+1</f><v>C</v></c><c t="str"><v>Total</v></c></row>
        <row><c t="str"><v>D</v></c><c><v>1</v></c><c><v>2.5</v></c><c><v>3.5</v></c></row>
        <row><c t="str"><v>Total imports</v></c><c><v>1</v></c><c><v>2.5</v></c><c><v>3.5</v></c></row>
        </sheetData></worksheet>"#;

#[test]
fn a_sheet_of_thousands_of_areas_is_no_matrix() {
    let wide: String = (0..2000).map(|d| format!("<c t=\"str\"><v>d{d}</v></c>")).collect();
    let crude = "<c t=\"str\"><v>Crude (million tonnes)</v></c>";
    let total = "<c t=\"str\"><v>Total</v></c>";
    let sheet = format!("<w><sheetData><row>{crude}{wide}{total}</row></sheetData></w>");
    let error = with_sheet(sheet.as_bytes(), TEXTS).unwrap_err();
    assert!(error.contains("more than 1000 destinations"), "{error}");
    let row = |o: u32| {
        format!("<row><c t=\"str\"><v>o{o}</v></c><c><v>1</v></c><c><v>x</v></c><c><v>1</v></c></row>")
    };
    let tall: String = (0..2000).map(row).collect();
    let two = "<c t=\"str\"><v>A</v></c><c t=\"str\"><v>B</v></c>";
    let sheet = format!("<w><sheetData><row>{crude}{two}{total}</row>{tall}</sheetData></w>");
    let error = with_sheet(sheet.as_bytes(), TEXTS).unwrap_err();
    assert!(
        error.contains("C2` is `x`, which is no number") && error.ends_with("more of the kind"),
        "{error}"
    );
}

#[test]
fn inline_texts_and_texts_for_reading_aloud() {
    let movements = with_sheet(INLINE, TEXTS).unwrap();
    assert_eq!(
        (movements.destinations, movements.cells),
        (vec!["A & B".to_owned(), "C".to_owned()], vec![vec![1.0, 2.5]])
    );
}

/// Whatever bytes change, the matrix is the same or there is an error: the archive's checksums and the totals see to it.
#[test]
fn broken_bytes_change_no_number_in_silence() {
    let whole = book(&[(SHEET, &small())]);
    let expected = read(&whole).unwrap();
    let mut draws = Draws::new(7);
    for _ in 0..4000 {
        let mut bytes = whole.clone();
        for _ in 0..=(draws.next() * 3.0) as usize {
            let at = (draws.next() * bytes.len() as f64) as usize;
            bytes[at] = (draws.next() * 256.0) as u8;
        }
        if draws.next() < 0.2 {
            bytes.truncate((draws.next() * bytes.len() as f64) as usize);
        }
        if let Ok(found) = read(&bytes) {
            assert_eq!(found.cells, expected.cells);
        }
    }
}

/// Parts that are sound as an archive and broken as XML or as a sheet: an answer or an error, and never a panic.
#[test]
fn broken_parts_never_panic() {
    let mut draws = Draws::new(11);
    let mut broken = |whole: &[u8]| {
        let mut bytes = whole.to_vec();
        for _ in 0..=(draws.next() * 4.0) as usize {
            let at = (draws.next() * bytes.len() as f64) as usize;
            match (draws.next() * 3.0) as usize {
                0 => bytes[at] = (draws.next() * 256.0) as u8,
                1 => bytes.truncate(at.max(1)),
                _ => bytes.extend(bytes[at..].to_vec()),
            }
        }
        bytes
    };
    let mut refused = 0;
    for _ in 0..4000 {
        refused += usize::from(with_sheet(&broken(INLINE), &broken(TEXTS)).is_err());
    }
    assert!(refused > 1000, "{refused}");
}

#[test]
fn rows_of_several_years_need_a_choice() {
    let rows = b"year,from,to,million_tonnes\n2019,A,B,1\n2020,A,B,2\n";
    let read = |year| {
        let read = Movements::read("m.csv", rows, &Wanted { year, sheet: None });
        read.map_err(|error| error.to_string())
    };
    assert!(read(None).unwrap_err().contains("m.csv:3:1: year 2020, where the rows above have another"));
    let chosen = read(Some(2020)).unwrap();
    assert_eq!((chosen.cells, chosen.year, chosen.intake.refused()), (vec![vec![2.0]], Some(2020), 1));
    assert!(read(Some(2021)).unwrap_err().contains("has no movement of crude of the year 2021"));
}
