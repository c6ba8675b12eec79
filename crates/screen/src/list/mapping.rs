use serde::Deserialize;
use std::collections::BTreeMap;

use super::measure::ParseMeasureError;
use crate::{Authority, EntityKind, IdentifierKind, Measure};

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    Id,
    Kind,
    Name,
    NameKind,
    NameStrength,
    Aliases,
    WeakAliases,
    FormerNames,
    Imo,
    CompanyImo,
    Mmsi,
    CallSign,
    Lei,
    Inn,
    Ogrn,
    Uscc,
    Bic,
    TaxNumber,
    RegisterNumber,
    Passport,
    NationalId,
    Account,
    CryptoAddress,
    Contact,
    ListKey,
    Identifier,
    IdentifierKind,
    IdentifierLabel,
    Birth,
    BirthPlace,
    Gender,
    Title,
    Nationality,
    Registration,
    Country,
    Flag,
    FormerFlags,
    Address,
    Owner,
    LinkedTo,
    Authority,
    Measure,
    Program,
    From,
    To,
    Last,
    Remark,
}

impl Role {
    /// All roles, each with its name: what a column of our own tables is called.
    pub(super) const ALL: [(&'static str, Self); 47] = [
        ("id", Self::Id),
        ("kind", Self::Kind),
        ("name", Self::Name),
        ("name_kind", Self::NameKind),
        ("name_strength", Self::NameStrength),
        ("aliases", Self::Aliases),
        ("weak_aliases", Self::WeakAliases),
        ("former_names", Self::FormerNames),
        ("imo", Self::Imo),
        ("company_imo", Self::CompanyImo),
        ("mmsi", Self::Mmsi),
        ("call_sign", Self::CallSign),
        ("lei", Self::Lei),
        ("inn", Self::Inn),
        ("ogrn", Self::Ogrn),
        ("uscc", Self::Uscc),
        ("bic", Self::Bic),
        ("tax_number", Self::TaxNumber),
        ("register_number", Self::RegisterNumber),
        ("passport", Self::Passport),
        ("national_id", Self::NationalId),
        ("account", Self::Account),
        ("crypto_address", Self::CryptoAddress),
        ("contact", Self::Contact),
        ("list_key", Self::ListKey),
        ("identifier", Self::Identifier),
        ("identifier_kind", Self::IdentifierKind),
        ("identifier_label", Self::IdentifierLabel),
        ("birth", Self::Birth),
        ("birth_place", Self::BirthPlace),
        ("gender", Self::Gender),
        ("title", Self::Title),
        ("nationality", Self::Nationality),
        ("registration", Self::Registration),
        ("country", Self::Country),
        ("flag", Self::Flag),
        ("former_flags", Self::FormerFlags),
        ("address", Self::Address),
        ("owner", Self::Owner),
        ("linked_to", Self::LinkedTo),
        ("authority", Self::Authority),
        ("measure", Self::Measure),
        ("program", Self::Program),
        ("from", Self::From),
        ("to", Self::To),
        ("last", Self::Last),
        ("remark", Self::Remark),
    ];

    /// What kind of identifier stands in the column, if one does.
    pub(super) fn identifier(self) -> Option<IdentifierKind> {
        let kind = match self {
            Self::Imo => IdentifierKind::ShipImo,
            Self::CompanyImo => IdentifierKind::CompanyImo,
            Self::Mmsi => IdentifierKind::Mmsi,
            Self::CallSign => IdentifierKind::CallSign,
            Self::Lei => IdentifierKind::Lei,
            Self::Inn => IdentifierKind::Inn,
            Self::Ogrn => IdentifierKind::Ogrn,
            Self::Uscc => IdentifierKind::Uscc,
            Self::Bic => IdentifierKind::Bic,
            Self::TaxNumber => IdentifierKind::TaxNumber,
            Self::RegisterNumber => IdentifierKind::RegisterNumber,
            Self::Passport => IdentifierKind::Passport,
            Self::NationalId => IdentifierKind::NationalId,
            Self::Account => IdentifierKind::Account,
            Self::CryptoAddress => IdentifierKind::CryptoAddress,
            Self::Contact => IdentifierKind::Contact,
            Self::ListKey => IdentifierKind::ListKey,
            _ => return None,
        };
        Some(kind)
    }
}

/// Which column of a table is what, and what the table does not say itself: TOML.
///
/// ```
/// use thalweg_screen::{ListReader, Mapping};
/// let mapping = Mapping::parse(r#"
/// list = "Port office"
/// kind = "ship"
/// authority = "zz"
/// measure = "port ban"
/// separator = " / "
/// [columns]
/// name = "Ship"
/// former_names = "Before"
/// imo = "Number"
/// [absent]
/// Before = ["none"]
/// "#)?;
/// let mut reader = ListReader::new();
/// reader.mapping(mapping);
/// reader.file("ships.csv", &b"Ship,Before,Number\nHERON,EGRET / CRANE,9134270\nTERN,none,\n"[..])?;
/// let lists = reader.finish();
/// assert_eq!(lists.entities[0].names.len(), 3);
/// assert_eq!(lists.entities[1].names.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What list the table is.
    #[serde(default)]
    pub(super) list: Option<String>,
    /// Tables with the same word here are parts of one list: their rows are joined by id.
    #[serde(default)]
    pub(super) join: Option<String>,
    /// What its rows are, where no column says so.
    #[serde(default)]
    kind: Option<String>,
    /// Who lists, where no column says so.
    #[serde(default)]
    pub(super) authority: Option<String>,
    /// What a listing does, where no column says so.
    #[serde(default)]
    measure: Option<String>,
    /// What stands between cells.
    #[serde(default = "comma", deserialize_with = "delimiter")]
    pub(super) delimiter: u8,
    /// What stands between several values of one cell.
    #[serde(default = "semicolon")]
    pub(super) separator: String,
    /// The name of the column (several make one value, joined by `/`) for each role.
    columns: BTreeMap<Role, Columns>,
    /// What the words of the column of kinds mean.
    #[serde(default)]
    kinds: BTreeMap<String, String>,
    /// What a listing does by the kind of the row.
    #[serde(default)]
    measures: BTreeMap<String, String>,
    /// What the words of the column of kinds of identifiers mean.
    #[serde(default)]
    identifiers: BTreeMap<String, String>,
    /// Words that stand for nothing, by the name of the column.
    #[serde(default)]
    pub(super) absent: BTreeMap<String, Vec<String>>,
    /// Listings that a column tells by a word.
    #[serde(default, rename = "listing")]
    pub(super) flags: Vec<Flag>,
    /// Columns of the head that nobody reads.
    #[serde(skip)]
    pub(super) unread: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Columns {
    One(String),
    Several(Vec<String>),
}

impl Columns {
    fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Several(names) => names,
        }
    }
}

/// A listing that holds where a column has one of some words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Flag {
    pub(super) column: String,
    pub(super) words: Vec<String>,
    pub(super) authority: String,
    measure: String,
}

fn comma() -> u8 {
    b','
}

fn semicolon() -> String {
    ";".to_owned()
}

fn delimiter<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.as_bytes() {
        [byte] if byte.is_ascii() && *byte != b'"' => Ok(*byte),
        _ => Err(serde::de::Error::custom("a delimiter is one ASCII character: \",\", \";\" or \"\\t\"")),
    }
}

/// Why a text is no mapping.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MappingError {
    /// It is no TOML, or has keys that mean nothing.
    #[error("{0}")]
    Toml(String),
    /// A word for a kind that there is none of.
    #[error("`{0}` is no kind: write person, company, ship, aircraft or other")]
    Kind(String),
    /// A word for a kind of identifier that there is none of.
    #[error("`{0}` is no kind of identifier: write ship_imo, company_imo, mmsi, passport, tax_number, ...")]
    Identifier(String),
    /// A word for a measure that there is none of.
    #[error(transparent)]
    Measure(#[from] ParseMeasureError),
    /// Nothing names the records.
    #[error("no column has a name or an IMO number: add `name = \"...\"` below [columns]")]
    Nameless,
}

/// Kinds by the words that tables use.
pub(super) fn kind_of(word: &str) -> Option<EntityKind> {
    let kind = match word.trim().to_lowercase().as_str() {
        "person" | "individual" | "natural person" => EntityKind::Person,
        "company" | "entity" | "organization" | "organisation" | "legalentity" | "legal entity"
        | "enterprise" => EntityKind::Company,
        "ship" | "vessel" => EntityKind::Ship,
        "aircraft" | "airplane" => EntityKind::Aircraft,
        "other" => EntityKind::Other,
        _ => return None,
    };
    Some(kind)
}

/// All kinds of identifiers, to be found by their words.
const IDENTIFIERS: [IdentifierKind; 19] = [
    IdentifierKind::ShipImo,
    IdentifierKind::CompanyImo,
    IdentifierKind::Mmsi,
    IdentifierKind::CallSign,
    IdentifierKind::Lei,
    IdentifierKind::Inn,
    IdentifierKind::Ogrn,
    IdentifierKind::Uscc,
    IdentifierKind::Bic,
    IdentifierKind::TaxNumber,
    IdentifierKind::RegisterNumber,
    IdentifierKind::Passport,
    IdentifierKind::NationalId,
    IdentifierKind::Aircraft,
    IdentifierKind::CryptoAddress,
    IdentifierKind::Account,
    IdentifierKind::ListKey,
    IdentifierKind::Contact,
    IdentifierKind::Other,
];

fn identifier_of(word: &str) -> Option<IdentifierKind> {
    IDENTIFIERS.into_iter().find(|kind| kind.word() == word.trim())
}

/// The mappings that come along, for public tables.
const SHIPPED: [&str; 9] = [
    include_str!("../../../../examples/screen/mappings/uk-ships.toml"),
    include_str!("../../../../examples/screen/mappings/uk-subjects.toml"),
    include_str!("../../../../examples/screen/mappings/uk-subject-names.toml"),
    include_str!("../../../../examples/screen/mappings/uk-subject-identifiers.toml"),
    include_str!("../../../../examples/screen/mappings/ofac-names.toml"),
    include_str!("../../../../examples/screen/mappings/ofac-first-seen.toml"),
    include_str!("../../../../examples/screen/mappings/gur-vessels.toml"),
    include_str!("../../../../examples/screen/mappings/sanctions-by-imo.toml"),
    include_str!("../../../../examples/screen/mappings/eu-journal.toml"),
];

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// When it is no TOML, has keys that mean nothing, or words that are none of those asked for.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let mapping: Self = toml::from_str(text).map_err(|error| MappingError::Toml(error.to_string()))?;
        mapping.check()?;
        Ok(mapping)
    }

    /// The mappings that come along; `examples/screen/mappings` has them as files.
    pub fn shipped() -> Vec<Self> {
        SHIPPED.iter().filter_map(|text| Self::parse(text).ok()).collect()
    }

    fn check(&self) -> Result<(), MappingError> {
        let kinds = self.kind.iter().chain(self.kinds.values()).chain(self.measures.keys());
        if let Some(word) = kinds.into_iter().find(|word| kind_of(word).is_none()) {
            return Err(MappingError::Kind(word.clone()));
        }
        if let Some(word) = self.identifiers.values().find(|word| identifier_of(word).is_none()) {
            return Err(MappingError::Identifier(word.clone()));
        }
        let measures = self.measure.iter().chain(self.measures.values());
        for word in measures.chain(self.flags.iter().map(|flag| &flag.measure)) {
            word.parse::<Measure>()?;
        }
        let named = [Role::Name, Role::Imo, Role::Aliases].iter().any(|role| self.columns.contains_key(role));
        if named || self.join.is_some() { Ok(()) } else { Err(MappingError::Nameless) }
    }

    /// A mapping for a table whose columns are called as roles are; none where none is a name.
    pub(super) fn of_head<T: AsRef<str>>(head: &[T]) -> Option<Self> {
        let mut mapping = Self::parse("[columns]\nname = \"name\"").ok()?;
        mapping.columns.clear();
        for column in head.iter().map(AsRef::as_ref) {
            let plain = column.trim().to_lowercase().replace([' ', '-'], "_");
            let role = Role::ALL.iter().find(|(name, _)| *name == plain).map(|(_, role)| *role);
            match role.filter(|role| !mapping.columns.contains_key(role)) {
                Some(role) => {
                    mapping.columns.insert(role, Columns::One(column.trim().to_owned()));
                }
                None if !column.trim().is_empty() => mapping.unread.push(column.trim().to_owned()),
                None => {}
            }
        }
        mapping.check().ok().map(|()| mapping)
    }

    /// Whether a table with this head has all columns that are asked for.
    pub(super) fn fits<T: AsRef<str>>(&self, head: &[T]) -> bool {
        let has = |name: &String| head.iter().any(|column| column.as_ref().trim() == name.trim());
        self.columns
            .values()
            .flat_map(Columns::names)
            .chain(self.flags.iter().map(|flag| &flag.column))
            .all(has)
    }

    /// The columns of every role, in the order of roles.
    pub(super) fn roles(&self) -> impl Iterator<Item = (Role, &[String])> {
        self.columns.iter().map(|(role, columns)| (*role, columns.names()))
    }

    /// Whether a role has a column.
    pub(super) fn has(&self, role: Role) -> bool {
        self.columns.contains_key(&role)
    }

    /// What a row is.
    pub(super) fn kind(&self, word: Option<&str>) -> Option<EntityKind> {
        let word = word.map(str::trim).filter(|word| !word.is_empty());
        match word {
            Some(word) => self.kinds.get(word).and_then(|word| kind_of(word)).or_else(|| kind_of(word)),
            None => self.kind.as_deref().and_then(kind_of),
        }
    }

    /// What a listing does to rows of a kind, where no column says so.
    pub(super) fn measure(&self, kind: EntityKind) -> Option<Measure> {
        let by_kind = self.measures.iter().find(|(word, _)| kind_of(word) == Some(kind));
        by_kind.map(|(_, measure)| measure).or(self.measure.as_ref())?.parse().ok()
    }

    /// What a kind of identifier a word means.
    pub(super) fn identifier(&self, word: &str) -> IdentifierKind {
        let mapped = self.identifiers.get(word.trim()).and_then(|word| identifier_of(word));
        mapped.or_else(|| identifier_of(word)).unwrap_or(IdentifierKind::Other)
    }
}

impl Flag {
    pub(super) fn measure(&self) -> Measure {
        self.measure.parse().unwrap_or(Measure::Other)
    }

    pub(super) fn authority(&self) -> Authority {
        self.authority.parse().unwrap_or_else(|_| Authority::Other(self.authority.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_mappings_that_come_along_are_right() {
        let wrong: Vec<_> = SHIPPED.iter().filter_map(|text| Mapping::parse(text).err()).collect();
        assert_eq!(wrong, []);
        assert_eq!(Mapping::shipped().len(), SHIPPED.len());
    }

    #[test]
    fn what_is_wrong_is_said() {
        let error =
            |text: &str| Mapping::parse(text).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error("kind = \"boat\"\n[columns]\nname = \"n\"").contains("`boat` is no kind"));
        assert!(error("measure = \"ban\"\n[columns]\nname = \"n\"").contains("`ban` is no measure"));
        assert!(error("[columns]\nflag = \"n\"").contains("no column has a name"));
        assert!(error("[columns]\nnames = \"n\"").contains("names"));
        assert!(error("delimiter = \";;\"\n[columns]\nname = \"n\"").contains("one ASCII character"));
    }
}
