//! A node with all that stands behind it: small enough to ask many questions of.

use super::judge::Court;
use super::snapshot::Snapshot;
use super::{Graph, NodeId, Seeds};
use jiff::civil::Date;

/// All holdings by what is held, whatever their dates.
pub(super) struct Behind {
    starts: Vec<u32>,
    records: Vec<u32>,
}

/// Nodes, and the holdings between them.
pub(super) struct Local {
    pub(super) nodes: Vec<NodeId>,
    pub(super) records: Vec<u32>,
}

/// Beyond so many holdings behind one node its past and its thresholds are not looked for.
pub(super) const MOST_BEHIND: usize = 20_000;

impl Behind {
    pub(super) fn of(graph: &Graph) -> Self {
        let mut starts = vec![0u32; graph.nodes.len() + 1];
        for holding in &graph.holdings {
            starts[holding.held.0 as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut records = vec![0u32; graph.holdings.len()];
        for (record, holding) in graph.holdings.iter().enumerate() {
            let place = &mut next[holding.held.0 as usize];
            records[*place as usize] = record as u32;
            *place += 1;
        }
        Self { starts, records }
    }

    pub(super) fn records(&self, node: NodeId) -> &[u32] {
        let at = node.0 as usize;
        &self.records[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// All that stands behind a node; none where that is too much.
    pub(super) fn node(&self, graph: &Graph, node: NodeId) -> Option<Local> {
        let mut nodes = vec![node];
        let mut seen = std::collections::BTreeSet::from([node]);
        let mut records = Vec::new();
        let mut next = 0;
        while let Some(held) = nodes.get(next).copied() {
            next += 1;
            for record in self.records(held) {
                records.push(*record);
                let holder = graph.holdings[*record as usize].holder;
                if seen.insert(holder) {
                    nodes.push(holder);
                }
            }
            if records.len() > MOST_BEHIND {
                return None;
            }
        }
        records.sort_unstable();
        Some(Local { nodes: seen.into_iter().collect(), records })
    }
}

impl Local {
    pub(super) fn number(&self, node: NodeId) -> Option<u32> {
        self.nodes.binary_search(&node).ok().map(|at| at as u32)
    }

    pub(super) fn snapshot(&self, graph: &Graph, day: Date) -> Snapshot {
        let chosen = self.records.iter().copied();
        Snapshot::of(&graph.holdings, chosen, day, self.nodes.len(), |node| self.number(node))
    }

    /// By which grade a node is blocked by holdings of one day and listings of another.
    pub(super) fn grade(
        &self,
        graph: &Graph,
        seeds: &Seeds,
        court: &Court,
        node: NodeId,
        (holdings, listings): (Date, Date),
    ) -> u8 {
        let begin = court.begin(graph, seeds, listings, |node| self.number(node));
        let snapshot = self.snapshot(graph, holdings);
        let grades = court.judge(&snapshot, &begin, false);
        self.number(node).and_then(|at| grades.get(at as usize).copied()).unwrap_or(0)
    }
}
