//! What changed between two versions of a list.

mod field;
mod names;
mod tables;

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::{Entity, EntityKind, Lists, Record, SourceId, Target};
use field::fields;
pub use field::{Change, Field};
pub use names::NameSet;

/// What changed between two versions of lists, record by record: records are the same where their list and its own key are.
///
/// Lists are paired by their name (`OFAC SDN`); where each side has one list only, those two are paired whatever their names.
///
/// ```
/// use thalweg_screen::{Diff, Lists};
/// let read = |text: &'static str| Lists::read([("list.csv", text.as_bytes())]);
/// let old = read("id,name,authority,measure\n1,HERON,us,asset freeze\n2,TERN,us,asset freeze\n")?;
/// let new = read("id,name,authority,measure\n1,GREY HERON,us,asset freeze\n3,CRANE,us,asset freeze\n")?;
/// let diff = Diff::of(&old, &new);
/// assert_eq!((diff.added.len(), diff.changed.len(), diff.removed.len()), (1, 1, 1));
/// assert_eq!(diff.changed[0].changes[0].words(), "name: `HERON` became `GREY HERON`");
/// # Ok::<(), thalweg_screen::ListError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Diff {
    /// Records that are only in the newer version.
    pub added: Vec<Entry>,
    /// Records that differ.
    pub changed: Vec<Changed>,
    /// Records that are only in the older version.
    pub removed: Vec<Entry>,
    /// How many records are the same in both.
    pub same: usize,
    /// Keys that stand for several records of one version: these are compared in the order in which they stand.
    pub ambiguous: usize,
}

/// A record that came or went.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Which list.
    pub list: String,
    /// The record, in the version that has it.
    pub entity: Entity,
}

/// A record that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changed {
    /// Which list.
    pub list: String,
    /// Its key within it.
    pub id: String,
    /// What it is now.
    pub kind: EntityKind,
    /// Its primary name now.
    pub name: String,
    /// What became different.
    pub changes: Vec<Change>,
    /// The record as it was.
    pub old: Record,
    /// The record as it is.
    pub new: Record,
}

impl Diff {
    /// Compares two versions.
    pub fn of(old: &Lists, new: &Lists) -> Self {
        Self::about(old, new, |_| true)
    }

    /// Compares two versions, and keeps only records that somebody asks for, as they were or as they are: those that a name is on, say.
    /// Records that are the same are counted only if they are asked for, too.
    pub fn about(old: &Lists, new: &Lists, wanted: impl Fn(&Entity) -> bool) -> Self {
        let (names_old, names_new) = paired(old, new);
        let (before, after) = (Side::new(old, &names_old), Side::new(new, &names_new));
        let mut diff = Self { ambiguous: before.ambiguous + after.ambiguous, ..Self::default() };
        for (key, entity) in &after.records {
            match before.by_key.get(key) {
                Some(at) => diff.compare(key, before.records[*at].1, entity, &wanted),
                None if wanted(entity) => diff.added.push(entry(key, entity)),
                None => {}
            }
        }
        let gone =
            before.records.iter().filter(|(key, entity)| !after.by_key.contains_key(key) && wanted(entity));
        diff.removed = gone.map(|(key, entity)| entry(key, entity)).collect();
        diff
    }

    fn compare(&mut self, key: &Key, old: &Entity, new: &Entity, wanted: &impl Fn(&Entity) -> bool) {
        if !wanted(old) && !wanted(new) {
            return;
        }
        let changes = fields(old, new);
        if changes.is_empty() {
            self.same += 1;
            return;
        }
        self.changed.push(Changed {
            list: key.list.clone(),
            id: key.id.clone(),
            kind: new.kind,
            name: new.name().to_owned(),
            changes,
            old: old.record.clone(),
            new: new.record.clone(),
        });
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

fn entry(key: &Key, entity: &Entity) -> Entry {
    Entry { list: key.list.clone(), entity: entity.clone() }
}

/// By what a record is known again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    list: String,
    id: String,
    /// Which of several with the same key.
    nth: usize,
}

/// One version: its records in their order, and where each is.
struct Side<'a> {
    records: Vec<(Key, &'a Entity)>,
    by_key: HashMap<Key, usize>,
    ambiguous: usize,
}

impl<'a> Side<'a> {
    fn new(lists: &'a Lists, names: &HashMap<SourceId, String>) -> Self {
        let mut seen: HashMap<(String, String), usize> = HashMap::new();
        let mut side = Self { records: Vec::new(), by_key: HashMap::new(), ambiguous: 0 };
        for entity in &lists.entities {
            let list = names.get(&entity.record.source).cloned().unwrap_or_default();
            let id = entity.record.id.clone();
            let count = seen.entry((list.clone(), id.clone())).or_insert(0);
            let key = Key { list, id, nth: *count };
            side.ambiguous += usize::from(*count == 1);
            *count += 1;
            side.by_key.insert(key.clone(), side.records.len());
            side.records.push((key, entity));
        }
        side
    }
}

/// The name by which the records of each file are paired.
fn paired(old: &Lists, new: &Lists) -> (HashMap<SourceId, String>, HashMap<SourceId, String>) {
    let names = |lists: &Lists| -> HashMap<SourceId, String> {
        let sources = lists.entities.iter().map(|entity| entity.record.source);
        sources.filter_map(|id| Some((id, lists.source(id)?.list.clone()))).collect()
    };
    let (mut before, mut after) = (names(old), names(new));
    let distinct = |names: &HashMap<SourceId, String>| names.values().collect::<HashSet<_>>().len();
    if distinct(&before) == 1 && distinct(&after) == 1 {
        let name = after.values().next().cloned().unwrap_or_default();
        before.values_mut().chain(after.values_mut()).for_each(|known| known.clone_from(&name));
    }
    (before, after)
}

/// The other end of a relation in words.
fn target(target: &Target) -> String {
    match target {
        Target::Record(id) => format!("record {id}"),
        Target::Name(name) => name.clone(),
    }
}
