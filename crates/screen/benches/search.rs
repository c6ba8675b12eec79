//! Names a second, on the SDN list of 2021: `cargo bench -p thalweg-screen --bench search`.
#![allow(clippy::unwrap_used, reason = "a benchmark")]

#[path = "../tests/shared/mod.rs"]
mod shared;

use divan::counter::ItemsCount;
use thalweg_screen::{Entity, Index, Lexicon, Query, Settings};

fn main() {
    divan::main();
}

/// Names of the list with one letter wrong, every seventh of them.
fn queries(entities: &[Entity]) -> Vec<Query> {
    let wrong = |name: &str| {
        let at = name.len() / 2;
        name.char_indices().map(|(place, letter)| if place == at { 'e' } else { letter }).collect::<String>()
    };
    entities.iter().step_by(7).map(|entity| Query::named(wrong(entity.name())).of_kind(entity.kind)).collect()
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn index_of_8976_entities(bencher: divan::Bencher<'_, '_>) {
    let Some(entities) = shared::sdn::entities() else { return };
    let lexicon = Lexicon::new();
    bencher.bench(|| Index::new(&entities, &lexicon).names());
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn names_on_one_core(bencher: divan::Bencher<'_, '_>) {
    let Some(entities) = shared::sdn::entities() else { return };
    let lexicon = Lexicon::new();
    let index = Index::new(&entities, &lexicon);
    let queries = queries(&entities);
    let settings = Settings { explain: false, threshold: 0.7, ..Settings::default() };
    let mut searcher = index.searcher();
    bencher.counter(ItemsCount::new(queries.len())).bench_local(|| {
        queries.iter().filter(|query| !searcher.search(query, &settings).unwrap().hits.is_empty()).count()
    });
}
