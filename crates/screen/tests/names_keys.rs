//! What is lost by comparing only names that share a key.
#![allow(clippy::unwrap_used, reason = "a test that fails says so")]
#![allow(clippy::print_stdout, reason = "the figures of the documentation come from here")]

mod names_data;

use names_data::{cases, made, shared_data};
use std::collections::BTreeSet;
use thalweg_screen::{Key, Lexicon};

/// Of the labelled and the made pairs that score 0.5 or more, all but one in a hundred share a key.
///
/// These pairs are the hard ones: names with a slip in them. Among pairs of a real list the loss is smaller.
#[test]
fn pairs_that_score_share_a_key() {
    let (Some(names), Some(lists)) = (shared_data("names"), shared_data("lists")) else { return };
    let lexicon = Lexicon::new();
    let mut all = cases(&names);
    all.extend(made::cases(&lists));
    let (mut scored, mut lost) = (0, Vec::new());
    for case in &all {
        let (a, b) = (lexicon.prepare(&case.first, case.kind), lexicon.prepare(&case.second, case.kind));
        let score = lexicon.score(&a, &b);
        if score < 0.5 {
            continue;
        }
        scored += 1;
        let keys: BTreeSet<Key> = a.keys().collect();
        if !b.keys().any(|key| keys.contains(&key)) {
            lost.push(format!("{score:.2} {} | {}", case.first, case.second));
        }
    }
    println!("{scored} pairs, lost: {lost:#?}");
    assert!(scored > 1000);
    assert!(lost.len() * 100 <= scored, "{} of {scored}", lost.len());
}
