//! Every chart on one page, on made-up numbers: what they look like, and what they do at the edges.
//!
//! ```text
//! cargo run -p thalweg-brief --example gallery -- gallery.html
//! ```

use jiff::civil::date;
use std::error::Error;
use thalweg_brief::Palette;
use thalweg_brief::chart::{
    Arrow, Band, BarRow, Bars, Bond, Calibration, Caption, Cloud, Course, Curve, CurvePoint, Drawing,
    Dumbbell, Estimate, Fate, Figure, Flow, Frontier, Instant, IntervalRow, Intervals, Judged, Mark, Moment,
    Network, Node, Pair, Reach, Spell, SpellRow, Spells, Step, Style, Subject, Waterfall, WorldMap,
};
use thalweg_brief::number::Kind;
use thalweg_brief::page::{Block, Footnote, Page, Section};
use thalweg_core::{Column, Measure, Table, Unit};

const SOURCE: &str =
    "Made-up numbers. Source: baseline world-2022; certificate: residual 3.1e-12, within 1e-10.";

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("the name of the page to write is needed")?;
    std::fs::write(path, page()?.render()?)?;
    Ok(())
}

fn page() -> Result<Page, Box<dyn Error>> {
    Ok(Page {
        title: "Gallery · truce, breakdown, rollback".into(),
        question: "What do the tariffs between the United States and China do, and where do the goods go instead?"
            .into(),
        answer: vec![
            "The truce costs the United States **0.29 %** of real income (90 % interval: 0.41 to 0.15) and China \
             **0.32 %**.[^model]"
                .into(),
            "American imports from China fall by half, from **532.2** to **257.8 billion dollars**; **one dollar in \
             eight** of the displaced goods finds a third market.[^flows]"
                .into(),
            "Vietnam and Mexico gain; Canada, Germany and Mexico take the goods.".into(),
        ],
        lead: Some(figure("lead", "Vietnam and Mexico gain what both sides lose", scenarios())),
        further: vec!["A deal would take tariffs from **21.6 %** to **4.2 %**.".into()],
        sections: vec![displaced(), before_and_after()?, sure(), judged(), who(), edges(), made()],
        footnotes: footnotes(),
        colophon: "Made by thalweg from the baseline **world-2022**.".into(),
        palette: Palette::naming(["USA", "CHN", "MEX", "VNM", "CAN", "DEU"]),
    })
}

fn figure(id: &str, title: &str, drawing: impl Drawing + 'static) -> Figure {
    let caption = Caption {
        title: title.into(),
        subtitle: "Made-up measure, percent against the base of 2022".into(),
        source: SOURCE.into(),
        notes: vec!["model".into()],
    };
    Figure::new(id, caption, drawing)
}

fn scenarios() -> Bars {
    let row = |code: &str, name: &str, values: [f64; 3], half: f64| {
        let values = values.map(|value| Estimate::within(value, value - half, value + half));
        BarRow::new(Subject::new(code, name), values)
    };
    Bars {
        series: vec!["Truce".into(), "Breakdown".into(), "Rollback".into()],
        rows: vec![
            row("VNM", "Vietnam", [0.326, 0.5725, -0.3171], 0.09),
            row("MEX", "Mexico", [0.1936, 0.3038, -0.2481], 0.06),
            row("CAN", "Canada", [0.06, 0.078, -0.0619], 0.03),
            row("DEU", "Germany", [0.0247, 0.03, -0.01], 0.01),
            row("KOR", "South Korea", [0.02, 0.04, -0.03], 0.01),
            row("GBR", "United Kingdom", [0.004, 0.01, -0.003], 0.01),
            row("USA", "United States", [-0.286, -0.7729, 0.0908], 0.13),
            row("CHN", "China", [-0.317, -0.6863, 0.4603], 0.11),
        ],
        format: Kind::Change.into(),
    }
}

fn displaced() -> Section {
    Section {
        id: "diversion".into(),
        heading: "Where do the goods go instead?".into(),
        lead: "Half of what China no longer sells to the United States is sold at home, a third is not made.[^flows]"
            .into(),
        body: vec![
            Block::Figure(figure("flow", "One dollar in eight finds a third market", flow())),
            Block::Figure(figure("frontier", "A deal leaves both better off than today", frontier())),
            Block::Figure(figure("map", "Neighbours of both sides take the goods", world(true))),
            Block::Figure(figure("map-plain", "South-east Asia and Mexico gain", world(false))),
            Block::Caveat("What this cannot say.".into(), "The model knows no time: it compares two states.".into()),
        ],
    }
}

fn frontier() -> Frontier {
    let line = |scale: f64| {
        (0..=20).map(move |n| f64::from(n) / 20.0).map(move |part| {
            let angle = std::f64::consts::FRAC_PI_2 * part;
            (scale * 0.5 * angle.cos() - 0.1, scale * 0.9 * angle.sin() - 0.2)
        })
    };
    Frontier {
        sides: [Subject::new("USA", "United States"), Subject::new("CHN", "China")],
        measure: "real income, %".into(),
        reach: vec![Reach::new("All", line(1.0)), Reach::new("Without harm to third countries", line(0.8))],
        floor: Some((-0.1, -0.2)),
        marks: vec![
            Mark::new("Equal gains", (0.22, 0.49), Style::Chosen),
            Mark::new("Nash", (0.25, 0.44), Style::Full),
            Mark::new("Kalai-Smorodinsky", (0.252, 0.438), Style::Full),
            Mark::new("Today", (0.0, 0.0), Style::Hollow),
            Mark::new("War", (-0.1, -0.2), Style::Full),
        ],
    }
}

fn flow() -> Flow {
    let band = |code: &str, name: &str, amount: f64, fate| {
        Band::new(Subject::new(code, name), amount, fate).sharing(amount / 274.3 * 100.0)
    };
    Flow {
        source: Subject::new("CHN", "Displaced exports of China to the United States"),
        total: 274.3,
        bands: vec![
            band("MEX", "Mexico", 9.0, Fate::Market),
            band("DEU", "Germany", 6.1, Fate::Market),
            band("VNM", "Vietnam", 5.8, Fate::Market),
            band("CAN", "Canada", 4.7, Fate::Market),
            band("JPN", "Japan", 3.9, Fate::Market),
            band("", "All other markets", 8.2, Fate::Market),
            band("RUS", "Russian Federation", -0.3, Fate::Market),
            band("", "Sold at home", 132.6, Fate::Home),
            band("", "Not produced", 104.0, Fate::NotMade),
        ],
        format: Kind::Amount.into(),
        unit: "billion USD".into(),
    }
}

/// Countries and made-up numbers: the code's letters, so that they are the same on every run.
fn countries() -> Vec<(Subject, f64)> {
    let named = [
        ("USA", "United States", -0.286),
        ("CHN", "China", -0.317),
        ("MEX", "Mexico", 0.194),
        ("VNM", "Vietnam", 0.326),
        ("CAN", "Canada", 0.06),
        ("DEU", "Germany", 0.025),
        ("SGP", "Singapore", 0.11),
        ("HKG", "Hong Kong", -0.21),
        ("ROW", "Rest of the world", 0.02),
        ("RUS", "Russian Federation", f64::NAN),
    ];
    let mut all: Vec<(Subject, f64)> = named.map(|(code, name, v)| (Subject::new(code, name), v)).into();
    for code in thalweg_brief::geography::Positions::embedded().codes() {
        if !named.iter().any(|(known, ..)| *known == code) && !["ESH", "PRK", "CUB", "GRL"].contains(&code) {
            let made_up = code.bytes().fold(7u32, |sum, letter| sum * 31 % 1009 + u32::from(letter));
            all.push((Subject::new(code, code), f64::from(made_up % 97) / 300.0 - 0.12));
        }
    }
    all
}

fn world(arrows: bool) -> WorldMap {
    let measure = "Real income, change in percent";
    if !arrows {
        return WorldMap::new(countries(), Kind::Change.into(), measure);
    }
    let map = WorldMap::new(Vec::new(), Kind::Change.into(), measure);
    let china = || Subject::new("CHN", "China");
    let arrow = |code: &str, name: &str, amount| Arrow {
        from: china(),
        to: Subject::new(code, name),
        amount,
        format: Kind::Move.into(),
    };
    map.with_arrows(vec![
        arrow("MEX", "Mexico", 9.0),
        arrow("DEU", "Germany", 6.1),
        arrow("VNM", "Vietnam", 5.8),
        arrow("CAN", "Canada", 4.7),
        arrow("JPN", "Japan", 3.9),
        arrow("GBR", "United Kingdom", 3.1),
        arrow("AUS", "Australia", 2.2),
        arrow("BRA", "Brazil", 2.0),
        arrow("ZAF", "South Africa", 1.1),
    ])
}

fn before_and_after() -> Result<Section, Box<dyn Error>> {
    let pair = |code: &str, name: &str, before: f64, after: f64| {
        Pair::new(Subject::new(code, name), before, after).changed_by((after / before - 1.0) * 100.0)
    };
    let imports = Dumbbell {
        before: "2022".into(),
        after: "with the truce".into(),
        rows: vec![
            pair("USA", "United States", 532.152, 257.825),
            pair("DEU", "Germany", 170.671, 176.749),
            pair("MEX", "Mexico", 127.483, 136.517),
            pair("VNM", "Vietnam", 123.770, 129.546),
            pair("CAN", "Canada", 82.759, 87.502),
        ],
        format: Kind::Amount.into(),
    };
    let who_pays = Waterfall {
        steps: vec![
            Step::part("American buyers", 70.4).of("USA"),
            Step::part("Chinese sellers", 6.9).of("CHN"),
            Step::part("Refunded", -4.2),
            Step::total("Tariff revenue", 73.1),
        ],
        format: Kind::Amount.into(),
    };
    let rows = [("Vietnam", 0.326, 5_776.0, 12.3), ("United States", -0.286, -274_327.0, 24.9)];
    let table = Table {
        name: "summary".into(),
        title: "Side by side".into(),
        columns: vec![
            Column::new("country", "Country", Measure::Text),
            Column::new("real_income_pct", "Real income", Measure::Percent),
            Column::new("imports", "Imports from China", Measure::Amount),
            Column::new("tariff", "Mean tariff", Measure::Rate),
        ],
        rows: rows.map(|(name, a, b, c)| vec![name.into(), a.into(), b.into(), c.into()]).into(),
    };
    let unit: Unit = "million USD".parse()?;
    Ok(Section {
        id: "balances".into(),
        heading: "What becomes of the balances?".into(),
        lead: "The bilateral deficit falls, the overall one does not.".into(),
        body: vec![
            Block::Figure(figure("imports", "American imports from China fall by half", imports)),
            Block::Multiples(vec![
                figure("paid", "Buyers pay nine tenths of the tariff", who_pays),
                figure("sectors", "Textiles lose, machinery wins", sectors()),
            ]),
            Block::Table(table, Some(unit)),
        ],
    })
}

fn sectors() -> Bars {
    let row = |name: &str, value: f64| BarRow::new(Subject::plain(name), [value.into()]);
    Bars {
        series: vec!["Output".into()],
        rows: vec![
            row("Machinery and equipment", 2.31),
            row("Motor vehicles", 1.02),
            row("Mining, energy", -0.4),
            row("Textiles and clothing", -6.2),
        ],
        format: Kind::Change.into(),
    }
}

fn sure() -> Section {
    let row = |name: &str, estimate: Estimate| IntervalRow::new(Subject::plain(name), estimate);
    let sets = Intervals {
        rows: vec![
            row("200 draws, median and 90 %", Estimate::within(-0.286, -0.412, -0.148)),
            row("Default elasticities", (-0.286).into()),
            row("Caliendo and Parro 2015", (-0.221).into()),
            row("Elasticity 4 everywhere", (-0.334).into()),
            row("Not computed", f64::NAN.into()),
        ],
        format: Kind::Change.into(),
    };
    Section {
        id: "sure".into(),
        heading: "How sure is it?".into(),
        lead: "The sign is sure, the size is not.".into(),
        body: vec![Block::Figure(figure("sets", "Every set of elasticities gives a loss", sets))],
    }
}

fn edges() -> Section {
    let hostile = "<script>alert(1)</script> & \"so\" on";
    let row = |name: &str, value: f64| BarRow::new(Subject::new("X", name), [value.into()]);
    let sizes = Bars {
        series: vec!["Anything".into()],
        rows: vec![
            row("Ten million, a long name", 1e7),
            row("Saint Vincent and the Grenadines", 2.5e6),
            row("A thousandth", 0.001),
            row("Nothing", 0.0),
            row("No value", f64::NAN),
            row(hostile, -3e6),
        ],
        format: Kind::Amount.into(),
    };
    let many = Bars {
        series: vec!["Real income".into()],
        rows: (0..81)
            .map(|n| row(&format!("Economy number {n}"), f64::from(n * 37 % 81) / 40.0 - 1.0))
            .collect(),
        format: Kind::Change.into(),
    };
    let pair = |name: &str, before, after| Pair::new(Subject::plain(name), before, after);
    let pairs = Dumbbell {
        before: "before the tariffs of 2018 and 2019".into(),
        after: "after all of them are undone".into(),
        rows: vec![
            pair("Equal", 5.0, 5.0),
            pair("No value before", f64::NAN, 3.0),
            pair("No value at all", f64::NAN, f64::NAN),
            pair("Across zero", -4.0, 6.0),
            pair("Zero", 0.0, 0.0),
        ],
        format: Kind::Amount.into(),
    };
    Section {
        id: "edges".into(),
        heading: "What happens at the edges?".into(),
        lead: "Names that are code, numbers that are none.".into(),
        body: vec![
            Block::Multiples(vec![figure("sizes", "All sizes", sizes), figure("pairs", "All pairs", pairs)]),
            Block::Figure(figure("one", "One row", Bars { rows: vec![row("Alone", -0.5)], ..sectors() })),
            Block::Figure(figure("many", "Eighty-one rows", many.sorted())),
        ],
    }
}

fn judged() -> Section {
    let case = |name: &str, said, came, weight| Judged::new(name, said, came, weight);
    let cloud = Cloud {
        subject: Subject::new("USA", "American imports"),
        cases: vec![
            case("Textiles", -34.0, -42.1, 64.8),
            case("Petroleum", -43.9, -88.3, 1.2),
            case("Furniture", -21.0, -18.4, 30.1),
        ],
    };
    let calibration =
        Calibration { clouds: vec![cloud], weight: "Flow before".into(), format: Kind::Change.into() };
    let moment = |year, value: f64| Moment {
        year,
        estimate: Estimate::within(value, value - 0.5, value + 0.5),
        band: Some((-0.8, 0.5)),
    };
    let course = Course {
        what: "response".into(),
        band: "placebo".into(),
        moments: vec![moment(2016, 0.07), moment(2017, 0.0), moment(2018, 0.8), moment(2019, 1.94)],
        format: Kind::Number.into(),
    };
    let point = |at, value: f64, half: f64| {
        CurvePoint::new(at, Estimate::within(value, value - half, value + half / 2.0))
    };
    let curve = Curve {
        across: "tankers listed".into(),
        up: "revenue, change in percent".into(),
        band: "90 % of draws".into(),
        points: vec![
            point(0.0, 0.0, 0.0),
            point(60.0, -1.9, 1.2),
            point(120.0, -3.2, 2.6),
            point(180.0, -7.7, 3.0),
        ],
        format: Kind::Change.into(),
    };
    Section {
        id: "judged".into(),
        heading: "How would it have done?".into(),
        lead: "Said against came, year by year, one number against another.".into(),
        body: vec![
            Block::Multiples(vec![
                figure("calibration", "Said against came", calibration),
                figure("course", "Year by year", course),
            ]),
            Block::Figure(figure("curve", "One number against another", curve)),
        ],
    }
}

fn who() -> Section {
    let spell = |from, to, label: &str, telling| Spell { from: Some(from), to, label: label.into(), telling };
    let row = |head: &str, spells, instants| SpellRow { head: head.into(), spells, instants };
    let flags = vec![
        spell(date(2019, 3, 1), Some(date(2022, 6, 1)), "GREECE", false),
        spell(date(2022, 6, 1), None, "PANAMA", true),
    ];
    let listed = vec![Instant { day: date(2023, 10, 12), label: "listed".into() }];
    let spells =
        Spells::new(vec![row("Flag", flags, vec![]), row("Lists", vec![], listed)], date(2024, 1, 1));
    let node = |name: &str, layer, telling| Node { name: name.into(), layer, telling, ..Node::default() };
    let bond = |near, far, label: &str| Bond { near, far, label: label.into() };
    let network = Network {
        heads: vec!["Ship".into(), "Companies".into(), "Owners".into()],
        nodes: vec![node("TANKER", 0, false), node("SHIPPING LTD", 1, false), node("HOLDING JSC", 2, true)],
        bonds: vec![bond(0, 1, "registered owner"), bond(1, 2, "60 %")],
    };
    Section {
        id: "who".into(),
        heading: "Who is behind it?".into(),
        lead: "A life in spells, and a network outwards.".into(),
        body: vec![
            Block::Figure(figure("spells", "A flag changed before the listing", spells)),
            Block::Figure(figure("network", "Two steps to the holding", network)),
        ],
    }
}

fn made() -> Section {
    Section {
        id: "made".into(),
        heading: "How was it made?".into(),
        lead: "Nothing here was computed.".into(),
        body: vec![
            Block::Paragraph("Every number on this page is invented.[^model]".into()),
            Block::Definitions(vec![
                ("Baseline".into(), "world-2022: 81 economies, 28 sectors.".into()),
                (
                    "Certificate".into(),
                    "Largest relative residual **3.1e-12**, recomputed from the result.".into(),
                ),
            ]),
        ],
    }
}

fn footnotes() -> Vec<Footnote> {
    vec![
        Footnote {
            id: "model".into(),
            text: "Scenario truce, baseline world-2022, model: exact hat algebra with input-output links."
                .into(),
        },
        Footnote {
            id: "flows".into(),
            text: "Values before tariff, billion dollars of 2022.[^model]".into(),
        },
    ]
}
