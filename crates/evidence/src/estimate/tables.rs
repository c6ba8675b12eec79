//! The tables of an estimate.

use super::{Estimate, YearRow};
use thalweg_core::{Cell, Column, Measure, Table};

impl Estimate {
    /// Everything as tables; the first is the answer.
    pub fn tables(&self) -> Vec<Table> {
        vec![
            years_table(&self.years, self.base_year),
            self.sides_table(),
            self.sectors_table(),
            self.left_out_table(),
            self.estimators_table(),
            self.in_force_table(),
            self.sets_table(),
        ]
    }

    fn sides_table(&self) -> Table {
        let columns = [
            ("year", "Year", Measure::Text),
            ("importer", "Tariffs of", Measure::Text),
            ("response", "Response", Measure::Number),
            ("low", "Low", Measure::Number),
            ("high", "High", Measure::Number),
        ];
        let rows = self.by_side.iter().map(|row| {
            vec![
                row.year.to_string().into(),
                row.importer.as_str().into(),
                row.response.into(),
                row.low.into(),
                row.high.into(),
            ]
        });
        table("sides", "Response to the tariffs of one side alone", &columns, rows)
    }

    fn sectors_table(&self) -> Table {
        let columns = [
            ("year", "Year", Measure::Text),
            ("sector", "Sector", Measure::Text),
            ("response", "Response", Measure::Number),
            ("se", "Error", Measure::Number),
            ("deviation_se", "Error beside pooled", Measure::Number),
            ("shrinkage", "Taken as noise", Measure::Number),
            ("shrunk", "Shrunk", Measure::Number),
            ("shrunk_se", "Error of what is left", Measure::Number),
        ];
        let rows = self.by_sector.iter().map(|row| {
            vec![
                row.year.to_string().into(),
                row.sector.as_str().into(),
                row.response.into(),
                row.se.into(),
                row.deviation_se.into(),
                row.shrinkage.into(),
                row.shrunk.into(),
                row.shrunk_se.into(),
            ]
        });
        table("sectors", "Response by sector", &columns, rows)
    }

    fn left_out_table(&self) -> Table {
        let columns = [
            ("year", "Year", Measure::Text),
            ("without", "Without", Measure::Text),
            ("response", "Response", Measure::Number),
        ];
        let rows = self
            .left_out
            .iter()
            .map(|row| vec![row.year.to_string().into(), row.without.as_str().into(), row.response.into()]);
        table("left-out", "Pooled response without one sector", &columns, rows)
    }

    fn estimators_table(&self) -> Table {
        let columns = [
            ("year", "Year", Measure::Text),
            ("estimator", "Estimator", Measure::Text),
            ("response", "Response", Measure::Number),
            ("theta", "Theta", Measure::Number),
            ("p", "p", Measure::Number),
        ];
        let rows = self.estimators.iter().map(|row| {
            vec![
                row.year.to_string().into(),
                row.estimator.as_str().into(),
                row.response.into(),
                row.theta.into(),
                row.p.into(),
            ]
        });
        table("estimators", "Other estimators of the same response", &columns, rows)
    }

    fn in_force_table(&self) -> Table {
        let columns = [
            ("year", "Year", Measure::Text),
            ("addition_pct", "Addition (%)", Measure::Rate),
            ("response", "Response", Measure::Number),
            ("theta", "Theta", Measure::Number),
        ];
        let rows = self.in_force.iter().map(|row| {
            vec![row.year.to_string().into(), row.addition_pct.into(), row.response.into(), row.theta.into()]
        });
        table("in-force", "Response, tariffs by days in force", &columns, rows)
    }

    fn sets_table(&self) -> Table {
        let columns = [
            ("set", "Set", Measure::Text),
            ("sector", "Sector", Measure::Text),
            ("elasticity", "Elasticity", Measure::Number),
            ("elasticity_se", "Error", Measure::Number),
            ("shrinkage", "Taken as noise", Measure::Number),
        ];
        let rows = self.sets.iter().flat_map(|set| {
            set.sectors.iter().map(|row| {
                vec![
                    set.name.as_str().into(),
                    row.sector.as_str().into(),
                    row.elasticity.into(),
                    row.elasticity_se.into(),
                    row.shrinkage.into(),
                ]
            })
        });
        table("sets", "Elasticities by sector and horizon", &columns, rows)
    }
}

/// The response of each year, with its placebo band.
pub(crate) fn years_table(years: &[YearRow], base_year: i32) -> Table {
    let columns = [
        ("year", "Year", Measure::Text),
        ("response", "Response", Measure::Number),
        ("low", "Low", Measure::Number),
        ("high", "High", Measure::Number),
        ("theta", "Theta", Measure::Number),
        ("detrended", "Less drift", Measure::Number),
        ("p_comparable", "p", Measure::Number),
        ("p_detrended", "p less drift", Measure::Number),
        ("p_all", "p all", Measure::Number),
        ("p_studentised", "p all, t", Measure::Number),
        ("band_low", "Placebo 5 %", Measure::Number),
        ("band_high", "Placebo 95 %", Measure::Number),
        ("comparable", "Comparable", Measure::Count),
        ("all", "All", Measure::Count),
        ("flows", "Flows", Measure::Count),
        ("treated", "Treated", Measure::Count),
    ];
    let rows = years.iter().map(|row| {
        vec![
            row.year.to_string().into(),
            row.response.into(),
            row.low.into(),
            row.high.into(),
            row.theta.into(),
            row.detrended.into(),
            row.p_comparable.into(),
            row.p_detrended.into(),
            row.p_all.into(),
            row.p_studentised.into(),
            row.band_low.into(),
            row.band_high.into(),
            count(row.comparable),
            count(row.all),
            count(row.flows),
            count(row.treated),
        ]
    });
    table("years", &format!("Response of trade, change since {}", base_year), &columns, rows)
}

pub(crate) fn count(number: usize) -> Cell {
    Cell::Number(number as f64)
}

pub(crate) fn table(
    name: &str,
    title: &str,
    columns: &[(&str, &str, Measure)],
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Table {
    let columns = columns.iter().map(|(name, title, measure)| Column::new(name, title, *measure)).collect();
    Table { name: name.to_owned(), title: title.to_owned(), columns, rows: rows.collect() }
}
