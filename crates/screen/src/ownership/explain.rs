//! An answer with its reasons.

use super::answer::{Answer, Note, NoteKind, Step, Verdict};
use super::assess::{Assessment, Judged};
use super::closure::Marks;
use super::judge::Found;
use super::law::Test;
use super::local::{Behind, Local};
use super::persons::chain;
use super::snapshot::{Edge, Tie};
use super::{Chains, Class, Grade, Law, NodeId, Share, past, sentence, threshold};
use crate::EntityKind;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// At most so many links of a path are shown.
const MOST_STEPS: usize = 40;
/// So many holdings are walked over in one go, for each law, to find thresholds and sales; beyond it a note says so.
const MOST_LOOKED_INTO: usize = 100_000_000;

/// The walks behind the verdicts of one law.
struct Walks<'a, 'b> {
    all: &'b Assessment<'a>,
    judged: &'b Judged,
    found: BTreeMap<Grade, Kept>,
    /// The chain of the person that was asked about last.
    chain: Option<(Grade, u32, Rc<Marks>)>,
    /// How many holdings may still be walked over.
    left: usize,
}

/// A walk, kept for the next node.
enum Kept {
    Together(Rc<Marks>),
    Apart(Vec<u32>),
}

/// A link as the snapshot has it.
enum Link<'a> {
    Edge(&'a Edge, bool),
    Tie(&'a Tie),
}

impl Assessment<'_> {
    /// The answers for some nodes, law by law within each node, with paths, thresholds and notes.
    pub fn answers(&self, nodes: &[NodeId]) -> Vec<Answer> {
        let behind = Behind::of(self.graph);
        let mut answers = Vec::new();
        for judged in &self.judged {
            let mut walks =
                Walks { all: self, judged, found: BTreeMap::new(), chain: None, left: MOST_LOOKED_INTO };
            for (place, node) in nodes.iter().enumerate() {
                answers.push((place, walks.answer(*node, &behind)));
            }
        }
        answers.sort_by_key(|(place, answer)| (*place, answer.law));
        answers.into_iter().map(|(_, answer)| answer).collect()
    }

    /// Nodes that no law blocks on that day and that a holding which has ended may have made blocked before: worth a look at their notes.
    pub fn sold(&self) -> Vec<NodeId> {
        let ended = |to: Option<jiff::civil::Date>| to.is_some_and(|to| to <= self.question.day);
        let mut held: Vec<NodeId> = self
            .graph
            .holdings
            .iter()
            .filter(|holding| ended(holding.to))
            .map(|holding| holding.held)
            .collect();
        held.sort_unstable();
        held.dedup();
        held.retain(|node| self.judged.iter().any(|judged| judged.verdict(*node) == Verdict::No));
        held
    }
}

impl Walks<'_, '_> {
    fn answer(&mut self, node: NodeId, behind: &Behind) -> Answer {
        let (graph, law, day) = (self.all.graph, self.judged.law, self.all.question.day);
        let verdict = self.judged.verdict(node);
        let (mut path, mut left_out) = (Vec::new(), 0);
        let grade = match verdict {
            Verdict::Owned => Some(Grade::Owned),
            Verdict::Presumed => Some(Grade::Presumed),
            Verdict::Controlled => Some(Grade::Controlled),
            _ => None,
        };
        if let Some(grade) = grade {
            (path, left_out) = self.path(node, grade);
        }
        let (mut thresholds, mut notes) = (Vec::new(), self.notes(node, verdict));
        let open = matches!(verdict, Verdict::Depends | Verdict::No);
        if open {
            let court = self.all.question.court(law);
            match behind.node(graph, node).filter(|local| self.affords(local, verdict)) {
                Some(local) => self.look_into(&court, &local, node, verdict, &mut thresholds, &mut notes),
                None => notes.push(Note {
                    kind: NoteKind::Limit,
                    text: "too many holdings stand behind it: sales and thresholds were not looked for"
                        .to_owned(),
                }),
            }
        }
        notes.sort();
        notes.dedup();
        let sentence = self.sentence(node, verdict, &path, &thresholds);
        let source_of_law = sentence::source_of_law(law, verdict, &path, day);
        Answer {
            node,
            entity: graph.name(node).to_owned(),
            kind: graph.get(node).map_or(EntityKind::Other, |node| node.kind),
            law,
            day,
            verdict,
            sentence,
            source_of_law,
            path,
            steps_left_out: left_out,
            thresholds,
            notes,
        }
    }

    /// Whether what stands behind a node can still be walked over as often as it takes.
    fn affords(&mut self, local: &Local, verdict: Verdict) -> bool {
        let holding = |record: &&u32| self.all.graph.holdings.get(**record as usize);
        let ended = local.records.iter().filter(|record| holding(record).is_some_and(|one| one.to.is_some()));
        let unknown =
            local.records.iter().filter(|record| holding(record).is_some_and(|one| !one.stake.is_exact()));
        let tries = match verdict {
            Verdict::Depends => 40 * unknown.count().clamp(1, 64),
            _ => 0,
        };
        let cost = local.records.len() * (1 + 3 * ended.count().min(64) + tries);
        let affords = cost <= self.left;
        self.left -= if affords { cost } else { 0 };
        affords
    }

    fn look_into(
        &self,
        court: &super::judge::Court,
        local: &Local,
        node: NodeId,
        verdict: Verdict,
        thresholds: &mut Vec<super::answer::Threshold>,
        notes: &mut Vec<Note>,
    ) {
        let (graph, seeds) = (self.all.graph, self.all.seeds);
        if verdict == Verdict::Depends {
            *thresholds = threshold::thresholds(graph, seeds, court, local, node);
        }
        notes.extend(past::notes(graph, seeds, court, local, node));
    }

    /// Who was found before a node: the order of the walk that blocked it.
    fn marks(&mut self, node: NodeId, grade: Grade) -> Rc<Marks> {
        let (all, judged) = (self.all, self.judged);
        let kept = self.found.entry(grade).or_insert_with(|| match all.walk(judged, grade) {
            Found::Together(marks) => Kept::Together(Rc::new(marks)),
            Found::Apart(person) => Kept::Apart(person),
        });
        let person = match kept {
            Kept::Together(marks) => return marks.clone(),
            Kept::Apart(person) => person.get(node.0 as usize).copied().unwrap_or(0),
        };
        let Some(listed) = (person as usize).checked_sub(1).and_then(|at| judged.begin.blocked.get(at))
        else {
            return Rc::default();
        };
        if let Some((_, _, marks)) = self.chain.as_ref().filter(|kept| (kept.0, kept.1) == (grade, *listed)) {
            return marks.clone();
        }
        let test = Test::of(judged.law, grade, all.question.day);
        let marks = Rc::new(chain(&all.snapshot, *listed, false, &test));
        self.chain = Some((grade, *listed, marks.clone()));
        marks
    }

    /// The links from the listed to a node, in the order in which they follow from each other.
    fn path(&mut self, node: NodeId, grade: Grade) -> (Vec<Step>, usize) {
        let marks = self.marks(node, grade);
        let test = Test::of(self.judged.law, grade, self.all.question.day);
        let begin = &self.judged.begin.blocked;
        let (mut open, mut seen) = (vec![node.0], BTreeSet::from([node.0]));
        let mut links: Vec<(u32, u32, Link<'_>)> = Vec::new();
        while let Some(held) = open.pop() {
            if begin.binary_search(&held).is_ok() && held != node.0 {
                continue;
            }
            for link in self.links(held, &marks, &test) {
                let (holder, counts) = match &link {
                    Link::Edge(edge, counts) => (edge.holder, *counts),
                    Link::Tie(tie) => (tie.holder, true),
                };
                links.push((place(&marks, held), place(&marks, holder), link));
                if counts && seen.insert(holder) {
                    open.push(holder);
                }
            }
            if links.len() > 100 * MOST_STEPS {
                break;
            }
        }
        links.sort_by_key(|(held, holder, _)| (*held, *holder));
        let left_out = links.len().saturating_sub(MOST_STEPS);
        // the last links are those nearest to the node
        let steps = links.iter().skip(left_out).map(|(_, _, link)| self.step(link)).collect();
        (steps, left_out)
    }

    /// The links that block one node: shares of those found before it, or else a tie.
    fn links<'s>(&'s self, held: u32, marks: &Marks, test: &Test) -> Vec<Link<'s>> {
        let snapshot = &self.all.snapshot;
        let before = |holder: u32| match marks.reached.get(holder as usize) {
            Some(reached) => *reached > 0 && holder != held,
            None => marks.has(holder) && marks.at(holder) < rank(marks, held),
        };
        let edges = snapshot.holders_of(held);
        let counted: Vec<&Edge> = edges
            .iter()
            .filter(|edge| before(edge.holder) && edge.share(false).max(edge.votes(false)) > 0)
            .collect();
        let joint: BTreeSet<u32> = counted.iter().map(|edge| edge.joint).filter(|joint| *joint > 0).collect();
        let uk = self.judged.law == Law::Uk;
        let with = edges.iter().filter(|edge| uk && joint.contains(&edge.joint) && !before(edge.holder));
        let with: Vec<&Edge> = with.collect();
        let sum = |pick: fn(&Edge) -> u64| counted.iter().chain(&with).map(|edge| pick(edge)).sum::<u64>();
        let (shares, votes) = (sum(|edge| edge.share(false)), sum(|edge| edge.votes(false)));
        let holders = counted.iter().filter(|edge| edge.share(false) > 0).count().min(2) as u8;
        let half = Share::HALF.parts();
        let single = |edge: &&Edge| edge.votes(false) > half;
        let diluted = !marks.reached.is_empty();
        let by_shares = test.owned(shares, holders) || uk && votes > half;
        let by_votes = !uk && counted.iter().any(single) && test.controls(true);
        let earlier = |holder: u32| marks.has(holder) && marks.at(holder) < rank(marks, held);
        let tie = snapshot.ties_to(held).find(|tie| earlier(tie.holder) && test.tied(tie.class, true));
        // where shares are multiplied their sum tells nothing, so that a tie is shown beside them
        let tie = tie.filter(|_| diluted || !by_shares && !by_votes);
        let counts = tie.is_none() || diluted;
        let shares = counted.into_iter().map(|edge| Link::Edge(edge, counts));
        let with = with.into_iter().map(|edge| Link::Edge(edge, false));
        tie.map(Link::Tie).into_iter().chain(shares).chain(with).collect()
    }

    fn step(&self, link: &Link<'_>) -> Step {
        let (all, graph) = (self.all, self.all.graph);
        let (holder, held, stake, records, joint) = match link {
            Link::Edge(edge, _) => {
                let stake = if edge.share.high > Share::NONE { edge.share } else { edge.votes };
                (edge.holder, edge.held, Some(stake), all.snapshot.records_of(edge).to_vec(), edge.joint > 0)
            }
            Link::Tie(tie) => (tie.holder, tie.held, None, vec![tie.record], false),
        };
        let first = records.first().and_then(|record| graph.holdings.get(*record as usize));
        let seed = all.seeds.blocking(NodeId(holder), self.judged.law, all.question.day);
        let government = self.judged.begin.governments.binary_search(&holder).is_ok();
        let government = government.then(|| "of a government that US law blocks".to_owned());
        let text = |pick: fn(&super::graph::Holding) -> super::graph::TextId| {
            first.map_or("", |holding| graph.words(pick(holding))).to_owned()
        };
        let trace = first.map(|holding| holding.trace).unwrap_or_default();
        let file = trace.source.0.checked_sub(graph.first_source);
        let file = file.and_then(|at| graph.sources.get(usize::from(at))).map(|source| source.file.clone());
        Step {
            holder: graph.name(NodeId(holder)).to_owned(),
            listed: seed.map(|seed| seed.words()).or(government),
            held: graph.name(NodeId(held)).to_owned(),
            stake,
            class: first.map_or(Class::Other, |holding| holding.class),
            label: text(|holding| holding.label),
            from: first.and_then(|holding| holding.from),
            source: text(|holding| holding.source),
            file: file.unwrap_or_default(),
            trace,
            records: records.len(),
            joint,
        }
    }

    /// What blocked holders have of a node, at least and at most, and the ties that they have to it.
    fn notes(&self, node: NodeId, verdict: Verdict) -> Vec<Note> {
        let (snapshot, graph, law) = (&self.all.snapshot, self.all.graph, self.judged.law);
        let blocked = |holder: u32| self.judged.verdict(NodeId(holder)).blocks();
        let mut notes = Vec::new();
        if let Some((_, sum)) = snapshot.above_whole.iter().find(|(held, _)| *held == node.0) {
            let sum = *sum as f64 / Share::percent(1).parts() as f64;
            let text = format!(
                "its holders have {sum} percent together: some record is wrong, or they are not of one class"
            );
            notes.push(Note { kind: NoteKind::Contradiction, text });
        }
        for tie in snapshot.ties_to(node.0).filter(|tie| blocked(tie.holder)) {
            notes.extend(sentence::tie_note(law, verdict, tie.class, graph.name(NodeId(tie.holder))));
        }
        let sum: u64 = snapshot
            .holders_of(node.0)
            .iter()
            .filter(|edge| blocked(edge.holder))
            .map(|edge| edge.share(false))
            .sum();
        if verdict == Verdict::No && sum > 0 {
            let ship = graph.get(node).is_some_and(|node| node.kind == EntityKind::Ship);
            notes.extend(sentence::minority_note(law, Share::of_parts(sum), ship));
        }
        let at = node.0 as usize;
        let other =
            self.judged.other.as_ref().and_then(|other| other.get(at)).filter(|_| verdict != Verdict::Listed);
        if let Some(other) = other.filter(|other| (**other > 0) != verdict.blocks()) {
            let chains = self.all.question.rules.chains;
            notes.push(sentence::reading_note(chains, Verdict::of(*other)));
        }
        let (low, high) = (self.judged.low.get(at), self.judged.high.get(at));
        if let Some((low, high)) = low.zip(high).filter(|(low, high)| **high > 0 && high < low) {
            let could = Verdict::of(*high).map_or("", Verdict::words);
            let known = Verdict::of(*low).map_or("", Verdict::words);
            let text =
                format!("{known} by what is known; {could} if unknown shares are as large as they can be");
            notes.push(Note { kind: NoteKind::CouldBe, text });
        }
        notes
    }

    fn sentence(
        &self,
        node: NodeId,
        verdict: Verdict,
        path: &[Step],
        thresholds: &[super::answer::Threshold],
    ) -> String {
        let (graph, law, day) = (self.all.graph, self.judged.law, self.all.question.day);
        if verdict == Verdict::Listed {
            let seed = self.all.seeds.blocking(node, law, day).map(super::Seed::words);
            let government = graph.get(node).and_then(|node| node.government);
            let government = government.and_then(|country| super::government::blocked(country, day));
            let government = government
                .map(|one| format!("of the government of {}, which US law blocks ({})", one.name, one.law));
            return seed.or(government).unwrap_or_default();
        }
        let diluted = law == Law::Eu && self.all.question.rules.chains == Chains::Multiply;
        sentence::sentence(law, verdict, graph.name(node), path, thresholds, diluted)
    }
}

/// The place of a node in a walk; behind all others where it holds nothing that counts.
fn rank(marks: &Marks, node: u32) -> u32 {
    match marks.at(node) {
        0 => u32::MAX,
        at => at,
    }
}

/// Where a node stands in a path.
fn place(marks: &Marks, node: u32) -> u32 {
    marks.reached.get(node as usize).copied().unwrap_or_else(|| rank(marks, node))
}
