//! Whatever the data, no label overlaps another or is cut, and a page is well-formed, safe and the same every time.

use proptest::prelude::*;
use quick_xml::events::Event;
use thalweg_brief::Palette;
use thalweg_brief::chart::{
    Arrow, Band, BarRow, Bars, Calibration, Caption, Cloud, Course, Curve, CurvePoint, Drawing, Dumbbell,
    Estimate, Fate, Figure, Flow, Frontier, IntervalRow, Intervals, Judged, Mark, Moment, Pair, Reach, Room,
    Step, Style, Subject, Waterfall, WorldMap,
};
use thalweg_brief::number::{Format, Kind};
use thalweg_brief::page::{Block, Footnote, Page, PageError, Section};

const KINDS: [Kind; 6] = [Kind::Change, Kind::Rate, Kind::Amount, Kind::Move, Kind::Count, Kind::Number];

fn check(drawing: &dyn Drawing) {
    let palette = Palette::naming(["USA", "CHN"]);
    for room in [Room::Narrow, Room::Wide] {
        let scene = drawing.draw(room, &palette);
        assert_eq!(scene.faults(), Vec::<String>::new(), "{room:?} {drawing:?}");
        let svg = scene.svg("wide", "x", "title", &drawing.describe()).into_string();
        assert!(["=\"NaN", "=\"inf", "=\"-inf"].iter().all(|bad| !svg.contains(bad)));
        well_formed(&svg);
    }
    let table = drawing.table();
    assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
}

fn well_formed(xml: &str) {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut depth = 0;
    loop {
        let event = reader.read_event();
        assert!(event.is_ok(), "{event:?}");
        match event {
            Ok(Event::Start(tag)) => {
                assert!(tag.attributes().all(|attribute| attribute.is_ok()));
                depth += 1;
            }
            Ok(Event::End(_)) => depth -= 1,
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    assert_eq!(depth, 0);
}

/// A number as results have them: small, large, of either sign, zero, or none.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => (-3.0..7.0f64, any::<bool>()).prop_map(|(power, minus)| 10f64.powf(power) * if minus { -1.0 } else { 1.0 }),
        1 => Just(0.0),
        1 => Just(f64::NAN),
    ]
}

fn estimate() -> impl Strategy<Value = Estimate> {
    (number(), proptest::option::of((number(), number()))).prop_map(|(value, interval)| match interval {
        Some((low, high)) => Estimate::within(value, low, high),
        None => value.into(),
    })
}

fn subject() -> impl Strategy<Value = Subject> {
    let code = prop_oneof![Just("USA"), Just("VNM"), Just("SGP"), Just("ROW"), Just("")];
    (code, "[A-Za-zÀ-ü<>&\"' ]{0,24}").prop_map(|(code, name)| Subject::new(code, name))
}

fn format() -> impl Strategy<Value = Format> {
    proptest::sample::select(&KINDS[..]).prop_map(Format::from)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn bars(series in 1..5usize, format in format(),
            rows in proptest::collection::vec((subject(), proptest::collection::vec(estimate(), 5)), 1..82)) {
        let rows = rows.into_iter().map(|(subject, values)| BarRow::new(subject, values)).collect();
        let series = (0..series).map(|n| format!("Series of number {n}")).collect();
        check(&Bars { series, rows, format }.sorted());
    }

    #[test]
    fn dumbbells(format in format(), before in "[a-z ]{1,40}",
                 rows in proptest::collection::vec((subject(), number(), number(), proptest::option::of(number())), 1..40)) {
        let pair = |(subject, before, after, change_pct)| Pair { change_pct, ..Pair::new(subject, before, after) };
        let rows = rows.into_iter().map(pair).collect();
        check(&Dumbbell { before, after: "afterwards".into(), rows, format });
    }

    #[test]
    fn curves(format in format(), across in "[A-Za-z ]{0,60}", up in "[A-Za-z ]{0,60}", band in "[a-z ]{0,60}",
              points in proptest::collection::vec((number(), estimate()), 0..30)) {
        let points = points.into_iter().map(|(at, estimate)| CurvePoint::new(at, estimate)).collect();
        check(&Curve { across, up, band, points, format });
    }

    #[test]
    fn waterfalls(format in format(), steps in proptest::collection::vec((subject(), number(), any::<bool>()), 1..12)) {
        let steps = steps.into_iter().map(|(subject, value, is_total)| Step { subject, value, is_total }).collect();
        check(&Waterfall { steps, format });
    }

    #[test]
    fn intervals(format in format(), rows in proptest::collection::vec((subject(), estimate()), 1..20)) {
        let rows = rows.into_iter().map(|(subject, estimate)| IntervalRow::new(subject, estimate)).collect();
        check(&Intervals { rows, format });
    }

    #[test]
    fn frontiers(sides in (subject(), subject()), line in proptest::collection::vec((number(), number()), 0..30),
                 floor in proptest::option::of((number(), number())),
                 marks in proptest::collection::vec(("[A-Za-z -]{0,30}", (number(), number())), 0..12)) {
        let styles = [Style::Chosen, Style::Full, Style::Hollow].into_iter().cycle();
        let marks = marks.into_iter().zip(styles).map(|((name, at), style)| Mark::new(name, at, style)).collect();
        let reach = vec![Reach::new("One line", line.clone()), Reach::new("Another line", line.into_iter().rev())];
        check(&Frontier { sides: sides.into(), measure: "real income, %".into(), reach, floor, marks });
    }

    #[test]
    fn calibrations(format in format(), clouds in proptest::collection::vec(
                        (subject(), proptest::collection::vec(("[A-Za-z -]{0,30}", number(), number(), number()), 0..30)), 0..4)) {
        let case = |(name, said, came, weight): (String, f64, f64, f64)| Judged::new(name, said, came, weight);
        let cloud = |(subject, cases): (Subject, Vec<_>)| Cloud { subject, cases: cases.into_iter().map(case).collect() };
        check(&Calibration { clouds: clouds.into_iter().map(cloud).collect(), weight: "Flow".into(), format });
    }

    #[test]
    fn courses(format in format(), what in "[a-z ]{0,60}", band in "[a-z ]{0,60}", first in 1..9999i32,
               moments in proptest::collection::vec((estimate(), proptest::option::of((number(), number()))), 0..40)) {
        let moments = moments.into_iter().zip(first..);
        let moments = moments.map(|((estimate, band), year)| Moment { year, estimate, band }).collect();
        check(&Course { what, band, moments, format });
    }

    #[test]
    fn flows(format in format(), source in subject(), total in number(),
             bands in proptest::collection::vec((subject(), number(), proptest::option::of(0.0..100.0f64)), 0..13)) {
        let band = |(subject, amount, share_pct)| Band { share_pct, ..Band::new(subject, amount, Fate::Market) };
        let bands = bands.into_iter().map(band).collect();
        check(&Flow { source, total, bands, format, unit: "billion USD".into() });
    }

    #[test]
    fn maps(format in format(), values in proptest::collection::vec((subject(), number()), 0..30), most in number()) {
        let arrow = |to: &str| Arrow {
            from: Subject::new("CHN", "China"),
            to: Subject::new(to, "A country of some length"),
            amount: most,
            format,
        };
        let map = WorldMap::new(values, format, "a measure of some length, billion USD");
        check(&map.with_arrows(["USA", "CHN", "NZL", "FJI", "MEX", "ROW", "LUX", "BEL", "NLD"].map(arrow).into()));
    }
}

#[test]
fn all_equal_and_empty_are_drawn() {
    for value in [0.0, 1.0, -1.0, f64::NAN] {
        let row = || BarRow::new(Subject::new("USA", "United States"), [value.into()]);
        let rows = (0..3).map(|_| row()).collect();
        check(&Bars { series: vec!["one".into()], rows, format: Kind::Change.into() });
    }
    check(&Bars { series: vec!["one".into()], rows: vec![], format: Kind::Change.into() });
    check(&Bars { series: vec![], rows: vec![], format: Kind::Change.into() });
    check(&Intervals { rows: vec![], format: Kind::Change.into() });
    check(&Calibration { clouds: vec![], weight: String::new(), format: Kind::Change.into() });
    check(&Course { what: String::new(), band: String::new(), moments: vec![], format: Kind::Number.into() });
    check(&Dumbbell { before: String::new(), after: String::new(), rows: vec![], format: Kind::Rate.into() });
    check(&Waterfall { steps: vec![], format: Kind::Amount.into() });
    let sides = || ["USA", "CHN"].map(|code| Subject::new(code, code));
    let none = Frontier { sides: sides(), measure: String::new(), reach: vec![], floor: None, marks: vec![] };
    check(&none);
    let same = (0..9).map(|n| Mark::new(format!("Point {n}"), (0.1, 0.1), Style::Full)).collect();
    check(&Frontier { marks: same, floor: Some((f64::NAN, 1.0)), ..none });
}

fn hostile_page() -> Page {
    let name = "<script>alert('x')</script>\"&";
    let bars = Bars {
        series: vec![name.into()],
        rows: vec![BarRow::new(Subject::new(name, name), [1.0.into()])],
        format: Kind::Change.into(),
    };
    let caption =
        Caption { title: name.into(), subtitle: name.into(), source: name.into(), notes: vec!["n".into()] };
    let map = WorldMap::new(vec![(Subject::new(name, name), 1.0)], Kind::Change.into(), name);
    Page {
        title: name.into(),
        question: name.into(),
        answer: vec![name.into()],
        lead: Some(Figure::new(name, caption.clone(), bars)),
        further: vec![name.into()],
        sections: vec![Section {
            id: "s".into(),
            heading: name.into(),
            lead: name.into(),
            body: vec![
                Block::Figure(Figure::new("map", caption, map)),
                Block::Caveat(name.into(), name.into()),
            ],
        }],
        footnotes: vec![Footnote { id: "n".into(), text: name.into() }],
        colophon: name.into(),
        palette: Palette::naming([name]),
    }
}

#[test]
fn hostile_names_stay_text() {
    let html = hostile_page().render().unwrap();
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;"));
}

#[test]
fn the_same_page_gives_the_same_bytes_and_needs_no_network() {
    let html = hostile_page().render().unwrap();
    assert_eq!(html, hostile_page().render().unwrap());
    let foreign = html.replace("http://www.w3.org/2000/svg", "");
    assert!(!foreign.contains("http://") && !foreign.contains("https://") && !foreign.contains("@import"));
    assert!(html.len() < 150_000, "{}", html.len());
}

#[test]
fn a_missing_footnote_and_a_double_name_are_errors() {
    let mut page = hostile_page();
    page.footnotes.clear();
    assert!(matches!(page.render(), Err(PageError::NoSuchFootnote(id)) if id == "n"));
    let mut page = hostile_page();
    page.sections[0].id = "map".into();
    assert!(matches!(page.render(), Err(PageError::SameId(id)) if id == "map"));
}
