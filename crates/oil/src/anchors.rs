//! Published discounts, freights and volumes, each beside the model's own number.

use crate::error::{Error, ErrorKind};
use crate::outcome::{FlowRow, Outcome};
use crate::scenario::Scenario;
use crate::world::World;
use serde::Serialize;
use thalweg_core::{Cell, Column, Measure, Problem, Table};

/// One published number beside the model's.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Anchor {
    /// When.
    pub date: String,
    /// What.
    pub what: String,
    /// Published.
    pub published: f64,
    /// The model's.
    pub model: f64,
    /// Unit of both.
    pub unit: String,
    /// Whether a number of the scenario was fitted on it. The others are the model's own.
    pub fitted: bool,
    /// Scenario behind the model's number.
    pub scenario: String,
    /// Who published it.
    pub source: String,
}

impl Anchor {
    /// Anchors as a table.
    pub fn table(anchors: &[Self]) -> Table {
        let columns = [
            ("date", "When", Measure::Text),
            ("what", "What", Measure::Text),
            ("published", "Published", Measure::Number),
            ("model", "Model", Measure::Number),
            ("unit", "Unit", Measure::Text),
            ("fitted", "Fitted", Measure::Text),
            ("scenario", "Scenario", Measure::Text),
            ("source", "Source", Measure::Text),
        ];
        let row = |one: &Self| {
            vec![
                Cell::from(one.date.as_str()),
                Cell::from(one.what.as_str()),
                Cell::from(one.published),
                Cell::from(one.model),
                Cell::from(one.unit.as_str()),
                Cell::from(if one.fitted { "yes" } else { "no" }),
                Cell::from(one.scenario.as_str()),
                Cell::from(one.source.as_str()),
            ]
        };
        Table {
            name: "anchors".into(),
            title: "Published numbers and the model's own".into(),
            columns: columns
                .into_iter()
                .map(|(name, title, measure)| Column::new(name, title, measure))
                .collect(),
            rows: anchors.iter().map(row).collect(),
        }
    }
}

/// What the model's number is taken from.
enum Of {
    /// Change of the price free on board, transport and discount of a pair.
    FobChange,
    Transport,
    Discount,
    /// What the seller gets less than the world price at the port of loading.
    FreeOnBoard,
    /// What the voyage costs, ships' rents in it.
    Freight,
    /// What the buyer pays less than for other oil delivered.
    Delivered,
    /// Change of exports to the buyer.
    Flow,
}

struct Asked {
    date: &'static str,
    what: &'static str,
    published: f64,
    unit: &'static str,
    fitted: bool,
    scenario: &'static str,
    pair: (&'static str, &'static str),
    of: Of,
    source: &'static str,
}

/// Steps of a fit at most.
const FITS: usize = 60;

const MEDUZA: &str = "Meduza 2025-11-13";
const KILIAN: &str = "Kilian, Rapson and Schipper 2024";
const URALS: (&str, &str) = ("RUS-BAL", "IND");
const IRAN: (&str, &str) = ("IRN", "CHN-T");
const DOLLARS: &str = "usd_bbl";

const ASKED: [Asked; 13] = [
    Asked {
        date: "2023-03",
        what: "Urals: change of the export price against January 2022",
        published: -32.0,
        unit: DOLLARS,
        fitted: true,
        scenario: "march-2023",
        pair: URALS,
        of: Of::FobChange,
        source: KILIAN,
    },
    Asked {
        date: "2023-03",
        what: "of which transport (nearly half)",
        published: -15.0,
        unit: DOLLARS,
        fitted: true,
        scenario: "march-2023",
        pair: URALS,
        of: Of::Transport,
        source: KILIAN,
    },
    Asked {
        date: "2023-03",
        what: "of which power of India's buyers",
        published: -17.0,
        unit: DOLLARS,
        fitted: true,
        scenario: "march-2023",
        pair: URALS,
        of: Of::Discount,
        source: KILIAN,
    },
    Asked {
        date: "2025-06",
        what: "Urals: discount delivered to India",
        published: -2.25,
        unit: DOLLARS,
        fitted: true,
        scenario: "mid-2025",
        pair: URALS,
        of: Of::Delivered,
        source: MEDUZA,
    },
    Asked {
        date: "2025-10",
        what: "Urals: discount free on board, before the listing of sellers",
        published: -11.5,
        unit: DOLLARS,
        fitted: false,
        scenario: "mid-2025",
        pair: URALS,
        of: Of::FreeOnBoard,
        source: MEDUZA,
    },
    Asked {
        date: "2025-06",
        what: "Freight from the Baltic to Turkey",
        published: 5.7,
        unit: DOLLARS,
        fitted: false,
        scenario: "mid-2025",
        pair: ("RUS-BAL", "TUR"),
        of: Of::Freight,
        source: "Center for Price Indices, 2025-06-27",
    },
    Asked {
        date: "2025-06",
        what: "Freight from Novorossiysk to Turkey",
        published: 3.3,
        unit: DOLLARS,
        fitted: false,
        scenario: "mid-2025",
        pair: ("RUS-BLK", "TUR"),
        of: Of::Freight,
        source: "Center for Price Indices, 2025-06-27",
    },
    Asked {
        date: "2025-11",
        what: "Urals: discount free on board, after it",
        published: -19.4,
        unit: DOLLARS,
        fitted: false,
        scenario: "november-2025",
        pair: URALS,
        of: Of::FreeOnBoard,
        source: "Meduza 2025-11-13, citing Kommersant",
    },
    Asked {
        date: "2025-11",
        what: "Urals: discount delivered to India (5 to 6)",
        published: -5.5,
        unit: DOLLARS,
        fitted: false,
        scenario: "november-2025",
        pair: URALS,
        of: Of::Delivered,
        source: "Reuters 2025-11-21",
    },
    Asked {
        date: "2025-10",
        what: "Freight from the Baltic to India (8 to 10 million dollars for 100,000 tonnes)",
        published: 12.4,
        unit: DOLLARS,
        fitted: false,
        scenario: "november-2025",
        pair: URALS,
        of: Of::Freight,
        source: "RBC-Ukraine, October 2025",
    },
    Asked {
        date: "2023",
        what: "Iran: discount to independents",
        published: -13.0,
        unit: DOLLARS,
        fitted: false,
        scenario: "as-it-is",
        pair: IRAN,
        of: Of::Delivered,
        source: "Iran International 2024-08-28",
    },
    Asked {
        date: "2024",
        what: "Iran: discount to independents",
        published: -6.0,
        unit: DOLLARS,
        fitted: false,
        scenario: "as-it-is",
        pair: IRAN,
        of: Of::Delivered,
        source: "Iran International 2024-08-28",
    },
    Asked {
        date: "2024-12",
        what: "Iran: exports to China after the listings of October to December",
        published: -0.55,
        unit: "mb/d",
        fitted: false,
        scenario: "listings",
        pair: IRAN,
        of: Of::Flow,
        source: "Kpler, via Radio Farda",
    },
];

impl Of {
    fn number(&self, row: &FlowRow, outcome: &Outcome) -> Option<f64> {
        let world = outcome.world_price;
        Some(match self {
            Self::FobChange => world.after - world.before - row.discount_change? - row.transport_change?,
            Self::Transport => -row.transport_change?,
            Self::Discount => -row.discount_change?,
            Self::FreeOnBoard => row.free_on_board? - world.after,
            Self::Freight => row.transport?,
            Self::Delivered => -row.delivered_discount?,
            Self::Flow => row.flow.after - row.flow.before,
        })
    }
}

/// What a fit aims at: changes against the baseline for one pair, dollars a barrel.
#[derive(Debug, Clone, PartialEq)]
pub struct Aim {
    /// Origin.
    pub origin: String,
    /// Buyer.
    pub buyer: String,
    /// Published change of the discount.
    pub discount: f64,
    /// Published change of transport.
    pub transport: f64,
}

impl Aim {
    /// Urals to India in March 2023: 32 dollars less than in January 2022, 17 of them the power of buyers, the rest transport
    /// (Kilian, Rapson and Schipper 2024).
    pub fn march_2023() -> Self {
        Self { origin: "RUS-BAL".to_owned(), buyer: "IND".to_owned(), discount: 17.0, transport: 15.0 }
    }
}

impl World {
    /// Fits the two numbers of a scenario that are about discounts, the risk of its caps and the power of its buyers, so
    /// that one pair's discount and transport change as published. Flows are not looked at.
    ///
    /// # Errors
    /// A pair that does not trade, and changes that no such numbers bring about.
    pub fn fit(&self, scenario: &Scenario, aim: &Aim) -> Result<(f64, f64), Error> {
        let mut at = scenario.clone();
        let first = |problem: &str| Error::one(ErrorKind::Scenario, Problem::new(problem.to_owned()));
        let mut risk = at.cap.first().ok_or_else(|| first("a fit needs a `[[cap]]`"))?.risk;
        let mut power = at.power.first().ok_or_else(|| first("a fit needs a `[[power]]`"))?.value;
        for _ in 0..FITS {
            at.cap.iter_mut().for_each(|cap| cap.risk = risk);
            at.power.iter_mut().for_each(|one| one.value = power);
            let outcome = self.solve(&at)?;
            let of = |row: &&FlowRow| row.origin == aim.origin && row.buyer == aim.buyer;
            let row = outcome.flows.iter().find(of);
            let changes = row.and_then(|row| row.discount_change.zip(row.transport_change));
            let (discount, transport) =
                changes.ok_or_else(|| first("the pair of the fit does not trade under the scenario"))?;
            let (more_power, more_risk) = (aim.discount - discount, aim.transport - transport);
            if more_power.abs().max(more_risk.abs()) < 0.01 {
                return Ok((risk, power));
            }
            risk = (risk + 0.7 * more_risk).max(0.0);
            power = (power + 0.7 * more_power).max(0.0);
        }
        let problem = Problem::new("no risk and power bring about these discounts");
        Err(Error::one(ErrorKind::Unsolved, problem.help("another cap or another fleet may")))
    }

    /// All anchors. They are meant for the embedded baseline; with another one whose codes differ there is no answer.
    ///
    /// # Errors
    /// As [`World::solve`]; a baseline without the origins and buyers of the anchors.
    pub fn anchors(&self) -> Result<Vec<Anchor>, Error> {
        let mut solved: Vec<(&str, Outcome)> = Vec::new();
        for asked in &ASKED {
            if !solved.iter().any(|(name, _)| *name == asked.scenario) {
                solved.push((asked.scenario, self.solve(&Scenario::open(asked.scenario)?)?));
            }
        }
        let one = |asked: &Asked| {
            let outcome =
                solved.iter().find(|(name, _)| *name == asked.scenario).map(|(_, outcome)| outcome)?;
            let row =
                outcome.flows.iter().find(|row| (row.origin.as_str(), row.buyer.as_str()) == asked.pair)?;
            Some(Anchor {
                date: asked.date.to_owned(),
                what: asked.what.to_owned(),
                published: asked.published,
                model: asked.of.number(row, outcome)?,
                unit: asked.unit.to_owned(),
                fitted: asked.fitted,
                scenario: asked.scenario.to_owned(),
                source: asked.source.to_owned(),
            })
        };
        let missing = |asked: &Asked| {
            let (origin, buyer) = asked.pair;
            let problem = Problem::new(format!("the flow from `{origin}` to `{buyer}` is not there"));
            Error::one(ErrorKind::Market, problem.help("the anchors are those of the baseline `oil-2022`"))
        };
        ASKED.iter().map(|asked| one(asked).ok_or_else(|| missing(asked))).collect()
    }
}
