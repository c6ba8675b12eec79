//! Silences of ships that are known to have been switched off, among those of ships that were out of reach.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails says where")]

use rayon::prelude::*;
use thalweg_sea::gap::{Gap, GapRules, GapVerdict, gaps};
use thalweg_sea::geography::Geography;
use thalweg_sea::reception::{Reception, ReceptionRules};
use thalweg_sea::simulate::{PlantedKind, Scenario, Truth, simulate};
use thalweg_sea::{Fleet, Rules, Track};

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
    let tracks: Vec<Track> =
        fleet.vessels().into_iter().flat_map(|vessel| vessel.split(&rules.segment).tracks).collect();
    let reception = Reception::of(&tracks, ReceptionRules::default());
    let until = scenario.span().unwrap().1;
    let geography = Geography::embedded();
    let all = |track: &Track| gaps(track, &reception, until, geography, &GapRules::default());
    let found: Vec<Gap> = tracks.par_iter().flat_map_iter(all).filter(|gap| gap.next.is_some()).collect();
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
    for planted in &silent {
        if !chosen.iter().any(|gap| meets(gap, planted)) {
            let seen: Vec<_> = found
                .iter()
                .filter(|gap| meets(gap, planted))
                .map(|gap| {
                    (gap.verdict, gap.hours, gap.probability, gap.in_port, gap.spare_hours, gap.silence)
                })
                .collect();
            println!(
                "missed {:?} {} {} {:.1} h: {seen:?}",
                planted.difficulty,
                planted.how,
                planted.ships[0].mmsi,
                (planted.end - planted.start) as f64 / 3.6e6
            );
        }
    }
    for gap in chosen.iter().filter(|gap| !is_planted(gap)).take(30) {
        println!(
            "wrong {} {:.1} h {:.0} km spare {:.1} {:?} {:?}",
            gap.ship,
            gap.hours,
            gap.metres / 1000.0,
            gap.spare_hours,
            gap.silence,
            gap.coast
        );
    }
    Score {
        found: chosen.len(),
        right: chosen.iter().filter(is_planted).count(),
        planted: silent.len(),
        met: silent.iter().filter(|planted| chosen.iter().any(|gap| meets(gap, planted))).count(),
    }
}

#[test]
fn silences_in_the_mediterranean() {
    let scenario = Scenario { ships: 1000, ..Scenario::default() };
    let (ours, fixed) = score(&scenario);
    for (name, score) in [("ours", ours), ("6 h", fixed)] {
        println!("{name}: {} of {} right, {} of {} met", score.right, score.found, score.met, score.planted);
    }
}
