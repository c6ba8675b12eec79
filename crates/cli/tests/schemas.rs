//! `docs/oil.schema.json` and `docs/mirror.schema.json` are what the types of the answers say, and answers are as they say.
//!
//! ```sh
//! THALWEG_UPDATE=1 cargo test -p thalweg --test schemas
//! ```
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says so")]
#![allow(dead_code, reason = "types that only a schema is made of")]

mod common;

use common::call_in;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use thalweg_mirror::{Evasion, Mirror, Source};
use thalweg_oil::{Anchor, CapCurve, Listings, Muster, Outcome, Prediction, PriceParts, Purchases, Worth};

/// Answers of `thalweg oil`: one property for each verb describes what that verb writes as JSON.
#[derive(schemars::JsonSchema)]
struct OilAnswers {
    /// `thalweg oil solve`.
    solve: Outcome,
    /// `thalweg oil worth`.
    worth: Ranked,
    /// `thalweg oil listings`.
    listings: Curve,
    /// `thalweg oil buyers`.
    buyers: Purchases,
    /// `thalweg oil discount`.
    discount: PriceParts,
    /// `thalweg oil cap`.
    cap: CapCurve,
    /// `thalweg oil path`.
    path: thalweg_oil::path::Path,
    /// `thalweg oil predict`.
    predict: Prediction,
    /// A line of `thalweg oil anchors`.
    anchors: Anchor,
}

/// Candidates for a list, the one that costs the seller most first.
#[derive(serde::Serialize, schemars::JsonSchema)]
struct Ranked {
    #[serde(flatten)]
    worth: Worth,
    /// The ships that were given, and where they are from.
    #[serde(skip_serializing_if = "Option::is_none")]
    fleet: Option<Muster>,
}

/// Revenue against the number of tankers listed.
#[derive(serde::Serialize, schemars::JsonSchema)]
struct Curve {
    #[serde(flatten)]
    listings: Listings,
    /// The ships that were given, and where they are from.
    #[serde(skip_serializing_if = "Option::is_none")]
    fleet: Option<Muster>,
}

/// Answers of `thalweg mirror`: one property for each verb describes what that verb writes as JSON.
#[derive(schemars::JsonSchema)]
struct MirrorAnswers {
    /// `thalweg mirror FILE...`.
    mirror: Told,
    /// `thalweg mirror evasion`.
    evasion: Evasion,
}

/// What the statistics give away, and what they were read from.
#[derive(serde::Serialize, schemars::JsonSchema)]
struct Told {
    /// The tables that were read.
    sources: Vec<Source>,
    #[serde(flatten)]
    mirror: Mirror,
}

fn docs(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(file)
}

/// Holds a file to what it should be, or writes it where that is asked for.
fn hold(file: &str, schema: &Value) {
    let want = serde_json::to_string_pretty(schema).unwrap() + "\n";
    if std::env::var_os("THALWEG_UPDATE").is_some() {
        std::fs::write(docs(file), &want).unwrap();
    }
    assert!(
        std::fs::read_to_string(docs(file)).unwrap_or_default() == want,
        "docs/{file} is not what the code says; `THALWEG_UPDATE=1 cargo test -p thalweg --test schemas` writes it anew"
    );
}

#[test]
fn the_committed_schemas_are_those_of_the_types() {
    hold("oil.schema.json", &schemars::schema_for!(OilAnswers).to_value());
    hold("mirror.schema.json", &schemars::schema_for!(MirrorAnswers).to_value());
}

#[test]
fn every_key_is_explained() {
    for file in ["oil.schema.json", "mirror.schema.json"] {
        let schema = committed(file);
        let types = schema["$defs"].as_object().unwrap();
        for (name, of) in types {
            for (key, property) in of["properties"].as_object().into_iter().flatten() {
                assert!(property["description"].is_string(), "{file}: {name}.{key} says nothing");
            }
        }
    }
}

fn committed(file: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(docs(file)).unwrap()).unwrap()
}

/// Commands run in order in one folder; each answer, line by line, is what a property of a schema says.
#[test]
fn answers_are_as_their_schemas_say() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("fleet.csv"),
        "imo,class,mmsi\n9999917,suezmax,1\n9074729,aframax,2\n1,a,3\n",
    )
    .unwrap();
    std::fs::write(
        folder.path().join("calls.csv"),
        "ship,place,country,loaded_pct\n000000001,Primorsk,Russia,95\n2,Primorsk,Russia,95\n",
    )
    .unwrap();
    let commands = [
        ("oil", "solve", "oil solve price-cap"),
        ("oil", "worth", "oil worth price-cap --seller RUS --draws 5"),
        (
            "oil",
            "worth",
            "oil worth service-ban --seller RUS --ships fleet.csv --listed list.csv --carried calls.csv",
        ),
        ("oil", "listings", "oil listings price-cap --seller RUS --points 2 --draws 5"),
        (
            "oil",
            "listings",
            "oil listings service-ban --seller RUS --points 2 --draws 0 --ships fleet.csv --listed list.csv",
        ),
        ("oil", "buyers", "oil buyers price-cap"),
        ("oil", "discount", "oil discount march-2023 --seller RUS"),
        ("oil", "cap", "oil cap price-cap --seller RUS --levels 60,45"),
        ("oil", "path", "oil path price-cap"),
        ("oil", "predict", "oil predict oil-2022 --embargo RUS-BAL=ITA,NLD"),
        ("oil", "anchors", "oil anchors"),
        ("mirror", "mirror", "mirror trade.csv --production production.csv --since 2022-01"),
        ("mirror", "mirror", "mirror trade.csv --through XAA,XBB,XCC"),
        ("mirror", "evasion", "mirror evasion trade.csv --taxes taxes.csv"),
    ];
    for sample in ["screen sample", "mirror sample"] {
        assert_eq!(call_in(folder.path(), sample).status, 0, "{sample}");
    }
    for (file, verb, command) in commands {
        let done = call_in(folder.path(), &format!("{command} --format json"));
        assert_eq!(done.status, 0, "{command}: {}", done.err);
        let schema = committed(&format!("{file}.schema.json"));
        for line in done.out.lines() {
            let value: Value = serde_json::from_str(line).unwrap();
            agree(command, &value, &schema["properties"][verb], &schema);
        }
    }
}

/// Whether a value is what its schema says: every key known, none missing that is required, to the bottom.
fn agree(at: &str, value: &Value, schema: &Value, root: &Value) {
    if let Some(name) = schema["$ref"].as_str() {
        return agree(at, value, &root["$defs"][name.trim_start_matches("#/$defs/")], root);
    }
    if let Some(options) = schema["anyOf"].as_array() {
        let fitting = options.iter().find(|option| (option["type"] == "null") == value.is_null());
        return agree(at, value, fitting.unwrap_or_else(|| panic!("{at}: {value}")), root);
    }
    if let Some(options) = schema["oneOf"].as_array() {
        let fits = |option: &&Value| match option.get("const") {
            Some(word) => word == value,
            None => is_of_type(value, option),
        };
        let fitting = options.iter().find(fits).unwrap_or_else(|| panic!("{at}: {value}"));
        if fitting.get("const").is_none() {
            agree(at, value, fitting, root);
        }
        return;
    }
    assert!(is_of_type(value, schema), "{at} is {value}, and should be {schema}");
    match value {
        Value::Array(values) => {
            let items = |n: usize| schema["prefixItems"].get(n).unwrap_or(&schema["items"]);
            values.iter().enumerate().for_each(|(n, value)| agree(&format!("{at}[]"), value, items(n), root));
        }
        Value::Object(object) if schema["properties"].is_object() => {
            let known: BTreeSet<&String> = schema["properties"].as_object().unwrap().keys().collect();
            for key in schema["required"].as_array().into_iter().flatten() {
                assert!(object.contains_key(key.as_str().unwrap()), "{at} lacks {key}");
            }
            for (key, value) in object {
                assert!(known.contains(key), "{at} has `{key}`, which its schema does not know");
                agree(&format!("{at}.{key}"), value, &schema["properties"][key], root);
            }
        }
        Value::Object(object) => {
            let of = &schema["additionalProperties"];
            object.iter().for_each(|(key, value)| agree(&format!("{at}.{key}"), value, of, root));
        }
        _ => {}
    }
}

fn is_of_type(value: &Value, schema: &Value) -> bool {
    if let Some(words) = schema["enum"].as_array() {
        return words.contains(value);
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is = |word: &Value| word == kind || (word == "number" && kind == "integer");
    match &schema["type"] {
        Value::Array(kinds) => kinds.iter().any(is),
        one => is(one),
    }
}
