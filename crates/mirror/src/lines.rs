use flate2::bufread::MultiGzDecoder;
use memchr::memchr;
use std::io::{self, BufRead, BufReader, Read};

/// Longest line that is taken, in bytes. A row of all columns of UN Comtrade has about 700, a wide one of Eurostat with 300 months about 4,000.
pub(crate) const LONGEST: usize = 1 << 16;

const BUFFER: usize = 1 << 18;

/// Some bytes, unpacked where their first two say that gzip packed them, without a byte order mark.
pub(crate) fn open<'a, R: Read + 'a>(mut bytes: R) -> io::Result<Box<dyn BufRead + 'a>> {
    let mut head = Vec::with_capacity(2);
    bytes.by_ref().take(2).read_to_end(&mut head)?;
    let packed = head == [0x1f, 0x8b];
    let whole = BufReader::with_capacity(BUFFER, io::Cursor::new(head).chain(bytes));
    if !packed {
        return without_mark(Box::new(whole));
    }
    without_mark(Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(whole))))
}

fn without_mark<'a>(mut bytes: Box<dyn BufRead + 'a>) -> io::Result<Box<dyn BufRead + 'a>> {
    let mut head = Vec::with_capacity(3);
    bytes.by_ref().take(3).read_to_end(&mut head)?;
    if head == [0xef, 0xbb, 0xbf] {
        head.clear();
    }
    Ok(Box::new(io::Cursor::new(head).chain(bytes)))
}

/// Gives every line without its end, and whether it was longer than a line may be, in which case only its beginning is given.
/// Memory is bounded whatever comes.
pub(crate) fn each_line<E: From<io::Error>>(
    bytes: &mut dyn BufRead,
    each: &mut impl FnMut(&[u8], bool) -> Result<(), E>,
) -> Result<(), E> {
    let mut begun: Vec<u8> = Vec::new();
    let mut overlong = false;
    loop {
        let buffer = match bytes.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
            Ok([]) => break,
            Ok(buffer) => buffer,
        };
        let mut rest = buffer;
        while let Some(end) = memchr(b'\n', rest) {
            if begun.is_empty() && !overlong {
                each(trimmed(&rest[..end.min(LONGEST)]), end > LONGEST)?;
            } else {
                keep(&mut begun, &rest[..end], &mut overlong);
                each(trimmed(&begun), overlong)?;
                begun.clear();
                overlong = false;
            }
            rest = &rest[end + 1..];
        }
        keep(&mut begun, rest, &mut overlong);
        let length = buffer.len();
        bytes.consume(length);
    }
    if begun.is_empty() { Ok(()) } else { each(trimmed(&begun), overlong) }
}

fn keep(begun: &mut Vec<u8>, more: &[u8], overlong: &mut bool) {
    let room = LONGEST.saturating_sub(begun.len());
    *overlong |= more.len() > room;
    begun.extend_from_slice(&more[..more.len().min(room)]);
}

fn trimmed(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<(usize, bool)> {
        let mut found = Vec::new();
        let mut reader = open(bytes).unwrap();
        each_line::<io::Error>(reader.as_mut(), &mut |line, overlong| {
            found.push((line.len(), overlong));
            Ok(())
        })
        .unwrap();
        found
    }

    #[test]
    fn ends_marks_and_lengths() {
        assert_eq!(lines(b"\xef\xbb\xbfab\r\nc\n\nd"), [(2, false), (1, false), (0, false), (1, false)]);
        let mut long = vec![b'x'; LONGEST + 5];
        long.extend_from_slice(b"\ny");
        assert_eq!(lines(&long), [(LONGEST, true), (1, false)]);
        assert_eq!(lines(b""), []);
    }
}
