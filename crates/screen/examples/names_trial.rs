//! Compares two names and prints why: `cargo run --release -p thalweg-screen --example names_trial -- person "A" "B"`.
#![allow(clippy::print_stdout, reason = "an example that prints")]

use thalweg_screen::{EntityKind, Lexicon};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let kind = match arguments.first().map(String::as_str) {
        Some("person") => EntityKind::Person,
        Some("company") => EntityKind::Company,
        Some("ship") => EntityKind::Ship,
        _ => EntityKind::Other,
    };
    let lexicon = Lexicon::new();
    for pair in arguments.get(1..).unwrap_or(&[]).chunks(2) {
        let [first, second] = pair else { break };
        let (a, b) = (lexicon.prepare(first, kind), lexicon.prepare(second, kind));
        let comparison = lexicon.compare(&a, &b);
        println!("{:.4}  {first} | {second}", comparison.score);
        println!("  {:?} {:?}", a.parts().collect::<Vec<_>>(), b.parts().collect::<Vec<_>>());
        println!("  {:?}\n  {:?}", a.readings().collect::<Vec<_>>(), b.readings().collect::<Vec<_>>());
        comparison.words().iter().for_each(|sentence| println!("  {sentence}"));
        let features: Vec<String> =
            comparison.features.iter().map(|(name, value)| format!("{name} {value:.2}")).collect();
        println!("  {}", features.join(", "));
    }
}
