//! The holdings of one day, merged and laid out for walking.

use super::graph::Holding;
use super::{Class, NodeId, Share, Stake};
use jiff::civil::Date;

/// All that one holder has of one held: what its records come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) holder: u32,
    pub(super) held: u32,
    pub(super) share: Stake,
    /// The votes that go with it; those of the shares where no record says otherwise.
    pub(super) votes: Stake,
    /// The joint arrangement; 0 for none.
    pub(super) joint: u32,
    /// Its records: a range of `Snapshot::records`.
    pub(super) first: u32,
    pub(super) count: u32,
}

impl Edge {
    pub(super) fn share(&self, high: bool) -> u64 {
        (if high { self.share.high } else { self.share.low }).parts()
    }

    pub(super) fn votes(&self, high: bool) -> u64 {
        (if high { self.votes.high } else { self.votes.low }).parts()
    }

    pub(super) fn is_uncertain(&self) -> bool {
        !self.share.is_exact() || !self.votes.is_exact()
    }
}

/// A tie that has no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tie {
    pub(super) holder: u32,
    pub(super) held: u32,
    pub(super) class: Class,
    pub(super) record: u32,
}

/// The holdings of a day between nodes that are numbered from 0 on.
#[derive(Debug, Clone, Default)]
pub(super) struct Snapshot {
    /// Sorted by held and holder.
    pub(super) edges: Vec<Edge>,
    /// Where the edges of each held begin.
    into: Vec<u32>,
    /// Edges by holder: where each holder's begin, and which they are.
    out: Vec<u32>,
    out_edges: Vec<u32>,
    /// Sorted by holder and held, and where each holder's begin.
    ties: Vec<Tie>,
    tie_out: Vec<u32>,
    /// The same sorted by held, and where each held's begin.
    ties_back: Vec<Tie>,
    tie_into: Vec<u32>,
    /// Places among the holdings.
    pub(super) records: Vec<u32>,
    /// Nodes whose holders have more than all of their shares, and how much.
    pub(super) above_whole: Vec<(u32, u64)>,
    /// Whether any share is known only to lie between two.
    pub(super) uncertain: bool,
    /// Whether any record tells of votes apart from shares.
    pub(super) votes_told: bool,
}

impl Snapshot {
    /// The holdings in force on a day. `local` numbers the nodes; those without a number are left out.
    pub(super) fn of(
        holdings: &[Holding],
        chosen: impl Iterator<Item = u32>,
        day: Date,
        nodes: usize,
        local: impl Fn(NodeId) -> Option<u32>,
    ) -> Self {
        let mut counted: Vec<(u64, u32)> = Vec::new();
        let mut ties = Vec::new();
        for record in chosen {
            let Some(holding) = holdings.get(record as usize).filter(|holding| holding.holds(day)) else {
                continue;
            };
            let (Some(holder), Some(held)) = (local(holding.holder), local(holding.held)) else { continue };
            match holding.class.is_counted() {
                true => counted.push((u64::from(held) << 32 | u64::from(holder), record)),
                false => ties.push(Tie { holder, held, class: holding.class, record }),
            }
        }
        counted.sort_unstable();
        ties.sort_unstable_by_key(|tie| (tie.holder, tie.held, tie.class, tie.record));
        let mut snapshot =
            Self { records: counted.iter().map(|(_, record)| *record).collect(), ..Self::default() };
        snapshot.merge(holdings, &counted);
        drop(counted);
        snapshot.index(nodes);
        snapshot.trim(holdings);
        snapshot.tie_out = starts(ties.iter().map(|tie| tie.holder), nodes);
        snapshot.ties_back = ties.clone();
        snapshot.ties_back.sort_unstable_by_key(|tie| (tie.held, tie.holder, tie.class, tie.record));
        snapshot.tie_into = starts(snapshot.ties_back.iter().map(|tie| tie.held), nodes);
        snapshot.ties = ties;
        snapshot.uncertain = snapshot.edges.iter().any(Edge::is_uncertain);
        snapshot.votes_told = snapshot.edges.iter().any(|edge| edge.votes != edge.share);
        snapshot
    }

    fn merge(&mut self, holdings: &[Holding], counted: &[(u64, u32)]) {
        let of = |record: &(u64, u32)| holdings.get(record.1 as usize);
        let mut first = 0;
        self.edges.reserve(counted.len());
        for run in counted.chunk_by(|a, b| a.0 == b.0) {
            let (share, votes, joint) = match run {
                [one] => of(one).map_or((None, None, 0), |holding| {
                    let votes = holding.class == Class::Votes;
                    let (share, votes) =
                        (Some(holding.stake).filter(|_| !votes), Some(holding.stake).filter(|_| votes));
                    (share, votes, holding.joint.0)
                }),
                _ => {
                    let votes = |holding: &&Holding| holding.class == Class::Votes;
                    let share = together(run.iter().filter_map(of).filter(|holding| !votes(holding)));
                    let joint = run.iter().filter_map(of).map(|holding| holding.joint.0).max();
                    (share, together(run.iter().filter_map(of).filter(votes)), joint.unwrap_or(0))
                }
            };
            let pair = run[0].0;
            let (share, votes) = (share.unwrap_or(Stake::NONE), votes.or(share).unwrap_or(Stake::NONE));
            let (holder, held, count) = (pair as u32, (pair >> 32) as u32, run.len() as u32);
            self.edges.push(Edge { holder, held, share, votes, joint, first, count });
            first += count;
        }
    }

    fn index(&mut self, nodes: usize) {
        self.into = starts(self.edges.iter().map(|edge| edge.held), nodes);
        let (out, out_edges) = by_holder(&self.edges, nodes);
        (self.out, self.out_edges) = (out, out_edges);
    }

    /// What a holder can have at most is what the others leave. Shares that are held through others are no part of that sum: they
    /// are the same shares once more, so that beside direct ones the least of them is nothing.
    fn trim(&mut self, holdings: &[Holding]) {
        let mut begin = 0;
        while let Some(held) = self.edges.get(begin).map(|edge| edge.held) {
            let length = self.edges[begin..].iter().take_while(|edge| edge.held == held).count();
            let end = begin + length;
            let indirect: Vec<bool> = (begin..end).map(|at| self.is_indirect(at, holdings)).collect();
            let direct = indirect.iter().any(|indirect| !indirect);
            for at in begin..end {
                if direct && indirect[at - begin] {
                    self.edges[at].share.low = Share::NONE;
                    self.edges[at].votes.low = Share::NONE;
                }
            }
            let sum: u64 = (begin..end)
                .filter(|at| !indirect[at - begin])
                .map(|at| self.edges[at].share.low.parts())
                .sum();
            if sum > Share::WHOLE.parts() {
                self.above_whole.push((held, sum));
            } else {
                for at in (begin..end).filter(|at| !indirect[at - begin]) {
                    let edge = &mut self.edges[at];
                    let left = Share::of_parts(Share::WHOLE.parts() - (sum - edge.share.low.parts()));
                    let same = edge.votes == edge.share;
                    edge.share.high = edge.share.high.min(left);
                    if same {
                        edge.votes = edge.share;
                    }
                }
            }
            begin = end;
        }
    }

    fn is_indirect(&self, at: usize, holdings: &[Holding]) -> bool {
        let edge = &self.edges[at];
        let records = &self.records[edge.first as usize..(edge.first + edge.count) as usize];
        let mut classes = records.iter().filter_map(|record| holdings.get(*record as usize)).map(|h| h.class);
        classes.all(|class| class == Class::IndirectShares)
    }

    pub(super) fn nodes(&self) -> usize {
        self.out.len().saturating_sub(1)
    }

    /// What a node holds.
    pub(super) fn held_by(&self, holder: u32) -> impl Iterator<Item = (u32, &Edge)> {
        let range = range(&self.out, holder);
        self.out_edges[range].iter().map(|at| (*at, &self.edges[*at as usize]))
    }

    /// Who holds a node.
    pub(super) fn holders_of(&self, held: u32) -> &[Edge] {
        &self.edges[range(&self.into, held)]
    }

    /// Ties of a node to others that it holds.
    pub(super) fn ties_of(&self, holder: u32) -> &[Tie] {
        &self.ties[range(&self.tie_out, holder)]
    }

    /// Ties of others to a node.
    pub(super) fn ties_to(&self, held: u32) -> impl Iterator<Item = &Tie> {
        self.ties_back[range(&self.tie_into, held)].iter()
    }

    /// The holdings that an edge is made of.
    pub(super) fn records_of(&self, edge: &Edge) -> &[u32] {
        &self.records[edge.first as usize..(edge.first + edge.count) as usize]
    }

    /// Whether any tie has a class.
    pub(super) fn has_tie(&self, classes: &[Class]) -> bool {
        self.ties.iter().any(|tie| classes.contains(&tie.class))
    }

    /// Sets what one edge holds.
    pub(super) fn set(&mut self, at: usize, share: Share, votes: Share) {
        if let Some(edge) = self.edges.get_mut(at) {
            (edge.share, edge.votes) = (Stake::exact(share), Stake::exact(votes));
        }
    }
}

/// Records of one holder and one held. The same record twice counts once. Records that differ may be one holding told twice, or several:
/// between the largest of them and their sum.
fn together<'a>(records: impl Iterator<Item = &'a Holding>) -> Option<Stake> {
    let mut records: Vec<&Holding> = records.collect();
    let told = |holding: &&Holding| {
        (holding.stake, holding.class, holding.label, holding.from, holding.to, holding.source)
    };
    records.sort_unstable_by_key(told);
    records.dedup_by_key(|holding| told(holding));
    let low = records.iter().map(|record| record.stake.low).max()?;
    let high: u64 = records.iter().map(|record| record.stake.high.parts()).sum();
    Some(Stake { low, high: Share::of_parts(high.min(Share::WHOLE.parts())) })
}

fn range(starts: &[u32], node: u32) -> std::ops::Range<usize> {
    let at = node as usize;
    match (starts.get(at), starts.get(at + 1)) {
        (Some(from), Some(to)) => *from as usize..*to as usize,
        _ => 0..0,
    }
}

/// Where the rows of each of `nodes` begin among rows that are sorted.
fn starts(rows: impl Iterator<Item = u32>, nodes: usize) -> Vec<u32> {
    let mut starts = vec![0u32; nodes + 1];
    for row in rows {
        if let Some(count) = starts.get_mut(row as usize + 1) {
            *count += 1;
        }
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    starts
}

fn by_holder(edges: &[Edge], nodes: usize) -> (Vec<u32>, Vec<u32>) {
    let begins = starts(edges.iter().map(|edge| edge.holder), nodes);
    let mut next = begins.clone();
    let mut order = vec![0u32; edges.len()];
    for (at, edge) in edges.iter().enumerate() {
        let place = &mut next[edge.holder as usize];
        order[*place as usize] = at as u32;
        *place += 1;
    }
    (begins, order)
}
