use crate::{CountryLink, Entity, EntityKind, IdentifierKind, Trace};

/// What a list means by the words before a value: `DOB`, `Tax ID No.`, `Nationality Country`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Meaning {
    Identifier(IdentifierKind),
    /// A date of birth, of foundation, of building.
    Birth,
    BirthPlace,
    Country(CountryLink),
    Gender,
    Title,
    /// A name of an owner.
    Owner,
    /// Words to be kept with their label.
    Remark,
}

/// Words by which labels of the OFAC (remarks, Advanced XML, Consolidated Screening List) and of other lists are known; the first that
/// a label contains counts.
const LABELS: [(&str, Meaning); 80] = {
    use CountryLink as Link;
    use IdentifierKind as Id;
    use Meaning::{Birth, BirthPlace, Country, Gender, Identifier, Owner, Remark, Title};
    [
        ("vessel registration identification", Identifier(Id::ShipImo)),
        ("mmsi", Identifier(Id::Mmsi)),
        ("maritime mobile service identity", Identifier(Id::Mmsi)),
        ("call sign", Identifier(Id::CallSign)),
        ("swift", Identifier(Id::Bic)),
        ("legal entity number", Identifier(Id::Lei)),
        ("unified social credit", Identifier(Id::Uscc)),
        ("passport", Identifier(Id::Passport)),
        ("digital currency address", Identifier(Id::CryptoAddress)),
        ("place of birth", BirthPlace),
        ("birthdate", Birth),
        ("date of birth", Birth),
        ("established date", Birth),
        ("manufacture date", Birth),
        ("build year", Birth),
        ("year of build", Birth),
        ("nationality of registration", Country(Link::Registration)),
        ("nationality", Country(Link::Nationality)),
        ("citizenship", Country(Link::Nationality)),
        ("other vessel flag", Country(Link::FormerFlag)),
        ("former vessel flag", Country(Link::FormerFlag)),
        ("vessel flag", Country(Link::Flag)),
        ("vessel owner", Owner),
        ("vessel type", Remark),
        ("secondary sanctions", Remark),
        ("organization type", Remark),
        ("target type", Remark),
        ("aircraft model", Remark),
        ("aircraft operator", Remark),
        ("aircraft", Identifier(Id::Aircraft)),
        ("gender", Gender),
        ("title", Title),
        ("website", Identifier(Id::Contact)),
        ("email", Identifier(Id::Contact)),
        ("phone", Identifier(Id::Contact)),
        ("fax", Identifier(Id::Contact)),
        ("account n", Identifier(Id::Account)),
        ("driver", Identifier(Id::Other)),
        ("tax id", Identifier(Id::TaxNumber)),
        ("tax number", Identifier(Id::TaxNumber)),
        ("taxpayer", Identifier(Id::TaxNumber)),
        ("r.f.c.", Identifier(Id::TaxNumber)),
        ("nit #", Identifier(Id::TaxNumber)),
        ("v.a.t.", Identifier(Id::TaxNumber)),
        ("ruc #", Identifier(Id::TaxNumber)),
        ("rif #", Identifier(Id::TaxNumber)),
        ("rtn", Identifier(Id::TaxNumber)),
        ("c.u.i.t", Identifier(Id::TaxNumber)),
        ("c.u.i.p", Identifier(Id::NationalId)),
        ("fiscal code", Identifier(Id::TaxNumber)),
        ("national id", Identifier(Id::NationalId)),
        ("national foreign id", Identifier(Id::NationalId)),
        ("national tax", Identifier(Id::TaxNumber)),
        ("cedula", Identifier(Id::NationalId)),
        ("c.u.r.p.", Identifier(Id::NationalId)),
        ("d.n.i.", Identifier(Id::NationalId)),
        ("identity card", Identifier(Id::NationalId)),
        ("identity number", Identifier(Id::NationalId)),
        ("identification card", Identifier(Id::NationalId)),
        ("personal id", Identifier(Id::NationalId)),
        ("ssn", Identifier(Id::NationalId)),
        ("social security", Identifier(Id::NationalId)),
        ("citizen", Identifier(Id::NationalId)),
        ("birth certificate", Identifier(Id::NationalId)),
        ("electoral registry", Identifier(Id::NationalId)),
        ("residency number", Identifier(Id::NationalId)),
        ("identification number", Identifier(Id::NationalId)),
        ("registration", Identifier(Id::RegisterNumber)),
        ("registry", Identifier(Id::RegisterNumber)),
        ("register", Identifier(Id::RegisterNumber)),
        ("company number", Identifier(Id::RegisterNumber)),
        ("license", Identifier(Id::RegisterNumber)),
        ("folio mercantil", Identifier(Id::RegisterNumber)),
        ("matricula mercantil", Identifier(Id::RegisterNumber)),
        ("chamber of comm", Identifier(Id::RegisterNumber)),
        ("certificate of incorporation", Identifier(Id::RegisterNumber)),
        ("c.r. no", Identifier(Id::RegisterNumber)),
        ("d-u-n-s", Identifier(Id::RegisterNumber)),
        ("enterprise number", Identifier(Id::RegisterNumber)),
        ("business number", Identifier(Id::RegisterNumber)),
    ]
};

/// What a label means.
pub(super) fn meaning(label: &str) -> Meaning {
    let lower = label.to_lowercase();
    if let Some((_, found)) = LABELS.iter().find(|(words, _)| lower.contains(words)) {
        return *found;
    }
    let last = lower.trim_end_matches([':', ' ']);
    let numbered =
        ["number", "no.", "no", "code", "#", "id"].iter().any(|end| last.rsplit(' ').next() == Some(end));
    if numbered { Meaning::Identifier(IdentifierKind::Other) } else { Meaning::Remark }
}

impl Entity {
    /// Puts a value where its label says it belongs; what has no place of its own stays as a remark, label and all.
    pub(super) fn labelled(&mut self, label: &str, value: &str, country: Option<&str>, trace: Trace) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        match meaning(label) {
            Meaning::Identifier(kind) => {
                let kind = self.kind_of(kind, value);
                self.identify(kind, value, Some(label), country, trace);
            }
            Meaning::Birth => self.born(value, trace),
            Meaning::BirthPlace => self.born_at(value),
            Meaning::Country(link) => self.country(link, value),
            Meaning::Gender => self.gender = gender(value).or(self.gender.take()),
            Meaning::Title => self.entitle(value),
            Meaning::Owner => self.relate_to_name(crate::RelationKind::OwnedBy, value, trace),
            Meaning::Remark => self.remark(&format!("{label}: {value}"), trace),
        }
    }

    /// An IMO number under any label is a ship's or a company's, as the record is; a ship's number that has not seven digits is of a
    /// national register; an identification number of a company is of a register.
    fn kind_of(&self, kind: IdentifierKind, value: &str) -> IdentifierKind {
        let imo = value.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("imo"));
        match (kind, self.kind) {
            (_, EntityKind::Ship) if imo => IdentifierKind::ShipImo,
            (_, EntityKind::Company) if imo => IdentifierKind::CompanyImo,
            (IdentifierKind::ShipImo, _) if !imo && !is_seven_digits(value) => IdentifierKind::RegisterNumber,
            (IdentifierKind::NationalId, EntityKind::Company) => IdentifierKind::RegisterNumber,
            (IdentifierKind::Lei, _) if value.chars().filter(|c| c.is_alphanumeric()).count() != 20 => {
                IdentifierKind::RegisterNumber
            }
            _ => kind,
        }
    }
}

fn is_seven_digits(value: &str) -> bool {
    value.len() == 7 && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// `male` or `female`.
pub(super) fn gender(text: &str) -> Option<String> {
    match text.trim().trim_end_matches('.').to_lowercase().as_str() {
        "male" | "m" => Some("male".to_owned()),
        "female" | "f" => Some("female".to_owned()),
        _ => None,
    }
}
