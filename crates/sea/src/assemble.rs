//! Messages of several sentences put together again, whatever stands between the parts and in whatever order they come.

use crate::bits::{Bits, LONGEST};
use crate::line::{Sentence, Tags};
use crate::reason::Reason;
use crate::time::Time;

/// Messages that may wait for parts at once; where one more comes, that which has waited longest is given up.
pub const WAITING: usize = 256;

/// Lines after which a part no longer belongs to those before it: sequence numbers come round within a second on a busy coast.
pub const WINDOW: u64 = 2_000;

/// Milliseconds after which a part no longer belongs to those before it, where both have a time.
pub const APART: i64 = 60_000;

/// Most letters of a message.
const LETTERS: usize = LONGEST / 6;

/// A message whose parts are all there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Whole {
    /// Its bits, or why they cannot be read.
    pub(crate) bits: Result<Bits, Reason>,
    /// How many parts it had.
    pub(crate) parts: u8,
    /// The time of its first part that has one.
    pub(crate) time: Option<Time>,
    /// Whether all checksums were right.
    pub(crate) sound: bool,
    /// The station that received it.
    pub(crate) station: Station,
}

/// The name of a receiving station, as far as it is kept (IEC 61162-450 gives it 15 letters).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Station {
    letters: [u8; 16],
    length: u8,
}

impl Station {
    fn new(name: Option<&[u8]>) -> Self {
        let mut station = Self::default();
        let name = name.unwrap_or_default();
        station.length = name.len().min(16) as u8;
        station.letters[..name.len().min(16)].copy_from_slice(&name[..name.len().min(16)]);
        station
    }

    /// The name; none where no tag block said it.
    pub(crate) fn name(&self) -> Option<&[u8]> {
        (self.length > 0).then_some(&self.letters[..usize::from(self.length)])
    }
}

/// Parts that were given up.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Abandoned {
    /// How many.
    pub(crate) parts: u32,
    /// Line of the last of them.
    pub(crate) line: u64,
    /// Letters of the first of them.
    pub(crate) letters: Vec<u8>,
}

/// One part.
#[derive(Clone, Copy)]
struct Part {
    letters: [u8; LETTERS],
    length: u8,
    fill: u8,
}

/// A message that waits.
struct Slot {
    total: u8,
    /// Bit n - 1 stands for part n.
    seen: u16,
    parts: [Part; 9],
    line: u64,
    time: Option<Time>,
    /// The part that the time is from.
    time_part: u8,
    sound: bool,
    /// The station that received it, and the group of its sentences, where tag blocks say so.
    station: Station,
    group: Option<u64>,
}

/// The messages that wait for parts.
#[derive(Default)]
pub(crate) struct Assembler {
    /// What parts of one message have in common, in the order of `slots`.
    keys: Vec<u64>,
    slots: Vec<Slot>,
}

impl Assembler {
    /// Adds a part, and gives the message whose last one it was; what has to be given up for it goes to `given_up`.
    pub(crate) fn add(
        &mut self,
        sentence: &Sentence<'_>,
        tags: &Tags<'_>,
        time: Option<Time>,
        line: u64,
        given_up: &mut impl FnMut(Abandoned),
    ) -> Result<Option<Whole>, Reason> {
        if sentence.letters.len() > LETTERS {
            return Err(Reason::Long);
        }
        let at = self.place(sentence, tags, time, line, given_up);
        let slot = &mut self.slots[at];
        slot.put(sentence, time, line);
        slot.heard(tags);
        if slot.seen.count_ones() < u32::from(slot.total) {
            return Ok(None);
        }
        let whole = slot.whole();
        self.remove(at);
        Ok(Some(whole))
    }

    /// Gives up all that wait.
    pub(crate) fn finish(&mut self, given_up: &mut impl FnMut(Abandoned)) {
        self.slots.iter().for_each(|slot| given_up(slot.abandon()));
        self.slots.clear();
        self.keys.clear();
    }

    /// The slot that a part belongs to, a new one if need be.
    fn place(
        &mut self,
        sentence: &Sentence<'_>,
        tags: &Tags<'_>,
        time: Option<Time>,
        line: u64,
        given_up: &mut impl FnMut(Abandoned),
    ) -> usize {
        let key = key(sentence);
        let mut known = self.keys.iter().zip(&self.slots);
        if let Some(at) = known.position(|(known, slot)| *known == key && slot.may_be_of(tags)) {
            if self.slots[at].takes(sentence, time, line) {
                return at;
            }
            given_up(self.slots[at].abandon());
            self.slots[at].begin(sentence.total);
            return at;
        }
        if self.slots.len() == WAITING {
            let oldest = (0..WAITING).min_by_key(|at| self.slots[*at].line).unwrap_or(0);
            given_up(self.slots[oldest].abandon());
            self.keys[oldest] = key;
            self.slots[oldest].begin(sentence.total);
            return oldest;
        }
        self.keys.push(key);
        self.slots.push(Slot::new(sentence.total));
        self.slots.len() - 1
    }

    fn remove(&mut self, at: usize) {
        self.keys.swap_remove(at);
        self.slots.swap_remove(at);
    }
}

/// Talker, channel, sequence number, own or not: parts of one message have them in common. Station and group may be said of one only.
fn key(sentence: &Sentence<'_>) -> u64 {
    let talker = u64::from(u16::from_be_bytes(sentence.talker));
    let sequence = sentence.sequence.map_or(0, |sequence| 1 << 32 | u64::from(sequence));
    talker << 48 | u64::from(sentence.channel) << 40 | u64::from(sentence.own) << 39 | sequence
}

impl Slot {
    fn new(total: u8) -> Self {
        let part = Part { letters: [0; LETTERS], length: 0, fill: 0 };
        Self {
            total,
            seen: 0,
            parts: [part; 9],
            line: 0,
            time: None,
            time_part: 0,
            sound: true,
            station: Station::default(),
            group: None,
        }
    }

    /// Forgets what was there.
    fn begin(&mut self, total: u8) {
        self.total = total;
        self.seen = 0;
        self.time = None;
        self.sound = true;
        self.station = Station::default();
        self.group = None;
    }

    /// Whether a part is of the same station and group, as far as both say. Several stations send parts with one sequence number.
    fn may_be_of(&self, tags: &Tags<'_>) -> bool {
        let station = Station::new(tags.source);
        let one_station = station.length == 0 || self.station.length == 0 || station == self.station;
        let one_group = match (self.group, tags.group) {
            (Some(ours), Some(theirs)) => ours == theirs.id,
            _ => true,
        };
        one_station && one_group
    }

    /// Keeps which station and group a part is of.
    fn heard(&mut self, tags: &Tags<'_>) {
        if self.station.length == 0 {
            self.station = Station::new(tags.source);
        }
        self.group = self.group.or(tags.group.map(|group| group.id));
    }

    /// Whether a part belongs to those that are there.
    fn takes(&self, sentence: &Sentence<'_>, time: Option<Time>, line: u64) -> bool {
        let near = match (self.time, time) {
            (Some(ours), Some(theirs)) => ours.milliseconds.abs_diff(theirs.milliseconds) <= APART as u64,
            _ => true,
        };
        let missing = self.seen & bit(sentence.number) == 0;
        missing && near && self.total == sentence.total && line.saturating_sub(self.line) <= WINDOW
    }

    fn put(&mut self, sentence: &Sentence<'_>, time: Option<Time>, line: u64) {
        let part = &mut self.parts[usize::from(sentence.number - 1)];
        part.letters[..sentence.letters.len()].copy_from_slice(sentence.letters);
        part.length = sentence.letters.len() as u8;
        part.fill = sentence.fill;
        if time.is_some() && (self.time.is_none() || sentence.number < self.time_part) {
            self.time = time;
            self.time_part = sentence.number;
        }
        self.seen |= bit(sentence.number);
        self.sound &= sentence.sound;
        self.line = line;
    }

    fn whole(&self) -> Whole {
        Whole {
            bits: self.bits(),
            parts: self.total,
            time: self.time,
            sound: self.sound,
            station: self.station,
        }
    }

    fn bits(&self) -> Result<Bits, Reason> {
        let parts = &self.parts[..usize::from(self.total)];
        let letters: usize = parts.iter().map(|part| usize::from(part.length)).sum();
        if letters > LETTERS {
            return Err(Reason::Long);
        }
        if letters == 0 {
            return Err(Reason::Empty);
        }
        let mut bits = Bits::new();
        let sound = match parts.split_last() {
            Some((last, before)) if before.iter().all(|part| part.fill == 0) => {
                let mut all = [0; LETTERS];
                let mut at = 0;
                for part in parts {
                    let length = usize::from(part.length);
                    all[at..at + length].copy_from_slice(part.text());
                    at += length;
                }
                bits.read_armor(&all[..at], last.fill)
            }
            _ => parts.iter().all(|part| bits.push_armor(part.text(), part.fill)),
        };
        if sound { Ok(bits) } else { Err(Reason::Letters) }
    }

    fn abandon(&self) -> Abandoned {
        let first = self.seen.trailing_zeros() as usize;
        let letters = self.parts.get(first).map(|part| part.text().to_vec()).unwrap_or_default();
        Abandoned { parts: self.seen.count_ones(), line: self.line, letters }
    }
}

impl Part {
    fn text(&self) -> &[u8] {
        &self.letters[..usize::from(self.length)]
    }
}

fn bit(part: u8) -> u16 {
    1 << (part - 1)
}
