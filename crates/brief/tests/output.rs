//! One table in all forms: what a reader, a spreadsheet and a program get.

use arrow_array::{Array, Float64Array, Int64Array, StringArray, cast::AsArray};
use thalweg_brief::output::{OutputError, Terminal, csv, json, parquet, terminal};
use thalweg_core::{Cell, Column, Measure, Table};

fn table() -> Table {
    Table {
        name: "countries".into(),
        title: "Real income and trade".into(),
        columns: vec![
            Column::new("country", "Country", Measure::Text),
            Column::new("real_income_pct", "Real income", Measure::Percent),
            Column::new("tariff", "Mean tariff", Measure::Rate),
            Column::new("imports", "Imports", Measure::Amount),
            Column::new("partners", "Partners", Measure::Count),
        ],
        rows: vec![
            vec![
                "United States".into(),
                (-0.286_012_345).into(),
                24.94.into(),
                2_517_825.0.into(),
                80.0.into(),
            ],
            vec!["Côte d'Ivoire, \"x\"".into(), Cell::Absent, 0.0.into(), 12.5.into(), Cell::Absent],
            vec![Cell::Absent, (-0.0001).into(), f64::NAN.into(), 1e-9.into(), 0.0.into()],
        ],
    }
}

#[test]
fn every_form_of_one_table() {
    let table = table();
    let narrow = Terminal { width: 44, ..Terminal::default() };
    let billions = Terminal { unit: "million USD".parse().ok(), colour: true, ..Terminal::default() };
    let forms = [
        terminal(&table, &Terminal::default()).unwrap(),
        terminal(&table, &narrow).unwrap(),
        terminal(&table, &billions).unwrap().replace('\u{1b}', "ESC"),
        csv(&table).unwrap(),
        json(&table).unwrap(),
    ];
    insta::assert_snapshot!(forms.join("\n----\n"));
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for width in [30, 44, 60, 80, 200] {
        let text = terminal(&table(), &Terminal { width, ..Terminal::default() }).unwrap();
        assert!(text.lines().all(|line| line.chars().count() <= usize::from(width)), "{width}\n{text}");
    }
}

#[test]
fn parquet_gives_back_what_it_was_given() {
    let bytes = bytes::Bytes::from(parquet(&table()).unwrap());
    let mut reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(bytes)
        .unwrap()
        .build()
        .unwrap();
    let batch = reader.next().unwrap().unwrap();
    let names: &StringArray = batch.column(0).as_string();
    let changes: &Float64Array = batch.column(1).as_primitive();
    let partners: &Int64Array = batch.column(4).as_primitive();
    assert_eq!((names.value(0), names.is_null(2)), ("United States", true));
    assert_eq!((changes.value(0), changes.is_null(1)), (-0.286_012_345, true));
    assert_eq!((partners.value(0), partners.is_null(1)), (80, true));
    assert_eq!(parquet(&table()).unwrap(), parquet(&table()).unwrap());
}

#[test]
fn what_does_not_fit_is_an_error_that_says_where() {
    let mut ragged = table();
    ragged.rows[1].pop();
    let message = csv(&ragged).unwrap_err().to_string();
    assert_eq!(message, "table `countries`: row 2 has 4 cells, but there are 5 columns");
    let mut words = table();
    words.rows[0][1] = "much".into();
    assert!(matches!(parquet(&words), Err(OutputError::Words { .. })));
}
