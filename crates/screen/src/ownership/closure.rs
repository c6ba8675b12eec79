//! Everybody whom blocked persons own, where all blocked owners count together: the least fixed point, each node once.

use super::law::{Control, Test};
use super::snapshot::Snapshot;

/// Who is blocked, and in which order that was found: 0 is not blocked, 1 the first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) order: Vec<u32>,
    /// Where shares are multiplied: in which order nodes got some part, blocked or not. Empty elsewhere.
    pub(super) reached: Vec<u32>,
}

impl Marks {
    pub(super) fn has(&self, node: u32) -> bool {
        self.at(node) > 0
    }

    pub(super) fn at(&self, node: u32) -> u32 {
        self.order.get(node as usize).copied().unwrap_or(0)
    }
}

/// Those that the walk begins with: nodes in order, each once.
#[derive(Debug, Clone, Default)]
pub(super) struct Begin {
    /// Listed, or of a blocked government.
    pub(super) blocked: Vec<u32>,
    /// Those of a blocked government among them.
    pub(super) governments: Vec<u32>,
}

struct Walk<'a> {
    snapshot: &'a Snapshot,
    test: &'a Test,
    high: bool,
    order: Vec<u32>,
    found: u32,
    /// What blocked holders have together, and how many of them have something (0, 1, more).
    sums: Vec<(u64, u8)>,
    /// The same of governments, and whether it is one of theirs.
    theirs: Vec<(u64, bool)>,
    queue: Vec<(u32, bool)>,
}

/// Walks from those that are blocked to all that the test blocks.
pub(super) fn close(snapshot: &Snapshot, begin: &Begin, high: bool, test: &Test) -> Marks {
    let nodes = snapshot.nodes();
    let governs = test.control == Control::Governments;
    let mut walk = Walk {
        snapshot,
        test,
        high,
        order: vec![0; nodes],
        found: 0,
        sums: vec![(0, 0); nodes],
        theirs: if governs { vec![(0, false); nodes] } else { Vec::new() },
        queue: Vec::new(),
    };
    for node in &begin.blocked {
        walk.block(*node);
    }
    if governs {
        for node in &begin.governments {
            walk.govern(*node);
        }
    }
    let mut next = 0;
    while let Some((node, government)) = walk.queue.get(next).copied() {
        next += 1;
        if government { walk.pass_on_rule(node) } else { walk.pass_on(node) }
    }
    Marks { order: walk.order, reached: Vec::new() }
}

impl Walk<'_> {
    fn block(&mut self, node: u32) {
        if let Some(order) = self.order.get_mut(node as usize).filter(|order| **order == 0) {
            self.found += 1;
            *order = self.found;
            self.queue.push((node, false));
        }
    }

    /// A node is of a blocked government: its control counts from now on.
    fn govern(&mut self, node: u32) {
        if let Some((_, is)) = self.theirs.get_mut(node as usize).filter(|(_, is)| !is) {
            *is = true;
            self.block(node);
            self.queue.push((node, true));
        }
    }

    fn pass_on(&mut self, node: u32) {
        let (snapshot, everybodys) = (self.snapshot, self.test.control == Control::Everybodys);
        for (_, edge) in snapshot.held_by(node) {
            let share = edge.share(self.high);
            let Some((sum, holders)) = self.sums.get_mut(edge.held as usize) else { continue };
            if share > 0 {
                *sum += share;
                *holders = (*holders + 1).min(2);
            }
            let majority = everybodys && edge.votes(self.high) > super::Share::HALF.parts();
            if self.test.owned(*sum, *holders) || majority {
                self.block(edge.held);
            }
        }
        for tie in snapshot.ties_of(node) {
            if self.test.tied(tie.class, false) {
                self.block(tie.held);
            }
        }
    }

    fn pass_on_rule(&mut self, node: u32) {
        let (snapshot, half) = (self.snapshot, super::Share::HALF.parts());
        for (_, edge) in snapshot.held_by(node) {
            let Some((sum, _)) = self.theirs.get_mut(edge.held as usize) else { continue };
            *sum += edge.share(self.high);
            if *sum >= half || edge.votes(self.high) > half {
                self.govern(edge.held);
            }
        }
        for tie in snapshot.ties_of(node) {
            if self.test.tied(tie.class, true) {
                self.govern(tie.held);
            }
        }
    }
}
