//! The result's JSON schema and its reference are what the code says, and a real result has exactly those keys.
//!
//! `docs/outcome.schema.json` and the tables of `docs/results.md` are made from the doc comments of the result's types:
//!
//! ```sh
//! THALWEG_UPDATE=1 cargo test -p thalweg-trade --test schema
//! ```
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says so")]

use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use thalweg_trade::{Baseline, Draws, Options, Outcome, Scenario, Settings, Simulator};

const BEGIN: &str = "<!-- made from the doc comments by crates/trade/tests/schema.rs -->";
const END: &str = "<!-- end -->";

fn docs(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(file)
}

fn schema() -> Value {
    schemars::schema_for!(Outcome).to_value()
}

/// Holds a file to what it should be, or writes it where that is asked for.
fn hold(file: &str, want: &str) {
    let path = docs(file);
    if std::env::var_os("THALWEG_UPDATE").is_some() {
        std::fs::write(&path, want).unwrap();
    }
    let have = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        have == want,
        "docs/{file} is not what the code says; `THALWEG_UPDATE=1 cargo test -p thalweg-trade --test schema` writes it anew"
    );
}

#[test]
fn the_committed_schema_is_that_of_the_type() {
    let mut text = serde_json::to_string_pretty(&schema()).unwrap();
    text.push('\n');
    hold("outcome.schema.json", &text);
}

#[test]
fn the_reference_lists_every_key() {
    let path = docs("results.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    hold("results.md", &format!("{before}{BEGIN}\n\n{}{END}{after}", reference(&schema())));
}

/// One section for each kind of object, the result itself first, then in the order in which they are first named.
fn reference(schema: &Value) -> String {
    let mut sections = vec![("The result".to_owned(), schema)];
    let mut named = vec![];
    let mut at = 0;
    while at < sections.len() {
        let mut found = vec![];
        references(sections[at].1, &mut found);
        for name in found.into_iter().filter(|name| name != "Outcome") {
            if !named.contains(&name) {
                let of = &schema["$defs"][name.as_str()];
                sections.push((name.clone(), of));
                named.push(name);
            }
        }
        at += 1;
    }
    sections.iter().map(|(name, of)| section(name, of)).collect()
}

/// The definitions that a schema names, in order, its own definitions aside.
fn references(schema: &Value, found: &mut Vec<String>) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::String(name)) = object.get("$ref") {
                found.push(name.trim_start_matches("#/$defs/").to_owned());
            }
            object.iter().filter(|(key, _)| *key != "$defs").for_each(|(_, value)| references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

fn section(name: &str, schema: &Value) -> String {
    let about = paragraph(schema);
    let mut text = format!("## {name}\n\n{about}\n\n");
    if let Some(words) = schema["oneOf"].as_array() {
        for word in words {
            text += &format!("- `{}`: {}\n", word["const"].as_str().unwrap(), paragraph(word));
        }
        return text + "\n";
    }
    text += "| key | type | meaning |\n| --- | --- | --- |\n";
    for (key, property) in properties(schema) {
        text += &format!("| `{key}` | {} | {} |\n", kind(property), paragraph(property).replace('|', "\\|"));
    }
    text + "\n"
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema["properties"].as_object().into_iter().flatten()
}

/// A description on one line, up to its example; links between types taken off.
fn paragraph(schema: &Value) -> String {
    let text = schema["description"].as_str().unwrap_or_default();
    let text = text.split("```").next().unwrap_or_default();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace("[`Certificate::", "`").replace("[`Spread::", "`").replace("[`", "`").replace("`]", "`")
}

/// What a key holds, in words.
fn kind(property: &Value) -> String {
    if let Some(name) = property["$ref"].as_str() {
        let name = name.trim_start_matches("#/$defs/");
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(options) = property["anyOf"].as_array() {
        let kinds: Vec<String> = options.iter().map(kind).collect();
        return kinds.join(" or ");
    }
    let words: Vec<&str> = match &property["type"] {
        Value::String(word) => vec![word],
        Value::Array(words) => words.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    };
    let word = |word: &&str| match *word {
        "array" => format!("list of {}", kind(&property["items"])),
        "object" => format!("object of {}", kind(&property["additionalProperties"])),
        other => other.to_owned(),
    };
    words.iter().map(word).collect::<Vec<_>>().join(" or ")
}

#[test]
fn a_real_result_has_exactly_the_documented_keys() {
    let baseline = Baseline::embedded("world-2022").unwrap();
    let scenario = Scenario::parse(
        "s.toml",
        "name = 'x'\n[[tariff]]\nimporter = 'USA'\nexporter = 'CHN'\nsectors = 'tradable'\nadd = 60\n",
    )
    .unwrap();
    let options = Options { draws: Some(Draws { count: 2, seed: 1 }), ..Options::default() };
    let outcome = Simulator::new(&baseline, Settings::default()).simulate("s", &scenario, &options).unwrap();
    assert!(!outcome.notes.is_empty(), "a tariff of 6,000 percent is noted");
    let schema = schema();
    let root = Map::from_iter([("$ref".to_owned(), Value::from("#"))]);
    agree("result", &serde_json::to_value(&outcome).unwrap(), &Value::Object(root), &schema);
}

/// Whether a value is what its schema says, key by key, to the bottom.
fn agree(at: &str, value: &Value, schema: &Value, root: &Value) {
    let schema = match schema["$ref"].as_str() {
        Some("#") => root,
        Some(name) => &root["$defs"][name.trim_start_matches("#/$defs/")],
        None => schema,
    };
    if let Some(options) = schema["anyOf"].as_array() {
        let fitting = options.iter().find(|option| (option["type"] == "null") == value.is_null());
        return agree(at, value, fitting.unwrap_or_else(|| panic!("{at}: {value}")), root);
    }
    let allowed = |word: &str| {
        let kind = &schema["type"];
        kind == word || kind.as_array().is_some_and(|kinds| kinds.iter().any(|k| k == word))
    };
    match value {
        Value::Null => assert!(allowed("null"), "{at} is null"),
        Value::Bool(_) => assert!(allowed("boolean"), "{at} is a boolean"),
        Value::Number(_) => assert!(allowed("number") || allowed("integer"), "{at} is a number"),
        Value::String(word) => {
            let among =
                schema["oneOf"].as_array().is_some_and(|words| words.iter().any(|w| w["const"] == **word));
            assert!(allowed("string") || among, "{at} is a string");
        }
        Value::Array(values) => {
            assert!(allowed("array"), "{at} is a list");
            values.iter().for_each(|value| agree(&format!("{at}[]"), value, &schema["items"], root));
        }
        Value::Object(object) => {
            let documented: BTreeSet<&String> = properties(schema).map(|(key, _)| key).collect();
            if documented.is_empty() {
                let of = &schema["additionalProperties"];
                object.iter().for_each(|(key, value)| agree(&format!("{at}.{key}"), value, of, root));
                return;
            }
            let keys: BTreeSet<&String> = object.keys().collect();
            assert_eq!(keys, documented, "the keys of {at}");
            for (key, value) in object {
                agree(&format!("{at}.{key}"), value, &schema["properties"][key], root);
            }
        }
    }
}
