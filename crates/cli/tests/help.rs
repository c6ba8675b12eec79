//! Help fits the screen, and every example in it works as printed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says where")]

mod common;

use common::{call, done};
use std::process::Command;

/// Every verb, as the help of each lists those below it; the first is the program itself.
fn verbs() -> Vec<String> {
    let mut found = vec![String::new()];
    let mut next = 0;
    while next < found.len() {
        let help = help(&found[next]);
        let below = help.lines().skip_while(|line| *line != "Verbs:").skip(1);
        let listed = below.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
        let names = listed.filter_map(|line| line.split_whitespace().next());
        let parent = found[next].clone();
        found.extend(names.map(|name| format!("{parent} {name}").trim().to_owned()));
        next += 1;
    }
    found
}

fn help(verb: &str) -> String {
    let done = call(&format!("{verb} --help"));
    assert_eq!((done.status, done.err.as_str()), (0, ""), "{verb}");
    done.out
}

/// The examples of a help, in their order.
fn examples(verb: &str) -> Vec<String> {
    let help = help(verb);
    let (_, after) = help.split_once("\nExamples:\n").unwrap_or_else(|| panic!("no examples: {verb}"));
    after.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

#[test]
fn all_verbs_are_found() {
    let verbs = verbs();
    for verb in ["brief", "simulate", "baseline check", "baseline aggregate", "scenario show", "man"] {
        assert!(verbs.iter().any(|found| found == verb), "{verb} not in {verbs:?}");
    }
}

#[test]
fn the_first_help_fits_a_screen_and_begins_with_what_it_answers() {
    let help = help("");
    assert!(help.starts_with("Where does trade go"), "{help}");
    assert!(help.lines().count() <= 28, "{help}");
    assert_eq!(help, call("-h").out);
}

#[test]
fn no_help_is_wider_than_a_screen() {
    for verb in verbs() {
        for line in help(&verb).lines() {
            assert!(line.chars().count() <= 80, "{verb}: {line}");
        }
    }
}

#[test]
fn every_help_ends_with_two_examples() {
    for verb in verbs() {
        let calls = examples(&verb).iter().filter(|line| line.starts_with("thalweg ")).count();
        assert!(calls >= 2, "{verb}");
    }
}

/// The examples of one verb run in their order in one empty folder, as a reader would try them.
#[cfg(unix)]
#[test]
fn every_example_works_as_printed() {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_thalweg"));
    let path = std::env::join_paths(
        std::iter::once(program.parent().unwrap().to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let path = path.unwrap();
    for verb in verbs() {
        let folder = tempfile::tempdir().unwrap();
        for example in examples(&verb) {
            let mut shell = Command::new("sh");
            shell.args(["-c", &example]).current_dir(folder.path()).env("PATH", &path);
            let output = shell.output().unwrap();
            let err = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{example}: {err}");
        }
    }
}

#[test]
fn completions_of_every_shell() {
    for (shell, sign) in [
        ("bash", "_thalweg()"),
        ("zsh", "#compdef thalweg"),
        ("fish", "complete -c thalweg"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        let done = call(&format!("completions {shell}"));
        assert_eq!(done.status, 0);
        assert!(done.out.contains(sign), "{shell}");
        assert!(done.out.contains("simulate"), "{shell}");
    }
    assert_eq!(call("completions tcsh").status, 2);
}

#[test]
fn manual_pages_of_every_verb() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = common::thalweg();
    assert_eq!(done(command.arg("man").arg(folder.path())).status, 0);
    for verb in verbs() {
        let name = format!("thalweg {verb}").trim().replace(' ', "-") + ".1";
        let page = std::fs::read_to_string(folder.path().join(&name)).unwrap();
        assert!(page.contains(".TH") && page.contains("Examples:"), "{name}");
    }
    assert!(call("man").out.contains(".TH thalweg 1"));
}
