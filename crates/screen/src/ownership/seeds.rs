use super::{Graph, Law, NodeId};
use crate::{Authority, Entity, Measure, Trace};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// How a node of a graph and an entry of a list were found to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// By an identifier, or because the user says so.
    Identity,
    /// Their names are equal, and nothing else was compared.
    Name,
}

/// A listing of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seed {
    /// Who lists.
    pub authority: Authority,
    /// What that does.
    pub measures: Vec<Measure>,
    /// Since when; none where the list does not say.
    pub from: Option<Date>,
    /// The day on which it ended; none while it lasts.
    pub to: Option<Date>,
    /// The list, in words.
    pub list: String,
    /// How the two were found to be one.
    pub matched: Matched,
    /// Where the listing is said.
    pub trace: Trace,
}

impl Seed {
    /// Whether it blocks by a law on a day: a listing by that law's authority that freezes assets and is in force.
    ///
    /// A listing of the Security Council blocks nobody by itself: the EU and the UK take it over by listings of their own, the US does not.
    pub fn blocks(&self, law: Law, day: Date) -> bool {
        self.authority == law.authority()
            && self.measures.contains(&Measure::AssetFreeze)
            && self.from.is_none_or(|from| from <= day)
            && self.to.is_none_or(|to| day < to)
    }

    /// In words: `listed by the US since 2024-01-02 (OFAC SDN)`.
    pub fn words(&self) -> String {
        let since = self.from.map_or_else(|| ", no date given".to_owned(), |from| format!(" since {from}"));
        let list = if self.list.is_empty() { String::new() } else { format!(" ({})", self.list) };
        let name = if self.matched == Matched::Name { ", found by its name alone" } else { "" };
        format!("listed by the {}{since}{list}{name}", self.authority)
    }
}

/// Who is listed: nodes of one graph, with their listings.
///
/// ```
/// use thalweg_screen::ownership::{Graph, Law, Seeds};
/// let mut graph = Graph::default();
/// let x = graph.node("X");
/// let mut seeds = Seeds::default();
/// seeds.freeze(x, Law::Us, None);
/// assert_eq!(seeds.len(), 1);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seeds {
    by_node: BTreeMap<NodeId, Vec<Seed>>,
    /// Names that are listed and that the graph does not have: they block nobody in it.
    pub elsewhere: Vec<String>,
}

impl Seeds {
    /// Adds a listing.
    pub fn add(&mut self, node: NodeId, seed: Seed) {
        let seeds = self.by_node.entry(node).or_default();
        if !seeds.contains(&seed) {
            seeds.push(seed);
        }
    }

    /// Adds an asset freeze of a law's authority, since a day.
    pub fn freeze(&mut self, node: NodeId, law: Law, from: Option<Date>) {
        let seed = Seed {
            authority: law.authority(),
            measures: vec![Measure::AssetFreeze],
            from,
            to: None,
            list: String::new(),
            matched: Matched::Identity,
            trace: Trace::default(),
        };
        self.add(node, seed);
    }

    /// How many nodes are listed.
    pub fn len(&self) -> usize {
        self.by_node.len()
    }

    /// Whether nobody is listed.
    pub fn is_empty(&self) -> bool {
        self.by_node.is_empty()
    }

    /// The listings of a node.
    pub fn of(&self, node: NodeId) -> &[Seed] {
        self.by_node.get(&node).map_or(&[], Vec::as_slice)
    }

    /// The listing that blocks a node by a law on a day, if one does.
    pub fn blocking(&self, node: NodeId, law: Law, day: Date) -> Option<&Seed> {
        self.of(node).iter().find(|seed| seed.blocks(law, day))
    }

    /// All that are blocked by a law on a day, in order.
    pub(super) fn blocked(&self, law: Law, day: Date) -> impl Iterator<Item = NodeId> {
        self.by_node
            .iter()
            .filter(move |(_, seeds)| seeds.iter().any(|seed| seed.blocks(law, day)))
            .map(|(node, _)| *node)
    }

    /// The first days of listings that block by a law, up to a day.
    pub(super) fn first_days(&self, law: Law, until: Date) -> Vec<Date> {
        let seeds = self.by_node.values().flatten();
        let mut days: Vec<Date> = seeds
            .filter_map(|seed| seed.from.filter(|from| *from <= until && seed.blocks(law, *from)))
            .collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Adds the listings of a list's entities that the graph has, by ship's or company's number, or by an equal name.
    ///
    /// A weak alias finds nobody here. `list` says in words which list an entity is of.
    pub fn add_entities(&mut self, graph: &Graph, entities: &[Entity], list: impl Fn(&Entity) -> String) {
        for entity in entities.iter().filter(|entity| !entity.listings.is_empty()) {
            let found = graph.nodes_of(entity);
            if found.is_empty() {
                self.elsewhere.push(entity.name().to_owned());
            }
            for (node, matched) in found {
                for listing in &entity.listings {
                    let seed = Seed {
                        authority: listing.authority.clone(),
                        measures: listing.measures.clone(),
                        from: listing.from,
                        to: listing.to,
                        list: list(entity),
                        matched,
                        trace: listing.trace,
                    };
                    self.add(node, seed);
                }
            }
        }
    }
}
