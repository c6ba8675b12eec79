//! What holds of any table.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{mirror, text};
use proptest::prelude::*;
use std::fmt::Write;
use thalweg_mirror::{Countries, Ledger, Margin, Mirror, Options, Question, read};

const PLACES: [&str; 6] = ["DEU", "KGZ", "KAZ", "CHN", "MYS", "NLD"];
const PRODUCTS: [&str; 3] = ["2709", "8542", "9403"];

/// A row: who, to whom, whether imports, what, when, dollars.
type Row = (usize, usize, bool, usize, u16, u32);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (0..6usize, 0..6usize, any::<bool>(), 0..3usize, 2019..2023u16, 100..1_000_000u32);
    proptest::collection::vec(row, 1..80).prop_map(|mut rows| {
        rows.sort();
        rows.dedup_by_key(|row| (row.0, row.1, row.2, row.3, row.4));
        rows.retain(|row| row.0 != row.1);
        rows
    })
}

fn table(rows: &[Row]) -> String {
    let mut table = "reporter,partner,flow,hs,year,motCode,usd\n".to_owned();
    for (reporter, partner, import, product, year, usd) in rows {
        let flow = if *import { "M" } else { "X" };
        let (reporter, partner) = (PLACES[*reporter], PLACES[*partner]);
        writeln!(table, "{reporter},{partner},{flow},{},{year},0,{usd}", PRODUCTS[*product]).unwrap();
    }
    table
}

fn plain() -> Question {
    Question { margin: Margin::fixed(0.0), ..Question::default() }
}

fn answer(table: &str) -> Option<Mirror> {
    Mirror::of(&text(table).0, &Countries::embedded(), &plain()).ok()
}

fn bytes(table: &str) -> Option<String> {
    answer(table).map(|mirror| serde_json::to_string(&mirror).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Who reports what as an import reports it as an export instead: every gap changes its sign.
    #[test]
    fn swapping_the_sides_flips_the_sign(rows in rows()) {
        let swapped: Vec<Row> = rows.iter().map(|(a, b, import, p, y, usd)| (*b, *a, *import, *p, *y, *usd)).collect();
        // the importer's report of A from B becomes the exporter's report of A to B, with the same amount
        let swapped: Vec<Row> = swapped.iter().map(|(a, b, import, p, y, usd)| (*a, *b, !*import, *p, *y, *usd)).collect();
        let (Some(one), Some(other)) = (answer(&table(&rows)), answer(&table(&swapped))) else { return Ok(()) };
        prop_assert_eq!(one.gaps.len(), other.gaps.len());
        for (a, b) in one.gaps.iter().zip(&other.gaps) {
            prop_assert_eq!((&a.exporter, &a.importer, a.year), (&b.exporter, &b.importer, b.year));
            prop_assert_eq!(a.gap.map(|gap| -gap + 0.0), b.gap.map(|gap| gap + 0.0));
            prop_assert_eq!(-a.difference, b.difference);
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter(rows in rows(), seed in any::<u64>()) {
        let mut shuffled = rows.clone();
        let mut state = seed | 1;
        for place in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(place, (state >> 33) as usize % (place + 1));
        }
        prop_assert_eq!(bytes(&table(&rows)), bytes(&table(&shuffled)));
    }

    /// Each row taken apart by mode, with its total or without, is the row; a total over products and an aggregate of partners change nothing.
    #[test]
    fn totals_beside_their_parts_change_nothing(rows in rows(), halves in any::<bool>()) {
        let whole = table(&rows);
        let mut more = if halves { "reporter,partner,flow,hs,year,motCode,usd\n".to_owned() } else { whole.clone() };
        for (reporter, partner, import, product, year, usd) in &rows {
            let flow = if *import { "M" } else { "X" };
            let (reporter, partner) = (PLACES[*reporter], PLACES[*partner]);
            let product = PRODUCTS[*product];
            let sea = usd / 3;
            writeln!(more, "{reporter},{partner},{flow},{product},{year},2100,{sea}").unwrap();
            writeln!(more, "{reporter},{partner},{flow},{product},{year},3200,{}", usd - sea).unwrap();
            writeln!(more, "{reporter},EU27,{flow},{product},{year},0,{usd}").unwrap();
        }
        prop_assert_eq!(bytes(&whole), bytes(&more));
    }

    #[test]
    fn any_bytes_are_an_answer_or_an_error(junk in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let countries = Countries::embedded();
        let _ = read(&junk[..], "junk", &Options::new(&countries), &mut Ledger::new());
        let head = b"reporter,partner,flow,hs,year,motCode,usd,kg\n";
        let mut ledger = Ledger::new();
        if let Ok(source) = read(&[&head[..], &junk].concat()[..], "junk", &Options::new(&countries), &mut ledger) {
            prop_assert!(source.intake.accepted >= ledger.statements());
        }
        let _ = Mirror::of(&ledger, &countries, &Question::default());
    }

    #[test]
    fn any_text_like_a_table_is_an_answer_or_an_error(junk in "[A-Z0-9,\"\\\\\n{}\\[\\]:. -]{0,800}") {
        let countries = Countries::embedded();
        for head in ["", "{\"data\":[", "freq,reporter,partner,indicators\\T\t2020\n", "year,importer,exporter,import_usd,export_usd\n"] {
            let mut ledger = Ledger::new();
            let text = format!("{head}{junk}");
            let _ = read(text.as_bytes(), "junk", &Options::new(&countries), &mut ledger);
            let _ = Mirror::of(&ledger, &countries, &Question::default());
        }
    }
}

/// A product total said by both sides beside their products, for a known case.
#[test]
fn a_total_of_products_changes_nothing() {
    let rows = [
        (0, 1, false, 0, 2022, 500),
        (1, 0, true, 0, 2022, 300),
        (0, 1, false, 1, 2022, 700),
        (1, 0, true, 1, 2022, 900),
    ];
    let whole = table(&rows);
    let total = format!("{whole}DEU,KGZ,X,TOTAL,2022,0,1200\nKGZ,DEU,M,TOTAL,2022,0,1200\n");
    let (one, other) = (mirror(&text(&whole).0, &plain()), mirror(&text(&total).0, &plain()));
    assert_eq!(one.gaps, other.gaps);
    assert_eq!(one.flows, other.flows);
}
