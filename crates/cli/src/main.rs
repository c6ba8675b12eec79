//! The command line of thalweg: it parses arguments, calls one engine, and hands the result to a renderer. It computes
//! nothing.

mod args;
mod console;
mod diagnose;
mod file;
mod output;
mod progress;
mod verbs;
mod wrap;

use args::Arguments;
use clap::{CommandFactory, FromArgMatches};
use console::Console;
use diagnose::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    let color = args::color(std::env::args_os());
    let console = Console::new(color);
    let parsed = Arguments::command().color(color).try_get_matches();
    let parsed = parsed.and_then(|matches| Arguments::from_arg_matches(&matches));
    let done = parsed.map_err(Failure::Usage).and_then(|arguments| arguments.verb.run(&console));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => diagnose::report(failure, &console),
    }
}
