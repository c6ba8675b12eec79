//! `thalweg mirror`: gaps themselves here, further verbs in one file each.

mod evasion;
mod input;
mod sample;

use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::output::{Answer, Output};
use crate::wrap::wrap;
use clap::Subcommand;
use input::Input;
pub(super) use input::{Given, read_tables};
use std::path::PathBuf;
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_mirror::{
    Countries, Findings, Group, HOW_LOOSE, Margin, Measure, Mirror, PolicyDate, Production, Question, Source,
};

const EXAMPLES: &str = "\
Examples:
  thalweg mirror sample
  thalweg mirror trade.csv --production production.csv --format table
  thalweg mirror trade.csv --exporter XAA --since 2022-01 -o gaps.csv
  thalweg mirror eu-neighbours --since 2022-02-24 --format table";

/// What to hold against each other, and how.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    asking: Asking,
}

/// Further questions to the same statistics.
#[derive(Subcommand)]
#[allow(clippy::large_enum_variant, reason = "there is one, once")]
enum Verb {
    /// Tell whether imports hide from taxes
    Evasion(evasion::Arguments),
    /// Write a small invented world to try these verbs on
    Sample(sample::Arguments),
}

#[derive(clap::Args)]
struct Asking {
    #[command(flatten)]
    input: Input,
    /// Take economies as one, the sum of members: EU27, or NAME=CODE,CODE
    #[arg(long, value_name = "GROUP")]
    together: Vec<String>,
    /// Only what these sold: codes or groups
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    exporter: Vec<String>,
    /// Only what these bought
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    importer: Vec<String>,
    /// Look for changes since a policy: 2022-02-24
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// What the exporter made: country, product, year, quantity, unit
    #[arg(long, value_name = "FILE")]
    production: Option<PathBuf>,
    /// Bound what passed from A through V to B: CHN,VNM,USA
    #[arg(long, value_name = "A,V,B")]
    through: Vec<String>,
    /// Compare only values, or only quantities: value or quantity
    #[arg(long, value_name = "MEASURE", value_parser = ["value", "quantity"], hide_possible_values = true)]
    measure: Option<String>,
    #[command(flatten)]
    freight: Freight,
    /// Keep years that are not whole
    #[arg(long)]
    keep_incomplete: bool,
    /// Gaps that are told in words
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    top: usize,
    #[command(flatten)]
    output: Output,
}

/// What freight is taken to be.
#[derive(clap::Args)]
struct Freight {
    /// Freight and insurance as a fraction of the value: 0 takes imports as they are
    #[arg(long, value_name = "FRACTION", default_value_t = thalweg_mirror::IMF_MARGIN)]
    cif: f64,
    /// The same by distance and product, in TOML
    #[arg(long, value_name = "FILE", conflicts_with = "cif")]
    margins: Option<PathBuf>,
}

impl Freight {
    fn margin(&self) -> Result<Margin, Failure> {
        match &self.margins {
            None => Ok(Margin::fixed(self.cif)),
            Some(path) => Ok(Margin::parse(&input::text(path)?)?),
        }
    }
}

impl Arguments {
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        match self.verb {
            None => self.asking.run(console),
            Some(Verb::Evasion(arguments)) => arguments.run(console),
            Some(Verb::Sample(arguments)) => arguments.run(),
        }
    }
}

impl Asking {
    fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let countries = Countries::embedded();
        let question = self.question(&countries)?;
        let given = self.input.read(&countries)?;
        // told before the answer: where all rows were refused there is none
        diagnose::notes(&given.notes(), console);
        let mirror = Mirror::of(&given.ledger, &countries, &question)?;
        let answer = Told {
            findings: mirror.findings(self.top, &given.sources, &countries),
            mirror,
            given: &given,
            countries: &countries,
        };
        target.write(&answer, console)
    }

    fn question(&self, countries: &Countries) -> Result<Question, Failure> {
        let groups: Result<Vec<Group>, _> =
            self.together.iter().map(|text| Group::parse(text, countries)).collect();
        let measure = self.measure.as_deref().map(|word| match word {
            "value" => Measure::Value,
            _ => Measure::Quantity,
        });
        let production = match &self.production {
            None => Production::default(),
            Some(path) => {
                let (production, intake) =
                    Production::read(&input::text(path)?, &path.display().to_string(), countries)?;
                if intake.refused() > 0 {
                    return Err(Failure::Refused(intake.problems().collect()));
                }
                production
            }
        };
        Ok(Question {
            margin: self.freight.margin()?,
            groups: groups?,
            measure,
            production,
            since: self.since.as_deref().map(PolicyDate::parse).transpose()?,
            exporters: self.exporter.clone(),
            importers: self.importer.clone(),
            routes: self.through.iter().map(|text| route(text)).collect::<Result<_, _>>()?,
            keep_incomplete: self.keep_incomplete,
        })
    }
}

fn route(text: &str) -> Result<[String; 3], Failure> {
    let parts: Vec<String> = text.split(',').map(|part| part.trim().to_owned()).collect();
    parts.try_into().map_err(|_| {
        let problem = Problem::new(format!("`{text}` is no way from one economy through another to a third"));
        Failure::Arguments(problem.help("write `CHN,VNM,USA`"))
    })
}

/// The answer, and what it was read from.
struct Told<'a> {
    mirror: Mirror,
    findings: Findings,
    given: &'a Given,
    countries: &'a Countries,
}

#[derive(serde::Serialize)]
struct Object<'a> {
    sources: &'a [Source],
    #[serde(flatten)]
    mirror: &'a Mirror,
}

impl Answer for Told<'_> {
    const MAIN: &'static str = "gaps";

    fn json(&self) -> serde_json::Result<String> {
        let object = Object { sources: &self.given.sources, mirror: &self.mirror };
        serde_json::to_string(&object).map(|line| line + "\n")
    }

    fn tables(&self) -> Vec<Table> {
        self.mirror.tables()
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let width = usize::from(page.width);
        let mut text = wrap(&self.head(), width);
        for one in &self.findings.findings {
            text.push('\n');
            text.push_str(&wrap(&format!("{}. {}", one.rank, one.sentence), width));
        }
        for passage in &self.mirror.passages {
            text.push('\n');
            text.push_str(&wrap(&passage.sentence(self.mirror.currency.as_deref(), self.countries), width));
        }
        if !self.findings.more.is_empty() {
            text.push('\n');
        }
        self.findings.more.iter().for_each(|sentence| text.push_str(&wrap(sentence, width)));
        text.push('\n');
        self.mirror.notes.iter().for_each(|note| text.push_str(&wrap(note, width)));
        if !self.mirror.passages.is_empty() && !self.mirror.notes.iter().any(|note| note == HOW_LOOSE) {
            text.push_str(&wrap(HOW_LOOSE, width));
        }
        Ok(text)
    }
}

impl Told<'_> {
    fn head(&self) -> String {
        let (flows, told) = (self.mirror.flows.len(), self.findings.findings.len());
        let read: usize = self.given.sources.iter().map(|source| source.intake.accepted).sum();
        format!(
            "{flows} flows have two reports, or one beyond what can be ({read} statements read). The most telling gaps, {told} of them; why \
             two reports differ, statistics do not show:"
        )
    }
}
