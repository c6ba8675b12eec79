//! The answer as tables.

use crate::arrival::Arrival;
use crate::complete::Incomplete;
use crate::evasion::Evasion;
use crate::gap::{Gap, Measure as Of};
use crate::hub::Hub;
use crate::mirror::{HabitOf, Mirror};
use crate::passage::Passage;
use crate::rank::Ranked;
use thalweg_core::{Cell, Column, Measure, Table};

fn table(name: &str, title: &str, columns: &[(&str, &str, Measure)], rows: Vec<Vec<Cell>>) -> Table {
    let columns = columns.iter().map(|(name, title, measure)| Column::new(name, title, *measure)).collect();
    Table { name: name.to_owned(), title: title.to_owned(), columns, rows }
}

fn text(word: &str) -> Cell {
    Cell::Text(word.to_owned())
}

fn count(number: impl Into<f64>) -> Cell {
    Cell::Number(number.into())
}

fn percent(part: f64) -> Cell {
    Cell::from(100.0 * part)
}

fn word(measure: Of) -> Cell {
    text(if measure == Of::Value { "value" } else { "quantity" })
}

const TEXT: Measure = Measure::Text;
const COUNT: Measure = Measure::Count;
const NUMBER: Measure = Measure::Number;
const RATE: Measure = Measure::Rate;

impl Mirror {
    /// All of it: `gaps` (flows by evidence), `years`, `hubs`, `arrivals`, `passages`, `habits`, `incomplete`.
    pub fn tables(&self) -> Vec<Table> {
        vec![
            flows(&self.flows),
            years(&self.gaps),
            hubs(&self.hubs),
            arrivals(&self.arrivals),
            passages(&self.passages),
            habits(&self.habits),
            incomplete(&self.incomplete),
        ]
    }
}

fn flows(flows: &[Ranked]) -> Table {
    let columns = [
        ("rank", "Rank", COUNT),
        ("exporter", "Exporter", TEXT),
        ("importer", "Importer", TEXT),
        ("product", "Product", TEXT),
        ("year", "Year", COUNT),
        ("measure", "Measure", TEXT),
        ("unit", "Unit", TEXT),
        ("exporter_said", "Exporter says", NUMBER),
        ("importer_said", "Importer says", NUMBER),
        ("ratio", "Importer over exporter", NUMBER),
        ("margin_pct", "Freight taken off, percent", RATE),
        ("log_gap", "Log gap", NUMBER),
        ("spreads_from_usual", "Spreads from usual", NUMBER),
        ("exporter_to_world", "Exporter to the world", NUMBER),
        ("times_world", "Importer over exporter to the world", NUMBER),
        ("production", "Exporter's production", NUMBER),
        ("verdict", "Verdict", TEXT),
        ("points", "Evidence", NUMBER),
        ("size", "Size", NUMBER),
        ("surprise", "Surprise", NUMBER),
        ("persistence", "Persistence", NUMBER),
        ("sudden", "Sudden", NUMBER),
        ("impossible", "Impossible", NUMBER),
        ("years", "Years with both", COUNT),
        ("shift", "Shift since the policy", NUMBER),
        ("through", "Possible hub", TEXT),
        ("through_at_most", "Through it at most", NUMBER),
        ("sentence", "In words", TEXT),
    ];
    let row = |one: &Ranked| {
        let (gap, evidence) = (&one.gap, &one.evidence);
        vec![
            count(one.rank as f64),
            text(&gap.exporter),
            text(&gap.importer),
            text(&gap.product),
            count(gap.year),
            word(gap.measure),
            text(&gap.unit),
            gap.exporter_said.into(),
            gap.importer_said.into(),
            gap.ratio.into(),
            percent(gap.margin),
            gap.gap.into(),
            one.surprise.into(),
            gap.exporter_to_world.into(),
            gap.times_world().into(),
            gap.production.into(),
            text(one.verdict.words()),
            evidence.points.into(),
            evidence.size.into(),
            evidence.surprise.into(),
            evidence.persistence.into(),
            evidence.sudden.into(),
            evidence.impossible.into(),
            count(one.years as f64),
            one.shift.into(),
            one.through.clone().map_or(Cell::Absent, Cell::Text),
            one.through_at_most.into(),
            text(&one.sentence),
        ]
    };
    table("gaps", "Gaps by evidence", &columns, flows.iter().map(row).collect())
}

fn years(gaps: &[Gap]) -> Table {
    let columns = [
        ("exporter", "Exporter", TEXT),
        ("importer", "Importer", TEXT),
        ("product", "Product", TEXT),
        ("year", "Year", COUNT),
        ("measure", "Measure", TEXT),
        ("unit", "Unit", TEXT),
        ("exporter_said", "Exporter says", NUMBER),
        ("importer_said", "Importer says", NUMBER),
        ("ratio", "Importer over exporter", NUMBER),
        ("margin_pct", "Freight taken off, percent", RATE),
        ("log_gap", "Log gap", NUMBER),
        ("difference", "Difference", NUMBER),
        ("exporter_to_world", "Exporter to the world", NUMBER),
        ("importer_quantity", "Importer's quantity", NUMBER),
        ("production", "Exporter's production", NUMBER),
        ("exporter_imports", "Exporter's imports", NUMBER),
        ("times_world", "Importer over exporter to the world", NUMBER),
        ("impossible", "Physically impossible", TEXT),
    ];
    let row = |gap: &Gap| {
        vec![
            text(&gap.exporter),
            text(&gap.importer),
            text(&gap.product),
            count(gap.year),
            word(gap.measure),
            text(&gap.unit),
            gap.exporter_said.into(),
            gap.importer_said.into(),
            gap.ratio.into(),
            percent(gap.margin),
            gap.gap.into(),
            gap.difference.into(),
            gap.exporter_to_world.into(),
            gap.importer_quantity.into(),
            gap.production.into(),
            gap.exporter_imports.into(),
            gap.times_world().into(),
            gap.is_impossible().map_or(Cell::Absent, |is| text(if is { "yes" } else { "no" })),
        ]
    };
    table("years", "Both reports by year", &columns, gaps.iter().map(row).collect())
}

fn hubs(hubs: &[Hub]) -> Table {
    let columns = [
        ("country", "Hub", TEXT),
        ("booked_pct", "Booked by buyers, percent", RATE),
        ("middle_gap", "Middle log gap", NUMBER),
        ("partners", "Partners", COUNT),
        ("exports_over_imports", "Exports over imports", NUMBER),
    ];
    let row = |hub: &Hub| {
        vec![
            text(&hub.country),
            percent(hub.booked),
            hub.middle_gap.into(),
            count(hub.partners as f64),
            hub.exports_over_imports.into(),
        ]
    };
    table("hubs", "Places that goods pass", &columns, hubs.iter().map(row).collect())
}

fn arrivals(arrivals: &[Arrival]) -> Table {
    let columns = [
        ("exporter", "From", TEXT),
        ("importers", "To", TEXT),
        ("product", "Product", TEXT),
        ("base", "Base", COUNT),
        ("years", "Years", TEXT),
        ("additional_exports", "More exports", NUMBER),
        ("additional_imports", "More imports", NUMBER),
        ("never_arrived_pct", "Never arrived, %", RATE),
        ("never_arrived_fob_pct", "Without freight, %", RATE),
    ];
    let row = |one: &Arrival| {
        vec![
            text(&one.exporter),
            Cell::Text(one.importers.join(" ")),
            text(&one.product),
            count(one.base),
            Cell::Text(one.years.join(", ")),
            one.additional_exports.into(),
            one.additional_imports.into(),
            percent(one.never_arrived),
            percent(one.never_arrived_fob),
        ]
    };
    table("arrivals", "Additional exports that never arrive", &columns, arrivals.iter().map(row).collect())
}

fn passages(passages: &[Passage]) -> Table {
    let columns = [
        ("origin", "From", TEXT),
        ("via", "Through", TEXT),
        ("destination", "To", TEXT),
        ("year", "Year", COUNT),
        ("products", "Products", COUNT),
        ("measure", "Measure", TEXT),
        ("first_leg", "First leg", NUMBER),
        ("second_leg", "Second leg", NUMBER),
        ("at_most", "At most", NUMBER),
        ("at_most_pct", "At most, % of the second leg", RATE),
    ];
    let row = |one: &Passage| {
        vec![
            text(&one.origin),
            text(&one.via),
            text(&one.destination),
            count(one.year),
            count(one.products as f64),
            word(one.measure),
            one.first_leg.into(),
            one.second_leg.into(),
            one.at_most.into(),
            percent(one.at_most_of_second_leg),
        ]
    };
    let title = "What can have passed, at most (an upper bound)";
    table("passages", title, &columns, passages.iter().map(row).collect())
}

fn habits(habits: &[HabitOf]) -> Table {
    let columns = [
        ("side", "As", TEXT),
        ("reporter", "Reporter", TEXT),
        ("product", "Product", TEXT),
        ("centre", "Usual log gap", NUMBER),
        ("spread", "Spread", NUMBER),
        ("gaps", "Gaps", COUNT),
    ];
    let row = |one: &HabitOf| {
        vec![
            text(one.side),
            text(&one.reporter),
            text(&one.product),
            one.habit.centre.into(),
            one.habit.spread.into(),
            count(one.habit.gaps as f64),
        ]
    };
    table("habits", "What is usual for whom", &columns, habits.iter().map(row).collect())
}

fn incomplete(incomplete: &[Incomplete]) -> Table {
    let columns = [
        ("reporter", "Reporter", TEXT),
        ("flow", "Flow", TEXT),
        ("year", "Year", COUNT),
        ("months", "Months", COUNT),
        ("compared_with", "Compared with", COUNT),
        ("total_pct", "Of its total, percent", RATE),
        ("median_pct", "Middle partner, percent", RATE),
        ("partners_pct", "By partners, percent", RATE),
    ];
    let ratio = |ratio: Option<f64>| Cell::from(ratio.map(|ratio| 100.0 * ratio));
    let row = |one: &Incomplete| {
        vec![
            text(&one.reporter),
            text(one.flow),
            count(one.year),
            Cell::from(one.months.map(f64::from)),
            Cell::from(one.compared_with.map(f64::from)),
            ratio(one.total_ratio),
            ratio(one.median_ratio),
            ratio(one.partners_ratio),
        ]
    };
    table("incomplete", "Years that are not whole", &columns, incomplete.iter().map(row).collect())
}

impl Evasion {
    /// The coefficients.
    pub fn table(&self) -> Table {
        let columns = [
            ("measure", "Gap of", TEXT),
            ("regression", "Regression", TEXT),
            ("term", "On", TEXT),
            ("coefficient", "Coefficient", NUMBER),
            ("standard_error", "Error", NUMBER),
            ("low", "From", NUMBER),
            ("high", "To", NUMBER),
            ("t", "t", NUMBER),
            ("observations", "Products", COUNT),
            ("clusters", "Headings", COUNT),
            ("r_squared", "R squared", NUMBER),
        ];
        let row = |one: &crate::evasion::Estimate| {
            vec![
                word(one.measure),
                text(one.regression),
                text(one.term),
                one.coefficient.into(),
                one.standard_error.into(),
                one.low.into(),
                one.high.into(),
                one.t.into(),
                count(one.observations as f64),
                count(one.clusters as f64),
                one.r_squared.into(),
            ]
        };
        table("estimates", "Missing imports on taxes", &columns, self.estimates.iter().map(row).collect())
    }
}
