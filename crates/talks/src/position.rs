//! What each side brings to the table: imbalances, exposure, market access, overcapacity.

mod access;
mod balances;
mod chains;
mod crossing;
mod exposure;
mod overcapacity;
mod question;
mod side;
mod subsidy_file;
mod tables;
mod world;

pub use access::{Access, CutRow, TariffRow};
pub use balances::{BalanceRow, Balances, SectorBalanceRow, value_added_bought_by};
pub use exposure::{Exposure, MarketRow, PairRow, RelianceRow, SupplierRow};
pub use overcapacity::{Overcapacity, OvercapacityRow, SurplusRow};
pub use question::Question;
pub use side::Side;
pub use subsidy_file::read_subsidies;
pub use world::Trust;

use crate::error::Error;
use chains::Chains;
use serde::Serialize;
use thalweg_core::Problem;
use thalweg_trade::{Base, Baseline, Settings};
use world::World;

/// What two sides bring to the table: the answer of `thalweg talks position`.
///
/// Everything is told of one world, the balanced base with the subsidies that were assumed. Amounts are in the unit of the
/// baseline. A side may be a group of countries: trade among them is then neither export nor import.
///
/// ```
/// use thalweg_talks::{Position, Question};
/// use thalweg_trade::Baseline;
///
/// let world = Baseline::embedded("world-2011")?;
/// let position = Position::of(&world, &Question::between("USA", "CHN"))?;
/// let trade = &position.balances.totals[0];
/// // the United States buys more from China than it sells there; in value added the gap is smaller
/// assert!(trade.balance < trade.value_added_balance && trade.value_added_balance < 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Position {
    /// The baseline.
    pub baseline: String,
    /// The year that it describes.
    pub year: i32,
    /// The unit of all amounts.
    pub unit: String,
    /// The set of trade elasticities; absent for the baseline's own column.
    pub elasticities: Option<String>,
    /// The two sides, in the order in which they were named.
    pub sides: [Side; 2],
    /// Imbalances, in gross trade and in value added.
    pub balances: Balances,
    /// Who needs whose goods and whose demand.
    pub exposure: Exposure,
    /// Tariffs as one number, and cuts that answer each other.
    pub access: Access,
    /// What is made because it is subsidised.
    pub overcapacity: Overcapacity,
    /// What is allowed but may not be meant.
    pub notes: Vec<Problem>,
    /// How well all that was solved for it holds.
    pub trust: Trust,
}

impl Position {
    /// The position of two sides on a baseline.
    ///
    /// # Errors
    /// Everything that is wrong with the question ([`crate::ErrorKind::Question`]): words that the baseline does not know, one
    /// country on both sides, subsidies of countries that are on neither, cuts that are none. If a world economy has no solution.
    pub fn of(baseline: &Baseline, question: &Question) -> Result<Self, Error> {
        let asked = question.on(baseline)?;
        let base = Base::new(&asked.baseline, &asked.elasticities, &asked.model, Settings::default())?;
        let world = World::new(&asked.baseline, &base, &asked.sides);
        let chains = Chains::new(&base);
        let balances = balances::balances(&world, &chains)?;
        let exposure = exposure::exposure(&world, &chains)?;
        let access = access::access(&world, &question.cuts)?;
        let overcapacity = overcapacity::overcapacity(&world)?;
        let trust = world.trust();
        Ok(Self {
            baseline: baseline.about.name.clone(),
            year: baseline.about.year,
            unit: baseline.about.unit.to_string(),
            elasticities: asked.model.elasticities,
            sides: asked.sides,
            balances,
            exposure,
            access,
            overcapacity,
            notes: asked.notes,
            trust,
        })
    }
}
