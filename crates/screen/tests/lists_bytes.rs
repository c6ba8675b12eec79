//! Whatever bytes come: no panic, every row in its place, and what is good is kept.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod lists_data;

use flate2::Compression;
use flate2::write::GzEncoder;
use lists_data::folder;
use proptest::prelude::*;
use std::io::Write;
use thalweg_screen::{ListError, ListFile, Lists};

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn try_read(bytes: &[u8]) -> Result<Lists, ListError> {
    Lists::read([("bytes", bytes)])
}

/// What has to hold of any file that was read.
fn check(lists: &Lists) {
    let in_bounds = |file: &ListFile| file.source.fingerprint.len() == 64 || file.broken.is_some();
    assert!(lists.files.iter().all(in_bounds));
    assert!(lists.entities.iter().all(|e| !e.names.is_empty() && !e.name().trim().is_empty()));
    assert!(lists.entities.iter().flat_map(|e| &e.listings).all(|l| !l.measures.is_empty()));
}

const SEEDS: [&str; 7] = [
    "36,\"AEROCARIBBEAN\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 28 Jul 1963; a.k.a. 'X'; Passport A1 (Iran) issued 1 Jan 1990.\"\n",
    "36,12,\"aka\",\"AERO-CARIBBEAN\",-0- \n37,13,\"fka\",\"B\",-0- \n",
    "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>A &amp; B</FIRST_NAME><INDIVIDUAL_DATE_OF_BIRTH><YEAR>1960</YEAR></INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>",
    "<Designations><Designation><UniqueID>A</UniqueID><Names><Name><Name6>IMO 9274082 (\"TM HAI HA 568\")</Name6><NameType>Primary name</NameType></Name></Names></Designation></Designations>",
    "id,kind,name,imo,authority,measure,from\n1,ship,HERON,9134270,us,asset freeze,2020-01-01\n2,person,\"A, B\",,eu,travel ban,\n",
    "{\"id\":\"a\",\"schema\":\"Person\",\"caption\":\"A\",\"properties\":{\"name\":[\"A\"],\"topics\":[\"sanction\"]},\"datasets\":[\"eu_fsf\"]}\n{\"id\":\"b\",\"schema\":\"Ownership\",\"properties\":{\"owner\":[\"a\"],\"asset\":[\"a\"]}}\n",
    "{\"op\":\"ADD\",\"entity\":{\"id\":\"a\",\"schema\":\"Vessel\",\"caption\":\"A\",\"properties\":{}}}\n{\"op\":\"DEL\",\"entity\":{\"id\":\"a\"}}\n",
];

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        try_read(&bytes).iter().for_each(check);
    }

    #[test]
    fn any_text(text in "\\PC{0,300}", seed in 0..SEEDS.len(), at in any::<prop::sample::Index>()) {
        let seed = SEEDS[seed];
        let mut at = at.index(seed.len());
        while !seed.is_char_boundary(at) { at -= 1; }
        let mixed = format!("{}{text}{}", &seed[..at], &seed[at..]);
        try_read(mixed.as_bytes()).iter().for_each(check);
    }

    #[test]
    fn bytes_changed(seed in 0..SEEDS.len(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = SEEDS[seed].as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        try_read(&bytes).iter().for_each(check);
        let mut packed = gz(SEEDS[seed].as_bytes());
        let at = at % packed.len();
        packed[at] = byte;
        try_read(&packed).iter().for_each(check);
    }
}

#[test]
fn files_cut_off_anywhere() {
    for seed in SEEDS {
        let (bytes, packed) = (seed.as_bytes(), gz(seed.as_bytes()));
        for end in 0..bytes.len() {
            try_read(&bytes[..end]).iter().for_each(check);
        }
        for end in 0..packed.len() {
            try_read(&packed[..end]).iter().for_each(check);
        }
    }
}

#[test]
fn every_sample_cut_off_in_many_places() {
    let Some(folder) = folder() else { return };
    let samples = [
        "formats/ofac/tiny_sdn.csv",
        "formats/ofac/sdn_advanced_minimal.xml",
        "formats/eu/fsf_1_1_trimmed.xml",
        "formats/uk/uk_sanctions_list_trimmed.xml",
        "formats/ftm/t2-20240527194702-wnk.entities.delta.json",
    ];
    for name in samples {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        for end in (0..bytes.len()).step_by(7) {
            try_read(&bytes[..end]).iter().for_each(check);
        }
    }
}

#[test]
fn compressed_data_that_break_off_give_what_is_before() {
    let text: String = (0..50_000).map(|n| format!("{n},NAME {n},us,asset freeze\n")).collect();
    let packed = gz(format!("id,name,authority,measure\n{text}").as_bytes());
    let lists = try_read(&packed[..packed.len() / 2]).unwrap();
    assert!(lists.entities.len() > 20_000, "{}", lists.entities.len());
    assert!(lists.files[0].broken.as_ref().unwrap().1.contains("breaks off"));
    check(&lists);
}

#[test]
fn old_encodings_are_told_and_said() {
    let text =
        "id,name,authority,measure\n1,ООО Ромашка,us,asset freeze\n2,ПАО «Совкомфлот» № 5,us,asset freeze\n";
    let (old, ..) = encoding_rs::WINDOWS_1251.encode(text);
    let lists = try_read(&old).unwrap();
    assert_eq!(lists.entities[1].name(), "ПАО «Совкомфлот» № 5");
    assert_eq!(lists.files[0].encoding, "windows-1251, guessed");
    assert!(lists.files[0].notes[0].words.contains("guess"));
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(try_read(&[&[0xff, 0xfe], &wide[..]].concat()).unwrap().entities[0].name(), "ООО Ромашка");
    let chinese =
        "id,name,authority,measure\n1,中国远洋海运集团有限公司,us,asset freeze\n2,大连油轮公司,us,other\n";
    let (old, ..) = encoding_rs::GB18030.encode(chinese);
    let lists = try_read(&old).unwrap();
    assert_eq!(
        (lists.entities[0].name(), lists.files[0].encoding.as_str()),
        ("中国远洋海运集团有限公司", "gb18030, guessed")
    );
    let declared = "<?xml version=\"1.0\" encoding=\"windows-1251\"?><CONSOLIDATED_LIST><INDIVIDUAL><FIRST_NAME>Ромашка</FIRST_NAME></INDIVIDUAL></CONSOLIDATED_LIST>";
    let (old, ..) = encoding_rs::WINDOWS_1251.encode(declared);
    let lists = try_read(&old).unwrap();
    assert_eq!((lists.entities[0].name(), lists.files[0].encoding.as_str()), ("Ромашка", "windows-1251"));
    // what is in no encoding that is known is refused in words
    let error = try_read(b"id,name\n1,\x81\x8d\x8f \x90\x9d \x81\n").unwrap_err().to_string();
    assert!(error.contains("encoding cannot be told"), "{error}");
}

#[test]
fn what_is_no_list_is_refused_in_words() {
    let cases = [
        ("", "nothing in it"),
        ("<html><body/></html>", "begins no list"),
        ("<sdnList/>", "plain XML of the OFAC"),
        ("{\"a\": 1}", "JSON of no known form"),
        ("a,b\n1,2\n", "columns are those of no list"),
        ("key,title\n1,a\n2,b\n3,c\n4,d\n", "columns are those of no list"),
    ];
    for (text, words) in cases {
        let error = try_read(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(words), "{text}: {error}");
    }
}

#[test]
fn the_fingerprint_is_the_hash_that_sha256sum_prints() {
    let lists = try_read(b"id,name\n1,A\n").unwrap();
    let right = "22fc3efab41885f53144a7e648f0dae6da504b2835a09fb4585be00b0ce37f92";
    assert_eq!(lists.files[0].source.fingerprint, right);
}
