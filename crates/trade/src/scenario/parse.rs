//! A scenario file as a whole: its heading, what it extends, its model, and its measures.

use super::blocks::{self, LEVERS};
use super::load::Loader;
use super::selector::Word;
use super::values::{Reader, Span};
use super::{ByCountry, Competition, Deficits, Labour, Model, NamedValue, Revenue, Scenario};
use thalweg_core::{Place, Problem, Text};
use toml_edit::{Document, Item, TableLike};

/// The keys of a scenario beside its blocks of measures.
const HEADING: [&str; 8] =
    ["name", "question", "description", "baseline", "extends", "horizon", "model", "oil"];
const MODEL: [&str; 8] = [
    "deficits",
    "labour",
    "competition",
    "elasticities",
    "labour_supply",
    "revenue",
    "overhead",
    "pass_through",
];

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
    scenario.oil = reader.oil(root);
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
        let revenue = [("lump-sum", Revenue::LumpSum), ("income-tax", Revenue::IncomeTax)];
        if let Some(rule) = table.get("revenue").and_then(|item| self.choice("revenue", item, &revenue)) {
            model.revenue = rule;
        }
        self.numbers(table, model);
    }

    /// The rules that are numbers, each within its range.
    fn numbers(&mut self, table: &dyn TableLike, model: &mut Model) {
        let already = model.problems();
        let number = |reader: &mut Self, key: &str| table.get(key).and_then(|item| reader.number(key, item));
        if let Some(value) = number(self, "labour_supply") {
            model.labour_supply = value;
        }
        let by_country =
            |reader: &mut Self, key: &str| table.get(key).and_then(|item| reader.by_country(key, item));
        if let Some(values) = by_country(self, "overhead") {
            model.overhead = values;
        }
        if let Some(values) = by_country(self, "pass_through") {
            model.pass_through = values;
        }
        let keys = ["labour_supply", "overhead", "pass_through", "labour"];
        for problem in model.problems().into_iter().filter(|problem| !already.contains(problem)) {
            let key = keys.iter().find(|key| problem.message.contains(&format!("`{key}`")));
            let place = || key.and_then(|key| table.get(key)).map(|item| self.place(item.span()));
            let place = problem.place.clone().or_else(place);
            self.problems.push(Problem { place, ..problem });
        }
    }

    /// A number for all countries, or a table of countries and groups with their numbers, `"*"` for all others.
    fn by_country(&mut self, key: &str, item: &Item) -> Option<ByCountry> {
        let Some(table) = item.as_table_like() else {
            return self.number(key, item).map(ByCountry::everywhere);
        };
        let others = table.get("*").and_then(|item| self.number(key, item));
        if others.is_none() {
            let help = "add the number of all other countries: { \"*\" = 0.1, USA = 0.2 }";
            self.complain(
                format!("`{key}` does not say what holds for the other countries"),
                item.span(),
                help,
            );
        }
        let mut named = Vec::new();
        for (word, item) in table.iter().filter(|(word, _)| *word != "*") {
            let place = Some(self.place(super::values::key_span(table, word)));
            let value = self.number(key, item)?;
            named.push(NamedValue { country: Word { text: word.to_owned(), place }, value });
        }
        others.map(|others| ByCountry { others, named })
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
