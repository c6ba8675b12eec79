//! `thalweg screen search`.

use super::found::{Object, Told, columns, short_table};
use super::open::{ListArguments, SettingArguments};
use super::reading;
use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::file;
use crate::output::{self, Output, json_lines};
use crate::wrap::wrap;
use std::path::PathBuf;
use std::time::SystemTime;
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_screen::{Answer, Asked, Audit, Index, Lexicon, Lists, Query, Settings};
use thalweg_sea::Time;

const EXAMPLES: &str = "\
Examples:
  thalweg screen sample
  thalweg screen search 'Blue Heron' --list list.csv
  thalweg screen search --imo 9999917 --list list.csv --explain
  thalweg screen search 'Ivan Lanternov' --list list.csv --audit a.json
  thalweg screen replay a.json";

/// Whom to look for, and where.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Names, each looked for by itself
    #[arg(value_name = "NAME", required_unless_present_any = ["imo", "id"])]
    names: Vec<String>,
    #[command(flatten)]
    lists: ListArguments,
    /// person, company, ship or aircraft: others are set aside
    #[arg(long, value_name = "KIND", help_heading = "What else is known")]
    kind: Option<String>,
    /// A country, by name or code; several with commas
    #[arg(long, value_name = "COUNTRY", value_delimiter = ',', help_heading = "What else is known")]
    country: Vec<String>,
    /// Born (a ship: built): 1945, 1945-03-12, circa 1945, 1943 to 1947
    #[arg(long, value_name = "DATE", help_heading = "What else is known")]
    born: Vec<String>,
    /// IMO number of a ship or a company
    #[arg(long, value_name = "NUMBER", help_heading = "What else is known")]
    imo: Vec<String>,
    /// Another number: NUMBER, KIND:NUMBER or KIND:COUNTRY:NUMBER
    #[arg(long, value_name = "NUMBER", help_heading = "What else is known")]
    id: Vec<String>,
    #[command(flatten)]
    settings: SettingArguments,
    /// Say word by word why
    #[arg(long)]
    explain: bool,
    /// List the records, too, that were set aside, and by what
    #[arg(long)]
    removed: bool,
    /// Write questions, list versions and answers to FILE, to be asked again
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    audit: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let settings = self.settings.settings(self.explain)?;
        let asked = self.asked();
        let queries = asked.iter().map(query).collect::<Result<Vec<Query>, _>>()?;
        let target = self.output.target()?;
        if let Some(path) = &self.audit {
            file::check(path)?;
        }
        let lists = self.lists.read()?;
        let answers = answered(&lists, &queries, &settings)?;
        if let Some(path) = &self.audit {
            write_audit(path, &lists, &settings, &asked, &answers)?;
        }
        let (explain, removed) = (self.explain, self.removed);
        target.write(&Found { lists: &lists, asked, answers, settings, explain, removed }, console)?;
        diagnose::notes(&reading::notes(&lists), console);
        Ok(())
    }

    /// A question for each name, with all else that is known; one without a name where there is none.
    fn asked(&self) -> Vec<Asked> {
        let numbers = self.imo.iter().map(|number| format!("imo:{number}"));
        let rest = Asked {
            names: Vec::new(),
            kind: self.kind.clone(),
            countries: self.country.clone(),
            births: self.born.clone(),
            identifiers: numbers.chain(self.id.iter().cloned()).collect(),
        };
        if self.names.is_empty() {
            return vec![rest];
        }
        self.names.iter().map(|name| Asked { names: vec![name.clone()], ..rest.clone() }).collect()
    }
}

fn query(asked: &Asked) -> Result<Query, Failure> {
    let query = asked.query().map_err(|error| Failure::Arguments(Problem::new(error.to_string())))?;
    query.check().map_err(|error| Failure::Arguments(Problem::new(error.to_string())))?;
    Ok(query)
}

fn answered(lists: &Lists, queries: &[Query], settings: &Settings) -> Result<Vec<Answer>, Failure> {
    let lexicon = Lexicon::new();
    let answers = Index::new(&lists.entities, &lexicon).search_all(queries, settings);
    answers.into_iter().map(|answer| Ok(answer.map_err(|error| Problem::new(error.to_string()))?)).collect()
}

fn write_audit(
    path: &std::path::Path,
    lists: &Lists,
    settings: &Settings,
    asked: &[Asked],
    answers: &[Answer],
) -> Result<(), Failure> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok();
    let time = now.and_then(|now| i64::try_from(now.as_millis()).ok()).map(Time::text_of);
    let pairs = asked.iter().cloned().zip(answers.iter().cloned()).collect();
    let program = concat!("thalweg ", env!("CARGO_PKG_VERSION"));
    let audit = Audit::new(program, time, lists, settings, pairs);
    let json = audit.and_then(|audit| audit.json()).map_err(|error| Problem::new(error.to_string()))?;
    Ok(file::write(path, json.as_bytes())?)
}

/// What was found for each name.
struct Found<'a> {
    lists: &'a Lists,
    asked: Vec<Asked>,
    answers: Vec<Answer>,
    settings: Settings,
    explain: bool,
    removed: bool,
}

impl Found<'_> {
    fn objects(&self) -> Vec<Object<'_>> {
        let objects = self.asked.iter().zip(&self.answers).map(|(asked, answer)| Object {
            asked,
            hits: answer.hits.iter().filter_map(|hit| Told::new(hit, None, self.lists)).collect(),
            more: answer.more,
            removed_count: answer.removed_count,
            removed: answer
                .removed
                .iter()
                .filter(|_| self.removed)
                .filter_map(|removed| Told::new(&removed.hit, Some(removed.by), self.lists))
                .collect(),
        });
        objects.collect()
    }

    /// One sentence, a table, and the reasons where they are asked for.
    fn drawn(&self, object: &Object<'_>, page: &Terminal) -> Result<String, Problem> {
        let width = usize::from(page.width);
        let mut text = wrap(&self.sentence(object), width);
        for (told, title) in [(&object.hits, "Hits"), (&object.removed, "Set aside")] {
            if told.is_empty() {
                continue;
            }
            let mut table = short_table(title.to_owned());
            table.rows = told.iter().map(Told::short_row).collect();
            text.push_str(&output::drawn([&table], page)?);
            if self.explain {
                for hit in told {
                    text.push('\n');
                    hit.sentences().iter().for_each(|sentence| text.push_str(&wrap(sentence, width)));
                }
            }
            text.push('\n');
        }
        Ok(text)
    }

    fn sentence(&self, object: &Object<'_>) -> String {
        let all = object.hits.len() + object.more;
        let hits = if all == 1 { "1 hit".to_owned() } else { format!("{all} hits") };
        let mut words = format!("{}: {hits} at {} or more.", named(object.asked), self.settings.threshold);
        if object.more > 0 {
            words.push_str(&format!(" The best {} are listed; --limit shows more.", object.hits.len()));
        }
        match object.removed_count {
            0 => {}
            1 if self.removed => words.push_str(" 1 more record was set aside."),
            1 => words.push_str(" 1 more record was set aside; --removed shows it."),
            count if self.removed => words.push_str(&format!(" {count} more records were set aside.")),
            count => words.push_str(&format!(" {count} more records were set aside; --removed shows them.")),
        }
        words
    }
}

/// What a question is called.
fn named(asked: &Asked) -> String {
    asked.names.first().or(asked.identifiers.first()).cloned().unwrap_or_default()
}

impl output::Answer for Found<'_> {
    const MAIN: &'static str = "hits";

    fn json(&self) -> serde_json::Result<String> {
        json_lines(self.objects())
    }

    fn tables(&self) -> Vec<Table> {
        let objects = self.objects();
        let table = |name: &str, title: &str, of: fn(&Object<'_>) -> Vec<Vec<thalweg_core::Cell>>| Table {
            name: name.to_owned(),
            title: title.to_owned(),
            columns: columns(),
            rows: objects.iter().flat_map(of).collect(),
        };
        let hits = table("hits", "Hits", |object| rows(&object.hits, object));
        let removed = table("removed", "Set aside", |object| rows(&object.removed, object));
        vec![hits, removed]
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let texts: Result<Vec<String>, Problem> =
            self.objects().iter().map(|object| self.drawn(object, page)).collect();
        Ok(texts?.concat())
    }
}

fn rows(told: &[Told<'_>], object: &Object<'_>) -> Vec<Vec<thalweg_core::Cell>> {
    let asked = named(object.asked);
    told.iter().enumerate().map(|(at, told)| told.row(&asked, at + 1)).collect()
}
