//! `thalweg scenario`.

use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{self, Answer, Output, drawn, json_lines};
use clap::Subcommand;
use thalweg_brief::output::Terminal;
use thalweg_core::{Cell, Column, Measure, Problem, Table, nearest};
use thalweg_trade::scenario::{Embedded, embedded_scenarios, embedded_text};

const EXAMPLES: &str = "\
Examples:
  thalweg scenario list
  thalweg scenario show truce > mine.toml";

const LIST_EXAMPLES: &str = "\
Examples:
  thalweg scenario list
  thalweg scenario list -o scenarios.csv";

const SHOW_EXAMPLES: &str = "\
Examples:
  thalweg scenario show truce
  thalweg scenario show materials > mine.toml";

/// What to do with scenarios.
#[derive(Subcommand)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs", after_help = EXAMPLES)]
pub(crate) enum Verb {
    /// List the embedded scenarios and what each asks
    #[command(after_help = LIST_EXAMPLES)]
    List {
        #[command(flatten)]
        output: Output,
    },
    /// Print an embedded scenario with its comments, to start from
    #[command(after_help = SHOW_EXAMPLES)]
    Show {
        /// The name of an embedded scenario
        name: String,
    },
}

impl Verb {
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        match self {
            Self::List { output } => output.target()?.write(&List(embedded_scenarios()), console),
            Self::Show { name } => show(&name),
        }
    }
}

fn show(name: &str) -> Result<(), Failure> {
    match embedded_text(name) {
        Some(text) => output::print(text.as_bytes()),
        None => Err(unknown(name).into()),
    }
}

fn unknown(name: &str) -> Problem {
    let known = embedded_scenarios();
    let names: Vec<&str> = known.iter().map(|scenario| scenario.name).collect();
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => format!("the nearest known word is `{near}`"),
        None => format!("embedded scenarios: {}", names.join(", ")),
    };
    Problem::new(format!("no embedded scenario is called `{name}`")).help(help)
}

struct List(Vec<Embedded>);

impl Answer for List {
    const MAIN: &'static str = "scenarios";

    fn json(&self) -> serde_json::Result<String> {
        json_lines(&self.0)
    }

    fn tables(&self) -> Vec<Table> {
        vec![self.table(&[
            ("name", "Name", |s| s.name.into()),
            ("title", "Title", |s| s.title.as_str().into()),
            ("question", "Question", |s| s.question.as_str().into()),
        ])]
    }

    /// Without the titles: the questions say more.
    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let table = self.table(&[
            ("name", "Name", |s| s.name.into()),
            ("question", "What it asks", |s| s.question.as_str().into()),
        ]);
        drawn([&table], page)
    }
}

/// A column: its names, and what it shows of a scenario.
type Shown<'a> = (&'a str, &'a str, fn(&Embedded) -> Cell);

impl List {
    fn table(&self, shown: &[Shown<'_>]) -> Table {
        Table {
            name: Self::MAIN.to_owned(),
            title: "Embedded scenarios".to_owned(),
            columns: shown.iter().map(|(name, title, _)| Column::new(name, title, Measure::Text)).collect(),
            rows: self.0.iter().map(|s| shown.iter().map(|(_, _, cell)| cell(s)).collect()).collect(),
        }
    }
}
