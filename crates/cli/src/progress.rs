//! Progress of long work, on standard error and only where somebody sees it.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use thalweg_talks::Step;

/// A bar that is gone when the work is done.
pub(crate) struct Progress {
    bar: ProgressBar,
    steps: u64,
}

impl Progress {
    /// Progress over so many draws; none: nothing is shown.
    pub(crate) fn new(steps: u64) -> Self {
        Self::of(steps, "draws")
    }

    /// Progress over so many equilibria.
    pub(crate) fn of_solves(steps: u64) -> Self {
        Self::of(steps, "equilibria")
    }

    /// Progress over so many ships.
    pub(crate) fn of_ships(ships: u64) -> Self {
        Self::of(ships, "ships")
    }

    fn of(steps: u64, what: &str) -> Self {
        let seen = steps > 0 && std::io::stderr().is_terminal();
        let target = if seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(steps), target);
        let style =
            ProgressStyle::with_template(&format!("{{bar:40}} {{pos}} of {{len}} {what}, {{eta}} left"));
        Self { bar: style.map(|style| bar.clone().with_style(style)).unwrap_or(bar), steps }
    }

    /// Progress over so many bytes; none: nothing is shown.
    pub(crate) fn of_bytes(bytes: u64) -> Self {
        let progress = Self::of(bytes, "bytes");
        let style = "{bar:40} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(style) {
            progress.bar.set_style(style);
        }
        progress
    }

    /// So many more steps are done.
    pub(crate) fn advance(&self, steps: u64) {
        self.bar.inc(steps);
    }

    /// One of several equal parts of the work, told how many of its own steps are done.
    pub(crate) fn part(&self, at: usize, parts: usize) -> impl Fn(usize) + Sync + '_ {
        let before = self.steps / parts.max(1) as u64 * at as u64;
        move |done| self.bar.set_position(before + done as u64)
    }
}

/// Steps of work whose length nobody knows before.
pub(crate) struct Steps {
    bar: ProgressBar,
}

impl Steps {
    /// Nothing has begun.
    pub(crate) fn new() -> Self {
        let seen = std::io::stderr().is_terminal();
        let target = if seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        let style = ProgressStyle::with_template("{spinner} {prefix} {msg}, {elapsed}");
        let bar = style.map(|style| bar.clone().with_style(style)).unwrap_or(bar);
        if seen {
            bar.enable_steady_tick(std::time::Duration::from_millis(200));
        }
        Self { bar }
    }

    /// Says what is being done.
    pub(crate) fn show(&self, words: &str) {
        self.bar.set_message(words.to_owned());
    }

    /// A step begins, one of so many.
    pub(crate) fn begin(&self, step: Step, of: usize) {
        self.bar.inc(1);
        self.bar.set_prefix(format!("{} of {of}:", self.bar.position()));
        self.bar.set_message(told(step));
    }
}

fn told(step: Step) -> &'static str {
    match step {
        Step::Threat => "what happens without a deal",
        Step::Deal => "the deals",
        Step::Frontier => "all deals that could be signed",
        Step::NoHarm => "the same without harm to third countries",
        Step::Patience => "whether the deal would be kept",
        Step::Sureness => "how sure it is",
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
