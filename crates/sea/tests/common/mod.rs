//! What the tests of the sea engine share.
#![allow(dead_code, reason = "every test file takes a part")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails or is skipped says so")]

use std::io::Read;
use std::path::{Path, PathBuf};
use thalweg_sea::{Account, Body, Decoder, Message, NoTime, Options, Time};

/// The folder of development data for ships: below `$THALWEG_SHARED`, or `../shared/data` beside the repository.
///
/// Where it is absent the test that asks for it should return, and a line says that it was skipped; where `CI` is
/// `true` it must be there.
pub(crate) fn shared_data() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("THALWEG_SHARED").map_or_else(beside, PathBuf::from).join("sea");
    if folder.is_dir() {
        return Some(folder);
    }
    let absent = "the development data are absent: set THALWEG_SHARED to their folder";
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{absent}");
    println!("skipped: {absent}");
    None
}

/// A file of the development data, unpacked if need be.
pub(crate) fn bytes(name: &str) -> Option<Vec<u8>> {
    let path = shared_data()?.join(name);
    let mut bytes = std::fs::read(&path).unwrap();
    if name.ends_with(".gz") {
        let mut plain = Vec::new();
        flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain).unwrap();
        bytes = plain;
    }
    Some(bytes)
}

/// What a test looks at of a message.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Got {
    pub(crate) message: Message,
    pub(crate) time: Result<Time, NoTime>,
    pub(crate) line: u64,
    pub(crate) parts: u8,
    pub(crate) sound: bool,
    pub(crate) json: serde_json::Value,
}

/// The messages of some lines, and what became of the lines.
pub(crate) fn decode_with(text: &[u8], options: Options) -> (Vec<Got>, Account) {
    let mut decoder = Decoder::new("test", options);
    let mut got = Vec::new();
    for line in text.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        decoder.line(line, &mut |received| {
            got.push(Got {
                message: received.message,
                time: received.time,
                line: received.line,
                parts: received.parts,
                sound: received.sound,
                json: serde_json::to_value(received).unwrap(),
            });
        });
    }
    let account = decoder.finish();
    assert_eq!(account.pieces(), account.accounted(), "{account:?}");
    assert_eq!(account.messages, got.len() as u64);
    assert_eq!(account.waiting, 0);
    (got, account)
}

pub(crate) fn decode(text: &str) -> (Vec<Got>, Account) {
    decode_with(text.trim_end_matches('\n').as_bytes(), Options::default())
}

/// A file of the development data, decoded; its last line end begins no line.
pub(crate) fn decode_file(name: &str) -> Option<(Vec<Got>, Account)> {
    let bytes = bytes(name)?;
    Some(decode_with(bytes.strip_suffix(b"\n").unwrap_or(&bytes), Options::default()))
}

/// A sentence with its right checksum.
pub(crate) fn sentence(body: &str) -> String {
    format!("!{body}*{:02X}", thalweg_sea::line::checksum(body.as_bytes()))
}

/// The one message of one line.
pub(crate) fn only(line: &str) -> Message {
    let (got, account) = decode(line);
    assert_eq!(got.len(), 1, "{line}: {account:?}");
    got[0].message
}

/// The first reason for which something was refused.
pub(crate) fn reason(account: &Account) -> String {
    account.intake("test").refusals.first().map(|refusal| refusal.reason.clone()).unwrap_or_default()
}

/// The name in a message that has one.
pub(crate) fn name(message: &Message) -> Option<String> {
    match &message.body {
        Body::Static(ship) => Some(ship.name.to_string()),
        Body::StaticA(part) => Some(part.name.to_string()),
        Body::ExtendedClassB(report) => Some(report.name.to_string()),
        Body::Aid(aid) => Some(aid.name()),
        _ => None,
    }
}
