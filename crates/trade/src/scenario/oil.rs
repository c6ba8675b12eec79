//! The section `[oil]`: what an oil scenario does to the trade of which oil is a part.
//!
//! This engine knows no ships and no grades. It keeps the section as text for the oil engine, and takes back wedges as
//! plain data ([`Scenario::with_oil`]). A section that nobody has turned into wedges is an error, never left out.

mod cells;
mod read;

use super::selector::Selector;
use super::{Change, Scenario};
use crate::baseline::Baseline;
use serde::Serialize;
use thalweg_core::{Place, Problem};

pub(super) use cells::{Cell, Spread};

/// The section `[oil]` of a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[non_exhaustive]
pub struct OilSection {
    /// Sectors of which crude is a part.
    pub crude: Selector,
    /// Sectors that get the same wedges on all of their trade; none: no sector.
    pub products: Option<Selector>,
    /// Name of the file in which it stands.
    #[serde(skip)]
    pub file: String,
    /// The text of the file with everything blank that is not for the oil engine: lines and columns are those of the file.
    #[serde(skip)]
    pub text: String,
    /// What the oil engine said; none: it has not been asked.
    pub answer: Option<OilAnswer>,
    /// Where it stands.
    #[serde(skip)]
    place: Place,
}

/// What the oil engine says to a section.
#[derive(Debug, Clone, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct OilAnswer {
    /// By seller and buyer.
    pub wedges: Vec<OilWedge>,
    /// What a reader should know of the answer.
    pub notes: Vec<Problem>,
}

/// What changes between sellers and buyers of crude.
#[derive(Debug, Clone, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct OilWedge {
    /// Codes of the countries that sell; together they traded `value`.
    pub exporters: Vec<String>,
    /// Codes of the countries that buy.
    pub importers: Vec<String>,
    /// What they traded in the base at the exporters' border, million US dollars a year.
    pub value: f64,
    /// Part of it that is forbidden, in [0, 1].
    pub embargoed: f64,
    /// Iceberg cost of the rest, relative to the base, above -1.
    pub trade_cost: f64,
    /// Export tax on the rest, above -1; below zero the seller grants it to the buyer.
    pub export_tax: f64,
    /// How much they trade in the oil engine after, over before; it moves nothing, and a note tells where this engine's
    /// elasticities make more or less of the prices.
    pub volume: Option<f64>,
}

impl Scenario {
    /// The section `[oil]` that holds: its own, or the nearest of those that it extends.
    pub fn oil(&self) -> Option<&OilSection> {
        self.oil.as_ref().or_else(|| self.extends.as_ref().and_then(|parent| parent.oil()))
    }

    /// The scenario with the oil engine's answer to its section `[oil]`; without such a section it stays as it is.
    ///
    /// ```
    /// use thalweg_trade::scenario::{OilAnswer, OilWedge};
    /// use thalweg_trade::{Baseline, Scenario, solve};
    /// let world = Baseline::embedded("world-2022")?;
    /// let scenario = Scenario::parse("mine.toml", "[oil]\nextends = \"embargo\"\n")?;
    /// // nobody has asked the oil engine yet
    /// assert!(solve(&world, &scenario).unwrap_err().to_string().contains("no wedges"));
    ///
    /// let wedge = OilWedge {
    ///     exporters: vec!["RUS".to_owned()],
    ///     importers: vec!["ITA".to_owned()],
    ///     value: 3_940.0,
    ///     embargoed: 1.0,
    ///     ..OilWedge::default()
    /// };
    /// let answered = scenario.with_oil(OilAnswer { wedges: vec![wedge], notes: Vec::new() });
    /// let policy = answered.resolve(&world)?.policy;
    /// let cell = |n: &str| (world.sector("oil-gas").unwrap(), world.country(n).unwrap(), world.country("RUS").unwrap());
    /// let cost = |(j, n, i): (usize, usize, usize)| policy.trade_costs.as_ref().unwrap().get(j, n, i);
    /// assert!(cost(cell("ITA")) > 1.1);
    /// assert_eq!(cost(cell("CHN")), 1.0);
    /// # Ok::<(), thalweg_trade::Error>(())
    /// ```
    pub fn with_oil(mut self, answer: OilAnswer) -> Self {
        match (&mut self.oil, self.extends.take()) {
            (Some(section), parent) => {
                section.answer = Some(answer);
                self.extends = parent;
            }
            (None, parent) => self.extends = parent.map(|parent| Box::new(parent.with_oil(answer))),
        }
        self
    }
}

impl OilSection {
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// The problem that nobody has turned it into wedges.
    pub(super) fn unanswered(&self) -> Problem {
        let problem = Problem::new("the section [oil] has no wedges: the oil engine has to be asked first");
        let help = "`thalweg simulate` asks it; a program calls `World::wedges` of thalweg-oil, then `Scenario::with_oil`";
        problem.at(self.place.clone()).help(help)
    }
}

impl OilWedge {
    /// What is wrong with its numbers.
    fn problem(&self) -> Option<Problem> {
        let rate = |rate: f64| rate > -1.0 && rate.is_finite();
        let value = self.value >= 0.0
            && self.value.is_finite()
            && self.volume.is_none_or(|v| v >= 0.0 && v.is_finite());
        let sound =
            value && (0.0..=1.0).contains(&self.embargoed) && rate(self.trade_cost) && rate(self.export_tax);
        let message = || {
            format!(
                "the oil wedge from {} to {} has a number without sense",
                self.exporters.join(", "),
                self.importers.join(", ")
            )
        };
        let help = "a value and a volume from 0, an embargoed part in [0, 1], a trade cost and an export tax above -1";
        (!sound).then(|| Problem::new(message()).help(help))
    }
}

/// What a cell becomes, as changes of rates.
pub(super) struct Rates {
    /// Part of the trade that is left; zero: none.
    pub(super) left: f64,
    /// Addition to the trade cost.
    pub(super) cost: Option<Change>,
    /// Addition to the export tax.
    pub(super) tax: Option<Change>,
}

impl Rates {
    pub(super) fn of(cell: &Cell, at: usize, baseline: &Baseline) -> Self {
        let taxed = baseline.export_taxes.as_ref().map_or(0.0, |taxes| taxes.values()[at]);
        let add = |rate: f64| (rate != 0.0).then_some(Change::Add(rate));
        // the wedge comes on top of the tax that there is: (1 + e)(1 + tax) is 1 + e + tax (1 + e)
        Self { left: cell.left, cost: add(cell.cost), tax: add(cell.tax * (1.0 + taxed)) }
    }
}
