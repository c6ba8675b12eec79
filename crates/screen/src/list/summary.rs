use serde::Serialize;
use thalweg_core::{Cell, Column, Measure as Unit, Table};

use super::{ListFile, Lists};
use crate::{Entity, EntityKind, Identifier};

/// What a file gave: its records by kind, and what is in them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListSummary<'a> {
    /// The file, and what was refused.
    #[serde(flatten)]
    pub file: &'a ListFile,
    /// Persons.
    pub persons: usize,
    /// Companies and organisations.
    pub companies: usize,
    /// Ships.
    pub ships: usize,
    /// Aircraft.
    pub aircraft: usize,
    /// Records of another kind, or of one that is not said.
    pub others: usize,
    /// Names that came from this file: those of its own records, and those that it gives to records of others.
    pub names: usize,
    /// Identifiers that came from this file.
    pub identifiers: usize,
    /// Identifiers that do not pass their check.
    pub unsound: usize,
    /// Listings that came from this file.
    pub listings: usize,
    /// Those of them whose first day is known.
    pub dated: usize,
}

impl Lists {
    /// What each file gave.
    pub fn summaries(&self) -> Vec<ListSummary<'_>> {
        let mut summaries: Vec<ListSummary<'_>> = self.files.iter().map(ListSummary::empty).collect();
        for entity in &self.entities {
            if let Some(own) = summaries.get_mut(usize::from(entity.record.source.0)) {
                own.count(entity.kind);
            }
            let at = |source: crate::SourceId| usize::from(source.0);
            for name in &entity.names {
                summaries.get_mut(at(name.trace.source)).into_iter().for_each(|s| s.names += 1);
            }
            for identifier in &entity.identifiers {
                summaries
                    .get_mut(at(identifier.trace.source))
                    .into_iter()
                    .for_each(|s| s.identify(identifier));
            }
            for listing in &entity.listings {
                summaries.get_mut(at(listing.trace.source)).into_iter().for_each(|s| {
                    s.listings += 1;
                    s.dated += usize::from(listing.from.is_some());
                });
            }
        }
        summaries
    }

    /// What was read, as tables: `files`, `refused`, `notes`, `entities`.
    pub fn tables(&self) -> Vec<Table> {
        vec![self.files_table(), self.refused_table(), self.notes_table(), self.entities_table()]
    }

    /// What each file gave, in few columns, for reading.
    pub fn counts_table(&self) -> Table {
        let count = |number: usize| Cell::Number(number as f64);
        let row = |s: &ListSummary<'_>| {
            let (file, list) = (s.file, &s.file.source.list);
            let counts = [
                file.intake.accepted,
                file.intake.refused(),
                s.records(),
                s.names,
                s.identifiers,
                s.listings,
            ];
            std::iter::once(list.clone().into()).chain(counts.into_iter().map(count)).collect()
        };
        let columns = [
            ("list", "List", Unit::Text),
            ("accepted", "Rows", Unit::Count),
            ("refused", "Refused", Unit::Count),
            ("records", "Records", Unit::Count),
            ("names", "Names", Unit::Count),
            ("identifiers", "Numbers", Unit::Count),
            ("listings", "Listings", Unit::Count),
        ];
        table("counts", "What was read", &columns, self.summaries().iter().map(row).collect())
    }

    fn files_table(&self) -> Table {
        let count = |number: usize| Cell::Number(number as f64);
        let row = |s: &ListSummary<'_>| {
            let (file, source) = (s.file, &s.file.source);
            vec![
                source.file.clone().into(),
                source.list.clone().into(),
                source.version.clone().map_or(Cell::Absent, Cell::Text),
                file.format.words().into(),
                file.encoding.clone().into(),
                count(file.intake.accepted),
                count(file.intake.refused()),
                count(s.persons),
                count(s.companies),
                count(s.ships),
                count(s.aircraft),
                count(s.others),
                count(s.names),
                count(s.identifiers),
                count(s.unsound),
                count(s.listings),
                count(s.dated),
                source.fingerprint.clone().into(),
            ]
        };
        let columns = [
            ("file", "File", Unit::Text),
            ("list", "List", Unit::Text),
            ("version", "Version", Unit::Text),
            ("format", "Format", Unit::Text),
            ("encoding", "Encoding", Unit::Text),
            ("accepted", "Rows", Unit::Count),
            ("refused", "Refused", Unit::Count),
            ("persons", "Persons", Unit::Count),
            ("companies", "Companies", Unit::Count),
            ("ships", "Ships", Unit::Count),
            ("aircraft", "Aircraft", Unit::Count),
            ("others", "Others", Unit::Count),
            ("names", "Names", Unit::Count),
            ("identifiers", "Identifiers", Unit::Count),
            ("unsound", "Unsound", Unit::Count),
            ("listings", "Listings", Unit::Count),
            ("dated", "Dated", Unit::Count),
            ("sha256", "SHA-256", Unit::Text),
        ];
        table("files", "Files", &columns, self.summaries().iter().map(row).collect())
    }

    fn refused_table(&self) -> Table {
        let columns = [
            ("file", "File", Unit::Text),
            ("count", "Rows", Unit::Count),
            ("reason", "Refused because", Unit::Text),
            ("line", "Line", Unit::Count),
            ("sample", "Sample", Unit::Text),
        ];
        let all = self.files.iter().flat_map(|file| file.intake.refusals.iter().map(move |r| (file, r)));
        let row = |(file, refusal): (&ListFile, &thalweg_core::Refusal)| {
            let sample = refusal.samples.first();
            vec![
                file.source.file.clone().into(),
                Cell::Number(refusal.count as f64),
                refusal.reason.clone().into(),
                sample.map_or(Cell::Absent, |place| Cell::Number(place.line as f64)),
                sample.map_or(Cell::Absent, |place| place.text.clone().into()),
            ]
        };
        table("refused", "Refused", &columns, all.map(row).collect())
    }

    fn notes_table(&self) -> Table {
        let columns = [
            ("file", "File", Unit::Text),
            ("count", "Times", Unit::Count),
            ("note", "Note", Unit::Text),
            ("line", "Line", Unit::Count),
        ];
        let row = |file: &ListFile, count: usize, words: String, line: u32| {
            let numbers = [Cell::Number(count as f64), Cell::Number(f64::from(line))];
            let [count, line] = numbers;
            vec![file.source.file.clone().into(), count, words.into(), line]
        };
        let rows = self.files.iter().flat_map(|file| {
            let broken = file.broken.iter().map(move |(line, words)| row(file, 1, words.clone(), *line));
            broken.chain(
                file.notes.iter().map(move |note| row(file, note.count, note.words.clone(), note.line)),
            )
        });
        table("notes", "Notes", &columns, rows.collect())
    }

    /// One row for each record.
    fn entities_table(&self) -> Table {
        let columns = [
            ("list", "List", Unit::Text),
            ("id", "Key", Unit::Text),
            ("kind", "Kind", Unit::Text),
            ("name", "Name", Unit::Text),
            ("other_names", "Other names", Unit::Text),
            ("identifiers", "Identifiers", Unit::Text),
            ("births", "Born or built", Unit::Text),
            ("countries", "Countries", Unit::Text),
            ("listings", "Listings", Unit::Text),
            ("relations", "Relations", Unit::Count),
            ("line", "Line", Unit::Count),
        ];
        table("entities", "Records", &columns, self.entities.iter().map(|e| self.entity_row(e)).collect())
    }

    fn entity_row(&self, entity: &Entity) -> Vec<Cell> {
        let list = self.source(entity.record.source).map(|source| source.list.clone()).unwrap_or_default();
        let joined = |values: Vec<String>| {
            if values.is_empty() { Cell::Absent } else { Cell::Text(values.join("; ")) }
        };
        let others = entity.names.iter().map(|name| name.text.clone()).filter(|name| name != entity.name());
        let identifier = |i: &Identifier| {
            format!("{} {}", i.kind.words(), if i.value.is_empty() { &i.written } else { &i.value })
        };
        let country = |(_, country): &(crate::CountryLink, crate::Country)| {
            country.code.clone().unwrap_or_else(|| country.written.clone())
        };
        let mut countries: Vec<String> = entity.countries.iter().map(country).collect();
        countries.sort_unstable();
        countries.dedup();
        vec![
            list.into(),
            entity.record.id.clone().into(),
            entity.kind.word().into(),
            entity.name().into(),
            joined(others.collect()),
            joined(entity.identifiers.iter().map(identifier).collect()),
            joined(entity.births.iter().map(ToString::to_string).collect()),
            joined(countries),
            joined(entity.listings.iter().map(crate::Listing::words).collect()),
            Cell::Number(entity.relations.len() as f64),
            Cell::Number(f64::from(entity.trace.line)),
        ]
    }
}

impl<'a> ListSummary<'a> {
    fn empty(file: &'a ListFile) -> Self {
        Self {
            file,
            persons: 0,
            companies: 0,
            ships: 0,
            aircraft: 0,
            others: 0,
            names: 0,
            identifiers: 0,
            unsound: 0,
            listings: 0,
            dated: 0,
        }
    }

    fn count(&mut self, kind: EntityKind) {
        let counter = match kind {
            EntityKind::Person => &mut self.persons,
            EntityKind::Company => &mut self.companies,
            EntityKind::Ship => &mut self.ships,
            EntityKind::Aircraft => &mut self.aircraft,
            EntityKind::Other => &mut self.others,
        };
        *counter += 1;
    }

    fn identify(&mut self, identifier: &Identifier) {
        self.identifiers += 1;
        self.unsound += usize::from(identifier.fault.is_some());
    }

    /// What the file gave, in a sentence.
    pub fn sentence(&self) -> String {
        let source = &self.file.source;
        let version =
            source.version.as_deref().map(|version| format!(", version {version}")).unwrap_or_default();
        let counts = [
            (self.persons, "person", "persons"),
            (self.companies, "company", "companies"),
            (self.ships, "ship", "ships"),
            (self.aircraft, "aircraft", "aircraft"),
            (self.others, "other", "others"),
            (self.names, "name", "names"),
            (self.identifiers, "identifier", "identifiers"),
            (self.listings, "listing", "listings"),
        ];
        let words = |(count, one, many): (usize, &str, &str)| {
            format!("{count} {}", if count == 1 { one } else { many })
        };
        let given: Vec<String> = counts.into_iter().filter(|(count, ..)| *count > 0).map(words).collect();
        let given = if given.is_empty() { "nothing".to_owned() } else { given.join(", ") };
        let (accepted, refused) = (self.file.intake.accepted, self.file.intake.refused());
        let rows = if accepted == 1 { "row" } else { "rows" };
        format!(
            "{}: {}{version}. {accepted} {rows} taken, {refused} refused: {given}.",
            source.file, source.list
        )
    }

    /// Records of all kinds.
    pub fn records(&self) -> usize {
        self.persons + self.companies + self.ships + self.aircraft + self.others
    }
}

/// A table of named columns.
pub(crate) fn table(name: &str, title: &str, columns: &[(&str, &str, Unit)], rows: Vec<Vec<Cell>>) -> Table {
    Table {
        name: name.to_owned(),
        title: title.to_owned(),
        columns: columns.iter().map(|(name, title, measure)| Column::new(name, title, *measure)).collect(),
        rows,
    }
}
