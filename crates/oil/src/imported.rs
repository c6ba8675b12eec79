//! A baseline made of a matrix of movements: its flows are the matrix, all else is written down in the table of areas and in
//! `oil-2022`.

use crate::areas::{Area, Areas};
use crate::baseline::table_file::TableFile;
use crate::baseline::{Baseline, embedded_file};
use crate::error::{Error, ErrorKind};
use crate::movements::Movements;
use crate::world::World;
use std::fmt::Write;
use thalweg_core::{Problem, Text};

/// A baseline folder in memory, ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// Name and content of each file.
    pub files: Vec<(&'static str, String)>,
    /// The same, read again and found to be an equilibrium.
    pub baseline: Baseline,
    /// What the flows hold, million tonnes.
    pub carried: f64,
    /// What they do not hold.
    pub left_out: Vec<LeftOut>,
    /// Capacities that the flows are above of, which are left out as well, in words.
    pub notes: Vec<String>,
}

/// A movement that is in the matrix and not in the baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// Origin.
    pub origin: String,
    /// Destination.
    pub destination: String,
    /// Million tonnes.
    pub amount: f64,
}

/// Movements below this are left out, million tonnes: the Statistical Review itself prints them as less than 0.05.
const LEAST: f64 = 0.05;

const CAPACITIES: &str = include_str!("../../../data/oil/areas-capacities.csv");
const SAMPLE: &str = include_str!("../../../data/oil/sample-movements.csv");

/// Columns of `origins.csv` and the columns of the table of areas that they are.
const ORIGINS: [(&str, &str); 14] = [
    ("origin", "code"),
    ("name", "name"),
    ("seller", "seller"),
    ("grade", "grade"),
    ("port", "port"),
    ("largest", "largest"),
    ("barrels_per_tonne", "barrels_per_tonne"),
    ("differential", "differential"),
    ("supply_short", "supply_short"),
    ("supply_long", "supply_long"),
    ("first_cost", "first_cost"),
    ("shadow_discount", "shadow_discount"),
    ("countries", "countries"),
    ("source", "source"),
];

/// The same of `buyers.csv`.
const BUYERS: [(&str, &str); 10] = [
    ("buyer", "code"),
    ("name", "name"),
    ("class", "class"),
    ("groups", "groups"),
    ("port", "port"),
    ("demand_short", "demand_short"),
    ("demand_long", "demand_long"),
    ("takes_shadow", "takes_shadow"),
    ("countries", "countries"),
    ("source", "source"),
];

const NOTE: &str = "Flows are the matrix. Ports, grades, elasticities: the table of areas (column source says which are assumptions). Fleets, \
prices and parameters: those of oil-2022, so that the world price is that of December 2022 whatever the year. Areas are coarse: one \
port each (Russia two); Iran is within Other Middle East and Venezuela within South and Central America, served like their \
neighbours, so that the shadow fleet of oil-2022 lies idle until a scenario gives it oil; Europe is one buyer, Turkey included, \
which the words EU, G7 and DEU all mean. Movements below 0.05 million tonnes are left out.";

/// Movements that nobody measured, in the long CSV form, to try things out with.
///
/// ```
/// use thalweg_oil::{Movements, Wanted};
/// let movements = Movements::read("sample.csv", thalweg_oil::sample_movements().as_bytes(), &Wanted::default())?;
/// assert!(movements.source.starts_with("invented"));
/// # Ok::<(), thalweg_oil::Error>(())
/// ```
pub fn sample_movements() -> &'static str {
    SAMPLE
}

impl Imported {
    /// Makes a baseline called `name` of a matrix of movements.
    ///
    /// ```
    /// use thalweg_oil::{Areas, Imported, Movements, Wanted};
    /// let sample = thalweg_oil::sample_movements().as_bytes();
    /// let movements = Movements::read("sample.csv", sample, &Wanted::default())?;
    /// let imported = Imported::new("mine", &movements, &Areas::embedded()?)?;
    /// assert_eq!(imported.baseline.about.year, 2021);
    /// # Ok::<(), thalweg_oil::Error>(())
    /// ```
    ///
    /// # Errors
    /// A matrix without a year, areas that the table does not know, what a baseline may not be, and a market without an
    /// equilibrium.
    pub fn new(name: &str, movements: &Movements, areas: &Areas) -> Result<Self, Error> {
        let Some(year) = movements.year else {
            let problem =
                Problem::new(format!("`{}` does not say of which year it is", movements.intake.file));
            return Err(Error::one(ErrorKind::File, problem.help("say the year")));
        };
        let flows = Flows::new(movements, areas)?;
        let mut files = vec![
            ("oil.toml", head(name, year, movements, &flows)?),
            ("origins.csv", table(&ORIGINS, &flows.origins)?),
            ("buyers.csv", table(&BUYERS, &flows.buyers)?),
            ("flows.csv", flows.file()),
            ("fleets.csv", embedded_file("fleets.csv")),
            ("prices.csv", embedded_file("prices.csv")),
        ];
        let without = Baseline::of_files(&files)?;
        let (capacities, notes) = capacities(&without)?;
        files.push(("capacities.csv", capacities));
        let baseline = Baseline::of_files(&files)?;
        World::new(baseline.clone())?;
        let carried = flows.cells.iter().map(|(.., amount)| amount).sum();
        Ok(Self { files, baseline, carried, left_out: flows.left_out, notes })
    }
}

/// A matrix by the rows of the table of areas.
struct Flows<'a> {
    origins: Vec<&'a Area>,
    buyers: Vec<&'a Area>,
    /// Origin, buyer, million tonnes.
    cells: Vec<(&'a str, &'a str, f64)>,
    left_out: Vec<LeftOut>,
}

impl<'a> Flows<'a> {
    fn new(movements: &Movements, areas: &'a Areas) -> Result<Self, Error> {
        let mut flows =
            Self { origins: Vec::new(), buyers: Vec::new(), cells: Vec::new(), left_out: Vec::new() };
        let mut problems: Vec<Problem> = Vec::new();
        for (origin, row) in movements.origins.iter().zip(&movements.cells) {
            for (destination, amount) in movements.destinations.iter().zip(row).filter(|(_, a)| **a > 0.0) {
                if let Err(problem) = flows.take(areas, origin, destination, *amount)
                    && !problems.contains(&problem)
                {
                    problems.push(problem);
                }
            }
        }
        if problems.is_empty() { Ok(flows) } else { Err(Error::new(ErrorKind::File, problems)) }
    }

    fn take(
        &mut self,
        areas: &'a Areas,
        origin: &str,
        destination: &str,
        amount: f64,
    ) -> Result<(), Problem> {
        if amount < LEAST {
            let (origin, destination) = (origin.to_owned(), destination.to_owned());
            self.left_out.push(LeftOut { origin, destination, amount });
            return Ok(());
        }
        let buyer = areas.buyer(destination)?;
        let origin = areas.origin(origin, &buyer.code)?;
        let (from, to) = (origin.code.as_str(), buyer.code.as_str());
        // two names of one area are one area
        match self.cells.iter_mut().find(|(o, b, _)| (*o, *b) == (from, to)) {
            Some(cell) => cell.2 += amount,
            None => self.cells.push((from, to, amount)),
        }
        if !self.origins.iter().any(|known| known.code == origin.code) {
            self.origins.push(origin);
        }
        if !self.buyers.iter().any(|known| known.code == buyer.code) {
            self.buyers.push(buyer);
        }
        Ok(())
    }

    fn file(&self) -> String {
        let mut text = "origin,buyer,value,unit\n".to_owned();
        for (origin, buyer, amount) in &self.cells {
            // shortest digits that mean the same number
            let _ = writeln!(text, "{origin},{buyer},{amount},Mt/y");
        }
        text
    }

    fn benchmark(&self) -> Result<&str, Error> {
        let found = self.origins.iter().find(|area| area.benchmark);
        found.map(|area| area.code.as_str()).ok_or_else(|| {
            let problem = Problem::new("the area whose oil is the benchmark sells nothing in this matrix");
            let help = "mark another area in the column `benchmark` of a table of areas of your own";
            Error::one(ErrorKind::Baseline, problem.help(help))
        })
    }
}

/// `oil.toml`.
fn head(name: &str, year: i32, movements: &Movements, flows: &Flows<'_>) -> Result<String, Error> {
    let mut parameters = Baseline::open(Baseline::DEFAULT)?.parameters;
    parameters.benchmark = flows.benchmark()?.to_owned();
    let mut head = toml::Table::new();
    head.insert("name".to_owned(), name.into());
    head.insert("year".to_owned(), i64::from(year).into());
    head.insert("months".to_owned(), 12.into());
    head.insert("source".to_owned(), format!("Who buys from whom: {}.", movements.source).into());
    head.insert("licence".to_owned(), "that of the matrix; all else as oil-2022".into());
    head.insert("note".to_owned(), NOTE.into());
    let unwritable = |error: toml::ser::Error| Error::one(ErrorKind::File, Problem::new(error.to_string()));
    let parameters = toml::Value::try_from(parameters).map_err(unwritable)?;
    head.insert("parameters".to_owned(), parameters);
    toml::to_string(&head).map_err(unwritable)
}

/// A CSV file of some columns of the table of areas.
fn table(columns: &[(&str, &str)], rows: &[&Area]) -> Result<String, Error> {
    let lines = std::iter::once(columns.iter().map(|(name, _)| *name).collect::<Vec<_>>())
        .chain(rows.iter().map(|area| columns.iter().map(|(_, from)| area.cell(from)).collect()));
    csv_text(lines)
}

fn csv_text<S: AsRef<[u8]>>(lines: impl Iterator<Item = Vec<S>>) -> Result<String, Error> {
    let unwritable = |words: String| Error::one(ErrorKind::File, Problem::new(words));
    let mut writer = csv::Writer::from_writer(Vec::new());
    for line in lines {
        writer.write_record(line).map_err(|error| unwritable(error.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|error| unwritable(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| unwritable(error.to_string()))
}

/// `capacities.csv`: what is known of areas that trade here, and is not below what they trade already.
fn capacities(baseline: &Baseline) -> Result<(String, Vec<String>), Error> {
    const COLUMNS: [&str; 7] = ["kind", "origin", "buyer", "value", "unit", "tariff", "source"];
    let text = Text::new("data/oil/areas-capacities.csv", CAPACITIES);
    let file = TableFile::read(&text, &COLUMNS[..5], &COLUMNS[5..]);
    let (mut lines, mut notes) = (vec![COLUMNS.map(str::to_owned).to_vec()], Vec::new());
    for row in file.rows() {
        let (origin, buyer) = (row.text("origin"), row.text("buyer"));
        let (o, b) = (baseline.origin(origin), baseline.buyer(buyer));
        if (!origin.is_empty() && o.is_none()) || (!buyer.is_empty() && b.is_none()) {
            continue;
        }
        let capacity = row.within("value", 0.0, f64::INFINITY).map_err(|p| Error::one(ErrorKind::File, p))?;
        let traded = match row.text("kind") {
            "terminal" => o.map_or(0.0, |o| baseline.exports(o)),
            "refinery" => b.map_or(0.0, |b| baseline.imports(b)),
            _ => 0.0,
        };
        if traded > capacity {
            notes.push(format!(
                "the {} of `{origin}{buyer}` is {capacity} million barrels a day in oil-2022 and {traded:.2} flow: left open",
                row.text("kind")
            ));
            continue;
        }
        lines.push(COLUMNS.iter().map(|column| row.text(column).to_owned()).collect());
    }
    Ok((csv_text(lines.into_iter())?, notes))
}
