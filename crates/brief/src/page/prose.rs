use super::{Footnotes, PageError};
use maud::{Markup, html};

/// A few sentences: `**bold**` for the numbers that carry them, `[^name]` for a footnote; all else is text.
///
/// A percent sign never stands alone on a line: the space before it is made thin and unbreakable.
///
/// ```
/// use thalweg_brief::page::Prose;
/// assert!(Prose::from("").is_empty());
/// assert_eq!(Prose::from("falls by **0.29 %**[^model]").plain(), "falls by 0.29\u{202f}%");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose(Vec<Span>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Span {
    Plain(String),
    Bold(String),
    Note(String),
}

impl From<&str> for Prose {
    fn from(text: &str) -> Self {
        let text = text.replace(" %", "\u{202f}%");
        let mut spans = Vec::new();
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (span, after) = next(rest);
            spans.push(span);
            rest = after;
        }
        Self(spans)
    }
}

impl From<String> for Prose {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

/// The span that a text begins with, and what follows it. A mark without its end is text.
fn next(text: &str) -> (Span, &str) {
    if let Some((bold, after)) = text.strip_prefix("**").and_then(|rest| rest.split_once("**"))
        && !bold.is_empty()
    {
        return (Span::Bold(bold.to_owned()), after);
    }
    if let Some((note, after)) = text.strip_prefix("[^").and_then(|rest| rest.split_once(']')) {
        return (Span::Note(note.to_owned()), after);
    }
    let first = text.chars().next().map_or(0, char::len_utf8);
    let ends = ["**", "[^"].iter().filter_map(|mark| text[first..].find(mark));
    let end = ends.min().map_or(text.len(), |end| end + first);
    (Span::Plain(text[..end].to_owned()), &text[end..])
}

impl Prose {
    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words without marks, for a terminal.
    pub fn plain(&self) -> String {
        let words = self.0.iter().map(|span| match span {
            Span::Plain(text) | Span::Bold(text) => text.as_str(),
            Span::Note(_) => "",
        });
        words.collect()
    }

    /// The text as HTML.
    ///
    /// # Errors
    /// When it refers to a footnote that the page does not have.
    pub fn markup(&self, footnotes: &Footnotes<'_>) -> Result<Markup, PageError> {
        let spans = self.0.iter().map(|span| match span {
            Span::Plain(text) => Ok(html! { (text) }),
            Span::Bold(text) => Ok(html! { strong { (text) } }),
            Span::Note(id) => footnotes.reference(id),
        });
        let spans = spans.collect::<Result<Vec<_>, _>>()?;
        Ok(html! { @for span in &spans { (span) } })
    }
}
