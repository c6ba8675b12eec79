//! Lists from files and folders.

use crate::diagnose::Failure;
use crate::progress::Progress;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use thalweg_core::Problem;
use thalweg_screen::{ListFile, ListReader, Lists, Mapping};

/// How tables are read that are no list that is known.
#[derive(clap::Args)]
pub(crate) struct Tables {
    /// What the columns of a table are, in TOML; may be given several times
    #[arg(long = "mapping", value_name = "FILE")]
    mappings: Vec<PathBuf>,
}

impl Tables {
    /// Reads files together; a folder stands for the files in it, in the order of their names, and `-` for standard input.
    pub(crate) fn read(&self, paths: &[PathBuf]) -> Result<Lists, Failure> {
        let mut reader = ListReader::new();
        // what is named first counts first
        for path in self.mappings.iter().rev() {
            reader.mapping(mapping(path)?);
        }
        let files = paths.iter().map(|path| files(path)).collect::<Result<Vec<_>, _>>()?.concat();
        let bytes = files.iter().filter_map(|path| std::fs::metadata(path).ok()).map(|file| file.len()).sum();
        let progress = Progress::of_bytes(bytes);
        for path in &files {
            let name = path.display().to_string();
            let read = match name.as_str() {
                "-" => reader.file("standard input", io::stdin().lock()),
                _ => reader.file(name.clone(), Watched { file: open(path)?, progress: &progress }),
            };
            read.map_err(|error| Problem::new(error.to_string()).help(HELP))?;
        }
        Ok(reader.finish())
    }
}

const HELP: &str = "docs/lists.md says which lists are read, and how a mapping is written";

struct Watched<'a> {
    file: File,
    progress: &'a Progress,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(buffer)?;
        self.progress.advance(length as u64);
        Ok(length)
    }
}

fn mapping(path: &Path) -> Result<Mapping, Problem> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(&name, &error))?;
    Mapping::parse(&text).map_err(|error| Problem::new(format!("`{name}`: {error}")))
}

fn files(path: &Path) -> Result<Vec<PathBuf>, Problem> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let name = path.display().to_string();
    let entries = std::fs::read_dir(path).map_err(|error| unreadable(&name, &error))?;
    let mut files: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()).collect();
    files.sort();
    if files.is_empty() { Err(Problem::new(format!("there is no file in `{name}`"))) } else { Ok(files) }
}

fn open(path: &Path) -> Result<File, Problem> {
    File::open(path).map_err(|error| unreadable(&path.display().to_string(), &error))
}

pub(super) fn unreadable(name: &str, error: &io::Error) -> Problem {
    let words = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    };
    Problem::new(format!("cannot read `{name}`: {words}"))
}

/// What was refused and what should be known of files, as notes.
pub(crate) fn notes(lists: &Lists) -> Vec<Problem> {
    let refused = lists.files.iter().flat_map(|file| file.intake.notes());
    let known = lists.files.iter().flat_map(|file| {
        file.notes.iter().map(|note| {
            let times = if note.count == 1 { String::new() } else { format!(", {} times", note.count) };
            Problem::new(format!("`{}`: {}{times}", file.source.file, note.words))
        })
    });
    refused.chain(known).collect()
}

/// Files that break off: what is read of them may lack records.
pub(super) fn broken(lists: &Lists) -> Vec<Problem> {
    let problem = |file: &ListFile| {
        let (line, words) = file.broken.as_ref()?;
        let place = if *line == 0 { String::new() } else { format!(", line {line}") };
        let kept = format!("the {} rows before it were kept", file.intake.accepted);
        Some(Problem::new(format!("`{}`{place}: {words}", file.source.file)).help(kept))
    };
    lists.files.iter().filter_map(problem).collect()
}

/// Ends with an error where a file breaks off, or where nothing was read.
pub(crate) fn close(lists: &Lists) -> Result<(), Failure> {
    let mut problems = broken(lists);
    if problems.is_empty() && lists.files.iter().all(|file| file.intake.accepted == 0) {
        problems.push(Problem::new("there is no record in the input that can be taken"));
    }
    if problems.is_empty() { Ok(()) } else { Err(Failure::Refused(problems)) }
}
