//! Ships keep their hull and change their name: former names count.
#![allow(clippy::unwrap_used, reason = "a test that fails says so")]

mod shared;

use std::collections::BTreeMap;
use thalweg_screen::{
    Entity, EntityKind, Identifier, IdentifierKind, Index, Lexicon, Name, NameKind, Query, Record, Settings,
    SourceId, Trace,
};

/// Ships of two lists by IMO number: the watch list of Ukraine's military intelligence with former names, and the OFAC's of 2026.
fn ships() -> Option<(Vec<Entity>, BTreeMap<String, String>)> {
    let watch = shared::text("lists/gur_vessels_master.csv")?;
    let ofac = shared::text("lists/ofac_vessels_2026.json.gz")?;
    let mut rows = csv::Reader::from_reader(watch.as_bytes());
    let entities = rows.records().map(|row| ship(&row.unwrap())).collect();
    let json: serde_json::Value = serde_json::from_str(&ofac).unwrap();
    let listed = json["vessels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|vessel| (vessel["imo"].to_string(), vessel["name"].as_str().unwrap().to_owned()));
    Some((entities, listed.collect()))
}

fn ship(row: &csv::StringRecord) -> Entity {
    let record = Record { source: SourceId(0), id: row[0].to_owned() };
    let mut ship = Entity::new(record, EntityKind::Ship, &row[1], Trace::default());
    ship.identifiers.push(Identifier::checked(
        IdentifierKind::ShipImo,
        &row[2],
        None,
        None,
        Trace::default(),
    ));
    // The source holds scraped words among the names.
    let former =
        row[8].split(" / ").map(str::trim).filter(|name| !name.is_empty() && !name.starts_with("Flags"));
    ship.names.extend(former.map(|name| Name::new(name, Trace::default()).of_kind(NameKind::Former)));
    ship
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

#[test]
fn of_675_ships_of_two_lists_65_percent_bear_one_name_and_97_percent_ever_did() {
    let Some((ships, listed)) = ships() else { return };
    let (mut both, mut now, mut ever) = (0, 0, 0);
    for ship in &ships {
        let Some(name) = listed.get(&ship.identifiers[0].value) else { continue };
        both += 1;
        now += usize::from(plain(ship.name()) == plain(name));
        ever += usize::from(ship.names.iter().any(|other| plain(&other.text) == plain(name)));
    }
    assert_eq!((both, now, ever), (675, 440, 655));
}

/// The same by search: the ship itself is among the hits for the name of the other list, without its number.
#[test]
fn a_search_finds_ships_under_their_former_names() {
    let Some((ships, listed)) = ships() else { return };
    let lexicon = Lexicon::new();
    let index = Index::new(&ships, &lexicon);
    let settings = Settings { threshold: 0.7, limit: 50, explain: false, ..Settings::default() };
    let shared: Vec<(usize, &String)> = ships
        .iter()
        .enumerate()
        .filter_map(|(at, ship)| Some((at, listed.get(&ship.identifiers[0].value)?)))
        .collect();
    let queries: Vec<Query> =
        shared.iter().map(|(_, name)| Query::named(*name).of_kind(EntityKind::Ship)).collect();
    let answers = index.search_all(&queries, &settings);
    let mut former = 0;
    let found = shared.iter().zip(&answers).filter(|((at, _), answer)| {
        let hit = answer.as_ref().unwrap().hits.iter().find(|hit| hit.entity == *at);
        former += usize::from(
            hit.and_then(|hit| hit.name(&ships[*at])).is_some_and(|name| name.kind == NameKind::Former),
        );
        hit.is_some()
    });
    let found = found.count();
    assert!(found >= 655, "{found} of 675");
    assert!(former >= 210, "{former} by a former name");
}

/// The same name and another hull is another ship; the same hull and another name is the ship.
#[test]
fn the_number_decides_and_it_is_said() {
    let Some((ships, _)) = ships() else { return };
    let lexicon = Lexicon::new();
    let index = Index::new(&ships, &lexicon);
    let ship = ships.iter().position(|ship| ship.name() == "ZHUO YUAN").unwrap();
    let same_name = Query::named("ZHUO YUAN").with(IdentifierKind::ShipImo, "9224453");
    let answer = index.search(&same_name, &Settings::default()).unwrap();
    assert!(answer.hits.iter().all(|hit| hit.entity != ship));
    let removed = answer.removed.iter().find(|removed| removed.hit.entity == ship).unwrap();
    assert_eq!(removed.hit.name_score, Some(1.0));
    let said = &removed.hit.evidence[0].said;
    assert_eq!(said, "another ship IMO number: 9224453 was asked for, and the record has 9408683");
    let same_hull = Query::named("NOTHING OF THE KIND").with(IdentifierKind::ShipImo, "9408683");
    let answer = index.search(&same_hull, &Settings::default()).unwrap();
    assert_eq!((answer.hits[0].entity, answer.hits[0].score >= 0.99), (ship, true));
}
