use encoding_rs::{CoderResult, Decoder, Encoding};
use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};
use std::io::{self, BufRead, BufReader, Read};

use super::charset::{Charset, detect};

/// Bytes that are looked at to tell how a text is encoded.
const PREFIX: usize = 1 << 20;

/// Bytes that are read or decoded at once.
const CHUNK: usize = 1 << 16;

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
    /// All bytes have been given to the decoder.
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
        bytes.by_ref().take(PREFIX as u64).read_to_end(&mut raw)?;
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
            self.raw.resize(CHUNK, 0);
            let length = read_some(&mut self.bytes, &mut self.raw)?;
            self.raw.truncate(length);
            self.raw_at = 0;
            self.ended = length == 0;
        }
        self.text.drain(..self.text_at);
        self.text_at = 0;
        let from = &self.raw[self.raw_at..self.raw.len().min(self.raw_at + CHUNK)];
        let start = self.text.len();
        self.text.resize(start + CHUNK * 3 + 16, 0);
        let (result, read, written, _) =
            self.decoder.decode_to_utf8(from, &mut self.text[start..], self.ended);
        self.text.truncate(start + written);
        self.raw_at += read;
        self.replaced += count_replaced(&self.text[start..]);
        if self.raw_at >= self.raw.len() {
            self.raw.truncate(0);
            self.raw_at = 0;
        }
        Ok(!self.ended || result == CoderResult::OutputFull || written > 0)
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

/// How often U+FFFD occurs.
fn count_replaced(text: &[u8]) -> u64 {
    memchr::memmem::find_iter(text, "\u{fffd}".as_bytes()).count() as u64
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
