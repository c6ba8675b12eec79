//! `thalweg screen ship`.

use super::given;
use super::reading::{self, Tables};
use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::output::{Answer, Output, drawn, json_lines};
use crate::wrap::wrap;
use jiff::civil::Date;
use std::path::PathBuf;
use thalweg_brief::output::Terminal;
use thalweg_core::{CompanyImo, Imo, Problem, Table};
use thalweg_screen::ship_file::{CompanyHit, Evidence};
use thalweg_screen::{EntityKind, IdentifierKind, Index, Lexicon, Lists, Query, Settings, ShipFile};

const EXAMPLES: &str = "\
Examples:
  thalweg screen sample
  thalweg screen ship 9999917 --list list.csv
  thalweg screen ship 9999917 --list list.csv --on 2024-06-20 --format json";

/// Which ship, and where it is looked up.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// IMO number: seven digits
    #[arg(value_parser = imo)]
    ship: Imo,
    #[command(flatten)]
    case: Case,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn imo(text: &str) -> Result<Imo, String> {
    text.parse::<Imo>().map_err(|error| error.to_string())
}

/// Lists, tables and the day: what the file of a ship is made from.
#[derive(clap::Args)]
pub(crate) struct Case {
    /// Lists of sanctions, in any form that `thalweg screen lists` reads
    #[arg(long = "list", value_name = "FILE", num_args = 1.., help_heading = "Reading")]
    lists: Vec<PathBuf>,
    #[command(flatten)]
    tables: Tables,
    /// Folder of tables about a fleet: vessels, companies, names, flags
    #[arg(long, value_name = "FOLDER", help_heading = "Reading")]
    fleet: Option<PathBuf>,
    /// How it stood on this day, such as 2024-08-31 [default: today]
    #[arg(long, value_name = "DAY", value_parser = given::day, help_heading = "Reading")]
    on: Option<Date>,
}

impl Case {
    /// Whether anything is given to look the ship up in.
    pub(crate) fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.fleet.is_none()
    }

    /// The options as they were given, for a command that does the same again.
    pub(crate) fn words(&self) -> String {
        let mut words = String::new();
        for list in &self.lists {
            words += &format!(" --list {}", list.display());
        }
        if let Some(fleet) = &self.fleet {
            words += &format!(" --fleet {}", fleet.display());
        }
        self.on.map_or(words.clone(), |day| format!("{words} --on {day}"))
    }

    /// The file of a ship.
    pub(crate) fn file(&self, ship: Imo, console: &Console) -> Result<ShipFile, Failure> {
        if self.is_empty() {
            let problem = Problem::new("nothing is given to look the ship up in");
            return Err(Failure::Arguments(
                problem.help("--list FILE names lists, --fleet FOLDER tables about ships"),
            ));
        }
        let lists = self.tables.read(&self.lists)?;
        diagnose::notes(&reading::notes(&lists), console);
        if !lists.files.is_empty() {
            reading::close(&lists)?;
        }
        let read = self.fleet.as_ref().map(|folder| given::fleet(folder, lists.files.len(), console));
        let fleet = read.transpose()?;
        let sources = given::sources(&lists, fleet.as_ref());
        let lexicon = Lexicon::new();
        let index = Index::new(&lists.entities, &lexicon);
        let evidence = Evidence { entities: &lists.entities, sources: &sources, fleet: fleet.as_ref() };
        let hits = |name: &str, number: CompanyImo| company_hits(&index, &lists, name, number);
        let file = ShipFile::of(ship, self.on.unwrap_or_else(given::today), evidence, &hits);
        file.ok_or_else(|| {
            let problem = Problem::new(format!("no list or table that was read has the ship IMO {ship}"));
            problem.help("that it is in none of these files is no proof that it is in no list").into()
        })
    }
}

/// Least score of a company that is told beside a ship: many companies are looked up, of which few are on lists.
const SURE: f64 = 0.85;

/// What lists have of a company, by its name and number.
fn company_hits(index: &Index<'_>, lists: &Lists, name: &str, number: CompanyImo) -> Vec<CompanyHit> {
    let query =
        Query::named(name).of_kind(EntityKind::Company).with(IdentifierKind::CompanyImo, &number.to_string());
    // a name that no query can hold is found by nobody
    let settings = Settings { explain: true, threshold: SURE, ..Settings::default() };
    let Ok(answer) = index.search(&query, &settings) else { return Vec::new() };
    let hits = answer.hits.iter().map(|hit| {
        let entity = &lists.entities[hit.entity];
        let comparison = hit.matched.as_ref().and_then(|matched| matched.comparison.as_ref());
        let mut why = comparison.map(thalweg_screen::Comparison::words).unwrap_or_default();
        why.extend(hit.evidence.iter().map(|evidence| evidence.said.clone()));
        let source = lists.source(entity.record.source);
        let version = |source: &thalweg_screen::Source| match &source.version {
            Some(version) => format!("{} of {version}", source.list),
            None => source.list.clone(),
        };
        CompanyHit {
            record: entity.record.clone(),
            list: source.map(version).unwrap_or_default(),
            name: hit.name(entity).map_or_else(|| entity.name().to_owned(), |name| name.text.clone()),
            score: hit.score,
            why,
            listings: entity.listings.clone(),
            trace: entity.trace,
        }
    });
    hits.collect()
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.target()?;
        let file = self.case.file(self.ship, console)?;
        target.write(&Told { file }, console)
    }
}

/// The file of a ship.
struct Told {
    file: ShipFile,
}

impl Answer for Told {
    const MAIN: &'static str = "listings";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.file])
    }

    fn tables(&self) -> Vec<Table> {
        self.file.tables()
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let width = usize::from(page.width);
        let sentences = thalweg_brief::ship_in_words(&self.file);
        let mut text: String = sentences.iter().map(|sentence| wrap(sentence, width)).collect();
        text.push('\n');
        let few: Vec<Table> =
            self.file.tables().into_iter().filter(|table| !table.rows.is_empty()).map(short).collect();
        text.push_str(&drawn(few.iter(), page)?);
        text.push('\n');
        text.push_str(&wrap("Records, addresses, programmes: --format json, or --table NAME.", width));
        Ok(text)
    }
}

/// The columns of a table that fit a terminal.
fn short(table: Table) -> Table {
    let kept: &[&str] = match table.name.as_str() {
        "listings" => &["authority", "measures", "from", "name", "place"],
        "identity" => &["kind", "value", "from", "to", "place"],
        "companies" => &["role", "company", "from", "to", "hits"],
        "hits" => &["company", "listed_name", "score", "authority"],
        "inspections" => &["day", "port", "deficiencies", "detained"],
        "changes" => &["day", "before", "after", "listed", "days"],
        "near" => &["imo", "name", "same_time", "listed"],
        _ => return table,
    };
    table.only(kept)
}
