//! A text that knows its lines.

use crate::{Place, Problem};
use std::ops::Range;

/// A file's text, able to say in which line and column a byte stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    file: String,
    content: String,
    /// Byte at which each line begins.
    starts: Vec<usize>,
}

impl Text {
    /// A text as the user sees it: a byte order mark is no part of it.
    pub fn new(file: impl Into<String>, content: &str) -> Self {
        let content = content.strip_prefix('\u{feff}').unwrap_or(content).to_owned();
        let breaks = content.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(breaks).collect();
        Self { file: file.into(), content, starts }
    }

    /// Reads bytes that should be UTF-8.
    pub fn from_bytes(file: &str, bytes: &[u8]) -> Result<Self, Problem> {
        match std::str::from_utf8(bytes) {
            Ok(content) => Ok(Self::new(file, content)),
            Err(error) => {
                let sound = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
                let before = Self::new(file, &sound);
                let place = before.place(before.content.len()..before.content.len());
                Err(Problem::new("a byte is not UTF-8").at(place).help("save the file as UTF-8"))
            }
        }
    }

    /// Name of the file as the user gave it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// All of it.
    pub fn content(&self) -> &str {
        &self.content
    }

    /// The lines with their numbers, counted from one, without their line ends.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..=self.starts.len()).map(|number| (number, self.line(number)))
    }

    fn line(&self, number: usize) -> &str {
        let start = self.starts[number - 1];
        let end = self.starts.get(number).copied().unwrap_or(self.content.len());
        self.content[start..end].trim_end_matches(['\r', '\n'])
    }

    /// Where a range of bytes stands; at most to the end of its first line.
    pub fn place(&self, range: Range<usize>) -> Place {
        let start = self.boundary(range.start);
        let number = self.starts.partition_point(|s| *s <= start).max(1);
        let line_start = self.starts[number - 1];
        let line = self.line(number);
        let end = self.boundary(range.end).clamp(start, (line_start + line.len()).max(start));
        let column = self.content[line_start..start].chars().count() + 1;
        let length = self.content[start..end].chars().count().max(1);
        Place::new(&self.file, number, line).at(column, length)
    }

    /// The last character boundary at or before a byte.
    fn boundary(&self, byte: usize) -> usize {
        let byte = byte.min(self.content.len());
        (0..=byte).rev().find(|b| self.content.is_char_boundary(*b)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_characters_and_not_bytes() {
        let text = Text::new("s.toml", "\u{feff}a = 1\r\nname = \"Côte\" # ü\r\n");
        let at = text.content().find('#').unwrap();
        let place = text.place(at..at + 100);
        assert_eq!((place.line, place.column, place.length), (2, 15, 3));
        assert_eq!(place.text, "name = \"Côte\" # ü");
    }

    #[test]
    fn the_end_of_the_text_has_a_place() {
        let text = Text::new("s.toml", "a =");
        assert_eq!(text.place(3..3).to_string(), "s.toml:1:4");
        assert_eq!(Text::new("s.toml", "").place(0..0).to_string(), "s.toml:1:1");
        assert_eq!(Text::new("s.toml", "a\n").place(9..9).to_string(), "s.toml:2:1");
    }

    #[test]
    fn bytes_that_are_not_text_are_placed() {
        let problem = Text::from_bytes("s.toml", b"name = 1\nx = \xff").err().unwrap();
        assert_eq!(problem.to_string(), "s.toml:2:5: a byte is not UTF-8 (save the file as UTF-8)");
    }
}
