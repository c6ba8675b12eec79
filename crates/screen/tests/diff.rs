//! What changed between two versions of a list.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod lists_data;

use lists_data::{read, text};
use std::collections::BTreeMap;
use thalweg_screen::{Diff, EntityKind, Field, NameSet};

/// Counted by a script of its own: by key, 103 came, 108 went, and of 20 that changed 13 changed programmes, 9 aliases, 2 their name.
#[test]
fn the_sdn_list_between_july_and_august_2026() {
    let (Some(old), Some(new)) =
        (read(&["ofac_sdn_2026_07_25_names.csv.gz"]), read(&["ofac_sdn_2026_08_20_names.csv.gz"]))
    else {
        return;
    };
    assert_eq!((old.entities.len(), new.entities.len()), (19_254, 19_249));
    let diff = Diff::of(&old, &new);
    assert_eq!((diff.added.len(), diff.removed.len(), diff.changed.len()), (103, 108, 20));
    assert_eq!((diff.same, diff.ambiguous), (19_249 - 103 - 20, 0));
    let mut fields: BTreeMap<Field, usize> = BTreeMap::new();
    for change in diff.changed.iter().flat_map(|changed| &changed.changes) {
        *fields.entry(change.field).or_default() += 1;
    }
    let right = [(Field::Name, 2), (Field::Names, 9), (Field::Listings, 13)];
    assert_eq!(fields.into_iter().collect::<Vec<_>>(), right);
    let ships = diff.added.iter().filter(|entry| entry.entity.kind == EntityKind::Ship).count();
    assert_eq!(ships, 18);
    assert!(Diff::of(&new, &new).is_empty());
}

#[test]
fn only_what_concerns_names() {
    let head = "id,name,aliases,authority,measure\n";
    let old = text(&format!(
        "{head}1,\"ABU, Abbas\",,us,asset freeze\n2,HERON,,us,asset freeze\n3,TERN,,us,asset freeze\n"
    ));
    let new = text(&format!(
        "{head}1,\"ABU, Abbas\",NIDAL,us,asset freeze\n2,HERON,,us,asset freeze\n4,TERN TWO,,us,asset freeze\n"
    ));
    let names = NameSet::of(["abbas abu", "Tern", "heron", ""]);
    assert_eq!(names.len(), 3);
    let diff = Diff::about(&old, &new, |entity| names.has(entity));
    assert_eq!((diff.added.len(), diff.changed.len(), diff.removed.len(), diff.same), (0, 1, 1, 1));
    assert_eq!(diff.changed[0].changes[0].words(), "other names: `NIDAL` added");
    // a name that a record had before, or has now, is asked for either way
    let diff = Diff::about(&old, &new, |entity| NameSet::of(["Nidal"]).has(entity));
    assert_eq!(diff.changed.len(), 1);
}

#[test]
fn every_field_tells_what_changed() {
    let head = "id,kind,name,imo,birth,birth_place,gender,title,flag,address,owner,authority,measure,program,from,remark\n";
    let old = text(&format!(
        "{head}1,ship,HERON,9134270,1999,Riga,male,Master,PA,1 Quay,A,us,asset freeze,P,2020-01-01,x\n"
    ));
    let new = text(&format!(
        "{head}1,person,EGRET,8727965,2000,Oslo,female,Mate,LR,2 Quay,B,us,port ban,Q,2021-01-01,y\n"
    ));
    let diff = Diff::of(&old, &new);
    let words: Vec<String> = diff.changed[0].changes.iter().map(|change| change.words()).collect();
    assert_eq!(words.len(), 12, "{words:?}");
    assert_eq!(words[1], "name: `HERON` became `EGRET`");
    assert_eq!(
        words[9],
        "listings: `US asset freeze (P) since 2020-01-01` became `US port ban (Q) since 2021-01-01`"
    );
    // where a record stands in its file is no change of it
    let moved = text(&format!(
        "{head}2,ship,X,,,,,,,,,us,other,,,\n1,ship,HERON,9134270,1999,Riga,male,Master,PA,1 Quay,A,us,asset freeze,P,2020-01-01,x\n"
    ));
    let diff = Diff::of(&old, &moved);
    assert_eq!((diff.added.len(), diff.changed.len(), diff.same), (1, 0, 1));
}

#[test]
fn several_lists_are_paired_by_their_names() {
    let sdn = "7,\"NAME\",-0- ,\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n";
    let table = "id,name,authority,measure\n7,OTHER,us,other\n";
    let read =
        |files: [&str; 2]| thalweg_screen::Lists::read(files.map(|text| ("list", text.as_bytes()))).unwrap();
    // the same key in two lists is two records
    assert!(Diff::of(&read([sdn, table]), &read([table, sdn])).is_empty());
    let diff = Diff::of(&read([sdn, table]), &text(sdn));
    assert_eq!((diff.removed.len(), diff.same), (1, 1));
    assert_eq!(diff.removed[0].entity.name(), "OTHER");
}
