//! What became of every line.

mod tables;

use crate::assemble::Abandoned;
use crate::reason::Reason;
use crate::time::{How, NoTime, Time};
use serde::Serialize;
use std::collections::BTreeMap;
use thalweg_core::{Intake, Place, Refusal};

/// Different reasons, with their numbers, that are told apart; beyond that the numbers are left out.
const REASONS: usize = 200;

/// Names of other sentences that are told apart.
const NAMES: usize = 64;

/// What became of every line: nothing that was read is missing in it.
///
/// A line is one piece, or several where a logger lost a line end; [`Account::pieces`] is the sum of all that pieces can be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Account {
    /// Lines.
    pub lines: u64,
    /// Pieces glued to the end of a line, beyond the first of it.
    pub glued: u64,
    /// Empty lines.
    pub blank: u64,
    /// Remarks: lines that begin with `#`.
    pub remarks: u64,
    /// Tag blocks without a sentence.
    pub tags_alone: u64,
    /// Other sentences of NMEA 0183 with a right checksum.
    pub other: u64,
    /// Sentences of messages (VDM, VDO) with a right checksum, whatever became of them.
    pub sentences: u64,
    /// Sentences with a wrong checksum that were kept because that was wanted.
    pub kept_damaged: u64,
    /// Messages: each is the last sentence of its kind.
    pub messages: u64,
    /// Sentences before the last of a message.
    pub joined: u64,
    /// Sentences that wait for others; none at the end.
    pub waiting: u64,
    /// Tag blocks with a wrong checksum: nothing was taken from them.
    pub damaged_tags: u64,
    /// Messages without a time although one is stated: it is decades off.
    pub times_refused: u64,
    /// Times before that of the message before.
    pub backwards: u64,
    /// Earliest and latest time, milliseconds since 1970.
    pub span: Option<(i64, i64)>,
    /// Messages by type, in order.
    pub types: BTreeMap<u8, u64>,
    /// Sentences of messages by talker.
    pub talkers: BTreeMap<String, u64>,
    /// Other sentences by name.
    pub others: BTreeMap<String, u64>,
    /// Messages by how their time is known.
    pub clocks: BTreeMap<How, u64>,
    #[serde(skip)]
    tallies: Tallies,
    #[serde(skip)]
    refused: Vec<Refused>,
    #[serde(skip)]
    last: Option<i64>,
}

/// Counts that are taken for every line, without a search in a tree.
#[derive(Debug, Clone, Default, PartialEq)]
struct Tallies {
    types: [u64; 32],
    clocks: [u64; 8],
    talkers: Vec<([u8; 2], u64)>,
    others: Vec<([u8; 6], u64)>,
}

/// Pieces refused for one reason.
#[derive(Debug, Clone, PartialEq)]
struct Refused {
    /// None: parts of messages that never ended.
    reason: Option<Reason>,
    count: u64,
    samples: Vec<Place>,
}

impl Account {
    /// All pieces that were read.
    pub fn pieces(&self) -> u64 {
        self.lines + self.glued
    }

    /// All that pieces became; the same as [`Account::pieces`].
    pub fn accounted(&self) -> u64 {
        let silent = self.blank + self.remarks + self.tags_alone + self.other;
        silent + self.messages + self.joined + self.waiting + self.refused()
    }

    /// Pieces that were refused.
    pub fn refused(&self) -> u64 {
        self.refused.iter().map(|refused| refused.count).sum()
    }

    /// What was refused, by reason, with samples; all else counts as accepted.
    pub fn intake(&self, file: &str) -> Intake {
        let refusals = self.refused.iter().map(|refused| Refusal {
            reason: refused.reason.map_or_else(|| UNFINISHED.to_owned(), |reason| reason.to_string()),
            count: refused.count as usize,
            samples: refused.samples.clone(),
        });
        let accepted = (self.pieces() - self.refused()) as usize;
        Intake { file: file.to_owned(), accepted, refusals: refusals.collect() }
    }

    pub(crate) fn refuse(&mut self, reason: Reason, place: impl FnOnce() -> Place) {
        self.count_refused(Some(reason), 1, place);
    }

    pub(crate) fn abandon(&mut self, file: &str, given_up: &Abandoned) {
        let text = String::from_utf8_lossy(&given_up.letters).into_owned();
        let place = || Place::new(file, given_up.line as usize, &text);
        self.count_refused(None, u64::from(given_up.parts), place);
    }

    fn count_refused(&mut self, reason: Option<Reason>, count: u64, place: impl FnOnce() -> Place) {
        let full = self.refused.len() >= REASONS;
        let find = |refused: &[Refused], reason| refused.iter().position(|known| known.reason == reason);
        let known = find(&self.refused, reason);
        let reason = if known.is_none() && full { reason.map(Reason::general) } else { reason };
        let at = known.or_else(|| find(&self.refused, reason)).unwrap_or_else(|| {
            self.refused.push(Refused { reason, count: 0, samples: Vec::new() });
            self.refused.len() - 1
        });
        let refused = &mut self.refused[at];
        refused.count += count;
        if refused.samples.len() < Intake::SAMPLES {
            refused.samples.push(place());
        }
    }

    #[inline]
    pub(crate) fn talker(&mut self, talker: [u8; 2]) {
        tally(&mut self.tallies.talkers, talker);
    }

    pub(crate) fn name(&mut self, name: &[u8]) {
        let mut short = [0; 6];
        short[..name.len()].copy_from_slice(name);
        tally(&mut self.tallies.others, short);
    }

    /// Counts a message and what its time is.
    #[inline]
    pub(crate) fn message(&mut self, kind: u8, parts: u8, time: &Result<Time, NoTime>) {
        let before = u64::from(parts) - 1;
        self.messages += 1;
        self.joined += before;
        self.waiting -= before;
        self.tallies.types[usize::from(kind & 31)] += 1;
        match time {
            Ok(time) => self.time(*time),
            Err(NoTime::DecadesOff) => self.times_refused += 1,
            Err(_) => {}
        }
    }

    fn time(&mut self, time: Time) {
        let at = time.milliseconds;
        self.tallies.clocks[time.how as usize] += 1;
        self.backwards += u64::from(self.last.is_some_and(|last| at < last));
        self.last = Some(at);
        self.span = Some(self.span.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
    }

    /// Brings the counts that were taken on the way into their trees.
    pub(crate) fn settle(&mut self) {
        let types = (0u8..).zip(self.tallies.types).filter(|(_, count)| *count > 0);
        self.types = types.collect();
        let word = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end_matches('\0').to_owned();
        self.talkers = self.tallies.talkers.iter().map(|(name, count)| (word(name), *count)).collect();
        self.others = self.tallies.others.iter().map(|(name, count)| (word(name), *count)).collect();
        let hows = How::ALL.iter().map(|how| (*how, self.tallies.clocks[*how as usize]));
        self.clocks = hows.filter(|(_, count)| *count > 0).collect();
    }
}

/// Why parts are refused whose message never ended.
const UNFINISHED: &str = "part of a message whose other parts never came";

/// Counts a name; those beyond [`NAMES`] go under a star.
fn tally<const N: usize>(names: &mut Vec<([u8; N], u64)>, name: [u8; N]) {
    if let Some((_, count)) = names.iter_mut().find(|(known, _)| *known == name) {
        *count += 1;
        return;
    }
    let mut star = [0; N];
    star[0] = b'*';
    let name = if names.len() < NAMES { name } else { star };
    match names.iter_mut().find(|(known, _)| *known == name) {
        Some((_, count)) => *count += 1,
        None => names.push((name, 1)),
    }
}
