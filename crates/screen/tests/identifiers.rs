//! Numbers of ships, companies and persons: read, checked, repaired.
#![allow(clippy::unwrap_used, reason = "a test that fails says so")]

mod shared;

use thalweg_screen::{Identifier, IdentifierKind as Kind, Standing, Trace};

fn read(kind: Kind, text: &str) -> Identifier {
    Identifier::checked(kind, text, None, None, Trace::default())
}

fn of(kind: Kind, text: &str, country: &str) -> Identifier {
    Identifier::checked(kind, text, None, Some(country.to_owned()), Trace::default())
}

#[test]
fn sound_numbers_pass_and_slips_of_a_digit_are_seen() {
    let sound = [
        (Kind::ShipImo, "9187629"),
        (Kind::CompanyImo, "5731768"),
        (Kind::Lei, "5493001KJTIIGC8Y1R12"),
        (Kind::Lei, "253400V1H6ART1UQ0N98"),
        (Kind::Inn, "7707083893"),
        (Kind::Inn, "500100732259"),
        (Kind::Ogrn, "1027700132195"),
        (Kind::Ogrn, "304500116000157"),
        (Kind::Uscc, "9113100033607322XK"),
        (Kind::Uscc, "91222401MA0Y31E659"),
    ];
    for (kind, text) in sound {
        let identifier = read(kind, text);
        assert_eq!((identifier.value.as_str(), &identifier.fault), (text, &None), "{kind:?} {text}");
        let (mut slips, mut seen) = (0, 0);
        for at in (0..text.len()).filter(|at| text.as_bytes()[*at].is_ascii_digit()) {
            for digit in (b'0'..=b'9').filter(|digit| *digit != text.as_bytes()[at]) {
                let mut wrong = text.to_owned().into_bytes();
                wrong[at] = digit;
                slips += 1;
                seen += u32::from(!read(kind, std::str::from_utf8(&wrong).unwrap()).is_sound());
            }
        }
        let all = matches!(kind, Kind::Lei | Kind::Uscc);
        assert!(
            if all { seen == slips } else { seen * 10 >= slips * 8 },
            "{kind:?} {text}: {seen} of {slips}"
        );
    }
}

#[test]
fn numbers_are_read_however_they_are_written() {
    let cases = [
        (Kind::ShipImo, "IMO 9187629", "9187629"),
        (Kind::ShipImo, "IMO9187629", "9187629"),
        (Kind::ShipImo, "9187629.", "9187629"),
        (Kind::CompanyImo, "IMO 0555505", "0555505"),
        (Kind::CompanyImo, "43218", "0043218"),
        (Kind::Inn, "ИНН 7707083893", "7707083893"),
        (Kind::Bic, "SABRRUMM XXX", "SABRRUMM"),
        (Kind::Bic, "sabrrumm012", "SABRRUMM"),
        (Kind::Passport, "КВ 123-456", "KB123456"),
        (Kind::Passport, "Ａ１２３", "A123"),
        (Kind::NationalId, "۱۲۳۴۵", "12345"),
        (Kind::CallSign, "9H-A2345", "9HA2345"),
        (Kind::Contact, "info@example.org", "INFO@EXAMPLE.ORG"),
    ];
    for (kind, written, value) in cases {
        let identifier = read(kind, written);
        assert_eq!(identifier.value, value, "{written}");
        assert_eq!(identifier.written, written);
    }
}

#[test]
fn unsound_numbers_are_kept_and_say_why() {
    let cases = [
        (Kind::ShipImo, "9187628", "ends in 8"),
        (Kind::ShipImo, "0", "no IMO"),
        (Kind::ShipImo, "", "no number"),
        (Kind::CompanyImo, "5731769", "ends in 9"),
        (Kind::Mmsi, "27345600", "nine digits"),
        (Kind::Mmsi, "222000000", "no country"),
        (Kind::Mmsi, "992509976", "aid to navigation"),
        (Kind::Lei, "5493001KJTIIGC8Y1R13", "check digits"),
        (Kind::Inn, "7707083890", "check digit"),
        (Kind::Inn, "0000000000", "zeros"),
        (Kind::Ogrn, "1027700132196", "check digit"),
        (Kind::Ogrn, "10277001321", "13 digits"),
        (Kind::Uscc, "9113100033607322XY", "ends in Y"),
        (Kind::Uscc, "91131000I3607322XK", "without I"),
        (Kind::Bic, "SABR", "eight or eleven"),
        (Kind::Bic, "АБВГД12345É", "eight or eleven"),
        (Kind::CallSign, "AB", "three to eight"),
    ];
    for (kind, written, why) in cases {
        let identifier = read(kind, written);
        let fault = identifier.fault.clone().unwrap_or_default();
        assert!(fault.contains(why), "{kind:?} {written}: {fault}");
        assert!(!identifier.is_sound());
    }
    let endless = read(Kind::Passport, &"9".repeat(2_000_000));
    assert_eq!(endless.value.len(), 200);
}

#[test]
fn lost_zeros_are_restored_and_it_is_said() {
    let inn = read(Kind::Inn, "274062111"); // region 02, Bashkortostan
    assert_eq!(inn.value, "0274062111");
    assert_eq!((inn.repair.as_deref(), inn.fault), (Some("1 leading zero restored"), None));
    let company = read(Kind::CompanyImo, "9707");
    assert_eq!(company.repair.as_deref(), Some("3 leading zeros restored"));
}

#[test]
fn numbers_under_a_wider_name_become_what_they_are() {
    assert_eq!(of(Kind::TaxNumber, "7707083893", "RU").kind, Kind::Inn);
    assert_eq!(of(Kind::RegisterNumber, "1027700132195", "RU").kind, Kind::Ogrn);
    assert_eq!(of(Kind::RegisterNumber, "9113100033607322XK", "CN").kind, Kind::Uscc);
    assert_eq!(of(Kind::TaxNumber, "7707083893", "UA").kind, Kind::TaxNumber);
    assert_eq!(of(Kind::TaxNumber, "7707083894", "RU").kind, Kind::TaxNumber);
    let company = read(Kind::ShipImo, "5878589");
    assert_eq!(company.kind, Kind::CompanyImo);
    assert!(company.repair.is_some_and(|said| said.contains("ship")));
    assert_eq!(read(Kind::Mmsi, "273456000").country.as_deref(), Some("RU"));
    assert_eq!(read(Kind::Bic, "SABRRUMM").country.as_deref(), Some("RU"));
}

#[test]
fn what_numbers_prove_follows_from_how_they_are_given() {
    assert_eq!(Kind::ShipImo.standing(), Standing::Unique);
    assert_eq!(Kind::TaxNumber.standing(), Standing::Unique);
    assert_eq!(Kind::Passport.standing(), Standing::Several);
    assert_eq!(Kind::Mmsi.standing(), Standing::Passing);
}

/// The numbers that the remarks of a list call by `label`, before ` (COUNTRY)` where one is asked for.
fn labelled<'a>(remarks: &'a str, label: &str, country: &str) -> Vec<&'a str> {
    let found = remarks.match_indices(label).filter_map(|(at, _)| {
        let rest = &remarks[at + label.len()..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric())?;
        rest[end..].starts_with(country).then_some(&rest[..end])
    });
    found.filter(|number| !number.is_empty()).collect()
}

/// Check digits of real numbers: rules that were wrong would fail most of them.
#[test]
fn numbers_of_a_real_list_pass_but_for_slips_of_the_list() {
    let Some(remarks) = shared::text("lists/ofac_sdn_legacy_2024-05-03.csv.gz") else { return };
    let cases = [
        (Kind::Uscc, "Unified Social Credit Code (USCC) ", "", 84, 84),
        (Kind::Inn, "Tax ID No. ", " (Russia)", 2_582, 2_555),
        (Kind::Ogrn, "Registration Number ", " (Russia)", 2_052, 2_022),
        (Kind::ShipImo, "Vessel Registration Identification IMO ", "", 850, 841),
    ];
    for (kind, label, country, all, sound) in cases {
        let numbers = labelled(&remarks, label, country);
        let read: Vec<Identifier> = numbers.iter().map(|number| read(kind, number)).collect();
        let passed = read.iter().filter(|number| number.is_sound() && number.kind == kind).count();
        assert_eq!((numbers.len(), passed), (all, sound), "{label}");
    }
}

#[test]
fn every_company_of_the_fleet_passes_once_its_zeros_are_back() {
    let Some(text) = shared::text("fleet/companies.csv") else { return };
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let numbers: Vec<Identifier> =
        rows.records().map(|row| read(Kind::CompanyImo, &row.unwrap()[0])).collect();
    assert_eq!(numbers.len(), 1_690);
    assert_eq!(numbers.iter().filter(|number| number.is_sound()).count(), 1_690);
    assert_eq!(numbers.iter().filter(|number| number.repair.is_some()).count(), 81);
    assert!(numbers.iter().all(|number| number.value.len() == 7));
}
