//! What the verbs that play a game share: their arguments, the play itself, and what stands below its tables.

pub(super) mod short;
pub(super) mod words;

use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::output::drawn;
use crate::progress::Steps;
use crate::verbs::compose;
use crate::wrap::wrap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_talks::{Agenda, GameFile, Negotiation, Rule, Step, Threat};

/// Which game, and what of it is asked otherwise than its file has it.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Asked {
    /// An embedded game, or a file
    #[arg(value_name = "GAME")]
    game: String,
    /// Baseline to use instead of the game's: an embedded one, a folder, a packed file
    #[arg(long, value_name = "BASELINE")]
    baseline: Option<String>,
    /// Set of trade elasticities, in place of the game's
    #[arg(long, value_name = "SET")]
    elasticities: Option<String>,
    /// Starts of each search at random, beside the usual ones
    #[arg(long, value_name = "N")]
    starts: Option<usize>,
    /// Seed of the random starts; the same seed gives the same numbers
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Discount factor in place of the game's.
    #[arg(skip)]
    delta: Option<f64>,
}

/// What happens without a deal, and which deal is picked.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Bargaining {
    /// Without a deal: status-quo, war, war-of-parties or free-trade
    #[arg(long, value_name = "THREAT", value_parser = threat)]
    threat: Option<Threat>,
    /// Which deal is signed: equal-gains, nash or kalai-smorodinsky
    #[arg(long, value_name = "RULE", value_parser = rule)]
    rule: Option<Rule>,
}

fn threat(text: &str) -> Result<Threat, String> {
    let found = Threat::ALL.into_iter().find(|threat| threat.name() == text);
    found.ok_or_else(|| one_of(&Threat::ALL.map(Threat::name)))
}

fn rule(text: &str) -> Result<Rule, String> {
    let found = Rule::ALL.into_iter().find(|rule| rule.name() == text);
    found.ok_or_else(|| one_of(&Rule::ALL.map(Rule::name)))
}

fn one_of(names: &[&str]) -> String {
    format!("write one of {}", names.join(", "))
}

/// Reads a number of draws.
pub(super) fn draws(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count) if (2..=100_000).contains(&count) => Ok(count),
        Ok(_) => Err("between 2 and 100000".to_owned()),
        Err(_) => Err("not a whole number".to_owned()),
    }
}

impl Asked {
    /// The seed of draws.
    pub(super) fn seed(&self) -> u64 {
        self.seed.unwrap_or(1)
    }

    /// The same with a discount factor of its own.
    pub(super) fn with_delta(self, delta: Option<f64>) -> Self {
        Self { delta, ..self }
    }

    /// Plays the game, told how far it is on standard error; Ctrl-C ends it with what was found so far.
    pub(super) fn play(
        &self,
        bargaining: &Bargaining,
        agenda: Agenda,
        console: &Console,
    ) -> Result<Negotiation, Failure> {
        let game = self.file(bargaining)?;
        let stage = game.stage(self.baseline.as_deref())?;
        diagnose::notes(&stage.notes, console);
        let stop = stopped_by_the_user()?;
        let steps = Steps::new();
        let tell = |step: Step, of: usize| steps.begin(step, of);
        let played = Negotiation::play(&game, &stage, agenda, &tell, &stop)?;
        Ok(played)
    }

    /// The game as it is asked.
    pub(super) fn file(&self, bargaining: &Bargaining) -> Result<GameFile, Failure> {
        let mut game = GameFile::open(&self.game)?;
        game.scenario = game.scenario.take().map(compose::with_oil).transpose()?;
        if let Some(set) = &self.elasticities {
            game.model.elasticities = Some(set.clone());
        }
        game.search.random_starts = self.starts.unwrap_or(game.search.random_starts);
        game.search.seed = self.seed.unwrap_or(game.search.seed);
        game.delta = self.delta.unwrap_or(game.delta);
        game.threat = bargaining.threat.unwrap_or(game.threat);
        game.rule = bargaining.rule.unwrap_or(game.rule);
        Ok(game)
    }

    /// The baseline that takes the place of the game's.
    pub(super) fn baseline(&self) -> Option<&str> {
        self.baseline.as_deref()
    }
}

/// Set where the user presses Ctrl-C; pressed again, the program ends at once.
fn stopped_by_the_user() -> Result<Arc<AtomicBool>, Problem> {
    let stop = Arc::new(AtomicBool::new(false));
    let pressed = stop.clone();
    let handler = ctrlc::set_handler(move || {
        if pressed.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
    handler.map_err(|error| Problem::new(format!("cannot listen to Ctrl-C: {error}")))?;
    Ok(stop)
}

/// One table of the result, by its name.
pub(super) fn table(played: &Negotiation, name: &str) -> Option<Table> {
    played.tables().into_iter().find(|table| table.name == name)
}

/// The same with only some of its columns, by their names, in this order.
pub(super) fn with_columns(table: Table, names: &[&str]) -> Table {
    let at: Vec<usize> =
        names.iter().filter_map(|name| table.columns.iter().position(|c| c.name == *name)).collect();
    let columns = at.iter().map(|k| table.columns[*k].clone()).collect();
    let rows = table.rows.iter().map(|row| at.iter().map(|k| row[*k].clone()).collect()).collect();
    Table { columns, rows, ..table }
}

/// The answer in sentences, the tables that carry it, and how far to trust it.
pub(super) fn page(
    sentences: Vec<String>,
    tables: impl IntoIterator<Item = Table>,
    played: &Negotiation,
    page: &Terminal,
) -> Result<String, Problem> {
    let paragraphs = |sentences: Vec<String>| {
        sentences.iter().map(|sentence| wrap(sentence, page.width.into())).collect::<String>()
    };
    let tables: Vec<Table> = tables.into_iter().filter(|table| !table.rows.is_empty()).collect();
    Ok(format!("{}\n{}\n{}", paragraphs(sentences), drawn(&tables, page)?, paragraphs(words::foot(played))))
}
