//! `production.csv` and `inputs.csv`: what sectors are made of.

use super::codes::Codes;
use super::finding::{Finding, FindingCell, Severity};
use super::flows_file::first_time;
use super::refusals::{Refusals, Wrong};
use super::shares::{Normalised, normalise};
use super::table_file::{Layout, Row, TableFile};
use crate::cube::{Grid, InputShares};
use thalweg_core::{Intake, Problem};

/// The columns of `production.csv`.
pub(super) const PRODUCTION: Layout =
    Layout { required: &["country", "sector", "value_added_share"], optional: &["subsidy"], prefix: None };

/// The columns of `inputs.csv`.
pub(super) const INPUTS: Layout =
    Layout { required: &["country", "sector", "input", "share"], optional: &[], prefix: None };

/// What sectors are made of.
#[derive(Debug)]
pub(super) struct Costs {
    /// Value-added shares.
    pub(super) value_added_shares: Grid,
    /// Production subsidies.
    pub(super) subsidies: Grid,
    /// Input shares.
    pub(super) inputs: InputShares,
}

impl Costs {
    /// Value added only.
    pub(super) fn value_added_only(sectors: usize, countries: usize) -> Self {
        Self {
            value_added_shares: Grid::filled(sectors, countries, 1.0),
            subsidies: Grid::filled(sectors, countries, 0.0),
            inputs: InputShares::none(sectors, countries),
        }
    }

    /// Reads `production.csv`.
    pub(super) fn read_production(
        &mut self,
        table: &TableFile,
        countries: &Codes,
        sectors: &Codes,
    ) -> Refusals {
        let (country_at, sector_at) = (table.required("country"), table.required("sector"));
        let mut seen = vec![0u32; countries.len() * sectors.len()];
        table.rows(|row| {
            let country = row.code(country_at, countries, "unknown country")?;
            let sector = row.code(sector_at, sectors, "unknown sector")?;
            first_time(table, row, &mut seen[sector * countries.len() + country])?;
            let share = value_added_share(row, table.required("value_added_share"))?;
            let subsidy = subsidy(row, table.column("subsidy"))?;
            *self.value_added_shares.get_mut(sector, country) = share;
            *self.subsidies.get_mut(sector, country) = subsidy;
            Ok(())
        })
    }

    /// Reads `inputs.csv`; beside what was refused, the sums that are not one and the note on those that were scaled.
    pub(super) fn read_inputs(
        &mut self,
        table: &TableFile,
        countries: &Codes,
        sectors: &Codes,
    ) -> (Refusals, Vec<Problem>, Option<Finding>) {
        let at = ["country", "sector", "input", "share"].map(|name| table.required(name));
        let mut seen = vec![0u32; self.inputs.values().len()];
        let mut first = vec![0usize; countries.len() * sectors.len()];
        let refusals = table.rows(|row| {
            let country = row.code(at[0], countries, "unknown country")?;
            let sector = row.code(at[1], sectors, "unknown sector")?;
            let input = row.code(at[2], sectors, "unknown input")?;
            let index = (input * sectors.len() + sector) * countries.len() + country;
            first_time(table, row, &mut seen[index])?;
            *self.inputs.get_mut(input, sector, country) = share(row, at[3])?;
            let first = &mut first[sector * countries.len() + country];
            *first = if *first == 0 { row.offset } else { *first };
            Ok(())
        });
        let (problems, note) = self.normalise_inputs(table, countries, sectors, &first);
        (refusals, problems, note)
    }

    /// Makes the shares of every cell sum to one. `first`: where the first row of each cell stands.
    fn normalise_inputs(
        &mut self,
        table: &TableFile,
        countries: &Codes,
        sectors: &Codes,
        first: &[usize],
    ) -> (Vec<Problem>, Option<Finding>) {
        let (mut scaled, mut wrong) = (Vec::new(), Vec::new());
        for (cell, &offset) in first.iter().enumerate().filter(|(_, offset)| **offset > 0) {
            let (sector, country) = (cell / countries.len(), cell % countries.len());
            let (of_country, of_sector) = (countries.code(country), sectors.code(sector));
            match self.normalise_cell(sector, country) {
                Normalised::Kept | Normalised::Wrong(0.0) => {} // all zero: no inputs
                Normalised::Scaled(off) => scaled.push(FindingCell::cell(of_country, of_sector, off)),
                Normalised::Wrong(sum) => {
                    let what =
                        format!("the input shares of {of_sector} in {of_country} sum to {sum}, not to 1");
                    wrong.push((offset, what));
                }
            }
        }
        (wrong_sums(table, wrong), scaled_note("input shares", scaled))
    }

    fn normalise_cell(&mut self, sector: usize, country: usize) -> Normalised {
        let inputs = 0..self.inputs.sectors();
        let mut shares: Vec<f64> = inputs.clone().map(|k| self.inputs.get(k, sector, country)).collect();
        let result = normalise(&mut shares);
        for (input, share) in inputs.zip(shares) {
            *self.inputs.get_mut(input, sector, country) = share;
        }
        result
    }

    /// Takes sectors for which no inputs are given as made of value added only, so that no cost is lost.
    ///
    /// Returns a note on the cells whose share of value added was below one.
    pub(super) fn without_inputs_value_added_only(
        &mut self,
        countries: &Codes,
        sectors: &Codes,
    ) -> Option<Finding> {
        let mut cells = Vec::new();
        for sector in 0..sectors.len() {
            for country in 0..countries.len() {
                let share = self.value_added_shares.get(sector, country);
                let inputs = (0..sectors.len()).any(|k| self.inputs.get(k, sector, country) > 0.0);
                if share < 1.0 && !inputs {
                    *self.value_added_shares.get_mut(sector, country) = 1.0;
                    cells.push(FindingCell::cell(countries.code(country), sectors.code(sector), share));
                }
            }
        }
        let message = "sectors with a share of value added below one and no inputs: taken as value added only (listed: the share given)";
        (!cells.is_empty()).then(|| Finding::new(Severity::Note, "no_inputs", message).cells(cells))
    }
}

/// The problems of sums that are not one, the first few with their place.
pub(super) fn wrong_sums(table: &TableFile, wrong: Vec<(usize, String)>) -> Vec<Problem> {
    let more = wrong.len().saturating_sub(Intake::SAMPLES);
    let shown = wrong.into_iter().take(Intake::SAMPLES);
    let mut problems: Vec<Problem> = shown
        .map(|(offset, what)| {
            let help = "sums within 0.001 of 1 are taken as rounded and scaled; this is further off";
            Problem::new(what).at(table.row_place(offset, None)).help(help)
        })
        .collect();
    if more > 0 {
        problems.push(Problem::new(format!("`{}`: {more} more sums of shares are not 1", table.file())));
    }
    problems
}

/// The note on shares that were scaled to sum to one.
pub(super) fn scaled_note(what: &str, cells: Vec<FindingCell>) -> Option<Finding> {
    let message = format!(
        "{what} that missed a sum of one were divided by their sum (listed: by how much they missed)"
    );
    (!cells.is_empty()).then(|| Finding::new(Severity::Note, "shares_scaled", message).cells(cells))
}

fn value_added_share(row: Row<'_>, column: usize) -> Result<f64, Wrong<'static>> {
    let share = row.required_number(column, "value_added_share")?;
    if !(share > 0.0 && share <= 1.0) {
        let message = format!("the share of value added is {share}: it must be above 0 and at most 1");
        return Err(Wrong::new("a share out of range", message).cell(column));
    }
    Ok(share)
}

fn subsidy(row: Row<'_>, column: Option<usize>) -> Result<f64, Wrong<'static>> {
    let rate = row.number(column)?.unwrap_or(0.0);
    if rate >= 1.0 {
        let message = format!("the subsidy is {rate}: it must be below 1, a fraction of cost");
        return Err(Wrong::new("a subsidy of 100 % or more", message).cell(column.unwrap_or_default()));
    }
    Ok(rate)
}

/// A share in [0, 1].
pub(super) fn share(row: Row<'_>, column: usize) -> Result<f64, Wrong<'static>> {
    let share = row.required_number(column, "share")?;
    if !(0.0..=1.0 + super::shares::SHARE_TOLERANCE).contains(&share) {
        let message = format!("the share is {share}: it must lie between 0 and 1");
        return Err(Wrong::new("a share out of range", message).cell(column));
    }
    Ok(share)
}
