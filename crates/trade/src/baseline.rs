//! Baselines: the world as it was in one year, read from folders or packed files, checked, merged and shown.
//!
//! A baseline comes from [`Baseline::embedded`], [`Baseline::read_folder`] or [`unpack`], or from whichever of them a
//! name or path means: [`Baseline::open`]. [`check`] says what a user should know about it, [`Summary`] what it holds,
//! [`aggregate`] makes a smaller one; [`Baseline::write_folder`] and [`pack`] store it.
//!
//! Whatever its origin, a baseline keeps to the rules that [`Baseline::problems`] checks. Two of them matter to the
//! model: the shares of inputs sum to one within rounding wherever there are any, and a sector without inputs has a
//! share of value added of one, so that no cost is lost.

mod about;
mod aggregate;
mod bytes;
mod check;
mod codec;
mod codes;
mod costs_files;
mod countries_file;
mod embedded;
mod final_file;
mod finding;
mod flows_file;
mod folder;
mod identities;
mod map;
mod pack;
mod position;
mod refusals;
mod remarks;
mod sectors_file;
mod shares;
mod sum;
mod summary;
mod table_file;
mod toml_file;
mod totals;
mod valid;
mod write;

pub use aggregate::aggregate;
pub use check::{Check, Sizes, check, check_folder};
pub use finding::{Finding, FindingCell, Severity};
pub use identities::Identity;
pub use map::Map;
pub use pack::{pack, unpack};
pub use summary::{Balance, CountrySummary, SectorSummary, Summary, World};

use crate::cube::{Cube, Grid, InputShares};
use thalweg_core::Unit;

/// The world as it was in one year: who bought what from whom at which tariff, and how each sector produces.
///
/// A baseline is never changed; a scenario is data beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// What it is and where it comes from.
    pub about: About,
    /// The economies, in the order of every array.
    pub countries: Vec<Country>,
    /// The sectors, in the order of every array.
    pub sectors: Vec<Sector>,
    /// `flows[j, n, i]`: what importer n bought of sector j from exporter i, in the baseline's unit, before tariff,
    /// export tax and subsidy included; domestic sales on the diagonal.
    pub flows: Cube,
    /// `tariffs[j, n, i]`: applied ad-valorem tariff as a fraction, above -1.
    pub tariffs: Cube,
    /// `export_taxes[j, n, i]`: export tax of i on sales to n as a fraction, above -1; absent when there are none.
    pub export_taxes: Option<Cube>,
    /// `value_added_shares[j, i]`: part of the cost of sector j in country i that is value added, in (0, 1].
    pub value_added_shares: Grid,
    /// `subsidies[j, i]`: production subsidy as a fraction of cost, below 1.
    pub subsidies: Grid,
    /// Shares of inputs in intermediate cost; for every sector and country they sum to one where there are inputs.
    pub inputs: InputShares,
    /// `final_shares[j, n]`: part of final spending of country n that goes to sector j; absent: the residual of
    /// market clearing.
    pub final_shares: Option<Grid>,
}

/// What a baseline is and where it comes from (`baseline.toml`).
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// Its name, as scenarios call it.
    pub name: String,
    /// The year that it describes.
    pub year: i32,
    /// The unit of its values.
    pub unit: Unit,
    /// Where the data come from.
    pub source: String,
    /// Under which licence.
    pub licence: Option<String>,
    /// What a user should know about them.
    pub note: Option<String>,
}

/// An economy of a baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Country {
    /// ISO 3166 alpha-3, or any code for a region.
    pub code: String,
    /// Name for readers.
    pub name: String,
    /// A group that scenarios can name, such as `EU`.
    pub group: Option<String>,
    /// Gross domestic product in the baseline's unit.
    pub gdp: Option<f64>,
    /// Persons.
    pub population: Option<f64>,
}

/// A sector of a baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Sector {
    /// Its code.
    pub code: String,
    /// Name for readers.
    pub name: String,
    /// Trade elasticity theta, above 0.
    pub elasticity: f64,
    /// The elasticity of substitution sigma, where the data gave that (then `elasticity` is sigma - 1).
    pub substitution: Option<f64>,
    /// Scale elasticity psi: 0 for constant returns.
    pub scale: f64,
    /// Whether `"tradable"` in a scenario means this sector.
    pub tradable: bool,
    /// A group that scenarios can name, such as `manufacturing`.
    pub group: Option<String>,
    /// Further trade elasticities by the name of their set (`elasticity_SET`), in the order of the columns.
    pub elasticity_sets: Vec<(String, f64)>,
    /// Standard error of the trade elasticity, where it was estimated.
    pub elasticity_se: Option<f64>,
}

impl Baseline {
    /// The position of a country by its code.
    pub fn country(&self, code: &str) -> Option<usize> {
        self.countries.iter().position(|c| c.code == code)
    }

    /// The position of a sector by its code.
    pub fn sector(&self, code: &str) -> Option<usize> {
        self.sectors.iter().position(|s| s.code == code)
    }

    /// The names of the elasticity sets beside the baseline's own column.
    pub fn elasticity_sets(&self) -> Vec<&str> {
        self.sectors
            .first()
            .map_or_else(Vec::new, |s| s.elasticity_sets.iter().map(|(n, _)| n.as_str()).collect())
    }
}
