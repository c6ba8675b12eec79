//! Charts, maps and pages from results; computes nothing.

pub mod geography;
