//! A game as plain data: who plays, with which instruments, for what, and what a deal between them must respect.

use serde::{Deserialize, Serialize};
use thalweg_trade::scenario::Selector;

/// Governments that set tariffs and other rates, each for itself. Plain data that knows no world; [`crate::Contest`]
/// puts it on one.
///
/// ```
/// use thalweg_talks::{Game, Player, Scheme};
///
/// let usa = Player::new("USA").scheme(Scheme::BySector).against(["CHN"]).bounds(0.0, 2.0);
/// let chn = Player::new("CHN").scheme(Scheme::BySector).against(["USA"]).bounds(0.0, 2.0);
/// let game = Game { players: vec![usa, chn], ..Game::default() };
/// assert_eq!(game.players[0].country, "USA");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Game {
    /// Who plays, in the order in which they move.
    pub players: Vec<Player>,
    /// What a deal must respect.
    pub conditions: Conditions,
}

/// One government.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Player {
    /// Its code.
    pub country: String,
    /// What it sets; where two tools set the same rate, the game is refused.
    pub tools: Vec<Tool>,
    /// Political weight of each sector, in the order of the baseline, one on average; none means ones: real income.
    pub weights: Option<Vec<f64>>,
}

/// A kind of rate that a government sets, on whom, and how finely.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tool {
    /// What is set.
    pub kind: Kind,
    /// Which rates it can tell apart.
    pub scheme: Scheme,
    /// The exporters that its tariffs hit, or the importers that its export taxes hit; none means all others. A subsidy
    /// has no partners.
    pub partners: Option<Selector>,
    /// The sectors; none means all that are tradable.
    pub sectors: Option<Selector>,
    /// Lowest and highest rate, as fractions above -1; of a subsidy below 1.
    pub bounds: (f64, f64),
    /// Whether the rate comes on top of what the baseline has in each cell, instead of in its place.
    pub on_top: bool,
}

/// What a government can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Ad-valorem tariffs on its imports.
    Tariff,
    /// Ad-valorem taxes on its exports; below zero they are subsidies.
    ExportTax,
    /// Production subsidies, as fractions of cost; below zero they are taxes.
    Subsidy,
}

/// Which rates a government can tell apart: each is one instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// One rate for each sector and partner.
    BySectorAndPartner,
    /// One rate for each sector, the same for all partners.
    BySector,
    /// One rate for each group of sectors, the same for all partners; a sector without a group is its own.
    ByGroup,
    /// One rate for each partner, the same in all sectors.
    ByPartner,
    /// One rate.
    Uniform,
}

/// What a deal must respect, and, where `in_war` says so, the war as well.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Conditions {
    /// Most-favoured nation: a tariff is the same for all partners, so what one is granted all others get.
    pub mfn: bool,
    /// Upper bounds of tariffs (bindings).
    pub bindings: Vec<Binding>,
    /// Whether no rate may rise above what the status quo has.
    pub liberalisation_only: bool,
    /// Countries that no deal may bring below the status quo.
    pub no_harm: Option<NoHarm>,
    /// Whether most-favoured nation, bindings and liberalisation hold in a war, too.
    pub in_war: bool,
}

/// Third countries whose real income no deal may bring below the status quo.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoHarm {
    /// Which; players are left out.
    pub countries: Selector,
    /// Whether their real income is looked at together, weighted by what they spend, instead of each.
    pub together: bool,
}

/// A promise not to set a tariff above a rate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Binding {
    /// Who promised.
    pub importer: Selector,
    /// To whom.
    pub exporter: Selector,
    /// For which sectors.
    pub sectors: Selector,
    /// The highest tariff, as a fraction.
    pub at_most: f64,
}

impl Kind {
    /// Its name in files and results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tariff => "tariff",
            Self::ExportTax => "export-tax",
            Self::Subsidy => "subsidy",
        }
    }
}

impl Tool {
    /// Tariffs between 0 and 1000 percent by sector and partner, on all others and all tradable sectors.
    pub fn tariffs() -> Self {
        Self {
            kind: Kind::Tariff,
            scheme: Scheme::BySectorAndPartner,
            partners: None,
            sectors: None,
            bounds: (0.0, 10.0),
            on_top: false,
        }
    }

    /// Export taxes between 0 and 1000 percent by sector and partner, on all others and all tradable sectors.
    pub fn export_taxes() -> Self {
        Self { kind: Kind::ExportTax, ..Self::tariffs() }
    }

    /// Production subsidies between 0 and 50 percent of cost by sector, in all tradable sectors.
    pub fn subsidies() -> Self {
        Self { kind: Kind::Subsidy, scheme: Scheme::BySector, bounds: (0.0, 0.5), ..Self::tariffs() }
    }
}

impl Player {
    /// A government that sets [`Tool::tariffs`] for the sake of real income.
    pub fn new(country: impl Into<String>) -> Self {
        Self { country: country.into(), tools: vec![Tool::tariffs()], weights: None }
    }

    /// Sets further rates.
    pub fn and(mut self, tool: Tool) -> Self {
        self.tools.push(tool);
        self
    }

    /// Says which rates its last tool can tell apart.
    pub fn scheme(self, scheme: Scheme) -> Self {
        self.changed(|tool| tool.scheme = scheme)
    }

    /// Says whom its last tool hits.
    pub fn against(self, partners: impl Into<Selector>) -> Self {
        self.changed(|tool| tool.partners = Some(partners.into()))
    }

    /// Says which sectors its last tool hits.
    pub fn on(self, sectors: impl Into<Selector>) -> Self {
        self.changed(|tool| tool.sectors = Some(sectors.into()))
    }

    /// Sets the lowest and the highest rate of its last tool, as fractions.
    pub fn bounds(self, low: f64, high: f64) -> Self {
        self.changed(|tool| tool.bounds = (low, high))
    }

    /// Sets political weights, one per sector.
    pub fn weights(mut self, weights: Vec<f64>) -> Self {
        self.weights = Some(weights);
        self
    }

    fn changed(mut self, change: impl FnOnce(&mut Tool)) -> Self {
        if let Some(tool) = self.tools.last_mut() {
            change(tool);
        }
        self
    }
}
