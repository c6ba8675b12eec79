//! Looking for someone in an [`Index`]: what is asked, what is found, and what was found and set aside.

mod asked;
mod combine;
mod evidence;
mod query;
mod rows;

pub use asked::{Asked, AskedError};
pub use evidence::{Evidence, Feature, Verdict, weight};
pub use query::{Query, Scoring, Settings};
pub use rows::{Columns, ColumnsError, LeftOut, QueryRow, QueryRows};

use crate::index::{Best, Scratch};
use crate::{Comparison, Entity, Index, Name};
pub(crate) use combine::of_strength;
use combine::{combined, least_name};
pub(crate) use evidence::same;
use rayon::prelude::*;
use serde::Serialize;

/// Why a question cannot be answered.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SearchError {
    /// Nothing is asked.
    #[error("nothing is asked: give a name with at least one letter or digit, or an identifier")]
    Empty,
    /// A name that no list can hold.
    #[error("a name has {0} bytes, and at most {most} can be asked for", most = query::LONGEST_NAME)]
    TooLong(usize),
    /// Too much at once.
    #[error(
        "a query has {0} names, countries, dates or identifiers, and at most 100 of each can be asked for"
    )]
    TooMany(usize),
    /// A threshold that means nothing.
    #[error("the threshold is {0}, and must be above 0 and at most 1, such as 0.7")]
    Threshold(f64),
    /// No hits are wanted.
    #[error("the limit of hits is 0, and must be at least 1")]
    Limit,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Answer {
    /// Hits, the best first.
    pub hits: Vec<Hit>,
    /// Hits beyond the limit, which are not listed.
    pub more: usize,
    /// Records whose name reached the threshold and which something else set aside, the best names first, as many as the limit.
    pub removed: Vec<Removed>,
    /// How many there are of them in all.
    pub removed_count: usize,
    /// Pairs of names that were compared.
    pub compared: usize,
}

/// A record that may be whom one looks for, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// Which of the entities of the index.
    pub entity: usize,
    /// From 0 to 1: the probability of a match where scores are probabilities.
    pub score: f64,
    /// The score of the names alone; none where no name was asked for.
    pub name_score: Option<f64>,
    /// The names that matched; none where no name was asked for.
    pub matched: Option<Matched>,
    /// What else speaks for it or against it.
    pub evidence: Vec<Evidence>,
}

/// The two names that matched best, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Matched {
    /// The name that was asked for.
    pub asked: String,
    /// Which name of the record, by its place.
    pub name: usize,
    /// Word by word; none where no explanation is asked for.
    pub comparison: Option<Comparison>,
}

/// A record that was found by its name and set aside.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Removed {
    /// The record as it would be a hit, with its evidence; its score is what is left of it.
    pub hit: Hit,
    /// By what.
    pub by: Removal,
}

/// What set a record aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Removal {
    /// It is of another kind than was asked for.
    Kind,
    /// It has another unique number.
    Number,
    /// The evidence against it outweighs its name.
    Evidence,
}

impl Hit {
    /// The name of the record that matched.
    pub fn name<'a>(&self, entity: &'a Entity) -> Option<&'a Name> {
        self.matched.as_ref().and_then(|matched| entity.names.get(matched.name))
    }

    /// Whether an equal number alone proves it.
    pub fn is_proven(&self) -> bool {
        self.evidence.iter().any(|evidence| evidence.verdict == Verdict::Proof)
    }

    fn removal(&self) -> Removal {
        let veto = self.evidence.iter().find(|evidence| evidence.verdict == Verdict::Veto);
        match veto.map(|evidence| evidence.feature) {
            Some(Feature::Kind) => Removal::Kind,
            Some(_) => Removal::Number,
            None => Removal::Evidence,
        }
    }
}

/// The least score of a name that other evidence can lift above a threshold: what is less alike is not looked at.
const LEAST_NAME: f64 = 0.1;

/// Looks for one after another, and remembers words that it has looked up before: faster than [`Index::search`] for many.
#[derive(Debug)]
pub struct Searcher<'i, 'a> {
    index: &'i Index<'a>,
    scratch: Scratch,
}

impl Searcher<'_, '_> {
    /// Looks for someone.
    ///
    /// # Errors
    /// [`SearchError`], where the query or the settings make no sense.
    pub fn search(&mut self, query: &Query, settings: &Settings) -> Result<Answer, SearchError> {
        self.index.search_with(query, settings, &mut self.scratch)
    }
}

impl<'a> Index<'a> {
    /// Something to look for many with, one after another.
    pub fn searcher(&self) -> Searcher<'_, 'a> {
        Searcher { index: self, scratch: Scratch::default() }
    }

    /// Looks for someone.
    ///
    /// # Errors
    /// [`SearchError`], where the query or the settings make no sense.
    pub fn search(&self, query: &Query, settings: &Settings) -> Result<Answer, SearchError> {
        self.search_with(query, settings, &mut Scratch::default())
    }

    /// Looks for many, on all processors; answers are in the order of the queries, and the same whatever the number of threads.
    pub fn search_all(&self, queries: &[Query], settings: &Settings) -> Vec<Result<Answer, SearchError>> {
        let search = |scratch: &mut Scratch, query: &Query| self.search_with(query, settings, scratch);
        queries.par_iter().map_init(Scratch::default, search).collect()
    }

    fn search_with(
        &self,
        query: &Query,
        settings: &Settings,
        scratch: &mut Scratch,
    ) -> Result<Answer, SearchError> {
        settings.check()?;
        query.check()?;
        let least =
            least_name(settings.threshold, most_evidence(query)).max(LEAST_NAME.min(settings.threshold));
        let mut found = self.by_name(query, settings.scoring, least, scratch);
        self.by_number(query, settings.scoring, &mut found);
        Ok(self.judged(query, settings, found))
    }

    /// Weighs what was found, and sorts it into hits and others.
    fn judged(&self, query: &Query, settings: &Settings, found: Found) -> Answer {
        let mut answer = Answer { compared: found.compared, ..Answer::default() };
        let (mut hits, mut removed) = (Vec::new(), Vec::new());
        for best in found.best {
            let weighed = self.weighed(query, settings.scoring, best);
            if weighed.score >= settings.threshold {
                hits.push(weighed);
            } else if weighed.best.score.is_some_and(|name| name >= settings.threshold) {
                removed.push(weighed);
            }
        }
        hits.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.by_name(other)));
        removed.sort_by(Weighed::by_name);
        answer.more = hits.len().saturating_sub(settings.limit);
        answer.removed_count = removed.len();
        hits.truncate(settings.limit);
        removed.truncate(settings.limit);
        answer.hits = hits.into_iter().map(|weighed| self.told(query, settings, weighed)).collect();
        answer.removed = removed
            .into_iter()
            .map(|weighed| self.told(query, settings, weighed))
            .map(|hit| Removed { by: hit.removal(), hit })
            .collect();
        answer
    }

    fn weighed(&self, query: &Query, scoring: Scoring, best: Best) -> Weighed {
        let entity = &self.entities()[best.entity as usize];
        let mut evidence = evidence::gather(query, entity);
        if let Some(name) = entity.names.get(best.name as usize).filter(|_| best.score.is_some()) {
            evidence.extend(evidence::strength(name.strength));
        }
        let score = match scoring {
            Scoring::Probability => combined(best.score, &evidence),
            Scoring::Ofac => undisputed(best.score, &evidence),
        };
        Weighed { best, score, evidence }
    }

    /// With the explanation of the names.
    fn told(&self, query: &Query, settings: &Settings, weighed: Weighed) -> Hit {
        let Weighed { best, score, evidence } = weighed;
        let matched = best.score.and_then(|_| {
            let asked = query.names.get(best.asked as usize)?;
            let entity = self.entities().get(best.entity as usize)?;
            let name = entity.names.get(best.name as usize)?;
            let comparison = settings.explain.then(|| self.compared(asked, query.kind, entity, name));
            Some(Matched { asked: asked.clone(), name: best.name as usize, comparison })
        });
        Hit { entity: best.entity as usize, score, name_score: best.score, matched, evidence }
    }
}

/// Scores that are no probabilities stay as they are, but for numbers that prove and vetoes.
fn undisputed(name: Option<f64>, evidence: &[Evidence]) -> f64 {
    let decisive: Vec<Evidence> = evidence
        .iter()
        .filter(|evidence| matches!(evidence.verdict, Verdict::Proof | Verdict::Veto))
        .map(|evidence| Evidence { log_odds: 0.0, ..evidence.clone() })
        .collect();
    combined(name, &decisive)
}

/// A record on its way to become a hit.
struct Weighed {
    best: Best,
    score: f64,
    evidence: Vec<Evidence>,
}

impl Weighed {
    /// Better names first, then the order of the records.
    fn by_name(&self, other: &Self) -> std::cmp::Ordering {
        let score = |weighed: &Self| weighed.best.score.unwrap_or(0.0);
        score(other).total_cmp(&score(self)).then(self.best.entity.cmp(&other.best.entity))
    }
}

/// The best name of each record that was found, and how many pairs were compared for it.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) best: Vec<Best>,
    pub(crate) compared: usize,
}

/// Most that evidence beside the name can say for a hit, in log-odds; equal numbers that prove are found without the name.
fn most_evidence(query: &Query) -> f64 {
    let births = if query.births.is_empty() { 0.0 } else { weight::BIRTH_MOST };
    let countries = if query.countries.is_empty() { 0.0 } else { weight::COUNTRY_AGREES };
    births + countries
}
