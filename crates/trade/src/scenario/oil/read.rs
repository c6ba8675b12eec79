//! Reading the section: two keys are ours, the rest is kept as text for the oil engine.

use super::OilSection;
use crate::scenario::selector::{Selector, Word};
use crate::scenario::values::{Reader, Span, key_span};
use toml_edit::{Item, Table, TableLike};

/// The sector of crude where the section names none.
const CRUDE: &str = "oil-gas";

/// The keys that are ours.
const OWN: [&str; 2] = ["crude", "products"];

impl Reader<'_> {
    /// The section `[oil]`, where there is one.
    pub(in crate::scenario) fn oil(&mut self, root: &dyn TableLike) -> Option<OilSection> {
        let item = root.get("oil")?;
        let Some(table) = item.as_table().filter(|table| !table.is_dotted()) else {
            self.complain(
                "`oil` must be a table of its own",
                key_span(root, "oil"),
                "write [oil] on a line, and [[oil.embargo]], [[oil.cap]] below it; docs/oil.md lists them",
            );
            return None;
        };
        let mut kept = Kept::new(self.text.content());
        kept.span(&table.span());
        self.keep(table, &OWN, &mut kept);
        let place = self.place(header(table));
        let usual = || Selector::from(Word { text: CRUDE.to_owned(), place: Some(place.clone()) });
        let crude = match table.get("crude") {
            Some(item) => self.selector("crude", item)?,
            None => usual(),
        };
        let products = table.get("products").map(|item| self.selector("products", item));
        let products = match products {
            Some(selector) => Some(selector?),
            None => None,
        };
        let file = self.text.file().to_owned();
        Some(OilSection { crude, products, file, text: kept.text(), answer: None, place })
    }

    /// Keeps everything below a table but some of its keys.
    fn keep(&mut self, table: &Table, but: &[&str], kept: &mut Kept<'_>) {
        for (key, item) in table.iter().filter(|(key, _)| !but.contains(key)) {
            match item {
                Item::Table(below) if below.is_dotted() => self.complain(
                    format!("`{key}` must be a table of its own"),
                    key_span(table, key),
                    format!("write [oil.{key}] on a line"),
                ),
                Item::Table(below) => {
                    kept.span(&below.span());
                    self.keep(below, &[], kept);
                }
                Item::ArrayOfTables(blocks) => blocks.iter().for_each(|block| {
                    kept.span(&block.span());
                    self.keep(block, &[], kept);
                }),
                Item::Value(_) | Item::None => {
                    let (start, end) = (key_span(table, key), item.span());
                    kept.span(&start.zip(end).map(|(start, end)| start.start..end.end));
                }
            }
        }
    }
}

/// The header of a table, or of the first block below it.
fn header(table: &Table) -> Span {
    let below = |item: &Item| match item {
        Item::ArrayOfTables(blocks) => blocks.get(0).and_then(Table::span),
        other => other.span(),
    };
    if table.is_implicit() { table.iter().find_map(|(_, item)| below(item)) } else { table.span() }
}

/// A text with everything blank that was not kept: what is left stands where it stood.
struct Kept<'t> {
    text: &'t str,
    keep: Vec<bool>,
}

impl<'t> Kept<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, keep: vec![false; text.len()] }
    }

    fn span(&mut self, span: &Span) {
        if let Some(kept) = span.clone().and_then(|range| self.keep.get_mut(range)) {
            kept.fill(true);
        }
    }

    /// Characters become as many spaces, so that columns stay.
    fn text(&self) -> String {
        let blank = |c: char| if matches!(c, '\n' | '\r') { c } else { ' ' };
        self.text.char_indices().map(|(at, c)| if self.keep[at] { c } else { blank(c) }).collect()
    }
}
