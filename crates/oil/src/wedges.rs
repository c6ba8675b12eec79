//! What an oil scenario means for an engine of the whole economy: how much of a pair's trade is forbidden, and by how much
//! the rest becomes dearer to carry and cheaper to buy.

use crate::baseline::Baseline;
use crate::error::Error;
use crate::market::Carries;
use crate::outcome::{Outcome, View};
use crate::scenario::Scenario;
use crate::world::World;
use serde::Serialize;

/// The answer to a scenario, and the wedges that follow from it.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Wedges {
    /// The answer.
    pub outcome: Outcome,
    /// By seller and buyer, where something is forbidden or a price moves by [`Wedges::LEAST`].
    pub rows: Vec<Wedge>,
}

/// What stands between a seller and a buyer under a scenario, against the baseline. Prices are measured against the world
/// price: whether that rises is for the other engine to find.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Wedge {
    /// Seller.
    pub seller: String,
    /// Codes of the countries that the seller stands for.
    pub sellers: Vec<String>,
    /// Buyers of the baseline, joined by `+`: classes of one country are one.
    pub buyer: String,
    /// Codes of the countries that they stand for.
    pub buyers: Vec<String>,
    /// What they traded at the port of loading, million dollars a year.
    pub value: f64,
    /// Part of it that has no way left, by ship or pipe: under an embargo, or with no passage to carry it; in [0, 1].
    pub embargoed: f64,
    /// Barrels that go now over those that went; embargoed ones are among the latter.
    pub volume: f64,
    /// By how much carrying the rest becomes dearer, in parts of its price delivered: freight, what ships want for the risk,
    /// the rent of scarce ships.
    pub transport: f64,
    /// By how much the buyer pays less for it, against the world price, in parts of its price delivered.
    pub discount: f64,
}

impl Wedge {
    /// What the seller gets more or less of a price that is one, cost of transport apart, as a tax on its exports would
    /// take it: `(1 − discount) / (1 + transport) − 1`. Below zero the seller grants the buyer so much. With it and
    /// `transport` the buyer pays `1 − discount`, and the seller is left with that less transport, as in the oil market.
    pub fn export_tax(&self) -> f64 {
        (1.0 - self.discount) / (1.0 + self.transport) - 1.0
    }
}

impl Wedges {
    /// Changes of less than this part of the price delivered are none: how sellers stand to each other when nobody
    /// hinders them is for the other engine to find.
    pub const LEAST: f64 = 0.01;
}

/// Parts of a pair's oil below this are none.
const PART: f64 = 1e-6;

impl World {
    /// The wedges of a scenario.
    ///
    /// # Errors
    /// As [`World::solve`].
    ///
    /// ```
    /// use thalweg_oil::{Baseline, Scenario, World};
    /// let world = World::new(Baseline::open("oil-2022")?)?;
    /// let wedges = world.wedges(&Scenario::open("price-cap")?)?;
    /// let row = |buyer: &str| wedges.rows.iter().find(|row| row.seller == "RUS" && row.buyer == buyer).unwrap();
    /// assert_eq!(row("ITA").embargoed, 1.0);
    /// assert!(row("IND").embargoed == 0.0 && row("IND").discount > 0.0 && row("IND").transport > 0.0);
    /// // the seller gives up more than the buyer gains: the rest is the longer voyage
    /// assert!(-row("IND").export_tax() > row("IND").discount);
    /// assert!(world.wedges(&Scenario::open("as-it-is")?)?.rows.is_empty());
    /// # Ok::<(), thalweg_oil::Error>(())
    /// ```
    pub fn wedges(&self, scenario: &Scenario) -> Result<Wedges, Error> {
        let outcome = self.solve(scenario)?;
        let answer = self.answer(&scenario.resolve(&self.baseline)?)?;
        let before = View { world: self, built: &self.base, point: &self.solved.point };
        let after = View { world: self, built: &answer.built, point: &answer.solved.point };
        let world_price = outcome.world_price.after - outcome.world_price.before;
        let rows = groups(&self.baseline).into_iter();
        let rows = rows.filter_map(|group| group.wedge(&self.baseline, &before, &after, world_price));
        Ok(Wedges { rows: rows.collect(), outcome })
    }
}

/// Origins of one seller and buyers of the same countries.
struct Group {
    origins: Vec<usize>,
    buyers: Vec<usize>,
}

fn groups(baseline: &Baseline) -> Vec<Group> {
    let origins = alike(baseline.origins.iter().map(|one| (&one.seller, &one.countries)));
    let buyers = alike(baseline.buyers.iter().map(|one| (&one.countries, ())));
    let pairs = origins.iter().flat_map(|o| buyers.iter().map(move |b| (o.clone(), b.clone())));
    pairs.map(|(origins, buyers)| Group { origins, buyers }).collect()
}

/// Positions of equal keys together, in the order in which they first stand.
fn alike<K: PartialEq>(keys: impl Iterator<Item = K>) -> Vec<Vec<usize>> {
    let mut sets: Vec<(K, Vec<usize>)> = Vec::new();
    for (at, key) in keys.enumerate() {
        match sets.iter_mut().find(|(known, _)| *known == key) {
            Some((_, set)) => set.push(at),
            None => sets.push((key, vec![at])),
        }
    }
    sets.into_iter().map(|(_, set)| set).collect()
}

/// Oil, what it fetches at the border and what it costs to carry: sums over barrels.
#[derive(Default, Clone, Copy)]
struct Sum {
    barrels: f64,
    border: f64,
    transport: f64,
}

impl Sum {
    fn add(&mut self, barrels: f64, price: Price) {
        self.barrels += barrels;
        self.border += barrels * price.border;
        self.transport += barrels * price.transport;
    }

    fn mean(&self) -> Price {
        Price { border: self.border / self.barrels, transport: self.transport / self.barrels }
    }
}

/// Dollars a barrel over one way.
#[derive(Clone, Copy)]
struct Price {
    /// What the seller's country gets. The rent of a pipe is part of it: it lies there.
    border: f64,
    /// What carrying costs.
    transport: f64,
}

impl Price {
    fn delivered(&self) -> f64 {
        self.border + self.transport
    }
}

/// One way of a pair at an equilibrium.
struct Used {
    barrels: f64,
    price: Price,
}

/// The ways of a pair; none where there is none.
fn ways(view: &View<'_>, o: usize, b: usize) -> Vec<Used> {
    let market = &view.built.market;
    let Some(at) = view.built.place[o] else { return Vec::new() };
    let Some(pair) = market.pairs.iter().find(|pair| pair.origin == at && pair.buyer == b) else {
        return Vec::new();
    };
    let used = |way: usize| {
        let (one, pipe) = (&market.ways[way], view.built.ways[way].kind == Carries::Pipeline);
        let rent = one.use_of_carrier * view.point.rents[one.carrier];
        let (at_border, on_the_way) = if pipe { (rent, 0.0) } else { (0.0, rent) };
        let price =
            Price { border: view.point.free_on_board(at) + at_border, transport: one.freight + on_the_way };
        Used { barrels: view.point.flows[way], price }
    };
    pair.ways.clone().map(used).collect()
}

impl Group {
    /// The wedge of the group; none where nothing is traded, or nothing changes.
    fn wedge(
        &self,
        baseline: &Baseline,
        before: &View<'_>,
        after: &View<'_>,
        world_price: f64,
    ) -> Option<Wedge> {
        // all that was traded, the part of it whose pair still has a way, what goes over such ways now, and what it would
        // cost to go the cheapest
        let (mut all, mut open, mut now, mut offered) =
            (Sum::default(), Sum::default(), Sum::default(), Sum::default());
        for (o, b) in self.origins.iter().flat_map(|o| self.buyers.iter().map(move |b| (*o, *b))) {
            let left = ways(after, o, b);
            let cheapest = left.iter().min_by(|x, y| x.price.delivered().total_cmp(&y.price.delivered()));
            for was in ways(before, o, b) {
                all.add(was.barrels, was.price);
                if let Some(way) = cheapest {
                    open.add(was.barrels, was.price);
                    offered.add(was.barrels, way.price);
                }
            }
            left.iter().for_each(|way| now.add(way.barrels, way.price));
        }
        if all.barrels <= PART {
            return None;
        }
        let kept = open.barrels / all.barrels;
        let mut wedge = Wedge {
            seller: baseline.origins[self.origins[0]].seller.clone(),
            sellers: baseline.origins[self.origins[0]].countries.clone(),
            buyer: self
                .buyers
                .iter()
                .map(|b| baseline.buyers[*b].code.as_str())
                .collect::<Vec<_>>()
                .join("+"),
            buyers: baseline.buyers[self.buyers[0]].countries.clone(),
            value: all.border * DAYS,
            embargoed: part(1.0 - kept),
            volume: now.barrels / all.barrels,
            transport: 0.0,
            discount: 0.0,
        };
        if wedge.embargoed < 1.0 {
            let (was, is) = (open.mean(), if now.barrels > PART { now.mean() } else { offered.mean() });
            let transport = (is.transport - was.transport) / was.delivered();
            let discount = (world_price + was.delivered() - is.delivered()) / was.delivered();
            if transport.abs().max(discount.abs()) >= Wedges::LEAST {
                (wedge.transport, wedge.discount) = (transport, discount);
            }
        }
        (wedge.embargoed > 0.0 || wedge.transport != 0.0 || wedge.discount != 0.0).then_some(wedge)
    }
}

/// Days of a year.
const DAYS: f64 = 365.0;

/// A part without the rounding of a solver.
fn part(value: f64) -> f64 {
    match value {
        low if low < PART => 0.0,
        high if high > 1.0 - PART => 1.0,
        between => between,
    }
}
