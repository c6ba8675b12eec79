//! `thalweg baseline check`.

use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn, json_lines};
use std::path::Path;
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_trade::Baseline;
use thalweg_trade::baseline::{Check, Finding, Severity, check, check_folder};

const EXAMPLES: &str = "\
Examples:
  thalweg baseline check world-2022
  thalweg baseline check world-2011 --table identities";

/// Which one, and in which form.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// A folder, an embedded baseline, or a packed file
    baseline: String,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.target()?;
        let report = report(&self.baseline)?;
        target.write(&report, console)?;
        if report.is_usable() { Ok(()) } else { Err(Failure::Refused(errors(&report))) }
    }
}

/// A folder is reported on even where it is no baseline.
fn report(name: &str) -> Result<Check, Failure> {
    let path = Path::new(name);
    if path.is_dir() && Baseline::embedded_bytes(name).is_none() {
        Ok(check_folder(path))
    } else {
        Ok(check(&Baseline::open(name)?))
    }
}

fn errors(report: &Check) -> Vec<Problem> {
    let grave = |finding: &&Finding| finding.severity == Severity::Error;
    let findings = report.findings.iter().filter(grave).map(|finding| Problem::new(&finding.message));
    report.problems.iter().cloned().chain(findings).collect()
}

impl Answer for Check {
    const MAIN: &'static str = "findings";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([self])
    }

    fn tables(&self) -> Vec<Table> {
        self.tables()
    }

    /// Without the problems, which stand on standard error with their lines, and without the long list of cells.
    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let shown =
            |table: &Table| table.name != "problems" && table.name != "cells" && !table.rows.is_empty();
        let tables = self.tables();
        let verdict = if self.is_usable() { "can be used" } else { "cannot be used" };
        let tables = drawn(tables.iter().filter(|table| shown(table)), page)?;
        Ok(format!("The baseline `{}` {verdict}.\n\n{tables}", self.baseline))
    }
}
