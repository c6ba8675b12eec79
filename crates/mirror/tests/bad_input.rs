//! What is wrong is told: an error with words, or a row in the intake. Nothing is lost in silence, nothing looks fine that is not.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says where")]

mod common;

use common::{mirror, text};
use thalweg_mirror::{
    Countries, Error, ErrorKind, Ledger, Mapping, Margin, Mirror, Options, PolicyDate, Production, Question,
    read,
};

fn refused(table: &str) -> Error {
    let countries = Countries::embedded();
    read(table.as_bytes(), "test.csv", &Options::new(&countries), &mut Ledger::new()).unwrap_err()
}

fn check(table: &str, kind: ErrorKind, words: &[&str]) {
    let error = refused(table);
    assert_eq!(error.kind(), kind, "{error}");
    for word in words {
        assert!(error.to_string().contains(word), "{word}: {error}");
    }
}

#[test]
fn tables_that_are_none() {
    check("", ErrorKind::File, &["empty"]);
    check("  \n\t", ErrorKind::File, &["empty"]);
    check("a,b,c\n1,2,3\n", ErrorKind::File, &["the reporter", "a, b, c", "mapping"]);
    check("reporter,partner,flow,year\nDEU,KGZ,X,2022\n", ErrorKind::File, &["an amount"]);
    check(
        "reporter,partner,year,usd\nDEU,KGZ,2022,1\n",
        ErrorKind::File,
        &["imports from exports", "--exports"],
    );
    check("{\"data\": 3}", ErrorKind::File, &["no array of rows"]);
}

#[test]
fn units_that_do_not_go_together() {
    check("reporter,partner,flow,year,value\nDEU,KGZ,X,2022,1\n", ErrorKind::Units, &["unit", "value"]);
    let mixed = "reporter,partner,flow,year,value,currency\nDEU,KGZ,X,2022,1,EUR\nDEU,FRA,X,2022,1,USD\n";
    check(mixed, ErrorKind::Units, &["EUR", "USD"]);
    let barrels = "reporter,partner,flow,year,quantity,quantity_unit\nDEU,KGZ,X,2022,1,tonnes\nDEU,FRA,X,2022,1,barrels\n";
    check(barrels, ErrorKind::Units, &["kg", "barrels", "never converted"]);
}

#[test]
fn two_files_in_two_currencies() {
    let countries = Countries::embedded();
    let mut ledger = Ledger::new();
    let mut take =
        |table: &str, name: &str| read(table.as_bytes(), name, &Options::new(&countries), &mut ledger);
    take("reporter,partner,flow,year,usd\nDEU,KGZ,X,2022,1\n", "a.csv").unwrap();
    let error = take("reporter,partner,flow,year,eur\nKGZ,DEU,M,2022,1\n", "b.csv").unwrap_err();
    assert!(error.to_string().contains("USD in `a.csv` and in EUR in `b.csv`"), "{error}");
}

#[test]
fn rows_that_are_wrong_are_counted_by_reason() {
    let table = "reporter,partner,flow,year,usd\n\
                 DEU,KGZ,X,2022,100\nDEU,Atlantis,X,2022,1\nLemuria,KGZ,X,2022,1\nDEU,KGZ,sideways,2022,1\nDEU,KGZ,X,22,1\n\
                 DEU,KGZ,X,2023,-1\nDEU,KGZ,X,2023,much\nDEU,EU27,X,2022,1\nDEU,DEU,X,2022,1\nDEU,KGZ,X,2021,\n\
                 DEU,KGZ,X,2022,100\nDEU,KGZ,X,2020,1,2,3,4\nDEU,KGZ,RX,2022,7\n\n";
    let (_, source) = text(table);
    let reasons: Vec<(&str, usize)> =
        source.intake.refusals.iter().map(|refusal| (refusal.reason.as_str(), refusal.count)).collect();
    assert_eq!(
        reasons,
        [
            ("the partner is no country that we know", 1),
            ("the reporter is no country that we know", 1),
            ("the flow is neither imports nor exports", 1),
            ("the period is no year, quarter or month", 1),
            ("an amount below zero", 1),
            ("an amount that is no number", 1),
            ("said already, by a row that says the same", 1),
            ("more cells than the head has", 1),
        ]
    );
    assert_eq!(source.unknown, ["Atlantis", "Lemuria"]);
    assert_eq!((source.intake.accepted, source.intake.refused()), (1, 8));
    assert_eq!(source.set_aside.values().sum::<usize>(), 4, "{:?}", source.set_aside);
}

/// Neither of two rows that contradict each other counts, whichever comes first.
#[test]
fn contradictions_are_void() {
    let rows = ["2022,DEU,KGZ,export,100000", "2022,DEU,KGZ,export,200000"];
    for order in [[0, 1], [1, 0]] {
        let table = format!(
            "year,reporter,partner,flow,usd\n{}\n{}\n2022,KGZ,DEU,import,100000\n",
            rows[order[0]], rows[order[1]]
        );
        let (ledger, source) = text(&table);
        assert_eq!(
            source.intake.refusals[0].reason,
            "contradicts another row about the same: neither counts"
        );
        let mirror = mirror(&ledger, &Question::default());
        assert_eq!(mirror.gaps[0].exporter_said, None);
        assert!(mirror.notes.iter().any(|note| note.contains("contradict")), "{:?}", mirror.notes);
    }
}

#[test]
fn rows_to_be_added_are_added_only_when_that_is_said() {
    let table = "Jahr;von;nach;Wert\n2022;DEU;KGZ;1,5\n2022;DEU;KGZ;2,5\n";
    let mapping = |repeated: &str| {
        Mapping::parse(&format!(
            "decimal = ','\nvalue_unit = 'million EUR'\n{repeated}\n[columns]\nreporter = 'von'\npartner = 'nach'\nperiod = 'Jahr'\nvalue = 'Wert'\n"
        ))
    };
    let countries = Countries::embedded();
    for (repeated, want) in [("", None), ("repeated = 'add'", Some(4e6))] {
        let options = Options {
            mapping: Some(mapping(repeated).unwrap()),
            flow: Some(thalweg_mirror::Flow::Export),
            ..Options::new(&countries)
        };
        let mut ledger = Ledger::new();
        read(table.as_bytes(), "t.csv", &options, &mut ledger).unwrap();
        let mirror = Mirror::of(&ledger, &countries, &Question::default());
        assert_eq!(mirror.ok().and_then(|mirror| mirror.gaps[0].exporter_said), want);
    }
}

#[test]
fn settings_that_make_no_sense() {
    for (error, words) in [
        (Mapping::parse("[columns]\nreporter='a'\npartner='b'\nperiod='c'\n").unwrap_err(), "no amount"),
        (Mapping::parse("colour = 1").unwrap_err(), "colour"),
        (Margin::parse("at = -1").unwrap_err(), "a margin cannot be -1"),
        (Margin::parse("at = 0.06\nkm_at = 0").unwrap_err(), "km_at"),
        (PolicyDate::parse("soon").unwrap_err(), "`soon` is no date"),
        (thalweg_mirror::Group::parse("EU", &Countries::embedded()).unwrap_err(), "`EU` is no group"),
        (thalweg_mirror::Group::parse("X=DEU,ATLANTIS", &Countries::embedded()).unwrap_err(), "ATLANTIS"),
    ] {
        assert!(error.to_string().contains(words), "{words}: {error}");
    }
    let countries = Countries::embedded();
    let production = |rows: &str| {
        Production::read(&format!("country,product,year,quantity,unit\n{rows}"), "made.csv", &countries)
    };
    let mixed = production("MYS,2709,2023,1,tonnes\nMYS,2709,2022,1,barrels\n").unwrap_err();
    assert_eq!(mixed.kind(), ErrorKind::Units);
    let (_, intake) =
        production("MYS,2709,2023,565,kbd\nMYS,2709,2023,-1,kg\nLemuria,2709,2023,1,kg\n").unwrap();
    assert_eq!((intake.accepted, intake.refused()), (0, 3));
}

#[test]
fn questions_that_the_data_do_not_answer() {
    let (ledger, _) = text("reporter,partner,flow,year,usd\nDEU,KGZ,X,2022,1\n");
    let ask =
        |question: &Question| Mirror::of(&ledger, &Countries::embedded(), question).unwrap_err().to_string();
    let error = ask(&Question { exporters: vec!["DEV".to_owned()], ..Question::default() });
    assert!(error.contains("nothing of `DEV`") && error.contains("DEU"), "{error}");
    let empty = Mirror::of(&Ledger::new(), &Countries::embedded(), &Question::default()).unwrap_err();
    assert_eq!(empty.kind(), ErrorKind::Data);
}
