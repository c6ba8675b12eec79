//! Everybody of whom blocked persons own half where shares are multiplied along chains: the reading of EU law that dilutes.

use super::Share;
use super::closure::{Begin, Marks};
use super::law::Test;
use super::snapshot::{Edge, Snapshot};
use std::collections::VecDeque;

/// Less than this of a whole is nothing: sums of products are not exact.
const LEAST: f64 = 1e-9;
/// After so many steps for each node and edge, what still grows is taken as all (where shares are taken at their most) or as it is.
const STEPS: usize = 64;

struct Walk<'a> {
    snapshot: &'a Snapshot,
    test: &'a Test,
    high: bool,
    order: Vec<u32>,
    found: u32,
    /// Which part of each node is theirs, and how many holders gave some of it (0, 1, more).
    part: Vec<(f64, u8)>,
    /// In which order nodes first got some of it.
    reached: Vec<u32>,
    reached_so_far: u32,
    /// What has come and was not passed on yet.
    waiting: Vec<f64>,
    gave: Vec<bool>,
    queue: VecDeque<u32>,
    /// Blocked, and what it controls not looked at yet.
    fresh: Vec<u32>,
}

/// Walks from those that are blocked to all that the test blocks, each through the part that is theirs.
pub(super) fn dilute(snapshot: &Snapshot, begin: &Begin, high: bool, test: &Test) -> Marks {
    let nodes = snapshot.nodes();
    let mut walk = Walk {
        snapshot,
        test,
        high,
        order: vec![0; nodes],
        found: 0,
        part: vec![(0.0, 0); nodes],
        reached: vec![0; nodes],
        reached_so_far: 0,
        waiting: vec![0.0; nodes],
        gave: vec![false; snapshot.edges.len()],
        queue: VecDeque::new(),
        fresh: Vec::new(),
    };
    for node in &begin.blocked {
        walk.all_of(*node);
    }
    walk.settle();
    let mut left = STEPS.saturating_mul(nodes + snapshot.edges.len() + 1);
    while let Some(node) = walk.queue.pop_front() {
        if left == 0 && !high {
            break;
        }
        left = left.saturating_sub(1);
        walk.pass_on(node, left == 0);
        walk.settle();
    }
    Marks { order: walk.order, reached: walk.reached }
}

impl Walk<'_> {
    /// A node is theirs as a whole: it is listed, or controlled.
    fn all_of(&mut self, node: u32) {
        let rest = self.part.get(node as usize).map_or(0.0, |(part, _)| 1.0 - part);
        self.give(node, rest);
        self.block(node);
    }

    fn give(&mut self, node: u32, more: f64) {
        let at = node as usize;
        let Some((part, _)) = self.part.get_mut(at) else { return };
        let more = more.min(1.0 - *part);
        if more > LEAST {
            if *part == 0.0 {
                self.reached_so_far += 1;
                self.reached[at] = self.reached_so_far;
            }
            *part += more;
            if self.waiting[at] == 0.0 {
                self.queue.push_back(node);
            }
            self.waiting[at] += more;
        }
    }

    fn block(&mut self, node: u32) {
        let at = node as usize;
        if self.order[at] > 0 {
            return;
        }
        self.found += 1;
        self.order[at] = self.found;
        self.fresh.push(node);
    }

    /// Passes on the control of all that were blocked since.
    fn settle(&mut self) {
        let (snapshot, half) = (self.snapshot, Share::HALF.parts());
        while let Some(node) = self.fresh.pop() {
            for tie in snapshot.ties_of(node).iter().filter(|tie| self.test.tied(tie.class, false)) {
                self.all_of(tie.held);
            }
            if self.test.controls(false) {
                // votes that a record gives; those that go with the shares are diluted like them
                let majority = |edge: &&Edge| edge.votes(self.high) > half && edge.votes != edge.share;
                let held: Vec<u32> = snapshot
                    .held_by(node)
                    .map(|(_, edge)| edge)
                    .filter(majority)
                    .map(|edge| edge.held)
                    .collect();
                held.into_iter().for_each(|held| self.all_of(held));
            }
        }
    }

    fn pass_on(&mut self, node: u32, at_once: bool) {
        let more = std::mem::take(&mut self.waiting[node as usize]);
        let snapshot = self.snapshot;
        for (place, edge) in snapshot.held_by(node) {
            let share = edge.share(self.high) as f64 / Share::WHOLE.parts() as f64;
            if share == 0.0 {
                continue;
            }
            let held = edge.held as usize;
            if !std::mem::replace(&mut self.gave[place as usize], true) {
                self.part[held].1 = (self.part[held].1 + 1).min(2);
            }
            self.give(edge.held, if at_once { 1.0 } else { more * share });
            let (part, holders) = self.part[held];
            // to the law's unit of a share, so that half is half
            let sum = (part * Share::WHOLE.parts() as f64).round() as u64;
            if self.test.owned(sum, holders) {
                self.block(edge.held);
            }
        }
    }
}
