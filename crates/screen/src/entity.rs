use serde::Serialize;

use crate::{Country, DateSpan, Identifier, Listing, SourceId, Trace};

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A company, an organisation, a ministry, an armed group.
    Company,
    /// A ship.
    Ship,
    /// An aircraft.
    Aircraft,
    /// Anything else, or not said.
    Other,
}

impl EntityKind {
    /// In one word, as in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Company => "company",
            Self::Ship => "ship",
            Self::Aircraft => "aircraft",
            Self::Other => "other",
        }
    }

    /// Whether one record can be of the one kind and another of the other: the same, or one that does not say.
    pub fn agrees(self, other: Self) -> bool {
        self == other || self == Self::Other || other == Self::Other
    }
}

/// Which record of which source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Record {
    /// The source.
    pub source: SourceId,
    /// The key that the list itself gives the record: `36`, `CDi.001`, `EU.27.28`, `DPR0075`.
    pub id: String,
}

/// What a name is to its bearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    /// The name under which the list has it.
    Primary,
    /// Also known as.
    Alias,
    /// Formerly known as.
    Former,
    /// Now known as, where the list keeps an older one as the primary name.
    Now,
    /// The same name in another script or spelling, as the list gives it.
    Spelling,
}

/// How well a list stands behind a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NameStrength {
    /// Good enough to find the bearer by.
    Strong,
    /// Too broad or too common to find the bearer by alone: in quotes at the OFAC, `Low quality` at the UN.
    Weak,
}

/// A name of an entity, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Name {
    /// The whole name as the list writes it.
    pub text: String,
    /// What it is to its bearer.
    pub kind: NameKind,
    /// How well the list stands behind it.
    pub strength: NameStrength,
    /// The script and language as the list gives them (`ar`, `Cyrl`, `French`); none where it does not.
    pub language: Option<String>,
    /// The parts, where the list gives them apart, each with what it is: `("surname", "HUSSEIN")`.
    pub parts: Vec<(NamePart, String)>,
    /// When it was borne, as far as the list says.
    pub from: Option<DateSpan>,
    /// Until when.
    pub to: Option<DateSpan>,
    /// Where it is said.
    pub trace: Trace,
}

/// What a part of a name is, where a list gives them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NamePart {
    /// A given name.
    Given,
    /// A further given name.
    Middle,
    /// A name after the father.
    Patronymic,
    /// A family name.
    Family,
    /// A second family name after the mother.
    Matronymic,
    /// A title or rank.
    Title,
    /// Anything else.
    Other,
}

impl Name {
    /// A strong primary name.
    pub fn new(text: impl Into<String>, trace: Trace) -> Self {
        let (kind, strength) = (NameKind::Primary, NameStrength::Strong);
        Self {
            text: text.into(),
            kind,
            strength,
            language: None,
            parts: Vec::new(),
            from: None,
            to: None,
            trace,
        }
    }

    /// The same name as a name of another kind.
    #[must_use]
    pub fn of_kind(self, kind: NameKind) -> Self {
        Self { kind, ..self }
    }

    /// The same name as a weak one.
    #[must_use]
    pub fn weak(self) -> Self {
        Self { strength: NameStrength::Weak, ..self }
    }
}

/// What a country is to an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CountryLink {
    /// Nationality or citizenship of a person.
    Nationality,
    /// Where a company is registered.
    Registration,
    /// Where it is, or lives.
    Location,
    /// Where it was born.
    Birth,
    /// A ship's flag.
    Flag,
    /// A flag that a ship bore before.
    FormerFlag,
}

/// An address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Address {
    /// All of it in one line.
    pub text: String,
    /// Its country.
    pub country: Option<Country>,
    /// Where it is said.
    pub trace: Trace,
}

/// What one entity is to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// It is owned by the other; nobody says whether by ownership or by control.
    OwnedOrControlledBy,
    /// It is owned by the other.
    OwnedBy,
    /// The other is owned or controlled by it.
    Owns,
    /// It acts for the other.
    ActsFor,
    /// It is linked to the other in a way that the list does not say.
    LinkedTo,
    /// A family member.
    Family,
    /// It manages or operates the other (a ship).
    Manages,
    /// It is managed or operated by the other.
    ManagedBy,
    /// It leads the other, or is an officer of it.
    Leads,
    /// Another, as written.
    Other(String),
}

/// The other end of a relation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A record of the same source, by its key.
    Record(String),
    /// A name only.
    Name(String),
}

/// A relation of an entity with another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Relation {
    /// What this entity is to the other.
    pub kind: RelationKind,
    /// The other.
    pub target: Target,
    /// The part that is held, percent from 0 to 100, where the list says so.
    pub percent: Option<f64>,
    /// Where it is said.
    pub trace: Trace,
}

/// A remark of a list, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub trace: Trace,
}

/// One record of one list: whom it lists, under which names, and why.
///
/// Records of several lists about the same ship stay several entities: which of them are one is an answer of the search, and not a
/// property of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entity {
    /// Which record it is.
    pub record: Record,
    /// What it is.
    pub kind: EntityKind,
    /// Names, the primary one first; at least one.
    pub names: Vec<Name>,
    /// Identifiers, as checked.
    pub identifiers: Vec<Identifier>,
    /// Dates of birth (of building, for a ship: its year), each as possible as the others.
    pub births: Vec<DateSpan>,
    /// Places of birth, as written.
    pub birth_places: Vec<String>,
    /// `male`, `female`, or none.
    pub gender: Option<String>,
    /// Titles and functions, as written.
    pub titles: Vec<String>,
    /// Countries, each with what it is to the entity.
    pub countries: Vec<(CountryLink, Country)>,
    /// Addresses.
    pub addresses: Vec<Address>,
    /// Listings.
    pub listings: Vec<Listing>,
    /// Relations with others.
    pub relations: Vec<Relation>,
    /// What a ship is: `crude oil tanker`, as written; its tonnage; and any remark.
    pub remarks: Vec<Remark>,
    /// Where the record begins.
    pub trace: Trace,
}

impl Entity {
    /// A record with a primary name and nothing else.
    pub fn new(record: Record, kind: EntityKind, name: impl Into<String>, trace: Trace) -> Self {
        Self {
            record,
            kind,
            names: vec![Name::new(name, trace)],
            identifiers: Vec::new(),
            births: Vec::new(),
            birth_places: Vec::new(),
            gender: None,
            titles: Vec::new(),
            countries: Vec::new(),
            addresses: Vec::new(),
            listings: Vec::new(),
            relations: Vec::new(),
            remarks: Vec::new(),
            trace,
        }
    }

    /// The primary name; the first one where none is called so.
    pub fn name(&self) -> &str {
        let primary = self.names.iter().find(|name| name.kind == NameKind::Primary);
        primary.or(self.names.first()).map_or("", |name| name.text.as_str())
    }
}
