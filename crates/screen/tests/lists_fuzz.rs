//! The fuzz targets on stable Rust: what they ask holds for their seeds, and for seeds that are damaged.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a check that fails says where")]
#![allow(unreachable_pub, missing_docs, reason = "the modules are those of another crate")]

#[path = "../../../fuzz/src/list_bytes.rs"]
mod list_bytes;
#[path = "../../../fuzz/src/list_check.rs"]
mod list_check;
#[path = "../../../fuzz/src/list_ftm.rs"]
mod list_ftm;
#[path = "../../../fuzz/src/list_ofac.rs"]
mod list_ofac;
#[path = "../../../fuzz/src/list_tables.rs"]
mod list_tables;
#[path = "../../../fuzz/src/list_xml.rs"]
mod list_xml;
#[path = "../../../fuzz/src/owners.rs"]
mod owners;
#[path = "../../../fuzz/src/search.rs"]
mod search;

use proptest::prelude::*;

type Target = (fn(&[u8]), &'static [&'static [u8]]);

const TARGETS: [Target; 7] = [
    (list_bytes::check, list_bytes::SEEDS),
    (list_ftm::check, list_ftm::SEEDS),
    (list_ofac::check, list_ofac::SEEDS),
    (list_tables::check, list_tables::SEEDS),
    (list_xml::check, list_xml::SEEDS),
    (owners::check, owners::SEEDS),
    (search::check, search::SEEDS),
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
    let more = prop::collection::vec(any::<u8>(), 0..40);
    (place, bytes, any::<prop::sample::Index>(), more).prop_map(|((target, seed), bytes, length, more)| {
        let mut data = seed.get(TARGETS[target].1).to_vec();
        let whole = data.len();
        bytes.iter().for_each(|(at, byte)| data[at.index(whole)] = *byte);
        data.truncate(length.index(2 * whole));
        data.extend(more);
        (target, data)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_seeds_hold((target, data) in damaged()) {
        TARGETS[target].0(&data);
    }
}
