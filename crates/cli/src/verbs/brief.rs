//! `thalweg brief`.

mod game;
mod oil;
mod statistics;

use super::study::{Simulated, Study};
use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::wrap::wrap;
use crate::{file, output};
use game::Game;
use oil::Oil;
use statistics::Tables;
use std::path::{Path, PathBuf};
use thalweg_brief::{Brief, OilStudy, Statistics};
use thalweg_core::Problem;
use thalweg_evidence::Record;
use thalweg_talks::Negotiation;

const EXAMPLES: &str = "\
Examples:
  thalweg brief
  thalweg brief materials --draws 0 --no-game -o materials.html
  thalweg brief materials --draws 0 --no-game --oil mid-2025 -o oil.html";

/// Draws where none are asked for: enough for an interval, and done within seconds.
const DRAWS: u32 = 100;

/// What, how, and where to.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Embedded scenarios, or files, all on one baseline
    #[arg(value_name = "SCENARIO", default_values = ["truce", "breakdown", "rollback"])]
    scenarios: Vec<String>,
    /// The page to write; - for standard output
    #[arg(short = 'o', long = "output", value_name = "FILE", default_value = "brief.html")]
    file: PathBuf,
    #[command(flatten)]
    study: Study,
    #[command(flatten)]
    game: Game,
    #[command(flatten)]
    oil: Oil,
    #[command(flatten)]
    tables: Tables,
}

impl Arguments {
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        let to_stdout = self.file == Path::new("-");
        if !to_stdout {
            file::check(&self.file)?;
        }
        let (game, oil, tables) = (self.game.open()?, self.oil.open()?, self.tables.open()?);
        let (study, simulated) = self.study.in_full(&self.scenarios, DRAWS)?;
        one_baseline(&simulated)?;
        let mut notes = super::notes(&simulated);
        notes.extend(oil.iter().flat_map(oil::Opened::notes));
        notes.extend(tables.iter().flat_map(statistics::Read::notes));
        diagnose::notes(&notes, console);
        let oil = oil.map(|opened| self.oil.study(&opened, study.draws())).transpose()?;
        let statistics = tables.map(|read| self.tables.statistics(&read)).transpose()?;
        let command = self.command(&study);
        let brief = brief(simulated, game.result()?, oil, statistics, command)?;
        let page = brief.page().map_err(|error| Problem::new(error.to_string()))?;
        if to_stdout {
            return output::print(page.as_bytes());
        }
        file::write(&self.file, page.as_bytes())?;
        let answer = brief.answer().map_err(|error| Problem::new(error.to_string()))?;
        let width = usize::from(console.page().width);
        let answer: String = answer.iter().map(|sentence| wrap(sentence, width)).collect();
        output::print(format!("{answer}\nThe page: {}\n", self.file.display()).as_bytes())
    }

    /// The command that makes the page again.
    fn command(&self, study: &Study) -> String {
        let words = ["thalweg", "brief"].map(str::to_owned).into_iter();
        let words = words.chain(self.scenarios.iter().cloned()).chain(study.arguments());
        let words = words.chain(self.game.arguments()).chain(self.oil.arguments());
        let words = words.chain(self.tables.arguments());
        words.map(|word| quoted(&word)).collect::<Vec<_>>().join(" ")
    }
}

fn brief(
    simulated: Vec<Simulated>,
    negotiation: Option<Negotiation>,
    oil: Option<OilStudy>,
    statistics: Option<Statistics>,
    command: String,
) -> Result<Brief, Failure> {
    let about = simulated[0].about.clone();
    let record = Some(Record::embedded()?);
    let (mut outcomes, mut sets, mut three_years) = (Vec::new(), Vec::new(), Vec::new());
    for one in simulated {
        outcomes.push(one.outcome);
        sets.push(one.sets);
        three_years.push(one.three_years);
    }
    Ok(Brief { about, outcomes, sets, three_years, record, negotiation, oil, statistics, command })
}

fn one_baseline(simulated: &[Simulated]) -> Result<(), Failure> {
    let first = &simulated[0];
    match simulated.iter().find(|one| one.about != first.about) {
        None => Ok(()),
        Some(other) => {
            let [a, b] = [first, other].map(|s| format!("`{}` is on {}", s.outcome.scenario, s.about.name));
            let problem = Problem::new(format!("a page has one baseline, but {a} and {b}"));
            Err(Failure::Arguments(problem.help("choose one with --baseline")))
        }
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_needs_it() {
        assert_eq!(quoted("my/s-1.toml"), "my/s-1.toml");
        assert_eq!(quoted("my file"), "'my file'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
    }
}
