use crate::{Place, Problem};
use serde::Serialize;

/// What a reader took in: how many rows it read, how many it accepted, and why it refused the others.
///
/// A reader never loses a row in silence: `read == accepted + refused()`.
///
/// ```
/// use thalweg_core::{Intake, Place};
/// let mut intake = Intake::new("flows.csv");
/// intake.accept();
/// intake.refuse("negative flow", Place::new("flows.csv", 3, "USA,CHN,steel,-1"));
/// assert_eq!((intake.read(), intake.accepted, intake.refused()), (2, 1, 1));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Intake {
    /// The file that was read.
    pub file: String,
    /// Rows that were accepted.
    pub accepted: usize,
    /// Rows that were refused, by reason, in the order in which the reasons first occurred.
    pub refusals: Vec<Refusal>,
}

/// The rows that a reader refused for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Refusal {
    /// Why, in a few words.
    pub reason: String,
    /// How many rows.
    pub count: usize,
    /// The first few of them.
    pub samples: Vec<Place>,
}

impl Intake {
    /// Rows of one reason that are shown; the others are only counted.
    pub const SAMPLES: usize = 5;

    /// An empty report for `file`.
    pub fn new(file: impl Into<String>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }

    /// Counts a row that was accepted.
    pub fn accept(&mut self) {
        self.accepted += 1;
    }

    /// Counts a row that was refused, and keeps it as a sample if it is among the first for its reason.
    pub fn refuse(&mut self, reason: impl AsRef<str>, place: Place) {
        let reason = reason.as_ref();
        let known = self.refusals.iter().position(|r| r.reason == reason);
        let index = known.unwrap_or_else(|| {
            self.refusals.push(Refusal { reason: reason.to_owned(), count: 0, samples: Vec::new() });
            self.refusals.len() - 1
        });
        let refusal = &mut self.refusals[index];
        refusal.count += 1;
        if refusal.samples.len() < Self::SAMPLES {
            refusal.samples.push(place);
        }
    }

    /// Rows that were refused, for whatever reason.
    pub fn refused(&self) -> usize {
        self.refusals.iter().map(|r| r.count).sum()
    }

    /// Rows that were read.
    pub fn read(&self) -> usize {
        self.accepted + self.refused()
    }

    /// A note for each reason: how many rows were refused for it, with the first of them.
    pub fn notes(&self) -> impl Iterator<Item = Problem> + '_ {
        self.refusals.iter().map(|refusal| {
            let note = Problem::new(format!("refused {}: {}", refusal.count, refusal.reason));
            match refusal.samples.first() {
                Some(place) => note.at(place.clone()),
                None => note,
            }
        })
    }

    /// The samples of all refusals as problems, each with its reason.
    pub fn problems(&self) -> impl Iterator<Item = Problem> + '_ {
        self.refusals
            .iter()
            .flat_map(|r| r.samples.iter().map(|p| Problem::new(r.reason.clone()).at(p.clone())))
    }
}
