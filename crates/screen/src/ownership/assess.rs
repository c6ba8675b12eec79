use super::answer::Verdict;
use super::closure::Begin;
use super::judge::{Court, Found, Grades};
use super::snapshot::Snapshot;
use super::{Grade, Graph, Law, NodeId, Rules, Seeds};
use jiff::civil::Date;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// As of which day: holdings and listings in force on it.
    pub day: Date,
    /// By which laws.
    pub laws: Vec<Law>,
    /// What can be set where the law leaves a choice.
    pub rules: Rules,
}

impl Question {
    /// All laws, with their default rules.
    pub fn on(day: Date) -> Self {
        Self { day, laws: Law::ALL.to_vec(), rules: Rules::default() }
    }

    pub(super) fn court(&self, law: Law) -> Court {
        Court { law, rules: self.rules, day: self.day }
    }
}

/// What one law says of every node.
pub(super) struct Judged {
    pub(super) law: Law,
    pub(super) begin: Begin,
    pub(super) low: Grades,
    pub(super) high: Grades,
    /// In the EU: by the other way to count chains, at the least.
    pub(super) other: Option<Grades>,
}

/// Who is blocked on a day, by each law that was asked for.
///
/// ```
/// use jiff::civil::date;
/// use thalweg_screen::ownership::{assess, Graph, Law, NewHolding, Question, Seeds, Stake, Verdict};
/// let mut graph = Graph::default();
/// let (x, y, a) = (graph.node("X"), graph.node("Y"), graph.node("A"));
/// graph.hold(x, a, NewHolding::shares(Stake::percent(25)));
/// graph.hold(y, a, NewHolding::shares(Stake::percent(25)));
/// let mut seeds = Seeds::default();
/// for law in Law::ALL {
///     seeds.freeze(x, law, None);
///     seeds.freeze(y, law, None);
/// }
/// let assessment = assess(&graph, &seeds, &Question::on(date(2026, 1, 1)));
/// assert_eq!(assessment.verdict(a, Law::Us), Verdict::Owned);
/// assert_eq!(assessment.verdict(a, Law::Eu), Verdict::Owned);
/// assert_eq!(assessment.verdict(a, Law::Uk), Verdict::No); // nothing is added up there
/// ```
pub struct Assessment<'a> {
    pub(super) graph: &'a Graph,
    pub(super) seeds: &'a Seeds,
    pub(super) question: Question,
    pub(super) snapshot: Snapshot,
    pub(super) judged: Vec<Judged>,
}

/// Finds who is blocked.
pub fn assess<'a>(graph: &'a Graph, seeds: &'a Seeds, question: &Question) -> Assessment<'a> {
    let all = 0..graph.holdings.len() as u32;
    let whole = |node: NodeId| Some(node.0);
    let snapshot = Snapshot::of(&graph.holdings, all, question.day, graph.nodes.len(), whole);
    let mut laws = question.laws.clone();
    laws.sort_unstable();
    laws.dedup();
    let judge = |law| {
        let court = question.court(law);
        let begin = court.begin(graph, seeds, question.day, whole);
        let low = court.judge(&snapshot, &begin, false);
        let high = if snapshot.uncertain { court.judge(&snapshot, &begin, true) } else { low.clone() };
        let other = court.other_chains().map(|court| court.judge(&snapshot, &begin, false));
        Judged { law, begin, low, high, other }
    };
    let judged = laws.into_iter().map(judge).collect();
    Assessment { graph, seeds, question: question.clone(), snapshot, judged }
}

impl Judged {
    pub(super) fn verdict(&self, node: NodeId) -> Verdict {
        let at = node.0 as usize;
        let grade = |grades: &Grades| Verdict::of(grades.get(at).copied().unwrap_or(0));
        match (self.begin.blocked.binary_search(&node.0), grade(&self.low), grade(&self.high)) {
            (Ok(_), ..) => Verdict::Listed,
            (_, Some(verdict), _) => verdict,
            (_, None, Some(_)) => Verdict::Depends,
            _ => Verdict::No,
        }
    }
}

impl Assessment<'_> {
    /// The day that was asked about.
    pub fn day(&self) -> Date {
        self.question.day
    }

    /// The laws that were asked for, in their order.
    pub fn laws(&self) -> impl Iterator<Item = Law> {
        self.judged.iter().map(|judged| judged.law)
    }

    /// What a law answers for a node; `No` where that law was not asked for.
    pub fn verdict(&self, node: NodeId, law: Law) -> Verdict {
        self.judged(law).map_or(Verdict::No, |judged| judged.verdict(node))
    }

    /// Nodes of which some law says something other than no, in order.
    pub fn touched(&self) -> Vec<NodeId> {
        let touched = |node: &NodeId| self.judged.iter().any(|judged| judged.verdict(*node) != Verdict::No);
        self.graph.ids().filter(touched).collect()
    }

    pub(super) fn judged(&self, law: Law) -> Option<&Judged> {
        self.judged.iter().find(|judged| judged.law == law)
    }

    /// The walk behind a verdict.
    pub(super) fn walk(&self, judged: &Judged, grade: Grade) -> Found {
        self.question.court(judged.law).find(&self.snapshot, &judged.begin, grade, false)
    }

    /// Nodes whose holders have more than all of their shares on that day, each with the sum in percent.
    pub fn above_whole(&self) -> Vec<(NodeId, f64)> {
        let percent = |sum: u64| sum as f64 / super::Share::percent(1).parts() as f64;
        self.snapshot.above_whole.iter().map(|(node, sum)| (NodeId(*node), percent(*sum))).collect()
    }
}
