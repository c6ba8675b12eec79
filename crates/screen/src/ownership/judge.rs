//! Who is blocked by which law on a day.

use super::closure::{Begin, Marks, close};
use super::dilute::dilute;
use super::government;
use super::law::Test;
use super::persons::by_person;
use super::snapshot::Snapshot;
use super::{Chains, Class, Grade, Graph, Law, NodeId, Rules, Seeds};
use jiff::civil::Date;

/// For each node the strongest grade by which it is blocked: 0 not at all, 1 owned, 2 presumed, 3 controlled.
pub(super) type Grades = Vec<u8>;

/// One law, on one day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Court {
    pub(super) law: Law,
    pub(super) rules: Rules,
    pub(super) day: Date,
}

/// What is found for one grade.
pub(super) enum Found {
    /// All blocked owners together.
    Together(Marks),
    /// Each listed person for itself.
    Apart(Vec<u32>),
}

impl Found {
    fn has(&self, node: usize) -> bool {
        match self {
            Self::Together(marks) => marks.has(node as u32),
            Self::Apart(person) => person.get(node).is_some_and(|person| *person > 0),
        }
    }
}

impl Court {
    /// The same by the other way to count chains, where the law leaves it open.
    fn other(self) -> Self {
        let chains = match self.rules.chains {
            Chains::Full => Chains::Multiply,
            Chains::Multiply => Chains::Full,
        };
        Self { rules: Rules { chains, ..self.rules }, ..self }
    }

    pub(super) fn other_chains(&self) -> Option<Self> {
        (self.law == Law::Eu).then(|| self.other())
    }

    /// Who is blocked without regard to owners: listed, or of a blocked government.
    pub(super) fn begin(
        &self,
        graph: &Graph,
        seeds: &Seeds,
        seeds_day: Date,
        local: impl Fn(NodeId) -> Option<u32>,
    ) -> Begin {
        let mut begin = Begin::default();
        begin.blocked.extend(seeds.blocked(self.law, seeds_day).filter_map(&local));
        if self.law == Law::Us {
            let governs = |node: &NodeId| {
                let country = graph.get(*node).and_then(|node| node.government);
                country.is_some_and(|country| government::blocked(country, seeds_day).is_some())
            };
            begin
                .governments
                .extend(graph.governing().iter().filter(|node| governs(node)).filter_map(|n| local(*n)));
            begin.blocked.extend(&begin.governments);
            begin.blocked.sort_unstable();
            begin.blocked.dedup();
        }
        begin
    }

    /// Who is blocked for one grade.
    pub(super) fn find(&self, snapshot: &Snapshot, begin: &Begin, grade: Grade, high: bool) -> Found {
        let test = Test::of(self.law, grade, self.day);
        match (self.law, self.rules.chains) {
            (Law::Uk, _) => Found::Apart(by_person(snapshot, &begin.blocked, high, &test).person),
            (Law::Eu, Chains::Multiply) => Found::Together(dilute(snapshot, begin, high, &test)),
            _ => Found::Together(close(snapshot, begin, high, &test)),
        }
    }

    /// Whether a grade can find more than those before it: where nothing in the snapshot presumes or controls it cannot.
    fn adds(&self, snapshot: &Snapshot, grade: Grade) -> bool {
        let presumed = snapshot.has_tie(&[Class::OwnedOrControlled]);
        let half = self.law == Law::Eu;
        let control = snapshot.has_tie(&[Class::Board, Class::Control]) || snapshot.votes_told;
        match grade {
            Grade::Owned => true,
            Grade::Presumed => presumed || half,
            Grade::Controlled => control,
        }
    }

    /// The strongest grade of every node.
    pub(super) fn judge(&self, snapshot: &Snapshot, begin: &Begin, high: bool) -> Grades {
        let mut grades = vec![0u8; snapshot.nodes()];
        for (at, grade) in Grade::ALL.into_iter().enumerate() {
            if !self.adds(snapshot, grade) {
                continue;
            }
            let found = self.find(snapshot, begin, grade, high);
            for (node, kept) in grades.iter_mut().enumerate() {
                if *kept == 0 && found.has(node) {
                    *kept = at as u8 + 1;
                }
            }
        }
        grades
    }
}
