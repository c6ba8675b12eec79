//! `thalweg oil listings`.

use super::fleet::{self, Fleet};
use super::text::{certified, paragraph, percent, plain, table};
use super::{Asked, Drawn};
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn, json_lines};
use thalweg_brief::number::{Format, Kind};
use thalweg_brief::output::Terminal;
use thalweg_core::{Cell, Measure, Problem, Table};
use thalweg_oil::{Listings, ListingsQuestion, ListingsRow, Muster};

const EXAMPLES: &str = "\
Examples:
  thalweg oil listings price-cap --seller RUS
  thalweg oil listings mid-2025 --seller RUS --most 50 --points 5 --draws 0";

/// Which scenario, whose revenue, which ships.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    asked: Asked,
    /// Whose revenue counts
    #[arg(long, value_name = "CODE")]
    seller: String,
    /// How many ships are listed at most; all if not given
    #[arg(long, value_name = "N")]
    most: Option<usize>,
    /// Points of the curve
    #[arg(long, value_name = "N", default_value_t = 10)]
    points: usize,
    #[command(flatten)]
    drawn: Drawn,
    #[command(flatten)]
    fleet: Fleet,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let (world, scenario) = self.asked.open()?;
        let fleet = self.fleet.muster(&self.seller, console)?;
        let question = ListingsQuestion {
            seller: self.seller,
            ships: fleet.as_ref().map_or_else(Vec::new, |fleet| fleet.list.ships.clone()),
            most: self.most,
            points: self.points,
            draws: self.drawn.draws(),
        };
        let listings = world.listings(&scenario, &question)?;
        target.write(&Curve { listings, fleet }, console)
    }
}

#[derive(serde::Serialize)]
struct Curve {
    #[serde(flatten)]
    listings: Listings,
    /// How the fleet was made from files and lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    fleet: Option<Muster>,
}

impl Answer for Curve {
    const MAIN: &'static str = "listings";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([self])
    }

    fn tables(&self) -> Vec<Table> {
        let columns = [
            ("listed", "Listed", Measure::Count),
            ("by_class", "Ships", Measure::Text),
            ("revenue", "Revenue", Measure::Number),
            ("revenue_pct", "Change", Measure::Percent),
            ("revenue_pct_low", "5 %", Measure::Percent),
            ("revenue_pct_high", "95 %", Measure::Percent),
            ("price", "Price", Measure::Number),
            ("exports", "Sold", Measure::Number),
            ("world_price", "World price", Measure::Number),
            ("last_ship", "Last ship, thousand a day", Measure::Number),
        ];
        let rows = self.listings.rows.iter().map(cells).collect();
        let curve = table(Self::MAIN, "Revenue against tankers listed", &columns, rows);
        std::iter::once(curve).chain(self.fleet.iter().map(fleet::designated)).collect()
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let columns = [
            ("listed", "Listed", Measure::Count),
            ("revenue", "Revenue", Measure::Number),
            ("revenue_pct", "Change", Measure::Text),
            ("price", "Price", Measure::Number),
            ("exports", "Sold", Measure::Number),
            ("world_price", "World price", Measure::Number),
            ("last_ship", "Last ship", Measure::Number),
        ];
        let rows = self.listings.rows.iter().map(few).collect();
        let short = table(Self::MAIN, "Revenue against tankers listed", &columns, rows);
        let tables = drawn(&[short], page)?;
        Ok(format!("{}\n{tables}\n{}", paragraph(&self.sentences(), page), paragraph(&self.foot(), page)))
    }
}

impl Curve {
    fn sentences(&self) -> Vec<String> {
        let listings = &self.listings;
        let Some(last) = listings.rows.last() else { return Vec::new() };
        let mut said = vec![format!(
            "{} ships of the shadow fleet listed, those first that cost {} most for each ship, take its revenue from {} to {} million \
             dollars a day ({}).",
            last.listed,
            listings.seller,
            plain(listings.rows[0].revenue),
            plain(last.revenue),
            percent(last.revenue_pct)
        )];
        if let Some([low, high]) = last.revenue_pct_interval {
            said.push(format!("90 % of draws: {} to {}.", percent(low), percent(high)));
        }
        said
    }

    fn foot(&self) -> Vec<String> {
        let listings = &self.listings;
        let mut foot = vec![format!(
            "Scenario {}, baseline {}. Revenue in million dollars a day, prices in dollars a barrel, million barrels a day; \
             `Last ship`: what each ship listed last takes from the seller, thousand dollars a day. A listing ends {} of a \
             ship's work. The fleet has {} ships.",
            listings.scenario,
            listings.baseline,
            super::text::rate(100.0 * listings.effect),
            listings.ships
        )];
        if let Some(fleet) = &self.fleet {
            let already = fleet.list.ships.iter().filter(|ship| ship.designated).count();
            foot.extend(fleet::sentences(fleet, already));
        }
        if listings.draws[1] > 0 {
            foot.push(format!("{} of {} draws were solved.", listings.draws[0], listings.draws[1]));
        }
        foot.push(certified(listings.complementarity_residual));
        foot
    }
}

fn cells(row: &ListingsRow) -> Vec<Cell> {
    let classes: Vec<String> =
        row.by_class.iter().map(|one| format!("{} {}", one.ships, one.class)).collect();
    vec![
        Cell::from(row.listed as f64),
        Cell::from(classes.join(", ")),
        Cell::from(row.revenue),
        Cell::from(row.revenue_pct),
        Cell::from(row.revenue_pct_interval.map(|[low, _]| low)),
        Cell::from(row.revenue_pct_interval.map(|[_, high]| high)),
        Cell::from(row.price),
        Cell::from(row.exports),
        Cell::from(row.world_price),
        Cell::from(row.last_ship),
    ]
}

fn few(row: &ListingsRow) -> Vec<Cell> {
    let format = Format::from(Kind::Change);
    let change = match row.revenue_pct_interval {
        Some([low, high]) => format.interval(row.revenue_pct, low, high),
        None => format.text(row.revenue_pct),
    };
    vec![
        Cell::from(row.listed as f64),
        Cell::from(row.revenue),
        Cell::from(change),
        Cell::from(row.price),
        Cell::from(row.exports),
        Cell::from(row.world_price),
        Cell::from(row.last_ship),
    ]
}
