//! What one more designation is worth: by the dual of its row, by solving again without it, and with an interval.

use crate::class::Class;
use crate::draws::{self, Draws};
use crate::error::{Error, ErrorKind};
use crate::outcome::{Answer, View};
use crate::policy::Policy;
use crate::scenario::Scenario;
use crate::ships::Ship;
use crate::solver::Limit;
use crate::world::{World, work_of_ship};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use thalweg_core::{Problem, nearest};

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Whose revenue counts: a seller.
    pub seller: String,
    /// Ships to rank; they take the place of the shadow fleet of the scenario. Empty: one typical ship of each class of
    /// that fleet.
    pub ships: Vec<Ship>,
    /// How much a listed refinery or terminal loses, million barrels a day.
    pub step: f64,
    /// Draws for the interval.
    pub draws: Draws,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Worth {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the baseline.
    pub baseline: String,
    /// Whose revenue.
    pub seller: String,
    /// Revenue before, million dollars a day.
    pub revenue: f64,
    /// World price before, dollars a barrel.
    pub world_price: f64,
    /// Largest residual of any equilibrium behind these numbers.
    pub complementarity_residual: f64,
    /// Draws that were solved, of those asked for.
    pub draws: [usize; 2],
    /// Ships of the list that are designated already, and so cannot be again.
    pub already_listed: usize,
    /// Whether any class of the shadow fleet is scarce: it earns a rent. Where it does, the seller is under a cap and a listing
    /// costs nothing all the same, what the ship carried goes in mainstream ships at the cap.
    pub ships_are_scarce: bool,
    /// Whether the seller is under a cap.
    pub capped: bool,
    /// Refineries and terminals that have no more capacity than what a listing would take, and are no candidates.
    pub left_out: Vec<String>,
    /// Candidates, the one that costs the seller most first.
    pub rows: Vec<WorthRow>,
}

/// What happens to three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Effect {
    /// Seller's revenue, thousand dollars a day.
    pub revenue: f64,
    /// Price that the seller's buyers pay, on average, cents a barrel.
    pub buyers_price: f64,
    /// World price, cents a barrel.
    pub world_price: f64,
}

/// One candidate.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct WorthRow {
    /// `ship`, `refinery` or `terminal`.
    pub kind: String,
    /// Name.
    pub name: String,
    /// IMO number of a ship.
    pub imo: Option<u32>,
    /// Class of a ship.
    pub class: Option<String>,
    /// Deadweight of a ship, tonnes.
    pub deadweight: Option<f64>,
    /// By the slope of the equilibrium: the dual of the row.
    pub by_dual: Effect,
    /// By solving again without it.
    pub solved_again: Effect,
    /// Whether the two differ by more than a tenth: flows change ships on the way, and the dual holds only for less.
    pub kink: bool,
    /// Revenue, 5th and 95th percentile over draws, thousand dollars a day; by the dual.
    pub revenue_interval: Option<[f64; 2]>,
}

/// A limit that is lowered, and by how much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cut {
    pub(crate) limit: Limit,
    /// In the limit's unit.
    pub(crate) by: f64,
}

struct Candidate {
    kind: &'static str,
    name: String,
    ship: Option<Ship>,
    /// Class of a ship, or the code of a buyer or an origin: what finds the row again in another draw.
    key: Key,
    /// Work in million tonne-miles a day before any effect, or million barrels a day.
    size: f64,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Class(Class),
    Buyer(usize),
    Origin(usize),
}

impl World {
    /// Ranks candidates.
    ///
    /// # Errors
    /// As [`World::solve`]; a seller or numbers that make no sense; draws of which fewer than half were solved.
    pub fn worth(&self, scenario: &Scenario, question: &Question) -> Result<Worth, Error> {
        self.check(question)?;
        let mut policy = scenario.resolve(&self.baseline)?;
        let effect = self.baseline.parameters.designation_effect;
        if !question.ships.is_empty() {
            policy.use_ships(&question.ships, effect);
        }
        let answer = self.answer(&policy)?;
        let candidates = self.candidates(&policy, question);
        let weights = self.weights(&answer, &question.seller);
        let base = self.numbers(&answer, &question.seller, &weights);
        let slopes = self.slopes(&answer, &candidates, &question.seller, effect)?;
        let again = self.again(&answer, &candidates, &question.seller, effect)?;
        let drawn = draws::each(self, scenario, &question.ships, &question.draws, |drawn| {
            let effect = drawn.effect * drawn.used;
            let effects = drawn.world.slopes(&drawn.answer, &candidates, &question.seller, effect).ok()?;
            Some(effects.into_iter().map(|effect| effect.revenue).collect::<Vec<f64>>())
        });
        question.draws.enough(drawn.len())?;
        let mut rows: Vec<WorthRow> = candidates
            .iter()
            .enumerate()
            .map(|(at, candidate)| {
                let values: Vec<f64> = drawn.iter().map(|draw| draw[at]).collect();
                candidate.row(slopes[at], again.effects[at].against(&base), draws::interval(values))
            })
            .collect();
        rows.sort_by(|a, b| {
            let key = |row: &WorthRow| row.solved_again.revenue;
            key(a).total_cmp(&key(b)).then_with(|| a.name.cmp(&b.name)).then(a.imo.cmp(&b.imo))
        });
        Ok(Worth {
            scenario: scenario.name.clone(),
            baseline: self.baseline.about.name.clone(),
            seller: question.seller.clone(),
            revenue: base.revenue,
            world_price: base.world_price,
            complementarity_residual: answer.solved.certificate.worst().max(again.worst),
            draws: [drawn.len(), question.draws.count],
            ships_are_scarce: Class::ALL.iter().any(|class| answer.is_scarce(*class)),
            capped: self.own(&question.seller).iter().any(|o| policy.cap[*o].is_some()),
            left_out: self.left_out(&policy, question.step),
            already_listed: question.ships.iter().filter(|ship| ship.designated).count(),
            rows,
        })
    }

    fn check(&self, question: &Question) -> Result<(), Error> {
        self.check_seller(&question.seller)?;
        if !(question.step > 0.0 && question.step.is_finite()) {
            let problem =
                Problem::new(format!("a step of {} million barrels a day is no step", question.step));
            return Err(Error::one(ErrorKind::Scenario, problem.help("it must be above zero")));
        }
        question.draws.check()
    }

    /// Whether the baseline has a seller.
    pub(crate) fn check_seller(&self, seller: &str) -> Result<(), Error> {
        let sellers = || self.baseline.origins.iter().map(|origin| origin.seller.as_str());
        if !sellers().any(|one| one == seller) {
            let problem = Problem::new(format!("unknown seller `{}`", seller));
            let help = match nearest(seller, sellers()) {
                Some(near) => format!("the nearest known word is `{near}`"),
                None => "sellers stand in `origins.csv`".to_owned(),
            };
            return Err(Error::one(ErrorKind::Scenario, problem.help(help)));
        }
        Ok(())
    }

    /// All that can be listed under a policy.
    fn candidates(&self, policy: &Policy, question: &Question) -> Vec<Candidate> {
        let parameters = &self.baseline.parameters;
        let mut candidates = Vec::new();
        for ship in question.ships.iter().filter(|ship| !ship.designated) {
            candidates.push(Candidate {
                kind: "ship",
                name: ship.name.clone(),
                key: Key::Class(ship.class),
                size: work_of_ship(parameters, ship.deadweight, ship.used),
                ship: Some(ship.clone()),
            });
        }
        if question.ships.is_empty() {
            let mut classes: BTreeMap<_, (f64, f64)> = BTreeMap::new();
            for row in policy.fleets.iter().filter(|row| row.shadow && row.ships > 0.0) {
                let sum = classes.entry(row.class).or_default();
                sum.0 += row.ships;
                sum.1 += row.ships * work_of_ship(parameters, row.deadweight, row.used);
            }
            for (class, (ships, work)) in classes {
                candidates.push(Candidate {
                    kind: "ship",
                    name: match class {
                        Class::Vlcc => "one VLCC".to_owned(),
                        other => format!("one {}", other.word()),
                    },
                    key: Key::Class(class),
                    size: work / ships,
                    ship: None,
                });
            }
        }
        for (b, buyer) in self.baseline.buyers.iter().enumerate() {
            if policy.refineries[b].is_some_and(|capacity| capacity > question.step) {
                let (name, key) = (buyer.name.clone(), Key::Buyer(b));
                candidates.push(Candidate { kind: "refinery", name, key, size: question.step, ship: None });
            }
        }
        for (o, origin) in self.baseline.origins.iter().enumerate() {
            if policy.terminals[o].is_some_and(|capacity| capacity > question.step) {
                let (name, key) = (origin.name.clone(), Key::Origin(o));
                candidates.push(Candidate { kind: "terminal", name, key, size: question.step, ship: None });
            }
        }
        candidates
    }

    pub(crate) fn own(&self, seller: &str) -> Vec<usize> {
        (0..self.baseline.origins.len()).filter(|o| self.baseline.origins[*o].seller == seller).collect()
    }

    /// Parts of the seller's oil that go to each buyer; they stay those of the scenario whatever is listed.
    fn weights(&self, answer: &Answer, seller: &str) -> Vec<f64> {
        View { world: self, built: &answer.built, point: &answer.solved.point }.buyers_of(&self.own(seller))
    }

    /// Names of refineries and terminals that a step would take away as a whole.
    fn left_out(&self, policy: &Policy, step: f64) -> Vec<String> {
        let small = |capacity: Option<f64>| capacity.is_some_and(|capacity| capacity <= step);
        let buyers = self.baseline.buyers.iter().zip(&policy.refineries);
        let refineries = buyers.filter(|(_, capacity)| small(**capacity)).map(|(buyer, _)| &buyer.name);
        let origins = self.baseline.origins.iter().zip(&policy.terminals);
        let terminals = origins.filter(|(_, capacity)| small(**capacity)).map(|(origin, _)| &origin.name);
        refineries.chain(terminals).cloned().collect()
    }

    /// The three numbers at an equilibrium.
    fn numbers(&self, answer: &Answer, seller: &str, weights: &[f64]) -> Numbers {
        let point = &answer.solved.point;
        let view = View { world: self, built: &answer.built, point };
        let own = self.own(seller);
        Numbers {
            revenue: own.iter().map(|o| view.revenue(*o)).sum(),
            buyers_price: weights.iter().zip(&point.prices).map(|(weight, price)| weight * price).sum(),
            world_price: self.world_price(&answer.built, &answer.solved.point),
        }
    }

    /// What each candidate does, by slopes.
    fn slopes(
        &self,
        answer: &Answer,
        candidates: &[Candidate],
        seller: &str,
        effect: f64,
    ) -> Result<Vec<Effect>, Error> {
        let own = self.own(seller);
        let market = &answer.built.market;
        let limits: Vec<Option<Cut>> =
            candidates.iter().map(|one| answer.cut(&one.key, one.size * effect)).collect();
        let mut distinct: Vec<Limit> = Vec::new();
        for cut in limits.iter().flatten() {
            if !distinct.contains(&cut.limit) {
                distinct.push(cut.limit);
            }
        }
        let slopes = answer.solved.slopes(market, &distinct)?;
        let point = &answer.solved.point;
        let weights = self.weights(answer, seller);
        let one = |cut: &Option<Cut>| {
            let cut = cut.as_ref()?;
            let slope = slopes[distinct.iter().position(|limit| *limit == cut.limit)?].as_ref()?;
            let revenue: f64 = own
                .iter()
                .filter_map(|o| answer.built.place[*o])
                .map(|at| point.revenue_slope(market, at, slope))
                .sum();
            let buyers: f64 = weights.iter().zip(&slope.prices).map(|(weight, price)| weight * price).sum();
            Some(
                Effect {
                    revenue: -1e3 * cut.by * revenue,
                    buyers_price: -100.0 * cut.by * buyers,
                    world_price: -100.0 * cut.by * self.world_price(&answer.built, slope),
                }
                .noticed(),
            )
        };
        Ok(limits.iter().map(|cut| one(cut).unwrap_or(Effect::NOTHING)).collect())
    }

    /// What each candidate leads to, by solving again; those that take the same from the same row are solved once.
    fn again(
        &self,
        answer: &Answer,
        candidates: &[Candidate],
        seller: &str,
        effect: f64,
    ) -> Result<Again, Error> {
        let cuts: Vec<Option<Cut>> =
            candidates.iter().map(|one| answer.cut(&one.key, one.size * effect)).collect();
        let weights = self.weights(answer, seller);
        let mut distinct: Vec<Cut> = Vec::new();
        for cut in cuts.iter().flatten() {
            if !distinct.contains(cut) {
                distinct.push(*cut);
            }
        }
        let solved: Vec<Result<(Numbers, f64), Error>> = distinct
            .par_iter()
            .map(|cut| {
                let mut built = answer.built.clone();
                built.market.lower(*cut)?;
                let solved = built.market.solve_from(Some(&answer.solved), &self.settings)?;
                let worst = solved.certificate.worst();
                Ok((self.numbers(&Answer { built, solved }, seller, &weights), worst))
            })
            .collect();
        let solved: Vec<(Numbers, f64)> = solved.into_iter().collect::<Result<_, _>>()?;
        let worst = solved.iter().map(|(_, worst)| *worst).fold(0.0, f64::max);
        let unchanged = self.numbers(answer, seller, &weights);
        let of = |cut: &Option<Cut>| {
            let at = cut.as_ref().and_then(|cut| distinct.iter().position(|one| one == cut));
            at.map_or(unchanged, |at| solved[at].0)
        };
        Ok(Again { effects: cuts.iter().map(of).collect(), worst })
    }
}

struct Again {
    effects: Vec<Numbers>,
    worst: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Numbers {
    revenue: f64,
    buyers_price: f64,
    world_price: f64,
}

/// Effects below this, in thousand dollars a day and cents a barrel, are what the tolerance of an equilibrium leaves.
const NOTICED: f64 = 1e-4;

impl Numbers {
    fn against(&self, base: &Self) -> Effect {
        Effect {
            revenue: 1e3 * (self.revenue - base.revenue),
            buyers_price: 100.0 * (self.buyers_price - base.buyers_price),
            world_price: 100.0 * (self.world_price - base.world_price),
        }
        .noticed()
    }
}

impl Effect {
    const NOTHING: Self = Self { revenue: 0.0, buyers_price: 0.0, world_price: 0.0 };

    /// The same without what nobody could notice.
    fn noticed(self) -> Self {
        let keep = |value: f64| if value.abs() < NOTICED { 0.0 } else { value };
        Self {
            revenue: keep(self.revenue),
            buyers_price: keep(self.buyers_price),
            world_price: keep(self.world_price),
        }
    }

    /// Whether any of them differs by more than a tenth of the larger, and by more than a dollar a day or a thousandth of a cent.
    fn differs(&self, other: &Self) -> bool {
        let apart = |a: f64, b: f64| (a - b).abs() > 1e-3 && (a - b).abs() > 0.1 * a.abs().max(b.abs());
        apart(self.revenue, other.revenue)
            || apart(self.buyers_price, other.buyers_price)
            || apart(self.world_price, other.world_price)
    }
}

impl Candidate {
    fn row(&self, by_dual: Effect, solved_again: Effect, revenue_interval: Option<[f64; 2]>) -> WorthRow {
        let ship = self.ship.as_ref();
        let class = match self.key {
            Key::Class(class) => Some(class.word().to_owned()),
            _ => None,
        };
        WorthRow {
            kind: self.kind.to_owned(),
            name: self.name.clone(),
            imo: ship.map(|ship| ship.imo),
            class,
            deadweight: ship.map(|ship| ship.deadweight),
            by_dual,
            solved_again,
            kink: by_dual.differs(&solved_again),
            revenue_interval,
        }
    }
}

impl Answer {
    /// The row that a candidate touches; none where the market has no such row.
    fn cut(&self, key: &Key, by: f64) -> Option<Cut> {
        let limit = match key {
            Key::Class(class) => self.shadow(*class)?,
            Key::Buyer(b) => Limit::Refinery(*b),
            Key::Origin(o) => Limit::Terminal(self.built.place[*o]?),
        };
        Some(Cut { limit, by })
    }
}
