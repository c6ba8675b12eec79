//! What a user should know about a baseline before relying on it.

use super::Baseline;
use super::finding::{Finding, FindingCell, Severity};
use super::folder;
use super::sum::exact_sum;
use super::totals::Totals;
use serde::Serialize;
use std::path::Path;
use thalweg_core::{Cell, Column, Intake, Measure, Problem, Table};

/// How far an accounting identity may be from holding, relative to what it adds up.
const IDENTITY: f64 = 1e-9;

/// How far below zero final demand must be to be more than rounding, relative to spending on the sector.
const NEGATIVE: f64 = 1e-9;

/// A report on a baseline: its size, what was read and refused, whether its accounts add up, and what stands out.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Check {
    /// Its name; the folder where it has none.
    pub baseline: String,
    /// Its sizes, if it could be read.
    pub sizes: Option<Sizes>,
    /// Rows taken and refused by file; empty for a baseline that was not read from a folder.
    pub intakes: Vec<Intake>,
    /// Everything that keeps it from being a baseline, with its place.
    pub problems: Vec<Problem>,
    /// The accounting identities.
    pub identities: Vec<Identity>,
    /// What stands out, the gravest first.
    pub findings: Vec<Finding>,
}

/// How large a baseline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Sizes {
    /// Countries.
    pub countries: usize,
    /// Sectors.
    pub sectors: usize,
    /// Flows above zero.
    pub flows: usize,
    /// Flows above zero with a tariff other than zero.
    pub tariffs: usize,
    /// Input shares above zero.
    pub inputs: usize,
}

/// An accounting identity and how well it holds.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Identity {
    /// What should be equal.
    pub name: String,
    /// The largest difference, relative to what is added up.
    pub residual: f64,
    /// The country or cell where it is largest, if it is not the world.
    pub at: Option<String>,
    /// Whether it holds to a relative 1e-9.
    pub holds: bool,
}

/// Checks a baseline.
///
/// ```
/// use thalweg_trade::{Baseline, baseline};
/// let check = baseline::check(&Baseline::embedded("world-2011")?);
/// assert!(check.is_usable() && check.identities.iter().all(|identity| identity.holds));
/// # Ok::<(), thalweg_trade::Error>(())
/// ```
pub fn check(baseline: &Baseline) -> Check {
    let problems = baseline.problems();
    let mut check = Check::named(&baseline.about.name);
    if problems.is_empty() {
        check.judge(baseline);
    }
    check.problems = problems;
    check
}

/// Checks a folder: what [`check`] says of the baseline, and what was refused and why, also where there is none.
///
/// ```
/// let check = thalweg_trade::baseline::check_folder("no/such/folder".as_ref());
/// assert!(!check.is_usable());
/// assert_eq!(check.problems[0].message, "there is no folder `no/such/folder`");
/// ```
pub fn check_folder(folder: &Path) -> Check {
    let reading = folder::read(folder);
    let mut check = Check::named(&folder.display().to_string());
    if let Some(baseline) = &reading.baseline {
        check.baseline = baseline.about.name.clone();
        check.judge(baseline);
    }
    check.intakes = reading.intakes;
    check.problems = reading.problems;
    check.findings.extend(reading.notes);
    check.findings.sort_by_key(|finding| finding.severity);
    check
}

impl Check {
    fn named(name: &str) -> Self {
        Self {
            baseline: name.to_owned(),
            sizes: None,
            intakes: Vec::new(),
            problems: Vec::new(),
            identities: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Whether it is a baseline that the model can take: no problem, and no finding that is an error.
    pub fn is_usable(&self) -> bool {
        self.problems.is_empty() && self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }

    fn judge(&mut self, baseline: &Baseline) {
        let totals = Totals::of(baseline);
        self.sizes = Some(sizes(baseline));
        self.identities = identities(baseline, &totals);
        self.findings.extend(broken_identities(&self.identities));
        self.findings.extend(idle(baseline, &totals));
        self.findings.extend(demand(baseline, &totals));
        self.findings.extend(rates(baseline));
        self.findings.sort_by_key(|finding| finding.severity);
    }

    /// The report as tables: `sizes`, `intake`, `problems`, `identities`, `findings` and the `cells` that they concern;
    /// those without a row are left out.
    pub fn tables(&self) -> Vec<Table> {
        let tables = [
            self.sizes_table(),
            self.intake_table(),
            self.problems_table(),
            self.identities_table(),
            self.findings_table(),
            self.cells_table(),
        ];
        tables.into_iter().filter(|table| !table.rows.is_empty()).collect()
    }

    fn sizes_table(&self) -> Table {
        let row = |(what, count): (&str, usize)| vec![what.into(), Cell::Number(count as f64)];
        let rows = |s: Sizes| {
            let sizes = [("countries", s.countries), ("sectors", s.sectors), ("flows above zero", s.flows)];
            let others = [("of them with a tariff", s.tariffs), ("input shares above zero", s.inputs)];
            sizes.into_iter().chain(others).map(row).collect()
        };
        let columns = [("what", "What", Measure::Text), ("count", "Number", Measure::Count)];
        table("sizes", "Sizes", &columns, self.sizes.map_or_else(Vec::new, rows))
    }

    fn intake_table(&self) -> Table {
        let columns = [
            ("file", "File", Measure::Text),
            ("read", "Rows read", Measure::Count),
            ("accepted", "Accepted", Measure::Count),
            ("refused", "Refused", Measure::Count),
            ("reasons", "Why", Measure::Text),
        ];
        let row = |intake: &Intake| {
            let reasons: Vec<String> =
                intake.refusals.iter().map(|r| format!("{} ({})", r.reason, r.count)).collect();
            let [read, accepted, refused] =
                [intake.read(), intake.accepted, intake.refused()].map(|count| Cell::Number(count as f64));
            vec![intake.file.as_str().into(), read, accepted, refused, reasons.join(", ").into()]
        };
        table("intake", "Rows read", &columns, self.intakes.iter().map(row).collect())
    }

    fn problems_table(&self) -> Table {
        let columns = [
            ("place", "Where", Measure::Text),
            ("problem", "What is wrong", Measure::Text),
            ("help", "What would be right", Measure::Text),
        ];
        let row = |problem: &Problem| {
            let place = problem.place.as_ref().map(ToString::to_string).unwrap_or_default();
            vec![
                place.into(),
                problem.message.as_str().into(),
                problem.help.clone().unwrap_or_default().into(),
            ]
        };
        table("problems", "Problems", &columns, self.problems.iter().map(row).collect())
    }

    fn identities_table(&self) -> Table {
        let columns = [
            ("identity", "Identity", Measure::Text),
            ("residual", "Largest residual", Measure::Number),
            ("at", "At", Measure::Text),
            ("holds", "Holds", Measure::Text),
        ];
        let row = |identity: &Identity| {
            let holds = if identity.holds { "yes" } else { "no" };
            let at = identity.at.as_deref().unwrap_or("world");
            vec![identity.name.as_str().into(), identity.residual.into(), at.into(), holds.into()]
        };
        table("identities", "Accounting identities", &columns, self.identities.iter().map(row).collect())
    }

    fn findings_table(&self) -> Table {
        let columns = [
            ("severity", "Severity", Measure::Text),
            ("subject", "Subject", Measure::Text),
            ("message", "Finding", Measure::Text),
            ("count", "Cells", Measure::Count),
        ];
        let row = |f: &Finding| {
            let words = [f.severity.word(), &f.subject, &f.message].map(Cell::from);
            words.into_iter().chain([Cell::Number(f.count as f64)]).collect()
        };
        table("findings", "Findings", &columns, self.findings.iter().map(row).collect())
    }

    fn cells_table(&self) -> Table {
        let columns = [
            ("subject", "Subject", Measure::Text),
            ("country", "Country", Measure::Text),
            ("exporter", "Exporter", Measure::Text),
            ("sector", "Sector", Measure::Text),
            ("value", "Size", Measure::Number),
        ];
        let word = |text: &Option<String>| text.as_deref().map_or(Cell::Absent, Cell::from);
        let row = |subject: &str, c: &FindingCell| {
            vec![subject.into(), word(&c.country), word(&c.exporter), word(&c.sector), c.value.into()]
        };
        let rows = self.findings.iter().flat_map(|f| f.cells.iter().map(|cell| row(&f.subject, cell)));
        table("cells", "Cells that the findings concern", &columns, rows.collect())
    }
}

/// A table of these columns and rows.
pub(super) fn table(
    name: &str,
    title: &str,
    columns: &[(&str, &str, Measure)],
    rows: Vec<Vec<Cell>>,
) -> Table {
    let columns = columns.iter().map(|(name, title, measure)| Column::new(name, title, *measure)).collect();
    Table { name: name.to_owned(), title: title.to_owned(), columns, rows }
}

fn sizes(baseline: &Baseline) -> Sizes {
    let flows = baseline.flows.values();
    let taxed =
        flows.iter().zip(baseline.tariffs.values()).filter(|(flow, tariff)| **flow > 0.0 && **tariff != 0.0);
    Sizes {
        countries: baseline.countries.len(),
        sectors: baseline.sectors.len(),
        flows: flows.iter().filter(|flow| **flow > 0.0).count(),
        tariffs: taxed.count(),
        inputs: baseline.inputs.values().iter().filter(|share| **share > 0.0).count(),
    }
}

fn identities(baseline: &Baseline, totals: &Totals) -> Vec<Identity> {
    let n = baseline.countries.len();
    let trade = exact_sum(totals.imports.iter().copied());
    let deficits = exact_sum(totals.imports.iter().copied().chain(totals.exports.iter().map(|x| -x)));
    let world = relative(deficits, trade);
    let mut found = vec![Identity::new("deficits of the world sum to zero", world, None)];
    let code = |country: usize| baseline.countries[country].code.clone();
    let value_added =
        (0..n).map(|i| (relative(value_added_gap(baseline, totals, i), output(totals, i)), code(i)));
    found.push(Identity::largest("value added is output less inputs", value_added));
    let income = (0..n).map(|i| (relative(spending_gap(totals, i), totals.income(i)), code(i)));
    found.push(Identity::largest("final spending is value added, revenue and deficit", income));
    found.push(Identity::largest("input shares sum to one", input_sums(baseline)));
    if let Some(shares) = &baseline.final_shares {
        let sums =
            (0..n).map(|i| (exact_sum((0..shares.sectors()).map(|j| shares.get(j, i))) - 1.0, code(i)));
        found.push(Identity::largest("final shares sum to one", sums));
    }
    found
}

impl Identity {
    fn new(name: &str, residual: f64, at: Option<String>) -> Self {
        Self { name: name.to_owned(), residual: residual.abs(), at, holds: residual.abs() <= IDENTITY }
    }

    /// The largest of several residuals.
    fn largest(name: &str, residuals: impl Iterator<Item = (f64, String)>) -> Self {
        let worst = residuals.max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
        worst.map_or_else(|| Self::new(name, 0.0, None), |(residual, at)| Self::new(name, residual, Some(at)))
    }
}

fn relative(difference: f64, of: f64) -> f64 {
    if of == 0.0 { difference } else { difference / of.abs() }
}

fn output(totals: &Totals, country: usize) -> f64 {
    exact_sum((0..totals.output.sectors()).map(|j| totals.output.get(j, country)))
}

/// Output less what was spent on inputs less value added.
fn value_added_gap(baseline: &Baseline, totals: &Totals, country: usize) -> f64 {
    let sectors = 0..baseline.sectors.len();
    let inputs = sectors.map(|k| -totals.intermediate.get(k, country));
    exact_sum(inputs.chain([output(totals, country), -totals.value_added[country]]))
}

/// Spending less inputs less income.
fn spending_gap(totals: &Totals, country: usize) -> f64 {
    let rest = totals.final_spending();
    exact_sum((0..rest.sectors()).map(|j| rest.get(j, country)).chain([-totals.income(country)]))
}

/// By how much the input shares of every cell that has inputs miss one.
fn input_sums(baseline: &Baseline) -> impl Iterator<Item = (f64, String)> + '_ {
    let sectors = 0..baseline.sectors.len();
    let cells = sectors.clone().flat_map(|j| (0..baseline.countries.len()).map(move |i| (j, i)));
    cells.filter_map(move |(j, i)| {
        let sum = exact_sum(sectors.clone().map(|k| baseline.inputs.get(k, j, i)));
        let name = || format!("{} {}", baseline.countries[i].code, baseline.sectors[j].code);
        (sum != 0.0).then(|| (sum - 1.0, name()))
    })
}

fn broken_identities(identities: &[Identity]) -> Vec<Finding> {
    let broken = identities.iter().filter(|identity| !identity.holds);
    broken
        .map(|identity| {
            let at = identity.at.as_deref().unwrap_or("world");
            let message = format!("{}: missed by {:.1e} of it ({at})", identity.name, identity.residual);
            Finding::new(Severity::Error, "identity", message)
        })
        .collect()
}

/// Countries and sectors that buy or make nothing.
fn idle(baseline: &Baseline, totals: &Totals) -> Vec<Finding> {
    let countries = |grid: &crate::cube::Grid| -> Vec<FindingCell> {
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
fn demand(baseline: &Baseline, totals: &Totals) -> Vec<Finding> {
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
    let below = format!(
        "inputs cost more than was bought: final demand below zero is set to zero and the base solved again (listed: the residual in {unit})"
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
fn rates(baseline: &Baseline) -> Vec<Finding> {
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
    cube: &crate::cube::Cube,
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
