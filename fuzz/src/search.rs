//! A list, and a list of names to look for in it: rows are counted, and answers are those of a comparison of the two names alone.

use std::sync::OnceLock;
use thalweg_screen::{Answer, Entity, Index, Lexicon, Lists, Query, QueryRows, Settings};

/// Something to begin with: rows of a list, a line of `%%`, rows of names.
pub const SEEDS: &[&[u8]] = &[
    b"1,person,PUTIN; Vladimir Vladimirovich,Wladimir Putin,,us,asset freeze,2022-02-25,\n2,company,Islamic Republic of Iran Shipping Lines,IRISL,,us,asset freeze,,\n3,ship,BLUE HERON 2,,9134270,eu,port ban,,\n%%\nVladimir Putin,person,Russia,1952-10-07,,\nIRISL,,,,,\nBLUE HERON 1,ship,,,9134270,\n\xd0\x9f\xd0\xa3\xd0\xa2\xd0\x98\xd0\x9d,,,,,\n",
    b"1,person,Mohammed bin Salman Al Saud,,,us,asset freeze,,\n2,person,\xd9\x85\xd8\xad\xd9\x85\xd8\xaf \xd8\xad\xd8\xb3\xd9\x86,,,us,asset freeze,,\n3,person,\xe9\x87\x91\xe6\xad\xa3\xe6\x81\xa9,Kim Jong Un,,us,asset freeze,,\n%%\nMuhammad Hasan,,,,,\nMYONGC HIN Kim,person,,circa 1984,,passport:KP:1\nKim Jong Eun,,,,,\nM. b. Salman,,,,,\n",
    b"1,company,OOO Romashka 12,Romashka Trading LLC,,us,asset freeze,,\n2,company,AL QAEDA,,,us,asset freeze,,\n3,company,China Ocean Shipping Company,COSCO,,us,asset freeze,,\n%%\nRomaschka,company,,,,\nalqaeda,,,,,\nC O S C O,,,,,\nChina Ocen Shiping Co,,,,,inn:7707083893\n",
];

const LIST: &str = "id,kind,name,aliases,imo,authority,measure,from,to\n";
const NAMES: &str = "name,kind,country,birth,imo,id\n";

/// Most names of a list that are looked for, and rows of it: so that one input does not take seconds.
const MOST: usize = 20;

/// Panics where something does not hold.
pub fn check(data: &[u8]) {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    let lexicon = LEXICON.get_or_init(Lexicon::new);
    let at = data.windows(4).position(|bytes| bytes == b"\n%%\n").unwrap_or(data.len());
    let (list, names) = (&data[..at], data.get(at + 4..).unwrap_or_default());
    let Ok(lists) = Lists::read([("list.csv", &[LIST.as_bytes(), list].concat()[..])]) else { return };
    let entities = &lists.entities[..lists.entities.len().min(MOST)];
    let names = [NAMES.as_bytes(), names].concat();
    let Ok(mut rows) = QueryRows::new("names.csv", &names[..], &[]) else { return };
    let queries: Vec<Query> = rows.by_ref().map(|row| row.query).collect();
    assert_eq!(rows.intake().read(), queries.len() + rows.intake().refused());
    let index = Index::new(entities, lexicon);
    let mut searcher = index.searcher();
    for query in queries.iter().take(MOST) {
        let [some, more] = [0.7, 0.2].map(|threshold| {
            let settings = Settings { threshold, limit: 1_000, explain: true, ..Settings::default() };
            let answer = index.search(query, &settings);
            assert_eq!(answer, searcher.search(query, &settings), "what was asked before changes nothing");
            answer
        });
        let (Ok(some), Ok(more)) = (some, more) else { continue };
        hold(&some, query, entities, lexicon, 0.7);
        hold(&more, query, entities, lexicon, 0.2);
        for hit in &some.hits {
            let again = more.hits.iter().find(|other| other.entity == hit.entity);
            assert_eq!(again.map(|other| other.score), Some(hit.score));
        }
    }
}

fn hold(answer: &Answer, query: &Query, entities: &[Entity], lexicon: &Lexicon, threshold: f64) {
    assert!(answer.hits.iter().all(|hit| (threshold..=1.0).contains(&hit.score)));
    assert!(answer.hits.is_sorted_by(|one, other| one.score >= other.score));
    assert!(answer.removed.len() <= answer.removed_count);
    for hit in answer.hits.iter().chain(answer.removed.iter().map(|removed| &removed.hit)) {
        let entity = &entities[hit.entity];
        let Some(matched) = &hit.matched else { continue };
        let asked = lexicon.prepare(&matched.asked, query.kind.unwrap_or(entity.kind));
        let listed = lexicon.prepare(&entity.names[matched.name].text, entity.kind);
        // to the last bit, whatever the index remembers or leaves out
        assert_eq!(hit.name_score, Some(lexicon.score(&asked, &listed)));
        assert_eq!(hit.name_score, matched.comparison.as_ref().map(|comparison| comparison.score));
    }
}
