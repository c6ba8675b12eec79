//! What is read: files, standard input, sentences on the command line.

use crate::diagnose::Failure;
use crate::progress::Progress;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::PathBuf;
use thalweg_core::Problem;
use thalweg_sea::line::checksum;
use thalweg_sea::table::{Mapping, TableError};

/// One thing to read.
pub(super) enum Input {
    Stdin,
    File(String),
    /// A sentence, or the letters of one.
    Sentence(String),
}

/// How it is read.
#[derive(PartialEq, Eq)]
pub(super) enum Kind {
    Log,
    Lines,
    Columns,
}

impl Input {
    /// What a word on the command line means: a sentence where it can be no file.
    pub(super) fn new(name: &str) -> Self {
        match name {
            "-" => Self::Stdin,
            name if name.starts_with(['!', '\\']) => Self::Sentence(name.to_owned()),
            name if !PathBuf::from(name).exists() && is_letters(name) => Self::Sentence(sentence(name)),
            name => Self::File(name.to_owned()),
        }
    }

    pub(super) fn name(&self) -> &str {
        match self {
            Self::Stdin => "standard input",
            Self::File(name) => name,
            Self::Sentence(_) => "argument",
        }
    }

    pub(super) fn kind(&self) -> Kind {
        let name = self.name().to_lowercase();
        let plain = name.strip_suffix(".gz").unwrap_or(&name);
        match self {
            Self::File(_) if plain.ends_with(".csv") => Kind::Lines,
            Self::File(_) if plain.ends_with(".parquet") => Kind::Columns,
            _ => Kind::Log,
        }
    }

    /// Bytes of a file, 0 where that is not known.
    pub(super) fn size(&self) -> u64 {
        match self {
            Self::File(name) => std::fs::metadata(name).map_or(0, |file| file.len()),
            _ => 0,
        }
    }

    pub(super) fn open(&self) -> Result<Box<dyn Read>, Failure> {
        match self {
            Self::Stdin => Ok(Box::new(io::stdin().lock())),
            Self::Sentence(text) => Ok(Box::new(Cursor::new(text.clone().into_bytes()))),
            Self::File(_) => Ok(Box::new(self.file()?)),
        }
    }

    pub(super) fn file(&self) -> Result<File, Failure> {
        File::open(self.name()).map_err(|error| unreadable(self.name(), &error).into())
    }
}

/// Whether a word is made of the letters of a message, and long enough for one.
fn is_letters(word: &str) -> bool {
    word.len() >= 7 && word.bytes().all(|byte| matches!(byte, b'0'..=b'W' | b'`'..=b'w'))
}

/// A sentence of some letters.
fn sentence(letters: &str) -> String {
    let body = format!("AIVDM,1,1,,,{letters},0");
    format!("!{body}*{:02X}", checksum(body.as_bytes()))
}

/// Bytes that tell how far they were read, and end where nobody wants them any more.
pub(super) struct Watched<'a> {
    bytes: Box<dyn Read>,
    progress: &'a Progress,
    stop: &'a Cell<bool>,
}

impl<'a> Watched<'a> {
    pub(super) fn new(bytes: Box<dyn Read>, progress: &'a Progress, stop: &'a Cell<bool>) -> Self {
        Self { bytes, progress, stop }
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.stop.get() {
            return Ok(0);
        }
        let length = self.bytes.read(buffer)?;
        self.progress.advance(length as u64);
        Ok(length)
    }
}

/// The mapping in a file.
pub(super) fn mapping(path: &PathBuf) -> Result<Mapping, Failure> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(&name, &error))?;
    let help = "a mapping names columns: [columns] with time, mmsi, lat and lon";
    Ok(Mapping::parse(&text).map_err(|error| Problem::new(format!("`{name}`: {error}")).help(help))?)
}

pub(super) fn unreadable(name: &str, error: &io::Error) -> Problem {
    let words = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder; name the files in it".to_owned(),
        io::ErrorKind::UnexpectedEof => "it is cut off: its compressed data have no end".to_owned(),
        _ => error.to_string(),
    };
    Problem::new(format!("cannot read `{name}`: {words}"))
}

pub(super) fn table_problem(input: &Input, error: &TableError) -> Problem {
    let problem = Problem::new(format!("`{}`: {error}", input.name()));
    let columns = match error {
        TableError::Unknown { columns } | TableError::Columns { columns, .. } => columns,
        TableError::Type { .. } => return problem.help("--mapping FILE can name another column"),
        _ => return problem,
    };
    let one = columns.first().filter(|_| columns.len() == 1);
    let sign = one.and_then(|one| [';', '\t', '|'].into_iter().find(|sign| one.contains(*sign)));
    match sign {
        Some(sign) => {
            let written = sign.escape_default();
            problem.help(format!(
                "--mapping FILE says what the columns are; with `delimiter = \"{written}\"` they are several"
            ))
        }
        None => problem.help(
            "--mapping FILE says what the columns are, in TOML: [columns] with time, mmsi, lat and lon",
        ),
    }
}
