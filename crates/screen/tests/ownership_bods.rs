//! Statements of beneficial ownership, and the ships of a fleet, as holdings.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that fails or is skipped says so"
)]

use jiff::civil::{Date, date};
use std::path::{Path, PathBuf};
use thalweg_screen::ownership::{Graph, Law, NodeId, Question, Seeds, Verdict, assess};
use thalweg_screen::{Fleet, SourceId};

fn shared(folder: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("THALWEG_SHARED").map_or_else(beside, PathBuf::from).join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    let absent = "the development data are absent: set THALWEG_SHARED to their folder";
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{absent}");
    println!("skipped: {absent}");
    None
}

/// What each law says of a node where one other is listed by all.
fn verdicts(graph: &Graph, listed: NodeId, asked: NodeId, day: Date) -> [Verdict; 3] {
    let mut seeds = Seeds::default();
    Law::ALL.into_iter().for_each(|law| seeds.freeze(listed, law, None));
    let assessment = assess(graph, &seeds, &Question::on(day));
    Law::ALL.map(|law| assessment.verdict(asked, law))
}

const HALF: [Verdict; 3] = [Verdict::Owned, Verdict::Presumed, Verdict::No];

#[test]
fn a_published_company_that_changed_hands() {
    let Some(folder) = shared("ownership") else { return };
    let bytes = std::fs::read(folder.join("bods_fermcat.json")).unwrap();
    let mut graph = Graph::default();
    let intake = graph.read_bods(&bytes, "bods_fermcat.json").unwrap();
    assert_eq!((intake.accepted, intake.refused()), (23, 0));
    let company = graph.find("Fermcat Ltd").unwrap();
    let [first, stays, later] = ["per-5faa4103dee78621", "per-41c0bb0cef246f7c", "per-e334cc6258e56467"]
        .map(|id| graph.find(id).unwrap());
    assert_eq!(graph.name(first), "Riyadh Byrne-Amin");
    let on = |listed, day| verdicts(&graph, listed, company, day);
    assert_eq!(on(first, date(2021, 4, 2)), HALF);
    assert_eq!(on(first, date(2021, 4, 3)), [Verdict::No; 3]);
    assert_eq!(on(later, date(2021, 4, 2)), [Verdict::No; 3]);
    assert_eq!(on(later, date(2021, 4, 3)), HALF);
    // all of it since the statement of 21 January 2022, which repeats the start of 2019
    assert_eq!(on(stays, date(2022, 1, 20)), HALF);
    assert_eq!(on(stays, date(2022, 1, 21)), [Verdict::Owned; 3]);
    assert_eq!(on(later, date(2022, 1, 21)), [Verdict::No; 3]);
}

#[test]
fn three_hundred_published_statements() {
    let Some(folder) = shared("ownership") else { return };
    let bytes = std::fs::read(folder.join("bods_sample_300.json")).unwrap();
    let mut graph = Graph::default();
    let intake = graph.read_bods(&bytes, "bods_sample_300.json").unwrap();
    assert_eq!((intake.accepted, intake.refused(), graph.len()), (300, 0, 100));
    let owner = graph.find("e7207941d426").unwrap();
    let company = graph.find("afd20d6d732c").unwrap();
    assert_eq!((graph.name(owner), graph.name(company)), ("Jennifer Hewitson-Smith", "Profitech Ltd"));
    assert_eq!(verdicts(&graph, owner, company, date(2026, 1, 1)), [Verdict::Owned; 3]);
    let above = assess(&graph, &Seeds::default(), &Question::on(date(2026, 1, 1))).above_whole();
    assert_eq!(above, []);
}

fn relationship(id: &str, party: &str, interests: &str) -> String {
    format!(
        "{{\"recordId\":\"{id}\",\"recordType\":\"relationship\",\"statementDate\":\"2020-01-01\",\"recordStatus\":\"new\",\"recordDetails\":{{\"subject\":\"a\",\"interestedParty\":{party},\"interests\":{interests}}}}}\n"
    )
}

#[test]
fn bands_unknown_parties_and_indirect_shares() {
    let band =
        "[{\"type\":\"shareholding\",\"share\":{\"minimum\":50,\"exclusiveMinimum\":true,\"maximum\":75}}]";
    let open = "[{\"type\":\"shareholding\",\"share\":{\"exclusiveMinimum\":25,\"maximum\":50}}]";
    let indirect = "[{\"type\":\"shareholding\",\"directOrIndirect\":\"indirect\",\"share\":{\"exact\":30}}]";
    let direct = "[{\"type\":\"shareholding\",\"directOrIndirect\":\"direct\",\"share\":{\"exact\":30}}]";
    let verdicts = |lines: &[String], listed: &[&str]| {
        let mut graph = Graph::default();
        let intake = graph.read_bods(lines.concat().as_bytes(), "s.json").unwrap();
        assert_eq!(intake.refused(), 0, "{:?}", intake.refusals);
        let mut seeds = Seeds::default();
        for name in listed {
            let node = graph.node(name);
            Law::ALL.into_iter().for_each(|law| seeds.freeze(node, law, None));
        }
        let assessment = assess(&graph, &seeds, &Question::on(date(2026, 1, 1)));
        let a = graph.find("a").unwrap();
        Law::ALL.map(|law| assessment.verdict(a, law))
    };
    let (no, owned, depends) = (Verdict::No, Verdict::Owned, Verdict::Depends);
    assert_eq!(verdicts(&[relationship("r", "\"x\"", band)], &["x"]), [owned; 3]);
    assert_eq!(verdicts(&[relationship("r", "\"x\"", open)], &["x"]), [depends, depends, no]);
    // what x holds through y is not added to what y holds
    let both = [relationship("r", "\"x\"", indirect), relationship("s", "\"y\"", direct)];
    assert_eq!(verdicts(&both, &["x", "y"]), [depends, depends, no]);
    let unknown = "{\"reason\":\"noBeneficialOwners\"}";
    let lines = [relationship("r", unknown, "[{\"type\":\"shareholding\"}]")];
    let name = "unknown party (noBeneficialOwners) of r";
    assert_eq!(verdicts(&lines, &[name]), [depends; 3]);
    let board = "[{\"type\":\"appointmentOfBoard\"},{\"type\":\"boardMember\"}]";
    assert_eq!(
        verdicts(&[relationship("r", "\"x\"", board)], &["x"]),
        [no, Verdict::Controlled, Verdict::Controlled]
    );
}

#[test]
fn statements_that_are_wrong_are_counted_and_the_others_read() {
    let bad_share = relationship("r", "\"x\"", "[{\"type\":\"shareholding\",\"share\":{\"exact\":101}}]");
    let negative = relationship("r", "\"x\"", "[{\"type\":\"shareholding\",\"share\":{\"exact\":-1}}]");
    let good = relationship("r", "\"x\"", "[{\"type\":\"shareholding\",\"share\":{\"exact\":60}}]");
    let deep = format!("{{\"a\":{}{}}}\n", "[".repeat(5000), "]".repeat(5000));
    let text = format!(
        "{bad_share}{{\"recordType\":\"ship\"}}\n{{\"recordType\":\"person\"}}\n{negative}{good}{deep}{{\"cut\": "
    );
    let mut graph = Graph::default();
    let intake = graph.read_bods(text.as_bytes(), "s.json").unwrap();
    let reasons: Vec<(&str, usize, usize)> =
        intake.refusals.iter().map(|one| (one.reason.as_str(), one.count, one.samples[0].line)).collect();
    assert_eq!(
        reasons,
        [
            ("a share above 100 percent", 1, 1),
            ("no statement of version 0.4: recordType is entity, person or relationship", 1, 2),
            ("a statement without recordId", 1, 3),
            ("a negative share", 1, 4),
            ("no JSON: it is cut, or nested too deeply", 2, 6)
        ]
    );
    assert_eq!((intake.accepted, graph.len()), (1, 1));
    assert!(Graph::default().read_bods(b"[1, 2]", "n.json").is_err());
}

#[test]
fn a_ship_of_a_blocked_owner_is_blocked_property_on_the_days_of_that_owner() {
    let Some(folder) = shared("fleet") else { return };
    let fleet = Fleet::read(&folder, SourceId(0)).unwrap().fleet;
    let mut graph = Graph::default();
    graph.add_fleet(&fleet);
    assert_eq!(graph.len(), 4797);
    let ship = graph.find("IMO 8727941").unwrap();
    let [owner, manager] = ["MORFLOT LLC", "RECHMORTRANS LTD"].map(|name| graph.find(name).unwrap());
    assert_eq!(verdicts(&graph, owner, ship, date(2024, 1, 1)), [Verdict::Owned; 3]);
    assert_eq!(verdicts(&graph, owner, ship, date(2016, 9, 20)), [Verdict::No; 3]);
    let managed = [Verdict::No, Verdict::Controlled, Verdict::Controlled];
    assert_eq!(verdicts(&graph, manager, ship, date(2023, 9, 24)), managed);
    assert_eq!(verdicts(&graph, manager, ship, date(2023, 9, 25)), [Verdict::No; 3]);
    let mut seeds = Seeds::default();
    seeds.freeze(owner, Law::Us, None);
    let answer = assess(&graph, &seeds, &Question::on(date(2024, 1, 1))).answers(&[ship]).remove(0);
    let step = &answer.path[0];
    assert_eq!(step.words(), "MORFLOT LLC holds 100 percent of Kapitan Pshenitsyn (IMO 8727941)");
    assert!(step.file.ends_with("vessel_company.csv") && step.trace.line == 4, "{step:?}");
}
