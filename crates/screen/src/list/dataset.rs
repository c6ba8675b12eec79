//! Lists that OpenSanctions collects: whose they are, and what they do.

use crate::{Authority, Measure};

/// Datasets by their names, and by the titles that the simple table gives them; the measure is what the list as a whole does.
const DATASETS: [(&str, &str, &str, Measure); 33] = [
    ("us_ofac_sdn", "OFAC Specially Designated Nationals", "us", Measure::AssetFreeze),
    ("us_ofac_cons", "OFAC Consolidated", "us", Measure::Other),
    ("us_ofac_sdn_advanced", "OFAC SDN Advanced", "us", Measure::AssetFreeze),
    ("us_trade_csl", "US Trade Consolidated Screening List", "us", Measure::Other),
    ("us_sam_exclusions", "US SAM Procurement Exclusions", "us", Measure::Other),
    ("us_bis_denied", "US BIS Denied Persons", "us", Measure::ExportControl),
    ("us_state_isn", "Nonproliferation", "us", Measure::ExportControl),
    ("us_cmic", "Chinese Military", "us", Measure::InvestmentBan),
    ("eu_fsf", "EU Financial Sanctions Files", "eu", Measure::AssetFreeze),
    ("eu_journal_sanctions", "EU Council Official Journal", "eu", Measure::Other),
    ("eu_sanctions_map", "EU Sanctions Map", "eu", Measure::Other),
    ("eu_travel_bans", "EU Travel Bans", "eu", Measure::TravelBan),
    ("gb_fcdo_sanctions", "UK FCDO Sanctions", "uk", Measure::AssetFreeze),
    ("gb_hmt_sanctions", "UK HMT/OFSI", "uk", Measure::AssetFreeze),
    ("gb_hmt_invbans", "UK HMT Investment Ban", "uk", Measure::InvestmentBan),
    ("un_sc_sanctions", "UN Security Council", "un", Measure::AssetFreeze),
    ("un_1718_vessels", "UN 1718", "un", Measure::PortBan),
    ("ch_seco_sanctions", "Swiss SECO", "ch", Measure::AssetFreeze),
    ("ca_dfatd_sema_sanctions", "Canadian Consolidated", "ca", Measure::AssetFreeze),
    ("ca_named_terrorists", "Canadian Listed Terrorist", "ca", Measure::AssetFreeze),
    ("au_dfat_sanctions", "Australian Sanctions", "au", Measure::AssetFreeze),
    ("au_listed_terrorist_orgs", "Australian Listed Terrorist", "au", Measure::AssetFreeze),
    ("jp_mof_sanctions", "Japan Economic Sanctions", "jp", Measure::AssetFreeze),
    ("jp_meti_eul", "Japan METI", "jp", Measure::ExportControl),
    ("jp_meti_ru", "Japan METI Russia", "jp", Measure::ExportControl),
    ("nz_russia_sanctions", "New Zealand Russia Sanctions", "nz", Measure::AssetFreeze),
    ("fr_tresor_gels_avoir", "French National Asset Freezing", "fr", Measure::AssetFreeze),
    ("mc_fund_freezes", "Monaco National Fund Freezing", "mc", Measure::AssetFreeze),
    ("be_fod_sanctions", "Belgian", "be", Measure::AssetFreeze),
    ("ua_nsdc_sanctions", "Ukraine NSDC", "ua", Measure::AssetFreeze),
    ("ua_war_sanctions", "Ukraine War and Sanctions", "ua", Measure::Other),
    ("tw_shtc", "Taiwan Strategic High-Tech", "tw", Measure::ExportControl),
    ("lv_fiu_sanctions", "Latvian", "lv", Measure::Other),
];

/// Whose list a dataset is, and what it does, by name or by title; none where it is no list of sanctions that is known.
pub(super) fn dataset(name: &str) -> Option<(Authority, Measure)> {
    let name = name.trim();
    let known = |entry: &&(&str, &str, &str, Measure)| entry.0 == name || name.contains(entry.1);
    // the longer of two titles that fit says more
    let found = DATASETS.iter().filter(known).max_by_key(|entry| (entry.0 == name, entry.1.len()))?;
    Some((found.2.parse().ok()?, found.3))
}
