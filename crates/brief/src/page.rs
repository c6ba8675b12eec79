//! The page: one file, no network, no scripts.

mod footnotes;
mod grid;
mod prose;

pub use footnotes::{Footnote, Footnotes};
pub use grid::table_markup;
pub use prose::Prose;

use crate::chart::{Figure, WorldMap, patterns};
use crate::output::OutputError;
use crate::palette::Palette;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::collections::BTreeSet;
use thalweg_core::{Table, Unit};

/// A page: a question, the answer, one picture that shows it, then the details in the order in which a reader doubts.
///
/// ```
/// use thalweg_brief::page::{Block, Footnote, Page, Section};
/// let page = Page {
///     title: "Truce".into(),
///     question: "What does the truce cost?".into(),
///     answer: vec!["Real income falls by **0.29 %** in the United States.[^model]".into()],
///     sections: vec![Section {
///         id: "made".into(),
///         heading: "How it was made".into(),
///         lead: "The model is exact.".into(),
///         body: vec![Block::Paragraph("Nothing is linearised.".into())],
///     }],
///     footnotes: vec![Footnote { id: "model".into(), text: "Caliendo and Parro (2015).".into() }],
///     ..Page::default()
/// };
/// let html = page.render()?;
/// assert!(html.starts_with("<!DOCTYPE html>") && html.contains("<strong>0.29\u{202f}%</strong>"));
/// # Ok::<(), thalweg_brief::page::PageError>(())
/// ```
#[derive(Debug, Default)]
pub struct Page {
    /// Title of the document, in the browser's tab and above the question.
    pub title: String,
    /// The question, as the heading of the page.
    pub question: String,
    /// The answer, about three sentences, each with the numbers that carry it in bold.
    pub answer: Vec<Prose>,
    /// The one picture that shows the answer.
    pub lead: Option<Figure>,
    /// What else the page answers, below that picture, each with the numbers that carry it in bold.
    pub further: Vec<Prose>,
    /// The details.
    pub sections: Vec<Section>,
    /// How each number was made; text and figures refer to them by identifier.
    pub footnotes: Vec<Footnote>,
    /// The last line: what made the page, from what.
    pub colophon: Prose,
    /// Which country has which colour.
    pub palette: Palette,
}

/// A part of a page.
#[derive(Debug, Default)]
pub struct Section {
    /// Identifier in the page, for links: letters, digits and dashes.
    pub id: String,
    /// Heading.
    pub heading: String,
    /// What the section says, in a sentence or two.
    pub lead: Prose,
    /// The rest.
    pub body: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug)]
pub enum Block {
    /// Text.
    Paragraph(Prose),
    /// A heading inside the section.
    Heading(String),
    /// A picture over the full width.
    Figure(Figure),
    /// Pictures side by side where there is room.
    Multiples(Vec<Figure>),
    /// A table; amounts are written in billions where the unit is known.
    Table(Table, Option<Unit>),
    /// Terms and what they mean.
    Definitions(Vec<(String, Prose)>),
    /// What the reader must bear in mind: a caveat with a heading.
    Caveat(String, Prose),
    /// Further blocks under a line that opens them.
    Folded(String, Vec<Block>),
}

/// Why a page cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PageError {
    /// There is nothing to show.
    #[error("a brief needs at least one scenario")]
    Empty,
    /// The ship has no position.
    #[error("a page on a ship needs at least one position of it")]
    NoTrack,
    /// Text or a figure refers to a footnote that the page does not have.
    #[error("footnote `{0}` is referred to, but the page has none of that name")]
    NoSuchFootnote(String),
    /// Two parts of the page have the same identifier.
    #[error("two parts of the page are called `{0}`")]
    SameId(String),
    /// A table could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

const STYLE: &str = include_str!("page/page.css");

impl Page {
    /// The page as one HTML file; the same page gives the same bytes.
    ///
    /// # Errors
    /// When a footnote is missing, two parts have one identifier, or a table's rows do not fit its columns.
    pub fn render(&self) -> Result<String, PageError> {
        self.check_ids()?;
        let footnotes = Footnotes::new(&self.footnotes);
        let header = self.header(&footnotes)?;
        let sections =
            self.sections.iter().map(|s| self.section(s, &footnotes)).collect::<Result<Vec<_>, _>>()?;
        let notes = footnotes.list()?;
        let colophon = self.colophon.markup(&footnotes)?;
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="generator" content="thalweg";
                    title { (self.title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    a.skip href="#answer" { "Skip to the answer" }
                    (self.shared_shapes())
                    (header)
                    main { @for section in &sections { (section) } (notes) }
                    footer { p { (colophon) } }
                }
            }
        };
        Ok(page.into_string())
    }

    fn figures(&self) -> impl Iterator<Item = &Figure> {
        let blocks = self.sections.iter().flat_map(|section| &section.body);
        self.lead.iter().chain(blocks.flat_map(|block| match block {
            Block::Figure(figure) => std::slice::from_ref(figure),
            Block::Multiples(figures) => figures.as_slice(),
            _ => &[],
        }))
    }

    fn check_ids(&self) -> Result<(), PageError> {
        let mut seen = BTreeSet::from(["answer", "notes"]);
        let ids =
            self.sections.iter().map(|section| &section.id).chain(self.figures().map(|figure| &figure.id));
        ids.into_iter()
            .try_for_each(|id| if seen.insert(id) { Ok(()) } else { Err(PageError::SameId(id.clone())) })
    }

    /// What pictures refer to: hatching, and the outlines of the world where there is a map.
    fn shared_shapes(&self) -> Markup {
        let world = self.figures().any(Figure::needs_world);
        html! {
            svg.shared width="0" height="0" aria-hidden="true" focusable="false" {
                defs { (patterns()) @if world { (WorldMap::world()) } }
            }
        }
    }

    fn header(&self, footnotes: &Footnotes<'_>) -> Result<Markup, PageError> {
        let answer = self.answer.iter().map(|s| s.markup(footnotes)).collect::<Result<Vec<_>, _>>()?;
        let lead = self.lead.as_ref().map(|f| f.markup(&self.palette, footnotes)).transpose()?;
        let further = self.further.iter().map(|s| s.markup(footnotes)).collect::<Result<Vec<_>, _>>()?;
        Ok(html! {
            header {
                p.kicker { (self.title) }
                h1 { (self.question) }
                div #answer tabindex="-1" { @for sentence in &answer { p.answer { (sentence) } } }
                @if let Some(lead) = lead { (lead) }
                @for sentence in &further { p.answer { (sentence) } }
                @if self.sections.len() > 1 { (self.contents()) }
            }
        })
    }

    fn contents(&self) -> Markup {
        html! {
            nav aria-label="Contents" {
                ol { @for section in &self.sections { li { a href={ "#" (section.id) } { (section.heading) } } } }
            }
        }
    }

    fn section(&self, section: &Section, footnotes: &Footnotes<'_>) -> Result<Markup, PageError> {
        let lead = section.lead.markup(footnotes)?;
        let blocks = section.body.iter().map(|b| self.block(b, footnotes)).collect::<Result<Vec<_>, _>>()?;
        let heading = format!("{}-h", section.id);
        Ok(html! {
            section id=(section.id) aria-labelledby=(heading) {
                h2 id=(heading) { (section.heading) }
                @if !section.lead.is_empty() { p.lead { (lead) } }
                @for block in &blocks { (block) }
            }
        })
    }

    fn block(&self, block: &Block, footnotes: &Footnotes<'_>) -> Result<Markup, PageError> {
        Ok(match block {
            Block::Paragraph(text) => html! { p { (text.markup(footnotes)?) } },
            Block::Heading(heading) => html! { h3 { (heading) } },
            Block::Figure(figure) => figure.markup(&self.palette, footnotes)?,
            Block::Multiples(figures) => {
                let figures = figures.iter().map(|figure| figure.markup(&self.palette, footnotes));
                let figures = figures.collect::<Result<Vec<_>, _>>()?;
                html! { div.multiples { @for figure in &figures { (figure) } } }
            }
            Block::Table(table, unit) => html! {
                div.table { p.title { (table.title) } (table_markup(table, unit.as_ref())) }
            },
            Block::Definitions(terms) => {
                let terms = terms.iter().map(|(term, text)| Ok((term, text.markup(footnotes)?)));
                let terms = terms.collect::<Result<Vec<_>, PageError>>()?;
                html! { dl { @for (term, text) in &terms { dt { (term) } dd { (text) } } } }
            }
            Block::Caveat(heading, text) => html! {
                aside.caveat { p { strong { (heading) } " " (text.markup(footnotes)?) } }
            },
            Block::Folded(heading, blocks) => {
                let blocks = blocks.iter().map(|block| self.block(block, footnotes));
                let blocks = blocks.collect::<Result<Vec<_>, _>>()?;
                html! { details.folded { summary { (heading) } @for block in &blocks { (block) } } }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value of a variable in the first (light) or second (dark) block that sets it.
    fn colour(name: &str, block: usize) -> [f64; 3] {
        let value = STYLE.split(&format!("{name}: #")).nth(block + 1).unwrap();
        [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&value[at..at + 2], 16).unwrap()) / 255.0)
    }

    /// Contrast as the Web Content Accessibility Guidelines 2.1 define it.
    fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
        let linear = |c: f64| if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
        let light = |c: [f64; 3]| 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
        let (a, b) = (light(a) + 0.05, light(b) + 0.05);
        if a > b { a / b } else { b / a }
    }

    #[test]
    fn text_and_marks_stand_out_in_light_and_dark() {
        for block in [0, 1] {
            for (names, least) in
                [(vec!["--ink", "--soft", "--link"], 4.5), (vec!["--s1", "--s2", "--s3"], 3.0)]
            {
                for name in names {
                    for paper in ["--paper", "--wash"] {
                        let found = contrast(colour(name, block), colour(paper, block));
                        assert!(found >= least, "{name} on {paper}, block {block}: {found:.2}");
                    }
                }
            }
        }
    }

    #[test]
    fn marks_without_ends_are_text() {
        let note = [Footnote::default()];
        let html = |text: &str| Prose::from(text).markup(&Footnotes::new(&note)).map(PreEscaped::into_string);
        assert_eq!(html("a ** b").unwrap(), "a ** b");
        assert_eq!(html("a [^b").unwrap(), "a [^b");
        assert_eq!(html("****").unwrap(), "****");
        assert!(html("x[^b]").is_err());
    }
}
