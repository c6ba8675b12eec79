//! Published results, run again: what was printed beside what the engines compute, cell by cell.
//!
//! A number that a paper prints is met if what is computed rounds to it. Where it does not, the row says so, and why as far
//! as that was found: nothing is bent to fit. [`Source::compare`] runs one source, [`Replication`] gathers them.

mod caliendo_parro;
mod liberation_day;
mod majors;
mod ossa;
mod rates;
mod verdict;
mod worlds;

pub use ossa::{OssaCountry, OssaRun, OssaTable, OssaWorld};
pub use verdict::Verdict;

use crate::error::{Error, ErrorKind};
use serde::Serialize;
use std::path::{Path, PathBuf};
use thalweg_core::{Problem, Table};
use thalweg_trade::outcome::Row;
use thalweg_trade::row;
use thalweg_trade::{Options, Outcome, Scenario, Settings, Simulator};

row! {
    /// A number as it was printed, and as it is computed.
    ComparedRow {
        /// Where it was printed: a word of [`Source`].
        source: String, Text, "Source";
        /// The table, or the case.
        table: String, Text, "Table";
        /// Whose number it is.
        who: String, Text, "Who";
        /// What it says.
        what: String, Text, "What";
        /// As printed.
        published: String, Text, "Published";
        /// As computed; absent where it was not run.
        computed: Option<f64>, Number, "Computed";
        /// `met`, `met to N digits`, `not met` or `not run`.
        verdict: String, Text, "Verdict";
        /// Why it is not met or not run; empty where it is met.
        why: String, Text, "Why";
    }
}

row! {
    /// How a source came out.
    SourceRow {
        /// Its word.
        source: String, Text, "Source";
        /// What it is.
        reference: String, Text, "Reference";
        /// Numbers compared.
        cells: f64, Count, "Cells";
        /// Of these, met to every printed digit.
        met: f64, Count, "Met";
        /// Met to fewer digits.
        met_in_part: f64, Count, "In part";
        /// Not met.
        not_met: f64, Count, "Not met";
        /// Not run.
        not_run: f64, Count, "Not run";
    }
}

/// Where numbers were printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Independent solutions of the same equations on the embedded worlds.
    Worlds,
    /// An independent solution with scale economies.
    Majors,
    /// Caliendo and Parro (2015).
    CaliendoParro,
    /// Ossa (2014).
    Ossa,
    /// Ignatenko, Lashkaripour, Macedoni and Simonovska (2025).
    LiberationDay,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Worlds, Self::Majors, Self::CaliendoParro, Self::Ossa, Self::LiberationDay];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Worlds => "worlds",
            Self::Majors => "majors-2017",
            Self::CaliendoParro => "caliendo-parro-2015",
            Self::Ossa => "ossa-2014",
            Self::LiberationDay => "liberation-day-2025",
        }
    }

    /// What it is, for readers.
    pub fn reference(self) -> &'static str {
        match self {
            Self::Worlds => "Independent solutions of the same model on the worlds of 2011, 2022 and 2023",
            Self::Majors => "Independent solution with scale economies, seven economies, 2018 tariffs",
            Self::CaliendoParro => "Caliendo and Parro, Review of Economic Studies 82(1), 2015",
            Self::Ossa => "Ossa, American Economic Review 104(12), 2014, tables 3b, 4b, 5b",
            Self::LiberationDay => {
                "Ignatenko, Lashkaripour, Macedoni, Simonovska, Journal of International Economics 157, 2025"
            }
        }
    }

    /// The folder of the data that it needs, below the folder of all data; none: what is embedded is enough.
    pub fn folder(self) -> Option<&'static str> {
        match self {
            Self::Worlds => None,
            Self::Majors => Some("baselines/majors-2017"),
            Self::CaliendoParro => Some("baselines/nafta-1993"),
            Self::Ossa => Some("baselines/trade-wars-2014"),
            Self::LiberationDay => Some("papers/liberation-day"),
        }
    }

    /// Its numbers beside what the trade engine computes. Of [`Source::Ossa`] only the trade war at the published tariffs:
    /// what governments choose is for who knows that to compute, see [`Source::compare_ossa`].
    ///
    /// `data` is the folder of all data; a source whose own folder is not there is listed as not run.
    ///
    /// # Errors
    /// If files are there and cannot be understood, or if an equilibrium is not found.
    pub fn compare(self, data: Option<&Path>) -> Result<Vec<ComparedRow>, Error> {
        let Some(below) = self.folder() else { return worlds::compare(data) };
        let Some(folder) = self.found(data) else { return Ok(self.not_run(below)) };
        match self {
            Self::Worlds => worlds::compare(data),
            Self::Majors => majors::compare(&folder),
            Self::CaliendoParro => caliendo_parro::compare(&folder),
            Self::Ossa => ossa::compare(&folder, &[OssaWorld::read(&folder)?.published_war()?]),
            Self::LiberationDay => liberation_day::compare(&folder),
        }
    }

    /// The numbers of Ossa (2014) beside what was computed elsewhere, and beside the war at the published tariffs.
    ///
    /// # Errors
    /// As [`Source::compare`].
    pub fn compare_ossa(
        folder: &Path,
        world: &OssaWorld,
        runs: Vec<OssaRun>,
    ) -> Result<Vec<ComparedRow>, Error> {
        let mut all = vec![world.published_war()?];
        all.extend(runs);
        ossa::compare(folder, &all)
    }

    /// Its own folder, if it is there.
    pub fn found(self, data: Option<&Path>) -> Option<PathBuf> {
        Some(data?.join(self.folder()?)).filter(|folder| folder.is_dir())
    }

    /// One row for all that was not run.
    fn not_run(self, below: &str) -> Vec<ComparedRow> {
        vec![ComparedRow {
            source: self.word().to_owned(),
            table: "all".to_owned(),
            who: String::new(),
            what: String::new(),
            published: String::new(),
            computed: None,
            verdict: Verdict::NotRun.to_string(),
            why: format!("needs the folder `{below}` of the data; name it with --data FOLDER"),
        }]
    }
}

/// A printed number and what it says.
#[derive(Debug, Clone, Copy)]
struct Published<'a> {
    table: &'a str,
    who: &'a str,
    what: &'a str,
    printed: &'a str,
}

impl Published<'_> {
    /// Beside what is computed; `why` is given where it is not met to every digit.
    fn beside(&self, source: Source, computed: f64, why: &str) -> ComparedRow {
        let verdict = Verdict::of(self.printed, computed);
        ComparedRow {
            source: source.word().to_owned(),
            table: self.table.to_owned(),
            who: self.who.to_owned(),
            what: self.what.to_owned(),
            published: self.printed.to_owned(),
            computed: Some(computed).filter(|value| value.is_finite()),
            verdict: verdict.to_string(),
            why: if verdict == Verdict::Met { String::new() } else { why.to_owned() },
        }
    }
}

/// All that was compared: the table of trust.
///
/// ```
/// use thalweg_evidence::replication::{Replication, Source};
/// let mut all = Replication::default();
/// all.add(Source::Worlds.compare(None)?);
/// assert!(all.sources()[0].met > 30.0);
/// # Ok::<(), thalweg_evidence::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Replication {
    /// Every number.
    pub rows: Vec<ComparedRow>,
}

impl Replication {
    /// Adds the rows of a source.
    pub fn add(&mut self, rows: Vec<ComparedRow>) {
        self.rows.extend(rows);
    }

    /// How every source came out, in the order of [`Source::ALL`].
    pub fn sources(&self) -> Vec<SourceRow> {
        let row = |source: Source| {
            let rows: Vec<&ComparedRow> =
                self.rows.iter().filter(|row| row.source == source.word()).collect();
            let count = |is: &dyn Fn(&str) -> bool| rows.iter().filter(|row| is(&row.verdict)).count() as f64;
            let [met, not_met, not_run] = [Verdict::Met, Verdict::NotMet, Verdict::NotRun].map(|verdict| {
                let word = verdict.to_string();
                count(&|found| found == word)
            });
            let all = rows.len() as f64;
            SourceRow {
                source: source.word().to_owned(),
                reference: source.reference().to_owned(),
                cells: all,
                met,
                met_in_part: all - met - not_met - not_run,
                not_met,
                not_run,
            }
        };
        Source::ALL.map(row).into_iter().filter(|row| row.cells > 0.0).collect()
    }

    /// Sources first, then every number.
    pub fn tables(&self) -> Vec<Table> {
        vec![self.sources_table(), self.cells_table()]
    }

    /// How every source came out.
    pub fn sources_table(&self) -> Table {
        table("sources", "Published results, run again", &self.sources())
    }

    /// Every number.
    pub fn cells_table(&self) -> Table {
        table("cells", "Cell by cell", &self.rows)
    }
}

fn table<R: Row>(name: &str, title: &str, rows: &[R]) -> Table {
    Table {
        name: name.to_owned(),
        title: title.to_owned(),
        columns: R::columns(),
        rows: rows.iter().map(Row::cells).collect(),
    }
}

/// The outcome of a scenario.
fn simulate(baseline: &thalweg_trade::Baseline, scenario: &Scenario) -> Result<Outcome, Error> {
    let outcome = Simulator::new(baseline, Settings::default()).simulate(
        &scenario.name,
        scenario,
        &Options::default(),
    )?;
    Ok(outcome)
}

/// The row of a country that must be there.
fn country<'a>(outcome: &'a Outcome, code: &str) -> Result<&'a thalweg_trade::outcome::CountryRow, Error> {
    outcome.country(code).ok_or_else(|| missing(&format!("country `{code}`")))
}

/// Something that the published data must have.
fn missing(what: &str) -> Error {
    let problem = Problem::new(format!("the data have no {what}"));
    Error::one(ErrorKind::Question, problem.help("use the data as they were published"))
}
