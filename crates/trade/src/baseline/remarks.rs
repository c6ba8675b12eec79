//! What stands out in a baseline: nothing bought or made, final demand below zero, tariffs beyond 100 %.

use super::Baseline;
use super::finding::{Finding, FindingCell, Severity};
use super::identities::output;
use super::totals::Totals;
use crate::cube::{Cube, Grid};

/// How far below zero final demand must be to be more than rounding, relative to spending on the sector.
const NEGATIVE: f64 = 1e-9;

/// Countries and sectors that buy or make nothing.
pub(super) fn idle(baseline: &Baseline, totals: &Totals) -> Vec<Finding> {
    let countries = |grid: &Grid| -> Vec<FindingCell> {
        let empty = |i: &usize| (0..baseline.sectors.len()).all(|j| grid.get(j, *i) == 0.0);
        let cells = (0..baseline.countries.len()).filter(empty);
        cells.map(|i| FindingCell::country(&baseline.countries[i].code, 0.0)).collect()
    };
    let sectors = (0..baseline.sectors.len()).filter(|j| totals.spending.row(*j).iter().all(|x| *x == 0.0));
    let sectors = sectors.map(|j| FindingCell::sector(&baseline.sectors[j].code, 0.0)).collect();
    let found = [
        (Severity::Error, "no_spending", "countries that buy nothing", countries(&totals.spending)),
        (
            Severity::Error,
            "no_output",
            "countries that make nothing, and so have no income",
            countries(&totals.output),
        ),
        (Severity::Warning, "idle_sector", "sectors that nobody makes or buys", sectors),
    ];
    found
        .into_iter()
        .filter_map(|(severity, subject, message, cells)| some(severity, subject, message, cells))
        .collect()
}

/// Final demand below zero, and inputs that are used and never bought.
pub(super) fn demand(baseline: &Baseline, totals: &Totals) -> Vec<Finding> {
    let rest = totals.final_spending();
    let (mut negative, mut unbought, mut spent_up) = (Vec::new(), Vec::new(), Vec::new());
    for (i, country) in baseline.countries.iter().enumerate() {
        for (j, sector) in baseline.sectors.iter().enumerate() {
            let (spending, left) = (totals.spending.get(j, i), rest.get(j, i));
            if spending == 0.0 && left < 0.0 {
                unbought.push(FindingCell::cell(&country.code, &sector.code, -left));
            } else if left < -NEGATIVE * spending {
                negative.push(FindingCell::cell(&country.code, &sector.code, left));
            }
        }
        if totals.income(i) <= 0.0 && output(totals, i) > 0.0 {
            spent_up.push(FindingCell::country(&country.code, totals.income(i)));
        }
    }
    let unit = &baseline.about.unit;
    let then = match baseline.final_shares {
        Some(_) => "the final shares that are given take its place",
        None => "final demand below zero is set to zero",
    };
    let below = format!(
        "inputs cost more than was bought: {then} and the base is solved again (listed: the residual in {unit})"
    );
    let never = format!(
        "inputs that sectors use and the country never buys (listed: what they would cost in {unit})"
    );
    let found = [
        (Severity::Warning, "negative_final_demand", below, negative),
        (Severity::Warning, "input_never_bought", never, unbought),
        (
            Severity::Error,
            "no_income",
            format!("countries with nothing to spend (listed: income in {unit})"),
            spent_up,
        ),
    ];
    found
        .into_iter()
        .filter_map(|(severity, subject, message, cells)| some(severity, subject, message, cells))
        .collect()
}

/// Tariffs and taxes that stand out.
pub(super) fn rates(baseline: &Baseline) -> Vec<Finding> {
    let tariffs = &baseline.tariffs;
    let above = cells(baseline, tariffs, |_, _, rate| rate > 1.0);
    let below = cells(baseline, tariffs, |_, _, rate| rate < 0.0);
    let domestic = cells(baseline, tariffs, |n, i, rate| n == i && rate != 0.0);
    let taxes = baseline.export_taxes.as_ref();
    let taxes = taxes.map_or_else(Vec::new, |taxes| cells(baseline, taxes, |_, _, rate| rate > 1.0));
    let found = [
        (Severity::Warning, "tariff_above_100", "tariffs beyond 100 % (listed: as a fraction)", above),
        (
            Severity::Warning,
            "export_tax_above_100",
            "export taxes beyond 100 % (listed: as a fraction)",
            taxes,
        ),
        (
            Severity::Note,
            "tariff_below_zero",
            "tariffs below zero: imports are subsidised (listed: as a fraction)",
            below,
        ),
        (
            Severity::Note,
            "domestic_tariff",
            "tariffs on domestic sales, as merged countries have (listed: as a fraction)",
            domestic,
        ),
    ];
    found
        .into_iter()
        .filter_map(|(severity, subject, message, cells)| some(severity, subject, message, cells))
        .collect()
}

/// The cells of a cube that `stands_out` picks by importer, exporter and value.
fn cells(
    baseline: &Baseline,
    cube: &Cube,
    stands_out: impl Fn(usize, usize, f64) -> bool,
) -> Vec<FindingCell> {
    let mut found = Vec::new();
    for (j, sector) in baseline.sectors.iter().enumerate() {
        for (n, importer) in baseline.countries.iter().enumerate() {
            for (i, exporter) in baseline.countries.iter().enumerate() {
                let rate = cube.get(j, n, i);
                if stands_out(n, i, rate) {
                    found.push(FindingCell::flow(&importer.code, &exporter.code, &sector.code, rate));
                }
            }
        }
    }
    found
}

/// A finding, if it concerns any cell.
fn some(
    severity: Severity,
    subject: &str,
    message: impl Into<String>,
    cells: Vec<FindingCell>,
) -> Option<Finding> {
    (!cells.is_empty()).then(|| Finding::new(severity, subject, message).cells(cells))
}
