//! Reading scenarios with everything that they refer to: other scenarios and tables, embedded or in files.

use super::Scenario;
use super::embedded;
use super::measure::{RateRow, RateTable};
use super::parse::parse;
use super::selector::Word;
use super::table::{read_table, unpack};
use crate::error::{Error, ErrorKind};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use thalweg_core::{Problem, Text};

/// Largest file that is read: a scenario or a table of rates, packed.
const LARGEST: u64 = 16 << 20;

/// Longest chain of `extends`.
const LONGEST_CHAIN: usize = 32;

/// Where the files stand that a scenario refers to.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// Beside the embedded scenarios.
    Embedded,
    /// In a folder; empty for the current one.
    Folder(PathBuf),
}

/// A scenario that is being read, and those that led to it by `extends`.
pub(super) struct Loader {
    origin: Origin,
    /// What identifies each scenario of the chain, and how the user calls it.
    chain: Vec<(String, String)>,
}

impl Scenario {
    /// Reads an embedded scenario by its name, or a file by its path.
    ///
    /// The name of an embedded scenario comes first; write `./truce` for a file of such a name.
    ///
    /// # Errors
    /// A name that no scenario has, a file that cannot be read, and everything that is wrong in it.
    ///
    /// ```
    /// use thalweg_trade::Scenario;
    /// let scenario = Scenario::open("truce")?;
    /// assert_eq!(scenario.baseline.as_deref(), Some("world-2022"));
    /// let slip = Scenario::open("truse").unwrap_err();
    /// assert_eq!(slip.to_string(), "no scenario is called `truse` (the nearest known word is `truce`)");
    /// # Ok::<(), thalweg_trade::Error>(())
    /// ```
    pub fn open(name_or_path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = name_or_path.as_ref();
        let name = path.to_string_lossy();
        if let Some(text) = embedded::text(&name) {
            return Loader::embedded(&name).load(&text).map_err(refused);
        }
        if !looks_like_a_path(&name) && !path.exists() {
            let problem =
                Problem::new(format!("no scenario is called `{name}`")).help(embedded::advice(&name));
            return Err(Error::new(ErrorKind::File, vec![problem]));
        }
        let text = read(path, &name).and_then(|bytes| Text::from_bytes(&name, &bytes));
        let text = text.map_err(|problem| Error::new(ErrorKind::File, vec![problem]))?;
        Loader::file(path).load(&text).map_err(refused)
    }

    /// Reads a scenario from text; `file` is its name in errors, and files that it refers to stand beside it.
    ///
    /// # Errors
    /// Everything that is wrong in it, each with line and column.
    ///
    /// ```
    /// use thalweg_trade::Scenario;
    /// let text = r#"
    /// [[tariff]]
    /// importer = "USA"
    /// exporter = "CHN"
    /// sectors  = "tradable"
    /// ad       = 0.60
    /// "#;
    /// let error = Scenario::parse("mine.toml", text).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "mine.toml:6:1: unknown key `ad` in [[tariff]] (the nearest known word is `add`)",
    /// );
    /// ```
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        Loader::file(Path::new(file)).load(&Text::new(file, text)).map_err(refused)
    }

    /// An embedded scenario by its name; none if no embedded scenario is called so.
    ///
    /// ```
    /// use thalweg_trade::Scenario;
    /// assert!(Scenario::embedded("breakdown").is_some());
    /// assert!(Scenario::embedded("peace").is_none());
    /// ```
    pub fn embedded(name: &str) -> Option<Self> {
        let text = embedded::text(name)?;
        Loader::embedded(name).load(&text).ok()
    }
}

fn refused(problems: Vec<Problem>) -> Error {
    Error::new(ErrorKind::Scenario, problems)
}

impl Loader {
    fn embedded(name: &str) -> Self {
        Self { origin: Origin::Embedded, chain: vec![(format!("embedded {name}"), name.to_owned())] }
    }

    fn file(path: &Path) -> Self {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Self {
            origin: Origin::Folder(folder),
            chain: vec![(identity(path), path.to_string_lossy().into_owned())],
        }
    }

    fn load(&self, text: &Text) -> Result<Scenario, Vec<Problem>> {
        parse(text, self)
    }

    /// The scenario that another extends.
    pub(super) fn parent(&self, word: &Word) -> Result<Scenario, Vec<Problem>> {
        let (next, text) = self.find_parent(word).map_err(|problem| vec![problem])?;
        next.load(&text)
    }

    fn find_parent(&self, word: &Word) -> Result<(Self, Text), Problem> {
        let name = word.text.as_str();
        if let Some(text) = embedded::text(name) {
            return Ok((self.after(Self::embedded(name), word)?, text));
        }
        let path = match &self.origin {
            Origin::Folder(folder) if looks_like_a_path(name) || folder.join(name).is_file() => {
                folder.join(name)
            }
            _ => {
                let problem = Problem::new(format!("no scenario is called `{name}`"));
                return Err(located(problem, word).help(embedded::advice(name)));
            }
        };
        let label = path.to_string_lossy().into_owned();
        let bytes = read(&path, &label).map_err(|problem| located(problem, word))?;
        let text = Text::from_bytes(&label, &bytes)?;
        Ok((self.after(Self::file(&path), word)?, text))
    }

    /// The loader of a parent, with the chain that led to it.
    fn after(&self, mut parent: Self, word: &Word) -> Result<Self, Problem> {
        let known = |(id, _): &(String, String)| parent.chain.iter().any(|(new, _)| new == id);
        let calls = || self.chain.iter().chain(&parent.chain).map(|(_, call)| call.as_str());
        if self.chain.iter().any(known) {
            let circle = calls().collect::<Vec<_>>().join(" -> ");
            return Err(located(
                Problem::new(format!("scenarios extend each other in a circle: {circle}")),
                word,
            ));
        }
        if self.chain.len() >= LONGEST_CHAIN {
            let message = format!("more than {LONGEST_CHAIN} scenarios extend each other");
            return Err(located(Problem::new(message), word));
        }
        parent.chain.splice(0..0, self.chain.iter().cloned());
        Ok(parent)
    }

    /// The table that a block refers to.
    pub(super) fn table(&self, word: &Word) -> Result<RateTable, Vec<Problem>> {
        let text = self.table_text(word).map_err(|problem| vec![problem])?;
        let rows: Vec<RateRow> = read_table(&text)?;
        Ok(RateTable { file: word.text.clone(), rows })
    }

    fn table_text(&self, word: &Word) -> Result<Text, Problem> {
        let name = word.text.as_str();
        let Origin::Folder(folder) = &self.origin else {
            let missing = || located(Problem::new(format!("no table is called `{name}`")), word);
            return embedded::table(name).ok_or_else(missing);
        };
        let path = folder.join(name);
        let label = path.to_string_lossy().into_owned();
        let bytes = read(&path, &label).and_then(|bytes| unpack(&label, &bytes));
        Text::from_bytes(&label, &bytes.map_err(|problem| located(problem, word))?)
    }

    /// A baseline as the scenario names it: a folder is meant from where the scenario stands.
    pub(super) fn baseline(&self, name: &str) -> String {
        match &self.origin {
            Origin::Folder(folder) if name.contains(['/', '\\']) => {
                folder.join(name).to_string_lossy().into_owned()
            }
            _ => name.to_owned(),
        }
    }

    /// What a scenario without a name is called.
    pub(super) fn stem(&self) -> String {
        let call = self.chain.last().map_or("", |(_, call)| call.as_str());
        Path::new(call)
            .file_stem()
            .map_or_else(|| call.to_owned(), |stem| stem.to_string_lossy().into_owned())
    }
}

fn located(mut problem: Problem, word: &Word) -> Problem {
    problem.place.clone_from(&word.place);
    problem
}

fn looks_like_a_path(name: &str) -> bool {
    name.contains(['/', '\\']) || name.ends_with(".toml")
}

fn identity(path: &Path) -> String {
    let known = fs::canonicalize(path);
    known.unwrap_or_else(|_| path.to_owned()).to_string_lossy().into_owned()
}

/// The bytes of a regular file of a sensible size.
fn read(path: &Path, label: &str) -> Result<Vec<u8>, Problem> {
    let unreadable =
        |error: std::io::Error| Problem::new(format!("cannot read `{label}`: {}", plain(&error)));
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(Problem::new(format!("cannot read `{label}`: it is not a file")));
    }
    let mut bytes = Vec::new();
    fs::File::open(path).and_then(|f| f.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Problem::new(format!("`{label}` is larger than {} MiB", LARGEST >> 20)));
    }
    Ok(bytes)
}

/// What the system says, in words that do not differ between systems where it can be helped.
fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}
