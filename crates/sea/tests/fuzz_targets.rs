//! The fuzz targets on stable Rust: what they ask holds for their seeds, for seeds that are damaged, and for what they once found.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a check that fails says where")]
#![allow(unreachable_pub, missing_docs, reason = "the modules are those of another crate")]

#[path = "../../../fuzz/src/application.rs"]
mod application;
#[path = "../../../fuzz/src/csv.rs"]
mod csv;
#[path = "../../../fuzz/src/lines.rs"]
mod lines;
#[path = "../../../fuzz/src/mapping.rs"]
mod mapping;
#[path = "../../../fuzz/src/message.rs"]
mod message;
#[path = "../../../fuzz/src/parquet.rs"]
mod parquet;
#[path = "../../../fuzz/src/tags.rs"]
mod tags;

use proptest::prelude::*;

type Target = (fn(&[u8]), &'static [&'static [u8]]);

const TARGETS: [Target; 7] = [
    (application::check, application::SEEDS),
    (csv::check, csv::SEEDS),
    (lines::check, lines::SEEDS),
    (mapping::check, mapping::SEEDS),
    (message::check, message::SEEDS),
    (parquet::check, parquet::SEEDS),
    (tags::check, tags::SEEDS),
];

#[test]
fn the_seeds_hold() {
    for (check, seeds) in TARGETS {
        seeds.iter().for_each(|seed| check(seed));
        check(b"");
    }
}

/// A seed, some of whose bytes are others, cut or prolonged.
fn damaged() -> impl Strategy<Value = (usize, Vec<u8>)> {
    let place = (0..TARGETS.len(), any::<prop::sample::Index>());
    let bytes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6);
    (place, bytes, any::<prop::sample::Index>(), prop::collection::vec(any::<u8>(), 0..40)).prop_map(
        |((target, seed), bytes, length, more)| {
            let mut data = seed.get(TARGETS[target].1).to_vec();
            let whole = data.len();
            bytes.iter().for_each(|(at, byte)| data[at.index(whole)] = *byte);
            data.truncate(length.index(2 * whole));
            data.extend(more);
            (target, data)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_seeds_hold((target, data) in damaged()) {
        (TARGETS[target].0)(&data);
    }
}
