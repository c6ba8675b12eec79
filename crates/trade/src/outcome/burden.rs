//! Who pays: how a tariff is shared between the seller's border price and the buyer's.

use super::countries::ratio_pct;
use super::row::row;
use super::{Comparison, HitPair};

row! {
    /// The trade of one pair whose tariffs changed, over the sectors where they did.
    BurdenRow {
        /// Who levies the tariff.
        importer: String, Text, "Importer";
        /// Whose goods bear it.
        exporter: String, Text, "Exporter";
        /// Imports before tariff, before.
        imports_before: f64, Amount, "Imports before";
        /// Imports before tariff, after.
        imports_after: f64, Amount, "Imports after";
        /// Tariff revenue before.
        revenue_before: f64, Amount, "Revenue before";
        /// Tariff revenue after.
        revenue_after: f64, Amount, "Revenue after";
        /// Revenue over imports before, percent.
        effective_tariff_before_pct: Option<f64>, Rate, "Effective tariff before";
        /// Revenue over imports after, percent.
        effective_tariff_after_pct: Option<f64>, Rate, "Effective tariff after";
        /// Exporter's price at the border, before tariff, weighted by base imports, against world value added; change in
        /// percent.
        border_price_pct: Option<f64>, Percent, "Border price";
        /// What the buyer pays, tariff included, weighted by base imports; change in percent.
        buyer_price_pct: Option<f64>, Percent, "Buyer's price";
        /// Part of the tariff change that the exporter bears by a lower border price, percent; the buyer bears the rest.
        /// Negative when the border price rises.
        exporter_share_pct: Option<f64>, Rate, "Borne by exporter";
    }
}

/// The pairs whose tariffs changed on goods that they trade, the largest change of revenue at the old trade first.
pub(super) fn burdens(at: &Comparison<'_>, hit: &[HitPair]) -> Vec<BurdenRow> {
    let mut rows: Vec<BurdenRow> =
        hit.iter().filter_map(|pair| burden(at, pair.importer, pair.exporter)).collect();
    let weight = |row: &BurdenRow| {
        let rate = |value: Option<f64>| value.unwrap_or(0.0);
        row.imports_before
            * (rate(row.effective_tariff_after_pct) - rate(row.effective_tariff_before_pct)).abs()
    };
    rows.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    rows
}

fn burden(at: &Comparison<'_>, n: usize, i: usize) -> Option<BurdenRow> {
    let (mut before, mut after, mut revenue_before, mut revenue_after) = (0.0, 0.0, 0.0, 0.0);
    let (mut border, mut buyer, mut statutory, mut moved) = (0.0, 0.0, 0.0, 0.0);
    for j in 0..at.sectors() {
        let old = at.before.policy.tariffs.get(j, n, i);
        let new = at.after.policy.tariffs.get(j, n, i);
        let value = at.before.flows.get(j, n, i);
        if old == new || value <= 0.0 {
            continue;
        }
        let price = at.border_price(j, n, i);
        let power = (1.0 + new) / (1.0 + old);
        before += value;
        after += at.after.flows.get(j, n, i);
        revenue_before += old * value;
        revenue_after += new * at.after.flows.get(j, n, i);
        border += value * price;
        buyer += value * price * power;
        statutory += value * power;
        moved += value * (power - 1.0).abs();
    }
    let price = |sum: f64| 100.0 * (sum / before - 1.0);
    (before > 0.0).then(|| BurdenRow {
        importer: at.code(n),
        exporter: at.code(i),
        imports_before: before,
        imports_after: after,
        revenue_before,
        revenue_after,
        effective_tariff_before_pct: ratio_pct(revenue_before, before),
        effective_tariff_after_pct: ratio_pct(revenue_after, after),
        border_price_pct: Some(price(border)),
        buyer_price_pct: Some(price(buyer)),
        // rises and cuts that nearly cancel leave nothing to share
        exporter_share_pct: ((statutory - before).abs() > 0.01 * moved)
            .then(|| 100.0 * (statutory - buyer) / (statutory - before)),
    })
}
