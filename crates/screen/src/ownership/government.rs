//! Governments that US law blocks without a list, with those that they control.

use jiff::civil::{Date, date};
use serde::Serialize;

/// A blocked government.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BlockedGovernment {
    /// The country, ISO 3166 alpha-2.
    pub country: [u8; 2],
    /// Its name.
    pub name: &'static str,
    /// Since when.
    pub from: Date,
    /// The day on which it ended; none while it lasts.
    pub to: Option<Date>,
    /// The text that blocks it, and those whom it owns or controls.
    pub law: &'static str,
}

/// All of them that we know. Others blocked some time before (Sudan, Iraq) are not in it.
///
/// - Venezuela: Executive Order 13884 of 5 August 2019, section 6(d): "any person owned or controlled, directly or indirectly".
/// - Iran: Executive Order 13599 of 5 February 2012, in force since the 6th; 31 CFR 560.211, 560.304 and 560.313 ("a 50 percent or
///   greater interest or a controlling interest", or "otherwise controlled").
/// - North Korea: Executive Order 13722 of 15 March 2016, in force since the 16th; 31 CFR 510.201 and its definition of the government.
/// - Cuba: 31 CFR 515.201 since 8 July 1963, with 515.302: also one of whose stock a *substantial part* is owned or controlled.
/// - Syria: Executive Order 13582 of 17 August 2011, in force since the 18th; revoked with effect from 1 July 2025 by the order of
///   30 June 2025 that provides for the revocation of Syria sanctions.
pub const BLOCKED_GOVERNMENTS: [BlockedGovernment; 5] = [
    BlockedGovernment {
        country: *b"CU",
        name: "Cuba",
        from: date(1963, 7, 8),
        to: None,
        law: "31 CFR 515.201 and 515.302",
    },
    BlockedGovernment {
        country: *b"IR",
        name: "Iran",
        from: date(2012, 2, 6),
        to: None,
        law: "EO 13599 and 31 CFR 560.211, 560.304",
    },
    BlockedGovernment {
        country: *b"KP",
        name: "North Korea",
        from: date(2016, 3, 16),
        to: None,
        law: "EO 13722 and 31 CFR 510.201",
    },
    BlockedGovernment {
        country: *b"SY",
        name: "Syria",
        from: date(2011, 8, 18),
        to: Some(date(2025, 7, 1)),
        law: "EO 13582",
    },
    BlockedGovernment {
        country: *b"VE",
        name: "Venezuela",
        from: date(2019, 8, 5),
        to: None,
        law: "EO 13884, section 6(d)",
    },
];

/// The text that blocks a country's government on a day, if one does.
pub(super) fn blocked(country: [u8; 2], day: Date) -> Option<&'static BlockedGovernment> {
    BLOCKED_GOVERNMENTS
        .iter()
        .find(|one| one.country == country && one.from <= day && one.to.is_none_or(|to| day < to))
}
