use serde::Serialize;
use std::fmt;

/// Where in a text file something stands, with the line itself, so that an error can show it.
///
/// ```
/// use thalweg_core::Place;
/// let place = Place::new("flows.csv", 3, "USA,CHN,steel,12x").at(13, 3);
/// assert_eq!(place.to_string(), "flows.csv:3:13");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Place {
    /// Name of the file as the user gave it.
    pub file: String,
    /// Line, counted from one.
    pub line: usize,
    /// First character of the offending part, counted from one; 1 when the whole line is meant.
    pub column: usize,
    /// Number of characters of the offending part; 0 when the whole line is meant.
    pub length: usize,
    /// The line as it stands in the file, cut to at most [`Place::LONGEST_LINE`] characters.
    pub text: String,
}

impl Place {
    /// Longest line that is kept, in characters: enough to recognise it, too little for a hostile file to fill memory.
    pub const LONGEST_LINE: usize = 240;

    /// A whole line of a file.
    pub fn new(file: impl Into<String>, line: usize, text: &str) -> Self {
        let text = text.trim_end_matches(['\r', '\n']);
        let text = text.chars().take(Self::LONGEST_LINE).collect();
        Self { file: file.into(), line, column: 1, length: 0, text }
    }

    /// The part of the line that begins at character `column` (counted from one) and has `length` characters.
    pub fn at(mut self, column: usize, length: usize) -> Self {
        self.column = column.max(1);
        self.length = length;
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}
