//! Entities made ready to be searched.

mod grouped;
mod link;
mod names;
mod numbers;
mod vocabulary;

use crate::search::Found;
use crate::{Comparison, Entity, EntityKind, Identifier, Lexicon, Prepared, Query, Scoring};
use names::{Names, Workspace};
use numbers::Numbers;

/// Entities made ready to be searched by name and by number.
///
/// Built once and then only read; searches on several threads share it. It borrows the entities and the lexicon.
///
/// ```
/// use thalweg_screen::{Entity, EntityKind, Index, Lexicon, Query, Record, Settings, SourceId, Trace};
/// let record = Record { source: SourceId(0), id: "22790".to_owned() };
/// let entities = [Entity::new(record, EntityKind::Person, "MADURO MOROS, Nicolas", Trace::default())];
/// let lexicon = Lexicon::new();
/// let index = Index::new(&entities, &lexicon);
/// let answer = index.search(&Query::named("Nicolás Maduro"), &Settings::default())?;
/// assert_eq!(entities[answer.hits[0].entity].name(), "MADURO MOROS, Nicolas");
/// # Ok::<(), thalweg_screen::SearchError>(())
/// ```
#[derive(Debug)]
pub struct Index<'a> {
    entities: &'a [Entity],
    lexicon: &'a Lexicon,
    names: Names,
    numbers: Numbers,
}

/// What a search uses again for the next one.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    space: Workspace,
    /// For each entity that was found, where it is in `best`.
    places: Vec<(u32, u32)>,
}

/// The best name of an entity for a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Best {
    pub(crate) entity: u32,
    /// Its score; none where no name was asked for.
    pub(crate) score: Option<f64>,
    /// Which name of the query.
    pub(crate) asked: u32,
    /// Which name of the entity.
    pub(crate) name: u32,
    /// Which name of the index.
    pub(crate) form: u32,
}

/// Least share of two names that must be alike by words for them to be compared. By measurement: see `tests/search_loss.rs`.
const LEAST_COVER: f32 = 0.35;

impl<'a> Index<'a> {
    /// Makes entities ready.
    pub fn new(entities: &'a [Entity], lexicon: &'a Lexicon) -> Self {
        Self { entities, lexicon, names: Names::new(entities, lexicon), numbers: Numbers::new(entities) }
    }

    /// The entities, in their order; [`Hit::entity`](crate::Hit::entity) counts them.
    pub fn entities(&self) -> &'a [Entity] {
        self.entities
    }

    /// How many names there are, the same text of the same kind counted once.
    pub fn names(&self) -> usize {
        self.names.len()
    }

    pub(crate) fn prepare(&self, text: &str, kind: Option<EntityKind>) -> Prepared {
        self.lexicon.prepare(text, kind.unwrap_or(EntityKind::Other))
    }

    /// Why a name that was asked for is like one of the index.
    pub(crate) fn compared(&self, asked: &str, kind: Option<EntityKind>, form: u32) -> Comparison {
        self.lexicon.compare(&self.prepare(asked, kind), self.names.form(form))
    }
}
