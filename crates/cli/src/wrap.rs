//! Sentences in lines.

/// The text in lines of at most `width` letters, broken between words; every line ends.
pub(crate) fn wrap(text: &str, width: usize) -> String {
    let mut lines = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push('\n');
            used = 0;
        }
        if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += length;
    }
    lines.push('\n');
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("one two three", 7), "one two\nthree\n");
        assert_eq!(wrap("one two", 80), "one two\n");
        assert_eq!(wrap("unbreakable word", 5), "unbreakable\nword\n");
        assert_eq!(wrap("a\u{202f}% b", 3), "a\u{202f}%\nb\n");
    }
}
