use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use super::form::FormClass;
use super::model::NameModel;
use crate::script;

const FORMS: &str = include_str!("../../../../data/screen/legal_forms.csv");
const WORDS: &str = include_str!("../../../../data/screen/words.csv");
const ROLES: &str = include_str!("../../../../data/screen/roles.csv");
const NUMBERS: &str = include_str!("../../../../data/screen/numbers.csv");
const GIVEN: &str = include_str!("../../../../data/screen/given_names.csv");
const COUNTS: &str = include_str!("../../../../data/screen/name_words.csv");

/// How many names the embedded counts were made of.
const COUNTED: u32 = 19_249;

/// The tables that names are read with: legal forms by country, titles and particles, words for a line of business in many
/// languages, countries, numbers, short and other forms of given names, and how common words are in names.
///
/// Made ready once by [`Lexicon::new`], in a few milliseconds, and then only read: it can be shared by threads.
///
/// ```
/// use thalweg_screen::{EntityKind, Lexicon};
/// let lexicon = Lexicon::new();
/// let listed = lexicon.prepare("Капитан Пшеницын", EntityKind::Ship);
/// let asked = lexicon.prepare("KAPITAN PSHENITSYN", EntityKind::Ship);
/// assert!(lexicon.score(&listed, &asked) > 0.9);
/// ```
#[derive(Debug, Clone)]
pub struct Lexicon {
    phrases: HashMap<Box<str>, Vec<Entry>, Fixed>,
    senses: Vec<Box<str>>,
    counts: HashMap<Box<str>, u32, Fixed>,
    group_counts: HashMap<u16, u32, Fixed>,
    names: u32,
    pub(super) model: NameModel,
}

/// The same order of slots in every run.
type Fixed = BuildHasherDefault<DefaultHasher>;

/// What a word or phrase is in names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A legal form of a company.
    Form(FormClass),
    /// Before or after a person's name.
    Title,
    /// Before a ship's name.
    ShipPrefix,
    /// The mark of a fleet in a ship's name.
    Fleet,
    /// The Arabic article.
    Article,
    /// Son of, daughter of.
    Lineage,
    /// Father of, mother of, in an Arabic byname.
    Kunya,
    /// Servant of: the first half of a given name.
    Servant,
    /// Family of.
    House,
    /// Van, de la.
    Particle,
    /// And, of, the.
    Joining,
    /// A line of business, or another word that says little of whose name it is in.
    Trade,
    /// A country or a large city.
    Place,
    /// A number written as a word.
    Number(u32),
    /// A given name, with others that are used for the same.
    Given,
}

/// A meaning of a word: which role, and which of the words that mean the same (0: none).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) role: Role,
    pub(super) sense: u16,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self::new()
    }
}

impl Lexicon {
    /// The embedded tables.
    pub fn new() -> Self {
        let counts = rows(COUNTS).filter_map(|row| row.split_once(','));
        Self::with_counts(counts.map(|(word, count)| (word, count.trim().parse().unwrap_or(1))), COUNTED)
    }

    /// The embedded tables with counts of another corpus in place of the embedded counts: how many of `names` names have each
    /// word, in small Latin letters ([`Prepared::words`](super::Prepared::words) gives them).
    #[must_use]
    pub fn with_counts<'a>(counts: impl IntoIterator<Item = (&'a str, u32)>, names: u32) -> Self {
        let mut lexicon = Self {
            phrases: HashMap::default(),
            senses: vec!["".into()],
            counts: counts.into_iter().map(|(word, count)| (word.into(), count)).collect(),
            group_counts: HashMap::default(),
            names: names.max(1),
            model: NameModel::embedded(),
        };
        lexicon.read_forms();
        lexicon.read_roles();
        lexicon.read_senses(WORDS);
        lexicon.read_numbers();
        lexicon.read_given();
        lexicon
    }

    /// How rare a word is: 0 where every name has it, 1 where none does.
    pub(super) fn rarity(&self, word: &str, given: u16) -> f32 {
        let group = self.group_counts.get(&given).copied().unwrap_or(0);
        let count = self.counts.get(word).copied().unwrap_or(0).max(group);
        let all = f64::from(self.names.max(2));
        let rare = (all / (1.0 + f64::from(count))).ln() / all.ln();
        rare.clamp(0.05, 1.0) as f32
    }

    /// What a phrase can be.
    pub(super) fn entries(&self, phrase: &str) -> &[Entry] {
        self.phrases.get(phrase).map_or(&[], Vec::as_slice)
    }

    /// The English word for a sense.
    pub(super) fn sense(&self, sense: u16) -> &str {
        self.senses.get(usize::from(sense)).map_or("", |word| word)
    }

    fn add(&mut self, form: &str, role: Role, sense: u16) {
        let key = lookup_form(form);
        if key.is_empty() {
            return;
        }
        let entries = self.phrases.entry(key.into()).or_default();
        if !entries.iter().any(|entry| entry.role == role && entry.sense == sense) {
            entries.push(Entry { role, sense });
        }
    }

    fn new_sense(&mut self, name: &str) -> u16 {
        self.senses.push(name.into());
        (self.senses.len() - 1) as u16
    }

    fn read_forms(&mut self) {
        for (class, _, forms) in rows(FORMS).filter_map(three) {
            let role = if class == "bank" { None } else { FormClass::from_word(class).map(Role::Form) };
            let role = role.unwrap_or(Role::Form(FormClass::GENERAL));
            forms.split(';').for_each(|form| self.add(form, role, 0));
        }
    }

    fn read_roles(&mut self) {
        for (role, of, forms) in rows(ROLES).filter_map(three) {
            let role = match (role, of) {
                ("title", _) => Role::Title,
                ("ship", _) => Role::ShipPrefix,
                ("fleet", _) => Role::Fleet,
                ("article", _) => Role::Article,
                ("lineage", _) => Role::Lineage,
                ("kunya", _) => Role::Kunya,
                ("servant", _) => Role::Servant,
                ("house", _) => Role::House,
                ("particle", _) => Role::Particle,
                _ => Role::Joining,
            };
            forms.split(';').for_each(|form| self.add(form, role, 0));
        }
    }

    fn read_senses(&mut self, table: &str) {
        for (name, role, forms) in rows(table).filter_map(three) {
            let sense = self.new_sense(name);
            let role = if role == "place" { Role::Place } else { Role::Trade };
            forms.split(';').for_each(|form| self.add(form, role, sense));
        }
    }

    fn read_numbers(&mut self) {
        for (value, forms) in rows(NUMBERS).filter_map(|row| row.split_once(',')) {
            let role = Role::Number(value.parse().unwrap_or(0));
            forms.split(';').for_each(|form| self.add(form, role, 0));
        }
    }

    fn read_given(&mut self) {
        for (name, forms) in rows(GIVEN).filter_map(|row| row.split_once(',')) {
            let sense = self.new_sense(name);
            self.add(name, Role::Given, sense);
            forms.split(';').for_each(|form| self.add(form, Role::Given, sense));
            // all forms of a name are one name: none of them is rare where the others are common
            let all =
                forms.split(';').chain([name]).filter_map(|form| self.counts.get(lookup_word(form).as_str()));
            let sum = all.sum::<u32>();
            self.group_counts.insert(sense, sum);
        }
    }
}

/// The lines of a table without its head.
fn rows(table: &str) -> impl Iterator<Item = &str> {
    table.lines().skip(1).filter(|row| !row.trim().is_empty())
}

fn three(row: &str) -> Option<(&str, &str, &str)> {
    let (first, rest) = row.split_once(',')?;
    let (second, third) = rest.split_once(',')?;
    Some((first, second, third))
}

/// Words as they are looked up: small letters, Latin ones without accents, others as they are; one space between.
pub(super) fn lookup_form(form: &str) -> String {
    let words = form.split_whitespace().map(lookup_word).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// One word as it is looked up.
pub(super) fn lookup_word(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    if word.chars().filter_map(script::Script::of).any(|script| script != script::Script::Latin) {
        let letters = word.nfkc().filter(|letter| letter.is_alphanumeric());
        return letters.map(plain_arabic).flat_map(char::to_lowercase).collect();
    }
    script::latin(word)
}

/// Letters that are written in several ways in Arabic and Persian are one in the tables.
fn plain_arabic(letter: char) -> char {
    match letter {
        'ي' | 'ى' | 'ئ' => 'ی',
        'ك' => 'ک',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ة' | 'ۀ' => 'ه',
        'ؤ' => 'و',
        'ё' => 'е',
        _ => letter,
    }
}
