//! The files of the OFAC: what stands in remarks, what is damaged, and what belongs together.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod lists_data;

use lists_data::{find, folder, identifiers, names, read};
use std::fs::File;
use thalweg_screen::{CountryLink, EntityKind, ListReader, Lists, Measure, RelationKind, Target};

const TINY: [&str; 4] = [
    "formats/ofac/tiny_add.csv",
    "formats/ofac/tiny_alt.csv",
    "formats/ofac/tiny_sdn_comments.csv",
    "formats/ofac/tiny_sdn.csv",
];

#[test]
fn remarks_are_taken_apart() {
    let Some(lists) = read(&TINY) else { return };
    let logan = find(&lists, "10278");
    assert_eq!(names(logan), ["Primary Strong LOGAN MOREY, Elvis Angus", "Alias Weak BURTON BURGESS"]);
    assert_eq!(logan.births[0].to_string(), "1963-07-28");
    assert_eq!(logan.birth_places, ["Toledo District, Belize"]);
    assert_eq!(identifiers(logan), ["passport P0017003", "national_id 561779011"]);
    assert_eq!(logan.identifiers[0].country.as_deref(), Some("BZ"));
    let hesa = find(&lists, "11195");
    assert_eq!(hesa.listings[0].programs, ["NPWMD", "IFSR", "IRAN-CON-ARMS-EO"]);
    assert_eq!(identifiers(hesa)[1], "register_number 26740");
    assert_eq!((hesa.names.len(), hesa.addresses.len()), (1 + 9 + 4, 5));
    let linked: Vec<&Target> = hesa.relations.iter().map(|r| &r.target).collect();
    assert_eq!(linked.len(), 2);
    assert_eq!(*linked[1], Target::Name("ISLAMIC REVOLUTIONARY GUARD CORPS".to_owned()));
    assert!(hesa.relations.iter().all(|r| r.kind == RelationKind::LinkedTo));
    let lifshits = find(&lists, "29702");
    assert_eq!(lifshits.countries[0].0, CountryLink::Nationality);
    assert_eq!(lifshits.gender.as_deref(), Some("male"));
    let crypto = identifiers(lifshits).into_iter().filter(|i| i.starts_with("crypto_address")).count();
    assert!(crypto >= 5, "{:?}", identifiers(lifshits));
}

#[test]
fn numbers_of_ships_whatever_the_label() {
    let Some(lists) = read(&TINY) else { return };
    let leader = find(&lists, "47371");
    assert_eq!(leader.kind, EntityKind::Ship);
    assert_eq!(identifiers(leader), ["call_sign A8LU7", "ship_imo 9339301", "mmsi 636013272"]);
    assert_eq!(leader.relations[0].target, Target::Name("NS LEADER SHIPPING INCORPORATED".to_owned()));
    assert!(leader.remarks.iter().any(|r| r.text == "Vessel type: Crude Oil Tanker"));
    assert_eq!(leader.countries[0].1.code.as_deref(), Some("GA"));
    let makran = find(&lists, "40716");
    assert_eq!(identifiers(makran), ["ship_imo 9486910"]);
    assert_eq!(names(makran)[1], "Alias Weak MAKRAN");
    let company = "1,\"SHIPPING CO\",-0- ,\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"Identification Number IMO 5342883; SWIFT/BIC HAVIGB2L.\"\n";
    let lists = lists_data::text(company);
    assert_eq!(identifiers(&lists.entities[0]), ["company_imo 5342883", "bic HAVIGB2L"]);
}

#[test]
fn a_remark_goes_on_in_the_comments_within_a_word() {
    let Some(lists) = read(&TINY) else { return };
    let suex = find(&lists, "33151");
    let joined = identifiers(suex);
    // the remark ends in `...XBT 1...`, and the comment begins with the rest of that address
    let cut = joined.iter().filter(|i| i.ends_with("AA35MVKF7SDJUGUYAP5IZQT7QI")).count();
    assert_eq!(cut, 1, "{joined:?}");
    assert!(joined.iter().all(|i| i != "crypto_address AA35MVKF7SDJUGUYAP5IZQT7QI"), "{joined:?}");
}

/// The first number of an alias is that of its entry, and the second its own, in the samples as everywhere: `10416,10278` is an alias of
/// 10416 (AL-QARD AL-HASSAN, not in the sample), whose own number happens to be that of another entry that is.
#[test]
fn rows_without_their_entry_are_refused_and_not_given_to_another() {
    let Some(lists) = read(&TINY) else { return };
    let refused = |at: usize| lists.files[at].intake.refused();
    assert_eq!([refused(0), refused(1), refused(2), refused(3)], [4, 5, 0, 0]);
    assert_eq!(lists.files[1].intake.refusals[0].reason, "no entry has this number in the files read");
    assert!(find(&lists, "10278").names.iter().all(|name| !name.text.contains("KARADH")));
    let mut with_2021 = TINY.to_vec();
    with_2021.push("ofac_sdn.csv.gz");
    let lists = read(&with_2021).unwrap();
    let qard = lists.entities.iter().find(|e| e.record.id == "10416").unwrap();
    assert!(qard.names.iter().any(|name| name.text == "KARADH AL-HASSAN"));
}

#[test]
fn damaged_files_give_their_good_rows() {
    let damaged = |name: &str| format!("formats/ofac/{name}");
    let cases = [
        ("invalid_alt.csv", 1293, "a quote that does not end"),
        ("invalid_add.csv", 1040, "a quote that does not end"),
        ("invalid_sdn_comments.csv", 3, "not the two columns of a comment"),
    ];
    for (name, good, reason) in cases {
        let Some(lists) = read(&[&damaged(name)]) else { return };
        let intake = &lists.files[0].intake;
        assert_eq!((intake.accepted, intake.refused()), (good, 1), "{name}");
        assert_eq!(intake.refusals[0].reason, reason);
        assert_eq!(intake.refusals[0].samples[0].line, good + 1);
        assert_eq!(lists.files[0].notes[0].count, good);
    }
    let names = ["ofac_sdn.csv.gz".to_owned(), damaged("invalid_alt.csv"), damaged("invalid_add.csv")];
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let lists = read(&names).unwrap();
    // of 1,293 whole aliases one is of an entry that left the list by 2021
    let intake = &lists.files[1].intake;
    assert_eq!(intake.read(), 1294);
    assert!(intake.accepted > 1200, "{intake:?}");
    let alias = find(&lists, "36").names.iter().find(|name| name.text == "AERO-CARIBBEAN").unwrap();
    assert_eq!((alias.trace.source.0, alias.trace.line), (1, 1));
}

fn entries(rows: &[(&str, &str, &str)]) -> Lists {
    let row = |(at, (name, programs, remark)): (usize, &(&str, &str, &str))| {
        format!("{at},\"{name}\",-0- ,\"{programs}\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"{remark}\"\r\n")
    };
    let text: String = rows.iter().enumerate().map(row).collect();
    lists_data::text(&(text + "\u{1a}"))
}

#[test]
fn lists_besides_the_sdn_list_do_not_freeze() {
    let lists = entries(&[
        ("A", "UKRAINE-EO13662", "Executive Order 13662 Directive Determination - Subject to Directive 1."),
        ("B", "NS-PLC", "-0-"),
        ("C", "CMIC-EO13959", "-0-"),
        ("D", "561-Related".to_uppercase().as_str(), "-0-"),
    ]);
    let measures: Vec<Measure> = lists.entities.iter().map(|e| e.listings[0].measures[0]).collect();
    assert_eq!(
        measures,
        [Measure::Sectoral, Measure::Other, Measure::InvestmentBan, Measure::CorrespondentAccounts]
    );
    assert_eq!(lists.files[0].source.list, "OFAC consolidated (non-SDN)");
    // the same programme on the SDN list freezes
    let lists = entries(&[("A", "UKRAINE-EO13662", "-0-"), ("B", "SDGT", "-0-")]);
    assert!(lists.entities.iter().all(|e| e.listings[0].freezes()));
    assert_eq!(lists.files[0].source.list, "OFAC SDN");
}

#[test]
fn sentences_with_numbers_in_them_are_no_identifiers() {
    let sentences = [
        "(Following data derived from an Eritrean passport issued under the alias name of X: Alt. DOB: 10 October 1969)",
        "U.S.A. Passport issued 21 Jun 1992 in Amman, Jordan",
        "Digital Currency Address - XBT",
        "Secondary sanctions risk: section 1(b) of Executive Order 13224",
    ];
    for sentence in sentences {
        let lists = entries(&[("A", "SDGT", sentence)]);
        assert_eq!(identifiers(&lists.entities[0]), Vec::<String>::new());
        assert_eq!(lists.entities[0].remarks[0].text, sentence);
    }
    let lists = entries(&[(
        "A",
        "SDGT",
        "Former Vessel Flag Malta; alt. Former Vessel Flag Tuvalu; Vessel Year of Build 1999.",
    )]);
    let ship = &lists.entities[0];
    assert_eq!((ship.countries.len(), ship.births[0].to_string().as_str()), (2, "1999"));
}

#[test]
fn a_directive_has_its_own_day() {
    let lists = entries(&[(
        "BANK",
        "RUSSIA-EO14024",
        "Listing Date (EO 14024 Directive 2): 24 Feb 2022; Effective Date (EO 14024 Directive 2): 26 Mar 2022.",
    )]);
    let listing = &lists.entities[0].listings[1];
    assert_eq!(listing.words(), "US correspondent accounts (EO 14024 Directive 2) since 2022-02-24");
    assert!(lists.entities[0].listings[0].freezes() && lists.entities[0].listings[0].from.is_none());
}

#[test]
fn the_same_number_twice_and_empty_names_are_refused() {
    let row = "7,\"NAME\",-0- ,\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n";
    let text = format!("{row}{row}8,-0- ,-0- ,\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \nx,y\n");
    let lists = lists_data::text(&text);
    let reasons: Vec<&str> = lists.files[0].intake.refusals.iter().map(|r| r.reason.as_str()).collect();
    assert_eq!(
        reasons,
        ["the number of an entry that was there already", "no name", "not the twelve columns of an entry"]
    );
    assert_eq!(lists.files[0].intake.read(), 4);
}

#[test]
fn aliases_go_to_the_version_that_they_came_with() {
    let entry = |name: &str| format!("7,\"{name}\",-0- ,\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n");
    let alias = |name: &str| {
        format!("7,1,\"aka\",\"{name}\",-0- \n7,2,\"fka\",\"WAS {name}\",-0- \n8,3,\"aka\",\"NOBODY\",-0- \n")
    };
    let (old, old_alias) = (entry("OLD"), alias("OLD ALIAS"));
    let (new, new_alias) = (entry("NEW"), alias("NEW ALIAS"));
    let files = [("a", &old), ("b", &old_alias), ("c", &new), ("d", &new_alias)];
    let lists = Lists::read(files.map(|(name, text)| (name, text.as_bytes()))).unwrap();
    assert_eq!(names(&lists.entities[0])[1], "Alias Strong OLD ALIAS");
    assert_eq!(names(&lists.entities[1])[1], "Alias Strong NEW ALIAS");
    assert_eq!((lists.files[1].intake.accepted, lists.files[1].intake.refused()), (2, 1));
}

#[test]
fn every_value_is_traced_to_its_file_and_line() {
    let Some(folder) = folder() else { return };
    let mut reader = ListReader::new();
    for name in TINY {
        reader.file(name, File::open(folder.join(name)).unwrap()).unwrap();
    }
    let lists = reader.finish();
    let fingerprint = |at: usize| lists.files[at].source.fingerprint.as_str();
    // as `sha256sum` has it
    assert_eq!(fingerprint(3).len(), 64);
    let hesa = find(&lists, "11195");
    assert_eq!((hesa.trace.source.0, hesa.trace.line), (3, 2));
    let alias = hesa.names.iter().find(|name| name.text == "HESA TRADE CENTER").unwrap();
    assert_eq!((alias.trace.source.0, alias.trace.line), (1, 2));
    assert_eq!((hesa.addresses[0].trace.source.0, hesa.addresses[0].trace.line), (0, 2));
}
