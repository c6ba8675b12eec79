//! The objects of an array in JSON, one after another, in bounded memory.

use std::io::{self, BufRead};

/// Longest object that is taken, in bytes.
const LONGEST: usize = 1 << 16;

/// What comes out of a stream of JSON.
pub(super) enum Found<'a> {
    /// The text of an object that stands in an array.
    Object(&'a [u8]),
    /// An object that is too long, or that the end of the file cuts off.
    Broken,
}

/// Gives the text of every object that stands in an array and holds no array of objects: the rows of `{"data": [...]}` and of `[...]`.
pub(super) fn each_object<E: From<io::Error>>(
    bytes: &mut dyn BufRead,
    each: &mut impl FnMut(Found<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut scanner = Scanner::default();
    loop {
        let buffer = match bytes.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
            Ok([]) => break,
            Ok(buffer) => buffer,
        };
        for byte in buffer {
            scanner.take(*byte, each)?;
        }
        let length = buffer.len();
        bytes.consume(length);
    }
    if scanner.inside > 0 { each(Found::Broken) } else { Ok(()) }
}

#[derive(Default)]
struct Scanner {
    text: Vec<u8>,
    /// How deep in the object that is being kept; 0 outside.
    inside: usize,
    /// Whether the bracket that is open outside of any object is that of an array.
    in_array: bool,
    overlong: bool,
    quoted: bool,
    escaped: bool,
}

impl Scanner {
    fn take<E>(&mut self, byte: u8, each: &mut impl FnMut(Found<'_>) -> Result<(), E>) -> Result<(), E> {
        let structural = self.structural(byte);
        if self.inside == 0 {
            match (structural, byte) {
                (true, b'[') => self.in_array = true,
                (true, b']') => self.in_array = false,
                (true, b'{') if self.in_array => {
                    self.inside = 1;
                    self.text.clear();
                    self.text.push(byte);
                }
                _ => {}
            }
            return Ok(());
        }
        if self.text.len() < LONGEST {
            self.text.push(byte);
        } else {
            self.overlong = true;
        }
        match (structural, byte) {
            (true, b'{') => self.inside += 1,
            (true, b'}') => self.inside -= 1,
            _ => {}
        }
        if self.inside > 0 {
            return Ok(());
        }
        let overlong = std::mem::take(&mut self.overlong);
        each(if overlong { Found::Broken } else { Found::Object(&self.text) })
    }

    /// Whether a byte stands outside of texts.
    fn structural(&mut self, byte: u8) -> bool {
        if self.escaped {
            self.escaped = false;
            return false;
        }
        match byte {
            b'\\' if self.quoted => self.escaped = true,
            b'"' => self.quoted = !self.quoted,
            _ => {}
        }
        !self.quoted && byte != b'"'
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        each_object::<io::Error>(&mut text.as_bytes(), &mut |object| {
            found.push(match object {
                Found::Object(text) => String::from_utf8_lossy(text).into_owned(),
                Found::Broken => "broken".to_owned(),
            });
            Ok(())
        })
        .unwrap();
        found
    }

    #[test]
    fn rows_are_found_wherever_they_stand() {
        assert_eq!(
            objects(r#"{"count":2,"data":[{"a":"}]\""}, {"b":{"c":1}}]}"#),
            [r#"{"a":"}]\""}"#, r#"{"b":{"c":1}}"#]
        );
        assert_eq!(objects(r#"[{"a":1}]"#), [r#"{"a":1}"#]);
        assert_eq!(objects(r#"{"data":[{"a":1},{"b":"#), [r#"{"a":1}"#, "broken"]);
        assert_eq!(objects(&format!(r#"[{{"a":"{}"}},{{}}]"#, "x".repeat(LONGEST))), ["broken", "{}"]);
        assert!(objects("]}}{{[[").is_empty());
    }
}
