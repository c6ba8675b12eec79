//! Reads all input into a store, and looks for everything in it.

use super::input::unreadable;
use super::reading::{Inputs, Sink};
use super::summary::Summary;
use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::progress::Steps;
use std::io;
use std::path::{Path, PathBuf};
use thalweg_core::{Intake, Problem};
use thalweg_sea::dossier::Subject;
use thalweg_sea::identity::Registry;
use thalweg_sea::scan::{Scan, Step, World, scan};
use thalweg_sea::{Geography, Parts, Received, Report, Rules, Store};

/// What is read, and by which rules it is judged.
#[derive(clap::Args)]
pub(crate) struct Gathering {
    #[command(flatten)]
    inputs: Inputs,
    /// Limits of the detectors, in TOML
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    rules: Option<PathBuf>,
    /// Ports, terminals, anchorages and transfer areas beside the embedded ones, in CSV
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    places: Option<PathBuf>,
    /// False registries and scrapped ships, in CSV
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    lists: Option<PathBuf>,
    /// Memory to use, in GiB: what does not fit goes to files
    #[arg(long, value_name = "GIB", default_value_t = MEMORY, help_heading = "Memory", value_parser = memory)]
    memory: f64,
    /// Where those files go, for as long as they are needed [default: the system's folder for temporary files]
    #[arg(long, value_name = "FOLDER", help_heading = "Memory")]
    scratch: Option<PathBuf>,
}

/// Memory to use where nobody says how much, GiB.
const MEMORY: f64 = 4.0;

/// Part of the memory that positions may take while they are read: sorting and taking apart need as much again.
const FOR_POSITIONS: f64 = 0.5;

fn memory(text: &str) -> Result<f64, String> {
    let wrong = || format!("`{text}` is no amount of memory: write GiB as a number from 0.25 on");
    let gib: f64 = text.parse().map_err(|_| wrong())?;
    if (0.25..=1e6).contains(&gib) { Ok(gib) } else { Err(wrong()) }
}

/// What was found, and by what.
pub(crate) struct Gathered {
    pub(crate) scan: Scan,
    pub(crate) rules: Rules,
    pub(in crate::verbs) geography: Geography,
    pub(in crate::verbs) registry: Registry,
    /// Names of the files, by their numbers in records.
    pub(crate) files: Vec<String>,
    /// What became of the input.
    pub(super) summary: Summary,
    /// What could not be read to its end.
    pub(in crate::verbs) problems: Vec<Problem>,
    /// Notes on tables of places and lists.
    pub(in crate::verbs) notes: Vec<Problem>,
}

impl Gathered {
    /// What is known beside what ships say.
    pub(crate) fn world(&self) -> World<'_> {
        World { geography: &self.geography, registry: &self.registry }
    }

    /// Notes rows of a table that were refused.
    pub(super) fn refused(&mut self, intake: &Intake) {
        self.notes.extend(intake.notes());
    }

    /// Tells on standard error what was left out, and fails where something could not be read, or nothing was there.
    pub(crate) fn close(self, console: &Console) -> Result<(), Failure> {
        let counts = &self.scan.counts;
        let mut notes = self.summary.notes();
        notes.extend(self.notes);
        if counts.untimed > 0 {
            let note = Problem::new(format!("{} reports have no time and are in no track", counts.untimed));
            notes.push(note.help("--day DAY says on which day a log begins"));
        }
        diagnose::notes(&notes, console);
        if !self.problems.is_empty() {
            return Err(Failure::Refused(self.problems));
        }
        if counts.positions == 0 {
            return Err(Problem::new("there is no position with a time in the input").into());
        }
        Ok(())
    }
}

impl Gathering {
    /// Files, and the embedded rules and places.
    pub(crate) fn of(files: Vec<String>, mapping: Option<PathBuf>) -> Self {
        let inputs = Inputs::of(files, mapping);
        Self { inputs, rules: None, places: None, lists: None, memory: MEMORY, scratch: None }
    }

    /// Reads and scans. The ship that is `wanted` is given with all their positions.
    pub(crate) fn gather(&self, wanted: Option<Subject>) -> Result<Gathered, Failure> {
        let rules = self.rules()?;
        let mut notes = Vec::new();
        let geography = self.geography(&mut notes)?;
        let registry = self.registry(&mut notes)?;
        let scratch = self.scratch()?;
        let room = (self.memory * FOR_POSITIONS * f64::from(1 << 30)) as usize;
        let mut taking = Taking { store: Store::new(scratch.path(), room), file: 0 };
        let (summary, problems) = self.inputs.read(&mut taking)?;
        let steps = Steps::new();
        steps.show("putting positions in order");
        let failed = |error: io::Error| Failure::from(disk(scratch.path(), &error));
        let mut parts: Parts = taking.store.finish(&rules.segment).map_err(failed)?;
        let world = World { geography: &geography, registry: &registry };
        let found =
            scan(&mut parts, world, wanted, &rules, &mut |step| steps.show(&words(step))).map_err(failed)?;
        let files = parts.files().to_vec();
        Ok(Gathered { scan: found, rules, geography, registry, files, summary, problems, notes })
    }

    fn rules(&self) -> Result<Rules, Failure> {
        let Some(path) = &self.rules else { return Ok(Rules::default()) };
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| unreadable(&name, &error))?;
        Ok(Rules::parse(&text).map_err(|error| Problem::new(format!("`{name}`: {error}")))?)
    }

    fn geography(&self, notes: &mut Vec<Problem>) -> Result<Geography, Failure> {
        let embedded = Geography::embedded();
        let Some(path) = &self.places else { return Ok(embedded.clone()) };
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| unreadable(&name, &error))?;
        let read = embedded.with_places(&name, &bytes);
        let (geography, intake) = read.map_err(|error| Problem::new(format!("`{name}`: {error}")))?;
        notes.extend(intake.notes());
        Ok(geography)
    }

    fn registry(&self, notes: &mut Vec<Problem>) -> Result<Registry, Failure> {
        let Some(path) = &self.lists else { return Ok(Registry::default()) };
        let name = path.display().to_string();
        let file = std::fs::File::open(path).map_err(|error| unreadable(&name, &error))?;
        let read = Registry::read(file, &name);
        let (registry, intake) = read.map_err(|error| Problem::new(format!("`{name}`: {error}")))?;
        notes.extend(intake.notes());
        Ok(registry)
    }

    fn scratch(&self) -> Result<tempfile::TempDir, Failure> {
        let builder = || {
            let mut builder = tempfile::Builder::new();
            builder.prefix("thalweg-");
            builder
        };
        let made = match &self.scratch {
            Some(folder) => builder().tempdir_in(folder),
            None => builder().tempdir(),
        };
        let folder = self.scratch.clone().unwrap_or_else(std::env::temp_dir);
        made.map_err(|error| disk(&folder, &error).into())
    }
}

fn words(step: Step) -> String {
    match step {
        Step::Ships(done, of) => format!("following ships: part {} of {of}", done + 1),
        Step::Pairs => "looking for ships that met".to_owned(),
        Step::Silences(done, of) => format!("judging silences: part {} of {of}", done + 1),
    }
}

fn disk(folder: &Path, error: &io::Error) -> Problem {
    let problem = Problem::new(format!("cannot keep positions in `{}`: {error}", folder.display()));
    problem.help("--scratch FOLDER names another place, --memory GIB keeps more of them in memory")
}

/// Reports on their way into a store.
struct Taking {
    store: Store,
    file: u16,
}

impl Sink for Taking {
    fn file(&mut self, name: &str) {
        self.file = self.store.file(name);
    }

    fn received(&mut self, received: &Received<'_>) -> Result<(), Failure> {
        Report::of(received).map_or(Ok(()), |report| self.report(&report))
    }

    fn report(&mut self, report: &Report) -> Result<(), Failure> {
        let added = self.store.add(report, self.file);
        added.map_err(|error| Problem::new(format!("cannot keep positions on disk: {error}")).into())
    }
}
