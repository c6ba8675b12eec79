//! Lines a second of this decoder and of two others, on the same lines and one core.
//!
//! `cargo bench -p thalweg-sea`. The lines are those of the development data (`sea/nmea/mixed.txt.gz`) repeated to a million, or of
//! one of each common type where those are absent. Ours does more than the others: it accounts for every line, tells times, and
//! reads binary data.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark says what it measures")]

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use thalweg_sea::{Application, Decoder, Options};

fn main() {
    println!("{} lines, {} bytes", LINES, text().len());
    divan::main();
}

const LINES: usize = 1_000_000;

/// A million lines.
fn text() -> &'static [u8] {
    static TEXT: OnceLock<Vec<u8>> = OnceLock::new();
    TEXT.get_or_init(|| {
        let some = mixed().unwrap_or_else(|| SOME.as_bytes().to_vec());
        let lines = some.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let lines: Vec<&[u8]> = lines.collect();
        let mut text = Vec::new();
        for line in lines.iter().cycle().take(LINES) {
            text.extend_from_slice(line);
            text.push(b'\n');
        }
        text
    })
}

fn mixed() -> Option<Vec<u8>> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("THALWEG_SHARED").map_or_else(beside, PathBuf::from);
    let file = std::fs::File::open(folder.join("sea/nmea/mixed.txt.gz")).ok()?;
    let mut text = Vec::new();
    flate2::read::MultiGzDecoder::new(file).read_to_end(&mut text).ok()?;
    Some(text)
}

const SOME: &str = "\
!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A
!AIVDM,1,1,,A,403OviQuMGCqWrRO9>E6fE700@GO,0*4D
!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C
!AIVDM,2,2,1,A,88888888880,2*25
";

/// The lines without their ends.
fn lines() -> impl Iterator<Item = &'static [u8]> {
    text().split_inclusive(|byte| *byte == b'\n').map(|line| line.trim_ascii_end())
}

#[divan::bench(sample_count = 10)]
fn thalweg(bencher: Bencher<'_, '_>) {
    text();
    bencher.counter(ItemsCount::new(LINES)).bench(|| {
        let mut decoder = Decoder::new("mixed", Options::default());
        let mut sum = 0u64;
        let mut rest = text();
        while let Some(end) = memchr::memchr(b'\n', rest) {
            decoder.line(&rest[..end], &mut |received| {
                sum += u64::from(black_box(&received.message).mmsi);
                if let Some(application) = Application::of(&received.message) {
                    sum += application.fields().count() as u64;
                }
            });
            rest = &rest[end + 1..];
        }
        (sum, decoder.finish().messages)
    });
}

#[divan::bench(sample_count = 3)]
fn aivdm(bencher: Bencher<'_, '_>) {
    text();
    bencher.counter(ItemsCount::new(LINES)).bench(|| {
        let mut parser = aivdm::LineDecoder::<512>::new();
        let mut messages = 0u64;
        for line in lines() {
            let Ok(line) = std::str::from_utf8(line) else { continue };
            if let Ok(Some(message)) = parser.feed(line) {
                black_box(&message);
                messages += 1;
            }
        }
        messages
    });
}

#[divan::bench(sample_count = 3)]
fn ais(bencher: Bencher<'_, '_>) {
    text();
    bencher.counter(ItemsCount::new(LINES)).bench(|| {
        let mut parser = ais::AisParser::new();
        let mut messages = 0u64;
        for line in lines() {
            if let Ok(ais::AisFragments::Complete(sentence)) = black_box(parser.parse(line, true)) {
                messages += u64::from(sentence.message.is_some());
            }
        }
        messages
    });
}

/// Line ends and checksums alone.
#[divan::bench(sample_count = 10)]
fn floor_of_lines(bencher: Bencher<'_, '_>) {
    text();
    bencher.counter(ItemsCount::new(LINES)).bench(|| {
        let (mut sum, mut rest) = (0u64, text());
        while let Some(end) = memchr::memchr(b'\n', rest) {
            if let Some(star) = memchr::memchr(b'*', &rest[..end]) {
                sum += u64::from(thalweg_sea::line::checksum(&rest[1..star]));
            }
            rest = &rest[end + 1..];
        }
        sum
    });
}

/// What nobody can be faster than: line ends, checksums, letters into bits.
#[divan::bench(sample_count = 10)]
fn floor_with_bits(bencher: Bencher<'_, '_>) {
    text();
    bencher.counter(ItemsCount::new(LINES)).bench(|| {
        let mut bits = thalweg_sea::Bits::new();
        let (mut sum, mut rest) = (0u64, text());
        while let Some(end) = memchr::memchr(b'\n', rest) {
            let line = &rest[..end];
            if let Some(star) = memchr::memchr(b'*', line) {
                sum += u64::from(thalweg_sea::line::checksum(&line[1..star]));
                if line[0] == b'!' && star > 16 {
                    bits.read_armor(&line[14..star - 2], 0);
                    sum += bits.unsigned(8, 30);
                }
            }
            rest = &rest[end + 1..];
        }
        sum
    });
}
