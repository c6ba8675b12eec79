//! `thalweg oil import`: a matrix becomes a baseline on which scenarios are solved, and `oil predict` reads the same files.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{call, call_in};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

/// A folder with the invented matrix, and the baseline `mine` made of it.
fn imported() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for line in ["oil import --sample sample.csv", "oil import sample.csv -o mine"] {
        let done = call_in(folder.path(), line);
        assert_eq!((done.status, done.err.as_str()), (0, ""), "{line}");
    }
    folder
}

fn json(folder: &Path, line: &str) -> Value {
    let done = call_in(folder, line);
    assert_eq!((done.status, done.err.as_str()), (0, ""), "{line}");
    serde_json::from_str(&done.out).unwrap()
}

/// A workbook as the review has it, of invented numbers.
fn book(title: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Oil - Inter-area movements").unwrap();
    let names = ["Crude (million tonnes)", "Europe", "China", "India", "Total"];
    let rows = [
        ("Russia", [120.0, 60.0, 5.0]),
        ("Europe", [0.0, 10.0, 5.0]),
        ("Saudi Arabia", [40.0, 85.0, 35.0]),
        ("Total imports", [160.0, 155.0, 45.0]),
    ];
    sheet.write_string(0, 0, title).unwrap();
    for (c, name) in names.iter().enumerate() {
        sheet.write_string(2, c as u16, *name).unwrap();
    }
    for (r, (name, cells)) in rows.iter().enumerate() {
        let row = r as u32 + 4;
        sheet.write_string(row, 0, *name).unwrap();
        for (c, cell) in cells.iter().chain([&cells.iter().sum::<f64>()]).enumerate() {
            sheet.write_number(row, c as u16 + 1, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_sample_becomes_a_baseline_that_says_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(call_in(folder.path(), "oil import --sample sample.csv").status, 0);
    let done = call_in(folder.path(), "oil import sample.csv -o mine");
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    assert!(done.out.starts_with("mine: 17 origins and 13 buyers, "), "{}", done.out);
    assert!(done.out.lines().all(|line| line.chars().count() <= 80), "{}", done.out);
    let head = std::fs::read_to_string(folder.path().join("mine/oil.toml")).unwrap();
    for part in [
        "invented",
        "name = \"mine\"",
        "year = 2021",
        "those of oil-2022",
        "Iran is within Other Middle East",
    ] {
        assert!(head.contains(part), "{part} in {head}");
    }
}

#[test]
fn nothing_changes_as_it_is_and_the_embargo_moves_oil() {
    let folder = imported();
    let same = json(folder.path(), "oil solve as-it-is --baseline mine");
    for flow in same["flows"].as_array().unwrap() {
        let (before, after) = (&flow["flow"]["before"], &flow["flow"]["after"]);
        assert!((before.as_f64().unwrap() - after.as_f64().unwrap()).abs() < 1e-6, "{flow}");
    }
    for scenario in ["embargo", "price-cap"] {
        let answer = json(folder.path(), &format!("oil solve {scenario} --baseline mine"));
        assert!(answer["certificate"]["complementarity_residual"].as_f64().unwrap() <= 1e-8);
        assert_eq!(answer["baseline"], "mine");
        let russian = |buyer: &str| -> (f64, f64) {
            let flows = answer["flows"].as_array().unwrap().iter();
            let ours = flows.filter(|flow| flow["origin"].as_str().unwrap().starts_with("RUS"));
            ours.filter(|flow| flow["buyer"] == buyer).fold((0.0, 0.0), |sum, flow| {
                let of = |when: &str| flow["flow"][when].as_f64().unwrap();
                (sum.0 + of("before"), sum.1 + of("after"))
            })
        };
        assert!(russian("EUR").0 > 2.0 && russian("EUR").1 == 0.0, "{scenario}");
        assert!(russian("CHN").1 > russian("CHN").0 + 0.3, "{scenario}");
        assert!(russian("IND").1 > russian("IND").0 + 0.3, "{scenario}");
    }
}

#[test]
fn a_workbook_is_imported_and_predicted_from() {
    let folder = tempfile::tempdir().unwrap();
    // the content decides, not the name
    std::fs::write(folder.path().join("book.dat"), book("Inter-area movements 2024")).unwrap();
    let done = call_in(folder.path(), "oil import book.dat -o mine");
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    assert!(
        done.out.starts_with("mine: 4 origins and 3 buyers, 360 million tonnes of 2024."),
        "{}",
        done.out
    );
    let solved = json(folder.path(), "oil solve embargo --baseline mine");
    assert_eq!(solved["baseline"], "mine");
    let predicted = json(folder.path(), "oil predict book.dat --embargo Russia=India");
    let rows = predicted["rows"].as_array().unwrap();
    let cell = |from: &str, to: &str| {
        let row = rows.iter().find(|row| row["origin"] == from && row["destination"] == to).unwrap();
        row["after"].as_f64().unwrap()
    };
    assert_eq!(cell("Russia", "India"), 0.0);
    assert!((cell("Russia", "China") + cell("Russia", "Europe") - 185.0).abs() < 1e-6);
    assert!(cell("Saudi Arabia", "India") > 38.0);
}

#[test]
fn what_is_wrong_is_said() {
    let folder = imported();
    std::fs::write(folder.path().join("book.xlsx"), book("Inter-area movements")).unwrap();
    std::fs::write(folder.path().join("half.xlsx"), &book("Inter-area movements 2024")[..900]).unwrap();
    let cases = [
        ("oil import sample.csv -o mine", "`mine` holds a baseline already"),
        ("oil import sample.csv -o oil-2022", "`oil-2022` is the name of an embedded baseline"),
        ("oil import none.csv -o new", "`none.csv` cannot be read"),
        ("oil import book.xlsx -o new", "does not say of which year it is"),
        ("oil import half.xlsx -o new", "`half.xlsx` is no whole workbook"),
        ("oil import book.xlsx -o new --sheet Oil", "`book.xlsx` has no sheet `Oil`"),
        ("oil import sample.csv -o new --year 1999", "has no movement of crude of the year 1999"),
        ("oil import sample.csv -o new --areas sample.csv", "there is no column `area`"),
        ("oil predict book.xlsx --embargo Russia=Mars", "the matrix has no destination `Mars`"),
        ("oil predict sample.csv --sheet Oil", "`sample.csv` is no workbook"),
    ];
    for (line, want) in cases {
        let done = call_in(folder.path(), line);
        assert_eq!((done.status, done.out.as_str()), (1, ""), "{line}: {}", done.err);
        assert!(done.err.contains(want), "{line}: {}", done.err);
        assert!(!folder.path().join("new").exists(), "{line}");
    }
    assert_eq!(call_in(folder.path(), "oil import book.xlsx -o new --year 2024").status, 0);
    assert_eq!(call("oil import sample.csv").status, 2, "a folder is needed");
    assert_eq!(call("oil import --sample a.csv b.csv").status, 2);
    assert_eq!(call("oil predict oil-2022 --year 1999").status, 2, "an embedded baseline has one year");
}

#[test]
fn refused_rows_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "year,kind,from,to,million_tonnes\n2020,crude,Europe,US,5\n2020,product,Europe,US,9\n";
    std::fs::write(folder.path().join("m.csv"), rows).unwrap();
    let done = call_in(folder.path(), "oil import m.csv -o mine");
    assert_eq!(done.status, 0, "{}", done.err);
    assert!(done.err.contains("refused 1: not crude") && done.err.contains("m.csv:3"), "{}", done.err);
    assert!(done.out.starts_with("mine: 1 origin and 1 buyer, 5.00 million tonnes of 2020."), "{}", done.out);
}
