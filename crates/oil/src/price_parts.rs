//! What the price of a seller's oil is made of: world price less transport less discount, each in its parts.

use crate::error::Error;
use crate::market::Carries;
use crate::outcome::{Certified, Change, View};
use crate::policy::Policy;
use crate::scenario::Scenario;
use crate::world::World;
use serde::Serialize;

/// What lies between the world price and what a seller gets at the port of loading, averaged over what it sells.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct PriceParts {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the baseline.
    pub baseline: String,
    /// Whose oil.
    pub seller: String,
    /// How well the equilibrium closes.
    pub certificate: Certified,
    /// World price: the benchmark, free on board, dollars a barrel.
    pub world_price: Change,
    /// Price of the seller's oil, free on board, averaged over what it sells.
    pub free_on_board: Change,
    /// The parts: the world price less their sum is the price free on board.
    pub parts: Vec<PartRow>,
}

/// A part of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, schemars::JsonSchema)]
pub struct PartRow {
    /// Which.
    pub part: Part,
    /// Dollars a barrel.
    pub dollars: Change,
}

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The voyage or the pipe at cost, the grade, and how much dearer oil is where the buyer stands.
    Place,
    /// What mainstream ships want more for cargoes under a cap.
    Risk,
    /// Rent of ships that are scarce.
    Ships,
    /// Rent of pipes that are full: it is earned where the pipe lies, and counts in no revenue here.
    Pipes,
    /// What buyers keep because the cap holds the price below what the oil is worth to them.
    Cap,
    /// What buyers' power takes.
    Power,
    /// What buyers want off in the shadow channel.
    Channel,
    /// What refiners want off for taking more of a grade than they are used to.
    Fit,
    /// Rent of refineries that are full.
    Refineries,
}

impl Part {
    /// All, in the order in which a barrel meets them.
    pub const ALL: [Self; 9] = [
        Self::Place,
        Self::Ships,
        Self::Pipes,
        Self::Risk,
        Self::Cap,
        Self::Power,
        Self::Channel,
        Self::Fit,
        Self::Refineries,
    ];

    /// In a few words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Place => "Voyage, grade and place",
            Self::Risk => "Risk premium of ships",
            Self::Ships => "Scarce ships",
            Self::Pipes => "Full pipes",
            Self::Cap => "Kept by buyers under the cap",
            Self::Power => "Buyers\u{2019} power",
            Self::Channel => "Off in the shadow channel",
            Self::Fit => "Beyond refiners\u{2019} habit",
            Self::Refineries => "Full refineries",
        }
    }
}

/// Sums over flows: barrels, money, and money by part.
struct Sums {
    flow: f64,
    free_on_board: f64,
    parts: [f64; Part::ALL.len()],
}

impl World {
    /// What the price of a seller's oil is made of, in the baseline and under a scenario.
    ///
    /// # Errors
    /// As [`World::solve`]; a seller that the baseline does not have.
    ///
    /// ```
    /// use thalweg_oil::{Baseline, Scenario, World};
    /// let world = World::new(Baseline::open("oil-2022")?)?;
    /// let discount = world.price_parts(&Scenario::open("march-2023")?, "RUS")?;
    /// let parts: f64 = discount.parts.iter().map(|row| row.dollars.after).sum();
    /// assert!((discount.world_price.after - parts - discount.free_on_board.after).abs() < 1e-4);
    /// # Ok::<(), thalweg_oil::Error>(())
    /// ```
    pub fn price_parts(&self, scenario: &Scenario, seller: &str) -> Result<PriceParts, Error> {
        self.check_seller(seller)?;
        let policy = scenario.resolve(&self.baseline)?;
        let answer = self.answer(&policy)?;
        let before = View { world: self, built: &self.base, point: &self.solved.point };
        let after = View { world: self, built: &answer.built, point: &answer.solved.point };
        let world_price = Change {
            before: self.world_price(before.built, before.point),
            after: self.world_price(after.built, after.point),
        };
        let own = self.own(seller);
        let was = before.sums(&own, &Policy::of(&self.baseline), world_price.before);
        let is = after.sums(&own, &policy, world_price.after);
        let parts = Part::ALL.iter().enumerate().map(|(at, part)| PartRow {
            part: *part,
            dollars: Change { before: was.parts[at] / was.flow, after: is.parts[at] / is.flow },
        });
        Ok(PriceParts {
            scenario: scenario.name.clone(),
            baseline: self.baseline.about.name.clone(),
            seller: seller.to_owned(),
            certificate: answer.solved.certified(),
            world_price,
            free_on_board: Change { before: was.free_on_board / was.flow, after: is.free_on_board / is.flow },
            parts: parts.collect(),
        })
    }
}

impl View<'_> {
    fn sums(&self, origins: &[usize], policy: &Policy, world_price: f64) -> Sums {
        let mut sums = Sums { flow: 0.0, free_on_board: 0.0, parts: [0.0; Part::ALL.len()] };
        for o in origins {
            for pair in
                self.built.market.pairs.iter().filter(|pair| self.built.place[*o] == Some(pair.origin))
            {
                let quantity: f64 = self.point.flows[pair.ways.clone()].iter().sum();
                let unused = pair.curvature * (quantity - pair.usual);
                let worth = self.point.prices[pair.buyer] + pair.premium - unused;
                for at in pair.ways.clone() {
                    let (way, flow) = (&self.built.market.ways[at], self.point.flows[at]);
                    let risk = policy.risk(*o, self.built.ways[at].kind);
                    let part = |part: Part| match part {
                        Part::Place => world_price - worth - unused + way.freight - risk,
                        Part::Risk => risk,
                        Part::Ships | Part::Pipes => {
                            let pipe = self.built.ways[at].kind == Carries::Pipeline;
                            let rent = way.use_of_carrier * self.point.rents[way.carrier];
                            if pipe == (part == Part::Pipes) { rent } else { 0.0 }
                        }
                        Part::Cap => worth - way.paid(worth).0,
                        Part::Power => pair.power,
                        Part::Channel => way.discount,
                        Part::Fit => unused,
                        Part::Refineries => self.point.refinery[pair.buyer],
                    };
                    sums.flow += flow;
                    sums.free_on_board += flow * self.point.free_on_board(pair.origin);
                    sums.parts.iter_mut().zip(Part::ALL).for_each(|(sum, one)| *sum += flow * part(one));
                }
            }
        }
        sums
    }
}
