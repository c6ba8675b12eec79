//! How much of an unknown holding would block somebody.

use super::answer::Threshold;
use super::closure::Begin;
use super::judge::Court;
use super::local::Local;
use super::snapshot::{Edge, Snapshot};
use super::{Grade, Graph, NodeId, Seeds, Share, Stake};

/// Beyond so many unknown holdings behind one node no thresholds are looked for.
const MOST_UNKNOWN: usize = 64;

struct Trial<'a> {
    court: &'a Court,
    begin: &'a Begin,
    lows: &'a Snapshot,
    node: u32,
}

/// The thresholds of a node, the smallest first; none where only several unknown holdings together would block it, or where there are
/// too many.
pub(super) fn thresholds(
    graph: &Graph,
    seeds: &Seeds,
    court: &Court,
    local: &Local,
    node: NodeId,
) -> Vec<Threshold> {
    let Some(place) = local.number(node) else { return Vec::new() };
    let begin = court.begin(graph, seeds, court.day, |node| local.number(node));
    let snapshot = local.snapshot(graph, court.day);
    let unknown: Vec<usize> =
        (0..snapshot.edges.len()).filter(|at| snapshot.edges[*at].is_uncertain()).collect();
    if unknown.len() > MOST_UNKNOWN {
        return Vec::new();
    }
    let mut lows = snapshot.clone();
    for at in &unknown {
        let edge = snapshot.edges[*at];
        lows.set(*at, edge.share.low, edge.votes.low);
    }
    let trial = Trial { court, begin: &begin, lows: &lows, node: place };
    let name = |local_node: u32| {
        local.nodes.get(local_node as usize).map_or("", |node| graph.name(*node)).to_owned()
    };
    let mut found: Vec<Threshold> = Vec::new();
    for at in unknown {
        let edge = snapshot.edges[at];
        if let Some((at_least, then)) = trial.least(at, &edge) {
            let stake = if edge.share.is_exact() { edge.votes } else { edge.share };
            let exact =
                |record: &u32| graph.holdings.get(*record as usize).is_some_and(|h| h.stake.is_exact());
            let records = snapshot.records_of(&edge);
            let several_records = records.len() > 1 && records.iter().all(exact);
            found.push(Threshold {
                holder: name(edge.holder),
                held: name(edge.held),
                stake,
                at_least,
                then,
                several_records,
            });
        }
    }
    found.sort_by(|a, b| {
        (a.at_least, a.then, &a.holder, &a.held).cmp(&(b.at_least, b.then, &b.holder, &b.held))
    });
    found
}

impl Trial<'_> {
    /// By which grade the node is blocked where one edge holds so much.
    fn grade(&self, at: usize, edge: &Edge, parts: u64) -> u8 {
        let mut snapshot = self.lows.clone();
        let within = |stake: Stake| Share::of_parts(parts.clamp(stake.low.parts(), stake.high.parts()));
        snapshot.set(at, within(edge.share), within(edge.votes));
        let grades = self.court.judge(&snapshot, self.begin, false);
        grades.get(self.node as usize).copied().unwrap_or(0)
    }

    /// The least that blocks, by halving.
    fn least(&self, at: usize, edge: &Edge) -> Option<(Share, Grade)> {
        let low = edge.share.low.min(edge.votes.low).parts();
        let high = edge.share.high.max(edge.votes.high).parts();
        if self.grade(at, edge, high) == 0 {
            return None;
        }
        let (mut no, mut yes) = (low, high);
        while yes - no > 1 {
            let middle = no + (yes - no) / 2;
            if self.grade(at, edge, middle) > 0 { yes = middle } else { no = middle }
        }
        let grade = self.grade(at, edge, yes);
        let grade = Grade::ALL.get(usize::from(grade).checked_sub(1)?).copied()?;
        Some((Share::of_parts(yes), grade))
    }
}
