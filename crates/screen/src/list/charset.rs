use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252};

use super::input::by_label;

/// How the letters of a file are encoded.
#[derive(Clone, Copy)]
pub(super) struct Charset {
    pub(super) encoding: &'static Encoding,
    /// Bytes of the mark before the first letter.
    pub(super) mark: usize,
    how: How,
}

#[derive(Clone, Copy, PartialEq)]
enum How {
    /// All that was looked at is valid, or the file says so by a mark or a declaration.
    Known,
    Guessed,
}

impl Charset {
    fn known(encoding: &'static Encoding, mark: usize) -> Self {
        Self { encoding, mark, how: How::Known }
    }

    /// `windows-1251, guessed`.
    pub(super) fn words(&self) -> String {
        let name = self.encoding.name();
        if self.how == How::Guessed { format!("{name}, guessed") } else { name.to_owned() }
    }

    /// Whether it is a guess.
    pub(super) fn is_guess(&self) -> bool {
        self.how == How::Guessed
    }
}

/// The encoding of a text by its first bytes: by its mark, by the declaration of an XML file, because it is valid UTF-8, or else by a
/// guess from what its bytes above 127 look like; none where they look like nothing that is known.
pub(super) fn detect(bytes: &[u8], cut: bool) -> Option<Charset> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some(Charset::known(encoding, mark));
    }
    if let Some(encoding) = sixteen(bytes) {
        return Some(Charset { encoding, mark: 0, how: How::Guessed });
    }
    if let Some(encoding) = declared(bytes).filter(|encoding| *encoding != UTF_8) {
        // whoever can read a declaration in ASCII does not read UTF-16
        let wide = encoding == UTF_16LE || encoding == UTF_16BE;
        return Some(Charset::known(if wide { UTF_8 } else { encoding }, 0));
    }
    if valid(bytes, cut) {
        return Some(Charset::known(UTF_8, 0));
    }
    guess(bytes).map(|encoding| Charset { encoding, mark: 0, how: How::Guessed })
}

/// Whether all is UTF-8, but for a letter that is cut off at the end.
fn valid(bytes: &[u8], cut: bool) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => cut && error.error_len().is_none(),
    }
}

/// UTF-16 without a mark: zero bytes, which no other text has, stand on one side of the pairs, for its line ends and Latin letters.
fn sixteen(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (even, odd) if odd >= 4 && odd > even * 4 => Some(UTF_16LE),
        (even, odd) if even >= 4 && even > odd * 4 => Some(UTF_16BE),
        _ => None,
    }
}

/// What the declaration of an XML file says.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(256)];
    let end = memchr::memmem::find(head, b"?>")?;
    let declaration = std::str::from_utf8(&head[..end]).ok()?.trim_start();
    let (_, rest) = declaration.strip_prefix("<?xml")?.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| *c == '"' || *c == '\'')?;
    by_label(rest[1..].split(quote).next()?)
}

/// Bytes above 127 stand together in Cyrillic and Chinese texts, alone among letters in western ones. Nearly all bytes of Cyrillic letters
/// in windows-1251 are 192 or more; second bytes of Chinese letters are spread from 64 on.
fn guess(bytes: &[u8]) -> Option<&'static Encoding> {
    let high = |byte: &u8| *byte >= 0x80;
    let runs: Vec<&[u8]> = bytes.split(|byte| !high(byte)).filter(|run| !run.is_empty()).collect();
    let all: usize = runs.iter().map(|run| run.len()).sum();
    let together: usize = runs.iter().map(|run| run.len()).filter(|length| *length > 1).sum();
    // Cyrillic letters, and the quotes, dashes and number sign between them
    let cyrillic = |byte: &&u8| {
        **byte >= 0xc0 || matches!(byte, 0x93 | 0x94 | 0x96 | 0x97 | 0xa8 | 0xab | 0xb8 | 0xb9 | 0xbb)
    };
    let letters = bytes.iter().filter(cyrillic).count();
    // letters of words, and marks of western typesetting
    let western = |byte: &u8| *byte >= 0xa0 || (0x91..=0x97).contains(byte) || *byte == 0x85;
    if together * 10 < all * 5 {
        let fit = bytes.iter().filter(|byte| high(byte)).all(western);
        return fit.then_some(WINDOWS_1252);
    }
    if letters * 100 >= all * 92 {
        return Some(WINDOWS_1251);
    }
    let whole = GB18030.decode_without_bom_handling_and_without_replacement(bytes).is_some();
    // the last letter of what is looked at may be cut off
    let nearly = || {
        (1..=3).any(|less| {
            let head = &bytes[..bytes.len().saturating_sub(less)];
            GB18030.decode_without_bom_handling_and_without_replacement(head).is_some()
        })
    };
    (whole || nearly()).then_some(GB18030)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> Option<String> {
        detect(bytes, false).map(|charset| charset.words())
    }

    #[test]
    fn encodings_are_told() {
        let russian = "id,name\n1,ООО Ромашка\n2,Совкомфлот\n3,ПАО «Танкер» № 5\n";
        let chinese = "id,name\n1,中国远洋海运集团有限公司\n2,大连油轮公司\n";
        let french = "id,name\n1,Société générale de l’Océan\n2,Forêt\n";
        assert_eq!(told(russian.as_bytes()).as_deref(), Some("UTF-8"));
        assert_eq!(told(&WINDOWS_1251.encode(russian).0).as_deref(), Some("windows-1251, guessed"));
        assert_eq!(told(&GB18030.encode(chinese).0).as_deref(), Some("gb18030, guessed"));
        assert_eq!(told(&WINDOWS_1252.encode(french).0).as_deref(), Some("windows-1252, guessed"));
        let wide: Vec<u8> = russian.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(told(&wide).as_deref(), Some("UTF-16LE, guessed"));
        let marked = [&[0xff, 0xfe], &wide[..]].concat();
        assert_eq!(told(&marked).as_deref(), Some("UTF-16LE"));
        let declared = b"<?xml version='1.0' encoding='windows-1251'?><a/>";
        assert_eq!(told(declared).as_deref(), Some("windows-1251"));
        assert_eq!(told(&[0x80, 0x81, 0xff, 0xfe, 0x80, 0x20, 0x9d]), None);
    }
}
