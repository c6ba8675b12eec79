//! A TOML file whose values know where they stand.

use super::bytes;
use super::position::place;
use std::ops::Range;
use std::path::Path;
use thalweg_core::{Place, Problem};
use toml_edit::{Document, Item, Key, Table, Value};

/// The largest TOML file that is read: 1 MiB.
const LARGEST_TOML: u64 = 1 << 20;

/// A parsed file.
#[derive(Debug)]
pub(super) struct TomlFile {
    file: String,
    document: Document<String>,
}

impl TomlFile {
    /// Reads and parses a file.
    pub(super) fn open(path: &Path) -> Result<Self, Problem> {
        let file = path.display().to_string();
        let bytes = bytes::read(path, LARGEST_TOML)?;
        Self::parse(&file, bytes::text(&file, bytes)?)
    }

    /// Parses a text.
    pub(super) fn parse(file: &str, text: String) -> Result<Self, Problem> {
        match Document::parse(text.clone()) {
            Ok(document) => Ok(Self { file: file.to_owned(), document }),
            Err(error) => {
                let problem =
                    Problem::new(format!("not valid TOML: {}", error.message().trim().replace('\n', ", ")));
                let span = error.span().unwrap_or(0..0);
                Err(problem.at(place(file, &text, span)))
            }
        }
    }

    /// The whole file as a table.
    pub(super) fn table(&self) -> &Table {
        self.document.as_table()
    }

    /// The place of a span.
    pub(super) fn place(&self, span: Option<Range<usize>>) -> Place {
        place(&self.file, self.document.raw(), span.unwrap_or(0..0))
    }

    /// The place of an item.
    pub(super) fn item_place(&self, item: &Item) -> Place {
        self.place(item.span())
    }

    /// The place of a key.
    pub(super) fn key_place(&self, key: &Key) -> Place {
        self.place(key.span())
    }

    /// The place of a value.
    pub(super) fn value_place(&self, value: &Value) -> Place {
        self.place(value.span())
    }

    /// The problem that a value has another type than it should have.
    pub(super) fn wrong_type(&self, key: &str, item: &Item, want: &str) -> Problem {
        let found = match item.type_name() {
            kind @ ("integer" | "array" | "inline table" | "array of tables") => format!("an {kind}"),
            kind => format!("a {kind}"),
        };
        Problem::new(format!("`{key}` is {found} and should be {want}")).at(self.item_place(item))
    }
}
