use super::{Drawing, Room};
use crate::output;
use crate::page::{Footnotes, PageError, table_markup};
use crate::palette::Palette;
use maud::{Markup, html};
use std::fmt::Write as _;
use thalweg_core::Table;

/// The words around a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caption {
    /// What the picture shows, as a finding: `Vietnam and Mexico gain, Canada takes the goods`.
    pub title: String,
    /// The measure, its unit and the period.
    pub subtitle: String,
    /// The source and the certificate.
    pub source: String,
    /// Identifiers of the footnotes that say how its numbers were made.
    pub notes: Vec<String>,
}

/// A picture with its title, its foot, the table of its numbers, and a link that saves them.
///
/// ```
/// use thalweg_brief::chart::{Caption, Figure, Step, Waterfall};
/// use thalweg_brief::number::Kind;
/// let steps = vec![Step::part("Buyers", 70.0), Step::total("Revenue", 70.0)];
/// let caption = Caption { title: "Buyers pay".into(), ..Caption::default() };
/// let figure = Figure::new("who-pays", caption, Waterfall { steps, format: Kind::Amount.into() });
/// assert_eq!(figure.table().name, "who-pays");
/// ```
#[derive(Debug)]
pub struct Figure {
    /// Identifier in the page, and name of the file that its table is saved as: letters, digits and dashes.
    pub id: String,
    /// The words around it.
    pub caption: Caption,
    drawing: Box<dyn Drawing>,
}

impl Figure {
    /// A figure; what is neither a letter nor a digit in `id` becomes a dash.
    pub fn new(id: &str, caption: Caption, drawing: impl Drawing + 'static) -> Self {
        let id = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        Self { id, caption, drawing: Box::new(drawing) }
    }

    /// The numbers of the picture.
    pub fn table(&self) -> Table {
        Table { name: self.id.clone(), title: self.caption.title.clone(), ..self.drawing.table() }
    }

    /// Whether the page must hold the outlines of the world.
    pub fn needs_world(&self) -> bool {
        self.drawing.needs_world()
    }

    /// The whole figure.
    ///
    /// # Errors
    /// When a footnote is not known to the page, or the table's rows do not fit its columns.
    pub fn markup(&self, palette: &Palette, footnotes: &Footnotes<'_>) -> Result<Markup, PageError> {
        let notes = footnotes.references(&self.caption.notes)?;
        let table = self.table();
        let save = save_link(&table)?;
        let description = self.drawing.describe();
        let draw = |room: Room, class: &str| {
            let scene = self.drawing.draw(room, palette);
            scene.svg(class, &self.id, &self.caption.title, &description)
        };
        Ok(html! {
            figure id=(self.id) {
                figcaption {
                    p.title { (self.caption.title) }
                    @if !self.caption.subtitle.is_empty() { p.subtitle { (self.caption.subtitle) } }
                }
                (draw(Room::Narrow, "narrow"))
                (draw(Room::Wide, "wide"))
                p.source { (self.caption.source) (notes) }
                details {
                    summary { "The numbers of this picture" }
                    p.save { (save) }
                    (table_markup(&table, None))
                }
            }
        })
    }
}

/// A link that saves a table as CSV, without any network.
fn save_link(table: &Table) -> Result<Markup, PageError> {
    let mut address = String::from("data:text/csv;charset=utf-8,");
    for byte in output::csv(table)?.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b',' => address.push(byte as char),
            _ => drop(write!(address, "%{byte:02X}")),
        }
    }
    Ok(html! { a href=(address) download={ (table.name) ".csv" } { "Save as CSV" } })
}
