//! What holds for every pair of texts.
#![allow(clippy::unwrap_used, reason = "a test that fails says so")]

use proptest::prelude::*;
use std::sync::LazyLock;
use thalweg_screen::{EntityKind, Lexicon, at_base_rate};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

const KINDS: [EntityKind; 5] =
    [EntityKind::Person, EntityKind::Company, EntityKind::Ship, EntityKind::Aircraft, EntityKind::Other];

fn score(a: &str, b: &str, kind: EntityKind) -> f64 {
    LEXICON.score(&LEXICON.prepare(a, kind), &LEXICON.prepare(b, kind))
}

/// Any text, and texts made of what names are made of.
fn text() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "bin",
        "al",
        "Ltd",
        "OOO",
        "ООО",
        "Путин",
        "Mohammed",
        "III",
        "5",
        "2004-1",
        "J.",
        "A/S",
        "&",
        "中国",
        "公司",
        "김",
        "شرکت",
        "the",
        ",",
        "(",
        "Kim",
        "Jong-un",
        "NS",
        "株式会社",
        "アカネ",
        "Bank",
        "of",
        "China",
        "SiemensAG",
        "\u{202E}",
        "x1y",
        "'",
        "von",
        "der",
        "abdul",
    ]);
    prop_oneof![any::<String>(), prop::collection::vec(words, 0..8).prop_map(|words| words.join(" "))]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn scores_are_probabilities_and_the_same_both_ways(a in text(), b in text(), kind in prop::sample::select(KINDS.to_vec())) {
        let (one, other) = (score(&a, &b, kind), score(&b, &a, kind));
        prop_assert!((0.0..=1.0).contains(&one));
        prop_assert_eq!(one.to_bits(), other.to_bits());
        let (x, y) = (LEXICON.prepare(&a, kind), LEXICON.prepare(&b, kind));
        let comparison = LEXICON.compare(&x, &y);
        prop_assert_eq!(comparison.score.to_bits(), one.to_bits());
        prop_assert!(!comparison.words().iter().any(String::is_empty));
    }

    #[test]
    fn a_name_is_itself(a in text(), kind in prop::sample::select(KINDS.to_vec())) {
        let name = LEXICON.prepare(&a, kind);
        prop_assert_eq!(LEXICON.score(&name, &name), if name.flags().empty { 0.0 } else { 1.0 });
        let capitals = LEXICON.prepare(&a, kind);
        prop_assert_eq!(name.keys().collect::<Vec<_>>(), capitals.keys().collect::<Vec<_>>());
    }

    #[test]
    fn the_base_rate_moves_scores_and_keeps_their_order(a in 0.001..0.999_f64, b in 0.001..0.999_f64, rate in 0.0001..0.9_f64) {
        prop_assert_eq!(a < b, at_base_rate(a, rate) < at_base_rate(b, rate));
    }
}

#[test]
fn a_megabyte_is_cut_with_a_flag() {
    for text in [
        "a".repeat(1 << 20),
        "ab ".repeat(1 << 19),
        "中".repeat(1 << 18),
        "\u{200B}".repeat(1 << 19),
        "a\u{301}".repeat(1 << 18),
    ] {
        let name = LEXICON.prepare(&text, EntityKind::Company);
        assert!(name.flags().cut, "{:?}", text.chars().next());
        assert!((0.0..=1.0).contains(&LEXICON.score(&name, &name)));
    }
}

#[test]
fn nothing_is_like_nothing() {
    let kind = EntityKind::Person;
    for text in ["", "   ", "---", "\u{200B}\u{202E}", "!?"] {
        let name = LEXICON.prepare(text, kind);
        assert!(name.flags().empty);
        assert!(score(text, "Vladimir Putin", kind).abs() < f64::EPSILON);
    }
}

/// No two of the ways to misspell a name score the same.
#[test]
fn no_ties_among_near_names() {
    let near = [
        "Alexander Lukashenka",
        "Aleksandr Lukashenko",
        "Alexander Lukashenk",
        "Alexandr Lukashenko",
        "Alexander Lukoshenki",
        "Lukashenko",
        "A. Lukashenko",
    ];
    let mut scores: Vec<f64> =
        near.iter().map(|other| score("Alexander Lukashenko", other, EntityKind::Person)).collect();
    scores.sort_by(f64::total_cmp);
    assert!(scores.windows(2).all(|pair| pair[0] < pair[1]), "{scores:?}");
    assert!(scores.iter().all(|score| *score < 1.0));
}

/// A lexicon is plain data: it can be shared by threads, and gives the same score in each.
#[test]
fn threads_share_a_lexicon() {
    let lexicon = Lexicon::new();
    let (a, b) = (
        lexicon.prepare("Usama bin Ladin", EntityKind::Person),
        lexicon.prepare("Osama bin Laden", EntityKind::Person),
    );
    let here = lexicon.score(&a, &b);
    let there = std::thread::scope(|scope| scope.spawn(|| lexicon.score(&a, &b)).join().unwrap());
    assert_eq!(here.to_bits(), there.to_bits());
}
