//! How the page was made, and what it cannot say.

use super::answer;
use crate::page::{Block, Footnote, Prose, Section};
use thalweg_sea::dossier::Dossier;

pub(super) fn section(dossier: &Dossier) -> Section {
    let files = dossier.files.iter().map(|file| Block::Paragraph(file.as_str().into())).collect();
    let term = |term: &str, text: &str| (term.to_owned(), Prose::from(text));
    Section {
        id: "made".into(),
        heading: "How it was made, and what it cannot say".into(),
        lead: "Everything here follows from radio messages that ships sent, by rules that you can read and change.".into(),
        body: vec![
            Block::Definitions(vec![
                term("Confidence", "how sure a detector is of its claim, from 0 to 100 %; what it is made of stands with each claim. It is not a probability of wrongdoing."),
                term("Records", "file and line of the input that a claim rests on: the first and the last of each stretch."),
                term("Probability of cargo", "what draughts and calls say together; draughts are typed in by hand, late and sometimes never."),
                term("Unknown", "the part of a cargo for which the record shows no loading. The record may begin too late, or not cover the place."),
            ]),
            Block::Caveat(
                "What the page cannot say:".into(),
                "what was in the tanks, whose it was, or whether anything was unlawful. Ships fall silent, wait, meet, and change names for many reasons.".into(),
            ),
            Block::Folded("Files that were read".into(), files),
        ],
    }
}

pub(super) fn footnotes(dossier: &Dossier) -> Vec<Footnote> {
    let note = |id: &str, text: String| Footnote { id: id.into(), text: text.into() };
    vec![
        note("cargo", "Loads between calls by a hidden Markov chain over stated draughts and kinds of ports; origins by following a tonne backwards through loadings and handovers. Where cargoes were mixed, the probability is the share by volume.".into()),
        note("claims", format!("{} claims of all kinds; each with rule, limits, records and other explanations in the table of claims.", dossier.events.len())),
        note("points", "Points are weight times certainty, summed. They order what to read first; they are no probability and no score of guilt.".into()),
        note("track", "Positions as the ship sent them; where none was heard for two hours or more the line is dashed.".into()),
        note("draught", "Draught as stated; speed as sent, the highest in each stretch of time.".into()),
    ]
}

pub(super) fn colophon(dossier: &Dossier, command: &str) -> Prose {
    format!(
        "Made by thalweg with \u{201c}{command}\u{201d}, from {} positions {}.",
        dossier.positions,
        answer::period(dossier)
    )
    .into()
}
