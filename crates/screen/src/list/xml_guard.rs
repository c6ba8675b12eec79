use memchr::{memchr, memmem};
use std::io::{self, BufRead};

/// Longest text between two tags that is taken, in bytes; a list's longest remarks have a few thousand.
pub(super) const LONGEST_TEXT: usize = 1 << 20;

/// Longest tag, comment or instruction, in bytes.
const LONGEST_TAG: usize = 1 << 20;

/// Which part of an XML file the next byte belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    Text,
    /// Behind `<`, while it cannot be told yet what begins.
    Begun,
    /// In a tag, and in which quotes; 0 outside of them.
    Tag(u8),
    Comment,
    Raw,
    Instruction,
}

/// XML whose every piece is of bounded length, so that a reader that holds one piece at a time does so in bounded memory.
///
/// A text that is too long loses its middle, and where is kept; a tag or a comment that is too long ends the file with an error.
pub(super) struct Guard<B> {
    inner: B,
    part: Part,
    /// Bytes of the piece that were given so far.
    given: usize,
    /// The last bytes, as far as they decide what a piece is.
    tail: Vec<u8>,
    out: Vec<u8>,
    out_at: usize,
    /// Bytes given before those in `out`.
    before: u64,
    /// Where texts were cut, in bytes given, with the line ends that were cut out.
    pub(super) cuts: Vec<(u64, u32)>,
    /// The most that was held at once.
    pub(super) peak: usize,
}

impl<B: BufRead> Guard<B> {
    pub(super) fn new(inner: B) -> Self {
        Self {
            inner,
            part: Part::Text,
            given: 0,
            tail: Vec::new(),
            out: Vec::new(),
            out_at: 0,
            before: 0,
            cuts: Vec::new(),
            peak: 0,
        }
    }

    pub(super) fn into_inner(self) -> B {
        self.inner
    }

    /// Passes on what may be passed on of the next bytes; false at the end.
    fn refill(&mut self) -> io::Result<bool> {
        self.before += self.out.len() as u64;
        self.out.clear();
        self.out_at = 0;
        let chunk = self.inner.fill_buf()?;
        if chunk.is_empty() {
            return Ok(false);
        }
        let length = chunk.len();
        let mut state = Passing {
            part: self.part,
            given: self.given,
            tail: std::mem::take(&mut self.tail),
            out: std::mem::take(&mut self.out),
            before: self.before,
            cuts: &mut self.cuts,
        };
        let passed = state.pass(chunk);
        (self.part, self.given) = (state.part, state.given);
        (self.tail, self.out) = (state.tail, state.out);
        self.peak = self.peak.max(self.out.capacity() + length);
        self.inner.consume(length);
        passed.map(|()| true)
    }
}

struct Passing<'a> {
    part: Part,
    given: usize,
    tail: Vec<u8>,
    out: Vec<u8>,
    before: u64,
    cuts: &'a mut Vec<(u64, u32)>,
}

impl Passing<'_> {
    fn pass(&mut self, chunk: &[u8]) -> io::Result<()> {
        let mut rest = chunk;
        while !rest.is_empty() {
            let used = match self.part {
                Part::Text => self.text(rest),
                Part::Begun => self.begun(rest),
                Part::Tag(quote) => self.tag(rest, quote)?,
                Part::Comment => self.until(rest, b"-->", LONGEST_TAG)?,
                Part::Instruction => self.until(rest, b"?>", LONGEST_TAG)?,
                Part::Raw => self.until(rest, b"]]>", LONGEST_TEXT)?,
            };
            rest = &rest[used..];
        }
        Ok(())
    }

    /// A text, up to the next tag.
    fn text(&mut self, rest: &[u8]) -> usize {
        let end = memchr(b'<', rest);
        let found = end.unwrap_or(rest.len());
        self.give_some(&rest[..found]);
        if end.is_none() {
            return found;
        }
        self.out.push(b'<');
        self.become_part(Part::Begun);
        self.tail.clear();
        found + 1
    }

    /// Gives as much of a text as may be given.
    fn give_some(&mut self, text: &[u8]) {
        let room = LONGEST_TEXT.saturating_sub(self.given).min(text.len());
        self.out.extend_from_slice(&text[..room]);
        self.given += room;
        let cut = &text[room..];
        if !cut.is_empty() {
            let lines = memchr::memchr_iter(b'\n', cut).count() as u32;
            let at = self.before + self.out.len() as u64;
            match self.cuts.last_mut() {
                Some(last) if last.0 == at => last.1 += lines,
                _ => self.cuts.push((at, lines)),
            }
        }
    }

    fn become_part(&mut self, part: Part) {
        self.part = part;
        self.given = 0;
    }

    /// The first bytes behind `<`.
    fn begun(&mut self, rest: &[u8]) -> usize {
        let byte = rest[0];
        self.tail.push(byte);
        let part = match &self.tail[..] {
            b"!" | b"!-" => None,
            b"!--" => Some(Part::Comment),
            b"![CDATA[" => Some(Part::Raw),
            tail if b"![CDATA[".starts_with(tail) => None,
            [b'?'] => Some(Part::Instruction),
            _ => Some(Part::Tag(0)),
        };
        match part {
            Some(Part::Tag(_)) => {
                // what was taken for the beginning of something else is a tag: its last byte may end it
                self.become_part(Part::Tag(0));
                self.tail.clear();
                return 0;
            }
            Some(part) => {
                self.become_part(part);
                self.tail.clear();
            }
            None => {}
        }
        self.out.push(byte);
        1
    }

    fn tag(&mut self, rest: &[u8], quote: u8) -> io::Result<usize> {
        let end = match quote {
            0 => memchr::memchr3(b'>', b'"', b'\'', rest),
            quote => memchr(quote, rest),
        };
        let used = end.map_or(rest.len(), |end| end + 1);
        self.given += used;
        if self.given > LONGEST_TAG {
            return Err(too_long());
        }
        self.out.extend_from_slice(&rest[..used]);
        match end.map(|end| rest[end]) {
            Some(b'>') if quote == 0 => self.become_part(Part::Text),
            Some(_) if quote != 0 => self.part = Part::Tag(0),
            Some(found) => self.part = Part::Tag(found),
            None => {}
        }
        Ok(used)
    }

    /// Up to an end of several bytes, which may come in pieces.
    fn until(&mut self, rest: &[u8], end: &[u8], longest: usize) -> io::Result<usize> {
        // the end may have begun in the last piece
        let mut seam = self.tail.clone();
        seam.extend_from_slice(&rest[..rest.len().min(end.len() - 1)]);
        let used = match memmem::find(&seam, end) {
            Some(at) => Some(at + end.len() - self.tail.len()),
            None => memmem::find(rest, end).map(|at| at + end.len()),
        };
        let length = used.unwrap_or(rest.len());
        self.given += length;
        if self.given > longest {
            return Err(too_long());
        }
        self.out.extend_from_slice(&rest[..length]);
        if used.is_some() {
            self.become_part(Part::Text);
            self.tail.clear();
        } else {
            self.tail.extend_from_slice(rest);
            let keep = self.tail.len().saturating_sub(end.len() - 1);
            self.tail.drain(..keep);
        }
        Ok(length)
    }
}

fn too_long() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a tag, a comment or raw data longer than 1 MiB")
}

impl<B: BufRead> BufRead for Guard<B> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.out_at >= self.out.len() && self.refill()? {}
        Ok(&self.out[self.out_at..])
    }

    fn consume(&mut self, amount: usize) {
        self.out_at = (self.out_at + amount).min(self.out.len());
    }
}

impl<B: BufRead> io::Read for Guard<B> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let found = self.fill_buf()?;
        let length = found.len().min(buffer.len());
        buffer[..length].copy_from_slice(&found[..length]);
        self.consume(length);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Read};

    fn through(text: &str, portion: usize) -> (String, usize) {
        let mut guard = Guard::new(BufReader::with_capacity(portion, text.as_bytes()));
        let mut out = String::new();
        guard.read_to_string(&mut out).unwrap();
        (out, guard.cuts.len())
    }

    #[test]
    fn what_is_short_passes_unchanged_in_whatever_portions() {
        let text = "<?xml version='1.0'?><!-- a > b --><a b=\">'<\" c='\"'>t &amp; u<![CDATA[<x>]] ]]><!x><b/></a> <!-> <![C>";
        for portion in 1..40 {
            assert_eq!(through(text, portion), (text.to_owned(), 0), "{portion}");
        }
    }

    #[test]
    fn a_long_text_loses_its_middle_and_a_long_tag_is_an_error() {
        let text = format!("<a>{}</a><b>x</b>", "y\n".repeat(LONGEST_TEXT));
        let (out, cuts) = through(&text, 1000);
        assert_eq!((out.len(), cuts), (LONGEST_TEXT + 3 + 4 + 8, 1));
        assert!(out.ends_with("</a><b>x</b>"));
        for long in ["<a b='", "<!--", "<?p ", "<![CDATA["] {
            let text = format!("{long}{}", "<>".repeat(LONGEST_TAG));
            let mut out = Vec::new();
            assert!(
                Guard::new(text.as_bytes()).read_to_end(&mut out).is_err() && out.len() <= LONGEST_TAG + 9
            );
        }
    }
}
