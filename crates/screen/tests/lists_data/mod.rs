//! The development data, where they are.
#![allow(dead_code, reason = "each test uses a part")]

use std::fs::File;
use std::path::{Path, PathBuf};
use thalweg_screen::{Entity, ListReader, Lists};

/// The folder of lists; none, said plainly, where it is absent. In CI it must be there.
pub(crate) fn folder() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("THALWEG_SHARED").map_or_else(beside, PathBuf::from).join("lists");
    if folder.is_dir() {
        return Some(folder);
    }
    let absent = "the development data are absent: set THALWEG_SHARED to their folder";
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{absent}");
    println!("skipped: {absent}");
    None
}

/// Files of the folder, read together.
pub(crate) fn read(names: &[&str]) -> Option<Lists> {
    let folder = folder()?;
    let mut reader = ListReader::new();
    for name in names {
        reader.file(*name, File::open(folder.join(name)).unwrap()).unwrap();
    }
    Some(reader.finish())
}

/// A text, read as a list.
pub(crate) fn text(text: &str) -> Lists {
    Lists::read([("list", text.as_bytes())]).unwrap()
}

pub(crate) fn find<'a>(lists: &'a Lists, id: &str) -> &'a Entity {
    lists.entities.iter().find(|entity| entity.record.id == id).unwrap()
}

/// Names of a record with what they are.
pub(crate) fn names(entity: &Entity) -> Vec<String> {
    entity.names.iter().map(|name| format!("{:?} {:?} {}", name.kind, name.strength, name.text)).collect()
}

/// Identifiers of a record.
pub(crate) fn identifiers(entity: &Entity) -> Vec<String> {
    let words = |i: &thalweg_screen::Identifier| format!("{} {}", i.kind.word(), i.value);
    entity.identifiers.iter().map(words).collect()
}
