//! What was asked and what was answered, so that it can be asked again and compared to the last digit.

use crate::{
    Answer, Asked, AskedError, Entity, Index, Lexicon, Lists, Query, Scoring, SearchError, Settings,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A record of questions and answers: enough to ask again, and to see whether anything is different.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Audit {
    /// The program and its version.
    pub program: String,
    /// When it was asked, as whoever asked says; the engine has no clock.
    pub time: Option<String>,
    /// The lists, in the order in which they were read.
    pub lists: Vec<ListVersion>,
    /// Least score of a hit.
    pub threshold: f64,
    /// Most hits that are listed.
    pub limit: usize,
    /// `probability` or `ofac`.
    pub scoring: String,
    /// Questions and answers.
    pub answers: Vec<Audited>,
    /// SHA-256 of all of the above but the time and the program, as JSON; hexadecimal.
    pub digest: String,
}

/// A version of a list: its file and what identifies its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListVersion {
    /// The file as the user named it.
    pub file: String,
    /// What list it is.
    pub list: String,
    /// Which version, where the file says so.
    pub version: Option<String>,
    /// SHA-256 of its bytes.
    pub fingerprint: String,
    /// Records of it that were taken.
    pub records: usize,
}

/// A question, and what was answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Audited {
    /// As it was written.
    pub asked: Asked,
    /// Hits, the best first.
    pub hits: Vec<AuditedHit>,
    /// Hits beyond the limit.
    pub more: usize,
    /// Records that were set aside, the best names first.
    pub removed: Vec<AuditedHit>,
    /// How many of them there were in all.
    pub removed_count: usize,
}

/// A hit, by its record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditedHit {
    /// Which of the lists.
    pub list: usize,
    /// The key of the record in it.
    pub record: String,
    /// The name that matched; the primary one where none was asked for.
    pub name: String,
    /// With all digits.
    pub score: f64,
    /// Of the names alone.
    pub name_score: Option<f64>,
    /// What spoke for it or against it.
    pub evidence: Vec<String>,
}

/// Why a record of an audit cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// It is no such record.
    #[error("this is no audit record: {0}")]
    Form(#[from] serde_json::Error),
    /// Somebody changed it.
    #[error(
        "the audit record was changed after it was written: its digest is {written}, and its content has {found}"
    )]
    Changed {
        /// The digest that it gives.
        written: String,
        /// The digest of what stands in it.
        found: String,
    },
    /// A question in it cannot be read.
    #[error("a question of the audit record cannot be read: {0}")]
    Asked(#[from] AskedError),
    /// A question in it cannot be answered.
    #[error("a question of the audit record cannot be answered: {0}")]
    Search(#[from] SearchError),
    /// A way of scoring that there is not.
    #[error("the audit record was scored by `{0}`, which this program does not know")]
    Scoring(String),
}

/// What came out when everything was asked again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Replay {
    /// Lists that are not what they were: before, and now (none: it was not read).
    pub changed: Vec<(ListVersion, Option<ListVersion>)>,
    /// Questions that have another answer now: which, before, and now.
    pub different: Vec<(usize, Audited, Audited)>,
    /// How many questions were asked again.
    pub asked: usize,
}

impl Replay {
    /// Whether lists and answers are the same to the last bit.
    pub fn is_same(&self) -> bool {
        self.changed.is_empty() && self.different.is_empty()
    }
}

impl Audit {
    /// A record of what was asked of lists and answered.
    ///
    /// # Errors
    /// Where it cannot be written as JSON.
    pub fn new(
        program: &str,
        time: Option<String>,
        lists: &Lists,
        settings: &Settings,
        answers: Vec<(Asked, Answer)>,
    ) -> Result<Self, AuditError> {
        let answers =
            answers.into_iter().map(|(asked, answer)| audited(asked, &answer, &lists.entities)).collect();
        let mut audit = Self {
            program: program.to_owned(),
            time,
            lists: versions(lists),
            threshold: settings.threshold,
            limit: settings.limit,
            scoring: scoring_word(settings.scoring).to_owned(),
            answers,
            digest: String::new(),
        };
        audit.digest = audit.found_digest()?;
        Ok(audit)
    }

    /// Reads one, and checks that nobody changed it.
    ///
    /// # Errors
    /// [`AuditError::Form`], [`AuditError::Changed`].
    pub fn read(json: &str) -> Result<Self, AuditError> {
        let audit: Self = serde_json::from_str(json)?;
        let found = audit.found_digest()?;
        if found == audit.digest {
            return Ok(audit);
        }
        Err(AuditError::Changed { written: audit.digest, found })
    }

    /// As JSON, with the digits of every number.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn json(&self) -> Result<String, AuditError> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    fn found_digest(&self) -> Result<String, AuditError> {
        let content = (&self.lists, self.threshold, self.limit, &self.scoring, &self.answers);
        let digest = Sha256::digest(serde_json::to_vec(&content)?);
        Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Asks everything again.
    ///
    /// # Errors
    /// Where a question can no longer be read or answered.
    pub fn replay(&self, lists: &Lists, lexicon: &Lexicon) -> Result<Replay, AuditError> {
        let scoring =
            [Scoring::Probability, Scoring::Ofac].into_iter().find(|one| scoring_word(*one) == self.scoring);
        let scoring = scoring.ok_or_else(|| AuditError::Scoring(self.scoring.clone()))?;
        let settings = Settings { threshold: self.threshold, limit: self.limit, scoring, explain: false };
        let index = Index::new(&lists.entities, lexicon);
        let queries: Vec<Query> =
            self.answers.iter().map(|before| before.asked.query()).collect::<Result<_, _>>()?;
        let mut different = Vec::new();
        for (at, (before, now)) in self.answers.iter().zip(index.search_all(&queries, &settings)).enumerate()
        {
            let now = audited(before.asked.clone(), &now?, &lists.entities);
            if !same_bits(before, &now) {
                different.push((at, before.clone(), now));
            }
        }
        let now = versions(lists);
        let changed = self.lists.iter().enumerate().filter_map(|(at, before)| {
            let now = now.get(at);
            let same =
                now.is_some_and(|now| now.fingerprint == before.fingerprint && now.records == before.records);
            (!same).then(|| (before.clone(), now.cloned()))
        });
        Ok(Replay { changed: changed.collect(), different, asked: queries.len() })
    }
}

/// Whether two answers are the same, scores to the last bit.
fn same_bits(one: &Audited, other: &Audited) -> bool {
    let bits = |hits: &[AuditedHit]| -> Vec<(u64, Option<u64>)> {
        hits.iter().map(|hit| (hit.score.to_bits(), hit.name_score.map(f64::to_bits))).collect()
    };
    one == other && bits(&one.hits) == bits(&other.hits) && bits(&one.removed) == bits(&other.removed)
}

fn versions(lists: &Lists) -> Vec<ListVersion> {
    let version = |file: &crate::ListFile| ListVersion {
        file: file.source.file.clone(),
        list: file.source.list.clone(),
        version: file.source.version.clone(),
        fingerprint: file.source.fingerprint.clone(),
        records: file.intake.accepted,
    };
    lists.files.iter().map(version).collect()
}

fn audited(asked: Asked, answer: &Answer, entities: &[Entity]) -> Audited {
    let told = |hit: &crate::Hit| {
        let entity = entities.get(hit.entity);
        let name = entity.map_or("", |entity| hit.name(entity).map_or(entity.name(), |name| &name.text));
        AuditedHit {
            list: entity.map_or(0, |entity| usize::from(entity.record.source.0)),
            record: entity.map_or_else(String::new, |entity| entity.record.id.clone()),
            name: name.to_owned(),
            score: hit.score,
            name_score: hit.name_score,
            evidence: hit.evidence.iter().map(|evidence| evidence.said.clone()).collect(),
        }
    };
    Audited {
        asked,
        hits: answer.hits.iter().map(told).collect(),
        more: answer.more,
        removed: answer.removed.iter().map(|removed| told(&removed.hit)).collect(),
        removed_count: answer.removed_count,
    }
}

fn scoring_word(scoring: Scoring) -> &'static str {
    match scoring {
        Scoring::Probability => "probability",
        Scoring::Ofac => "ofac",
    }
}
