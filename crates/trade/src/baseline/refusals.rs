//! Rows that a reader refused: counted in an [`Intake`], with the first few of every reason kept as problems.

use super::codes::Codes;
use thalweg_core::{Intake, Place, Problem};

/// What is wrong with one row.
#[derive(Debug)]
pub(super) struct Wrong<'a> {
    /// The reason under which it is counted: the same words for all rows of its kind.
    pub(super) reason: &'static str,
    /// What is wrong with this row.
    pub(super) message: String,
    /// Position of the offending cell in its row; absent when the whole row is meant.
    pub(super) cell: Option<usize>,
    /// What would be right.
    pub(super) help: Help<'a>,
}

/// What would be right; the nearest word is looked for only when it will be shown.
#[derive(Debug)]
pub(super) enum Help<'a> {
    /// Nothing to say.
    None,
    /// A sentence.
    Text(String),
    /// The nearest of these codes to the word.
    Nearest(&'a Codes, String),
}

impl<'a> Wrong<'a> {
    /// A row that is wrong for a reason, in the words of that row.
    pub(super) fn new(reason: &'static str, message: impl Into<String>) -> Self {
        Self { reason, message: message.into(), cell: None, help: Help::None }
    }

    /// In which cell.
    pub(super) fn cell(mut self, cell: usize) -> Self {
        self.cell = Some(cell);
        self
    }

    /// What would be right.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Help::Text(help.into());
        self
    }

    /// What would be right: the nearest code.
    pub(super) fn nearest(mut self, codes: &'a Codes, word: &str) -> Self {
        self.help = Help::Nearest(codes, word.to_owned());
        self
    }
}

/// What a reader took in of one file, and what it refused.
#[derive(Debug)]
pub(super) struct Refusals {
    intake: Intake,
    problems: Vec<(&'static str, Problem)>,
}

impl Refusals {
    /// Nothing read yet of `file`.
    pub(super) fn new(file: &str) -> Self {
        Self { intake: Intake::new(file), problems: Vec::new() }
    }

    /// Counts a row that was accepted.
    pub(super) fn accept(&mut self) {
        self.intake.accept();
    }

    /// Counts a row that was refused.
    pub(super) fn refuse(&mut self, wrong: Wrong<'_>, place: Place) {
        let known = self.problems.iter().filter(|(reason, _)| *reason == wrong.reason).count();
        if known < Intake::SAMPLES {
            let mut problem = Problem::new(wrong.message).at(place.clone());
            problem.help = match wrong.help {
                Help::None => None,
                Help::Text(text) => Some(text),
                Help::Nearest(codes, word) => codes.suggest(&word),
            };
            self.problems.push((wrong.reason, problem));
        }
        self.intake.refuse(wrong.reason, place);
    }

    /// The report, and the problems in the order of the file with a count of those that are not shown.
    pub(super) fn finish(self) -> (Intake, Vec<Problem>) {
        let mut problems: Vec<Problem> = self.problems.into_iter().map(|(_, problem)| problem).collect();
        for refusal in &self.intake.refusals {
            let more = refusal.count - refusal.samples.len();
            if more > 0 {
                let rows = if more == 1 { "row" } else { "rows" };
                let file = &self.intake.file;
                problems
                    .push(Problem::new(format!("`{file}`: {more} more {rows} refused: {}", refusal.reason)));
            }
        }
        (self.intake, problems)
    }
}
