use std::fmt;
use thalweg_core::Problem;

/// What went wrong in the oil engine: of which kind, and every problem that was found in one pass.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub struct Error {
    kind: ErrorKind,
    problems: Vec<Problem>,
}

/// At which step it went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// A file or a name: not there, or not readable.
    File,
    /// A baseline is not valid.
    Baseline,
    /// A scenario is not valid, or does not fit the baseline.
    Scenario,
    /// The market has no answer by its own numbers, such as a buyer whom nobody can supply.
    Market,
    /// An answer was not found to the tolerance asked for.
    Unsolved,
}

impl Error {
    /// An error with every problem that was found; there must be at least one.
    pub fn new(kind: ErrorKind, problems: Vec<Problem>) -> Self {
        debug_assert!(!problems.is_empty());
        Self { kind, problems }
    }

    /// An error with one problem.
    pub(crate) fn one(kind: ErrorKind, problem: Problem) -> Self {
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

    /// Whether the question was understood and only no answer was found.
    pub fn is_unsolved(&self) -> bool {
        self.kind == ErrorKind::Unsolved
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
