//! Which part of one name stands for which part of the other.

use super::acronym::acronym;
use super::agree::{
    Agreement, LEAST, Match, OTHER_LENGTH, agree, agree_joined, may_be_several, spaced_otherwise,
};
use super::prepare::MOST;
use super::prepared::{Prepared, Token, TokenKind};

/// The longest run of parts that may be one part of the other name.
const RUN: usize = 4;

/// A part (or a run of neighbours) of one name with a part (or a run) of the other; positions among the aligned parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    pub(super) a: (u8, u8),
    pub(super) b: (u8, u8),
    pub(super) found: Match,
    /// What the parts of the two sides weigh.
    pub(super) weight_a: f32,
    pub(super) weight_b: f32,
}

/// The pairs of two names, at most [`MOST`]. It is used again from one pair of names to the next.
#[derive(Debug, Default)]
pub(super) struct Alignment {
    pairs: Vec<Pair>,
    candidates: Candidates,
    /// Which aligned parts of each name are in a pair: one bit each.
    pub(super) taken_a: u32,
    pub(super) taken_b: u32,
}

impl Alignment {
    pub(super) fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    fn clear(&mut self) {
        self.pairs.clear();
        self.candidates.list.clear();
        (self.taken_a, self.taken_b) = (0, 0);
    }

    fn add(&mut self, pair: Pair) {
        if self.pairs.len() < MOST {
            self.pairs.push(pair);
            self.taken_a |= bits(pair.a);
            self.taken_b |= bits(pair.b);
        }
    }

    fn is_free(&self, pair: &Pair) -> bool {
        self.taken_a & bits(pair.a) == 0 && self.taken_b & bits(pair.b) == 0
    }
}

fn bits(run: (u8, u8)) -> u32 {
    ((1 << run.1) - 1) << run.0
}

/// The parts of a name that are aligned, at hand.
pub(super) struct Parts<'a> {
    pub(super) name: &'a Prepared,
    list: [Option<&'a Token>; MOST],
    count: usize,
}

impl<'a> Parts<'a> {
    pub(super) fn new(name: &'a Prepared) -> Self {
        let mut parts = Self { name, list: [None; MOST], count: 0 };
        for token in name.aligned().take(MOST) {
            parts.list[parts.count] = Some(token);
            parts.count += 1;
        }
        parts
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &'a Token)> + '_ {
        self.list[..self.count].iter().flatten().copied().enumerate()
    }

    pub(super) fn get(&self, at: usize) -> Option<&'a Token> {
        self.list.get(at).copied().flatten()
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }
}

/// How the parts of two names agree, by their places.
pub(super) trait Agreeing {
    /// How a part of `a` agrees with a part of `b`; where that is less than [`LEAST`], anything less.
    fn agree(&self, at_a: usize, at_b: usize) -> Match;

    /// Whether the first of several parts may begin the word that they are. `swapped`: the word is one of `b`.
    fn may_begin(&self, _word: usize, _first: usize, _swapped: bool) -> bool {
        true
    }
}

/// Two names of which nothing is known yet.
pub(super) struct Unknown<'p, 'a>(pub(super) &'p Parts<'a>, pub(super) &'p Parts<'a>);

impl Agreeing for Unknown<'_, '_> {
    fn agree(&self, at_a: usize, at_b: usize) -> Match {
        let (a, b) = (self.0, self.1);
        let parts = a.get(at_a).zip(b.get(at_b));
        parts.map_or(Match::NONE, |(left, right)| agree((a.name, left), (b.name, right)))
    }
}

/// The alignment of two names by themselves.
pub(super) fn align(a: &Parts<'_>, b: &Parts<'_>) -> Alignment {
    let mut alignment = Alignment::default();
    alignment.align(a, b, &Unknown(a, b));
    alignment
}

impl Alignment {
    /// Pairs the parts of two names so that what agrees weighs most.
    ///
    /// Candidates are taken by what they add, the largest first; then pairs are exchanged as long as two others weigh more.
    pub(super) fn align(&mut self, a: &Parts<'_>, b: &Parts<'_>, known: &impl Agreeing) {
        self.clear();
        for (i, left) in a.iter() {
            for (j, right) in b.iter() {
                let found = known.agree(i, j);
                if found.likeness >= LEAST {
                    self.candidates.add(single(i, j, found, left, right));
                }
            }
        }
        runs(a, b, &mut self.candidates, known, false);
        runs(b, a, &mut self.candidates, known, true);
        self.candidates.sort();
        let candidates = std::mem::take(&mut self.candidates);
        for pair in &candidates.list {
            if self.is_free(pair) {
                self.add(*pair);
            }
        }
        self.candidates = candidates;
        exchange(self, a, b, known);
        let inexact = self.pairs.iter().any(|pair| pair.found.likeness < 1.0)
            || self.taken_a.count_ones() as usize != a.len();
        if let Some(found) = spaced_otherwise(a.name, b.name).filter(|_| inexact) {
            return self.whole(a, b, found);
        }
        if let Some(pair) = acronym(a, b, self.taken_a, self.taken_b) {
            self.add(pair);
        } else if let Some(pair) = acronym(b, a, self.taken_b, self.taken_a) {
            self.add(Pair { a: pair.b, b: pair.a, weight_a: pair.weight_b, weight_b: pair.weight_a, ..pair });
        }
    }

    /// One pair of everything.
    fn whole(&mut self, a: &Parts<'_>, b: &Parts<'_>, found: Match) {
        self.clear();
        let weight = |parts: &Parts<'_>| parts.iter().map(|(_, token)| token.weight).sum();
        let (all_a, all_b) = ((0, a.len() as u8), (0, b.len() as u8));
        self.add(Pair { a: all_a, b: all_b, found, weight_a: weight(a), weight_b: weight(b) });
    }
}

fn single(i: usize, j: usize, found: Match, left: &Token, right: &Token) -> Pair {
    Pair { a: (i as u8, 1), b: (j as u8, 1), found, weight_a: left.weight, weight_b: right.weight }
}

/// What a pair adds: agreement times what it agrees on. Earlier places go first among equals, so that the result is one.
fn worth(pair: &Pair) -> f32 {
    let place = f32::from(pair.a.0.abs_diff(pair.b.0));
    pair.found.likeness * pair.found.likeness * (pair.weight_a + pair.weight_b) - 0.0005 * place
}

/// The most pairs that are weighed; names that are alike in more ways than these are alike in the first of them.
const CANDIDATES: usize = 64;

#[derive(Debug, Default)]
struct Candidates {
    list: Vec<Pair>,
}

impl Candidates {
    fn add(&mut self, pair: Pair) {
        if self.list.len() < CANDIDATES {
            self.list.push(pair);
        }
    }

    fn sort(&mut self) {
        self.list
            .sort_unstable_by(|x, y| worth(y).total_cmp(&worth(x)).then_with(|| (x.a, x.b).cmp(&(y.a, y.b))));
    }
}

/// Runs of neighbours in `b` that are one part of `a`.
fn runs(a: &Parts<'_>, b: &Parts<'_>, candidates: &mut Candidates, known: &impl Agreeing, swapped: bool) {
    for (i, one) in a.iter() {
        if !may_be_several(one.kind) {
            continue;
        }
        let longest = a.name.first_letters(one).len();
        for from in (0..b.len().saturating_sub(1)).filter(|from| known.may_begin(i, *from, swapped)) {
            for length in 2..=RUN.min(b.len() - from) {
                let mut run = [one; RUN];
                let mut letters = 0;
                for (slot, at) in run.iter_mut().zip(from..from + length) {
                    let Some(part) = b.get(at) else { break };
                    *slot = part;
                    letters += b.name.first_letters(part).len();
                }
                if letters > longest + OTHER_LENGTH {
                    break;
                }
                if letters + OTHER_LENGTH < longest {
                    continue;
                }
                let parts = &run[..length];
                if parts.iter().any(|part| part.kind == TokenKind::Number) {
                    continue;
                }
                let found = agree_joined((a.name, one), b.name, parts);
                if found.likeness >= LEAST {
                    let weight = parts.iter().map(|part| part.weight).sum();
                    let (mine, its) = ((i as u8, 1), (from as u8, length as u8));
                    candidates.add(if swapped {
                        Pair { a: its, b: mine, found, weight_a: weight, weight_b: one.weight }
                    } else {
                        Pair { a: mine, b: its, found, weight_a: one.weight, weight_b: weight }
                    });
                }
            }
        }
    }
}

/// Exchanges the partners of two pairs where that weighs more. Pairs that agree as far as can be are left as they are.
fn exchange(alignment: &mut Alignment, a: &Parts<'_>, b: &Parts<'_>, known: &impl Agreeing) {
    for x in 0..alignment.pairs.len() {
        for y in x + 1..alignment.pairs.len() {
            let (p, q) = (alignment.pairs[x], alignment.pairs[y]);
            let settled =
                p.found.likeness.max(q.found.likeness) > 0.97 || p.found.likeness + q.found.likeness > 1.7;
            if !settled {
                exchange_two(&mut alignment.pairs, (x, y), (a, b), known);
            }
        }
    }
}

fn exchange_two(
    pairs: &mut [Pair],
    (x, y): (usize, usize),
    (a, b): (&Parts<'_>, &Parts<'_>),
    known: &impl Agreeing,
) {
    let (p, q) = (pairs[x], pairs[y]);
    if p.a.1 != 1 || p.b.1 != 1 || q.a.1 != 1 || q.b.1 != 1 {
        return;
    }
    let at = |i: u8, j: u8| -> Option<Pair> {
        let (i, j) = (usize::from(i), usize::from(j));
        let (left, right) = (a.get(i)?, b.get(j)?);
        let found = known.agree(i, j);
        (found.likeness >= LEAST).then(|| single(i, j, found, left, right))
    };
    let (Some(r), Some(s)) = (at(p.a.0, q.b.0), at(q.a.0, p.b.0)) else { return };
    if worth(&r) + worth(&s) > worth(&p) + worth(&q) + 1e-4 {
        (pairs[x], pairs[y]) = (r, s);
    }
}

/// Whether the pair is of words that are the same or sound the same.
pub(super) fn is_close(how: Agreement) -> bool {
    matches!(
        how,
        Agreement::Same
            | Agreement::Transliteration
            | Agreement::Joined
            | Agreement::Translation
            | Agreement::Nickname
    )
}
