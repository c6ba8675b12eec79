use std::collections::BTreeSet;

use crate::Entity;

/// Names that somebody asks for, compared letter by letter: without case, marks between words and the order of words. Names that are only
/// spelled alike are for a search.
///
/// ```
/// use thalweg_screen::NameSet;
/// let names = NameSet::of(["Abbas Abu", "Blue Heron Ltd."]);
/// assert!(names.has_name("ABU, Abbas") && names.has_name("BLUE HERON LTD") && !names.has_name("HERON"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameSet(BTreeSet<String>);

impl NameSet {
    /// A set of names; blank ones are left out.
    pub fn of<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> Self {
        let plain = names.into_iter().map(|name| plain(name.as_ref()));
        Self(plain.filter(|name| !name.is_empty()).collect())
    }

    /// Whether a name is one of them.
    pub fn has_name(&self, name: &str) -> bool {
        self.0.contains(&plain(name))
    }

    /// Whether any name of a record is one of them.
    pub fn has(&self, entity: &Entity) -> bool {
        entity.names.iter().any(|name| self.has_name(&name.text))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    let mut words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
}
