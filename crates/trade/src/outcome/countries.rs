//! What a policy does to each country.

use super::Comparison;
use super::row::row;

row! {
    /// A country before and after.
    CountryRow {
        /// Its code.
        country: String, Text, "Country";
        /// Its name.
        name: String, Text, "Name";
        /// Real income (final spending over the price index of final spending), exact, change in percent.
        real_income_pct: f64, Percent, "Real income";
        /// The same as an amount: base income times the relative change, in the unit of the baseline.
        real_income_amount: f64, Amount, "Real income";
        /// The same per person, in the currency of the baseline (whole units); absent without population.
        real_income_per_person: Option<f64>, Number, "Real income per person";
        /// Average wage over the price index, before tax, change in percent.
        real_wage_pct: f64, Percent, "Real wage";
        /// First-order welfare of Caliendo and Parro (2015, equation 17): terms of trade plus volume of trade, percent.
        /// Absent where the measure does not hold: where anything but tariffs changes, with scale economies or markups, and with
        /// export taxes or subsidies in the base.
        first_order_welfare_pct: Option<f64>, Percent, "First-order welfare";
        /// Its part from the terms of trade, percent of base income.
        terms_of_trade_pct: Option<f64>, Percent, "Terms of trade";
        /// Its part from the volume of trade, percent of base income.
        volume_of_trade_pct: Option<f64>, Percent, "Volume of trade";
        /// Price index of final spending, against world value added, change in percent.
        price_index_pct: f64, Percent, "Prices";
        /// Exports before tariff, change in percent; absent where there were none.
        exports_pct: Option<f64>, Percent, "Exports";
        /// Imports before tariff, change in percent; absent where there were none.
        imports_pct: Option<f64>, Percent, "Imports";
        /// Exports less imports before.
        trade_balance_before: f64, Amount, "Balance before";
        /// Exports less imports after.
        trade_balance_after: f64, Amount, "Balance after";
        /// Tariff revenue before.
        tariff_revenue_before: f64, Amount, "Tariff revenue before";
        /// Tariff revenue after.
        tariff_revenue_after: f64, Amount, "Tariff revenue after";
        /// Tariff revenue over imports before, percent; absent without imports.
        effective_tariff_before_pct: Option<f64>, Rate, "Effective tariff before";
        /// Tariff revenue over imports after, percent; absent without imports.
        effective_tariff_after_pct: Option<f64>, Rate, "Effective tariff after";
        /// Hours worked, change in percent; absent where labour supply is not elastic.
        employment_pct: Option<f64>, Percent, "Employment";
        /// Welfare, the worth of leisure counted, change in percent; absent where labour supply is not elastic.
        welfare_pct: Option<f64>, Percent, "Welfare";
    }
}

/// Trade of one country with all others.
#[derive(Debug, Clone, Copy, Default)]
struct Totals {
    exports: f64,
    imports: f64,
    revenue: f64,
}

pub(super) fn countries(at: &Comparison<'_>) -> Vec<CountryRow> {
    let before = totals(at, false);
    let after = totals(at, true);
    let first_order = at.only_tariffs_change().then(|| first_order(at));
    let parts = |n: usize| first_order.as_ref().map(|(terms, volumes)| (terms[n], volumes[n]));
    (0..at.countries()).map(|n| country(at, n, before[n], after[n], parts(n))).collect()
}

fn country(
    at: &Comparison<'_>,
    n: usize,
    before: Totals,
    after: Totals,
    first_order: Option<(f64, f64)>,
) -> CountryRow {
    let prices = price_index(at, n);
    let relative = at.after.income[n] / at.before.income[n] / prices - 1.0;
    let amount = at.before.income[n] * relative;
    let bill = at.after.labour_income[n] / at.before.labour_income[n];
    let elastic = at.base.economy().rules.labour_supply > 0.0;
    let about = &at.baseline.countries[n];
    let units = 10f64.powi(at.baseline.about.unit.power as i32);
    CountryRow {
        country: about.code.clone(),
        name: about.name.clone(),
        real_income_pct: 100.0 * relative,
        real_income_amount: amount,
        real_income_per_person: about.population.filter(|p| *p > 0.0).map(|p| amount * units / p),
        real_wage_pct: 100.0 * (bill / at.after.employment[n] / prices - 1.0),
        first_order_welfare_pct: first_order.map(|(terms, volume)| terms + volume),
        terms_of_trade_pct: first_order.map(|(terms, _)| terms),
        volume_of_trade_pct: first_order.map(|(_, volume)| volume),
        price_index_pct: 100.0 * (prices - 1.0),
        exports_pct: change_pct(before.exports, after.exports),
        imports_pct: change_pct(before.imports, after.imports),
        trade_balance_before: before.exports - before.imports,
        trade_balance_after: after.exports - after.imports,
        tariff_revenue_before: before.revenue,
        tariff_revenue_after: after.revenue,
        effective_tariff_before_pct: ratio_pct(before.revenue, before.imports),
        effective_tariff_after_pct: ratio_pct(after.revenue, after.imports),
        employment_pct: elastic.then(|| 100.0 * (at.after.employment[n] - 1.0)),
        welfare_pct: welfare_pct(at, n, prices),
    }
}

/// Hat of the price index of final spending: `prod_j P_j^alpha_j`.
fn price_index(at: &Comparison<'_>, n: usize) -> f64 {
    at.base.economy().log_final_price(at.after, n).exp()
}

/// Welfare, leisure counted, change in percent: `d E/P + (1 - d) w L/P` in hats, with
/// `d = E / (E - kappa (1 - tau) w L / (1 + kappa))` at the base and tau the part of wages that is not taxed any more.
/// Without elastic labour supply it is real income. Absent where the value of leisure is more than all spending.
fn welfare_pct(at: &Comparison<'_>, n: usize, prices: f64) -> Option<f64> {
    let economy = at.base.economy();
    let kappa = economy.rules.labour_supply;
    let bill = [at.before.labour_income[n], at.after.labour_income[n]];
    let revenue = economy.net_revenue(&at.after.income, &at.after.labour_income, &at.after.output)[n];
    let cut = economy.rules.tax_cut(n, revenue / bill[1]);
    let spent = at.before.income[n];
    let leisure = kappa * (1.0 - cut) * bill[0] / (1.0 + kappa);
    let weight = spent / (spent - leisure);
    let (real_income, real_pay) = (at.after.income[n] / spent / prices, bill[1] / bill[0] / prices);
    let welfare = weight * (real_income - 1.0) + (1.0 - weight) * (real_pay - 1.0);
    (kappa > 0.0 && spent > leisure).then_some(100.0 * welfare)
}

fn totals(at: &Comparison<'_>, after: bool) -> Vec<Totals> {
    let equilibrium = if after { at.after } else { at.before };
    let mut totals = vec![Totals::default(); at.countries()];
    for j in 0..at.sectors() {
        for n in 0..at.countries() {
            let tariffs = equilibrium.policy.tariffs.row(j, n);
            for (i, value) in equilibrium.flows.row(j, n).iter().enumerate().filter(|(i, _)| *i != n) {
                totals[n].imports += value;
                totals[n].revenue += tariffs[i] * value;
                totals[i].exports += value;
            }
        }
    }
    totals
}

/// Terms of trade and volume of trade of every country, percent of its base income (Caliendo and Parro 2015): changes
/// of unit costs and of imports are percent changes, everything else stands at the base.
fn first_order(at: &Comparison<'_>) -> (Vec<f64>, Vec<f64>) {
    let mut terms = vec![0.0; at.countries()];
    let mut volumes = vec![0.0; at.countries()];
    for j in 0..at.sectors() {
        for n in 0..at.countries() {
            let tariffs = at.before.policy.tariffs.row(j, n);
            let flows = at.before.flows.row(j, n).iter().zip(at.after.flows.row(j, n)).enumerate();
            for (i, (before, after)) in flows.filter(|(i, (before, _))| *i != n && **before > 0.0) {
                let cost = at.border_price(j, n, i) - 1.0;
                terms[i] += before * cost;
                terms[n] -= before * cost;
                volumes[n] += tariffs[i] * before * (after / before - 1.0 - cost);
            }
        }
    }
    for (n, income) in at.before.income.iter().enumerate() {
        terms[n] *= 100.0 / income;
        volumes[n] *= 100.0 / income;
    }
    (terms, volumes)
}

/// Change in percent; absent from zero.
pub(super) fn change_pct(before: f64, after: f64) -> Option<f64> {
    (before != 0.0).then(|| 100.0 * (after / before - 1.0))
}

/// A part in percent of a whole; absent of nothing.
pub(super) fn ratio_pct(part: f64, whole: f64) -> Option<f64> {
    (whole != 0.0).then(|| 100.0 * part / whole)
}
