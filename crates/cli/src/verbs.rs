//! The verbs, one file each: arguments, and the call of an engine.

pub(crate) mod baseline;
pub(crate) mod completions;
pub(crate) mod man;
pub(crate) mod scenario;
pub(crate) mod simulate;
pub(crate) mod study;
