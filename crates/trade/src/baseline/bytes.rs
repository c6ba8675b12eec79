//! Bytes of a file, plain or gzip, of a bounded size.

use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;
use thalweg_core::Problem;

/// The largest file that a reader takes, after decompression: 256 MiB, some forty times the flows of `world-2022`.
pub(super) const LARGEST_FILE: u64 = 256 << 20;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Reads a file whole and, where its name ends in `.gz`, decompresses it; never more than `limit` bytes.
pub(super) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Problem> {
    let shown = path.display();
    let file = File::open(path).map_err(|e| Problem::new(format!("`{shown}` cannot be opened: {e}")))?;
    let packed = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz"));
    let bytes = if packed { take(MultiGzDecoder::new(file), limit) } else { take(file, limit) };
    let bytes = bytes.map_err(|e| unreadable(&shown.to_string(), packed, &e))?;
    match bytes {
        None => Err(too_large(&shown.to_string(), packed, limit)),
        Some(bytes) if !packed && bytes.starts_with(&GZIP_MAGIC) => {
            Err(Problem::new(format!("`{shown}` is a gzip file although its name does not say so"))
                .help(format!("name it `{shown}.gz`")))
        }
        Some(bytes) => Ok(bytes),
    }
}

/// Everything that a reader gives, or nothing when that is more than `limit` bytes.
fn take(from: impl Read, limit: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    from.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

fn too_large(file: &str, packed: bool, limit: u64) -> Problem {
    let when = if packed { " when decompressed" } else { "" };
    Problem::new(format!("`{file}` is larger than {} MiB{when}, the most that is read", limit >> 20))
        .help("merge countries or sectors, or leave out rows of zero")
}

fn unreadable(file: &str, packed: bool, error: &std::io::Error) -> Problem {
    match error.kind() {
        ErrorKind::UnexpectedEof if packed => {
            Problem::new(format!("`{file}` is cut off: its gzip data end too early"))
                .help("copy or download it again")
        }
        ErrorKind::InvalidInput | ErrorKind::InvalidData if packed => {
            Problem::new(format!("`{file}` is damaged or no gzip file: {error}"))
                .help("write it again with gzip, or take the `.gz` from its name")
        }
        _ => Problem::new(format!("`{file}` cannot be read: {error}")),
    }
}

/// The text of a file in UTF-8, without a byte order mark; what is wrong otherwise.
pub(super) fn text(file: &str, bytes: Vec<u8>) -> Result<String, Problem> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Problem::new(format!("`{file}` is in UTF-16")).help("save it as UTF-8"));
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let lossy = String::from_utf8_lossy(error.as_bytes()).into_owned();
        Problem::new(format!("`{file}` is not UTF-8"))
            .at(super::position::place(file, &lossy, valid..valid + 3))
            .help("save it as UTF-8")
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_that_is_no_utf8_is_shown_where_it_stands() {
        let problem = text("f.csv", b"a,b\nx,\xe9y\n".to_vec()).unwrap_err();
        let place = problem.place.unwrap();
        assert_eq!((place.line, place.column), (2, 3));
        assert_eq!(problem.message, "`f.csv` is not UTF-8");
    }

    #[test]
    fn utf16_is_named() {
        assert!(text("f.csv", vec![0xff, 0xfe, b'a', 0]).unwrap_err().message.contains("UTF-16"));
    }

    #[test]
    fn a_byte_order_mark_is_taken_off() {
        assert_eq!(text("f.csv", b"\xef\xbb\xbfa".to_vec()).unwrap(), "a");
    }

    #[test]
    fn no_more_than_the_limit_is_read() {
        assert_eq!(take(std::io::repeat(1), 10).unwrap(), None);
        assert_eq!(take(&[1u8; 10][..], 10).unwrap(), Some(vec![1; 10]));
    }
}
