//! Identifiers: what they are, how they are written, and what they prove.

mod check;
mod reading;

use serde::Serialize;

use crate::Trace;

/// What an identifier is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// The number of a hull.
    ShipImo,
    /// The number of a company that owns or manages ships.
    CompanyImo,
    /// The number of a ship's radio.
    Mmsi,
    /// A ship's or an aircraft's call sign.
    CallSign,
    /// Legal entity identifier (ISO 17442).
    Lei,
    /// Russian taxpayer number.
    Inn,
    /// Russian register number.
    Ogrn,
    /// Chinese unified social credit code.
    Uscc,
    /// SWIFT code of a bank (ISO 9362).
    Bic,
    /// Another tax number.
    TaxNumber,
    /// A number in a register of companies.
    RegisterNumber,
    /// A passport.
    Passport,
    /// A national identity card or number.
    NationalId,
    /// An aircraft's tail or serial number.
    Aircraft,
    /// An address of a digital currency.
    CryptoAddress,
    /// An account number.
    Account,
    /// Another list's key for the same entity.
    ListKey,
    /// Web, mail, telephone: a contact, no proof of identity.
    Contact,
    /// Anything else.
    Other,
}

/// What an identifier proves of its bearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Given once and for life: equal ones are one bearer whatever the name, different ones are two.
    Unique,
    /// Equal ones are one bearer, but a bearer may have several: passports, registers, banks.
    Several,
    /// Changes hands or is shared: equal ones speak for one bearer and prove nothing.
    Passing,
}

impl IdentifierKind {
    /// In one word, as in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::ShipImo => "ship_imo",
            Self::CompanyImo => "company_imo",
            Self::Mmsi => "mmsi",
            Self::CallSign => "call_sign",
            Self::Lei => "lei",
            Self::Inn => "inn",
            Self::Ogrn => "ogrn",
            Self::Uscc => "uscc",
            Self::Bic => "bic",
            Self::TaxNumber => "tax_number",
            Self::RegisterNumber => "register_number",
            Self::Passport => "passport",
            Self::NationalId => "national_id",
            Self::Aircraft => "aircraft",
            Self::CryptoAddress => "crypto_address",
            Self::Account => "account",
            Self::ListKey => "list_key",
            Self::Contact => "contact",
            Self::Other => "other",
        }
    }

    /// In words, as in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::ShipImo => "ship IMO number",
            Self::CompanyImo => "company IMO number",
            Self::Mmsi => "MMSI",
            Self::CallSign => "call sign",
            Self::Lei => "LEI",
            Self::Inn => "INN",
            Self::Ogrn => "OGRN",
            Self::Uscc => "unified social credit code",
            Self::Bic => "BIC",
            Self::TaxNumber => "tax number",
            Self::RegisterNumber => "register number",
            Self::Passport => "passport",
            Self::NationalId => "national identity number",
            Self::Aircraft => "aircraft number",
            Self::CryptoAddress => "digital currency address",
            Self::Account => "account number",
            Self::ListKey => "list key",
            Self::Contact => "contact",
            Self::Other => "identifier",
        }
    }

    /// What it proves.
    ///
    /// A hull, a company at sea, an entry in the registers of Russia and China, a legal entity have one number for life. A tax number is
    /// one of its country and kind. Persons may hold several passports and cards; companies stand in several registers. Radio numbers,
    /// call signs and tail numbers pass to the next ship or aircraft.
    pub fn standing(self) -> Standing {
        match self {
            Self::ShipImo
            | Self::CompanyImo
            | Self::Lei
            | Self::Inn
            | Self::Ogrn
            | Self::Uscc
            | Self::TaxNumber => Standing::Unique,
            Self::Bic
            | Self::RegisterNumber
            | Self::Passport
            | Self::NationalId
            | Self::CryptoAddress
            | Self::Account
            | Self::ListKey => Standing::Several,
            Self::Mmsi | Self::CallSign | Self::Aircraft | Self::Contact | Self::Other => Standing::Passing,
        }
    }

    /// Whether the same number of another country is another number.
    pub fn is_national(self) -> bool {
        matches!(
            self,
            Self::TaxNumber | Self::RegisterNumber | Self::Passport | Self::NationalId | Self::Account
        )
    }
}

/// An identifier of an entity.
///
/// ```
/// use thalweg_screen::{Identifier, IdentifierKind, Trace};
/// let imo = Identifier::checked(IdentifierKind::ShipImo, "IMO 9187629", None, None, Trace::default());
/// assert_eq!((imo.value.as_str(), imo.fault), ("9187629", None));
/// let company = Identifier::checked(IdentifierKind::CompanyImo, "555505", None, None, Trace::default());
/// assert_eq!(company.value, "0555505");
/// assert_eq!(company.repair.as_deref(), Some("1 leading zero restored"));
/// let wrong = Identifier::checked(IdentifierKind::Inn, "7707083894", None, None, Trace::default());
/// assert!(wrong.fault.is_some_and(|fault| fault.contains("check digit")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identifier {
    /// What it is.
    pub kind: IdentifierKind,
    /// Letters and digits in upper case, as compared; leading zeros restored where the kind has a fixed length.
    pub value: String,
    /// As the list writes it.
    pub written: String,
    /// What the list calls it, where it does: `Registration Number`.
    pub label: Option<String>,
    /// Who issued it, ISO 3166 alpha-2 in upper case.
    pub country: Option<String>,
    /// What is wrong with it: its check digit, its length; none where it is sound or the kind has no check. An unsound identifier
    /// is kept and compared, and proves nothing by itself.
    pub fault: Option<String>,
    /// What was repaired to make it sound: zeros that were lost.
    pub repair: Option<String>,
    /// Where it is said.
    pub trace: Trace,
}

impl Identifier {
    /// An identifier, normalised and checked. Never fails: one that is unsound says so in `fault`.
    ///
    /// A tax number that is a sound INN of Russia, and a register number that is a sound OGRN of Russia or unified social credit code
    /// of China, become that: lists call the same number by different names.
    pub fn checked(
        kind: IdentifierKind,
        written: impl Into<String>,
        label: Option<String>,
        country: Option<String>,
        trace: Trace,
    ) -> Self {
        let written = written.into();
        let plain = reading::plain(kind, &written);
        let kind = check::narrowed(kind, &plain, country.as_deref());
        let check::Checked { value, fault, repair, country: own } = check::check(kind, plain);
        Self { kind, value, written, label, country: country.or(own), fault, repair, trace }
    }

    /// Whether it passes its check, or its kind has none, and there is something in it.
    pub fn is_sound(&self) -> bool {
        self.fault.is_none() && !self.value.is_empty()
    }
}
