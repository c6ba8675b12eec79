//! The page on one ship, from its dossier.

mod answer;
mod coast;
mod events;
mod map;
mod marks;
mod method;
mod timeline;
mod view;
mod voyages;

pub use map::TrackMap;
pub use timeline::Timeline;

use crate::chart::{Caption, Figure};
use crate::page::{Block, Footnote, Page, PageError, Prose, Section};
use crate::palette::Palette;
use thalweg_sea::Track;
use thalweg_sea::dossier::Dossier;

/// What a page on a ship is made from; everything in it has been computed.
#[derive(Debug, Clone)]
pub struct ShipPage<'a> {
    /// What the record shows of the ship.
    pub dossier: &'a Dossier,
    /// Its tracks.
    pub tracks: &'a [Track],
    /// The command that makes this page again.
    pub command: String,
}

impl ShipPage<'_> {
    /// The page.
    ///
    /// # Errors
    /// When the ship has no position, or a table's rows do not fit its columns.
    pub fn page(&self) -> Result<String, PageError> {
        if self.tracks.iter().all(|track| track.fixes.is_empty()) {
            return Err(PageError::NoTrack);
        }
        let dossier = self.dossier;
        let mut sections = self.sections();
        sections.push(method::section(dossier));
        let page = Page {
            title: format!("thalweg sea ship: {}", answer::name(dossier)),
            question: answer::question(dossier),
            answer: answer::sentences(dossier),
            lead: Some(self.lead()),
            further: Vec::new(),
            sections,
            footnotes: self.footnotes(),
            colophon: method::colophon(dossier, &self.command),
            palette: Palette::default(),
        };
        page.render()
    }

    /// What it did, carried, is claimed to have done and called itself.
    pub(crate) fn sections(&self) -> Vec<Section> {
        let mut sections = vec![self.course()];
        sections.extend(voyages::section(self.dossier));
        sections.push(events::section(self.dossier));
        sections.push(events::reasons(self.dossier));
        sections.push(self.identity());
        sections
    }

    /// The footnotes that these sections and the map refer to.
    pub(crate) fn footnotes(&self) -> Vec<Footnote> {
        method::footnotes(self.dossier)
    }

    /// What detectors claim, in a sentence.
    pub(crate) fn claims(&self) -> Prose {
        answer::claims(self.dossier).into()
    }

    /// The way of the ship on a map.
    pub(crate) fn lead(&self) -> Figure {
        let caption = Caption {
            title: answer::map_title(self.dossier),
            subtitle: format!("Positions heard {}, and what detectors claim", answer::period(self.dossier)),
            source: "Coast: Natural Earth 1:10m, as a grid that may be off by up to 3 km; numbers are those of the claims below. Where the ship was \
                     not heard the line is dashed: it need not have gone straight."
                .into(),
            notes: vec!["track".into()],
        };
        Figure::new("map", caption, TrackMap::of(self.dossier, self.tracks))
    }

    fn course(&self) -> Section {
        let timeline = Timeline::of(self.dossier, self.tracks);
        let caption = Caption {
            title: timeline.finding(),
            subtitle: format!(
                "Stated draught, speed over ground, silences and claims, {}",
                answer::period(self.dossier)
            ),
            source: "Draughts are typed in by the crew: late, and sometimes never.".into(),
            notes: vec!["draught".into()],
        };
        Section {
            id: "course".into(),
            heading: "What it did, day by day".into(),
            lead: answer::heard(self.dossier).into(),
            body: vec![Block::Figure(Figure::new("timeline", caption, timeline))],
        }
    }

    fn identity(&self) -> Section {
        let table = self.dossier.tables().into_iter().find(|table| table.name == "identity");
        Section {
            id: "identity".into(),
            heading: "What it called itself".into(),
            lead: answer::identity(self.dossier).into(),
            body: table
                .map(|table| {
                    Block::Folded(
                        "Names, numbers and sizes with their records".into(),
                        vec![Block::Table(table, None)],
                    )
                })
                .into_iter()
                .collect(),
        }
    }
}
