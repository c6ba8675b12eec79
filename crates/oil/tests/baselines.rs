//! Baseline folders: a small one that is read, and what is wrong with it when it is broken.
#![allow(clippy::unwrap_used, reason = "a test that fails says so")]

use std::path::PathBuf;
use thalweg_oil::{Baseline, World};

const FILES: [(&str, &str); 6] = [
    (
        "oil.toml",
        "name = \"small\"\nyear = 2022\nmonths = 12\nsource = \"made up\"\nlicence = \"none\"\n[parameters]\nprice = 80\nbenchmark = \"A\"\n",
    ),
    (
        "origins.csv",
        "origin,name,seller,port,barrels_per_tonne,supply_short,supply_long\nA,A,A,mongstad,7.5,0.1,0.5\nB,B,B,ras-tanura,7.3,0.1,0.5\n",
    ),
    ("buyers.csv", "buyer,name,port,demand_short,demand_long\nX,X,rotterdam,0.2,0.6\nY,Y,ningbo,0.2,0.6\n"),
    ("flows.csv", "origin,buyer,value,unit\nA,X,1,mb/d\nB,X,0.5,mb/d\nB,Y,2,mb/d\n"),
    ("fleets.csv", "channel,class,ships\nmainstream,aframax,100\nmainstream,vlcc,100\n"),
    ("capacities.csv", "kind,origin,buyer,value,unit\nrefinery,,X,2,mb/d\n"),
];

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The small baseline with one piece of one file replaced.
fn open(test: &str, file: &str, from: &str, to: &str) -> Result<Baseline, String> {
    let folder = Folder(std::env::temp_dir().join(format!("thalweg-oil-{test}-{}", std::process::id())));
    std::fs::create_dir_all(&folder.0).unwrap();
    for (name, text) in FILES {
        let text = if name == file {
            assert!(text.contains(from), "{from} in {name}");
            text.replacen(from, to, 1)
        } else {
            text.to_owned()
        };
        std::fs::write(folder.0.join(name), text).unwrap();
    }
    Baseline::open(folder.0.to_str().unwrap()).map_err(|error| error.to_string())
}

#[test]
fn a_small_folder_is_read_and_solved() {
    let baseline = open("small", "flows.csv", "A,X,1", "A,X,1").unwrap();
    assert_eq!(
        (baseline.exports(1), baseline.imports(0), baseline.buyers[0].capacity),
        (2.5, 1.5, Some(2.0))
    );
    assert!(World::new(baseline).is_ok());
}

#[test]
fn tonnes_become_barrels_by_grade() {
    let tonnes = "origin,buyer,value,unit\nA,X,48.7,Mt/y\nB,X,25,Mt/y\nB,Y,100,Mt/y\n";
    let baseline = open("tonnes", "flows.csv", FILES[3].1, tonnes).unwrap();
    assert!((baseline.flows[0][0] - 48.7 * 7.5 / 365.25).abs() < 1e-12);
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let cases = [
        (
            "flows.csv",
            "B,X,0.5,mb/d",
            "B,X,25,Mt/y",
            "flows.csv:3:1: another unit than the rows above: units are mixed",
        ),
        (
            "flows.csv",
            "A,X,1,mb/d",
            "A,X,1,",
            "flows.csv:2:1: no unit: barrels and tonnes cannot be told apart",
        ),
        ("flows.csv", "A,X,1,mb/d", "A,X,1,bbl", "`bbl` in column `unit` is not understood"),
        ("flows.csv", "A,X,1", "A,X,-1", "`value` is -1 (it must be at least 0)"),
        ("flows.csv", "A,X,1", "A,X,many", "`many` in column `value` is no number"),
        ("flows.csv", "A,X,1", "A,Z,1", "unknown code `Z` in column `buyer`"),
        ("flows.csv", "B,X,0.5", "A,X,0.5", "this pair stands twice"),
        ("flows.csv", "B,Y,2,mb/d\n", "", "buyer `Y` has no way to be supplied"),
        ("flows.csv", "A,X,1,mb/d\n", "", "origin `A` sells nothing"),
        ("capacities.csv", "X,2,mb/d", "X,-2,mb/d", "`value` is -2"),
        ("capacities.csv", "X,2,mb/d", "X,100,Mt/y", "its capacity in tonnes says no barrels"),
        ("capacities.csv", "X,2,mb/d", "X,1,mb/d", "refineries of `X` can take 1, and its flows are 1.5"),
        (
            "fleets.csv",
            "aframax,100\nmainstream,vlcc,100",
            "aframax,0\nmainstream,vlcc,0",
            "the mainstream fleet has no ships",
        ),
        ("fleets.csv", "vlcc", "vlccc", "the nearest known word is `vlcc`"),
        ("oil.toml", "months = 12", "months = 7", "the flows are of 7 months: the year 2022 is incomplete"),
        ("oil.toml", "benchmark = \"A\"", "benchmark = \"C\"", "the benchmark `C` is no origin"),
        ("origins.csv", "mongstad", "mongstat", "the nearest known word is `mongstad`"),
        ("origins.csv", "barrels_per_tonne", "barrels_per_ton", "there is no column `barrels_per_tonne`"),
    ];
    for (index, (file, from, to, want)) in cases.into_iter().enumerate() {
        let got = open(&format!("bad{index}"), file, from, to).unwrap_err();
        assert!(got.contains(want), "{file}: {to}\n{got}");
    }
}

#[test]
fn a_folder_without_its_files_says_which() {
    let error = Baseline::open(std::env::temp_dir().to_str().unwrap()).unwrap_err().to_string();
    assert!(error.contains("there is no file") && error.contains("oil.toml"), "{error}");
    let slip = Baseline::open("oil-2032").unwrap_err().to_string();
    assert!(slip.contains("the nearest known word is `oil-2022`"), "{slip}");
}
