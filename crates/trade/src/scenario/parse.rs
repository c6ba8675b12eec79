//! A scenario file as a whole: its heading, what it extends, its model, and its measures.

use super::blocks::{self, LEVERS};
use super::load::Loader;
use super::values::{Reader, Span};
use super::{Competition, Deficits, Labour, Model, Scenario};
use thalweg_core::{Place, Problem, Text};
use toml_edit::{Document, Item, TableLike};

/// The keys of a scenario beside its blocks of measures.
const HEADING: [&str; 7] = ["name", "question", "description", "baseline", "extends", "horizon", "model"];
const MODEL: [&str; 4] = ["deficits", "labour", "competition", "elasticities"];

/// The values of `horizon`, with the elasticity set that each stands for; none is the baseline's own column.
const HORIZONS: [(&str, Option<&str>); 3] = [("1y", Some("1y")), ("3y", Some("3y")), ("long", None)];

/// A choice of trade elasticities, and where it was made.
type Chosen = (Option<String>, Place);

/// Reads a scenario, or reports everything that is wrong with it.
pub(super) fn parse(text: &Text, loader: &Loader) -> Result<Scenario, Vec<Problem>> {
    let document = Document::parse(text.content()).map_err(|error| vec![not_toml(text, &error)])?;
    let root = document.as_table();
    let mut reader = Reader::new(text, loader);
    let known: Vec<&str> = HEADING.into_iter().chain(LEVERS).collect();
    reader.check_keys(root, &known, "");
    let parent = reader.parent(root);
    let mut scenario = Scenario::new(loader.stem());
    scenario.inherit(parent);
    reader.heading(root, &mut scenario);
    reader.model(root, &mut scenario);
    scenario.measures = blocks::measures(&mut reader, root);
    if reader.problems.is_empty() { Ok(scenario) } else { Err(reader.problems) }
}

/// What the TOML reader says, as our problem. What follows the first fault of syntax cannot be told from its
/// consequences, so it stands alone.
fn not_toml(text: &Text, error: &toml_edit::TomlError) -> Problem {
    let message = error.message().trim().replace('\n', ", ");
    let end = text.content().len();
    Problem::new(format!("not valid TOML: {message}")).at(text.place(error.span().unwrap_or(end..end)))
}

impl Reader<'_> {
    fn parent(&mut self, root: &dyn TableLike) -> Option<Scenario> {
        let word = self.string("extends", root.get("extends")?)?;
        match self.loader.parent(&word) {
            Ok(parent) => Some(parent),
            Err(problems) => {
                self.problems.extend(problems);
                None
            }
        }
    }

    fn heading(&mut self, root: &dyn TableLike, scenario: &mut Scenario) {
        let mut text =
            |key: &str| root.get(key).and_then(|item| self.string(key, item)).map(|word| word.text);
        scenario.name = text("name").unwrap_or_else(|| scenario.name.clone());
        scenario.question = text("question");
        scenario.description = text("description");
        if let Some(baseline) = text("baseline") {
            scenario.baseline = Some(self.loader.baseline(&baseline));
        }
    }

    fn model(&mut self, root: &dyn TableLike, scenario: &mut Scenario) {
        let horizon = root.get("horizon").and_then(|item| self.horizon(item));
        let mut chosen = None;
        if let Some(table) = root.get("model").and_then(|item| self.model_table(item)) {
            self.check_keys(table, &MODEL, " in [model]");
            self.rules(table, &mut scenario.model);
            chosen = table.get("elasticities").and_then(|item| self.elasticities(item));
        }
        if let (Some(_), Some((_, place))) = (&horizon, &chosen) {
            let problem = Problem::new("`elasticities` and `horizon` both choose the trade elasticities");
            self.problems.push(problem.at(place.clone()).help("keep one of them"));
        }
        if let Some((set, place)) = chosen.or(horizon) {
            scenario.set_chosen_at = set.clone().map(|set| (set, place));
            scenario.model.elasticities = set;
        }
    }

    fn model_table<'t>(&mut self, item: &'t Item) -> Option<&'t dyn TableLike> {
        let table = item.as_table_like();
        if table.is_none() {
            self.wrong_type("model", "a table, [model]", item.type_name(), first_span(item));
        }
        table
    }

    fn rules(&mut self, table: &dyn TableLike, model: &mut Model) {
        let deficits = [("fixed", Deficits::Fixed), ("balanced", Deficits::Balanced)];
        let labour = [("mobile", Labour::Mobile), ("fixed", Labour::Fixed)];
        if let Some(rule) = table.get("deficits").and_then(|item| self.choice("deficits", item, &deficits)) {
            model.deficits = rule;
        }
        if let Some(rule) = table.get("labour").and_then(|item| self.choice("labour", item, &labour)) {
            model.labour = rule;
        }
        let competition = [("perfect", Competition::Perfect), ("monopolistic", Competition::Monopolistic)];
        if let Some(rule) =
            table.get("competition").and_then(|item| self.choice("competition", item, &competition))
        {
            model.competition = rule;
        }
    }

    fn horizon(&mut self, item: &Item) -> Option<Chosen> {
        let set = self.choice("horizon", item, &HORIZONS)?;
        Some((set.map(str::to_owned), self.place(item.span())))
    }

    fn elasticities(&mut self, item: &Item) -> Option<Chosen> {
        let word = self.string("elasticities", item)?;
        Some((Some(word.text), self.place(item.span())))
    }
}

/// Where an item stands; of an array of tables, its first one.
fn first_span(item: &Item) -> Span {
    item.as_array_of_tables().and_then(|tables| tables.get(0)?.span()).or_else(|| item.span())
}

#[cfg(test)]
mod tests;
