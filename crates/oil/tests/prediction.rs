//! The matrix of 2023 from that of 2020, the embargo, totals and published discounts.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails or is skipped says so")]

mod common;

use common::shared;
use thalweg_core::Text;
use thalweg_oil::{Discount, Movements, Outlook, Prediction, Totals};

fn read(name: &str) -> Option<Text> {
    let path = shared("oil")?.join(name);
    Some(Text::from_bytes(name, &std::fs::read(path).unwrap()).unwrap())
}

/// Median of the published estimates of the elasticity between crudes of one type that have a standard error: those
/// without stand at the edge of their authors' search grid.
fn substitution() -> Option<f64> {
    let text = read("crude_substitution_within.csv")?;
    let mut rows = csv::Reader::from_reader(text.content().as_bytes());
    let header = rows.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (sigma, error) = (at("sigma"), at("sigma_se"));
    let mut values: Vec<f64> = rows
        .records()
        .map(|row| row.unwrap())
        .filter(|row| !row[sigma].is_empty() && !row[error].is_empty())
        .map(|row| row[sigma].parse().unwrap())
        .collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    Some(if values.len().is_multiple_of(2) {
        0.5 * (values[middle - 1] + values[middle])
    } else {
        values[middle]
    })
}

/// The embargo of Europe, the United States, Japan, Australia and Canada; India's power of 17 dollars (Kilian, Rapson and
/// Schipper 2024) off a Brent of 86.5 in January 2022 (U.S. Energy Information Administration).
fn outlook(power: f64, substitution: f64) -> Outlook {
    let embargo = ["Europe", "US", "Japan", "Australasia", "Canada"];
    Outlook {
        embargo: embargo.map(|buyer| ("Russia".to_owned(), buyer.to_owned())).to_vec(),
        discounts: vec![Discount { origin: "Russia".into(), destination: "India".into(), value: power }],
        price: 86.5,
        substitution,
    }
}

fn predict(power: f64, substitution: f64) -> Option<Prediction> {
    let movements = Movements::parse(&read("inter_area_oil_movements_2020.csv")?).unwrap();
    let totals = Totals::parse(&read("crude_totals_2023.csv")?).unwrap();
    Some(movements.predict(&totals, &outlook(power, substitution)).unwrap())
}

fn cell(prediction: &Prediction, origin: &str, destination: &str) -> f64 {
    let row = prediction.rows.iter().find(|row| row.origin == origin && row.destination == destination);
    row.map_or(0.0, |row| row.after)
}

#[test]
fn the_elasticity_is_the_median_of_published_estimates() {
    if let Some(sigma) = substitution() {
        assert_eq!(format!("{sigma:.1}"), "15.3");
    }
}

#[test]
fn totals_and_embargo_cells_are_met() {
    let Some(prediction) = predict(17.0, 15.3) else { return };
    assert!(prediction.residual < 1e-9 && (prediction.imports_scaled_by - 1.0).abs() < 1e-6);
    let sum = |of: &dyn Fn(&str, &str) -> bool| -> f64 {
        prediction.rows.iter().filter(|row| of(&row.origin, &row.destination)).map(|row| row.after).sum()
    };
    assert!((sum(&|o, _| o == "Russia") - 240.7611).abs() < 1e-4);
    assert!((sum(&|_, d| d == "Europe") - 436.5918).abs() < 1e-3);
    assert!((cell(&prediction, "Russia", "Europe") - 32.3993).abs() < 1e-9);
    assert_eq!(cell(&prediction, "Russia", "Canada"), 0.0);
}

#[test]
fn without_discounts_russian_crude_goes_where_it_went() {
    let Some(plain) = predict(0.0, 15.3) else { return };
    assert!(cell(&plain, "Russia", "India") < 10.0 && cell(&plain, "Russia", "China") > 150.0);
}

#[test]
fn with_the_published_discount_india_becomes_a_large_buyer() {
    let Some(prediction) = predict(17.0, 15.3) else { return };
    let rank = ["China", "India", "Europe", "Other CIS", "Other Asia Pacific"]
        .map(|d| (d, cell(&prediction, "Russia", d)));
    for (destination, value) in rank {
        println!("Russia to {destination}: {value:.1} Mt");
    }
    // not published flows, only an order: more than thirty times the 2.6 million tonnes of 2020 would be out of reach of shares
    assert!(rank[1].1 > 20.0 * 2.6254, "{rank:?}");
    assert!(rank[0].1 > rank[1].1 && rank[1].1 > rank[2].1, "{rank:?}");
}

#[test]
fn what_is_not_known_is_refused() {
    let text = Text::new("m.csv", "from,to,million_tonnes\nA,B,1\nA,C,2\nD,B,3\nD,C,1\n");
    let movements = Movements::parse(&text).unwrap();
    let mut wrong = outlook(90.0, -1.0);
    wrong.discounts[0].origin = "E".into();
    let error = movements.predict(&Totals::of(&movements), &wrong).unwrap_err().to_string();
    for part in ["no origin `Russia`", "no destination `Canada`", "leaves nothing", "elasticity of -1"] {
        assert!(error.contains(part), "{part} in {error}");
    }
    let twice = Text::new("m.csv", "from,to,million_tonnes\nA,B,1\nA,B,-2\nA,B,3\n");
    let error = Movements::parse(&twice).unwrap_err().to_string();
    assert!(
        error.contains("m.csv:3:1: `million_tonnes` is -2")
            && error.contains("m.csv:4:1: this pair stands twice"),
        "{error}"
    );
}

#[test]
fn nothing_changes_where_nothing_changes() {
    let text = Text::new("m.csv", "from,to,million_tonnes\nA,B,1\nA,C,2\nD,B,3\nD,C,1\n");
    let movements = Movements::parse(&text).unwrap();
    let outlook = Outlook { embargo: vec![], discounts: vec![], price: 80.0, substitution: 15.3 };
    let prediction = movements.predict(&Totals::of(&movements), &outlook).unwrap();
    assert!(prediction.rows.iter().all(|row| (row.after - row.before).abs() < 1e-9));
}
