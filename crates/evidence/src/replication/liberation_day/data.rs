//! The paper's data: trade in one matrix, GDP, announced tariffs, and labels, all in one order.

use super::super::missing;
use super::{ELASTICITY, HOME, OVERHEAD_SOLD, SCALE};
use crate::error::{Error, ErrorKind};
use crate::table_file::{Layout, TableFile};
use csv::ReaderBuilder;
use std::path::Path;
use thalweg_core::{Place, Problem};
use thalweg_trade::baseline::{About, Country, Sector};
use thalweg_trade::{Baseline, Cube, Grid, InputShares};

/// Dollars in the unit of trade.
const UNIT: f64 = 1000.0;
/// The least tariff that was announced for anybody.
const LEAST: f64 = 0.10;

/// The world of the paper.
pub(super) struct Data {
    pub(super) codes: Vec<String>,
    /// `[0, n, i]`: what n buys from i, thousand dollars, its own goods included.
    pub(super) flows: Cube,
    /// Overhead as a share of what buyers pay, in the home country and elsewhere.
    pub(super) overhead: [f64; 2],
    /// What each spends.
    pub(super) spending: Vec<f64>,
    /// The tariff of the home country on each exporter.
    pub(super) announced: Vec<f64>,
    pub(super) baseline: Baseline,
}

impl Data {
    /// Reads the four files and closes the accounts.
    pub(super) fn read(folder: &Path) -> Result<Self, Error> {
        let (codes, names) = labels(&folder.join("country_labels.csv"))?;
        let gdp = column(&folder.join("gdp.csv"), &GDP, codes.len())?;
        let tariffs = column(&folder.join("tariffs.csv"), &TARIFFS, codes.len())?;
        let trade = matrix(&folder.join("trade_cepii.csv"), codes.len())?;
        let home = position(&codes, HOME)?;
        let overhead = overhead(&trade, &gdp, home);
        let flows = with_home_sales(trade, &gdp, |n| overhead[usize::from(n != home)]);
        let spending = (0..codes.len()).map(|n| flows.row(0, n).iter().sum()).collect();
        let announced = tariffs.iter().enumerate();
        let announced = announced.map(|(i, rate)| if i == home { 0.0 } else { rate.max(LEAST) }).collect();
        let baseline = baseline(&codes, &names, &flows);
        Ok(Self { codes, flows, overhead, spending, announced, baseline })
    }

    /// The place of a country.
    pub(super) fn place(&self, code: &str) -> Result<usize, Error> {
        position(&self.codes, code)
    }
}

fn position(codes: &[String], code: &str) -> Result<usize, Error> {
    codes.iter().position(|known| known == code).ok_or_else(|| missing(&format!("country `{code}`")))
}

const LABELS: Layout = Layout { required: &["iso3", "iso_code", "CountryName"], optional: &[] };
const GDP: Layout = Layout { required: &["gdp"], optional: &[] };
const TARIFFS: Layout = Layout { required: &["applied_tariff"], optional: &[] };

fn labels(path: &Path) -> Result<(Vec<String>, Vec<String>), Error> {
    let (mut codes, mut names) = (Vec::new(), Vec::new());
    let read = TableFile::open(path).map_err(|problem| vec![problem]).and_then(|file| {
        file.all_rows(&LABELS, |row| {
            codes.push(row.code(0)?.to_owned());
            names.push(row.text(2).to_owned());
            Ok(())
        })
    });
    read.map(|_| (codes, names)).map_err(|problems| Error::new(ErrorKind::File, problems))
}

/// One number for each country.
fn column(path: &Path, layout: &Layout, count: usize) -> Result<Vec<f64>, Error> {
    let mut values = Vec::new();
    let read = TableFile::open(path).map_err(|problem| vec![problem]).and_then(|file| {
        file.all_rows(layout, |row| {
            values.push(row.number(0)?);
            Ok(())
        })
    });
    read.map_err(|problems| Error::new(ErrorKind::File, problems))?;
    if values.len() == count { Ok(values) } else { Err(wrong_count(path, values.len(), count)) }
}

/// Trade: a row for each exporter, a column for each importer, an empty cell for none.
fn matrix(path: &Path, count: usize) -> Result<Cube, Error> {
    let name = path.display().to_string();
    let failed = |message: String, place: Option<Place>| {
        let problem = Problem { place, ..Problem::new(format!("`{name}`: {message}")) };
        Error::one(ErrorKind::File, problem)
    };
    let mut reader = ReaderBuilder::new().from_path(path).map_err(|error| failed(error.to_string(), None))?;
    let mut flows = Cube::filled(1, count, 0.0);
    let mut rows = 0;
    for record in reader.records() {
        let record = record.map_err(|error| failed(error.to_string(), None))?;
        if record.len() != count || rows == count {
            return Err(wrong_count(path, record.len().max(rows + 1), count));
        }
        for (n, cell) in record.iter().enumerate().filter(|(n, cell)| *n != rows && !cell.is_empty()) {
            let value = cell.parse::<f64>().ok().filter(|value| (0.0..1e30).contains(value));
            let place = || Place::new(&name, rows + 2, cell);
            *flows.get_mut(0, n, rows) =
                value.ok_or_else(|| failed(format!("`{cell}` is no flow of trade"), Some(place())))?;
        }
        rows += 1;
    }
    if rows == count { Ok(flows) } else { Err(wrong_count(path, rows, count)) }
}

fn wrong_count(path: &Path, found: usize, count: usize) -> Error {
    let message =
        format!("`{}` has {found} rows or columns, but there are {count} countries", path.display());
    Error::one(ErrorKind::File, Problem::new(message))
}

/// Overhead by market, of the home country and all others together, from what is in all that the producers of each sell:
/// `r nu + (1 - r) nu_other` for each, r the part of its sales that stays at home. Sales at home hang on overhead in turn,
/// so the two equations are solved again and again until nothing changes.
fn overhead(trade: &Cube, gdp: &[f64], home: usize) -> [f64; 2] {
    let count = gdp.len();
    let bought = |n: usize, from_home: bool| -> f64 {
        (0..count).filter(|i| (*i == home) == from_home).map(|i| trade.get(0, n, i)).sum()
    };
    let abroad = || (0..count).filter(|n| *n != home);
    let imports = bought(home, false);
    let exports: f64 = abroad().map(|n| bought(n, true)).sum();
    let among_others: f64 = abroad().map(|n| bought(n, false)).sum();
    let incomes = [gdp[home] / UNIT, abroad().map(|n| gdp[n] / UNIT).sum()];
    let mut overhead = OVERHEAD_SOLD;
    for _ in 0..ROUNDS {
        let [kept, kept_abroad] = overhead.map(|share| 1.0 - share);
        // what each buys and sells across borders, sales less overhead
        let balance = imports - kept_abroad * exports;
        let balance_abroad = exports + among_others - kept * imports - kept_abroad * among_others;
        let at_home = incomes[0] + kept * balance - imports;
        let at_home_abroad = incomes[1] + kept_abroad * balance_abroad - exports;
        let [r, r_abroad] = [at_home / (at_home + exports), at_home_abroad / (at_home_abroad + imports)];
        let determinant = r * r_abroad - (1.0 - r) * (1.0 - r_abroad);
        let [sold, sold_abroad] = OVERHEAD_SOLD;
        overhead = [
            (r_abroad * sold - (1.0 - r) * sold_abroad) / determinant,
            (r * sold_abroad - (1.0 - r_abroad) * sold) / determinant,
        ];
    }
    overhead
}

/// Far more than it takes: each round gains about two digits.
const ROUNDS: usize = 60;

/// Adds what countries sell at home: spending less imports, never below nothing. Spending is GDP and the transfer that
/// the trade balance, less overhead, implies.
fn with_home_sales(mut flows: Cube, gdp: &[f64], overhead: impl Fn(usize) -> f64) -> Cube {
    let kept = |n: usize| 1.0 - overhead(n);
    let count = gdp.len();
    let imports: Vec<f64> = (0..count).map(|n| flows.row(0, n).iter().sum()).collect();
    let exports: Vec<f64> =
        (0..count).map(|i| (0..count).map(|n| kept(n) * flows.get(0, n, i)).sum()).collect();
    for n in 0..count {
        let spending = gdp[n] / UNIT + kept(n) * (imports[n] - exports[n]);
        *flows.get_mut(0, n, n) = (spending - imports[n]).max(0.0);
    }
    flows
}

fn baseline(codes: &[String], names: &[String], flows: &Cube) -> Baseline {
    let country = |(code, name): (&String, &String)| Country {
        code: code.clone(),
        name: name.clone(),
        group: None,
        gdp: None,
        population: None,
    };
    let goods = Sector {
        code: "goods".to_owned(),
        name: "All goods".to_owned(),
        elasticity: ELASTICITY,
        substitution: None,
        scale: SCALE / ELASTICITY,
        tradable: true,
        group: None,
        elasticity_sets: Vec::new(),
        elasticity_se: None,
    };
    let count = codes.len();
    Baseline {
        about: About {
            name: "liberation-day".to_owned(),
            year: 2023,
            unit: thalweg_core::Unit { currency: "USD".to_owned(), power: 3 },
            source: "CEPII BACI 2023, World Bank GDP".to_owned(),
            licence: None,
            note: None,
        },
        countries: codes.iter().zip(names).map(country).collect(),
        sectors: vec![goods],
        flows: flows.clone(),
        tariffs: Cube::filled(1, count, 0.0),
        export_taxes: None,
        value_added_shares: Grid::filled(1, count, 1.0),
        subsidies: Grid::filled(1, count, 0.0),
        inputs: InputShares::none(1, count),
        final_shares: None,
    }
}
