//! What the words of a selector mean in one baseline.

use super::selector::{Selector, Word};
use crate::baseline::Baseline;
use std::collections::HashMap;
use thalweg_core::{Problem, nearest};

/// The members of the European Union since 2020, under the codes that baselines use (`ROM` is Romania's older one):
/// what `EU` means where a baseline has no group of that name.
const EUROPEAN_UNION: [&str; 28] = [
    "AUT", "BEL", "BGR", "HRV", "CYP", "CZE", "DNK", "EST", "FIN", "FRA", "DEU", "GRC", "HUN", "IRL", "ITA",
    "LVA", "LTU", "LUX", "MLT", "NLD", "POL", "PRT", "ROU", "ROM", "SVK", "SVN", "ESP", "SWE",
];

/// Known words that are listed where no word is near.
const LISTED: usize = 12;

/// The countries or the sectors of a baseline, by every word that a scenario may use for them.
pub(super) struct Lexicon<'a> {
    noun: &'static str,
    codes: Vec<&'a str>,
    names: Vec<&'a str>,
    index: HashMap<&'a str, usize>,
    /// Groups in the order in which they first occur, with their members.
    groups: Vec<(&'a str, Vec<usize>)>,
    /// Members of `tradable`; absent for countries.
    tradable: Option<Vec<usize>>,
}

/// What a selector chose.
pub(super) struct Selection {
    /// Positions, ascending, each once.
    pub(super) chosen: Vec<usize>,
    /// The ones among them that the scenario names by their own code.
    pub(super) named: Vec<usize>,
}

/// Problems found and notes taken on the way.
#[derive(Default)]
pub(super) struct Remarks {
    pub(super) problems: Vec<Problem>,
    pub(super) notes: Vec<Problem>,
}

impl Remarks {
    /// Keeps a note once, however many rows of a table give rise to it.
    pub(super) fn note(&mut self, note: Problem) {
        if !self.notes.iter().any(|n| n.message == note.message) {
            self.notes.push(note);
        }
    }
}

impl Baseline {
    /// Positions of the countries that a selector names here, ascending, each once.
    ///
    /// # Errors
    /// Every word that this baseline does not know.
    ///
    /// ```
    /// use thalweg_trade::Baseline;
    /// use thalweg_trade::scenario::Selector;
    /// let world = Baseline::embedded("world-2011")?;
    /// assert_eq!(world.select_countries(&Selector::from("USA")), Ok(vec![world.country("USA").unwrap()]));
    /// assert!(world.select_countries(&Selector::from("EU")).unwrap().len() > 20);
    /// assert!(world.select_countries(&Selector::from("UAS")).is_err());
    /// # Ok::<(), thalweg_trade::Error>(())
    /// ```
    pub fn select_countries(&self, selector: &Selector) -> Result<Vec<usize>, Vec<Problem>> {
        Lexicon::countries(self).positions(selector)
    }

    /// Positions of the sectors that a selector names here, ascending, each once.
    ///
    /// # Errors
    /// Every word that this baseline does not know.
    pub fn select_sectors(&self, selector: &Selector) -> Result<Vec<usize>, Vec<Problem>> {
        Lexicon::sectors(self).positions(selector)
    }
}

impl<'a> Lexicon<'a> {
    /// What a selector chooses, or every problem with it.
    fn positions(&self, selector: &Selector) -> Result<Vec<usize>, Vec<Problem>> {
        let mut remarks = Remarks::default();
        let selection = self.select(selector, &mut remarks);
        selection.map(|selection| selection.chosen).ok_or(remarks.problems)
    }

    pub(super) fn countries(baseline: &'a Baseline) -> Self {
        let entries =
            baseline.countries.iter().map(|c| (c.code.as_str(), c.name.as_str(), c.group.as_deref()));
        let mut lexicon = Self::new("country", entries);
        lexicon.add_european_union();
        lexicon
    }

    pub(super) fn sectors(baseline: &'a Baseline) -> Self {
        let entries = baseline.sectors.iter().map(|s| (s.code.as_str(), s.name.as_str(), s.group.as_deref()));
        let mut lexicon = Self::new("sector", entries);
        let tradable = baseline.sectors.iter().enumerate().filter(|(_, s)| s.tradable).map(|(at, _)| at);
        lexicon.tradable = Some(tradable.collect());
        lexicon
    }

    fn new(noun: &'static str, entries: impl Iterator<Item = (&'a str, &'a str, Option<&'a str>)>) -> Self {
        let mut lexicon = Self {
            noun,
            codes: Vec::new(),
            names: Vec::new(),
            index: HashMap::new(),
            groups: Vec::new(),
            tradable: None,
        };
        for (at, (code, name, group)) in entries.enumerate() {
            lexicon.codes.push(code);
            lexicon.names.push(name);
            lexicon.index.entry(code).or_insert(at);
            lexicon.join(group, at);
        }
        lexicon
    }

    fn join(&mut self, group: Option<&'a str>, member: usize) {
        let Some(group) = group else { return };
        match self.groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, members)) => members.push(member),
            None => self.groups.push((group, vec![member])),
        }
    }

    fn add_european_union(&mut self) {
        let known = self.group("EU").is_some() || self.index.contains_key("EU");
        let members = (0..self.codes.len()).filter(|at| EUROPEAN_UNION.contains(&self.codes[*at]));
        let members: Vec<usize> = members.collect();
        if !known && !members.is_empty() {
            self.groups.push(("EU", members));
        }
    }

    fn group(&self, name: &str) -> Option<&[usize]> {
        self.groups.iter().find(|(known, _)| *known == name).map(|(_, members)| members.as_slice())
    }

    /// The code at a position.
    pub(super) fn code(&self, at: usize) -> &'a str {
        self.codes[at]
    }

    /// What a selector means here; nothing if a word of it is unknown, which is then among the problems.
    pub(super) fn select(&self, selector: &Selector, remarks: &mut Remarks) -> Option<Selection> {
        let problems = remarks.problems.len();
        let mut wanted = vec![false; self.codes.len()];
        let mut unwanted = vec![false; self.codes.len()];
        let mut named = vec![false; self.codes.len()];
        for word in &selector.words {
            let (text, out) = match word.text.strip_prefix('!') {
                Some(rest) => (rest, true),
                None => (word.text.as_str(), false),
            };
            let members = self.members(text, word, remarks);
            let target = if out { &mut unwanted } else { &mut wanted };
            members.iter().for_each(|at| target[*at] = true);
            if let (false, Some(at)) = (out, self.index.get(text)) {
                named[*at] = true;
            }
        }
        self.check_that_something_is_wanted(selector, remarks);
        let kept = |at: &usize| wanted[*at] && !unwanted[*at];
        let chosen: Vec<usize> = (0..self.codes.len()).filter(kept).collect();
        let named = chosen.iter().copied().filter(|at| named[*at]).collect();
        (remarks.problems.len() == problems).then_some(Selection { chosen, named })
    }

    fn check_that_something_is_wanted(&self, selector: &Selector, remarks: &mut Remarks) {
        let first = match selector.words.first() {
            Some(first) if selector.words.iter().all(|w| w.text.starts_with('!')) => first,
            Some(_) => return,
            None => {
                return remarks.problems.push(Problem::new(format!("a list of {} is empty", self.plural())));
            }
        };
        let mut problem =
            Problem::new(format!("`{selector}` says only which {} are left out", self.plural()))
                .help(format!("say first which are meant: [\"*\", \"{}\"]", first.text));
        problem.place.clone_from(&first.place);
        remarks.problems.push(problem);
    }

    /// The positions that one word stands for: a code before a group of the same name.
    fn members(&self, text: &str, word: &Word, remarks: &mut Remarks) -> Vec<usize> {
        match (text, &self.tradable) {
            ("*", _) => return (0..self.codes.len()).collect(),
            ("tradable", Some(tradable)) => return tradable.clone(),
            _ => {}
        }
        if let Some(members) = text.strip_prefix("group:").and_then(|name| self.group(name)) {
            return members.to_vec();
        }
        match (self.index.get(text), self.group(text)) {
            (Some(at), group) => {
                if group.is_some_and(|members| members != [*at]) {
                    remarks.note(self.two_meanings(text, word));
                }
                vec![*at]
            }
            (None, Some(members)) => members.to_vec(),
            (None, None) => {
                remarks.problems.push(self.unknown(text, word));
                Vec::new()
            }
        }
    }

    fn two_meanings(&self, text: &str, word: &Word) -> Problem {
        let noun = self.noun;
        let mut note =
            Problem::new(format!("`{text}` is a {noun} and a group; it is read as the {noun} alone"))
                .help(format!("write `group:{text}` for the group"));
        note.place.clone_from(&word.place);
        note
    }

    fn unknown(&self, text: &str, word: &Word) -> Problem {
        let mut problem = Problem::new(format!("unknown {} `{text}`", self.noun)).help(self.advice(text));
        problem.place.clone_from(&word.place);
        problem
    }

    fn advice(&self, text: &str) -> String {
        let bare = text.strip_prefix("group:").unwrap_or(text);
        let groups = self.groups.iter().map(|(name, _)| *name);
        let special = self.tradable.iter().map(|_| "tradable");
        if let Some(word) = nearest(bare, self.codes.iter().copied().chain(groups).chain(special)) {
            return format!("the nearest known word is `{word}`");
        }
        let name = nearest(bare, self.names.iter().copied());
        if let Some(at) = name.and_then(|name| self.names.iter().position(|n| *n == name)) {
            return format!("the code of {} is `{}`", self.names[at], self.codes[at]);
        }
        let listed = self.codes.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
        let more = self.codes.len().saturating_sub(LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("known {}: {listed}{more}", self.plural())
    }

    fn plural(&self) -> &'static str {
        if self.noun == "country" { "countries" } else { "sectors" }
    }
}
