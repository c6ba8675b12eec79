//! Revenue against the number of tankers listed, those first that cost the seller most for each ship.

use crate::class::Class;
use crate::draws::{self, Draws};
use crate::error::{Error, ErrorKind};
use crate::market::Carries;
use crate::outcome::{Answer, View};
use crate::policy::Policy;
use crate::scenario::Scenario;
use crate::ships::Ship;
use crate::solver::Limit;
use crate::world::{World, work_of_ship};
use crate::worth::Cut;
use rayon::prelude::*;
use serde::Serialize;
use thalweg_core::Problem;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct ListingsQuestion {
    /// Whose revenue counts: a seller.
    pub seller: String,
    /// Ships; they take the place of the shadow fleet of the scenario. Empty: the ships of that fleet.
    pub ships: Vec<Ship>,
    /// How many are listed at most; none: all.
    pub most: Option<usize>,
    /// Points of the curve after the first one.
    pub points: usize,
    /// Draws for the band.
    pub draws: Draws,
}

/// The curve.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Listings {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the baseline.
    pub baseline: String,
    /// Whose revenue.
    pub seller: String,
    /// Ships of the shadow fleet that could be listed.
    pub ships: usize,
    /// Part of a ship's work that its listing ends.
    pub effect: f64,
    /// Largest residual of any equilibrium of the curve.
    pub complementarity_residual: f64,
    /// Draws that were solved at every point, of those asked for.
    pub draws: [usize; 2],
    /// By number of ships listed, none first.
    pub rows: Vec<ListingsRow>,
}

/// One number of ships listed.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ListingsRow {
    /// Ships listed on top of the scenario's own.
    pub listed: usize,
    /// Of them VLCCs, Suezmaxes, Aframaxes and smaller ones.
    pub by_class: Vec<ClassCount>,
    /// Seller's revenue, million dollars a day.
    pub revenue: f64,
    /// Change against none listed, percent.
    pub revenue_pct: f64,
    /// 5th and 95th percentile of that change over draws.
    pub revenue_pct_interval: Option<[f64; 2]>,
    /// Price free on board, on average, dollars a barrel.
    pub price: f64,
    /// Exports, million barrels a day.
    pub exports: f64,
    /// World price, dollars a barrel.
    pub world_price: f64,
    /// What the ships listed last take from the seller, each, thousand dollars a day.
    pub last_ship: Option<f64>,
}

/// Ships of a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct ClassCount {
    /// Class.
    pub class: String,
    /// How many.
    pub ships: usize,
}

/// Points at most.
const MOST_POINTS: usize = 500;

/// Ships at most.
const MOST_SHIPS: usize = 20_000;

/// Rent of a million tonne-miles a day, million dollars, that is more than the tolerance of an equilibrium leaves.
const SCARCE: f64 = 1e-6;

/// A change of revenue for each ship, million dollars a day, that is a change.
const NOTICED: f64 = 1e-6;

/// Ships of a class, those that carry most first.
fn of_class(units: &[Unit], class: Class) -> Vec<usize> {
    let mut ships: Vec<usize> = (0..units.len()).filter(|at| units[*at].class == class).collect();
    ships.sort_by(|a, b| units[*b].work.total_cmp(&units[*a].work).then(a.cmp(b)));
    ships
}

/// Numbers of ships that are tried, up to all of them: a sixteenth, an eighth, and so on.
fn numbers(all: usize) -> impl Iterator<Item = usize> {
    let mut numbers: Vec<usize> =
        [16, 8, 4, 2, 1].iter().map(|part| all.div_ceil(*part)).filter(|many| *many > 0).collect();
    numbers.dedup();
    numbers.into_iter()
}

/// A ship that can be listed.
#[derive(Clone, Copy)]
struct Unit {
    class: Class,
    /// Million tonne-miles a day.
    work: f64,
}

/// Numbers at one point.
#[derive(Clone, Copy)]
struct At {
    revenue: f64,
    exports: f64,
    world_price: f64,
    residual: f64,
}

impl World {
    /// The curve. Next are listed those ships of the class, and so many of it, that cost the seller most for each ship.
    ///
    /// # Errors
    /// As [`World::solve`]; a seller, a fleet or numbers that make no sense.
    ///
    /// ```
    /// use thalweg_oil::{Baseline, Draws, ListingsQuestion, Scenario, World};
    /// let world = World::new(Baseline::open("oil-2022")?)?;
    /// let question = ListingsQuestion {
    ///     seller: "RUS".into(),
    ///     ships: Vec::new(),
    ///     most: Some(40),
    ///     points: 2,
    ///     draws: Draws::NONE,
    /// };
    /// let curve = world.listings(&Scenario::open("price-cap")?, &question)?;
    /// assert_eq!(curve.rows.iter().map(|row| row.listed).collect::<Vec<_>>(), [0, 20, 40]);
    /// assert!(curve.rows[2].revenue < curve.rows[0].revenue);
    /// # Ok::<(), thalweg_oil::Error>(())
    /// ```
    pub fn listings(&self, scenario: &Scenario, question: &ListingsQuestion) -> Result<Listings, Error> {
        self.check_seller(&question.seller)?;
        question.draws.check()?;
        let mut policy = scenario.resolve(&self.baseline)?;
        let effect = self.baseline.parameters.designation_effect;
        if !question.ships.is_empty() {
            policy.use_ships(&question.ships, effect);
        }
        let units = self.units(&policy, question);
        let counts = counts(&units, question)?;
        let curve = self.best_first(&self.answer(&policy)?, &units, &counts, &question.seller, effect)?;
        let drawn = draws::each(self, scenario, &question.ships, &question.draws, |drawn| {
            let effect = drawn.effect * drawn.used;
            let points = curve.batches.iter().map(|batch| batch.as_slice());
            drawn.world.along(&drawn.answer, &units, points, &question.seller, effect).ok()
        });
        question.draws.enough(drawn.len())?;
        let band = |at: usize| {
            let change = |draw: &Vec<At>| 100.0 * (draw[at].revenue / draw[0].revenue - 1.0);
            draws::interval(drawn.iter().map(change).collect()).filter(|_| at > 0)
        };
        let rows = (0..curve.points.len()).map(|at| curve.row(at, &counts, &units, band(at)));
        Ok(Listings {
            scenario: scenario.name.clone(),
            baseline: self.baseline.about.name.clone(),
            seller: question.seller.clone(),
            ships: units.len(),
            effect,
            complementarity_residual: curve.points.iter().map(|at| at.residual).fold(0.0, f64::max),
            draws: [drawn.len(), question.draws.count],
            rows: rows.collect(),
        })
    }

    /// Ships that can be listed: those of the list, or whole ships of the fleet, all of a class alike.
    fn units(&self, policy: &Policy, question: &ListingsQuestion) -> Vec<Unit> {
        let parameters = &self.baseline.parameters;
        if question.ships.is_empty() {
            let of_class = |class: &Class| {
                let rows = policy.fleets.iter().filter(|row| row.shadow && row.class == *class);
                let (ships, work) = rows.fold((0.0, 0.0), |(ships, work), row| {
                    let one = work_of_ship(parameters, row.deadweight, row.used);
                    (ships + row.ships, work + row.ships * one)
                });
                let unit = Unit { class: *class, work: work / f64::max(ships, f64::MIN_POSITIVE) };
                // one more than can be ranked is enough to refuse them
                std::iter::repeat_n(unit, (ships + 1e-9).floor().clamp(0.0, MOST_SHIPS as f64 + 1.0) as usize)
            };
            return Class::ALL.iter().flat_map(of_class).collect();
        }
        let unit = |ship: &Ship| Unit {
            class: ship.class,
            work: work_of_ship(parameters, ship.deadweight, ship.used),
        };
        question.ships.iter().filter(|ship| !ship.designated).map(unit).collect()
    }

    /// The order, and the curve along it.
    fn best_first(
        &self,
        answer: &Answer,
        units: &[Unit],
        counts: &[usize],
        seller: &str,
        effect: f64,
    ) -> Result<Curve, Error> {
        let order = self.order(answer, units, counts.last().copied().unwrap_or(0), seller, effect)?;
        let batches: Vec<Vec<usize>> =
            counts.windows(2).map(|pair| order[pair[0]..pair[1]].to_vec()).collect();
        let points = self.along(answer, units, batches.iter().map(Vec::as_slice), seller, effect)?;
        Ok(Curve { points, batches })
    }

    /// Ships in the order in which they are listed: next those of the class, and so many of it, that cost the seller most for
    /// each ship, solved again for several numbers of each class. What a few ships do not show (others stand in for them) many do.
    fn order(
        &self,
        answer: &Answer,
        units: &[Unit],
        most: usize,
        seller: &str,
        effect: f64,
    ) -> Result<Vec<usize>, Error> {
        let mut left: Vec<Vec<usize>> = Class::ALL.iter().map(|class| of_class(units, *class)).collect();
        let mut order = Vec::new();
        let mut answer = answer.clone();
        while order.len() < most {
            let now = self.at(&answer, seller).revenue;
            let trials: Vec<(usize, usize)> = left
                .iter()
                .enumerate()
                .flat_map(|(class, ships)| {
                    numbers(ships.len().min(most - order.len())).map(move |many| (class, many))
                })
                .collect();
            let tried: Vec<Result<(f64, Answer), Error>> = trials
                .par_iter()
                .map(|(class, many)| {
                    let mut tried = answer.clone();
                    self.list(&mut tried, units, &left[*class][..*many], effect)?;
                    Ok(((self.at(&tried, seller).revenue - now) / *many as f64, tried))
                })
                .collect();
            let mut best: Option<(f64, (usize, usize), Answer)> = None;
            for (trial, tried) in trials.into_iter().zip(tried) {
                let (cost, tried) = tried?;
                // a tie goes to fewer ships, and to larger ones, which come later
                let better = best.as_ref().is_none_or(|(least, of, _)| {
                    cost < least - NOTICED || (cost <= least + NOTICED && trial.0 > of.0)
                });
                if better {
                    best = Some((cost, trial, tried));
                }
            }
            let Some((_, (class, many), next)) = best else { break };
            order.extend(left[class].drain(..many));
            answer = next;
        }
        Ok(order)
    }

    /// The same batches in another world.
    fn along<'a>(
        &self,
        answer: &Answer,
        units: &[Unit],
        batches: impl Iterator<Item = &'a [usize]>,
        seller: &str,
        effect: f64,
    ) -> Result<Vec<At>, Error> {
        let mut points = vec![self.at(answer, seller)];
        let mut answer = answer.clone();
        for batch in batches {
            self.list(&mut answer, units, batch, effect)?;
            points.push(self.at(&answer, seller));
        }
        Ok(points)
    }

    /// Takes the work of ships away and solves again.
    fn list(&self, answer: &mut Answer, units: &[Unit], batch: &[usize], effect: f64) -> Result<(), Error> {
        for class in Class::ALL {
            let work: f64 =
                batch.iter().map(|at| units[*at]).filter(|unit| unit.class == class).map(|u| u.work).sum();
            if let Some(limit) = answer.shadow(class).filter(|_| work > 0.0) {
                answer.built.market.lower(Cut { limit, by: work * effect })?;
            }
        }
        answer.solved = answer.built.market.solve_from(Some(&answer.solved), &self.settings)?;
        Ok(())
    }

    fn at(&self, answer: &Answer, seller: &str) -> At {
        let view = View { world: self, built: &answer.built, point: &answer.solved.point };
        let own = self.own(seller);
        At {
            revenue: own.iter().map(|o| view.revenue(*o)).sum(),
            exports: own.iter().map(|o| view.exports(*o)).sum(),
            world_price: self.world_price(&answer.built, &answer.solved.point),
            residual: answer.solved.certificate.worst(),
        }
    }
}

impl Answer {
    /// The row of a class of the shadow fleet.
    pub(crate) fn shadow(&self, class: Class) -> Option<Limit> {
        let mine =
            |info: &crate::world::CarrierInfo| info.kind == Carries::Shadow && info.class == Some(class);
        Some(Limit::Carrier(self.built.carriers.iter().position(mine)?))
    }

    /// Whether the shadow fleet has ships of a class, and they earn a rent.
    pub(crate) fn is_scarce(&self, class: Class) -> bool {
        matches!(self.shadow(class), Some(Limit::Carrier(r)) if self.solved.point.rents[r] > SCARCE)
    }
}

struct Curve {
    points: Vec<At>,
    /// Ships listed at each step.
    batches: Vec<Vec<usize>>,
}

impl Curve {
    fn row(&self, at: usize, counts: &[usize], units: &[Unit], band: Option<[f64; 2]>) -> ListingsRow {
        let (point, first) = (self.points[at], self.points[0]);
        let listed = || self.batches[..at].iter().flatten().map(|unit| units[*unit].class);
        let by_class = Class::ALL.iter().rev().map(|class| ClassCount {
            class: class.word().to_owned(),
            ships: listed().filter(|one| one == class).count(),
        });
        let last = at.checked_sub(1).map(|before| {
            1e3 * (point.revenue - self.points[before].revenue) / (counts[at] - counts[before]) as f64
        });
        ListingsRow {
            listed: counts[at],
            by_class: by_class.filter(|one| one.ships > 0).collect(),
            revenue: point.revenue,
            revenue_pct: 100.0 * (point.revenue / first.revenue - 1.0),
            revenue_pct_interval: band,
            price: point.revenue / point.exports,
            exports: point.exports,
            world_price: point.world_price,
            last_ship: last,
        }
    }
}

/// Numbers of ships at which the curve is drawn, evenly spread, nought first.
fn counts(units: &[Unit], question: &ListingsQuestion) -> Result<Vec<usize>, Error> {
    let refuse = |problem: Problem| Err(Error::one(ErrorKind::Scenario, problem));
    if units.is_empty() {
        let problem = Problem::new("the shadow fleet has no whole ship that could be listed");
        return refuse(problem.help("add ships with `[[fleet]]`, or give a list of them"));
    }
    if units.len() > MOST_SHIPS {
        let problem =
            Problem::new(format!("the shadow fleet has more than {MOST_SHIPS} ships: no curve is drawn"));
        return refuse(problem.help("the world has some 10,000 tankers: check `ships` and `add`"));
    }
    if question.points == 0 || question.points > MOST_POINTS {
        return refuse(Problem::new(format!(
            "a curve has 1 to {MOST_POINTS} points, and {} were asked for",
            question.points
        )));
    }
    let most = question.most.unwrap_or(units.len());
    if most == 0 || most > units.len() {
        let problem = Problem::new(format!("{most} ships cannot be listed: the fleet has {}", units.len()));
        return refuse(problem.help(format!("ask for 1 to {}", units.len())));
    }
    let points = question.points.min(most);
    Ok((0..=points).map(|at| (at * most + points / 2) / points).collect())
}
