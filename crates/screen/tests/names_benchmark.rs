//! The labelled pairs: how well scores part them, judged on pairs whose names the model has not seen.
#![allow(clippy::unwrap_used, reason = "a test that fails says so")]
#![allow(clippy::print_stdout, reason = "the figures of the documentation come from here")]

mod names_data;

use names_data::{Figures, cases, cross_validate, figures, groups, is_contradicting, made, shared_data};
use thalweg_screen::{BASE_RATE, Lexicon, reliability};

/// Ten folds by groups of names, three times with other folds; the worst of the three counts.
#[test]
fn labelled_pairs_in_ten_folds() {
    let (Some(names), Some(lists)) = (shared_data("names"), shared_data("lists")) else { return };
    let lexicon = Lexicon::new();
    let cases = cases(&names);
    let made = made::samples(&lexicon, &lists);
    let matches = cases.iter().filter(|case| case.same).count();
    assert_eq!((cases.len(), matches), (407, 222));
    assert!((matches as f64 / cases.len() as f64 - BASE_RATE).abs() < 1e-12);
    let mut held_out = Vec::new();
    let mut all_figures: Vec<(Figures, Figures)> = Vec::new();
    for seed in 0..3 {
        let judged = cross_validate(&lexicon, &cases, &made, seed);
        let scores: Vec<(f64, bool)> =
            judged.scores.iter().copied().zip(cases.iter().map(|case| case.same)).collect();
        let without: Vec<(f64, bool)> = scores
            .iter()
            .zip(&cases)
            .filter(|(_, case)| !is_contradicting(case))
            .map(|(score, _)| *score)
            .collect();
        let found = (figures(&scores), figures(&without));
        println!("folds {seed}: all {:.3?}\n  without the contradicting {:.3?}", found.0, found.1);
        all_figures.push(found);
        held_out.extend(scores);
    }
    let mean = |number: fn(&(Figures, Figures)) -> f64| all_figures.iter().map(number).sum::<f64>() / 3.0;
    let (f1, recall_5, recall_10) =
        (mean(|f| f.0.best_f1), mean(|f| f.0.recall_at_5), mean(|f| f.0.recall_at_10));
    println!(
        "mean: best F1 {f1:.3} (at 0.5 {:.3}), recall {recall_5:.3} at 5 %, {recall_10:.3} at 10 %",
        mean(|f| f.0.f1_at_half)
    );
    println!(
        "without the contradicting: best F1 {:.3} (at 0.5 {:.3})",
        mean(|f| f.1.best_f1),
        mean(|f| f.1.f1_at_half)
    );
    // the best open matcher has F1 .816, .671 and .707
    assert!(f1 >= 0.92, "{f1}");
    assert!(recall_5 >= 0.75, "{recall_5}");
    assert!(recall_10 >= 0.90, "{recall_10}");
    let bins = reliability(&held_out, 5);
    bins.iter().for_each(|bin| {
        println!(
            "{:.1} to {:.1}: {} pairs, mean score {:.2}, {:.2} match",
            bin.from, bin.to, bin.pairs, bin.mean_score, bin.share
        )
    });
    let error: f64 =
        bins.iter().map(|bin| bin.pairs as f64 * (bin.mean_score - bin.share).abs()).sum::<f64>()
            / held_out.len() as f64;
    println!("expected error of calibration {error:.3}");
    assert!(error < 0.06, "{error}");
}

#[test]
fn cases_that_share_a_name_are_in_one_group() {
    let Some(names) = shared_data("names") else { return };
    let cases = cases(&names);
    let groups = groups(&cases);
    for (a, first) in cases.iter().enumerate() {
        for (b, second) in cases.iter().enumerate().skip(a) {
            let shared = first.first.to_lowercase() == second.second.to_lowercase()
                || first.second.to_lowercase() == second.second.to_lowercase();
            assert!(!shared || groups[a] == groups[b], "{} {}", first.second, second.second);
        }
    }
}
