use serde::{Deserialize, Serialize};
use thalweg_core::{Problem, Text};

/// What a baseline is: the head of `oil.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Name.
    pub name: String,
    /// Year.
    pub year: i32,
    /// Months that its flows are of. Fewer than twelve are refused: they would pass for a year.
    #[serde(default = "twelve")]
    pub months: u32,
    /// Where it is from.
    pub source: String,
    /// What may be done with it.
    pub licence: String,
    /// What a user should know.
    #[serde(default)]
    pub note: String,
    /// Numbers that hold for all.
    #[serde(skip_serializing)]
    #[schemars(skip)]
    pub(crate) parameters: Parameters,
}

fn twelve() -> u32 {
    12
}

/// Numbers that hold for all: the table `[parameters]` of `oil.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    /// World price: that of the benchmark free on board, dollars a barrel.
    pub price: f64,
    /// Code of the origin whose price is the world's.
    pub benchmark: String,
    /// Elasticity of substitution between grades in a refinery: published estimates within types of oil have a median of
    /// 15.3 (`docs/oil.md`).
    pub substitution: f64,
    /// What a pair without trade falls short of trading, dollars a barrel.
    pub entry: f64,
    /// Speed of tankers, knots.
    pub speed: f64,
    /// Days in ports of one voyage.
    pub port_days: f64,
    /// Part of the deadweight that is cargo.
    pub loaded: f64,
    /// Miles in ballast for a mile laden.
    pub ballast: f64,
    /// Part of the work of a ship that ends when it is designated.
    pub designation_effect: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            price: 80.0,
            benchmark: String::new(),
            substitution: 15.3,
            entry: 2.0,
            speed: 12.5,
            port_days: 6.0,
            loaded: 0.95,
            ballast: 1.0,
            designation_effect: 0.8,
        }
    }
}

/// Reads `oil.toml`.
pub(super) fn read(text: &Text) -> Result<About, Vec<Problem>> {
    let about: About = toml::from_str(text.content()).map_err(|error| {
        let problem = Problem::new(error.message().to_owned());
        vec![match error.span() {
            Some(span) => problem.at(text.place(span)),
            None => problem.at(text.place(0..0)),
        }]
    })?;
    let mut problems = Vec::new();
    let at =
        |word: &str| text.place(text.content().find(word).map_or(0..0, |start| start..start + word.len()));
    if about.months != 12 {
        let message =
            format!("the flows are of {} months: the year {} is incomplete", about.months, about.year);
        problems.push(Problem::new(message).at(at("months")).help("give flows of a whole year"));
    }
    let parameters = &about.parameters;
    for (name, value, low, high) in [
        ("price", parameters.price, 1e-3, 1e5),
        ("substitution", parameters.substitution, 0.1, 1e4),
        ("entry", parameters.entry, 0.0, 1e4),
        ("speed", parameters.speed, 1.0, 40.0),
        ("port_days", parameters.port_days, 0.0, 100.0),
        ("loaded", parameters.loaded, 0.1, 1.0),
        ("ballast", parameters.ballast, 0.0, 2.0),
        ("designation_effect", parameters.designation_effect, 0.0, 1.0),
    ] {
        if !(low..=high).contains(&value) {
            let problem = Problem::new(format!("`{name}` is {value}")).at(at(name));
            problems.push(problem.help(format!("it must be between {low} and {high}")));
        }
    }
    if problems.is_empty() { Ok(about) } else { Err(problems) }
}
