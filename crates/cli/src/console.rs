//! What the terminal wants: colours, and how wide a line may be.

use clap::ColorChoice;
use std::io::IsTerminal;
use thalweg_brief::output::Terminal;

/// Width of what is not written to a terminal, and the least for which tables are made.
const WIDTH: u16 = 80;

/// The terminal that the user sits at, if there is one.
pub(crate) struct Console {
    color: ColorChoice,
}

impl Console {
    /// A console that uses colours as `--color` says.
    pub(crate) fn new(color: ColorChoice) -> Self {
        Self { color }
    }

    /// Whether what goes to this stream has colours.
    pub(crate) fn styled(&self, stream: &impl IsTerminal) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => stream.is_terminal() && colours_welcome(),
        }
    }

    /// How tables are drawn on standard output.
    pub(crate) fn page(&self) -> Terminal {
        let stdout = std::io::stdout();
        let size = terminal_size::terminal_size_of(&stdout).filter(|_| stdout.is_terminal());
        let width = size.map_or(WIDTH, |(width, _)| width.0.max(WIDTH));
        Terminal { width, colour: self.styled(&stdout), ..Terminal::default() }
    }
}

/// Whether the environment allows colours (<https://no-color.org>).
fn colours_welcome() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}
