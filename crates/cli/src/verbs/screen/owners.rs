//! `thalweg screen owners`.

mod holdings;
mod tables;

use super::reading::{self, Tables};
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer as Form, Output, drawn, json_lines};
use crate::wrap::wrap;
use holdings::Holdings;
use jiff::civil::Date;
use std::path::PathBuf;
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table, nearest};
use thalweg_screen::ownership::{
    Answer, Chains, Graph, Law, NodeId, NoteKind, Question, Rules, Verdict, assess,
};

const EXAMPLES: &str = "\
Examples:
  thalweg screen sample
  thalweg screen owners owners.csv --list list.csv --on 2026-01-01
  thalweg screen owners owners.csv --list list.csv --entity 'SILENT TERN'";

/// Whose owners, who is listed, and as of which day.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Holdings: CSV with holder,held,share,class,from,to,source; or JSON statements of the Beneficial Ownership Data Standard
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Lists as governments publish them; may be given several times
    #[arg(long = "list", value_name = "FILE")]
    lists: Vec<PathBuf>,
    #[command(flatten)]
    mappings: Tables,
    /// Who is listed: CSV with name (or id), authority, measure, from, to
    #[arg(long, value_name = "FILE")]
    seeds: Option<PathBuf>,
    /// Ships with their owners and managers: a folder of tables
    #[arg(long, value_name = "FOLDER")]
    fleet: Option<PathBuf>,
    /// As of this day [default: today, UTC]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Only these laws: us, eu, uk
    #[arg(long, value_name = "LAW", value_delimiter = ',')]
    rule: Vec<Law>,
    /// How shares along a chain count in the EU: full or multiply
    #[arg(long, value_name = "WAY", default_value = "full")]
    chains: Chains,
    /// Flag sales at most so many days before a listing
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    sold_before: u16,
    /// Only this person, company or ship, whatever the answer
    #[arg(long, value_name = "NAME")]
    entity: Option<String>,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let question = Question {
            day: self.on.unwrap_or_else(super::given::today),
            laws: if self.rule.is_empty() { Law::ALL.to_vec() } else { self.rule.clone() },
            rules: Rules { chains: self.chains, days_before_listing: self.sold_before },
        };
        let mut holdings = Holdings::default();
        self.files.iter().try_for_each(|path| holdings.file(path))?;
        if let Some(folder) = &self.fleet {
            holdings.fleet(folder)?;
        }
        if !self.lists.is_empty() {
            let lists = self.mappings.read(&self.lists)?;
            holdings.lists(&lists);
            holdings.notes.extend(reading::notes(&lists));
            reading::close(&lists)?;
        }
        if let Some(path) = &self.seeds {
            holdings.seeds(path)?;
        }
        let found = Found::of(&holdings, &question, self.on.is_none(), self.entity.as_deref())?;
        target.write(&found, console)?;
        holdings.close(console)
    }
}

/// The answers.
struct Found {
    answers: Vec<Answer>,
    laws: Vec<Law>,
    day: Date,
    /// Whether nobody gave a day.
    today: bool,
    /// How many names there are in all, and how many of them are listed.
    names: usize,
    listed: usize,
    one: bool,
}

impl Found {
    fn of(
        holdings: &Holdings,
        question: &Question,
        today: bool,
        entity: Option<&str>,
    ) -> Result<Self, Failure> {
        let graph = &holdings.graph;
        let assessment = assess(graph, &holdings.seeds, question);
        let laws: Vec<Law> = assessment.laws().collect();
        let touched = assessment.touched();
        let listed =
            |node: &&NodeId| laws.iter().any(|law| assessment.verdict(**node, *law) == Verdict::Listed);
        let listed_count = touched.iter().filter(listed).count();
        let nodes = match entity {
            Some(name) => named(graph, name)?,
            None => touched.into_iter().chain(assessment.sold()).collect(),
        };
        let mut nodes: Vec<NodeId> = nodes;
        nodes.sort_unstable();
        nodes.dedup();
        let mut answers = assessment.answers(&nodes);
        if entity.is_none() {
            let worth = tables::worth_a_row(&answers);
            answers.retain(|answer| worth.contains(&answer.node));
        }
        let (day, names) = (question.day, graph.ids().count());
        Ok(Self { answers, laws, day, today, names, listed: listed_count, one: entity.is_some() })
    }

    /// The answers of each node.
    fn by_node(&self) -> Vec<&[Answer]> {
        self.answers.chunk_by(|a, b| a.node == b.node).collect()
    }

    /// What was found, in a sentence.
    fn head(&self) -> String {
        let rows = self.by_node();
        let blocked = |answers: &&&[Answer]| {
            answers.iter().any(|one| one.verdict.blocks() && one.verdict != Verdict::Listed)
        };
        let depends = |answers: &&&[Answer]| answers.iter().any(|one| one.verdict == Verdict::Depends);
        let (blocked, depends) = (rows.iter().filter(blocked).count(), rows.iter().filter(depends).count());
        let today = if self.today { " (today, UTC)" } else { "" };
        if self.one {
            return format!("As of {}{today}.", self.day);
        }
        format!(
            "As of {}{today}, of {} names {} are listed, {blocked} are blocked because of who owns or controls them, and {depends} depend on what is not known.",
            self.day, self.names, self.listed
        )
    }
}

fn named(graph: &Graph, name: &str) -> Result<Vec<NodeId>, Problem> {
    let found = graph.find_all(name);
    if !found.is_empty() {
        return Ok(found);
    }
    let problem = Problem::new(format!("nobody is called `{name}` in the holdings"));
    Err(match nearest(name, graph.names()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help("names are compared as they are written, but for case and spaces"),
    })
}

impl Form for Found {
    const MAIN: &'static str = "entities";

    fn json(&self) -> serde_json::Result<String> {
        json_lines(&self.answers)
    }

    fn tables(&self) -> Vec<Table> {
        vec![
            tables::entities(&self.by_node(), &self.laws),
            tables::answers(&self.answers),
            tables::paths(&self.answers),
            tables::notes(&self.answers),
        ]
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        /// Beyond so many names the reasons are left to the other forms.
        const TOLD: usize = 12;
        let width = usize::from(page.width);
        let rows = self.by_node();
        let mut text = wrap(&self.head(), width);
        if !rows.is_empty() {
            text.push('\n');
            text.push_str(&drawn([&tables::verdicts(&rows, &self.laws)], page)?);
        }
        let told = |answers: &&&[Answer]| {
            self.one || answers.iter().any(|one| one.verdict != Verdict::Listed && one.verdict != Verdict::No)
        };
        for answers in rows.iter().filter(told).take(TOLD) {
            text.push('\n');
            let worth =
                |answer: &&Answer| self.one || answer.verdict != Verdict::No || !answer.notes.is_empty();
            answers.iter().filter(worth).for_each(|answer| text.push_str(&told_of(answer, width)));
        }
        text.push('\n');
        let foot = "Every holding with its source: --table paths; all in one: --format json. No legal advice: the rules and their texts are in docs/ownership.md.";
        text.push_str(&wrap(foot, width));
        Ok(text)
    }
}

/// One answer with its path and its notes.
fn told_of(answer: &Answer, width: usize) -> String {
    let mut text = wrap(
        &format!(
            "{}, {}: {}. {} ({})",
            answer.entity,
            answer.law,
            answer.verdict.words(),
            answer.sentence,
            answer.source_of_law
        ),
        width,
    );
    let mut line = |words: String| {
        for (at, part) in wrap(&words, width.saturating_sub(4)).lines().enumerate() {
            text.push_str(if at == 0 { "  " } else { "    " });
            text.push_str(part);
            text.push('\n');
        }
    };
    if !answer.path.is_empty() {
        line(format!("{}.", answer.path_words()));
    }
    let mut listed: Vec<String> = Vec::new();
    for step in &answer.path {
        let words = step.listed.as_ref().map(|words| format!("{}: {words}.", step.holder));
        listed.extend(words.filter(|words| !listed.contains(words)));
    }
    listed.into_iter().for_each(&mut line);
    let notes =
        answer.notes.iter().filter(|note| note.kind != NoteKind::Limit || answer.verdict == Verdict::Depends);
    notes.for_each(|note| line(format!("Note: {}.", note.text)));
    text
}
