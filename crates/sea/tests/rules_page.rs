//! `docs/rules.md` is made of the rules themselves: every section and key, its default, and what its documentation says.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use thalweg_sea::Rules;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Structs with their fields: of each name, type and documentation in one line.
type Structs = BTreeMap<String, Vec<(String, String, String)>>;

fn structs() -> Structs {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    files.sort();
    let mut found = Structs::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        let mut inside = None;
        let mut words = Vec::new();
        for line in text.lines().map(str::trim) {
            if let Some(name) = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) {
                inside = Some(name.to_owned());
            } else if line == "}" {
                inside = None;
            } else if let Some(doc) = line.strip_prefix("///") {
                words.push(doc.trim().to_owned());
                continue;
            } else if line.starts_with("#[") {
                continue;
            } else if let (Some(name), Some(field)) = (&inside, line.strip_prefix("pub ")) {
                let (key, kind) = field.trim_end_matches(',').split_once(": ").unwrap();
                let row = (key.to_owned(), kind.to_owned(), words.join(" "));
                found.entry(name.clone()).or_default().push(row);
            }
            words.clear();
        }
    }
    found
}

fn page() -> String {
    let structs = structs();
    let defaults: toml::Table = toml::Table::try_from(Rules::default()).unwrap();
    let mut page = String::from(HEAD);
    for (section, kind, about) in &structs["Rules"] {
        let values = defaults[section].as_table().unwrap();
        write!(
            page,
            "\n## `[{section}]`\n\n{about}\n\n| key | default | what it is |\n| --- | --- | --- |\n"
        )
        .unwrap();
        rows(&mut page, "", &structs, kind, values);
    }
    page
}

fn rows(page: &mut String, before: &str, structs: &Structs, kind: &str, values: &toml::Table) {
    for (key, kind, about) in &structs[kind.rsplit("::").next().unwrap()] {
        match &values[key] {
            toml::Value::Table(inner) => {
                writeln!(page, "| | | {about} |").unwrap();
                rows(page, &format!("{before}{key}."), structs, kind, inner);
            }
            value => {
                let about = about.replace('|', "\\|");
                writeln!(page, "| `{before}{key}` | {value} | {about} |").unwrap();
            }
        }
    }
}

const HEAD: &str = "\
# Rules

Every limit that `thalweg sea events`, `voyages` and `ship` use. A file of your own (`--rules FILE`, TOML) names only what it changes; a key that no rule has is an
error. This page is made from the source by a test (`THALWEG_UPDATE=1 cargo test --release -p thalweg-sea --test rules_page` writes it anew).

```toml
[gap]
told_hours = 12

[encounter]
distance_metres = 250
```
";

#[test]
fn the_page_says_what_the_rules_are() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    let page = page();
    if std::env::var_os("THALWEG_UPDATE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/rules.md is out of date: its head says how it is written anew");
}

#[test]
fn what_is_written_is_read() {
    let defaults = Rules::default();
    let text = toml::to_string(&defaults).unwrap();
    assert_eq!(Rules::parse(&text).unwrap(), defaults);
}
