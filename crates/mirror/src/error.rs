use std::fmt;
use thalweg_core::Problem;

/// What went wrong in the mirror engine: of which kind, and what would be right.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub struct Error {
    kind: ErrorKind,
    problems: Vec<Problem>,
}

/// At which step it went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file that cannot be read, or is no table of trade statistics.
    File,
    /// Amounts in different units, which cannot be compared.
    Units,
    /// A mapping, a table of margins or a setting that makes no sense.
    Settings,
    /// The data do not answer what was asked.
    Data,
}

impl Error {
    /// An error with every problem that was found; there must be at least one.
    pub fn new(kind: ErrorKind, problems: Vec<Problem>) -> Self {
        Self { kind, problems }
    }

    pub(crate) fn one(kind: ErrorKind, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(kind, vec![Problem::new(message).help(help)])
    }

    /// At which step it went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Everything that was found wrong.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}
