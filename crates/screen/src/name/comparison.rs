use serde::Serialize;

use super::agree::Agreement;
use super::align::{Parts, align};
use super::evidence::{COUNT, Evidence, NAMES, evidence, only_forms_differ};
use super::lexicon::Lexicon;
use super::model::NameModel;
use super::prepared::{Flags, Prepared, Token, TokenKind};

/// Two parts, one of each name, and how they agree; one of them is empty where only the other name has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pairing {
    /// Of the first name, as written.
    pub first: String,
    /// Of the second name, as written.
    pub second: String,
    /// What it is.
    pub kind: TokenKind,
    /// How they agree.
    pub agreement: Agreement,
    /// How far, in [0, 1].
    pub likeness: f32,
    /// How much it says of whose name it is, in [0, 1].
    pub weight: f32,
}

/// How two names compare, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The probability that they name the same, in [0, 1]; the base rate is in the documentation of [`Lexicon::score`].
    pub score: f64,
    /// The numbers that the score is made of, by name.
    pub features: Vec<(&'static str, f32)>,
    /// Part by part.
    pub pairs: Vec<Pairing>,
    /// Rules that set bounds to the score, in words.
    pub rules: Vec<&'static str>,
    /// What was found in the first text and in the second.
    pub flags: [Flags; 2],
}

/// What the rules say beside the model.
pub(super) struct Verdict {
    pub(super) score: f64,
    rules: [Option<&'static str>; RULES],
}

impl Lexicon {
    /// The probability that two names name the same, in [0, 1].
    ///
    /// It is 1 only where both are the same text but for case, accents, punctuation and what cannot be seen. It is the same
    /// whichever name comes first.
    pub fn score(&self, a: &Prepared, b: &Prepared) -> f64 {
        let (a, b) = in_order(a, b);
        if a.flags.empty || b.flags.empty {
            return 0.0;
        }
        if same(a, b) {
            return 1.0;
        }
        let (left, right) = (Parts::new(a), Parts::new(b));
        let alignment = align(&left, &right);
        if alignment.pairs().is_empty() {
            return 0.0;
        }
        judge(&self.model, a, b, &evidence(&left, &right, &alignment)).score
    }

    /// The evidence alone.
    pub(super) fn values(&self, a: &Prepared, b: &Prepared) -> [f32; COUNT] {
        let (a, b) = in_order(a, b);
        let (left, right) = (Parts::new(a), Parts::new(b));
        evidence(&left, &right, &align(&left, &right)).values
    }

    /// The same as [`Lexicon::score`], with the reasons.
    pub fn compare(&self, a: &Prepared, b: &Prepared) -> Comparison {
        let (x, y) = in_order(a, b);
        let swapped = !std::ptr::eq(a, x);
        let (left, right) = (Parts::new(x), Parts::new(y));
        let alignment = align(&left, &right);
        let found = evidence(&left, &right, &alignment);
        let verdict = judge(&self.model, x, y, &found);
        let mut pairs = pairings(&left, &right, &alignment);
        if swapped {
            pairs.iter_mut().for_each(|pair| std::mem::swap(&mut pair.first, &mut pair.second));
        }
        let rules: Vec<&'static str> = verdict.rules.into_iter().flatten().collect();
        Comparison {
            score: self.score(a, b),
            features: NAMES.iter().copied().zip(found.values).collect(),
            pairs,
            rules,
            flags: [a.flags, b.flags],
        }
    }
}

/// One order for both, so that the score is the same whichever comes first.
pub(super) fn in_order<'a>(a: &'a Prepared, b: &'a Prepared) -> (&'a Prepared, &'a Prepared) {
    let key = |name: &Prepared| (name.tokens.len(), name.bytes.len());
    let swap = match key(a).cmp(&key(b)) {
        std::cmp::Ordering::Equal => {
            (a.bytes.as_ref(), a.text.as_ref()) > (b.bytes.as_ref(), b.text.as_ref())
        }
        order => order.is_gt(),
    };
    if swap { (b, a) } else { (a, b) }
}

/// The same words in the same order: the texts differ at most in case, accents, punctuation and what cannot be seen.
pub(super) fn same(a: &Prepared, b: &Prepared) -> bool {
    let alike = |x: &Token, y: &Token| {
        x.kind == y.kind
            && x.foreign == y.foreign
            && a.first_letters(x) == b.first_letters(y)
            && (!x.foreign
                || a.written(x).to_lowercase() == b.written(y).to_lowercase()
                || !x.native_is_empty() && a.span(x.native) == b.span(y.native))
    };
    a.tokens.len() == b.tokens.len() && a.tokens.iter().zip(&b.tokens).all(|(x, y)| alike(x, y))
}

const RULES: usize = 5;

/// Rules that say no however near the letters are: by what the score is multiplied, and why.
const REASONS: [(f64, &str); RULES] = [
    (0.2, "a word for son or daughter between the names gives them an order, and the orders differ"),
    (0.3, "both have full legal forms, of different classes"),
    (0.2, "nothing but initials agrees"),
    (0.3, "both have numbers, and the numbers differ: two hulls, two funds, two units"),
    (0.4, "the full legal name, with its form, has fewer words than the other name"),
];

pub(super) fn judge(model: &NameModel, a: &Prepared, b: &Prepared, found: &Evidence) -> Verdict {
    let mut score = model.probability(&found.values).min(0.9999);
    let mut rules = [None; RULES];
    let found = [
        found.lineage_reversed,
        only_forms_differ(a, b),
        found.only_initials,
        found.number_differs,
        found.full_name_shorter,
    ];
    for ((slot, found), (factor, words)) in rules.iter_mut().zip(found).zip(REASONS) {
        if found {
            score *= factor;
            *slot = Some(words);
        }
    }
    Verdict { score, rules }
}

fn pairings(a: &Parts<'_>, b: &Parts<'_>, alignment: &super::align::Alignment) -> Vec<Pairing> {
    let written = |parts: &Parts<'_>, run: (u8, u8)| {
        let words = (run.0..run.0 + run.1).filter_map(|at| parts.get(usize::from(at)));
        words.map(|token| parts.name.written(token)).collect::<Vec<_>>().join(" ")
    };
    let kind = |at: u8| a.get(usize::from(at)).map_or(TokenKind::Word, |token| token.kind);
    let mut pairs: Vec<Pairing> = Vec::new();
    for pair in alignment.pairs() {
        pairs.push(Pairing {
            first: written(a, pair.a),
            second: written(b, pair.b),
            kind: kind(pair.a.0),
            agreement: pair.found.how,
            likeness: pair.found.likeness,
            weight: pair.weight_a.min(pair.weight_b),
        });
    }
    let open = |parts: &Parts<'_>, taken: u32| -> Vec<Token> {
        parts.iter().filter(|(at, _)| taken >> at & 1 == 0).map(|(_, token)| *token).collect()
    };
    let (left, right) = (open(a, alignment.taken_a), open(b, alignment.taken_b));
    let both =
        left.iter().any(|token| token.kind.is_core()) && right.iter().any(|token| token.kind.is_core());
    for (parts, tokens, first) in [(a, &left, true), (b, &right, false)] {
        for token in tokens {
            let text = parts.name.written(token).to_owned();
            let (first, second) = if first { (text, String::new()) } else { (String::new(), text) };
            let agreement =
                if both && token.kind.is_core() { Agreement::Contradicted } else { Agreement::Omitted };
            pairs.push(Pairing {
                first,
                second,
                kind: token.kind,
                agreement,
                likeness: 0.0,
                weight: token.weight,
            });
        }
    }
    pairs
}

impl Comparison {
    /// The reasons in sentences.
    pub fn words(&self) -> Vec<String> {
        let mut words: Vec<String> =
            self.pairs.iter().filter(|pair| pair.weight > 0.04).map(sentence).collect();
        words.extend(self.rules.iter().map(|rule| format!("Rule: {rule}.")));
        for (flags, which) in self.flags.iter().zip(["first", "second"]) {
            if flags.invisible {
                words.push(format!("The {which} text had invisible characters, which were left out."));
            }
            if flags.mixed_scripts {
                words.push(format!("A word of the {which} text mixes alphabets; it was read as it looks."));
            }
            if flags.cut {
                words.push(format!(
                    "The {which} text is longer than a name can be; only its beginning was compared."
                ));
            }
        }
        words
    }
}

fn sentence(pair: &Pairing) -> String {
    match (pair.first.is_empty(), pair.second.is_empty()) {
        (false, false) => format!("{} and {} are {}.", pair.first, pair.second, pair.agreement.words()),
        (true, _) => format!("{} is only in the second name.", pair.second),
        _ => format!("{} is only in the first name.", pair.first),
    }
}
