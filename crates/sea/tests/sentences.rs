//! How sentences come: who talks, which station heard them, which belong together.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says where")]

mod common;

use common::{decode, decode_file, decode_with, name, reason, sentence};
use thalweg_sea::line::{Group, split};
use thalweg_sea::{Options, Report};

const LETTERS: &str = "15RTgt0PAso;90TKcjM8h6g208CQ";
/// EVER DIADEM in two parts.
const DIADEM: [&str; 2] = ["55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0", "88888888880,2"];
/// Another ship in two parts, of the same length.
const OTHER: [&str; 2] = ["58KvN<42ACikUKW77F1H4hF0<PTp622222222216`0`cF5BF0RT13H0T,0", "PFRC88888888880,2"];

fn tag(body: &str) -> String {
    format!("\\{body}*{:02X}\\", thalweg_sea::line::checksum(body.as_bytes()))
}

/// A part with sequence number 1 on channel A.
fn part(number: usize, of: [&str; 2]) -> String {
    sentence(&format!("AIVDM,2,{number},1,A,{}", of[number - 1]))
}

/// The names of ships in some lines.
fn names(lines: &[String]) -> Vec<String> {
    decode(&lines.join("\n")).0.iter().filter_map(|got| name(&got.message)).collect()
}

#[test]
fn every_talker_is_taken_and_the_own_ship_is_told_apart() {
    for talker in ["AI", "AB", "AD", "AN", "AR", "AS", "AT", "AX", "BS", "SA", "BY", "=I"] {
        for (kind, own) in [("VDM", false), ("VDO", true)] {
            let (got, account) = decode(&sentence(&format!("{talker}{kind},1,1,,B,{LETTERS},0")));
            assert_eq!((got.len(), account.talkers.get(talker)), (1, Some(&1)), "{talker}");
            assert_eq!((&got[0].json["own"], &got[0].json["channel"]), (&own.into(), &"B".into()));
        }
    }
    // a sentence of another kind is counted by its name
    let (got, account) = decode("$AIVSI,r003669945,1,044000.123,1234,-89,12*0E\n$GPZDA,1*4C");
    assert_eq!((got.len(), account.other + account.refused()), (0, 2));
}

#[test]
fn a_tag_block_says_station_line_and_group() {
    let line = tag("g:1-2-1278,n:7,s:rEV02,c:1334337317,t:free text,x:") + "!AIVDM,1,1,,A,,0*26";
    let tags = split(line.as_bytes()).tags;
    assert_eq!((tags.source, tags.clock, tags.line), (Some(&b"rEV02"[..]), Some(1_334_337_317), Some(7)));
    assert_eq!(tags.group, Some(Group { number: 1, total: 2, id: 1278 }));
    for wrong in ["g:0-2-1", "g:3-2-1", "g:1-2", "g:1-2--001", "g:1-2-x", "g:256-256-1"] {
        assert_eq!(
            split((tag(wrong) + &line).as_bytes()).tags.group.map(|group| group.id),
            Some(1278),
            "{wrong}"
        );
    }
}

#[test]
fn a_station_named_at_the_first_part_has_heard_the_message() {
    let lines =
        [tag("g:1-2-3985,s:rEV02,c:1334337317") + &part(1, DIADEM), tag("g:2-2-3985") + &part(2, DIADEM)];
    let (got, account) = decode(&lines.join("\n"));
    assert_eq!((got.len(), account.joined), (1, 1));
    assert_eq!(
        (&got[0].json["source"], got[0].time.unwrap().milliseconds),
        (&"rEV02".into(), 1_334_337_317_000)
    );
}

#[test]
fn parts_of_two_stations_with_one_sequence_number_are_not_mixed() {
    let of = |station: &str| tag(&format!("s:{station}"));
    let lines = [
        of("north") + &part(1, DIADEM),
        of("south") + &part(1, OTHER),
        of("north") + &part(2, DIADEM),
        of("south") + &part(2, OTHER),
    ];
    assert_eq!(names(&lines).len(), 2);
    assert_eq!(names(&lines)[0], "EVER DIADEM");
    let group = |number: u8, id: u32| tag(&format!("g:{number}-2-{id}"));
    let lines = [
        group(1, 10) + &part(1, DIADEM),
        group(1, 11) + &part(1, OTHER),
        group(2, 11) + &part(2, OTHER),
        group(2, 10) + &part(2, DIADEM),
    ];
    assert_eq!(names(&lines)[1], "EVER DIADEM");
    // where nobody says whose they are, a second first part replaces the one before
    let lines = [part(1, OTHER), part(1, DIADEM), part(2, DIADEM)];
    assert_eq!(names(&lines), ["EVER DIADEM"]);
    assert_eq!(reason(&decode(&lines.join("\n")).1), "part of a message whose other parts never came");
}

#[test]
fn parts_do_not_go_on_from_file_to_file() {
    let mut decoder = thalweg_sea::Decoder::new("one", Options::default());
    let mut messages = 0;
    decoder.line(part(1, DIADEM).as_bytes(), &mut |_| messages += 1);
    decoder.next_file("two");
    decoder.line(part(2, DIADEM).as_bytes(), &mut |_| messages += 1);
    let account = decoder.finish();
    assert_eq!((messages, account.lines, account.refused()), (0, 2, 2));
    let samples = &account.intake("").refusals[0].samples;
    assert_eq!((samples[0].file.as_str(), samples[1].file.as_str()), ("one", "two"));
    assert_eq!((samples[0].line, samples[1].line), (1, 1));
}

#[test]
fn the_day_rolls_over_more_than_once_and_never_backwards() {
    let line = |hour: &str| format!("{},t{hour}.00,T1.0", sentence(&format!("AIVDM,1,1,,A,{LETTERS},0")));
    let hours = ["120000", "235959", "000001", "115900", "235900", "000000", "235959", "000100"];
    let lines: Vec<String> = hours.iter().map(|hour| line(hour)).collect();
    let day = Some("2024-02-28".parse().unwrap());
    let (got, account) = decode_with(lines.join("\n").as_bytes(), Options { day, ..Options::default() });
    let times: Vec<String> = got.iter().map(|got| got.time.unwrap().timestamp()).collect();
    let expected = [
        "2024-02-28T12:00:00Z",
        "2024-02-28T23:59:59Z",
        "2024-02-29T00:00:01Z",
        "2024-02-29T11:59:00Z",
        "2024-02-29T23:59:00Z",
        "2024-03-01T00:00:00Z",
        // a line late by a second is of the day before
        "2024-02-29T23:59:59Z",
        "2024-03-01T00:01:00Z",
    ];
    assert_eq!(times, expected);
    assert_eq!(account.backwards, 1);
}

#[test]
fn logs_with_errors_are_decoded_as_far_as_they_are_right() {
    let Some((got, account)) = decode_file("decoders/gfw_ais-tools_errors.nmea") else { return };
    assert_eq!((got.len(), account.refused(), reason(&account).as_str()), (3, 2, "wrong checksum"));
    assert!(got.iter().all(|got| got.time.is_ok() && got.json["source"].is_string() && got.sound));
    let bytes = common::bytes("decoders/gfw_ais-tools_errors.nmea").unwrap();
    let lenient = Options { lenient: true, ..Options::default() };
    let (got, account) = decode_with(bytes.trim_ascii_end(), lenient);
    assert_eq!((got.len(), account.refused(), account.kept_damaged), (5, 0, 2));
    // somebody cut the letters beyond the 168 bits and left the checksum of the whole
    for (right, damaged) in [(0, 1), (2, 3)] {
        assert_eq!((got[damaged].sound, got[right].sound), (false, true));
        assert_eq!(got[damaged].message, got[right].message);
    }
}

#[test]
fn a_craft_of_a_mother_ship_has_no_dimensions() {
    use thalweg_sea::{Body, Class, Message, kinds::StaticPartB};
    let part =
        StaticPartB { to_bow: 20, to_stern: 10, to_port: 3, to_starboard: 4, ..StaticPartB::default() };
    for (mmsi, length) in [(211_378_120, Some(30)), (982_113_781, None)] {
        let message = Message { kind: 24, repeat: 0, mmsi, body: Body::StaticB(part) };
        let (letters, fill) = message.encode().armor();
        let line = sentence(&format!("AIVDM,1,1,,A,{},{fill}", String::from_utf8(letters).unwrap()));
        let mut decoder = thalweg_sea::Decoder::new("test", Options::default());
        let mut reports = Vec::new();
        decoder.line(line.as_bytes(), &mut |received| reports.extend(Report::of(received)));
        assert_eq!((reports[0].class, reports[0].length()), (Class::B, length), "{mmsi}");
    }
}
