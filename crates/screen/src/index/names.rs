//! All names of all entities, and which of them may be like a name that is asked for.

use super::grouped::Grouped;
use super::link::{Link, links, turned_joints};
use super::vocabulary::{Like, Vocabulary};
use crate::name::PartNumbers;
use crate::{Entity, EntityKind, Lexicon, Prepared};
use rayon::prelude::*;
use std::collections::HashMap;

/// Names as they are compared: each text of each kind once, however many bear it.
#[derive(Debug, Default)]
pub(super) struct Names {
    forms: Vec<Prepared>,
    /// The numbers of the parts of all of them, where those of each end, and how many distinct ones there are.
    parts: Vec<u32>,
    part_ends: Vec<u32>,
    distinct_parts: usize,
    /// Who bears each: entity, and which of its names.
    bearers: Grouped<(u32, u32)>,
    words: Vocabulary,
    /// The names that have a word.
    of_word: Grouped<u32>,
    /// How much a word says at most.
    word_weights: Vec<f32>,
    /// What all words of a name say together.
    form_weights: Vec<f32>,
    /// What names are put together by beside spelling, in order.
    links: Vec<Link>,
    of_link: Grouped<u32>,
}

/// Most words whose likes are remembered.
const REMEMBERED: usize = 20_000;

/// What is used again from one search to the next.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    /// For each name: what of the query it covers, what of itself is covered, and by which part of the query last.
    sums: Vec<Sum>,
    touched: Vec<u32>,
    stamp: u32,
    /// The likes of words that were asked for before, and of those whose script leaves out vowels.
    likes: HashMap<Box<[u8]>, Box<[Like]>>,
    bare_likes: HashMap<Box<[u8]>, Box<[Like]>>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    query: f32,
    own: f32,
    stamp: u32,
}

/// Share of a name that a link other than spelling stands for: an acronym, the same beginning.
const LINKED: f32 = 0.6;

impl Names {
    pub(super) fn new(entities: &[Entity], lexicon: &Lexicon) -> Self {
        let all = entities.iter().enumerate().flat_map(|(entity, whose)| {
            whose
                .names
                .iter()
                .enumerate()
                .map(move |(at, name)| (name.text.as_str(), whose.kind, entity as u32, at as u32))
        });
        let mut all: Vec<(&str, EntityKind, u32, u32)> = all.collect();
        all.par_sort_unstable();
        let mut bearers = Vec::with_capacity(all.len());
        let mut texts: Vec<(&str, EntityKind)> = Vec::new();
        for (text, kind, entity, name) in all {
            if texts.last() != Some(&(text, kind)) {
                texts.push((text, kind));
            }
            bearers.push((texts.len() as u32 - 1, (entity, name)));
        }
        let forms: Vec<Prepared> =
            texts.par_iter().map(|(text, kind)| lexicon.prepare(text, *kind)).collect();
        Self { bearers: Grouped::new(forms.len(), bearers), ..Self::of_forms(forms) }
    }

    fn of_forms(forms: Vec<Prepared>) -> Self {
        let words =
            Vocabulary::new(forms.iter().flat_map(|form| {
                form.terms().flat_map(|term| term.sounds.map(move |sound| (sound, term.bare)))
            }));
        let mut word_weights = vec![0f32; words.len()];
        let mut form_weights = Vec::with_capacity(forms.len());
        let (mut of_word, mut of_link) = (Vec::new(), Vec::new());
        let mut numbers = PartNumbers::default();
        let (mut parts, mut part_ends) = (Vec::new(), Vec::with_capacity(forms.len()));
        for (form, prepared) in forms.iter().enumerate() {
            let form = form as u32;
            parts.extend(numbers.of(prepared));
            part_ends.push(parts.len() as u32);
            form_weights.push(prepared.terms().map(|term| term.weight).sum::<f32>().max(f32::MIN_POSITIVE));
            for term in prepared.terms() {
                for word in term.sounds.filter_map(|sound| words.find((sound, term.bare))) {
                    of_word.push((word, form));
                    let weight = &mut word_weights[word as usize];
                    *weight = weight.max(term.weight);
                }
            }
            of_link.extend(links(prepared).into_iter().map(|link| (link, form)));
        }
        let (distinct, of_link) = Grouped::by_key(of_link);
        let of_word = Grouped::new(words.len(), of_word);
        Self {
            forms,
            parts,
            part_ends,
            distinct_parts: numbers.len(),
            bearers: Grouped::default(),
            words,
            of_word,
            word_weights,
            form_weights,
            links: distinct,
            of_link,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.forms.len()
    }

    /// A name, ready to compare.
    pub(super) fn form(&self, form: u32) -> &Prepared {
        &self.forms[form as usize]
    }

    /// The numbers of its parts that are compared.
    pub(super) fn parts(&self, form: u32) -> &[u32] {
        let at = form as usize;
        let start = if at == 0 { 0 } else { self.part_ends[at - 1] };
        &self.parts[start as usize..self.part_ends[at] as usize]
    }

    /// How many distinct parts there are.
    pub(super) fn distinct_parts(&self) -> usize {
        self.distinct_parts
    }

    /// Who bears it: entity, and which of its names.
    pub(super) fn bearers(&self, form: u32) -> &[(u32, u32)] {
        self.bearers.of(form)
    }

    /// All names.
    pub(super) fn all(&self) -> Vec<u32> {
        (0..self.len() as u32).collect()
    }

    /// Bytes that it takes beside the prepared names.
    pub(super) fn bytes(&self) -> usize {
        let grouped = self.bearers.bytes() + self.of_word.bytes() + self.of_link.bytes();
        let weights = (self.word_weights.capacity() + self.form_weights.capacity()) * size_of::<f32>();
        let parts = (self.parts.capacity() + self.part_ends.capacity()) * size_of::<u32>();
        grouped + weights + parts + self.links.capacity() * size_of::<Link>() + self.words.bytes()
    }

    /// Names of which at least a share of `least` may be like the name asked for, by words and without their order; in the order in which
    /// they lie in memory.
    pub(super) fn candidates(&self, asked: &Prepared, least: f32, space: &mut Workspace) -> Vec<u32> {
        space.begin(self.len());
        let whole = asked.terms().map(|term| term.weight).sum::<f32>().max(f32::MIN_POSITIVE);
        for term in asked.terms() {
            space.stamp += 1;
            for like in self.likes(term.sounds, term.bare, space) {
                let query = like.likeness * term.weight / whole;
                let own = like.likeness * self.word_weights[like.word as usize];
                for form in self.of_word.of(like.word) {
                    space.add(*form, query, own / self.form_weights[*form as usize]);
                }
            }
            for link in Link::of_term(term.sense, term.given) {
                self.add_linked(link, term.weight / whole, term.weight, space);
            }
        }
        for (link, weight) in turned_joints(asked) {
            space.stamp += 1;
            self.add_linked(link, weight / whole, weight, space);
        }
        for link in links(asked).into_iter().filter(|link| link.is_whole()) {
            space.stamp += 1;
            self.add_linked(link, LINKED, f32::INFINITY, space);
        }
        space.end(least)
    }

    fn add_linked(&self, link: Link, query: f32, own: f32, space: &mut Workspace) {
        let number = self.links.partition_point(|other| *other < link);
        if self.links.get(number) != Some(&link) {
            return;
        }
        for form in self.of_link.of(number as u32) {
            space.add(*form, query, (own / self.form_weights[*form as usize]).min(1.0));
        }
    }

    /// The words that sound like any reading of a part, the nearest first.
    fn likes<'a>(
        &self,
        sounds: impl Iterator<Item = &'a [u8]>,
        bare: bool,
        space: &mut Workspace,
    ) -> Vec<Like> {
        let mut all: Vec<Like> = Vec::new();
        let mut readings = 0;
        for sound in sounds {
            readings += 1;
            let remembered = if bare { &mut space.bare_likes } else { &mut space.likes };
            if let Some(known) = remembered.get(sound) {
                all.extend_from_slice(known);
                continue;
            }
            let found = self.words.alike((sound, bare));
            all.extend_from_slice(&found);
            if remembered.len() >= REMEMBERED {
                remembered.clear();
            }
            remembered.insert(sound.into(), found.into());
        }
        if readings > 1 {
            all.sort_unstable_by(|one, other| {
                other.likeness.total_cmp(&one.likeness).then(one.word.cmp(&other.word))
            });
        }
        all
    }
}

impl Workspace {
    fn begin(&mut self, names: usize) {
        if self.sums.len() != names || self.stamp > u32::MAX / 2 {
            *self = Self { sums: vec![Sum::default(); names], ..Self::default() };
        }
    }

    /// A part of the query is found in a name; a part counts once, with the word most like it.
    fn add(&mut self, form: u32, query: f32, own: f32) {
        let sum = &mut self.sums[form as usize];
        if sum.stamp == self.stamp {
            return;
        }
        if sum.stamp == 0 {
            self.touched.push(form);
        }
        *sum = Sum { query: sum.query + query, own: sum.own + own, stamp: self.stamp };
    }

    fn end(&mut self, least: f32) -> Vec<u32> {
        let sums = &mut self.sums;
        let found =
            self.touched.drain(..).filter(|form| std::mem::take(&mut sums[*form as usize]).cover() >= least);
        let mut found: Vec<u32> = found.collect();
        found.sort_unstable();
        found
    }
}

impl Sum {
    /// Both shares count: a name within another is like it, and less so than one that is all of it.
    fn cover(&self) -> f32 {
        0.5 * (self.query.min(1.0) + self.own.min(1.0))
    }
}
