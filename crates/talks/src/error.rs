use std::fmt;
use thalweg_core::Problem;

/// What went wrong in the talks engine: of which kind, and every problem that was found in one pass.
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
    /// A game is not valid, or does not fit the baseline.
    Game,
    /// A term of a deal is not valid, or does not fit the baseline or the other terms.
    Terms,
    /// What a term asks for is beyond any price.
    OutOfReach,
    /// What was asked of a position does not fit the baseline.
    Question,
    /// An equilibrium of the world economy, or a gradient at it, was not found.
    Unsolved,
    /// No deal is better than the threat for every party.
    NothingToSign,
}

impl Error {
    /// An error with every problem that was found; there must be at least one.
    pub fn new(kind: ErrorKind, problems: Vec<Problem>) -> Self {
        debug_assert!(!problems.is_empty());
        Self { kind, problems }
    }

    /// At which step it went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Everything that was found wrong.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Whether the game was understood and only no equilibrium was found.
    pub fn is_unsolved(&self) -> bool {
        self.kind == ErrorKind::Unsolved
    }
}

impl Error {
    /// A world that could not be made ready, told in the words of the trade engine.
    pub(crate) fn of_the_world(error: thalweg_trade::Error) -> Self {
        let kind = match error.kind() {
            thalweg_trade::ErrorKind::Unsolved => ErrorKind::Unsolved,
            thalweg_trade::ErrorKind::File => ErrorKind::File,
            _ => ErrorKind::Game,
        };
        Self::new(kind, error.problems().to_vec())
    }
}

impl From<thalweg_trade::Error> for Error {
    /// A world economy without a solution, told in the words of the trade engine.
    fn from(error: thalweg_trade::Error) -> Self {
        Self::new(ErrorKind::Unsolved, error.problems().to_vec())
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
