//! `thalweg screen replay`.

use super::reading::Tables;
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::print;
use crate::wrap::wrap;
use std::path::PathBuf;
use thalweg_core::Problem;
use thalweg_screen::{Audit, Lexicon, Replay};

const EXAMPLES: &str = "\
Examples:
  thalweg screen sample
  thalweg screen search 'Blue Heron' --list list.csv --audit a.json
  thalweg screen replay a.json
  thalweg screen replay a.json --list list.csv";

/// Which record, and where its lists are now.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// What `thalweg screen search --audit FILE` wrote
    #[arg(value_name = "AUDIT")]
    audit: PathBuf,
    /// The same lists, where they are elsewhere now, in the same order
    #[arg(long, value_name = "FILE", num_args = 1..)]
    list: Vec<PathBuf>,
    #[command(flatten)]
    tables: Tables,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let name = self.audit.display();
        let text = std::fs::read_to_string(&self.audit)
            .map_err(|error| Problem::new(format!("cannot read `{name}`: {error}")))?;
        let audit = Audit::read(&text).map_err(|error| Problem::new(format!("{name}: {error}")))?;
        let files: Vec<PathBuf> = match self.list.is_empty() {
            true => audit.lists.iter().map(|list| PathBuf::from(&list.file)).collect(),
            false => self.list,
        };
        let lists = self.tables.read(&files)?;
        let replay =
            audit.replay(&lists, &Lexicon::new()).map_err(|error| Problem::new(error.to_string()))?;
        if replay.is_same() {
            let words = format!(
                "The same to the last bit: {} of {} questions, {} of {} lists; digest {}.",
                replay.asked,
                replay.asked,
                files.len(),
                files.len(),
                audit.digest
            );
            return print(wrap(&words, usize::from(console.page().width)).as_bytes());
        }
        Err(Failure::Refused(problems(&replay)))
    }
}

/// What is not as it was.
fn problems(replay: &Replay) -> Vec<Problem> {
    let list = replay.changed.iter().map(|(before, now)| match now {
        Some(now) if now.fingerprint != before.fingerprint => Problem::new(format!(
            "the list `{}` is another file now: {} was {}",
            now.file,
            short(&now.fingerprint),
            short(&before.fingerprint)
        )),
        Some(now) => Problem::new(format!(
            "of `{}`, {} records were taken, and {} are now",
            now.file, before.records, now.records
        )),
        None => Problem::new(format!("the list `{}` was not read", before.file)),
    });
    let answer = replay.different.iter().map(|(_, before, now)| {
        let of = |audited: &thalweg_screen::Audited| {
            let best = audited
                .hits
                .first()
                .map_or("no hit".to_owned(), |hit| format!("{} at {}", hit.name, hit.score));
            format!("{} hits, first {best}", audited.hits.len() + audited.more)
        };
        let asked =
            before.asked.names.first().or(before.asked.identifiers.first()).cloned().unwrap_or_default();
        Problem::new(format!("`{asked}` has another answer: {} before, {} now", of(before), of(now)))
    });
    list.chain(answer).collect()
}

fn short(fingerprint: &str) -> &str {
    fingerprint.get(..12).unwrap_or(fingerprint)
}
