use crate::{
    Address, Country, CountryLink, DateSpan, Entity, Identifier, IdentifierKind, Name, NameKind,
    NameStrength, Relation, RelationKind, Remark, Target, Trace,
};

/// What lists say of an entity, put where it belongs. All values stand where the record begins unless a line is given.
impl Entity {
    /// Adds a name; false where it is blank, or stands there already.
    pub(super) fn add_name(&mut self, name: Name) -> bool {
        let blank = !name.text.chars().any(char::is_alphanumeric);
        let same = |known: &&mut Name| known.text == name.text && known.kind == name.kind;
        if let Some(known) = self.names.iter_mut().find(same) {
            // of a weak name and a strong one the strong one is meant
            if known.strength == NameStrength::Weak && name.strength == NameStrength::Strong {
                *known = name;
            }
            return false;
        }
        if blank {
            return false;
        }
        self.names.push(name);
        true
    }

    /// Adds another name of the bearer.
    pub(super) fn alias(&mut self, text: &str, kind: NameKind, strength: NameStrength, trace: Trace) -> bool {
        self.add_name(Name { strength, kind, ..Name::new(text.trim(), trace) })
    }

    /// Adds an identifier, checked, if there is anything in it.
    pub(super) fn identify(
        &mut self,
        kind: IdentifierKind,
        written: &str,
        label: Option<&str>,
        country: Option<&str>,
        trace: Trace,
    ) {
        let written = written.trim();
        if !written.chars().any(char::is_alphanumeric) {
            return;
        }
        let code = country.and_then(|country| Country::read(country).code);
        let new = Identifier::checked(kind, written, label.map(str::to_owned), code, trace);
        let same = |known: &Identifier| {
            (known.kind, &known.value, &known.label) == (new.kind, &new.value, &new.label)
        };
        if !self.identifiers.iter().any(same) {
            self.identifiers.push(new);
        }
    }

    /// Adds a date of birth; one that cannot be read stays as a remark.
    pub(super) fn born(&mut self, text: &str, trace: Trace) {
        match text.parse::<DateSpan>() {
            Ok(span) => self.born_in(span),
            Err(_) if text.trim().is_empty() => {}
            Err(_) => self.remark(&format!("Date of birth: {}", text.trim()), trace),
        }
    }

    pub(super) fn born_in(&mut self, span: DateSpan) {
        if !self.births.contains(&span) {
            self.births.push(span);
        }
    }

    /// Adds a country.
    pub(super) fn country(&mut self, link: CountryLink, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let new = (link, Country::read(text));
        if !self.countries.contains(&new) {
            self.countries.push(new);
        }
    }

    /// Adds a place of birth, and its country where its last part is one.
    pub(super) fn born_at(&mut self, place: &str) {
        let place = place.trim().trim_matches(',').trim();
        if place.is_empty() || self.birth_places.iter().any(|known| known == place) {
            return;
        }
        let last = place.rsplit(',').next().unwrap_or(place).trim();
        if Country::read(last).code.is_some() {
            self.country(CountryLink::Birth, last);
        }
        self.birth_places.push(place.to_owned());
    }

    /// Adds a title or function.
    pub(super) fn entitle(&mut self, text: &str) {
        let text = text.trim();
        if !text.is_empty() && !self.titles.iter().any(|known| known == text) {
            self.titles.push(text.to_owned());
        }
    }

    /// Adds an address made of parts, of which the last may be a country.
    pub(super) fn address(&mut self, parts: &[&str], country: Option<&str>, trace: Trace) {
        let country = country.map(str::trim).filter(|country| !country.is_empty());
        let parts: Vec<&str> =
            parts.iter().copied().chain(country).map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.is_empty() {
            return;
        }
        let text = parts.join(", ");
        let country = country.map(Country::read);
        if !self.addresses.iter().any(|known| known.text == text) {
            self.addresses.push(Address { text, country, trace });
        }
    }

    /// Adds a remark.
    pub(super) fn remark(&mut self, text: &str, trace: Trace) {
        let text = text.trim();
        if !text.is_empty() && !self.remarks.iter().any(|known| known.text == text) {
            self.remarks.push(Remark { text: text.to_owned(), trace });
        }
    }

    /// Adds a remark that says what it is about.
    pub(super) fn remark_on(&mut self, about: &str, text: Option<&str>, trace: Trace) {
        if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
            self.remark(&format!("{about}: {text}"), trace);
        }
    }

    /// Adds a relation with somebody known by name only.
    pub(super) fn relate_to_name(&mut self, kind: RelationKind, name: &str, trace: Trace) {
        let name = name.trim();
        if !name.is_empty() {
            self.relate(kind, Target::Name(name.to_owned()), None, trace);
        }
    }

    /// Adds a relation.
    pub(super) fn relate(&mut self, kind: RelationKind, target: Target, percent: Option<f64>, trace: Trace) {
        let new = Relation { kind, target, percent, trace };
        if !self.relations.contains(&new) {
            self.relations.push(new);
        }
    }
}
