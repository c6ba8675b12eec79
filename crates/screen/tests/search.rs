//! What a search finds, what it sets aside, and what it says.
#![allow(clippy::unwrap_used, reason = "a test that fails says so")]

mod shared;

use thalweg_screen::{
    Answer, Country, CountryLink, DateSpan, Entity, EntityKind, Identifier, IdentifierKind, Index, Lexicon,
    Name, Query, Record, Removal, SearchError, Settings, SourceId, Trace, Verdict,
};

fn entity(id: &str, kind: EntityKind, name: &str) -> Entity {
    Entity::new(Record { source: SourceId(0), id: id.to_owned() }, kind, name, Trace::default())
}

fn number(kind: IdentifierKind, written: &str, country: Option<&str>) -> Identifier {
    Identifier::checked(kind, written, None, country.map(str::to_owned), Trace::default())
}

fn search(entities: &[Entity], query: &Query) -> Answer {
    let lexicon = Lexicon::new();
    Index::new(entities, &lexicon).search(query, &Settings::default()).unwrap()
}

fn maduro() -> Vec<Entity> {
    let mut maduro = entity("22790", EntityKind::Person, "MADURO MOROS, Nicolas");
    maduro.births.push("23 Nov 1962".parse().unwrap());
    maduro.countries.push((CountryLink::Nationality, Country::read("Venezuela")));
    maduro.identifiers.push(number(IdentifierKind::Passport, "045-127-000", Some("VE")));
    maduro.identifiers.push(number(IdentifierKind::TaxNumber, "V-05892464-0", Some("VE")));
    let mut dostum = entity("9", EntityKind::Person, "AL-IRAQI, Abd al-Hadi");
    dostum.names.push(Name::new("Daniel Mohammad", Trace::default()).weak());
    vec![maduro, dostum]
}

fn born(text: &str) -> DateSpan {
    text.parse().unwrap()
}

#[test]
fn a_part_of_a_name_finds_it_with_a_lower_score() {
    let whole = search(&maduro(), &Query::named("Nicolás Maduro Moros"));
    let part = search(&maduro(), &Query { ..Query::named("Maduro") });
    let (whole, part) = (&whole.hits[0], &part.hits[0]);
    assert_eq!((whole.entity, part.entity), (0, 0));
    assert!(part.score < whole.score, "{} {}", part.score, whole.score);
}

#[test]
fn a_weak_alias_finds_and_says_that_it_is_weak() {
    let answer = search(&maduro(), &Query::named("Daniel Mohammad"));
    let hit = &answer.hits[0];
    assert_eq!((hit.entity, hit.name(&maduro()[1]).unwrap().text.as_str()), (1, "Daniel Mohammad"));
    assert!(hit.score < hit.name_score.unwrap());
    assert!(hit.evidence[0].said.contains("weak"));
}

#[test]
fn dates_and_countries_move_the_score_and_say_so() {
    let score = |query: Query| {
        let answer = search(&maduro(), &query);
        answer.hits.first().map_or(0.0, |hit| hit.score)
    };
    let name = || Query::named("Nicolas Maduro");
    let plain = score(name());
    assert!(score(name().born(born("1962"))) > plain);
    assert!(score(name().born(born("circa 1963"))) > plain);
    assert!(score(name().born(born("1962"))) < score(name().born(born("1962-11-23"))) + 1e-12);
    assert!(score(name().from("VEN")) > plain && score(name().from("Spain")) < plain);
    let answer = search(&maduro(), &name().born(born("1939-05-01")));
    assert!(answer.hits.is_empty());
    assert_eq!((answer.removed_count, answer.removed[0].by), (1, Removal::Evidence));
    assert!(
        answer.removed[0].hit.evidence[0].said.contains("born 1939-05-01, but the record says 1962-11-23")
    );
}

#[test]
fn numbers_prove_or_forbid_by_their_kind() {
    let with = |kind, written: &str, country: Option<&str>| {
        let mut query = Query::named("Nicolas Maduro Moros");
        query.identifiers.push(number(kind, written, country));
        search(&maduro(), &query)
    };
    let same = with(IdentifierKind::Passport, "045127000", Some("VE"));
    assert!(same.hits[0].is_proven() && same.hits[0].score >= 0.99);
    // A person may have two passports.
    let second = with(IdentifierKind::Passport, "111222333", Some("VE"));
    assert_eq!(second.hits[0].score, second.hits[0].name_score.unwrap());
    // But one tax number of a country.
    let other = with(IdentifierKind::TaxNumber, "V-11111111-1", Some("VE"));
    assert_eq!((other.hits.len(), other.removed[0].by), (0, Removal::Number));
    assert_eq!(other.removed[0].hit.evidence[0].verdict, Verdict::Veto);
    // That of another country is another number.
    assert_eq!(with(IdentifierKind::TaxNumber, "V-11111111-1", Some("CO")).hits.len(), 1);
    // A number alone, of whatever kind, finds.
    let mut bare = Query::default();
    bare.identifiers.push(number(IdentifierKind::Other, "045127000", None));
    let found = search(&maduro(), &bare);
    assert_eq!((found.hits[0].entity, found.hits[0].name_score), (0, None));
}

#[test]
fn another_kind_is_set_aside_and_counted() {
    let answer = search(&maduro(), &Query::named("Nicolas Maduro Moros").of_kind(EntityKind::Ship));
    assert_eq!((answer.hits.len(), answer.removed_count, answer.removed[0].by), (0, 1, Removal::Kind));
    assert_eq!(answer.removed[0].hit.evidence[0].said, "a ship was asked for, and this is a person");
}

#[test]
fn look_alike_letters_are_matched_and_flagged() {
    // а, о and с are Cyrillic.
    let answer = search(&maduro(), &Query::named("Ni\u{441}\u{43e}l\u{430}s M\u{430}dur\u{43e} Moros"));
    let comparison = answer.hits[0].matched.as_ref().unwrap().comparison.as_ref().unwrap();
    assert!(answer.hits[0].score > 0.9 && comparison.flags[0].mixed_scripts);
}

#[test]
fn questions_that_make_no_sense_are_refused() {
    let entities = maduro();
    let lexicon = Lexicon::new();
    let index = Index::new(&entities, &lexicon);
    let asked = |query: &Query, settings: &Settings| index.search(query, settings).unwrap_err();
    let usual = Settings::default();
    assert_eq!(asked(&Query::default(), &usual), SearchError::Empty);
    assert_eq!(asked(&Query::named(" .-\u{200b}"), &usual), SearchError::Empty);
    assert_eq!(asked(&Query::named("x".repeat(1 << 20)), &usual), SearchError::TooLong(1 << 20));
    let many = Query { names: vec!["a".to_owned(); 101], ..Query::default() };
    assert_eq!(asked(&many, &usual), SearchError::TooMany(101));
    for threshold in [0.0, -1.0, 1.1, f64::NAN, f64::INFINITY] {
        let error = asked(&Query::named("a"), &Settings { threshold, ..usual });
        assert!(matches!(error, SearchError::Threshold(_)), "{threshold}");
    }
    assert_eq!(asked(&Query::named("a"), &Settings { limit: 0, ..usual }), SearchError::Limit);
}

#[test]
fn a_hundred_thousand_aliases_of_one_record_are_one_hit() {
    let mut crowd = entity("1", EntityKind::Company, "CROWD LTD");
    crowd.names.extend((0..100_000).map(|at| Name::new(format!("ALIAS {at}"), Trace::default())));
    crowd.names.extend((0..100_000).map(|_| Name::new("PELICAN STAR", Trace::default())));
    let answer = search(&[crowd], &Query::named("Pelican Star"));
    assert_eq!((answer.hits.len(), answer.hits[0].score, answer.more), (1, 1.0, 0));
}

#[test]
fn hits_beyond_the_limit_are_counted() {
    let ships: Vec<Entity> =
        (0..30).map(|at| entity(&at.to_string(), EntityKind::Ship, "PELICAN STAR")).collect();
    let answer = search(&ships, &Query::named("PELICAN STAR"));
    assert_eq!((answer.hits.len(), answer.more), (10, 20));
    let order: Vec<usize> = answer.hits.iter().map(|hit| hit.entity).collect();
    assert_eq!(order, (0..10).collect::<Vec<_>>());
}

#[test]
fn answers_are_the_same_whatever_the_number_of_threads() {
    let Some(entities) = shared::sdn::entities() else { return };
    let lexicon = Lexicon::new();
    let index = Index::new(&entities, &lexicon);
    let queries: Vec<Query> = entities.iter().step_by(60).map(|entity| Query::named(entity.name())).collect();
    let settings = Settings { explain: false, ..Settings::default() };
    let alone: Vec<_> = queries.iter().map(|query| index.search(query, &settings)).collect();
    assert_eq!(alone, index.search_all(&queries, &settings));
    // Every record is found by its own name.
    for (entity, answer) in entities.iter().step_by(60).zip(&alone) {
        let best = &answer.as_ref().unwrap().hits[0];
        assert_eq!(best.score, 1.0, "{}", entity.name());
    }
}
