//! The command line of thalweg.

fn main() {}
