//! Lists of names, row by row.
#![allow(clippy::unwrap_used, reason = "a test that fails says so")]

use std::io::Read;
use thalweg_screen::{ColumnsError, EntityKind, IdentifierKind, QueryRow, QueryRows};

fn rows<'a>(text: &'a [u8], named: &[&str]) -> QueryRows<&'a [u8]> {
    let named: Vec<String> = named.iter().map(|words| (*words).to_owned()).collect();
    QueryRows::new("names.csv", text, &named).unwrap()
}

#[test]
fn columns_are_found_by_name_or_as_told() {
    let text = b"Customer,Nationality,DOB,imo,Type\nIvan Lanternov,Russia,1968-03-12,,individual\n,,,IMO 9134270,vessel\n";
    let all: Vec<QueryRow> = rows(text, &["name=Customer"]).collect();
    assert_eq!(all.len(), 2);
    let person = &all[0].query;
    assert_eq!((person.names[0].as_str(), person.kind), ("Ivan Lanternov", Some(EntityKind::Person)));
    assert_eq!(
        (person.countries[0].code.as_deref(), person.births[0].to_string().as_str()),
        (Some("RU"), "1968-03-12")
    );
    let ship = &all[1].query;
    assert_eq!((ship.names.len(), ship.identifiers[0].kind), (0, IdentifierKind::ShipImo));
    assert_eq!(all[1].line, 3);
}

#[test]
fn columns_that_are_not_there_are_named() {
    let find = |text: &'static [u8], named: &[&str]| {
        let named: Vec<String> = named.iter().map(|words| (*words).to_owned()).collect();
        QueryRows::new("names.csv", text, &named).unwrap_err()
    };
    assert!(matches!(find(b"a,b\n1,2\n", &[]), ColumnsError::None(all) if all == "a, b"));
    assert!(matches!(find(b"a,b\n", &["name=c"]), ColumnsError::Missing { .. }));
    assert!(matches!(find(b"a,b\n", &["colour=a"]), ColumnsError::What(_)));
    assert!(matches!(find(b"a,b\n", &["a"]), ColumnsError::What(_)));
    assert!(matches!(find(b"", &[]), ColumnsError::None(_)));
}

#[test]
fn no_row_is_lost_in_silence() {
    let mut text = b"name,birth,imo\nIvan,yesterday,\n,,\n\xff\xfe,,\nBlue Heron,,9134272\n".to_vec();
    text.extend_from_slice(&[b'x'; 5_000]);
    text.extend_from_slice(b",,\nlast,,\n");
    let mut rows = rows(&text, &[]);
    let names: Vec<String> = rows.by_ref().map(|row| row.query.names[0].clone()).collect();
    assert_eq!(names, ["Ivan", "Blue Heron", "last"]);
    let intake = rows.intake();
    assert_eq!((intake.read(), intake.accepted, intake.refused()), (6, 3, 3));
    let reasons: Vec<&str> = intake.refusals.iter().map(|refusal| refusal.reason.as_str()).collect();
    assert!(
        reasons[0].starts_with("neither a name")
            && reasons[1] == "not UTF-8"
            && reasons[2].contains("5000 bytes")
    );
    let left: Vec<(&str, usize)> =
        rows.left_out().iter().map(|left| (left.reason.as_str(), left.count)).collect();
    assert_eq!(left, [("a date of birth that cannot be read", 1), ("an identifier that fails its check", 1)]);
}

/// A list longer than anybody's memory: it is read row by row.
#[test]
fn a_list_without_an_end_is_read_as_far_as_asked() {
    struct Endless;
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let row = b"name\n";
            let count = buffer.len() / row.len() * row.len();
            buffer[..count].chunks_mut(row.len()).for_each(|chunk| chunk.copy_from_slice(row));
            Ok(count)
        }
    }
    let rows = QueryRows::new("endless", Endless, &[]).unwrap();
    assert_eq!(rows.take(200_000).count(), 200_000);
}
