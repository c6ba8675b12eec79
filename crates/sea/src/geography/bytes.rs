//! Reads what `examples/derive_geography` wrote. At the end come zeros: the data are our own, and a test holds that they are whole.

use std::io::Read;

/// Numbers out of bytes.
pub(super) struct Bytes {
    bytes: Vec<u8>,
    at: usize,
}

impl Bytes {
    /// Inflates; the bytes begin with a mark of five letters.
    pub(super) fn inflate(packed: &[u8]) -> Self {
        let mut bytes = Vec::with_capacity(8 * packed.len());
        // a damaged stream ends early, and the reader then sees zeros
        let _ = flate2::read::ZlibDecoder::new(packed).read_to_end(&mut bytes);
        Self { bytes, at: 5 }
    }

    /// A number in groups of seven bits, lowest first.
    pub(super) fn next(&mut self) -> u32 {
        let (mut value, mut shift) = (0u32, 0);
        loop {
            let byte = self.bytes.get(self.at).copied().unwrap_or(0);
            self.at += 1;
            value |= u32::from(byte & 0x7f).wrapping_shl(shift);
            shift += 7;
            if byte < 0x80 || shift > 28 {
                return value;
            }
        }
    }

    /// A number with its sign in the lowest bit.
    pub(super) fn signed(&mut self) -> i32 {
        let value = self.next();
        (value >> 1) as i32 ^ -((value & 1) as i32)
    }

    /// Runs of equal numbers until so many are there.
    pub(super) fn runs(&mut self, count: usize) -> Vec<u8> {
        let mut values = Vec::with_capacity(count);
        while values.len() < count && self.at < self.bytes.len() {
            let value = self.next() as u8;
            let length = (self.next() as usize).min(count - values.len());
            values.resize(values.len() + length, value);
        }
        values.resize(count, 0);
        values
    }

    /// Whether all was read, and no more.
    #[cfg(test)]
    pub(super) fn is_spent(&self) -> bool {
        self.at == self.bytes.len()
    }
}
