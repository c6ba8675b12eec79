//! Bytes of any length, plain or compressed, as lines: in bounded memory.

use crate::decoder::{Decoder, Received};
use flate2::bufread::MultiGzDecoder;
use memchr::memchr;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;

/// Longest line that is taken, in bytes; sentences have 82, with tag blocks a few hundred.
pub const LONGEST_LINE: usize = 4096;

/// Bytes that are unpacked at once.
const UNPACKED: usize = 1 << 15;

/// Bytes that are read at once.
const BUFFER: usize = 1 << 18;

/// Reads all lines of some bytes into a decoder: NMEA 0183, plain or compressed by gzip, which the first two bytes tell.
///
/// Memory is bounded whatever comes: a line longer than [`LONGEST_LINE`] is refused and its end skipped.
///
/// # Errors
/// When the bytes cannot be read to their end, as when compressed data are cut off. The lines before that are in the decoder's account; of data
/// that are damaged and not only cut, up to 32 KiB before the damage are lost, because they are unpacked together with it.
///
/// ```
/// use thalweg_sea::{Decoder, Options, read_lines};
/// let mut decoder = Decoder::new("feed.nmea", Options::default());
/// let mut types = Vec::new();
/// let feed = "# a remark\r\n!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\r\n";
/// read_lines(feed.as_bytes(), &mut decoder, &mut |received| types.push(received.message.kind))?;
/// assert_eq!((types, decoder.finish().remarks), (vec![1], 1));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn read_lines<R: Read>(
    bytes: R,
    decoder: &mut Decoder,
    sink: &mut impl FnMut(&Received<'_>),
) -> io::Result<()> {
    each_line(bytes, &mut |line, overlong| {
        if overlong {
            decoder.overlong(line);
        } else {
            decoder.line(line, sink);
        }
        ControlFlow::Continue(())
    })
}

/// Gives every line without its end, until one is enough; of one that is too long, its beginning, and that it is.
pub(crate) fn each_line<R: Read>(mut bytes: R, each: &mut impl Each) -> io::Result<()> {
    // a pipe may give the first byte alone, and two tell
    let mut head = Vec::with_capacity(2);
    bytes.by_ref().take(2).read_to_end(&mut head)?;
    let packed = head == [0x1f, 0x8b];
    let mut plain = BufReader::with_capacity(BUFFER, head.as_slice().chain(bytes));
    if packed {
        lines(&mut BufReader::with_capacity(UNPACKED, MultiGzDecoder::new(plain)), each)
    } else {
        lines(&mut plain, each)
    }
}

/// Takes a line, and whether it was too long.
pub(crate) trait Each: FnMut(&[u8], bool) -> ControlFlow<()> {}

impl<F: FnMut(&[u8], bool) -> ControlFlow<()>> Each for F {}

/// The beginning of a line whose end has not come yet.
#[derive(Default)]
struct Begun {
    text: Vec<u8>,
    overlong: bool,
}

impl Begun {
    /// Adds to the line as much as may be kept.
    fn add(&mut self, more: &[u8]) {
        let room = LONGEST_LINE.saturating_sub(self.text.len());
        self.overlong |= more.len() > room;
        self.text.extend_from_slice(&more[..more.len().min(room)]);
    }

    fn is_empty(&self) -> bool {
        self.text.is_empty() && !self.overlong
    }

    /// Gives the line, if one has begun.
    fn end(&mut self, each: &mut impl Each) -> ControlFlow<()> {
        if self.is_empty() {
            return ControlFlow::Continue(());
        }
        let enough = give(&self.text, self.overlong, each);
        self.text.clear();
        self.overlong = false;
        enough
    }
}

#[inline]
fn give(line: &[u8], overlong: bool, each: &mut impl Each) -> ControlFlow<()> {
    each(line.strip_suffix(b"\r").unwrap_or(line), overlong)
}

fn lines(bytes: &mut impl BufRead, each: &mut impl Each) -> io::Result<()> {
    let mut begun = Begun::default();
    loop {
        let buffer = match bytes.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                let _ = begun.end(each);
                return Err(error);
            }
            Ok([]) => break,
            Ok(buffer) => buffer,
        };
        if buffer_lines(buffer, &mut begun, each).is_break() {
            return Ok(());
        }
        let length = buffer.len();
        bytes.consume(length);
    }
    let _ = begun.end(each);
    Ok(())
}

/// Gives the lines that end in a buffer, and keeps what is behind the last.
fn buffer_lines(buffer: &[u8], begun: &mut Begun, each: &mut impl Each) -> ControlFlow<()> {
    let mut rest = buffer;
    while let Some(end) = memchr(b'\n', rest) {
        if begun.is_empty() {
            give(&rest[..end.min(LONGEST_LINE)], end > LONGEST_LINE, each)?;
        } else {
            begun.add(&rest[..end]);
            begun.end(each)?;
        }
        rest = &rest[end + 1..];
    }
    begun.add(rest);
    ControlFlow::Continue(())
}
