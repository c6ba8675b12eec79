//! trial
#[path = "../tests/shared/mod.rs"]
mod shared;
use std::time::Instant;
use thalweg_screen::*;
fn noisy(text: &str, seed: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    let n = chars.len().max(1);
    let at = (seed * 7919) % n;
    let mut words: Vec<&str> = text.split_whitespace().collect();
    match seed % 8 {
        0 => text.to_lowercase(),
        1 => chars.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, c)| *c).collect(),
        2 => {
            let mut c = chars.clone();
            if at + 1 < n {
                c.swap(at, at + 1);
            }
            c.into_iter().collect()
        }
        3 => {
            if words.len() > 1 {
                words.rotate_left(1);
            }
            words.join(" ")
        }
        4 => {
            if words.len() > 2 {
                words.remove(seed % words.len());
            }
            words.join(" ")
        }
        5 => text.replace('Y', "I").replace("OU", "U").replace("KH", "H").replace("EE", "I"),
        6 => {
            let mut c = chars.clone();
            if at < n && c[at].is_alphabetic() {
                c[at] = 'e';
            }
            c.into_iter().collect()
        }
        _ => {
            let w = words.len();
            if w > 1 {
                let a = words[0].to_owned() + words[1];
                let mut v: Vec<String> = vec![a];
                v.extend(words[2..].iter().map(|s| s.to_string()));
                v.join(" ")
            } else {
                text.to_owned()
            }
        }
    }
}
fn cpu() -> f64 {
    let s = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
    let f: Vec<&str> = s[s.rfind(')').unwrap() + 2..].split(' ').collect();
    (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) / 100.0
}
fn main() {
    let entities = shared::sdn::entities().unwrap();
    let lexicon = Lexicon::new();
    let t = Instant::now();
    let index = Index::new(&entities, &lexicon);
    println!("index {:?} entities {} names {}", t.elapsed(), entities.len(), index.names());
    let all: Vec<(&Entity, &Name)> =
        entities.iter().flat_map(|e| e.names.iter().map(move |n| (e, n))).collect();
    let queries: Vec<Query> = (0..4000)
        .map(|i| {
            let (e, n) = all[(i * 7727) % all.len()];
            let q = Query::named(noisy(&n.text, i));
            if i % 3 == 0 { q.of_kind(e.kind) } else { q }
        })
        .filter(|q| q.check().is_ok())
        .collect();
    let settings = Settings { explain: false, ..Settings::default() };
    for (label, threshold) in [("t=.5", 0.5), ("t=.7", 0.7), ("t=.9", 0.9)] {
        let t = cpu();
        let mut compared = 0;
        let mut hits = 0;
        let s = Settings { threshold, ..settings };
        let mut none = 0;
        let pool = 1;
        let _ = pool;
        for q in &queries {
            let a = index.search(q, &s).unwrap();
            compared += a.compared;
            hits += a.hits.len() + a.more;
            none += usize::from(a.hits.is_empty());
        }
        let e = cpu() - t;
        println!(
            "{label} {} queries {:.2}s {:.0}/s compared/query {:.1} hits {:.2} none {none}",
            queries.len(),
            e,
            queries.len() as f64 / e,
            compared as f64 / queries.len() as f64,
            hits as f64 / queries.len() as f64
        );
    }
    // all pairs
    let sample: usize = std::env::args().nth(1).and_then(|a| a.parse().ok()).unwrap_or(150);
    let mut pairs = 0u64;
    let mut over = [0usize; 3];
    let mut lost = [0usize; 3];
    let mut time = std::time::Duration::ZERO;
    let forms: Vec<(usize, Prepared)> = entities
        .iter()
        .enumerate()
        .flat_map(|(i, e)| e.names.iter().map(move |n| (i, e, n)))
        .map(|(i, e, n)| (i, lexicon.prepare(&n.text, e.kind)))
        .collect();
    for q in queries.iter().step_by(queries.len() / sample) {
        let a = index.search(q, &Settings { threshold: 0.5, limit: 1_000_000, ..settings }).unwrap();
        let mut best = vec![0f64; entities.len()];
        let t = Instant::now();
        let by: Vec<(EntityKind, Prepared)> =
            [EntityKind::Person, EntityKind::Company, EntityKind::Ship, EntityKind::Aircraft]
                .into_iter()
                .map(|k| (k, lexicon.prepare(&q.names[0], q.kind.unwrap_or(k))))
                .collect();
        for (i, f) in &forms {
            let p = &by.iter().find(|(k, _)| *k == f.kind()).unwrap().1;
            let s = lexicon.score(p, f);
            pairs += 1;
            if s > best[*i] {
                best[*i] = s;
            }
        }
        time += t.elapsed();
        for (i, b) in best.iter().enumerate() {
            if *b >= 0.5 {
                let found =
                    a.hits.iter().any(|h| h.entity == i) || a.removed.iter().any(|r| r.hit.entity == i);
                for (k, t) in [0.5, 0.7, 0.9].into_iter().enumerate() {
                    if *b >= t {
                        over[k] += 1;
                        lost[k] += usize::from(!found);
                    }
                }
                if !found {
                    println!(
                        "lost {b:.3} {:?} {:?} / {}",
                        q.names[0],
                        q.kind,
                        entities[i]
                            .names
                            .iter()
                            .map(|n| (
                                n.text.clone(),
                                lexicon.score(
                                    &by.iter().find(|(k, _)| *k == entities[i].kind).unwrap().1,
                                    &lexicon.prepare(&n.text, entities[i].kind)
                                )
                            ))
                            .filter(|x| x.1 >= 0.5)
                            .map(|x| format!("{} {:.2}", x.0, x.1))
                            .collect::<Vec<_>>()
                            .join(" | ")
                    );
                }
            }
        }
    }
    println!(
        "pairs {pairs} {:.2} us/pair; over {over:?} lost {lost:?}",
        time.as_secs_f64() * 1e6 / pairs as f64
    );
}
