use super::number;
use crate::reason::Reason;
use memchr::memchr;

/// A sentence that carries a message or a part of one (IEC 61162-1: VDM from others, VDO from the own ship).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sentence<'a> {
    /// Who talks: `AI`, `AB`, `BS` and others.
    pub talker: [u8; 2],
    /// From the receiver's own ship or station: VDO.
    pub own: bool,
    /// Of how many sentences the message is made, 1 to 9.
    pub total: u8,
    /// Which of them this one is, from 1.
    pub number: u8,
    /// What parts of one message have in common; none where nothing stands.
    pub sequence: Option<u32>,
    /// Radio channel: `A`, `B`, `1`, `2`, or 0 where nothing stands.
    pub channel: u8,
    /// The message in letters of six bits.
    pub letters: &'a [u8],
    /// Bits at the end that mean nothing, 0 to 5.
    pub fill: u8,
    /// The checksum that stands in the sentence.
    pub checksum: u8,
    /// Whether it is right.
    pub sound: bool,
    /// What a receiver wrote behind the checksum.
    pub tail: &'a [u8],
}

impl<'a> Sentence<'a> {
    /// Reads what stands between mark and star; the first five bytes are there.
    #[inline]
    pub(super) fn read(body: &'a [u8], tail: &'a [u8], checksum: u8, sound: bool) -> Result<Self, Reason> {
        // a damaged sentence is refused for being damaged, whatever else is wrong with it
        let wrong = |reason| if sound { reason } else { Reason::Checksum };
        let mut fields = Fields(body.get(6..).ok_or(wrong(Reason::Fields))?);
        let total = fields.digit().ok_or(wrong(Reason::Fields))?;
        let part = fields.digit().ok_or(wrong(Reason::Fields))?;
        let sequence = fields.sequence().ok_or(wrong(Reason::Fields))?;
        let channel = fields.next().ok_or(wrong(Reason::Fields))?;
        let letters = fields.next().ok_or(wrong(Reason::Fields))?;
        let fill = match fields.next() {
            Some([digit @ b'0'..=b'5', ..]) => digit - b'0',
            _ => return Err(wrong(Reason::Fields)),
        };
        if total == 0 || part == 0 || part > total {
            return Err(wrong(Reason::PartNumber));
        }
        Ok(Self {
            talker: [body[0], body[1]],
            own: body[4] == b'O',
            total,
            number: part,
            sequence,
            channel: channel.first().copied().unwrap_or(0),
            letters,
            fill,
            checksum,
            sound,
            tail,
        })
    }
}

/// Fields between commas.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    /// The next field; none behind the last.
    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        let end = match self.0 {
            [] => return None,
            [b',', ..] => 0,
            [_, b',', ..] => 1,
            long => memchr(b',', long).unwrap_or(long.len()),
        };
        let field = &self.0[..end];
        self.0 = self.0.get(end + 1..).unwrap_or_default();
        Some(field)
    }

    /// A field of one digit; more digits count as too many.
    #[inline]
    fn digit(&mut self) -> Option<u8> {
        match self.next()? {
            [digit] if digit.is_ascii_digit() => Some(digit - b'0'),
            more => number(more).map(|_| 0),
        }
    }

    /// A field that may be empty.
    #[inline]
    fn sequence(&mut self) -> Option<Option<u32>> {
        match self.next()? {
            [] => Some(None),
            digits => Some(Some(u32::try_from(number(digits)?).ok()?)),
        }
    }
}
