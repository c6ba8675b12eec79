//! `thalweg sea decode`.

use super::reading::{Inputs, Sink};
use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::output::{Output, Rows};
use thalweg_core::{Problem, Table};
use thalweg_sea::{Received, Report};

const EXAMPLES: &str = "\
Examples:
  thalweg sea decode '!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A'
  echo '!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A,1334337317' > feed.nmea
  thalweg sea decode feed.nmea --format csv
  thalweg sea decode feed.nmea --table types
  gzip -c feed.nmea | thalweg sea decode - -o reports.parquet
  thalweg sea decode reports.parquet --format json";

/// Which files, how they are taken, and in which form the answer comes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.target()?;
        let table = Table {
            name: "reports".into(),
            title: "Reports".into(),
            columns: Report::columns(),
            rows: Vec::new(),
        };
        let mut out = Out { rows: if target.wants_rows() { Some(target.rows(table)?) } else { None } };
        let (summary, problems) = self.inputs.read(&mut out)?;
        match out.rows {
            Some(rows) => rows.finish()?,
            None => target.write(&summary, console)?,
        }
        diagnose::notes(&summary.notes(), console);
        if summary.is_empty() && problems.is_empty() {
            let problem = Problem::new("there is no message and no position in the input");
            return Err(problem
                .help("a table is told by its name: a file that ends in .csv, .csv.gz or .parquet")
                .into());
        }
        if problems.is_empty() { Ok(()) } else { Err(Failure::Refused(problems)) }
    }
}

/// Where rows go, if they are wanted.
struct Out {
    rows: Option<Rows>,
}

impl Sink for Out {
    fn file(&mut self, _: &str) {}

    fn received(&mut self, received: &Received<'_>) -> Result<(), Failure> {
        match &mut self.rows {
            Some(rows) if rows.wants_objects() => rows.object(received),
            Some(rows) => Report::of(received).map_or(Ok(()), |report| rows.row(report.row())),
            None => Ok(()),
        }
    }

    fn report(&mut self, report: &Report) -> Result<(), Failure> {
        match &mut self.rows {
            Some(rows) if rows.wants_objects() => rows.object(report),
            Some(rows) => rows.row(report.row()),
            None => Ok(()),
        }
    }
}
