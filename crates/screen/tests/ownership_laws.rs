//! What holds of any graph: more shares and more listings never unblock, the order of rows means nothing, unknown shares bound what known
//! ones give, rings end, and a second way to find all by trying finds the same.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use jiff::civil::date;
use proptest::prelude::*;
use thalweg_screen::ownership::{
    Chains, Class, Graph, Law, NewHolding, NodeId, Question, Rules, Seeds, Share, Stake, Verdict, assess,
};

const NODES: u8 = 7;

/// A holding between nodes by number: holder, held, least and most in percent, kind of tie.
type Row = (u8, u8, u8, u8, u8);

fn class(kind: u8) -> Class {
    match kind {
        0 => Class::OwnedOrControlled,
        1 => Class::Control,
        2 => Class::Votes,
        _ => Class::Shares,
    }
}

fn rows(exact: bool) -> impl Strategy<Value = Vec<Row>> {
    let share = prop_oneof![3 => 0u8..=60, 2 => prop::sample::select(vec![10u8, 20, 25, 30, 40, 50, 51])];
    let row = (0..NODES, 0..NODES, share.clone(), share, 0u8..12);
    prop::collection::vec(row, 0..14).prop_map(move |rows| {
        let mut kept: Vec<Row> = Vec::new();
        for (holder, held, a, b, kind) in rows {
            let (low, high) = if exact { (a, a) } else { (a.min(b), a.max(b)) };
            let class = class(kind);
            let twice =
                kept.iter().any(|row| (row.0, row.1) == (holder, held) && self::class(row.4) == class);
            let together: u32 = kept
                .iter()
                .filter(|row| row.1 == held && self::class(row.4) == class)
                .map(|row| u32::from(row.3))
                .sum();
            // nobody sells more than there is
            if holder != held && !twice && together + u32::from(high) <= 100 {
                kept.push((holder, held, low, high, kind));
            }
        }
        kept
    })
}

fn listed() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::btree_set(0..NODES, 0..3).prop_map(|set| set.into_iter().collect())
}

fn build(rows: &[Row]) -> Graph {
    let mut graph = Graph::default();
    for node in 0..NODES {
        graph.node(&format!("n{node}"));
    }
    for (holder, held, low, high, kind) in rows {
        let [holder, held] = [holder, held].map(|node| graph.node(&format!("n{node}")));
        let stake = Stake { low: Share::percent(*low), high: Share::percent(*high) };
        assert!(graph.hold(holder, held, NewHolding::shares(stake).of_class(class(*kind))));
    }
    graph
}

fn seeds(graph: &mut Graph, listed: &[u8]) -> Seeds {
    let mut seeds = Seeds::default();
    for node in listed {
        let node = graph.node(&format!("n{node}"));
        Law::ALL.into_iter().for_each(|law| seeds.freeze(node, law, None));
    }
    seeds
}

/// What every law says of every node.
fn verdicts(rows: &[Row], listed: &[u8], chains: Chains) -> Vec<[Verdict; 3]> {
    let mut graph = build(rows);
    let seeds = seeds(&mut graph, listed);
    let question = Question { rules: Rules { chains, ..Rules::default() }, ..Question::on(date(2026, 1, 1)) };
    let assessment = assess(&graph, &seeds, &question);
    let ask = |node: u8| {
        let id = graph.find(&format!("n{node}")).unwrap();
        Law::ALL.map(|law| assessment.verdict(id, law))
    };
    (0..NODES).map(ask).collect()
}

/// How strongly a verdict blocks.
fn strength(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Listed => 5,
        Verdict::Owned => 4,
        Verdict::Presumed => 3,
        Verdict::Controlled => 2,
        Verdict::Depends => 1,
        Verdict::No => 0,
    }
}

fn not_weaker(before: &[[Verdict; 3]], after: &[[Verdict; 3]]) -> bool {
    let pairs = before.iter().flatten().zip(after.iter().flatten());
    pairs.into_iter().all(|(before, after)| strength(*before) <= strength(*after))
}

fn either_chains() -> impl Strategy<Value = Chains> {
    prop_oneof![Just(Chains::Full), Just(Chains::Multiply)]
}

/// The blocked by the US rule on shares alone, found another way: the smallest of all sets of nodes that hold the listed and whomever
/// their members own half of.
fn smallest_closed_set(rows: &[Row], listed: &[u8]) -> Vec<bool> {
    let shares = |set: u32, held: u8| -> u32 {
        let theirs = rows.iter().filter(|row| row.1 == held && class(row.4) == Class::Shares);
        theirs.filter(|row| set >> row.0 & 1 == 1).map(|row| u32::from(row.2)).sum()
    };
    let closed = |set: u32| {
        listed.iter().all(|node| set >> node & 1 == 1)
            && (0..NODES).all(|held| set >> held & 1 == 1 || shares(set, held) < 50)
    };
    let smallest = (0..1u32 << NODES).filter(|set| closed(*set)).min_by_key(|set| set.count_ones()).unwrap();
    (0..NODES).map(|node| smallest >> node & 1 == 1).collect()
}

/// The share of one person in all that it holds with those in whom it has a majority, and whether that is more than half: by trying
/// all sets of such companies.
fn owned_in_the_uk(rows: &[Row], listed: &[u8]) -> Vec<bool> {
    let shares = |set: u32, held: u8| -> u32 {
        let theirs = rows.iter().filter(|row| row.1 == held && class(row.4) == Class::Shares);
        theirs.filter(|row| set >> row.0 & 1 == 1).map(|row| u32::from(row.2)).sum()
    };
    let of = |person: u8| {
        let closed = |set: u32| {
            set >> person & 1 == 1 && (0..NODES).all(|held| set >> held & 1 == 1 || shares(set, held) <= 50)
        };
        (0..1u32 << NODES).filter(|set| closed(*set)).min_by_key(|set| set.count_ones()).unwrap()
    };
    let all = listed.iter().fold(0u32, |all, person| all | of(*person));
    (0..NODES).map(|node| all >> node & 1 == 1).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn another_way_finds_the_same(rows in rows(true), listed in listed()) {
        let plain: Vec<Row> = rows.into_iter().filter(|row| class(row.4) == Class::Shares).collect();
        let found = verdicts(&plain, &listed, Chains::Full);
        let us: Vec<bool> = found.iter().map(|laws| laws[0].blocks()).collect();
        prop_assert_eq!(us, smallest_closed_set(&plain, &listed));
        let uk: Vec<bool> = found.iter().map(|laws| laws[2].blocks()).collect();
        prop_assert_eq!(uk, owned_in_the_uk(&plain, &listed));
    }

    #[test]
    fn another_listing_unblocks_nobody(rows in rows(false), listed in listed(), more in 0..NODES, chains in either_chains()) {
        let before = verdicts(&rows, &listed, chains);
        let mut longer = listed.clone();
        longer.push(more);
        prop_assert!(not_weaker(&before, &verdicts(&rows, &longer, chains)));
    }

    #[test]
    fn a_larger_share_unblocks_nobody(
        rows in rows(true), listed in listed(), at in any::<prop::sample::Index>(), add in 1u8..40, chains in either_chains()
    ) {
        prop_assume!(!rows.is_empty());
        let mut raised = rows.clone();
        let row = &mut raised[at.index(rows.len())];
        let taken: u32 = rows.iter().filter(|r| r.1 == row.1 && class(r.4) == class(row.4)).map(|r| u32::from(r.3)).sum();
        let add = add.min(100u32.saturating_sub(taken) as u8);
        // votes that are told take the place of those of the shares, so that only shares are raised where no votes are told
        prop_assume!(class(row.4) != Class::Votes);
        (row.2, row.3) = (row.2 + add, row.3 + add);
        let (before, after) = (verdicts(&rows, &listed, chains), verdicts(&raised, &listed, chains));
        prop_assert!(not_weaker(&before, &after), "{before:?} {after:?}");
    }

    #[test]
    fn the_order_of_rows_means_nothing(rows in rows(false), listed in listed(), turn in 0usize..14, chains in either_chains()) {
        let mut other = rows.clone();
        if !other.is_empty() {
            let by = turn % other.len();
            other.rotate_left(by);
            other.reverse();
        }
        let mut turned = listed.clone();
        turned.reverse();
        prop_assert_eq!(verdicts(&rows, &listed, chains), verdicts(&other, &turned, chains));
    }

    #[test]
    fn unknown_shares_bound_what_any_known_ones_give(
        rows in rows(false), listed in listed(), at in prop::collection::vec(0u8..=100, 14), chains in either_chains()
    ) {
        let between = |row: &Row, at: u8| row.2 + (u32::from(row.3 - row.2) * u32::from(at) / 100) as u8;
        let exact: Vec<Row> = rows.iter().zip(&at).map(|(row, at)| {
            let share = between(row, *at);
            (row.0, row.1, share, share, row.4)
        }).collect();
        let (bounds, known) = (verdicts(&rows, &listed, chains), verdicts(&exact, &listed, chains));
        for (bound, known) in bounds.iter().flatten().zip(known.iter().flatten()) {
            if bound.blocks() {
                prop_assert!(strength(*known) >= strength(*bound), "{bound:?} {known:?}");
            }
            if known.blocks() {
                prop_assert!(*bound != Verdict::No, "{bound:?} {known:?}");
            }
        }
    }

    #[test]
    fn every_answer_has_its_reasons(rows in rows(false), listed in listed(), chains in either_chains()) {
        let mut graph = build(&rows);
        let seeds = seeds(&mut graph, &listed);
        let question = Question { rules: Rules { chains, ..Rules::default() }, ..Question::on(date(2026, 1, 1)) };
        let assessment = assess(&graph, &seeds, &question);
        let all: Vec<NodeId> = graph.ids().collect();
        for answer in assessment.answers(&all) {
            let reasoned = matches!(answer.verdict, Verdict::Owned | Verdict::Presumed | Verdict::Controlled);
            prop_assert_eq!(!answer.path.is_empty(), reasoned, "{:?}", answer);
            prop_assert!(!answer.sentence.is_empty());
            prop_assert!(answer.thresholds.is_empty() || answer.verdict == Verdict::Depends);
        }
    }
}

#[test]
fn a_ring_of_a_hundred_thousand_ends() {
    let mut graph = Graph::default();
    let nodes: Vec<NodeId> = (0..100_000).map(|at| graph.node(&format!("n{at}"))).collect();
    for (at, node) in nodes.iter().enumerate() {
        graph.hold(*node, nodes[(at + 1) % nodes.len()], NewHolding::shares(Stake::percent(51)));
        graph.hold(
            *node,
            nodes[(at + 2) % nodes.len()],
            NewHolding::shares(Stake::UNKNOWN).of_class(Class::Control),
        );
    }
    let mut seeds = Seeds::default();
    Law::ALL.into_iter().for_each(|law| seeds.freeze(nodes[0], law, None));
    for chains in [Chains::Full, Chains::Multiply] {
        let question =
            Question { rules: Rules { chains, ..Rules::default() }, ..Question::on(date(2026, 1, 1)) };
        let assessment = assess(&graph, &seeds, &question);
        assert_eq!(assessment.verdict(nodes[99_999], Law::Us), Verdict::Owned);
        assert_eq!(assessment.verdict(nodes[99_999], Law::Uk), Verdict::Owned);
        let eu = if chains == Chains::Full { Verdict::Owned } else { Verdict::Controlled };
        assert_eq!(assessment.verdict(nodes[99_999], Law::Eu), eu);
    }
}
