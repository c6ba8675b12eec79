//! Derives `data/oil/oil-2022/flows.csv` from the oil-gas flows of a trade baseline folder and the totals beside it:
//!
//! ```text
//! cargo run --release -p thalweg-oil --example derive_oil_2022 -- ../shared/data/baselines/world-2022 data/oil/totals-2022.csv data/oil/oil-2022/flows.csv
//! ```
//!
//! The same input gives the same bytes.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Read;
use std::path::Path;

/// A row or a column: code, total, and the countries whose flows show its pattern.
struct Total {
    code: String,
    value: f64,
    countries: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, totals, output] = arguments.as_slice() else {
        return Err("give a baseline folder, the totals and the file to write".into());
    };
    let Totals { exports, imports, placed, only } = read_totals(totals)?;
    let flows = read_flows(&Path::new(folder).join("flows.csv.gz"))?;
    let shares = |buyer: &Total| {
        let of: f64 = imports.iter().filter(|b| b.countries == buyer.countries).map(|b| b.value).sum();
        buyer.value / of
    };
    let allowed = |origin: &Total, buyer: &Total| {
        only.iter().filter(|one| one.code == origin.code).all(|one| one.countries.contains(&buyer.code))
    };
    let seed = |origin: &Total, buyer: &Total| {
        if !allowed(origin, buyer) {
            return 0.0;
        }
        let pairs =
            origin.countries.iter().flat_map(|o| buyer.countries.iter().map(move |b| (o.clone(), b.clone())));
        let sum: f64 = pairs.filter(|(o, b)| o != b).filter_map(|pair| flows.get(&pair)).sum();
        sum * shares(buyer)
    };
    let fixed = |origin: &Total, buyer: &Total| {
        placed
            .iter()
            .filter(|p| p.code == origin.code && p.countries[0] == buyer.code)
            .map(|p| p.value)
            .sum::<f64>()
    };
    let prior: Vec<Vec<f64>> =
        exports.iter().map(|origin| imports.iter().map(|buyer| seed(origin, buyer)).collect()).collect();
    let left: Vec<f64> = exports
        .iter()
        .map(|origin| origin.value - imports.iter().map(|buyer| fixed(origin, buyer)).sum::<f64>())
        .collect();
    let wanted: Vec<f64> = imports
        .iter()
        .map(|buyer| buyer.value - exports.iter().map(|origin| fixed(origin, buyer)).sum::<f64>())
        .collect();
    let scale = left.iter().sum::<f64>() / wanted.iter().sum::<f64>();
    let wanted: Vec<f64> = wanted.iter().map(|value| value * scale).collect();
    let balanced = thalweg_oil::balance(&prior, &left, &wanted)?;
    let mut text = String::from("origin,buyer,value,unit\n");
    for (origin, row) in exports.iter().zip(&balanced.cells) {
        for (buyer, cell) in imports.iter().zip(row) {
            let value = cell + fixed(origin, buyer);
            if value >= 0.0005 {
                text.push_str(&format!("{},{},{value:.4},mb/d\n", origin.code, buyer.code));
            }
        }
    }
    std::fs::write(output, text)?;
    Ok(())
}

/// The file of totals, by kind of row.
#[derive(Default)]
struct Totals {
    exports: Vec<Total>,
    imports: Vec<Total>,
    /// Flows that are placed by hand: in `countries` the buyer.
    placed: Vec<Total>,
    /// Origins that reach these buyers only.
    only: Vec<Total>,
}

fn read_totals(file: &str) -> Result<Totals, Box<dyn Error>> {
    let mut totals = Totals::default();
    for record in csv::Reader::from_path(file)?.records() {
        let record = record?;
        let countries = record[4].split_whitespace().map(str::to_owned).collect();
        let value = if record[2].is_empty() { 0.0 } else { record[2].parse()? };
        let total = Total { code: record[1].to_owned(), value, countries };
        match &record[0] {
            "exports" => totals.exports.push(total),
            "imports" => totals.imports.push(total),
            "placed" => totals.placed.push(total),
            "only" => totals.only.push(total),
            other => return Err(format!("`{other}` is no kind of total").into()),
        }
    }
    Ok(totals)
}

/// Flows of oil and gas by exporter and importer.
fn read_flows(file: &Path) -> Result<BTreeMap<(String, String), f64>, Box<dyn Error>> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(file)?).read_to_string(&mut text)?;
    let mut flows = BTreeMap::new();
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        let record = record?;
        if &record[2] == "oil-gas" {
            flows.insert((record[1].to_owned(), record[0].to_owned()), record[3].parse()?);
        }
    }
    Ok(flows)
}
