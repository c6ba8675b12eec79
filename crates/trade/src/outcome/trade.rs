//! What a policy does to flows, sectors and balances.

use super::Comparison;
use super::countries::change_pct;
use super::row::row;
use crate::cube::Grid;
use crate::equilibrium::Equilibrium;

row! {
    /// What one country buys from another, all sectors together, before tariff.
    FlowRow {
        /// Who buys.
        importer: String, Text, "Importer";
        /// Who sells.
        exporter: String, Text, "Exporter";
        /// Before.
        before: f64, Amount, "Before";
        /// After.
        after: f64, Amount, "After";
        /// Change in percent; absent where there was no trade.
        change_pct: Option<f64>, Percent, "Change";
    }
}

row! {
    /// A sector of a country.
    SectorRow {
        /// The country.
        country: String, Text, "Country";
        /// The sector.
        sector: String, Text, "Sector";
        /// Output at cost before.
        output_before: f64, Amount, "Output before";
        /// Output at cost after.
        output_after: f64, Amount, "Output after";
        /// Value of output, change in percent; absent where nothing is made.
        output_pct: Option<f64>, Percent, "Output";
        /// Quantity of output (value over unit cost), change in percent; absent where nothing is made.
        output_quantity_pct: Option<f64>, Percent, "Output, quantity";
        /// Exports before tariff, change in percent; absent where there were none.
        exports_pct: Option<f64>, Percent, "Exports";
        /// Imports before tariff, change in percent; absent where there were none.
        imports_pct: Option<f64>, Percent, "Imports";
    }
}

row! {
    /// A bilateral balance: exports less imports, before tariff.
    BalanceRow {
        /// Whose balance.
        country: String, Text, "Country";
        /// With whom.
        partner: String, Text, "Partner";
        /// Before.
        before: f64, Amount, "Before";
        /// After.
        after: f64, Amount, "After";
        /// After less before.
        change: f64, Amount, "Change";
    }
}

/// Flows of all sectors together, `[n * countries + i]`.
pub(super) fn bilateral(equilibrium: &Equilibrium) -> Vec<f64> {
    let (sectors, countries) = (equilibrium.flows.sectors(), equilibrium.flows.countries());
    let mut totals = vec![0.0; countries * countries];
    for j in 0..sectors {
        for n in 0..countries {
            let row = &mut totals[n * countries..(n + 1) * countries];
            row.iter_mut().zip(equilibrium.flows.row(j, n)).for_each(|(total, value)| *total += value);
        }
    }
    totals
}

pub(super) fn flows(at: &Comparison<'_>) -> Vec<FlowRow> {
    let countries = at.countries();
    let pairs = (0..countries).flat_map(|n| (0..countries).map(move |i| (n, i))).filter(|(n, i)| n != i);
    pairs
        .map(|(n, i)| {
            let (before, after) =
                (at.bilateral_before[n * countries + i], at.bilateral_after[n * countries + i]);
            FlowRow {
                importer: at.code(n),
                exporter: at.code(i),
                before,
                after,
                change_pct: change_pct(before, after),
            }
        })
        .collect()
}

/// Exports and imports of every sector and country.
fn sector_trade(equilibrium: &Equilibrium) -> (Grid, Grid) {
    let (sectors, countries) = (equilibrium.flows.sectors(), equilibrium.flows.countries());
    let mut exports = Grid::filled(sectors, countries, 0.0);
    let mut imports = Grid::filled(sectors, countries, 0.0);
    for j in 0..sectors {
        for n in 0..countries {
            for (i, value) in equilibrium.flows.row(j, n).iter().enumerate().filter(|(i, _)| *i != n) {
                *exports.get_mut(j, i) += value;
                *imports.get_mut(j, n) += value;
            }
        }
    }
    (exports, imports)
}

pub(super) fn sectors(at: &Comparison<'_>) -> Vec<SectorRow> {
    let (exports_before, imports_before) = sector_trade(at.before);
    let (exports_after, imports_after) = sector_trade(at.after);
    let cells = (0..at.countries()).flat_map(|i| (0..at.sectors()).map(move |j| (j, i)));
    cells
        .map(|(j, i)| {
            let (before, after) = (at.before.output.get(j, i), at.after.output.get(j, i));
            SectorRow {
                country: at.code(i),
                sector: at.baseline.sectors[j].code.clone(),
                output_before: before,
                output_after: after,
                output_pct: change_pct(before, after),
                output_quantity_pct: change_pct(before, after / at.unit_costs.get(j, i)),
                exports_pct: change_pct(exports_before.get(j, i), exports_after.get(j, i)),
                imports_pct: change_pct(imports_before.get(j, i), imports_after.get(j, i)),
            }
        })
        .collect()
}

/// Balances of every country that the policy names with every other, and of each pair of them.
pub(super) fn balances(at: &Comparison<'_>, parties: &[usize]) -> Vec<BalanceRow> {
    let countries = at.countries();
    let balance = |flows: &[f64], n: usize, i: usize| flows[i * countries + n] - flows[n * countries + i];
    let pairs = parties.iter().flat_map(|n| (0..countries).map(move |i| (*n, i))).filter(|(n, i)| n != i);
    pairs
        .map(|(n, i)| {
            let (before, after) = (balance(&at.bilateral_before, n, i), balance(&at.bilateral_after, n, i));
            BalanceRow { country: at.code(n), partner: at.code(i), before, after, change: after - before }
        })
        .collect()
}
