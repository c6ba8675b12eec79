//! A line of a table taken apart.

use memchr::memchr;
use std::borrow::Cow;

/// The cells of a line; quotes around a cell are taken away, doubled ones inside it made single.
pub(crate) fn cells(line: &[u8], delimiter: u8) -> impl Iterator<Item = String> {
    let mut spans = Vec::new();
    split(line, delimiter, &mut spans);
    spans.into_iter().map(|span| String::from_utf8_lossy(&unquoted(&line[span.0..span.1])).into_owned())
}

/// Where each cell of a line stands, quotes included. A quote that nothing closes ends with the line.
pub(crate) fn split(line: &[u8], delimiter: u8, spans: &mut Vec<(usize, usize)>) {
    spans.clear();
    let mut start = 0;
    loop {
        let end = start + cell_length(&line[start..], delimiter);
        spans.push((start, end));
        if end >= line.len() {
            return;
        }
        start = end + 1;
    }
}

fn cell_length(rest: &[u8], delimiter: u8) -> usize {
    if rest.first() != Some(&b'"') {
        return memchr(delimiter, rest).unwrap_or(rest.len());
    }
    let mut at = 1;
    while let Some(quote) = memchr(b'"', rest.get(at..).unwrap_or_default()) {
        at += quote + 1;
        if rest.get(at) == Some(&b'"') {
            at += 1;
        } else {
            return at + memchr(delimiter, &rest[at..]).unwrap_or(rest.len() - at);
        }
    }
    rest.len()
}

/// A cell without its quotes and the blanks around it.
pub(crate) fn unquoted(cell: &[u8]) -> Cow<'_, [u8]> {
    let cell = cell.trim_ascii();
    let Some(inner) = cell.strip_prefix(b"\"") else { return Cow::Borrowed(cell) };
    let inner = inner.strip_suffix(b"\"").unwrap_or(inner);
    if memchr(b'"', inner).is_none() {
        return Cow::Borrowed(inner.trim_ascii());
    }
    let mut plain = Vec::with_capacity(inner.len());
    let mut quoted = false;
    for byte in inner {
        quoted = *byte == b'"' && !quoted;
        if !quoted {
            plain.push(*byte);
        }
    }
    Cow::Owned(plain.trim_ascii().to_vec())
}

/// The sign between the cells of a head: the most frequent one outside quotes.
pub(crate) fn delimiter(head: &[u8]) -> u8 {
    let count = |sign: u8| {
        let mut quoted = false;
        let outside = head.iter().filter(|byte| {
            quoted ^= **byte == b'"';
            !quoted && **byte == sign
        });
        outside.count()
    };
    // a tab wins where there is one: the first cell of a table of Eurostat holds commas
    if memchr(b'\t', head).is_some() {
        return b'\t';
    }
    let most = [b',', b';', b'|'].into_iter().max_by_key(|sign| (count(*sign), u8::MAX - sign));
    most.unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_apart() {
        let check = |line: &str, want: &[&str]| {
            assert_eq!(cells(line.as_bytes(), b',').collect::<Vec<_>>(), want, "{line}");
        };
        check("a,b,,c", &["a", "b", "", "c"]);
        check(r#""Korea, Republic of", x ,"say ""so""""#, &["Korea, Republic of", "x", "say \"so\""]);
        check("", &[""]);
        check("a,", &["a", ""]);
        check(r#""open,x"#, &["open,x"]);
    }

    #[test]
    fn the_delimiter_is_found() {
        assert_eq!(delimiter(b"a,b,c"), b',');
        assert_eq!(delimiter(b"a;\"b,c,d\";e"), b';');
        assert_eq!(delimiter(b"freq,geo\\TIME\t2019 \t2020"), b'\t');
    }
}
