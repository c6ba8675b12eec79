//! `thalweg oil worth`.

use super::fleet::{self, Fleet};
use super::text::{certified, paragraph, plain, table};
use super::{Asked, Drawn};
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn, json_lines};
use thalweg_brief::number::{Format, Kind};
use thalweg_brief::output::Terminal;
use thalweg_core::{Cell, Measure, Problem, Table};
use thalweg_oil::{Muster, Question, Worth, WorthRow};

const EXAMPLES: &str = "\
A list of ships of your own: --ships fleet.csv (columns imo, class; name,
deadweight, length_metres, beam_metres, mmsi, built, used, designated if known).
The table `ships` of `thalweg sea events` is read as well.

Examples:
  thalweg oil worth price-cap --seller RUS
  thalweg oil worth listings --seller IRN --draws 40 -o worth.csv
  thalweg screen sample
  printf 'imo,class\\n9999917,aframax\\n9074729,suezmax\\n' > fleet.csv
  thalweg oil worth service-ban --seller RUS --ships fleet.csv --listed list.csv
  thalweg sea simulate -o traffic.csv
  thalweg sea events traffic.csv --table ships -o ships.csv
  thalweg sea voyages traffic.csv --table cargoes -o oil.csv
  thalweg oil worth price-cap --seller RUS --ships ships.csv --carried oil.csv";

/// Which scenario, and whose revenue.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    asked: Asked,
    /// Whose revenue counts
    #[arg(long, value_name = "CODE")]
    seller: String,
    /// What a listed refinery or terminal loses, million barrels a day
    #[arg(long, value_name = "MBD", default_value_t = 0.1)]
    step: f64,
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
        let question = Question {
            seller: self.seller,
            ships: fleet.as_ref().map_or_else(Vec::new, |fleet| fleet.list.ships.clone()),
            step: self.step,
            draws: self.drawn.draws(),
        };
        let worth = world.worth(&scenario, &question)?;
        target.write(&Ranked { worth, fleet }, console)
    }
}

#[derive(serde::Serialize)]
struct Ranked {
    #[serde(flatten)]
    worth: Worth,
    /// Where the ships are from.
    #[serde(skip_serializing_if = "Option::is_none")]
    fleet: Option<Muster>,
}

/// Rows that a terminal shows.
const SHOWN: usize = 20;

impl Answer for Ranked {
    const MAIN: &'static str = "worth";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([self])
    }

    fn tables(&self) -> Vec<Table> {
        let columns = [
            ("kind", "Kind", Measure::Text),
            ("name", "Name", Measure::Text),
            ("imo", "IMO", Measure::Count),
            ("class", "Class", Measure::Text),
            ("deadweight", "Deadweight", Measure::Count),
            ("revenue", "Revenue, thousand dollars a day", Measure::Number),
            ("revenue_by_dual", "by dual", Measure::Number),
            ("revenue_low", "5 %", Measure::Number),
            ("revenue_high", "95 %", Measure::Number),
            ("buyers_price", "Buyers' price, cents", Measure::Number),
            ("world_price", "World price, cents", Measure::Number),
            ("kink", "Kink", Measure::Text),
        ];
        let ranked = table(Self::MAIN, "What one more designation is worth", &columns, self.rows(cells));
        std::iter::once(ranked).chain(self.fleet.iter().map(fleet::designated)).collect()
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let columns = [
            ("name", "Listed", Measure::Text),
            ("class", "Class", Measure::Text),
            ("revenue", "Revenue", Measure::Number),
            ("by_dual", "by dual", Measure::Number),
            ("interval", "5 % to 95 %", Measure::Text),
            ("buyers", "Buyers' price", Measure::Number),
            ("world", "World price", Measure::Number),
        ];
        let mut short = table(Self::MAIN, "What one more designation is worth", &columns, self.rows(few));
        short.rows.truncate(SHOWN);
        let foot = self.foot();
        let tables = drawn(&[short], page)?;
        Ok(format!("{}\n{tables}\n{}", paragraph(&self.sentences(), page), paragraph(&foot, page)))
    }
}

impl Ranked {
    fn rows(&self, cells: impl Fn(&WorthRow) -> Vec<Cell>) -> Vec<Vec<Cell>> {
        self.worth.rows.iter().map(cells).collect()
    }

    fn sentences(&self) -> Vec<String> {
        let Some(first) = self.worth.rows.first() else {
            return vec!["Nothing is left that could be listed.".to_owned()];
        };
        if first.solved_again.revenue >= 0.0 {
            let why = match (self.worth.ships_are_scarce, self.worth.capped) {
                (true, true) => {
                    "ships are scarce, but what one of them carries goes in mainstream ships at the cap"
                }
                (true, false) => "ships are scarce, but not for what it sells",
                (false, _) => "nothing that could be listed is scarce",
            };
            return vec![format!("No single listing costs {} anything: {why}.", self.worth.seller)];
        }
        let lost = -first.solved_again.revenue;
        let mut sentences = vec![format!(
            "Listing {} costs {} {} thousand dollars a day, {} million a year.",
            first.name,
            self.worth.seller,
            plain(lost),
            plain(lost * 365.25 / 1000.0)
        )];
        if let Some([low, high]) = first.revenue_interval {
            let of = |value: f64| {
                format!("{} {}", plain(value.abs()), if value < 0.0 { "lost" } else { "gained" })
            };
            let outside = !(low..=high).contains(&first.solved_again.revenue);
            let but = if outside { "; solved again it lies outside" } else { "" };
            sentences.push(format!("90 % of draws, by slope: {} to {}{but}.", of(low), of(high)));
        }
        sentences
    }

    fn foot(&self) -> Vec<String> {
        let worth = &self.worth;
        let mut foot = vec![format!(
            "Scenario {}, baseline {}. Revenue in thousand dollars a day, of {} million; prices in cents a barrel. Solved \
             again without each; `by dual` is the slope at the start, `kink` where the two differ.",
            worth.scenario,
            worth.baseline,
            plain(worth.revenue)
        )];
        if worth.rows.len() > SHOWN {
            foot.push(format!("{} of {} rows; the others with -o FILE.", SHOWN, worth.rows.len()));
        }
        if let Some(fleet) = &self.fleet {
            foot.extend(fleet::sentences(fleet, worth.already_listed));
        }
        if !worth.left_out.is_empty() {
            let names = worth.left_out.join(", ");
            foot.push(format!("Left out, because a listing would take all they have: {names}."));
        }
        if worth.draws[1] > 0 {
            foot.push(format!("{} of {} draws were solved.", worth.draws[0], worth.draws[1]));
        }
        foot.push(certified(worth.complementarity_residual));
        foot
    }
}

fn cells(row: &WorthRow) -> Vec<Cell> {
    vec![
        Cell::from(row.kind.as_str()),
        Cell::from(row.name.as_str()),
        Cell::from(row.imo.map(f64::from)),
        row.class.as_deref().map_or(Cell::Absent, Cell::from),
        Cell::from(row.deadweight),
        Cell::from(row.solved_again.revenue),
        Cell::from(row.by_dual.revenue),
        Cell::from(row.revenue_interval.map(|[low, _]| low)),
        Cell::from(row.revenue_interval.map(|[_, high]| high)),
        Cell::from(row.solved_again.buyers_price),
        Cell::from(row.solved_again.world_price),
        Cell::from(if row.kink { "yes" } else { "no" }),
    ]
}

fn few(row: &WorthRow) -> Vec<Cell> {
    let number = |value: f64| Format::from(Kind::Number).text(value);
    let interval = row.revenue_interval.map(|[low, high]| format!("{} to {}", number(low), number(high)));
    vec![
        Cell::from(row.name.as_str()),
        Cell::from(row.class.as_deref().unwrap_or(row.kind.as_str())),
        Cell::from(row.solved_again.revenue),
        if row.kink { Cell::from("kink") } else { Cell::from(row.by_dual.revenue) },
        interval.map_or(Cell::Absent, Cell::from),
        Cell::from(row.solved_again.buyers_price),
        Cell::from(row.solved_again.world_price),
    ]
}
