use std::fmt;
use thalweg_core::Problem;

/// What went wrong: of which kind, and every problem that was found in one pass.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub struct Error {
    kind: ErrorKind,
    problems: Vec<Problem>,
}

/// At which step it went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// A file could not be opened or read.
    File,
    /// A panel is not valid, or too short.
    Panel,
    /// A policy is not valid, or does not fit the panel.
    Policy,
    /// What was asked does not fit the data.
    Question,
    /// The data do not determine an answer.
    Unidentified,
    /// An equilibrium of the model was not found.
    Unsolved,
}

impl Error {
    /// An error with every problem that was found; there must be at least one.
    pub fn new(kind: ErrorKind, problems: Vec<Problem>) -> Self {
        debug_assert!(!problems.is_empty());
        Self { kind, problems }
    }

    /// An error with one problem.
    pub fn one(kind: ErrorKind, problem: Problem) -> Self {
        Self::new(kind, vec![problem])
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

impl From<thalweg_trade::Error> for Error {
    fn from(error: thalweg_trade::Error) -> Self {
        let kind = if error.is_unsolved() { ErrorKind::Unsolved } else { ErrorKind::Question };
        Self::new(kind, error.problems().to_vec())
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
