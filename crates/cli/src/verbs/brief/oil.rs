//! The oil of a page: which scenario of the oil market, whose revenue, which ships.

use crate::diagnose::Failure;
use thalweg_brief::OilStudy;
use thalweg_oil::{Baseline, Draws, ListingsQuestion, Question, Scenario, ShipList, World};

/// Which scenario, if any.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Oil {
    /// Scenario of the oil market: an embedded one, or a file
    #[arg(long, value_name = "SCENARIO", default_value = "price-cap")]
    oil: String,
    /// Leave the section on the oil out
    #[arg(long, conflicts_with = "oil")]
    no_oil: bool,
    /// Whose revenue from oil counts
    #[arg(long, value_name = "CODE", default_value = "RUS")]
    oil_seller: String,
    /// Ships that make the shadow fleet: a CSV file; may be given several times
    #[arg(long, value_name = "FILE")]
    oil_ships: Vec<String>,
}

/// Points of the curve of listings.
const POINTS: usize = 10;
/// Draws where the page has none of its own to go by.
const DRAWS: u32 = 100;
/// The oil engine draws no more; a page may ask the trade engine for more.
const MOST_DRAWS: u32 = 10_000;
/// What a listed refinery or terminal loses, million barrels a day.
const STEP: f64 = 0.1;

/// A scenario that is known to be there.
pub(super) struct Opened {
    world: World,
    scenario: Scenario,
    ships: Option<ShipList>,
}

impl Oil {
    /// Opens what is needed, so that errors come before any work.
    pub(super) fn open(&self) -> Result<Option<Opened>, Failure> {
        if self.no_oil {
            return Ok(None);
        }
        let scenario = Scenario::open(&self.oil)?;
        let baseline = scenario.baseline.as_deref().unwrap_or(Baseline::DEFAULT);
        let world = World::new(Baseline::open(baseline)?)?;
        let ships = if self.oil_ships.is_empty() { None } else { Some(ShipList::open(&self.oil_ships)?) };
        Ok(Some(Opened { world, scenario, ships }))
    }

    /// The section, computed.
    pub(super) fn study(
        &self,
        opened: &Opened,
        (draws, seed): (Option<u32>, u64),
    ) -> Result<OilStudy, Failure> {
        let Opened { world, scenario, ships } = opened;
        let ships = ships.as_ref().map_or_else(Vec::new, |list| list.ships.clone());
        let draws = Draws::new(draws.unwrap_or(DRAWS).min(MOST_DRAWS) as usize, seed);
        let seller = self.oil_seller.clone();
        let worth = Question { seller: seller.clone(), ships: ships.clone(), step: STEP, draws };
        let listings = ListingsQuestion { seller: seller.clone(), ships, most: None, points: POINTS, draws };
        let embedded = world.baseline.about.name == Baseline::DEFAULT;
        Ok(OilStudy {
            about: world.baseline.about.clone(),
            outcome: world.solve(scenario)?,
            purchases: world.purchases(scenario)?,
            price: world.price_parts(scenario, &seller)?,
            worth: world.worth(scenario, &worth)?,
            listings: world.listings(scenario, &listings)?,
            anchors: if embedded { world.anchors()? } else { Vec::new() },
        })
    }

    /// The arguments that ask for the same again.
    pub(super) fn arguments(&self) -> Vec<String> {
        if self.no_oil {
            return vec!["--no-oil".to_owned()];
        }
        let mut words = vec!["--oil".to_owned(), self.oil.clone()];
        words.extend(["--oil-seller".to_owned(), self.oil_seller.clone()]);
        for ships in &self.oil_ships {
            words.extend(["--oil-ships".to_owned(), ships.clone()]);
        }
        words
    }
}

impl Opened {
    /// Ships that were refused, for a note.
    pub(super) fn notes(&self) -> Vec<thalweg_core::Problem> {
        self.ships.iter().flat_map(|list| list.files.iter().flat_map(thalweg_core::Intake::notes)).collect()
    }
}
