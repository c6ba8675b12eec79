//! How right the detectors have to be on simulated worlds whose truth is known; `docs/detectors.md` has the whole table.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use thalweg_sea::Rules;
use thalweg_sea::score::{Evaluation, evaluate};
use thalweg_sea::simulate::{Difficulty, Region, Scenario, simulate};

/// Two worlds that the benchmark does not have.
fn evaluation() -> Evaluation {
    let world = |region| {
        let scenario = Scenario { seed: 7, ships: 300, region, ..Scenario::default() };
        evaluate(&simulate(&scenario).unwrap(), &Rules::default()).unwrap()
    };
    let mut all = world(Region::Mediterranean);
    all.and(&world(Region::NorthernEurope));
    all
}

#[test]
fn detectors_are_as_right_as_we_say() {
    let all = evaluation();
    let f1 = |question, rule| all.row(question, rule).unwrap().tally.f1().unwrap();
    // the target of the issue, for ships that trade apart; for two that keep together it is not met yet
    let (ours, simple) = all.purity[&Difficulty::Easy];
    assert!(ours.share().unwrap() >= 0.99 && ours.tracks <= ours.ships + 2, "{ours:?}");
    for (difficulty, (ours, simple)) in &all.purity {
        assert!(ours.share().unwrap() > simple.share().unwrap(), "{difficulty:?}: {ours:?}");
    }
    assert!(simple.share().unwrap() < 0.9, "{simple:?}");
    // what holds so far; the targets that are not met yet stand in docs/detectors.md
    let (met, near) =
        (f1("transfer, both heard", "encounter, likely"), f1("transfer, both heard", "500 m for 2 h"));
    assert!(met >= 0.9 && met > 5.0 * near, "{met} {near}");
    let (gap, long) = (f1("deliberate gap", "gap"), f1("deliberate gap", "12 h of silence"));
    assert!(gap >= 0.82 && gap > f1("deliberate gap", "6 h of silence"), "{gap} {long}");
    let alone = f1("transfer, one heard", "one-sided, possible");
    assert!(alone >= 0.55, "{alone}");
    let (lie, jump) =
        (f1("false position", "false position, sure"), f1("false position", "faster than 50 kn"));
    assert!(lie >= 0.9 && lie > jump, "{lie} {jump}");
}

#[test]
fn evaluations_of_worlds_add_up() {
    let one = evaluate(&simulate(&Scenario { ships: 60, ..Scenario::default() }).unwrap(), &Rules::default())
        .unwrap();
    let mut two = one.clone();
    two.and(&one);
    for (row, double) in one.rows.iter().zip(&two.rows) {
        assert_eq!((2 * row.tally.found, 2 * row.tally.wrong), (double.tally.found, double.tally.wrong));
        assert_eq!(row.tally.f1(), double.tally.f1());
        let by_difficulty: usize = row.by_difficulty.values().map(|(_, all)| all).sum();
        assert_eq!(by_difficulty, row.tally.found + row.tally.missed);
    }
}
