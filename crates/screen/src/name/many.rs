//! One name compared with many, whose parts recur: each part is compared once.

use super::agree::{Match, agree_as};
use super::align::{Agreeing, Alignment, Parts};
use super::ceiling::Ceiling;
use super::comparison::{in_order, judge, same};
use super::evidence::{Summary, weigh};
use super::lexicon::Lexicon;
use super::prepare::MOST;
use super::prepared::{Prepared, Token};
use super::probe::{Opening, Probe};
use std::collections::HashMap;

/// Numbers for the distinct parts of many names: parts of one number agree with any other part alike.
#[derive(Debug, Default)]
pub(crate) struct PartNumbers {
    numbers: HashMap<Vec<u8>, u32>,
}

impl PartNumbers {
    /// The numbers of the parts that are compared, in their order.
    pub(crate) fn of(&mut self, name: &Prepared) -> impl Iterator<Item = u32> {
        name.aligned().take(MOST).map(|part| {
            let next = self.numbers.len() as u32;
            *self.numbers.entry(key(name, part)).or_insert(next)
        })
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }
}

/// All that [`agree`] looks at.
fn key(name: &Prepared, part: &Token) -> Vec<u8> {
    let mut key = vec![
        name.kind as u8,
        part.kind as u8,
        u8::from(part.bare) | u8::from(part.foreign) << 1,
        part.readings,
    ];
    key.extend(part.sense.to_le_bytes());
    key.extend(part.given.to_le_bytes());
    key.extend(part.value.to_le_bytes());
    let readings = name.readings_of(part).iter();
    for bytes in readings.flat_map(|reading| [name.letters(reading), name.sound(reading)]) {
        key.push(bytes.len() as u8);
        key.extend(bytes);
    }
    key.extend(name.span(part.native));
    key
}

/// A name that is compared with many.
#[derive(Debug)]
pub(crate) struct Sought {
    name: Prepared,
    probes: Vec<(Probe, Opening)>,
}

impl Sought {
    pub(crate) fn new(name: Prepared) -> Self {
        let probes = name
            .aligned()
            .take(MOST)
            .map(|part| (Probe::new(&name, part), Opening::new(&name, part)))
            .collect();
        Self { name, probes }
    }

    pub(crate) fn name(&self) -> &Prepared {
        &self.name
    }
}

/// What is remembered while one name is compared with many.
#[derive(Debug, Default)]
pub(crate) struct Many {
    /// For each number of a part: for which name it was compared last, and its row.
    met: Vec<(u32, u32)>,
    name: u32,
    rows: Vec<Row>,
    matches: Vec<Match>,
    alignment: Alignment,
}

/// A part of the others, beside each part of the name.
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    /// Where its matches begin, with each part of the name before it; and those with each behind it.
    start: u32,
    turned: u32,
    /// The parts of the name that may be several words of which this is the first; one bit each.
    words: u32,
    /// The parts that may be the first of several that are this word.
    firsts: u32,
}

impl Many {
    /// Begins with another name; `parts` is how many numbers the parts of the others have.
    pub(crate) fn begin(&mut self, parts: usize) {
        if self.met.len() != parts || self.name == u32::MAX {
            (self.met, self.name) = (vec![(0, 0); parts], 0);
        }
        self.name += 1;
        self.rows.clear();
        self.matches.clear();
    }

    /// The row of a part, compared where it was not yet.
    fn row(
        &mut self,
        asked: &Parts<'_>,
        probes: &[(Probe, Opening)],
        number: u32,
        listed: (&Prepared, &Token),
    ) -> Row {
        let met = self.met.get(number as usize).filter(|met| met.0 == self.name);
        if let Some(row) = met.and_then(|met| self.rows.get(met.1 as usize)) {
            return *row;
        }
        let mut row = Row { start: self.matches.len() as u32, ..Row::default() };
        let mut apart = 0u32;
        let its = Opening::new(listed.0, listed.1);
        for ((at, mine), (probe, opening)) in asked.iter().zip(probes) {
            let mine = (asked.name, mine);
            let is_apart = probe.is_apart(mine, listed);
            self.matches.push(agree_as(mine, listed, is_apart));
            apart |= u32::from(is_apart) << at;
            row.words |= u32::from(opening.may_be(&its)) << at;
            row.firsts |= u32::from(its.may_be(opening)) << at;
        }
        row.turned = row.start;
        // of several readings equally near the first is taken: which that is depends on the order
        if listed.1.readings > 1 || asked.iter().any(|(_, mine)| mine.readings > 1) {
            row.turned = self.matches.len() as u32;
            let turned =
                asked.iter().map(|(at, mine)| agree_as(listed, (asked.name, mine), apart >> at & 1 == 1));
            self.matches.extend(turned);
        }
        if let Some(met) = self.met.get_mut(number as usize) {
            *met = (self.name, self.rows.len() as u32);
        }
        self.rows.push(row);
        row
    }
}

/// A name and one of the many.
struct Remembered<'m> {
    rows: [Row; MOST],
    matches: &'m [Match],
    asked_first: bool,
}

impl Agreeing for Remembered<'_> {
    fn agree(&self, at_a: usize, at_b: usize) -> Match {
        let (asked, listed) = if self.asked_first { (at_a, at_b) } else { (at_b, at_a) };
        let start = |row: &Row| if self.asked_first { row.start } else { row.turned };
        let place = self.rows.get(listed).map_or(usize::MAX, |row| start(row) as usize + asked);
        self.matches.get(place).copied().unwrap_or(Match::NONE)
    }

    fn may_begin(&self, word: usize, first: usize, swapped: bool) -> bool {
        if self.asked_first != swapped {
            self.rows.get(first).is_some_and(|row| row.words >> word & 1 == 1)
        } else {
            self.rows.get(word).is_some_and(|row| row.firsts >> first & 1 == 1)
        }
    }
}

impl Lexicon {
    /// The same as [`Lexicon::score`] where that is `least` or more, and none where it is less: most pairs are no match by what is known
    /// of them first. `numbers` are those of the parts of the listed name; between two names that are asked for [`Many::begin`] is called.
    pub(crate) fn score_from(
        &self,
        least: f64,
        sought: &Sought,
        (listed, numbers): (&Prepared, &[u32]),
        ceiling: &Ceiling,
        many: &mut Many,
    ) -> Option<f64> {
        let asked = &sought.name;
        let enough = |score: f64| (score >= least).then_some(score);
        if asked.flags.empty || listed.flags.empty {
            return enough(0.0);
        }
        let (a, b) = in_order(asked, listed);
        if same(a, b) {
            return enough(1.0);
        }
        let asked_first = std::ptr::eq(a, asked);
        let (left, right) = (Parts::new(a), Parts::new(b));
        let (mine, its) = if asked_first { (&left, &right) } else { (&right, &left) };
        let mut rows = [Row::default(); MOST];
        for (((_, part), number), row) in its.iter().zip(numbers).zip(&mut rows) {
            *row = many.row(mine, &sought.probes, *number, (listed, part));
        }
        let known = Remembered { rows, matches: &many.matches, asked_first };
        let alignment = &mut many.alignment;
        alignment.align(&left, &right, &known);
        if alignment.pairs().is_empty() {
            return enough(0.0);
        }
        let summary = Summary::new(&left, &right, alignment);
        if ceiling.of(&summary, [a.kind, b.kind]) < least {
            return None;
        }
        enough(judge(&self.model, a, b, &weigh(&left, &right, alignment, &summary)).score)
    }

    /// The most that its scores can be.
    pub(crate) fn ceiling(&self) -> Ceiling {
        Ceiling::new(&self.model)
    }
}
