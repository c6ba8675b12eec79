//! Progress of long work, on standard error and only where somebody sees it.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;

/// A bar that is gone when the work is done.
pub(crate) struct Progress {
    bar: ProgressBar,
    steps: u64,
}

impl Progress {
    /// Progress over so many steps; none: nothing is shown.
    pub(crate) fn new(steps: u64) -> Self {
        let seen = steps > 0 && std::io::stderr().is_terminal();
        let target = if seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(steps), target);
        let style = ProgressStyle::with_template("{bar:40} {pos} of {len} draws, {eta} left");
        Self { bar: style.map(|style| bar.clone().with_style(style)).unwrap_or(bar), steps }
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

    /// A step begins, one of so many.
    pub(crate) fn begin(&self, what: &str, of: usize) {
        self.bar.inc(1);
        self.bar.set_prefix(format!("{} of {of}:", self.bar.position()));
        self.bar.set_message(what.to_owned());
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
