//! How the program behaves: exit statuses, pipes, colours, files.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{SmallWorld, call, done, thalweg};
use std::fs;
use std::process::Stdio;

/// A call with its exit status, and what must stand on standard error.
fn check(line: &str, status: i32, want: &str) {
    let done = call(line);
    assert_eq!(done.status, status, "{line}: {}", done.err);
    assert!(done.err.contains(want), "{line}: {}", done.err);
}

#[test]
fn wrong_arguments_are_2_and_name_the_nearest_word() {
    check("simlate truce", 2, "a similar subcommand exists: 'simulate'");
    check("simulate truce --formt json", 2, "a similar argument exists: '--format'");
    check("simulate truce --format jsn", 2, "a similar value exists: 'json'");
    check("simulate", 2, "<SCENARIO>");
    check("simulate truce -o x.jsn", 2, "end FILE in `.json`, or give --format");
    check("simulate truce --table burden", 2, "the nearest known word is `burdens`");
    check("simulate truce --diversion USA", 2, "write two codes with a colon between them");
    check("simulate truce --draws 1", 2, "one draw makes no interval");
    check("simulate truce --draws many", 2, "not a whole number");
    check("simulate truce --color blue", 2, "possible values: auto, always, never");
    check("simulate truce --format json -o folder/", 2, "a folder takes only csv and parquet");
    check("talks position USA", 2, "<OTHER>");
    check("talks position USA CHN --subsidy CHN-steel", 2, "such as CHN:steel=0.05");
    check("talks position USA CHN --subsidy CHN:steel=1", 2, "a fraction of cost, below 1");
    check("talks position USA CHN --cuts 10,110", 2, "above 0 and at most 100 percent");
    check("brief --no-game --game majors", 2, "cannot be used with");
    check("brief --no-game --talks x.json", 2, "cannot be used with");
    check("brief --no-oil --oil price-cap", 2, "cannot be used with");
    check("", 2, "Usage: thalweg");
}

#[test]
fn refused_inputs_are_1_and_name_the_nearest_word() {
    check("simulate truse", 1, "the nearest known word is `truce`");
    check("simulate truce --baseline world-2021", 1, "did you mean `world-2022`?");
    check("simulate truce --elasticities cp2051", 1, "the nearest known word is `cp2015`");
    check("simulate truce --diversion USA:CNH", 1, "the nearest code is `CHN`");
    check("brief --oil price-cup", 1, "the nearest known word is `price-cap`");
    check("brief --mirror nowhere.csv", 1, "cannot read `nowhere.csv`");
    check("brief --game usa-chine", 1, "the nearest known word is `usa-china`");
    check("scenario show truse", 1, "the nearest known word is `truce`");
    check("baseline show wrold-2011", 1, "did you mean `world-2011`?");
    check("simulate blanket --baseline world-2023 --draws 9", 1, "says nothing of how uncertain");
}

#[test]
fn a_file_that_holds_no_game_is_refused_with_the_reason() {
    let world = SmallWorld::new();
    let refused = |content: Option<&str>, want: &str| {
        if let Some(content) = content {
            world.write("talks.json", content);
        }
        let done = world.call("brief scenario.toml --talks talks.json -o -");
        assert_eq!((done.status, done.out.as_str()), (1, ""), "{want}");
        assert!(done.err.contains(want) && done.err.contains("thalweg talks deal"), "{}", done.err);
    };
    let talks = common::TALKS;
    refused(None, "cannot read `talks.json`");
    refused(Some("name = 1"), "holds no result of `thalweg talks`");
    refused(Some("{\"game\":\"x\"}"), "missing field `baseline`");
    refused(Some(&talks.replace("[0,1]", "[0,2]")), "a party is player 2");
    refused(
        Some(&talks.replace("\"welfare_pct\":[-0.2,-0.1]", "\"welfare_pct\":[]")),
        "the standing at `war`",
    );
}

#[test]
fn what_is_wrong_with_any_scenario_is_said_at_once() {
    let done = call("simulate truse breakdwn");
    assert!(done.err.contains("`truce`") && done.err.contains("`breakdown`"), "{}", done.err);
    assert_eq!(done.out, "");
}

#[test]
fn an_answer_is_0_and_alone_on_standard_output() {
    let done = call("simulate truce");
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    assert!(done.out.starts_with("{\"scenario\":\"truce\"") && done.out.ends_with("}\n"));
}

/// Text with escape sequences only where colours were asked for.
fn coloured(arguments: &[&str], no_color: Option<&str>) -> bool {
    let mut command = thalweg();
    command.args(arguments);
    if let Some(value) = no_color {
        command.env("NO_COLOR", value);
    }
    let done = done(&mut command);
    (done.out + &done.err).contains('\u{1b}')
}

#[test]
fn colours_only_where_they_are_wanted() {
    let wrong = ["simulate", "truse"];
    assert!(!coloured(&wrong, None), "a pipe");
    assert!(!coloured(&wrong, Some("1")));
    assert!(coloured(&["simulate", "truse", "--color", "always"], None));
    assert!(coloured(&["simulate", "truse", "--color=always"], Some("1")), "an argument outweighs NO_COLOR");
    assert!(!coloured(&["simlate", "--color", "never"], None));
    assert!(!coloured(&["--help"], None));
    assert!(!coloured(&["scenario", "list", "--format", "table"], Some("1")));
}

/// A terminal of the system's own making, where there is the command for it.
#[cfg(target_os = "linux")]
fn on_a_terminal(line: &str, no_color: bool) -> Option<String> {
    let program = env!("CARGO_BIN_EXE_thalweg");
    let mut script = std::process::Command::new("script");
    script.args(["-qec", &format!("{program} {line}"), "/dev/null"]).stdin(Stdio::null());
    script.env("TERM", "xterm-256color").env_remove("NO_COLOR");
    if no_color {
        script.env("NO_COLOR", "1");
    }
    Some(String::from_utf8_lossy(&script.output().ok()?.stdout).into_owned())
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_colours_and_tables() {
    let Some(error) = on_a_terminal("simulate truse", false) else { return };
    assert!(error.contains("\u{1b}["), "{error}");
    assert!(!on_a_terminal("simulate truse", true).unwrap().contains('\u{1b}'));
    let table = on_a_terminal("simulate truce", true).unwrap();
    assert!(table.starts_with("Under \u{201c}truce\u{201d}"), "{table}");
    assert!(!table.contains('\u{1b}'));
    let refused = on_a_terminal("baseline list --format parquet", true).unwrap();
    assert!(refused.contains("not for reading"), "{refused}");
}

#[test]
fn a_reader_who_has_read_enough_is_no_error() {
    for line in
        ["simulate truce", "baseline show world-2022", "scenario show truce", "man", "completions bash"]
    {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_thalweg"))
            .args(line.split(' '))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}");
        assert!(output.stderr.is_empty(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let world = SmallWorld::new();
    world.write("taken", "");
    for (line, want) in [
        (
            "simulate scenario.toml -o no/answer.json",
            "cannot write `no/answer.json`: there is no folder `no`",
        ),
        (
            "simulate scenario.toml -o taken/answer.json",
            "cannot write `taken/answer.json`: `taken` is not a folder",
        ),
        ("simulate scenario.toml --format csv -o taken/", "cannot write `taken/countries.csv`"),
        ("brief scenario.toml -o world", "cannot write `world`: it is a folder"),
        ("brief scenario.toml -o no/page.html", "cannot write `no/page.html`"),
        ("baseline pack world -o no/world.thalweg", "cannot write `no/world.thalweg`"),
        ("baseline unpack world-2023 -o taken", "taken"),
        ("baseline unpack world-2023 -o world", "world"),
        ("man taken", "cannot write `taken`"),
    ] {
        let done = world.call(line);
        assert_eq!(done.status, 1, "{line}: {}", done.err);
        assert!(done.err.contains(want), "{line}: {}", done.err);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_thalweg"));
    let child =
        child.args(["scenario", "show", "truce"]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(child.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&child.stderr).contains("cannot write `standard output`: the disk is full")
    );
}

#[test]
fn a_failure_leaves_the_old_file_and_nothing_else() {
    let world = SmallWorld::new();
    world.write("answer.json", "old");
    let before = fs::read_dir(world.path()).unwrap().count();
    assert_eq!(world.call("simulate truse -o answer.json").status, 1);
    assert_eq!(fs::read_to_string(world.path().join("answer.json")).unwrap(), "old");
    assert_eq!(world.call("simulate scenario.toml -o answer.json").status, 0);
    assert!(fs::read_to_string(world.path().join("answer.json")).unwrap().starts_with('{'));
    assert_eq!(fs::read_dir(world.path()).unwrap().count(), before);
}
