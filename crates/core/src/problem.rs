use crate::Place;
use serde::Serialize;
use std::fmt;

/// One thing that is wrong: what, where, and what would be right.
///
/// Engines put these into their errors; only the command line turns them into text with the offending line shown.
///
/// ```
/// use thalweg_core::{Place, Problem};
/// let problem = Problem::new("unknown sector `stel`")
///     .at(Place::new("scenario.toml", 4, "sectors = \"stel\"").at(11, 6))
///     .help("the nearest known word is `steel`");
/// assert_eq!(problem.to_string(), "scenario.toml:4:11: unknown sector `stel` (the nearest known word is `steel`)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Problem {
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// Where it stands, if it stands in a file.
    pub place: Option<Place>,
    /// What would be right, if that can be said.
    pub help: Option<String>,
}

impl Problem {
    /// A problem without a place.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), place: None, help: None }
    }

    /// Says where.
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Says what would be right.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.message)?;
        if let Some(help) = &self.help {
            write!(f, " ({help})")?;
        }
        Ok(())
    }
}
