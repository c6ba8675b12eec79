//! The deal: what two sides would sign, what it costs whom, and for how long it would hold, from a game that was played.

mod answer;
mod beyond;
mod concessions;
mod frontier;
mod method;
mod patience;
mod signed;
mod stand;
mod talk;
mod thirds;

use super::facts::Facts;
use crate::page::{Block, Footnote, Prose, Section};
use talk::Talk;

/// The section, where a game was played.
pub(super) fn section(facts: &Facts<'_>) -> Option<Section> {
    let talk = Talk::of(facts)?;
    let mut body = Vec::new();
    body.extend(stand::sentences(&talk).into_iter().map(Block::Paragraph));
    body.extend(signed::blocks(&talk));
    body.extend(concessions::blocks(&talk));
    body.extend(thirds::blocks(&talk));
    body.extend(patience::blocks(&talk));
    body.extend(beyond::blocks(&talk));
    body.extend(method::caveats(&talk));
    Some(Section { id: "deal".into(), heading: "The deal".into(), lead: stand::lead(&talk), body })
}

/// What the answer at the top of the page says of it.
pub(super) fn answer(facts: &Facts<'_>) -> Vec<Prose> {
    Talk::of(facts).map_or_else(Vec::new, |talk| answer::sentences(&talk))
}

/// How its numbers were made.
pub(super) fn footnotes(facts: &Facts<'_>) -> Vec<Footnote> {
    Talk::of(facts).map_or_else(Vec::new, |talk| method::footnotes(&talk))
}
