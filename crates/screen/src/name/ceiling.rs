//! The most that a score can be, by what is known of a pair of names first: most pairs that a search looks at are no match by that
//! already.

use super::evidence::{COUNT, NAMES, Summary};
use super::model::{NameModel, Tree, fine, probability};
use crate::EntityKind;

/// The numbers of the evidence that are known first.
const EARLY: [&str; 4] = ["worst", "edits", "evidence", "covered"];

/// Whom both names are of, as the model tells it: two persons, a ship, or neither.
const BEARERS: [[f32; 2]; 3] = [[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]];

/// What is added for what rounding takes away.
const SLACK: f32 = 1e-5;

/// The most that the model can say of a pair of names, by its early numbers.
///
/// Thresholds of the model's trees part the values of each number into ranges. For each combination of ranges the most of each tree is
/// added up, whatever all other numbers are: no score is above the sum.
#[derive(Debug, Clone)]
pub(crate) struct Ceiling {
    /// Where the ranges of each number end, in order; an end belongs to its range.
    ends: [Vec<f32>; 4],
    most: Vec<f32>,
}

/// The values that each number of the evidence may have: above the first, up to the second.
type Ranges = [(f32, f32); COUNT];

impl Ceiling {
    pub(super) fn new(model: &NameModel) -> Self {
        let ends = EARLY.map(|name| thresholds(model, number(name)));
        let mut most = Vec::new();
        for [person, ship] in BEARERS {
            let mut open = anything();
            open[number("person")] = (person - 0.5, person);
            open[number("ship")] = (ship - 0.5, ship);
            fill(model, &ends, &mut open, (model.trees.iter().collect(), 0.0), &mut most);
        }
        Self { ends, most }
    }

    /// No score of a pair with these numbers is above it.
    pub(super) fn of(&self, summary: &Summary, kinds: [EntityKind; 2]) -> f64 {
        let bearers = if kinds.contains(&EntityKind::Ship) {
            1
        } else if kinds == [EntityKind::Person; 2] {
            0
        } else {
            2
        };
        let early = [summary.worst(), summary.edits(), summary.evidence(), summary.covered()];
        let place = self.ends.iter().zip(early).fold(bearers, |place, (ends, value)| {
            place * (ends.len() + 1) + ends.iter().filter(|end| value > **end).count()
        });
        self.most.get(place).map_or(1.0, |most| f64::from(*most))
    }
}

fn number(name: &str) -> usize {
    NAMES.iter().position(|other| *other == name).unwrap_or(0)
}

/// No number is negative, and shares of names are at most 1.
fn anything() -> Ranges {
    let shares = ["covered", "covered_more", "covered_less", "whole_likeness"].map(number);
    std::array::from_fn(|at| (-SLACK, if shares.contains(&at) { 1.0 + SLACK } else { f32::INFINITY }))
}

/// Most ends of ranges of a number: more make a table that takes longer to make and says little more.
const MOST_ENDS: usize = 7;

/// The thresholds by which trees tell the values of a number apart, or every second or third of them where there are many.
fn thresholds(model: &NameModel, number: usize) -> Vec<f32> {
    let splits = model.trees.iter().flat_map(|tree| tree.splits);
    let mut ends: Vec<f32> = splits
        .filter(|(feature, end)| usize::from(*feature) == number && *end < f32::MAX)
        .map(|(_, end)| end)
        .collect();
    ends.sort_by(f32::total_cmp);
    ends.dedup();
    let every = ends.len().div_ceil(MOST_ENDS).max(1);
    ends.into_iter().step_by(every).collect()
}

/// Adds the most for each combination of ranges, those of the last number next to each other. `trees` are those that the numbers to
/// come may matter to, with the most of all others.
fn fill(
    model: &NameModel,
    ends: &[Vec<f32>],
    open: &mut Ranges,
    (trees, sum): (Vec<&Tree>, f64),
    most: &mut Vec<f32>,
) {
    let to_come: Vec<usize> = EARLY.iter().skip(EARLY.len() - ends.len()).map(|name| number(name)).collect();
    let matter =
        |tree: &&Tree| tree.splits.iter().any(|(feature, _)| to_come.contains(&usize::from(*feature)));
    let (trees, others): (Vec<&Tree>, Vec<&Tree>) = trees.into_iter().partition(matter);
    let sum = sum + others.iter().map(|tree| f64::from(most_of_tree(tree, open, 0))).sum::<f64>();
    let (Some((first, rest)), Some(&at)) = (ends.split_first(), to_come.first()) else {
        most.push(most_of(model, open, sum));
        return;
    };
    let whole = open[at];
    for range in 0..=first.len() {
        let from = if range == 0 { whole.0 } else { first[range - 1] };
        open[at] = (from, first.get(range).copied().unwrap_or(whole.1));
        fill(model, rest, open, (trees.clone(), sum), most);
    }
    open[at] = whole;
}

/// The most that the model can say within ranges where its trees add up to `trees` at most.
fn most_of(model: &NameModel, open: &Ranges, trees: f64) -> f32 {
    let raw = model.bias + most_fine(open) + trees;
    let calibrated = raw * model.calibration.0 + model.calibration.1;
    // a model that were turned round would have its most elsewhere
    if model.calibration.0 >= 0.0 { probability(calibrated) as f32 + SLACK } else { 1.0 }
}

fn most_of_tree(tree: &Tree, open: &Ranges, node: usize) -> f32 {
    let Some((feature, threshold)) = tree.splits.get(node) else {
        return tree.leaves[node - tree.splits.len()];
    };
    let (above, up_to) = open[usize::from(*feature)];
    let (left, right) = (2 * node + 1, 2 * node + 2);
    if up_to <= *threshold {
        most_of_tree(tree, open, left)
    } else if above >= *threshold {
        most_of_tree(tree, open, right)
    } else {
        most_of_tree(tree, open, left).max(most_of_tree(tree, open, right))
    }
}

/// The most of what orders pairs within a step of the trees: each of its numbers has one direction.
fn most_fine(open: &Ranges) -> f64 {
    let less = ["omitted", "edits", "sounds"].map(number);
    let best = std::array::from_fn(|at| if less.contains(&at) { open[at].0 } else { open[at].1 });
    fine(&best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lexicon;
    use crate::name::align::{Parts, align};
    use crate::name::evidence::weigh;

    const NAMES: [&str; 12] = [
        "Vladimir Putin",
        "PUTIN, Vladimir Vladimirovich",
        "Wladimir Putn",
        "Mohammed bin Salman Al Saud",
        "Muhammad bin Salman",
        "Salman Muhammad Ali",
        "Islamic Republic of Iran Shipping Lines",
        "IRISL",
        "Blue Heron 1",
        "Blue Heron 2",
        "OOO Romashka Trading",
        "Романов Иван",
    ];

    #[test]
    fn no_score_is_above_it_and_strangers_are_below() {
        let lexicon = Lexicon::new();
        let ceiling = lexicon.ceiling();
        let mut strangers = 0;
        for kind in [EntityKind::Person, EntityKind::Company, EntityKind::Ship] {
            let names = NAMES.map(|name| lexicon.prepare(name, kind));
            for (one, other) in names.iter().flat_map(|one| names.iter().map(move |other| (one, other))) {
                let (left, right) = (Parts::new(one), Parts::new(other));
                let alignment = align(&left, &right);
                let summary = Summary::new(&left, &right, &alignment);
                let most = ceiling.of(&summary, [kind, kind]);
                let score = lexicon.model.probability(&weigh(&left, &right, &alignment, &summary).values);
                assert!(score <= most, "{} {}: {score} {most}", one.text(), other.text());
                strangers += usize::from(most < 0.5);
            }
        }
        assert!(strangers > 200, "{strangers}");
    }
}
