//! ARCHITECTURE.md says what is: its arrows are those of the workspace, and its code map names what exists, and all of it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says so")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn page() -> String {
    std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap()
}

/// The part of a page below a heading, up to the next heading of the same or a higher level.
fn part<'a>(page: &'a str, heading: &str) -> &'a str {
    let start = page.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no heading `{heading}`"));
    let body = &page[start + heading.len() + 2..];
    let level = heading.chars().take_while(|c| *c == '#').count();
    let ends = |line: &str| {
        let marks = line.chars().take_while(|c| *c == '#').count();
        (1..=level).contains(&marks) && line[marks..].starts_with(' ')
    };
    let mut length = 0;
    for line in body.split_inclusive('\n') {
        if ends(line) {
            break;
        }
        length += line.len();
    }
    &body[..length]
}

/// Each crate of the workspace and those of them that it needs, for whatever purpose.
fn arrows_of_the_workspace() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap();
    let ours: BTreeSet<String> = packages.iter().map(|package| word(&package["name"])).collect();
    packages
        .iter()
        .map(|package| {
            let needs = package["dependencies"].as_array().unwrap().iter();
            let needs = needs.map(|dependency| word(&dependency["name"])).filter(|name| ours.contains(name));
            (word(&package["name"]), needs.collect())
        })
        .collect()
}

#[test]
fn arrows_are_those_of_the_page() {
    let page = page();
    let lines = part(&page, "## Arrows").lines().filter_map(|line| line.split_once("->"));
    let drawn: BTreeMap<String, BTreeSet<String>> = lines
        .map(|(from, to)| {
            let to = to.split(',').map(str::trim).filter(|name| *name != "nothing").map(str::to_owned);
            (from.trim().to_owned(), to.collect())
        })
        .collect();
    assert_eq!(drawn, arrows_of_the_workspace(), "left: ARCHITECTURE.md; right: the workspace");
}

/// The paths that the first cells of a part's tables name.
fn paths(part: &str) -> BTreeSet<&str> {
    let rows = part.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.flat_map(|row| row.split(" | ").next().unwrap_or_default().split('`'))
        .filter(|piece| !piece.trim().trim_matches(',').trim().is_empty())
        .collect()
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_code_map_names_what_exists_and_all_of_it() {
    let (root, page) = (root(), page());
    let map = part(&page, "## Code map");
    for name in names(&root.join("crates")) {
        let folder = root.join("crates").join(&name);
        let named = paths(part(map, &format!("### `crates/{name}`")));
        for path in &named {
            assert!(
                folder.join(path).exists(),
                "ARCHITECTURE.md names `crates/{name}/{path}`, which does not exist"
            );
        }
        for file in names(&folder.join("src")).iter().filter(|file| file.ends_with(".rs")) {
            let path = format!("src/{file}");
            assert!(
                named.contains(path.as_str()),
                "`crates/{name}/{path}` is missing in the code map of ARCHITECTURE.md"
            );
        }
    }
    for path in paths(part(map, "### Beside the crates")) {
        assert!(root.join(path).exists(), "ARCHITECTURE.md names `{path}`, which does not exist");
    }
}

/// What an engine or a renderer must not ask for: the clock, the environment, the network, the end of the process, state
/// that outlives a call.
const FORBIDDEN: [&str; 7] =
    ["std::env", "Instant::now", "SystemTime", "std::process", "std::net", "static mut", "thread_local!"];

/// What a `static` must not hold, for it would be state. One is none: embedded data that are unpacked once and never change.
const STATE: [&str; 5] = ["OnceLock", "LazyLock", "Mutex", "RwLock", "Atomic"];
const CONSTANT: &str = "static EMBEDDED: OnceLock<Geography>";

fn holds_state(line: &str) -> bool {
    line.trim_start().trim_start_matches("pub ").starts_with("static ")
        && STATE.iter().any(|word| line.contains(word))
        && !line.contains(CONSTANT)
}

#[test]
fn engines_and_renderers_ask_for_nothing_but_their_input() {
    for name in names(&root().join("crates")).into_iter().filter(|name| name != "cli") {
        let mut folders = vec![root().join("crates").join(name).join("src")];
        while let Some(folder) = folders.pop() {
            for path in names(&folder).iter().map(|name| folder.join(name)) {
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(text) = std::fs::read_to_string(&path) {
                    let found = FORBIDDEN.iter().find(|word| text.contains(**word));
                    assert!(found.is_none(), "`{}` has `{}`", path.display(), found.unwrap_or(&""));
                    let state = text.lines().find(|line| holds_state(line));
                    assert!(state.is_none(), "`{}` keeps state: {}", path.display(), state.unwrap_or(""));
                }
            }
        }
    }
}
