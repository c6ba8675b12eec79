use super::{Class, Stake};
use crate::{EntityKind, Source, SourceId, Trace};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;

/// One of those who hold or are held, by its place in a [`Graph`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct NodeId(pub(super) u32);

/// A text that is kept once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TextId(pub(super) u32);

/// A person, a company or a ship in a graph of holdings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is called, as first written.
    pub name: Arc<str>,
    /// What it is, as far as a table says.
    pub kind: EntityKind,
    /// Its country, as written.
    pub country: Option<Arc<str>>,
    /// The country whose government it is or belongs to, ISO 3166 alpha-2: only where a table says so.
    pub government: Option<[u8; 2]>,
}

/// That one holds something of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Holding {
    pub(super) holder: NodeId,
    pub(super) held: NodeId,
    pub(super) stake: Stake,
    pub(super) class: Class,
    /// The class as written.
    pub(super) label: TextId,
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    pub(super) source: TextId,
    /// The joint arrangement that it is part of; the empty text where it is part of none.
    pub(super) joint: TextId,
    pub(super) trace: Trace,
}

impl Holding {
    /// Whether it was held on a day: from its first day on, before the day of its end.
    pub(super) fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }
}

/// A holding that is added to a graph.
#[derive(Debug, Clone, Copy)]
pub struct NewHolding<'a> {
    /// How much.
    pub stake: Stake,
    /// Of what.
    pub class: Class,
    /// The class as written: records of two classes may be two holdings.
    pub label: &'a str,
    /// The first day; none where nobody says.
    pub from: Option<Date>,
    /// The day on which it ended; none while it lasts.
    pub to: Option<Date>,
    /// Who says so, in the words of the table.
    pub source: &'a str,
    /// The joint arrangement that it is part of: holders of the same one act as one. Empty: none.
    pub joint: &'a str,
    /// Where it is said.
    pub trace: Trace,
}

impl NewHolding<'_> {
    /// Shares, since ever and still, without a source.
    pub fn shares(stake: Stake) -> Self {
        Self {
            stake,
            class: Class::Shares,
            label: "shares",
            from: None,
            to: None,
            source: "",
            joint: "",
            trace: Trace::default(),
        }
    }

    /// The same of another class.
    #[must_use]
    pub fn of_class(self, class: Class) -> Self {
        Self { class, label: class.words(), ..self }
    }
}

/// Who holds what of whom: persons, companies and ships, and the holdings between them.
///
/// Two names are one node where they are equal but for case, spaces and a full stop at the end: names are not guessed at here.
///
/// ```
/// use thalweg_screen::ownership::{Graph, NewHolding, Stake};
/// let mut graph = Graph::default();
/// let (x, a) = (graph.node("X"), graph.node("A Ltd."));
/// graph.hold(x, a, NewHolding::shares(Stake::percent(50)));
/// assert_eq!(graph.find("a  LTD"), Some(a));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// The files that it was read from; the number of a trace less the first number is a place in here.
    pub sources: Vec<Source>,
    pub(super) first_source: u16,
    pub(super) nodes: Vec<Node>,
    pub(super) holdings: Vec<Holding>,
    /// Nodes of governments.
    governing: Vec<NodeId>,
    /// Nodes by their names as compared.
    keys: HashMap<Box<str>, NodeId>,
    /// Where a name is made comparable.
    scratch: String,
    /// Nodes beyond the first that bear one name.
    namesakes: HashMap<Box<str>, Vec<NodeId>>,
    texts: Vec<Arc<str>>,
    text_ids: HashMap<Arc<str>, TextId>,
    /// The texts that were asked for last.
    recent: [TextId; 4],
}

/// Writes a name as it is compared: upper case, single spaces, no full stop or comma at the end.
fn write_key(name: &str, key: &mut String) {
    key.clear();
    for word in name.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        if word.is_ascii() {
            key.push_str(word);
        } else {
            key.extend(word.chars().flat_map(char::to_uppercase));
        }
    }
    key.make_ascii_uppercase();
    key.truncate(key.trim_end_matches(['.', ',']).len());
}

/// A name as it is compared.
fn key(name: &str) -> String {
    let mut key = String::new();
    write_key(name, &mut key);
    key
}

/// Whether a name is that of a ship by its number.
fn is_ship(name: &str) -> bool {
    let start = name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("imo"));
    start && name.parse::<thalweg_core::Imo>().is_ok()
}

impl Graph {
    /// An empty one whose sources are numbered from `first` on.
    pub fn new(first: SourceId) -> Self {
        Self { first_source: first.0, ..Self::default() }
    }

    /// The node of a name, made if there is none.
    pub fn node(&mut self, name: &str) -> NodeId {
        write_key(name, &mut self.scratch);
        if let Some(id) = self.keys.get(self.scratch.as_str()) {
            return *id;
        }
        let id = self.add_node(name.trim().into());
        self.keys.insert(self.scratch.as_str().into(), id);
        id
    }

    fn add_node(&mut self, name: Arc<str>) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        let kind = if is_ship(&name) { EntityKind::Ship } else { EntityKind::Other };
        self.nodes.push(Node { name, kind, country: None, government: None });
        id
    }

    /// Another name of a node. Several nodes can bear it.
    pub fn also_called(&mut self, node: NodeId, name: &str) {
        let key: Box<str> = key(name).into();
        match self.keys.get(&key) {
            _ if key.is_empty() => {}
            Some(there) if *there == node => {}
            Some(_) => {
                let others = self.namesakes.entry(key).or_default();
                if !others.contains(&node) {
                    others.push(node);
                }
            }
            None => {
                self.keys.insert(key, node);
            }
        }
    }

    /// What a node is called, where its first name was only a number.
    pub fn call(&mut self, node: NodeId, name: &str) {
        if let Some(there) = self.nodes.get_mut(node.0 as usize) {
            there.name = name.into();
        }
    }

    /// Says what a node is.
    pub fn describe(&mut self, node: NodeId, kind: EntityKind, country: Option<&str>) {
        if let Some(there) = self.nodes.get_mut(node.0 as usize) {
            if kind != EntityKind::Other {
                there.kind = kind;
            }
            there.country = country.map(Arc::from).or(there.country.take());
        }
    }

    /// Says that a node is, or belongs to, the government of a country (ISO 3166 alpha-2).
    pub fn govern(&mut self, node: NodeId, country: [u8; 2]) {
        let there = self.nodes.get_mut(node.0 as usize);
        if there.is_some_and(|there| there.government.replace(country).is_none()) {
            self.governing.push(node);
        }
    }

    /// Nodes that are of a government.
    pub(super) fn governing(&self) -> &[NodeId] {
        &self.governing
    }

    /// The node of a name, if there is one.
    pub fn find(&self, name: &str) -> Option<NodeId> {
        self.keys.get(key(name).as_str()).copied()
    }

    /// All nodes of a name, in order.
    pub fn find_all(&self, name: &str) -> Vec<NodeId> {
        let others = self.namesakes.get(key(name).as_str()).map_or(&[][..], Vec::as_slice);
        let mut found: Vec<NodeId> = self.find(name).into_iter().chain(others.iter().copied()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Names of nodes, for whoever looks for a near one.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().map(|node| &*node.name)
    }

    /// All nodes, in the order in which they came.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    /// What a node is.
    pub fn get(&self, node: NodeId) -> Option<&Node> {
        self.nodes.get(node.0 as usize)
    }

    /// What a node is called.
    pub fn name(&self, node: NodeId) -> &str {
        self.get(node).map_or("", |node| &*node.name)
    }

    /// How many holdings it has.
    pub fn len(&self) -> usize {
        self.holdings.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.holdings.is_empty()
    }

    /// Adds a holding. Nobody holds itself: such a holding (treasury shares) is kept out, and `false` is the answer.
    pub fn hold(&mut self, holder: NodeId, held: NodeId, new: NewHolding<'_>) -> bool {
        let count = self.nodes.len() as u32;
        if holder == held || holder.0 >= count || held.0 >= count {
            return false;
        }
        let (label, source, joint) = (self.text(new.label), self.text(new.source), self.text(new.joint));
        let NewHolding { stake, class, from, to, trace, .. } = new;
        self.holdings.push(Holding { holder, held, stake, class, label, from, to, source, joint, trace });
        true
    }

    fn text(&mut self, text: &str) -> TextId {
        // most rows have the texts of the row before
        if let Some(id) = self.recent.iter().find(|id| self.words(**id) == text && !self.texts.is_empty()) {
            return *id;
        }
        let id = self.new_text(text);
        self.recent.rotate_right(1);
        self.recent[0] = id;
        id
    }

    fn new_text(&mut self, text: &str) -> TextId {
        if let Some(id) = self.text_ids.get(text) {
            return *id;
        }
        // the empty text is the first, so that its number can mean none
        if self.texts.is_empty() && !text.is_empty() {
            self.new_text("");
        }
        let id = TextId(self.texts.len() as u32);
        let kept: Arc<str> = text.into();
        self.texts.push(kept.clone());
        self.text_ids.insert(kept, id);
        id
    }

    pub(super) fn words(&self, text: TextId) -> &str {
        self.texts.get(text.0 as usize).map_or("", |text| text)
    }
}
