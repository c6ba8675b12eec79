use super::{PageError, Prose};
use maud::{Markup, html};

/// How a number was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Footnote {
    /// Name by which text and figures refer to it.
    pub id: String,
    /// What it says.
    pub text: Prose,
}

/// The footnotes of a page, numbered in their order.
#[derive(Debug, Clone, Copy)]
pub struct Footnotes<'a>(&'a [Footnote]);

impl<'a> Footnotes<'a> {
    /// Footnotes in the order in which they stand at the end of the page.
    pub fn new(notes: &'a [Footnote]) -> Self {
        Self(notes)
    }

    /// The mark that leads to a footnote.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn reference(&self, id: &str) -> Result<Markup, PageError> {
        let place = self.0.iter().position(|note| note.id == id);
        let number = place.ok_or_else(|| PageError::NoSuchFootnote(id.to_owned()))? + 1;
        Ok(html! { sup { a href={ "#note-" (number) } aria-label={ "Note " (number) } { (number) } } })
    }

    /// The marks of several footnotes.
    ///
    /// # Errors
    /// When there is none of one of the names.
    pub fn references(&self, ids: &[String]) -> Result<Markup, PageError> {
        let marks = ids.iter().map(|id| self.reference(id)).collect::<Result<Vec<_>, _>>()?;
        Ok(html! { @for mark in &marks { (mark) } })
    }

    /// The notes themselves.
    pub(super) fn list(&self) -> Result<Markup, PageError> {
        let texts = self.0.iter().map(|note| note.text.markup(self)).collect::<Result<Vec<_>, _>>()?;
        Ok(html! {
            @if !texts.is_empty() {
                section #notes aria-labelledby="notes-h" {
                    h2 id="notes-h" { "Notes" }
                    ol { @for (place, text) in texts.iter().enumerate() {
                        li id={ "note-" (place + 1) } { (text) }
                    } }
                }
            }
        })
    }
}
