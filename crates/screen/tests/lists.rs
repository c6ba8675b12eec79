//! Real lists: every number here was counted by an independent script that shares no code with the readers.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod lists_data;

use lists_data::{find, identifiers, names, read};
use thalweg_screen::{
    Authority, CountryLink, EntityKind, IdentifierKind, Lists, Measure, NameKind, NameStrength, RelationKind,
    Target,
};

fn kinds(lists: &Lists) -> [usize; 4] {
    [EntityKind::Person, EntityKind::Company, EntityKind::Ship, EntityKind::Aircraft]
        .map(|kind| lists.count(kind))
}

fn ships_with_imo(lists: &Lists) -> (usize, usize) {
    let imo = |sound: bool| {
        let has = |e: &&thalweg_screen::Entity| {
            e.identifiers.iter().any(|i| i.kind == IdentifierKind::ShipImo && (i.is_sound() || !sound))
        };
        lists.entities.iter().filter(|e| e.kind == EntityKind::Ship).filter(has).count()
    };
    (imo(false), imo(true))
}

fn count_names(lists: &Lists, kind: NameKind, strength: NameStrength) -> usize {
    let names = lists.entities.iter().flat_map(|entity| &entity.names);
    names.filter(|name| (name.kind, name.strength) == (kind, strength)).count()
}

fn relations(lists: &Lists, kind: &RelationKind) -> usize {
    lists.entities.iter().flat_map(|e| &e.relations).filter(|r| r.kind == *kind).count()
}

#[test]
fn the_sdn_list_of_2021_in_three_files_in_any_order() {
    let orders = [
        ["ofac_sdn.csv.gz", "ofac_alt.csv.gz", "ofac_add.csv.gz"],
        ["ofac_add.csv.gz", "ofac_alt.csv.gz", "ofac_sdn.csv.gz"],
    ];
    for order in orders {
        let Some(lists) = read(&order) else { return };
        assert_eq!(kinds(&lists), [4620, 3673, 406, 277]);
        let rows: Vec<usize> = lists.files.iter().map(|file| file.intake.accepted).collect();
        assert_eq!((rows.iter().sum::<usize>(), lists.refused()), (8976 + 11_910 + 13_837, 0));
        // 400 of them with `IMO` before the number, one without
        assert_eq!(ships_with_imo(&lists), (401, 400));
        // 11,523 aka (two of them twice with one entry), 369 fka and 18 nka in the file of aliases, and 2,415 aka and 24 fka in quotes in remarks
        assert_eq!(count_names(&lists, NameKind::Alias, NameStrength::Strong), 11_521);
        assert_eq!(count_names(&lists, NameKind::Former, NameStrength::Strong), 369);
        assert_eq!(count_names(&lists, NameKind::Now, NameStrength::Strong), 18);
        assert_eq!(count_names(&lists, NameKind::Former, NameStrength::Weak), 24);
        assert_eq!(relations(&lists, &RelationKind::LinkedTo), 3391);
        let freezing = lists.entities.iter().filter(|e| e.listings.iter().all(|l| l.freezes()));
        assert_eq!(freezing.count(), 8976);
        let bank = find(&lists, "306");
        assert_eq!(
            names(bank),
            ["Primary Strong BANCO NACIONAL DE CUBA", "Alias Weak BNC", "Alias Strong NATIONAL BANK OF CUBA"]
        );
        assert_eq!(bank.addresses.len(), 4);
    }
}

#[test]
fn the_sdn_list_of_may_2024() {
    let Some(lists) = read(&["ofac_sdn_legacy_2024-05-03.csv.gz"]) else { return };
    assert_eq!(kinds(&lists), [6854, 6884, 851, 376]);
    assert_eq!((lists.files[0].intake.accepted, lists.refused()), (14_965, 0));
    // 842 with `IMO` and one blank before the number, two with two blanks, two with the number alone; three more are of national registers
    assert_eq!(ships_with_imo(&lists), (846, 846));
    assert_eq!(count_names(&lists, NameKind::Former, NameStrength::Weak), 87);
    let mmsi = lists.entities.iter().flat_map(|e| &e.identifiers).filter(|i| i.kind == IdentifierKind::Mmsi);
    assert_eq!(mmsi.count(), 154);
    let flags = |link: CountryLink| {
        lists.entities.iter().flat_map(|e| &e.countries).filter(|(known, _)| *known == link).count()
    };
    assert_eq!(flags(CountryLink::FormerFlag), 82);
    // relations become relations with records where one record has that name
    let linked = lists.entities.iter().flat_map(|e| &e.relations);
    let known = linked.filter(|r| matches!(r.target, Target::Record(_))).count();
    assert!(known > 5000, "{known}");
}

#[test]
fn the_list_of_the_united_nations() {
    let Some(lists) = read(&["un_consolidated.xml.gz"]) else { return };
    assert_eq!(kinds(&lists), [730, 273, 0, 0]);
    assert_eq!(lists.files[0].source.version.as_deref(), Some("2026-02-27T00:00:09.554Z"));
    // of 2,752 aliases ten stand twice with one record
    let aliases = count_names(&lists, NameKind::Alias, NameStrength::Strong)
        + count_names(&lists, NameKind::Alias, NameStrength::Weak)
        + count_names(&lists, NameKind::Former, NameStrength::Strong);
    assert_eq!(aliases, 2742);
    assert_eq!(count_names(&lists, NameKind::Spelling, NameStrength::Strong), 378);
    assert!(lists.entities.iter().all(|e| e.listings.len() == 1 && e.listings[0].from.is_some()));
    let badege = find(&lists, "CDi.001");
    assert_eq!((badege.name(), badege.births[0].to_string().as_str()), ("ERIC BADEGE", "1971"));
    assert_eq!(badege.listings[0].words(), "UN asset freeze (DRC) since 2012-12-31");
    assert_eq!(badege.gender.as_deref(), Some("male"));
}

#[test]
fn samples_of_the_european_union() {
    let Some(lists) = read(&["formats/eu/fsf_1_1_trimmed.xml"]) else { return };
    let saddam = find(&lists, "EU.27.28");
    assert_eq!(
        names(saddam),
        ["Primary Strong Saddam Hussein Al-Tikriti", "Alias Strong Abu Ali", "Alias Strong Abou Ali"]
    );
    assert_eq!(saddam.births[0].to_string(), "1937-04-28");
    assert_eq!(saddam.birth_places, ["al-Awja, near Tikrit, IRAQ"]);
    assert_eq!(saddam.listings[0].words(), "EU asset freeze (IRQ; 1210/2003 (OJ L169)) since 2003-07-07");
    let Some(journal) = read(&["formats/eu/journal_32012R0267.csv.gz"]) else { return };
    assert_eq!((kinds(&journal), journal.refused()), ([77, 262, 0, 0], 0));
    let abbasi = find(&journal, "32012R0267/VIII.A.PERSONS/1");
    assert_eq!(abbasi.births.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1958", "1959"]);
    assert_eq!(abbasi.listings[0].from.unwrap().to_string(), "2007-03-24");
    assert!(journal.entities.iter().all(|e| e.listings[0].freezes()));
}

#[test]
fn the_sample_of_the_united_kingdom() {
    let Some(lists) = read(&["formats/uk/uk_sanctions_list_trimmed.xml"]) else { return };
    assert_eq!(kinds(&lists), [1, 1, 2, 0]);
    let akhund = find(&lists, "AFG0006");
    assert_eq!(akhund.name(), "MOHAMMAD HASSAN AKHUND");
    assert_eq!(akhund.births.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1945", "1946"]);
    assert_eq!(akhund.listings[0].measures, [Measure::AssetFreeze, Measure::TravelBan]);
    let petrel = find(&lists, "DPR0075");
    assert_eq!(names(petrel), ["Primary Strong Petrel 8", "Alias Strong Jal Vahini"]);
    assert_eq!(identifiers(petrel), ["ship_imo 9562233"]);
    assert_eq!(petrel.listings[0].measures, [Measure::PortBan]);
    assert!(!petrel.listings[0].freezes());
    assert_eq!(petrel.listings[0].from.unwrap().to_string(), "2017-10-03");
    assert_eq!((petrel.countries[0].0, petrel.countries[1].0), (CountryLink::Flag, CountryLink::FormerFlag));
    let hai_ha = find(&lists, "RUS3686");
    assert_eq!(hai_ha.name(), "TM HAI HA 568");
    assert_eq!(identifiers(hai_ha), ["ship_imo 9274082"]);
    // the sample does not say what is imposed: that is no freeze
    assert_eq!(hai_ha.listings[0].measures, [Measure::Other]);
}

#[test]
fn all_subjects_of_the_united_kingdom_in_three_tables() {
    let files = [
        "uk_2026_05_subject_identifiers.csv.gz",
        "uk_2026_05_subject_names.csv.gz",
        "uk_2026_05_subjects.csv.gz",
    ];
    let Some(lists) = read(&files) else { return };
    assert_eq!((kinds(&lists), lists.refused()), ([3883, 1531, 632, 0], 0));
    let accepted: Vec<usize> = lists.files.iter().map(|file| file.intake.accepted).collect();
    assert_eq!(accepted, [22_787, 15_050, 6046]);
    assert!(lists.entities.iter().all(|e| e.listings.len() == 1 && e.listings[0].from.is_some()));
    let weak = lists.entities.iter().flat_map(|e| &e.names).filter(|n| n.strength == NameStrength::Weak);
    assert_eq!(weak.count(), 605);
    let Some(ships) = read(&["uk_ships_2026_05.csv"]) else { return };
    assert_eq!((ships.count(EntityKind::Ship), ships_with_imo(&ships).0), (632, 631));
    assert!(ships.entities.iter().all(|e| e.listings[0].measures == [Measure::PortBan]));
}

#[test]
fn tables_with_scraped_words_and_days_that_are_none() {
    let Some(gur) = read(&["gur_vessels_master.csv"]) else { return };
    assert_eq!(gur.count(EntityKind::Ship), 1414);
    let note = gur.files[0].notes.iter().find(|note| note.words.contains("Flags (former)")).unwrap();
    assert_eq!(note.count, 262);
    assert!(gur.entities.iter().flat_map(|e| &e.names).all(|name| !name.text.contains("Flags")));
    let listed = gur.entities.iter().filter(|e| !e.listings.is_empty()).count();
    assert_eq!(listed, 1404);
    let Some(vessels) = read(&["ofac_vessels_2026.json.gz"]) else { return };
    assert_eq!(vessels.count(EntityKind::Ship), 1450);
    assert!(vessels.entities.iter().all(|e| e.listings[0].from.is_none()));
    assert!(vessels.files[0].source.version.as_deref().unwrap().starts_with("2026-03-22"));
    let Some(seen) = read(&["ofac_vessels_first_seen_2021_2024.csv.gz"]) else { return };
    let known = |day: &str| {
        seen.entities
            .iter()
            .flat_map(|e| &e.listings)
            .filter(|l| l.from.is_some_and(|f| f.to_string() == day))
            .count()
    };
    assert_eq!(known("2021-08-18"), 0);
    // the first snapshot tells of 479 rows nothing, the last one of 977
    let listings: Vec<_> = seen.entities.iter().flat_map(|e| &e.listings).collect();
    assert_eq!(listings.len(), 1002);
    assert_eq!(listings.iter().filter(|l| l.from.is_none()).count(), 479);
    assert_eq!(listings.iter().filter(|l| l.to.is_none()).count(), 977);
    // IMICO NEKA 456 was seen last on 24 April 2023: the day after, it was no longer listed
    let neka = seen.entities.iter().find(|e| e.name() == "IMICO NEKA 456").unwrap();
    assert_eq!(neka.listings[0].to.unwrap().to_string(), "2023-04-25");
    let Some(by_imo) = read(&["sanctions_by_imo.csv"]) else { return };
    let by = |authority: Authority| {
        by_imo.entities.iter().flat_map(|e| &e.listings).filter(|l| l.authority == authority).count()
    };
    assert_eq!([by(Authority::Us), by(Authority::Uk), by(Authority::Eu)], [1491, 660, 670]);
}

#[test]
fn the_screening_list_of_the_united_states() {
    let Some(lists) = read(&["formats/ofac/us_csl_small.csv"]) else { return };
    assert_eq!((lists.entities.len(), lists.refused()), (115, 0));
    let by = |measure: Measure| lists.entities.iter().filter(|e| e.listings[0].measures == [measure]).count();
    assert_eq!(by(Measure::AssetFreeze), 28);
    assert_eq!(by(Measure::Sectoral), 26);
    // Entity List 22, ITAR Debarred 10, Denied Persons 8, Unverified 4, Nonproliferation 3
    assert_eq!(by(Measure::ExportControl), 47);
    assert_eq!(by(Measure::CorrespondentAccounts), 1);
    // Palestinian Legislative Council
    assert_eq!(by(Measure::Other), 13);
    let ship = find(&lists, "23156");
    assert_eq!((ship.kind, identifiers(ship)), (EntityKind::Ship, vec!["ship_imo 8898831".to_owned()]));
    assert_eq!(ship.relations[0].target, Target::Name("YUSONG SHIPPING CO".to_owned()));
}

#[test]
fn follow_the_money_and_its_deltas() {
    let Some(lists) = read(&["formats/ftm/zala.entities.ftm.json"]) else { return };
    assert_eq!((kinds(&lists), lists.files[0].intake.accepted), ([6, 11, 0, 0], 91));
    let zala = find(&lists, "NK-abdzbEBkqyT29GyREbiURZ");
    let australia = zala.listings.iter().find(|l| l.programs[0] == "au_dfat_sanctions").unwrap();
    assert_eq!(australia.from.unwrap().to_string(), "2023-02-24");
    let owned = zala.relations.iter().filter(|r| r.kind == RelationKind::OwnedBy).count();
    assert!(owned > 0, "{:?}", zala.relations);
    let deltas = [
        "formats/ftm/t2-20240527194702-wnk.entities.delta.json",
        "formats/ftm/t2-20240528014702-pfh.entities.delta.json",
        "formats/ftm/t2-20240528074703-npf.entities.delta.json",
        "formats/ftm/t2-20240528134729-3iv.entities.delta.json",
    ];
    let Some(lists) = read(&deltas) else { return };
    let ids: Vec<&str> = lists.entities.iter().map(|e| e.record.id.as_str()).collect();
    // one was added by the second and taken away by the third
    assert!(!ids.contains(&"NK-500Poltergeist"), "{ids:?}");
    assert!(ids.contains(&"NK-2T3S8Hu29ktYnKSTgQp2wL") && ids.contains(&"Q4365364"), "{ids:?}");
    let notes = &lists.files[0].notes;
    assert!(notes[0].words.contains("without the list before it"), "{notes:?}");
}
