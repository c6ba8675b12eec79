//! The keys of a game file, read as they stand; what they mean is checked where it is used.

use super::GameFile;
use super::weights::Weights;
use crate::deal::{Rule, Threat};
use crate::game::{Binding, Conditions, Kind, NoHarm, Scheme, Tool};
use crate::patience::Punishment;
use crate::response::Search;
use crate::term::Term;
use serde::Deserialize;
use std::path::Path;
use thalweg_core::{Problem, Text, nearest};
use thalweg_trade::baseline::Map;
use thalweg_trade::scenario::{Selector, Word};
use thalweg_trade::{Competition, Deficits, Labour, Model, Scenario};
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: Option<String>,
    question: Option<String>,
    #[serde(rename = "description")]
    _description: Option<String>,
    baseline: Option<String>,
    scenario: Option<Spanned<String>>,
    #[serde(default)]
    model: ModelKeys,
    merge: Option<Spanned<toml::Table>>,
    #[serde(default)]
    player: Vec<PlayerKeys>,
    #[serde(default)]
    conditions: ConditionKeys,
    #[serde(default)]
    deal: DealKeys,
    #[serde(default)]
    patience: PatienceKeys,
    #[serde(default)]
    search: SearchKeys,
    #[serde(default)]
    term: Vec<Term>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ModelKeys {
    deficits: Option<DeficitWord>,
    labour: Option<LabourWord>,
    competition: Option<CompetitionWord>,
    elasticities: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum DeficitWord {
    Fixed,
    Balanced,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum LabourWord {
    Mobile,
    Fixed,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum CompetitionWord {
    Perfect,
    Monopolistic,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlayerKeys {
    country: String,
    weights: Option<Spanned<WeightKeys>>,
    #[serde(default)]
    tool: Vec<ToolKeys>,
}

/// Political weights: a CSV file, or the sectors that differ from the rest.
#[derive(Deserialize)]
#[serde(untagged)]
enum WeightKeys {
    File(String),
    Sectors(std::collections::BTreeMap<String, f64>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToolKeys {
    #[serde(default = "tariff")]
    kind: Kind,
    by: By,
    partners: Option<Spanned<Words>>,
    sectors: Option<Spanned<Words>>,
    low: Option<f64>,
    high: Option<f64>,
    #[serde(default)]
    on_top: bool,
}

fn tariff() -> Kind {
    Kind::Tariff
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum By {
    Uniform,
    Group,
    Sector,
    Partner,
    SectorAndPartner,
}

/// One word or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Words {
    One(String),
    Several(Vec<String>),
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ConditionKeys {
    mfn: bool,
    liberalisation_only: bool,
    in_war: bool,
    no_harm: Option<Spanned<Words>>,
    together: bool,
    binding: Vec<BindingKeys>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BindingKeys {
    importer: Spanned<Words>,
    exporter: Option<Spanned<Words>>,
    sectors: Option<Spanned<Words>>,
    at_most: f64,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct DealKeys {
    threat: Option<Threat>,
    rule: Option<Rule>,
    parties: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PatienceKeys {
    periods: Option<u32>,
    discount_rate: Option<f64>,
    delta: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SearchKeys {
    random_starts: Option<usize>,
    seed: Option<u64>,
    tolerance: Option<f64>,
    steps: Option<usize>,
}

/// Discount factor that is asked where a file names none: that of a year at five percent.
const DELTA: f64 = 0.95;
/// Most random starts that a file may ask for.
const MOST_STARTS: usize = 10_000;

/// Reads a game, or reports what is wrong with it.
pub(super) fn parse(text: Text) -> Result<GameFile, Vec<Problem>> {
    let file: File = toml::from_str(text.content()).map_err(|error| vec![not_a_game(&text, &error)])?;
    let mut problems = Vec::new();
    let scenario = file.scenario.as_ref().and_then(|word| scenario(&text, word, &mut problems));
    let merge = file.merge.as_ref().and_then(|table| merge(&text, table, &mut problems));
    let search = search(&file.search, &mut problems);
    let delta = file.patience.delta.unwrap_or(DELTA);
    if !(0.0..1.0).contains(&delta) {
        let problem = Problem::new(format!("`delta` is {delta}"));
        problems.push(problem.help("a discount factor is at least 0 and below 1"));
    }
    let model = model(&file.model, scenario.as_ref());
    let folder = Path::new(text.file()).parent().unwrap_or(Path::new("")).to_owned();
    let baseline = file.baseline.clone().or_else(|| scenario.as_ref()?.baseline.clone());
    let baseline = baseline.map(|name| match file.baseline.is_some() && name.contains(['/', '\\']) {
        true => folder.join(&name).to_string_lossy().into_owned(),
        false => name,
    });
    let stem = || Path::new(text.file()).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    if !problems.is_empty() {
        return Err(problems);
    }
    let punishment = Punishment::default();
    Ok(GameFile {
        name: file.name.or_else(stem).unwrap_or_default(),
        question: file.question,
        baseline,
        scenario,
        model,
        merge,
        threat: file.deal.threat.unwrap_or(Threat::War),
        rule: file.deal.rule.unwrap_or(Rule::EqualGains),
        parties: file.deal.parties,
        punishment: Punishment {
            periods: file.patience.periods.unwrap_or(punishment.periods),
            discount_rate: file.patience.discount_rate.unwrap_or(punishment.discount_rate),
        },
        delta,
        search,
        terms: file.term,
        players: file.player.into_iter().map(|player| seat(&text, player)).collect(),
        conditions: conditions(&text, file.conditions),
        text,
    })
}

/// What the TOML reader says, as our problem.
fn not_a_game(text: &Text, error: &toml::de::Error) -> Problem {
    let said = error.message().trim().replace('\n', ", ");
    let end = text.content().len();
    let problem = Problem::new(said.clone()).at(text.place(error.span().unwrap_or(end..end)));
    let mut words = said.split('`').skip(1).step_by(2);
    match words.next().and_then(|wrong| nearest(wrong, words)) {
        Some(near) => problem.help(format!("the nearest known word is `{near}`")),
        None => problem,
    }
}

fn scenario(text: &Text, word: &Spanned<String>, problems: &mut Vec<Problem>) -> Option<Scenario> {
    let name = word.get_ref();
    let beside = Path::new(text.file()).parent().unwrap_or(Path::new("")).join(name);
    let found = if name.contains(['/', '\\']) || name.ends_with(".toml") {
        Scenario::open(&beside)
    } else {
        Scenario::open(name)
    };
    match found {
        Ok(scenario) => Some(scenario),
        Err(error) => {
            problems.extend(error.problems().iter().map(|problem| match &problem.place {
                Some(_) => problem.clone(),
                None => problem.clone().at(text.place(word.span())),
            }));
            None
        }
    }
}

fn merge(text: &Text, table: &Spanned<toml::Table>, problems: &mut Vec<Problem>) -> Option<Map> {
    let written = toml::to_string(table.get_ref()).unwrap_or_default();
    match Map::parse(&format!("{} [merge]", text.file()), &written) {
        Ok(map) => Some(map),
        Err(error) => {
            let place = text.place(table.span());
            problems.extend(
                error
                    .problems()
                    .iter()
                    .map(|problem| Problem { place: Some(place.clone()), ..problem.clone() }),
            );
            None
        }
    }
}

fn model(keys: &ModelKeys, scenario: Option<&Scenario>) -> Model {
    let mut model = scenario.map(|scenario| scenario.model.clone()).unwrap_or_default();
    match keys.deficits {
        Some(DeficitWord::Fixed) => model.deficits = Deficits::Fixed,
        Some(DeficitWord::Balanced) => model.deficits = Deficits::Balanced,
        None => {}
    }
    match keys.labour {
        Some(LabourWord::Mobile) => model.labour = Labour::Mobile,
        Some(LabourWord::Fixed) => model.labour = Labour::Fixed,
        None => {}
    }
    match keys.competition {
        Some(CompetitionWord::Perfect) => model.competition = Competition::Perfect,
        Some(CompetitionWord::Monopolistic) => model.competition = Competition::Monopolistic,
        None => {}
    }
    model.elasticities = keys.elasticities.clone().or(model.elasticities);
    model
}

fn search(keys: &SearchKeys, problems: &mut Vec<Problem>) -> Search {
    let usual = Search::default();
    let search = Search {
        random_starts: keys.random_starts.unwrap_or(usual.random_starts),
        seed: keys.seed.unwrap_or(usual.seed),
        tolerance: keys.tolerance.unwrap_or(usual.tolerance),
        steps: keys.steps.unwrap_or(usual.steps),
    };
    if search.random_starts > MOST_STARTS || search.steps == 0 {
        let message = format!("[search] asks for {} starts of {} steps", search.random_starts, search.steps);
        problems.push(Problem::new(message).help(format!("at most {MOST_STARTS} starts, at least 1 step")));
    }
    if !(search.tolerance > 0.0 && search.tolerance < 1.0) {
        let problem = Problem::new(format!("`tolerance` is {}", search.tolerance));
        problems.push(problem.help("it lies between 0 and 1: 1e-8, say"));
    }
    search
}

fn seat(text: &Text, keys: PlayerKeys) -> (String, Vec<Tool>, Weights) {
    let weights = match keys.weights {
        None => Weights::Ones,
        Some(keys) => {
            let place = text.place(keys.span());
            match keys.into_inner() {
                WeightKeys::File(file) => Weights::File(file, place),
                WeightKeys::Sectors(sectors) => Weights::Sectors(sectors, place),
            }
        }
    };
    let tools = keys.tool.into_iter().map(|tool| self::tool(text, tool)).collect();
    (keys.country, tools, weights)
}

fn tool(text: &Text, keys: ToolKeys) -> Tool {
    let usual = match keys.kind {
        Kind::Tariff => Tool::tariffs(),
        Kind::ExportTax => Tool::export_taxes(),
        Kind::Subsidy => Tool::subsidies(),
    };
    let scheme = match keys.by {
        By::Uniform => Scheme::Uniform,
        By::Group => Scheme::ByGroup,
        By::Sector => Scheme::BySector,
        By::Partner => Scheme::ByPartner,
        By::SectorAndPartner => Scheme::BySectorAndPartner,
    };
    Tool {
        scheme,
        partners: keys.partners.map(|words| selector(text, words)),
        sectors: keys.sectors.map(|words| selector(text, words)),
        bounds: (keys.low.unwrap_or(usual.bounds.0), keys.high.unwrap_or(usual.bounds.1)),
        on_top: keys.on_top,
        ..usual
    }
}

fn selector(text: &Text, words: Spanned<Words>) -> Selector {
    let place = text.place(words.span());
    let words = match words.into_inner() {
        Words::One(word) => vec![word],
        Words::Several(words) => words,
    };
    Selector {
        words: words.into_iter().map(|word| Word { text: word, place: Some(place.clone()) }).collect(),
    }
}

fn conditions(text: &Text, keys: ConditionKeys) -> Conditions {
    let all = || Selector::all();
    let binding = |keys: BindingKeys| Binding {
        importer: selector(text, keys.importer),
        exporter: keys.exporter.map_or_else(all, |words| selector(text, words)),
        sectors: keys.sectors.map_or_else(Selector::tradable, |words| selector(text, words)),
        at_most: keys.at_most,
    };
    Conditions {
        mfn: keys.mfn,
        liberalisation_only: keys.liberalisation_only,
        in_war: keys.in_war,
        no_harm: keys
            .no_harm
            .map(|words| NoHarm { countries: selector(text, words), together: keys.together }),
        bindings: keys.binding.into_iter().map(binding).collect(),
    }
}
