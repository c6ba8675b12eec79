//! The tariffs of 2018 and 2019 on the panel of 2011 to 2022: numbers that other programs found.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{TradeWar, shared_data};
use thalweg_evidence::{Crosswalk, Data, Dose, Estimate, Question, Schedule};

#[test]
fn dump() {
    let Some(shared) = shared_data() else { return };
    let t = std::time::Instant::now();
    let war = TradeWar::read(&shared);
    eprintln!("read {:?}", t.elapsed());
    let list = |importer: &str, exporter: &str, file: &str| {
        Schedule::read(importer, exporter, &shared.join("tariffs").join(file)).unwrap()
    };
    let lists = [
        list("USA", "CHN", "us_on_china_hs6_2018_2020.csv.gz"),
        list("CHN", "USA", "china_on_us_hs6_2018_2020.csv.gz"),
    ];
    let crosswalk = Crosswalk::read(&shared.join("tariffs/hs6_gtap_crosswalk.csv")).unwrap();
    let data = Data {
        panel: &war.panel,
        policy: &war.policy,
        baseline: Some(&war.baseline),
        lists: Some((&lists, &crosswalk)),
    };
    let question = Question {
        sectors: vec!["manufacturing".into()],
        without: vec!["pharma".into()],
        full_force: Some(2019),
        ..Question::new(2017)
    };
    let estimate = Estimate::new(&data, &question).unwrap();
    eprintln!("all {:?}", t.elapsed());
    for table in estimate.tables() {
        println!("== {}", table.name);
        println!("{}", table.columns.iter().map(|c| c.name.clone()).collect::<Vec<_>>().join("\t"));
        for row in table.rows {
            println!(
                "{}",
                row.iter()
                    .map(|c| match c {
                        thalweg_core::Cell::Text(t) => t.clone(),
                        thalweg_core::Cell::Number(n) => format!("{n:.4}"),
                        _ => "-".into(),
                    })
                    .collect::<Vec<_>>()
                    .join("\t")
            );
        }
    }
    println!("{:?} {:?} {:?}", estimate.drift, estimate.notes, estimate.sentences());
}
