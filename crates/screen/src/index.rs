//! Entities made ready to be searched.

mod grouped;
mod link;
mod names;
mod numbers;
mod skeleton;
mod vocabulary;

use crate::name::{Ceiling, Many, Sought};
use crate::search::{Found, of_strength, same};
use crate::{Comparison, Entity, EntityKind, Lexicon, Name, NameStrength, Query, Scoring};
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
    ceiling: Ceiling,
}

/// What a search uses again for the next one.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    space: Workspace,
    many: Many,
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
}

/// The score of the OFAC's own search as a share of 100; 0 where it would not show the name.
fn ofac_score(asked: &str, listed: &str) -> f64 {
    f64::from(Lexicon::ofac_score(asked, listed).unwrap_or(0)) / 100.0
}

/// Least share of two names that must be alike by words for them to be compared, the larger the more they have to score. By
/// measurement: `tests/search_loss.rs` compares with all pairs.
fn least_cover(least: f64) -> f32 {
    (0.35 + 0.2 * least) as f32
}

/// Most names of an entity that are compared where its number is the same already.
const MOST_NAMES: usize = 1_000;

impl<'a> Index<'a> {
    /// Makes entities ready.
    pub fn new(entities: &'a [Entity], lexicon: &'a Lexicon) -> Self {
        let (names, numbers) = (Names::new(entities, lexicon), Numbers::new(entities));
        Self { entities, lexicon, names, numbers, ceiling: lexicon.ceiling() }
    }

    /// The entities, in their order; [`Hit::entity`](crate::Hit::entity) counts them.
    pub fn entities(&self) -> &'a [Entity] {
        self.entities
    }

    /// How many names there are, the same text of the same kind counted once.
    pub fn names(&self) -> usize {
        self.names.len()
    }

    /// Bytes that it takes beside the entities and the prepared names.
    pub fn bytes(&self) -> usize {
        self.names.bytes() + self.numbers.bytes()
    }

    /// The best name of each entity for a query, where it scores `least` or more; in the order of the entities.
    pub(crate) fn by_name(
        &self,
        query: &Query,
        scoring: Scoring,
        least: f64,
        scratch: &mut Scratch,
    ) -> Found {
        let mut found = Found::default();
        for (number, text) in query.names.iter().enumerate() {
            let mut asked = Asked::new(text, query.kind);
            let likely = match scoring {
                Scoring::Probability => {
                    let sought = asked.like(EntityKind::Other, self.lexicon);
                    self.names.candidates(sought.name(), least_cover(least), &mut scratch.space)
                }
                // What that search would show is not what sounds alike: every name is compared.
                Scoring::Ofac => self.names.all(),
            };
            found.compared += likely.len();
            scratch.many.begin(self.names.distinct_parts());
            for number_of_form in likely {
                let form = self.names.form(number_of_form);
                let score = match scoring {
                    Scoring::Probability => {
                        let listed = (form, self.names.parts(number_of_form));
                        let asked = asked.like(form.kind(), self.lexicon);
                        self.lexicon.score_from(least, asked, listed, &self.ceiling, &mut scratch.many)
                    }
                    Scoring::Ofac => Some(ofac_score(text, form.text())).filter(|score| *score >= least),
                };
                if score.is_some() {
                    let bearers = self.names.bearers(number_of_form).iter();
                    found.best.extend(bearers.map(|(entity, name)| Best {
                        entity: *entity,
                        score,
                        asked: number as u32,
                        name: *name,
                    }));
                }
            }
        }
        self.keep_best(&mut found.best);
        found
    }

    /// One name for each entity: the one that scores most after what its weakness takes away.
    fn keep_best(&self, best: &mut Vec<Best>) {
        let worth = |best: &Best| {
            let name = self
                .entities
                .get(best.entity as usize)
                .and_then(|entity| entity.names.get(best.name as usize));
            let weak = name.is_some_and(|name| name.strength == NameStrength::Weak);
            of_strength(best.score.unwrap_or(0.0), weak)
        };
        best.sort_by(|one, other| {
            let order = one.entity.cmp(&other.entity).then(worth(other).total_cmp(&worth(one)));
            order.then((one.name, one.asked).cmp(&(other.name, other.asked)))
        });
        best.dedup_by_key(|best| best.entity);
    }

    /// Adds those who have a number that was asked for, whatever their names.
    pub(crate) fn by_number(&self, query: &Query, scoring: Scoring, found: &mut Found) {
        let numbers = query.identifiers.iter().filter(|asked| !asked.value.is_empty());
        let mut more: Vec<u32> = numbers
            .flat_map(|asked| {
                let equal = self.numbers.find(self.entities, &asked.value);
                equal.filter(|(_, listed)| same(asked, listed)).map(|(entity, _)| entity)
            })
            .filter(|entity| found.best.binary_search_by_key(entity, |best| best.entity).is_err())
            .collect();
        more.sort_unstable();
        more.dedup();
        for entity in more {
            let best = self.whatever_name(query, scoring, entity, &mut found.compared);
            found.best.push(best);
        }
        found.best.sort_by_key(|best| best.entity);
    }

    /// The name of an entity that is most like one that was asked for, however little.
    fn whatever_name(&self, query: &Query, scoring: Scoring, entity: u32, compared: &mut usize) -> Best {
        let mut best = Best { entity, score: None, asked: 0, name: 0 };
        let Some(whose) = self.entities.get(entity as usize) else { return best };
        for (number, text) in query.names.iter().enumerate() {
            let asked = self.lexicon.prepare(text, query.kind.unwrap_or(whose.kind));
            for (at, name) in whose.names.iter().enumerate().take(MOST_NAMES) {
                let listed = self.lexicon.prepare(&name.text, whose.kind);
                let score = match scoring {
                    Scoring::Probability => self.lexicon.score(&asked, &listed),
                    Scoring::Ofac => ofac_score(text, &name.text),
                };
                *compared += 1;
                if best.score.is_none_or(|before| score > before) {
                    best = Best { score: Some(score), asked: number as u32, name: at as u32, ..best };
                }
            }
        }
        best
    }

    /// Why a name that was asked for is like one of an entity.
    pub(crate) fn compared(
        &self,
        asked: &str,
        kind: Option<EntityKind>,
        entity: &Entity,
        name: &Name,
    ) -> Comparison {
        let asked = self.lexicon.prepare(asked, kind.unwrap_or(entity.kind));
        self.lexicon.compare(&asked, &self.lexicon.prepare(&name.text, entity.kind))
    }
}

/// A name of a query, made ready for each kind of entity when it is first compared with one.
struct Asked<'q> {
    text: &'q str,
    kind: Option<EntityKind>,
    prepared: Vec<(EntityKind, Sought)>,
}

impl<'q> Asked<'q> {
    fn new(text: &'q str, kind: Option<EntityKind>) -> Self {
        Self { text, kind, prepared: Vec::new() }
    }

    /// As a name of an entity of a kind: what a query does not say of itself is taken to be what it is compared with.
    fn like(&mut self, kind: EntityKind, lexicon: &Lexicon) -> &Sought {
        let kind = self.kind.unwrap_or(kind);
        let known = self.prepared.iter().position(|(known, _)| *known == kind);
        let at = known.unwrap_or_else(|| {
            self.prepared.push((kind, Sought::new(lexicon.prepare(self.text, kind))));
            self.prepared.len() - 1
        });
        &self.prepared[at].1
    }
}
