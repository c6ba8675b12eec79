//! The page on one ship from all that is known: lists, tables of owners, and what it did at sea.

mod answer;
mod behind;
mod life;
mod listed;

use crate::ShipPage;
use crate::chart::{Caption, Drawing, Figure, Room};
use crate::page::{Block, Footnote, Page, PageError, Prose, Section};
use crate::palette::Palette;
use thalweg_core::Table;
use thalweg_screen::ShipFile;

/// What a page on a ship is made from; everything in it has been computed.
#[derive(Debug, Clone)]
pub struct DossierPage<'a> {
    /// Who lists it, what it was called, who was behind it.
    pub file: &'a ShipFile,
    /// What it did at sea, where messages of it are at hand.
    pub sea: Option<ShipPage<'a>>,
    /// The command that makes this page again.
    pub command: String,
}

impl DossierPage<'_> {
    /// The page.
    ///
    /// # Errors
    /// When a table's rows do not fit its columns.
    pub fn page(&self) -> Result<String, PageError> {
        let file = self.file;
        let mut sections = vec![listed::section(file), behind::section(file), self.identity()];
        sections.extend(self.insurance());
        sections.extend(behind::near(file));
        if let Some(sea) = &self.sea {
            sections.push(self.way(sea));
            sections.extend(sea.sections().into_iter().map(section_of_sea));
        }
        sections.push(answer::method(file, self.sea.is_some()));
        let mut footnotes = answer::footnotes(file);
        footnotes.extend(self.sea.iter().flat_map(ShipPage::footnotes));
        let page = Page {
            title: format!("thalweg dossier: {} (IMO {})", file.name, file.imo),
            question: format!("Who is {}, who is behind it, and what did it do?", file.name),
            answer: answer::sentences(file, self.sea.as_ref().map(ShipPage::claims)),
            lead: Some(self.lead()),
            further: Vec::new(),
            sections,
            footnotes,
            colophon: answer::colophon(file, &self.command),
            palette: Palette::default(),
        };
        page.render()
    }

    /// Texts of its pictures that overlap or are cut, in both widths: what a test wants empty.
    pub fn faults(&self) -> Vec<String> {
        let spells = life::spells(self.file, self.sea.as_ref().map(|sea| sea.dossier));
        let network = behind::network(self.file);
        let drawings: [&dyn Drawing; 2] = [&spells, &network];
        let rooms = [Room::Narrow, Room::Wide];
        let scenes =
            drawings.into_iter().flat_map(|one| rooms.map(|room| one.draw(room, &Palette::default())));
        scenes.flat_map(|scene| scene.faults()).collect()
    }

    fn lead(&self) -> Figure {
        let spells = life::spells(self.file, self.sea.as_ref().map(|sea| sea.dossier));
        let caption = Caption {
            title: life::finding(self.file),
            subtitle: format!("Names, flags, companies and listings of IMO {} by date", self.file.imo),
            source: "Each band has its record in the table of its section. The picture has the last years (six on a small screen, ten on a large one); what was before is in the table."
                .into(),
            notes: vec!["records".into()],
        };
        Figure::new("life", caption, spells)
    }

    fn way(&self, sea: &ShipPage<'_>) -> Section {
        Section {
            id: "way".into(),
            heading: "Where it went".into(),
            lead: "From the positions that the ship sent by radio.".into(),
            body: vec![Block::Figure(sea.lead())],
        }
    }

    fn identity(&self) -> Section {
        Section {
            id: "names".into(),
            heading: "What it was called, and under which flags".into(),
            lead: answer::identity(self.file).into(),
            body: table(self.file, "identity").map(|one| Block::Table(one, None)).into_iter().collect(),
        }
    }

    fn insurance(&self) -> Option<Section> {
        let file = self.file;
        let tables: Vec<Block> = ["uninsured", "inspections"]
            .into_iter()
            .filter_map(|name| table(file, name))
            .map(|one| Block::Table(one, None))
            .collect();
        (!tables.is_empty()).then(|| Section {
            id: "insurance".into(),
            heading: "Insurance and inspections".into(),
            lead: answer::insurance(file).into(),
            body: tables,
        })
    }
}

/// A table of the file, where it has rows.
fn table(file: &ShipFile, name: &str) -> Option<Table> {
    file.tables().into_iter().find(|table| table.name == name && !table.rows.is_empty())
}

/// The section on what a ship called itself by radio must not be taken for that on its names in registers.
fn section_of_sea(section: Section) -> Section {
    if section.id == "identity" {
        Section { heading: "What it called itself by radio".into(), ..section }
    } else {
        section
    }
}

/// A footnote from a text.
fn note(id: &str, text: impl Into<Prose>) -> Footnote {
    Footnote { id: id.into(), text: text.into() }
}

/// What is known of a ship, in three sentences for a terminal.
pub fn ship_in_words(file: &ShipFile) -> Vec<String> {
    answer::sentences(file, None).iter().map(Prose::plain).collect()
}
