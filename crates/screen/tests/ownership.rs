//! Who is blocked by whom: the cases of the page on ownership, and sales, listings and tables that it tells of.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use jiff::civil::{Date, date};
use thalweg_screen::ownership::{
    Answer, Chains, Class, Graph, Law, NewHolding, NodeId, NoteKind, Question, Rules, Seed, Seeds, Stake,
    Verdict, assess,
};
use thalweg_screen::{Authority, Measure, Trace};

const PAGE: &str = include_str!("../../../docs/ownership.md");
const DAY: Date = date(2026, 6, 1);

/// One row of the table of cases.
struct Case<'a> {
    name: &'a str,
    holdings: &'a str,
    listed: &'a str,
    asked: &'a str,
    answers: [&'a str; 3],
}

fn cases() -> Vec<Case<'static>> {
    let table = PAGE.split("## The cases").nth(1).unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(2);
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [name, holdings, listed, asked, us, eu, uk] = cells[..] else { panic!("{row}") };
        Case { name, holdings, listed, asked, answers: [us, eu, uk] }
    })
    .collect()
}

/// A node; `V:VE` is of the government of Venezuela.
fn node(graph: &mut Graph, word: &str) -> NodeId {
    let (name, government) = word.split_once(':').map_or((word, None), |(name, code)| (name, Some(code)));
    let node = graph.node(name);
    if let Some(code) = government {
        graph.govern(node, code.as_bytes().try_into().unwrap());
    }
    node
}

/// Holdings as the table of cases writes them.
fn graph(holdings: &str) -> Graph {
    let mut graph = Graph::default();
    for holding in holdings.split(';').map(str::trim).filter(|holding| !holding.is_empty()) {
        let (holding, source) = holding.split_once(" by ").unwrap_or((holding, ""));
        let words: Vec<&str> = holding.split(' ').collect();
        let joint = if words.get(3) == Some(&"jointly") { "jointly" } else { "" };
        let (share, class) = match words[1] {
            "board" => ("?", Class::Board),
            "control" => ("?", Class::Control),
            "owned-or-controlled" => ("?", Class::OwnedOrControlled),
            "signs" => ("?", Class::Signatory),
            share => share.strip_suffix("-votes").map_or((share, Class::Shares), |s| (s, Class::Votes)),
        };
        let (holder, held) = (node(&mut graph, words[0]), node(&mut graph, words[2]));
        let stake: Stake = share.parse().unwrap();
        let new = NewHolding { source, joint, ..NewHolding::shares(stake).of_class(class) };
        assert!(graph.hold(holder, held, new), "{holding}");
    }
    graph
}

fn seeds(graph: &mut Graph, listed: &str, laws: &[Law], from: Option<Date>) -> Seeds {
    let mut seeds = Seeds::default();
    for name in listed.split_whitespace() {
        let node = graph.node(name);
        laws.iter().for_each(|law| seeds.freeze(node, *law, from));
    }
    seeds
}

fn answers(graph: &Graph, seeds: &Seeds, question: &Question, asked: &str) -> Vec<Answer> {
    assess(graph, seeds, question).answers(&[graph.find(asked).unwrap()])
}

/// The three answers for one node, as words.
fn ask(holdings: &str, listed: &str, asked: &str) -> Vec<Answer> {
    let mut graph = graph(holdings);
    let seeds = seeds(&mut graph, listed, &Law::ALL, None);
    answers(&graph, &seeds, &Question::on(DAY), asked)
}

fn short(answer: &Answer) -> String {
    answer.words().replace(" (rebuttable)", "")
}

#[test]
fn the_cases_of_the_page() {
    let cases = cases();
    assert!(cases.len() > 40);
    let mut wrong = Vec::new();
    for case in cases {
        let got: Vec<String> = ask(case.holdings, case.listed, case.asked).iter().map(short).collect();
        if got != case.answers {
            wrong.push(format!("{}: {got:?}, not {:?}", case.name, case.answers));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn whoever_is_blocked_has_a_path_from_the_listed_and_a_text_of_law() {
    for case in cases() {
        for answer in ask(case.holdings, case.listed, case.asked) {
            assert!(!answer.sentence.is_empty() && !answer.source_of_law.is_empty(), "{}", case.name);
            let blocked = answer.verdict.blocks();
            assert_eq!(!answer.path.is_empty(), blocked, "{} {:?}", case.name, answer.law);
            if blocked {
                assert_eq!(answer.path.last().unwrap().held, answer.entity, "{}", case.name);
                assert!(
                    answer.path.iter().any(|step| step.listed.is_some()),
                    "{} {:?}",
                    case.name,
                    answer.law
                );
                // every holder is listed, held by somebody earlier in the path, or in a joint arrangement
                for (at, step) in answer.path.iter().enumerate() {
                    let before = answer.path[..at].iter().any(|other| other.held == step.holder);
                    let beside = answer.path.iter().any(|other| other.held == step.holder);
                    assert!(
                        step.listed.is_some() || before || beside || step.joint,
                        "{}: {step:?}",
                        case.name
                    );
                }
            }
        }
    }
}

#[test]
fn shares_that_are_multiplied_along_a_chain_shrink() {
    let ask = |holdings, asked| {
        let mut graph = graph(holdings);
        let seeds = seeds(&mut graph, "X", &Law::ALL, None);
        let rules = Rules { chains: Chains::Multiply, ..Rules::default() };
        let question = Question { rules, laws: vec![Law::Eu], ..Question::on(DAY) };
        answers(&graph, &seeds, &question, asked).remove(0)
    };
    assert_eq!(ask("X 51 A; A 51 B", "A").verdict, Verdict::Owned);
    assert_eq!(ask("X 51 A; A 51 B", "B").verdict, Verdict::No);
    assert_eq!(ask("X 80 A; A 70 B", "B").verdict, Verdict::Owned);
    // 40 percent of A are theirs, so that 40 of B come through A although A is not blocked
    let through = ask("X 40 A; A 100 B; X 0 B; X 30 C; A 100 D; X 0 D", "B");
    assert_eq!(through.verdict, Verdict::No);
    let sum = ask("X 40 A; A 60 B; X 30 B", "B");
    assert_eq!(sum.verdict, Verdict::Owned);
    assert_eq!(sum.path_words(), "X holds 40 percent of A; X holds 30 percent of B; A holds 60 percent of B");
    assert_eq!(ask("X 50 A", "A").verdict, Verdict::Presumed);
    assert_eq!(ask("X 100 A; A 50 B", "B").verdict, Verdict::Presumed);
    // rings come to an end: of B are 0.9 / (1 - 0.81) * 0.09 = 42.6 percent theirs
    assert_eq!(ask("X 9 A; A 90 B; B 90 A", "B").verdict, Verdict::No);
    assert_eq!(ask("X 19 A; A 90 B; B 81 A", "B").verdict, Verdict::Owned);
    assert_eq!(ask("A 100 B; B 100 A; X 0 A", "B").verdict, Verdict::No);
    // control is not diluted
    assert_eq!(ask("X control A; A 60 B", "B").verdict, Verdict::Controlled);
}

#[test]
fn half_is_enough_in_the_eu_since_the_third_of_july_2024() {
    let on = |holdings: &str, listed: &str, day: Date| {
        let mut graph = graph(holdings);
        let seeds = seeds(&mut graph, listed, &Law::ALL, None);
        answers(&graph, &seeds, &Question { laws: vec![Law::Eu], ..Question::on(day) }, "A").remove(0).verdict
    };
    let (before, since) = (date(2024, 7, 2), date(2024, 7, 3));
    assert_eq!(on("X 25 A; Y 25 A", "X Y", before), Verdict::No);
    assert_eq!(on("X 25 A; Y 25 A", "X Y", since), Verdict::Owned);
    assert_eq!(on("X 26 A; Y 25 A", "X Y", before), Verdict::Owned);
    // the Court tells what the regulation of 2006 always meant
    assert_eq!(on("X 50 A", "X", before), Verdict::Presumed);
}

#[test]
fn a_listing_counts_for_its_law_from_its_day_to_its_end_and_only_if_it_freezes() {
    let mut graph = graph("X 60 A");
    let x = graph.find("X").unwrap();
    let a = graph.find("A").unwrap();
    let verdicts = |seed: Seed, day: Date| {
        let mut seeds = Seeds::default();
        seeds.add(x, seed);
        let assessment = assess(&graph, &seeds, &Question::on(day));
        Law::ALL.map(|law| assessment.verdict(a, law))
    };
    let seed = Seed {
        authority: Authority::Eu,
        measures: vec![Measure::AssetFreeze],
        from: Some(date(2024, 2, 23)),
        to: Some(date(2025, 3, 1)),
        list: "a list".to_owned(),
        matched: thalweg_screen::ownership::Matched::Identity,
        trace: Trace::default(),
    };
    let (no, owned) = (Verdict::No, Verdict::Owned);
    assert_eq!(verdicts(seed.clone(), date(2024, 2, 22)), [no, no, no]);
    assert_eq!(verdicts(seed.clone(), date(2024, 2, 23)), [no, owned, no]);
    assert_eq!(verdicts(seed.clone(), date(2025, 3, 1)), [no, no, no]);
    for measure in [Measure::PortBan, Measure::Sectoral, Measure::InvestmentBan, Measure::TravelBan] {
        let other = Seed { measures: vec![measure], ..seed.clone() };
        assert_eq!(verdicts(other, date(2024, 6, 1)), [no, no, no], "{measure:?}");
    }
    let un = Seed { authority: Authority::Un, ..seed };
    assert_eq!(verdicts(un, date(2024, 6, 1)), [no, no, no]);
    graph.govern(x, *b"SY");
    let nobody = Seeds::default();
    let assessment = assess(&graph, &nobody, &Question::on(date(2025, 6, 30)));
    assert_eq!(Law::ALL.map(|law| assessment.verdict(a, law)), [owned, no, no]);
    let nobody = Seeds::default();
    let assessment = assess(&graph, &nobody, &Question::on(date(2025, 7, 1)));
    assert_eq!(Law::ALL.map(|law| assessment.verdict(a, law)), [no, no, no]);
}

/// Holdings of X in A: 60 percent until a day, 40 since.
fn sale(day: &str) -> Graph {
    let mut graph = Graph::default();
    let table =
        format!("holder,held,share,class,from,to,source\nX,A,60,,2015-01-01,{day},r\nX,A,40,,{day},,r\n");
    let intake = graph.read_csv(table.as_bytes(), "owners.csv").unwrap();
    assert_eq!(intake.accepted, 2);
    graph
}

#[test]
fn a_sale_ends_it_for_new_dealings_and_is_said() {
    let mut graph = sale("2025-03-01");
    let seeds = seeds(&mut graph, "X", &[Law::Us], Some(date(2024, 1, 1)));
    let on = |day| {
        let question = Question { laws: vec![Law::Us], ..Question::on(day) };
        answers(&graph, &seeds, &question, "A").remove(0)
    };
    assert_eq!(on(date(2025, 2, 28)).verdict, Verdict::Owned);
    let after = on(date(2025, 3, 1));
    assert_eq!(after.verdict, Verdict::No);
    let note = after.notes.iter().find(|note| note.kind == NoteKind::SoldBefore).unwrap();
    assert!(
        note.text.contains("2025-03-01") && note.text.contains("stays blocked (OFAC FAQ 402)"),
        "{note:?}"
    );
}

#[test]
fn a_sale_shortly_before_a_listing_is_flagged() {
    let mut graph = sale("2023-12-20");
    let seeds = seeds(&mut graph, "X", &Law::ALL, Some(date(2024, 1, 19)));
    let flags = |days: u16| -> Vec<NoteKind> {
        let rules = Rules { days_before_listing: days, ..Rules::default() };
        let all = answers(&graph, &seeds, &Question { rules, ..Question::on(DAY) }, "A");
        assert!(all.iter().all(|answer| answer.verdict == Verdict::No));
        let notes = all.into_iter().flat_map(|answer| answer.notes);
        notes.map(|note| note.kind).filter(|kind| *kind == NoteKind::SoldShortlyBeforeListing).collect()
    };
    assert_eq!(flags(90).len(), 3);
    assert_eq!(flags(30).len(), 3, "30 days before");
    assert_eq!(flags(29).len(), 0);
    let sold = assess(&graph, &seeds, &Question::on(DAY)).sold();
    assert_eq!(sold, [graph.find("A").unwrap()]);
}

#[test]
fn what_does_not_block_is_said_where_it_should_be_known() {
    let kinds = |holdings: &str, listed: &str, asked: &str| -> Vec<Vec<NoteKind>> {
        let all = ask(holdings, listed, asked);
        all.into_iter().map(|answer| answer.notes.into_iter().map(|note| note.kind).collect()).collect()
    };
    assert_eq!(kinds("X signs A", "X", "A")[0], [NoteKind::Signatory]);
    assert_eq!(kinds("X 49 A", "X", "A")[0], [NoteKind::Minority]);
    assert_eq!(kinds("X control A", "X", "A")[0], [NoteKind::Control]);
    let ship = kinds("X 10 IMO9134270", "X", "IMO9134270");
    assert_eq!(ship[0], [NoteKind::Minority, NoteKind::PropertyInterest]);
    assert_eq!(ship[1], [NoteKind::Minority]);
    assert_eq!(kinds("X 70 A; P 60 A", "X", "A")[0], [NoteKind::Contradiction]);
    assert_eq!(kinds("X 50-75 A", "X", "A")[1], [NoteKind::CouldBe]);
    // the two ways to count chains in the EU part, either way
    assert_eq!(kinds("X 51 A; A 51 B", "X", "B")[1], [NoteKind::OtherReading]);
    let through = kinds("X 40 A; A 60 B; X 30 B", "X", "B");
    assert_eq!(through[1], [NoteKind::Minority, NoteKind::OtherReading]);
}

#[test]
fn a_table_with_wrong_rows_loses_none_in_silence() {
    let table = "\u{feff}Holder,Held,Share,Class,From,To,Source,joint,held_kind\n\
        X,A,50,,2020-01-01,,register,,\n\
        X,A,-5,,,,,,\n\
        X,A,101,,,,,,\n\
        X,A,50,banana,,,,,\n\
        X,A,50,,2020-13-01,,,,\n\
        X,A,50,,2021-01-01,2020-01-01,,,\n\
        ,A,50,,,,,,\n\
        A,a ,50,,,,,,\n\
        X,B,50,,,,,,spaceship\n\
        X,B\n\
        X,IMO 9134270,25-50,,,,,,\n";
    let mut graph = Graph::default();
    let intake = graph.read_csv(table.as_bytes(), "owners.csv").unwrap();
    let reasons: Vec<(&str, usize)> =
        intake.refusals.iter().map(|refusal| (refusal.reason.as_str(), refusal.samples[0].line)).collect();
    assert_eq!(
        reasons,
        [
            ("a negative share", 3),
            ("a share above 100 percent", 4),
            (
                "a class that is not known: shares, votes, board, control, owned or controlled by, signatory",
                5
            ),
            ("no day: such as 2024-03-01", 6),
            ("it ends before it begins", 7),
            ("a holder or what is held is missing", 8),
            ("somebody who holds itself", 9),
            ("a kind that is not known: person, company, ship or aircraft", 10)
        ]
    );
    assert_eq!((intake.accepted, graph.len()), (3, 3));
    let error = graph.read_csv(b"owner,owned\n", "wrong.csv").unwrap_err();
    assert!(error.to_string().starts_with("`wrong.csv` has no column `holder`"), "{error}");
}

#[test]
fn a_table_of_listings_finds_nodes_and_says_whom_it_did_not_find() {
    let mut graph = graph("X 60 A");
    let table = "name,authority,measure,from,to\nx,US,asset freeze,2024-01-01,\nX,EU,port ban,,\nNobody,us,,,\nX,,,,\nX,us,asset freze,,\n";
    let mut seeds = Seeds::default();
    let intake = seeds.read_csv(&mut graph, table.as_bytes(), "list.csv").unwrap();
    assert_eq!((intake.accepted, intake.refused()), (3, 2));
    assert_eq!(seeds.elsewhere, ["Nobody"]);
    let all = answers(&graph, &seeds, &Question::on(DAY), "A");
    let verdicts: Vec<Verdict> = all.iter().map(|answer| answer.verdict).collect();
    assert_eq!(verdicts, [Verdict::Owned, Verdict::No, Verdict::No]);
    assert_eq!(all[0].path[0].listed.as_deref(), Some("listed by the US since 2024-01-01 (list.csv)"));
}
