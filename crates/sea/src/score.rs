//! How right detectors are: claims against known truth, one to one, as precision, recall and F1; and the simple rules beside which a
//! detector has to be better.

mod evaluation;
mod matching;
mod purity;
mod simple;

pub use evaluation::{Evaluation, Row, evaluate};
pub use matching::{Claim, Score, Tally, score};
pub use purity::{Purity, purity};
pub use simple::{close_pairs, jumps, long_gaps};
