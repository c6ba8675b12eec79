//! The verbs, one file each: arguments, and the call of an engine.

pub(crate) mod baseline;
pub(crate) mod brief;
pub(crate) mod completions;
mod compose;
pub(crate) mod dossier;
pub(crate) mod evidence;
pub(crate) mod man;
pub(crate) mod mirror;
pub(crate) mod oil;
pub(crate) mod scenario;
pub(crate) mod screen;
pub(crate) mod sea;
pub(crate) mod simulate;
mod study;
pub(crate) mod talks;

use study::Simulated;
use thalweg_core::Problem;

/// What is allowed in the scenarios but may not be meant, each once.
fn notes(simulated: &[Simulated]) -> Vec<Problem> {
    let mut notes: Vec<Problem> = Vec::new();
    for note in simulated.iter().flat_map(|one| &one.outcome.notes) {
        if !notes.contains(note) {
            notes.push(note.clone());
        }
    }
    notes
}
