//! An audit record answers again to the last bit, and says what is different.
#![allow(clippy::unwrap_used, reason = "a test that fails says so")]

use thalweg_screen::{Asked, Audit, AuditError, Index, Lexicon, Lists, Settings};

const LIST: &str = "id,kind,name,aliases,imo,birth,authority,measure\n\
    1,ship,BLUE HERON,PELICAN STAR,9134270,2004,us,asset freeze\n\
    2,person,\"LANTERNOV, Ivan Petrovich\",,,1968-03-12,us,asset freeze\n\
    3,person,\"LANTERNOVA, Inna\",,,1970,us,asset freeze\n";

fn lists(text: &str) -> Lists {
    Lists::read([("list.csv", text.as_bytes())]).unwrap()
}

fn audit() -> Audit {
    let lists = lists(LIST);
    let lexicon = Lexicon::new();
    let index = Index::new(&lists.entities, &lexicon);
    let asked = [
        Asked {
            names: vec!["Ivan Lanternow".to_owned()],
            births: vec!["1968".to_owned()],
            ..Asked::default()
        },
        Asked { identifiers: vec!["imo:9134270".to_owned()], ..Asked::default() },
        Asked { names: vec!["Pelikan Star".to_owned()], kind: Some("ship".to_owned()), ..Asked::default() },
    ];
    let settings = Settings { threshold: 0.4, ..Settings::default() };
    let answers = asked.map(|asked| {
        let answer = index.search(&asked.query().unwrap(), &settings).unwrap();
        (asked, answer)
    });
    Audit::new("thalweg test", Some("2026-01-01T00:00:00Z".to_owned()), &lists, &settings, answers.into())
        .unwrap()
}

#[test]
fn the_same_lists_answer_the_same_to_the_last_bit() {
    let audit = audit();
    assert!(audit.answers.iter().all(|audited| !audited.hits.is_empty()));
    let read = Audit::read(&audit.json().unwrap()).unwrap();
    assert_eq!(read, audit);
    let replay = read.replay(&lists(LIST), &Lexicon::new()).unwrap();
    assert!(replay.is_same());
    assert_eq!(replay.asked, 3);
}

#[test]
fn a_changed_list_and_a_changed_answer_are_named() {
    let changed = lists(&LIST.replace("PELICAN STAR", "QUIET TERN"));
    let replay = audit().replay(&changed, &Lexicon::new()).unwrap();
    assert_eq!((replay.changed.len(), replay.changed[0].0.file.as_str()), (1, "list.csv"));
    let different: Vec<usize> = replay.different.iter().map(|(at, ..)| *at).collect();
    assert_eq!(different, [2]);
    let nothing = audit().replay(&Lists::default(), &Lexicon::new()).unwrap();
    assert!(nothing.changed[0].1.is_none() && nothing.different.len() == 3);
}

#[test]
fn a_record_that_somebody_changed_is_refused() {
    let json = audit().json().unwrap();
    let changed = json.replace("\"list.csv\"", "\"other.csv\"");
    assert!(matches!(Audit::read(&changed), Err(AuditError::Changed { .. })));
    assert!(matches!(Audit::read("{}"), Err(AuditError::Form(_))));
    assert!(matches!(Audit::read(""), Err(AuditError::Form(_))));
}
