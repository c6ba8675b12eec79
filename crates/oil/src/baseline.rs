//! The oil world as data: who sold which grade to whom, over what, at which price.
//!
//! A folder of CSV files and one TOML file; `docs/oil.md` lists every column. All quantities are million barrels a day once
//! read, all prices dollars a barrel.

mod about;
mod embedded;
mod folder;
pub(crate) mod table_file;
mod unit;

pub use about::{About, Parameters};
pub use embedded::embedded_baselines;
pub(crate) use embedded::embedded_file;

use crate::class::Class;
use crate::error::{Error, ErrorKind};
use std::path::Path;
use thalweg_core::{Intake, Problem, nearest};

/// A baseline as its files have it.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// What it is.
    pub about: About,
    /// Numbers that hold for all.
    pub parameters: Parameters,
    /// Who sells.
    pub origins: Vec<Source>,
    /// Who buys.
    pub buyers: Vec<Refiner>,
    /// What was sold, million barrels a day, `[origin][buyer]`.
    pub flows: Vec<Vec<f64>>,
    /// Pipes.
    pub pipelines: Vec<Pipeline>,
    /// Ships.
    pub fleets: Vec<Fleet>,
    /// ρ of pairs, dollars a barrel: what the buyer's power takes.
    pub power: Vec<(usize, usize, f64)>,
    /// What was read.
    pub intake: Vec<Intake>,
}

/// A row of `origins.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Whose oil it is: several origins can have one seller.
    pub seller: String,
    /// Codes of the countries that it stands for; its own code where none is named.
    pub countries: Vec<String>,
    /// Grade.
    pub grade: String,
    /// Port of loading, a place of [`crate::sea_ways`].
    pub port: String,
    /// Largest ship that loads there.
    pub largest: Class,
    /// Barrels of this grade in a tonne.
    pub barrels_per_tonne: f64,
    /// Price free on board over the world price, by quality.
    pub differential: f64,
    /// Elasticity of supply within about a year.
    pub supply_short: f64,
    /// The same in the long run.
    pub supply_long: f64,
    /// Marginal cost of the first barrel, where it is known: nothing is sold below it, and a cap below it is refused.
    pub first_cost: Option<f64>,
    /// Whether mainstream ships serve it.
    pub mainstream: bool,
    /// Whether it uses the shadow fleet.
    pub shadow: bool,
    /// What buyers want off in the shadow channel, dollars a barrel.
    pub shadow_discount: f64,
    /// What the terminals can load, million barrels a day.
    pub throughput: Option<f64>,
}

/// A row of `buyers.csv`: a class of refiners in a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Refiner {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// `majors` or `independents`.
    pub class: String,
    /// Groups that it belongs to, such as `EU`.
    pub groups: Vec<String>,
    /// Codes of the countries that it stands for; its own code where none is named.
    pub countries: Vec<String>,
    /// Port.
    pub port: String,
    /// Elasticity of demand for crude from outside, as a positive number, within about a year.
    pub demand_short: f64,
    /// The same in the long run.
    pub demand_long: f64,
    /// Whether it takes oil from the shadow fleet.
    pub takes_shadow: bool,
    /// What it can refine, million barrels a day.
    pub capacity: Option<f64>,
}

/// A row of `capacities.csv` of the kind `pipeline`.
#[derive(Debug, Clone, PartialEq)]
pub struct Pipeline {
    /// Index of the origin.
    pub origin: usize,
    /// Index of the buyer.
    pub buyer: usize,
    /// Million barrels a day.
    pub capacity: f64,
    /// Tariff, dollars a barrel.
    pub tariff: f64,
}

/// A row of `fleets.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Fleet {
    /// Whether it is the shadow fleet.
    pub shadow: bool,
    /// Class.
    pub class: Class,
    /// Ships.
    pub ships: f64,
    /// Deadweight of one, tonnes.
    pub deadweight: f64,
    /// Part of the year that a ship works in this trade.
    pub used: f64,
}

impl Baseline {
    /// Name of the baseline that stands where none is named.
    pub const DEFAULT: &'static str = "oil-2022";

    /// An embedded baseline by its name, or a folder by its path.
    ///
    /// # Errors
    /// A name that no baseline has, files that cannot be read, and everything that is wrong in them.
    ///
    /// ```
    /// let baseline = thalweg_oil::Baseline::open("oil-2022")?;
    /// assert_eq!((baseline.origins.len(), baseline.buyers.len()), (25, 20));
    /// # Ok::<(), thalweg_oil::Error>(())
    /// ```
    pub fn open(name_or_path: &str) -> Result<Self, Error> {
        if let Some(files) = embedded::files(name_or_path) {
            return folder::read(&files);
        }
        let path = Path::new(name_or_path);
        if !path.is_dir() {
            let problem = Problem::new(format!("no oil baseline is called `{name_or_path}`"));
            let names = embedded_baselines();
            let help = match nearest(name_or_path, names.iter().copied()) {
                Some(near) => format!("the nearest known word is `{near}`"),
                None => format!("embedded: {}; or give a folder", names.join(", ")),
            };
            return Err(Error::one(ErrorKind::File, problem.help(help)));
        }
        folder::read(&folder::load(path)?)
    }

    /// A baseline whose files are in memory.
    pub(crate) fn of_files(files: &[(&str, String)]) -> Result<Self, Error> {
        let named = files.iter().map(|(name, text)| ((*name).to_owned(), Some(text.clone())));
        folder::read(&named.collect())
    }

    /// Index of an origin.
    pub(crate) fn origin(&self, code: &str) -> Option<usize> {
        self.origins.iter().position(|origin| origin.code == code)
    }

    /// Index of a buyer.
    pub(crate) fn buyer(&self, code: &str) -> Option<usize> {
        self.buyers.iter().position(|buyer| buyer.code == code)
    }

    /// Exports of an origin, million barrels a day.
    pub fn exports(&self, origin: usize) -> f64 {
        self.flows[origin].iter().sum()
    }

    /// Imports of a buyer, million barrels a day.
    pub fn imports(&self, buyer: usize) -> f64 {
        self.flows.iter().map(|row| row[buyer]).sum()
    }
}
