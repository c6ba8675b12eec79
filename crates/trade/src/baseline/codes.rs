//! The codes of countries or sectors, looked up by name.

use std::collections::HashMap;

/// Codes of one kind and their positions.
#[derive(Debug, Clone, Default)]
pub(super) struct Codes {
    list: Vec<String>,
    positions: HashMap<String, usize>,
}

impl Codes {
    /// Adds a code; says whether it is new.
    pub(super) fn add(&mut self, code: &str) -> bool {
        if self.positions.contains_key(code) {
            return false;
        }
        self.positions.insert(code.to_owned(), self.list.len());
        self.list.push(code.to_owned());
        true
    }

    /// The position of a code.
    pub(super) fn position(&self, code: &str) -> Option<usize> {
        self.positions.get(code).copied()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The code at a position.
    pub(super) fn code(&self, position: usize) -> &str {
        &self.list[position]
    }

    /// What would be right in place of an unknown word.
    pub(super) fn suggest(&self, word: &str) -> Option<String> {
        thalweg_core::nearest(word, self.list.iter().map(String::as_str))
            .map(|near| format!("the nearest known code is `{near}`"))
    }
}

impl<'a> FromIterator<&'a str> for Codes {
    fn from_iter<T: IntoIterator<Item = &'a str>>(words: T) -> Self {
        let mut codes = Self::default();
        for word in words {
            codes.add(word);
        }
        codes
    }
}
