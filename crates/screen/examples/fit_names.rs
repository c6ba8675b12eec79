//! Fits the model that names are compared with, and prints the table that is embedded as `data/screen/name_model.csv`:
//! `cargo run --release -p thalweg-screen --example fit_names > data/screen/name_model.csv`. Figures go to standard error.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example that prints")]

#[path = "../tests/names_data/mod.rs"]
mod names_data;

use names_data::{cases, cross_validate, figures, is_contradicting, labelled, made, shared_data};
use thalweg_screen::{Lexicon, NameModel, reliability};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let names = shared_data("names").ok_or("no labelled pairs")?;
    let lists = shared_data("lists").ok_or("no lists")?;
    let lexicon = Lexicon::new();
    let cases = cases(&names);
    let made = made::samples(&lexicon, &lists);
    let mut logits = Vec::new();
    let mut held_out = [const { Vec::new() }; 3];
    for seed in 0..3 {
        let judged = cross_validate(&lexicon, &cases, &made, seed);
        let all: Vec<(f64, bool)> =
            judged.scores.iter().zip(&cases).map(|(score, case)| (*score, case.same)).collect();
        let without: Vec<(f64, bool)> = judged
            .scores
            .iter()
            .zip(&cases)
            .filter(|(_, case)| !is_contradicting(case))
            .map(|(score, case)| (*score, case.same))
            .collect();
        eprintln!(
            "seed {seed}: all {:.3?}\n        without the contradicting {:.3?}",
            figures(&all),
            figures(&without)
        );
        if seed == 0 && std::env::args().nth(1).as_deref() == Some("errors") {
            let mut ranked: Vec<(f64, &names_data::Case)> =
                judged.scores.iter().copied().zip(&cases).collect();
            ranked.sort_by(|a, b| {
                (a.0 - f64::from(u8::from(a.1.same)))
                    .abs()
                    .total_cmp(&(b.0 - f64::from(u8::from(b.1.same))).abs())
                    .reverse()
            });
            ranked.iter().take(50).for_each(|(score, case)| {
                eprintln!("{score:.2} {} {} | {}", case.same, case.first, case.second)
            });
        }
        all.clone_into(&mut held_out[seed as usize]);
        logits.extend(judged.logits);
    }
    for bin in reliability(&held_out.concat(), 10) {
        eprintln!(
            "{:.1} to {:.1}: {} pairs, mean score {:.2}, {:.2} match",
            bin.from, bin.to, bin.pairs, bin.mean_score, bin.share
        );
    }
    let mut samples = labelled(&lexicon, &cases);
    samples.extend(made.iter().cloned());
    eprintln!("{} labelled pairs, {} made ones", cases.len(), made.len());
    let model = NameModel::fit(&samples).calibrated(&logits);
    println!("# fitted to cases_dev.csv (407 pairs) and {} made pairs; monotone boosted trees", made.len());
    print!("{}", model.to_table());
    Ok(())
}
