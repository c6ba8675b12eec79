//! Turns what went wrong into sentences for a terminal, and into an exit status.

use crate::console::Console;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::io::Write;
use std::ops::Range;
use std::process::ExitCode;
use thalweg_core::{Place, Problem};

/// Problems that are shown; the others are only counted.
const SHOWN: usize = 20;

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The inputs were refused, an answer was not found, or it could not be written.
    Refused(Vec<Problem>),
    /// The parser does not understand the arguments, or only help was asked for.
    Usage(clap::Error),
    /// The arguments are understood, and make no sense.
    Arguments(Problem),
    /// Whoever reads our output has read enough.
    Closed,
}

impl From<thalweg_trade::Error> for Failure {
    fn from(error: thalweg_trade::Error) -> Self {
        Self::Refused(error.problems().to_vec())
    }
}

impl From<thalweg_talks::Error> for Failure {
    fn from(error: thalweg_talks::Error) -> Self {
        Self::Refused(error.problems().to_vec())
    }
}

impl From<thalweg_evidence::Error> for Failure {
    fn from(error: thalweg_evidence::Error) -> Self {
        Self::Refused(error.problems().to_vec())
    }
}

impl From<thalweg_mirror::Error> for Failure {
    fn from(error: thalweg_mirror::Error) -> Self {
        Self::Refused(error.problems().to_vec())
    }
}

impl From<thalweg_oil::Error> for Failure {
    fn from(error: thalweg_oil::Error) -> Self {
        Self::Refused(error.problems().to_vec())
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Refused(vec![problem])
    }
}

/// Says why there is no answer, and gives the exit status for it.
pub(crate) fn report(failure: Failure, console: &Console) -> ExitCode {
    match failure {
        Failure::Closed => ExitCode::SUCCESS,
        Failure::Usage(error) => {
            // nothing is left to be done where even this cannot be written
            let _ = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
        Failure::Arguments(problem) => {
            say(&Level::ERROR, "error", &[problem], console);
            ExitCode::from(2)
        }
        Failure::Refused(problems) => {
            say(&Level::ERROR, "error", &problems, console);
            ExitCode::from(1)
        }
    }
}

/// Says what may not have been meant.
pub(crate) fn notes(notes: &[Problem], console: &Console) {
    say(&Level::NOTE, "note", notes, console);
}

fn say(level: &Level<'_>, word: &str, problems: &[Problem], console: &Console) {
    let stderr = std::io::stderr();
    let renderer = if console.styled(&stderr) { Renderer::styled() } else { Renderer::plain() };
    let text = describe(&renderer, level, word, problems);
    // nothing is left to be done where even this cannot be written
    let _ = stderr.lock().write_all(text.as_bytes());
}

fn describe(renderer: &Renderer, level: &Level<'_>, word: &str, problems: &[Problem]) -> String {
    let mut text = String::new();
    for problem in problems.iter().take(SHOWN) {
        text.push_str(&renderer.render(&[group(level, problem)]));
        text.push('\n');
    }
    if let Some(more) = problems.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let plural = if more == 1 { "" } else { "s" };
        text.push_str(&format!("and {more} more {word}{plural}\n"));
    }
    text
}

fn group<'a>(level: &Level<'a>, problem: &'a Problem) -> Group<'a> {
    let title = level.clone().primary_title(&problem.message);
    let snippet = problem.place.iter().map(|place| {
        let mark = AnnotationKind::Primary.span(bytes(place));
        Snippet::source(&place.text).path(&place.file).line_start(place.line.max(1)).annotation(mark)
    });
    let help = problem.help.iter().map(|help| Level::HELP.message(help));
    Group::with_title(title).elements(snippet).elements(help)
}

/// The bytes of the line that are meant: the whole line where the place has no length.
fn bytes(place: &Place) -> Range<usize> {
    let at = |character: usize| {
        place.text.char_indices().nth(character).map_or(place.text.len(), |(byte, _)| byte)
    };
    if place.length == 0 {
        return 0..place.text.len();
    }
    let start = place.column.saturating_sub(1);
    at(start)..at(start.saturating_add(place.length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(problems: &[Problem], want: &str) {
        assert_eq!(describe(&Renderer::plain(), &Level::ERROR, "error", problems), want);
    }

    #[test]
    fn the_offending_part_is_marked() {
        let place = Place::new("mine.toml", 4, "sectors = \"stél\"").at(11, 6);
        check(
            &[Problem::new("unknown sector `stél`").at(place).help("the nearest known word is `steel`")],
            "error: unknown sector `stél`\n \
              --> mine.toml:4:11\n  \
               |\n\
             4 | sectors = \"stél\"\n  \
               |           ^^^^^^\n  \
               |\n  \
               = help: the nearest known word is `steel`\n",
        );
    }

    #[test]
    fn a_whole_line_is_marked() {
        check(
            &[Problem::new("too few cells").at(Place::new("f.csv", 12, "USA,CHN"))],
            "error: too few cells\n  \
               --> f.csv:12:1\n   \
                |\n\
             12 | USA,CHN\n   \
                | ^^^^^^^\n",
        );
    }

    #[test]
    fn the_end_of_a_line_and_an_empty_line_are_marked() {
        check(
            &[Problem::new("no value").at(Place::new("s.toml", 1, "a =").at(4, 1))],
            "error: no value\n --> s.toml:1:4\n  |\n1 | a =\n  |    ^\n",
        );
        check(
            &[Problem::new("empty").at(Place::new("f.csv", 1, ""))],
            "error: empty\n --> f.csv:1:1\n  |\n1 |\n  | ^\n",
        );
    }

    #[test]
    fn no_place_needs_no_frame() {
        check(
            &[Problem::new("no folder `x`").help("make one")],
            "error: no folder `x`\n |\n = help: make one\n",
        );
    }

    #[test]
    fn many_problems_are_counted() {
        let problems = vec![Problem::new("wrong"); SHOWN + 2];
        let text = describe(&Renderer::plain(), &Level::ERROR, "error", &problems);
        assert_eq!(text.matches("error: wrong\n").count(), SHOWN);
        assert!(text.ends_with("and 2 more errors\n"), "{text}");
    }

    #[test]
    fn a_file_cannot_steer_the_terminal() {
        let place = Place::new("f.csv", 1, "\u{1b}[31mred").at(1, 3);
        let text = describe(&Renderer::plain(), &Level::ERROR, "error", &[Problem::new("bad").at(place)]);
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }
}
