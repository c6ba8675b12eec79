//! What each listed person owns or controls for itself, as in the UK: nobody's shares are added to another's.

use super::closure::Marks;
use super::law::{Control, Test};
use super::snapshot::{Edge, Snapshot};
use super::{Class, Share};
use std::collections::BTreeMap;

/// Who is blocked, and through which of the listed: its place among them, counted from one; 0 is not blocked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ByPerson {
    pub(super) person: Vec<u32>,
}

/// What one walk writes on, kept for the next.
struct Scratch {
    shares: Vec<u64>,
    votes: Vec<u64>,
    state: Vec<State>,
    touched: Vec<u32>,
    joint: BTreeMap<(u32, u32), ()>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct State {
    /// It is owned or controlled.
    owned: bool,
    /// The person has a majority stake in it, so that what it holds is held indirectly.
    majority: bool,
}

/// All joint arrangements: who is in which, by what is held.
pub(super) struct Joint {
    groups: BTreeMap<(u32, u32), (u64, u64)>,
}

impl Joint {
    pub(super) fn of(snapshot: &Snapshot, high: bool) -> Self {
        let mut groups: BTreeMap<(u32, u32), (u64, u64)> = BTreeMap::new();
        for edge in snapshot.edges.iter().filter(|edge| edge.joint > 0) {
            let (shares, votes) = groups.entry((edge.held, edge.joint)).or_default();
            *shares += edge.share(high);
            *votes += edge.votes(high);
        }
        Self { groups }
    }

    /// What all in the arrangement of an edge hold together.
    fn together(&self, edge: &Edge) -> (u64, u64) {
        self.groups.get(&(edge.held, edge.joint)).copied().unwrap_or_default()
    }
}

/// Walks from each of the listed.
pub(super) fn by_person(snapshot: &Snapshot, listed: &[u32], high: bool, test: &Test) -> ByPerson {
    let nodes = snapshot.nodes();
    let joint = Joint::of(snapshot, high);
    let mut scratch = Scratch::new(nodes);
    let mut person = vec![0u32; nodes];
    for (place, one) in listed.iter().enumerate() {
        scratch.walk(snapshot, &joint, *one, high, test);
        for node in &scratch.touched {
            let at = *node as usize;
            if scratch.state[at].owned && person[at] == 0 {
                person[at] = place as u32 + 1;
            }
        }
        scratch.clear();
    }
    ByPerson { person }
}

/// Those through whom one person holds, in the order in which they were found.
pub(super) fn chain(snapshot: &Snapshot, person: u32, high: bool, test: &Test) -> Marks {
    let mut scratch = Scratch::new(snapshot.nodes());
    let members = scratch.walk(snapshot, &Joint::of(snapshot, high), person, high, test);
    let mut order = vec![0u32; snapshot.nodes()];
    for (place, member) in members.iter().enumerate() {
        order[*member as usize] = place as u32 + 1;
    }
    Marks { order, reached: Vec::new() }
}

impl Scratch {
    fn new(nodes: usize) -> Self {
        Self {
            shares: vec![0; nodes],
            votes: vec![0; nodes],
            state: vec![State::default(); nodes],
            touched: Vec::new(),
            joint: BTreeMap::new(),
        }
    }

    fn clear(&mut self) {
        for node in self.touched.drain(..) {
            let at = node as usize;
            (self.shares[at], self.votes[at], self.state[at]) = (0, 0, State::default());
        }
        self.joint.clear();
    }

    /// The members of the chain in order: the person, and all in whom it has a majority stake.
    fn walk(&mut self, snapshot: &Snapshot, joint: &Joint, person: u32, high: bool, test: &Test) -> Vec<u32> {
        let mut members = vec![person];
        self.touched.push(person);
        if let Some(state) = self.state.get_mut(person as usize) {
            *state = State { owned: true, majority: true };
        }
        let mut next = 0;
        while let Some(member) = members.get(next).copied() {
            next += 1;
            for (_, edge) in snapshot.held_by(member) {
                self.add(edge, joint, high);
                let at = edge.held as usize;
                let half = Share::HALF.parts();
                let majority = self.votes[at] > half;
                self.found(edge.held, majority || self.shares[at] > half, majority, &mut members);
            }
            for tie in snapshot.ties_of(member) {
                let control = test.control != Control::Nobodys;
                let counts = match tie.class {
                    Class::OwnedOrControlled => test.presumes,
                    Class::Board | Class::Control => control,
                    _ => false,
                };
                self.touched.push(tie.held);
                self.found(tie.held, counts, counts, &mut members);
            }
        }
        members
    }

    /// What an edge adds to what is held; a joint arrangement adds all that is in it, once.
    fn add(&mut self, edge: &Edge, joint: &Joint, high: bool) {
        let (shares, votes) = match edge.joint {
            0 => (edge.share(high), edge.votes(high)),
            group if self.joint.insert((edge.held, group), ()).is_none() => joint.together(edge),
            _ => (0, 0),
        };
        let at = edge.held as usize;
        self.touched.push(edge.held);
        self.shares[at] += shares;
        self.votes[at] += votes;
    }

    fn found(&mut self, node: u32, owned: bool, majority: bool, members: &mut Vec<u32>) {
        let state = &mut self.state[node as usize];
        state.owned |= owned;
        if majority && !state.majority {
            state.majority = true;
            members.push(node);
        }
    }
}
