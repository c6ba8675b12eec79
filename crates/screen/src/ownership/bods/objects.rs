//! The objects of a JSON text, one after another, without reading it as a whole.

/// One object of an array, or of lines.
pub(super) struct Object<'a> {
    pub(super) bytes: &'a [u8],
    /// The line on which it begins.
    pub(super) line: u32,
}

/// The outermost objects of a text. What stands between them is left out, and an object that does not end is the last one.
pub(super) fn objects(text: &[u8]) -> impl Iterator<Item = Object<'_>> {
    let mut at = 0;
    let mut line = 1u32;
    std::iter::from_fn(move || {
        let begin = loop {
            match text.get(at)? {
                b'{' => break at,
                b'\n' => line = line.saturating_add(1),
                _ => {}
            }
            at += 1;
        };
        let first_line = line;
        let (mut depth, mut in_text, mut escaped) = (0usize, false, false);
        while let Some(byte) = text.get(at) {
            at += 1;
            match byte {
                b'\n' => line = line.saturating_add(1),
                _ if escaped => escaped = false,
                b'\\' if in_text => escaped = true,
                b'"' => in_text = !in_text,
                b'{' if !in_text => depth += 1,
                b'}' if !in_text => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                _ => {}
            }
        }
        Some(Object { bytes: &text[begin..at], line: first_line })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_found_in_arrays_and_in_lines() {
        let found = |text: &'static str| -> Vec<(&str, u32)> {
            objects(text.as_bytes()).map(|o| (std::str::from_utf8(o.bytes).unwrap_or("?"), o.line)).collect()
        };
        assert_eq!(
            found("[{\"a\":{\"b\":\"}\\\"}\"}},\n {}]"),
            [("{\"a\":{\"b\":\"}\\\"}\"}}", 1), ("{}", 2)]
        );
        assert_eq!(found("{}\n\n{}\n"), [("{}", 1), ("{}", 3)]);
        assert_eq!(found("[{\"a\": {"), [("{\"a\": {", 1)]);
        assert!(found("[1, 2]").is_empty());
    }
}
