//! Inputs that come from the other side.

use super::super::chains::Chains;
use super::super::side::Side;
use super::super::world::World;
use super::{Group, contained, groups, marked, percent};
use crate::error::Error;
use thalweg_trade::{Grid, row};

row! {
    /// How far a sector of a side relies on inputs of the other side. Shares are of all inputs of their kind, home inputs
    /// included, counted as output at factory prices.
    RelianceRow {
        /// Code of the side that buys.
        side: String, Text, "Side";
        /// Code of the side whose inputs are counted.
        partner: String, Text, "Partner";
        /// Code of the buying sector; `tradable` for all goods, `*` for all sectors.
        sector: String, Text, "Sector";
        /// Its name.
        name: String, Text, "Name";
        /// What it buys directly, in the unit of the baseline.
        inputs: f64, Amount, "Inputs";
        /// Share of the partner in direct inputs, percent; absent where a sector has no inputs.
        direct_pct: Option<f64>, Rate, "Direct";
        /// Share of the partner in inputs of all tiers, percent.
        look_through_pct: Option<f64>, Rate, "Look-through";
        /// Share of the partner in direct inputs of goods, percent.
        goods_direct_pct: Option<f64>, Rate, "Direct, goods";
        /// Share of the partner in inputs of goods of all tiers, percent.
        goods_look_through_pct: Option<f64>, Rate, "Look-through, goods";
        /// Share of all foreign countries in direct inputs, percent.
        foreign_direct_pct: Option<f64>, Rate, "Direct, all foreign";
        /// Share of all foreign countries in inputs of all tiers, percent.
        foreign_look_through_pct: Option<f64>, Rate, "Look-through, all foreign";
    }
}

/// Content per unit of output, in direct inputs and in those of all tiers.
struct Content {
    direct: Grid,
    all: Grid,
}

impl Content {
    fn of(chains: &Chains, counted: &Grid) -> Result<Self, Error> {
        Ok(Self { direct: chains.direct_content(counted), all: chains.all_content(counted)? })
    }
}

/// Inputs of anything and of goods: from anywhere, and from each side.
struct Contents {
    anything: [Content; 3],
    goods: [Content; 3],
}

/// Where in [`Contents`] inputs from anywhere stand, after the two sides.
const ANYWHERE: usize = 2;

pub(super) fn reliance(world: &World<'_>, chains: &Chains) -> Result<Vec<RelianceRow>, Error> {
    let all: Vec<usize> = (0..world.sectors()).collect();
    let goods: Vec<usize> = all.iter().copied().filter(|j| world.baseline.sectors[*j].tradable).collect();
    let of = |sectors: &[usize]| -> Result<[Content; 3], Error> {
        let from = |countries: &[usize]| Content::of(chains, &marked(world, sectors, countries));
        let anywhere: Vec<usize> = (0..world.countries()).collect();
        Ok([from(&world.sides[0].members)?, from(&world.sides[1].members)?, from(&anywhere)?])
    };
    let contents = Contents { anything: of(&all)?, goods: of(&goods)? };
    let groups = groups(world);
    let rows = |(a, b): (usize, usize)| {
        let contents = &contents;
        groups.iter().map(move |group| line(world, contents, (a, b), group))
    };
    Ok([(0, 1), (1, 0)].into_iter().flat_map(rows).collect())
}

fn line(world: &World<'_>, contents: &Contents, (a, b): (usize, usize), group: &Group) -> RelianceRow {
    let side: &Side = &world.sides[a];
    let sum = |content: &Grid| contained(world, content, &group.sectors, &side.members);
    let share = |of: &[Content; 3], whose: usize| {
        let part = |pick: fn(&Content) -> &Grid| percent(sum(pick(&of[whose])), sum(pick(&of[ANYWHERE])));
        [part(|content| &content.direct), part(|content| &content.all)]
    };
    let [direct_pct, look_through_pct] = share(&contents.anything, b);
    let [goods_direct_pct, goods_look_through_pct] = share(&contents.goods, b);
    let foreign = share(&contents.anything, a).map(|home| home.map(|home| (100.0 - home).max(0.0)));
    RelianceRow {
        side: side.code.clone(),
        partner: world.sides[b].code.clone(),
        sector: group.code.clone(),
        name: group.name.clone(),
        inputs: sum(&contents.anything[ANYWHERE].direct),
        direct_pct,
        look_through_pct,
        goods_direct_pct,
        goods_look_through_pct,
        foreign_direct_pct: foreign[0],
        foreign_look_through_pct: foreign[1],
    }
}
