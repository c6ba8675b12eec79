//! What a user should know about a baseline before relying on it.

use super::finding::{Finding, FindingCell, Severity};
use super::identities::{Identity, broken, identities};
use super::totals::Totals;
use super::{Baseline, folder, remarks};
use serde::Serialize;
use std::path::Path;
use thalweg_core::{Cell, Column, Intake, Measure, Problem, Table};

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
        self.findings.extend(broken(&self.identities));
        self.findings.extend(remarks::idle(baseline, &totals));
        self.findings.extend(remarks::demand(baseline, &totals));
        self.findings.extend(remarks::rates(baseline));
        self.findings.sort_by_key(|finding| finding.severity);
    }

    /// The report as tables: `sizes`, `intake`, `problems`, `identities`, `findings` and the `cells` that they concern;
    /// those without a row are left out, `findings` excepted: that there are none is the answer.
    pub fn tables(&self) -> Vec<Table> {
        let tables = [
            self.sizes_table(),
            self.intake_table(),
            self.problems_table(),
            self.identities_table(),
            self.findings_table(),
            self.cells_table(),
        ];
        tables.into_iter().filter(|table| !table.rows.is_empty() || table.name == "findings").collect()
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
