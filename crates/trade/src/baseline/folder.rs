//! A baseline as a folder of CSV files: reading it, with every problem in one pass.

use super::codes::Codes;
use super::costs_files::{self, Costs};
use super::countries_file;
use super::final_file;
use super::finding::Finding;
use super::flows_file::{self, Flows};
use super::sectors_file;
use super::table_file::{Layout, TableFile};
use super::toml_file::TomlFile;
use super::{About, Baseline, Country, Sector, about};
use crate::cube::Grid;
use crate::error::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use thalweg_core::{Intake, Problem, nearest};

/// The most cells that the arrays of a baseline may have (sectors times countries squared, and countries times
/// sectors squared): 16.8 million, ninety times `world-2022`.
pub(crate) const MOST_CELLS: usize = 1 << 24;

/// The tables of a folder; the first three are required.
pub(super) const TABLES: [&str; 6] = ["countries", "sectors", "flows", "production", "inputs", "final"];

/// What came of reading a folder.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The baseline, if there was no problem.
    pub(super) baseline: Option<Baseline>,
    /// Rows taken and refused, by file.
    pub(super) intakes: Vec<Intake>,
    /// Everything that is wrong.
    pub(super) problems: Vec<Problem>,
    /// What was mended.
    pub(super) notes: Vec<Finding>,
    /// Whether a file or the folder could not be opened at all.
    unopened: bool,
}

impl Baseline {
    /// Reads a baseline from a folder of CSV files: `baseline.toml`, `countries.csv`, `sectors.csv`, `flows.csv` and,
    /// where there are any, `production.csv`, `inputs.csv` and `final.csv`, each plain or with `.gz` at the end.
    ///
    /// Beside the baseline it returns, for every file, how many rows were accepted. Empty tariffs are zero; shares
    /// whose sum misses one by at most 0.001 are divided by it, and a sector with no inputs is taken as made of value
    /// added only ([`check_folder`](super::check_folder) lists both).
    ///
    /// # Errors
    /// A wrong row makes the whole baseline an error: nothing is left out in silence. The error carries the problems of
    /// all files, the first five of every kind with file, line and column, the others counted. Its kind is
    /// [`ErrorKind::File`] where a file could not be opened and [`ErrorKind::Baseline`] otherwise.
    ///
    /// ```
    /// use thalweg_trade::Baseline;
    /// let error = Baseline::read_folder("no/such/folder".as_ref()).unwrap_err();
    /// assert_eq!(error.to_string(), "there is no folder `no/such/folder`");
    /// ```
    pub fn read_folder(folder: &Path) -> Result<(Self, Vec<Intake>), Error> {
        let reading = read(folder);
        match reading.baseline {
            Some(baseline) => Ok((baseline, reading.intakes)),
            None => {
                let kind = if reading.unopened { ErrorKind::File } else { ErrorKind::Baseline };
                Err(Error::new(kind, reading.problems))
            }
        }
    }
}

/// Reads a folder, and keeps what was found on the way even if it is no baseline.
pub(super) fn read(folder: &Path) -> Reading {
    let mut reading = Reading::default();
    let Some(files) = reading.find(folder) else { return reading };
    let about = reading.about(folder);
    let countries = reading.countries(&files);
    let sectors = reading.sectors(&files);
    if let (Some((countries, c)), Some((sectors, s))) = (countries, sectors)
        && reading.fits(&c, &s)
    {
        let flows = reading.flows(&files, &c, &s);
        let costs = reading.costs(&files, &c, &s);
        let final_shares = reading.final_shares(&files, &c, &s);
        reading.assemble(about, countries, sectors, flows, costs, final_shares);
    }
    reading
}

/// The files of a folder, by the name of the table.
struct Files([Option<PathBuf>; 6]);

impl Files {
    fn path(&self, table: &str) -> Option<&Path> {
        let at = TABLES.iter().position(|name| *name == table)?;
        self.0[at].as_deref()
    }
}

impl Reading {
    /// Finds the files of a folder.
    fn find(&mut self, folder: &Path) -> Option<Files> {
        if let Some(problem) = no_folder(folder) {
            self.unopened = true;
            self.problems.push(problem);
            return None;
        }
        let files = TABLES.map(|table| self.find_table(folder, table));
        self.misspelt(folder, &files);
        Some(Files(files))
    }

    fn find_table(&mut self, folder: &Path, table: &str) -> Option<PathBuf> {
        let plain = folder.join(format!("{table}.csv"));
        let packed = folder.join(format!("{table}.csv.gz"));
        match (plain.exists(), packed.exists()) {
            (true, true) => {
                let both = format!("`{}` and `{}` both exist", plain.display(), packed.display());
                self.problems.push(Problem::new(both).help("remove one of them: only one can be meant"));
                None
            }
            (true, false) => Some(plain),
            (false, true) => Some(packed),
            (false, false) => {
                if TABLES[..3].contains(&table) {
                    self.unopened = true;
                    let missing = format!("`{}` is missing", plain.display());
                    self.problems.push(
                        Problem::new(missing)
                            .help("a folder needs baseline.toml, countries.csv, sectors.csv and flows.csv"),
                    );
                }
                None
            }
        }
    }

    /// Files whose names are nearly those of a table that is not there: they would be overlooked in silence.
    fn misspelt(&mut self, folder: &Path, files: &[Option<PathBuf>; 6]) {
        let absent = || TABLES.iter().zip(files).filter(|(_, path)| path.is_none()).map(|(name, _)| *name);
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .map(|entries| entries.flatten().filter_map(|e| e.file_name().into_string().ok()).collect())
            .unwrap_or_default();
        names.sort();
        for name in names {
            let lower = name.to_lowercase();
            let Some(stem) = lower.strip_suffix(".gz").unwrap_or(&lower).strip_suffix(".csv") else {
                continue;
            };
            let known = TABLES
                .iter()
                .any(|table| name == format!("{table}.csv") || name == format!("{table}.csv.gz"));
            if let (false, Some(near)) = (known, nearest(stem, absent())) {
                let message = format!("`{}` is not a file of a baseline", folder.join(&name).display());
                self.problems.push(Problem::new(message).help(format!("did you mean `{near}.csv`?")));
            }
        }
    }

    fn about(&mut self, folder: &Path) -> Option<About> {
        let path = folder.join("baseline.toml");
        if !path.exists() {
            self.unopened = true;
            let missing = Problem::new(format!("`{}` is missing", path.display()));
            self.problems.push(missing.help("it says `name`, `year`, `unit` and `source`"));
            return None;
        }
        let read =
            TomlFile::open(&path).map_err(|problem| vec![problem]).and_then(|file| about::about(&file));
        self.keep(read)
    }

    fn keep<T>(&mut self, result: Result<T, Vec<Problem>>) -> Option<T> {
        result.map_err(|problems| self.problems.extend(problems)).ok()
    }

    fn table(&mut self, files: &Files, name: &str, layout: &Layout) -> Option<TableFile> {
        let opened = TableFile::open(files.path(name)?, layout);
        self.keep(opened)
    }

    /// Takes the report of a file; says whether nothing was refused.
    fn take(&mut self, refusals: super::refusals::Refusals) -> bool {
        let (intake, problems) = refusals.finish();
        self.intakes.push(intake);
        let clean = problems.is_empty();
        self.problems.extend(problems);
        clean
    }

    /// A table without a row is as good as none; says whether there is one.
    fn has_rows(&mut self, table: &TableFile, rows: usize) -> bool {
        if rows == 0 && self.intakes.last().is_some_and(|intake| intake.read() == 0) {
            self.problems.push(Problem::new(format!("`{}` has a header and no rows", table.file())));
        }
        rows > 0
    }

    fn countries(&mut self, files: &Files) -> Option<(Vec<Country>, Codes)> {
        let table = self.table(files, "countries", &countries_file::LAYOUT)?;
        let (countries, codes, refusals) = countries_file::countries(&table);
        self.take(refusals);
        self.has_rows(&table, codes.len()).then_some((countries, codes))
    }

    fn sectors(&mut self, files: &Files) -> Option<(Vec<Sector>, Codes)> {
        let table = self.table(files, "sectors", &sectors_file::LAYOUT)?;
        if let Some(problem) = sectors_file::head_problem(&table) {
            self.problems.push(problem);
            return None;
        }
        let (sectors, codes, refusals) = sectors_file::sectors(&table);
        self.take(refusals);
        self.has_rows(&table, codes.len()).then_some((sectors, codes))
    }

    /// Whether arrays of these sizes may be made.
    fn fits(&mut self, countries: &Codes, sectors: &Codes) -> bool {
        let fits = fits(countries.len(), sectors.len());
        if !fits {
            let (n, j) = (countries.len(), sectors.len());
            self.problems.push(Problem::new(format!(
                "{n} countries and {j} sectors are too many: no array may have more than {MOST_CELLS} cells"
            )));
        }
        fits
    }

    fn flows(&mut self, files: &Files, countries: &Codes, sectors: &Codes) -> Option<Flows> {
        let table = self.table(files, "flows", &flows_file::LAYOUT)?;
        let (flows, refusals) = flows_file::flows(&table, countries, sectors);
        self.take(refusals);
        let any = flows.values.values().iter().filter(|value| **value > 0.0).count();
        self.has_rows(&table, any);
        Some(flows)
    }

    fn costs(&mut self, files: &Files, countries: &Codes, sectors: &Codes) -> Costs {
        let mut costs = Costs::value_added_only(sectors.len(), countries.len());
        if let Some(table) = self.table(files, "production", &costs_files::PRODUCTION) {
            let refusals = costs.read_production(&table, countries, sectors);
            self.take(refusals);
        }
        if let Some(table) = self.table(files, "inputs", &costs_files::INPUTS) {
            let (refusals, problems, note) = costs.read_inputs(&table, countries, sectors);
            if self.take(refusals) {
                self.problems.extend(problems);
            }
            self.notes.extend(note);
            self.inputs_without_production(files);
        }
        self.notes.extend(costs.without_inputs_value_added_only(countries, sectors));
        costs
    }

    fn inputs_without_production(&mut self, files: &Files) {
        if files.path("production").is_none() {
            let message =
                "there are shares of inputs and no `production.csv`: every sector would be value added only";
            self.problems.push(Problem::new(message).help("give `value_added_share` in `production.csv`"));
        }
    }

    fn final_shares(&mut self, files: &Files, countries: &Codes, sectors: &Codes) -> Option<Grid> {
        let table = self.table(files, "final", &final_file::LAYOUT)?;
        let found = final_file::final_shares(&table, countries, sectors);
        if self.take(found.refusals) {
            self.problems.extend(found.problems);
        }
        self.notes.extend(found.note);
        Some(found.shares)
    }

    fn assemble(
        &mut self,
        about: Option<About>,
        countries: Vec<Country>,
        sectors: Vec<Sector>,
        flows: Option<Flows>,
        costs: Costs,
        final_shares: Option<Grid>,
    ) {
        let (Some(about), Some(flows), true) = (about, flows, self.problems.is_empty()) else { return };
        let baseline = Baseline {
            about,
            countries,
            sectors,
            flows: flows.values,
            tariffs: flows.tariffs,
            export_taxes: flows.export_taxes,
            value_added_shares: costs.value_added_shares,
            subsidies: costs.subsidies,
            inputs: costs.inputs,
            final_shares,
        };
        self.problems = baseline.problems();
        self.baseline = self.problems.is_empty().then_some(baseline);
    }
}

/// Whether arrays for so many countries and sectors stay within [`MOST_CELLS`].
pub(super) fn fits(countries: usize, sectors: usize) -> bool {
    let cells = |a: usize, b: usize| a.checked_mul(b).and_then(|ab| ab.checked_mul(b));
    [cells(sectors, countries), cells(countries, sectors)].iter().all(|c| c.is_some_and(|c| c <= MOST_CELLS))
}

/// Why a path is no folder that can be read.
fn no_folder(folder: &Path) -> Option<Problem> {
    let shown = folder.display();
    if folder.is_dir() {
        None
    } else if folder.exists() {
        let problem = Problem::new(format!("`{shown}` is a file, not a folder"));
        Some(problem.help("a baseline folder holds baseline.toml, countries.csv, sectors.csv and flows.csv"))
    } else {
        Some(Problem::new(format!("there is no folder `{shown}`")))
    }
}
