//! Single messages and lines with a known answer.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says where")]

mod common;

use common::{decode, decode_file, decode_with, name, only, reason, sentence};
use thalweg_sea::{Bits, Body, Message, NoTime, Options, Reason};

fn letters(letters: &str) -> Result<Message, Reason> {
    Message::decode(&Bits::from_armor(letters.as_bytes(), 0).unwrap())
}

#[test]
fn a_long_range_position_is_in_tenths_of_a_minute() {
    let message = letters("KCQ9r=hrFUnH7P00").unwrap();
    let Body::LongRange(report) = message.body else { panic!("{message:?}") };
    assert_eq!(message.mmsi, 236_091_959);
    assert!((report.longitude().unwrap() + 154.2017).abs() < 5e-5);
    assert!((report.latitude().unwrap() - 87.065).abs() < 5e-6);
    assert_eq!((report.speed_knots(), report.course_degrees()), (Some(0.0), Some(0.0)));
}

#[test]
fn part_a_of_static_data_has_a_name() {
    assert_eq!(name(&letters("H7OfcLPt<D4r1L5HD0000000000").unwrap()).unwrap(), "OCEAN WAVE");
}

#[test]
fn part_number_three_of_static_data_is_refused_by_that_reason() {
    let mut bits = Bits::new();
    bits.push(24, 6);
    bits.push(0, 2);
    bits.push(211_000_000, 30);
    bits.push(3, 2);
    (0..16).for_each(|_| bits.push(0, 8));
    assert_eq!(Message::decode(&bits), Err(Reason::StaticPart(3)));
    let (armor, fill) = bits.armor();
    let body = format!("AIVDM,1,1,,A,{},{fill}", String::from_utf8(armor).unwrap());
    let (got, account) = decode(&sentence(&body));
    assert!(got.is_empty());
    assert_eq!(reason(&account), "message of type 24 with part number 3: there are 0 (A) and 1 (B)");
}

#[test]
fn static_data_cut_short_are_refused_with_their_length() {
    let line = sentence("AIVDM,1,1,,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6C,0");
    let (got, account) = decode(&line);
    assert!(got.is_empty());
    assert_eq!(reason(&account), "message of type 5 is cut short: 336 bits where it needs 422");
}

#[test]
fn an_aid_of_268_bits_is_decoded() {
    let whole = only("!AIVDM,1,1,,B,E>jAal2S0a7h4aV0ah1TRah36DIOcV76<4uah:1AB@P02:Eh,0*19");
    let mut bits = whole.encode();
    bits.truncate(268);
    let message = Message::decode(&bits).unwrap();
    assert_eq!(name(&whole).unwrap(), "FARO ISLAS CIES FL(2)W");
    assert_eq!(name(&message).unwrap(), "FARO ISLAS CIES FL(2");
    bits.truncate(267);
    assert_eq!(Message::decode(&bits), Err(Reason::Short { kind: 21, bits: 267, least: 268 }));
}

#[test]
fn a_position_of_204_bits_is_its_first_168() {
    let short = "15RTgt0PAso;90TKcjM8h6g208CQ";
    let long = short.to_owned() + "w0w0w0";
    assert_eq!(Bits::from_armor(long.as_bytes(), 0).unwrap().len(), 204);
    assert_eq!(letters(&long).unwrap(), letters(short).unwrap());
    if let Some((got, account)) = decode_file("decoders/gfw_ais-tools_type1-bad-bitcount.nmea") {
        assert_eq!((got.len(), account.refused()), (12, 0));
        assert!(got.iter().all(|got| got.message.encode().len() == 168 && got.time.is_ok()));
    }
}

const FIRST: &str = "55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8";
const SECOND: &str = "88888888880";

#[test]
fn parts_on_two_channels_are_not_joined() {
    let two = [sentence(&format!("AIVDM,2,1,1,A,{FIRST},0")), sentence(&format!("AIVDM,2,2,1,B,{SECOND},2"))];
    let (got, account) = decode(&two.join("\n"));
    assert!(got.is_empty());
    assert_eq!((account.refused(), account.sentences), (2, 2));
    assert_eq!(reason(&account), "part of a message whose other parts never came");
}

#[test]
fn parts_in_reverse_order_are_joined() {
    let two = [sentence(&format!("AIVDM,2,2,1,A,{SECOND},2")), sentence(&format!("AIVDM,2,1,1,A,{FIRST},0"))];
    let (got, _) = decode(&two.join("\n"));
    assert_eq!((name(&got[0].message).as_deref(), got[0].parts, got[0].line), (Some("EVER DIADEM"), 2, 2));
}

#[test]
fn interleaved_parts_give_three_messages() {
    let Some((got, account)) = decode_file("decoders/interleaved.txt") else { return };
    let names: Vec<Option<String>> = got.iter().map(|got| name(&got.message)).collect();
    assert_eq!(names.len(), 3, "{account:?}");
    assert_eq!(names[0].as_deref(), Some("EVER DIADEM"));
    assert_eq!(names[2].as_deref(), Some("EVER DIADEM"));
    assert_eq!((account.joined, account.refused()), (3, 0));
}

#[test]
fn a_sentinel_is_absent_and_its_raw_value_is_not() {
    let first = only("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A");
    let Body::Position(mut report) = first.body else { panic!("{first:?}") };
    (report.lon, report.lat, report.speed, report.course) = (181 * 600_000, 91 * 600_000, 1023, 3600);
    (report.heading, report.turn, report.second, report.status) = (511, -128, 60, 15);
    let message = Message { body: Body::Position(report), ..first };
    let json = serde_json::to_value(Message::decode(&message.encode()).unwrap()).unwrap();
    for key in ["longitude", "latitude", "speed_knots", "course_degrees", "heading_degrees", "utc_second"] {
        assert!(json[key].is_null(), "{key}: {json}");
    }
    assert!(json["turn_degrees_per_minute"].is_null() && json["status_name"].is_null());
    assert_eq!(json["raw"]["lon"], 181 * 600_000);
    assert_eq!(json["raw"]["turn"], -128);
    // the largest values that are still values
    (report.lon, report.lat, report.speed, report.course) = (180 * 600_000, -90 * 600_000, 1022, 3599);
    (report.heading, report.turn) = (359, -126);
    assert_eq!((report.longitude(), report.latitude()), (Some(180.0), Some(-90.0)));
    assert_eq!((report.speed_knots(), report.course_degrees()), (Some(102.2), Some(359.9)));
    assert!((report.turn_degrees_per_minute().unwrap() + 708.7).abs() < 0.1);
    assert_eq!(report.heading_degrees(), Some(359.0));
}

/// The physical values of a message, as JSON has them.
fn physical(message: &Message) -> serde_json::Value {
    serde_json::to_value(Message::decode(&message.encode()).unwrap()).unwrap()
}

#[test]
fn sentinels_of_other_types_are_absent_too() {
    use thalweg_sea::kinds::{AircraftReport, BaseStationReport, ClassBReport, LongRangeReport};
    let none = (181 * 600_000, 91 * 600_000);
    let long = LongRangeReport {
        lon: 181 * 600,
        lat: 91 * 600,
        speed: 63,
        course: 511,
        ..LongRangeReport::default()
    };
    let aircraft = AircraftReport {
        altitude: 4095,
        speed: 1023,
        lon: none.0,
        lat: none.1,
        course: 3600,
        ..AircraftReport::default()
    };
    let small = ClassBReport {
        speed: 1023,
        lon: none.0,
        lat: none.1,
        course: 3600,
        heading: 511,
        second: 61,
        ..ClassBReport::default()
    };
    let base = BaseStationReport { lon: none.0, lat: none.1, ..BaseStationReport::default() };
    let bodies = [
        (27, Body::LongRange(long), &["longitude", "latitude", "speed_knots", "course_degrees"][..]),
        (
            9,
            Body::Aircraft(aircraft),
            &["longitude", "latitude", "speed_knots", "course_degrees", "altitude_metres"],
        ),
        (18, Body::ClassB(small), &["longitude", "latitude", "speed_knots", "heading_degrees", "utc_second"]),
        (4, Body::Base(base), &["longitude", "latitude"]),
    ];
    for (kind, body, absent) in bodies {
        let json = physical(&Message { kind, repeat: 0, mmsi: 211_378_120, body });
        for key in absent {
            assert!(json.get(*key).is_some_and(serde_json::Value::is_null), "{kind} {key}: {json}");
        }
        assert!(json["raw"]["lon"].as_i64().unwrap() > 0, "{json}");
    }
}

#[test]
fn coordinates_that_no_place_has_are_absent() {
    let first = only("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A");
    let Body::Position(report) = first.body else { panic!("{first:?}") };
    for (lon, lat) in [(181 * 600_000 + 1, 0), (-182 * 600_000, 0), (0, 90 * 600_000 + 1), (0, -91 * 600_000)]
    {
        let body = Body::Position(thalweg_sea::kinds::PositionReport { lon, lat, ..report });
        let line = armored(&Message { body, ..first });
        let mut decoder = thalweg_sea::Decoder::new("test", Options::default());
        let mut reports = Vec::new();
        decoder.line(line.as_bytes(), &mut |received| reports.extend(thalweg_sea::Report::of(received)));
        // half a position is none, and the rest of the report stays
        assert_eq!((reports[0].lat, reports[0].lon, reports[0].speed), (None, None, Some(12.3)));
    }
}

#[test]
fn digits_of_no_country_are_told() {
    let first = only("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A");
    let unallocated = Message { mmsi: 217_000_000, ..first };
    let json = physical(&unallocated);
    assert_eq!((&json["station"], json["country"].is_null()), (&"ship".into(), true));
    assert!(unallocated.sender().unwrap().is_unallocated());
    // ten digits are no number that anybody has, and the message is still one
    let beyond = Message { mmsi: 1_073_741_823, ..first };
    let json = physical(&beyond);
    assert_eq!((beyond.sender(), &json["mmsi"]), (None, &1_073_741_823.into()));
}

#[test]
fn draught_zero_and_imo_zero_are_absent() {
    let ship = decode(
        &[sentence(&format!("AIVDM,2,1,1,A,{FIRST},0")), sentence(&format!("AIVDM,2,2,1,A,{SECOND},2"))]
            .join("\n"),
    )
    .0[0]
        .message;
    let Body::Static(mut data) = ship.body else { panic!("{ship:?}") };
    assert_eq!((data.imo_number(), data.draught_metres()), (Some(9_134_270), Some(12.2)));
    (data.imo, data.draught) = (0, 0);
    assert_eq!((data.imo_number(), data.draught_metres()), (None, None));
    data.imo = 9_134_271;
    assert_eq!(data.imo_number(), None);
}

const LINE: &str = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A";

#[test]
fn a_wrong_checksum_is_refused_or_kept_and_flagged() {
    let wrong = LINE.replace("*4A", "*4B");
    let (got, account) = decode(&wrong);
    assert_eq!((got.len(), reason(&account).as_str(), account.sentences), (0, "wrong checksum", 0));
    let (got, account) = decode_with(wrong.as_bytes(), Options { lenient: true, day: None });
    assert_eq!((got.len(), got[0].sound, account.kept_damaged, account.sentences), (1, false, 1, 0));
    assert_eq!(got[0].json["checksum_right"], false);
}

#[test]
fn strange_talkers_with_a_right_checksum_are_accepted_and_counted() {
    let (got, account) = decode("!=IVDM,1,1,,A,18JSmJ001D8FqSClKd51JAD20D0W,0*2E");
    assert_eq!(got.len(), 1);
    assert_eq!(account.talkers.get("=I"), Some(&1));
}

/// A tag block with its right checksum.
fn tag(body: &str) -> String {
    format!("\\{body}*{:02X}\\", thalweg_sea::line::checksum(body.as_bytes()))
}

fn time(line: &str) -> Result<String, NoTime> {
    decode(line).0[0].time.map(|time| time.timestamp())
}

#[test]
fn a_clock_is_in_seconds_or_thousandths() {
    assert_eq!(time(&(tag("c:1334337317") + LINE)).unwrap(), "2012-04-13T17:15:17Z");
    assert_eq!(time(&(tag("c:1334337317123") + LINE)).unwrap(), "2012-04-13T17:15:17.123Z");
}

#[test]
fn a_time_decades_off_is_refused() {
    for clock in ["0", "1", "334337317", "9999999999", "99999999999999999", "4102444800"] {
        let (got, account) = decode(&(tag(&format!("c:{clock}")) + LINE));
        assert_eq!((got[0].time, account.times_refused), (Err(NoTime::DecadesOff), 1), "{clock}");
        assert_eq!(got[0].json["no_time"], "decades_off");
    }
    // plausible by itself, and decades away from all others
    let mut lines: Vec<String> = (0..5).map(|i| tag(&format!("c:{}", 1_334_337_317 + i)) + LINE).collect();
    lines.push(tag("c:2334337317") + LINE);
    lines.push(tag("c:1334337322") + LINE);
    let (got, account) = decode(&lines.join("\n"));
    assert_eq!((got[5].time, account.times_refused), (Err(NoTime::DecadesOff), 1));
    assert!(got[6].time.is_ok());
    // and a first one that is wrong does not shut out the others
    lines.swap(0, 5);
    assert_eq!(decode(&lines.join("\n")).1.times_refused, 0);
    assert_eq!(decode(&lines.join("\n")).0.iter().filter(|got| got.time.is_ok()).count(), 7);
}

#[test]
fn two_tag_blocks_in_a_row_are_one() {
    let line = tag("s:one") + &tag("c:1334337317,s:two,n:7") + LINE;
    let (got, account) = decode(&line);
    assert_eq!(got[0].json["source"], "one");
    assert_eq!(
        (got[0].time.unwrap().timestamp().as_str(), account.damaged_tags),
        ("2012-04-13T17:15:17Z", 0)
    );
    let damaged = tag("s:one") + "\\c:1334337317*00\\" + LINE;
    let (got, account) = decode(&damaged);
    assert_eq!((got[0].time, account.damaged_tags), (Err(NoTime::NotStated), 1));
    assert_eq!(reason(&decode("\\s:one*00").1), "tag block without an end");
    assert_eq!(decode(&tag("s:one")).1.tags_alone, 1);
}

#[test]
fn a_receiver_may_write_its_clock_behind_the_checksum() {
    assert_eq!(time(&format!("{LINE},1334337317")).unwrap(), "2012-04-13T17:15:17Z");
    assert_eq!(time(&format!("{LINE},1334337317123")).unwrap(), "2012-04-13T17:15:17.123Z");
    let coast = format!("{LINE},d-109,S2105,t050056.00,T56.13718694,r003669946,1325394060,1325394001");
    assert_eq!(time(&coast).unwrap(), "2012-01-01T05:01:00Z");
    assert_eq!(time(&format!("{LINE},b003660465")), Err(NoTime::NotStated));
}

#[test]
fn a_receiver_may_announce_the_time_of_a_sentence() {
    let announce = |checksum: &str| {
        let body = format!("PGHP,1,2013,11,12,12,0,0,11,219,,2190067,1,{checksum}");
        format!("${body}*{:02X}\n{LINE}", thalweg_sea::line::checksum(body.as_bytes()))
    };
    assert_eq!(time(&announce("4A")).unwrap(), "2013-11-12T12:00:00.011Z");
    assert_eq!(time(&announce("4B")), Err(NoTime::NotStated));
    // of what the station sends itself no checksum is named
    let own = sentence("BSVDO,1,1,,A,4025btQunn;ss0s>KfPOeUQ0080:,0");
    assert_eq!(time(&announce("00").replace(LINE, &own)).unwrap(), "2013-11-12T12:00:00.011Z");
    assert_eq!(time(&announce("00")), Err(NoTime::NotStated));
    // for two sentences the two checksums are combined
    let Some((got, _)) = decode_file("tracks/dma_538004030_drift_1.ais.gz") else { return };
    assert!(got.iter().all(|got| got.time.is_ok()));
}

#[test]
fn the_second_of_a_message_counts_within_the_day_that_was_given() {
    let base = |hour: u8, minute: u8, second: u8, day: u8| {
        let message = only("!AIVDM,1,1,,A,403OviQuMGCqWrRO9>E6fE700@GO,0*4D");
        let Body::Base(mut clock) = message.body else { panic!("{message:?}") };
        (clock.year, clock.month, clock.day) = (2022, 1, day);
        (clock.hour, clock.minute, clock.second) = (hour, minute, second);
        armored(&Message { body: Body::Base(clock), ..message })
    };
    // the message is of second 33
    let lines = [LINE.to_owned(), base(23, 59, 20, 3), LINE.to_owned(), base(0, 0, 10, 4), LINE.to_owned()];
    let day = Some("2022-01-03".parse().unwrap());
    let (got, _) = decode_with(lines.join("\n").as_bytes(), Options { day, ..Options::default() });
    let times: Vec<_> = got.iter().map(|got| got.time.map(|time| time.timestamp())).collect();
    assert_eq!(times[0], Err(NoTime::OnlySecond));
    assert_eq!(times[1].as_deref(), Ok("2022-01-03T23:59:20Z"));
    assert_eq!(times[2].as_deref(), Ok("2022-01-03T23:59:33Z"));
    assert_eq!(times[3].as_deref(), Ok("2022-01-04T00:00:10Z"));
    assert_eq!(times[4].as_deref(), Ok("2022-01-04T00:00:33Z"));
    assert_eq!(got[4].json["time_from"], "utc_second");
    // without a day nothing is made up
    assert!(decode(&lines.join("\n")).0.iter().all(|got| got.time == Err(NoTime::NotStated)));
}

fn armored(message: &Message) -> String {
    let (letters, fill) = message.encode().armor();
    sentence(&format!("AIVDM,1,1,,A,{},{fill}", String::from_utf8(letters).unwrap()))
}

#[test]
fn hours_behind_the_checksum_roll_over_into_the_next_day() {
    let line = |hour: &str| format!("{LINE},d-109,S2105,t{hour}.00,T56.1");
    let lines = [line("235959"), line("000001")].join("\n");
    let day = Some("2022-12-31".parse().unwrap());
    let (got, _) = decode_with(lines.as_bytes(), Options { day, ..Options::default() });
    let times: Vec<String> = got.iter().map(|got| got.time.unwrap().timestamp()).collect();
    assert_eq!(times, ["2022-12-31T23:59:59Z", "2023-01-01T00:00:01Z"]);
}

#[test]
fn a_group_gives_its_time_to_the_message() {
    let Some((got, account)) = decode_file("decoders/gfw_ais-tools_ee-multiline.nmea") else { return };
    assert_eq!((got.len(), account.refused()), (8, 0));
    let ship = got.iter().find(|got| got.parts == 2).unwrap();
    assert_eq!(ship.time.unwrap().milliseconds, 1_661_782_369_000);
    let Some((got, _)) = decode_file("decoders/gfw_ais-tools_bad-tagblock-group.nmea") else { return };
    assert_eq!((got.len(), got[0].time.unwrap().milliseconds), (1, 1_326_055_296_000));
}

#[test]
fn tag_blocks_as_libais_reads_them() {
    let Some((got, _)) = decode_file("decoders/libais_tagblock.nmea") else { return };
    let text = String::from_utf8(common::bytes("decoders/libais_tagblock.json").unwrap()).unwrap();
    let theirs: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(got.len(), theirs.len());
    for (got, theirs) in got.iter().zip(&theirs) {
        assert_eq!(got.json["mmsi"], theirs["mmsi"]);
        let time = got.time.unwrap().timestamp().replace('Z', ".000000Z");
        assert_eq!(time, theirs["tagblock_timestamp"].as_str().unwrap());
    }
}

#[test]
fn two_sentences_on_one_line_are_both_taken() {
    let Some((got, account)) = decode_file("decoders/gfw_ais-tools_bad-type5.nmea") else { return };
    assert_eq!((account.glued, account.sentences, got.len()), (3, 6, 1), "{account:?}");
    let reasons: Vec<(String, usize)> =
        account.intake("").refusals.into_iter().map(|refusal| (refusal.reason, refusal.count)).collect();
    assert_eq!(
        reasons,
        [
            ("message of type 5 is cut short: 400 bits where it needs 422".to_owned(), 1),
            // letters without a sentence
            ("no sentence: neither `!` nor `$` begins one".to_owned(), 3),
            // one part of talker AB, the other of AI
            ("part of a message whose other parts never came".to_owned(), 2),
        ]
    );
}

#[test]
fn files_of_other_decoders_come_out_whole() {
    let Some((got, account)) = decode_file("decoders/gfw_ais-tools_multi-part.nmea") else { return };
    assert_eq!((got.len() as u64, account.sentences), (account.messages, account.messages + account.joined));
    assert_eq!(account.refused(), 0, "{:?}", account.intake(""));
    let Some((got, account)) = decode_file("decoders/gfw_ais-tools_mixed_types.nmea") else { return };
    assert!(got.len() > 90 && account.refused() == 0, "{:?}", account.intake(""));
}
