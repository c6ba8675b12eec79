//! Tables of holdings and of listings, and statements of owners: every row is counted, and every answer ends, says why, and is the same
//! whatever the order of rows.

use std::collections::BTreeMap;
use thalweg_screen::ownership::{Graph, Law, Question, Seeds, Verdict, assess};

/// Something to begin with: the first byte chooses a table or statements; a line of `%%` parts holdings from listings.
pub const SEEDS: &[&[u8]] = &[
    b"\x00X,A,25,,,,register,\nY,A,25-50,votes,2020-01-01,2023-01-01,,\nA,B,>75,,,,,\nB,A,50,,,,,\nB,C,,control,,,,j\nX,C,12.5,,,,,j\n%%\nX,us,asset freeze,,\nX,eu,asset freeze,2022-02-24,\nY,uk,asset freeze,,2024-01-01\n",
    b"\x00X,A,50,,,2026-01-01,,\nZ,A,50,,2026-01-01,,,\nA,IMO 9134270,100,,,,,\nA,D,?,board,,,,\nP,D,33.33,,,,,\nQ,D,?,owned or controlled by,,,,\n%%\nX,us,asset freeze,,\nIMO 9134270,eu,port ban,,\nnobody,us,asset freeze,,\n",
    b"\x01[{\"statementId\":\"a\",\"recordId\":\"e\",\"recordType\":\"entity\",\"recordDetails\":{\"isComponent\":false,\"entityType\":{\"type\":\"registeredEntity\"},\"name\":\"A\"}},{\"statementId\":\"b\",\"recordId\":\"p\",\"recordType\":\"person\",\"recordDetails\":{\"isComponent\":false,\"personType\":\"knownPerson\",\"names\":[{\"fullName\":\"X\"}]}},{\"statementId\":\"c\",\"recordId\":\"r\",\"recordType\":\"relationship\",\"recordDetails\":{\"isComponent\":false,\"subject\":\"e\",\"interestedParty\":\"p\",\"interests\":[{\"type\":\"shareholding\",\"share\":{\"minimum\":50,\"maximum\":75},\"startDate\":\"2020-01-01\"}]}}]\n%%\nX,us,asset freeze,,\n",
];

const HOLDINGS: &str = "holder,held,share,class,from,to,source,joint\n";
const LISTINGS: &str = "name,authority,measure,from,to\n";

/// Panics where something does not hold.
pub fn check(data: &[u8]) {
    let Some((choice, data)) = data.split_first() else { return };
    let at = data.windows(4).position(|bytes| bytes == b"\n%%\n").unwrap_or(data.len());
    let (holdings, listings) = (&data[..at], data.get(at + 4..).unwrap_or_default());
    if choice % 2 == 1 {
        judged(|graph| read(graph.read_bods(holdings, "owners.json")), listings);
        return;
    }
    let table = |holdings: &[u8]| [HOLDINGS.as_bytes(), holdings].concat();
    let found = judged(|graph| read(graph.read_csv(&table(holdings), "owners.csv")), listings);
    // a cell in quotes may be of several lines
    if !holdings.contains(&b'"') {
        let mut rows: Vec<&[u8]> = holdings.split(|byte| *byte == b'\n').collect();
        rows.reverse();
        let turned = table(&rows.join(&b'\n'));
        assert_eq!(judged(|graph| read(graph.read_csv(&turned, "owners.csv")), listings), found);
    }
}

fn read(intake: Result<thalweg_core::Intake, thalweg_screen::ownership::OwnersError>) {
    if let Ok(intake) = intake {
        let refused: usize = intake.refusals.iter().map(|refusal| refusal.count).sum();
        assert_eq!(intake.read(), intake.accepted + refused);
    }
}

/// What each law says of each name.
fn judged(fill: impl FnOnce(&mut Graph), listings: &[u8]) -> BTreeMap<(String, Law), Verdict> {
    let mut graph = Graph::default();
    fill(&mut graph);
    let mut seeds = Seeds::default();
    read(seeds.read_csv(&mut graph, &[LISTINGS.as_bytes(), listings].concat(), "list.csv"));
    let nodes: Vec<_> = graph.ids().collect();
    let assessment = assess(&graph, &seeds, &Question::on(jiff::civil::date(2026, 6, 1)));
    let answers = assessment.answers(&nodes);
    assert_eq!(answers.len(), nodes.len() * Law::ALL.len());
    for answer in &answers {
        assert_eq!(answer.verdict, assessment.verdict(answer.node, answer.law));
        assert!(
            !answer.sentence.is_empty() && !answer.words().is_empty() && !answer.source_of_law.is_empty()
        );
        assert!(answer.path.iter().all(|step| !step.words().is_empty()));
        assert!(serde_json::to_string(answer).is_ok());
    }
    answers.into_iter().map(|answer| ((answer.entity.to_lowercase(), answer.law), answer.verdict)).collect()
}
