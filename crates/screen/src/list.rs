//! Lists of sanctions as governments publish them, told apart by what is in them, as records of one form.

mod charset;
mod dataset;
mod fill;
mod format;
mod input;
mod label;
mod mapping;
mod measure;
mod reader;
mod sink;
mod summary;
mod table;
mod xml;
mod xml_guard;

mod csl;
mod eu_xml;
mod ftm;
mod ofac_csv;
mod ofac_vessels;
mod ofac_xml;
mod remarks;
mod rows;
mod targets_csv;
mod uk_xml;
mod un_xml;

pub use format::ListFormat;
pub use mapping::{Mapping, MappingError};
pub use measure::ParseMeasureError;
pub use reader::{ListError, ListReader};
pub use summary::ListSummary;
pub(crate) use summary::table;

use crate::{Entity, EntityKind, Source, SourceId};
use serde::Serialize;
use thalweg_core::Intake;

/// What was read of one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListFile {
    /// Which version of which list it is.
    pub source: Source,
    /// How it is written.
    pub format: ListFormat,
    /// How its letters are encoded: `UTF-8`, or `windows-1251, guessed`.
    pub encoding: String,
    /// Records (rows, in tables) that were taken, and those that were refused, by reason.
    pub intake: Intake,
    /// What else should be known: values that were left out, guesses, where the file breaks off.
    pub notes: Vec<ListNote>,
    /// The line at which the file breaks off, and why; none where it was read to its end.
    pub broken: Option<(u32, String)>,
    /// The most bytes of it that were held in memory at once, besides the records that it gave.
    pub held: usize,
}

/// Something that should be known of a file, and how often it was so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListNote {
    /// What.
    pub words: String,
    /// How often.
    pub count: usize,
    /// The line where it was first.
    pub line: u32,
}

/// Lists that were read together.
///
/// ```
/// use thalweg_screen::{EntityKind, Lists};
/// let list = "id,kind,name,imo,authority,measure\n1,ship,BLUE HERON,9134270,us,asset freeze\n2,ship,,,us,\n";
/// let lists = Lists::read([("list.csv", list.as_bytes())])?;
/// assert_eq!(lists.entities[0].name(), "BLUE HERON");
/// assert_eq!(lists.entities[0].kind, EntityKind::Ship);
/// assert_eq!(lists.files[0].intake.refusals[0].reason, "no name");
/// # Ok::<(), thalweg_screen::ListError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Lists {
    /// The files, in the order in which they were given; [`SourceId`] counts them.
    pub files: Vec<ListFile>,
    /// The records of all of them, in that order and in the order of each file.
    pub entities: Vec<Entity>,
}

impl Lists {
    /// Reads files: the name of each, and its bytes, plain or compressed by gzip. Files that belong together (names, aliases and addresses
    /// of the OFAC) are joined in whatever order they come.
    ///
    /// # Errors
    /// When a file cannot be opened, is in no known format or encoding. Damage within a file is no error: the records before it are kept,
    /// and [`ListFile::broken`] says where it is.
    pub fn read<N: Into<String>, R: std::io::Read>(
        files: impl IntoIterator<Item = (N, R)>,
    ) -> Result<Self, ListError> {
        let mut reader = ListReader::new();
        for (name, bytes) in files {
            reader.file(name, bytes)?;
        }
        Ok(reader.finish())
    }

    /// The version of the list that something came from.
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        self.files.get(usize::from(id.0)).map(|file| &file.source)
    }

    /// How many records there are of a kind.
    pub fn count(&self, kind: EntityKind) -> usize {
        self.entities.iter().filter(|entity| entity.kind == kind).count()
    }

    /// How many records were refused, in all files.
    pub fn refused(&self) -> usize {
        self.files.iter().map(|file| file.intake.refused()).sum()
    }
}
