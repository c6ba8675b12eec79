//! Who is blocked because of who owns it, under the law of the US, the EU and the UK side by side, as of a day.
//!
//! A [`Graph`] holds who holds what of whom; [`Seeds`] say who is listed. [`assess`] finds who is blocked by each law on a day; each
//! [`Answer`] has the path of holdings and where each is said. The rules, with the texts that they are taken from, are in
//! `docs/ownership.md`.
//!
//! This is no legal advice: the laws leave room, and where they do the answers are on the cautious side and say so.

mod answer;
mod assess;
mod bods;
mod class;
mod closure;
mod dilute;
mod entities;
mod explain;
mod government;
mod graph;
mod judge;
mod law;
mod local;
mod past;
mod persons;
mod read;
mod seeds;
mod sentence;
mod share;
mod ships;
mod snapshot;
mod threshold;

pub use answer::{Answer, Note, NoteKind, Step, Threshold, Verdict};
pub use assess::{Assessment, Question, assess};
pub use class::Class;
pub use government::{BLOCKED_GOVERNMENTS, BlockedGovernment};
pub use graph::{Graph, NewHolding, Node, NodeId};
pub use law::{Chains, Grade, Law, ParseChainsError, ParseLawError, Rules};
pub use read::OwnersError;
pub use seeds::{Matched, Seed, Seeds};
pub use share::{Share, Stake, StakeError};
