use thalweg_core::Place;

use super::{ListFile, ListNote};
use crate::{Entity, NameKind, SourceId, Trace};

/// Most names of one record; the longest of real lists have some hundred.
pub(super) const MOST_NAMES: usize = 10_000;

/// Most letters of a refused row that are shown.
const SHOWN: usize = 120;

/// Where the records of one file go, and what is to be said of it.
pub(super) struct Sink<'a> {
    pub(super) source: SourceId,
    pub(super) file: &'a mut ListFile,
    pub(super) entities: &'a mut Vec<Entity>,
}

impl Sink<'_> {
    pub(super) fn trace(&self, line: u32) -> Trace {
        Trace::new(self.source, line)
    }

    /// Takes a record, if it has a name.
    pub(super) fn accept(&mut self, mut entity: Entity) {
        tidy(&mut entity, self.file);
        if entity.names.is_empty() {
            let text = entity.record.id.clone();
            return self.refuse("no name", entity.trace.line, &text);
        }
        self.file.intake.accept();
        self.entities.push(entity);
    }

    /// Counts a row that is not taken.
    pub(super) fn refuse(&mut self, reason: &str, line: u32, text: &str) {
        refuse(self.file, reason, line, text);
    }

    /// Says something about the file.
    pub(super) fn note(&mut self, words: &str, line: u32) {
        note(self.file, words, line);
    }
}

pub(super) fn refuse(file: &mut ListFile, reason: &str, line: u32, text: &str) {
    let shown: String = text.chars().take(SHOWN).collect();
    let place = Place::new(file.source.file.clone(), line as usize, &shown);
    file.intake.refuse(reason, place);
}

pub(super) fn note(file: &mut ListFile, words: &str, line: u32) {
    match file.notes.iter_mut().find(|note| note.words == words) {
        Some(note) => note.count += 1,
        None => file.notes.push(ListNote { words: words.to_owned(), count: 1, line }),
    }
}

/// Drops blank names, puts the primary one first, and keeps names to a number that fits into memory.
pub(super) fn tidy(entity: &mut Entity, file: &mut ListFile) {
    entity.names.retain(|name| name.text.chars().any(char::is_alphanumeric));
    entity.names.sort_by_key(|name| name.kind != NameKind::Primary);
    if entity.names.len() > MOST_NAMES {
        note(file, "names beyond the 10,000th of a record were left out", entity.trace.line);
        entity.names.truncate(MOST_NAMES);
    }
}
