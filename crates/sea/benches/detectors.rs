//! How right are the detectors? `cargo bench -p thalweg-sea --bench detectors` makes worlds with known truth, runs every detector and
//! the simple rules on them, and prints one table. `docs/detectors.md` has what it printed, and what the difficulties mean.
//!
//! `-- SEEDS` takes so many seeds of each region (2); `-- SEEDS detail` says what was missed and what was wrong.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops where it cannot go on"
)]

use thalweg_sea::Rules;
use thalweg_sea::score::{Evaluation, Row, evaluate};
use thalweg_sea::simulate::{Difficulty, Region, Scenario, simulate};

const REGIONS: [Region; 4] =
    [Region::Mediterranean, Region::NorthernEurope, Region::ArabianSea, Region::EastAsia];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let seeds = words.first().and_then(|word| word.parse().ok()).unwrap_or(2);
    let mut all: Option<Evaluation> = None;
    let mut positions = 0;
    for region in REGIONS {
        for seed in 0..seeds {
            let made = simulate(&Scenario { seed: 1000 + seed, region, ..Scenario::default() }).unwrap();
            positions += made.reports.iter().filter(|report| report.lat.is_some()).count();
            let evaluation = evaluate(&made, &Rules::default()).unwrap();
            match &mut all {
                Some(all) => all.and(&evaluation),
                None => all = Some(evaluation),
            }
        }
    }
    let all = all.unwrap();
    let worlds = REGIONS.len() as u64 * seeds;
    println!("{worlds} worlds of 400 ships and 10 days, {positions} positions\n");
    print(&all);
    if words.iter().any(|word| word == "detail") {
        all.rows.iter().for_each(detail);
    }
}

fn print(all: &Evaluation) {
    println!(
        "| question | rule | precision | recall | F1 | easy | moderate | hard | found | missed | wrong | again |"
    );
    println!("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for row in &all.rows {
        let Row { question, rule, tally, .. } = row;
        let [precision, recall, f1] = [tally.precision(), tally.recall(), tally.f1()].map(number);
        let [easy, moderate, hard] = Difficulty::ALL.map(|difficulty| {
            row.by_difficulty.get(&difficulty).map_or("-".to_owned(), |(found, all)| format!("{found}/{all}"))
        });
        let counts = format!("{} | {} | {} | {}", tally.found, tally.missed, tally.wrong, tally.repeated);
        println!(
            "| {question} | {rule} | {precision} | {recall} | {f1} | {easy} | {moderate} | {hard} | {counts} |"
        );
    }
    println!("\n| shared numbers | rule | purity | positions | tracks | ships |");
    println!("| --- | --- | ---: | ---: | ---: | ---: |");
    for (difficulty, (ours, simple)) in &all.purity {
        for (rule, purity) in [("segments", ours), ("by time alone", simple)] {
            let share = purity.share().map_or("-".to_owned(), |share| format!("{share:.4}"));
            let counts = format!("{} | {} | {}", purity.positions, purity.tracks, purity.ships);
            println!("| {} | {rule} | {share} | {counts} |", difficulty.word());
        }
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or("-".to_owned(), |value| format!("{value:.3}"))
}

fn detail(row: &Row) {
    println!("\n{}, {}", row.question, row.rule);
    for (how, (found, all)) in &row.by_how {
        println!("  {how}: {found} of {all}");
    }
    for (what, count) in &row.wrong_about {
        println!("  wrong about {what}: {count}");
    }
}
