//! How few countries supply what a side imports.

use super::super::side::Side;
use super::super::world::World;
use super::percent;
use thalweg_trade::row;

row! {
    /// The foreign suppliers of one good or service to a side, for whatever use. Shares are of what the side imports of it,
    /// before tariff.
    SupplierRow {
        /// Code of the side that buys.
        side: String, Text, "Side";
        /// Code of the sector that makes it.
        sector: String, Text, "Sector";
        /// Its name.
        name: String, Text, "Name";
        /// What the side imports of it, in the unit of the baseline.
        imports: f64, Amount, "Imports";
        /// Imports in percent of all that the side buys of it, before tariff.
        imported_pct: Option<f64>, Rate, "Imported";
        /// Herfindahl index: the sum of squared shares of foreign suppliers, from near 0 (many) to 1 (one alone).
        herfindahl: Option<f64>, Number, "Herfindahl";
        /// Code of the largest foreign supplier; empty where nothing is imported.
        largest: String, Text, "Largest";
        /// Its share in imports, percent.
        largest_pct: Option<f64>, Rate, "Share of largest";
        /// Share of the other side in imports, percent.
        partner_pct: Option<f64>, Rate, "Share of partner";
    }
}

pub(super) fn suppliers(world: &World<'_>) -> Vec<SupplierRow> {
    let [first, second] = world.sides;
    let rows = |(side, partner)| (0..world.sectors()).map(move |j| line(world, side, partner, j));
    [(first, second), (second, first)].into_iter().flat_map(rows).collect()
}

fn line(world: &World<'_>, side: &Side, partner: &Side, j: usize) -> SupplierRow {
    let flows = &world.base.equilibrium().flows;
    let bought: Vec<f64> = (0..world.countries())
        .map(|i| side.members.iter().map(|n| flows.get(j, *n, i)).sum::<f64>())
        .collect();
    let foreign: Vec<(usize, f64)> = world.others(side).into_iter().map(|i| (i, bought[i])).collect();
    let imports: f64 = foreign.iter().map(|(_, value)| value).sum();
    let squares: f64 = foreign.iter().map(|(_, value)| (value / imports).powi(2)).sum();
    // the first of equals, so that the answer hangs on nothing else
    let largest = foreign.iter().fold(None, |best: Option<&(usize, f64)>, one| match best {
        Some(known) if known.1 >= one.1 => best,
        _ => Some(one),
    });
    let largest = largest.filter(|(_, value)| *value > 0.0);
    let about = &world.baseline.sectors[j];
    SupplierRow {
        side: side.code.clone(),
        sector: about.code.clone(),
        name: about.name.clone(),
        imports,
        imported_pct: percent(imports, bought.iter().sum()),
        herfindahl: (imports > 0.0).then_some(squares),
        largest: largest.map_or_else(String::new, |(i, _)| world.baseline.countries[*i].code.clone()),
        largest_pct: largest.and_then(|(_, value)| percent(*value, imports)),
        partner_pct: percent(partner.members.iter().map(|i| bought[*i]).sum(), imports),
    }
}
