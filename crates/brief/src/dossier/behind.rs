//! Who is behind the ship, as a network and as tables; and which ships are near it.

use super::{answer, table};
use crate::chart::{Bond, Caption, Figure, Network, Node};
use crate::page::{Block, Section};
use thalweg_screen::ShipFile;
use thalweg_screen::ship_file::{Behind, CompanyHit};

/// Ships that are drawn beside the companies that they share.
const SHIPS: usize = 10;

pub(super) fn section(file: &ShipFile) -> Section {
    let mut body = Vec::new();
    if !file.companies.is_empty() {
        let caption = Caption {
            title: answer::network_title(file),
            subtitle: format!(
                "Owners and managers by their dates (full circles: on {}), and ships that the same companies served at the same time",
                file.on_day.day
            ),
            source:
                "Orange: in a list of sanctions. Roles and dates are those of the tables that were given."
                    .into(),
            notes: vec!["owners".into()],
        };
        body.push(Block::Figure(Figure::new("network", caption, network(file))));
    }
    if let Some(all) = table(file, "companies") {
        let few = all.clone().only(&["role", "company", "from", "to", "hits", "place"]);
        body.push(Block::Table(few, None));
        body.push(Block::Folded("With numbers and addresses".into(), vec![Block::Table(all, None)]));
    }
    for name in ["hits", "changes"] {
        body.extend(table(file, name).map(|one| Block::Table(one, None)));
    }
    Section {
        id: "behind".into(),
        heading: "Who is behind it".into(),
        lead: answer::behind(file).into(),
        body,
    }
}

pub(super) fn near(file: &ShipFile) -> Option<Section> {
    let all = table(file, "near")?;
    Some(Section {
        id: "near".into(),
        heading: "Ships that share a company or an address".into(),
        lead: answer::near(file).into(),
        body: vec![Block::Folded(format!("All {} ships", all.rows.len()), vec![Block::Table(all, None)])],
    })
}

/// Roles of one company, in the order of their dates: a node for each company.
pub(super) fn network(file: &ShipFile) -> Network {
    let mut nodes = vec![Node {
        name: file.name.clone(),
        note: ship_note(file),
        telling: !file.listed.is_empty(),
        ..Node::default()
    }];
    let mut bonds = Vec::new();
    let mut numbers = Vec::new();
    for one in &file.companies {
        if numbers.contains(&one.number) {
            continue;
        }
        numbers.push(one.number);
        let roles: Vec<String> =
            file.companies.iter().filter(|other| other.number == one.number).map(role).collect();
        bonds.push(Bond { near: 0, far: nodes.len(), label: roles.join("; ") });
        nodes.push(company(one, file));
    }
    let shared =
        |place: usize| file.near.iter().filter(move |near| near.same_time).enumerate().take(SHIPS).nth(place);
    for place in 0..SHIPS {
        let Some((_, near)) = shared(place) else { break };
        let by =
            file.companies.iter().find(|one| near.shares.iter().any(|words| words.starts_with(&one.name)));
        let Some(node) = by.and_then(|one| numbers.iter().position(|number| *number == one.number)) else {
            continue;
        };
        bonds.push(Bond { near: node + 1, far: nodes.len(), label: String::new() });
        nodes.push(Node {
            name: near.name.clone(),
            note: near.listed.join(", "),
            layer: 2,
            telling: !near.listed.is_empty(),
            past: false,
        });
    }
    let mut heads = vec!["The ship".to_owned(), "Its companies".to_owned()];
    if nodes.iter().any(|node| node.layer == 2) {
        heads.push("Other ships of theirs".to_owned());
    }
    Network { heads, nodes, bonds }
}

fn ship_note(file: &ShipFile) -> String {
    match file.first_listed() {
        Some((day, authority)) => format!("IMO {}, first listed by the {authority} on {day}", file.imo),
        None => format!("IMO {}", file.imo),
    }
}

fn company(one: &Behind, file: &ShipFile) -> Node {
    let now = file.companies.iter().any(|other| other.number == one.number && other.on_day);
    let best = one.hits.iter().map(|hit: &CompanyHit| hit.score).fold(0.0, f64::max);
    let note = match one.hits.first() {
        Some(hit) => format!("lists have \u{201c}{}\u{201d} (score {best:.2})", hit.name),
        None => String::new(),
    };
    Node { name: one.name.clone(), note, layer: 1, telling: !one.hits.is_empty(), past: !now }
}

fn role(one: &Behind) -> String {
    let when = match (one.from, one.to) {
        (Some(from), Some(to)) => format!(" {from} to {to}"),
        (Some(from), None) => format!(" since {from}"),
        (None, Some(to)) => format!(" until {to}"),
        (None, None) => String::new(),
    };
    format!("{}{when}", one.role.words())
}
