//! How wide text is, without a font at hand: never less than the widest common system font makes it.

/// Width of a text at a size, in drawing units: that of DejaVu Sans or wider, which no system font exceeds by much.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

fn advance(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '\u{202f}' => 0.32,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '/' | '-' | '’' | '·' => 0.42,
        'm' | 'M' | 'w' | 'W' | '@' | '%' | '…' | '—' => 1.0,
        '+' | '\u{2212}' | '=' | '<' | '>' | '~' | '→' => 0.84,
        'A'..='Z' => 0.76,
        _ if letter.is_ascii() => 0.64,
        _ if (letter as u32) < 0x250 => 0.68,
        _ => 1.05,
    }
}

/// The text, cut with an ellipsis so that it fits a width.
pub(crate) fn fitted(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut used = width("…", size);
    for letter in text.chars() {
        used += advance(letter) * size;
        if used > room {
            break;
        }
        cut.push(letter);
    }
    format!("{}…", cut.trim_end())
}

/// The text in lines that fit a width; a word that is wider than that is cut.
pub(crate) fn wrapped(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(" ", size) + width(word, size) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(fitted(word, size, room)),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fitted_text_fits_and_says_that_it_was_cut() {
        for room in [20.0, 60.0, 100.0] {
            let text = fitted("Saint Vincent and the Grenadines", 12.0, room);
            assert!(width(&text, 12.0) <= room && text.ends_with('…'));
        }
        assert_eq!(fitted("Chad", 12.0, 100.0), "Chad");
    }

    #[test]
    fn wrapped_text_keeps_every_word() {
        let lines = wrapped("sold to third markets or at home", 12.0, 90.0);
        assert!(lines.iter().all(|line| width(line, 12.0) <= 90.0));
        assert_eq!(lines.join(" "), "sold to third markets or at home");
    }
}
