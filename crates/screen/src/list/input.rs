use encoding_rs::{Decoder, DecoderResult, Encoding};
use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};
use std::io::{self, BufRead, BufReader, Read};

use super::charset::{Charset, detect};

/// Bytes that are looked at to tell how a text is encoded.
const PREFIX: usize = 1 << 20;

/// Bytes that are read or decoded at once.
const CHUNK: usize = 1 << 16;

/// What stands for bytes that are no letter.
const MARK: &str = "\u{fffd}";

/// Bytes as they come, whose hash is known at the end.
struct Hashed<R> {
    head: Vec<u8>,
    inner: R,
    hash: Sha256,
}

impl<R: Read> Hashed<R> {
    /// Reads the first two bytes, which tell compressed data.
    fn new(mut inner: R) -> io::Result<Self> {
        // a pipe may give the first byte alone
        let mut head = Vec::with_capacity(2);
        inner.by_ref().take(2).read_to_end(&mut head)?;
        Ok(Self { head, inner, hash: Sha256::new() })
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = if self.head.is_empty() {
            self.inner.read(buffer)?
        } else {
            let length = self.head.len().min(buffer.len());
            buffer[..length].copy_from_slice(&self.head[..length]);
            self.head.drain(..length);
            length
        };
        self.hash.update(&buffer[..length]);
        Ok(length)
    }
}

/// The same bytes, unpacked where they are compressed by gzip.
enum Unpacked<R: Read> {
    Plain(BufReader<Hashed<R>>),
    Gzip(Box<MultiGzDecoder<BufReader<Hashed<R>>>>),
}

impl<R: Read> Unpacked<R> {
    fn new(inner: R) -> io::Result<Self> {
        let hashed = Hashed::new(inner)?;
        let packed = hashed.head == [0x1f, 0x8b];
        let buffered = BufReader::with_capacity(CHUNK, hashed);
        Ok(if packed { Self::Gzip(Box::new(MultiGzDecoder::new(buffered))) } else { Self::Plain(buffered) })
    }

    fn into_hashed(self) -> BufReader<Hashed<R>> {
        match self {
            Self::Plain(buffered) => buffered,
            Self::Gzip(packed) => packed.into_inner(),
        }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(plain) => plain.read(buffer),
            Self::Gzip(packed) => packed.read(buffer),
        }
    }
}

/// A file as text: unpacked, decoded to UTF-8, its hash counted on the way, in bounded memory.
pub(super) struct Input<R: Read> {
    bytes: Unpacked<R>,
    decoder: Decoder,
    charset: Charset,
    raw: Vec<u8>,
    raw_at: usize,
    /// What went wrong behind the bytes that were looked at first.
    pending: Option<io::Error>,
    /// All bytes have been read.
    last: bool,
    /// All bytes have been decoded.
    ended: bool,
    text: Vec<u8>,
    text_at: usize,
    replaced: u64,
}

/// What is known of a file when it has been read.
pub(super) struct Finished {
    /// SHA-256 of its bytes, in hexadecimal.
    pub(super) fingerprint: String,
    /// How its letters were encoded, and how that is known.
    pub(super) charset: Charset,
    /// Bytes that stood for nothing and became U+FFFD.
    pub(super) replaced: u64,
}

impl<R: Read> Input<R> {
    /// Looks at the first bytes.
    ///
    /// # Errors
    /// When they cannot be read, or are in no encoding that can be told.
    pub(super) fn new(inner: R) -> io::Result<Self> {
        let mut bytes = Unpacked::new(inner)?;
        let mut raw = Vec::new();
        // of data that break off, what comes before is kept
        let pending = match bytes.by_ref().take(PREFIX as u64).read_to_end(&mut raw) {
            Err(error) if raw.is_empty() => return Err(error),
            outcome => outcome.err(),
        };
        let charset = detect(&raw, raw.len() == PREFIX).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidData, "its encoding cannot be told; save it as UTF-8")
        })?;
        let decoder = charset.encoding.new_decoder_without_bom_handling();
        let raw_at = charset.mark;
        Ok(Self {
            bytes,
            decoder,
            charset,
            raw,
            raw_at,
            pending,
            last: false,
            ended: false,
            text: Vec::new(),
            text_at: 0,
            replaced: 0,
        })
    }

    /// The first letters, up to a length, cut where they happen to be cut.
    pub(super) fn head(&mut self, length: usize) -> io::Result<String> {
        while self.text.len() - self.text_at < length && self.decode_more()? {}
        let found = &self.text[self.text_at..];
        Ok(String::from_utf8_lossy(&found[..found.len().min(length)]).into_owned())
    }

    /// Decodes one more piece behind what is there; false at the end.
    fn decode_more(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.raw_at >= self.raw.len() {
            if let Some(error) = self.pending.take() {
                return Err(error);
            }
            self.raw.resize(CHUNK, 0);
            let length = read_some(&mut self.bytes, &mut self.raw)?;
            self.raw.truncate(length);
            self.raw_at = 0;
            self.last = length == 0;
        }
        self.text.drain(..self.text_at);
        self.text_at = 0;
        self.decode_raw();
        Ok(true)
    }

    /// Decodes what has been read, as far as there is room.
    fn decode_raw(&mut self) {
        let end = self.raw.len().min(self.raw_at + CHUNK);
        // whoever is asked to decode the last bytes has seen all before
        let last = self.last && end == self.raw.len();
        let mut at = self.text.len();
        self.text.resize(at + CHUNK * 3 + MARK.len() * 2, 0);
        while at + MARK.len() * 2 <= self.text.len() {
            let (from, into) = (&self.raw[self.raw_at..end], &mut self.text[at..]);
            let room = into.len() - MARK.len();
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(from, &mut into[..room], last);
            self.raw_at += read;
            at += written;
            match result {
                DecoderResult::InputEmpty => {
                    self.ended = last;
                    break;
                }
                DecoderResult::OutputFull => break,
                DecoderResult::Malformed(..) => {
                    self.replaced += 1;
                    self.text[at..at + MARK.len()].copy_from_slice(MARK.as_bytes());
                    at += MARK.len();
                }
            }
        }
        self.text.truncate(at);
    }

    /// Reads the rest, for its hash.
    pub(super) fn finish(self) -> io::Result<Finished> {
        let mut bytes = self.bytes.into_hashed();
        io::copy(&mut bytes, &mut io::sink())?;
        let digest = bytes.into_inner().hash.finalize();
        let fingerprint = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Finished { fingerprint, charset: self.charset, replaced: self.replaced })
    }
}

fn read_some(bytes: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match bytes.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

impl<R: Read> BufRead for Input<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.text_at >= self.text.len() && self.decode_more()? {}
        Ok(&self.text[self.text_at..])
    }

    fn consume(&mut self, amount: usize) {
        self.text_at = (self.text_at + amount).min(self.text.len());
    }
}

impl<R: Read> Read for Input<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let found = self.fill_buf()?;
        let length = found.len().min(buffer.len());
        buffer[..length].copy_from_slice(&found[..length]);
        self.consume(length);
        Ok(length)
    }
}

/// The encodings that are known, by name.
pub(super) fn by_label(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes())
}
