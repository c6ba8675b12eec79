//! What two names say about whether they name the same: the numbers that the model weighs.

use super::agree::Agreement;
use super::align::{Alignment, Parts, is_close};
use super::distance::{edits, jaro_winkler};
use super::form::FormClass;
use super::prepared::{Prepared, Token, TokenKind};
use crate::EntityKind;

/// How many numbers there are.
pub(super) const COUNT: usize = 37;

/// Their names, in order.
pub(super) const NAMES: [&str; COUNT] = [
    "covered",
    "covered_more",
    "covered_less",
    "conflict",
    "omitted",
    "evidence",
    "worst",
    "edits",
    "sounds",
    "whole_edits",
    "whole_likeness",
    "same",
    "fewest",
    "most",
    "initials",
    "nicknames",
    "translations",
    "abbreviations",
    "number_differs",
    "number_omitted",
    "form_differs",
    "form_same",
    "form_omitted",
    "known_differs",
    "reordered",
    "person",
    "ship",
    "last",
    "first",
    "patronymic_differs",
    "left_over_edits",
    "longest_differs",
    "contradicted",
    "place_omitted",
    "ship_edits",
    "lineage_reversed",
    "family",
];

/// The evidence for a pair of names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Evidence {
    pub(super) values: [f32; COUNT],
    /// The order of lineage is reversed: A son of B, B son of A.
    pub(super) lineage_reversed: bool,
    /// The one with a full legal name has fewer naming words than the other, which has no legal form.
    pub(super) full_name_shorter: bool,
    /// Both have numbers, and different ones.
    pub(super) number_differs: bool,
    /// No pair of core words agrees but by an initial.
    pub(super) only_initials: bool,
}

/// What is left of a name after the alignment.
struct Rest {
    weight: f32,
    core: usize,
    /// The letters of its core words, for one comparison of all.
    letters: [u8; 40],
    length: usize,
    longest: usize,
    known: u32,
    naming: u32,
    places: u32,
    numbers: u32,
    patronymics: u32,
    initials: u32,
}

fn rest(parts: &Parts<'_>, taken: u32) -> Rest {
    let mut rest = Rest {
        weight: 0.0,
        core: 0,
        letters: [0; 40],
        length: 0,
        longest: 0,
        known: 0,
        naming: 0,
        places: 0,
        numbers: 0,
        patronymics: 0,
        initials: 0,
    };
    for (at, token) in parts.iter().filter(|(at, _)| taken >> at & 1 == 0) {
        let _ = at;
        rest.weight += token.weight;
        if !token.kind.is_core() {
            continue;
        }
        rest.core += 1;
        rest.known += u32::from(token.sense != 0);
        rest.naming += u32::from(token.kind == TokenKind::Word);
        rest.places += u32::from(token.kind == TokenKind::Place);
        rest.numbers += u32::from(token.kind == TokenKind::Number);
        rest.initials += u32::from(token.kind == TokenKind::Initial);
        rest.patronymics += u32::from(token.kind == TokenKind::Patronymic || token.linked);
        let letters = parts.name.first_letters(token);
        rest.longest = rest.longest.max(letters.len());
        let end = (rest.length + letters.len()).min(rest.letters.len());
        rest.letters[rest.length..end].copy_from_slice(&letters[..end - rest.length]);
        rest.length = end;
    }
    rest
}

/// An alignment added up: what is known before what takes longer.
pub(super) struct Summary {
    left: Rest,
    right: Rest,
    all_a: f32,
    all_b: f32,
    sum: Sums,
    /// Edits between what is left of both.
    left_over: f32,
}

impl Summary {
    pub(super) fn new(a: &Parts<'_>, b: &Parts<'_>, alignment: &Alignment) -> Self {
        let (left, right) = (rest(a, alignment.taken_a), rest(b, alignment.taken_b));
        let total = |parts: &Parts<'_>| parts.iter().map(|(_, token)| token.weight).sum::<f32>().max(1e-6);
        let mut sum = Sums::default();
        alignment.pairs().iter().for_each(|pair| sum.add(pair, a, b));
        let left_over = if left.core > 0 && right.core > 0 {
            edits(&left.letters[..left.length], &right.letters[..right.length]) as f32
        } else {
            0.0
        };
        Self { left, right, all_a: total(a), all_b: total(b), sum, left_over }
    }

    /// The number called `covered`.
    pub(super) fn covered(&self) -> f32 {
        (self.sum.found_a + self.sum.found_b) / (self.all_a + self.all_b)
    }

    /// The number called `evidence`.
    pub(super) fn evidence(&self) -> f32 {
        self.sum.evidence
    }

    /// The number called `worst`.
    pub(super) fn worst(&self) -> f32 {
        self.sum.worst.max(if self.left_over > 0.0 { self.left_over.clamp(2.0, 6.0) } else { 0.0 })
    }

    /// The number called `edits`.
    pub(super) fn edits(&self) -> f32 {
        (self.sum.edits + self.left_over).min(15.0)
    }
}

/// Weighs an alignment of two names.
pub(super) fn evidence(a: &Parts<'_>, b: &Parts<'_>, alignment: &Alignment) -> Evidence {
    weigh(a, b, alignment, &Summary::new(a, b, alignment))
}

/// Weighs an alignment that is added up.
pub(super) fn weigh(a: &Parts<'_>, b: &Parts<'_>, alignment: &Alignment, summary: &Summary) -> Evidence {
    let Summary { left, right, all_a, all_b, sum, left_over } = summary;
    let (all_a, all_b, left_over) = (*all_a, *all_b, *left_over);
    let (open_a, open_b) = (left.weight + sum.lost_a, right.weight + sum.lost_b);
    let (part_a, part_b) = (sum.found_a / all_a, sum.found_b / all_b);
    let (core_a, core_b) = (count_core(a), count_core(b));
    let (forms_a, forms_b) = (a.name.form, b.name.form);
    let flag = |condition: bool| f32::from(u8::from(condition));
    let mut whole_edits = edits(a.name.span(a.name.whole), b.name.span(b.name.whole)) as f32;
    whole_edits = whole_edits.min(12.0);
    let whole_likeness = jaro_winkler(a.name.span(a.name.whole), b.name.span(b.name.whole)) as f32;
    let ship = a.name.kind() == EntityKind::Ship || b.name.kind() == EntityKind::Ship;
    let reversed = lineage_reversed(a, b, alignment);
    let number_differs = sum.number_differs || left.numbers > 0 && right.numbers > 0;
    let full_name_shorter = right.naming > 0 && left.core == 0 && !forms_a.is_none() && forms_b.is_none()
        || left.naming > 0 && right.core == 0 && !forms_b.is_none() && forms_a.is_none();
    let values = [
        summary.covered(),
        part_a.max(part_b),
        part_a.min(part_b),
        open_a.min(open_b),
        (open_a - open_b).abs(),
        summary.evidence(),
        summary.worst(),
        summary.edits(),
        sum.sounds.min(10.0),
        whole_edits,
        whole_likeness,
        sum.same,
        core_a.min(core_b),
        core_a.max(core_b),
        sum.initials,
        sum.nicknames,
        sum.translations,
        sum.abbreviations,
        flag(number_differs),
        flag((left.numbers > 0) != (right.numbers > 0)),
        flag(forms_a.contradicts(forms_b)),
        flag(forms_a.shares(forms_b)),
        flag(forms_a.is_none() != forms_b.is_none()),
        flag(left.known > 0 && right.known > 0),
        flag(sum.reordered(alignment)),
        flag(a.name.kind() == EntityKind::Person && b.name.kind() == EntityKind::Person),
        flag(ship),
        place_likeness(a, b, alignment, true),
        place_likeness(a, b, alignment, false),
        flag(left.patronymics > 0 && right.patronymics > 0),
        left_over.min(10.0),
        left.longest.min(right.longest).min(12) as f32,
        left.core.min(right.core).min(4) as f32,
        flag((left.places > 0) != (right.places > 0)),
        if ship { whole_edits / (1.0 + a.name.whole.length.min(b.name.whole.length) as f32) } else { 0.0 },
        flag(reversed),
        flag(sum.family),
    ];
    Evidence {
        values,
        lineage_reversed: reversed,
        only_initials: sum.initials > 0.0 && sum.named == 0.0,
        full_name_shorter,
        number_differs,
    }
}

/// What a reading is worth beside the same letters: many names of another script read alike, and more without vowels.
fn exactness(a: &Token, b: &Token) -> f32 {
    match (a.foreign == b.foreign, a.bare == b.bare) {
        (true, _) => 1.0,
        (false, true) => 0.85,
        (false, false) => 0.7,
    }
}

fn count_core(parts: &Parts<'_>) -> f32 {
    parts.iter().filter(|(_, token)| token.kind.is_core()).count() as f32
}

#[derive(Default)]
struct Sums {
    found_a: f32,
    found_b: f32,
    lost_a: f32,
    lost_b: f32,
    evidence: f32,
    worst: f32,
    edits: f32,
    sounds: f32,
    same: f32,
    initials: f32,
    nicknames: f32,
    translations: f32,
    abbreviations: f32,
    named: f32,
    family: bool,
    number_differs: bool,
}

impl Sums {
    fn add(&mut self, pair: &super::align::Pair, a: &Parts<'_>, b: &Parts<'_>) {
        let likeness = pair.found.likeness;
        self.found_a += likeness * pair.weight_a;
        self.found_b += likeness * pair.weight_b;
        self.lost_a += (1.0 - likeness) * pair.weight_a;
        self.lost_b += (1.0 - likeness) * pair.weight_b;
        let (left, right) = (a.get(usize::from(pair.a.0)), b.get(usize::from(pair.b.0)));
        let read = left.zip(right).map_or(1.0, |(left, right)| exactness(left, right));
        self.evidence += read * likeness * pair.weight_a.min(pair.weight_b);
        let core =
            |parts: &Parts<'_>, at: u8| parts.get(usize::from(at)).is_some_and(|token| token.kind.is_core());
        if !core(a, pair.a.0) || !core(b, pair.b.0) {
            return;
        }
        let part = |parts: &Parts<'_>, at: u8| parts.get(usize::from(at)).is_some_and(|token| token.family);
        self.family |= (part(a, pair.a.0) || part(b, pair.b.0)) && is_close(pair.found.how);
        self.worst = self.worst.max(0.4 * pair.found.edits + 0.6 * pair.found.sounds);
        self.edits += pair.found.edits;
        self.sounds += pair.found.sounds;
        self.named += f32::from(u8::from(pair.found.how != Agreement::Initial && likeness > 0.5));
        match pair.found.how {
            Agreement::Initial => self.initials += 1.0,
            Agreement::Nickname => self.nicknames += 1.0,
            Agreement::Translation => self.translations += 1.0,
            Agreement::Abbreviation | Agreement::Acronym => self.abbreviations += 1.0,
            Agreement::NumberDiffers => self.number_differs = true,
            _ => {}
        }
        if is_close(pair.found.how) {
            self.same += 1.0;
        }
    }

    /// Whether two pairs stand in another order in the two names.
    fn reordered(&self, alignment: &Alignment) -> bool {
        let pairs = alignment.pairs();
        pairs.iter().any(|x| pairs.iter().any(|y| x.a.0 < y.a.0 && x.b.0 > y.b.0))
    }
}

/// How alike the partners of the first or last core words are; 0.5 where one of them has no partner but the other name is the
/// shorter one.
fn place_likeness(a: &Parts<'_>, b: &Parts<'_>, alignment: &Alignment, last: bool) -> f32 {
    let place = |parts: &Parts<'_>| {
        let mut core = parts.iter().filter(|(_, token)| token.kind.is_core()).map(|(at, _)| at);
        if last { core.last() } else { core.next() }
    };
    let found = |at: Option<usize>, ours: bool| {
        let at = at? as u8;
        let pair = alignment.pairs().iter().find(|pair| {
            let run = if ours { pair.a } else { pair.b };
            (run.0..run.0 + run.1).contains(&at)
        })?;
        Some(pair.found.likeness)
    };
    let (mine, its) = (found(place(a), true), found(place(b), false));
    0.5 * (mine.unwrap_or(0.0) + its.unwrap_or(0.0))
}

/// Whether one name says that X is the child of Y and the other that Y is the child of X: a particle between two names gives
/// them an order, which a mere change of order does not.
fn lineage_reversed(a: &Parts<'_>, b: &Parts<'_>, alignment: &Alignment) -> bool {
    let pairs = alignment.pairs();
    let linked = |parts: &Parts<'_>, first: u8, then: u8| {
        parts.iter().any(|(at, token)| is_link(token) && at > usize::from(first) && at <= usize::from(then))
    };
    pairs.iter().any(|x| {
        pairs
            .iter()
            .any(|y| x.a.0 < y.a.0 && x.b.0 > y.b.0 && linked(a, x.a.0, y.a.0) && linked(b, y.b.0, x.b.0))
    })
}

fn is_link(token: &Token) -> bool {
    token.linked && token.kind.is_core()
}

/// Whether the two are full legal entities of different forms and else the same.
pub(super) fn only_forms_differ(a: &Prepared, b: &Prepared) -> bool {
    FormClass::contradicts(a.form, b.form)
}
