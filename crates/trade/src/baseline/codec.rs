//! Numbers and words as bytes: what a packed baseline is made of.
//!
//! A column of numbers is three runs of bytes, each of a kind that compresses well by itself: one byte per number that
//! says how it is written; the digits of those that are short decimals, as integers of variable length; and the
//! eight bytes of the others, first bytes first. A decimal `m / 10^e` with `m <= 2^53` and `e <= 22` gives back the
//! same double, since both are exact and the division rounds once.

/// The byte that says: eight bytes of a double.
const RAW: u8 = 0xff;
/// Added to the power of ten of a negative number.
const NEGATIVE: u8 = 0x20;
/// The largest integer up to which all are doubles.
const LARGEST_MANTISSA: u64 = 1 << 53;
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// Writes bytes.
#[derive(Debug, Default)]
pub(super) struct Encoder {
    bytes: Vec<u8>,
}

impl Encoder {
    /// What was written.
    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// A whole number, seven bits a byte, the lowest first.
    pub(super) fn whole(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, value: bool) {
        self.bytes.push(u8::from(value));
    }

    /// Words.
    pub(super) fn text(&mut self, text: &str) {
        self.whole(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Words that may be absent.
    pub(super) fn optional_text(&mut self, text: Option<&str>) {
        self.flag(text.is_some());
        text.iter().for_each(|text| self.text(text));
    }

    /// A column of numbers; its length is known to the reader.
    pub(super) fn numbers(&mut self, values: &[f64]) {
        let forms: Vec<Option<(u8, u64)>> = values.iter().map(|value| decimal(*value)).collect();
        self.bytes.extend(forms.iter().map(|form| form.map_or(RAW, |(power, _)| power)));
        forms.iter().flatten().for_each(|(_, mantissa)| self.whole(*mantissa));
        let raw: Vec<[u8; 8]> = values
            .iter()
            .zip(&forms)
            .filter(|(_, form)| form.is_none())
            .map(|(v, _)| v.to_be_bytes())
            .collect();
        for place in 0..8 {
            self.bytes.extend(raw.iter().map(|bytes| bytes[place]));
        }
    }

    /// A column of numbers of which some may be absent.
    pub(super) fn optional_numbers(&mut self, values: &[Option<f64>]) {
        values.iter().for_each(|value| self.flag(value.is_some()));
        self.numbers(&values.iter().flatten().copied().collect::<Vec<_>>());
    }
}

/// A number as a power of ten (with the sign) and an integer, if it is a decimal that is shorter so.
fn decimal(value: f64) -> Option<(u8, u64)> {
    if !value.is_finite() {
        return None;
    }
    let shortest = format!("{:e}", value.abs());
    let (digits, exponent) = shortest.split_once('e')?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let exponent: i32 = exponent.parse().ok()?;
    let mantissa: u64 = format!("{whole}{fraction}").parse().ok()?;
    let power = fraction.len() as i32 - exponent;
    let (mantissa, power) = if power < 0 {
        (mantissa.checked_mul(10u64.checked_pow(power.unsigned_abs())?)?, 0)
    } else {
        (mantissa, power)
    };
    let sign = if value.is_sign_negative() { NEGATIVE } else { 0 };
    (mantissa <= LARGEST_MANTISSA && (power as usize) < POWERS.len())
        .then_some((sign | power as u8, mantissa))
}

/// Bytes that are not what they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// Reads bytes; takes no more memory than a small multiple of what is left of them.
#[derive(Debug)]
pub(super) struct Decoder<'a> {
    rest: &'a [u8],
}

impl<'a> Decoder<'a> {
    /// Begins at the first byte.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether nothing is left.
    pub(super) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    /// A whole number.
    pub(super) fn whole(&mut self) -> Result<u64, Malformed> {
        let mut value = 0u64;
        for (index, &byte) in self.rest.iter().enumerate().take(9) {
            value |= u64::from(byte & 0x7f) << (7 * index);
            if byte < 0x80 {
                self.rest = &self.rest[index + 1..];
                return Ok(value);
            }
        }
        Err(Malformed)
    }

    /// How many things follow, each of at least one byte.
    pub(super) fn count(&mut self) -> Result<usize, Malformed> {
        let count = usize::try_from(self.whole()?).map_err(|_| Malformed)?;
        if count <= self.rest.len() { Ok(count) } else { Err(Malformed) }
    }

    /// Yes or no.
    pub(super) fn flag(&mut self) -> Result<bool, Malformed> {
        match self.take(1)? {
            [0] => Ok(false),
            [1] => Ok(true),
            _ => Err(Malformed),
        }
    }

    /// Words.
    pub(super) fn text(&mut self) -> Result<String, Malformed> {
        let count = self.count()?;
        let bytes = self.take(count)?;
        std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| Malformed)
    }

    /// Words that may be absent.
    pub(super) fn optional_text(&mut self) -> Result<Option<String>, Malformed> {
        if self.flag()? { self.text().map(Some) } else { Ok(None) }
    }

    /// Fills a column of numbers.
    pub(super) fn fill(&mut self, values: &mut [f64]) -> Result<(), Malformed> {
        let forms = self.take(values.len())?;
        for (value, &form) in values.iter_mut().zip(forms).filter(|(_, form)| **form != RAW) {
            let mantissa = self.whole()?;
            let power = POWERS.get(usize::from(form & !NEGATIVE)).ok_or(Malformed)?;
            let size = mantissa as f64 / power;
            *value = if form & NEGATIVE == 0 { size } else { -size };
        }
        self.fill_raw(values, forms)
    }

    fn fill_raw(&mut self, values: &mut [f64], forms: &[u8]) -> Result<(), Malformed> {
        let count = forms.iter().filter(|form| **form == RAW).count();
        let planes = self.take(count.checked_mul(8).ok_or(Malformed)?)?;
        let raw = values.iter_mut().zip(forms).filter(|(_, form)| **form == RAW);
        for (index, (value, _)) in raw.enumerate() {
            let bytes = std::array::from_fn(|place| planes[place * count + index]);
            *value = f64::from_be_bytes(bytes);
        }
        Ok(())
    }

    /// A column of so many numbers.
    pub(super) fn numbers(&mut self, count: usize) -> Result<Vec<f64>, Malformed> {
        if count > self.rest.len() {
            return Err(Malformed);
        }
        let mut values = vec![0.0; count];
        self.fill(&mut values)?;
        Ok(values)
    }

    /// A column of so many numbers of which some may be absent.
    pub(super) fn optional_numbers(&mut self, count: usize) -> Result<Vec<Option<f64>>, Malformed> {
        let present = (0..count).map(|_| self.flag()).collect::<Result<Vec<bool>, _>>()?;
        let mut values = self.numbers(present.iter().filter(|p| **p).count())?.into_iter();
        Ok(present.into_iter().map(|present| if present { values.next() } else { None }).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn round_trip(values: &[f64]) -> Vec<f64> {
        let mut encoder = Encoder::default();
        encoder.numbers(values);
        let bytes = encoder.finish();
        let mut decoder = Decoder::new(&bytes);
        let read = decoder.numbers(values.len()).unwrap();
        assert!(decoder.is_done());
        read
    }

    #[test]
    fn short_decimals_are_short() {
        let mut encoder = Encoder::default();
        encoder.numbers(&[0.0, 12569.63, -0.5, 1e6]);
        assert_eq!(encoder.finish().len(), 4 + 1 + 3 + 1 + 3);
    }

    #[test]
    fn numbers_of_every_kind_come_back_bit_for_bit() {
        let values =
            [0.0, -0.0, 0.1, 1.0 / 3.0, 1e300, 5e-324, 9_007_199_254_740_993.0, -12.5, 1e22, 1e-22, f64::MAX];
        let read = round_trip(&values);
        assert!(values.iter().zip(&read).all(|(a, b)| a.to_bits() == b.to_bits()), "{read:?}");
    }

    proptest! {
        #[test]
        fn any_number_comes_back(bits in proptest::collection::vec(any::<u64>(), 0..50)) {
            let values: Vec<f64> = bits.iter().map(|b| f64::from_bits(*b)).collect();
            let read = round_trip(&values);
            prop_assert!(values.iter().zip(&read).all(|(a, b)| a.to_bits() == b.to_bits()));
        }

        #[test]
        fn any_decimal_comes_back(mantissa in 0u64..1 << 53, power in 0usize..23) {
            let value = mantissa as f64 / POWERS[power];
            prop_assert_eq!(round_trip(&[value])[0].to_bits(), value.to_bits());
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), count in 0usize..100) {
            let _ = Decoder::new(&bytes).optional_numbers(count);
            let _ = Decoder::new(&bytes).text();
        }
    }
}
