//! The words of a term, looked up in a baseline.

use thalweg_core::{Problem, nearest};
use thalweg_trade::Baseline;

/// Position of a country; what is wrong goes to `problems`.
pub(super) fn country(baseline: &Baseline, code: &str, problems: &mut Vec<Problem>) -> Option<usize> {
    let found = baseline.country(code);
    if found.is_none() {
        problems.push(unknown("country", code, baseline.countries.iter().map(|c| c.code.as_str())));
    }
    found
}

/// Two different countries; `what` says of what kind the term is.
pub(super) fn pair(
    baseline: &Baseline,
    (one, other): (&str, &str),
    what: &str,
    problems: &mut Vec<Problem>,
) -> Option<(usize, usize)> {
    let both = (country(baseline, one, problems), country(baseline, other, problems));
    if one == other {
        let message = format!("{what} of {one} with itself: sales within a country are not trade");
        problems.push(Problem::new(message).help("name two countries"));
        return None;
    }
    both.0.zip(both.1)
}

/// Positions of sectors, in the order of the baseline: codes before groups, `tradable`, `*`.
pub(super) fn sectors(baseline: &Baseline, words: &[String], problems: &mut Vec<Problem>) -> Vec<usize> {
    let mut chosen = vec![false; baseline.sectors.len()];
    if words.is_empty() {
        problems.push(
            Problem::new("a term names no sectors").help("give codes or groups, `tradable`, or `*` for all"),
        );
    }
    for word in words {
        let members = members(baseline, word);
        if members.is_empty() {
            let sectors = &baseline.sectors;
            let codes = sectors.iter().map(|s| s.code.as_str());
            let groups = sectors.iter().filter_map(|s| s.group.as_deref());
            problems.push(unknown("sector", word, codes.chain(groups).chain(["tradable"])));
        }
        members.into_iter().for_each(|j| chosen[j] = true);
    }
    (0..chosen.len()).filter(|j| chosen[*j]).collect()
}

fn members(baseline: &Baseline, word: &str) -> Vec<usize> {
    let of = |wanted: &dyn Fn(usize) -> bool| (0..baseline.sectors.len()).filter(|j| wanted(*j)).collect();
    match baseline.sector(word) {
        Some(j) => vec![j],
        None if word == "*" => of(&|_| true),
        None if word == "tradable" => of(&|j| baseline.sectors[j].tradable),
        None => of(&|j| baseline.sectors[j].group.as_deref() == Some(word)),
    }
}

fn unknown<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> Problem {
    let problem = Problem::new(format!("the baseline has no {what} `{word}`"));
    match nearest(word, known) {
        Some(near) => problem.help(format!("the nearest known word is `{near}`")),
        None => problem,
    }
}
