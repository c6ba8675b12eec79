use super::{Class, Grade, Law, NodeId, Share, Stake};
use crate::{EntityKind, Trace};
use jiff::civil::Date;
use serde::Serialize;

/// What a law answers for somebody on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is blocked itself: a list names it, or it is of a government that the law blocks.
    Listed,
    /// Blocked persons own it.
    Owned,
    /// It is presumed to be theirs; whoever has proof can rebut it.
    Presumed,
    /// They control it.
    Controlled,
    /// It hangs on a share that is not known.
    Depends,
    /// None of these.
    No,
}

impl Verdict {
    /// In words, as on a page.
    pub fn words(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Owned => Grade::Owned.words(),
            Self::Presumed => Grade::Presumed.words(),
            Self::Controlled => Grade::Controlled.words(),
            Self::Depends => "depends",
            Self::No => "no",
        }
    }

    /// Whether it is blocked as far as is known.
    pub fn blocks(self) -> bool {
        !matches!(self, Self::Depends | Self::No)
    }

    pub(super) fn of(grade: u8) -> Option<Self> {
        match grade {
            1 => Some(Self::Owned),
            2 => Some(Self::Presumed),
            3 => Some(Self::Controlled),
            _ => None,
        }
    }
}

impl From<Grade> for Verdict {
    fn from(grade: Grade) -> Self {
        match grade {
            Grade::Owned => Self::Owned,
            Grade::Presumed => Self::Presumed,
            Grade::Controlled => Self::Controlled,
        }
    }
}

/// One link of a path: who holds what of whom, and where that is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Who holds.
    pub holder: String,
    /// What it is listed by, in words; none where it is not listed.
    pub listed: Option<String>,
    /// What is held.
    pub held: String,
    /// How much; none where the tie has no number.
    pub stake: Option<Stake>,
    /// Of what.
    pub class: Class,
    /// The class as written.
    pub label: String,
    /// Since when, of its first record.
    pub from: Option<Date>,
    /// Who says so, in the words of the table, of its first record.
    pub source: String,
    /// The file of its first record, and the line.
    pub file: String,
    /// Where its first record stands.
    pub trace: Trace,
    /// How many records it is made of.
    pub records: usize,
    /// Whether it counts only as a part of a joint arrangement.
    pub joint: bool,
}

impl Step {
    /// In words: `X holds 50 percent of A`.
    pub fn words(&self) -> String {
        let Self { holder, held, .. } = self;
        let joint = if self.joint { ", in a joint arrangement" } else { "" };
        match (self.class, self.stake) {
            (Class::Votes, Some(stake)) => format!("{holder} holds {stake} of the votes of {held}{joint}"),
            (_, Some(stake)) => format!("{holder} holds {stake} of {held}{joint}"),
            (Class::Board, None) => format!("{holder} appoints the board of {held}"),
            (class, None) => format!("{holder} {} {held}", class.words()),
        }
    }
}

/// The least share of one unknown holding that would block somebody, all others at the least that they can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Threshold {
    /// Who holds it.
    pub holder: String,
    /// What is held.
    pub held: String,
    /// As far as it is known.
    pub stake: Stake,
    /// The least share that blocks.
    pub at_least: Share,
    /// What it is then.
    pub then: Grade,
    /// Whether the holding is unclear because several records tell of it, which may be one holding or several.
    pub several_records: bool,
}

impl Threshold {
    /// In words: `owned if T holds at least 3 percent of A`.
    pub fn words(&self) -> String {
        let Self { holder, held, .. } = self;
        let then = self.then.words();
        if self.several_records {
            return format!(
                "{then} if the records of what {holder} holds of {held} tell of separate holdings ({} percent together)",
                self.at_least.at_least()
            );
        }
        format!("{then} if {holder} holds {} percent of {held}", self.at_least.at_least())
    }
}

/// What else should be known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Note {
    /// What kind of thing.
    pub kind: NoteKind,
    /// In a sentence.
    pub text: String,
}

/// What kind of thing a note tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// It was owned before, and a sale ended that.
    SoldBefore,
    /// A sale shortly before a listing.
    SoldShortlyBeforeListing,
    /// A blocked person signs or acts for it.
    Signatory,
    /// Blocked persons hold a part that is too small.
    Minority,
    /// A blocked person controls it, which this law does not count.
    Control,
    /// Property in which a blocked person has any interest.
    PropertyInterest,
    /// Its holders have more than all of it, or the records contradict each other.
    Contradiction,
    /// It could be more than what is known.
    CouldBe,
    /// The other way to count chains, which the law leaves open, answers otherwise.
    OtherReading,
    /// Something that was not looked at, or that a reader has to know.
    Limit,
}

/// What one law answers for one node, with the path and its sources.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// Which node.
    pub node: NodeId,
    /// What it is called.
    pub entity: String,
    /// What it is.
    pub kind: EntityKind,
    /// Whose law.
    pub law: Law,
    /// As of which day.
    pub day: Date,
    /// The answer.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub sentence: String,
    /// The text that says so.
    pub source_of_law: &'static str,
    /// The holdings that make it so, from the listed to the node.
    pub path: Vec<Step>,
    /// Links that are not shown because there are too many.
    pub steps_left_out: usize,
    /// Where it hangs on a share that is not known: how much would block.
    pub thresholds: Vec<Threshold>,
    /// What else should be known.
    pub notes: Vec<Note>,
}

impl Answer {
    /// The verdict in words, with what it hangs on: `depends: owned if T holds at least 3 percent of A`.
    pub fn words(&self) -> String {
        match self.thresholds.first() {
            Some(first) if self.verdict == Verdict::Depends => format!("depends: {}", first.words()),
            _ => self.verdict.words().to_owned(),
        }
    }

    /// The path in words.
    pub fn path_words(&self) -> String {
        let mut steps: Vec<String> = self.path.iter().map(Step::words).collect();
        if self.steps_left_out > 0 {
            steps.push(format!("and {} more", self.steps_left_out));
        }
        steps.join("; ")
    }
}
