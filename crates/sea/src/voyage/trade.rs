//! What tankers do at a place, from where it is.

use super::{Port, Trade};
use crate::geography::{Place, PlaceKind};

/// Countries that sell more crude oil than they buy: their terminals load (Energy Institute, Statistical Review of World Energy 2024, oil trade movements).
const SELLERS: &[&str] = &[
    "Russia",
    "Iran",
    "Venezuela",
    "Saudi Arabia",
    "Iraq",
    "Kuwait",
    "Qatar",
    "United Arab Emirates",
    "Oman",
    "Kazakhstan",
    "Azerbaijan",
    "Norway",
    "Nigeria",
    "Angola",
    "Libya",
    "Algeria",
    "Mexico",
    "Colombia",
    "Ecuador",
    "Guyana",
    "Canada",
];

/// Terminals that do otherwise than their country: ends of pipelines that load oil of others, the beginning of one that takes oil in, and stores that
/// do both (the sources that `data/sea/places.csv` names).
const OTHERWISE: &[(&str, Trade)] = &[
    ("Ceyhan", Trade::Export),
    ("Sidi Kerir", Trade::Export),
    ("Ain Sukhna", Trade::Import),
    ("Fujairah", Trade::Both),
    ("Louisiana Offshore Oil Port", Trade::Both),
];

impl Trade {
    /// What tankers do at a place, as a rule: terminals of a country that sells oil load, of others discharge; ports may do both; roads and
    /// transfer areas are for waiting, since handovers are told apart.
    ///
    /// ```
    /// use thalweg_sea::Geography;
    /// use thalweg_sea::voyage::Trade;
    /// let of = |name: &str| {
    ///     let place = Geography::embedded().places().iter().find(|place| place.name == name);
    ///     Trade::of(place.unwrap())
    /// };
    /// assert_eq!((of("Kozmino"), of("Dongjiakou"), of("Ceyhan")), (Trade::Export, Trade::Import, Trade::Export));
    /// ```
    pub fn of(place: &Place) -> Self {
        if let Some((_, trade)) = OTHERWISE.iter().find(|(name, _)| *name == place.name) {
            return *trade;
        }
        match place.kind {
            PlaceKind::Terminal if SELLERS.contains(&place.country.as_str()) => Self::Export,
            PlaceKind::Terminal => Self::Import,
            PlaceKind::Port => Self::Both,
            _ => Self::Neither,
        }
    }
}

impl Port {
    /// A place of the geography.
    pub fn of(place: &Place) -> Self {
        Self::new(place.name.as_str(), place.country.as_str(), Trade::of(place))
    }
}
