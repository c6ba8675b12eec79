use std::io::{self, Read};

use thalweg_core::Intake;

use super::format::{Found, ListFormat, tell};
use super::input::Input;
use super::mapping::Mapping;
use super::sink::{Sink, note};
use super::xml::{Broken, Xml};
use super::{
    ListFile, Lists, csl, eu_xml, ftm, ofac_csv, ofac_vessels, ofac_xml, table, targets_csv, uk_xml, un_xml,
};
use crate::{Entity, Source, SourceId};

/// Letters of the head of a file by which it is told.
const HEAD: usize = 1 << 16;

/// Why a file is no list.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListError {
    /// Its bytes cannot be read.
    #[error("cannot read `{file}`: {error}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        error: io::Error,
    },
    /// It is no list that is known.
    #[error("`{file}` is no list that can be read: {reason}")]
    Unknown {
        /// The file.
        file: String,
        /// What it seems to be, and what to do.
        reason: String,
    },
    /// There are too many files for their counter.
    #[error("more than 65,535 files")]
    TooMany,
}

/// Reads lists one after another, and joins what belongs together at the end.
#[derive(Default)]
pub struct ListReader {
    mappings: Vec<Mapping>,
    files: Vec<ListFile>,
    entities: Vec<Entity>,
    ofac: ofac_csv::Waiting,
    tables: table::Store,
    ftm: ftm::Store,
    ftm_sources: Vec<(SourceId, bool)>,
}

impl ListReader {
    /// A reader that knows the lists of governments, and the tables whose mappings come along.
    pub fn new() -> Self {
        Self { mappings: Mapping::shipped(), ..Self::default() }
    }

    /// Adds a mapping, for tables that have all its columns; it comes before those that are known.
    pub fn mapping(&mut self, mapping: Mapping) {
        self.mappings.insert(0, mapping);
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When its bytes cannot be read at all, or it is no list that is known; nothing of it is kept then.
    pub fn file(&mut self, name: impl Into<String>, bytes: impl Read) -> Result<(), ListError> {
        let name = name.into();
        let source = SourceId(u16::try_from(self.files.len()).map_err(|_| ListError::TooMany)?);
        let unreadable = |error: io::Error| match error.kind() {
            io::ErrorKind::InvalidData => {
                ListError::Unknown { file: name.clone(), reason: error.to_string() }
            }
            _ => ListError::Unreadable { file: name.clone(), error },
        };
        let mut input = Input::new(bytes).map_err(unreadable)?;
        let head = input.head(HEAD).map_err(unreadable)?;
        let found = tell(&head, head.len() < HEAD, &self.mappings);
        let (format, mapping) = match found {
            Found::Format(format) => (format, None),
            Found::Table(mapping) => (ListFormat::Table, Some(mapping)),
            Found::Unknown(reason) => {
                return Err(ListError::Unknown { file: name, reason: reason.to_owned() });
            }
        };
        self.files.push(ListFile {
            source: Source { file: name.clone(), ..Source::default() },
            format,
            encoding: String::new(),
            intake: Intake::new(name),
            notes: Vec::new(),
            broken: None,
            held: 0,
        });
        let input = self.read(source, format, mapping.as_deref(), input);
        self.close(source, input);
        Ok(())
    }

    fn read<R: Read>(
        &mut self,
        source: SourceId,
        format: ListFormat,
        mapping: Option<&Mapping>,
        mut input: Input<R>,
    ) -> Input<R> {
        let Some(file) = self.files.get_mut(usize::from(source.0)) else { return input };
        let mut sink = Sink { source, file, entities: &mut self.entities };
        let plain = |outcome: io::Result<()>| {
            outcome.map_err(|error| Broken { line: 0, words: format!("the file breaks off: {error}") })
        };
        let outcome = match format {
            ListFormat::OfacEntries => plain(ofac_csv::entries(&mut input, &mut sink, &mut self.ofac)),
            ListFormat::OfacAliases => plain(ofac_csv::aliases(&mut input, &mut sink, &mut self.ofac)),
            ListFormat::OfacAddresses => plain(ofac_csv::addresses(&mut input, &mut sink, &mut self.ofac)),
            ListFormat::OfacComments => plain(ofac_csv::comments(&mut input, &mut sink, &mut self.ofac)),
            ListFormat::UsScreeningCsv => plain(csl::read(&mut input, &mut sink)),
            ListFormat::TargetsCsv => plain(targets_csv::read(&mut input, &mut sink)),
            ListFormat::OfacVesselsJson => ofac_vessels::read(&mut input, &mut sink),
            ListFormat::FtmLines => {
                self.ftm_sources.push((source, false));
                plain(self.ftm.lines(&mut input, &mut sink))
            }
            ListFormat::FtmDelta => {
                self.ftm_sources.push((source, true));
                plain(self.ftm.delta(&mut input, &mut sink))
            }
            ListFormat::Table => match mapping {
                Some(mapping) => plain(self.tables.read(&mut input, mapping, &mut sink)),
                None => Ok(()),
            },
            ListFormat::OfacAdvancedXml | ListFormat::UnXml | ListFormat::EuXml | ListFormat::UkXml => {
                let mut xml = Xml::new(&mut input);
                let outcome = match format {
                    ListFormat::UnXml => un_xml::read(&mut xml, &mut sink),
                    ListFormat::EuXml => eu_xml::read(&mut xml, &mut sink),
                    ListFormat::UkXml => uk_xml::read(&mut xml, &mut sink),
                    _ => ofac_xml::read(&mut xml, &mut sink),
                };
                sink.file.held = xml.into_inner().1;
                outcome
            }
        };
        sink.file.broken = outcome.err().map(|broken| (broken.line, broken.words));
        input
    }

    /// What is known of a file when its bytes are at their end.
    fn close<R: Read>(&mut self, source: SourceId, input: Input<R>) {
        let Some(file) = self.files.get_mut(usize::from(source.0)) else { return };
        match input.finish() {
            Ok(finished) => {
                file.source.fingerprint = finished.fingerprint;
                file.encoding = finished.charset.words();
                if finished.charset.is_guess() {
                    note(file, &format!("the encoding is a guess: {}", finished.charset.words()), 0);
                }
                if finished.replaced > 0 {
                    let words = format!(
                        "letters that are no {} became U+FFFD: {}",
                        finished.charset.words(),
                        finished.replaced
                    );
                    note(file, &words, 0);
                }
            }
            Err(error) => {
                file.broken.get_or_insert((0, format!("the file breaks off: {error}")));
            }
        }
    }

    /// All records, joined.
    pub fn finish(mut self) -> Lists {
        ofac_csv::join(self.ofac, &mut self.entities, &mut self.files);
        self.tables.finish(&mut self.entities, &mut self.files);
        self.ftm.finish(&mut self.entities, &mut self.files);
        ftm::check(&mut self.files, &self.ftm_sources);
        // in the order of the files, and within each as they stand there
        self.entities.sort_by_key(|entity| entity.record.source);
        Lists { files: self.files, entities: self.entities }
    }
}
