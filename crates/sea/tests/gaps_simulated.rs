//! Silences of ships that are known to have been switched off, among those of ships that were out of reach.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails says where")]

use rayon::prelude::*;
use thalweg_sea::gap::{Gap, GapRules, GapVerdict, gaps_of_number};
use thalweg_sea::geography::Geography;
use thalweg_sea::reception::{Reception, ReceptionRules};
use thalweg_sea::simulate::{PlantedKind, Scenario, Truth, simulate};
use thalweg_sea::{Fleet, Rules, Split, Track};

struct Score {
    found: usize,
    right: usize,
    planted: usize,
    met: usize,
}

fn score(scenario: &Scenario) -> (Score, Score) {
    let made = simulate(scenario).unwrap();
    let mut fleet = Fleet::default();
    let file = fleet.file("made");
    made.reports.iter().for_each(|report| fleet.add(report, file));
    let rules = Rules::default();
    let splits: Vec<Split> = fleet.vessels().into_iter().map(|vessel| vessel.split(&rules.segment)).collect();
    let tracks: Vec<&Track> = splits.iter().flat_map(|split| &split.tracks).collect();
    let reception = Reception::of(&tracks, ReceptionRules::default());
    let until = scenario.span().unwrap().1;
    let geography = Geography::embedded();
    let all = |split: &Split| gaps_of_number(split, &reception, until, geography, &GapRules::default());
    let found: Vec<Gap> =
        splits.par_iter().flat_map_iter(all).flatten().filter(|gap| gap.next.is_some()).collect();
    let deliberate = |gap: &&Gap| gap.verdict == GapVerdict::Deliberate;
    let six_hours = |gap: &&Gap| gap.hours >= 6.0;
    (count(&found, &made.truth, deliberate), count(&found, &made.truth, six_hours))
}

fn off(kind: PlantedKind) -> bool {
    matches!(kind, PlantedKind::DeliberateGap | PlantedKind::OneSidedTransfer | PlantedKind::DarkTransfer)
}

fn count(found: &[Gap], truth: &Truth, which: impl Fn(&&Gap) -> bool) -> Score {
    let meets = |gap: &Gap, planted: &thalweg_sea::simulate::Planted| {
        let next = gap.next.map_or(gap.last.time, |next| next.time);
        let overlap = next.min(planted.end) - gap.last.time.max(planted.start);
        overlap * 2 > planted.end - planted.start && planted.ships.iter().any(|who| who.mmsi == gap.ship.mmsi)
    };
    let chosen: Vec<&Gap> = found.iter().filter(which).collect();
    let is_planted =
        |gap: &&&Gap| truth.planted.iter().any(|planted| off(planted.kind) && meets(gap, planted));
    let silent: Vec<_> =
        truth.planted.iter().filter(|planted| planted.kind == PlantedKind::DeliberateGap).collect();
    Score {
        found: chosen.len(),
        right: chosen.iter().filter(is_planted).count(),
        planted: silent.len(),
        met: silent.iter().filter(|planted| chosen.iter().any(|gap| meets(gap, planted))).count(),
    }
}

#[test]
fn silences_in_the_mediterranean() {
    // seeds with which no rule was set
    for seed in [11, 12] {
        let (ours, fixed) = score(&Scenario { ships: 1000, seed, ..Scenario::default() });
        for (name, score) in [("ours", &ours), ("6 h", &fixed)] {
            println!(
                "{name}: {} of {} right, {} of {} met",
                score.right, score.found, score.met, score.planted
            );
        }
        let precision = |score: &Score| score.right as f64 / score.found as f64;
        assert!(
            precision(&ours) >= 0.95 && precision(&ours) > 3.0 * precision(&fixed),
            "{}",
            precision(&ours)
        );
        assert!(ours.met as f64 >= 0.7 * ours.planted as f64, "{} of {}", ours.met, ours.planted);
    }
}
