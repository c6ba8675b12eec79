use serde::Serialize;

/// One version of one list, or one file of a user: what every value of it can be traced to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The file as the user named it.
    pub file: String,
    /// What list it is, in a few words: `OFAC SDN`, `UN consolidated list`.
    pub list: String,
    /// Which version: the date or the number that the file itself gives. Absent where it gives none.
    pub version: Option<String>,
    /// A hash of the bytes of the file, so that an answer can be replayed and a changed file is noticed; hexadecimal.
    pub fingerprint: String,
}

/// Which of the sources that were read together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SourceId(pub u16);

/// Where a value stands: the source, and the line of its file, counted from one.
///
/// ```
/// use thalweg_screen::{SourceId, Trace};
/// let trace = Trace::new(SourceId(0), 36);
/// assert_eq!(trace.line, 36);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Trace {
    /// The source.
    pub source: SourceId,
    /// The line on which its record begins; 0 where the file has no lines.
    pub line: u32,
}

impl Trace {
    /// A line of a source.
    pub fn new(source: SourceId, line: u32) -> Self {
        Self { source, line }
    }
}
