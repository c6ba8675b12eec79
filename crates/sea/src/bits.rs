//! The bits of a message: from the letters of a sentence, and back into them.

/// Longest message that is taken, in bits: five slots carry less than 1200 (ITU-R M.1371-5, annex 8), and some receivers pad.
pub const LONGEST: usize = 1280;

/// Bytes that hold them.
const BYTES: usize = LONGEST / 8;

/// Room behind the bits, so that eight bytes can be read from any of them.
const SLACK: usize = 8;

/// The bits of one message, the first of them first. Behind the end stand zeros.
///
/// ```
/// use thalweg_sea::Bits;
/// let bits = Bits::from_armor(b"15RTgt0PAso;90TKcjM8h6g208CQ", 0).ok_or("letters")?;
/// assert_eq!((bits.len(), bits.unsigned(0, 6), bits.unsigned(8, 30)), (168, 1, 371_798_000));
/// assert_eq!(bits.signed(61, 28), -74_037_230);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy)]
pub struct Bits {
    bytes: [u8; BYTES + SLACK],
    length: u16,
}

impl Default for Bits {
    fn default() -> Self {
        Self { bytes: [0; BYTES + SLACK], length: 0 }
    }
}

impl PartialEq for Bits {
    fn eq(&self, other: &Self) -> bool {
        self.length == other.length && self.bytes[..BYTES] == other.bytes[..BYTES]
    }
}

impl std::fmt::Debug for Bits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.length, hexadecimal(self.used()))
    }
}

impl Bits {
    /// No bits.
    pub fn new() -> Self {
        Self::default()
    }

    /// The bits behind the letters of a sentence (NMEA 0183, six bits each) less the fill bits at the end; none where a byte is
    /// not one of the 64 letters, there are more than [`LONGEST`] bits, or the fill bits are more than there are.
    pub fn from_armor(letters: &[u8], fill: u8) -> Option<Self> {
        let mut bits = Self::new();
        bits.read_armor(letters, fill).then_some(bits)
    }

    /// Replaces the bits by those of the letters, as [`Bits::from_armor`]; says whether they could be read.
    pub fn read_armor(&mut self, letters: &[u8], fill: u8) -> bool {
        let whole = letters.len() * 6;
        let fill = usize::from(fill);
        if whole > LONGEST || fill > 5 || fill > whole {
            return false;
        }
        let (blocks, rest) = letters.as_chunks::<8>();
        let mut at = 0;
        let mut sound = true;
        for block in blocks {
            sound &= self.unpack(*block, at);
            at += 6;
        }
        if !rest.is_empty() {
            let mut block = [b'0'; 8];
            block[..rest.len()].copy_from_slice(rest);
            sound &= self.unpack(block, at);
            at += 6;
        }
        // what an earlier message left behind this one must read as zeros
        let before = usize::from(self.length).div_ceil(8);
        if before > at {
            self.bytes[at..before].fill(0);
        }
        self.length = (at * 8) as u16;
        self.truncate(whole - fill);
        sound
    }

    /// Writes the 48 bits of eight letters at a byte; says whether all are letters.
    #[inline]
    fn unpack(&mut self, block: [u8; 8], at: usize) -> bool {
        const ONES: u64 = 0x0101_0101_0101_0101;
        const HIGH: u64 = ONES * 0x80;
        let letters = u64::from_be_bytes(block);
        // with the high bit clear no sum carries into the next byte: its high bit tells "at least"
        let plain = letters & !HIGH;
        let from_0 = plain + ONES * (0x80 - 0x30);
        let above_w = plain + ONES * (0x80 - 0x58);
        let from_tick = plain + ONES * (0x80 - 0x60);
        let beyond = plain + ONES * (0x80 - 0x78);
        let sound = !letters & from_0 & (!above_w | from_tick) & !beyond & HIGH;
        let values = plain.wrapping_sub(ONES * 0x30).wrapping_sub((from_tick & HIGH) >> 4) & (ONES * 0x3f);
        // six bits and six bits to twelve, to twenty-four, to forty-eight
        let twelve = ((values >> 2) & 0x0fc0_0fc0_0fc0_0fc0) | (values & 0x003f_003f_003f_003f);
        let twenty_four = ((twelve >> 4) & 0x00ff_f000_00ff_f000) | (twelve & 0x0000_0fff_0000_0fff);
        let all = ((twenty_four >> 8) & 0xffff_ff00_0000) | (twenty_four & 0xff_ffff);
        let out = (all << 16).to_be_bytes();
        if let Some(target) = self.bytes.get_mut(at..at + 8) {
            target.copy_from_slice(&out);
        }
        sound == HIGH
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        usize::from(self.length)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// An unsigned number of at most 57 bits that begins at a bit.
    #[inline]
    pub fn unsigned(&self, at: usize, width: usize) -> u64 {
        debug_assert!(width <= 57);
        if width == 0 {
            return 0;
        }
        let start = at / 8;
        let word = self.bytes.get(start..start + 8).and_then(|bytes| bytes.try_into().ok());
        let word = word.map_or(0, u64::from_be_bytes);
        (word << (at % 8)) >> (64 - width)
    }

    /// A number in two's complement of at most 57 bits that begins at a bit.
    #[inline]
    pub fn signed(&self, at: usize, width: usize) -> i64 {
        if width == 0 {
            return 0;
        }
        ((self.unsigned(at, width) << (64 - width)) as i64) >> (64 - width)
    }

    /// Appends the lowest bits of a number, at most 57; what does not fit into [`LONGEST`] is left out.
    pub fn push(&mut self, value: u64, width: usize) {
        let at = self.len();
        if width == 0 || at + width > LONGEST {
            return;
        }
        let start = at / 8;
        if let Some(window) = self.bytes.get_mut(start..start + 8) {
            let mut word = [0; 8];
            word.copy_from_slice(window);
            let value = value & (u64::MAX >> (64 - width));
            let word = u64::from_be_bytes(word) | (value << (64 - width)) >> (at % 8);
            window.copy_from_slice(&word.to_be_bytes());
        }
        self.length += width as u16;
    }

    /// Appends the letters of a part and takes its fill bits off again; says whether it could.
    pub fn push_armor(&mut self, letters: &[u8], fill: u8) -> bool {
        let whole = letters.len() * 6;
        if self.len() + whole > LONGEST || usize::from(fill) > whole.min(5) {
            return false;
        }
        for letter in letters {
            match letter {
                b'0'..=b'W' => self.push(u64::from(letter - b'0'), 6),
                b'`'..=b'w' => self.push(u64::from(letter - b'0' - 8), 6),
                _ => return false,
            }
        }
        self.truncate(self.len() - usize::from(fill));
        true
    }

    /// Keeps the first bits only, and makes those behind them zeros.
    pub fn truncate(&mut self, length: usize) {
        if length >= self.len() {
            return;
        }
        let (byte, bit) = (length / 8, length % 8);
        let end = self.len().div_ceil(8);
        self.bytes[byte] &= !(0xffu8.checked_shr(bit as u32).unwrap_or(0));
        self.bytes[byte + 1..end.max(byte + 1)].fill(0);
        self.length = length as u16;
    }

    /// The bits from one to another, as bits of their own.
    pub fn slice(&self, from: usize, to: usize) -> Self {
        let to = to.min(self.len());
        let mut part = Self::new();
        let mut at = from;
        while at < to {
            let width = (to - at).min(48);
            part.push(self.unsigned(at, width), width);
            at += width;
        }
        part
    }

    /// The bytes that hold bits; the last one is filled with zeros.
    pub fn used(&self) -> &[u8] {
        &self.bytes[..self.len().div_ceil(8)]
    }

    /// The letters of a sentence for these bits, and how many fill bits stand at their end.
    pub fn armor(&self) -> (Vec<u8>, u8) {
        let count = self.len().div_ceil(6);
        let letter = |index: usize| {
            let value = self.unsigned(index * 6, 6) as u8;
            if value < 40 { value + b'0' } else { value + b'0' + 8 }
        };
        ((0..count).map(letter).collect(), (count * 6 - self.len()) as u8)
    }
}

/// Bytes in hexadecimal.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn eight_at_once_are_those_one_by_one(letters in prop::collection::vec(any::<u8>(), 0..220), fill in 0u8..7) {
            let mut slow = Bits::new();
            let sound = slow.push_armor(&letters, fill);
            let fast = Bits::from_armor(&letters, fill);
            prop_assert_eq!(fast.is_some(), sound);
            if let Some(fast) = fast {
                prop_assert_eq!(fast, slow);
            }
        }

        #[test]
        fn letters_come_back(bytes in prop::collection::vec(0u64..64, 1..213)) {
            let mut bits = Bits::new();
            bytes.iter().for_each(|value| bits.push(*value, 6));
            let (letters, fill) = bits.armor();
            prop_assert_eq!(Bits::from_armor(&letters, fill), Some(bits));
            // reading over an older, longer message leaves nothing of it
            let mut old = Bits::from_armor(&[b'w'; 213], 0).unwrap();
            prop_assert!(old.read_armor(&letters, fill));
            prop_assert_eq!(old, bits);
        }

        #[test]
        fn what_was_pushed_is_read(values in prop::collection::vec((any::<u64>(), 1usize..58), 1..20)) {
            let mut bits = Bits::new();
            values.iter().for_each(|(value, width)| bits.push(*value, *width));
            let mut at = 0;
            for (value, width) in values {
                prop_assert_eq!(bits.unsigned(at, width), value & (u64::MAX >> (64 - width)));
                at += width;
            }
            let part = bits.slice(3, at);
            prop_assert_eq!(part.unsigned(0, 20), bits.unsigned(3, 20));
        }
    }

    #[test]
    fn too_many_or_strange_letters_are_none() {
        assert!(Bits::from_armor(&[b'0'; 214], 0).is_none());
        assert!(Bits::from_armor(b"0X", 0).is_none());
        assert!(Bits::from_armor(b"0\xb0", 0).is_none());
        assert!(Bits::from_armor(b"", 1).is_none());
        assert!(Bits::from_armor(b"w", 6).is_none());
        assert_eq!(Bits::from_armor(b"w", 2).map(|bits| bits.used().to_vec()), Some(vec![0b1111_0000]));
    }
}
