//! Silences: natural ones accuse nobody, one that is planted in a real track is found.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails says where")]

mod common;

use thalweg_sea::chart::NoChart;
use thalweg_sea::gap::{Gap, GapRules, GapVerdict, gaps};
use thalweg_sea::reception::{Reception, ReceptionRules};
use thalweg_sea::table::{Mapping, read_csv};
use thalweg_sea::{Decoder, Fix, Fleet, Options, Point, Report, Rules, Track, TrackId};

/// The tracks of a log.
fn of_log(name: &str) -> Option<Vec<Track>> {
    let text = common::bytes(name)?;
    let mut fleet = Fleet::default();
    let file = fleet.file(name);
    let mut decoder = Decoder::new(name, Options::default());
    for line in text.split(|byte| *byte == b'\n') {
        decoder.line(line, &mut |received| {
            if let Some(report) = Report::of(received) {
                fleet.add(&report, file);
            }
        });
    }
    Some(tracks(fleet))
}

/// The tracks of three days in the Kattegat.
fn kattegat() -> Option<Vec<Track>> {
    let name = "tracks/kattegat_2025_11_01_03_1min.csv.gz";
    let text = common::bytes(name)?;
    let mapping = Mapping::parse(
        "speed_unit = \"m/s\"\n[columns]\ntime = \"Timestamp\"\nmmsi = \"MMSI\"\nlat = \"Latitude\"\nlon = \"Longitude\"\nspeed = \"SOG\"\n",
    );
    let mut fleet = Fleet::default();
    let file = fleet.file(name);
    read_csv(&text[..], name, Some(&mapping.unwrap()), &mut |report| {
        fleet.add(report, file);
    })
    .unwrap();
    Some(tracks(fleet))
}

fn tracks(fleet: Fleet) -> Vec<Track> {
    let rules = Rules::default();
    fleet.vessels().into_iter().flat_map(|vessel| vessel.split(&rules.segment).tracks).collect()
}

/// All silences, open ones left out.
fn closed(tracks: &[Track], rules: &GapRules) -> Vec<Gap> {
    let reception = Reception::of(tracks, ReceptionRules::default());
    let until = tracks.iter().map(Track::end).max().unwrap_or(0);
    let all = tracks.iter().flat_map(|track| gaps(track, &reception, until, &NoChart, rules));
    all.filter(|gap| gap.verdict != GapVerdict::Open).collect()
}

fn show(found: &[Gap]) {
    for gap in found {
        let silence = &gap.silence;
        println!(
            "{} {} h {:.1} km {:.0} implied {:.1} usual {:.1} {:?} p {:.3} | on air {:.4} expected {:.1} ships {:.0} open {:.0} deaf {:.0} ? {:.0} standing {:.2}",
            gap.ship,
            gap.last.time,
            gap.hours,
            gap.metres / 1000.0,
            gap.implied_knots(),
            gap.usual_knots,
            gap.verdict,
            gap.probability,
            silence.on_air,
            silence.expected,
            silence.witnesses,
            silence.open,
            silence.deaf,
            silence.unknown,
            silence.standing,
        );
    }
}

#[test]
fn holes_between_satellite_passes_accuse_nobody() {
    for name in ["amsa_exact-earth-augmented", "amsa_exact-earth-augmented-2"] {
        let Some(tracks) = of_log(&format!("tracks/{name}.txt.gz")) else { return };
        assert!(tracks.len() > 100, "{}", tracks.len());
        // silences of five minutes are looked at, and all are natural
        let rules = GapRules { shortest_hours: 0.08, told_hours: 0.08, ..GapRules::default() };
        let found = closed(&tracks, &rules);
        println!("{name}: {} tracks, {} silences", tracks.len(), found.len());
        show(&found[..found.len().min(20)]);
        assert!(found.iter().all(|gap| gap.verdict != GapVerdict::Deliberate));
    }
}

#[test]
fn five_minutes_of_a_whole_feed_have_no_silences() {
    let Some(tracks) = of_log("tracks/dma_nmea_2013_11_12_5min.txt.gz") else { return };
    assert!(tracks.len() > 1000);
    assert!(closed(&tracks, &GapRules::default()).is_empty());
}

#[test]
fn natural_silences_in_the_kattegat() {
    let Some(tracks) = kattegat() else { return };
    let found = closed(&tracks, &GapRules { told_hours: 2.0, ..GapRules::default() });
    let deliberate: Vec<Gap> =
        found.iter().filter(|gap| gap.verdict == GapVerdict::Deliberate).cloned().collect();
    show(&deliberate);
    // ferries in port, mostly: the table has no ships that lie still, and the silences say so
    assert_eq!((found.len() > 50, deliberate.len()), (true, 0));
    let at_rest = found.iter().filter(|gap| gap.unseen_at_rest).count();
    assert!(2 * at_rest > found.len(), "{at_rest} of {}", found.len());
}

#[test]
fn a_stretch_taken_out_of_a_real_track_is_found() {
    let Some(tracks) = kattegat() else { return };
    // these ships did not lie still, nor leave the box that the data are of: that they might have is no question here
    let rules = GapRules { told_hours: 2.0, still_share: 0.0, edge_share: 100.0, ..GapRules::default() };
    let (mut planted, mut met) = (0, 0);
    for index in 0..tracks.len() {
        let track = &tracks[index];
        // eight hours in the middle of nine without a break of an hour
        let Some(start) = whole_stretch(track, 18 * 1800) else { continue };
        let (from, to) = (start + 1_800_000, start + 17 * 1_800_000);
        let mut changed = tracks.clone();
        changed[index].fixes.retain(|fix| fix.time <= from || fix.time >= to);
        let reception = Reception::of(&changed, ReceptionRules::default());
        let until = changed.iter().map(Track::end).max().unwrap();
        let found = gaps(&changed[index], &reception, until, &NoChart, &rules);
        let gap: Vec<Gap> = found
            .into_iter()
            .filter(|gap| gap.last.time <= from && gap.next.is_some_and(|next| next.time >= to))
            .collect();
        show(&gap);
        planted += 1;
        met += usize::from(gap.iter().any(|gap| gap.verdict == GapVerdict::Deliberate));
    }
    assert!(planted >= 7 && 10 * met >= 7 * planted, "{met} of {planted}");
}

/// When a stretch of so many seconds begins in which a ship is heard at least every hour.
fn whole_stretch(track: &Track, seconds: i64) -> Option<i64> {
    let mut start = track.start();
    for pair in track.fixes.windows(2) {
        if pair[1].time - pair[0].time > 3_600_000 {
            start = pair[1].time;
        }
        if pair[1].time - start >= seconds * 1000 {
            return Some(start);
        }
    }
    None
}

#[test]
fn reception_is_the_same_by_parts_and_in_any_order() {
    let Some(tracks) = kattegat() else { return };
    let rules = ReceptionRules::default();
    let whole = Reception::of(&tracks, rules);
    let mut backwards = tracks.clone();
    backwards.reverse();
    assert_eq!(whole, Reception::of(&backwards, rules));
    let parts = tracks.chunks(7).map(|part| Reception::of(part, rules));
    assert_eq!(whole, parts.fold(Reception::of::<Track>(&[], rules), |sum, part| part.merge(sum)));
    assert!(whole.heard() < whole.present() && whole.heard() > 0);
}

/// Ships along a lane of 300 nautical miles, one every so many minutes, heard within the first and the last 60 only; and one that is
/// silent for hours where all others are heard.
#[test]
fn a_hole_that_all_ships_have_is_coverage() {
    let lane = |k: i64, minute: i64| {
        Point::new(40.0 + 0.01 * (k % 5) as f64, 3.0 + minute as f64 * 0.2 / 60.0 * 1.3)
    };
    let ship = |k: i64, off: Option<(i64, i64)>| {
        let start = k * 60;
        let heard = |minute: &i64| {
            !(600..1500).contains(minute) && off.is_none_or(|(a, b)| *minute < a || *minute > b)
        };
        let minutes = (0..=1800).step_by(5).filter(heard);
        let fixes =
            minutes.map(|minute| Fix::new((start + minute) * 60_000, lane(k, minute)).with_speed(12.0));
        Track { id: TrackId { mmsi: k as u32, segment: 0 }, fixes: fixes.collect(), sayings: Vec::new() }
    };
    let tracks: Vec<Track> = (0..40).map(|k| ship(k, (k == 20).then_some((100, 490)))).collect();
    let found = closed(&tracks, &GapRules::default());
    let verdicts = |which: GapVerdict| found.iter().filter(|gap| gap.verdict == which).count();
    show(&found);
    assert_eq!((found.len(), verdicts(GapVerdict::Deliberate)), (41, 1));
    let deliberate = found.iter().find(|gap| gap.verdict == GapVerdict::Deliberate).unwrap();
    assert_eq!(deliberate.ship.mmsi, 20);
    assert!(verdicts(GapVerdict::Coverage) >= 36, "{}", verdicts(GapVerdict::Coverage));
}
