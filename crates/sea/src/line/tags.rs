use super::{checksum, hexadecimal, number};
use memchr::memchr;

/// What tag blocks say of a sentence (NMEA 0183 version 4, IEC 61162-450). Of what two blocks say, the first holds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tags<'a> {
    /// `c`: the receiver's clock, in seconds or thousandths since 1970: only the size of the number tells.
    pub clock: Option<u64>,
    /// `s`: the station that received it.
    pub source: Option<&'a [u8]>,
    /// `n`: the line's number.
    pub line: Option<u64>,
    /// `g`: which sentence of which group.
    pub group: Option<Group>,
    /// Blocks whose checksum is wrong: nothing is taken from them.
    pub damaged: u8,
}

/// A sentence's place in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Which sentence it is, from 1.
    pub number: u8,
    /// How many there are.
    pub total: u8,
    /// What the group is called.
    pub id: u64,
}

/// Reads the blocks at the beginning of a line, and gives what is behind them; none where a block has no end.
pub(super) fn read(line: &[u8]) -> Option<(Tags<'_>, &[u8])> {
    let mut tags = Tags::default();
    let mut rest = line;
    while let Some(b'\\') = rest.first() {
        let end = memchr(b'\\', &rest[1..])? + 1;
        tags.add(&rest[1..end]);
        rest = &rest[end + 1..];
    }
    Some((tags, rest))
}

impl<'a> Tags<'a> {
    /// Adds what stands between two backslashes.
    fn add(&mut self, block: &'a [u8]) {
        let star = memchr(b'*', block).unwrap_or(block.len());
        let stated = block.get(star + 1..).and_then(hexadecimal);
        if stated != Some(checksum(&block[..star])) {
            self.damaged = self.damaged.saturating_add(1);
            return;
        }
        for field in block[..star].split(|byte| *byte == b',') {
            if let [key, b':', value @ ..] = field {
                self.set(*key, value);
            }
        }
    }

    fn set(&mut self, key: u8, value: &'a [u8]) {
        match key {
            b'c' => self.clock = self.clock.or_else(|| number(value)),
            b's' => self.source = self.source.or(Some(value)),
            b'n' => self.line = self.line.or_else(|| number(value)),
            b'g' => self.group = self.group.or_else(|| Group::read(value)),
            _ => {}
        }
    }
}

impl Group {
    /// `1-2-1278`.
    fn read(value: &[u8]) -> Option<Self> {
        let mut fields = value.splitn(3, |byte| *byte == b'-').map(number);
        let (number, total, id) = (fields.next()??, fields.next()??, fields.next()??);
        let (number, total) = (u8::try_from(number).ok()?, u8::try_from(total).ok()?);
        (number > 0 && number <= total).then_some(Self { number, total, id })
    }
}
