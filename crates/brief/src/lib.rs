//! Charts, maps and pages from results; computes nothing.
