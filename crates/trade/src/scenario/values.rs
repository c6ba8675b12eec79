//! Reading single values of a scenario file, each with its place, so that everything wrong is found in one pass.

use super::load::Loader;
use super::near_or_all;
use super::selector::{Selector, Word};
use std::ops::Range;
use thalweg_core::{Place, Problem, Text};
use toml_edit::{Item, TableLike, Value};

/// A scenario file that is being read, and what was found wrong so far.
pub(super) struct Reader<'a> {
    pub(super) text: &'a Text,
    pub(super) loader: &'a Loader,
    pub(super) problems: Vec<Problem>,
}

/// A place in the text, as the TOML reader tells it.
pub(super) type Span = Option<Range<usize>>;

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a Text, loader: &'a Loader) -> Self {
        Self { text, loader, problems: Vec::new() }
    }

    pub(super) fn place(&self, span: Span) -> Place {
        self.text.place(span.unwrap_or(0..0))
    }

    pub(super) fn complain(&mut self, message: impl Into<String>, span: Span, help: impl Into<String>) {
        let problem = Problem::new(message).at(self.place(span));
        let help = help.into();
        self.problems.push(if help.is_empty() { problem } else { problem.help(help) });
    }

    /// Reports every key of a table that is not among `known`; `within` says where, such as ` in [model]`.
    pub(super) fn check_keys(&mut self, table: &dyn TableLike, known: &[&str], within: &str) {
        for (key, _) in table.iter().filter(|(key, _)| !known.contains(key)) {
            self.complain(
                format!("unknown key `{key}`{within}"),
                key_span(table, key),
                near_or_all(key, known, "known keys"),
            );
        }
    }

    /// A word or a text.
    pub(super) fn string(&mut self, key: &str, item: &Item) -> Option<Word> {
        match item.as_str() {
            Some(text) => Some(Word { text: text.to_owned(), place: Some(self.place(item.span())) }),
            None => {
                self.wrong_type(key, "a text in quotes", item.type_name(), item.span());
                None
            }
        }
    }

    /// A finite number.
    pub(super) fn number(&mut self, key: &str, item: &Item) -> Option<f64> {
        match item.as_float().or_else(|| item.as_integer().map(|whole| whole as f64)) {
            Some(number) if number.is_finite() => Some(number),
            Some(number) => {
                self.complain(format!("`{key}` is {number}; it must be a finite number"), item.span(), "");
                None
            }
            None => {
                self.wrong_type(key, "a number, such as 0.25", item.type_name(), item.span());
                None
            }
        }
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&mut self, key: &str, item: &Item, choices: &[(&str, T)]) -> Option<T> {
        let word = self.string(key, item)?;
        let known = choices.iter().find(|(name, _)| *name == word.text);
        if known.is_none() {
            let names: Vec<String> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            let advice = format!("write {}", names.join(" or "));
            self.complain(format!("`{}` is no value of `{key}`", word.text), item.span(), advice);
        }
        known.map(|(_, value)| *value)
    }

    /// A word, or a list of words.
    pub(super) fn selector(&mut self, key: &str, item: &Item) -> Option<Selector> {
        let Some(list) = item.as_array() else {
            return match item.as_str() {
                Some(_) => self.string(key, item).map(Selector::from),
                None => {
                    self.wrong_type(key, "a word or a list of words", item.type_name(), item.span());
                    None
                }
            };
        };
        if list.is_empty() {
            self.complain(
                format!("`{key}` is an empty list"),
                item.span(),
                "name at least one, or \"*\" for all",
            );
            return None;
        }
        let words: Vec<Option<Word>> = list.iter().map(|value| self.listed(key, value)).collect();
        words.into_iter().collect::<Option<Vec<Word>>>().map(|words| Selector { words })
    }

    fn listed(&mut self, key: &str, value: &Value) -> Option<Word> {
        match value.as_str() {
            Some(text) => Some(Word { text: text.to_owned(), place: Some(self.place(value.span())) }),
            None => {
                self.wrong_type(
                    &format!("each of {key}"),
                    "a word in quotes",
                    value.type_name(),
                    value.span(),
                );
                None
            }
        }
    }

    pub(super) fn wrong_type(&mut self, key: &str, wanted: &str, found: &str, span: Span) {
        let article = if found.starts_with(['a', 'i']) { "an" } else { "a" };
        self.complain(format!("`{key}` must be {wanted}; found {article} {found}"), span, "");
    }
}

/// Where a key stands.
pub(super) fn key_span(table: &dyn TableLike, key: &str) -> Span {
    table.key(key).and_then(toml_edit::Key::span)
}
