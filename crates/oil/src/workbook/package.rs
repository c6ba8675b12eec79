//! The archive of a workbook (ECMA-376, part 2): which sheets it has, and the cells of one.

use super::sheet::{self, Cell, Sheet};
use super::xml::{Element, Step, Xml};
use std::io::{self, Cursor, Read};
use thalweg_core::Problem;
use zip::ZipArchive;

/// Most bytes that one part may have when unpacked: real sheets have some hundred thousand.
const LARGEST: u64 = 64 << 20;

/// Sheets of a workbook at most.
const SHEETS: usize = 1000;

/// An open workbook.
pub(super) struct Package<'a> {
    file: String,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Names of sheets, and the parts that hold them.
    sheets: Vec<(String, String)>,
    /// The part with the texts that sheets share.
    texts: String,
}

/// A part that says so where it is too large, and does not go on.
struct Part<R> {
    source: R,
    left: u64,
}

impl<R: Read> Read for Part<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or_else(|| io::Error::other("it unpacks to more than 64 MiB"))?;
        Ok(read)
    }
}

impl<'a> Package<'a> {
    /// Opens a workbook.
    pub(super) fn open(file: &str, bytes: &'a [u8]) -> Result<Self, Problem> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            let problem = Problem::new(format!("`{file}` is no whole workbook: {error}"));
            problem.help("open it in a spreadsheet and save it again as .xlsx")
        })?;
        let mut package = Self { file: file.to_owned(), archive, sheets: Vec::new(), texts: String::new() };
        let book = package.main_part()?;
        let targets = package.targets(&relations_of(&book))?;
        let folder = folder_of(&book);
        let texts = targets.iter().find(|target| target.kind.ends_with("/sharedStrings"));
        package.texts = texts.map_or_else(String::new, |target| resolved(folder, &target.part));
        for (name, id) in package.names(&book)? {
            if let Some(target) = targets.iter().find(|target| target.id == id) {
                package.sheets.push((name, resolved(folder, &target.part)));
            }
        }
        Ok(package)
    }

    /// Names of the sheets, in their order.
    pub(super) fn sheets(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().map(|(name, _)| name.as_str())
    }

    /// The cells of a sheet.
    pub(super) fn sheet(&mut self, name: &str) -> Result<Sheet, Problem> {
        let part = self.sheets.iter().find(|(known, _)| known == name).map(|(_, part)| part.clone());
        let part = part.unwrap_or_default();
        let mut cells = self.with(&part, sheet::cells)?;
        if cells.values().any(|cell| matches!(cell, Cell::Shared(_))) {
            let texts = self.texts.clone();
            self.with(&texts, |xml| sheet::resolve(&mut cells, xml))?;
        }
        Ok(Sheet { file: self.file.clone(), name: name.to_owned(), cells })
    }

    /// Reads one part.
    fn with<T>(
        &mut self,
        part: &str,
        mut read_part: impl FnMut(&mut Xml<'_>) -> Result<T, String>,
    ) -> Result<T, Problem> {
        let file = &self.file;
        let source = self.archive.by_name(part).map_err(|error| {
            Problem::new(format!("`{file}` is no workbook: its part `{part}` cannot be read: {error}"))
        })?;
        let mut xml = Xml::new(Part { source, left: LARGEST });
        let mut whole = || {
            let found = read_part(&mut xml)?;
            // to the end: only there the archive knows whether the part is sound
            while !matches!(xml.step()?, Step::End) {}
            Ok(found)
        };
        whole().map_err(|words: String| Problem::new(format!("`{file}`, part `{part}`: {words}")))
    }

    /// The part that lists the sheets.
    fn main_part(&mut self) -> Result<String, Problem> {
        let targets = self.targets("_rels/.rels")?;
        let main = targets.iter().find(|target| target.kind.ends_with("/officeDocument"));
        match main {
            Some(target) => Ok(resolved("", &target.part)),
            None => Err(Problem::new(format!("`{}` is an archive, and no workbook", self.file))),
        }
    }

    fn targets(&mut self, part: &str) -> Result<Vec<Target>, Problem> {
        self.with(part, |xml| {
            let mut targets = Vec::new();
            each(xml, "Relationship", |element| {
                let text = |name: &str| element.attribute(name).unwrap_or("").to_owned();
                targets.push(Target { id: text("Id"), kind: text("Type"), part: text("Target") });
                targets.len()
            })?;
            Ok(targets)
        })
    }

    /// Names of sheets with the numbers of their targets.
    fn names(&mut self, book: &str) -> Result<Vec<(String, String)>, Problem> {
        self.with(book, |xml| {
            let mut names = Vec::new();
            each(xml, "sheet", |element| {
                let text = |name: &str| element.attribute(name).unwrap_or("").to_owned();
                names.push((text("name"), text("id")));
                names.len()
            })?;
            Ok(names)
        })
    }
}

/// What a part refers to.
struct Target {
    id: String,
    kind: String,
    part: String,
}

/// Gives every element of a name to `take`, which says how many there are by now.
fn each(xml: &mut Xml<'_>, name: &str, mut take: impl FnMut(&Element) -> usize) -> Result<(), String> {
    loop {
        match xml.step()? {
            Step::Open(element) if element.name == name && take(&element) > SHEETS => {
                return Err(format!("it has more than {SHEETS} elements `{name}`"));
            }
            Step::End => return Ok(()),
            _ => {}
        }
    }
}

fn folder_of(part: &str) -> &str {
    part.rfind('/').map_or("", |slash| &part[..=slash])
}

/// The part with the relations of another.
fn relations_of(part: &str) -> String {
    let folder = folder_of(part);
    format!("{folder}_rels/{}.rels", &part[folder.len()..])
}

/// A target as a name in the archive: it counts from the folder of its part, or from the root.
fn resolved(folder: &str, target: &str) -> String {
    match target.strip_prefix('/') {
        Some(from_root) => from_root.to_owned(),
        None => format!("{folder}{target}"),
    }
}
