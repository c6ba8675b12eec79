//! Every kind of table, and the traps in each: totals beside their parts are never added.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says where")]

mod common;

use common::{gap, mirror, text};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use thalweg_mirror::{Countries, Ledger, Margin, Options, Question, read};

/// One flow of 100 said by the exporter and 106 by the importer, whatever the table.
fn check(table: &str, layout: &str) {
    let (ledger, source) = text(table);
    assert_eq!(source.intake.refused(), 0, "{:?} {:?}", source.intake.refusals, source.unknown);
    assert_eq!(source.layout, layout);
    let mirror = mirror(&ledger, &Question::default());
    let gap = gap(&mirror, "DEU", "KGZ", 2022);
    assert_eq!((gap.exporter_said, gap.importer_said), (Some(100.0), Some(106.0)), "{table}");
    assert!(gap.gap.unwrap().abs() < 1e-12, "freight of 6 percent is taken off: {gap:?}");
}

#[test]
fn comtrade_new_with_modes_procedures_and_second_partners() {
    let head = "refPeriodId,refYear,period,reporterCode,reporterISO,reporterDesc,flowCode,flowDesc,partnerCode,partnerISO,partner2Code,\
                cmdCode,customsCode,mosCode,motCode,netWgt,cifvalue,fobvalue,primaryValue\n";
    let rows = "20220101,2022,2022,276,DEU,Germany,X,Export,417,KGZ,0,2709,C00,0,0,10,,,100\n\
                20220101,2022,2022,276,DEU,Germany,X,Export,417,KGZ,0,2709,C00,0,2100,4,,,40\n\
                20220101,2022,2022,276,DEU,Germany,X,Export,417,KGZ,0,2709,C00,0,3200,6,,,60\n\
                20220101,2022,2022,276,DEU,Germany,X,Export,417,KGZ,0,2709,C03,0,0,10,,,100\n\
                20220101,2022,2022,276,DEU,Germany,X,Export,417,KGZ,398,2709,C00,0,0,10,,,100\n\
                20220101,2022,2022,276,DEU,Germany,RX,Re-export,417,KGZ,0,2709,C00,0,0,1,,,10\n\
                20220101,2022,2022,417,,Kyrgyzstan,M,Import,276,DEU,0,2709,C00,0,0,10,106,,106\n";
    check(&format!("{head}{rows}"), "UN Comtrade");
}

/// Parts without their total are added.
#[test]
fn parts_alone_are_added() {
    let table = "reporterISO,partnerISO,flowCode,period,cmdCode,motCode,primaryValue\n\
                 DEU,KGZ,X,2022,2709,2100,40\nDEU,KGZ,X,2022,2709,3200,60\nKGZ,DEU,M,2022,2709,0,106\n";
    check(table, "UN Comtrade");
}

#[test]
fn imports_free_on_board_need_no_freight() {
    let table = "reporterISO,partnerISO,flowCode,period,cmdCode,fobvalue,primaryValue\n\
                 DEU,KGZ,X,2022,2709,,100\nKGZ,DEU,M,2022,2709,100,106\n";
    let (ledger, _) = text(table);
    let mirror = mirror(&ledger, &Question::default());
    let gap = gap(&mirror, "DEU", "KGZ", 2022);
    assert_eq!((gap.importer_said, gap.margin), (Some(100.0), 0.0));
}

#[test]
fn comtrade_legacy() {
    let table = "Classification,Year,Period,Trade Flow Code,Trade Flow,Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,\
                 Commodity Code,Commodity,Netweight (kg),Trade Value (US$)\n\
                 H5,2022,2022,2,Export,276,Germany,DEU,417,Kyrgyzstan,KGZ,2709,\"Oils, crude\",10,100\n\
                 H5,2022,2022,1,Import,417,Kyrgyzstan,KGZ,276,Germany,DEU,2709,\"Oils, crude\",10,106\n";
    check(table, "UN Comtrade, legacy");
}

#[test]
fn comtrade_json_of_both_ages() {
    let new = r#"{"elapsedTime":"0.1","count":2,"data":[
        {"reporterISO":"DEU","partnerISO":"KGZ","flowCode":"X","period":"2022","cmdCode":"2709","motCode":0,"primaryValue":100.0,"netWgt":null},
        {"reporterISO":"KGZ","partnerISO":"DEU","flowCode":"M","period":"2022","cmdCode":"2709","motCode":0,"primaryValue":106,"netWgt":10}],"error":""}"#;
    check(new, "UN Comtrade");
    let old = r#"{"validation":{"status":{"name":"Ok"}},"dataset":[
        {"rtCode":276,"rt3ISO":"DEU","ptCode":417,"pt3ISO":"KGZ","rgCode":2,"period":2022,"cmdCode":"2709","TradeValue":100},
        {"rtCode":417,"rt3ISO":"KGZ","ptCode":276,"pt3ISO":"DEU","rgCode":1,"period":2022,"cmdCode":"2709","TradeValue":106}]}"#;
    check(old, "UN Comtrade, legacy");
}

/// Twelve months, and the year that Eurostat writes as month 52; `KG` and `DE` are codes of two letters.
#[test]
fn eurostat_long_with_months_and_their_year() {
    let mut table =
        "DECLARANT_ISO,PARTNER_ISO,PRODUCT_NC,FLOW,STAT_REGIME,PERIOD,VALUE_IN_EUROS,QUANTITY_IN_KG\n"
            .to_owned();
    for month in 1..=12 {
        table.push_str(&format!(
            "DE,KG,TOTAL,2,1,2022{month:02},5,1\nDE,KG,TOTAL,2,2,2022{month:02},{},1\n",
            3
        ));
    }
    table
        .push_str("DE,KG,TOTAL,2,1,202252,70,1\nDE,KG,TOTAL,2,2,202252,30,1\nKG,DE,TOTAL,1,1,202252,106,1\n");
    check(&table, "Eurostat");
}

#[test]
fn eurostat_wide() {
    let table = "freq,reporter,partner,product,flow,indicators\\TIME_PERIOD\t2021 \t2022 \n\
                 A,DE,KG,TOTAL,2,VALUE_IN_EUROS\t: \t100 p\n\
                 A,DE,KG,TOTAL,2,QUANTITY_IN_100KG\t1 \t2 \n\
                 A,EU27_2020,KG,TOTAL,2,VALUE_IN_EUROS\t9 \t999 \n\
                 A,KG,DE,TOTAL,1,VALUE_IN_EUROS\t: c\t106 \n";
    check(table, "Eurostat");
}

#[test]
fn eurostat_by_indicator() {
    let table = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n\
                 X,now,A,DE,KG,TOTAL,2,VALUE_IN_EUROS,2022,100,\n\
                 X,now,A,KG,DE,TOTAL,1,VALUE_IN_EUROS,2022,106,\nX,now,A,KG,DE,TOTAL,1,SUP_QUANTITY,2022,5,\n";
    check(table, "Eurostat");
}

/// The year beside its quarters and months, a balance, and an aggregate.
#[test]
fn imf_long_and_wide() {
    let long = "Country Name,Country Code,Indicator Name,Indicator Code,Counterpart Country Name,Counterpart Country Code,Time Period,Value\n\
                Germany,134,x,TXG_FOB_USD,Kyrgyz Republic,917,2022,100\nGermany,134,x,TXG_FOB_USD,Kyrgyz Republic,917,2022Q1,25\n\
                Germany,134,x,TXG_FOB_USD,Kyrgyz Republic,917,2022M01,9\nGermany,134,x,TBG_USD,Kyrgyz Republic,917,2022,-6\n\
                Germany,134,x,TXG_FOB_USD,Advanced Economies,110,2022,7000\n\
                Kyrgyz Republic,917,x,TMG_CIF_USD,Germany,134,2022,106\n";
    check(long, "IMF");
    let wide = "Country Name,Country Code,Indicator Name,Indicator Code,Counterpart Country Name,Counterpart Country Code,Attribute,2021,2022,2022M1,\n\
                Germany,134,x,TXG_FOB_USD,Kyrgyz Republic,917,Value,90,100,9,\nGermany,134,x,TXG_FOB_USD,Kyrgyz Republic,917,Status,E,,,\n\
                Kyrgyz Republic,917,x,TMG_CIF_USD,Germany,134,Value,,106,,\n";
    check(wide, "IMF");
}

/// Imports with freight and without stand side by side: the ones without are taken, and never both.
#[test]
fn imf_imports_on_two_bases() {
    let table = "Country Name,Indicator Code,Counterpart Country Name,Time Period,Value\n\
                 Germany,TXG_FOB_USD,Kyrgyz Republic,2022,100\nKyrgyz Republic,TMG_CIF_USD,Germany,2022,106\n\
                 Kyrgyz Republic,TMG_FOB_USD,Germany,2022,101\n";
    let (ledger, _) = text(table);
    let mirror = mirror(&ledger, &Question::default());
    let gap = gap(&mirror, "DEU", "KGZ", 2022);
    assert_eq!((gap.importer_said, gap.margin), (Some(101.0), 0.0));
}

#[test]
fn packed_tables_are_unpacked() {
    let table = "year,reporter,partner,flow,value_usd\n2022,DEU,KGZ,export,100\n2022,KGZ,DEU,import,106\n";
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(table.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let countries = Countries::embedded();
    let mut ledger = Ledger::new();
    let source = read(&packed[..], "table.csv.gz", &Options::new(&countries), &mut ledger).unwrap();
    assert_eq!(source.intake.accepted, 2);
    let cut = read(&packed[..packed.len() - 9], "cut.csv.gz", &Options::new(&countries), &mut Ledger::new());
    assert!(cut.unwrap_err().to_string().contains("cannot be read to its end"));
}

/// A chapter beside its headings is not compared where both sides tell headings, and is where they do not.
#[test]
fn products_and_their_totals() {
    let table = "year,reporter,partner,flow,hs,value_usd\n\
                 2022,DEU,KGZ,export,TOTAL,1000\n2022,KGZ,DEU,import,TOTAL,900\n\
                 2022,DEU,KGZ,export,27,500\n2022,KGZ,DEU,import,27,400\n\
                 2022,DEU,KGZ,export,2709,300\n2022,KGZ,DEU,import,2709,200\n\
                 2022,DEU,KGZ,export,8542,300\n";
    let (ledger, _) = text(table);
    let mirror = mirror(&ledger, &Question { margin: Margin::fixed(0.0), ..Question::default() });
    let both: Vec<&str> =
        mirror.gaps.iter().filter(|gap| gap.gap.is_some()).map(|gap| gap.product.as_str()).collect();
    assert_eq!(both, ["2709"]);
    assert!(mirror.notes.iter().any(|note| note.starts_with("2 totals of products")), "{:?}", mirror.notes);
    let without: String =
        table.lines().filter(|row| !row.contains("2709")).map(|row| format!("{row}\n")).collect();
    let mirror = common::mirror(&text(&without).0, &Question::default());
    let both: Vec<&str> =
        mirror.gaps.iter().filter(|gap| gap.gap.is_some()).map(|gap| gap.product.as_str()).collect();
    assert_eq!(both, ["27"]);
}

/// Trade through a middle country: product by product, the smaller leg, and never a product that only one leg holds.
#[test]
fn what_passes_is_bounded_by_the_smaller_leg() {
    let table = "year,reporter,partner,flow,hs,value_usd\n\
                 2021,CHN,VNM,export,8542,100\n2021,VNM,USA,export,8542,70\n\
                 2021,CHN,VNM,export,9403,20\n2021,USA,VNM,import,9403,53\n\
                 2021,VNM,USA,export,6109,500\n2021,CHN,VNM,export,2709,900\n";
    let (ledger, _) = text(table);
    let route = ["CHN", "VNM", "USA"].map(str::to_owned);
    let mirror = mirror(&ledger, &Question { routes: vec![route], ..Question::default() });
    let passage = &mirror.passages[0];
    assert_eq!(
        (passage.products, passage.at_most, passage.first_leg, passage.second_leg),
        (2, 90.0, 1020.0, 620.0)
    );
    assert!(passage.sentence(Some("USD"), &Countries::embedded()).contains("AT MOST"));
    assert!(mirror.notes.iter().any(|note| note.contains("16.1 percent") && note.contains("1.8 percent")));
}

/// A row of one month about one partner takes nothing from the whole years that the same reporter told about others.
#[test]
fn a_month_does_not_void_a_year() {
    let table = "period,reporter,partner,flow,hs,eur\n\
                 2020,DEU,KGZ,export,TOTAL,100\n2020,KGZ,DEU,import,TOTAL,9\n\
                 2020-02,DEU,KAZ,export,TOTAL,5\n2020,KAZ,DEU,import,TOTAL,70\n";
    let mirror = mirror(&text(table).0, &Question::default());
    assert_eq!(gap(&mirror, "DEU", "KGZ", 2020).exporter_said, Some(100.0));
    let kazakh = mirror.gaps.iter().find(|gap| gap.importer == "KAZ");
    assert!(kazakh.is_none_or(|gap| gap.exporter_said.is_none()), "{kazakh:?}");
    assert!(mirror.notes.iter().any(|note| note.contains("1 of 12 months")), "{:?}", mirror.notes);
}

/// Who reports exactly nothing is told of, although nothing has no logarithm.
#[test]
fn a_report_of_nothing_is_counted() {
    let table = "year,reporter,partner,flow,hs,eur\n\
                 2020,DEU,KGZ,export,TOTAL,1000000000\n2020,KGZ,DEU,import,TOTAL,0\n\
                 2020,DEU,KAZ,export,TOTAL,100\n2020,KAZ,DEU,import,TOTAL,90\n";
    let mirror = mirror(&text(table).0, &Question::default());
    assert!(
        mirror
            .notes
            .iter()
            .any(|note| note.starts_with("In 1 years of flows one side reports exactly nothing")),
        "{:?}",
        mirror.notes
    );
}
