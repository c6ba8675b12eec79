//! The folder of development data, where it is.
#![allow(dead_code, reason = "every test file takes a part")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails or is skipped says so")]

pub(crate) mod sdn;

use std::io::Read;
use std::path::{Path, PathBuf};

/// A file below `$THALWEG_SHARED`, or below `../shared/data` beside the repository, as text; unpacked where it ends in `.gz`.
///
/// Where the folder is absent the test that asks for it should return, and a line says that it was skipped; where `CI` is `true` it must
/// be there.
pub(crate) fn text(name: &str) -> Option<String> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("THALWEG_SHARED").map_or_else(beside, PathBuf::from);
    if !folder.is_dir() {
        let absent = "the development data are absent: set THALWEG_SHARED to their folder";
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{absent}");
        println!("skipped: {absent}");
        return None;
    }
    let bytes = std::fs::read(folder.join(name)).unwrap();
    let mut text = String::new();
    if name.ends_with(".gz") {
        flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
        return Some(text);
    }
    Some(String::from_utf8(bytes).unwrap())
}
