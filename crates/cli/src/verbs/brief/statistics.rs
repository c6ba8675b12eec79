//! The statistics of a page: tables of both reports of trade.

use crate::diagnose::Failure;
use crate::verbs::mirror::{Given, read_tables};
use std::path::PathBuf;
use thalweg_brief::Statistics;
use thalweg_mirror::{Countries, Group, Mirror, PolicyDate, Question};

/// What comes along, and the date from which it is judged: the invasion of Ukraine.
const EMBEDDED: (&str, &str) = ("eu-neighbours", "2022-02-24");

/// Which tables, if any.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Tables {
    /// Trade statistics of both sides, in place of the embedded ones
    #[arg(long, value_name = "FILE", num_args = 1..)]
    mirror: Vec<PathBuf>,
    /// Date of a policy for them: 2022-02-24
    #[arg(long, value_name = "DATE")]
    mirror_since: Option<String>,
    /// Leave the section on statistics out
    #[arg(long, conflicts_with_all = ["mirror", "mirror_since"])]
    no_mirror: bool,
}

/// Tables that were read.
pub(super) struct Read {
    given: Given,
    countries: Countries,
}

/// Gaps that are told.
const TOLD: usize = 10;

impl Tables {
    /// Reads what is needed, so that errors come before any work.
    pub(super) fn open(&self) -> Result<Option<Read>, Failure> {
        if self.no_mirror {
            return Ok(None);
        }
        let countries = Countries::embedded();
        let embedded = [PathBuf::from(EMBEDDED.0)];
        let files = if self.mirror.is_empty() { &embedded[..] } else { &self.mirror };
        Ok(Some(Read { given: read_tables(files, &countries)?, countries }))
    }

    fn since(&self) -> Option<&str> {
        self.mirror_since.as_deref().or_else(|| self.mirror.is_empty().then_some(EMBEDDED.1))
    }

    /// The section, computed; the members of the Union together as well where the embedded tables are used.
    pub(super) fn statistics(&self, read: &Read) -> Result<Statistics, Failure> {
        let Read { given, countries } = read;
        let since = self.since().map(PolicyDate::parse).transpose()?;
        let question = Question { since, ..Question::default() };
        let mirror = Mirror::of(&given.ledger, countries, &question)?;
        let together = match self.mirror.is_empty() {
            true => {
                let group = Group::parse("EU27", countries)?;
                let exporters = vec![group.name.clone()];
                let question = Question { groups: vec![group], exporters, ..question };
                Mirror::of(&given.ledger, countries, &question)?.arrivals
            }
            false => Vec::new(),
        };
        Ok(Statistics {
            findings: mirror.findings(TOLD, &given.sources, countries),
            arrivals: mirror.arrivals,
            together,
            currency: mirror.currency,
        })
    }

    /// The arguments that ask for the same again.
    pub(super) fn arguments(&self) -> Vec<String> {
        if self.no_mirror {
            return vec!["--no-mirror".to_owned()];
        }
        let mut words = Vec::new();
        if !self.mirror.is_empty() {
            words.push("--mirror".to_owned());
            words.extend(self.mirror.iter().map(|file| file.display().to_string()));
        }
        if let Some(since) = &self.mirror_since {
            words.extend(["--mirror-since".to_owned(), since.clone()]);
        }
        words
    }
}

impl Read {
    /// Rows that were refused, for a note.
    pub(super) fn notes(&self) -> Vec<thalweg_core::Problem> {
        self.given.notes()
    }
}
