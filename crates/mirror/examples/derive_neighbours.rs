//! Derives `data/mirror/eu-neighbours.csv`: what the members of the Union said they sold to neighbours of Russia in whole years,
//! and what these recorded.
//!
//! ```text
//! cargo run --release -p thalweg-mirror --example derive_neighbours -- EXPORTS.csv.gz IMPORTS.csv > data/mirror/eu-neighbours.csv
//! ```
//!
//! EXPORTS has the columns `month, REPORTER, PARTNER, VALUE_IN_EUR` (Eurostat), IMPORTS `REPORTER, PARTNER, y, VALUE_IN_EUR` (the
//! statistics offices). Months are summed where all twelve are there for a member and a neighbour in the table; values are in
//! thousand euro.
#![allow(clippy::print_stdout, reason = "a small program that writes a table")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::Read;
use thalweg_mirror::{Code, Countries, EU27, Party};

/// Who recorded imports.
const NEIGHBOURS: [&str; 4] = ["ARM", "KAZ", "KGZ", "UZB"];

type Sums = BTreeMap<(u16, Code, Code, &'static str), f64>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (exports, imports) = arguments.next().zip(arguments.next()).ok_or("give both tables")?;
    let countries = Countries::embedded();
    let mut sums = Sums::new();
    months(&unpacked(&exports)?, &countries, &mut sums)?;
    years(&std::fs::read_to_string(&imports)?, &countries, &mut sums)?;
    println!(
        "# Exports: Eurostat, Comext (CC BY 4.0), twelve months summed. Imports: the statistics offices of the importers."
    );
    println!("year,reporter,partner,flow,value,unit");
    for ((year, reporter, partner, flow), euros) in sums {
        println!("{year},{reporter},{partner},{flow},{:.0},thousand EUR", euros / 1e3);
    }
    Ok(())
}

fn unpacked(path: &str) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path)?).read_to_string(&mut text)?;
    Ok(text)
}

fn country(countries: &Countries, name: &str) -> Option<Code> {
    match countries.party(name) {
        Some(Party::Country(code)) => Some(code),
        _ => None,
    }
}

/// Whole years of exports by month.
fn months(text: &str, countries: &Countries, sums: &mut Sums) -> Result<(), Box<dyn Error>> {
    let mut seen: BTreeMap<u16, BTreeSet<String>> = BTreeMap::new();
    let mut found = Sums::new();
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    for row in rows.records() {
        let row = row?;
        let year: u16 = row[0][..4].parse()?;
        seen.entry(year).or_default().insert(row[0][..7].to_owned());
        let pair = country(countries, &row[1]).zip(country(countries, &row[2]));
        let Some((member, neighbour)) = pair else { continue };
        if EU27.contains(&member.as_str()) && NEIGHBOURS.contains(&neighbour.as_str()) {
            *found.entry((year, member, neighbour, "export")).or_default() += row[3].parse::<f64>()?;
        }
    }
    sums.extend(found.into_iter().filter(|((year, ..), _)| seen[year].len() == 12));
    Ok(())
}

/// Imports by year; rows of the Union as a whole are no member.
fn years(text: &str, countries: &Countries, sums: &mut Sums) -> Result<(), Box<dyn Error>> {
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    for row in rows.records() {
        let row = row?;
        let pair = country(countries, &row[0]).zip(country(countries, &row[1]));
        let Some((neighbour, member)) = pair else { continue };
        if EU27.contains(&member.as_str()) && NEIGHBOURS.contains(&neighbour.as_str()) && !row[3].is_empty() {
            *sums.entry((row[2].parse()?, neighbour, member, "import")).or_default() +=
                row[3].parse::<f64>()?;
        }
    }
    Ok(())
}
