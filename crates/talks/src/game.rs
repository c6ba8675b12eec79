//! A game as plain data: who plays, with which instruments, for what.

use serde::Serialize;

/// Governments that set tariffs, each for itself. Plain data that knows no world; [`crate::Contest`] puts it on one.
///
/// ```
/// use thalweg_talks::{Game, Player, Scheme};
///
/// let usa = Player::new("USA").scheme(Scheme::BySector).against(["CHN"]).bounds(0.0, 2.0);
/// let chn = Player::new("CHN").scheme(Scheme::BySector).against(["USA"]).bounds(0.0, 2.0);
/// let game = Game { players: vec![usa, chn] };
/// assert_eq!(game.players[0].country, "USA");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Game {
    /// Who plays, in the order in which they move.
    pub players: Vec<Player>,
}

/// One government.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Player {
    /// Its code.
    pub country: String,
    /// Which tariffs it can tell apart.
    pub scheme: Scheme,
    /// Codes of the exporters that its tariffs hit; empty means all others.
    pub partners: Vec<String>,
    /// Codes of the sectors that its tariffs hit; empty means all that are tradable.
    pub sectors: Vec<String>,
    /// Lowest and highest tariff, as fractions above -1.
    pub bounds: (f64, f64),
    /// Political weight of each sector, in the order of the baseline, one on average; none means ones: real income.
    pub weights: Option<Vec<f64>>,
}

/// Which tariffs a government can tell apart: each is one instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// One tariff for each sector and partner.
    BySectorAndPartner,
    /// One tariff for each sector, the same for all partners: most-favoured nation.
    BySector,
    /// One tariff for each partner, the same in all sectors.
    ByPartner,
    /// One tariff.
    Uniform,
}

impl Player {
    /// A government that sets tariffs between 0 and 1000 percent by sector and partner, for the sake of real income.
    pub fn new(country: impl Into<String>) -> Self {
        Self {
            country: country.into(),
            scheme: Scheme::BySectorAndPartner,
            partners: Vec::new(),
            sectors: Vec::new(),
            bounds: (0.0, 10.0),
            weights: None,
        }
    }

    /// Says which tariffs it can tell apart.
    pub fn scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = scheme;
        self
    }

    /// Says which exporters its tariffs hit.
    pub fn against<S: Into<String>>(mut self, partners: impl IntoIterator<Item = S>) -> Self {
        self.partners = partners.into_iter().map(Into::into).collect();
        self
    }

    /// Says which sectors its tariffs hit.
    pub fn on<S: Into<String>>(mut self, sectors: impl IntoIterator<Item = S>) -> Self {
        self.sectors = sectors.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the lowest and the highest tariff, as fractions.
    pub fn bounds(mut self, low: f64, high: f64) -> Self {
        self.bounds = (low, high);
        self
    }

    /// Sets political weights, one per sector.
    pub fn weights(mut self, weights: Vec<f64>) -> Self {
        self.weights = Some(weights);
        self
    }
}
