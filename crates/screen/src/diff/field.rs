//! A record, field by field, as words that can be compared: where a value stands in its file does not count.

use serde::Serialize;

use super::target;
use crate::{CountryLink, Entity, Listing, Name, NameKind, NameStrength, Relation, RelationKind};

/// What of a record changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// What it is.
    Kind,
    /// Its primary name.
    Name,
    /// Its other names.
    Names,
    /// Identifiers.
    Identifiers,
    /// Dates of birth.
    Births,
    /// Places of birth.
    BirthPlaces,
    /// Gender.
    Gender,
    /// Titles.
    Titles,
    /// Countries.
    Countries,
    /// Addresses.
    Addresses,
    /// Listings: who lists, what that does, programmes, days.
    Listings,
    /// Relations.
    Relations,
    /// Remarks.
    Remarks,
}

impl Field {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Name => "name",
            Self::Names => "other names",
            Self::Identifiers => "identifiers",
            Self::Births => "dates of birth",
            Self::BirthPlaces => "places of birth",
            Self::Gender => "gender",
            Self::Titles => "titles",
            Self::Countries => "countries",
            Self::Addresses => "addresses",
            Self::Listings => "listings",
            Self::Relations => "relations",
            Self::Remarks => "remarks",
        }
    }
}

/// How one field of a record changed: the values that went, and those that came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Which field.
    pub field: Field,
    /// Values that it no longer has.
    pub removed: Vec<String>,
    /// Values that it has now.
    pub added: Vec<String>,
}

impl Change {
    /// In words.
    pub fn words(&self) -> String {
        let quoted = |values: &[String]| {
            values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
        };
        let field = self.field.words();
        match (self.removed.as_slice(), self.added.as_slice()) {
            ([], added) => format!("{field}: {} added", quoted(added)),
            (removed, []) => format!("{field}: {} removed", quoted(removed)),
            ([one], [other]) => format!("{field}: `{one}` became `{other}`"),
            (removed, added) => format!("{field}: {} removed, {} added", quoted(removed), quoted(added)),
        }
    }
}

/// Reads one field of a record.
type Reader = fn(&Entity) -> Vec<String>;

const FIELDS: [(Field, Reader); 13] = [
    (Field::Kind, |entity| vec![entity.kind.word().to_owned()]),
    (Field::Name, |entity| vec![entity.name().to_owned()]),
    (Field::Names, other_names),
    (Field::Identifiers, identifiers),
    (Field::Births, |entity| entity.births.iter().map(ToString::to_string).collect()),
    (Field::BirthPlaces, |entity| entity.birth_places.clone()),
    (Field::Gender, |entity| entity.gender.iter().cloned().collect()),
    (Field::Titles, |entity| entity.titles.clone()),
    (Field::Countries, |entity| {
        entity
            .countries
            .iter()
            .map(|(link, country)| format!("{} {}", link_words(*link), country.written))
            .collect()
    }),
    (Field::Addresses, |entity| entity.addresses.iter().map(|address| address.text.clone()).collect()),
    (Field::Listings, |entity| entity.listings.iter().map(Listing::words).collect()),
    (Field::Relations, |entity| entity.relations.iter().map(relation).collect()),
    (Field::Remarks, |entity| entity.remarks.iter().map(|remark| remark.text.clone()).collect()),
];

fn link_words(link: CountryLink) -> &'static str {
    match link {
        CountryLink::Nationality => "national of",
        CountryLink::Registration => "registered in",
        CountryLink::Location => "in",
        CountryLink::Birth => "born in",
        CountryLink::Flag => "flag of",
        CountryLink::FormerFlag => "formerly flag of",
    }
}

fn relation(relation: &Relation) -> String {
    let kind = match &relation.kind {
        RelationKind::OwnedOrControlledBy => "owned or controlled by",
        RelationKind::OwnedBy => "owned by",
        RelationKind::Owns => "owns or controls",
        RelationKind::ActsFor => "acts for",
        RelationKind::LinkedTo => "linked to",
        RelationKind::Family => "family of",
        RelationKind::Manages => "manages",
        RelationKind::ManagedBy => "managed by",
        RelationKind::Leads => "leads",
        RelationKind::Other(words) => words,
    };
    let percent = relation.percent.map(|percent| format!(" ({percent} percent)")).unwrap_or_default();
    format!("{kind} {}{percent}", target(&relation.target))
}

fn other_names(entity: &Entity) -> Vec<String> {
    let primary = entity.name();
    let others = entity.names.iter().filter(|name| !(name.kind == NameKind::Primary && name.text == primary));
    others.map(name).collect()
}

/// A name with what it is: only what is not usual is said.
fn name(name: &Name) -> String {
    let kind = match name.kind {
        NameKind::Former => " (former)",
        NameKind::Now => " (now)",
        NameKind::Primary | NameKind::Alias | NameKind::Spelling => "",
    };
    let weak = if name.strength == NameStrength::Weak { " (weak)" } else { "" };
    format!("{}{kind}{weak}", name.text)
}

fn identifiers(entity: &Entity) -> Vec<String> {
    let words = |identifier: &crate::Identifier| {
        let country = identifier.country.as_deref().map(|code| format!(" ({code})")).unwrap_or_default();
        format!("{} {}{country}", identifier.kind.words(), identifier.written)
    };
    entity.identifiers.iter().map(words).collect()
}

/// What differs between two versions of a record; the order of values does not count.
pub(super) fn fields(old: &Entity, new: &Entity) -> Vec<Change> {
    let changed = |(field, read): &(Field, Reader)| {
        let (mut before, mut after) = (read(old), read(new));
        before.sort_unstable();
        before.dedup();
        after.sort_unstable();
        after.dedup();
        let only = |one: &[String], other: &[String]| -> Vec<String> {
            one.iter().filter(|value| other.binary_search(value).is_err()).cloned().collect()
        };
        let (removed, added) = (only(&before, &after), only(&after, &before));
        let same = removed.is_empty() && added.is_empty();
        (!same).then_some(Change { field: *field, removed, added })
    };
    FIELDS.iter().filter_map(changed).collect()
}
