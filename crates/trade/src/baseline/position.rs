//! From a byte offset in a text to the [`Place`] that a reader understands.

use std::ops::Range;
use thalweg_core::Place;

/// The place of `span` (byte offsets) in `text`, a file called `file`.
///
/// Lines end at LF, CRLF or a lone CR. A span that runs over several lines is cut at the end of its first.
pub(super) fn place(file: &str, text: &str, span: Range<usize>) -> Place {
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let line_start = text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let line = &text[line_start..];
    let line = &line[..line.find(['\n', '\r']).unwrap_or(line.len())];
    let end = text.floor_char_boundary(span.end.clamp(start, line_start + line.len()).max(start));
    let column = text[line_start..start].chars().count() + 1;
    let length = text[start..end].chars().count();
    Place::new(file, line_number(&text[..start]), line).at(column, length)
}

/// The number of the line on which `before` ends, counted from one.
fn line_number(before: &str) -> usize {
    let bytes = before.as_bytes();
    let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    ends.count() + 1
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn lines_and_characters_are_counted_from_one() {
        let text = "a,b\r\né,wrong\nlast";
        let at = text.find("wrong").unwrap();
        let found = place("f.csv", text, at..at + 5);
        assert_eq!((found.line, found.column, found.length, found.text.as_str()), (2, 3, 5, "é,wrong"));
        assert_eq!(place("f.csv", text, text.len()..text.len() + 9).line, 3);
    }

    #[test]
    fn a_lone_carriage_return_ends_a_line() {
        assert_eq!(place("f.csv", "a\rb\rc", 4..5).line, 3);
    }
}
