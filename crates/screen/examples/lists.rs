//! Reads lists and says what is in them, how fast it went, and how much was held at once:
//! `cargo run --release -p thalweg-screen --example lists -- FILE...`
#![allow(clippy::print_stdout, reason = "an example")]

use std::error::Error;
use std::fs::File;
use std::time::Instant;
use thalweg_screen::{EntityKind, ListReader};

fn main() -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let mut reader = ListReader::new();
    for name in std::env::args().skip(1) {
        reader.file(name.clone(), File::open(&name)?)?;
    }
    let lists = reader.finish();
    let seconds = start.elapsed().as_secs_f64();
    for file in &lists.files {
        let (source, intake) = (&file.source, &file.intake);
        println!("{}: {} ({}), {:?}", source.file, source.list, file.format.words(), source.version);
        println!("  {} accepted, {} refused, {} bytes held", intake.accepted, intake.refused(), file.held);
        for refusal in &intake.refusals {
            println!(
                "  refused {}: {}, first at {:?}",
                refusal.count,
                refusal.reason,
                refusal.samples.first()
            );
        }
        for note in &file.notes {
            println!("  note {}: {} (line {})", note.count, note.words, note.line);
        }
        if let Some((line, words)) = &file.broken {
            println!("  broken at line {line}: {words}");
        }
    }
    let kinds =
        [EntityKind::Person, EntityKind::Company, EntityKind::Ship, EntityKind::Aircraft, EntityKind::Other];
    for kind in kinds {
        println!("{}: {}", kind.word(), lists.count(kind));
    }
    let names: usize = lists.entities.iter().map(|entity| entity.names.len()).sum();
    let identifiers: usize = lists.entities.iter().map(|entity| entity.identifiers.len()).sum();
    println!("{} records, {names} names, {identifiers} identifiers in {seconds:.3} s", lists.entities.len());
    Ok(())
}
