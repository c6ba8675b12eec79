//! A line of a log taken apart: tag blocks, one sentence, what a receiver wrote behind it, and whatever is glued to its end.

mod sentence;
mod tags;

pub use sentence::Sentence;
pub use tags::{Group, Tags};

use crate::reason::Reason;
use memchr::memchr;

/// What a piece of a line is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Piece<'a> {
    /// Nothing but spaces.
    Blank,
    /// A remark: begins with `#`.
    Remark,
    /// Tag blocks without a sentence.
    TagsAlone,
    /// A message, or a part of one: VDM or VDO of any talker.
    Message(Sentence<'a>),
    /// Another sentence of NMEA 0183 with a right checksum.
    Other(Other<'a>),
}

/// A sentence that carries no AIS message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Other<'a> {
    /// Its name: talker and kind, such as `AIVSI`, or `P` and a maker's code.
    pub name: &'a [u8],
    /// What stands between its mark and its checksum.
    pub body: &'a [u8],
}

/// A piece with its tags, and what is left of the line behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split<'a> {
    /// What its tag blocks say.
    pub tags: Tags<'a>,
    /// What it is, or why it is nothing.
    pub piece: Result<Piece<'a>, Reason>,
    /// Another piece glued to it.
    pub rest: Option<&'a [u8]>,
}

impl<'a> Split<'a> {
    fn of(tags: Tags<'a>, piece: Result<Piece<'a>, Reason>) -> Self {
        Self { tags, piece, rest: None }
    }
}

/// Takes the first piece off a line.
///
/// ```
/// use thalweg_sea::line::{Piece, split};
/// let line = br"\s:rEV02,c:1334337317*58\!AIVDM,1,1,,B,19NWuLhuRb5QHfCpPcwj`26B0<02,0*5F";
/// let split = split(line);
/// assert_eq!((split.tags.source, split.tags.clock), (Some(&b"rEV02"[..]), Some(1_334_337_317)));
/// let Ok(Piece::Message(sentence)) = split.piece else { panic!("a sentence") };
/// assert_eq!((sentence.channel, sentence.letters.len(), sentence.sound), (b'B', 28, true));
/// ```
pub fn split(line: &[u8]) -> Split<'_> {
    match line.first() {
        Some(b'!' | b'$') => sentence(Tags::default(), line),
        Some(b'\\') => tagged(line),
        _ => strange(line),
    }
}

/// A line that begins with neither a sentence nor a tag block.
fn strange(line: &[u8]) -> Split<'_> {
    let text = line.trim_ascii();
    match text.first() {
        None => Split::of(Tags::default(), Ok(Piece::Blank)),
        Some(b'#') => Split::of(Tags::default(), Ok(Piece::Remark)),
        Some(b'!' | b'$' | b'\\') if text.len() < line.len() => split(text),
        _ => match memchr(b'!', text) {
            // loggers write their own clock before the sentence
            Some(at) if is_message(&text[at..]) => sentence(Tags::default(), &text[at..]),
            _ => Split::of(Tags::default(), Err(Reason::NoSentence)),
        },
    }
}

fn is_message(text: &[u8]) -> bool {
    text.get(3..5) == Some(b"VD") && text.get(6) == Some(&b',')
}

fn tagged(line: &[u8]) -> Split<'_> {
    let Some((tags, rest)) = tags::read(line) else {
        return Split::of(Tags::default(), Err(Reason::TagBlock));
    };
    match rest.first() {
        Some(b'!' | b'$') => sentence(tags, rest),
        _ if rest.trim_ascii().is_empty() => Split::of(tags, Ok(Piece::TagsAlone)),
        _ => Split::of(tags, Err(Reason::NoSentence)),
    }
}

/// A sentence from its mark on.
fn sentence<'a>(tags: Tags<'a>, text: &'a [u8]) -> Split<'a> {
    let Some(star) = memchr(b'*', text) else {
        return Split::of(tags, Err(Reason::NoChecksum));
    };
    let Some(stated) = text.get(star + 1..star + 3).and_then(hexadecimal) else {
        return Split::of(tags, Err(Reason::NoChecksum));
    };
    let (body, tail) = (&text[1..star], &text[star + 3..]);
    let sound = checksum(body) == stated;
    let (tail, rest) = glued(tail);
    let piece = match body.get(2..5) {
        Some(b"VDM" | b"VDO") if text[0] == b'!' => {
            Sentence::read(body, tail, stated, sound).map(Piece::Message)
        }
        _ if !sound => Err(Reason::Checksum),
        _ => Ok(Piece::Other(Other { name: name(body), body })),
    };
    Split { tags, piece, rest }
}

/// What is behind a checksum: the receiver's remarks, and another piece if a sentence follows.
fn glued(tail: &[u8]) -> (&[u8], Option<&[u8]>) {
    if tail.len() < 4 {
        return (tail, None);
    }
    let begins = |byte: &u8| matches!(byte, b'\\' | b'!' | b'$');
    match tail.iter().position(begins) {
        Some(at) if tail[at..].iter().any(|byte| matches!(byte, b'!' | b'$')) => {
            (&tail[..at], Some(&tail[at..]))
        }
        _ => (tail, None),
    }
}

/// The name of a sentence: what stands before its first comma.
fn name(body: &[u8]) -> &[u8] {
    let end = memchr(b',', body).unwrap_or(body.len());
    &body[..end.min(6)]
}

/// All bytes of a sentence between its mark and its star, combined by exclusive or (NMEA 0183).
pub fn checksum(body: &[u8]) -> u8 {
    let (words, rest) = body.as_chunks::<8>();
    let word = words.iter().fold(0, |sum, word| sum ^ u64::from_le_bytes(*word));
    let word = word ^ (word >> 32);
    let word = word ^ (word >> 16);
    let word = word ^ (word >> 8);
    rest.iter().fold(word as u8, |sum, byte| sum ^ byte)
}

/// Two hexadecimal digits.
pub(crate) fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    match digits {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    }
}

/// A whole number of at most 18 digits.
pub(crate) fn number(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    digits.iter().try_fold(0u64, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u64::from(byte - b'0')))
}
