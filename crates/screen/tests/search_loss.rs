//! What the index leaves out, against a comparison of all pairs.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails says so")]

mod shared;

use thalweg_screen::{Agreement, Entity, EntityKind, Index, Lexicon, Name, Prepared, Query, Settings};

/// A name as somebody else would write it, by the number of the way: as it is, a letter less, two exchanged, another order, a word less,
/// other spellings of sounds, a wrong letter, two words in one.
fn noisy(text: &str, way: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = way * 7_919 % letters.len().max(1);
    let rest = |from: usize| words.get(from..).unwrap_or_default().join(" ");
    match way % 8 {
        0 => text.to_lowercase(),
        1 => {
            letters.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, letter)| *letter).collect()
        }
        2 => {
            let mut letters = letters;
            letters.swap(at, (at + 1).min(text.chars().count() - 1));
            letters.into_iter().collect()
        }
        3 => format!("{} {}", rest(1), words[0]).trim().to_owned(),
        4 if words.len() > 2 => rest(1),
        5 => text.replace('Y', "I").replace("OU", "U").replace("KH", "H").replace("EE", "I"),
        6 => letters
            .iter()
            .enumerate()
            .map(|(place, letter)| if place == at { 'e' } else { *letter })
            .collect(),
        7 if words.len() > 1 => format!("{}{} {}", words[0], words[1], rest(2)),
        _ => text.to_owned(),
    }
}

/// The best score of each entity for a query, by comparing it with every name.
fn all_pairs(lexicon: &Lexicon, query: &Query, names: &[(usize, Prepared)], entities: usize) -> Vec<f64> {
    let kinds = [EntityKind::Person, EntityKind::Company, EntityKind::Ship, EntityKind::Aircraft];
    let asked = kinds.map(|kind| lexicon.prepare(&query.names[0], query.kind.unwrap_or(kind)));
    let mut best = vec![0.0f64; entities];
    for (entity, name) in names {
        let at = kinds.iter().position(|kind| *kind == name.kind()).unwrap();
        best[*entity] = best[*entity].max(lexicon.score(&asked[at], name));
    }
    best
}

/// Whether what two names have in common are the initials of the one and a word of the other: the index looks for those of three letters
/// or more at the beginning of a name only, and leaves the rest, which are chance, to a comparison of all pairs.
fn by_acronym(lexicon: &Lexicon, query: &Query, entity: &Entity) -> bool {
    let asked = lexicon.prepare(&query.names[0], query.kind.unwrap_or(entity.kind));
    entity.names.iter().any(|name| {
        let comparison = lexicon.compare(&asked, &lexicon.prepare(&name.text, entity.kind));
        comparison.score >= 0.7 && comparison.pairs.iter().any(|pair| pair.agreement == Agreement::Acronym)
    })
}

/// At most one in a hundred here, where pairs are few: the published figure is that of `docs/search.md`, from more queries.
#[test]
fn the_index_loses_next_to_nothing_above_the_threshold() {
    let Some(entities) = shared::sdn::entities() else { return };
    let lexicon = Lexicon::new();
    let index = Index::new(&entities, &lexicon);
    let of = |(at, entity): (usize, &Entity)| -> Vec<(usize, Prepared)> {
        entity.names.iter().map(|name| (at, lexicon.prepare(&name.text, entity.kind))).collect()
    };
    let names: Vec<(usize, Prepared)> = entities.iter().enumerate().flat_map(of).collect();
    let listed: Vec<(&Entity, &Name)> =
        entities.iter().flat_map(|entity| entity.names.iter().map(move |name| (entity, name))).collect();
    let settings = Settings { threshold: 0.7, limit: usize::MAX, explain: false, ..Settings::default() };
    let count: usize = std::env::var("QUERIES").ok().and_then(|count| count.parse().ok()).unwrap_or(40);
    let (mut above, mut lost, mut acronyms) = (0, 0, 0);
    for way in 0..count {
        let (entity, name) = listed[way * 7_727 % listed.len()];
        let query =
            Query { kind: (way % 3 == 0).then_some(entity.kind), ..Query::named(noisy(&name.text, way)) };
        let Ok(answer) = index.search(&query, &settings) else { continue };
        let best = all_pairs(&lexicon, &query, &names, entities.len());
        let found = |at: usize| {
            answer.hits.iter().any(|hit| hit.entity == at)
                || answer.removed.iter().any(|removed| removed.hit.entity == at)
        };
        for at in (0..entities.len()).filter(|at| best[*at] >= settings.threshold) {
            above += 1;
            if !found(at) && by_acronym(&lexicon, &query, &entities[at]) {
                acronyms += 1;
            } else if !found(at) {
                lost += 1;
                println!("lost: {} for {} at {}", entities[at].name(), query.names[0], best[at]);
            }
        }
    }
    println!("{lost} of {above} lost, and {acronyms} that agree by initials only");
    assert!(above >= count / 2 && lost * 100 <= above, "{lost} of {above}");
}
