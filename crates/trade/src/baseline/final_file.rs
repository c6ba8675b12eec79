//! `final.csv`: what final spending is made of.

use super::codes::Codes;
use super::costs_files::{scaled_note, share, wrong_sums};
use super::finding::{Finding, FindingCell};
use super::flows_file::first_time;
use super::refusals::Refusals;
use super::shares::{Normalised, normalise};
use super::table_file::{Layout, TableFile};
use crate::cube::Grid;
use thalweg_core::Problem;

/// The columns of `final.csv`.
pub(super) const LAYOUT: Layout =
    Layout { required: &["country", "sector", "share"], optional: &[], prefix: None };

/// What `final.csv` holds, and what was found on the way.
#[derive(Debug)]
pub(super) struct FinalShares {
    /// Shares by sector and country.
    pub(super) shares: Grid,
    /// Rows taken and refused.
    pub(super) refusals: Refusals,
    /// Sums that are not one.
    pub(super) problems: Vec<Problem>,
    /// Sums that were scaled to one.
    pub(super) note: Option<Finding>,
}

/// Reads the final shares.
pub(super) fn final_shares(table: &TableFile, countries: &Codes, sectors: &Codes) -> FinalShares {
    let (country_at, sector_at) = (table.required("country"), table.required("sector"));
    let share_at = table.required("share");
    let mut shares = Grid::filled(sectors.len(), countries.len(), 0.0);
    let mut seen = vec![0u32; shares.values().len()];
    let mut first = vec![0usize; countries.len()];
    let refusals = table.rows(|row| {
        let country = row.code(country_at, countries, "unknown country")?;
        let sector = row.code(sector_at, sectors, "unknown sector")?;
        first_time(table, row, &mut seen[sector * countries.len() + country])?;
        *shares.get_mut(sector, country) = share(row, share_at)?;
        first[country] = if first[country] == 0 { row.offset } else { first[country] };
        Ok(())
    });
    let (problems, note) = normalise_countries(table, countries, &mut shares, &first);
    FinalShares { shares, refusals, problems, note }
}

fn normalise_countries(
    table: &TableFile,
    countries: &Codes,
    shares: &mut Grid,
    first: &[usize],
) -> (Vec<Problem>, Option<Finding>) {
    let (mut scaled, mut wrong) = (Vec::new(), Vec::new());
    for (country, &offset) in first.iter().enumerate() {
        let code = countries.code(country);
        let sectors = 0..shares.sectors();
        let mut column: Vec<f64> = sectors.clone().map(|j| shares.get(j, country)).collect();
        match normalise(&mut column) {
            Normalised::Kept => {}
            Normalised::Scaled(off) => scaled.push(FindingCell::country(code, off)),
            Normalised::Wrong(sum) => {
                wrong.push((offset, format!("the final shares of {code} sum to {sum}, not to 1")))
            }
        }
        for (sector, share) in sectors.zip(column) {
            *shares.get_mut(sector, country) = share;
        }
    }
    (wrong_sums(table, wrong), scaled_note("final shares", scaled))
}
