//! Reads `kind<TAB>name<TAB>name` lines and writes the score and the features of each pair, as CSV.
#![allow(clippy::print_stdout, reason = "an example that prints")]

use std::io::BufRead;
use thalweg_screen::{EntityKind, Lexicon};

fn main() {
    let lexicon = Lexicon::new();
    let mut head = false;
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let mut fields = line.split('\t');
        let (Some(kind), Some(first), Some(second)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let kind = match kind {
            "Person" => EntityKind::Person,
            "Company" | "Organization" => EntityKind::Company,
            "Vessel" => EntityKind::Ship,
            _ => EntityKind::Other,
        };
        let comparison = lexicon.compare(&lexicon.prepare(first, kind), &lexicon.prepare(second, kind));
        if !head {
            let names: Vec<&str> = comparison.features.iter().map(|(name, _)| *name).collect();
            println!("score,{}", names.join(","));
            head = true;
        }
        let values: Vec<String> = comparison.features.iter().map(|(_, value)| value.to_string()).collect();
        println!("{},{}", comparison.score, values.join(","));
    }
}
