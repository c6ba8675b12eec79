//! Time to compare two prepared names, and to prepare one.

use divan::{Bencher, black_box};
use thalweg_screen::{EntityKind, Lexicon};

fn main() {
    divan::main();
}

/// Pairs as a search meets them: the same, near, half alike, nothing in common.
const PAIRS: &[(&str, &str)] = &[
    ("Vladimir Vladimirovich Putin", "PUTIN, Vladimir"),
    ("Mohammed bin Salman Al Saud", "Muhammad bin Salman bin Abdulaziz"),
    ("Kim Jong Un", "KIM, Jong Sik"),
    ("John Smith", "Usama bin Muhammad bin Awad bin Ladin"),
    ("Captain Pshenitsyn", "Капитан Пшеницын"),
];

#[divan::bench(args = PAIRS)]
fn score(bencher: Bencher<'_, '_>, pair: &(&str, &str)) {
    let lexicon = Lexicon::new();
    let (a, b) = (lexicon.prepare(pair.0, EntityKind::Person), lexicon.prepare(pair.1, EntityKind::Person));
    bencher.bench(|| lexicon.score(black_box(&a), black_box(&b)));
}

const COMPANIES: &[(&str, &str)] = &[
    ("Islamic Republic of Iran Shipping Lines", "کشتیرانی جمهوری اسلامی ایران"),
    ("OOO Romashka", "Общество с ограниченной ответственностью Василёк"),
    (
        "China State Construction Engineering Corporation",
        "China State Construction Equipment Corporation Limited",
    ),
];

#[divan::bench(args = COMPANIES)]
fn score_company(bencher: Bencher<'_, '_>, pair: &(&str, &str)) {
    let lexicon = Lexicon::new();
    let (a, b) = (lexicon.prepare(pair.0, EntityKind::Company), lexicon.prepare(pair.1, EntityKind::Company));
    bencher.bench(|| lexicon.score(black_box(&a), black_box(&b)));
}

#[divan::bench(args = ["Vladimir Vladimirovich Putin", "Общество с ограниченной ответственностью Василёк"])]
fn prepare(bencher: Bencher<'_, '_>, name: &str) {
    let lexicon = Lexicon::new();
    bencher.bench(|| lexicon.prepare(black_box(name), EntityKind::Company));
}
