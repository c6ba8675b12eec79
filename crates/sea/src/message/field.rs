//! How a field stands in the bits of a message, and the macro that defines a run of fields once: struct, reader, writer, physical
//! values.

use crate::bits::Bits;
use serde::{Serialize, Serializer};
use std::fmt;

/// A value with a place in the bits.
pub(crate) trait Field: Sized {
    /// Reads `width` bits.
    fn read(bits: &Bits, at: usize, width: usize) -> Self;
    /// Appends `width` bits.
    fn write(&self, width: usize, out: &mut Bits);
}

macro_rules! number {
    ($read:ident: $($kind:ty),*) => {$(
        impl Field for $kind {
            #[inline]
            fn read(bits: &Bits, at: usize, width: usize) -> Self {
                bits.$read(at, width) as Self
            }

            fn write(&self, width: usize, out: &mut Bits) {
                out.push(*self as u64, width);
            }
        }
    )*};
}

number!(unsigned: u8, u16, u32);
number!(signed: i8, i16, i32);

impl Field for bool {
    #[inline]
    fn read(bits: &Bits, at: usize, _: usize) -> Self {
        bits.unsigned(at, 1) == 1
    }

    fn write(&self, _: usize, out: &mut Bits) {
        out.push(u64::from(*self), 1);
    }
}

/// Letters of six bits each (ITU-R M.1371-5, table 47): capitals, digits and signs; `@` fills what is not used.
///
/// ```
/// use thalweg_sea::Letters;
/// let name = Letters::<20>::new("EVER DIADEM");
/// assert_eq!((name.to_string().as_str(), name.is_blank()), ("EVER DIADEM", false));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Letters<const N: usize>([u8; N]);

impl<const N: usize> Default for Letters<N> {
    fn default() -> Self {
        Self([0; N])
    }
}

impl<const N: usize> Letters<N> {
    /// The first letters of a text; small letters become capitals, what has no place in six bits becomes `?`.
    pub fn new(text: &str) -> Self {
        let mut codes = [0; N];
        for (code, letter) in codes.iter_mut().zip(text.chars()) {
            *code = match letter.to_ascii_uppercase() {
                letter @ '@'..='_' => letter as u8 - 64,
                letter @ ' '..='?' => letter as u8,
                _ => b'?',
            };
        }
        Self(codes)
    }

    /// From six-bit codes; what is none counts by its last six bits.
    pub fn of_codes(codes: [u8; N]) -> Self {
        Self(codes.map(|code| code & 63))
    }

    /// The six-bit codes.
    pub fn codes(&self) -> &[u8; N] {
        &self.0
    }

    /// Whether nothing was entered.
    pub fn is_blank(&self) -> bool {
        self.0.iter().take_while(|code| **code != 0).all(|code| *code == 32)
    }

    /// The letters up to the first `@`, without spaces at the end, in ASCII; the number says how many there are.
    pub fn ascii(&self) -> ([u8; N], usize) {
        let ascii = self.0.map(ascii);
        let end = self.0.iter().position(|code| *code == 0).unwrap_or(N);
        let end = ascii[..end].iter().rposition(|letter| *letter != b' ').map_or(0, |last| last + 1);
        (ascii, end)
    }

    /// All of them, what stands behind an `@` too.
    pub fn whole(&self) -> String {
        let all: String = self.0.iter().map(|code| char::from(ascii(*code))).collect();
        all.trim_end_matches('@').to_owned()
    }
}

/// The letter of a six-bit code.
pub(crate) fn ascii(code: u8) -> u8 {
    if code < 32 { code + 64 } else { code }
}

impl<const N: usize> Field for Letters<N> {
    #[inline]
    fn read(bits: &Bits, at: usize, _: usize) -> Self {
        let mut codes = [0; N];
        for (index, eight) in codes.chunks_mut(8).enumerate() {
            let word = bits.unsigned(at + index * 48, 48);
            for (place, code) in eight.iter_mut().enumerate() {
                *code = (word >> (42 - 6 * place)) as u8 & 63;
            }
        }
        Self(codes)
    }

    fn write(&self, _: usize, out: &mut Bits) {
        self.0.iter().for_each(|code| out.push(u64::from(*code), 6));
    }
}

impl<const N: usize> fmt::Display for Letters<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (ascii, end) = self.ascii();
        ascii[..end].iter().try_for_each(|letter| fmt::Write::write_char(f, char::from(*letter)))
    }
}

impl<const N: usize> fmt::Debug for Letters<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.whole())
    }
}

impl<const N: usize> Serialize for Letters<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.whole())
    }
}

/// Defines a run of fields: a struct of raw values, its width, how it is read and written, and the physical values of those
/// fields that have one: `field: type [bits] => name: type = function`.
macro_rules! record {
    ($(#[$meta:meta])* $name:ident {
        $($(#[$field_meta:meta])* $field:ident: $kind:ty [$width:expr]
            $(=> $physical:ident: $value:ty = $function:path)?),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $kind,)*
        }

        impl $name {
            /// Bits that the fields take together.
            pub const BITS: usize = 0 $(+ $width)*;

            #[inline]
            pub(crate) fn read(bits: &$crate::bits::Bits, from: usize) -> Self {
                let mut at = from;
                $(
                    let $field = <$kind as $crate::message::field::Field>::read(bits, at, $width);
                    at += $width;
                )*
                let _ = at;
                Self { $($field),* }
            }

            pub(crate) fn write(&self, out: &mut $crate::bits::Bits) {
                $($crate::message::field::Field::write(&self.$field, $width, out);)*
            }

            $($(
                #[doc = concat!("The physical value of [`", stringify!($name), "::", stringify!($field),
                    "`]; none where that says \"not available\" or no such value exists.")]
                pub fn $physical(&self) -> Option<$value> {
                    $function(self.$field)
                }
            )?)*

            #[allow(dead_code, unused_variables, reason = "a record may have no physical value")]
            pub(crate) fn physical<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                $($(map.serialize_entry(stringify!($physical), &self.$physical())?;)?)*
                Ok(())
            }
        }
    };
}

pub(crate) use record;
