//! How long it takes to read a million holdings, and to find who is blocked by each law.
//!
//! The graph is made: a third as many names as holdings, one listed in three hundred, shares of any size, two in a hundred of them a
//! band, one in a hundred a tie of control, most holders before those whom they hold and some not, so that there are rings.
#![allow(clippy::unwrap_used, reason = "a bench")]

use jiff::civil::date;
use std::fmt::Write;
use thalweg_screen::ownership::{Graph, Law, Question, Seeds, assess};

const HOLDINGS: usize = 1_000_000;
const NAMES: u64 = HOLDINGS as u64 / 3;
const LISTED: u64 = NAMES / 300;

/// A plain generator: the same numbers on every machine.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

fn table() -> String {
    let mut draw = Draw(7);
    let mut text = String::from("holder,held,share,class,from,to,source\n");
    for at in 0..HOLDINGS {
        let held = draw.below(NAMES);
        let near = draw.below(100) < 97 && held > 0;
        let holder = if near { draw.below(held) } else { draw.below(NAMES) };
        let holder = if holder == held { (held + 1) % NAMES } else { holder };
        let (share, class) = match draw.below(100) {
            0 => (String::new(), "control"),
            1 | 2 => ("25-50".to_owned(), ""),
            _ => ((1 + draw.below(60)).to_string(), ""),
        };
        writeln!(
            text,
            "Company {holder} Ltd,Company {held} Ltd,{share},{class},2015-01-01,,register {}",
            at % 7
        )
        .unwrap();
    }
    text
}

fn graph() -> Graph {
    let mut graph = Graph::default();
    graph.read_csv(table().as_bytes(), "owners.csv").unwrap();
    graph
}

fn seeds(graph: &mut Graph) -> Seeds {
    let mut seeds = Seeds::default();
    for at in 0..LISTED {
        let node = graph.node(&format!("Company {} Ltd", at * 300));
        Law::ALL.into_iter().for_each(|law| seeds.freeze(node, law, None));
    }
    seeds
}

#[divan::bench(sample_count = 5)]
fn read_a_million(bencher: divan::Bencher<'_, '_>) {
    let table = table();
    bencher.bench_local(|| {
        let mut graph = Graph::default();
        graph.read_csv(table.as_bytes(), "owners.csv").unwrap().accepted
    });
}

#[divan::bench(args = ["us", "eu", "uk", "us eu uk"], sample_count = 5)]
fn assess_a_million(bencher: divan::Bencher<'_, '_>, laws: &str) {
    let mut graph = graph();
    let seeds = seeds(&mut graph);
    let question = Question {
        laws: laws.split(' ').map(|law| law.parse().unwrap()).collect(),
        ..Question::on(date(2026, 1, 1))
    };
    bencher.bench_local(|| assess(&graph, &seeds, &question).touched().len());
}

fn main() {
    let mut graph = graph();
    let seeds = seeds(&mut graph);
    let assessment = assess(&graph, &seeds, &Question::on(date(2026, 1, 1)));
    let blocked = |law| graph.ids().filter(|node| assessment.verdict(*node, law).blocks()).count();
    let counts = Law::ALL.map(|law| format!("{law} {}", blocked(law)));
    #[allow(clippy::print_stdout, reason = "a bench says what it measured")]
    {
        println!("{HOLDINGS} holdings, {} listed; blocked: {}", seeds.len(), counts.join(", "));
    }
    divan::main();
}
