use std::fmt;

/// Why a line, a sentence or a message was refused.
///
/// ```
/// use thalweg_sea::Reason;
/// let reason = Reason::Short { kind: 5, bits: 366, least: 422 };
/// assert_eq!(reason.to_string(), "message of type 5 is cut short: 366 bits where it needs 422");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// No `!` or `$` begins a sentence.
    NoSentence,
    /// Longer than a line may be; only its beginning was kept.
    LineTooLong,
    /// No `*` and two hexadecimal digits at the end of the sentence.
    NoChecksum,
    /// The checksum is that of another text.
    Checksum,
    /// A tag block without an end.
    TagBlock,
    /// Fields are missing, or are no numbers.
    Fields,
    /// More parts than nine, or a part beyond their number.
    PartNumber,
    /// The sentence carries no letters of a message.
    Empty,
    /// A byte is not one of the 64 letters.
    Letters,
    /// More bits than a message can have.
    Long,
    /// Types are 1 to 27.
    Type(u8),
    /// The message has fewer bits than its type needs.
    Short {
        /// Its type.
        kind: u8,
        /// Bits that it has.
        bits: u16,
        /// Bits that it needs.
        least: u16,
    },
    /// Type 24 has part 0 (A) and part 1 (B).
    StaticPart(u8),
}

impl Reason {
    /// The same reason without numbers that may be different in every line.
    pub(crate) fn general(self) -> Self {
        match self {
            Self::Short { kind, .. } => Self::Short { kind, bits: 0, least: 0 },
            other => other,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSentence => "no sentence: neither `!` nor `$` begins one",
            Self::LineTooLong => "line longer than a line may be",
            Self::NoChecksum => "sentence without a checksum",
            Self::Checksum => "wrong checksum",
            Self::TagBlock => "tag block without an end",
            Self::Fields => "fields of the sentence are missing or no numbers",
            Self::PartNumber => "part number beyond the number of parts, or more than nine parts",
            Self::Empty => "sentence without a message",
            Self::Letters => "a byte that is not one of the 64 letters of a message",
            Self::Long => "more bits than a message can have",
            Self::Type(kind) => return write!(f, "type {kind} is none: messages have types 1 to 27"),
            Self::Short { kind, bits: 0, .. } => {
                return write!(f, "message of type {kind} is cut short");
            }
            Self::Short { kind, bits, least } => {
                return write!(f, "message of type {kind} is cut short: {bits} bits where it needs {least}");
            }
            Self::StaticPart(part) => {
                return write!(f, "message of type 24 with part number {part}: there are 0 (A) and 1 (B)");
            }
        })
    }
}

impl std::error::Error for Reason {}
