//! The talks engine: what governments would do to each other, and what that costs.
//!
//! A [`Game`] says who sets which tariffs, for what. A [`Contest`] puts it on a world of the trade engine and answers:
//! the best [`Response`] of one government if nobody else moves, from several starts; the [`War`] in which each answers
//! all others, with what each could still gain. [`Terms`] are what else a deal can hold: purchase commitments, export
//! controls, caps, embargoes. Payoffs and the equations behind them are those of the trade engine; gradients come from
//! its adjoint.

mod coalition;
mod contest;
mod deal;
mod descent;
mod error;
mod frontier;
mod game;
mod game_file;
mod instruments;
mod kept;
mod menu;
mod negotiation;
mod nfg;
mod patience;
mod payoff;
mod position;
mod response;
mod sanction;
mod shapley;
mod sureness;
mod term;
mod variables;
mod war;
mod withdrawal;

pub use coalition::{Candidate, Change, Coalition, Coalitions};
pub use contest::Contest;
pub use deal::{Concession, Deal, Party, Rule, Third, Threat, ThreatPoint};
pub use error::{Error, ErrorKind};
pub use frontier::{Frontier, Point};
pub use game::{Binding, Conditions, Game, Kind, NoHarm, Player, Scheme, Tool};
pub use game_file::{EmbeddedGame, GameFile, Stage, embedded_game_text, embedded_games};
pub use instruments::{Instrument, Instruments, Lever};
pub use kept::{Hold, Holding, Kept};
pub use menu::{Strategy, Table};
pub use negotiation::{Agenda, Certified, Named, Negotiation, Standing, Step};
pub use patience::{Keeping, Patience, Punishment, Verdict};
pub use payoff::Payoff;
pub use position::{
    Access, BalanceRow, Balances, CutRow, Exposure, MarketRow, Overcapacity, OvercapacityRow, PairRow,
    Position, Question, RelianceRow, SectorBalanceRow, Side, SupplierRow, SurplusRow, TariffRow, Trust,
    read_subsidies, value_added_bought_by,
};
pub use response::{Response, Search};
pub use sanction::{Act, Sanction};
pub use shapley::shapley;
pub use sureness::{Agreed, Band, Sure, Sureness};
pub use term::{
    Embargo, ExportControl, Gain, Implied, Level, Market, Means, Measured, OutputCap, Package, PaidBy,
    Purchase, Rent, Seller, Settled, Shadow, SubsidyCap, Term, Terms, Worth,
};
pub use war::War;
pub use withdrawal::Withdrawal;
