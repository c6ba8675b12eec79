//! XML of governments: what the Advanced XML says, what nobody may put into a list, and a list of 127 MB in bounded memory.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod lists_data;

use lists_data::{find, identifiers, names, read, text};
use std::fmt::Write;
use std::io::Read;
use thalweg_screen::{CountryLink, EntityKind, ListFormat, Lists, Measure, RelationKind, Target};

const REFERENCES: &str = r#"
<ReferenceValueSets>
<AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1401">F.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
<CountryValues><Country ID="11082" ISO2="IR">Iran</Country><Country ID="11148" ISO2="PA">Panama</Country></CountryValues>
<DetailReferenceValues><DetailReference ID="91526">Male</DetailReference><DetailReference ID="91200">Crude Oil Tanker</DetailReference></DetailReferenceValues>
<FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="9">Place of Birth</FeatureType><FeatureType ID="224">Gender</FeatureType><FeatureType ID="2">VESSEL TYPE</FeatureType><FeatureType ID="3">Vessel Flag</FeatureType><FeatureType ID="1">Vessel Call Sign</FeatureType><FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="344">Digital Currency Address - XBT</FeatureType></FeatureTypeValues>
<IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType><IDRegDocType ID="1626">Vessel Registration Identification</IDRegDocType></IDRegDocTypeValues>
<ListValues><List ID="1550">SDN List</List><List ID="91507">Sectoral Sanctions Identifications List</List></ListValues>
<NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType><NamePartType ID="1525">Entity Name</NamePartType><NamePartType ID="1526">Vessel Name</NamePartType></NamePartTypeValues>
<PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType><PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
<PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType><PartyType ID="4">Transport</PartyType></PartyTypeValues>
<RelationTypeValues><RelationType ID="15003">Owned or Controlled By</RelationType><RelationType ID="92019">Owns, controls, or operates</RelationType><RelationType ID="15002">Acting for or on behalf of</RelationType></RelationTypeValues>
<SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType></SanctionsTypeValues>
<ScriptValues><Script ID="215" ScriptCode="Latn">Latin</Script><Script ID="160" ScriptCode="Arab">Arabic</Script></ScriptValues>
</ReferenceValueSets>"#;

fn part(group: usize, text: &str, script: usize) -> String {
    format!(
        "<DocumentedNamePart><NamePartValue NamePartGroupID=\"{group}\" ScriptID=\"{script}\">{text}</NamePartValue></DocumentedNamePart>"
    )
}

fn alias(kind: usize, primary: bool, low: bool, parts: &str) -> String {
    format!(
        "<Alias FixedRef=\"1\" AliasTypeID=\"{kind}\" Primary=\"{primary}\" LowQuality=\"{low}\"><DocumentedName ID=\"1\">{parts}</DocumentedName></Alias>"
    )
}

fn party(id: usize, subtype: usize, aliases: &str, groups: &[(usize, usize)], features: &str) -> String {
    let mut written = String::new();
    for (group, kind) in groups {
        write!(written, "<MasterNamePartGroup><NamePartGroup ID=\"{group}\" NamePartTypeID=\"{kind}\"/></MasterNamePartGroup>").unwrap();
    }
    format!(
        "<DistinctParty FixedRef=\"{id}\"><Comment/><Profile ID=\"{id}\" PartySubTypeID=\"{subtype}\"><Identity ID=\"{id}\" Primary=\"true\" False=\"false\">{aliases}<NamePartGroups>{written}</NamePartGroups></Identity>{features}</Profile></DistinctParty>\n"
    )
}

fn feature(kind: usize, inner: &str) -> String {
    format!(
        "<Feature ID=\"1\" FeatureTypeID=\"{kind}\"><FeatureVersion ID=\"1\"><Comment/>{inner}</FeatureVersion></Feature>"
    )
}

fn period(from: (u16, u8, u8), to: (u16, u8, u8), approximate: bool) -> String {
    let day = |(y, m, d): (u16, u8, u8)| format!("<Year>{y}</Year><Month>{m}</Month><Day>{d}</Day>");
    let (from, to) = (day(from), day(to));
    format!(
        "<DatePeriod CalendarTypeID=\"1\"><Start Approximate=\"{approximate}\"><From>{from}</From><To>{from}</To></Start><End Approximate=\"{approximate}\"><From>{to}</From><To>{to}</To></End></DatePeriod>"
    )
}

fn advanced() -> String {
    let person = party(
        2674,
        4,
        &[
            alias(1403, true, false, &(part(1, "ABBAS", 215) + &part(2, "Abu", 215))),
            alias(1400, false, true, &part(1, "NIDAL", 215)),
            alias(1401, false, false, &part(1, "FORMER", 215)),
            alias(1403, true, false, &part(1, "عباس", 160)),
        ]
        .concat(),
        &[(1, 1520), (2, 1521)],
        &[
            feature(8, &period((1945, 1, 1), (1945, 12, 31), false)),
            feature(8, &period((1948, 12, 10), (1948, 12, 10), false)),
            feature(8, &period((1950, 1, 1), (1950, 12, 31), true)),
            feature(9, "<VersionLocation LocationID=\"71\"/>"),
            feature(10, "<VersionLocation LocationID=\"72\"/>"),
            feature(224, "<VersionDetail DetailTypeID=\"1431\" DetailReferenceID=\"91526\"/>"),
            feature(
                344,
                "<VersionDetail DetailTypeID=\"1432\">12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h</VersionDetail>",
            ),
        ]
        .concat(),
    );
    let ship = party(
        15036,
        1,
        &alias(1403, true, false, &part(1, "ARTAVIL &amp; CO", 215)),
        &[(1, 1526)],
        &[
            feature(2, "<VersionDetail DetailTypeID=\"1431\" DetailReferenceID=\"91200\"/>"),
            feature(3, "<VersionLocation LocationID=\"72\"/>"),
            feature(1, "<VersionDetail DetailTypeID=\"1432\">T2EU4</VersionDetail>"),
        ]
        .concat(),
    );
    let company = party(500, 3, &alias(1403, true, false, &part(1, "OWNER CO", 215)), &[(1, 1525)], "");
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML" Version="3">
<DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>8</Month><Day>20</Day></DateOfIssue>{REFERENCES}
<Locations>
<Location ID="71"><LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true"><Value>Isfahan</Value></LocationPartValue></LocationPart><LocationCountry CountryID="11082"/></Location>
<Location ID="72"><LocationCountry CountryID="11082"/></Location>
</Locations>
<IDRegDocuments>
<IDRegDocument ID="1" IDRegDocTypeID="1626" IdentityID="15036"><IDRegistrationNo>IMO 9187629</IDRegistrationNo></IDRegDocument>
<IDRegDocument ID="2" IDRegDocTypeID="1571" IdentityID="2674" IssuedBy-CountryID="11082"><IDRegistrationNo>A0002987</IDRegistrationNo></IDRegDocument>
</IDRegDocuments>
<DistinctParties>
{person}{ship}{company}</DistinctParties>
<ProfileRelationships>
<ProfileRelationship ID="1" From-ProfileID="15036" To-ProfileID="500" RelationTypeID="15003" Former="false"/>
<ProfileRelationship ID="2" From-ProfileID="2674" To-ProfileID="500" RelationTypeID="92019" Former="false"/>
<ProfileRelationship ID="3" From-ProfileID="500" To-ProfileID="2674" RelationTypeID="15002" Former="true"/>
<ProfileRelationship ID="4" From-ProfileID="999" To-ProfileID="2674" RelationTypeID="15002" Former="false"/>
</ProfileRelationships>
<SanctionsEntries>
<SanctionsEntry ID="1" ProfileID="2674" ListID="1550"><EntryEvent ID="1" EntryEventTypeID="1"><Date CalendarTypeID="1"><Year>1995</Year><Month>1</Month><Day>23</Day></Date></EntryEvent><SanctionsMeasure ID="1" SanctionsTypeID="1"><Comment>SDGT</Comment></SanctionsMeasure><SanctionsMeasure ID="2" SanctionsTypeID="1"><Comment>SYRIA</Comment></SanctionsMeasure></SanctionsEntry>
<SanctionsEntry ID="2" ProfileID="500" ListID="91507"><EntryEvent ID="2" EntryEventTypeID="1"><Date CalendarTypeID="1"><Year>2014</Year><Month>7</Month><Day>16</Day></Date></EntryEvent><SanctionsMeasure ID="3" SanctionsTypeID="1"><Comment>UKRAINE-EO13662</Comment></SanctionsMeasure></SanctionsEntry>
</SanctionsEntries>
</Sanctions>"#
    )
}

#[test]
fn the_advanced_xml_is_tied_together() {
    let lists = text(&advanced());
    let file = &lists.files[0];
    assert_eq!(
        (file.format, file.source.version.as_deref()),
        (ListFormat::OfacAdvancedXml, Some("2026-08-20"))
    );
    let abbas = find(&lists, "2674");
    assert_eq!(abbas.kind, EntityKind::Person);
    assert_eq!(
        names(abbas),
        ["Primary Strong ABBAS, Abu", "Alias Weak NIDAL", "Former Strong FORMER", "Spelling Strong عباس"]
    );
    assert_eq!(abbas.names[3].language.as_deref(), Some("Arabic"));
    let births: Vec<String> = abbas.births.iter().map(ToString::to_string).collect();
    assert_eq!(births, ["1945", "1948-12-10", "1948 to 1952"]);
    assert_eq!((abbas.birth_places[0].as_str(), abbas.gender.as_deref()), ("Isfahan, Iran", Some("male")));
    assert_eq!(abbas.countries[1], (CountryLink::Nationality, thalweg_screen::Country::read("Iran")));
    assert!(identifiers(abbas).contains(&"passport A0002987".to_owned()));
    assert_eq!(abbas.identifiers[0].country.as_deref(), Some("IR"));
    assert_eq!(abbas.listings[0].words(), "US asset freeze (SDN List; SDGT; SYRIA) since 1995-01-23");
    let ship = find(&lists, "15036");
    assert_eq!((ship.kind, ship.name()), (EntityKind::Ship, "ARTAVIL & CO"));
    assert_eq!(identifiers(ship), ["ship_imo 9187629", "call_sign T2EU4"]);
    assert_eq!(ship.countries[0].0, CountryLink::Flag);
    assert!(ship.remarks.iter().any(|r| r.text == "VESSEL TYPE: Crude Oil Tanker"), "{:?}", ship.remarks);
    let owner = find(&lists, "500");
    assert_eq!(owner.listings[0].measures, [Measure::Sectoral]);
    assert_eq!(file.intake.refusals[0].reason, "a relation of a party that is not there");
}

#[test]
fn who_is_owned_stands_at_either_end_of_a_relation() {
    let lists = text(&advanced());
    let owned = |id: &str| -> Vec<(RelationKind, Target)> {
        find(&lists, id).relations.iter().map(|r| (r.kind.clone(), r.target.clone())).collect()
    };
    let by = |id: &str| (RelationKind::OwnedOrControlledBy, Target::Record(id.to_owned()));
    // 15003: from the owned party; 92019: to the owned party
    assert_eq!(owned("15036"), [by("500")]);
    let former = (
        RelationKind::Other("formerly: Acting for or on behalf of".to_owned()),
        Target::Record("2674".to_owned()),
    );
    assert_eq!(owned("500"), [by("2674"), former]);
    assert_eq!(owned("2674"), []);
    let Some(lists) = read(&["formats/ofac/sdn_advanced_minimal.xml"]) else { return };
    let filiale = find(&lists, "8001");
    assert_eq!((filiale.kind, filiale.name()), (EntityKind::Company, "FILIALE SHIPPING LLC"));
    assert_eq!(filiale.relations[0].kind, RelationKind::OwnedOrControlledBy);
    assert_eq!(filiale.relations[0].target, Target::Record("8002".to_owned()));
    let mere = find(&lists, "8002");
    assert_eq!(mere.relations[0].kind, RelationKind::Other("Providing support to".to_owned()));
}

const UN: &str = "<CONSOLIDATED_LIST dateGenerated=\"2026\"><INDIVIDUALS>";
const UN_END: &str = "</INDIVIDUALS></CONSOLIDATED_LIST>";

fn individual(id: usize, name: &str, more: &str) -> String {
    format!(
        "<INDIVIDUAL><FIRST_NAME>{name}</FIRST_NAME><REFERENCE_NUMBER>X{id}</REFERENCE_NUMBER>{more}</INDIVIDUAL>\n"
    )
}

#[test]
fn bombs_and_entities_are_refused_in_words() {
    let laughs = "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;\">]>";
    let lists = text(&format!("<?xml version=\"1.0\"?>{laughs}{UN}{}{UN_END}", individual(1, "&lol2;", "")));
    let (_, words) = lists.files[0].broken.clone().unwrap();
    assert!(words.contains("DOCTYPE"), "{words}");
    assert!(lists.entities.is_empty());
    // an entity that nobody defines spoils its own record only
    let lists =
        text(&format!("{UN}{}{}{UN_END}", individual(1, "&xxe;", ""), individual(2, "A &amp; B &#x42;", "")));
    assert_eq!(lists.entities.len(), 1);
    assert_eq!(lists.entities[0].name(), "A & B B");
    assert!(lists.files[0].intake.refusals[0].reason.starts_with("an entity of its own"));
    assert_eq!(lists.files[0].intake.read(), 2);
}

/// Bytes that are made while they are read.
struct Made<F> {
    next: F,
    buffer: Vec<u8>,
    at: usize,
}

impl<F: FnMut() -> Option<Vec<u8>>> Read for Made<F> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.at >= self.buffer.len() {
            let Some(buffer) = (self.next)() else { return Ok(0) };
            (self.buffer, self.at) = (buffer, 0);
        }
        let length = into.len().min(self.buffer.len() - self.at);
        into[..length].copy_from_slice(&self.buffer[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

fn made(next: impl FnMut() -> Option<Vec<u8>>) -> impl Read {
    Made { next, buffer: Vec::new(), at: 0 }
}

#[test]
fn a_text_of_a_gibibyte_is_refused_in_bounded_memory() {
    // a quarter of it, unless asked for all: the reader holds as little of either
    let pieces = if std::env::var_os("THALWEG_LONG").is_some() { 1 << 14 } else { 1 << 12 };
    let mut step = 0_usize;
    let bytes = made(move || {
        step += 1;
        match step {
            1 => Some(format!("{UN}{}<INDIVIDUAL><COMMENTS1>", individual(1, "BEFORE", "")).into_bytes()),
            n if n <= pieces + 1 => Some(b"and so on, \n".repeat((1 << 16) / 12)),
            n if n == pieces + 2 => {
                Some(format!("</COMMENTS1></INDIVIDUAL>{}{UN_END}", individual(2, "BEHIND", "")).into_bytes())
            }
            _ => None,
        }
    });
    let lists = Lists::read([("list", bytes)]).unwrap();
    let names: Vec<&str> = lists.entities.iter().map(|e| e.name()).collect();
    assert_eq!(names, ["BEFORE", "BEHIND"]);
    let file = &lists.files[0];
    assert_eq!(file.intake.refusals[0].reason, "a text longer than 1 MiB");
    assert!(file.held < 8 << 20, "{} bytes", file.held);
    // lines that were cut out count all the same: the record behind stands on the line where it stands
    let lines = 1 + pieces * ((1 << 16) / 12);
    assert_eq!(lists.entities[1].trace.line as usize, lines + 1);
}

#[test]
fn a_million_aliases_are_refused_and_ten_thousand_taken() {
    let alias = |n: usize| {
        format!(
            "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>NAME {n}</ALIAS_NAME></INDIVIDUAL_ALIAS>"
        )
    };
    let many: String = (0..9_999).map(alias).collect();
    let lists = text(&format!("{UN}{}{UN_END}", individual(1, "MANY", &many)));
    assert_eq!(lists.entities[0].names.len(), 10_000);
    let mut n = 0;
    let bytes = made(move || {
        n += 1;
        match n {
            1 => Some(format!("{UN}<INDIVIDUAL><FIRST_NAME>ALL</FIRST_NAME>").into_bytes()),
            n if n <= 1_001 => Some((0..1000).map(|k| alias(n * 1000 + k)).collect::<String>().into_bytes()),
            1_002 => Some(format!("</INDIVIDUAL>{}{UN_END}", individual(2, "BEHIND", "")).into_bytes()),
            _ => None,
        }
    });
    let lists = Lists::read([("list", bytes)]).unwrap();
    assert_eq!(lists.files[0].intake.refusals[0].reason, "a record larger than 16 MiB");
    assert_eq!(lists.entities.len(), 1);
    assert!(lists.files[0].held < 32 << 20, "{}", lists.files[0].held);
}

#[test]
fn deep_nesting_and_endless_tags_are_refused() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let lists = text(&format!("{UN}{}{}{UN_END}", individual(1, "DEEP", &deep), individual(2, "FLAT", "")));
    assert_eq!(lists.files[0].intake.refusals[0].reason, "elements nested more than 64 deep");
    assert_eq!(lists.entities[0].name(), "FLAT");
    let tag = format!("{UN}{}<a b=\"{}\"/>", individual(1, "BEFORE", ""), "x".repeat(3 << 20));
    let lists = text(&tag);
    assert_eq!(lists.entities.len(), 1);
    assert!(lists.files[0].broken.as_ref().unwrap().1.contains("longer than 1 MiB"));
}

#[test]
fn marks_within_names_are_kept_as_written() {
    let name = "\u{200f}محمد\u{200b} ALI\u{202e}";
    let lists =
        text(&format!("{UN}{}{}{UN_END}", individual(1, name, ""), individual(2, "\u{200f}\u{200b}", "")));
    assert_eq!(lists.entities[0].name(), name);
    assert_eq!(lists.files[0].intake.refusals[0].reason, "no name");
}

/// An Advanced XML of 127 MB, made while it is read; nothing of it is stored.
#[test]
fn an_advanced_xml_of_127_megabytes_streams_in_bounded_memory() {
    const PARTIES: usize = 19_300;
    let whole = advanced();
    let (head, rest) = whole.split_once("<DistinctParties>").unwrap();
    let (_, tail) = rest.split_once("</DistinctParties>").unwrap();
    let (head, tail) = (format!("{head}<DistinctParties>"), format!("</DistinctParties>{tail}"));
    let one = |n: usize| {
        let aliases: String = (0..12)
            .map(|k| alias(1400, false, k % 2 == 0, &part(1, &format!("ALIAS {k} OF {n}"), 215)))
            .collect();
        let born = feature(8, &period((1945, 1, 1), (1945, 12, 31), false)).repeat(3);
        let filler =
            "<!-- reference numbers of versions, as the real file has them: 0123456789 -->".repeat(24);
        party(
            1_000_000 + n,
            3,
            &(alias(1403, true, false, &part(1, &format!("COMPANY {n}"), 215)) + &aliases),
            &[(1, 1525)],
            &(born + &filler),
        )
    };
    let mut n = 0;
    let mut total = 0;
    let mut lists = Vec::new();
    {
        let total = &mut total;
        let bytes = made(move || {
            n += 1;
            let piece = match n {
                1 => head.clone(),
                n if n <= PARTIES + 1 => one(n),
                n if n == PARTIES + 2 => tail.clone(),
                _ => return None,
            };
            *total += piece.len();
            Some(piece.into_bytes())
        });
        lists.push(Lists::read([("sdn_advanced.xml", bytes)]).unwrap());
    }
    assert!(total >= 127_000_000, "{total}");
    let lists = &lists[0];
    assert_eq!(lists.entities.len(), PARTIES);
    assert!(lists.entities.iter().all(|e| e.names.len() == 13 && e.births.len() == 1));
    // references, places and documents besides, what is held of the file is a few hundred kilobytes
    assert!(lists.files[0].held < 2 << 20, "{} bytes", lists.files[0].held);
    assert!(lists.files[0].broken.is_none());
}
