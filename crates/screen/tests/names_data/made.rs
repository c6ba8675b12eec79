//! Pairs made from the names of OFAC's list of 2021 with a reason for each label. None of them is of the labelled pairs.

use super::{Case, read};
use std::path::Path;
use thalweg_screen::{EntityKind, Lexicon, NameSample};

/// Numbers that look drawn, the same in every run (SplitMix).
pub(crate) fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(1);
        (mix(self.0) % count.max(1) as u64) as usize
    }
}

/// Primary names of a list, by kind.
pub(crate) struct Names {
    people: Vec<String>,
    companies: Vec<String>,
    ships: Vec<String>,
}

pub(crate) fn names(lists: &Path) -> Names {
    let text = read(&lists.join("ofac_sdn.csv.gz"));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut names = Names { people: Vec::new(), companies: Vec::new(), ships: Vec::new() };
    for record in reader.records().filter_map(Result::ok) {
        let (Some(name), Some(kind)) = (record.get(1), record.get(2)) else { continue };
        match kind.trim() {
            "individual" => names.people.push(name.to_owned()),
            "vessel" => names.ships.push(name.to_owned()),
            "-0-" => names.companies.push(name.to_owned()),
            _ => {}
        }
    }
    names
}

/// How often each kind of pair is made.
const EACH: usize = 120;
/// What a made pair counts beside a labelled one.
const WEIGHT: f64 = 0.05;

/// All made pairs, ready to learn from.
pub(crate) fn samples(lexicon: &Lexicon, lists: &Path) -> Vec<NameSample> {
    cases(lists).iter().map(|case| super::sample(lexicon, case, WEIGHT)).collect()
}

pub(crate) fn cases(lists: &Path) -> Vec<Case> {
    let names = names(lists);
    let mut draw = Draw(20_260_820);
    let mut cases = Vec::new();
    let mut add = |kind, first: String, second: String, same| {
        if first != second && !first.is_empty() && !second.is_empty() {
            cases.push(Case { kind, first, second, same });
        }
    };
    for _ in 0..EACH {
        let person = pick(&names.people, &mut draw);
        let other = pick(&names.people, &mut draw);
        let plain = straight(person);
        let words: Vec<&str> = plain.split_whitespace().collect();
        let others = straight(other);
        let other_words: Vec<&str> = others.split_whitespace().collect();
        let kind = EntityKind::Person;
        // one slip of the keyboard leaves a name that a clerk would still take for the same
        add(kind, plain.clone(), slip(&plain, &mut draw), true);
        // a comma and the family name first
        add(kind, person.to_owned(), plain.clone(), true);
        // the family name alone, where the list says which it is
        if let Some((family, _)) = person.split_once(',').filter(|(family, _)| family.len() >= 5) {
            add(kind, family.to_owned(), person.to_owned(), true);
            // or its first half, where there are two: Maduro for Maduro Moros
            add(kind, first_word(family), person.to_owned(), true);
            let given = plain.split_whitespace().next().unwrap_or("");
            add(kind, given.to_owned(), person.to_owned(), false);
        }
        // another romanisation of every word
        add(kind, plain.clone(), respelled(&plain), true);
        if words.len() >= 3 {
            // a middle name or a patronymic left out
            add(kind, plain.clone(), without(&words, 1), true);
            // a middle initial
            add(kind, plain.clone(), abbreviated(&words, 1), true);
        }
        if words.len() >= 2 && other_words.len() >= 2 {
            // another family name, another given name: another person
            add(
                kind,
                plain.clone(),
                replaced(&words, words.len() - 1, other_words[other_words.len() - 1]),
                false,
            );
            add(kind, plain.clone(), replaced(&words, 0, other_words[0]), false);
            // another initial
            add(
                kind,
                plain.clone(),
                replaced(
                    &words,
                    0,
                    &other_words[0][..other_words[0].chars().next().map_or(0, char::len_utf8)],
                ),
                words[0].chars().next() == other_words[0].chars().next(),
            );
        }
        if let Some(last) = words.last().filter(|word| (5..=7).contains(&word.len()) && word.is_ascii()) {
            // the beginning of a family name is another one: Tom and Tomas
            add(kind, plain.clone(), replaced(&words, words.len() - 1, &last[..last.len() - 2]), false);
        }
        let father = ["Ivanovich", "Petrovich", "Magomedovich", "Nikolayevich"];
        let (one, two) = (draw.below(4), draw.below(4));
        if words.len() == 2 {
            // another father
            let named = |father: &str| format!("{} {} {}", words[0], father, words[1]);
            add(kind, named(father[one]), named(father[two]), one == two);
            add(kind, named(father[one]), plain.clone(), true);
        }
    }
    for _ in 0..EACH {
        let company = pick(&names.companies, &mut draw);
        let kind = EntityKind::Company;
        let number = 1 + draw.below(8);
        let next = number + 1 + draw.below(3);
        add(kind, company.to_owned(), slip(company, &mut draw), true);
        add(kind, format!("{company} {number}"), format!("{company} {next}"), false);
        add(kind, format!("{company} {}", ROMAN[number]), format!("{company} {}", ROMAN[next]), false);
        add(kind, company.to_owned(), format!("{company} {}", ROMAN[number]), false);
        let (form, place) = (FORMS[draw.below(FORMS.len())], PLACES[draw.below(PLACES.len())]);
        let stem = stem(company);
        add(kind, stem.clone(), format!("{stem} {}", form.0), true);
        let other = FORMS[draw.below(FORMS.len())];
        // forms of one class in two languages; of two classes, two companies
        add(kind, format!("{stem} {}", form.0), format!("{} {stem}", other.0), form.1 == other.1);
        let elsewhere = PLACES[draw.below(PLACES.len())];
        // sisters in two countries are two companies
        add(
            kind,
            format!("{stem} {place} {}", form.0),
            format!("{stem} {elsewhere} {}", form.0),
            place == elsewhere,
        );
        let stranger = pick(&names.companies, &mut draw);
        let (head, tail) = (first_word(&stem), first_word(stranger));
        if head != tail {
            // another name before the same line of business
            add(kind, stem.clone(), stem.replacen(&head, &tail, 1), false);
        }
    }
    for _ in 0..EACH {
        let ship = pick(&names.ships, &mut draw);
        let other = pick(&names.ships, &mut draw);
        let kind = EntityKind::Ship;
        let number = 1 + draw.below(8);
        add(kind, ship.to_owned(), format!("M/V {ship}"), true);
        add(kind, format!("{ship} {number}"), format!("{ship} {}", number + 1), false);
        add(kind, format!("{ship} {number}"), format!("{ship} {}", ROMAN[number]), true);
        add(kind, ship.to_owned(), other.to_owned(), false);
        if (4..=7).contains(&ship.len()) {
            // ships have few and short names: a letter makes another ship
            add(kind, ship.to_owned(), slip(ship, &mut draw), false);
        }
        if ship.len() >= 10 {
            add(kind, ship.to_owned(), slip(ship, &mut draw), true);
        }
    }
    cases.extend(neighbours(&names));
    cases
}

/// Different records of the list whose names share a word or all but a letter or two: two people, two ships.
fn neighbours(names: &Names) -> Vec<Case> {
    let lexicon = Lexicon::new();
    let mut cases = Vec::new();
    for (list, kind, most) in [
        (&names.people, EntityKind::Person, 500),
        (&names.companies, EntityKind::Company, 300),
        (&names.ships, EntityKind::Ship, 150),
    ] {
        let mut by_word: std::collections::BTreeMap<String, Vec<usize>> = std::collections::BTreeMap::new();
        for (at, name) in list.iter().enumerate() {
            lexicon
                .prepare(name, kind)
                .words()
                .filter(|word| word.len() >= 4)
                .for_each(|word| by_word.entry(word.to_owned()).or_default().push(at));
        }
        let mut pairs: Vec<(usize, usize)> = by_word
            .values()
            .filter(|records| records.len() < 40)
            .flat_map(|records| records.windows(2).map(|pair| (pair[0], pair[1])))
            .collect();
        pairs.sort_by_key(|pair| mix((pair.0 * 100_000 + pair.1) as u64));
        let case = |&(one, two): &(usize, usize)| Case {
            kind,
            first: list[one].clone(),
            second: list[two].clone(),
            same: false,
        };
        cases.extend(pairs.iter().filter(|pair| list[pair.0] != list[pair.1]).take(most).map(case));
    }
    cases
}

const ROMAN: [&str; 13] = ["I", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
const PLACES: [&str; 6] = ["France", "Germany", "China", "Iran", "Japan", "(UK)"];
/// Forms with their class.
const FORMS: [(&str, u8); 9] = [
    ("LLC", 0),
    ("Ltd", 0),
    ("GmbH", 0),
    ("OOO", 0),
    ("Sp. z o.o.", 0),
    ("JSC", 1),
    ("AG", 1),
    ("PAO", 1),
    ("S.p.A.", 1),
];

fn pick<'a>(names: &'a [String], draw: &mut Draw) -> &'a str {
    &names[draw.below(names.len())]
}

/// `PUTIN, Vladimir` as `Vladimir PUTIN`.
fn straight(name: &str) -> String {
    name.split_once(',')
        .map_or_else(|| name.to_owned(), |(family, given)| format!("{} {}", given.trim(), family.trim()))
}

/// One letter left out, doubled, swapped or replaced, in the longest word and not at its beginning.
fn slip(name: &str, draw: &mut Draw) -> String {
    let longest = name.split_whitespace().max_by_key(|word| word.len()).unwrap_or("");
    let letters: Vec<char> = longest.chars().collect();
    if letters.len() < 4 {
        return name.to_owned();
    }
    let at = 1 + draw.below(letters.len() - 2);
    let mut slipped = letters.clone();
    match draw.below(4) {
        0 => drop(slipped.remove(at)),
        1 => slipped.insert(at, letters[at]),
        2 => slipped.swap(at, at + 1),
        _ => slipped[at] = char::from(b'a' + draw.below(26) as u8),
    }
    name.replacen(longest, &slipped.into_iter().collect::<String>(), 1)
}

/// Spellings of the same sounds in two romanisations.
const RESPELLINGS: &[(&str, &str)] = &[
    ("kh", "h"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ay", "ai"),
    ("ey", "ei"),
    ("iy", "y"),
    ("zh", "j"),
    ("v", "w"),
    ("q", "k"),
    ("dj", "j"),
    ("ph", "f"),
    ("mm", "m"),
    ("ss", "s"),
];

fn respelled(name: &str) -> String {
    RESPELLINGS.iter().fold(name.to_lowercase(), |name, (from, to)| name.replace(from, to))
}

fn without(words: &[&str], at: usize) -> String {
    words
        .iter()
        .enumerate()
        .filter(|(place, _)| *place != at)
        .map(|(_, word)| *word)
        .collect::<Vec<_>>()
        .join(" ")
}

fn replaced(words: &[&str], at: usize, by: &str) -> String {
    words
        .iter()
        .enumerate()
        .map(|(place, word)| if place == at { by } else { word })
        .collect::<Vec<_>>()
        .join(" ")
}

fn abbreviated(words: &[&str], at: usize) -> String {
    let initial: String = words[at].chars().take(1).collect();
    replaced(words, at, &format!("{initial}."))
}

/// A company's name without what looks like a form.
fn stem(name: &str) -> String {
    let forms = [
        "LTD", "LIMITED", "LLC", "INC", "CORP", "CO", "COMPANY", "S.A", "S.A.", "GMBH", "S.L", "LTDA", "JSC",
        "OOO", "OAO",
    ];
    let words = name
        .split_whitespace()
        .filter(|word| !forms.contains(&word.trim_matches([',', '.', '(', ')']).to_uppercase().as_str()));
    words.map(|word| word.trim_matches(',')).collect::<Vec<_>>().join(" ")
}

fn first_word(name: &str) -> String {
    name.split_whitespace().next().unwrap_or("").to_owned()
}
